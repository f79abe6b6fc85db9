/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-removal-private.h"
#include "dyzur-storage.h"
#include "dyzur-store-private.h"
#include "dyzur-store-records-private.h"

/* How many conversations of a removed account go in one transaction: the writer stays free for people between two. */
#define REMOVE_STEP 100

static gboolean
read_settings (DyzurDb             *db,
               DyzurAccountConfig  *config,
               gint64               nr,
               GError             **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT key, value FROM account_settings WHERE account = ?", "l", nr);
  while (dyzur_rows_next (rows))
    dyzur_account_config_set (config, dyzur_rows_text (rows, 0), dyzur_rows_text (rows, 1));
  return dyzur_rows_end (&rows, error);
}

static DyzurAccountConfig *
read_account_row (DyzurRows *rows)
{
  DyzurAccountConfig *config = dyzur_account_config_new (dyzur_rows_text (rows, 2));

  g_free (config->id);
  config->id = dyzur_rows_dup_text (rows, 1);
  config->name = dyzur_rows_dup_text (rows, 3);
  config->address = dyzur_rows_dup_text (rows, 4);
  config->enabled = dyzur_rows_int (rows, 5);
  return config;
}

static gboolean
list_accounts (DyzurDb         *db,
               gpointer         data,
               DyzurChangeSet  *changes,
               GCancellable    *cancellable,
               GError         **error)
{
  GPtrArray *accounts = data;
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT nr, id, kind, name, address, enabled FROM accounts WHERE NOT removed ORDER BY nr", "");
  while (dyzur_rows_next (rows))
    {
      DyzurAccountConfig *config = read_account_row (rows);

      g_ptr_array_add (accounts, config);
      if (!read_settings (db, config, dyzur_rows_int64 (rows, 0), error))
        return FALSE;
    }
  return dyzur_rows_end (&rows, error);
}

/* All but what the store wrote there itself. */
static gboolean
save_settings (DyzurDb                   *db,
               gint64                     nr,
               const DyzurAccountConfig  *config,
               GError                   **error)
{
  GHashTableIter iter;
  gpointer key, value;

  if (!dyzur_db_exec (db, error, "DELETE FROM account_settings WHERE account = ? AND key != ?", "ls", nr, DYZUR_KEPT_FROM))
    return FALSE;
  g_hash_table_iter_init (&iter, config->settings);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_str_equal (key, DYZUR_KEPT_FROM) &&
        !dyzur_db_exec (db, error, "INSERT INTO account_settings (account, key, value) VALUES (?, ?, ?)", "lss", nr, key,
                        value))
      return FALSE;
  return TRUE;
}

static gboolean
save_account (DyzurDb         *db,
              gpointer         data,
              DyzurChangeSet  *changes,
              GCancellable    *cancellable,
              GError         **error)
{
  const DyzurAccountConfig *config = data;
  gint64 nr;

  if (!dyzur_db_exec (db, error,
                      "INSERT INTO accounts (id, kind, name, address, enabled) VALUES (?, ?, ?, ?, ?) "
                      "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, "
                      "address = excluded.address, enabled = excluded.enabled",
                      "ssssi", config->id, config->kind, config->name, config->address, config->enabled))
    return FALSE;
  nr = _dyzur_store_read_account_nr (db, config->id, error);
  dyzur_change_set_add (changes, DYZUR_CHANGED_ACCOUNTS, 0);
  dyzur_change_set_add (changes, DYZUR_CHANGED_VIEWS, 0);
  return nr != 0 && save_settings (db, nr, config, error);
}

static gboolean
hide_account (DyzurDb         *db,
              gpointer         data,
              DyzurChangeSet  *changes,
              GCancellable    *cancellable,
              GError         **error)
{
  gint64 nr = _dyzur_store_read_account_nr (db, data, error);

  dyzur_change_set_add (changes, DYZUR_CHANGED_ACCOUNTS, 0);
  dyzur_change_set_add (changes, DYZUR_CHANGED_OUTBOX, 0);
  return nr != 0 &&
         dyzur_db_exec (db, error, "UPDATE accounts SET removed = 1, enabled = 0 WHERE nr = ?", "l", nr) &&
         dyzur_db_exec (db, error, "DELETE FROM outbox WHERE account = ?", "l", nr);
}

typedef struct
{
  DyzurStore *store;
  gint64      nr;
  gboolean    more;
} Removal;

static gboolean
remove_step (DyzurDb         *db,
             Removal         *removal,
             DyzurChangeSet  *changes,
             GError         **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  guint n = 0;

  rows = dyzur_db_query (db, "SELECT id, contact_id FROM conversations WHERE account = ? LIMIT ?", "li", removal->nr,
                         REMOVE_STEP);
  while (dyzur_rows_next (rows))
    {
      n++;
      if (!_dyzur_remove_conversation (db, dyzur_rows_int64 (rows, 0), dyzur_rows_int64 (rows, 1), changes, error))
        return FALSE;
    }
  removal->more = n > 0;
  return dyzur_rows_end (&rows, error);
}

static gboolean
remove_some (DyzurDb         *db,
             gpointer         data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  Removal *removal = data;

  if (removal->nr == 0 &&
      !dyzur_db_int64 (db, &removal->nr, error, "SELECT nr FROM accounts WHERE removed ORDER BY nr LIMIT 1", ""))
    return FALSE;
  if (removal->nr == 0)
    return TRUE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_VIEWS, 0);
  dyzur_change_set_add (changes, DYZUR_CHANGED_KNOWLEDGE, 0);
  if (!remove_step (db, removal, changes, error))
    return FALSE;
  return removal->more || dyzur_db_exec (db, error, "DELETE FROM accounts WHERE nr = ?", "l", removal->nr);
}

/* Goes on as long as some account waits; after an error (disk full) at the next start. */
static void
removed_some_cb (gpointer      data,
                 const GError *error)
{
  Removal *removal = data;

  if (removal->nr != 0 && error == NULL)
    _dyzur_store_remove_leftovers (removal->store);
  g_free (removal);
}

void
_dyzur_store_remove_leftovers (DyzurStore *self)
{
  Removal *removal = g_new0 (Removal, 1);

  removal->store = self;
  _dyzur_store_write_idle (self, remove_some, removal, removed_some_cb);
}

/**
 * dyzur_store_list_accounts_async:
 *
 * Reads every account, in the order they were made.
 */
void
dyzur_store_list_accounts_async (DyzurStore          *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_list_accounts_async);
  g_task_set_task_data (task, g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_account_config_free),
                        (GDestroyNotify) g_ptr_array_unref);
  _dyzur_store_read_task (self, task, list_accounts);
}

/**
 * dyzur_store_list_accounts_finish:
 *
 * Returns: (transfer full) (element-type DyzurAccountConfig)
 */
GPtrArray *
dyzur_store_list_accounts_finish (DyzurStore    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_ptr_array_ref (g_task_get_task_data (G_TASK (result)));
}

/**
 * dyzur_store_save_account_async:
 * @config: made when its id is new, else changed; what belongs to it stays
 */
void
dyzur_store_save_account_async (DyzurStore                *self,
                                const DyzurAccountConfig  *config,
                                GCancellable              *cancellable,
                                GAsyncReadyCallback        callback,
                                gpointer                   user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_save_account_async);
  g_task_set_task_data (task, dyzur_account_config_copy (config), (GDestroyNotify) dyzur_account_config_free);
  _dyzur_store_write_task (self, task, save_account);
}

gboolean
dyzur_store_save_account_finish (DyzurStore    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
hidden_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  _dyzur_store_remove_leftovers (DYZUR_STORE (source));
  g_task_return_boolean (task, TRUE);
}

/**
 * dyzur_store_remove_account_async:
 *
 * The account is gone at once, with what waited in its outbox; its conversations follow in small steps behind it, also
 * after a restart.
 */
void
dyzur_store_remove_account_async (DyzurStore          *self,
                                  const char          *account_id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) hide = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_remove_account_async);
  hide = g_task_new (self, cancellable, hidden_cb, g_steal_pointer (&task));
  g_task_set_task_data (hide, g_strdup (account_id), g_free);
  _dyzur_store_write_task (self, hide, hide_account);
}

gboolean
dyzur_store_remove_account_finish (DyzurStore    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
