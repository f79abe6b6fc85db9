/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-keep-private.h"

#include "dyzur-store-private.h"
#include "dyzur-store-records-private.h"
#include "dyzur-work-time-private.h"

#include <glib/gstdio.h>

/*
 * How much there is on the disk, what a rule would free, and giving back what is free. Counting is a reader's work and
 * keeps nobody waiting; giving back is done on the writer, behind everything else.
 */

/* Pages that are kept for what comes next; more than MANY_UNUSED and the rest goes back to the disk. */
#define FEW_UNUSED 256
#define MANY_UNUSED 1024
#define STEP_WORK (10 * G_TIME_SPAN_MILLISECOND)

/* ---- giving back ---- */

typedef struct
{
  DyzurStore *store;
  gboolean    gave;
  gboolean    more;
} Shrink;

static gboolean
shrink_step (DyzurDb         *db,
             gpointer         data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  Shrink *self = data;
  gint64 until = _dyzur_work_time () + STEP_WORK;
  gint64 n_unused = 0;

  do
    {
      if (!dyzur_db_int64 (db, &n_unused, error, "PRAGMA freelist_count", ""))
        return FALSE;
      self->more = n_unused > (self->gave ? FEW_UNUSED : MANY_UNUSED);
      if (self->more && !dyzur_db_script (db, "PRAGMA incremental_vacuum (32)", error))
        return FALSE;
      self->gave = self->gave || self->more;
    }
  while (self->more && _dyzur_work_time () < until);
  if (self->gave && !self->more)
    dyzur_change_set_add (changes, DYZUR_CHANGED_STORAGE, 0);
  return TRUE;
}

/* After an error (a full disk: moving pages writes to the log) it is tried again at the next occasion. */
static void
shrunk_cb (gpointer      data,
           const GError *error)
{
  Shrink *self = data;

  if (error == NULL && self->more)
    _dyzur_store_write_idle (self->store, shrink_step, self, shrunk_cb);
  else
    g_free (self);
}

void
_dyzur_store_shrink (DyzurStore *self)
{
  Shrink *shrink = g_new0 (Shrink, 1);

  shrink->store = self;
  _dyzur_store_write_idle (self, shrink_step, shrink, shrunk_cb);
}

/* ---- counting ---- */

static gint64
get_file_size (const char *directory,
               const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (gint64) info.st_size : 0;
}

/* The tables of FTS5 are whole pages of blobs; the others are small beside them. */
static gboolean
measure_index (DyzurDb       *db,
               DyzurStorage  *storage,
               GError       **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB '*_index*_data'", "");
  while (dyzur_rows_next (rows))
    g_ptr_array_add (names, dyzur_rows_dup_text (rows, 0));
  if (!dyzur_rows_end (&rows, error))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT sum (length (block)) FROM \"%s\"", (char *) names->pdata[i]);
      gint64 bytes = 0;

      if (!dyzur_db_int64 (db, &bytes, error, sql, ""))
        return FALSE;
      storage->index += bytes;
    }
  return TRUE;
}

static gboolean
measure_database (DyzurDb       *db,
                  DyzurStorage  *storage,
                  GError       **error)
{
  gint64 page_size = 0, n_pages = 0, n_unused = 0;

  if (!dyzur_db_int64 (db, &page_size, error, "PRAGMA page_size", "") ||
      !dyzur_db_int64 (db, &n_pages, error, "PRAGMA page_count", "") ||
      !dyzur_db_int64 (db, &n_unused, error, "PRAGMA freelist_count", "") ||
      !dyzur_db_int64 (db, &storage->files, error,
                       "SELECT sum (size) FROM (SELECT max (size) AS size FROM attachments WHERE file IS NOT NULL "
                       "GROUP BY file)", ""))
    return FALSE;
  storage->database = n_pages * page_size;
  storage->unused = n_unused * page_size;
  storage->log = get_file_size (storage->directory, "dyzur.db-wal");
  return measure_index (db, storage, error);
}

static gboolean
measure_accounts (DyzurDb       *db,
                  DyzurStorage  *storage,
                  GError       **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT a.id, (SELECT count(*) FROM conversations WHERE account = a.nr), "
                         "(SELECT count(*) FROM conversations c CROSS JOIN messages m ON m.conversation_id = c.id "
                         "WHERE c.account = a.nr), "
                         "(SELECT min (created_at) FROM conversations WHERE account = a.nr AND created_at > 0), "
                         "(SELECT sum (t.size) FROM attachments t CROSS JOIN messages m ON m.id = t.message_id "
                         "WHERE t.file IS NOT NULL AND m.account = a.nr) FROM accounts a WHERE NOT removed ORDER BY nr",
                         "");
  while (dyzur_rows_next (rows))
    {
      DyzurAccountStorage *account = g_new0 (DyzurAccountStorage, 1);

      account->account_id = dyzur_rows_dup_text (rows, 0);
      account->n_conversations = dyzur_rows_int64 (rows, 1);
      account->n_messages = dyzur_rows_int64 (rows, 2);
      account->oldest = dyzur_rows_int64 (rows, 3);
      account->file_bytes = dyzur_rows_int64 (rows, 4);
      g_ptr_array_add (storage->accounts, account);
    }
  return dyzur_rows_end (&rows, error);
}

static gboolean
measure (DyzurDb         *db,
         gpointer         data,
         DyzurChangeSet  *changes,
         GCancellable    *cancellable,
         GError         **error)
{
  return measure_database (db, data, error) && measure_accounts (db, data, error);
}

/* ---- what a rule would free ---- */

typedef struct
{
  char           *account_id;
  DyzurKeepRule   rule;
  DyzurForgotten  result;
} Trial;

static void
free_trial (gpointer data)
{
  Trial *trial = data;

  g_free (trial->account_id);
  g_free (trial);
}

/* Bytes are the average of all messages: near enough to decide by. */
static gboolean
try_conversations (DyzurDb  *db,
                   Trial    *trial,
                   gint64    account,
                   gint64    start,
                   GError  **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT count(*), coalesce (sum ((SELECT count(*) FROM messages WHERE conversation_id = c.id)), 0), "
                         "(SELECT p.page_count - f.freelist_count FROM pragma_page_count p, pragma_freelist_count f) "
                         "* 4096.0 / max (1, (SELECT count(*) FROM messages)) "
                         "FROM conversations c WHERE c.account = ?2 AND " DYZUR_FORGETTABLE,
                         "ll", start, account);
  if (dyzur_rows_next (rows))
    {
      trial->result.n_conversations = dyzur_rows_int64 (rows, 0);
      trial->result.n_messages = dyzur_rows_int64 (rows, 1);
      trial->result.bytes = (gint64) (dyzur_rows_double (rows, 2) * (double) trial->result.n_messages);
    }
  return dyzur_rows_end (&rows, error);
}

static gboolean
try_files (DyzurDb  *db,
           Trial    *trial,
           gint64    account,
           gint64    start,
           GError  **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT count(*), coalesce (sum (a.size), 0) FROM attachments a "
                         "CROSS JOIN messages m ON m.id = a.message_id CROSS JOIN conversations c ON c.id = m.conversation_id "
                         "WHERE a.file IS NOT NULL AND a.removed_after = 0 AND m.account = ?2 AND m.sent_at < ?1 AND "
                         DYZUR_FORGETTABLE,
                         "ll", start, account);
  if (dyzur_rows_next (rows))
    {
      trial->result.n_files = dyzur_rows_int64 (rows, 0);
      trial->result.file_bytes = dyzur_rows_int64 (rows, 1);
    }
  return dyzur_rows_end (&rows, error);
}

static gboolean
try_rule (DyzurDb         *db,
          gpointer         data,
          DyzurChangeSet  *changes,
          GCancellable    *cancellable,
          GError         **error)
{
  Trial *trial = data;
  gint64 account = _dyzur_store_read_account_nr (db, trial->account_id, error);
  gint64 now = 0, start, file_start;

  if (account == 0 || !_dyzur_keep_find_now (db, &now, error))
    return FALSE;
  start = dyzur_keep_rule_get_start (&trial->rule, now);
  file_start = dyzur_keep_rule_get_file_start (&trial->rule, now);
  return (start == 0 || try_conversations (db, trial, account, start, error)) &&
         (file_start == 0 || try_files (db, trial, account, file_start, error));
}

/**
 * dyzur_store_measure_async:
 *
 * Counts what is on the disk, on a reader: a second or two with millions of messages.
 */
void
dyzur_store_measure_async (DyzurStore          *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  DyzurStorage *storage;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_measure_async);
  storage = dyzur_storage_new ();
  storage->directory = g_strdup (_dyzur_store_get_directory (self));
  g_task_set_task_data (task, storage, (GDestroyNotify) dyzur_storage_free);
  _dyzur_store_read_task (self, task, measure);
}

/**
 * dyzur_store_measure_finish:
 *
 * Returns: (transfer full)
 */
DyzurStorage *
dyzur_store_measure_finish (DyzurStore    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  DyzurStorage *counted = g_task_get_task_data (G_TASK (result));
  DyzurStorage *storage;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  storage = g_new0 (DyzurStorage, 1);
  *storage = *counted;
  storage->directory = g_steal_pointer (&counted->directory);
  counted->accounts = g_ptr_array_new ();
  return storage;
}

/**
 * dyzur_store_try_rule_async:
 * @account_id: whose
 *
 * Counts what @rule would take now; nothing is changed. The time it counts from is that of customers' newest messages.
 */
void
dyzur_store_try_rule_async (DyzurStore           *self,
                            const char           *account_id,
                            const DyzurKeepRule  *rule,
                            GCancellable         *cancellable,
                            GAsyncReadyCallback   callback,
                            gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;
  Trial *trial;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_try_rule_async);
  trial = g_new0 (Trial, 1);
  trial->account_id = g_strdup (account_id);
  trial->rule = *rule;
  g_task_set_task_data (task, trial, free_trial);
  _dyzur_store_read_task (self, task, try_rule);
}

gboolean
dyzur_store_try_rule_finish (DyzurStore      *self,
                             GAsyncResult    *result,
                             DyzurForgotten  *forgotten,
                             GError         **error)
{
  const Trial *trial = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *forgotten = trial->result;
  return TRUE;
}
