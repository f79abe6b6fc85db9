/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-source-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-engine-reading.h"
#include "dyzur-error.h"
#include "dyzur-file-actions.h"
#include "dyzur-source-text.h"
#include "dyzur-toast.h"

/* What a text view can hold without making anybody wait; all of it is in the file. */
#define MAX_SHOWN (2 * 1024 * 1024)

struct _DyzurSourceWindow
{
  AdwWindow           parent_instance;

  DyzurEngine        *engine;
  DyzurMessageRecord *message;
  GCancellable       *cancellable;
  char               *path;          /* (nullable): of the mail, once it is here */

  GtkLabel           *cut_label;
  GtkSearchBar       *search_bar;
  GtkEditable        *search_entry;
  GtkStack           *stack;
  AdwWindowTitle     *title;
  AdwStatusPage      *trouble_page;
  GtkTextView        *view;
};

G_DEFINE_FINAL_TYPE (DyzurSourceWindow, dyzur_source_window, ADW_TYPE_WINDOW)

static void
show_trouble (DyzurSourceWindow *self,
              const GError      *error)
{
  g_autofree char *words = NULL;

  if (g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT))
    words = g_strdup (_("There is no copy of it on this computer, and the server cannot be asked while there is no "
                        "connection."));
  else
    words = g_strdup (error->message);
  adw_status_page_set_icon_name (self->trouble_page,
                                 g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND)
                                 ? "edit-find-symbolic" : "network-offline-symbolic");
  adw_status_page_set_description (self->trouble_page, words);
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

static void
set_text (DyzurSourceWindow *self,
          const char        *data,
          gsize              size)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  g_autofree char *text = dyzur_source_to_text (data, size, MAX_SHOWN);
  GtkTextIter start;

  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  if (size > MAX_SHOWN)
    {
      g_autofree char *whole = g_format_size (size);
      /* Translators: %s is a size such as "7.1 MB" */
      g_autofree char *words = g_strdup_printf (_("This is the beginning of %s. Save the mail to have all of it."), whole);

      gtk_label_set_label (self->cut_label, words);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->cut_label), size > MAX_SHOWN);
  gtk_stack_set_visible_child_name (self->stack, "text");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DyzurSourceWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size;

  if (g_file_load_contents_finish (G_FILE (source), result, &data, &size, NULL, &error))
    {
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "source.save", TRUE);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "source.copy", TRUE);
      set_text (self, data, size);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_trouble (self, error);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(DyzurSourceWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = dyzur_engine_load_source_finish (DYZUR_ENGINE (source), result, &error);
  g_autoptr(GFile) file = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || g_cancellable_is_cancelled (self->cancellable))
    return;
  if (path == NULL)
    {
      show_trouble (self, error);
      return;
    }
  file = g_file_new_for_path (path);
  g_free (self->path);
  self->path = g_steal_pointer (&path);
  g_file_load_contents_async (file, self->cancellable, read_cb, g_object_ref (self));
}

static void
load (DyzurSourceWindow *self)
{
  gtk_stack_set_visible_child_name (self->stack, "loading");
  dyzur_engine_load_source_async (self->engine, self->message, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
retry_cb (DyzurSourceWindow *self)
{
  load (self);
}

/* ---- searching ---- */

static gboolean
find (DyzurSourceWindow *self,
      const GtkTextIter *from,
      gboolean           forward,
      GtkTextIter       *start,
      GtkTextIter       *end)
{
  const char *text = gtk_editable_get_text (self->search_entry);
  const GtkTextSearchFlags flags = GTK_TEXT_SEARCH_TEXT_ONLY | GTK_TEXT_SEARCH_CASE_INSENSITIVE;

  return forward ? gtk_text_iter_forward_search (from, text, flags, start, end, NULL)
                 : gtk_text_iter_backward_search (from, text, flags, start, end, NULL);
}

/* From the selection on and, behind the end, from the other one */
static void
search (DyzurSourceWindow *self,
        gboolean           forward,
        gboolean           stays)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter first, last, edge, start, end;
  gboolean found;

  gtk_widget_remove_css_class (GTK_WIDGET (self->search_entry), "error");
  if (*gtk_editable_get_text (self->search_entry) == '\0')
    return;
  gtk_text_buffer_get_selection_bounds (buffer, &first, &last);
  found = find (self, forward && !stays ? &last : &first, forward, &start, &end);
  if (!found)
    {
      if (forward)
        gtk_text_buffer_get_start_iter (buffer, &edge);
      else
        gtk_text_buffer_get_end_iter (buffer, &edge);
      found = find (self, &edge, forward, &start, &end);
    }
  if (!found)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->search_entry), "error");
      return;
    }
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_text_view_scroll_to_iter (self->view, &start, 0.1, FALSE, 0, 0);
}

static void
search_changed_cb (DyzurSourceWindow *self)
{
  search (self, TRUE, TRUE);
}

static void
search_next_cb (DyzurSourceWindow *self)
{
  search (self, TRUE, FALSE);
}

static void
step (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  search (DYZUR_SOURCE_WINDOW (widget), g_str_equal (action, "source.next"), FALSE);
}

static void
open_search (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  DyzurSourceWindow *self = DYZUR_SOURCE_WINDOW (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
back (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  DyzurSourceWindow *self = DYZUR_SOURCE_WINDOW (widget);

  if (!gtk_search_bar_get_search_mode (self->search_bar))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* ---- taking along ---- */

static void
copy (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  DyzurSourceWindow *self = DYZUR_SOURCE_WINDOW (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (!gtk_text_buffer_get_selection_bounds (buffer, &start, &end))
    gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  dyzur_toast_show (GTK_WIDGET (self->stack), _("Copied"));
}

static void
save (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  DyzurSourceWindow *self = DYZUR_SOURCE_WINDOW (widget);
  const char *subject = self->message->subject;
  g_autofree char *name = g_strconcat (subject != NULL && *subject != '\0' ? subject : _("Message"), ".eml", NULL);
  g_autoptr(DyzurAttachment) file = NULL;

  if (self->path == NULL)
    return;
  g_strdelimit (name, "/\\:\n\r\t", '_');
  file = dyzur_attachment_new (name, "message/rfc822");
  file->path = g_strdup (self->path);
  dyzur_file_save (GTK_WIDGET (self->stack), file);
}

static void
dyzur_source_window_dispose (GObject *object)
{
  DyzurSourceWindow *self = DYZUR_SOURCE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);
  gtk_widget_dispose_template (GTK_WIDGET (object), DYZUR_TYPE_SOURCE_WINDOW);

  G_OBJECT_CLASS (dyzur_source_window_parent_class)->dispose (object);
}

static void
dyzur_source_window_finalize (GObject *object)
{
  DyzurSourceWindow *self = DYZUR_SOURCE_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->message, dyzur_message_record_free);
  g_free (self->path);

  G_OBJECT_CLASS (dyzur_source_window_parent_class)->finalize (object);
}

static void
dyzur_source_window_class_init (DyzurSourceWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_source_window_dispose;
  object_class->finalize = dyzur_source_window_finalize;

  gtk_widget_class_install_action (widget_class, "source.back", NULL, back);
  gtk_widget_class_install_action (widget_class, "source.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "source.next", NULL, step);
  gtk_widget_class_install_action (widget_class, "source.previous", NULL, step);
  gtk_widget_class_install_action (widget_class, "source.save", NULL, save);
  gtk_widget_class_install_action (widget_class, "source.search", NULL, open_search);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-source-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurSourceWindow, cut_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurSourceWindow, search_bar);
  gtk_widget_class_bind_template_child (widget_class, DyzurSourceWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DyzurSourceWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DyzurSourceWindow, title);
  gtk_widget_class_bind_template_child (widget_class, DyzurSourceWindow, trouble_page);
  gtk_widget_class_bind_template_child (widget_class, DyzurSourceWindow, view);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_next_cb);
}

static void
dyzur_source_window_init (DyzurSourceWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "source.save", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "source.copy", FALSE);
}

/**
 * dyzur_source_window_show:
 * @message: copied
 *
 * Opens a window with the mail's source; it is fetched from the server when there is no copy here.
 */
void
dyzur_source_window_show (GtkWindow                *parent,
                          DyzurEngine              *engine,
                          const DyzurMessageRecord *message)
{
  DyzurSourceWindow *self = g_object_new (DYZUR_TYPE_SOURCE_WINDOW, "transient-for", parent, NULL);

  self->engine = g_object_ref (engine);
  self->message = dyzur_message_record_copy (message);
  if (message->subject != NULL)
    adw_window_title_set_subtitle (self->title, message->subject);
  gtk_window_present (GTK_WINDOW (self));
  load (self);
}
