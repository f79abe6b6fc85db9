/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search-dialog.h"

#include "dyzur-toast.h"

#include <glib/gi18n.h>

typedef struct
{
  DyzurEngine *engine;
  GtkWidget   *parent;
  gint64       id;
  char        *query;
  GtkEditable *entry;
} Question;

static void
free_question (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->engine);
  g_object_unref (question->parent);
  g_free (question->query);
  g_free (question);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GtkWidget) parent = user_data;
  g_autoptr(GError) error = NULL;

  if (dyzur_engine_save_search_finish (DYZUR_ENGINE (object), result, &error) == 0)
    dyzur_toast_show (parent, error->message);
  else
    dyzur_toast_show (parent, _("The search is in the sidebar"));
}

static char *
dup_name (GtkEditable *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (entry)));
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  Question *question = user_data;
  g_autofree char *name = dup_name (question->entry);

  if (g_str_equal (response, "save") && *name != '\0')
    dyzur_engine_save_search_async (question->engine, question->id, name, question->query, NULL, saved_cb,
                                    g_object_ref (question->parent));
}

static void
text_changed_cb (GtkEditable      *entry,
                 AdwMessageDialog *dialog)
{
  g_autofree char *name = dup_name (entry);

  adw_message_dialog_set_response_enabled (dialog, "save", *name != '\0');
}

/**
 * dyzur_search_dialog_ask:
 * @id: a saved search to be renamed, 0 = a new one
 * @name: what it is called now, or could be
 *
 * Asks what a saved search should be called, and saves it.
 */
void
dyzur_search_dialog_ask (GtkWindow   *parent,
                         DyzurEngine *engine,
                         gint64       id,
                         const char  *name,
                         const char  *query)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, id != 0 ? _("Rename the Search") : _("Save the Search"), query);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *entry = adw_entry_row_new ();
  Question *question = g_new0 (Question, 1);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"),
                                    "save", id != 0 ? _("_Rename") : _("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _("Name in the sidebar"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list);

  question->engine = g_object_ref (engine);
  question->parent = g_object_ref (GTK_WIDGET (parent));
  question->id = id;
  question->query = g_strdup (query);
  question->entry = GTK_EDITABLE (entry);
  g_signal_connect (entry, "changed", G_CALLBACK (text_changed_cb), dialog);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_question, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
}
