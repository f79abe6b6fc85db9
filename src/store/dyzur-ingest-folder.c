/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-ingest-private.h"

#include "dyzur-action.h"
#include "dyzur-clock.h"

/*
 * Another program, or another console, put a mail into another folder. Where the customer's last message of a conversation
 * goes, the conversation follows:
 *
 *   junk      spam
 *   archive   archived
 *   trash     resolved; what the customer wrote stays here
 *   inbox     open again, when it was spam, archived or thrown away
 *
 * Older messages say nothing: a conversation goes on whatever becomes of its beginning. Nor does a folder we know nothing
 * of: somebody may have filed a question there that still waits for its answer.
 */
static gboolean
is_last (DyzurIngest  *self,
         gint64        message_id,
         gint64       *conversation_id,
         GError      **error)
{
  *conversation_id = 0;
  return dyzur_db_int64 (self->db, conversation_id, error,
                         "SELECT conversation_id FROM messages m WHERE id = ? AND kind = 0 AND NOT EXISTS "
                         "(SELECT 1 FROM messages n WHERE n.conversation_id = m.conversation_id AND n.kind = 0 "
                         "AND (n.sent_at, n.id) > (m.sent_at, m.id))",
                         "l", message_id);
}

/* FALSE when @folder says nothing new of a conversation that is @before. */
static gboolean
judge (DyzurFolder    folder,
       DyzurStatus    before,
       DyzurStatus   *status,
       DyzurActivity *activity)
{
  switch (folder)
    {
    case DYZUR_FOLDER_SPAM:
      *status = DYZUR_STATUS_SPAM;
      *activity = DYZUR_ACTIVITY_SPAM;
      return before != DYZUR_STATUS_SPAM;

    case DYZUR_FOLDER_ARCHIVE:
      *status = DYZUR_STATUS_ARCHIVED;
      *activity = DYZUR_ACTIVITY_ARCHIVED;
      return before != DYZUR_STATUS_ARCHIVED;

    case DYZUR_FOLDER_TRASH:
      *status = DYZUR_STATUS_RESOLVED;
      *activity = DYZUR_ACTIVITY_TRASHED;
      return !dyzur_status_is_done (before);

    case DYZUR_FOLDER_INBOX:
      *status = DYZUR_STATUS_OPEN;
      *activity = DYZUR_ACTIVITY_REOPENED;
      return dyzur_status_is_away (before);

    case DYZUR_FOLDER_UNKNOWN:
    default:
      return FALSE;
    }
}

/* Whether it is resolved because its mail was thrown away, and nothing was done with it since. */
static gboolean
was_thrown_away (DyzurIngest        *self,
                 const DyzurUpkeep  *upkeep,
                 gboolean           *thrown_away,
                 GError            **error)
{
  gint64 last = 0;

  if (!dyzur_db_int64 (self->db, &last, error,
                       "SELECT activity FROM messages WHERE conversation_id = ? AND kind = ? "
                       "ORDER BY sent_at DESC, id DESC LIMIT 1", "li", upkeep->id, (int) DYZUR_MESSAGE_ACTIVITY))
    return FALSE;
  *thrown_away = upkeep->status == DYZUR_STATUS_RESOLVED && last == DYZUR_ACTIVITY_TRASHED;
  return TRUE;
}

static gboolean
take_folder (DyzurIngest  *self,
             DyzurUpkeep  *upkeep,
             DyzurFolder   folder,
             GError      **error)
{
  DyzurStatus status;
  DyzurActivity activity;
  gboolean thrown_away = FALSE;
  guint pending;

  if (folder == DYZUR_FOLDER_INBOX && !was_thrown_away (self, upkeep, &thrown_away, error))
    return FALSE;
  if (!judge (folder, upkeep->status, &status, &activity) && !thrown_away)
    return TRUE;
  if (!_dyzur_ingest_pending_kinds (self, upkeep->id, &pending, error))
    return FALSE;
  if ((pending & (1u << DYZUR_ACTION_STATUS)) != 0)
    return TRUE;
  _dyzur_upkeep_set_status (upkeep, status, 0);
  return _dyzur_upkeep_recount (upkeep, self->db, error) &&
         _dyzur_upkeep_note (upkeep, self->db, activity, NULL, NULL, NULL, dyzur_clock_now (), self->changes, error);
}

gboolean
_dyzur_ingest_take_folder (DyzurIngest  *self,
                           gint64        message_id,
                           DyzurFolder   folder,
                           GError      **error)
{
  DyzurUpkeep *upkeep;
  gint64 conversation_id;

  if (!is_last (self, message_id, &conversation_id, error))
    return FALSE;
  if (conversation_id == 0)
    return TRUE;
  upkeep = _dyzur_ingest_get_upkeep (self, conversation_id, error);
  return upkeep != NULL && (upkeep->has_remote || take_folder (self, upkeep, folder, error));
}

gboolean
_dyzur_ingest_folder (DyzurIngest       *self,
                      const DyzurEvent  *event,
                      GError           **error)
{
  gint64 id = 0;

  if (event->message == NULL || !_dyzur_ingest_find_message (self, event->message, &id, error))
    return event->message == NULL;
  return id == 0 || _dyzur_ingest_take_folder (self, id, event->folder, error);
}
