/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-message-pictures.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-engine-reading.h"
#include "dyzur-widget.h"

struct _DyzurMessagePictures
{
  GtkWidget     parent_instance;

  DyzurEngine  *engine;      /* (nullable) */
  DyzurMessage *message;     /* (nullable) */
  int           n_failed;    /* of the last try for this message, 0 = none was made */

  GtkWidget    *label;
  GtkWidget    *load_button;
  GtkWidget    *spinner;
};

G_DEFINE_FINAL_TYPE (DyzurMessagePictures, dyzur_message_pictures, GTK_TYPE_WIDGET)

static gboolean
is_loaded (const DyzurMessageRecord *record,
           const char               *address)
{
  for (guint i = 0; record->attachments != NULL && i < record->attachments->len; i++)
    {
      const DyzurAttachment *attachment = g_ptr_array_index (record->attachments, i);

      if (attachment->path != NULL && g_strcmp0 (attachment->content_id, address) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
set_menu (DyzurMessagePictures     *self,
          const DyzurMessageRecord *record)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autofree char *label = NULL;

  if (record->author_address == NULL || record->kind != DYZUR_MESSAGE_INCOMING)
    {
      adw_split_button_set_menu_model (ADW_SPLIT_BUTTON (self->load_button), NULL);
      return;
    }
  /* Translators: %s is an e-mail address */
  label = g_strdup_printf (_("Always Load from %s"), record->author_address);
  g_menu_append (menu, label, "message.toggle-pictures");
  adw_split_button_set_menu_model (ADW_SPLIT_BUTTON (self->load_button), G_MENU_MODEL (menu));
}

static char *
dup_sentence (DyzurMessagePictures *self,
              guint                 n_missing,
              gboolean              loading)
{
  if (loading)
    return g_strdup (_("Loading pictures…"));
  if (self->n_failed > 0)
    return g_strdup_printf (ngettext ("%u picture could not be loaded", "%u pictures could not be loaded", n_missing),
                            n_missing);
  /* Translators: quiet line below a mail; the pictures are at servers in the web and were not asked for */
  return g_strdup_printf (ngettext ("Picture from the web is blocked (%u)", "Pictures from the web are blocked (%u)",
                                    n_missing), n_missing);
}

static void
update (DyzurMessagePictures *self)
{
  const DyzurMessageRecord *record;
  g_auto(GStrv) missing = NULL;
  g_autofree char *sentence = NULL;
  gboolean loading;

  if (self->message == NULL)
    return;
  record = dyzur_message_get_record (self->message);
  missing = dyzur_engine_dup_missing_pictures (record);
  loading = self->engine != NULL && dyzur_engine_is_loading_pictures (self->engine, record->id);
  sentence = dup_sentence (self, g_strv_length (missing), loading);
  gtk_label_set_label (GTK_LABEL (self->label), sentence);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), loading);
  gtk_widget_set_visible (self->spinner, loading);
  gtk_widget_set_visible (self->load_button, !loading && self->engine != NULL);
  adw_split_button_set_label (ADW_SPLIT_BUTTON (self->load_button), self->n_failed > 0 ? _("Try Again") : _("Load"));
  set_menu (self, record);
}

/* The row may show another message by now. */
typedef struct
{
  DyzurMessagePictures *self;
  gint64                message_id;
} Asked;

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Asked *asked = user_data;
  g_autoptr(DyzurMessagePictures) self = asked->self;
  g_autoptr(GError) error = NULL;
  int n_failed = dyzur_engine_load_pictures_finish (DYZUR_ENGINE (source), result, &error);
  gboolean same = self->message != NULL && dyzur_message_get_record (self->message)->id == asked->message_id;

  g_free (asked);
  if (!same || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PENDING))
    return;
  self->n_failed = error != NULL ? 1 : n_failed;
  update (self);
}

static void
clicked_cb (DyzurMessagePictures *self)
{
  dyzur_message_pictures_load (self);
}

static void
dyzur_message_pictures_dispose (GObject *object)
{
  DyzurMessagePictures *self = DYZUR_MESSAGE_PICTURES (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->message);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_MESSAGE_PICTURES);

  G_OBJECT_CLASS (dyzur_message_pictures_parent_class)->dispose (object);
}

static void
dyzur_message_pictures_class_init (DyzurMessagePicturesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_message_pictures_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-message-pictures.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurMessagePictures, label);
  gtk_widget_class_bind_template_child (widget_class, DyzurMessagePictures, load_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurMessagePictures, spinner);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
dyzur_message_pictures_init (DyzurMessagePictures *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyzur_message_pictures_new (void)
{
  return g_object_new (DYZUR_TYPE_MESSAGE_PICTURES, NULL);
}

/**
 * dyzur_message_pictures_set_message:
 * @engine: (nullable): without one nothing can be loaded
 *
 * Begins to load where the sender's pictures are always loaded.
 */
void
dyzur_message_pictures_set_message (DyzurMessagePictures *self,
                                    DyzurEngine          *engine,
                                    DyzurMessage         *message)
{
  const DyzurMessageRecord *record = dyzur_message_get_record (message);
  gboolean same = self->message != NULL && dyzur_message_get_record (self->message)->id == record->id;

  g_return_if_fail (DYZUR_IS_MESSAGE_PICTURES (self));

  g_set_object (&self->engine, engine);
  g_set_object (&self->message, message);
  if (!same)
    self->n_failed = 0;
  if (engine != NULL && dyzur_engine_may_load_pictures (engine, record))
    dyzur_message_pictures_load (self);
  else
    update (self);
}

/* Fetches what is missing; the message changes when it is here */
void
dyzur_message_pictures_load (DyzurMessagePictures *self)
{
  Asked *asked;

  g_return_if_fail (DYZUR_IS_MESSAGE_PICTURES (self));

  if (self->engine == NULL || self->message == NULL)
    return;
  asked = g_new0 (Asked, 1);
  asked->self = g_object_ref (self);
  asked->message_id = dyzur_message_get_record (self->message)->id;
  dyzur_engine_load_pictures_async (self->engine, dyzur_message_get_record (self->message), NULL, loaded_cb, asked);
  update (self);
}

gboolean
dyzur_message_pictures_are_missing (const DyzurMessageRecord *record)
{
  g_auto(GStrv) missing = dyzur_engine_dup_missing_pictures (record);

  return missing[0] != NULL;
}

guint
dyzur_message_pictures_count_loaded (const DyzurMessageRecord *record)
{
  guint n = 0;

  for (guint i = 0; record->attachments != NULL && i < record->attachments->len; i++)
    {
      const DyzurAttachment *attachment = g_ptr_array_index (record->attachments, i);

      n += attachment->path != NULL && attachment->content_id != NULL && strstr (attachment->content_id, "://") != NULL;
    }
  return n;
}

/**
 * dyzur_message_pictures_dup_shown:
 * @record: with blocks
 *
 * A picture that is here stands among the attachments: in the text nothing needs to say that it is not.
 *
 * Returns: (transfer full)
 */
DyzurBlocks *
dyzur_message_pictures_dup_shown (const DyzurMessageRecord *record)
{
  g_autoptr(GBytes) bytes = NULL;
  DyzurBlocks *blocks;

  if (dyzur_message_pictures_count_loaded (record) == 0)
    return dyzur_blocks_ref (record->blocks);
  bytes = dyzur_blocks_to_bytes (record->blocks);
  blocks = dyzur_blocks_from_bytes (bytes);
  for (guint i = dyzur_blocks_get_length (blocks); i > 0; i--)
    {
      const DyzurBlock *block = dyzur_blocks_get (blocks, i - 1);

      if (block->kind == DYZUR_BLOCK_IMAGE && block->marker != NULL && is_loaded (record, block->marker))
        dyzur_blocks_remove (blocks, i - 1);
    }
  return blocks;
}
