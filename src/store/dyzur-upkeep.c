/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-upkeep-private.h"

#include <string.h>

#define PREVIEW_CHARACTERS 140

DyzurUpkeep *
_dyzur_upkeep_load (DyzurDb  *db,
                    gint64    conversation_id,
                    GError  **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  g_autoptr(DyzurUpkeep) self = NULL;

  rows = dyzur_db_query (db,
                         "SELECT account, contact_id, remote_id IS NOT NULL, status, snoozed_until, unread, created_at, "
                         "last_activity_at, waiting_since, answered_at, preview, preview_at, preview_author, bot_active "
                         "FROM conversations WHERE id = ?",
                         "l", conversation_id);
  if (dyzur_rows_next (rows))
    {
      self = g_new0 (DyzurUpkeep, 1);
      self->id = conversation_id;
      self->account = dyzur_rows_int64 (rows, 0);
      self->contact_id = dyzur_rows_int64 (rows, 1);
      self->has_remote = dyzur_rows_int (rows, 2);
      self->status = dyzur_rows_int (rows, 3);
      self->snoozed_until = dyzur_rows_int64 (rows, 4);
      self->unread = (guint) dyzur_rows_int (rows, 5);
      self->created_at = dyzur_rows_int64 (rows, 6);
      self->last_activity_at = dyzur_rows_int64 (rows, 7);
      self->waiting_since = dyzur_rows_int64 (rows, 8);
      self->answered_at = dyzur_rows_int64 (rows, 9);
      self->preview = dyzur_rows_dup_text (rows, 10);
      self->preview_at = dyzur_rows_int64 (rows, 11);
      self->preview_author = dyzur_rows_int (rows, 12);
      self->bot_active = dyzur_rows_int (rows, 13);
    }
  if (!dyzur_rows_end (&rows, error))
    return NULL;
  if (self == NULL)
    g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "no conversation %" G_GINT64_FORMAT,
                 conversation_id);
  return g_steal_pointer (&self);
}

void
_dyzur_upkeep_free (DyzurUpkeep *self)
{
  if (self == NULL)
    return;
  g_free (self->preview);
  g_free (self);
}

char *
_dyzur_preview (const char *text)
{
  GString *line = g_string_sized_new (PREVIEW_CHARACTERS);
  gboolean space = FALSE;
  guint n = 0;

  for (const char *p = text; p != NULL && *p != '\0' && n < PREVIEW_CHARACTERS; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          space = line->len > 0;
          continue;
        }
      if (space)
        g_string_append_c (line, ' ');
      n += space ? 2 : 1;
      space = FALSE;
      g_string_append_unichar (line, c);
    }
  return g_string_free (line, FALSE);
}

/* What is planned for later answers nobody yet. */
static gboolean
is_answer (const DyzurMessageRecord *message)
{
  return message->kind == DYZUR_MESSAGE_OUTGOING && !message->aside && message->delivery != DYZUR_DELIVERY_FAILED && !message->automatic &&
         message->send_at - message->sent_at < DYZUR_SHORT_HOLD;
}

static gboolean
is_question (const DyzurMessageRecord *message)
{
  return message->kind == DYZUR_MESSAGE_INCOMING && !message->automatic && !message->aside;
}

/* The first message of the customer after our last answer. */
static gboolean
find_waiting (DyzurUpkeep  *self,
              DyzurDb      *db,
              GError      **error)
{
  self->waiting_since = 0;
  if (dyzur_status_is_done (self->status))
    return TRUE;
  return dyzur_db_int64 (db, &self->waiting_since, error,
                         "SELECT sent_at FROM messages WHERE conversation_id = ? AND sent_at > ? AND kind = 0 "
                         "AND NOT automatic AND NOT aside ORDER BY sent_at LIMIT 1",
                         "ll", self->id, self->answered_at);
}

/* The words and the moment only move forward: history comes newest first. */
static void
move_forward (DyzurUpkeep              *self,
              const DyzurMessageRecord *message)
{
  if (message->kind == DYZUR_MESSAGE_ACTIVITY)
    return;
  self->last_activity_at = MAX (self->last_activity_at, message->sent_at);
  if (message->kind == DYZUR_MESSAGE_NOTE || message->sent_at < self->preview_at)
    return;
  g_free (self->preview);
  self->preview = _dyzur_preview (message->text);
  if (*self->preview == '\0' && message->attachments != NULL && message->attachments->len > 0)
    {
      const DyzurAttachment *attachment = g_ptr_array_index (message->attachments, 0);

      g_free (self->preview);
      self->preview = _dyzur_preview (attachment->name);
    }
  self->preview_at = message->sent_at;
  self->preview_author = message->author_kind;
}

/*
 * @message: new, in the table already. `unread` is not touched: who saw it the caller knows.
 */
gboolean
_dyzur_upkeep_add (DyzurUpkeep               *self,
                   DyzurDb                   *db,
                   const DyzurMessageRecord  *message,
                   GError                   **error)
{
  self->dirty = TRUE;
  if (self->created_at == 0 || message->sent_at < self->created_at)
    self->created_at = message->sent_at;
  move_forward (self, message);
  if (is_question (message) && message->sent_at > self->answered_at && !dyzur_status_is_done (self->status))
    self->waiting_since = self->waiting_since != 0 ? MIN (self->waiting_since, message->sent_at) : message->sent_at;
  if (!is_answer (message) || message->sent_at <= self->answered_at)
    return TRUE;
  self->answered_at = message->sent_at;
  return self->waiting_since == 0 || self->waiting_since > message->sent_at || find_waiting (self, db, error);
}

void
_dyzur_upkeep_set_status (DyzurUpkeep *self,
                          DyzurStatus  status,
                          gint64       snoozed_until)
{
  self->dirty = TRUE;
  self->status = status;
  self->snoozed_until = status == DYZUR_STATUS_SNOOZED ? snoozed_until : 0;
  if (dyzur_status_is_done (status))
    self->waiting_since = 0;
}

static gboolean
find_last_words (DyzurUpkeep  *self,
                 DyzurDb      *db,
                 GError      **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  g_clear_pointer (&self->preview, g_free);
  self->preview_at = 0;
  rows = dyzur_db_query (db,
                         "SELECT m.text, m.sent_at, m.author_kind, "
                         "(SELECT name FROM attachments WHERE message_id = m.id AND position >= 0 ORDER BY position LIMIT 1) "
                         "FROM messages m WHERE m.conversation_id = ? AND m.kind < 2 "
                         "ORDER BY m.sent_at DESC, m.id DESC LIMIT 1",
                         "l", self->id);
  if (dyzur_rows_next (rows))
    {
      self->preview = _dyzur_preview (dyzur_rows_text (rows, 0));
      self->preview_at = dyzur_rows_int64 (rows, 1);
      self->preview_author = dyzur_rows_int (rows, 2);
      if (*self->preview == '\0')
        {
          g_free (self->preview);
          self->preview = _dyzur_preview (dyzur_rows_text (rows, 3));
        }
    }
  return dyzur_rows_end (&rows, error);
}

gboolean
_dyzur_upkeep_recount (DyzurUpkeep  *self,
                       DyzurDb      *db,
                       GError      **error)
{
  gint64 unseen = 0;

  self->dirty = TRUE;
  self->answered_at = 0;
  if (!dyzur_db_int64 (db, &self->answered_at, error,
                       "SELECT sent_at FROM messages WHERE conversation_id = ? AND kind = 1 AND delivery != 6 "
                       "AND NOT automatic AND NOT aside AND send_at - sent_at < ? ORDER BY sent_at DESC LIMIT 1",
                       "ll", self->id, DYZUR_SHORT_HOLD) ||
      !dyzur_db_int64 (db, &unseen, error, "SELECT count(*) FROM messages WHERE conversation_id = ? AND seen = 0", "l",
                       self->id))
    return FALSE;
  self->unread = MIN (self->unread, (guint) unseen);
  return find_waiting (self, db, error) && find_last_words (self, db, error);
}

gboolean
_dyzur_upkeep_save (DyzurUpkeep     *self,
                    DyzurDb         *db,
                    DyzurChangeSet  *changes,
                    GError         **error)
{
  if (!self->dirty)
    return TRUE;
  self->dirty = FALSE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_CONVERSATIONS, self->id);
  dyzur_change_set_add (changes, DYZUR_CHANGED_VIEWS, 0);
  return dyzur_db_exec (db, error,
                        "UPDATE conversations SET status = ?, snoozed_until = ?, unread = ?, created_at = ?, "
                        "last_activity_at = ?, waiting_since = ?, answered_at = ?, preview = ?, preview_at = ?, "
                        "preview_author = ?, bot_active = ? WHERE id = ?",
                        "ililllls" "liil", (int) self->status, self->snoozed_until, (int) self->unread, self->created_at,
                        self->last_activity_at, self->waiting_since, self->answered_at, self->preview, self->preview_at,
                        (int) self->preview_author, self->bot_active, self->id);
}

gboolean
_dyzur_upkeep_note (DyzurUpkeep      *self,
                    DyzurDb          *db,
                    DyzurActivity     activity,
                    const char       *text,
                    const char       *author_name,
                    const char       *client_id,
                    gint64            at,
                    DyzurChangeSet   *changes,
                    GError          **error)
{
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, self->id);
  return dyzur_db_exec (db, error,
                        "INSERT INTO messages (conversation_id, account, sent_at, kind, author_kind, activity, author_name, "
                        "client_id, text) VALUES (?, ?, ?, 3, ?, ?, ?, ?, ?)",
                        "llliisss", self->id, self->account, at,
                        (int) (author_name != NULL ? DYZUR_AUTHOR_AGENT : DYZUR_AUTHOR_SYSTEM), (int) activity, author_name,
                        client_id, text != NULL ? text : "");
}
