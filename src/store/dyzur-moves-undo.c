/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-moves-private.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-drafts-private.h"
#include "dyzur-labels-private.h"
#include "dyzur-store-records-private.h"
#include "dyzur-upkeep-private.h"

/*
 * Undoing a split or a merge. What has come since goes with the message it answers; what people have changed since stays
 * changed.
 */
typedef struct
{
  DyzurDb        *db;
  DyzurMoveRecord      *move;
  gint64          activity_id;
  char           *was;
  const char     *author_name;
  DyzurChangeSet *changes;
} Undo;

static gboolean
read_move (Undo    *self,
           GError **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  gboolean found = FALSE;

  rows = dyzur_db_query (self->db,
                         "SELECT kind, from_id, to_id, activity_id, was FROM moves v WHERE id = ? AND " DYZUR_MOVE_UNDOABLE,
                         "l", self->move->id);
  if (dyzur_rows_next (rows))
    {
      self->move->kind = dyzur_rows_int (rows, 0);
      self->move->from_id = dyzur_rows_int64 (rows, 1);
      self->move->to_id = dyzur_rows_int64 (rows, 2);
      self->activity_id = dyzur_rows_int64 (rows, 3);
      self->was = dyzur_rows_dup_text (rows, 4);
      found = TRUE;
    }
  if (!dyzur_rows_end (&rows, error))
    return FALSE;
  if (!found)
    g_set_error_literal (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT,
                         "it was undone already, or what came later has to be undone first");
  return found;
}

static gboolean
finish (Undo           *self,
        gint64          conversation_id,
        DyzurActivity   activity,
        const char     *subject,
        GError        **error)
{
  g_autoptr(DyzurUpkeep) upkeep = _dyzur_upkeep_load (self->db, conversation_id, error);

  return upkeep != NULL &&
         dyzur_db_exec (self->db, error, "UPDATE moves SET undone_at = ? WHERE id = ?", "ll", dyzur_clock_now (),
                        self->move->id) &&
         _dyzur_upkeep_note (upkeep, self->db, activity, subject, self->author_name, NULL, dyzur_clock_now (),
                             self->changes, error);
}

/* ---- of a split ---- */

/* All of the part comes back, with what was written and answered there; open as it may be by now. */
static gboolean
undo_split (Undo    *self,
            GError **error)
{
  g_autoptr(DyzurConversationRecord) from = _dyzur_store_read_conversation (self->db, self->move->from_id, error);
  g_autoptr(DyzurConversationRecord) part = NULL;
  gboolean opens;

  part = from != NULL ? _dyzur_store_read_conversation (self->db, self->move->to_id, error) : NULL;
  if (part == NULL)
    return FALSE;
  opens = part->status == DYZUR_STATUS_OPEN && from->status != DYZUR_STATUS_OPEN && part->waiting_since != 0;
  return dyzur_db_exec (self->db, error, "DELETE FROM messages WHERE id = (SELECT other_id FROM moves WHERE id = ?)", "l",
                        self->move->id) &&
         _dyzur_moves_pour (self->db, part->id, from->id, self->changes, error) &&
         finish (self, from->id, DYZUR_ACTIVITY_SPLIT_UNDONE, part->subject, error) &&
         _dyzur_moves_settle (self->db, from->id, opens ? DYZUR_STATUS_OPEN : from->status,
                              opens ? 0 : from->snoozed_until, self->changes, error);
}

/* ---- of a merge ---- */

static GHashTable *
read_moved (Undo    *self,
            GError **error)
{
  g_autoptr(GHashTable) going = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (self->db,
                         "SELECT k.message_id FROM moved_messages k JOIN messages m ON m.id = k.message_id "
                         "WHERE k.move_id = ? AND m.conversation_id = ?",
                         "ll", self->move->id, self->move->to_id);
  while (dyzur_rows_next (rows))
    {
      gint64 id = dyzur_rows_int64 (rows, 0);

      g_hash_table_add (going, g_memdup2 (&id, sizeof id));
    }
  return dyzur_rows_end (&rows, error) ? g_steal_pointer (&going) : NULL;
}

/* The nearest message it answers that is in this conversation; 0 = it answers none here. */
static gboolean
find_parent (Undo     *self,
             GStrv     keys,
             gint64   *parent,
             GError  **error)
{
  *parent = 0;
  for (guint i = 0; keys != NULL && keys[i] != NULL && *parent == 0; i++)
    if (!dyzur_db_int64 (self->db, parent, error,
                         "SELECT id FROM messages WHERE account = (SELECT account FROM conversations WHERE id = ?1) "
                         "AND remote_id = ?2 AND conversation_id = ?1 UNION ALL "
                         "SELECT id FROM messages WHERE account = (SELECT account FROM conversations WHERE id = ?1) "
                         "AND client_id = substr (?2, 1, instr (?2, '@') - 1) AND conversation_id = ?1 LIMIT 1",
                         "ls", self->move->to_id, keys[i]))
      return FALSE;
  return TRUE;
}

/* What came since the merge, oldest first, so that answers to answers follow; activities and notes stay. */
static gboolean
add_since (Undo        *self,
           GHashTable  *going,
           GError     **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (self->db,
                         "SELECT id, thread_keys FROM messages WHERE conversation_id = ? AND id > ? AND kind < 2 "
                         "AND thread_keys IS NOT NULL ORDER BY sent_at, id",
                         "ll", self->move->to_id, self->activity_id);
  while (dyzur_rows_next (rows))
    {
      g_auto(GStrv) keys = dyzur_rows_dup_strv (rows, 1);
      gint64 id = dyzur_rows_int64 (rows, 0);
      gint64 parent;

      if (!find_parent (self, keys, &parent, error))
        return FALSE;
      if (parent != 0 && g_hash_table_contains (going, &parent))
        g_hash_table_add (going, g_memdup2 (&id, sizeof id));
    }
  return dyzur_rows_end (&rows, error);
}

static GArray *
to_array (GHashTable *set)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_vals (ids, id, 1);
  return ids;
}

/* One draft that came along. */
typedef struct
{
  int         kind;
  const char *row;
  const char *key;
  const char *text;
  gboolean    alone;   /* nothing was being written there */
  const char *files;   /* ids, JSON */
} OldDraft;

static gboolean
return_files (Undo            *self,
              const OldDraft  *draft,
              GError         **error)
{
  return dyzur_db_exec (self->db, error,
                        "UPDATE attachments SET draft_conversation = ?1, position = (SELECT key FROM json_each (?2) "
                        "WHERE value = attachments.id) WHERE draft_conversation = ?3 AND draft_kind = ?4 "
                        "AND id IN (SELECT value FROM json_each (?2))",
                        "lsli", self->move->from_id, draft->files, self->move->to_id, draft->kind);
}

/* What was united below another one is cut off again, if nobody touched it. */
static gboolean
cut_off (Undo            *self,
         const OldDraft  *draft,
         char            *now,
         GError         **error)
{
  g_autofree char *tail = g_strconcat ("\n\n", draft->text, NULL);

  if (!g_str_has_suffix (now, tail))
    return TRUE;
  now[strlen (now) - strlen (tail)] = '\0';
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_DRAFTS, self->move->to_id);
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_DRAFTS, self->move->from_id);
  return dyzur_db_exec (self->db, error, "UPDATE drafts SET text = ? WHERE conversation_id = ? AND kind = ?", "sli", now,
                        self->move->to_id, draft->kind) &&
         _dyzur_moves_restore (self->db, "drafts", draft->row, error) && return_files (self, draft, error) &&
         _dyzur_draft_show (self->db, self->move->to_id, self->changes, error);
}

static gboolean
return_draft (Undo            *self,
              const OldDraft  *draft,
              GError         **error)
{
  g_autofree char *key = NULL;
  g_autofree char *text = NULL;

  if (!dyzur_db_text (self->db, &text, error, "SELECT text FROM drafts WHERE conversation_id = ? AND kind = ?", "li",
                      self->move->to_id, draft->kind) ||
      !dyzur_db_text (self->db, &key, error, "SELECT key FROM drafts WHERE conversation_id = ? AND kind = ?", "li",
                      self->move->to_id, draft->kind))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (!draft->alone)
    return cut_off (self, draft, text, error);
  return g_strcmp0 (draft->key, key) != 0 ||
         _dyzur_moves_draft (self->db, self->move->to_id, self->move->from_id, draft->kind, self->changes, error);
}

static gboolean
return_drafts (Undo    *self,
               GError **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (self->db,
                         "SELECT value ->> '$.row.kind', value -> 'row', value ->> '$.row.key', value ->> '$.row.text', "
                         "value ->> 'alone', value -> 'files' FROM json_each (?, '$.drafts')",
                         "s", self->was);
  while (dyzur_rows_next (rows))
    {
      OldDraft draft = { .kind = dyzur_rows_int (rows, 0), .row = dyzur_rows_text (rows, 1),
                         .key = dyzur_rows_text (rows, 2), .text = dyzur_rows_text (rows, 3),
                         .alone = dyzur_rows_int (rows, 4), .files = dyzur_rows_text (rows, 5) };

      if (!return_draft (self, &draft, error))
        return FALSE;
    }
  return dyzur_rows_end (&rows, error) && _dyzur_draft_show (self->db, self->move->from_id, self->changes, error);
}

/* What the merge changed and nobody has changed since. */
static gboolean
return_state (Undo         *self,
              DyzurStatus  *status,
              gint64       *snoozed_until,
              GError      **error)
{
  g_autofree char *labels = NULL;
  g_auto(GStrv) kept = NULL;
  gint64 both[2] = { 0, 0 };

#define BACK(column) \
  column " = iif (" column " IS json_extract (?1, '$.after." column "'), json_extract (?1, '$.to." column "'), " column ")"
  if (!dyzur_db_exec (self->db, error,
                      "UPDATE conversations SET " BACK ("assignee_id") ", " BACK ("assignee_name") ", " BACK ("priority")
                      ", " BACK ("mentioned") ", " BACK ("snoozed_until") ", " BACK ("status") " WHERE id = ?2",
                      "sl", self->was, self->move->to_id) ||
      !dyzur_db_text (self->db, &labels, error,
                      "SELECT CASE WHEN labels IS json_extract (?1, '$.after.labels') "
                      "THEN json_extract (?1, '$.to.labels') ELSE labels END FROM conversations WHERE id = ?2",
                      "sl", self->was, self->move->to_id) ||
      !dyzur_db_int64 (self->db, &both[0], error, "SELECT status FROM conversations WHERE id = ?", "l",
                       self->move->to_id) ||
      !dyzur_db_int64 (self->db, &both[1], error, "SELECT snoozed_until FROM conversations WHERE id = ?", "l",
                       self->move->to_id))
    return FALSE;
  *status = (DyzurStatus) both[0];
  *snoozed_until = both[1];
  kept = labels != NULL ? g_strsplit (labels, "\n", -1) : NULL;
  return _dyzur_labels_write (self->db, self->move->to_id, kept, self->changes, error);
}

/* The conversation that was merged away is there again: its row, then what hangs on it. */
static gboolean
bring_back (Undo    *self,
            GError **error)
{
  gint64 customer = 0;
  g_autofree char *row = NULL;
  g_autoptr(DyzurConversationRecord) from = NULL;

  if (!dyzur_db_text (self->db, &row, error, "SELECT json_extract (?, '$.from')", "s", self->was) ||
      !dyzur_db_int64 (self->db, &customer, error, "SELECT id FROM contacts WHERE id = json_extract (?, '$.contact_id')",
                       "s", row))
    return FALSE;
  if (customer == 0)
    {
      g_autofree char *orphan = g_steal_pointer (&row);

      if (!dyzur_db_text (self->db, &row, error, "SELECT json_set (?, '$.contact_id', contact_id) FROM conversations "
                          "WHERE id = ?", "sl", orphan, self->move->to_id))
        return FALSE;
    }
  if (!_dyzur_moves_restore (self->db, "conversations", row, error))
    return FALSE;
  from = _dyzur_store_read_conversation (self->db, self->move->from_id, error);
  return from != NULL && _dyzur_labels_write (self->db, from->id, from->labels, self->changes, error);
}

static gboolean
take_out (Undo    *self,
          GError **error)
{
  g_autoptr(GHashTable) going = read_moved (self, error);
  g_autoptr(GArray) ids = NULL;

  if (going == NULL || !add_since (self, going, error))
    return FALSE;
  ids = to_array (going);
  return _dyzur_moves_messages (self->db, ids, self->move->from_id, error) &&
         _dyzur_moves_keys (self->db, self->move->to_id, self->move->from_id, error) &&
         dyzur_db_exec (self->db, error, "UPDATE suggestion_outcomes SET conversation_id = ? WHERE conversation_id = ? "
                        "AND id IN (SELECT value FROM json_each (?, '$.outcomes'))", "lls", self->move->from_id,
                        self->move->to_id, self->was);
}

/* Whether a customer wrote into it since: then it is open, whatever it was. */
static gboolean
has_news (Undo      *self,
          gboolean  *news,
          GError   **error)
{
  gint64 n = 0;

  if (!dyzur_db_int64 (self->db, &n, error, "SELECT count(*) FROM messages WHERE conversation_id = ? AND id > ? "
                       "AND kind = 0 AND NOT automatic AND seen = 0", "ll", self->move->from_id, self->activity_id))
    return FALSE;
  *news = n > 0;
  return TRUE;
}

static gboolean
undo_merge (Undo    *self,
            GError **error)
{
  g_autoptr(DyzurConversationRecord) from = NULL;
  gint64 from_id = self->move->from_id, to_id = self->move->to_id;
  DyzurStatus status;
  gint64 snoozed_until;
  gboolean news;

  if (!bring_back (self, error) || !take_out (self, error) || !return_drafts (self, error) ||
      !has_news (self, &news, error) || !return_state (self, &status, &snoozed_until, error))
    return FALSE;
  from = _dyzur_store_read_conversation (self->db, from_id, error);
  return from != NULL &&
         _dyzur_moves_settle (self->db, from_id, news ? DYZUR_STATUS_OPEN : from->status,
                              news ? 0 : from->snoozed_until, self->changes, error) &&
         _dyzur_moves_settle (self->db, to_id, status, snoozed_until, self->changes, error) &&
         finish (self, to_id, DYZUR_ACTIVITY_MERGE_UNDONE, from->subject, error);
}

gboolean
_dyzur_moves_undo (DyzurDb         *db,
                   DyzurMoveRecord       *move,
                   const char      *author_name,
                   DyzurChangeSet  *changes,
                   GError         **error)
{
  Undo undo = { .db = db, .move = move, .author_name = author_name, .changes = changes };
  gboolean done;

  done = read_move (&undo, error) &&
         (move->kind == DYZUR_MOVE_SPLIT ? undo_split (&undo, error) : undo_merge (&undo, error));
  g_free (undo.was);
  return done;
}
