/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-account-kinds.h"
#include "dyzur-engine-private.h"

/* What the assistant asks before there is an account. */

typedef struct
{
  DyzurAccountConfig *config;
  char               *secret;
  char               *changed;       /* (nullable): what the check made of it */
  DyzurMailCheckFunc  progress;
  gpointer            progress_data;
} Check;

static void
free_check (gpointer data)
{
  Check *check = data;

  dyzur_account_config_free (check->config);
  g_free (check->secret);
  g_free (check->changed);
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

  if (kind == NULL || kind->check (check->config, check->secret, progress, task, &check->changed, cancellable, &error))
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
 * @secret: (out) (nullable) (transfer full): what takes the place of the one that was checked, also with an error: a
 *   server may give tokens that are good once
 * @error: belongs to the step told last
 */
gboolean
dyzur_engine_check_account_finish (DyzurEngine   *self,
                                   GAsyncResult  *result,
                                   char         **secret,
                                   GError       **error)
{
  Check *check = g_task_get_task_data (G_TASK (result));

  *secret = g_steal_pointer (&check->changed);
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

/* ---- the browser ---- */

typedef struct
{
  DyzurAccountConfig *config;
  char               *client_secret;
  DyzurUriFunc        open;
  gpointer            open_data;
} Login;

static void
free_login (gpointer data)
{
  Login *login = data;

  dyzur_account_config_free (login->config);
  g_free (login->client_secret);
  g_free (login);
}

typedef struct
{
  GTask *task;
  char  *uri;
} Page;

static void
free_page (gpointer data)
{
  Page *page = data;

  g_object_unref (page->task);
  g_free (page->uri);
  g_free (page);
}

static gboolean
open_page (gpointer data)
{
  const Page *page = data;
  const Login *login = g_task_get_task_data (page->task);

  if (!g_cancellable_is_cancelled (g_task_get_cancellable (page->task)))
    login->open (page->uri, login->open_data);
  return G_SOURCE_REMOVE;
}

static void
page_cb (const char *uri,
         gpointer    user_data)
{
  Page *page = g_new0 (Page, 1);

  page->task = g_object_ref (user_data);
  page->uri = g_strdup (uri);
  g_main_context_invoke_full (g_task_get_context (user_data), G_PRIORITY_DEFAULT, open_page, page, free_page);
}

static void
run_log_in (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  Login *login = data;
  const DyzurAccountKind *kind = _dyzur_account_kind_find (login->config->kind);
  GError *error = NULL;
  char *secret;

  if (login->client_secret == NULL)
    {
      g_autofree char *former = dyzur_credentials_lookup (DYZUR_ENGINE (source)->credentials, login->config->id, cancellable, NULL);

      login->client_secret = dyzur_oauth_dup_client_secret (former);
    }
  secret = kind->log_in (login->config, login->client_secret, page_cb, task, cancellable, &error);

  if (secret != NULL)
    g_task_return_pointer (task, secret, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * dyzur_engine_log_in_async:
 * @config: of a mail account whose setting `auth` is "oauth2"
 * @client_secret: (nullable): of the application, where the server wants one; %NULL = the one the account logged in with
 *   before
 * @open: shows the person a page, on the main context, before @callback
 *
 * Lets a person log in with their browser, who has ten minutes for it. Nothing is kept: the secret goes to
 * dyzur_engine_add_account_async() or dyzur_engine_set_secret_async().
 */
void
dyzur_engine_log_in_async (DyzurEngine              *self,
                           const DyzurAccountConfig *config,
                           const char               *client_secret,
                           DyzurUriFunc              open,
                           gpointer                  open_data,
                           GCancellable             *cancellable,
                           GAsyncReadyCallback       callback,
                           gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Login *login = g_new0 (Login, 1);

  g_task_set_source_tag (task, dyzur_engine_log_in_async);
  login->config = dyzur_account_config_copy (config);
  login->client_secret = g_strdup (client_secret);
  login->open = open;
  login->open_data = open_data;
  g_task_set_task_data (task, login, free_login);
  g_task_run_in_thread (task, run_log_in);
}

/**
 * dyzur_engine_log_in_finish:
 *
 * Returns: (transfer full) (nullable): the account's secret
 */
char *
dyzur_engine_log_in_finish (DyzurEngine   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * dyzur_engine_has_client:
 * @oauth: as #DyzurMailSetup names it
 *
 * Returns: whether this build is registered there; otherwise the shop has to give an application's id of its own
 */
gboolean
dyzur_engine_has_client (DyzurEngine *self,
                         const char  *oauth)
{
  return _dyzur_account_get_client (oauth) != NULL;
}
