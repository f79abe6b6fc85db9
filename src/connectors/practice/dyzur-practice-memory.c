/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The shop lives in memory only, but what people did in it stays in their store. So that a later run does not take it
 * back, the changed conversations travel in the cursor, each as
 * "id:status:priority:assignee:snoozed:answers:flags:unread:waiting:ids:label|label;".
 */

#include "config.h"

#include "dyzur-practice-world-private.h"

#include <stdlib.h>
#include <string.h>

enum { ID, STATUS, PRIORITY, ASSIGNEE, SNOOZED, ANSWERS, FLAGS, UNREAD, WAITING, IDS, LABELS, N_FIELDS };

#define FLAG_TAKEN 't'       /* left to the person at the console */
#define FLAG_ANSWERING 'a'   /* the customer was about to answer */
#define FLAG_BOT 'b'
#define FLAG_MENTIONED 'm'

static void
append_flags (GString                 *out,
              const DyzurPracticeTalk *talk)
{
  if (talk->left_to_us)
    g_string_append_c (out, FLAG_TAKEN);
  if (talk->answering)
    g_string_append_c (out, FLAG_ANSWERING);
  if (talk->record->bot_active)
    g_string_append_c (out, FLAG_BOT);
  if (talk->record->mentioned)
    g_string_append_c (out, FLAG_MENTIONED);
}

static void
append_labels (GString *out,
               GStrv    labels)
{
  for (guint i = 0; labels != NULL && labels[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, '|');
      g_string_append_uri_escaped (out, labels[i], NULL, FALSE);
    }
}

static void
append_talk (GString                 *out,
             const DyzurPracticeTalk *talk)
{
  const DyzurConversationRecord *record = talk->record;

  g_string_append_printf (out, "%s:%d:%d:%s:%" G_GINT64_FORMAT ":%u:", record->remote_id, record->status,
                          record->priority, record->assignee_id != NULL ? record->assignee_id : "",
                          record->snoozed_until, talk->next_answer);
  append_flags (out, talk);
  g_string_append_printf (out, ":%u:%" G_GINT64_FORMAT ":%u:", record->unread, record->waiting_since, talk->n_ids);
  append_labels (out, record->labels);
  g_string_append_c (out, ';');
}

static GStrv
split_labels (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "|", -1);
  g_autoptr(GStrvBuilder) labels = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *label = g_uri_unescape_string (parts[i], NULL);

      if (label != NULL && *label != '\0')
        g_strv_builder_add (labels, label);
    }
  return g_strv_builder_end (labels);
}

static gboolean
has_flag (char **fields,
          char   flag)
{
  return strchr (fields[FLAGS], flag) != NULL;
}

static guint
number (const char *field)
{
  return (guint) MIN (g_ascii_strtoull (field, NULL, 10), G_MAXINT);
}

static void
restore_record (DyzurPracticeWorld      *self,
                DyzurPracticeTalk       *talk,
                char                   **fields)
{
  DyzurConversationRecord *record = talk->record;

  record->status = CLAMP (atoi (fields[STATUS]), DYZUR_STATUS_OPEN, DYZUR_N_STATUSES - 1);
  record->priority = CLAMP (atoi (fields[PRIORITY]), DYZUR_PRIORITY_NONE, DYZUR_PRIORITY_URGENT);
  g_free (record->assignee_id);
  g_free (record->assignee_name);
  record->assignee_id = *fields[ASSIGNEE] != '\0' ? g_strdup (fields[ASSIGNEE]) : NULL;
  record->assignee_name = g_strdup (_dyzur_practice_data_get_agent_name (self->data, record->assignee_id));
  record->snoozed_until = g_ascii_strtoll (fields[SNOOZED], NULL, 10);
  record->unread = number (fields[UNREAD]);
  record->waiting_since = g_ascii_strtoll (fields[WAITING], NULL, 10);
  record->due_at = record->waiting_since != 0 ? record->waiting_since + talk->answer_within : 0;
  record->bot_active = has_flag (fields, FLAG_BOT);
  record->mentioned = has_flag (fields, FLAG_MENTIONED);
  g_strfreev (record->labels);
  record->labels = split_labels (fields[LABELS]);
}

static void
restore_talk (DyzurPracticeWorld  *self,
              char               **fields)
{
  DyzurPracticeTalk *talk = _dyzur_practice_world_find (self, fields[ID]);

  if (talk == NULL)
    return;
  restore_record (self, talk, fields);
  talk->next_answer = number (fields[ANSWERS]);
  talk->n_ids = MAX (talk->n_ids, number (fields[IDS]));
  talk->left_to_us = has_flag (fields, FLAG_TAKEN);
  talk->changed = TRUE;
  if (has_flag (fields, FLAG_ANSWERING))
    _dyzur_practice_world_plan_answer (self, talk);
}

typedef void (*EntryFunc) (DyzurPracticeWorld  *self,
                           char               **fields);

static void
each_entry (DyzurPracticeWorld *self,
            const char         *memory,
            EntryFunc           func)
{
  g_auto(GStrv) talks = g_strsplit (memory, ";", -1);

  for (guint i = 0; talks[i] != NULL; i++)
    {
      g_auto(GStrv) fields = g_strsplit (talks[i], ":", -1);

      if (g_strv_length (fields) == N_FIELDS)
        func (self, fields);
    }
}

/* What was taken from colleagues in the earlier run, they leave alone in this one. */
static void
note_left (DyzurPracticeWorld  *self,
           char               **fields)
{
  DyzurPracticeTalk *talk = g_hash_table_lookup (self->by_id, fields[ID]);

  if (!has_flag (fields, FLAG_TAKEN))
    return;
  g_hash_table_add (self->left, g_strdup (fields[ID]));
  if (talk != NULL)
    talk->left_to_us = TRUE;
}

/**
 * _dyzur_practice_world_dup_memory:
 *
 * Returns: (transfer full): what a later run has to know, without blanks
 */
char *
_dyzur_practice_world_dup_memory (DyzurPracticeWorld *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->talks->len; i++)
    {
      const DyzurPracticeTalk *talk = g_ptr_array_index (self->talks, i);

      if (talk->changed)
        append_talk (out, talk);
    }
  return g_string_free (out, FALSE);
}

/**
 * _dyzur_practice_world_restore_memory:
 * @memory: of an earlier run; what makes no sense is passed over
 */
void
_dyzur_practice_world_restore_memory (DyzurPracticeWorld *self,
                                      const char         *memory)
{
  each_entry (self, memory, restore_talk);
}

static void
drop_old_news (DyzurPracticeWorld *self)
{
  for (guint i = self->log->len; i > 0; i--)
    if (((DyzurEvent *) g_ptr_array_index (self->log, i - 1))->kind != DYZUR_EVENT_AGENT)
      g_ptr_array_remove_index (self->log, i - 1);
  g_ptr_array_set_size (self->passing, 0);
}

/**
 * _dyzur_practice_world_resume:
 * @now: ms of the shop's day up to which the earlier run was heard
 * @time: ms UTC: what the clock shows now; between the runs the shop stood still
 * @memory: of the earlier run, which opened at the same moment as this one
 *
 * Brings a shop that has just opened to where the earlier run was left. Its listeners know all that.
 */
void
_dyzur_practice_world_resume (DyzurPracticeWorld *self,
                              gint64              now,
                              gint64              time,
                              const char         *memory)
{
  each_entry (self, memory, note_left);
  _dyzur_practice_world_run (self, now);
  drop_old_news (self);
  self->anchor_time = MAX (_dyzur_practice_world_get_time (self), time);
  self->anchor_now = self->now;
  _dyzur_practice_world_restore_memory (self, memory);
}
