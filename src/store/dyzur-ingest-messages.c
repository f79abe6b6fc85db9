/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-ingest-private.h"

#include "dyzur-action.h"
#include "dyzur-mailbox.h"
#include "dyzur-attachment-rows-private.h"
#include "dyzur-subject.h"
#include "dyzur-people-private.h"

/* How far apart the clocks may be for an activity of the remote to be the one we wrote ourselves. */
#define SAME_ACTIVITY_MS (10 * 60 * 1000)

static gboolean
is_status_activity (DyzurActivity activity)
{
  return activity == DYZUR_ACTIVITY_OPENED || activity == DYZUR_ACTIVITY_RESOLVED ||
         activity == DYZUR_ACTIVITY_REOPENED || activity == DYZUR_ACTIVITY_PENDING ||
         activity == DYZUR_ACTIVITY_SNOOZED || activity == DYZUR_ACTIVITY_SPAM ||
         activity == DYZUR_ACTIVITY_ARCHIVED || activity == DYZUR_ACTIVITY_UNASSIGNED;
}

/* What we wrote optimistically comes back with a name of the remote; and what has no name at all comes once. */
static gboolean
find_same_activity (DyzurIngest               *self,
                    const DyzurMessageRecord  *message,
                    gint64                     conversation_id,
                    gint64                    *id,
                    GError                   **error)
{
  if (message->kind != DYZUR_MESSAGE_ACTIVITY || message->activity == DYZUR_ACTIVITY_NONE)
    return TRUE;
  return dyzur_db_int64 (self->db, id, error,
                         "SELECT id FROM messages WHERE conversation_id = ? AND sent_at BETWEEN ? AND ? AND kind = 3 "
                         "AND activity = ? AND remote_id IS NULL AND (? OR text = ?) ORDER BY sent_at DESC LIMIT 1",
                         "llliis", conversation_id, message->sent_at - SAME_ACTIVITY_MS,
                         message->sent_at + SAME_ACTIVITY_MS, (int) message->activity,
                         (int) is_status_activity (message->activity), message->text != NULL ? message->text : "");
}

static gboolean
find_nameless_twin (DyzurIngest               *self,
                    const DyzurMessageRecord  *message,
                    gint64                     conversation_id,
                    gint64                    *id,
                    GError                   **error)
{
  if (message->remote_id != NULL || message->client_id != NULL)
    return TRUE;
  return dyzur_db_int64 (self->db, id, error,
                         "SELECT id FROM messages WHERE conversation_id = ? AND sent_at = ? AND kind = ? AND text = ?",
                         "llis", conversation_id, message->sent_at, (int) message->kind,
                         message->text != NULL ? message->text : "");
}

/* A remote that knows neither conversations nor threads (SMS): the talk with this customer in this inbox goes on. */
static gboolean
find_by_contact (DyzurIngest       *self,
                 const DyzurEvent  *event,
                 gint64            *conversation_id,
                 GError           **error)
{
  gint64 contact_id;

  if (event->message->thread_keys != NULL || (event->contact == NULL && event->conversation == NULL))
    return TRUE;
  if (!_dyzur_ingest_find_contact (self, event, 0, &contact_id, error))
    return FALSE;
  return dyzur_db_int64 (self->db, conversation_id, error,
                         "SELECT id FROM conversations WHERE contact_id = ? AND account = ? AND inbox_id = ? "
                         "AND remote_id IS NULL ORDER BY last_activity_at DESC LIMIT 1",
                         "lls", contact_id, self->account,
                         event->conversation != NULL && event->conversation->inbox_id != NULL
                         ? event->conversation->inbox_id : "");
}

/*
 * A program that forgets References, or cut them away: what the customer says they answer, of the same inbox, within
 * a month; and what they had answered when the answer came first. Never somebody else's, whatever the subject.
 */
static gboolean
find_by_subject (DyzurIngest       *self,
                 const DyzurEvent  *event,
                 gint64            *conversation_id,
                 GError           **error)
{
  const DyzurMessageRecord *message = event->message;
  gboolean reply = dyzur_subject_is_reply (message->subject);
  gint64 contact_id;

  if (message->thread_keys == NULL || event->conversation == NULL || message->automatic || message->passed_by != NULL ||
      (!reply && event->live))
    return TRUE;
  return _dyzur_ingest_find_contact (self, event, 0, &contact_id, error) &&
         _dyzur_ingest_find_subject (self, message, contact_id, event->conversation->inbox_id, reply, conversation_id,
                                     error);
}

/* *@id: 0 = it is not here */
static gboolean
find_conversation (DyzurIngest       *self,
                   const DyzurEvent  *event,
                   gint64            *id,
                   GError           **error)
{
  const char *remote_id = event->message->conversation_remote_id;

  *id = 0;
  if (remote_id == NULL && event->conversation != NULL)
    remote_id = event->conversation->remote_id;
  if (remote_id != NULL)
    return _dyzur_ingest_find_conversation (self, remote_id, id, error);
  return _dyzur_ingest_find_thread (self, event->message, id, error) &&
         (*id != 0 || find_by_subject (self, event, id, error)) && (*id != 0 || find_by_contact (self, event, id, error));
}

/* thread_keys without its own identifier, which is remote_id. */
static GStrv
other_keys (const DyzurMessageRecord *message)
{
  if (message->thread_keys == NULL)
    return NULL;
  if (message->remote_id != NULL && message->thread_keys[0] != NULL &&
      g_str_equal (message->thread_keys[0], message->remote_id))
    return message->thread_keys[1] != NULL ? message->thread_keys + 1 : NULL;
  return message->thread_keys;
}

static gint64
insert_message (DyzurIngest               *self,
                const DyzurMessageRecord  *message,
                gint64                     conversation_id,
                gboolean                   seen,
                GError                   **error)
{
  g_autoptr(GBytes) blocks = message->blocks != NULL ? dyzur_blocks_to_bytes (message->blocks) : NULL;

  if (!dyzur_db_exec (self->db, error,
                      "INSERT INTO messages (conversation_id, account, sent_at, kind, author_kind, activity, delivery, "
                      "problem, automatic, seen, remote_id, client_id, author_id, author_name, author_address, subject, "
                      "\"to\", cc, bcc, aside, passed_by, thread_keys, failure, text, blocks) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      "llliiii" "iiissssss" "vvvisvssb", conversation_id, self->account, message->sent_at, (int) message->kind,
                      (int) message->author_kind, (int) message->activity, (int) message->delivery, (int) message->problem,
                      (int) message->automatic, seen, message->remote_id, message->client_id, message->author_id,
                      message->author_name, message->author_address, message->subject, message->to, message->cc,
                      message->bcc, message->aside, message->passed_by, other_keys (message), message->failure,
                      message->text != NULL ? message->text : "", blocks))
    return 0;
  return dyzur_db_last_id (self->db);
}

/*
 * A customer who writes brings the conversation back, unless the bot has it, or somebody said that it is spam: who follows
 * up on that is not heard. What we had queued to close it is too late.
 */
static gboolean
reopen (DyzurIngest               *self,
        DyzurUpkeep               *upkeep,
        const DyzurMessageRecord  *message,
        gboolean                   is_new,
        GError                   **error)
{
  if (upkeep->status == DYZUR_STATUS_OPEN || upkeep->status == DYZUR_STATUS_SPAM || (upkeep->status == DYZUR_STATUS_PENDING && upkeep->bot_active))
    return TRUE;
  _dyzur_upkeep_set_status (upkeep, DYZUR_STATUS_OPEN, 0);
  if (is_new)
    return TRUE;
  return dyzur_db_exec (self->db, error,
                        "DELETE FROM outbox WHERE conversation_id = ? AND kind = ? AND state = 0 AND attempts = 0", "li",
                        upkeep->id, (int) DYZUR_ACTION_STATUS) &&
         _dyzur_upkeep_note (upkeep, self->db, DYZUR_ACTIVITY_REOPENED, NULL, NULL, NULL, message->sent_at, self->changes,
                             error);
}

static gboolean
follow_up (DyzurIngest       *self,
           const DyzurEvent  *event,
           gint64             message_id,
           DyzurUpkeep       *upkeep,
           gboolean           is_new,
           gboolean           seen,
           GError           **error)
{
  const DyzurMessageRecord *message = event->message;
  gboolean asks = message->kind == DYZUR_MESSAGE_INCOMING && message->author_kind == DYZUR_AUTHOR_CUSTOMER;

  if (!seen)
    upkeep->unread++;
  if (event->live && asks && !message->automatic && !reopen (self, upkeep, message, is_new, error))
    return FALSE;
  if (event->live && asks && upkeep->status != DYZUR_STATUS_SPAM)
    {
      DyzurArrival arrival = { .conversation_id = upkeep->id, .message_id = message_id };

      g_array_append_val (self->arrived, arrival);
    }
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_TIMELINES, upkeep->id);
  return _dyzur_upkeep_add (upkeep, self->db, message, error);
}

/*
 * Unseen is what a customer wrote and nobody saw there. Where the remote counts for itself, its history is in its count
 * already.
 */
static gboolean
is_seen (const DyzurEvent  *event,
         const DyzurUpkeep *upkeep)
{
  return event->seen || event->message->kind != DYZUR_MESSAGE_INCOMING ||
         event->message->author_kind != DYZUR_AUTHOR_CUSTOMER || (upkeep->has_remote && !event->live);
}

/* Who writes into a talk that is there already may have a name by now, or be somebody else. */
static gboolean
meet_author (DyzurIngest       *self,
             const DyzurEvent  *event,
             GError           **error)
{
  gint64 contact_id;

  return event->contact == NULL || event->contact->points->len == 0 ||
         event->message->kind != DYZUR_MESSAGE_INCOMING ||
         _dyzur_ingest_find_contact (self, event, 0, &contact_id, error);
}

static gboolean
has_mailbox (GStrv       mailboxes,
             const char *key)
{
  for (guint i = 0; mailboxes != NULL && mailboxes[i] != NULL; i++)
    {
      g_autofree char *other = dyzur_mailbox_key (mailboxes[i]);

      if (g_str_equal (other, key))
        return TRUE;
    }
  return FALSE;
}

/* Whether somebody the conversation was passed on to writes back: not the customer, and not whom the customer named. */
static gboolean
writes_aside (DyzurIngest               *self,
              const DyzurMessageRecord  *message,
              gint64                     conversation_id,
              gboolean                  *aside,
              GError                   **error)
{
  g_autofree char *key = dyzur_mailbox_key (message->author_address);
  g_autofree char *customer = NULL;
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (self->db,
                         "SELECT \"to\", cc, bcc FROM messages WHERE conversation_id = ? AND kind = 1 AND aside", "l",
                         conversation_id);
  while (!*aside && dyzur_rows_next (rows))
    for (int column = 0; column < 3; column++)
      {
        g_auto(GStrv) mailboxes = dyzur_rows_dup_strv (rows, column);

        *aside |= has_mailbox (mailboxes, key);
      }
  if (!dyzur_rows_end (&rows, error) ||
      !dyzur_db_text (self->db, &customer, error, "SELECT contact_address FROM conversations WHERE id = ?", "l",
                      conversation_id))
    return FALSE;
  if (customer != NULL && has_mailbox ((char *[]) { customer, NULL }, key))
    *aside = FALSE;
  return TRUE;
}

static gboolean
find_side (DyzurIngest         *self,
           DyzurMessageRecord  *message,
           gint64               conversation_id,
           gboolean             is_new,
           GError             **error)
{
  message->aside = message->aside && !is_new;
  return is_new || message->kind != DYZUR_MESSAGE_INCOMING || message->author_address == NULL ||
         writes_aside (self, message, conversation_id, &message->aside, error);
}

static gboolean
add_message (DyzurIngest       *self,
             const DyzurEvent  *event,
             gint64             conversation_id,
             gboolean           is_new,
             GError           **error)
{
  DyzurUpkeep *upkeep = _dyzur_ingest_get_upkeep (self, conversation_id, error);
  gboolean seen;
  gint64 id;

  if (upkeep == NULL)
    return FALSE;
  if (!find_side (self, event->message, conversation_id, is_new, error))
    return FALSE;
  seen = is_seen (event, upkeep);
  if ((!is_new && !meet_author (self, event, error)) ||
      !_dyzur_ingest_tie_thread (self, event->message, conversation_id, error))
    return FALSE;
  id = insert_message (self, event->message, conversation_id, seen, error);
  return id != 0 &&
         _dyzur_attachments_of_message (self->db, self->directory, id, event->message->attachments, error) &&
         _dyzur_people_written (self->db, self->account, event->message, error) &&
         follow_up (self, event, id, upkeep, is_new, seen, error);
}

gboolean
_dyzur_ingest_message (DyzurIngest       *self,
                       const DyzurEvent  *event,
                       GError           **error)
{
  gboolean is_new;
  gint64 conversation_id;
  gint64 id = 0;

  if (event->message == NULL)
    return TRUE;
  if (!_dyzur_ingest_find_message (self, event->message, &id, error))
    return FALSE;
  if (id != 0)
    return _dyzur_ingest_update_message (self, id, event, error);
  if (!find_conversation (self, event, &conversation_id, error))
    return FALSE;
  is_new = conversation_id == 0;
  if (is_new && _dyzur_ingest_is_forgotten (self, event))
    return TRUE;
  if (is_new)
    conversation_id = _dyzur_ingest_add_conversation (self, event, error);
  if (conversation_id == 0 ||
      !find_same_activity (self, event->message, conversation_id, &id, error) ||
      (id == 0 && !find_nameless_twin (self, event->message, conversation_id, &id, error)))
    return FALSE;
  if (id != 0)
    return _dyzur_ingest_update_message (self, id, event, error);
  return add_message (self, event, conversation_id, is_new, error);
}
