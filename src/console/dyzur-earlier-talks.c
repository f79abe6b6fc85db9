/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-earlier-talks.h"

#include "dyzur-format.h"
#include "dyzur-widget.h"
#include "dyzur-words.h"

#include <glib/gi18n.h>

/* So many rows at the most: more is what the search is for. */
#define ROWS_MAX 8

struct _DyzurEarlierTalks
{
  GtkWidget    parent_instance;

  gint64       current_id;
  GListModel  *talks;

  GtkListBox  *list;
};

G_DEFINE_FINAL_TYPE (DyzurEarlierTalks, dyzur_earlier_talks, GTK_TYPE_WIDGET)

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_row (const DyzurConversationRecord *record)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon = gtk_image_new_from_icon_name (dyzur_channel_get_icon (record->channel));
  g_autofree char *moment = dyzur_format_moment (record->last_activity_at);
  g_autofree char *below = g_strdup_printf ("%s · %s", moment, dyzur_status_get_word (record->status));
  const char *words = record->subject != NULL ? record->subject : record->preview;
  g_autofree char *name = NULL;

  if (words == NULL)
    words = "";
  gtk_widget_add_css_class (icon, "dim-label");
  gtk_box_append (GTK_BOX (lines), new_label (words, NULL));
  gtk_box_append (GTK_BOX (lines), new_label (below, "caption"));
  gtk_widget_add_css_class (gtk_widget_get_last_child (lines), "dim-label");
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "conversation", GSIZE_TO_POINTER ((gsize) record->id));
  name = g_strdup_printf ("%s, %s, %s", dyzur_channel_get_word (record->channel), words, below);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static void
fill (DyzurEarlierTalks *self)
{
  GtkWidget *row;
  guint n = 0;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; n < ROWS_MAX && self->talks != NULL && i < g_list_model_get_n_items (self->talks); i++)
    {
      g_autoptr(DyzurConversation) talk = g_list_model_get_item (self->talks, i);
      const DyzurConversationRecord *record = dyzur_conversation_get_record (talk);

      if (record == NULL)
        {
          g_signal_handlers_disconnect_by_func (talk, fill, self);
          g_signal_connect_object (talk, "notify::record", G_CALLBACK (fill), self,
                                   G_CONNECT_SWAPPED | G_CONNECT_AFTER);
          continue;
        }
      if (record->id == self->current_id)
        continue;
      gtk_list_box_append (self->list, new_row (record));
      n++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
row_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row,
                  gpointer       user_data)
{
  gint64 id = (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (row), "conversation"));

  gtk_widget_activate_action (GTK_WIDGET (row), "app.show-conversation", "x", id);
}

static void
clear_talks (DyzurEarlierTalks *self)
{
  if (self->talks == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (self->talks); i++)
    {
      g_autoptr(DyzurConversation) talk = g_list_model_get_item (self->talks, i);

      g_signal_handlers_disconnect_by_func (talk, fill, self);
    }
  g_signal_handlers_disconnect_by_func (self->talks, fill, self);
  g_clear_object (&self->talks);
}

static void
dyzur_earlier_talks_dispose (GObject *object)
{
  DyzurEarlierTalks *self = DYZUR_EARLIER_TALKS (object);

  clear_talks (self);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_EARLIER_TALKS);

  G_OBJECT_CLASS (dyzur_earlier_talks_parent_class)->dispose (object);
}

static void
dyzur_earlier_talks_class_init (DyzurEarlierTalksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_earlier_talks_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-earlier-talks.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurEarlierTalks, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
dyzur_earlier_talks_init (DyzurEarlierTalks *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dyzur_earlier_talks_set_conversation:
 * @conversation: (nullable): the one on the screen, which is left out
 */
void
dyzur_earlier_talks_set_conversation (DyzurEarlierTalks *self,
                                      DyzurEngine       *engine,
                                      DyzurConversation *conversation)
{
  const DyzurConversationRecord *record = conversation != NULL ? dyzur_conversation_get_record (conversation) : NULL;

  clear_talks (self);
  self->current_id = record != NULL ? record->id : 0;
  if (record != NULL)
    {
      g_autofree char *contact = g_strdup_printf ("%" G_GINT64_FORMAT, record->contact_id);
      g_autoptr(DyzurView) view = dyzur_view_new (DYZUR_VIEW_CONTACT, contact, NULL);

      self->talks = dyzur_engine_list_conversations (engine, view);
      g_signal_connect_swapped (self->talks, "items-changed", G_CALLBACK (fill), self);
    }
  fill (self);
}
