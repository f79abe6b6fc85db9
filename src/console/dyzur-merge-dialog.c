/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-merge-dialog.h"

#include "dyzur-format.h"
#include "dyzur-widget.h"
#include "dyzur-words.h"

#include <glib/gi18n.h>

#define MAX_ROWS 30
#define LIST_HEIGHT 200
#define MAX_LIST_HEIGHT 380

typedef struct
{
  DyzurEngine             *engine;
  DyzurConversationRecord *conversation;   /* what the others come into */
  GAsyncReadyCallback      callback;
  GObject                 *user_data;

  GListModel              *found;          /* (nullable) (element-type DyzurConversation) */
  GHashTable              *chosen;         /* (element-type gint64): ids */
  GtkListBox              *list;
  GtkLabel                *nothing;
  AdwMessageDialog        *dialog;
} Question;

static void fill (Question *question);

static void
stop_following (Question *question)
{
  guint n = question->found != NULL ? g_list_model_get_n_items (question->found) : 0;

  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    {
      g_autoptr(DyzurConversation) talk = g_list_model_get_item (question->found, i);

      g_signal_handlers_disconnect_by_func (talk, fill, question);
    }
  if (question->found != NULL)
    g_signal_handlers_disconnect_by_func (question->found, fill, question);
  g_clear_object (&question->found);
}

static void
free_question (gpointer data)
{
  Question *question = data;

  stop_following (question);
  g_object_unref (question->engine);
  g_clear_object (&question->user_data);
  g_hash_table_unref (question->chosen);
  dyzur_conversation_record_free (question->conversation);
  g_free (question);
}

static gint64
get_id (GtkWidget *check)
{
  return (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (check), "conversation"));
}

static void
toggled_cb (GtkCheckButton *check,
            Question       *question)
{
  gint64 id = get_id (GTK_WIDGET (check));

  if (gtk_check_button_get_active (check))
    g_hash_table_add (question->chosen, g_memdup2 (&id, sizeof id));
  else
    g_hash_table_remove (question->chosen, &id);
  adw_message_dialog_set_response_enabled (question->dialog, "merge", g_hash_table_size (question->chosen) > 0);
}

/* Only what may be merged is offered: of the same account, whose server does not know conversations. */
static gboolean
is_fit (Question                      *question,
        const DyzurConversationRecord *record)
{
  return record->id != question->conversation->id && record->remote_id == NULL &&
         g_strcmp0 (record->account_id, question->conversation->account_id) == 0;
}

static GtkWidget *
new_row (Question                      *question,
         const DyzurConversationRecord *record)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  gboolean other = record->contact_id != question->conversation->contact_id;
  const char *subject = record->subject != NULL && *record->subject != '\0' ? record->subject
                        : record->preview != NULL ? record->preview : "";
  const char *name = record->contact_name != NULL ? record->contact_name : record->contact_address;
  g_autofree char *moment = dyzur_format_moment (record->last_activity_at);
  g_autofree char *title = other ? g_strdup_printf ("%s · %s", name != NULL ? name : "", subject) : g_strdup (subject);
  g_autofree char *below = g_strdup_printf ("%s · %s", moment, dyzur_status_get_word (record->status));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), below);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, below, -1);
  g_object_set_data (G_OBJECT (check), "conversation", GSIZE_TO_POINTER ((gsize) record->id));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), g_hash_table_contains (question->chosen, &record->id));
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), question);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  return row;
}

/* Rows that come without their record are filled in when it is read. */
static gboolean
add_talk (Question          *question,
          DyzurConversation *talk)
{
  const DyzurConversationRecord *record = dyzur_conversation_get_record (talk);

  if (record == NULL)
    {
      g_signal_handlers_disconnect_by_func (talk, fill, question);
      g_signal_connect_swapped (talk, "notify::record", G_CALLBACK (fill), question);
      return FALSE;
    }
  if (!is_fit (question, record))
    return FALSE;
  gtk_list_box_append (question->list, new_row (question, record));
  return TRUE;
}

static void
fill (Question *question)
{
  guint n_items = g_list_model_get_n_items (question->found);
  GtkWidget *row;
  guint n = 0;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (question->list))) != NULL)
    gtk_list_box_remove (question->list, row);
  for (guint i = 0; i < MIN (n_items, MAX_ROWS); i++)
    {
      g_autoptr(DyzurConversation) talk = g_list_model_get_item (question->found, i);

      n += add_talk (question, talk);
    }
  gtk_widget_set_visible (GTK_WIDGET (question->list), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (question->nothing), n == 0);
}

/* Nothing typed: the customer's others, newest first; else what a search finds. */
static void
search_changed_cb (GtkSearchEntry *entry,
                   Question       *question)
{
  g_autofree char *query = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  g_autofree char *contact = g_strdup_printf ("%" G_GINT64_FORMAT, question->conversation->contact_id);
  g_autoptr(DyzurView) view = NULL;

  stop_following (question);
  view = *query == '\0' ? dyzur_view_new (DYZUR_VIEW_CONTACT, contact, NULL)
                        : dyzur_view_new (DYZUR_VIEW_SEARCH, query, NULL);
  question->found = dyzur_engine_list_conversations (question->engine, view);
  gtk_label_set_label (question->nothing, *query == '\0' ? _("No other conversation of this customer")
                                                         : _("No conversation like this in this account"));
  g_signal_connect_swapped (question->found, "items-changed", G_CALLBACK (fill), question);
  fill (question);
}

/* The entry keeps Escape to itself: it clears what was typed, and closes the dialog where nothing was. */
static void
stop_search_cb (GtkEditable *entry,
                Question    *question)
{
  if (*gtk_editable_get_text (entry) == '\0')
    gtk_window_close (GTK_WINDOW (question->dialog));
  else
    gtk_editable_set_text (entry, "");
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Question         *question)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, question->chosen);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_vals (ids, id, 1);
  stop_following (question);
  if (g_str_equal (response, "merge") && ids->len > 0)
    dyzur_engine_merge_async (question->engine, question->conversation->id, (const gint64 *) (void *) ids->data, ids->len,
                              NULL, question->callback, g_steal_pointer (&question->user_data));
}

static GtkWidget *
new_picker (Question *question)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *entry = gtk_search_entry_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  question->list = GTK_LIST_BOX (gtk_list_box_new ());
  question->nothing = GTK_LABEL (gtk_label_new (NULL));
  gtk_list_box_set_selection_mode (question->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (question->list), "boxed-list");
  gtk_widget_add_css_class (GTK_WIDGET (question->nothing), "dim-label");
  gtk_label_set_wrap (question->nothing, TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (question->nothing), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (question->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Conversations to merge"), -1);
  gtk_widget_set_margin_top (inner, 3);
  gtk_widget_set_margin_bottom (inner, 3);
  gtk_widget_set_margin_start (inner, 3);
  gtk_widget_set_margin_end (inner, 3);
  gtk_box_append (GTK_BOX (inner), GTK_WIDGET (question->list));
  gtk_box_append (GTK_BOX (inner), GTK_WIDGET (question->nothing));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), inner);
  g_object_set (entry, "placeholder-text", _("Search other conversations"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search other conversations"), -1);
  g_signal_connect (entry, "search-changed", G_CALLBACK (search_changed_cb), question);
  g_signal_connect (entry, "stop-search", G_CALLBACK (stop_search_cb), question);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), scroller);
  search_changed_cb (GTK_SEARCH_ENTRY (entry), question);
  return box;
}

/**
 * dyzur_merge_dialog_ask:
 * @conversation: what the others come into
 * @callback: of dyzur_engine_merge_async(), when something was chosen
 * @user_data: for @callback, which gets a reference
 *
 * Asks which conversations become one with @conversation: the customer's others are proposed, all can be searched.
 */
void
dyzur_merge_dialog_ask (GtkWindow                      *parent,
                        DyzurEngine                    *engine,
                        const DyzurConversationRecord  *conversation,
                        GAsyncReadyCallback             callback,
                        GObject                        *user_data)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, _("Merge Conversations"),
                                              _("The ticked ones come into the conversation on the screen, whose customer "
                                                "and subject stay."));
  Question *question = g_new0 (Question, 1);

  question->engine = g_object_ref (engine);
  question->conversation = dyzur_conversation_record_copy (conversation);
  question->callback = callback;
  question->user_data = g_object_ref (user_data);
  question->chosen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  question->dialog = ADW_MESSAGE_DIALOG (dialog);
  g_object_set_data_full (G_OBJECT (dialog), "question", question, free_question);

  adw_message_dialog_add_responses (question->dialog, "cancel", _("_Cancel"), "merge", _("_Merge"), NULL);
  adw_message_dialog_set_response_appearance (question->dialog, "merge", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (question->dialog, "merge");
  adw_message_dialog_set_close_response (question->dialog, "cancel");
  adw_message_dialog_set_response_enabled (question->dialog, "merge", FALSE);
  adw_message_dialog_set_extra_child (question->dialog, new_picker (question));
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), question);
  dyzur_widget_name_icons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}
