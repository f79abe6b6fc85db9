/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-outbox-private.h"

#include "dyzur-clock.h"
#include "dyzur-store-private.h"

static gboolean
is_message (DyzurActionKind kind)
{
  return kind == DYZUR_ACTION_MESSAGE || kind == DYZUR_ACTION_NOTE;
}

/*
 * Behind what waits for the same conversation, at most a moment (undo), but not behind what is planned for tomorrow. An
 * order, not a time: a clock that was put back changes nothing.
 */
static gboolean
find_place (DyzurDb   *db,
            gint64     conversation_id,
            gint64     hold_until,
            gint64    *due_at,
            GError   **error)
{
  gint64 now = dyzur_clock_now ();
  gint64 last = 0;

  if (!dyzur_db_int64 (db, &last, error,
                       "SELECT max (due_at) FROM outbox WHERE conversation_id = ? AND state = 0 AND hold_until <= ?", "ll",
                       conversation_id, now + DYZUR_SHORT_HOLD))
    return FALSE;
  *due_at = MAX (MAX (hold_until, now), last);
  return TRUE;
}

/*
 * A newer change of the same kind replaces one nobody has taken yet; marks of seen messages add up, and the mail is
 * still where it was before both.
 */
static gboolean
replace_older (DyzurDb               *db,
               gint64                 conversation_id,
               const DyzurOutboxRow  *row,
               GStrv                 *remote_ids,
               DyzurStatus           *away,
               GError               **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  g_auto(GStrv) older = NULL;
  gint64 id = 0;

  rows = dyzur_db_query (db,
                         "SELECT id, remote_ids, away FROM outbox WHERE conversation_id = ? AND kind = ? AND state = 0 "
                         "AND attempts = 0 AND seen = ?",
                         "lii", conversation_id, (int) row->kind, row->seen);
  if (dyzur_rows_next (rows))
    {
      id = dyzur_rows_int64 (rows, 0);
      older = dyzur_rows_dup_strv (rows, 1);
      *away = dyzur_rows_int (rows, 2);
    }
  if (!dyzur_rows_end (&rows, error))
    return FALSE;
  *remote_ids = dyzur_strv_unite (older, row->remote_ids);
  return id == 0 || dyzur_db_exec (db, error, "DELETE FROM outbox WHERE id = ?", "l", id);
}

gboolean
_dyzur_outbox_add (DyzurDb               *db,
                   const DyzurUpkeep     *conversation,
                   const DyzurOutboxRow  *row,
                   DyzurChangeSet        *changes,
                   GError               **error)
{
  g_autofree char *fresh = row->key == NULL ? g_uuid_string_random () : NULL;
  g_auto(GStrv) remote_ids = NULL;
  DyzurStatus away = dyzur_status_is_away (row->status_before) ? row->status_before : DYZUR_STATUS_OPEN;
  gint64 due_at;

  if (!is_message (row->kind) && !replace_older (db, conversation->id, row, &remote_ids, &away, error))
    return FALSE;
  if (!find_place (db, conversation->id, row->hold_until, &due_at, error))
    return FALSE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_OUTBOX, 0);
  return dyzur_db_exec (db, error,
                        "INSERT INTO outbox (key, account, conversation_id, kind, state, due_at, hold_until, message_id, "
                        "quote_id, status, status_before, snoozed_until, assignee_id, priority, labels, seen, remote_ids, "
                        "away) "
                        "VALUES (?, ?, ?, ?, 0, ?, ?, nullif (?, 0), nullif (?, 0), ?, ?, ?, ?, ?, ?, ?, nullif (?, ''), ?)",
                        "slli" "ll" "lliil" "sivivi", row->key != NULL ? row->key : fresh, conversation->account,
                        conversation->id, (int) row->kind, due_at, row->hold_until, row->message_id, row->quote_id,
                        (int) row->status, (int) row->status_before, row->snoozed_until, row->assignee_id, (int) row->priority,
                        row->labels, row->seen, remote_ids, (int) away);
}

gboolean
_dyzur_outbox_hold (DyzurDb         *db,
                    gint64           conversation_id,
                    gint64           id,
                    gint64           hold_until,
                    DyzurChangeSet  *changes,
                    GError         **error)
{
  gint64 due_at;

  if (!find_place (db, conversation_id, hold_until, &due_at, error))
    return FALSE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_OUTBOX, 0);
  return dyzur_db_exec (db, error, "UPDATE outbox SET due_at = ?, hold_until = ?, retry_at = 0 WHERE id = ?", "lll", due_at,
                        hold_until, id);
}

gboolean
_dyzur_outbox_echoed (DyzurDb         *db,
                      gint64           message_id,
                      DyzurChangeSet  *changes,
                      GError         **error)
{
  if (!dyzur_db_exec (db, error,
                      "UPDATE outbox SET state = 2, retry_at = 0, uncertain = 0 WHERE message_id = ? AND state IN (0, 1, 4)", "l",
                      message_id))
    return FALSE;
  if (dyzur_db_changes (db) == 0)
    return TRUE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_OUTBOX, 0);
  return dyzur_db_exec (db, error,
                        "UPDATE messages SET delivery = 3, problem = 0, failure = NULL WHERE id = ? "
                        "AND delivery IN (0, 1, 2, 6)",
                        "l", message_id);
}

gboolean
_dyzur_message_find_key (DyzurDb     *db,
                         gint64       conversation_id,
                         const char  *key,
                         gint64      *id,
                         GError     **error)
{
  return dyzur_db_int64 (db, id, error,
                         "SELECT id FROM messages WHERE account = (SELECT account FROM conversations WHERE id = ?) "
                         "AND client_id = ?",
                         "ls", conversation_id, key);
}

gboolean
_dyzur_message_fold (DyzurDb         *db,
                     gint64           ours,
                     gint64           twin,
                     DyzurChangeSet  *changes,
                     GError         **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  g_autofree char *remote_id = NULL;
  gint64 conversation_id = 0;
  int delivery = 0;

  rows = dyzur_db_query (db, "SELECT remote_id, delivery, conversation_id FROM messages WHERE id = ?", "l", twin);
  if (dyzur_rows_next (rows))
    {
      remote_id = dyzur_rows_dup_text (rows, 0);
      delivery = dyzur_rows_int (rows, 1);
      conversation_id = dyzur_rows_int64 (rows, 2);
    }
  if (!dyzur_rows_end (&rows, error))
    return FALSE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, conversation_id);
  return dyzur_db_exec (db, error, "UPDATE outbox SET quote_id = ? WHERE quote_id = ?", "ll", ours, twin) &&
         dyzur_db_exec (db, error, "DELETE FROM messages WHERE id = ?", "l", twin) &&
         dyzur_db_exec (db, error,
                        "UPDATE messages SET remote_id = coalesce (remote_id, ?1), delivery = iif (delivery < ?2 "
                        "AND ?2 != 6, ?2, delivery) WHERE id = ?3",
                        "sil", remote_id, delivery, ours);
}

/*
 * Nobody works on what is marked SENDING: the program ended in the middle. What had passed the point of no return has
 * `uncertain` already; everything else is simply tried again.
 */
gboolean
_dyzur_outbox_resume (DyzurDb  *db,
                      GError  **error)
{
  gint64 n = 0;

  if (!dyzur_db_int64 (db, &n, error, "SELECT count(*) FROM outbox WHERE state = 1", ""))
    return FALSE;
  if (n == 0)
    return TRUE;
  if (!dyzur_db_begin (db, error))
    return FALSE;
  if (dyzur_db_exec (db, error,
                     "UPDATE messages SET delivery = 1 WHERE delivery = 2 "
                     "AND id IN (SELECT message_id FROM outbox WHERE state = 1)", "") &&
      dyzur_db_exec (db, error, "UPDATE outbox SET state = 0 WHERE state = 1", "") &&
      dyzur_db_commit (db, error))
    return TRUE;
  dyzur_db_rollback (db);
  return FALSE;
}
