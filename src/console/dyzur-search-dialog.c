/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search-dialog.h"

#include "dyzur-question.h"
#include "dyzur-toast.h"

#include <glib/gi18n.h>

typedef struct
{
  DyzurEngine *engine;
  gint64       id;
  char        *query;
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_object_unref (asked->engine);
  g_free (asked->query);
  g_free (asked);
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

static void
save_cb (GtkWidget  *parent,
         const char *text,
         gpointer    user_data)
{
  const Asked *asked = user_data;
  g_autofree char *name = g_strstrip (g_strdup (text));

  dyzur_engine_save_search_async (asked->engine, asked->id, name, asked->query, NULL, saved_cb, g_object_ref (parent));
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
  Asked *asked = g_new0 (Asked, 1);
  AdwMessageDialog *dialog = dyzur_question_new (parent, id != 0 ? _("Rename the Search") : _("Save the Search"),
                                                 id != 0 ? _("_Rename") : _("_Save"), ADW_RESPONSE_SUGGESTED,
                                                 save_cb, asked, free_asked);
  GtkEditable *entry;

  asked->engine = g_object_ref (engine);
  asked->id = id;
  asked->query = g_strdup (query);
  adw_message_dialog_set_body (dialog, query);
  entry = dyzur_question_add_entry (dialog, adw_entry_row_new (), _("Name in the sidebar"));
  gtk_editable_set_text (entry, name);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  gtk_editable_select_region (entry, 0, -1);
}
