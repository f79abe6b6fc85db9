/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-practice-world-private.h"

#include <string.h>

#include "dyzur-clock.h"

#define BATCH_MESSAGES 50
#define LIVE_FOR (5 * DYZUR_MINUTE)

typedef struct
{
  char  *remote_id;
  guint  count;
} Taken;

static void
free_taken (gpointer data)
{
  Taken *taken = data;

  g_free (taken->remote_id);
  g_free (taken);
}

static int
compare_newest (gconstpointer a,
                gconstpointer b)
{
  const DyzurPracticeTalk *x = *(const DyzurPracticeTalk * const *) a;
  const DyzurPracticeTalk *y = *(const DyzurPracticeTalk * const *) b;

  if (x->record->last_activity_at != y->record->last_activity_at)
    return x->record->last_activity_at < y->record->last_activity_at ? 1 : -1;
  return strcmp (x->record->remote_id, y->record->remote_id);
}

static void
lay_history (DyzurPracticeWorld *self)
{
  for (guint file = 0; file < G_N_ELEMENTS (self->data->conversations); file++)
    {
      const DyzurJson *list = self->data->conversations[file];

      for (guint i = 0; i < dyzur_json_get_length (list); i++)
        {
          const DyzurJson *script = dyzur_json_get_element (list, i);

          _dyzur_practice_talk_lay_history (_dyzur_practice_world_open (self, script,
                                                                        dyzur_json_peek_text (script, "id"),
                                                                        self->run),
                                            self->start_at);
        }
    }
  self->n_history = self->talks->len;
  g_ptr_array_sort (self->talks, compare_newest);
}

static void
introduce_agents (DyzurPracticeWorld *self)
{
  const DyzurJson *agents = dyzur_json_peek (self->data->shop, "agents");

  for (guint i = 0; i < dyzur_json_get_length (agents); i++)
    {
      const DyzurJson *agent = dyzur_json_get_element (agents, i);

      _dyzur_practice_world_log_agent (self, dyzur_json_peek_text (agent, "id"),
                                       dyzur_json_to_flag (agent, "online", FALSE));
    }
}

/* A number in digits and letters, short: for identifiers */
static char *
to_base36 (guint64 n)
{
  char digits[16];
  char *p = digits + sizeof digits - 1;

  *p = '\0';
  do
    *--p = "0123456789abcdefghijklmnopqrstuvwxyz"[n % 36];
  while ((n /= 36) > 0);
  return g_strdup (p);
}

static DyzurEvent *
copy_event (const DyzurEvent *event)
{
  DyzurEvent *copy = dyzur_event_new (event->kind);

  copy->live = event->live;
  copy->conversation = dyzur_conversation_record_copy (event->conversation);
  copy->message = dyzur_message_record_copy (event->message);
  copy->contact = dyzur_contact_record_copy (event->contact);
  copy->remote_id = g_strdup (event->remote_id);
  copy->name = g_strdup (event->name);
  copy->presence = event->presence;
  copy->seen = event->seen;
  copy->online = event->online;
  return copy;
}

static DyzurEvent *
new_event (DyzurEventKind     kind,
           DyzurPracticeTalk *talk)
{
  DyzurEvent *event = dyzur_event_new (kind);

  event->live = TRUE;
  event->remote_id = g_strdup (talk->record->remote_id);
  event->contact = dyzur_contact_record_copy (talk->contact);
  return event;
}

/**
 * _dyzur_practice_world_new:
 *
 * Returns: (transfer full): the shop as it opens
 */
DyzurPracticeWorld *
_dyzur_practice_world_new (gint64 start_at,
                           guint  seed,
                           double speed)
{
  DyzurPracticeWorld *self = g_new0 (DyzurPracticeWorld, 1);

  self->data = _dyzur_practice_data_new (start_at);
  self->start_at = start_at;
  self->laid_at = start_at;
  self->anchor_time = start_at;
  self->seed = seed;
  self->speed = speed;
  self->run = to_base36 (start_at / DYZUR_SECOND);
  self->talks = g_ptr_array_new_with_free_func ((GDestroyNotify) _dyzur_practice_talk_free);
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_taken);
  self->log = dyzur_events_new ();
  self->passing = dyzur_events_new ();
  self->left = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  lay_history (self);
  introduce_agents (self);
  _dyzur_practice_world_plan_day (self);
  return self;
}

void
_dyzur_practice_world_free (DyzurPracticeWorld *self)
{
  if (self == NULL)
    return;
  g_sequence_free (self->schedule);
  g_hash_table_unref (self->left);
  g_ptr_array_unref (self->passing);
  g_ptr_array_unref (self->log);
  g_hash_table_unref (self->taken);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->talks);
  g_free (self->run);
  _dyzur_practice_data_free (self->data);
  g_free (self);
}

/**
 * _dyzur_practice_world_get_time:
 *
 * Returns: ms UTC: a faster day is a shorter one, its events carry the time at which people see them
 */
gint64
_dyzur_practice_world_get_time (DyzurPracticeWorld *self)
{
  gint64 passed = self->now - self->anchor_now;

  return self->anchor_time + (gint64) (self->speed > 0 ? passed / self->speed : passed);
}

/**
 * _dyzur_practice_world_find:
 * @id: of a conversation, perhaps of one that began in an earlier run
 *
 * Returns: (transfer none) (nullable)
 */
DyzurPracticeTalk *
_dyzur_practice_world_find (DyzurPracticeWorld *self,
                            const char         *id)
{
  DyzurPracticeTalk *talk = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
  g_autofree char *opening = NULL;
  const DyzurJson *script;

  if (talk != NULL || id == NULL || strlen (id) <= strlen ("o-00-"))
    return talk;
  opening = g_strndup (id, strlen ("o-00"));
  script = _dyzur_practice_data_get_opening (self->data, opening);
  if (script == NULL)
    return NULL;
  talk = _dyzur_practice_world_open (self, script, id, self->run);
  talk->record->created_at = talk->record->last_activity_at = _dyzur_practice_world_get_time (self);
  return talk;
}

DyzurPracticeTalk *
_dyzur_practice_world_open (DyzurPracticeWorld *self,
                            const DyzurJson    *script,
                            const char         *id,
                            const char         *run)
{
  DyzurPracticeTalk *talk = _dyzur_practice_talk_new (self->data, script, id, run);

  talk->left_to_us = g_hash_table_contains (self->left, id);
  g_ptr_array_add (self->talks, talk);
  g_hash_table_insert (self->by_id, g_strdup (id), talk);
  return talk;
}

/**
 * _dyzur_practice_world_adopt:
 * @laid_at: when an earlier run opened
 *
 * Takes up where that run was left: its conversations are known outside with their times of then, so they are ours too;
 * and nothing that was planned for them happens once more.
 */
void
_dyzur_practice_world_adopt (DyzurPracticeWorld *self,
                             gint64              laid_at)
{
  for (guint i = 0; i < self->n_history; i++)
    {
      DyzurPracticeTalk *talk = g_ptr_array_index (self->talks, i);

      if (!talk->changed)
        _dyzur_practice_talk_lay_history (talk, laid_at);
      talk->left_to_us = TRUE;
    }
  self->laid_at = laid_at;
}

void
_dyzur_practice_world_log_message (DyzurPracticeWorld       *self,
                                   DyzurPracticeTalk        *talk,
                                   const DyzurMessageRecord *message)
{
  DyzurEvent *event = new_event (DYZUR_EVENT_MESSAGE, talk);

  event->message = dyzur_message_record_copy (message);
  event->conversation = dyzur_conversation_record_copy (talk->record);
  g_ptr_array_add (self->log, event);
  talk->changed = TRUE;
}

void
_dyzur_practice_world_log_talk (DyzurPracticeWorld *self,
                                DyzurPracticeTalk  *talk)
{
  DyzurEvent *event = new_event (DYZUR_EVENT_CONVERSATION, talk);

  event->conversation = dyzur_conversation_record_copy (talk->record);
  g_ptr_array_add (self->log, event);
  talk->changed = TRUE;
}

void
_dyzur_practice_world_log_delivery (DyzurPracticeWorld       *self,
                                    DyzurPracticeTalk        *talk,
                                    const DyzurMessageRecord *message)
{
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_DELIVERY);

  event->live = TRUE;
  event->message = dyzur_message_record_new ();
  event->message->remote_id = g_strdup (message->remote_id);
  event->message->client_id = g_strdup (message->client_id);
  event->message->conversation_remote_id = g_strdup (message->conversation_remote_id);
  event->message->kind = message->kind;
  event->message->sent_at = message->sent_at;
  event->message->delivery = message->delivery;
  g_ptr_array_add (self->log, event);
}

void
_dyzur_practice_world_log_agent (DyzurPracticeWorld *self,
                                 const char         *id,
                                 gboolean            online)
{
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_AGENT);

  event->remote_id = g_strdup (id);
  event->name = g_strdup (_dyzur_practice_data_get_agent_name (self->data, id));
  event->online = online;
  g_ptr_array_add (self->log, event);
}

/**
 * _dyzur_practice_world_tell_writer:
 * @name: (nullable): who writes now; %NULL = nobody any more
 */
void
_dyzur_practice_world_tell_writer (DyzurPracticeWorld *self,
                                   DyzurPracticeTalk  *talk,
                                   const char         *name)
{
  DyzurEvent *event;

  if (g_strcmp0 (talk->writer, name) == 0)
    return;
  event = dyzur_event_new (DYZUR_EVENT_WRITER);
  event->live = TRUE;
  event->remote_id = g_strdup (talk->record->remote_id);
  event->name = g_strdup (name != NULL ? name : talk->writer);
  event->presence = name != NULL ? DYZUR_PRESENCE_WRITING : DYZUR_PRESENCE_GONE;
  g_ptr_array_add (self->passing, event);
  talk->writer = name;
}

static void
add_history (GPtrArray         *events,
             DyzurPracticeTalk *talk)
{
  DyzurEvent *event = new_event (DYZUR_EVENT_CONVERSATION, talk);

  event->live = FALSE;
  event->conversation = dyzur_conversation_record_copy (talk->opened_with);
  g_ptr_array_add (events, event);
  for (guint i = 0; i < talk->n_opened_with; i++)
    {
      event = new_event (DYZUR_EVENT_MESSAGE, talk);
      event->live = FALSE;
      event->message = dyzur_message_record_copy (g_ptr_array_index (talk->messages, i));
      event->conversation = dyzur_conversation_record_copy (talk->opened_with);
      g_ptr_array_add (events, event);
    }
}

/**
 * _dyzur_practice_world_copy_history:
 * @from: how many conversations were told already
 *
 * Adds the next conversations, whole ones, newest first, each with its messages behind it.
 *
 * Returns: how many are told with these
 */
guint
_dyzur_practice_world_copy_history (DyzurPracticeWorld *self,
                                    guint               from,
                                    GPtrArray          *events)
{
  while (from < self->n_history && events->len < BATCH_MESSAGES)
    add_history (events, g_ptr_array_index (self->talks, from++));
  return from;
}

static gint64
get_event_time (const DyzurEvent *event)
{
  if (event->message != NULL)
    return event->message->sent_at;
  return event->conversation != NULL ? event->conversation->last_activity_at : 0;
}

/**
 * _dyzur_practice_world_copy_log:
 * @from: how many events were told already
 *
 * Returns: how many are told with these
 */
guint
_dyzur_practice_world_copy_log (DyzurPracticeWorld *self,
                                guint               from,
                                GPtrArray          *events)
{
  gint64 now = _dyzur_practice_world_get_time (self);

  while (from < self->log->len && events->len < BATCH_MESSAGES)
    {
      DyzurEvent *event = copy_event (g_ptr_array_index (self->log, from++));

      event->live = event->live && get_event_time (event) > now - LIVE_FOR;
      g_ptr_array_add (events, event);
    }
  return from;
}

/**
 * _dyzur_practice_world_find_taken:
 *
 * Returns: (nullable): what a message with that key became
 */
const char *
_dyzur_practice_world_find_taken (DyzurPracticeWorld *self,
                                  const char         *key)
{
  const Taken *taken = key != NULL ? g_hash_table_lookup (self->taken, key) : NULL;

  return taken != NULL ? taken->remote_id : NULL;
}

guint
_dyzur_practice_world_count_taken (DyzurPracticeWorld *self,
                                   const char         *key)
{
  const Taken *taken = key != NULL ? g_hash_table_lookup (self->taken, key) : NULL;

  return taken != NULL ? taken->count : 0;
}

/**
 * _dyzur_practice_world_note_taken:
 *
 * Remembers that a message with @key came; a remote that is told twice has it twice.
 */
void
_dyzur_practice_world_note_taken (DyzurPracticeWorld *self,
                                  const char         *key,
                                  const char         *remote_id)
{
  Taken *taken = g_hash_table_lookup (self->taken, key);

  if (taken == NULL)
    {
      taken = g_new0 (Taken, 1);
      taken->remote_id = g_strdup (remote_id);
      g_hash_table_insert (self->taken, g_strdup (key), taken);
    }
  taken->count++;
}
