/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-picture-viewer.h"

#include <glib/gi18n.h>

#include "dyzur-attachment.h"
#include "dyzur-file-actions.h"
#include "dyzur-thumbnail.h"

#define MAX_SIDE 6000

struct _DyzurPictureViewer
{
  AdwWindow       parent_instance;

  GPtrArray      *pictures;      /* (element-type DyzurAttachment): all on this computer */
  guint           position;
  GCancellable   *loading;

  GtkWidget      *next_button;
  GtkWidget      *picture;
  GtkWidget      *previous_button;
  GtkWidget      *stack;
  AdwWindowTitle *title;
  GtkWidget      *zoom_button;
};

G_DEFINE_FINAL_TYPE (DyzurPictureViewer, dyzur_picture_viewer, ADW_TYPE_WINDOW)

static const DyzurAttachment *
get_current (DyzurPictureViewer *self)
{
  return g_ptr_array_index (self->pictures, self->position);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(DyzurPictureViewer) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkTexture) texture = dyzur_thumbnail_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), texture != NULL ? GDK_PAINTABLE (texture) : NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), texture != NULL ? "picture" : "broken");
}

static void
show_current (DyzurPictureViewer *self)
{
  const DyzurAttachment *attachment = get_current (self);
  g_autofree char *place = NULL;

  if (self->pictures->len > 1)
    /* Translators: which picture of how many */
    place = g_strdup_printf (_("%1$u of %2$u"), self->position + 1, self->pictures->len);
  adw_window_title_set_title (self->title, attachment->name);
  adw_window_title_set_subtitle (self->title, place != NULL ? place : "");
  gtk_window_set_title (GTK_WINDOW (self), attachment->name);
  gtk_picture_set_alternative_text (GTK_PICTURE (self->picture), attachment->name);
  gtk_widget_set_visible (self->next_button, self->pictures->len > 1);
  gtk_widget_set_visible (self->previous_button, self->pictures->len > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.previous", self->position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.next", self->position + 1 < self->pictures->len);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  dyzur_thumbnail_load_async (attachment->path, MAX_SIDE, MAX_SIDE, self->loading, loaded_cb, g_object_ref (self));
}

static void
go (GtkWidget  *widget,
    const char *action,
    GVariant   *parameter)
{
  DyzurPictureViewer *self = DYZUR_PICTURE_VIEWER (widget);
  gboolean forward = g_str_equal (action, "viewer.next");

  if (forward ? self->position + 1 >= self->pictures->len : self->position == 0)
    return;
  self->position += forward ? 1 : -1;
  show_current (self);
}

static void
save (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  dyzur_file_save (widget, get_current (DYZUR_PICTURE_VIEWER (widget)));
}

static void
open_outside (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  dyzur_file_open (widget, get_current (DYZUR_PICTURE_VIEWER (widget)));
}

static void
toggle_zoom (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  GtkToggleButton *button = GTK_TOGGLE_BUTTON (DYZUR_PICTURE_VIEWER (widget)->zoom_button);

  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

static void
zoom_toggled_cb (DyzurPictureViewer *self)
{
  gboolean full = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->zoom_button));

  gtk_picture_set_can_shrink (GTK_PICTURE (self->picture), !full);
}

static void
dyzur_picture_viewer_dispose (GObject *object)
{
  DyzurPictureViewer *self = DYZUR_PICTURE_VIEWER (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYZUR_TYPE_PICTURE_VIEWER);

  G_OBJECT_CLASS (dyzur_picture_viewer_parent_class)->dispose (object);
}

static void
dyzur_picture_viewer_class_init (DyzurPictureViewerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_picture_viewer_dispose;

  gtk_widget_class_install_action (widget_class, "viewer.previous", NULL, go);
  gtk_widget_class_install_action (widget_class, "viewer.next", NULL, go);
  gtk_widget_class_install_action (widget_class, "viewer.save", NULL, save);
  gtk_widget_class_install_action (widget_class, "viewer.open-outside", NULL, open_outside);
  gtk_widget_class_install_action (widget_class, "viewer.zoom", NULL, toggle_zoom);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, 0, "viewer.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, 0, "viewer.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "viewer.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, 0, "viewer.zoom", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-picture-viewer.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurPictureViewer, next_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurPictureViewer, picture);
  gtk_widget_class_bind_template_child (widget_class, DyzurPictureViewer, previous_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurPictureViewer, stack);
  gtk_widget_class_bind_template_child (widget_class, DyzurPictureViewer, title);
  gtk_widget_class_bind_template_child (widget_class, DyzurPictureViewer, zoom_button);
  gtk_widget_class_bind_template_callback (widget_class, zoom_toggled_cb);
}

static void
dyzur_picture_viewer_init (DyzurPictureViewer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dyzur_picture_viewer_present:
 * @widget: what it belongs to
 * @pictures: (element-type DyzurAttachment): all with a path
 * @position: which one is shown first
 *
 * Returns: (transfer none): the window
 */
GtkWidget *
dyzur_picture_viewer_present (GtkWidget *widget,
                              GPtrArray *pictures,
                              guint      position)
{
  DyzurPictureViewer *self;
  GtkRoot *root = gtk_widget_get_root (widget);

  g_return_val_if_fail (pictures->len > position, NULL);

  self = g_object_new (DYZUR_TYPE_PICTURE_VIEWER, NULL);
  self->pictures = g_ptr_array_ref (pictures);
  self->position = position;
  if (GTK_IS_WINDOW (root))
    {
      gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
      gtk_window_set_default_size (GTK_WINDOW (self), MAX (360, gtk_widget_get_width (GTK_WIDGET (root)) * 4 / 5),
                                   MAX (360, gtk_widget_get_height (GTK_WIDGET (root)) * 4 / 5));
    }
  show_current (self);
  gtk_window_present (GTK_WINDOW (self));
  return GTK_WIDGET (self);
}
