/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-question.h"

#include "dyzur-widget.h"

#include <glib/gi18n.h>

/* A dialog with “Cancel” and one verb, and perhaps a line to type in. */

typedef struct
{
  GtkWidget         *parent;
  GtkEditable       *entry;     /* (nullable) */
  DyzurQuestionFunc  yes;
  gpointer           user_data;
  GDestroyNotify     destroy;   /* (nullable) */
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  if (question->destroy != NULL)
    question->destroy (question->user_data);
  g_object_unref (question->parent);
  g_free (question);
}

static Question *
get_question (AdwMessageDialog *dialog)
{
  return g_object_get_data (G_OBJECT (dialog), "dyzur-question");
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Question         *question)
{
  if (g_str_equal (response, "yes"))
    question->yes (question->parent, question->entry != NULL ? gtk_editable_get_text (question->entry) : NULL,
                   question->user_data);
}

static void
changed_cb (GtkEditable      *entry,
            AdwMessageDialog *dialog)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "yes", *text != '\0');
}

/**
 * dyzur_question_new:
 * @verb: label of the button that does it, with its mnemonic
 * @appearance: with %ADW_RESPONSE_DESTRUCTIVE Return does not do it
 * @destroy: (nullable): of @user_data
 *
 * Returns: (transfer none): a dialog to be given words and presented
 */
AdwMessageDialog *
dyzur_question_new (GtkWindow             *parent,
                    const char            *title,
                    const char            *verb,
                    AdwResponseAppearance  appearance,
                    DyzurQuestionFunc      yes,
                    gpointer               user_data,
                    GDestroyNotify         destroy)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, title, NULL));
  Question *question = g_new0 (Question, 1);

  question->parent = g_object_ref (GTK_WIDGET (parent));
  question->yes = yes;
  question->user_data = user_data;
  question->destroy = destroy;
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "yes", verb, NULL);
  adw_message_dialog_set_response_appearance (dialog, "yes", appearance);
  adw_message_dialog_set_default_response (dialog, appearance == ADW_RESPONSE_DESTRUCTIVE ? "cancel" : "yes");
  adw_message_dialog_set_close_response (dialog, "cancel");
  dyzur_widget_name_icons (GTK_WIDGET (dialog));
  g_object_set_data_full (G_OBJECT (dialog), "dyzur-question", question, free_question);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), question);
  return dialog;
}

/**
 * dyzur_question_add_entry:
 * @row: (transfer floating): an #AdwEntryRow or one of its kind
 *
 * Adds a line to type in, without which nobody can say yes.
 *
 * Returns: (transfer none): @row
 */
GtkEditable *
dyzur_question_add_entry (AdwMessageDialog *dialog,
                          GtkWidget        *row,
                          const char       *title)
{
  GtkWidget *list = gtk_list_box_new ();

  get_question (dialog)->entry = GTK_EDITABLE (row);
  adw_message_dialog_set_response_enabled (dialog, "yes", FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  dyzur_widget_name_icons (row);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  adw_message_dialog_set_extra_child (dialog, list);
  g_signal_connect (row, "changed", G_CALLBACK (changed_cb), dialog);
  return GTK_EDITABLE (row);
}
