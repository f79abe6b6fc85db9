/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-account-kinds.h"
#include "dyzur-engine.h"

/* What the assistant asks before there is an account. */

typedef struct
{
  DyzurAccountConfig *config;
  char               *secret;
  DyzurMailCheckFunc  progress;
  gpointer            progress_data;
} Check;

static void
free_check (gpointer data)
{
  Check *check = data;

  dyzur_account_config_free (check->config);
  g_free (check->secret);
  g_free (check);
}

/* One step on its way from the check's thread to the main one */
typedef struct
{
  GTask              *task;
  DyzurMailCheckStep  step;
  char               *detail;
} Told;

static void
free_told (gpointer data)
{
  Told *told = data;

  g_object_unref (told->task);
  g_free (told->detail);
  g_free (told);
}

static gboolean
tell (gpointer data)
{
  const Told *told = data;
  const Check *check = g_task_get_task_data (told->task);

  if (!g_cancellable_is_cancelled (g_task_get_cancellable (told->task)))
    check->progress (told->step, told->detail, check->progress_data);
  return G_SOURCE_REMOVE;
}

static void
step_cb (DyzurMailCheckStep  step,
         const char         *detail,
         gpointer            user_data)
{
  Told *told = g_new0 (Told, 1);

  told->task = g_object_ref (user_data);
  told->step = step;
  told->detail = g_strdup (detail);
  g_main_context_invoke_full (g_task_get_context (user_data), G_PRIORITY_DEFAULT, tell, told, free_told);
}

static void
run_check (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  Check *check = data;
  const DyzurAccountKind *kind = _dyzur_account_kind_find (check->config->kind);
  DyzurMailCheckFunc progress = check->progress != NULL ? step_cb : NULL;
  GError *error = NULL;

  if (kind == NULL || kind->check (check->config, check->secret, progress, task, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * dyzur_engine_check_account_async:
 * @progress: (nullable): told each step of a mail account's check on the main context, all before @callback
 *
 * Tries the settings of an account that is not there yet; nothing at the remote is changed.
 */
void
dyzur_engine_check_account_async (DyzurEngine              *self,
                                  const DyzurAccountConfig *config,
                                  const char               *secret,
                                  DyzurMailCheckFunc        progress,
                                  gpointer                  progress_data,
                                  GCancellable             *cancellable,
                                  GAsyncReadyCallback       callback,
                                  gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Check *check = g_new0 (Check, 1);

  g_task_set_source_tag (task, dyzur_engine_check_account_async);
  check->config = dyzur_account_config_copy (config);
  check->secret = g_strdup (secret);
  check->progress = progress;
  check->progress_data = progress_data;
  g_task_set_task_data (task, check, free_check);
  g_task_run_in_thread (task, run_check);
}

/**
 * dyzur_engine_check_account_finish:
 * @error: belongs to the step told last
 */
gboolean
dyzur_engine_check_account_finish (DyzurEngine   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * dyzur_engine_peek_mail:
 * @address: an e-mail address, perhaps not yet complete
 *
 * Returns: (transfer full) (nullable): the servers of an address of a provider we know; nobody is asked
 */
DyzurMailSetup *
dyzur_engine_peek_mail (DyzurEngine *self,
                        const char  *address)
{
  return _dyzur_account_peek_mail (address);
}

static void
run_look_up (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  DyzurMailSetup *setup = _dyzur_account_look_up_mail (data, cancellable, &error);

  if (setup != NULL)
    g_task_return_pointer (task, setup, (GDestroyNotify) dyzur_mail_setup_free);
  else
    g_task_return_error (task, error);
}

/**
 * dyzur_engine_look_up_mail_async:
 *
 * Finds the servers of an address, within seconds: in the table of providers, by the name system, or by trying the usual
 * names. No password is sent.
 */
void
dyzur_engine_look_up_mail_async (DyzurEngine         *self,
                                 const char          *address,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, dyzur_engine_look_up_mail_async);
  g_task_set_task_data (task, g_strdup (address), g_free);
  g_task_run_in_thread (task, run_look_up);
}

/**
 * dyzur_engine_look_up_mail_finish:
 *
 * Returns: (transfer full) (nullable): %NULL with @error when that is no address, or when it was cancelled
 */
DyzurMailSetup *
dyzur_engine_look_up_mail_finish (DyzurEngine   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
