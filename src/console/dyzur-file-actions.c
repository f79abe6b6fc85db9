/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-file-actions.h"

#include <glib/gi18n.h>

#include "dyzur-toast.h"

typedef struct
{
  GtkWidget            *widget;
  GtkFileChooserNative *chooser;
  GFile                *source;
} Save;

static void
free_save (Save *save)
{
  g_clear_object (&save->widget);
  g_clear_object (&save->chooser);
  g_clear_object (&save->source);
  g_free (save);
}

static GtkWindow *
get_window (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (g_file_copy_finish (G_FILE (source), result, &error))
    text = g_strdup (_("File saved"));
  else
    /* Translators: %s is the system's own message */
    text = g_strdup_printf (_("The file was not saved: %s"), error->message);
  dyzur_toast_show (widget, text);
}

static void
save_response_cb (Save *save,
                  int   response)
{
  g_autoptr(GFile) destination = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      destination = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (save->chooser));
      g_file_copy_async (save->source, destination, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS,
                         G_PRIORITY_DEFAULT, NULL, NULL, NULL, copied_cb, g_object_ref (save->widget));
    }
  free_save (save);
}

/* A stranger's program is never started from a message; who wants it saves it and knows what they do. */
static gboolean
is_program (const DyzurAttachment *attachment)
{
  g_autofree char *by_name = g_content_type_guess (attachment->name, NULL, 0, NULL);
  g_autofree char *by_type = attachment->mime_type != NULL ? g_content_type_from_mime_type (attachment->mime_type) : NULL;

  return g_content_type_can_be_executable (by_name)
         || (by_type != NULL && g_content_type_can_be_executable (by_type))
         || g_content_type_is_a (by_name, "application/x-desktop");
}

static gboolean
is_text (const DyzurAttachment *attachment)
{
  return attachment->mime_type != NULL && g_ascii_strcasecmp (attachment->mime_type, "text/plain") == 0;
}

/**
 * dyzur_file_open:
 *
 * Opens the file in the program the desktop has for it; programs are only offered to be saved.
 */
void
dyzur_file_open (GtkWidget             *widget,
                 const DyzurAttachment *attachment)
{
  g_autofree char *uri = NULL;

  g_return_if_fail (attachment->path != NULL);

  if (is_program (attachment) && !is_text (attachment))
    {
      dyzur_file_save (widget, attachment);
      return;
    }
  uri = g_filename_to_uri (attachment->path, NULL, NULL);
  if (uri != NULL)
    gtk_show_uri (get_window (widget), uri, GDK_CURRENT_TIME);
}

/**
 * dyzur_file_save:
 *
 * Asks where to, and copies the file there.
 */
void
dyzur_file_save (GtkWidget             *widget,
                 const DyzurAttachment *attachment)
{
  Save *save;

  g_return_if_fail (attachment->path != NULL);

  save = g_new0 (Save, 1);
  save->widget = g_object_ref (widget);
  save->source = g_file_new_for_path (attachment->path);
  save->chooser = gtk_file_chooser_native_new (_("Save Attachment"), get_window (widget), GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (save->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (save->chooser), attachment->name);
  g_signal_connect_swapped (save->chooser, "response", G_CALLBACK (save_response_cb), save);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (save->chooser));
}
