/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-practice-talk-private.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-practice-message-private.h"
#include "dyzur-practice-time-private.h"
#include "dyzur-practice.h"

#define REPLY_WINDOW (24 * DYZUR_HOUR)

static void
begin_waiting (DyzurPracticeTalk *self,
               gint64             at)
{
  if (self->record->waiting_since != 0)
    return;
  self->record->waiting_since = at;
  self->record->due_at = at + self->answer_within;
}

static void
end_waiting (DyzurPracticeTalk *self)
{
  self->record->waiting_since = 0;
  self->record->due_at = 0;
}

static void
count_incoming (DyzurPracticeTalk *self,
                gint64             at)
{
  DyzurConversationRecord *record = self->record;

  if (record->channel == DYZUR_CHANNEL_WHATSAPP)
    record->reply_until = at + REPLY_WINDOW;
  if (record->bot_active)
    return;
  record->unread++;
  begin_waiting (self, at);
}

static gboolean
names_me (const DyzurPracticeTalk *self,
          const char              *text)
{
  g_autofree char *mention =
    g_strconcat ("@", _dyzur_practice_data_get_agent_name (self->data, DYZUR_PRACTICE_ME), NULL);

  return strstr (text, mention) != NULL;
}

static void
count_message (DyzurPracticeTalk        *self,
               const DyzurMessageRecord *message)
{
  DyzurConversationRecord *record = self->record;

  record->last_activity_at = message->sent_at;
  if (message->kind == DYZUR_MESSAGE_NOTE)
    {
      record->mentioned |= g_strcmp0 (message->author_id, DYZUR_PRACTICE_ME) != 0 && names_me (self, message->text);
      return;
    }
  g_free (record->preview);
  record->preview = _dyzur_practice_message_preview (message);
  record->preview_author = message->author_kind;
  if (message->kind == DYZUR_MESSAGE_INCOMING)
    {
      count_incoming (self, message->sent_at);
      return;
    }
  end_waiting (self);
  if (message->author_kind != DYZUR_AUTHOR_AGENT)
    return;
  record->unread = 0;
  record->bot_active = FALSE;
}

static void
set_assignee (DyzurPracticeTalk *self,
              const char        *id)
{
  g_free (self->record->assignee_id);
  g_free (self->record->assignee_name);
  self->record->assignee_id = g_strdup (id);
  self->record->assignee_name = g_strdup (_dyzur_practice_data_get_agent_name (self->data, id));
}

static void
set_status (DyzurPracticeTalk *self,
            DyzurStatus        status,
            gint64             until)
{
  self->record->status = status;
  self->record->snoozed_until = until;
  if (status == DYZUR_STATUS_OPEN)
    return;
  end_waiting (self);
  self->record->unread = 0;
}

static void
hand_over (DyzurPracticeTalk *self,
           gint64             at)
{
  DyzurConversationRecord *record = self->record;

  record->bot_active = FALSE;
  record->unread = MAX (record->unread, 1);
  set_status (self, DYZUR_STATUS_OPEN, 0);
  begin_waiting (self, at);
}

static void
count_activity (DyzurPracticeTalk        *self,
                const DyzurMessageRecord *message)
{
  switch (message->activity)
    {
    case DYZUR_ACTIVITY_RESOLVED:
      set_status (self, DYZUR_STATUS_RESOLVED, 0);
      break;

    case DYZUR_ACTIVITY_SPAM:
      set_status (self, DYZUR_STATUS_SPAM, 0);
      break;

    case DYZUR_ACTIVITY_ARCHIVED:
      set_status (self, DYZUR_STATUS_ARCHIVED, 0);
      break;

    case DYZUR_ACTIVITY_PENDING:
      set_status (self, DYZUR_STATUS_PENDING, 0);
      break;

    case DYZUR_ACTIVITY_SNOOZED:
      set_status (self, DYZUR_STATUS_SNOOZED, g_ascii_strtoll (message->text, NULL, 10));
      break;

    case DYZUR_ACTIVITY_OPENED:
    case DYZUR_ACTIVITY_REOPENED:
      set_status (self, DYZUR_STATUS_OPEN, 0);
      break;

    case DYZUR_ACTIVITY_ASSIGNED:
      set_assignee (self, _dyzur_practice_data_get_agent_id (self->data, message->text));
      break;

    case DYZUR_ACTIVITY_UNASSIGNED:
      set_assignee (self, NULL);
      break;

    case DYZUR_ACTIVITY_PRIORITY:
      self->record->priority = dyzur_priority_from_string (message->text);
      break;

    case DYZUR_ACTIVITY_HANDOFF:
      hand_over (self, message->sent_at);
      break;

    case DYZUR_ACTIVITY_MERGED:
    case DYZUR_ACTIVITY_SPLIT:
    case DYZUR_ACTIVITY_SPLIT_FROM:
    case DYZUR_ACTIVITY_MERGE_UNDONE:
    case DYZUR_ACTIVITY_SPLIT_UNDONE:
    case DYZUR_ACTIVITY_NONE:
    case DYZUR_ACTIVITY_LABELLED:
    case DYZUR_ACTIVITY_UNLABELLED:
    case DYZUR_ACTIVITY_TRASHED:
    default:
      break;
    }
}

/* Takes @message into the conversation: nothing stands before what was there already. */
static DyzurMessageRecord *
take (DyzurPracticeTalk  *self,
      DyzurMessageRecord *message)
{
  guint n = self->messages->len;

  self->n_ids++;
  message->remote_id = self->run == NULL ? g_strdup_printf ("%s-%02u", self->record->remote_id, self->n_ids)
                                         : g_strdup_printf ("%s-%s-%02u", self->record->remote_id, self->run,
                                                            self->n_ids);
  message->conversation_remote_id = g_strdup (self->record->remote_id);
  if (n > 0)
    message->sent_at = MAX (message->sent_at,
                            ((DyzurMessageRecord *) g_ptr_array_index (self->messages, n - 1))->sent_at + 1);
  if (self->record->created_at == 0)
    self->record->created_at = message->sent_at;
  g_ptr_array_add (self->messages, message);
  if (message->kind == DYZUR_MESSAGE_ACTIVITY)
    count_activity (self, message);
  else
    count_message (self, message);
  return message;
}

static const char *
contact_address (const DyzurContactRecord *contact,
                 DyzurChannel              channel)
{
  const char *login = dyzur_contact_record_get_point (contact, DYZUR_POINT_LOGIN);
  const char *email = dyzur_contact_record_get_point (contact, DYZUR_POINT_EMAIL);

  if (channel == DYZUR_CHANNEL_WHATSAPP)
    return dyzur_contact_record_get_point (contact, DYZUR_POINT_PHONE);
  if (channel == DYZUR_CHANNEL_MESSENGER || channel == DYZUR_CHANNEL_ALLEGRO)
    return login;
  return email != NULL ? email : login;
}

static GStrv
read_labels (const DyzurJson *script)
{
  const DyzurJson *labels = dyzur_json_peek (script, "labels");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; labels != NULL && i < dyzur_json_get_length (labels); i++)
    g_strv_builder_add (builder, dyzur_json_peek_text (dyzur_json_get_element (labels, i), NULL));
  return g_strv_builder_end (builder);
}

static DyzurConversationRecord *
read_record (const DyzurPracticeData  *data,
             const DyzurContactRecord *contact,
             const DyzurJson          *script,
             const char               *id)
{
  DyzurConversationRecord *record = dyzur_conversation_record_new ();
  const char *channel = dyzur_json_peek_text (script, "channel");
  const DyzurJson *inbox = _dyzur_practice_data_get_inbox (data, channel);

  record->remote_id = g_strdup (id);
  record->channel = dyzur_channel_from_string (channel);
  record->inbox_id = dyzur_json_dup_text (inbox, "id");
  record->inbox_name = dyzur_json_dup_text (inbox, "name");
  record->contact_name = g_strdup (contact->name);
  record->contact_address = g_strdup (contact_address (contact, record->channel));
  record->subject = dyzur_json_dup_text (script, "subject");
  record->priority = dyzur_priority_from_string (dyzur_json_peek_text (script, "priority"));
  record->labels = read_labels (script);
  record->angry = dyzur_json_to_flag (script, "angry", FALSE);
  record->bot_active = dyzur_json_to_flag (script, "bot_active", FALSE);
  return record;
}

/**
 * _dyzur_practice_talk_new:
 * @script: (transfer none): lives as long as @data
 * @run: (nullable): what identifiers carry that are made after the shop opened
 *
 * Returns: (transfer full): a conversation in which nothing has been said
 */
DyzurPracticeTalk *
_dyzur_practice_talk_new (const DyzurPracticeData *data,
                          const DyzurJson         *script,
                          const char              *id,
                          const char              *run)
{
  DyzurPracticeTalk *self = g_new0 (DyzurPracticeTalk, 1);
  const char *channel = dyzur_json_peek_text (script, "channel");

  self->data = data;
  self->script = script;
  self->laid_at = data->start_at;
  self->contact = _dyzur_practice_data_get_contact (data, dyzur_json_peek_text (script, "contact"));
  self->record = read_record (data, self->contact, script, id);
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_message_record_free);
  self->run = g_strdup (run);
  self->answer_within = _dyzur_practice_time_span (dyzur_json_peek_text (_dyzur_practice_data_get_inbox (data, channel),
                                                                         "answer_within"));
  return self;
}

void
_dyzur_practice_talk_free (DyzurPracticeTalk *self)
{
  dyzur_conversation_record_free (self->record);
  dyzur_conversation_record_free (self->opened_with);
  g_ptr_array_unref (self->messages);
  g_free (self->run);
  g_free (self);
}

/* What the script states of the conversation as a whole, whatever its messages led to */
static void
state_outcome (DyzurPracticeTalk *self)
{
  const char *due = dyzur_json_peek_text (self->script, "due");
  const char *until = dyzur_json_peek_text (self->script, "snoozed_until");

  set_status (self, dyzur_status_from_string (dyzur_json_peek_text (self->script, "status")), 0);
  set_assignee (self, dyzur_json_peek_text (self->script, "assignee"));
  if (due != NULL)
    self->record->due_at = _dyzur_practice_time_resolve (due, self->laid_at);
  if (until != NULL)
    self->record->snoozed_until = _dyzur_practice_time_resolve (until, self->laid_at);
}

/**
 * _dyzur_practice_talk_lay_history:
 * @laid_at: ms UTC: when the shop opened, this time or in an earlier run
 *
 * Says everything the script has, as it happened before that. Done once more, it all happened around another moment.
 */
void
_dyzur_practice_talk_lay_history (DyzurPracticeTalk *self,
                                  gint64             laid_at)
{
  const DyzurJson *steps = dyzur_json_peek (self->script, "messages");
  DyzurConversationRecord *record = read_record (self->data, self->contact, self->script, self->record->remote_id);
  char *run = g_steal_pointer (&self->run);

  dyzur_conversation_record_free (self->record);
  self->record = record;
  self->laid_at = laid_at;
  self->n_ids = 0;
  g_ptr_array_set_size (self->messages, 0);
  for (guint i = 0; i < dyzur_json_get_length (steps); i++)
    {
      const DyzurJson *step = dyzur_json_get_element (steps, i);

      _dyzur_practice_talk_add_step (self, step, _dyzur_practice_time_resolve (dyzur_json_peek_text (step, "at"),
                                                                               laid_at));
    }
  self->run = run;
  state_outcome (self);
  dyzur_conversation_record_free (self->opened_with);
  self->opened_with = dyzur_conversation_record_copy (self->record);
  self->n_opened_with = self->messages->len;
}

/* The argument of an activity as core wants it: a time for "until" */
static char *
activity_argument (const DyzurPracticeTalk *self,
                   DyzurActivity            activity,
                   const char              *argument)
{
  if (activity == DYZUR_ACTIVITY_SNOOZED && argument != NULL)
    return g_strdup_printf ("%" G_GINT64_FORMAT, _dyzur_practice_time_resolve (argument, self->laid_at));
  return g_strdup (argument);
}

/**
 * _dyzur_practice_talk_add_step:
 * @step: a message, a note or an activity of the script
 *
 * Returns: (transfer none): what was added
 */
DyzurMessageRecord *
_dyzur_practice_talk_add_step (DyzurPracticeTalk *self,
                               const DyzurJson   *step,
                               gint64             at)
{
  const char *what = dyzur_json_peek_text (step, "do");
  const char *by = dyzur_json_peek_text (step, "by");
  DyzurActivity activity = dyzur_activity_from_string (what);
  g_autofree char *argument = NULL;

  if (what == NULL)
    return take (self, _dyzur_practice_message_from_step (self, step, at));
  argument = activity_argument (self, activity, dyzur_json_peek_text (step, "arg"));
  return _dyzur_practice_talk_add_activity (self, activity, argument, by, at);
}

DyzurMessageRecord *
_dyzur_practice_talk_add_answer (DyzurPracticeTalk *self,
                                 const char        *text,
                                 gint64             at)
{
  return take (self, _dyzur_practice_message_from_text (self, text, at));
}

/**
 * _dyzur_practice_talk_add_ours:
 * @message: as the person at the console wrote it
 * @key: becomes its client_id
 *
 * Returns: (transfer none): what the shop has of it
 */
DyzurMessageRecord *
_dyzur_practice_talk_add_ours (DyzurPracticeTalk        *self,
                               const DyzurMessageRecord *message,
                               DyzurMessageKind          kind,
                               const char               *key,
                               gint64                    at)
{
  DyzurMessageRecord *copy = dyzur_message_record_copy (message);

  g_clear_pointer (&copy->remote_id, g_free);
  g_clear_pointer (&copy->conversation_remote_id, g_free);
  g_free (copy->client_id);
  copy->id = 0;
  copy->conversation_id = 0;
  copy->client_id = g_strdup (key);
  copy->kind = kind;
  copy->author_kind = DYZUR_AUTHOR_AGENT;
  copy->delivery = kind == DYZUR_MESSAGE_NOTE ? DYZUR_DELIVERY_NONE : DYZUR_DELIVERY_SENT;
  copy->sent_at = at;
  copy->send_at = 0;
  if (copy->author_id == NULL)
    copy->author_id = g_strdup (DYZUR_PRACTICE_ME);
  if (copy->author_name == NULL)
    copy->author_name = g_strdup (_dyzur_practice_data_get_agent_name (self->data, DYZUR_PRACTICE_ME));
  if (copy->text == NULL)
    copy->text = g_strdup ("");
  return take (self, copy);
}

/**
 * _dyzur_practice_talk_add_activity:
 * @argument: (nullable): as #DyzurActivity says
 * @by: (nullable): id of a colleague or the bot; %NULL = it happened by itself
 */
DyzurMessageRecord *
_dyzur_practice_talk_add_activity (DyzurPracticeTalk *self,
                                   DyzurActivity      activity,
                                   const char        *argument,
                                   const char        *by,
                                   gint64             at)
{
  DyzurMessageRecord *message = dyzur_message_record_new ();

  message->kind = DYZUR_MESSAGE_ACTIVITY;
  message->activity = activity;
  message->sent_at = at;
  message->text = g_strdup (argument != NULL ? argument : "");
  message->author_kind = by == NULL                                          ? DYZUR_AUTHOR_SYSTEM
                         : _dyzur_practice_data_is_bot (self->data, by) ? DYZUR_AUTHOR_BOT
                                                                             : DYZUR_AUTHOR_AGENT;
  message->author_id = g_strdup (by);
  message->author_name = g_strdup (by != NULL ? _dyzur_practice_data_get_agent_name (self->data, by) : NULL);
  return take (self, message);
}

/**
 * _dyzur_practice_talk_find:
 *
 * Returns: (transfer none) (nullable)
 */
DyzurMessageRecord *
_dyzur_practice_talk_find (DyzurPracticeTalk *self,
                           const char        *remote_id)
{
  for (guint i = self->messages->len; i > 0; i--)
    {
      DyzurMessageRecord *message = g_ptr_array_index (self->messages, i - 1);

      if (strcmp (message->remote_id, remote_id) == 0)
        return message;
    }
  return NULL;
}

/**
 * _dyzur_practice_talk_is_chat:
 *
 * Returns: whether the channel tells who writes, what was delivered and what was read
 */
gboolean
_dyzur_practice_talk_is_chat (const DyzurPracticeTalk *self)
{
  return self->record->channel != DYZUR_CHANNEL_EMAIL;
}

/**
 * _dyzur_practice_talk_get_writer:
 *
 * Returns: the name of who does @step
 */
const char *
_dyzur_practice_talk_get_writer (const DyzurPracticeTalk *self,
                                 const DyzurJson         *step)
{
  const char *by = dyzur_json_peek_text (step, "by");

  return by != NULL ? _dyzur_practice_data_get_agent_name (self->data, by) : self->contact->name;
}
