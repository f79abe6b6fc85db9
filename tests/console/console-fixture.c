/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "console-fixture.h"

#include "dyzur-clock.h"
#include "dyzur-console-resources.h"

/* GTK, libadwaita, our resources and a clock that stands still */
void
console_test_init (int    *argc,
                   char ***argv)
{
  gtk_test_init (argc, argv, NULL);
  adw_init ();
  g_resources_register (dyzur_console_get_resource ());
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/pl/dyzur/Dyzur/icons");
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  dyzur_clock_set (CONSOLE_NOW);
}

/* Lets layout and everything that is due now happen. */
void
console_settle (GtkWidget *widget)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_widget_queue_draw (widget);
  gtk_test_widget_wait_for_draw (widget);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Returns: (transfer none): a window of its own around @child, already painted */
GtkWidget *
console_show (GtkWidget *child,
              int        width,
              int        height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  console_settle (window);
  return window;
}

void
console_close (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static GtkWidget *
find (GtkWidget  *root,
      GType       type,
      const char *text,
      guint      *index)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (g_type_is_a (G_OBJECT_TYPE (child), type))
        {
          g_autofree char *label = NULL;

          if (text != NULL)
            g_object_get (child, "label", &label, NULL);
          if ((text == NULL || g_strcmp0 (text, label) == 0) && (*index)-- == 0)
            return child;
        }
      found = find (child, type, text, index);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Returns: (nullable): the widget of this type below @root, in the order of the tree */
GtkWidget *
console_find (GtkWidget *root,
              GType      type,
              guint      index)
{
  return find (root, type, NULL, &index);
}

/* Returns: (nullable): the first widget of this type whose `label` is @text */
GtkWidget *
console_find_text (GtkWidget  *root,
                   GType       type,
                   const char *text)
{
  guint index = 0;

  return find (root, type, text, &index);
}

/* Returns: (transfer full): of a customer when @author is set, of us when not */
DyzurMessageRecord *
console_message (gint64      id,
                 const char *author,
                 gint64      sent_at,
                 const char *text)
{
  DyzurMessageRecord *record = dyzur_message_record_new ();

  record->id = id;
  record->kind = author != NULL ? DYZUR_MESSAGE_INCOMING : DYZUR_MESSAGE_OUTGOING;
  record->author_kind = author != NULL ? DYZUR_AUTHOR_CUSTOMER : DYZUR_AUTHOR_AGENT;
  record->author_name = g_strdup (author != NULL ? author : "Ola Nowak");
  record->author_id = g_strdup (record->author_name);
  record->delivery = author != NULL ? DYZUR_DELIVERY_NONE : DYZUR_DELIVERY_SENT;
  record->sent_at = sent_at;
  g_free (record->text);
  record->text = g_strdup (text);
  return record;
}

/* What a search for one word would find, in no message */
DyzurMatches *
console_matches (const char *word)
{
  GPtrArray *matchers = g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_matcher_free);
  DyzurMatcher *matcher = dyzur_matcher_new (DYZUR_QUERY_WORD, FALSE, word);

  g_ptr_array_add (matcher->words, g_strdup (word));
  g_ptr_array_add (matchers, matcher);
  return dyzur_matches_new (matchers, g_array_new (FALSE, FALSE, sizeof (gint64)), NULL);
}
