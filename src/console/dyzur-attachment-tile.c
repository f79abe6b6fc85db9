/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-attachment-tile.h"

#include <glib/gi18n.h>

#include "dyzur-file-actions.h"
#include "dyzur-format.h"
#include "dyzur-thumbnail.h"
#include "dyzur-toast.h"
#include "dyzur-widget.h"

#define THUMBNAIL_WIDTH 260
#define THUMBNAIL_HEIGHT 200
#define FETCH_AT_ONCE (3 * 1000 * 1000)

typedef enum
{
  WANT_NOTHING,
  WANT_OPEN,
  WANT_SAVE,
} Want;

struct _DyzurAttachmentTile
{
  GtkWidget        parent_instance;

  DyzurEngine     *engine;
  gint64           conversation_id;
  DyzurAttachment *attachment;
  GCancellable    *cancellable;
  gboolean         fetching;
  Want             want;         /* once the bytes are here */

  GtkWidget       *caption_label;
  GtkWidget       *file_box;
  GtkWidget       *file_icon;
  GtkWidget       *name_label;
  GtkWidget       *open_button;
  GtkWidget       *picture;
  GtkWidget       *picture_button;
  GtkWidget       *save_button;
  GtkWidget       *size_label;
  GtkWidget       *spinner;
};

G_DEFINE_FINAL_TYPE (DyzurAttachmentTile, dyzur_attachment_tile, GTK_TYPE_WIDGET)

enum
{
  SHOW_PICTURE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void fill  (DyzurAttachmentTile *self);
static void fetch (DyzurAttachmentTile *self,
                   Want                 want);

static void
show_file_form (DyzurAttachmentTile *self)
{
  gtk_widget_set_visible (self->picture_button, FALSE);
  gtk_widget_set_visible (self->file_box, TRUE);
}

static void
thumbnail_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(DyzurAttachmentTile) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkTexture) texture = dyzur_thumbnail_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (texture != NULL)
    gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
  else
    show_file_form (self);
}

static void
load_thumbnail (DyzurAttachmentTile *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  dyzur_thumbnail_load_async (self->attachment->path, THUMBNAIL_WIDTH * scale, THUMBNAIL_HEIGHT * scale,
                              self->cancellable, thumbnail_cb, g_object_ref (self));
}

static void
satisfy (DyzurAttachmentTile *self,
         Want                 want)
{
  if (want == WANT_SAVE)
    dyzur_file_save (GTK_WIDGET (self), self->attachment);
  else if (want == WANT_OPEN && gtk_widget_get_visible (self->picture_button))
    g_signal_emit (self, signals[SHOW_PICTURE], 0);
  else if (want == WANT_OPEN)
    dyzur_file_open (GTK_WIDGET (self), self->attachment);
}

/* The account's rule took it from this computer, and no server has it any more. */
static gboolean
is_lost (const DyzurAttachment *attachment)
{
  return attachment->path == NULL && attachment->removed_after > 0 && attachment->remote_ref == NULL;
}

/* Why it is not here, when a rule of the account took it. */
static char *
describe_removal (const DyzurAttachment *attachment)
{
  guint days = attachment->removed_after;

  if (attachment->path != NULL || days == 0)
    return NULL;
  if (is_lost (attachment))
    return g_strdup_printf (ngettext ("Removed after %u day by your rule", "Removed after %u days by your rule", days),
                            days);
  return g_strdup_printf (ngettext ("Removed after %u day by your rule; opening it fetches it from the server again",
                                    "Removed after %u days by your rule; opening it fetches it from the server again",
                                    days), days);
}

/* «4.5 MB»; «43% of 4.5 MB» while a big one is on its way, also when it was asked for before this tile was made */
static char *
dup_size (DyzurAttachmentTile *self)
{
  const DyzurAttachment *attachment = self->attachment;
  g_autofree char *size = attachment->size > 0 ? dyzur_format_size (attachment->size) : g_strdup ("");
  guint percent = 0;

  if (self->engine != NULL && attachment->path == NULL)
    percent = dyzur_engine_get_transfer_percent (self->engine, DYZUR_TRANSFER_FETCHING, attachment->id);
  if (percent == 0)
    return g_steal_pointer (&size);
  /* Translators: how much of an attachment has been fetched: «43% of 4.5 MB» */
  return g_strdup_printf (C_("attachment", "%1$u%% of %2$s"), percent, size);
}

static char *
dup_caption (const DyzurAttachment *attachment,
             const char            *size)
{
  /* Translators: an attachment: name, then size: «invoice.pdf, 120 kB» */
  return *size != '\0' ? g_strdup_printf (C_("attachment", "%1$s, %2$s"), attachment->name, size)
                       : g_strdup (attachment->name);
}

static void
show_size (DyzurAttachmentTile *self)
{
  const DyzurAttachment *attachment = self->attachment;
  g_autofree char *removal = is_lost (attachment) ? describe_removal (attachment) : NULL;
  g_autofree char *size = dup_size (self);
  g_autofree char *caption = dup_caption (attachment, size);
  gboolean away = attachment->path == NULL && attachment->removed_after > 0 && !self->fetching;

  gtk_label_set_label (GTK_LABEL (self->caption_label), caption);
  gtk_label_set_label (GTK_LABEL (self->size_label), removal != NULL ? removal : away ? _("at the server") : size);
}

static void
set_fetching (DyzurAttachmentTile *self,
              gboolean             fetching)
{
  self->fetching = fetching;
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), fetching);
  gtk_widget_set_visible (self->spinner, fetching);
  show_size (self);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(DyzurAttachmentTile) self = user_data;
  g_autoptr(GError) error = NULL;
  char *path;

  if (self->engine == NULL)
    return;
  path = dyzur_engine_fetch_attachment_finish (self->engine, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_fetching (self, FALSE);
  if (path == NULL)
    {
      if (self->want != WANT_NOTHING)
        dyzur_toast_show (GTK_WIDGET (self),
                          _("The attachment could not be fetched. Try again when there is a connection."));
      return;
    }
  g_free (self->attachment->path);
  self->attachment->path = path;
  fill (self);
  if (gtk_widget_get_visible (self->picture_button))
    load_thumbnail (self);
  satisfy (self, self->want);
}

static void
fetch (DyzurAttachmentTile *self,
       Want                 want)
{
  self->want = want;
  if (self->fetching || self->engine == NULL)
    return;
  set_fetching (self, TRUE);
  /* What a person asked for comes also when they look at something else meanwhile. */
  dyzur_engine_fetch_attachment_async (self->engine, self->conversation_id, self->attachment,
                                       want == WANT_NOTHING ? self->cancellable : NULL, fetched_cb, g_object_ref (self));
}

static void
want (DyzurAttachmentTile *self,
      Want                 what)
{
  if (self->attachment->path != NULL)
    satisfy (self, what);
  else if (!is_lost (self->attachment))
    fetch (self, what);
}

static void
open_clicked_cb (DyzurAttachmentTile *self)
{
  want (self, WANT_OPEN);
}

static void
save_clicked_cb (DyzurAttachmentTile *self)
{
  want (self, WANT_SAVE);
}

/* The place is reserved before the picture is here, so that nothing jumps when it comes. */
static void
reserve_picture (DyzurAttachmentTile *self)
{
  int width = self->attachment->width, height = self->attachment->height;
  double factor;

  if (width <= 0 || height <= 0)
    {
      width = THUMBNAIL_WIDTH * 3 / 4;
      height = THUMBNAIL_HEIGHT * 3 / 4;
    }
  factor = MIN (1.0, MIN ((double) THUMBNAIL_WIDTH / width, (double) THUMBNAIL_HEIGHT / height));
  gtk_widget_set_size_request (self->picture, MAX (64, (int) (width * factor)), MAX (48, (int) (height * factor)));
}

/* In full by the tooltip and to a screen reader */
static void
show_removal (DyzurAttachmentTile *self)
{
  g_autofree char *words = describe_removal (self->attachment);

  if (words == NULL)
    return;
  gtk_widget_set_tooltip_text (self->open_button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  gtk_widget_set_sensitive (self->open_button, !is_lost (self->attachment));
  gtk_widget_set_visible (self->save_button, !is_lost (self->attachment));
}

/* For kinds of files that the theme has no symbol for, GIO goes on with pictures in colour: white paper, on light grey. */
static GIcon *
create_icon (const char *content_type)
{
  g_autoptr(GIcon) wanted = g_content_type_get_symbolic_icon (content_type);
  const char * const *names = G_IS_THEMED_ICON (wanted) ? g_themed_icon_get_names (G_THEMED_ICON (wanted)) : NULL;
  g_autoptr(GPtrArray) symbolic = g_ptr_array_new ();

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (g_str_has_suffix (names[i], "-symbolic"))
      g_ptr_array_add (symbolic, (gpointer) names[i]);
  g_ptr_array_add (symbolic, (gpointer) "text-x-generic-symbolic");
  return g_themed_icon_new_from_names ((char **) symbolic->pdata, (int) symbolic->len);
}

static void
fill (DyzurAttachmentTile *self)
{
  const DyzurAttachment *attachment = self->attachment;
  g_autofree char *size = dup_size (self);
  g_autofree char *content_type = g_content_type_from_mime_type (attachment->mime_type != NULL
                                                                 ? attachment->mime_type : "application/octet-stream");
  g_autoptr(GIcon) icon = create_icon (content_type != NULL ? content_type : "application/octet-stream");
  g_autofree char *caption = dup_caption (attachment, size);
  g_autofree char *open_name = g_strdup_printf (_("Open %s"), caption);
  g_autofree char *save_name = g_strdup_printf (_("Save %s…"), attachment->name);

  gtk_label_set_label (GTK_LABEL (self->name_label), attachment->name);
  show_size (self);
  gtk_image_set_from_gicon (GTK_IMAGE (self->file_icon), icon);
  gtk_widget_set_tooltip_text (self->picture_button, caption);
  gtk_widget_set_tooltip_text (self->save_button, save_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL, open_name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture_button), GTK_ACCESSIBLE_PROPERTY_LABEL, open_name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->save_button), GTK_ACCESSIBLE_PROPERTY_LABEL, save_name, -1);
}

static void
dyzur_attachment_tile_dispose (GObject *object)
{
  DyzurAttachmentTile *self = DYZUR_ATTACHMENT_TILE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_ATTACHMENT_TILE);

  G_OBJECT_CLASS (dyzur_attachment_tile_parent_class)->dispose (object);
}

static void
dyzur_attachment_tile_finalize (GObject *object)
{
  DyzurAttachmentTile *self = DYZUR_ATTACHMENT_TILE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->attachment, dyzur_attachment_free);

  G_OBJECT_CLASS (dyzur_attachment_tile_parent_class)->finalize (object);
}

static void
dyzur_attachment_tile_class_init (DyzurAttachmentTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_attachment_tile_dispose;
  object_class->finalize = dyzur_attachment_tile_finalize;

  signals[SHOW_PICTURE] = g_signal_new ("show-picture", DYZUR_TYPE_ATTACHMENT_TILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-attachment-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurAttachmentTile, caption_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurAttachmentTile, file_box);
  gtk_widget_class_bind_template_child (widget_class, DyzurAttachmentTile, file_icon);
  gtk_widget_class_bind_template_child (widget_class, DyzurAttachmentTile, name_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurAttachmentTile, open_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurAttachmentTile, picture);
  gtk_widget_class_bind_template_child (widget_class, DyzurAttachmentTile, picture_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurAttachmentTile, save_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurAttachmentTile, size_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurAttachmentTile, spinner);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
}

static void
dyzur_attachment_tile_init (DyzurAttachmentTile *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dyzur_attachment_tile_new:
 * @engine: (nullable): fetches what only the remote has
 */
GtkWidget *
dyzur_attachment_tile_new (DyzurEngine           *engine,
                           gint64                 conversation_id,
                           const DyzurAttachment *attachment)
{
  DyzurAttachmentTile *self = g_object_new (DYZUR_TYPE_ATTACHMENT_TILE, NULL);

  g_set_object (&self->engine, engine);
  self->conversation_id = conversation_id;
  self->attachment = dyzur_attachment_copy (attachment);
  if (engine != NULL && attachment->path == NULL)
    g_signal_connect_object (engine, "transfer", G_CALLBACK (show_size), self, G_CONNECT_SWAPPED);
  fill (self);
  show_removal (self);
  if (!dyzur_thumbnail_can_show (attachment->mime_type) || (attachment->path == NULL && attachment->removed_after > 0))
    show_file_form (self);
  else
    {
      reserve_picture (self);
      if (attachment->path != NULL)
        load_thumbnail (self);
      else if (attachment->size > 0 && attachment->size <= FETCH_AT_ONCE)
        fetch (self, WANT_NOTHING);
    }
  return GTK_WIDGET (self);
}

const DyzurAttachment *
dyzur_attachment_tile_get_attachment (DyzurAttachmentTile *self)
{
  g_return_val_if_fail (DYZUR_IS_ATTACHMENT_TILE (self), NULL);

  return self->attachment;
}
