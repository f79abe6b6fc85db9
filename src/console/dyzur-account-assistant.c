/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-account-assistant-private.h"

#include <string.h>

#include "dyzur-certificate-dialog.h"
#include "dyzur-error.h"
#include "dyzur-mail-advice.h"
#include "dyzur-settings.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (DyzurAccountAssistant, dyzur_account_assistant, ADW_TYPE_WINDOW)

static void
set_busy (DyzurAccountAssistant *self,
          gboolean               busy)
{
  self->busy = busy;
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (self->mail_group, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->server_group), !busy);
  gtk_widget_set_sensitive (self->shop_group, !busy);
  _dyzur_assistant_update_cb (self);
}

/* @error's certificate, when it is one a person may decide on */
static void
show_certificate (DyzurAccountAssistant *self,
                  const GError          *error)
{
  g_autofree char *exceptions = _dyzur_assistant_dup_exceptions (self);
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

/* @advice: (nullable): what to do about it */
static void
show_trouble (DyzurAccountAssistant *self,
              const char            *cause,
              const char            *advice)
{
  g_autofree char *words = advice != NULL && *advice != '\0' ? g_strdup_printf ("%s\n%s", cause, advice) : g_strdup (cause);
  g_autofree char *markup = g_markup_escape_text (words, -1);

  set_busy (self, FALSE);
  self->waiting = FALSE;
  dyzur_check_group_fail (self->check_group);
  adw_action_row_set_subtitle (self->trouble, markup);
  gtk_widget_set_visible (self->trouble_group, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->trouble));   /* into view, and to be heard */
}

static void
set_title (AdwActionRow *row,
           const char   *format,
           const char   *name)
{
  g_autofree char *title = g_markup_printf_escaped (format, name != NULL ? name : "");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
}

static void
show_page (DyzurAccountAssistant *self,
           gboolean               visible)
{
  const char *page = _dyzur_assistant_get_page (self);

  gtk_widget_set_visible (GTK_WIDGET (self->page_row), visible && page != NULL);
  if (page == NULL)
    return;
  /* Translators: %s is a mail provider */
  set_title (self->page_row, _("What %s Says"), self->setup->provider);
  _dyzur_assistant_show_page (self, self->page_row);
}

/* (nullable): the page can be had once more. */
static char *
dup_browser_advice (DyzurAccountAssistant *self,
                    const GError          *error)
{
  if (!_dyzur_assistant_is_mail (self) || !_dyzur_assistant_uses_browser (self) ||
      !g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH))
    return NULL;
  return g_strdup (_("If that was not meant: “Connect” opens it again."));
}

static void
show_error (DyzurAccountAssistant *self,
            const GError          *error)
{
  DyzurMailFailure failure = { .error = error, .setup = self->setup, .browser = _dyzur_assistant_uses_browser (self) };
  gboolean checked = _dyzur_assistant_is_mail (self) && dyzur_check_group_get (self->check_group, &failure.step);
  g_autofree char *advice = checked ? dyzur_mail_dup_advice (&failure) : dup_browser_advice (self, error);

  show_trouble (self, error->message, advice);
  show_certificate (self, error);
  show_page (self, advice != NULL && *advice != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->stranger_row), FALSE);
  if (g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH))
    _dyzur_assistant_forget_token (self);
  else if (checked)
    dyzur_server_group_expand (self->server_group);
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
    show_error (self, error);
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
  g_autofree char *changed = NULL;
  gboolean good = dyzur_engine_check_account_finish (self->engine, result, &changed, &error);

  if (changed != NULL && self->token != NULL)
    {
      g_free (self->token);
      self->token = g_steal_pointer (&changed);
    }
  if (!good)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_error (self, error);
      return;
    }
  config = _dyzur_assistant_make_config (self);
  secret = _dyzur_assistant_dup_secret (self);
  dyzur_engine_add_account_async (self->engine, config, secret, self->cancellable, added_cb, g_object_ref (self));
}

static void
step_cb (DyzurMailCheckStep  step,
         const char         *detail,
         gpointer            user_data)
{
  DyzurAccountAssistant *self = user_data;

  if (self->engine != NULL)
    dyzur_check_group_step (self->check_group, step);
}

static void
check (DyzurAccountAssistant *self)
{
  g_autoptr(DyzurAccountConfig) config = _dyzur_assistant_make_config (self);
  g_autofree char *secret = _dyzur_assistant_dup_secret (self);

  if (_dyzur_assistant_is_mail (self))
    dyzur_check_group_begin (self->check_group, config);
  gtk_widget_set_visible (GTK_WIDGET (self->check_group), _dyzur_assistant_is_mail (self));
  dyzur_engine_check_account_async (self->engine, config, secret, step_cb, self, self->cancellable, checked_cb,
                                    g_object_ref (self));
}

static void
logged_in_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(DyzurAccountAssistant) self = user_data;
  g_autoptr(GError) error = NULL;
  char *secret = dyzur_engine_log_in_finish (DYZUR_ENGINE (object), result, &error);

  if (self->engine != NULL)
    gtk_widget_set_visible (self->login_group, FALSE);
  if (secret == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_error (self, error);
      return;
    }
  g_free (self->token);
  self->token = secret;
  if (self->engine != NULL)
    check (self);
}

/* Without a browser that can be started the address may be taken to another one of this computer. */
static void
shown_cb (GObject      *window,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DyzurAccountAssistant) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *markup = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (window), result, &error) || self->engine == NULL)
    return;
  markup = g_markup_escape_text (error->message, -1);
  adw_action_row_set_subtitle (self->login_row, markup);
}

static void
open_again_cb (DyzurAccountAssistant *self)
{
  gtk_show_uri_full (GTK_WINDOW (self), self->login_page, GDK_CURRENT_TIME, self->cancellable, shown_cb, g_object_ref (self));
}

static void
copy_page_cb (DyzurAccountAssistant *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->login_page);
}

static void
open_cb (const char *uri,
         gpointer    user_data)
{
  DyzurAccountAssistant *self = user_data;
  g_autoptr(GUri) page = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

  g_free (self->login_page);
  self->login_page = g_strdup (uri);
  adw_action_row_set_subtitle (self->login_row, page != NULL ? g_uri_get_host (page) : "");
  gtk_widget_set_visible (self->login_group, TRUE);
  open_again_cb (self);
}

static void
log_in (DyzurAccountAssistant *self)
{
  g_autoptr(DyzurAccountConfig) config = _dyzur_assistant_make_config (self);
  g_autofree char *client_secret = _dyzur_assistant_dup_text (self->client_secret_row);

  gtk_widget_set_visible (GTK_WIDGET (self->check_group), TRUE);
  dyzur_check_group_log_in (self->check_group);
  dyzur_engine_log_in_async (self->engine, config, *client_secret != '\0' ? client_secret : NULL, open_cb, self,
                             self->cancellable, logged_in_cb, g_object_ref (self));
}

/* A person has to agree before a password goes to a server the domain names outside itself (RFC 6186, section 6). */
static void
ask_about_stranger (DyzurAccountAssistant *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->stranger_row), self->setup->stranger != NULL);
  /* Translators: %s is the name of a server */
  set_title (self->stranger_row, _("Send the Password to %s"), self->setup->stranger);
}

static gboolean
needs_person (DyzurAccountAssistant *self)
{
  g_autofree char *domain = dyzur_mail_dup_domain (gtk_editable_get_text (self->address_row));
  g_autofree char *why = NULL;

  if (!_dyzur_assistant_is_mail (self) || dyzur_server_group_is_edited (self->server_group) || gtk_switch_get_active (self->stranger_switch))
    return FALSE;
  why = dyzur_mail_dup_search (self->setup, domain);
  if (why == NULL)
    return FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->certificate_row), FALSE);
  show_trouble (self, why, NULL);
  show_page (self, self->setup->may_need & DYZUR_MAIL_NEEDS_PANEL);
  dyzur_server_group_expand (self->server_group);
  ask_about_stranger (self);
  return TRUE;
}

/* The servers are known: whatever a person has to say first, then the login in the browser, then the check */
static void
go_on (DyzurAccountAssistant *self)
{
  if (needs_person (self))
    return;
  if (_dyzur_assistant_is_mail (self) && _dyzur_assistant_uses_browser (self) && self->token == NULL)
    log_in (self);
  else
    check (self);
}

static gboolean
has_way_in (DyzurAccountAssistant *self)
{
  if (_dyzur_assistant_can_log_in (self))
    return TRUE;
  show_trouble (self, _("This provider wants a login through the browser"), NULL);
  return FALSE;
}

static void
looked_up_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(DyzurAccountAssistant) self = user_data;
  g_autoptr(GError) error = NULL;
  DyzurMailSetup *setup = dyzur_engine_look_up_mail_finish (self->engine, result, &error);
  gboolean waiting = self->waiting;

  if (setup == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->looking);
  self->waiting = FALSE;
  if (setup == NULL && waiting)
    show_error (self, error);
  if (setup == NULL)
    return;
  _dyzur_assistant_take_setup (self, setup);
  if (waiting && has_way_in (self))
    go_on (self);
}

static gboolean
must_look_up (DyzurAccountAssistant *self)
{
  return _dyzur_assistant_is_mail (self) && self->setup == NULL && !dyzur_server_group_is_edited (self->server_group);
}

static void
look_up (DyzurAccountAssistant *self)
{
  if (self->looking != NULL)
    return;
  self->looking = g_cancellable_new ();
  dyzur_server_group_tell (self->server_group, _("Being looked for…"));
  dyzur_engine_look_up_mail_async (self->engine, gtk_editable_get_text (self->address_row), self->looking, looked_up_cb,
                                   g_object_ref (self));
}

/*
 * While the password is typed the servers can be found: no password goes anywhere for that. The focus leaves the row also
 * when the window goes away.
 */
static void
look_up_early_cb (DyzurAccountAssistant *self)
{
  g_autofree char *domain = NULL;

  if (self->engine == NULL)
    return;
  domain = dyzur_mail_dup_domain (gtk_editable_get_text (self->address_row));
  if (domain != NULL && must_look_up (self))
    look_up (self);
}

static void
connect_cb (DyzurAccountAssistant *self)
{
  g_autofree char *domain = NULL;

  if (self->busy || !_dyzur_assistant_is_complete (self))
    return;
  gtk_widget_set_visible (self->trouble_group, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->check_group), FALSE);
  set_busy (self, TRUE);
  if (!must_look_up (self))
    {
      go_on (self);
      return;
    }
  domain = dyzur_mail_dup_domain (gtk_editable_get_text (self->address_row));
  self->waiting = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->check_group), TRUE);
  dyzur_check_group_look_up (self->check_group, domain);
  look_up (self);
}

/* The window is closed. What is under way holds a reference to it: disposing of it would come too late to stop that. */
static void
dyzur_account_assistant_unrealize (GtkWidget *widget)
{
  DyzurAccountAssistant *self = DYZUR_ACCOUNT_ASSISTANT (widget);

  g_cancellable_cancel (self->cancellable);
  _dyzur_assistant_stop_looking (self);

  GTK_WIDGET_CLASS (dyzur_account_assistant_parent_class)->unrealize (widget);
}

static void
dyzur_account_assistant_dispose (GObject *object)
{
  DyzurAccountAssistant *self = DYZUR_ACCOUNT_ASSISTANT (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  _dyzur_assistant_stop_looking (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->setup, dyzur_mail_setup_free);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->login_page, g_free);
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
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, browser_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, browser_switch);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, certificate_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, check_group);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, client_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, client_secret_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, connect_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, hint_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, key_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, login_group);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, login_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, mail_group);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, name_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, page_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, password_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, secret_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, server_group);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, shop_group);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, shop_name_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, spinner);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, stranger_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, stranger_switch);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, trouble);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, trouble_group);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, trust_switch);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, url_row);
}

static void
dyzur_account_assistant_class_init (DyzurAccountAssistantClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_account_assistant_dispose;
  widget_class->unrealize = dyzur_account_assistant_unrealize;

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-account-assistant.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback_full (widget_class, "address_changed_cb", G_CALLBACK (_dyzur_assistant_address_changed_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "browser_changed_cb", G_CALLBACK (_dyzur_assistant_browser_changed_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "client_changed_cb", G_CALLBACK (_dyzur_assistant_client_changed_cb));
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_page_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_up_early_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_again_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "page_cb", G_CALLBACK (_dyzur_assistant_page_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "update_cb", G_CALLBACK (_dyzur_assistant_update_cb));
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dyzur_account_assistant_init (DyzurAccountAssistant *self)
{
  self->cancellable = g_cancellable_new ();
  self->kind = g_strdup ("mail");
  g_type_ensure (DYZUR_TYPE_CHECK_GROUP);
  g_type_ensure (DYZUR_TYPE_SERVER_GROUP);
  gtk_widget_init_template (GTK_WIDGET (self));
  dyzur_widget_name_icons (GTK_WIDGET (self));
  dyzur_widget_mend_secret (GTK_WIDGET (self->client_secret_row));
  dyzur_widget_mend_secret (GTK_WIDGET (self->password_row));
  dyzur_widget_mend_secret (GTK_WIDGET (self->secret_row));
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
  gtk_window_set_title (GTK_WINDOW (self), _dyzur_assistant_is_mail (self) ? _("Connect a Mailbox") : _("Connect a Shop"));
  gtk_widget_set_visible (self->mail_group, _dyzur_assistant_is_mail (self));
  gtk_widget_set_visible (GTK_WIDGET (self->server_group), _dyzur_assistant_is_mail (self));
  gtk_widget_set_visible (self->shop_group, !_dyzur_assistant_is_mail (self));
  gtk_editable_set_text (self->name_row, me);
  gtk_widget_grab_focus (GTK_WIDGET (_dyzur_assistant_is_mail (self) ? self->address_row : self->shop_name_row));
  _dyzur_assistant_update_cb (self);
  return GTK_WIDGET (self);
}
