/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-password-dialog.h"

#include "dyzur-toast.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

typedef struct
{
  DyzurEngine *engine;
  char        *account_id;
  GtkWidget   *parent;
  GtkEditable *entry;
} Question;

static void
free_question (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->engine);
  g_object_unref (question->parent);
  g_free (question->account_id);
  g_free (question);
}

static void
secret_set_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GtkWidget) parent = user_data;
  g_autoptr(GError) error = NULL;

  if (!dyzur_engine_set_secret_finish (DYZUR_ENGINE (object), result, &error))
    dyzur_toast_show (parent, error->message);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  Question *question = user_data;
  const char *secret = gtk_editable_get_text (question->entry);

  if (g_str_equal (response, "connect") && *secret != '\0')
    dyzur_engine_set_secret_async (question->engine, question->account_id, secret, NULL, secret_set_cb,
                                   g_object_ref (question->parent));
}

static void
text_changed_cb (GtkEditable      *entry,
                 AdwMessageDialog *dialog)
{
  adw_message_dialog_set_response_enabled (dialog, "connect", *gtk_editable_get_text (entry) != '\0');
}

/**
 * dyzur_password_dialog_ask:
 *
 * Asks for the password or key of an account whose server refused the old one; connects again with it.
 */
void
dyzur_password_dialog_ask (GtkWindow    *parent,
                           DyzurEngine  *engine,
                           DyzurAccount *account)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  GtkWidget *dialog = adw_message_dialog_new (parent, _("Password Needed"), NULL);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *entry = adw_password_entry_row_new ();
  Question *question = g_new0 (Question, 1);

  /* Translators: name and address of an account */
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _("The server refused the password of %s (%s). "
                                    "Messages wait, nothing is lost."), config->name, config->address);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "connect", _("C_onnect"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "connect", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "connect", FALSE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "connect");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _("Password"));
  dyzur_widget_name_icons (entry);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list);

  question->engine = g_object_ref (engine);
  question->account_id = g_strdup (config->id);
  question->parent = g_object_ref (GTK_WIDGET (parent));
  question->entry = GTK_EDITABLE (entry);
  g_signal_connect (entry, "changed", G_CALLBACK (text_changed_cb), dialog);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_question, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
