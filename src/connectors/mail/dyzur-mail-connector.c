/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-connector.h"

struct _DyzurMailConnector
{
  GObject             parent_instance;

  DyzurAccountConfig *config;
  char               *password;
};

static void connector_iface_init (DyzurConnectorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurMailConnector, dyzur_mail_connector, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_CONNECTOR, connector_iface_init))

static gboolean
dyzur_mail_connector_connect (DyzurConnector  *connector,
                              GCancellable    *cancellable,
                              GError         **error)
{
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT, "Mail is not there yet");
  return FALSE;
}

static void
dyzur_mail_connector_disconnect (DyzurConnector *connector)
{
}

static void
connector_iface_init (DyzurConnectorInterface *iface)
{
  iface->connect = dyzur_mail_connector_connect;
  iface->disconnect = dyzur_mail_connector_disconnect;
}

static void
dyzur_mail_connector_finalize (GObject *object)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (object);

  dyzur_account_config_free (self->config);
  g_free (self->password);

  G_OBJECT_CLASS (dyzur_mail_connector_parent_class)->finalize (object);
}

static void
dyzur_mail_connector_class_init (DyzurMailConnectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_mail_connector_finalize;
}

static void
dyzur_mail_connector_init (DyzurMailConnector *self)
{
}

/**
 * dyzur_mail_connector_new:
 * @config: copied
 * @password: of both servers; it stays in memory as long as the connector
 *
 * Returns: (transfer full): a connector that has not connected yet
 */
DyzurConnector *
dyzur_mail_connector_new (const DyzurAccountConfig *config,
                          const char               *password)
{
  DyzurMailConnector *self = g_object_new (DYZUR_TYPE_MAIL_CONNECTOR, NULL);

  self->config = dyzur_account_config_copy (config);
  self->password = g_strdup (password);
  return DYZUR_CONNECTOR (self);
}

/**
 * dyzur_mail_connector_check:
 * @progress: (nullable): told before each step
 *
 * Tries a new account step by step, blocking; nothing at the servers is changed.
 *
 * Returns: whether everything works; otherwise @error names the exact cause of the step reported last
 */
gboolean
dyzur_mail_connector_check (const DyzurAccountConfig  *config,
                            const char                *password,
                            DyzurMailCheckFunc         progress,
                            gpointer                   user_data,
                            GCancellable              *cancellable,
                            GError                   **error)
{
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT, "Mail is not there yet");
  return FALSE;
}
