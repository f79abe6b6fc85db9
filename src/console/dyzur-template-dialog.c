/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-template-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-blanks.h"

struct _DyzurTemplateDialog
{
  AdwWindow      parent_instance;

  char          *shortcut;     /* (nullable): of the one that is changed */

  GtkTextBuffer *buffer;
  GtkWidget     *save_button;
  GtkEditable   *shortcut_row;
  GtkWidget     *text;
  GtkEditable   *title_row;
};

G_DEFINE_FINAL_TYPE (DyzurTemplateDialog, dyzur_template_dialog, ADW_TYPE_WINDOW)

enum
{
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static char *
dup_text (DyzurTemplateDialog *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

static char *
dup_shortcut (DyzurTemplateDialog *self)
{
  const char *text = gtk_editable_get_text (self->shortcut_row);

  return g_strstrip (g_strdup (text + strspn (text, "/ ")));
}

/* A shortcut is one word. */
static void
changed_cb (DyzurTemplateDialog *self)
{
  g_autofree char *shortcut = dup_shortcut (self);
  g_autofree char *text = g_strstrip (dup_text (self));

  dyzur_blanks_mark (self->buffer);
  gtk_widget_set_sensitive (self->save_button, *shortcut != '\0' && strpbrk (shortcut, " \t/") == NULL && *text != '\0');
}

static void
save_cb (DyzurTemplateDialog *self)
{
  g_autofree char *shortcut = dup_shortcut (self);
  g_autofree char *text = g_strchomp (dup_text (self));
  const char *title = gtk_editable_get_text (self->title_row);
  g_autoptr(DyzurCanned) canned = dyzur_canned_new (shortcut, *title != '\0' ? title : shortcut, text);

  g_signal_emit (self, signals[SAVED], 0, canned);
  gtk_window_close (GTK_WINDOW (self));
}

static void
insert_cb (DyzurTemplateDialog *self,
           GtkButton           *button)
{
  g_autofree char *field = g_strdup_printf ("{{%s}}", (char *) g_object_get_data (G_OBJECT (button), "field"));

  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (self->buffer, field, -1);
  gtk_widget_grab_focus (self->text);   /* where the writing goes on */
}

static void
add_field (DyzurTemplateDialog *self,
           const char          *field,
           const char          *title)
{
  GtkWidget *button = gtk_button_new_with_label (title);
  GtkFlowBox *box = GTK_FLOW_BOX (gtk_widget_get_template_child (GTK_WIDGET (self), DYZUR_TYPE_TEMPLATE_DIALOG, "fields"));

  gtk_widget_add_css_class (button, "small");
  g_object_set_data (G_OBJECT (button), "field", (gpointer) field);
  g_signal_connect_object (button, "clicked", G_CALLBACK (insert_cb), self, G_CONNECT_SWAPPED);
  gtk_flow_box_append (box, button);
}

static void
dyzur_template_dialog_finalize (GObject *object)
{
  g_free (DYZUR_TEMPLATE_DIALOG (object)->shortcut);

  G_OBJECT_CLASS (dyzur_template_dialog_parent_class)->finalize (object);
}

static void
dyzur_template_dialog_class_init (DyzurTemplateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dyzur_template_dialog_finalize;

  signals[SAVED] = g_signal_new ("saved", DYZUR_TYPE_TEMPLATE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_POINTER);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-template-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurTemplateDialog, buffer);
  gtk_widget_class_bind_template_child_full (widget_class, "fields", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, DyzurTemplateDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurTemplateDialog, shortcut_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurTemplateDialog, text);
  gtk_widget_class_bind_template_child (widget_class, DyzurTemplateDialog, title_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
dyzur_template_dialog_init (DyzurTemplateDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_field (self, "contact.first_name", _("First Name"));
  add_field (self, "contact.address", _("Form of Address"));
  add_field (self, "order.number", _("Order Number"));
  add_field (self, "order.parcel", _("Parcel Number"));
  add_field (self, "order.tracking", _("Tracking Link"));
  add_field (self, "agent.name", _("Who Writes"));
  changed_cb (self);
}

/* @canned: (nullable): %NULL = a new one */
GtkWidget *
dyzur_template_dialog_new (GtkWindow         *parent,
                           const DyzurCanned *canned)
{
  DyzurTemplateDialog *self = g_object_new (DYZUR_TYPE_TEMPLATE_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  if (canned == NULL)
    return GTK_WIDGET (self);
  self->shortcut = g_strdup (canned->shortcut);
  gtk_editable_set_text (self->shortcut_row, canned->shortcut);
  gtk_editable_set_text (self->title_row, canned->title != NULL ? canned->title : "");
  gtk_text_buffer_set_text (self->buffer, canned->text != NULL ? canned->text : "", -1);
  return GTK_WIDGET (self);
}

/* Returns: (nullable): the shortcut it had before, NULL = a new one */
const char *
dyzur_template_dialog_get_shortcut (DyzurTemplateDialog *self)
{
  return self->shortcut;
}
