/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-certificate-dialog.h"

#include "dyzur-format.h"
#include "dyzur-question.h"
#include "dyzur-toast.h"
#include "dyzur-widget.h"

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
  g_autofree char *from = dyzur_format_date (certificate->not_before);
  g_autofree char *until = dyzur_format_date (certificate->not_after);

  /* Translators: a server's certificate: name of the server, issued to, servers it is for, issued by, first and last day,
   * fingerprint */
  return g_strdup_printf (_("Only for %s, and only this certificate. Ask whoever runs the server whether it is theirs.\n"
                            "Issued to: %s\nFor the servers: %s\nIssued by: %s\nValid: %s – %s\nSHA-256: %s"),
                          certificate->host, certificate->subject != NULL ? certificate->subject : "–",
                          certificate->names != NULL ? certificate->names : "–",
                          certificate->issuer != NULL ? certificate->issuer : "–", from, until, fingerprint);
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

/* ---- taken back ---- */

typedef struct
{
  DyzurEngine  *engine;
  DyzurAccount *account;
  GtkWindow    *dialog;   /* the buttons are in it */
  GtkWidget    *list;
} Review;

static void
free_review (gpointer data)
{
  Review *review = data;

  g_object_unref (review->engine);
  g_object_unref (review->account);
  g_free (review);
}

/* The account connects anew: when it needs the certificate it says so, and asks again. */
static void
take_back_cb (GtkButton *button,
              Review    *review)
{
  const char *host = g_object_get_data (G_OBJECT (button), "host");
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW);
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_copy (dyzur_account_get_config (review->account));
  const char *exceptions = dyzur_account_config_get (config, "certificate-exceptions");
  g_autofree char *left = exceptions != NULL ? dyzur_certificate_take_back (exceptions, host) : NULL;

  dyzur_account_config_set (config, "certificate-exceptions", left);
  dyzur_engine_update_account_async (review->engine, config, NULL, updated_cb,
                                     g_object_ref (gtk_window_get_transient_for (review->dialog)));
  if (left == NULL)
    gtk_window_close (review->dialog);
  else
    gtk_list_box_remove (GTK_LIST_BOX (review->list), row);
}

static GtkWidget *
new_line (const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

/* One below the other: beside a button large text leaves a fingerprint too little room to be compared. */
static GtkWidget *
new_exception_row (const char *host,
                   const char *digest,
                   GtkWidget  *button)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *fingerprint = new_line (digest);

  gtk_widget_add_css_class (fingerprint, "caption");
  gtk_widget_add_css_class (fingerprint, "numeric");
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), new_line (host));
  gtk_box_append (GTK_BOX (box), fingerprint);
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, host, -1);
  return row;
}

/* @line: "host fingerprint" */
static void
add_exception (Review     *review,
               const char *line)
{
  g_auto(GStrv) words = g_strsplit (line, " ", 2);
  DyzurCertificate certificate = { .host = words[0], .fingerprint = words[0] != NULL && words[1] != NULL ? words[1] : (char *) "" };
  g_autofree char *fingerprint = dyzur_certificate_dup_fingerprint (&certificate);
  g_autofree char *digest = g_strconcat ("SHA-256: ", fingerprint, NULL);
  GtkWidget *button = gtk_button_new_with_label (_("Take Back"));
  /* Translators: %s is the name of a server whose certificate was accepted */
  g_autofree char *name = g_strdup_printf (_("Take back what was accepted of %s"), words[0]);

  if (words[0] == NULL)
    return;
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "host", g_strdup (words[0]), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (take_back_cb), review);
  gtk_list_box_append (GTK_LIST_BOX (review->list), new_exception_row (words[0], digest, button));
}

/**
 * dyzur_certificate_dialog_review:
 *
 * Shows which certificates a person accepted for an account, and takes back what they take back.
 */
void
dyzur_certificate_dialog_review (GtkWindow    *parent,
                                 DyzurEngine  *engine,
                                 DyzurAccount *account)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  const char *exceptions = dyzur_account_config_get (config, "certificate-exceptions");
  g_auto(GStrv) lines = g_strsplit (exceptions != NULL ? exceptions : "", "\n", -1);
  GtkWidget *dialog = adw_message_dialog_new (parent, _("Accepted Certificates"), NULL);
  Review *review = g_new0 (Review, 1);

  review->engine = g_object_ref (engine);
  review->account = g_object_ref (account);
  review->dialog = GTK_WINDOW (dialog);
  review->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (review->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (review->list, "boxed-list");
  for (guint i = 0; lines[i] != NULL; i++)
    add_exception (review, lines[i]);
  /* Translators: %s is the name of an account */
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _("%s trusts these although nobody vouches for them: each for one server, and only as long as it "
                                    "shows this very certificate."), config->name);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), review->list);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_object_set_data_full (G_OBJECT (dialog), "review", review, free_review);
  dyzur_widget_name_icons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}
