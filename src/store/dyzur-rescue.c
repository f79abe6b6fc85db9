/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-rescue-private.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "dyzur-clock.h"
#include "dyzur-fts-private.h"
#include "dyzur-store-articles-private.h"
#include "dyzur-store-private.h"

/*
 * The order of steps keeps one whole database at any moment: rescued.db is built beside the damaged one; only then is the
 * damaged one set aside, and rescued.db takes its name. Cut short before: rescued.db is thrown away, it starts again;
 * between: the next start only gives the name.
 */

static const char * const suffixes[] = { "", "-wal", "-shm" };

static char *
in (const char *directory,
    const char *name)
{
  return g_build_filename (directory, name, NULL);
}

static gboolean
set_io_error (const char  *path,
              GError     **error)
{
  int number = errno;

  g_set_error (error, DYZUR_STORE_ERROR,
               number == ENOSPC ? DYZUR_STORE_ERROR_FULL
               : number == EROFS || number == EACCES ? DYZUR_STORE_ERROR_READ_ONLY : DYZUR_STORE_ERROR_FAILED,
               "%s: %s", path, g_strerror (number));
  return FALSE;
}

static void
remove_database (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      g_unlink (file);
    }
}

gboolean
_dyzur_rescue_resume (const char  *directory,
                      GError     **error)
{
  g_autofree char *database = in (directory, "dyzur.db");
  g_autofree char *rescued = in (directory, "rescued.db");

  if (!g_file_test (rescued, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_file_test (database, G_FILE_TEST_EXISTS))
    {
      remove_database (rescued);
      return TRUE;
    }
  remove_database (database);
  return g_rename (rescued, database) == 0 || set_io_error (rescued, error);
}

void
_dyzur_rescue_mark_suspect (const char *directory)
{
  g_autofree char *path = in (directory, "suspect");

  g_file_set_contents (path, "", 0, NULL);
}

gboolean
_dyzur_rescue_is_suspect (const char *directory)
{
  g_autofree char *path = in (directory, "suspect");

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

void
_dyzur_rescue_clear_suspect (const char *directory)
{
  g_autofree char *path = in (directory, "suspect");

  g_unlink (path);
}

gboolean
_dyzur_rescue_check (DyzurDb  *db,
                     GError  **error)
{
  g_autofree char *verdict = NULL;

  if (!dyzur_db_text (db, &verdict, error, "PRAGMA quick_check (1)", ""))
    return FALSE;
  if (g_strcmp0 (verdict, "ok") == 0)
    return TRUE;
  g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_DAMAGED, "%s", verdict);
  return FALSE;
}

static DyzurDb *
make_fresh (const char     *path,
            DyzurAnalyzer  *analyzer,
            GError        **error)
{
  g_autoptr(DyzurDb) db = NULL;

  remove_database (path);
  db = dyzur_db_open (path, DYZUR_DB_WRITER, error);
  if (db == NULL || !_dyzur_fts_set_up (db, analyzer, error) || !_dyzur_schema_migrate (db, error))
    return NULL;
  dyzur_db_set_durable (db, FALSE);
  return g_steal_pointer (&db);
}

static gboolean
is_readable (DyzurDb *db)
{
  gint64 n = 0;

  return dyzur_db_int64 (db, &n, NULL, "SELECT count (*) FROM sqlite_master WHERE name = 'messages'", "") && n > 0;
}

/* Last commits may stand only in the write-ahead log: what SQLite can make of it goes into the copy. */
static gboolean
copy_database (const char  *directory,
               const char  *copy,
               GError     **error)
{
  sqlite3 *handle = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strconcat ("dyzur.db", suffixes[i], NULL);
      g_autofree char *from = in (directory, name);
      g_autofree char *to = g_strconcat (copy, suffixes[i], NULL);
      g_autoptr(GFile) source = g_file_new_for_path (from);
      g_autoptr(GFile) target = g_file_new_for_path (to);
      g_autoptr(GError) failure = NULL;

      if (g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &failure) ||
          g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        continue;
      g_set_error (error, DYZUR_STORE_ERROR,
                   g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? DYZUR_STORE_ERROR_FULL
                   : DYZUR_STORE_ERROR_FAILED, "%s", failure->message);
      return FALSE;
    }
  if (sqlite3_open_v2 (copy, &handle, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
    sqlite3_wal_checkpoint_v2 (handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  sqlite3_close (handle);
  return TRUE;
}

/* A mended copy of the damaged database to read from; with the list of tables of a fresh one when its own is gone. */
static DyzurDb *
open_damaged (const char     *directory,
              const char     *copy,
              DyzurAnalyzer  *analyzer,
              GError        **error)
{
  g_autofree char *model = in (directory, "model.db");
  g_autoptr(DyzurDb) db = NULL;
  gboolean mended;

  if (!_dyzur_rescue_mend (copy, NULL, error))
    return NULL;
  db = dyzur_db_open (copy, DYZUR_DB_RESCUE, NULL);
  if (db != NULL && is_readable (db))
    return g_steal_pointer (&db);
  g_clear_pointer (&db, dyzur_db_close);
  db = make_fresh (model, analyzer, error);
  if (db == NULL)
    return NULL;
  g_clear_pointer (&db, dyzur_db_close);
  mended = _dyzur_rescue_mend (copy, model, error);
  remove_database (model);
  return mended ? dyzur_db_open (copy, DYZUR_DB_RESCUE, error) : NULL;
}

static char *
make_folder (const char  *directory,
             GError     **error)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (dyzur_clock_now () / 1000);
  g_autofree char *stamp = g_date_time_format (now, "damaged-%Y%m%d-%H%M%S");
  g_autofree char *path = in (directory, stamp);

  for (guint i = 2; g_mkdir (path, 0700) != 0; i++)
    {
      if (errno != EEXIST || i > 1000)
        return set_io_error (path, error), NULL;
      g_free (path);
      path = g_strdup_printf ("%s/%s-%u", directory, stamp, i);
    }
  return g_steal_pointer (&path);
}

static gboolean
swap (const char  *directory,
      const char  *folder,
      GError     **error)
{
  g_autofree char *rescued = in (directory, "rescued.db");
  g_autofree char *database = in (directory, "dyzur.db");

  /* The database first: without it, its leftovers are known to be old (see _dyzur_rescue_resume()). */
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat ("dyzur.db", suffixes[i], NULL);
      g_autofree char *from = in (directory, name);
      g_autofree char *to = in (folder, name);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        return set_io_error (from, error);
    }
  return g_rename (rescued, database) == 0 || set_io_error (rescued, error);
}

/* Messages that were lost come again from the remotes, which know messages by their names. The practice shop is its cursor. */
static gboolean
read_again (DyzurDb        *to,
            const GString  *report,
            GError        **error)
{
  return strstr (report->str, DYZUR_RESCUE_NOT_ALL) == NULL ||
         dyzur_db_exec (to, error, "DELETE FROM cursors WHERE account IN (SELECT nr FROM accounts WHERE kind != 'practice')",
                        "");
}

/* Whatever can be read goes into rescued.db; when not even the tables can be found, that is nothing. */
static gboolean
rescue_rows (const char     *directory,
             DyzurAnalyzer  *analyzer,
             GString        *report,
             GError        **error)
{
  g_autofree char *rescued = in (directory, "rescued.db");
  g_autofree char *copy = in (directory, "mended.db");
  g_autoptr(GError) failure = NULL;
  g_autoptr(DyzurDb) to = make_fresh (rescued, analyzer, error);
  g_autoptr(DyzurDb) from = NULL;
  gboolean good;

  if (to == NULL || !copy_database (directory, copy, error))
    {
      remove_database (copy);
      return FALSE;
    }
  from = open_damaged (directory, copy, analyzer, &failure);
  if (from == NULL)
    g_string_append_printf (report, "Nothing could be read: %s\n", failure->message);
  good = from == NULL ||
         (_dyzur_rescue_copy (from, to, report, error) && _dyzur_rescue_tie (to, error) &&
          read_again (to, report, error) &&
          _dyzur_articles_index_all (to, error));
  g_clear_pointer (&from, dyzur_db_close);
  remove_database (copy);
  return good && dyzur_db_script (to, "PRAGMA synchronous = FULL; PRAGMA wal_checkpoint (TRUNCATE)", error);
}

char *
_dyzur_rescue_run (const char     *directory,
                   DyzurAnalyzer  *analyzer,
                   GError        **error)
{
  g_autoptr(GString) report = g_string_new ("What could be read of the damaged database, rows by table:\n");
  g_autofree char *rescued = in (directory, "rescued.db");
  g_autofree char *folder = NULL;
  g_autofree char *report_path = NULL;

  if (!rescue_rows (directory, analyzer, report, error))
    {
      remove_database (rescued);
      return NULL;
    }
  folder = make_folder (directory, error);
  if (folder == NULL || !swap (directory, folder, error))
    return NULL;
  report_path = in (folder, "rescued.txt");
  g_file_set_contents (report_path, report->str, -1, NULL);
  _dyzur_rescue_clear_suspect (directory);
  return g_steal_pointer (&folder);
}
