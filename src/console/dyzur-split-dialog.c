/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-split-dialog.h"

#include "dyzur-format.h"
#include "dyzur-message-words.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

/* Older ones are not offered: a split begins somewhere near the end. */
#define MAX_MESSAGES 200
#define LIST_HEIGHT 200
#define MAX_LIST_HEIGHT 380

typedef struct
{
  DyzurEngine         *engine;
  gint64               conversation_id;
  gint64               from_message_id;   /* it and what came later is ticked; 0 = nothing is */
  GAsyncReadyCallback  callback;
  GObject             *user_data;

  GPtrArray           *checks;            /* (element-type GtkCheckButton): owned by the list */
  GtkListBox          *list;
  GtkEditable         *address;
  AdwMessageDialog    *dialog;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_object_unref (question->engine);
  g_clear_object (&question->user_data);
  g_ptr_array_unref (question->checks);
  g_free (question);
}

static gint64
get_id (GtkWidget *check)
{
  return (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (check), "message"));
}

static GArray *
collect_ids (Question *question)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < question->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (question->checks, i);
      gint64 id = get_id (check);

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        g_array_append_val (ids, id);
    }
  return ids;
}

/* Something has to go, and a message has to stay. */
static void
update (Question *question)
{
  g_autoptr(GArray) ids = collect_ids (question);
  g_autofree char *address = g_strstrip (g_strdup (gtk_editable_get_text (question->address)));
  gboolean fine = *address == '\0' || (strchr (address, '@') != NULL && strpbrk (address, " \t<>") == NULL);

  adw_message_dialog_set_response_enabled (question->dialog, "split",
                                           fine && ids->len > 0 && ids->len < question->checks->len);
  if (fine)
    gtk_widget_remove_css_class (GTK_WIDGET (question->address), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (question->address), "error");
}

static GtkWidget *
new_row (Question                 *question,
         const DyzurMessageRecord *message)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *author = dyzur_message_dup_author (message, dyzur_engine_get_me_id (question->engine));
  g_autofree char *moment = dyzur_format_moment (message->sent_at);
  g_autofree char *title = g_strdup_printf ("%s · %s", author, moment);
  g_autofree char *text = g_strdup (message->text != NULL ? message->text : "");

  g_strstrip (g_strdelimit (text, "\n\r\t", ' '));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  g_object_set_data (G_OBJECT (check), "message", GSIZE_TO_POINTER ((gsize) message->id));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_ptr_array_add (question->checks, check);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (update), question);
  return row;
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(AdwMessageDialog) dialog = user_data;
  Question *question = g_object_get_data (G_OBJECT (dialog), "question");
  g_autoptr(GPtrArray) messages = dyzur_engine_load_messages_finish (DYZUR_ENGINE (object), result, NULL);
  gboolean ticked = FALSE;
  GtkWidget *focus = NULL;

  if (question == NULL || messages == NULL)
    return;
  for (guint i = 0; i < messages->len; i++)
    {
      const DyzurMessageRecord *message = g_ptr_array_index (messages, i);

      if (message->kind == DYZUR_MESSAGE_ACTIVITY)
        continue;
      ticked = ticked || message->id == question->from_message_id;
      gtk_list_box_append (question->list, new_row (question, message));
      gtk_check_button_set_active (g_ptr_array_index (question->checks, question->checks->len - 1), ticked);
      if (focus == NULL && ticked)
        focus = g_ptr_array_index (question->checks, question->checks->len - 1);
    }
  if (focus == NULL && question->checks->len > 0)
    focus = g_ptr_array_index (question->checks, question->checks->len - 1);
  update (question);
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Question         *question)
{
  g_autoptr(GArray) ids = collect_ids (question);
  g_autofree char *address = g_strstrip (g_strdup (gtk_editable_get_text (question->address)));

  if (g_str_equal (response, "split"))
    dyzur_engine_split_async (question->engine, question->conversation_id, (const gint64 *) (void *) ids->data, ids->len, 0,
                              *address != '\0' ? address : NULL, NULL, question->callback,
                              g_steal_pointer (&question->user_data));
}

static GtkWidget *
new_list (Question *question)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  question->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (question->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_margin_top (list, 3);
  gtk_widget_set_margin_bottom (list, 3);
  gtk_widget_set_margin_start (list, 3);
  gtk_widget_set_margin_end (list, 3);
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Messages that go"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_LIST_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  return scroller;
}

static GtkWidget *
new_address (Question *question)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *entry = adw_entry_row_new ();

  question->address = GTK_EDITABLE (entry);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _("E-mail of another customer, if it is not theirs"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (update), question);
  return list;
}

/**
 * dyzur_split_dialog_ask:
 * @from_message_id: this message and all later ones are ticked; 0 = none
 * @callback: of dyzur_engine_split_async(), when something was chosen
 * @user_data: for @callback, which gets a reference
 *
 * Asks which messages become a conversation of their own, and whose.
 */
void
dyzur_split_dialog_ask (GtkWindow                      *parent,
                        DyzurEngine                    *engine,
                        const DyzurConversationRecord  *conversation,
                        gint64                          from_message_id,
                        GAsyncReadyCallback             callback,
                        GObject                        *user_data)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, _("Split the Conversation"),
                                              _("The ticked messages become a conversation of their own. Answers to them "
                                                "go there from now on."));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  Question *question = g_new0 (Question, 1);

  question->engine = g_object_ref (engine);
  question->conversation_id = conversation->id;
  question->from_message_id = from_message_id;
  question->callback = callback;
  question->user_data = g_object_ref (user_data);
  question->checks = g_ptr_array_new ();
  question->dialog = ADW_MESSAGE_DIALOG (dialog);
  g_object_set_data_full (G_OBJECT (dialog), "question", question, free_question);

  adw_message_dialog_add_responses (question->dialog, "cancel", _("_Cancel"), "split", _("_Split"), NULL);
  adw_message_dialog_set_response_appearance (question->dialog, "split", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (question->dialog, "split");
  adw_message_dialog_set_close_response (question->dialog, "cancel");
  adw_message_dialog_set_response_enabled (question->dialog, "split", FALSE);
  gtk_box_append (GTK_BOX (box), new_list (question));
  gtk_box_append (GTK_BOX (box), new_address (question));
  adw_message_dialog_set_extra_child (question->dialog, box);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), question);
  dyzur_widget_name_icons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
  dyzur_engine_load_messages_async (engine, conversation->id, MAX_MESSAGES, NULL, loaded_cb, g_object_ref (dialog));
}
