/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-ingest-private.h"

#include "dyzur-action.h"
#include "dyzur-clock.h"

/*
 * Where the remote knows no conversations, what is said about the customer's last message is said about the
 * conversation. Older messages may bear what was true then.
 */
static gboolean
find_subject (DyzurIngest  *self,
              gint64        message_id,
              gint64       *conversation_id,
              gint64       *sent_at,
              GError      **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  *conversation_id = 0;
  rows = dyzur_db_query (self->db,
                         "SELECT conversation_id, sent_at FROM messages m WHERE id = ? AND kind = 0 AND NOT EXISTS "
                         "(SELECT 1 FROM messages n WHERE n.conversation_id = m.conversation_id AND n.kind = 0 "
                         "AND (n.sent_at, n.id) > (m.sent_at, m.id))",
                         "l", message_id);
  if (dyzur_rows_next (rows))
    {
      *conversation_id = dyzur_rows_int64 (rows, 0);
      *sent_at = dyzur_rows_int64 (rows, 1);
    }
  return dyzur_rows_end (&rows, error);
}

/* History is taken over in silence. */
static gboolean
note (DyzurIngest       *self,
      const DyzurEvent  *event,
      DyzurUpkeep       *upkeep,
      DyzurActivity      activity,
      const char        *text,
      GError           **error)
{
  return !event->live ||
         _dyzur_upkeep_note (upkeep, self->db, activity, text, NULL, NULL, dyzur_clock_now (), self->changes, error);
}

static gboolean
take_status (DyzurIngest       *self,
             const DyzurEvent  *event,
             DyzurUpkeep       *upkeep,
             GError           **error)
{
  gboolean resolved = (event->marks & DYZUR_MARK_RESOLVED) != 0;

  if (resolved == dyzur_status_is_done (upkeep->status) ||
      (!resolved && (event->marks & DYZUR_MARK_OPEN) == 0))
    return TRUE;
  _dyzur_upkeep_set_status (upkeep, resolved ? DYZUR_STATUS_RESOLVED : DYZUR_STATUS_OPEN, 0);
  return note (self, event, upkeep, resolved ? DYZUR_ACTIVITY_RESOLVED : DYZUR_ACTIVITY_REOPENED, NULL, error);
}

/* A colleague of whom only this is known can be given something too. */
static gboolean
know_agent (DyzurIngest       *self,
            const DyzurEvent  *event,
            GError           **error)
{
  if (event->remote_id == NULL || event->name == NULL)
    return TRUE;
  if (!dyzur_db_exec (self->db, error, "INSERT INTO agents (account, id, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                      "lss", self->account, event->remote_id, event->name))
    return FALSE;
  if (dyzur_db_changes (self->db) > 0)
    dyzur_change_set_add (self->changes, DYZUR_CHANGED_KNOWLEDGE, 0);
  return TRUE;
}

static gboolean
take_assignee (DyzurIngest       *self,
               const DyzurEvent  *event,
               DyzurUpkeep       *upkeep,
               GError           **error)
{
  gboolean nobody = event->remote_id == NULL;

  if (!know_agent (self, event, error) ||
      !dyzur_db_exec (self->db, error, "UPDATE conversations SET assignee_id = ?1, assignee_name = ?2 WHERE id = ?3 "
                      "AND assignee_id IS NOT ?1", "ssl", event->remote_id, event->name, upkeep->id))
    return FALSE;
  if (dyzur_db_changes (self->db) == 0)
    return TRUE;
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_CONVERSATIONS, upkeep->id);
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_VIEWS, 0);
  return note (self, event, upkeep, nobody ? DYZUR_ACTIVITY_UNASSIGNED : DYZUR_ACTIVITY_ASSIGNED, event->name, error);
}

/* A flag knows less than we do: urgent stays urgent. */
static gboolean
take_flag (DyzurIngest       *self,
           const DyzurEvent  *event,
           DyzurUpkeep       *upkeep,
           GError           **error)
{
  gboolean flagged = (event->marks & DYZUR_MARK_FLAGGED) != 0;
  DyzurPriority priority = flagged ? DYZUR_PRIORITY_HIGH : DYZUR_PRIORITY_NONE;

  if (!dyzur_db_exec (self->db, error, "UPDATE conversations SET priority = ? WHERE id = ? AND (priority >= ?) != ?",
                      "ilii", (int) priority, upkeep->id, (int) DYZUR_PRIORITY_HIGH, (int) flagged))
    return FALSE;
  if (dyzur_db_changes (self->db) == 0)
    return TRUE;
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_CONVERSATIONS, upkeep->id);
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_VIEWS, 0);
  return note (self, event, upkeep, DYZUR_ACTIVITY_PRIORITY, dyzur_priority_to_string (priority), error);
}

/* Answered with another program, whose answer may never come here: nobody waits any more. */
static void
take_answer (DyzurUpkeep *upkeep,
             gint64       sent_at)
{
  if (upkeep->answered_at >= sent_at)
    return;
  upkeep->answered_at = sent_at;
  upkeep->waiting_since = 0;
  upkeep->dirty = TRUE;
}

static gboolean
take_marks (DyzurIngest       *self,
            const DyzurEvent  *event,
            DyzurUpkeep       *upkeep,
            gint64             sent_at,
            GError           **error)
{
  guint pending;

  if (!_dyzur_ingest_pending_kinds (self, upkeep->id, &pending, error))
    return FALSE;
  if ((event->marks & DYZUR_MARK_ANSWERED) != 0)
    take_answer (upkeep, sent_at);
  return ((pending & (1u << DYZUR_ACTION_STATUS)) != 0 || take_status (self, event, upkeep, error)) &&
         ((pending & (1u << DYZUR_ACTION_ASSIGN)) != 0 || (event->marks & DYZUR_MARK_ASSIGNED) == 0 ||
          take_assignee (self, event, upkeep, error)) &&
         ((pending & (1u << DYZUR_ACTION_PRIORITY)) != 0 ||
          (event->marks & (DYZUR_MARK_FLAGGED | DYZUR_MARK_UNFLAGGED)) == 0 || take_flag (self, event, upkeep, error));
}

/* What is on its way from here is not known there yet: then the old says nothing. */
gboolean
_dyzur_ingest_marks (DyzurIngest       *self,
                     const DyzurEvent  *event,
                     GError           **error)
{
  DyzurUpkeep *upkeep;
  gint64 id = 0, conversation_id = 0, sent_at = 0;

  if (event->message == NULL || !_dyzur_ingest_find_message (self, event->message, &id, error))
    return event->message == NULL;
  if (id == 0)
    return TRUE;
  if (!find_subject (self, id, &conversation_id, &sent_at, error))
    return FALSE;
  if (conversation_id == 0)
    return TRUE;
  upkeep = _dyzur_ingest_get_upkeep (self, conversation_id, error);
  return upkeep != NULL && (upkeep->has_remote || take_marks (self, event, upkeep, sent_at, error));
}
