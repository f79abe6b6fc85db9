/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-account-kinds.h"
#include "dyzur-clock.h"
#include "dyzur-engine-private.h"

/* (transfer none) (nullable): the account; @position: (out) (optional) */
DyzurAccount *
_dyzur_engine_find_account (DyzurEngine *self,
                            const char  *account_id,
                            guint       *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (g_strcmp0 (dyzur_account_get_config (account)->id, account_id) != 0)
        continue;
      if (position != NULL)
        *position = i;
      return account;
    }
  return NULL;
}

/* ---- runners ---- */

static void
arrived_cb (DyzurRunner *runner,
            gint64       conversation_id,
            gint64       message_id,
            DyzurEngine *self)
{
  _dyzur_engine_tell_arrived (self, conversation_id, message_id);
}

static void
failed_cb (DyzurRunner *runner,
           gint64       conversation_id,
           gint64       message_id,
           DyzurEngine *self)
{
  _dyzur_engine_tell_failed (self, conversation_id, message_id);
}

/* The remote's own words, beside the account's name */
static void
notice_cb (DyzurRunner *runner,
           const char  *text,
           DyzurEngine *self)
{
  g_autofree char *words = g_strdup_printf ("%s: %s", dyzur_account_get_config (dyzur_runner_get_account (runner))->name,
                                            text);

  _dyzur_engine_notice (self, "remote", words);
}

static void
writer_cb (DyzurRunner *runner,
           const char  *conversation_remote_id,
           const char  *name,
           DyzurEngine *self)
{
  const char *account_id = dyzur_account_get_config (dyzur_runner_get_account (runner))->id;
  DyzurConversation *conversation = NULL;

  if (self->store != NULL)
    conversation = dyzur_store_peek_remote (self->store, account_id, conversation_remote_id);
  if (conversation != NULL)
    dyzur_conversation_set_writer (conversation, name);
}

void
_dyzur_engine_run_connector (DyzurEngine    *self,
                             DyzurConnector *connector,
                             DyzurAccount   *account)
{
  DyzurRunner *runner = dyzur_runner_new (self->store, connector, account);

  g_signal_connect_object (runner, "arrived", G_CALLBACK (arrived_cb), self, 0);
  g_signal_connect_object (runner, "failed", G_CALLBACK (failed_cb), self, 0);
  g_signal_connect_object (runner, "notice", G_CALLBACK (notice_cb), self, 0);
  g_signal_connect_object (runner, "writer", G_CALLBACK (writer_cb), self, 0);
  g_ptr_array_add (self->runners, runner);
  dyzur_runner_start (runner);
}

/* ---- accounts with a secret ---- */

static void
start_account (DyzurEngine  *self,
               DyzurAccount *account,
               const char   *secret)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  const DyzurAccountKind *kind = _dyzur_account_kind_find (config->kind);

  if (kind == NULL)
    {
      dyzur_account_set_state (account, DYZUR_ACCOUNT_OFFLINE, DYZUR_PROBLEM_PROTOCOL, config->kind);
      return;
    }
  if (secret == NULL)
    {
      dyzur_account_set_state (account, DYZUR_ACCOUNT_OFFLINE, DYZUR_PROBLEM_AUTH, NULL);
      return;
    }
  if (kind->new_connector != NULL)
    {
      g_autoptr(DyzurAccountConfig) named = dyzur_account_config_copy (config);
      g_autoptr(DyzurConnector) connector = NULL;

      dyzur_account_config_set (named, DYZUR_AGENT_NAME, self->me_name);
      connector = kind->new_connector (named, secret);
      _dyzur_engine_run_connector (self, connector, account);
    }
  if (kind->new_shop != NULL)
    {
      g_autoptr(DyzurShop) shop = kind->new_shop (config, secret);
      DyzurShopRunner *runner = dyzur_shop_runner_new (self->store, shop, account);

      g_ptr_array_add (self->shops, runner);
      dyzur_shop_runner_check (runner);
    }
}

typedef struct
{
  DyzurEngine  *engine;
  DyzurAccount *account;
} Lookup;

static void
secret_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Lookup *lookup = user_data;
  g_autoptr(DyzurEngine) self = lookup->engine;
  g_autoptr(DyzurAccount) account = lookup->account;
  g_autoptr(GError) error = NULL;
  g_autofree char *secret = NULL;

  secret = dyzur_credentials_lookup_finish (DYZUR_CREDENTIALS (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (error != NULL)
    g_message ("The keyring did not answer: %s", error->message);
  start_account (self, account, secret);
}

static void
bring_up (DyzurEngine  *self,
          DyzurAccount *account)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  Lookup *lookup;

  if (!config->enabled)
    return;
  if (_dyzur_engine_is_practice (config))
    {
      _dyzur_engine_start_practice (self, account);
      return;
    }
  lookup = g_new0 (Lookup, 1);
  lookup->engine = g_object_ref (self);
  lookup->account = g_object_ref (account);
  dyzur_credentials_lookup_async (self->credentials, config->id, self->cancellable, secret_cb, lookup);
}

static void
take_down (DyzurEngine *self,
           const char  *account_id)
{
  for (guint i = self->runners->len; i-- > 0;)
    {
      DyzurRunner *runner = g_ptr_array_index (self->runners, i);

      if (g_strcmp0 (dyzur_account_get_config (dyzur_runner_get_account (runner))->id, account_id) != 0)
        continue;
      dyzur_runner_close (runner);
      g_ptr_array_remove_index (self->runners, i);
    }
  for (guint i = self->shops->len; i-- > 0;)
    {
      DyzurShopRunner *shop = g_ptr_array_index (self->shops, i);

      if (g_strcmp0 (dyzur_account_get_config (dyzur_shop_runner_get_account (shop))->id, account_id) != 0)
        continue;
      dyzur_shop_runner_close (shop);
      g_ptr_array_remove_index (self->shops, i);
    }
}

void
_dyzur_engine_stop_accounts (DyzurEngine *self)
{
  for (guint i = 0; i < self->runners->len; i++)
    dyzur_runner_stop (g_ptr_array_index (self->runners, i));
  for (guint i = 0; i < self->runners->len; i++)
    dyzur_runner_close (g_ptr_array_index (self->runners, i));
  for (guint i = 0; i < self->shops->len; i++)
    dyzur_shop_runner_close (g_ptr_array_index (self->shops, i));
  g_ptr_array_set_size (self->runners, 0);
  g_ptr_array_set_size (self->shops, 0);
  g_clear_object (&self->practice);
}

static void
new_day_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(DyzurEngine) self = user_data;
  g_autoptr(DyzurAccountConfig) config = NULL;

  if (!dyzur_store_remove_account_finish (DYZUR_STORE (source), result, NULL) ||
      g_cancellable_is_cancelled (self->cancellable))
    return;
  config = dyzur_account_config_new ("practice");
  dyzur_engine_add_account_async (self, config, NULL, self->cancellable, NULL, NULL);
}

static void
accounts_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DyzurEngine *self = g_task_get_source_object (task);
  g_autoptr(GPtrArray) configs = NULL;
  GError *error = NULL;

  configs = dyzur_store_list_accounts_finish (DYZUR_STORE (source), result, &error);
  if (configs == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < configs->len; i++)
    {
      const DyzurAccountConfig *config = g_ptr_array_index (configs, i);
      g_autoptr(DyzurAccount) account = NULL;

      if (_dyzur_engine_is_yesterday (self, config))
        {
          dyzur_store_remove_account_async (self->store, config->id, NULL, new_day_cb, g_object_ref (self));
          continue;
        }
      account = dyzur_account_new (dyzur_account_config_copy (config));
      g_list_store_append (self->accounts, account);
      bring_up (self, account);
    }
  g_task_return_boolean (task, TRUE);
}

/* Reads the accounts and starts each; @task (taken) then returns. */
void
_dyzur_engine_load_accounts (DyzurEngine *self,
                             GTask       *task)
{
  dyzur_store_list_accounts_async (self->store, g_task_get_cancellable (task), accounts_cb, task);
}

/* ---- public ---- */

/**
 * dyzur_engine_get_accounts:
 *
 * Returns: (transfer none): of DyzurAccount
 */
GListModel *
dyzur_engine_get_accounts (DyzurEngine *self)
{
  return G_LIST_MODEL (self->accounts);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DyzurEngine *self = g_task_get_source_object (task);
  const DyzurAccountConfig *config = g_task_get_task_data (task);
  g_autoptr(DyzurAccount) account = NULL;
  GError *error = NULL;

  if (!dyzur_store_save_account_finish (DYZUR_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  account = dyzur_account_new (dyzur_account_config_copy (config));
  g_list_store_append (self->accounts, account);
  bring_up (self, account);
  g_task_return_boolean (task, TRUE);
}

static void
secret_stored_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DyzurEngine *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const DyzurAccountConfig *config = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!dyzur_credentials_store_finish (DYZUR_CREDENTIALS (source), result, &error))
    _dyzur_engine_notice (self, "keyring", error->message);
  dyzur_store_save_account_async (self->store, config, cancellable, saved_cb, g_steal_pointer (&task));
}

/**
 * dyzur_engine_add_account_async:
 * @config: "practice" needs nothing but its kind
 * @secret: (nullable): goes into the keyring; when there is none it is kept until the program ends, and the signal
 *   `notice` "keyring" tells
 */
void
dyzur_engine_add_account_async (DyzurEngine              *self,
                                const DyzurAccountConfig *config,
                                const char               *secret,
                                GCancellable             *cancellable,
                                GAsyncReadyCallback       callback,
                                gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  DyzurAccountConfig *copy = dyzur_account_config_copy (config);

  g_task_set_source_tag (task, dyzur_engine_add_account_async);
  _dyzur_engine_complete_practice (self, copy);
  g_task_set_task_data (task, copy, (GDestroyNotify) dyzur_account_config_free);
  if (secret != NULL)
    dyzur_credentials_store_async (self->credentials, copy->id, copy->address, secret, cancellable,
                                   secret_stored_cb, g_steal_pointer (&task));
  else
    dyzur_store_save_account_async (self->store, copy, cancellable, saved_cb, g_steal_pointer (&task));
}

gboolean
dyzur_engine_add_account_finish (DyzurEngine   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (dyzur_store_remove_account_finish (DYZUR_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * dyzur_engine_remove_account_async:
 *
 * Takes the account, its local copy of everything and its secret away. What is at the remote stays there.
 */
void
dyzur_engine_remove_account_async (DyzurEngine         *self,
                                   const char          *account_id,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  guint position;

  g_task_set_source_tag (task, dyzur_engine_remove_account_async);
  take_down (self, account_id);
  if (self->practice != NULL && _dyzur_engine_get_runner (self, account_id) == NULL)
    {
      DyzurAccount *account = _dyzur_engine_find_account (self, account_id, NULL);

      if (account != NULL && _dyzur_engine_is_practice (dyzur_account_get_config (account)))
        g_clear_object (&self->practice);
    }
  dyzur_credentials_clear_async (self->credentials, account_id, NULL, NULL, NULL);
  dyzur_store_remove_account_async (self->store, account_id, cancellable, removed_cb, g_steal_pointer (&task));
  if (_dyzur_engine_find_account (self, account_id, &position) != NULL)
    g_list_store_remove (self->accounts, position);
}

gboolean
dyzur_engine_remove_account_finish (DyzurEngine   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
new_secret_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DyzurEngine *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (!dyzur_credentials_store_finish (DYZUR_CREDENTIALS (source), result, &error))
    _dyzur_engine_notice (self, "keyring", error->message);
  g_task_return_boolean (task, TRUE);
}

void
dyzur_engine_set_secret_async (DyzurEngine         *self,
                               const char          *account_id,
                               const char          *secret,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  DyzurAccount *account = _dyzur_engine_find_account (self, account_id, NULL);

  g_task_set_source_tag (task, dyzur_engine_set_secret_async);
  if (account == NULL)
    {
      g_task_return_new_error (task, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "No such account");
      return;
    }
  take_down (self, account_id);
  start_account (self, account, secret);
  dyzur_credentials_store_async (self->credentials, account_id, dyzur_account_get_config (account)->address, secret,
                                 cancellable, new_secret_cb, g_steal_pointer (&task));
}

gboolean
dyzur_engine_set_secret_finish (DyzurEngine   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

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

static void
updated_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DyzurEngine *self = g_task_get_source_object (task);
  const DyzurAccountConfig *config = g_task_get_task_data (task);
  DyzurAccount *account = _dyzur_engine_find_account (self, config->id, NULL);
  GError *error = NULL;

  if (!dyzur_store_save_account_finish (DYZUR_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (account != NULL)
    {
      take_down (self, config->id);
      dyzur_account_set_config (account, dyzur_account_config_copy (config));
      bring_up (self, account);
    }
  g_task_return_boolean (task, TRUE);
}

/**
 * dyzur_engine_update_account_async:
 * @config: with the id of an account there is
 *
 * Keeps changed settings of an account and connects again with them.
 */
void
dyzur_engine_update_account_async (DyzurEngine              *self,
                                   const DyzurAccountConfig *config,
                                   GCancellable             *cancellable,
                                   GAsyncReadyCallback       callback,
                                   gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  DyzurAccountConfig *copy = dyzur_account_config_copy (config);

  g_task_set_source_tag (task, dyzur_engine_update_account_async);
  g_task_set_task_data (task, copy, (GDestroyNotify) dyzur_account_config_free);
  dyzur_store_save_account_async (self->store, copy, cancellable, updated_cb, g_steal_pointer (&task));
}

gboolean
dyzur_engine_update_account_finish (DyzurEngine   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * dyzur_engine_reconnect:
 *
 * Tries an account that is offline at once.
 */
void
dyzur_engine_reconnect (DyzurEngine *self,
                        const char  *account_id)
{
  DyzurRunner *runner = _dyzur_engine_get_runner (self, account_id);
  DyzurAccount *account = _dyzur_engine_find_account (self, account_id, NULL);

  if (runner != NULL)
    {
      dyzur_runner_reconnect (runner);
      return;
    }
  for (guint i = 0; i < self->shops->len; i++)
    if (dyzur_shop_runner_get_account (g_ptr_array_index (self->shops, i)) == account)
      {
        dyzur_shop_runner_check (g_ptr_array_index (self->shops, i));
        return;
      }
  if (account != NULL)
    bring_up (self, account);
}
