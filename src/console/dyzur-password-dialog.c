/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-password-dialog.h"

#include "dyzur-question.h"
#include "dyzur-toast.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

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

/* ---- a password ---- */

typedef struct
{
  DyzurEngine *engine;
  char        *account_id;
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_object_unref (asked->engine);
  g_free (asked->account_id);
  g_free (asked);
}

static void
given_cb (GtkWidget  *parent,
          const char *secret,
          gpointer    user_data)
{
  const Asked *asked = user_data;

  dyzur_engine_set_secret_async (asked->engine, asked->account_id, secret, NULL, secret_set_cb, g_object_ref (parent));
}

static void
ask_password (GtkWindow    *parent,
              DyzurEngine  *engine,
              DyzurAccount *account)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  Asked *asked = g_new0 (Asked, 1);
  AdwMessageDialog *dialog = dyzur_question_new (parent, _("Password Needed"), _("C_onnect"), ADW_RESPONSE_SUGGESTED,
                                                 given_cb, asked, free_asked);
  GtkWidget *row = adw_password_entry_row_new ();

  asked->engine = g_object_ref (engine);
  asked->account_id = g_strdup (config->id);
  /* Translators: name and address of an account */
  adw_message_dialog_format_body (dialog, _("The server refused the password of %s (%s). "
                                            "Messages wait, nothing is lost."), config->name, config->address);
  dyzur_widget_mend_secret (row);
  dyzur_question_add_entry (dialog, row, _("Password"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- the browser ---- */

typedef struct
{
  GtkWidget    *parent;
  GtkWindow    *dialog;        /* a reference */
  GCancellable *cancellable;
  char         *account_id;
} Login;

static void
free_login (Login *login)
{
  g_object_unref (login->parent);
  g_object_unref (login->dialog);
  g_object_unref (login->cancellable);
  g_free (login->account_id);
  g_free (login);
}

static void
logged_in_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Login *login = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *secret = dyzur_engine_log_in_finish (DYZUR_ENGINE (object), result, &error);

  if (secret != NULL)
    dyzur_engine_set_secret_async (DYZUR_ENGINE (object), login->account_id, secret, NULL, secret_set_cb,
                                   g_object_ref (login->parent));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dyzur_toast_show (login->parent, error->message);
  gtk_window_destroy (login->dialog);
  free_login (login);
}

static void
open_cb (const char *uri,
         gpointer    user_data)
{
  Login *login = user_data;

  gtk_show_uri (GTK_WINDOW (login->parent), uri, GDK_CURRENT_TIME);
}

/* What the server said: another login may not help against that. */
static char *
dup_reason (DyzurAccount *account)
{
  const char *detail = dyzur_account_get_detail (account);

  return detail != NULL ? g_strconcat ("\n\n", detail, NULL) : g_strdup ("");
}

/* There is but “Cancel”: the rest is done in the browser. */
static void
ask_login (GtkWindow    *parent,
           DyzurEngine  *engine,
           DyzurAccount *account)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  GtkWidget *dialog = adw_message_dialog_new (parent, _("Log In with Your Browser"), NULL);
  Login *login = g_new0 (Login, 1);
  g_autofree char *reason = dup_reason (account);
  /* Translators: name and address of an account */
  g_autofree char *words = g_strdup_printf (_("The permission to read the mail of %s (%s) has ended. A page where you can give it again "
                                              "was opened in your browser. Messages wait, nothing is lost."),
                                            config->name, config->address);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), "%s%s", words, reason);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  login->parent = g_object_ref (GTK_WIDGET (parent));
  login->dialog = g_object_ref (GTK_WINDOW (dialog));
  login->cancellable = g_cancellable_new ();
  login->account_id = g_strdup (config->id);
  g_signal_connect_object (dialog, "response", G_CALLBACK (g_cancellable_cancel), login->cancellable, G_CONNECT_SWAPPED);
  dyzur_engine_log_in_async (engine, config, NULL, open_cb, login, login->cancellable, logged_in_cb, login);
  dyzur_widget_name_icons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * dyzur_password_dialog_ask:
 *
 * Asks for what an account whose server refused it needs: its password or key, or a login in the browser. Connects again
 * with that.
 */
void
dyzur_password_dialog_ask (GtkWindow    *parent,
                           DyzurEngine  *engine,
                           DyzurAccount *account)
{
  if (dyzur_account_config_is_oauth (dyzur_account_get_config (account)))
    ask_login (parent, engine, account);
  else
    ask_password (parent, engine, account);
}

/**
 * dyzur_password_dialog_get_verb:
 *
 * Returns: what a button that leads to dyzur_password_dialog_ask() says, with a mnemonic
 */
const char *
dyzur_password_dialog_get_verb (DyzurAccount *account)
{
  return dyzur_account_config_is_oauth (dyzur_account_get_config (account)) ? _("_Log In Again…") : _("_Give Password…");
}
