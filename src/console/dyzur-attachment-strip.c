/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-attachment-strip.h"

#include <glib/gi18n.h>

#include "dyzur-attachment-tile.h"
#include "dyzur-picture-viewer.h"
#include "dyzur-thumbnail.h"
#include "dyzur-wrap-box.h"

#define SMALL_ORNAMENT 24

struct _DyzurAttachmentStrip
{
  GtkWidget  parent_instance;

  GtkWidget *pictures;
  GtkWidget *files;
  GPtrArray *attachments;   /* (element-type DyzurAttachment): what is shown, pictures first */
};

G_DEFINE_FINAL_TYPE (DyzurAttachmentStrip, dyzur_attachment_strip, GTK_TYPE_WIDGET)

/* Bullets and tracking pixels of a mail's design are no attachments to a reader. */
static gboolean
is_ornament (const DyzurAttachment *attachment)
{
  return attachment->is_inline && attachment->width > 0 && attachment->height > 0
         && (attachment->width <= SMALL_ORNAMENT || attachment->height <= SMALL_ORNAMENT);
}

static GPtrArray *
sort_out (GPtrArray *attachments)
{
  GPtrArray *sorted = dyzur_attachments_new ();

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < attachments->len; i++)
      {
        const DyzurAttachment *attachment = g_ptr_array_index (attachments, i);

        if (!is_ornament (attachment) && dyzur_thumbnail_can_show (attachment->mime_type) == (pass == 0))
          g_ptr_array_add (sorted, dyzur_attachment_copy (attachment));
      }
  return sorted;
}

static gboolean
same_attachments (GPtrArray *a,
                  GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const DyzurAttachment *first = g_ptr_array_index (a, i), *second = g_ptr_array_index (b, i);

      if (first->id != second->id || g_strcmp0 (first->path, second->path) != 0
          || g_strcmp0 (first->name, second->name) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
show_picture_cb (DyzurAttachmentStrip *self,
                 DyzurAttachmentTile  *tile)
{
  g_autoptr(GPtrArray) pictures = dyzur_attachments_new ();
  guint position = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (self->pictures); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const DyzurAttachment *attachment = dyzur_attachment_tile_get_attachment (DYZUR_ATTACHMENT_TILE (child));

      if (attachment->path == NULL)
        continue;
      if (child == GTK_WIDGET (tile))
        position = pictures->len;
      g_ptr_array_add (pictures, dyzur_attachment_copy (attachment));
    }
  if (pictures->len > 0)
    dyzur_picture_viewer_present (GTK_WIDGET (self), pictures, position);
}

static void
dyzur_attachment_strip_dispose (GObject *object)
{
  DyzurAttachmentStrip *self = DYZUR_ATTACHMENT_STRIP (object);

  g_clear_pointer (&self->pictures, gtk_widget_unparent);
  g_clear_pointer (&self->files, gtk_widget_unparent);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);

  G_OBJECT_CLASS (dyzur_attachment_strip_parent_class)->dispose (object);
}

static void
dyzur_attachment_strip_class_init (DyzurAttachmentStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_attachment_strip_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dyzur_attachment_strip_init (DyzurAttachmentStrip *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->pictures = dyzur_wrap_box_new ();
  gtk_widget_set_parent (self->pictures, GTK_WIDGET (self));
  self->files = dyzur_wrap_box_new ();
  gtk_widget_set_parent (self->files, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Attachments"), -1);
}

GtkWidget *
dyzur_attachment_strip_new (void)
{
  return g_object_new (DYZUR_TYPE_ATTACHMENT_STRIP, NULL);
}

/**
 * dyzur_attachment_strip_set_attachments:
 * @engine: (nullable): fetches what only the remote has
 * @attachments: (element-type DyzurAttachment):
 */
void
dyzur_attachment_strip_set_attachments (DyzurAttachmentStrip *self,
                                        DyzurEngine          *engine,
                                        gint64                conversation_id,
                                        GPtrArray            *attachments)
{
  g_autoptr(GPtrArray) sorted = NULL;

  g_return_if_fail (DYZUR_IS_ATTACHMENT_STRIP (self));

  sorted = sort_out (attachments);
  if (same_attachments (self->attachments, sorted))
    return;
  dyzur_wrap_box_clear (DYZUR_WRAP_BOX (self->pictures));
  dyzur_wrap_box_clear (DYZUR_WRAP_BOX (self->files));
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  self->attachments = g_steal_pointer (&sorted);
  for (guint i = 0; i < self->attachments->len; i++)
    {
      const DyzurAttachment *attachment = g_ptr_array_index (self->attachments, i);
      GtkWidget *tile = dyzur_attachment_tile_new (engine, conversation_id, attachment);
      gboolean is_picture = dyzur_thumbnail_can_show (attachment->mime_type);

      g_signal_connect_swapped (tile, "show-picture", G_CALLBACK (show_picture_cb), self);
      dyzur_wrap_box_append (DYZUR_WRAP_BOX (is_picture ? self->pictures : self->files), tile);
    }
  gtk_widget_set_visible (self->pictures, gtk_widget_get_first_child (self->pictures) != NULL);
  gtk_widget_set_visible (self->files, gtk_widget_get_first_child (self->files) != NULL);
}

int
dyzur_attachment_strip_get_fit_width (DyzurAttachmentStrip *self,
                                      int                   width)
{
  return MAX (dyzur_wrap_box_get_fit_width (DYZUR_WRAP_BOX (self->pictures), width),
              dyzur_wrap_box_get_fit_width (DYZUR_WRAP_BOX (self->files), width));
}
