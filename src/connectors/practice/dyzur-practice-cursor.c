/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-practice-cursor-private.h"

#include <string.h>

/* "practice2 INSTANCE LAID_AT h|e POSITION NOW MEMORY" */
#define FORMAT "practice2"
#define N_FIELDS 7

/**
 * _dyzur_practice_cursor_parse:
 * @text: (nullable)
 * @cursor: (out): filled when it is one of ours
 */
gboolean
_dyzur_practice_cursor_parse (const char          *text,
                              DyzurPracticeCursor *cursor)
{
  g_auto(GStrv) fields = NULL;

  if (text == NULL)
    return FALSE;
  fields = g_strsplit (text, " ", N_FIELDS);
  if (g_strv_length (fields) != N_FIELDS || strcmp (fields[0], FORMAT) != 0)
    return FALSE;
  cursor->instance = (guint32) g_ascii_strtoull (fields[1], NULL, 16);
  cursor->laid_at = g_ascii_strtoll (fields[2], NULL, 10);
  cursor->in_history = *fields[3] == 'h';
  cursor->position = (guint) g_ascii_strtoull (fields[4], NULL, 10);
  cursor->now = g_ascii_strtoll (fields[5], NULL, 10);
  cursor->memory = g_strdup (fields[6]);
  return TRUE;
}

char *
_dyzur_practice_cursor_print (const DyzurPracticeCursor *cursor)
{
  return g_strdup_printf (FORMAT " %08x %" G_GINT64_FORMAT " %c %u %" G_GINT64_FORMAT " %s", cursor->instance,
                          cursor->laid_at, cursor->in_history ? 'h' : 'e', cursor->position, cursor->now,
                          cursor->memory != NULL ? cursor->memory : "");
}

void
_dyzur_practice_cursor_clear (DyzurPracticeCursor *cursor)
{
  g_clear_pointer (&cursor->memory, g_free);
}
