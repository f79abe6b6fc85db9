/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the person at the console does reaches the shop here. */

#include "config.h"

#include "dyzur-practice-world-private.h"
#include "dyzur-practice.h"

static gboolean
refuse (GError           **error,
        DyzurRemoteError   code,
        const char        *why)
{
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, code, why);
  return FALSE;
}

/* WhatsApp's rule: free words only in the 24 hours after the customer's */
static gboolean
may_write (DyzurPracticeWorld *self,
           DyzurPracticeTalk  *talk)
{
  return talk->record->reply_until == 0 || talk->record->reply_until > _dyzur_practice_world_get_time (self);
}

static gboolean
deliver_message (DyzurPracticeWorld *self,
                 DyzurPracticeTalk  *talk,
                 const DyzurAction  *action,
                 DyzurReceipt       *receipt,
                 GError            **error)
{
  gboolean is_note = action->kind == DYZUR_ACTION_NOTE;
  DyzurMessageRecord *message;

  if (!is_note && !may_write (self, talk))
    return refuse (error, DYZUR_REMOTE_ERROR_PERMANENT,
                   "WhatsApp takes free text only within 24 hours of the customer's last message");
  message = _dyzur_practice_talk_add_ours (talk, action->message,
                                           is_note ? DYZUR_MESSAGE_NOTE : DYZUR_MESSAGE_OUTGOING, action->key,
                                           _dyzur_practice_world_get_time (self));
  _dyzur_practice_world_note_taken (self, action->key, message->remote_id);
  _dyzur_practice_world_log_message (self, talk, message);
  _dyzur_practice_world_log_talk (self, talk);
  receipt->remote_id = g_strdup (message->remote_id);
  if (!is_note)
    {
      talk->left_to_us = TRUE;
      _dyzur_practice_world_plan_reaction (self, talk, message->remote_id);
    }
  return TRUE;
}

/* Adds what happened to the conversation under our name; one action on labels may be several of these, so no key */
static void
tell_activity (DyzurPracticeWorld *self,
               DyzurPracticeTalk  *talk,
               const DyzurAction  *action,
               DyzurActivity       activity,
               const char         *argument)
{
  DyzurMessageRecord *message = _dyzur_practice_talk_add_activity (talk, activity, argument, DYZUR_PRACTICE_ME,
                                                                   _dyzur_practice_world_get_time (self));

  if (action->kind == DYZUR_ACTION_STATUS)
    message->client_id = g_strdup (action->key);
  _dyzur_practice_world_log_message (self, talk, message);
}

static DyzurActivity
activity_of_status (DyzurStatus status)
{
  switch (status)
    {
    case DYZUR_STATUS_PENDING: return DYZUR_ACTIVITY_PENDING;
    case DYZUR_STATUS_SNOOZED: return DYZUR_ACTIVITY_SNOOZED;
    case DYZUR_STATUS_RESOLVED: return DYZUR_ACTIVITY_RESOLVED;
    case DYZUR_STATUS_SPAM: return DYZUR_ACTIVITY_SPAM;
    case DYZUR_STATUS_ARCHIVED: return DYZUR_ACTIVITY_ARCHIVED;
    case DYZUR_STATUS_OPEN:
    case DYZUR_STATUS_DRAFT:
    default: return DYZUR_ACTIVITY_REOPENED;
    }
}

static void
deliver_status (DyzurPracticeWorld *self,
                DyzurPracticeTalk  *talk,
                const DyzurAction  *action)
{
  g_autofree char *until = NULL;

  talk->left_to_us = TRUE;
  if (talk->record->status == action->status && talk->record->snoozed_until == action->snoozed_until)
    return;
  if (action->status == DYZUR_STATUS_SNOOZED)
    until = g_strdup_printf ("%" G_GINT64_FORMAT, action->snoozed_until);
  tell_activity (self, talk, action, activity_of_status (action->status), until);
}

static gboolean
deliver_assignee (DyzurPracticeWorld *self,
                  DyzurPracticeTalk  *talk,
                  const DyzurAction  *action,
                  GError            **error)
{
  const char *name = NULL;

  if (action->assignee_id != NULL)
    {
      name = _dyzur_practice_data_get_agent_name (self->data, action->assignee_id);
      if (name == NULL)
        return refuse (error, DYZUR_REMOTE_ERROR_PERMANENT, "Nobody of that name works here");
    }
  talk->left_to_us = TRUE;
  if (g_strcmp0 (talk->record->assignee_id, action->assignee_id) != 0)
    tell_activity (self, talk, action, name != NULL ? DYZUR_ACTIVITY_ASSIGNED : DYZUR_ACTIVITY_UNASSIGNED, name);
  return TRUE;
}

static void
tell_difference (DyzurPracticeWorld *self,
                 DyzurPracticeTalk  *talk,
                 const DyzurAction  *action,
                 GStrv               labels,
                 GStrv               others,
                 DyzurActivity       activity)
{
  for (guint i = 0; labels != NULL && labels[i] != NULL; i++)
    if (others == NULL || !g_strv_contains ((const char * const *) others, labels[i]))
      tell_activity (self, talk, action, activity, labels[i]);
}

static void
deliver_labels (DyzurPracticeWorld *self,
                DyzurPracticeTalk  *talk,
                const DyzurAction  *action)
{
  g_auto(GStrv) old = g_steal_pointer (&talk->record->labels);

  talk->record->labels = g_strdupv (action->labels);
  tell_difference (self, talk, action, action->labels, old, DYZUR_ACTIVITY_LABELLED);
  tell_difference (self, talk, action, old, action->labels, DYZUR_ACTIVITY_UNLABELLED);
}

static void
deliver_priority (DyzurPracticeWorld *self,
                  DyzurPracticeTalk  *talk,
                  const DyzurAction  *action)
{
  if (talk->record->priority != action->priority)
    tell_activity (self, talk, action, DYZUR_ACTIVITY_PRIORITY, dyzur_priority_to_string (action->priority));
}

static void
deliver_seen (DyzurPracticeTalk *talk,
              const DyzurAction *action)
{
  talk->record->unread = action->seen ? 0 : MAX (talk->record->unread, 1);
  if (action->seen)
    talk->record->mentioned = FALSE;
}

static gboolean
deliver_change (DyzurPracticeWorld *self,
                DyzurPracticeTalk  *talk,
                const DyzurAction  *action,
                GError            **error)
{
  switch (action->kind)
    {
    case DYZUR_ACTION_STATUS:
      deliver_status (self, talk, action);
      break;

    case DYZUR_ACTION_ASSIGN:
      if (!deliver_assignee (self, talk, action, error))
        return FALSE;
      break;

    case DYZUR_ACTION_PRIORITY:
      deliver_priority (self, talk, action);
      break;

    case DYZUR_ACTION_LABELS:
      deliver_labels (self, talk, action);
      break;

    case DYZUR_ACTION_SEEN:
      deliver_seen (talk, action);
      break;

    case DYZUR_ACTION_MESSAGE:
    case DYZUR_ACTION_NOTE:
    default:
      break;
    }
  _dyzur_practice_world_log_talk (self, talk);
  return TRUE;
}

/**
 * _dyzur_practice_world_deliver:
 * @receipt: filled on success
 *
 * Does what @action says and writes down what everybody who listens will hear of it.
 */
gboolean
_dyzur_practice_world_deliver (DyzurPracticeWorld *self,
                               const DyzurAction  *action,
                               DyzurReceipt       *receipt,
                               GError            **error)
{
  DyzurPracticeTalk *talk = _dyzur_practice_world_find (self, action->conversation_remote_id);

  if (talk == NULL)
    return refuse (error, DYZUR_REMOTE_ERROR_NOT_FOUND, "The practice shop has no such conversation");
  receipt->filed = TRUE;
  if (action->kind == DYZUR_ACTION_MESSAGE || action->kind == DYZUR_ACTION_NOTE)
    {
      g_return_val_if_fail (action->message != NULL && action->key != NULL, FALSE);
      return deliver_message (self, talk, action, receipt, error);
    }
  return deliver_change (self, talk, action, error);
}
