/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-canned-popover.h"

#include <string.h>

#include "dyzur-fold.h"

#include <glib/gi18n.h>

struct _DyzurCannedPopover
{
  GtkPopover       parent_instance;

  GCancellable    *cancellable;
  char            *needle;         /* folded */

  GtkSearchEntry  *entry;
  GtkListBox      *list;
};

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurCannedPopover, dyzur_canned_popover, GTK_TYPE_POPOVER)

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_row (const DyzurCanned *canned)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *title = g_strdup_printf ("/%s · %s", canned->shortcut, canned->title);
  g_autofree char *line = g_strdelimit (g_strdup (canned->text), "\n", ' ');
  g_autofree char *all = g_strjoin (" ", canned->shortcut, canned->title, canned->text, NULL);

  gtk_widget_set_margin_top (box, 3);
  gtk_widget_set_margin_bottom (box, 3);
  gtk_box_append (GTK_BOX (box), new_label (title, "heading"));
  gtk_box_append (GTK_BOX (box), new_label (line, "dim-label"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_tooltip_text (row, canned->text);
  g_object_set_data_full (G_OBJECT (row), "text", g_strdup (canned->text), g_free);
  g_object_set_data_full (G_OBJECT (row), "folded", dyzur_fold (all, -1), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return row;
}

static gboolean
filter_cb (GtkListBoxRow *row,
           gpointer       user_data)
{
  DyzurCannedPopover *self = user_data;

  return self->needle == NULL || strstr (g_object_get_data (G_OBJECT (row), "folded"), self->needle) != NULL;
}

static void
select_first (DyzurCannedPopover *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (GTK_IS_LIST_BOX_ROW (row) && gtk_widget_get_child_visible (row))
      {
        gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
        return;
      }
}

static void
filter_changed_cb (GtkSearchEntry     *entry,
                   DyzurCannedPopover *self)
{
  g_free (self->needle);
  self->needle = dyzur_fold (gtk_editable_get_text (GTK_EDITABLE (entry)), -1);
  gtk_list_box_invalidate_filter (self->list);
  select_first (self);
}

static void
choose (DyzurCannedPopover *self,
        GtkListBoxRow      *row)
{
  g_autofree char *text = g_strdup (g_object_get_data (G_OBJECT (row), "text"));

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, text);
}

static void
entry_activated_cb (GtkSearchEntry     *entry,
                    DyzurCannedPopover *self)
{
  GtkListBoxRow *row;

  filter_changed_cb (entry, self);
  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL && gtk_widget_get_child_visible (GTK_WIDGET (row)))
    choose (self, row);
}

static void
row_activated_cb (GtkListBox         *list,
                  GtkListBoxRow      *row,
                  DyzurCannedPopover *self)
{
  choose (self, row);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GPtrArray) canned = NULL;
  DyzurCannedPopover *self;

  canned = dyzur_engine_list_canned_finish (DYZUR_ENGINE (source), result, NULL);
  if (canned == NULL)
    return;
  self = DYZUR_CANNED_POPOVER (user_data);
  for (guint i = 0; i < canned->len; i++)
    gtk_list_box_append (self->list, new_row (g_ptr_array_index (canned, i)));
  select_first (self);
}

static void
dyzur_canned_popover_dispose (GObject *object)
{
  DyzurCannedPopover *self = DYZUR_CANNED_POPOVER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->needle, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYZUR_TYPE_CANNED_POPOVER);

  G_OBJECT_CLASS (dyzur_canned_popover_parent_class)->dispose (object);
}

static void
dyzur_canned_popover_class_init (DyzurCannedPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_canned_popover_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-canned-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurCannedPopover, entry);
  gtk_widget_class_bind_template_child (widget_class, DyzurCannedPopover, list);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
dyzur_canned_popover_init (DyzurCannedPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->entry, GTK_WIDGET (self->list));
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
}

/**
 * dyzur_canned_popover_load:
 *
 * Reads the responses anew, with the fields of that conversation; call it when it shows.
 */
void
dyzur_canned_popover_load (DyzurCannedPopover *self,
                           DyzurEngine        *engine,
                           gint64              conversation_id)
{
  GtkWidget *row;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0))) != NULL)
    gtk_list_box_remove (self->list, row);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  dyzur_engine_list_canned_async (engine, conversation_id, self->cancellable, listed_cb, self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
