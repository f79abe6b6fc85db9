/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-composer-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-attachment.h"
#include "dyzur-clock.h"
#include "dyzur-format.h"
#include "dyzur-toast.h"

/* Files on their way into a draft: chosen, dropped or pasted. The engine copies them, so they survive with the draft. */

typedef struct
{
  DyzurComposer *self;
  DyzurEngine   *engine;
  GCancellable  *cancellable;   /* of the conversation they belong to */
  DyzurDraftKind kind;
  gboolean       in_text;       /* a picture that stands where the cursor is */
  char          *name;
} Adding;

static Adding *
adding_new (DyzurComposer *self,
            const char    *name)
{
  Adding *adding = g_new0 (Adding, 1);

  adding->self = g_object_ref (self);
  adding->engine = g_object_ref (self->engine);
  adding->cancellable = g_object_ref (self->cancellable);
  adding->kind = self->kind;
  adding->name = g_strdup (name);
  return adding;
}

static void
adding_free (Adding *adding)
{
  g_object_unref (adding->self);
  g_object_unref (adding->engine);
  g_object_unref (adding->cancellable);
  g_free (adding->name);
  g_free (adding);
}

static void
say_failed (DyzurComposer *self,
            const char    *name)
{
  /* Translators: %s is a file's name */
  g_autofree char *text = g_strdup_printf (_("%s could not be attached. The text is safe."), name);

  dyzur_toast_show (GTK_WIDGET (self), text);
}

static gboolean
has_name (const DyzurDraft *draft,
          const char       *name)
{
  for (guint i = 0; i < draft->attachments->len; i++)
    if (g_strcmp0 (((DyzurAttachment *) g_ptr_array_index (draft->attachments, i))->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* "faktura.pdf", "faktura (2).pdf": two files are told apart by the reader, too. */
static void
make_name_unique (const DyzurDraft *draft,
                  DyzurAttachment  *attachment)
{
  g_autofree char *name = g_strdup (attachment->name);
  const char *dot = name != NULL ? strrchr (name, '.') : NULL;
  g_autofree char *stem = dot != NULL && dot > name ? g_strndup (name, dot - name) : g_strdup (name);

  for (guint n = 2; attachment->name != NULL && has_name (draft, attachment->name); n++)
    {
      g_free (attachment->name);
      attachment->name = g_strdup_printf ("%s (%u)%s", stem, n, dot != NULL && dot > name ? dot : "");
    }
}

/* On a line of its own */
static void
insert_picture (DyzurComposer *self,
                const char    *name)
{
  GtkTextIter at;
  g_autofree char *mark = NULL;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &at, gtk_text_buffer_get_insert (self->buffer));
  mark = g_strdup_printf ("%s![%s]\n", gtk_text_iter_starts_line (&at) ? "" : "\n", name);
  dyzur_composer_insert (self, mark);
}

/* Takes (transfer full) the attachment into the draft it was meant for, if that is still here. */
static void
finish_adding (Adding          *adding,
               DyzurAttachment *attachment)
{
  DyzurComposer *self = adding->self;
  DyzurDraft *draft = self->drafts[adding->kind];

  if (g_cancellable_is_cancelled (adding->cancellable) || draft == NULL)
    g_clear_pointer (&attachment, dyzur_attachment_free);
  else if (attachment == NULL)
    say_failed (self, adding->name);
  else
    {
      if (draft->attachments == NULL)
        draft->attachments = dyzur_attachments_new ();
      make_name_unique (draft, attachment);
      g_ptr_array_add (draft->attachments, attachment);
      if (adding->kind == self->kind)
        {
          if (adding->in_text)
            insert_picture (self, attachment->name);
          _dyzur_composer_show_attachments (self);
          _dyzur_composer_changed (self);
        }
      else
        dyzur_engine_save_draft (adding->engine, draft);
    }
  adding_free (adding);
}

static void
file_added_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Adding *adding = user_data;

  DyzurAttachment *attachment = dyzur_engine_add_file_finish (adding->engine, result, NULL);

  /* What was received lies here under another name. */
  if (attachment != NULL && adding->name != NULL)
    {
      g_free (attachment->name);
      attachment->name = g_strdup (adding->name);
    }
  finish_adding (adding, attachment);
}

static void
bytes_added_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Adding *adding = user_data;

  finish_adding (adding, dyzur_engine_add_bytes_finish (adding->engine, result, NULL));
}

static void
add_file (DyzurComposer *self,
          GFile         *file)
{
  g_autofree char *name = g_file_get_basename (file);

  if (self->engine != NULL && self->cancellable != NULL)
    dyzur_engine_add_file_async (self->engine, file, self->cancellable, file_added_cb, adding_new (self, name));
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Adding *adding = user_data;
  g_autofree char *path = dyzur_engine_fetch_attachment_finish (adding->engine, result, NULL);

  if (path != NULL && !g_cancellable_is_cancelled (adding->cancellable))
    {
      g_autoptr(GFile) file = g_file_new_for_path (path);

      dyzur_engine_add_file_async (adding->engine, file, adding->cancellable, file_added_cb, adding);
    }
  else
    finish_adding (adding, NULL);
}

/* A file somebody sent us goes out again; what is still at the server only is brought first. */
void
_dyzur_composer_add_received (DyzurComposer         *self,
                              const DyzurAttachment *attachment)
{
  Adding *adding = adding_new (self, attachment->name);

  if (attachment->path != NULL && g_file_test (attachment->path, G_FILE_TEST_EXISTS))
    {
      DyzurAttachment *copy = dyzur_attachment_copy (attachment);

      copy->id = 0;
      copy->is_inline = FALSE;
      g_clear_pointer (&copy->remote_ref, g_free);
      g_clear_pointer (&copy->content_id, g_free);
      finish_adding (adding, copy);
    }
  else
    dyzur_engine_fetch_attachment_async (self->engine, dyzur_conversation_get_id (self->conversation), attachment,
                                         self->cancellable, fetched_cb, adding);
}

static void
encode_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  g_task_return_pointer (task, gdk_texture_save_to_png_bytes (GDK_TEXTURE (task_data)), (GDestroyNotify) g_bytes_unref);
}

static void
encoded_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Adding *adding = user_data;
  g_autoptr(GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);

  if (bytes == NULL || g_cancellable_is_cancelled (adding->cancellable))
    {
      finish_adding (adding, NULL);
      return;
    }
  dyzur_engine_add_bytes_async (adding->engine, bytes, adding->name, "image/png", adding->cancellable, bytes_added_cb,
                                adding);
}

/* A picture without a file: a screenshot from the clipboard */
static void
add_texture (DyzurComposer *self,
             GdkTexture    *texture)
{
  Adding *adding;
  g_autoptr(GTask) task = NULL;
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_local (dyzur_clock_now () / 1000);
  g_autofree char *stamp = g_date_time_format (now, "%Y-%m-%d-%H%M%S");
  /* Translators: file name of a pasted picture; %s is a date and time in figures */
  g_autofree char *name = g_strdup_printf (_("picture-%s.png"), stamp);

  if (self->cancellable == NULL || self->engine == NULL)
    return;
  adding = adding_new (self, name);
  adding->in_text = gtk_widget_get_visible (self->format_button);
  task = g_task_new (NULL, NULL, encoded_cb, adding);
  g_task_set_source_tag (task, add_texture);
  g_task_set_task_data (task, g_object_ref (texture), g_object_unref);
  g_task_run_in_thread (task, encode_in_thread);
}

static void
remove_clicked_cb (DyzurComposer *self,
                   GtkButton     *button)
{
  DyzurDraft *draft = _dyzur_composer_get_draft (self);
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));

  if (draft == NULL || draft->attachments == NULL || index >= draft->attachments->len)
    return;
  g_ptr_array_remove_index (draft->attachments, index);
  _dyzur_composer_show_attachments (self);
  _dyzur_composer_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static GtkWidget *
make_chip (DyzurComposer         *self,
           const DyzurAttachment *attachment,
           guint                  index)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (attachment->name);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *size = dyzur_format_size (attachment->size);
  GtkWidget *size_label = gtk_label_new (size);
  g_autofree char *remove = g_strdup_printf (_("Remove %s"), attachment->name);

  gtk_widget_add_css_class (chip, "chip");
  gtk_box_append (GTK_BOX (chip), gtk_image_new_from_icon_name ("mail-attachment-symbolic"));
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 28);
  gtk_box_append (GTK_BOX (chip), name);
  gtk_widget_add_css_class (size_label, "dim-label");
  gtk_widget_add_css_class (size_label, "caption");
  if (attachment->size > 0)
    gtk_box_append (GTK_BOX (chip), size_label);
  else
    g_object_unref (g_object_ref_sink (size_label));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_clicked_cb), self);
  gtk_box_append (GTK_BOX (chip), button);
  return chip;
}

static void
chosen_cb (DyzurComposer        *self,
           int                   response,
           GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));

      dyzur_composer_add_files (self, files);
    }
  g_object_unref (chooser);
}

static void
add_file_list (DyzurComposer *self,
               const GValue  *value)
{
  g_autoptr(GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *l = files; l != NULL; l = l->next)
    add_file (self, l->data);
}

static gboolean
drop_cb (DyzurComposer *self,
         const GValue  *value)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    add_file_list (self, value);
  else if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    add_texture (self, g_value_get_object (value));
  else
    return FALSE;
  return TRUE;
}

static void
clipboard_value_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(DyzurComposer) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL)
    drop_cb (self, value);
}

/* Files and pictures become attachments; everything else is the text view's. */
static void
paste_cb (DyzurComposer *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  GType type = G_TYPE_INVALID;

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST)
      || gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    type = GDK_TYPE_FILE_LIST;
  else if (!gdk_content_formats_contain_gtype (formats, G_TYPE_STRING)
           && !gdk_content_formats_contain_mime_type (formats, "text/plain")
           && !gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8")
           && (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE)
               || gdk_content_formats_contain_mime_type (formats, "image/png")))
    type = GDK_TYPE_TEXTURE;
  if (type == G_TYPE_INVALID)
    return;
  g_signal_stop_emission_by_name (self->text_view, "paste-clipboard");
  gdk_clipboard_read_value_async (clipboard, type, G_PRIORITY_DEFAULT, NULL, clipboard_value_cb, g_object_ref (self));
}

void
_dyzur_composer_init_attachments (DyzurComposer *self)
{
  dyzur_composer_accept_drops_on (self, GTK_WIDGET (self));
  g_signal_connect_swapped (self->text_view, "paste-clipboard", G_CALLBACK (paste_cb), self);
}

void
_dyzur_composer_show_attachments (DyzurComposer *self)
{
  DyzurDraft *draft = _dyzur_composer_get_draft (self);
  guint n = draft != NULL && draft->attachments != NULL ? draft->attachments->len : 0;

  dyzur_wrap_box_clear (self->attachments_box);
  for (guint i = 0; i < n; i++)
    dyzur_wrap_box_append (self->attachments_box, make_chip (self, g_ptr_array_index (draft->attachments, i), i));
  gtk_widget_set_visible (GTK_WIDGET (self->attachments_box), n > 0);
}

/* Asks for files to attach */
void
dyzur_composer_attach (DyzurComposer *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkFileChooserNative *chooser;

  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  if (self->conversation == NULL)
    return;
  chooser = gtk_file_chooser_native_new (_("Attach Files"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                         GTK_FILE_CHOOSER_ACTION_OPEN, _("_Attach"), _("_Cancel"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * dyzur_composer_add_files:
 * @files: of GFile
 */
void
dyzur_composer_add_files (DyzurComposer *self,
                          GListModel    *files)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (files, i);

      add_file (self, file);
    }
}

/**
 * dyzur_composer_accept_drops_on:
 * @widget: the composer or something around it
 *
 * Files and pictures dropped on @widget are attached.
 */
void
dyzur_composer_accept_drops_on (DyzurComposer *self,
                                GtkWidget     *widget)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  /* Before the text view, which would write their addresses. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}
