/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-account-kinds.h"
#include "dyzur-engine.h"

typedef struct
{
  DyzurAccountConfig *config;
  char               *secret;
} Check;

static void
free_check (gpointer data)
{
  Check *check = data;

  dyzur_account_config_free (check->config);
  g_free (check->secret);
  g_free (check);
}

static void
run_check (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  Check *check = data;
  const DyzurAccountKind *kind = _dyzur_account_kind_find (check->config->kind);
  GError *error = NULL;

  if (kind == NULL || kind->check (check->config, check->secret, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
dyzur_engine_check_account_async (DyzurEngine              *self,
                                  const DyzurAccountConfig *config,
                                  const char               *secret,
                                  GCancellable             *cancellable,
                                  GAsyncReadyCallback       callback,
                                  gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Check *check = g_new0 (Check, 1);

  g_task_set_source_tag (task, dyzur_engine_check_account_async);
  check->config = dyzur_account_config_copy (config);
  check->secret = g_strdup (secret);
  g_task_set_task_data (task, check, free_check);
  g_task_run_in_thread (task, run_check);
}

gboolean
dyzur_engine_check_account_finish (DyzurEngine   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
