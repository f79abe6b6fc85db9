/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-certificate-dialog.h"

#include "dyzur-format.h"
#include "dyzur-toast.h"

#include <glib/gi18n.h>

typedef struct
{
  DyzurEngine      *engine;
  DyzurAccount     *account;
  DyzurCertificate *certificate;   /* the one the person saw */
  GtkWidget        *parent;
} Question;

static void
free_question (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->engine);
  g_object_unref (question->account);
  g_object_unref (question->parent);
  dyzur_certificate_free (question->certificate);
  g_free (question);
}

static void
updated_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GtkWidget) parent = user_data;
  g_autoptr(GError) error = NULL;

  if (!dyzur_engine_update_account_finish (DYZUR_ENGINE (object), result, &error))
    dyzur_toast_show (parent, error->message);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  Question *question = user_data;
  g_autoptr(DyzurAccountConfig) config = NULL;
  g_autofree char *exceptions = NULL;

  if (!g_str_equal (response, "trust"))
    return;
  config = dyzur_account_config_copy (dyzur_account_get_config (question->account));
  exceptions = dyzur_certificate_except (question->certificate, dyzur_account_config_get (config, "certificate-exceptions"));
  dyzur_account_config_set (config, "certificate-exceptions", exceptions);
  dyzur_engine_update_account_async (question->engine, config, NULL, updated_cb, g_object_ref (question->parent));
}

/**
 * dyzur_certificate_dup_words:
 *
 * Returns: (transfer full): what a person needs to know before they trust a certificate nobody vouches for
 */
char *
dyzur_certificate_dup_words (const DyzurCertificate *certificate)
{
  g_autofree char *fingerprint = dyzur_certificate_dup_fingerprint (certificate);
  g_autofree char *until = dyzur_format_date (certificate->not_after);

  /* Translators: a server's certificate: name of the server, issued to, issued by, last day, fingerprint */
  return g_strdup_printf (_("Only for %s, and only this certificate. Ask whoever runs the server whether it is theirs.\n"
                            "Issued to: %s\nIssued by: %s\nValid until: %s\nSHA-256: %s"),
                          certificate->host, certificate->subject != NULL ? certificate->subject : "–",
                          certificate->issuer != NULL ? certificate->issuer : "–", until, fingerprint);
}

/**
 * dyzur_certificate_dialog_ask:
 * @account: offline because of its server's certificate, see dyzur_account_get_certificate()
 *
 * Shows the certificate and lets the person make an exception for it; connects again with that.
 */
void
dyzur_certificate_dialog_ask (GtkWindow    *parent,
                              DyzurEngine  *engine,
                              DyzurAccount *account)
{
  const DyzurCertificate *certificate = dyzur_account_get_certificate (account);
  g_autofree char *words = dyzur_certificate_dup_words (certificate);
  GtkWidget *dialog = adw_message_dialog_new (parent, _("Trust This Certificate?"), NULL);
  Question *question = g_new0 (Question, 1);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), "%s\n\n%s", dyzur_account_get_detail (account), words);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "trust", _("_Trust"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "trust", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");

  question->engine = g_object_ref (engine);
  question->account = g_object_ref (account);
  question->certificate = dyzur_certificate_copy (certificate);
  question->parent = g_object_ref (GTK_WIDGET (parent));
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_question, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
