/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-db.h"

#include "dyzur-db-private.h"
#include "dyzur-fts-private.h"
#include "dyzur-store.h"

#include <errno.h>

#define STEPS_BETWEEN_POLLS 2000
#define CHECKPOINT_PAGES 1000

/* @number: what the system said, 0 = nothing: a quota is as full as a disk */
static DyzurStoreError
code_for_result (int result,
                 int number)
{
  static const struct
  {
    int result;
    DyzurStoreError code;
  } table[] = {
    { SQLITE_BUSY, DYZUR_STORE_ERROR_BUSY },
    { SQLITE_LOCKED, DYZUR_STORE_ERROR_BUSY },
    { SQLITE_CORRUPT, DYZUR_STORE_ERROR_DAMAGED },
    { SQLITE_NOTADB, DYZUR_STORE_ERROR_DAMAGED },
    { SQLITE_FULL, DYZUR_STORE_ERROR_FULL },
    { SQLITE_READONLY, DYZUR_STORE_ERROR_READ_ONLY },
    { SQLITE_PERM, DYZUR_STORE_ERROR_READ_ONLY },
    { SQLITE_CANTOPEN, DYZUR_STORE_ERROR_READ_ONLY },
  };

  if (result == SQLITE_CONSTRAINT_FOREIGNKEY)
    return DYZUR_STORE_ERROR_NOT_FOUND;
  if (result == SQLITE_IOERR_WRITE && (number == ENOSPC || number == EDQUOT || number == EFBIG))
    return DYZUR_STORE_ERROR_FULL;
  if (result == SQLITE_IOERR_SHORT_READ || result == SQLITE_IOERR_CORRUPTFS)
    return DYZUR_STORE_ERROR_DAMAGED;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].result == (result & 0xff))
      return table[i].code;
  return DYZUR_STORE_ERROR_FAILED;
}

/* An interrupt is always ours: the operation's cancellable, or the store is closing. */
static gboolean
set_interrupted (DyzurDb  *self,
                 GError  **error)
{
  if (self->closing != NULL && g_atomic_int_get (self->closing))
    {
      g_set_error_literal (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CLOSED, "the store is closed");
      return FALSE;
    }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  return FALSE;
}

static int
progress_cb (gpointer data)
{
  DyzurDb *self = data;

  return (self->cancellable != NULL && g_cancellable_is_cancelled (self->cancellable)) ||
         (self->closing != NULL && g_atomic_int_get (self->closing));
}

static gboolean
pragma_is (DyzurDb     *self,
           const char  *sql,
           const char  *wanted,
           GError     **error)
{
  g_autofree char *value = NULL;

  if (!dyzur_db_text (self, &value, error, sql, ""))
    return FALSE;
  if (g_strcmp0 (value, wanted) == 0)
    return TRUE;
  g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_FAILED, "%s: %s gave %s", self->path, sql,
               value != NULL ? value : "nothing");
  return FALSE;
}

/* Counts only before the first table: space given back by retention returns to the disk in small steps. */
static gboolean
make_shrinkable (DyzurDb  *self,
                 GError  **error)
{
  gint64 n_pages = 0;

  return dyzur_db_int64 (self, &n_pages, error, "PRAGMA page_count", "") &&
         (n_pages > 0 || dyzur_db_script (self, "PRAGMA auto_vacuum=INCREMENTAL", error));
}

/* Takes the place of SQLite's own: it does the same, and the length is known. */
static int
wal_cb (gpointer    data,
        sqlite3    *handle,
        const char *name,
        int         n_pages)
{
  DyzurDb *self = data;

  self->log_pages = (guint) n_pages;
  if (n_pages >= CHECKPOINT_PAGES)
    sqlite3_wal_checkpoint_v2 (handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  return SQLITE_OK;
}

static gboolean
set_up (DyzurDb  *self,
        GError  **error)
{
  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, 10000);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  if (self->mode != DYZUR_DB_WRITER)
    return dyzur_db_script (self,
                            "PRAGMA query_only=1; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4096;", error);
  sqlite3_wal_hook (self->handle, wal_cb, self);
  return make_shrinkable (self, error) &&
         pragma_is (self, "PRAGMA journal_mode=WAL", "wal", error) &&
         dyzur_db_script (self,
                          "PRAGMA foreign_keys=1; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
                          "PRAGMA cache_size=-16384; PRAGMA journal_size_limit=16777216;",
                          error);
}

static void
finalize_statement (gpointer data)
{
  sqlite3_finalize (data);
}

static gboolean
step_to_end (DyzurDb       *self,
             sqlite3_stmt  *statement,
             GError       **error)
{
  int result;

  do
    result = sqlite3_step (statement);
  while (result == SQLITE_ROW);
  return result == SQLITE_DONE || dyzur_db_set_error (self, sqlite3_sql (statement), error);
}

/**
 * dyzur_db_open:
 * @path: made when missing, by a writer only
 *
 * The journal mode is read back: a file system that cannot do WAL is an error, not a surprise.
 */
DyzurDb *
dyzur_db_open (const char   *path,
               DyzurDbMode   mode,
               GError      **error)
{
  g_autoptr(DyzurDb) self = g_new0 (DyzurDb, 1);
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;

  flags |= mode == DYZUR_DB_RESCUE ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (mode == DYZUR_DB_WRITER)
    flags |= SQLITE_OPEN_CREATE;
  self->mode = mode;
  self->durable = TRUE;
  self->path = g_strdup (path);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, finalize_statement);
  if (sqlite3_open_v2 (path, &self->handle, flags, NULL) != SQLITE_OK)
    {
      dyzur_db_set_error (self, path, error);
      return NULL;
    }
  if (mode == DYZUR_DB_WRITER && sqlite3_db_readonly (self->handle, "main"))
    {
      g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_READ_ONLY, "%s may not be written", path);
      return NULL;
    }
  if (!set_up (self, error) || !_dyzur_fts_set_up (self, NULL, error))
    return NULL;
  sqlite3_progress_handler (self->handle, STEPS_BETWEEN_POLLS, progress_cb, self);
  return g_steal_pointer (&self);
}

void
dyzur_db_close (DyzurDb *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->statements);
  if (self->handle != NULL && sqlite3_close (self->handle) != SQLITE_OK)
    {
      g_critical ("%s is closed while a statement still runs", self->path);
      sqlite3_close_v2 (self->handle);
    }
  g_free (self->path);
  g_free (self);
}

sqlite3 *
dyzur_db_get_handle (DyzurDb *self)
{
  return self->handle;
}

void
dyzur_db_set_stop (DyzurDb      *self,
                   GCancellable *cancellable,
                   const int    *closing)
{
  self->cancellable = cancellable;
  self->closing = closing;
}

/**
 * dyzur_db_set_durable:
 * @durable: whether the next commits reach the disk before they return (drafts, outbox); otherwise a power cut may take
 *   the last of them back, whole: right for what the remote or the texts can give again
 *
 * Outside a transaction.
 */
void
dyzur_db_set_durable (DyzurDb  *self,
                      gboolean  durable)
{
  if (self->durable == durable)
    return;
  self->durable = durable;
  dyzur_db_script (self, durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL", NULL);
}

/**
 * dyzur_db_get_log_pages:
 *
 * Returns: how long the write-ahead log was at this connection's last commit
 */
guint
dyzur_db_get_log_pages (DyzurDb *self)
{
  return self->log_pages;
}

/* Writes back what no reader keeps from it; with no reader at all the next commit begins the log anew. */
void
dyzur_db_checkpoint (DyzurDb *self)
{
  sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

gpointer
dyzur_db_get_fts (DyzurDb *self)
{
  return self->fts;
}

void
dyzur_db_set_fts (DyzurDb  *self,
                  gpointer  fts)
{
  self->fts = fts;
}

gboolean
dyzur_db_script (DyzurDb     *self,
                 const char  *sql,
                 GError     **error)
{
  return sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK || dyzur_db_set_error (self, sql, error);
}

gboolean
dyzur_db_exec (DyzurDb     *self,
               GError     **error,
               const char  *sql,
               const char  *format,
               ...)
{
  sqlite3_stmt *statement = _dyzur_db_take_statement (self, sql, error);
  gboolean done;
  va_list args;

  if (statement == NULL)
    return FALSE;
  va_start (args, format);
  _dyzur_db_bind (statement, SQLITE_STATIC, format, args);
  va_end (args);
  done = step_to_end (self, statement, error);
  _dyzur_db_give_back (self, statement);
  return done;
}

gint64
dyzur_db_last_id (DyzurDb *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

int
dyzur_db_changes (DyzurDb *self)
{
  return sqlite3_changes (self->handle);
}

gboolean
dyzur_db_int64 (DyzurDb     *self,
                gint64      *value,
                GError     **error,
                const char  *sql,
                const char  *format,
                ...)
{
  g_autoptr(DyzurRows) rows = NULL;
  va_list args;

  va_start (args, format);
  rows = dyzur_db_query_va (self, sql, format, args);
  va_end (args);
  if (dyzur_rows_next (rows) && !dyzur_rows_is_null (rows, 0))
    *value = dyzur_rows_int64 (rows, 0);
  return dyzur_rows_end (&rows, error);
}

gboolean
dyzur_db_text (DyzurDb     *self,
               char       **value,
               GError     **error,
               const char  *sql,
               const char  *format,
               ...)
{
  g_autoptr(DyzurRows) rows = NULL;
  va_list args;

  va_start (args, format);
  rows = dyzur_db_query_va (self, sql, format, args);
  va_end (args);
  if (dyzur_rows_next (rows) && !dyzur_rows_is_null (rows, 0))
    *value = dyzur_rows_dup_text (rows, 0);
  return dyzur_rows_end (&rows, error);
}

/* A database whose file was removed or moved away still takes everything, and keeps nothing. */
static gboolean
is_in_place (DyzurDb  *self,
             GError  **error)
{
  int moved = 0;

  sqlite3_file_control (self->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  if (!moved)
    return TRUE;
  g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_READ_ONLY, "%s is no longer there", self->path);
  return FALSE;
}

gboolean
dyzur_db_begin (DyzurDb  *self,
                GError  **error)
{
  if (self->mode == DYZUR_DB_WRITER && !is_in_place (self, error))
    return FALSE;
  return dyzur_db_exec (self, error, self->mode == DYZUR_DB_WRITER ? "BEGIN IMMEDIATE" : "BEGIN", "");
}

gboolean
dyzur_db_commit (DyzurDb  *self,
                 GError  **error)
{
  return dyzur_db_exec (self, error, "COMMIT", "");
}

/* SQLite rolls back by itself after some errors (disk full, I/O): then there is nothing left to do. */
void
dyzur_db_rollback (DyzurDb *self)
{
  if (!sqlite3_get_autocommit (self->handle))
    dyzur_db_exec (self, NULL, "ROLLBACK", "");
}

gboolean
dyzur_db_savepoint (DyzurDb  *self,
                    GError  **error)
{
  return dyzur_db_exec (self, error, "SAVEPOINT part", "");
}

gboolean
dyzur_db_release (DyzurDb  *self,
                  GError  **error)
{
  return dyzur_db_exec (self, error, "RELEASE part", "");
}

void
dyzur_db_undo (DyzurDb *self)
{
  if (sqlite3_get_autocommit (self->handle))
    return;
  dyzur_db_exec (self, NULL, "ROLLBACK TO part", "");
  dyzur_db_exec (self, NULL, "RELEASE part", "");
}

/* What the system said when the log could not be written, 0 = nothing. */
static int
find_errno (DyzurDb *self)
{
  sqlite3_file *log = NULL;
  int number = 0;

  if (sqlite3_file_control (self->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK && log != NULL &&
      log->pMethods != NULL)
    log->pMethods->xFileControl (log, SQLITE_FCNTL_LAST_ERRNO, &number);
  return number;
}

/**
 * dyzur_db_set_error:
 * @what: what was done: the SQL (only its beginning is told: values are never part of it)
 *
 * Translates the connection's last error; %SQLITE_INTERRUPT becomes %G_IO_ERROR_CANCELLED or CLOSED.
 *
 * Returns: %FALSE, for `return dyzur_db_set_error (…)`
 */
gboolean
dyzur_db_set_error (DyzurDb     *self,
                    const char  *what,
                    GError     **error)
{
  int result = self->handle != NULL ? sqlite3_extended_errcode (self->handle) : SQLITE_NOMEM;
  int number;

  if ((result & 0xff) == SQLITE_INTERRUPT)
    return set_interrupted (self, error);
  number = result == SQLITE_IOERR_WRITE ? find_errno (self) : 0;
  g_set_error (error, DYZUR_STORE_ERROR, code_for_result (result, number), "%s (%d) at: %.60s",
               self->handle != NULL ? sqlite3_errmsg (self->handle) : "out of memory", result, what);
  return FALSE;
}
