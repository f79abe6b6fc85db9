/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The shop lives in memory only, but what people did in it stays in their store. So that a later run does not take it
 * back, the changed conversations travel in the cursor: "id:status:priority:assignee:snoozed:answers:label|label;…".
 */

#include "config.h"

#include "dyzur-practice-world-private.h"

#include <stdlib.h>

static void
append_talk (GString                 *out,
             const DyzurPracticeTalk *talk)
{
  const DyzurConversationRecord *record = talk->record;

  g_string_append_printf (out, "%s:%d:%d:%s:%" G_GINT64_FORMAT ":%u:", record->remote_id, record->status,
                          record->priority, record->assignee_id != NULL ? record->assignee_id : "",
                          record->snoozed_until, talk->next_answer);
  for (guint i = 0; record->labels != NULL && record->labels[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (out, '|');
      g_string_append_uri_escaped (out, record->labels[i], NULL, FALSE);
    }
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

static void
restore_talk (DyzurPracticeWorld *self,
              char              **fields)
{
  DyzurPracticeTalk *talk = _dyzur_practice_world_find (self, fields[0]);
  DyzurConversationRecord *record;

  if (talk == NULL)
    return;
  record = talk->record;
  record->status = CLAMP (atoi (fields[1]), DYZUR_STATUS_OPEN, DYZUR_STATUS_RESOLVED);
  record->priority = CLAMP (atoi (fields[2]), DYZUR_PRIORITY_NONE, DYZUR_PRIORITY_URGENT);
  g_free (record->assignee_id);
  g_free (record->assignee_name);
  record->assignee_id = *fields[3] != '\0' ? g_strdup (fields[3]) : NULL;
  record->assignee_name = g_strdup (_dyzur_practice_data_get_agent_name (self->data, record->assignee_id));
  record->snoozed_until = g_ascii_strtoll (fields[4], NULL, 10);
  record->waiting_since = record->due_at = 0;
  record->unread = 0;
  record->bot_active = FALSE;
  record->mentioned = FALSE;
  g_strfreev (record->labels);
  record->labels = split_labels (fields[6]);
  talk->next_answer = (guint) g_ascii_strtoull (fields[5], NULL, 10);
  talk->left_to_us = TRUE;
  talk->changed = TRUE;
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
  g_auto(GStrv) talks = g_strsplit (memory, ";", -1);

  for (guint i = 0; talks[i] != NULL; i++)
    {
      g_auto(GStrv) fields = g_strsplit (talks[i], ":", -1);

      if (g_strv_length (fields) == 7)
        restore_talk (self, fields);
    }
}
