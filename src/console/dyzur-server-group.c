/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-server-group.h"

#include <glib/gi18n.h>

struct _DyzurServerGroup
{
  AdwPreferencesGroup  parent_instance;

  GtkEditable         *imap_host_row;
  GtkEditable         *imap_port_row;
  AdwComboRow         *imap_security_row;
  AdwExpanderRow      *servers;
  GtkEditable         *smtp_host_row;
  GtkEditable         *smtp_port_row;
  AdwComboRow         *smtp_security_row;
  GtkEditable         *user_row;

  char                *imap_user;   /* (nullable): as found; what is in the row comes first */
  char                *smtp_user;   /* (nullable) */
  gboolean             showing;     /* the rows are being filled by us */
  gboolean             edited;      /* by the person, who knows better from then on */
};

enum { CHANGED, ACTIVATED, N_SIGNALS };

G_DEFINE_FINAL_TYPE (DyzurServerGroup, dyzur_server_group, ADW_TYPE_PREFERENCES_GROUP)

static guint signals[N_SIGNALS];

static const char *const securities[] = { "tls", "starttls", "none" };
static const char *const imap_ports[] = { "993", "143", "143" };
static const char *const smtp_ports[] = { "465", "587", "25" };

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

static const char *
get_security (AdwComboRow *row)
{
  return securities[MIN (adw_combo_row_get_selected (row), G_N_ELEMENTS (securities) - 1)];
}

static void
tell_edited (DyzurServerGroup *self)
{
  if (self->showing)
    return;
  self->edited = TRUE;
  adw_expander_row_set_subtitle (self->servers, _("Given by you"));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
tell_activated (DyzurServerGroup *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
security_changed_cb (DyzurServerGroup *self,
                     GParamSpec       *pspec,
                     AdwComboRow      *row)
{
  guint selected = MIN (adw_combo_row_get_selected (row), G_N_ELEMENTS (securities) - 1);

  if (self->showing)
    return;
  if (row == self->imap_security_row)
    gtk_editable_set_text (self->imap_port_row, imap_ports[selected]);
  else
    gtk_editable_set_text (self->smtp_port_row, smtp_ports[selected]);
  tell_edited (self);
}

static void
show_place (const DyzurMailHost *place,
            GtkEditable          *host_row,
            GtkEditable          *port_row,
            AdwComboRow          *security_row)
{
  g_autofree char *port = g_strdup_printf ("%u", place->port);

  if (place->host == NULL)
    return;
  gtk_editable_set_text (host_row, place->host);
  gtk_editable_set_text (port_row, port);
  for (guint i = 0; i < G_N_ELEMENTS (securities); i++)
    if (g_strcmp0 (place->security, securities[i]) == 0)
      adw_combo_row_set_selected (security_row, i);
}

static char *
dup_source (const DyzurMailSetup *setup)
{
  if (setup == NULL)
    return g_strdup (_("To be found from the address"));
  switch (setup->source)
    {
    case DYZUR_MAIL_SOURCE_TABLE:
    case DYZUR_MAIL_SOURCE_MX:
      /* Translators: %s is a mail provider */
      return g_strdup_printf (_("Those of %s"), setup->provider);
    case DYZUR_MAIL_SOURCE_SRV:
      return g_strdup (_("Named by the address’s own domain"));
    case DYZUR_MAIL_SOURCE_TRIED:
      return g_strdup (_("Found by trying the usual names"));
    case DYZUR_MAIL_SOURCE_GUESS:
    default:
      return g_strdup (_("Guessed from the address: please check"));
    }
}

static void
set_setting (DyzurAccountConfig *config,
             const char         *key,
             GtkEditable        *row)
{
  g_autofree char *text = dup_text (row);

  dyzur_account_config_set (config, key, *text != '\0' ? text : NULL);
}

static void
dyzur_server_group_dispose (GObject *object)
{
  DyzurServerGroup *self = DYZUR_SERVER_GROUP (object);

  g_clear_pointer (&self->imap_user, g_free);
  g_clear_pointer (&self->smtp_user, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYZUR_TYPE_SERVER_GROUP);

  G_OBJECT_CLASS (dyzur_server_group_parent_class)->dispose (object);
}

static void
dyzur_server_group_class_init (DyzurServerGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_server_group_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-server-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurServerGroup, imap_host_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurServerGroup, imap_port_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurServerGroup, imap_security_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurServerGroup, servers);
  gtk_widget_class_bind_template_child (widget_class, DyzurServerGroup, smtp_host_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurServerGroup, smtp_port_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurServerGroup, smtp_security_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurServerGroup, user_row);
  gtk_widget_class_bind_template_callback (widget_class, security_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tell_activated);
  gtk_widget_class_bind_template_callback (widget_class, tell_edited);
}

static void
dyzur_server_group_init (DyzurServerGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dyzur_server_group_show:
 * @setup: (nullable): %NULL = not looked for yet
 *
 * Fills in what was found. What a person gave stays as it is.
 */
void
dyzur_server_group_show (DyzurServerGroup     *self,
                         const DyzurMailSetup *setup)
{
  static const DyzurMailHost none_in = { (char *) "", 993, (char *) "tls", NULL };
  static const DyzurMailHost none_out = { (char *) "", 465, (char *) "tls", NULL };
  g_autofree char *source = dup_source (setup);

  if (self->edited)
    return;
  self->showing = TRUE;
  show_place (setup != NULL ? &setup->imap : &none_in, self->imap_host_row, self->imap_port_row, self->imap_security_row);
  show_place (setup != NULL ? &setup->smtp : &none_out, self->smtp_host_row, self->smtp_port_row, self->smtp_security_row);
  g_free (self->imap_user);
  g_free (self->smtp_user);
  self->imap_user = setup != NULL ? g_strdup (setup->imap.user) : NULL;
  self->smtp_user = setup != NULL ? g_strdup (setup->smtp.user) : NULL;
  if (g_strcmp0 (self->imap_user, self->smtp_user) == 0)
    gtk_editable_set_text (self->user_row, self->imap_user != NULL ? self->imap_user : "");
  adw_expander_row_set_subtitle (self->servers, source);
  self->showing = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * dyzur_server_group_tell:
 *
 * Says in a few words what is being done about the servers.
 */
void
dyzur_server_group_tell (DyzurServerGroup *self,
                         const char       *words)
{
  if (!self->edited)
    adw_expander_row_set_subtitle (self->servers, words);
}

void
dyzur_server_group_expand (DyzurServerGroup *self)
{
  adw_expander_row_set_expanded (self->servers, TRUE);
}

gboolean
dyzur_server_group_is_edited (DyzurServerGroup *self)
{
  return self->edited;
}

gboolean
dyzur_server_group_is_complete (DyzurServerGroup *self)
{
  return is_filled (self->imap_host_row) && is_filled (self->smtp_host_row) && is_port (self->imap_port_row) &&
         is_port (self->smtp_port_row);
}

/**
 * dyzur_server_group_fill:
 * @config: gets the settings of both servers
 */
void
dyzur_server_group_fill (DyzurServerGroup   *self,
                         DyzurAccountConfig *config)
{
  set_setting (config, "imap-host", self->imap_host_row);
  set_setting (config, "imap-port", self->imap_port_row);
  set_setting (config, "smtp-host", self->smtp_host_row);
  set_setting (config, "smtp-port", self->smtp_port_row);
  dyzur_account_config_set (config, "imap-security", get_security (self->imap_security_row));
  dyzur_account_config_set (config, "smtp-security", get_security (self->smtp_security_row));
  set_setting (config, "imap-user", self->user_row);
  set_setting (config, "smtp-user", self->user_row);
  if (is_filled (self->user_row) || self->edited)
    return;
  dyzur_account_config_set (config, "imap-user", self->imap_user);
  dyzur_account_config_set (config, "smtp-user", self->smtp_user);
}
