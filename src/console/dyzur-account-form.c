/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-account-assistant-private.h"

#include <string.h>

#include "dyzur-mail-advice.h"

#include <glib/gi18n.h>

/* What a person types into the account assistant, and what it comes to. */

gboolean
_dyzur_assistant_is_mail (DyzurAccountAssistant *self)
{
  return g_str_equal (self->kind, "mail");
}

char *
_dyzur_assistant_dup_text (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static gboolean
is_filled (GtkEditable *row)
{
  g_autofree char *text = _dyzur_assistant_dup_text (row);

  return *text != '\0';
}

gboolean
_dyzur_assistant_uses_browser (DyzurAccountAssistant *self)
{
  return self->setup != NULL && self->setup->oauth != NULL && gtk_switch_get_active (self->browser_switch);
}

gboolean
_dyzur_assistant_can_log_in (DyzurAccountAssistant *self)
{
  if (_dyzur_assistant_uses_browser (self))
    return dyzur_engine_has_client (self->engine, self->setup->oauth) || is_filled (self->client_row);
  return is_filled (self->password_row);
}

/* The servers may still be unknown: they are looked for then. */
static gboolean
is_mail_complete (DyzurAccountAssistant *self)
{
  g_autofree char *domain = dyzur_mail_dup_domain (gtk_editable_get_text (self->address_row));

  return domain != NULL && _dyzur_assistant_can_log_in (self) &&
         (!dyzur_server_group_is_edited (self->server_group) || dyzur_server_group_is_complete (self->server_group));
}

gboolean
_dyzur_assistant_is_complete (DyzurAccountAssistant *self)
{
  g_autofree char *url = _dyzur_assistant_dup_text (self->url_row);
  g_autofree char *key = _dyzur_assistant_dup_text (self->key_row);
  g_autofree char *secret = _dyzur_assistant_dup_text (self->secret_row);

  if (_dyzur_assistant_is_mail (self))
    return is_mail_complete (self);
  return strchr (url, '.') != NULL && g_str_has_prefix (key, "ck_") && g_str_has_prefix (secret, "cs_");
}

void
_dyzur_assistant_update_cb (DyzurAccountAssistant *self)
{
  gtk_widget_set_sensitive (self->connect_button, !self->busy && _dyzur_assistant_is_complete (self));
}

const char *
_dyzur_assistant_get_page (DyzurAccountAssistant *self)
{
  return self->setup != NULL ? self->setup->page : NULL;
}

void
_dyzur_assistant_page_cb (DyzurAccountAssistant *self)
{
  if (_dyzur_assistant_get_page (self) != NULL)
    gtk_show_uri (GTK_WINDOW (self), _dyzur_assistant_get_page (self), GDK_CURRENT_TIME);
}

/* Whose page the row leads to */
void
_dyzur_assistant_show_page (DyzurAccountAssistant *self,
                            AdwActionRow          *row)
{
  const char *page = _dyzur_assistant_get_page (self);
  g_autoptr(GUri) uri = page != NULL ? g_uri_parse (page, G_URI_FLAGS_NONE, NULL) : NULL;

  adw_action_row_set_subtitle (row, uri != NULL ? g_uri_get_host (uri) : "");
}

/* What has to be done at the provider is said before the password is typed. */
static void
show_hint (DyzurAccountAssistant *self)
{
  gboolean helps = self->setup != NULL && (!_dyzur_assistant_uses_browser (self) || self->setup->needs & DYZUR_MAIL_NEEDS_OAUTH);
  g_autofree char *words = helps ? dyzur_mail_dup_needs (self->setup) : g_strdup ("");
  g_autofree char *markup = g_markup_escape_text (words, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->hint_row), markup);
  _dyzur_assistant_show_page (self, self->hint_row);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_row), *words != '\0');
}

/* A token belongs to one address and one application. */
void
_dyzur_assistant_forget_token (DyzurAccountAssistant *self)
{
  g_clear_pointer (&self->token, g_free);
  _dyzur_assistant_update_cb (self);
}

void
_dyzur_assistant_client_changed_cb (DyzurAccountAssistant *self)
{
  _dyzur_assistant_forget_token (self);
}

/* Either the password, or the browser and what it needs */
void
_dyzur_assistant_browser_changed_cb (DyzurAccountAssistant *self)
{
  gboolean offered = self->setup != NULL && self->setup->oauth != NULL;
  gboolean own = _dyzur_assistant_uses_browser (self) && !dyzur_engine_has_client (self->engine, self->setup->oauth);

  gtk_widget_set_visible (self->browser_row, offered);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), !_dyzur_assistant_uses_browser (self));
  gtk_widget_set_visible (GTK_WIDGET (self->client_row), own);
  gtk_widget_set_visible (GTK_WIDGET (self->client_secret_row), own);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->browser_row),
                               own ? _("For that your shop registers an application at the provider, which gives it an id") : "");
  show_hint (self);
  _dyzur_assistant_update_cb (self);
}

/* Where no password helps, or this program is known at the provider, the browser is the way. */
static void
choose_login (DyzurAccountAssistant *self)
{
  gboolean only = self->setup != NULL && self->setup->needs & DYZUR_MAIL_NEEDS_OAUTH;

  gtk_switch_set_active (self->browser_switch, self->setup != NULL && self->setup->oauth != NULL &&
                                               (only || dyzur_engine_has_client (self->engine, self->setup->oauth)));
  _dyzur_assistant_browser_changed_cb (self);
}

/* Takes @setup */
void
_dyzur_assistant_take_setup (DyzurAccountAssistant *self,
                             DyzurMailSetup        *setup)
{
  dyzur_mail_setup_free (self->setup);
  self->setup = setup;
  gtk_switch_set_active (self->stranger_switch, FALSE);
  dyzur_server_group_show (self->server_group, setup);
  choose_login (self);
}

void
_dyzur_assistant_stop_looking (DyzurAccountAssistant *self)
{
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

void
_dyzur_assistant_address_changed_cb (DyzurAccountAssistant *self)
{
  _dyzur_assistant_stop_looking (self);
  _dyzur_assistant_forget_token (self);
  _dyzur_assistant_take_setup (self, dyzur_engine_peek_mail (self->engine, gtk_editable_get_text (self->address_row)));
}

/* What the person accepted, and what they accept now */
char *
_dyzur_assistant_dup_exceptions (DyzurAccountAssistant *self)
{
  if (self->certificate != NULL && gtk_switch_get_active (self->trust_switch))
    return dyzur_certificate_except (self->certificate, self->exceptions);
  return g_strdup (self->exceptions);
}

static void
fill_oauth (DyzurAccountAssistant *self,
            DyzurAccountConfig    *config)
{
  g_autofree char *client = _dyzur_assistant_dup_text (self->client_row);

  dyzur_account_config_set (config, "auth", "oauth2");
  dyzur_account_config_set (config, "oauth", self->setup->oauth);
  if (*client != '\0')
    dyzur_account_config_set (config, "oauth-client", client);
}

static void
fill_mail (DyzurAccountAssistant *self,
           DyzurAccountConfig    *config)
{
  g_autofree char *exceptions = _dyzur_assistant_dup_exceptions (self);

  config->address = _dyzur_assistant_dup_text (self->address_row);
  config->name = _dyzur_assistant_dup_text (self->name_row);
  if (exceptions != NULL)
    dyzur_account_config_set (config, "certificate-exceptions", exceptions);
  dyzur_server_group_fill (self->server_group, config);
  if (_dyzur_assistant_uses_browser (self))
    fill_oauth (self, config);
}

static void
fill_shop (DyzurAccountAssistant *self,
           DyzurAccountConfig    *config)
{
  g_autofree char *url = _dyzur_assistant_dup_text (self->url_row);

  config->address = strstr (url, "://") != NULL ? g_steal_pointer (&url) : g_strconcat ("https://", url, NULL);
  config->name = _dyzur_assistant_dup_text (self->shop_name_row);
}

DyzurAccountConfig *
_dyzur_assistant_make_config (DyzurAccountAssistant *self)
{
  DyzurAccountConfig *config = dyzur_account_config_new (self->kind);

  if (_dyzur_assistant_is_mail (self))
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

char *
_dyzur_assistant_dup_secret (DyzurAccountAssistant *self)
{
  g_autofree char *key = _dyzur_assistant_dup_text (self->key_row);
  g_autofree char *secret = _dyzur_assistant_dup_text (self->secret_row);

  if (_dyzur_assistant_is_mail (self) && _dyzur_assistant_uses_browser (self))
    return g_strdup (self->token);
  /* A password may begin or end with a space: it is taken as it is. */
  return _dyzur_assistant_is_mail (self) ? g_strdup (gtk_editable_get_text (self->password_row)) : g_strjoin (":", key, secret, NULL);
}
