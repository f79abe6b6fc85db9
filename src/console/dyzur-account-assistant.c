/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-account-assistant.h"

#include <string.h>

#include "dyzur-certificate-dialog.h"
#include "dyzur-check-group.h"
#include "dyzur-error.h"
#include "dyzur-mail-advice.h"
#include "dyzur-server-group.h"
#include "dyzur-settings.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

struct _DyzurAccountAssistant
{
  AdwWindow        parent_instance;

  GtkEditable     *address_row;
  AdwActionRow    *certificate_row;
  DyzurCheckGroup *check_group;
  GtkWidget       *connect_button;
  AdwActionRow    *hint_row;
  GtkEditable     *key_row;
  GtkWidget       *mail_group;
  GtkEditable     *name_row;
  AdwActionRow    *page_row;
  GtkEditable     *password_row;
  GtkEditable     *secret_row;
  DyzurServerGroup *server_group;
  GtkWidget       *shop_group;
  GtkEditable     *shop_name_row;
  GtkSpinner      *spinner;
  AdwActionRow    *stranger_row;
  GtkSwitch       *stranger_switch;
  AdwActionRow    *trouble;
  GtkWidget       *trouble_group;
  GtkSwitch       *trust_switch;
  GtkEditable     *url_row;

  DyzurEngine     *engine;
  char            *kind;
  GCancellable    *cancellable;
  DyzurMailSetup  *setup;            /* (nullable): what was found for the address as it stands */
  GCancellable    *looking;          /* (nullable): the search under way */
  gboolean         waiting;          /* the person waits for the search */
  DyzurCertificate *certificate;     /* (nullable): the one nobody vouches for */
  char            *exceptions;       /* (nullable): those the person accepted before */
  gboolean         busy;
};

G_DEFINE_FINAL_TYPE (DyzurAccountAssistant, dyzur_account_assistant, ADW_TYPE_WINDOW)

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

/* The servers may still be unknown: they are looked for then. */
static gboolean
is_mail_complete (DyzurAccountAssistant *self)
{
  g_autofree char *domain = dyzur_mail_dup_domain (gtk_editable_get_text (self->address_row));

  return domain != NULL && is_filled (self->password_row) &&
         (!dyzur_server_group_is_edited (self->server_group) || dyzur_server_group_is_complete (self->server_group));
}

static gboolean
is_complete (DyzurAccountAssistant *self)
{
  g_autofree char *url = dup_text (self->url_row);
  g_autofree char *key = dup_text (self->key_row);
  g_autofree char *secret = dup_text (self->secret_row);

  if (is_mail (self))
    return is_mail_complete (self);
  return strchr (url, '.') != NULL && g_str_has_prefix (key, "ck_") && g_str_has_prefix (secret, "cs_");
}

static void
update_cb (DyzurAccountAssistant *self)
{
  gtk_widget_set_sensitive (self->connect_button, !self->busy && is_complete (self));
}

static const char *
get_page (DyzurAccountAssistant *self)
{
  return self->setup != NULL ? self->setup->page : NULL;
}

static void
page_cb (DyzurAccountAssistant *self)
{
  if (get_page (self) != NULL)
    gtk_show_uri (GTK_WINDOW (self), get_page (self), GDK_CURRENT_TIME);
}

/* What has to be done at the provider is said before the password is typed. */
static void
show_hint (DyzurAccountAssistant *self)
{
  g_autofree char *words = self->setup != NULL ? dyzur_mail_dup_needs (self->setup) : g_strdup ("");
  g_autofree char *markup = g_markup_escape_text (words, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->hint_row), markup);
  adw_action_row_set_subtitle (self->hint_row, get_page (self) != NULL ? get_page (self) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_row), *words != '\0');
}

/* Takes @setup */
static void
take_setup (DyzurAccountAssistant *self,
            DyzurMailSetup        *setup)
{
  dyzur_mail_setup_free (self->setup);
  self->setup = setup;
  gtk_switch_set_active (self->stranger_switch, FALSE);
  dyzur_server_group_show (self->server_group, setup);
  show_hint (self);
  update_cb (self);
}

static void
stop_looking (DyzurAccountAssistant *self)
{
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

static void
address_changed_cb (DyzurAccountAssistant *self)
{
  stop_looking (self);
  take_setup (self, dyzur_engine_peek_mail (self->engine, gtk_editable_get_text (self->address_row)));
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
  dyzur_server_group_fill (self->server_group, config);
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
  gtk_widget_set_sensitive (GTK_WIDGET (self->server_group), !busy);
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
  const char *page = get_page (self);

  gtk_widget_set_visible (GTK_WIDGET (self->page_row), visible && page != NULL);
  if (page == NULL)
    return;
  /* Translators: %s is a mail provider */
  set_title (self->page_row, _("What %s Says"), self->setup->provider);
  adw_action_row_set_subtitle (self->page_row, page);
}

static void
show_error (DyzurAccountAssistant *self,
            const GError          *error)
{
  DyzurMailFailure failure = { .error = error, .setup = self->setup };
  gboolean checked = is_mail (self) && dyzur_check_group_get (self->check_group, &failure.step);
  g_autofree char *advice = checked ? dyzur_mail_dup_advice (&failure) : NULL;

  show_trouble (self, error->message, advice);
  show_certificate (self, error);
  show_page (self, advice != NULL && *advice != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->stranger_row), FALSE);
  if (is_mail (self) && !g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH))
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

  if (!dyzur_engine_check_account_finish (self->engine, result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_error (self, error);
      return;
    }
  config = make_config (self);
  secret = dup_secret (self);
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
  g_autoptr(DyzurAccountConfig) config = make_config (self);
  g_autofree char *secret = dup_secret (self);

  if (is_mail (self))
    dyzur_check_group_begin (self->check_group, config);
  gtk_widget_set_visible (GTK_WIDGET (self->check_group), is_mail (self));
  dyzur_engine_check_account_async (self->engine, config, secret, step_cb, self, self->cancellable, checked_cb,
                                    g_object_ref (self));
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

  if (!is_mail (self) || dyzur_server_group_is_edited (self->server_group) || gtk_switch_get_active (self->stranger_switch))
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
  take_setup (self, setup);
  if (waiting && !needs_person (self))
    check (self);
}

static gboolean
must_look_up (DyzurAccountAssistant *self)
{
  return is_mail (self) && self->setup == NULL && !dyzur_server_group_is_edited (self->server_group);
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

/* While the password is typed the servers can be found: no password goes anywhere for that. */
static void
look_up_early_cb (DyzurAccountAssistant *self)
{
  g_autofree char *domain = dyzur_mail_dup_domain (gtk_editable_get_text (self->address_row));

  if (self->engine != NULL && domain != NULL && must_look_up (self))
    look_up (self);
}

static void
connect_cb (DyzurAccountAssistant *self)
{
  g_autofree char *domain = NULL;

  if (self->busy || !is_complete (self))
    return;
  gtk_widget_set_visible (self->trouble_group, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->check_group), FALSE);
  set_busy (self, TRUE);
  if (!must_look_up (self))
    {
      if (!needs_person (self))
        check (self);
      return;
    }
  domain = dyzur_mail_dup_domain (gtk_editable_get_text (self->address_row));
  self->waiting = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->check_group), TRUE);
  dyzur_check_group_look_up (self->check_group, domain);
  look_up (self);
}

static void
dyzur_account_assistant_dispose (GObject *object)
{
  DyzurAccountAssistant *self = DYZUR_ACCOUNT_ASSISTANT (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  stop_looking (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->setup, dyzur_mail_setup_free);
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
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, check_group);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, connect_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, hint_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountAssistant, key_row);
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

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-account-assistant.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_up_early_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
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
  gtk_widget_set_visible (GTK_WIDGET (self->server_group), is_mail (self));
  gtk_widget_set_visible (self->shop_group, !is_mail (self));
  gtk_editable_set_text (self->name_row, me);
  gtk_widget_grab_focus (GTK_WIDGET (is_mail (self) ? self->address_row : self->shop_name_row));
  update_cb (self);
  return GTK_WIDGET (self);
}
