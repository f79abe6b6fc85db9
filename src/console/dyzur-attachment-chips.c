/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-attachment-chips.h"

#include "dyzur-clock.h"
#include "dyzur-format.h"
#include "dyzur-toast.h"

#include <glib/gi18n.h>

struct _DyzurAttachmentChips
{
  GtkWidget     parent_instance;

  DyzurEngine  *engine;
  GCancellable *cancellable;
  GPtrArray    *attachments;

  GtkWidget    *flow;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurAttachmentChips, dyzur_attachment_chips, GTK_TYPE_WIDGET)

static void show (DyzurAttachmentChips *self);

static void
remove_cb (GtkButton            *button,
           DyzurAttachmentChips *self)
{
  g_ptr_array_remove (self->attachments, g_object_get_data (G_OBJECT (button), "attachment"));
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
new_chip (DyzurAttachmentChips  *self,
          const DyzurAttachment *attachment)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (attachment->name);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autoptr(GIcon) icon = g_content_type_get_symbolic_icon (attachment->mime_type);
  g_autofree char *size = dyzur_format_size (attachment->size);
  GtkWidget *size_label = gtk_label_new (size);
  /* Translators: %s is a file name */
  g_autofree char *words = g_strdup_printf (_("Take %s away"), attachment->name);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_widget_add_css_class (size_label, "dim-label");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_object_set_data (G_OBJECT (button), "attachment", (gpointer) attachment);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), self);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_gicon (icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), size_label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "attachment-chip");
  return box;
}

static void
show (DyzurAttachmentChips *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->flow)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->flow), child);
  for (guint i = 0; i < self->attachments->len; i++)
    gtk_flow_box_append (GTK_FLOW_BOX (self->flow), new_chip (self, g_ptr_array_index (self->attachments, i)));
  gtk_widget_set_visible (GTK_WIDGET (self), self->attachments->len > 0);
}

static void
added (DyzurAttachmentChips *self,
       DyzurAttachment      *attachment,
       const GError         *error)
{
  if (attachment == NULL)
    {
      /* Translators: %s is the system's reason */
      g_autofree char *words = g_strdup_printf (_("The file could not be attached: %s"), error->message);

      dyzur_toast_show (GTK_WIDGET (self), words);
      return;
    }
  g_ptr_array_add (self->attachments, attachment);
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
file_added_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  DyzurAttachment *attachment = dyzur_engine_add_file_finish (DYZUR_ENGINE (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    added (user_data, attachment, error);
}

static void
image_added_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  DyzurAttachment *attachment = dyzur_engine_add_bytes_finish (DYZUR_ENGINE (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    added (user_data, attachment, error);
}

static void
dyzur_attachment_chips_dispose (GObject *object)
{
  DyzurAttachmentChips *self = DYZUR_ATTACHMENT_CHIPS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->flow, gtk_widget_unparent);

  G_OBJECT_CLASS (dyzur_attachment_chips_parent_class)->dispose (object);
}

static void
dyzur_attachment_chips_finalize (GObject *object)
{
  g_ptr_array_unref (DYZUR_ATTACHMENT_CHIPS (object)->attachments);

  G_OBJECT_CLASS (dyzur_attachment_chips_parent_class)->finalize (object);
}

static void
dyzur_attachment_chips_class_init (DyzurAttachmentChipsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dyzur_attachment_chips_dispose;
  object_class->finalize = dyzur_attachment_chips_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
dyzur_attachment_chips_init (DyzurAttachmentChips *self)
{
  self->attachments = dyzur_attachments_new ();
  self->cancellable = g_cancellable_new ();
  self->flow = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->flow), 4);
  gtk_widget_set_halign (self->flow, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->flow), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Attachments"), -1);
  gtk_widget_set_parent (self->flow, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
dyzur_attachment_chips_set_engine (DyzurAttachmentChips *self,
                                   DyzurEngine          *engine)
{
  g_set_object (&self->engine, engine);
}

/**
 * dyzur_attachment_chips_set:
 * @attachments: (nullable) (element-type DyzurAttachment): copied
 *
 * Shows those of another draft; what is still being copied for the one before is dropped.
 */
void
dyzur_attachment_chips_set (DyzurAttachmentChips *self,
                            GPtrArray            *attachments)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_ptr_array_unref (self->attachments);
  self->attachments = attachments != NULL ? dyzur_attachments_copy (attachments) : dyzur_attachments_new ();
  g_ptr_array_set_free_func (self->attachments, (GDestroyNotify) dyzur_attachment_free);
  show (self);
}

/**
 * dyzur_attachment_chips_get:
 *
 * Returns: (transfer none) (element-type DyzurAttachment)
 */
GPtrArray *
dyzur_attachment_chips_get (DyzurAttachmentChips *self)
{
  return self->attachments;
}

/**
 * dyzur_attachment_chips_add_files:
 * @files: (element-type GFile)
 */
void
dyzur_attachment_chips_add_files (DyzurAttachmentChips *self,
                                  GSList               *files)
{
  for (GSList *l = files; l != NULL && self->engine != NULL; l = l->next)
    dyzur_engine_add_file_async (self->engine, l->data, self->cancellable, file_added_cb, self);
}

/**
 * dyzur_attachment_chips_add_image:
 *
 * Adds a picture from the clipboard.
 */
void
dyzur_attachment_chips_add_image (DyzurAttachmentChips *self,
                                  GdkTexture           *texture)
{
  g_autoptr(GBytes) bytes = gdk_texture_save_to_png_bytes (texture);
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_local (dyzur_clock_now () / 1000);
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H-%M-%S");
  /* Translators: the name of a pasted picture; %s is date and time */
  g_autofree char *name = g_strdup_printf (_("Picture %s.png"), time);

  if (self->engine != NULL)
    dyzur_engine_add_bytes_async (self->engine, bytes, name, "image/png", self->cancellable, image_added_cb, self);
}
