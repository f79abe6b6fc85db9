/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-markup-tags.h"

#include <string.h>

static const char *const names[] = { "markup-bold", "markup-italic", "markup-link", "markup-image", "markup-item", "markup-sign" };

#define SIGN 5
#define LINK_START "https://"

static void
need_tags (GtkTextBuffer *buffer)
{
  if (gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), names[SIGN]) != NULL)
    return;
  gtk_text_buffer_create_tag (buffer, names[DYZUR_MARKUP_BOLD], "weight", PANGO_WEIGHT_BOLD, NULL);
  gtk_text_buffer_create_tag (buffer, names[DYZUR_MARKUP_ITALIC], "style", PANGO_STYLE_ITALIC, NULL);
  gtk_text_buffer_create_tag (buffer, names[DYZUR_MARKUP_LINK], "underline", PANGO_UNDERLINE_SINGLE, NULL);
  gtk_text_buffer_create_tag (buffer, names[DYZUR_MARKUP_IMAGE], "style", PANGO_STYLE_ITALIC, NULL);
  gtk_text_buffer_create_tag (buffer, names[DYZUR_MARKUP_ITEM], "left-margin", 28, "indent", -14, NULL);
  gtk_text_buffer_create_tag (buffer, names[SIGN], "foreground", "#929292", "weight", PANGO_WEIGHT_NORMAL, "scale", 0.9, NULL);
}

static void
apply (GtkTextBuffer *buffer,
       const char    *text,
       const char    *name,
       guint          start,
       guint          end)
{
  GtkTextIter from, to;

  gtk_text_buffer_get_iter_at_offset (buffer, &from, (int) g_utf8_pointer_to_offset (text, text + start));
  gtk_text_buffer_get_iter_at_offset (buffer, &to, (int) g_utf8_pointer_to_offset (text, text + end));
  gtk_text_buffer_apply_tag_by_name (buffer, name, &from, &to);
}

/* @formatted: FALSE where nothing is formatted: notes, channels that know none */
void
dyzur_markup_tags_update (GtkTextBuffer *buffer,
                          gboolean       formatted)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  g_autoptr(GArray) found = NULL;

  need_tags (buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_text_buffer_remove_tag_by_name (buffer, names[i], &start, &end);
  if (!formatted)
    return;
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  found = dyzur_markup_scan (text);
  for (guint i = 0; i < found->len; i++)
    {
      const DyzurMarkup *markup = &g_array_index (found, DyzurMarkup, i);

      apply (buffer, text, names[markup->kind], markup->kind == DYZUR_MARKUP_ITEM ? markup->start : markup->inner_start,
             markup->inner_end);
      if (markup->kind == DYZUR_MARKUP_ITEM)
        continue;
      apply (buffer, text, names[SIGN], markup->start, markup->inner_start);
      apply (buffer, text, names[SIGN], markup->inner_end, markup->end);
    }
}

static gboolean
stands_before (const GtkTextIter *at,
               const char        *marks)
{
  GtkTextIter from = *at;
  g_autofree char *text = NULL;

  if (!gtk_text_iter_backward_chars (&from, (int) strlen (marks)) && gtk_text_iter_get_offset (at) < (int) strlen (marks))
    return FALSE;
  text = gtk_text_iter_get_text (&from, at);
  return strcmp (text, marks) == 0;
}

static gboolean
stands_behind (const GtkTextIter *at,
               const char        *marks)
{
  GtkTextIter to = *at;
  g_autofree char *text = NULL;

  gtk_text_iter_forward_chars (&to, (int) strlen (marks));
  text = gtk_text_iter_get_text (at, &to);
  return strcmp (text, marks) == 0;
}

/* Puts @marks around the selection (the word at the cursor, or nothing, to be typed into), or takes them away */
void
dyzur_markup_tags_toggle (GtkTextBuffer *buffer,
                          const char    *marks)
{
  int n = (int) strlen (marks);
  GtkTextIter start, end;
  int from, to;

  if (!gtk_text_buffer_get_selection_bounds (buffer, &start, &end) && gtk_text_iter_inside_word (&start))
    {
      if (!gtk_text_iter_starts_word (&start))
        gtk_text_iter_backward_word_start (&start);
      if (!gtk_text_iter_ends_word (&end))
        gtk_text_iter_forward_word_end (&end);
    }
  from = gtk_text_iter_get_offset (&start);
  to = gtk_text_iter_get_offset (&end);
  gtk_text_buffer_begin_user_action (buffer);
  if (stands_before (&start, marks) && stands_behind (&end, marks))
    {
      GtkTextIter other = end;

      gtk_text_iter_forward_chars (&other, n);
      gtk_text_buffer_delete (buffer, &end, &other);
      gtk_text_buffer_get_iter_at_offset (buffer, &start, from - n);
      gtk_text_buffer_get_iter_at_offset (buffer, &other, from);
      gtk_text_buffer_delete (buffer, &start, &other);
      from -= n;
      to -= n;
    }
  else
    {
      gtk_text_buffer_insert (buffer, &end, marks, -1);
      gtk_text_buffer_get_iter_at_offset (buffer, &start, from);
      gtk_text_buffer_insert (buffer, &start, marks, -1);
      from += n;
      to += n;
    }
  gtk_text_buffer_get_iter_at_offset (buffer, &start, from);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, to);
  gtk_text_buffer_select_range (buffer, &end, &start);
  gtk_text_buffer_end_user_action (buffer);
}

/* Makes the lines of the selection items of a list */
void
dyzur_markup_tags_list (GtkTextBuffer *buffer,
                        gboolean       numbered)
{
  GtkTextIter start, end;
  int first, last;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  first = gtk_text_iter_get_line (&start);
  last = gtk_text_iter_get_line (&end);
  gtk_text_buffer_begin_user_action (buffer);
  for (int line = first; line <= last; line++)
    {
      GtkTextIter at;
      g_autofree char *marker = numbered ? g_strdup_printf ("%d. ", line - first + 1) : g_strdup ("- ");

      gtk_text_buffer_get_iter_at_line (buffer, &at, line);
      gtk_text_buffer_insert (buffer, &at, marker, -1);
    }
  gtk_text_buffer_end_user_action (buffer);
}

/* "[selection](https://)" with the address selected, to be typed over */
void
dyzur_markup_tags_link (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;
  g_autofree char *words = NULL;
  g_autofree char *link = NULL;
  int at;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  words = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  link = g_strdup_printf ("[%s](" LINK_START ")", words);
  at = gtk_text_iter_get_offset (&start);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, link, -1);
  gtk_text_buffer_end_user_action (buffer);
  if (*words == '\0')
    {
      gtk_text_buffer_get_iter_at_offset (buffer, &start, at + 1);
      gtk_text_buffer_place_cursor (buffer, &start);
      return;
    }
  gtk_text_buffer_get_iter_at_offset (buffer, &start, at + (int) g_utf8_strlen (words, -1) + 3);
  end = start;
  gtk_text_iter_forward_chars (&end, (int) strlen (LINK_START));
  gtk_text_buffer_select_range (buffer, &end, &start);
}
