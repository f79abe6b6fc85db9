/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-ingest-private.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-subject.h"

/* Of a mail that names hundreds of others only these many count: the first (itself, its parent) and the last. */
#define MAX_KEYS 40
#define UUID_LENGTH 36

/* How far apart in time a subject alone still ties, and how many conversations are looked at for it */
#define SUBJECT_WINDOW (30 * DYZUR_DAY)
#define MAX_CANDIDATES 50

static const char *
nth_key (const DyzurMessageRecord *message,
         guint                     i)
{
  guint n = g_strv_length (message->thread_keys);

  if (n > MAX_KEYS && i >= 2)
    i += n - MAX_KEYS;
  return i < n ? message->thread_keys[i] : NULL;
}

static gboolean
is_own (const DyzurMessageRecord *message,
        const char               *key)
{
  return g_strcmp0 (message->remote_id, key) == 0;
}

/* Our own mails bear <client id>@domain: an answer may come before we know that ours was accepted. */
static gboolean
find_by_client_id (DyzurIngest  *self,
                   const char   *key,
                   gint64       *conversation_id,
                   GError      **error)
{
  g_autofree char *local_part = NULL;
  const char *at = strchr (key, '@');

  if (at == NULL || at - key != UUID_LENGTH)
    return TRUE;
  local_part = g_strndup (key, UUID_LENGTH);
  return dyzur_db_int64 (self->db, conversation_id, error,
                         "SELECT conversation_id FROM messages WHERE account = ? AND client_id = ?", "ls", self->account,
                         local_part);
}

static gboolean
find_key (DyzurIngest  *self,
          const char   *key,
          gint64       *conversation_id,
          GError      **error)
{
  *conversation_id = 0;
  if (!dyzur_db_int64 (self->db, conversation_id, error,
                       "SELECT conversation_id FROM messages WHERE account = ?1 AND remote_id = ?2 "
                       "UNION ALL SELECT conversation_id FROM thread_keys WHERE account = ?1 AND key = ?2 LIMIT 1",
                       "ls", self->account, key))
    return FALSE;
  return *conversation_id != 0 || find_by_client_id (self, key, conversation_id, error);
}

/*
 * *conversation_id: the conversation the message's identifiers lead to, nearest relation first; 0 = none.
 */
gboolean
_dyzur_ingest_find_thread (DyzurIngest               *self,
                           const DyzurMessageRecord  *message,
                           gint64                    *conversation_id,
                           GError                   **error)
{
  const char *key;

  *conversation_id = 0;
  if (message->thread_keys == NULL)
    return TRUE;
  for (guint i = 0; *conversation_id == 0 && (key = nth_key (message, i)) != NULL; i++)
    if (!find_key (self, key, conversation_id, error))
      return FALSE;
  return TRUE;
}

/* Whether the first thing said in it was an answer already */
static gboolean
begins_with_answer (DyzurIngest  *self,
                    gint64        conversation_id,
                    gboolean     *answer,
                    GError      **error)
{
  g_autofree char *subject = NULL;

  if (!dyzur_db_text (self->db, &subject, error,
                      "SELECT subject FROM messages WHERE conversation_id = ? AND kind < 2 ORDER BY sent_at, id LIMIT 1",
                      "l", conversation_id))
    return FALSE;
  *answer = dyzur_subject_is_reply (subject);
  return TRUE;
}

gboolean
_dyzur_ingest_find_subject (DyzurIngest               *self,
                            const DyzurMessageRecord  *message,
                            gint64                     contact_id,
                            const char                *inbox_id,
                            gboolean                   reply,
                            gint64                    *conversation_id,
                            GError                   **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  gboolean answer = TRUE;

  if (!_dyzur_ingest_save_upkeeps (self, error))
    return FALSE;
  rows = dyzur_db_query (self->db,
                         "SELECT id, subject FROM conversations WHERE contact_id = ? AND last_activity_at >= ? "
                         "AND account = ? AND inbox_id = ? AND remote_id IS NULL AND channel = ? AND created_at BETWEEN ? AND ? "
                         "ORDER BY last_activity_at DESC, id DESC LIMIT ?",
                         "lllsilli", contact_id, message->sent_at - SUBJECT_WINDOW, self->account,
                         inbox_id != NULL ? inbox_id : "", (int) DYZUR_CHANNEL_EMAIL, reply ? G_MININT64 : message->sent_at,
                         message->sent_at + SUBJECT_WINDOW, MAX_CANDIDATES);
  while (*conversation_id == 0 && dyzur_rows_next (rows))
    {
      gint64 id = dyzur_rows_int64 (rows, 0);

      if (!dyzur_subject_equal (dyzur_rows_text (rows, 1), message->subject))
        continue;
      if (!reply && !begins_with_answer (self, id, &answer, error))
        return FALSE;
      if (reply || answer)
        *conversation_id = id;
    }
  return dyzur_rows_end (&rows, error);
}

static gboolean
is_mergeable (DyzurIngest  *self,
              gint64        winner,
              gint64        loser,
              gboolean     *mergeable,
              GError      **error)
{
  gint64 good = 0;

  if (!dyzur_db_int64 (self->db, &good, error,
                       "SELECT w.contact_id = l.contact_id AND w.inbox_id = l.inbox_id AND w.remote_id IS NULL "
                       "AND l.remote_id IS NULL AND l.assignee_id IS w.assignee_id "
                       "AND NOT EXISTS (SELECT 1 FROM drafts WHERE conversation_id = l.id) "
                       "AND NOT EXISTS (SELECT 1 FROM outbox WHERE conversation_id = l.id) "
                       "AND NOT EXISTS (SELECT 1 FROM moves WHERE from_id IN (w.id, l.id) AND undone_at = 0) "
                       "AND NOT EXISTS (SELECT 1 FROM moves WHERE to_id IN (w.id, l.id) AND (kind = 0 OR to_id = l.id) "
                       "AND undone_at = 0) "
                       "FROM conversations w, conversations l WHERE w.id = ? AND l.id = ?",
                       "ll", winner, loser))
    return FALSE;
  *mergeable = good != 0;
  return TRUE;
}

static gboolean
move_all (DyzurIngest  *self,
          gint64        winner,
          gint64        loser,
          GError      **error)
{
  static const char * const statements[] = {
    "UPDATE messages SET conversation_id = ? WHERE conversation_id = ?",
    "UPDATE thread_keys SET conversation_id = ? WHERE conversation_id = ?",
    "UPDATE suggestion_outcomes SET conversation_id = ? WHERE conversation_id = ?",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!dyzur_db_exec (self->db, error, statements[i], "ll", winner, loser))
      return FALSE;
  return dyzur_db_exec (self->db, error, "DELETE FROM conversations WHERE id = ?", "l", loser);
}

/* Two halves of one talk whose link came last become one, when nothing of the loser would be lost and nobody parted them. */
static gboolean
merge (DyzurIngest  *self,
       gint64        winner,
       gint64        loser,
       GError      **error)
{
  DyzurUpkeep *into = _dyzur_ingest_get_upkeep (self, winner, error);
  DyzurUpkeep *from = into != NULL ? _dyzur_ingest_get_upkeep (self, loser, error) : NULL;
  gboolean mergeable;

  if (from == NULL || !is_mergeable (self, winner, loser, &mergeable, error))
    return FALSE;
  if (!mergeable)
    return TRUE;
  if (!_dyzur_upkeep_save (from, self->db, self->changes, error) || !move_all (self, winner, loser, error))
    return FALSE;
  into->unread += from->unread;
  into->created_at = into->created_at == 0 ? from->created_at : MIN (into->created_at, from->created_at);
  into->last_activity_at = MAX (into->last_activity_at, from->last_activity_at);
  if (from->status == DYZUR_STATUS_OPEN)
    _dyzur_upkeep_set_status (into, DYZUR_STATUS_OPEN, 0);
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_TIMELINES, winner);
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_TIMELINES, loser);
  g_hash_table_remove (self->upkeeps, &loser);
  return _dyzur_upkeep_recount (into, self->db, error);
}

static gboolean
tie_key (DyzurIngest  *self,
         const char   *key,
         gint64        conversation_id,
         GError      **error)
{
  gint64 known;

  if (!find_key (self, key, &known, error))
    return FALSE;
  if (known != 0 && known != conversation_id)
    return merge (self, conversation_id, known, error);
  return known != 0 ||
         dyzur_db_exec (self->db, error, "INSERT OR IGNORE INTO thread_keys (account, key, conversation_id) "
                        "VALUES (?, ?, ?)", "lsl", self->account, key, conversation_id);
}

/*
 * @message: new in @conversation_id, before its row is there. Identifiers that are not messages yet are kept, so that
 * whoever comes later and is named by one of them joins this conversation.
 */
gboolean
_dyzur_ingest_tie_thread (DyzurIngest               *self,
                          const DyzurMessageRecord  *message,
                          gint64                     conversation_id,
                          GError                   **error)
{
  const char *key;

  for (guint i = 0; message->thread_keys != NULL && (key = nth_key (message, i)) != NULL; i++)
    if (is_own (message, key)
        ? !dyzur_db_exec (self->db, error, "DELETE FROM thread_keys WHERE account = ? AND key = ?", "ls", self->account,
                          key)
        : !tie_key (self, key, conversation_id, error))
      return FALSE;
  return TRUE;
}
