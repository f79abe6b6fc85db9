/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation-reads-private.h"

#include <string.h>

#include "dyzur-list-diff-private.h"
#include "dyzur-saved-searches-private.h"
#include "dyzur-search-private.h"
#include "dyzur-store-objects-private.h"
#include "dyzur-store-records-private.h"
#include "dyzur-work-time-private.h"

#define NEWEST_FIRST " ORDER BY c.last_activity_at DESC, c.id DESC"
#define IN_LABEL                                                                 \
  "l.label_id = (SELECT id FROM labels WHERE name = ?1) AND l.status = 0 "       \
  "ORDER BY l.last_activity_at DESC, l.conversation_id DESC"

/*
 * What belongs to a view. ?1 is its argument (MINE: who I am), ?2 the inbox of an account. Each condition stands on an
 * index that has the list's order, see schema/001.sql.
 */
static const char * const conditions[] = {
  [DYZUR_VIEW_MINE] = "c.assignee_id = ?1 AND c.status = 0",
  [DYZUR_VIEW_UNASSIGNED] = "c.assignee_id IS NULL AND c.status = 0 AND NOT c.bot_active",
  [DYZUR_VIEW_ALL] = "c.status = 0",
  [DYZUR_VIEW_MENTIONS] = "c.mentioned AND c.status != 4",
  [DYZUR_VIEW_SNOOZED] = "c.status = 2",
  [DYZUR_VIEW_PENDING] = "c.status = 1",
  [DYZUR_VIEW_BOT] = "c.bot_active AND c.status < 3",
  [DYZUR_VIEW_RESOLVED] = "c.status = 3",
  [DYZUR_VIEW_INBOX] = "c.account = (SELECT nr FROM accounts WHERE id = ?1) AND c.inbox_id = ?2 AND c.status = 0",
  [DYZUR_VIEW_LABEL] = ("c.status = 0 AND EXISTS (SELECT 1 FROM conversation_labels l WHERE l.conversation_id = c.id "
                        "AND l.label_id = (SELECT id FROM labels WHERE name = ?1))"),
  [DYZUR_VIEW_CONTACT] = "c.contact_id = ?1 AND c.status != 6",
  [DYZUR_VIEW_SEARCH] = NULL,
  [DYZUR_VIEW_SPAM] = "c.status = 4",
  [DYZUR_VIEW_ARCHIVE] = "c.status = 5",
  [DYZUR_VIEW_DRAFTS] = "c.draft IS NOT NULL",
};

static void
bind_view (DyzurViewRead *read,
           DyzurRows     *rows)
{
  const char *slash;

  if (read->kind == DYZUR_VIEW_MINE)
    {
      dyzur_rows_bind_text (rows, 1, read->me);
    }
  else if (read->kind == DYZUR_VIEW_CONTACT && read->argument != NULL)
    {
      dyzur_rows_bind_int64 (rows, 1, g_ascii_strtoll (read->argument, NULL, 10));
    }
  else if (read->kind == DYZUR_VIEW_INBOX && read->argument != NULL && (slash = strchr (read->argument, '/')) != NULL)
    {
      g_autofree char *account = g_strndup (read->argument, slash - read->argument);

      dyzur_rows_bind_text (rows, 1, account);
      dyzur_rows_bind_text (rows, 2, slash + 1);
    }
  else if (read->argument != NULL)
    {
      dyzur_rows_bind_text (rows, 1, read->argument);
    }
}

/* Rows of an account that is being removed are hidden at once. Nearly always there is none, and nothing to test. */
static gboolean
find_hidden (DyzurDb      *db,
             const char  **hidden,
             GError      **error)
{
  gint64 n = 0;

  if (!dyzur_db_int64 (db, &n, error, "SELECT count (*) FROM accounts WHERE removed", ""))
    return FALSE;
  *hidden = n > 0 ? " AND c.account NOT IN (SELECT nr FROM accounts WHERE removed)" : "";
  return TRUE;
}

static gboolean
read_order (DyzurDb        *db,
            DyzurViewRead  *read,
            GArray         *entries,
            GError        **error)
{
  g_autofree char *sql = NULL;
  g_autoptr(DyzurRows) rows = NULL;
  const char *hidden;

  if (!find_hidden (db, &hidden, error))
    return FALSE;
  if (read->kind == DYZUR_VIEW_LABEL && *hidden == '\0')
    sql = g_strdup ("SELECT l.conversation_id, l.last_activity_at FROM conversation_labels l WHERE " IN_LABEL);
  else
    sql = g_strdup_printf ("SELECT c.id, c.last_activity_at FROM conversations c WHERE %s%s" NEWEST_FIRST,
                           conditions[read->kind], hidden);
  rows = dyzur_db_query (db, sql, "");
  bind_view (read, rows);
  while (dyzur_rows_next (rows))
    {
      DyzurEntry entry = { .id = dyzur_rows_int64 (rows, 0), .at = dyzur_rows_int64 (rows, 1) };

      g_array_append_val (entries, entry);
    }
  return dyzur_rows_end (&rows, error);
}

/* A saved query is asked anew: what a message changes in its answer cannot be told from the message alone. */
static gboolean
read_found (DyzurDb        *db,
            DyzurViewRead  *read,
            GArray         *entries,
            GError        **error)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!_dyzur_search_conversations (db, read->analyzer, read->argument != NULL ? read->argument : "", read->me,
                                    DYZUR_SAVED_SEARCH_MAX, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      DyzurEntry entry = { .id = g_array_index (ids, gint64, i) };

      if (!dyzur_db_int64 (db, &entry.at, error, "SELECT last_activity_at FROM conversations WHERE id = ?", "l", entry.id))
        return FALSE;
      g_array_append_val (entries, entry);
    }
  g_array_sort (entries, _dyzur_entry_compare);
  return TRUE;
}

/* Where the changed conversations stand now, those that still belong here. */
static gboolean
read_changed (DyzurDb        *db,
              DyzurViewRead  *read,
              GArray         *found,
              GError        **error)
{
  g_autofree char *sql = NULL;
  const char *hidden;

  if (!find_hidden (db, &hidden, error))
    return FALSE;
  sql = g_strdup_printf ("SELECT c.last_activity_at FROM conversations c WHERE c.id = ?3 AND (%s)%s",
                         conditions[read->kind], hidden);
  for (guint i = 0; i < read->changed_ids->len; i++)
    {
      DyzurEntry entry = { .id = g_array_index (read->changed_ids, gint64, i) };
      g_autoptr(DyzurRows) rows = dyzur_db_query (db, sql, "");

      bind_view (read, rows);
      dyzur_rows_bind_int64 (rows, 3, entry.id);
      if (dyzur_rows_next (rows))
        {
          entry.at = dyzur_rows_int64 (rows, 0);
          g_array_append_val (found, entry);
        }
      if (!dyzur_rows_end (&rows, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_record (DyzurDb    *db,
             gint64      id,
             GPtrArray  *records,
             GError    **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT " DYZUR_CONVERSATION_COLUMNS " FROM " DYZUR_CONVERSATION_TABLES " WHERE c.id = ?",
                         "l", id);
  if (dyzur_rows_next (rows))
    g_ptr_array_add (records, _dyzur_store_read_conversation_row (rows));
  return dyzur_rows_end (&rows, error);
}

/* So that rows are shown complete at once where it is cheap: what comes in at the top, what changed and stayed. */
static gboolean
read_records (DyzurDb        *db,
              DyzurViewRead  *read,
              GArray         *found,
              GError        **error)
{
  for (guint i = 0; found != NULL && i < found->len && i < read->n_records; i++)
    if (!read_record (db, g_array_index (found, DyzurEntry, i).id, read->records, error))
      return FALSE;
  for (guint h = 0; found == NULL && h < read->hunks->len && read->records->len < read->n_records; h++)
    {
      const DyzurHunk *hunk = &g_array_index (read->hunks, DyzurHunk, h);

      for (guint i = 0; i < hunk->added && read->records->len < read->n_records; i++)
        if (!read_record (db, g_array_index (read->after, DyzurEntry, hunk->new_start + i).id, read->records, error))
          return FALSE;
    }
  return TRUE;
}

DyzurViewRead *
_dyzur_view_read_new (DyzurView     *view,
                      const char    *me,
                      DyzurAnalyzer *analyzer)
{
  DyzurViewRead *self = g_new0 (DyzurViewRead, 1);

  self->kind = dyzur_view_get_kind (view);
  self->argument = g_strdup (dyzur_view_get_argument (view));
  self->me = g_strdup (me);
  g_set_object (&self->analyzer, analyzer);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_conversation_record_free);
  return self;
}

void
_dyzur_view_read_free (DyzurViewRead *self)
{
  g_free (self->argument);
  g_free (self->me);
  g_clear_object (&self->analyzer);
  g_clear_pointer (&self->before, g_array_unref);
  g_clear_pointer (&self->changed_ids, g_array_unref);
  g_clear_pointer (&self->after, g_array_unref);
  g_clear_pointer (&self->hunks, g_array_unref);
  g_ptr_array_unref (self->records);
  g_free (self);
}

gboolean
_dyzur_view_read_run (DyzurDb         *db,
                      gpointer         data,
                      DyzurChangeSet  *changes,
                      GCancellable    *cancellable,
                      GError         **error)
{
  DyzurViewRead *read = data;
  g_autoptr(GArray) found = NULL;

  read->serial = _dyzur_store_next_serial ();
  if (read->kind == DYZUR_VIEW_SEARCH)
    {
      gint64 start = _dyzur_work_time ();

      read->after = _dyzur_entries_new ();
      if (!read_found (db, read, read->after, error))
        return FALSE;
      read->work = _dyzur_work_time () - start;
    }
  else if (read->changed_ids == NULL)
    {
      read->after = _dyzur_entries_new ();
      if (!read_order (db, read, read->after, error))
        return FALSE;
    }
  else
    {
      found = _dyzur_entries_new ();
      _dyzur_ids_sort (read->changed_ids);
      if (!read_changed (db, read, found, error))
        return FALSE;
      read->after = _dyzur_entries_replace (read->before, read->changed_ids, found);
    }
  read->hunks = _dyzur_entries_diff (read->before, read->after);
  return read_records (db, read, found, error);
}

DyzurRecordsRead *
_dyzur_records_read_new (void)
{
  DyzurRecordsRead *self = g_new0 (DyzurRecordsRead, 1);

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_conversation_record_free);
  return self;
}

void
_dyzur_records_read_free (DyzurRecordsRead *self)
{
  g_array_unref (self->ids);
  g_ptr_array_unref (self->records);
  g_free (self);
}

gboolean
_dyzur_records_read_run (DyzurDb         *db,
                         gpointer         data,
                         DyzurChangeSet  *changes,
                         GCancellable    *cancellable,
                         GError         **error)
{
  DyzurRecordsRead *read = data;

  read->serial = _dyzur_store_next_serial ();
  for (guint i = 0; i < read->ids->len; i++)
    if (!read_record (db, g_array_index (read->ids, gint64, i), read->records, error))
      return FALSE;
  return TRUE;
}
