/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-blanks.h"

#define TAG "blank"

static gboolean
find_forward (const GtkTextIter *from,
              GtkTextIter       *start,
              GtkTextIter       *end)
{
  GtkTextIter unused, close;

  if (!gtk_text_iter_forward_search (from, "{{", GTK_TEXT_SEARCH_TEXT_ONLY, start, &unused, NULL)
      || !gtk_text_iter_forward_search (&unused, "}}", GTK_TEXT_SEARCH_TEXT_ONLY, &close, end, NULL))
    return FALSE;
  return TRUE;
}

static gboolean
find_backward (const GtkTextIter *from,
               GtkTextIter       *start,
               GtkTextIter       *end)
{
  GtkTextIter open, close;

  if (!gtk_text_iter_backward_search (from, "}}", GTK_TEXT_SEARCH_TEXT_ONLY, &close, end, NULL)
      || !gtk_text_iter_backward_search (&close, "{{", GTK_TEXT_SEARCH_TEXT_ONLY, &open, NULL, NULL))
    return FALSE;
  *start = open;
  return TRUE;
}

/**
 * dyzur_blanks_mark:
 *
 * Puts the tag `blank` on every blank, and takes it from where none is any more.
 */
void
dyzur_blanks_mark (GtkTextBuffer *buffer)
{
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (buffer);
  GtkTextIter first, last, at, start, end;

  gtk_text_buffer_get_bounds (buffer, &first, &last);
  if (gtk_text_tag_table_lookup (table, TAG) == NULL)
    gtk_text_buffer_create_tag (buffer, TAG, "background", "#f5c211", "background-full-height", TRUE,
                                "foreground", "#241f31", NULL);
  gtk_text_buffer_remove_tag_by_name (buffer, TAG, &first, &last);
  for (at = first; find_forward (&at, &start, &end); at = end)
    gtk_text_buffer_apply_tag_by_name (buffer, TAG, &start, &end);
}

/**
 * dyzur_blanks_select_next:
 *
 * Selects the blank after the cursor (or before it), from the other end when there is none, so that typing fills it.
 *
 * Returns: %FALSE when the text has no blank
 */
gboolean
dyzur_blanks_select_next (GtkTextBuffer *buffer,
                          gboolean       forward)
{
  GtkTextIter selection_start, selection_end, first, last, start, end;
  gboolean found;

  gtk_text_buffer_get_bounds (buffer, &first, &last);
  gtk_text_buffer_get_selection_bounds (buffer, &selection_start, &selection_end);
  if (forward)
    found = find_forward (&selection_end, &start, &end) || find_forward (&first, &start, &end);
  else
    found = find_backward (&selection_start, &start, &end) || find_backward (&last, &start, &end);
  if (found)
    gtk_text_buffer_select_range (buffer, &start, &end);
  return found;
}
