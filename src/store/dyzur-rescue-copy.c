/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-rescue-private.h"

#include <string.h>

#include "dyzur-store.h"

/* Saved first, in this order; the rest follows. */
static const char * const first_tables[] = {
  "accounts", "drafts", "outbox", "attachments", "contacts", "contact_points", "conversations", "messages",
};

/* What the program makes again by itself: counters, indexes, and where they stand (meta). */
static const char derived[] =
  "name LIKE 'sqlite\\_%' ESCAPE '\\' OR name LIKE '%\\_index%' ESCAPE '\\' OR name LIKE 'search\\_%' ESCAPE '\\' "
  "OR name IN ('counters', 'contact_terms', 'meta')";

/* One table on its way. */
typedef struct
{
  DyzurDb      *from;
  DyzurDb      *to;
  char         *name;
  char         *columns;      /* quoted, separated by commas: those both sides have */
  guint         n_columns;
  char         *backwards;    /* ORDER BY of the key, descending; for tables without rowid */
  gboolean      has_rowid;
  sqlite3_stmt *insert;
  gint64        last;         /* rowid */
  gboolean      gaps;         /* damage was met */
  guint         n_saved;
} Table;

static void
table_clear (Table *self)
{
  g_clear_pointer (&self->insert, sqlite3_finalize);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->columns, g_free);
  g_clear_pointer (&self->backwards, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static gboolean
is_damage (const GError *error)
{
  return g_error_matches (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_DAMAGED) ||
         g_error_matches (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_FAILED);
}

static char *
join_texts (DyzurDb     *db,
            const char  *sql,
            const char  *name,
            GError     **error)
{
  g_autofree char *text = NULL;

  if (!dyzur_db_text (db, &text, error, sql, "s", name))
    return NULL;
  return text != NULL ? g_steal_pointer (&text) : g_strdup ("");
}

static gboolean
describe (Table       *self,
          const char  *name,
          GError     **error)
{
  g_autoptr(GString) columns = g_string_new (NULL);
  g_autofree char *theirs = NULL;
  g_auto(GStrv) ours = NULL;
  g_autofree char *list = NULL;
  gint64 without_rowid = 0;

  self->name = g_strdup (name);
  theirs = join_texts (self->from, "SELECT ',' || group_concat (name) || ',' FROM pragma_table_info (?)", name, error);
  list = theirs != NULL ? join_texts (self->to, "SELECT group_concat (name) FROM pragma_table_info (?)", name, error) : NULL;
  self->backwards = list != NULL
    ? join_texts (self->to, "SELECT group_concat ('\"' || name || '\" DESC', ', ') FROM "
                  "(SELECT name FROM pragma_table_info (?) WHERE pk > 0 ORDER BY pk)", name, error) : NULL;
  if (self->backwards == NULL ||
      !dyzur_db_int64 (self->to, &without_rowid, error, "SELECT wr FROM pragma_table_list WHERE name = ?", "s", name))
    return FALSE;
  self->has_rowid = !without_rowid;
  ours = g_strsplit (list, ",", -1);
  for (guint i = 0; ours[i] != NULL; i++)
    {
      g_autofree char *between = g_strdup_printf (",%s,", ours[i]);

      if (strstr (theirs, between) == NULL)
        continue;
      g_string_append_printf (columns, "%s\"%s\"", self->n_columns++ > 0 ? ", " : "", ours[i]);
    }
  self->columns = g_string_free (g_steal_pointer (&columns), FALSE);
  return TRUE;
}

static gboolean
prepare_insert (Table   *self,
                GError **error)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  g_string_printf (sql, "INSERT OR IGNORE INTO \"%s\" (%s) VALUES (?", self->name, self->columns);
  for (guint i = 1; i < self->n_columns; i++)
    g_string_append (sql, ", ?");
  g_string_append (sql, ")");
  return sqlite3_prepare_v2 (dyzur_db_get_handle (self->to), sql->str, -1, &self->insert, NULL) == SQLITE_OK ||
         dyzur_db_set_error (self->to, sql->str, error);
}

/* Texts that damage left without meaning are made valid: nothing above expects anything else. */
static void
bind_value (sqlite3_stmt  *insert,
            int            index,
            sqlite3_value *value)
{
  const char *text;

  if (sqlite3_value_type (value) != SQLITE_TEXT)
    {
      sqlite3_bind_value (insert, index, value);
      return;
    }
  text = (const char *) sqlite3_value_text (value);
  if (text == NULL || g_utf8_validate (text, -1, NULL))
    sqlite3_bind_text (insert, index, text, -1, SQLITE_TRANSIENT);
  else
    sqlite3_bind_text (insert, index, g_utf8_make_valid (text, -1), -1, g_free);
}

/* A row the tables refuse (a wrong type where damage struck) is left behind; a full disk is not. */
static gboolean
save_row (Table         *self,
          sqlite3_stmt  *row,
          GError       **error)
{
  int result;

  for (guint i = 0; i < self->n_columns; i++)
    bind_value (self->insert, (int) i + 1, sqlite3_column_value (row, (int) i + 1));
  result = sqlite3_step (self->insert);
  sqlite3_reset (self->insert);
  if (result == SQLITE_DONE)
    self->n_saved += (guint) sqlite3_changes (dyzur_db_get_handle (self->to));
  return result == SQLITE_DONE || (result & 0xff) == SQLITE_CONSTRAINT ||
         dyzur_db_set_error (self->to, "INSERT", error);
}

typedef enum
{
  RUN_FAILED,
  RUN_ENDED,
  RUN_STOPPED,     /* by damage */
} Run;

/* Saves what @sql gives, first column the rowid, until its end or until damage. *@n: rows read. */
static Run
save_rows (Table       *self,
           const char  *sql,
           gint64       low,
           gint64       high,
           guint       *n,
           GError     **error)
{
  sqlite3_stmt *rows = NULL;
  Run run = RUN_STOPPED;
  int result;

  *n = 0;
  if (sqlite3_prepare_v2 (dyzur_db_get_handle (self->from), sql, -1, &rows, NULL) != SQLITE_OK)
    return RUN_STOPPED;
  sqlite3_bind_int64 (rows, 1, low);
  sqlite3_bind_int64 (rows, 2, high);
  while ((result = sqlite3_step (rows)) == SQLITE_ROW)
    {
      self->last = sqlite3_column_int64 (rows, 0);
      ++*n;
      if (!save_row (self, rows, error))
        break;
    }
  if (result == SQLITE_DONE)
    run = RUN_ENDED;
  else if (result == SQLITE_ROW)
    run = RUN_FAILED;
  sqlite3_finalize (rows);
  return run;
}

/* The end of the gap that begins after @low: tries behind it, twice as far each time, then back to its other edge. */
static Run
jump_gap (Table       *self,
          const char  *backwards,
          const char  *forwards,
          gint64       low,
          gint64       highest,
          GError     **error)
{
  for (gint64 step = 1; step > 0 && low + step - 1 < highest; step *= 2)
    {
      gint64 from = low + step;
      gint64 last;
      guint n;
      Run run = save_rows (self, forwards, from, G_MAXINT64, &n, error);

      if (run == RUN_FAILED || (run == RUN_ENDED && n == 0))
        return run;
      if (n == 0)
        continue;
      last = self->last;
      if (save_rows (self, backwards, low, from + 1, &n, error) == RUN_FAILED)
        return RUN_FAILED;
      self->last = last;
      return run;
    }
  return RUN_ENDED;
}

static gboolean
save_by_rowid (Table   *self,
               GError **error)
{
  g_autofree char *forwards = NULL;
  g_autofree char *backwards = NULL;
  gint64 highest = 0;
  guint n;
  Run run;

  forwards = g_strdup_printf ("SELECT rowid, %s FROM \"%s\" WHERE rowid > ?1 AND rowid <= ?2 ORDER BY rowid",
                              self->columns, self->name);
  backwards = g_strdup_printf ("SELECT rowid, %s FROM \"%s\" WHERE rowid > ?1 AND rowid < ?2 ORDER BY rowid DESC",
                               self->columns, self->name);
  run = save_rows (self, forwards, G_MININT64, G_MAXINT64, &n, error);
  self->gaps = run == RUN_STOPPED;
  if (run != RUN_STOPPED)
    return run == RUN_ENDED;
  if (!dyzur_db_int64 (self->from, &highest, NULL, "SELECT seq FROM sqlite_sequence WHERE name = ?", "s", self->name) ||
      highest == 0)
    highest = self->last + G_MAXINT16;
  while (run == RUN_STOPPED)
    run = jump_gap (self, backwards, forwards, self->last, highest, error);
  return run == RUN_ENDED;
}

static gboolean
save_by_key (Table   *self,
             GError **error)
{
  g_autofree char *forwards = g_strdup_printf ("SELECT 0, %s FROM \"%s\"", self->columns, self->name);
  g_autofree char *backwards = g_strdup_printf ("SELECT 0, %s FROM \"%s\" ORDER BY %s", self->columns, self->name,
                                                self->backwards);
  guint n;
  Run run = save_rows (self, forwards, 0, 0, &n, error);

  self->gaps = run == RUN_STOPPED;
  if (run == RUN_STOPPED)
    run = save_rows (self, backwards, 0, 0, &n, error);
  return run != RUN_FAILED;
}

static gboolean
copy_table (DyzurDb     *from,
            DyzurDb     *to,
            const char  *name,
            GString     *report,
            GError     **error)
{
  g_auto(Table) table = { .from = from, .to = to };
  GError *failure = NULL;

  if (!describe (&table, name, &failure))
    {
      gboolean go_on = is_damage (failure);

      if (!go_on)
        g_propagate_error (error, g_steal_pointer (&failure));
      g_clear_error (&failure);
      return go_on;
    }
  if (table.n_columns == 0)
    return TRUE;
  if (!prepare_insert (&table, error) || !dyzur_db_begin (to, error))
    return FALSE;
  if (!(table.has_rowid ? save_by_rowid (&table, error) : save_by_key (&table, error)) || !dyzur_db_commit (to, error))
    {
      g_clear_pointer (&table.insert, sqlite3_finalize);
      dyzur_db_rollback (to);
      return FALSE;
    }
  g_string_append_printf (report, "%s: %u%s\n", name, table.n_saved, table.gaps ? DYZUR_RESCUE_NOT_ALL : "");
  return TRUE;
}

static GPtrArray *
list_tables (DyzurDb  *db,
             GError  **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *sql = g_strdup_printf ("SELECT name FROM sqlite_master WHERE type = 'table' AND NOT (%s)", derived);
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, sql, "");

  for (guint i = 0; i < G_N_ELEMENTS (first_tables); i++)
    g_ptr_array_add (names, g_strdup (first_tables[i]));
  while (dyzur_rows_next (rows))
    if (!g_ptr_array_find_with_equal_func (names, dyzur_rows_text (rows, 0), g_str_equal, NULL))
      g_ptr_array_add (names, dyzur_rows_dup_text (rows, 0));
  return dyzur_rows_end (&rows, error) ? g_steal_pointer (&names) : NULL;
}

gboolean
_dyzur_rescue_copy (DyzurDb  *from,
                    DyzurDb  *to,
                    GString  *report,
                    GError  **error)
{
  g_autoptr(GPtrArray) names = list_tables (to, error);

  if (names == NULL || !dyzur_db_script (to, "PRAGMA foreign_keys = 0", error))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    if (!copy_table (from, to, g_ptr_array_index (names, i), report, error))
      return FALSE;
  return TRUE;
}

static const char stand_ins[] =
  /* a contact without name for conversations whose customer was lost, and for those made below */
  "INSERT OR IGNORE INTO contacts (id) SELECT DISTINCT contact_id FROM conversations;"
  "INSERT INTO contacts (name) VALUES (NULL);"
  "INSERT OR IGNORE INTO accounts (nr, id, kind, enabled) SELECT DISTINCT account, 'rescued-' || account, '', 0 "
  "  FROM (SELECT account FROM messages UNION SELECT account FROM outbox UNION SELECT account FROM conversations);"
  "INSERT INTO accounts (id, kind, enabled) SELECT 'rescued', '', 0 WHERE NOT EXISTS (SELECT 1 FROM accounts);"
  "INSERT INTO conversations (id, account, contact_id, last_activity_at, created_at) "
  "  SELECT w.id, coalesce (min (w.account), (SELECT min (nr) FROM accounts)), (SELECT max (id) FROM contacts), "
  "  max (w.at), min (w.at) FROM ("
  "    SELECT conversation_id AS id, account, sent_at AS at FROM messages "
  "    UNION ALL SELECT conversation_id, account, due_at FROM outbox "
  "    UNION ALL SELECT conversation_id, NULL, updated_at FROM drafts) w "
  "  WHERE w.id NOT IN (SELECT id FROM conversations) GROUP BY w.id;"
  "DELETE FROM contacts WHERE id = (SELECT max (id) FROM contacts) "
  "  AND NOT EXISTS (SELECT 1 FROM conversations WHERE contact_id = contacts.id);"
  "UPDATE outbox SET quote_id = NULL WHERE quote_id NOT IN (SELECT id FROM messages);"
  "UPDATE conversations SET draft = (SELECT substr (text, 1, 140) FROM drafts WHERE conversation_id = conversations.id "
  "  ORDER BY kind LIMIT 1);";

/* One DELETE for each foreign key of each table: what points at nothing. */
static const char orphan_deletes[] =
  "SELECT 'DELETE FROM \"' || t.name || '\" WHERE ' || group_concat ('\"' || f.\"from\" || '\" IS NOT NULL', ' AND ') "
  "|| ' AND NOT EXISTS (SELECT 1 FROM \"' || f.\"table\" || '\" p WHERE ' "
  "|| group_concat ('p.\"' || f.\"to\" || '\" = \"' || t.name || '\".\"' || f.\"from\" || '\"', ' AND ') || ')' "
  "FROM sqlite_master t, pragma_foreign_key_list (t.name) f WHERE t.type = 'table' GROUP BY t.name, f.id "
  "ORDER BY t.rowid";

static gboolean
delete_orphans (DyzurDb  *db,
                GError  **error)
{
  g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, orphan_deletes, "");

  while (dyzur_rows_next (rows))
    g_ptr_array_add (statements, dyzur_rows_dup_text (rows, 0));
  if (!dyzur_rows_end (&rows, error))
    return FALSE;
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < statements->len; i++)
      if (!dyzur_db_script (db, g_ptr_array_index (statements, i), error))
        return FALSE;
  return TRUE;
}

gboolean
_dyzur_rescue_tie (DyzurDb  *db,
                   GError  **error)
{
  if (!dyzur_db_begin (db, error))
    return FALSE;
  if (dyzur_db_script (db, stand_ins, error) && delete_orphans (db, error) && dyzur_db_commit (db, error))
    return dyzur_db_script (db, "PRAGMA foreign_keys = 1", error);
  dyzur_db_rollback (db);
  return FALSE;
}
