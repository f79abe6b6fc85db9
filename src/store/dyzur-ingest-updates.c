/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-ingest-private.h"

#include "dyzur-action.h"
#include "dyzur-attachment-rows-private.h"
#include "dyzur-outbox-private.h"

/* What of a stored message an event may change. */
typedef struct
{
  gint64           id;
  gint64           conversation_id;
  gint64           sent_at;
  DyzurMessageKind kind;
  DyzurDelivery    delivery;
  gboolean         seen;
  gboolean         is_ours;        /* has a client id: its words are ours */
  gboolean         has_remote_id;
  gboolean         has_files;
  gboolean         same_text;
} Stored;

static gboolean
load (DyzurIngest               *self,
      gint64                     id,
      const DyzurMessageRecord  *message,
      Stored                    *stored,
      GError                   **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (self->db,
                         "SELECT conversation_id, sent_at, kind, delivery, seen, client_id IS NOT NULL, "
                         "remote_id IS NOT NULL, EXISTS (SELECT 1 FROM attachments WHERE message_id = m.id AND "
                         DYZUR_CAME_ALONG "), text = ?2 "
                         "FROM messages m WHERE id = ?1",
                         "ls", id, message->text != NULL ? message->text : "");
  if (dyzur_rows_next (rows))
    {
      stored->id = id;
      stored->conversation_id = dyzur_rows_int64 (rows, 0);
      stored->sent_at = dyzur_rows_int64 (rows, 1);
      stored->kind = dyzur_rows_int (rows, 2);
      stored->delivery = dyzur_rows_int (rows, 3);
      stored->seen = dyzur_rows_int (rows, 4);
      stored->is_ours = dyzur_rows_int (rows, 5);
      stored->has_remote_id = dyzur_rows_int (rows, 6);
      stored->has_files = dyzur_rows_int (rows, 7);
      stored->same_text = dyzur_rows_int (rows, 8);
    }
  return dyzur_rows_end (&rows, error);
}

/* The remote's copy of our message came before we knew its name: its row goes, ours gets the name. */
static gboolean
fold_twin (DyzurIngest  *self,
           gint64        ours,
           gint64        twin,
           GError      **error)
{
  return _dyzur_message_fold (self->db, ours, twin, self->changes, error);
}

gboolean
_dyzur_ingest_find_message (DyzurIngest               *self,
                            const DyzurMessageRecord  *message,
                            gint64                    *id,
                            GError                   **error)
{
  gint64 by_remote = 0;
  gint64 by_client = 0;

  if (message->remote_id != NULL &&
      !dyzur_db_int64 (self->db, &by_remote, error, "SELECT id FROM messages WHERE account = ? AND remote_id = ?", "ls",
                       self->account, message->remote_id))
    return FALSE;
  if (message->client_id != NULL &&
      !dyzur_db_int64 (self->db, &by_client, error, "SELECT id FROM messages WHERE account = ? AND client_id = ?", "ls",
                       self->account, message->client_id))
    return FALSE;
  *id = by_client != 0 ? by_client : by_remote;
  return by_client == 0 || by_remote == 0 || by_client == by_remote || fold_twin (self, by_client, by_remote, error);
}

/* Delivery only moves forward; a refusal counts unless the message is known to have arrived. */
static gboolean
moves_forward (DyzurDelivery from,
               DyzurDelivery to)
{
  if (to == DYZUR_DELIVERY_NONE || to == from)
    return FALSE;
  if (to == DYZUR_DELIVERY_FAILED)
    return from != DYZUR_DELIVERY_DELIVERED && from != DYZUR_DELIVERY_READ;
  if (from == DYZUR_DELIVERY_FAILED)
    return to >= DYZUR_DELIVERY_SENT;
  return to > from;
}

static gboolean
take_delivery (DyzurIngest               *self,
               Stored                    *stored,
               const DyzurMessageRecord  *message,
               GError                   **error)
{
  gboolean refused = message->delivery == DYZUR_DELIVERY_FAILED;
  DyzurUpkeep *upkeep;

  if (stored->kind == DYZUR_MESSAGE_INCOMING || !moves_forward (stored->delivery, message->delivery))
    return TRUE;
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_TIMELINES, stored->conversation_id);
  if (!dyzur_db_exec (self->db, error, "UPDATE messages SET delivery = ?, problem = ?, failure = ? WHERE id = ?", "iisl",
                      (int) message->delivery, (int) (refused ? message->problem : DYZUR_PROBLEM_NONE),
                      refused ? message->failure : NULL, stored->id))
    return FALSE;
  if (!refused && stored->delivery != DYZUR_DELIVERY_FAILED)
    return TRUE;
  upkeep = _dyzur_ingest_get_upkeep (self, stored->conversation_id, error);
  return upkeep != NULL && _dyzur_upkeep_recount (upkeep, self->db, error);
}

static gboolean
take_words (DyzurIngest               *self,
            Stored                    *stored,
            const DyzurMessageRecord  *message,
            GError                   **error)
{
  g_autoptr(GBytes) blocks = NULL;
  DyzurUpkeep *upkeep;

  if (stored->is_ours || stored->same_text || message->text == NULL || stored->kind == DYZUR_MESSAGE_ACTIVITY)
    return TRUE;
  blocks = message->blocks != NULL ? dyzur_blocks_to_bytes (message->blocks) : NULL;
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_TIMELINES, stored->conversation_id);
  if (!dyzur_db_exec (self->db, error, "UPDATE messages SET text = ?, blocks = ? WHERE id = ?", "sbl", message->text,
                      blocks, stored->id))
    return FALSE;
  upkeep = _dyzur_ingest_get_upkeep (self, stored->conversation_id, error);
  return upkeep != NULL && _dyzur_upkeep_recount (upkeep, self->db, error);
}

static gboolean
take_name (DyzurIngest               *self,
           Stored                    *stored,
           const DyzurMessageRecord  *message,
           GError                   **error)
{
  if (message->remote_id == NULL)
    return TRUE;
  if (!stored->has_remote_id &&
      !dyzur_db_exec (self->db, error, "UPDATE messages SET remote_id = ? WHERE id = ?", "sl", message->remote_id,
                      stored->id))
    return FALSE;
  return !stored->is_ours || _dyzur_outbox_echoed (self->db, stored->id, self->changes, error);
}

static gboolean
take_seen (DyzurIngest  *self,
           Stored       *stored,
           gboolean      seen,
           GError      **error)
{
  DyzurUpkeep *upkeep;
  guint pending;

  if (stored->seen == seen || stored->kind != DYZUR_MESSAGE_INCOMING)
    return TRUE;
  if (!_dyzur_ingest_pending_kinds (self, stored->conversation_id, &pending, error))
    return FALSE;
  if (pending & (1u << DYZUR_ACTION_SEEN))
    return TRUE;
  upkeep = _dyzur_ingest_get_upkeep (self, stored->conversation_id, error);
  if (upkeep == NULL)
    return FALSE;
  upkeep->unread = seen ? MAX (upkeep->unread, 1) - 1 : upkeep->unread + 1;
  upkeep->dirty = TRUE;
  stored->seen = seen;
  return dyzur_db_exec (self->db, error, "UPDATE messages SET seen = ? WHERE id = ?", "il", (int) seen, stored->id);
}

/* Where the remote keeps files that were not fetched yet: a message that was moved or renumbered has them elsewhere. */
static gboolean
take_places (DyzurIngest  *self,
             Stored       *stored,
             GPtrArray    *attachments,
             GError      **error)
{
  for (guint i = 0; i < attachments->len; i++)
    {
      const DyzurAttachment *attachment = g_ptr_array_index (attachments, i);

      if (attachment->remote_ref != NULL &&
          !dyzur_db_exec (self->db, error,
                          "UPDATE attachments SET remote_ref = ?1 WHERE message_id = ?2 AND position = ?3 "
                          "AND file IS NULL AND remote_ref IS NOT ?1",
                          "sli", attachment->remote_ref, stored->id, (int) i))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_files (DyzurIngest  *self,
            Stored       *stored,
            GPtrArray    *attachments,
            GError      **error)
{
  if (stored->is_ours || attachments == NULL || attachments->len == 0)
    return TRUE;
  if (stored->has_files)
    return take_places (self, stored, attachments, error);
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_TIMELINES, stored->conversation_id);
  return _dyzur_attachments_of_message (self->db, self->directory, stored->id, attachments, error);
}

/* A message we have is told again: changed, confirmed, or simply read twice. */
gboolean
_dyzur_ingest_update_message (DyzurIngest       *self,
                              gint64             id,
                              const DyzurEvent  *event,
                              GError           **error)
{
  Stored stored = { 0 };

  return load (self, id, event->message, &stored, error) &&
         take_name (self, &stored, event->message, error) &&
         take_delivery (self, &stored, event->message, error) &&
         take_words (self, &stored, event->message, error) &&
         take_files (self, &stored, event->message->attachments, error) &&
         (!event->seen || take_seen (self, &stored, TRUE, error)) &&
         (!event->live || event->folder == DYZUR_FOLDER_UNKNOWN ||
          _dyzur_ingest_take_folder (self, id, event->folder, error));
}

gboolean
_dyzur_ingest_delivery (DyzurIngest       *self,
                        const DyzurEvent  *event,
                        GError           **error)
{
  Stored stored = { 0 };
  gint64 id = 0;

  if (event->message == NULL || !_dyzur_ingest_find_message (self, event->message, &id, error))
    return event->message == NULL;
  return id == 0 ||
         (load (self, id, event->message, &stored, error) &&
          take_name (self, &stored, event->message, error) &&
          take_delivery (self, &stored, event->message, error));
}

gboolean
_dyzur_ingest_seen (DyzurIngest       *self,
                    const DyzurEvent  *event,
                    GError           **error)
{
  Stored stored = { 0 };
  gint64 id = 0;

  if (event->message == NULL || !_dyzur_ingest_find_message (self, event->message, &id, error))
    return event->message == NULL;
  return id == 0 ||
         (load (self, id, event->message, &stored, error) && take_seen (self, &stored, event->seen, error));
}

/*
 * Where the remote knows conversations, a message taken back there is taken back here. A mailbox only lost sight of it
 * (filed in another folder, deleted to save space): we keep what the customer wrote.
 */
gboolean
_dyzur_ingest_removed (DyzurIngest       *self,
                       const DyzurEvent  *event,
                       GError           **error)
{
  Stored stored = { 0 };
  DyzurUpkeep *upkeep;
  gint64 id = 0;

  if (event->message == NULL || !_dyzur_ingest_find_message (self, event->message, &id, error))
    return event->message == NULL;
  if (id == 0)
    return TRUE;
  if (!load (self, id, event->message, &stored, error))
    return FALSE;
  upkeep = _dyzur_ingest_get_upkeep (self, stored.conversation_id, error);
  if (upkeep == NULL)
    return FALSE;
  if (!upkeep->has_remote || stored.is_ours)
    return TRUE;
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_TIMELINES, stored.conversation_id);
  return dyzur_db_exec (self->db, error, "DELETE FROM messages WHERE id = ?", "l", id) &&
         _dyzur_upkeep_recount (upkeep, self->db, error);
}
