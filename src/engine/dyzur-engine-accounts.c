/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

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
      _dyzur_engine_bring_up (self, account);
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
  _dyzur_engine_bring_up (self, account);
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
  _dyzur_engine_take_down (self, account_id);
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

typedef struct
{
  char *account_id;
  char *secret;
} NewSecret;

static void
free_new_secret (gpointer data)
{
  NewSecret *new_secret = data;

  g_free (new_secret->account_id);
  g_free (new_secret->secret);
  g_free (new_secret);
}

static void
new_secret_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DyzurEngine *self = g_task_get_source_object (task);
  const NewSecret *new_secret = g_task_get_task_data (task);
  DyzurAccount *account = _dyzur_engine_find_account (self, new_secret->account_id, NULL);
  g_autoptr(GError) error = NULL;

  if (!dyzur_credentials_store_finish (DYZUR_CREDENTIALS (source), result, &error))
    _dyzur_engine_notice (self, "keyring", error->message);
  if (account != NULL && !g_cancellable_is_cancelled (self->cancellable))
    {
      _dyzur_engine_take_down (self, new_secret->account_id);
      _dyzur_engine_start_account (self, account, new_secret->secret);
    }
  g_task_return_boolean (task, TRUE);
}

/**
 * dyzur_engine_set_secret_async:
 *
 * Connects with another secret, once it is in the keyring: the account may make yet another one of it at once.
 */
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
  NewSecret *new_secret;

  g_task_set_source_tag (task, dyzur_engine_set_secret_async);
  if (account == NULL)
    {
      g_task_return_new_error (task, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "No such account");
      return;
    }
  _dyzur_engine_take_down (self, account_id);
  new_secret = g_new0 (NewSecret, 1);
  new_secret->account_id = g_strdup (account_id);
  new_secret->secret = g_strdup (secret);
  g_task_set_task_data (task, new_secret, free_new_secret);
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
  DyzurConfigFunc     kept;
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  dyzur_account_config_free (change->config);
  g_free (change);
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DyzurEngine *self = g_task_get_source_object (task);
  const Change *change = g_task_get_task_data (task);
  DyzurAccount *account = _dyzur_engine_find_account (self, change->config->id, NULL);
  GError *error = NULL;

  if (!dyzur_store_save_account_finish (DYZUR_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (account != NULL)
    {
      dyzur_account_set_config (account, dyzur_account_config_copy (change->config));
      change->kept (self, account);
    }
  g_task_return_boolean (task, TRUE);
}

/* Keeps changed settings of an account there is, then calls @kept; @task (taken) returns whether they are kept. */
void
_dyzur_engine_keep_config (DyzurEngine        *self,
                           DyzurAccountConfig *config,
                           DyzurConfigFunc     kept,
                           GTask              *task)
{
  Change *change = g_new0 (Change, 1);

  change->config = config;
  change->kept = kept;
  g_task_set_task_data (task, change, free_change);
  dyzur_store_save_account_async (self->store, config, g_task_get_cancellable (task), kept_cb, task);
}

static void
connect_again (DyzurEngine  *self,
               DyzurAccount *account)
{
  _dyzur_engine_take_down (self, dyzur_account_get_config (account)->id);
  _dyzur_engine_bring_up (self, account);
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
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, dyzur_engine_update_account_async);
  _dyzur_engine_keep_config (self, dyzur_account_config_copy (config), connect_again, task);
}

gboolean
dyzur_engine_update_account_finish (DyzurEngine   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
