/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-account-assistant.h"

#include <string.h>

#include "dyzur-certificate-dialog.h"
#include "dyzur-error.h"
#include "dyzur-mail-guess.h"
#include "dyzur-settings.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

struct _DyzurAccountAssistant
{
  AdwWindow        parent_instance;

  GtkEditable     *address_row;
  AdwActionRow    *certificate_row;
  GtkWidget       *connect_button;
  GtkEditable     *imap_host_row;
  GtkEditable     *imap_port_row;
  AdwComboRow     *imap_security_row;
  GtkEditable     *key_row;
  GtkWidget       *mail_group;
  GtkEditable     *name_row;
  GtkEditable     *password_row;
  GtkEditable     *secret_row;
  GtkWidget       *server_group;
  AdwExpanderRow  *servers;
  GtkWidget       *shop_group;
  GtkEditable     *shop_name_row;
  GtkEditable     *smtp_host_row;
  GtkEditable     *smtp_port_row;
  AdwComboRow     *smtp_security_row;
  GtkSpinner      *spinner;
  AdwActionRow    *trouble;
  GtkWidget       *trouble_group;
  GtkSwitch       *trust_switch;
  GtkEditable     *url_row;
  GtkEditable     *user_row;

  DyzurEngine     *engine;
  char            *kind;
  GCancellable    *cancellable;
  DyzurCertificate *certificate;     /* (nullable): the one nobody vouches for */
  char            *exceptions;       /* (nullable): those the person accepted before */
  gboolean         busy;
  gboolean         guessing;         /* the rows are being filled by us */
  gboolean         servers_edited;   /* a person knows better: nothing is guessed any more */
};

G_DEFINE_FINAL_TYPE (DyzurAccountAssistant, dyzur_account_assistant, ADW_TYPE_WINDOW)

static const char * const security_names[] = { "tls", "starttls", "none" };
static const char * const imap_ports[] = { "993", "143", "143" };
static const char * const smtp_ports[] = { "465", "587", "25" };

static gboolean
is_mail (DyzurAccountAssistant *self)
{
  return g_str_equal (self->kind, "mail");
}

static char *
dup_text (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static gboolean
is_filled (GtkEditable *row)
{
  g_autofree char *text = dup_text (row);

  return *text != '\0';
}

static gboolean
is_port (GtkEditable *row)
{
  g_autofree char *text = dup_text (row);

  return g_ascii_string_to_unsigned (text, 10, 1, 65535, NULL, NULL);
}

static gboolean
is_complete (DyzurAccountAssistant *self)
{
  g_autofree char *address = dup_text (self->address_row);
  g_autofree char *url = dup_text (self->url_row);
  g_autofree char *key = dup_text (self->key_row);
  g_autofree char *secret = dup_text (self->secret_row);

  if (is_mail (self))
    return strchr (address, '@') != NULL && is_filled (self->password_row) && is_filled (self->imap_host_row) &&
           is_filled (self->smtp_host_row) && is_port (self->imap_port_row) && is_port (self->smtp_port_row);
  return strchr (url, '.') != NULL && g_str_has_prefix (key, "ck_") && g_str_has_prefix (secret, "cs_");
}

static void
update_cb (DyzurAccountAssistant *self)
{
  gtk_widget_set_sensitive (self->connect_button, !self->busy && is_complete (self));
}

static void
address_changed_cb (DyzurAccountAssistant *self)
{
  g_auto(DyzurMailGuess) guess = { NULL, NULL };

  if (!self->servers_edited && dyzur_mail_guess (gtk_editable_get_text (self->address_row), &guess))
    {
      self->guessing = TRUE;
      gtk_editable_set_text (self->imap_host_row, guess.imap_host);
      gtk_editable_set_text (self->smtp_host_row, guess.smtp_host);
      self->guessing = FALSE;
    }
  update_cb (self);
}

static void
server_edited_cb (DyzurAccountAssistant *self)
{
  if (!self->guessing)
    self->servers_edited = TRUE;
  update_cb (self);
}

static void
security_changed_cb (DyzurAccountAssistant *self,
                     GParamSpec            *pspec,
                     AdwComboRow           *row)
{
  guint selected = MIN (adw_combo_row_get_selected (row), G_N_ELEMENTS (security_names) - 1);

  if (row == self->imap_security_row)
    gtk_editable_set_text (self->imap_port_row, imap_ports[selected]);
  else
    gtk_editable_set_text (self->smtp_port_row, smtp_ports[selected]);
}

static void
set_text (DyzurAccountConfig *config,
          const char         *key,
          GtkEditable        *row)
{
  g_autofree char *text = dup_text (row);

  if (*text != '\0')
    dyzur_account_config_set (config, key, text);
}

/* What the person accepted, and what they accept now */
static char *
dup_exceptions (DyzurAccountAssistant *self)
{
  if (self->certificate != NULL && gtk_switch_get_active (self->trust_switch))
    return dyzur_certificate_except (self->certificate, self->exceptions);
  return g_strdup (self->exceptions);
}

static void
fill_mail (DyzurAccountAssistant *self,
           DyzurAccountConfig    *config)
{
  g_autofree char *exceptions = dup_exceptions (self);

  config->address = dup_text (self->address_row);
  config->name = dup_text (self->name_row);
  if (exceptions != NULL)
    dyzur_account_config_set (config, "certificate-exceptions", exceptions);
  set_text (config, "imap-host", self->imap_host_row);
  set_text (config, "imap-port", self->imap_port_row);
  set_text (config, "imap-user", self->user_row);
  set_text (config, "smtp-host", self->smtp_host_row);
  set_text (config, "smtp-port", self->smtp_port_row);
  set_text (config, "smtp-user", self->user_row);
  dyzur_account_config_set (config, "imap-security",
                            security_names[adw_combo_row_get_selected (self->imap_security_row)]);
  dyzur_account_config_set (config, "smtp-security",
                            security_names[adw_combo_row_get_selected (self->smtp_security_row)]);
}

static void
fill_shop (DyzurAccountAssistant *self,
           DyzurAccountConfig    *config)
{
  g_autofree char *url = dup_text (self->url_row);

  config->address = strstr (url, "://") != NULL ? g_steal_pointer (&url) : g_strconcat ("https://", url, NULL);
  config->name = dup_text (self->shop_name_row);
}

static DyzurAccountConfig *
make_config (DyzurAccountAssistant *self)
{
  DyzurAccountConfig *config = dyzur_account_config_new (self->kind);

  if (is_mail (self))
    fill_mail (self, config);
  else
    fill_shop (self, config);
  if (*config->name == '\0')
    {
      g_free (config->name);
      config->name = g_strdup (config->address);
    }
  return config;
}

static char *
dup_secret (DyzurAccountAssistant *self)
{
  g_autofree char *key = dup_text (self->key_row);
  g_autofree char *secret = dup_text (self->secret_row);

  /* A password may begin or end with a space: it is taken as it is. */
  return is_mail (self) ? g_strdup (gtk_editable_get_text (self->password_row)) : g_strjoin (":", key, secret, NULL);
}

static void
set_busy (DyzurAccountAssistant *self,
          gboolean               busy)
{
  self->busy = busy;
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (self->mail_group, !busy);
  gtk_widget_set_sensitive (self->server_group, !busy);
  gtk_widget_set_sensitive (self->shop_group, !busy);
  update_cb (self);
}

/* @error's certificate, when it is one a person may decide on */
static void
show_certificate (DyzurAccountAssistant *self,
                  const GError          *error)
{
  g_autofree char *exceptions = dup_exceptions (self);
  const DyzurCertificate *certificate = dyzur_remote_error_get_certificate (error);

  g_free (self->exceptions);
  self->exceptions = g_steal_pointer (&exceptions);
  dyzur_certificate_free (self->certificate);
  self->certificate = dyzur_certificate_copy (certificate);
  gtk_switch_set_active (self->trust_switch, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->certificate_row), certificate != NULL);
  if (certificate != NULL)
    {
      g_autofree char *words = dyzur_certificate_dup_words (certificate);
      g_autofree char *markup = g_markup_escape_text (words, -1);

      adw_action_row_set_subtitle (self->certificate_row, markup);
    }
}

static void
show_trouble (DyzurAccountAssistant *self,
              const GError          *error)
{
  g_autofree char *words = g_markup_escape_text (error->message, -1);

  set_busy (self, FALSE);
  adw_action_row_set_subtitle (self->trouble, words);
  show_certificate (self, error);
  gtk_widget_set_visible (self->trouble_group, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->trouble));   /* into view, and to be heard */
  if (is_mail (self))
    adw_expander_row_set_expanded (self->servers, TRUE);
}

static void
added_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DyzurAccountAssistant) self = user_data;
  g_autoptr(GError) error = NULL;

  if (dyzur_engine_add_account_finish (self->engine, result, &error))
    gtk_window_destroy (GTK_WINDOW (self));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_trouble (self, error);
}

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(DyzurAccountAssistant) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurAccountConfig) config = NULL;
  g_autofree char *secret = NULL;

  if (!dyzur_engine_check_account_finish (self->engine, result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_trouble (self, error);
      return;
    }
  config = make_config (self);
  secret = dup_secret (self);
  dyzur_engine_add_account_async (self->engine, config, secret, self->cancellable, added_cb, g_object_ref (self));
}

static void
connect_cb (DyzurAccountAssistant *self)
{
  g_autoptr(DyzurAccountConfig) config = NULL;
  g_autofree char *secret = NULL;

  if (self->busy || !is_complete (self))
    return;
  gtk_widget_set_visible (self->trouble_group, FALSE);
  set_busy (self, TRUE);
  config = make_config (self);
  secret = dup_secret (self);
  dyzur_engine_check_account_async (self->engine, config, secret, self->cancellable, checked_cb, g_object_ref (self));
}

static void
dyzur_account_assistant_dispose (GObject *object)
{
  DyzurAccountAssistant *self = DYZUR_ACCOUNT_ASSISTANT (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->certificate, dyzur_certificate_free);
  g_clear_pointer (&self->exceptions, g_free);
  g_clear_pointer (&self->kind, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYZUR_TYPE_ACCOUNT_ASSISTANT);

  G_OBJECT_CLASS (dyzur_account_assistant_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, address_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, certificate_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, connect_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, imap_host_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, imap_port_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, imap_security_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, key_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, mail_group);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, name_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, password_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, secret_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, server_group);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, servers);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, shop_group);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, shop_name_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, smtp_host_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, smtp_port_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, smtp_security_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, spinner);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, trouble);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, trouble_group);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, trust_switch);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, url_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, user_row);
}

static void
dyzur_account_assistant_class_init (DyzurAccountAssistantClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_account_assistant_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-account-assistant.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, security_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, server_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dyzur_account_assistant_init (DyzurAccountAssistant *self)
{
  self->cancellable = g_cancellable_new ();
  self->kind = g_strdup ("mail");
  gtk_widget_init_template (GTK_WIDGET (self));
  dyzur_widget_name_icons (GTK_WIDGET (self));
}

/**
 * dyzur_account_assistant_new:
 * @kind: "mail" or "woocommerce"
 */
GtkWidget *
dyzur_account_assistant_new (GtkWindow   *parent,
                             DyzurEngine *engine,
                             const char  *kind)
{
  DyzurAccountAssistant *self = g_object_new (DYZUR_TYPE_ACCOUNT_ASSISTANT, "transient-for", parent, NULL);
  g_autofree char *me = dyzur_settings_dup_agent_name ();

  self->engine = g_object_ref (engine);
  g_free (self->kind);
  self->kind = g_strdup (kind);
  gtk_window_set_title (GTK_WINDOW (self), is_mail (self) ? _("Connect a Mailbox") : _("Connect a Shop"));
  gtk_widget_set_visible (self->mail_group, is_mail (self));
  gtk_widget_set_visible (self->server_group, is_mail (self));
  gtk_widget_set_visible (self->shop_group, !is_mail (self));
  gtk_editable_set_text (self->name_row, me);
  gtk_widget_grab_focus (GTK_WIDGET (is_mail (self) ? self->address_row : self->shop_name_row));
  update_cb (self);
  return GTK_WIDGET (self);
}
