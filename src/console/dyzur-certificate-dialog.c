/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-certificate-dialog.h"

#include "dyzur-format.h"
#include "dyzur-question.h"
#include "dyzur-toast.h"

#include <glib/gi18n.h>

typedef struct
{
  DyzurEngine      *engine;
  DyzurAccount     *account;
  DyzurCertificate *certificate;   /* the one the person saw */
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_object_unref (asked->engine);
  g_object_unref (asked->account);
  dyzur_certificate_free (asked->certificate);
  g_free (asked);
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
trust_cb (GtkWidget  *parent,
          const char *text,
          gpointer    user_data)
{
  const Asked *asked = user_data;
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_copy (dyzur_account_get_config (asked->account));
  g_autofree char *exceptions = dyzur_certificate_except (asked->certificate,
                                                          dyzur_account_config_get (config, "certificate-exceptions"));

  dyzur_account_config_set (config, "certificate-exceptions", exceptions);
  dyzur_engine_update_account_async (asked->engine, config, NULL, updated_cb, g_object_ref (parent));
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
  Asked *asked = g_new0 (Asked, 1);
  AdwMessageDialog *dialog = dyzur_question_new (parent, _("Trust This Certificate?"), _("_Trust"), ADW_RESPONSE_DESTRUCTIVE,
                                                 trust_cb, asked, free_asked);

  asked->engine = g_object_ref (engine);
  asked->account = g_object_ref (account);
  asked->certificate = dyzur_certificate_copy (certificate);
  adw_message_dialog_format_body (dialog, "%s\n\n%s", dyzur_account_get_detail (account), words);
  gtk_window_present (GTK_WINDOW (dialog));
}
