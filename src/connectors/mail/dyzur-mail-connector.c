/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-connector-private.h"

#include "dyzur-mail-oauth.h"

#define WAIT (28 * 60 * 1000)   /* then somebody has a look at everything */
#define MAX_ALERTS 100

static void connector_iface_init (DyzurConnectorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurMailConnector, dyzur_mail_connector, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_CONNECTOR, connector_iface_init))

static void
close_imap (DyzurMailConnector *self)
{
  g_clear_pointer (&self->sync, dyzur_mail_sync_free);
  g_clear_pointer (&self->imap, dyzur_imap_free);
}

static gboolean
open_imap (DyzurMailConnector  *self,
           GCancellable        *cancellable,
           GError             **error)
{
  g_autoptr(DyzurImap) imap = NULL;
  g_autoptr(GPtrArray) folders = NULL;
  gboolean all;

  close_imap (self); /* first: some providers allow but a few connections */
  imap = dyzur_imap_open (self->imap_server, NULL, cancellable, error);
  folders = imap != NULL ? dyzur_imap_list (imap, cancellable, error) : NULL;
  if (folders == NULL)
    return FALSE;
  self->imap = g_steal_pointer (&imap);
  self->sync = dyzur_mail_sync_new (self->config, self->imap);
  for (guint i = 0; i < DYZUR_MAIL_N_FOLDERS; i++)
    self->sync->names[i] = _dyzur_mail_find_folder (self, self->imap, folders, i,
                                                    i == DYZUR_MAIL_ARCHIVE ? &self->sync->all_archive : &all);
  return TRUE;
}

static gboolean
dyzur_mail_connector_connect (DyzurConnector  *connector,
                              GCancellable    *cancellable,
                              GError         **error)
{
  return open_imap (DYZUR_MAIL_CONNECTOR (connector), cancellable, error);
}

static gboolean
tell_alerts (DyzurMailConnector  *self,
             DyzurSinkFunc        sink,
             gpointer             user_data,
             GError             **error)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  char *alert;

  while ((alert = dyzur_imap_take_alert (self->imap)) != NULL)
    {
      DyzurEvent *event;

      if (g_hash_table_size (self->alerts) > MAX_ALERTS || !g_hash_table_add (self->alerts, g_strdup (alert)))
        {
          g_free (alert);
          continue;
        }
      event = dyzur_event_new (DYZUR_EVENT_NOTICE);
      event->name = alert;
      g_ptr_array_add (events, event);
    }
  return events->len == 0 || sink (events, NULL, user_data, error);
}

/* Mail left the inbox, perhaps for a folder another program, or another console, has just made. */
static gboolean
find_new_folders (DyzurMailConnector  *self,
                  GCancellable        *cancellable,
                  GError             **error)
{
  g_autoptr(GPtrArray) folders = NULL;
  gboolean missing = FALSE, all;

  for (guint i = DYZUR_MAIL_N_READ; i < DYZUR_MAIL_N_FOLDERS; i++)
    missing |= self->sync->names[i] == NULL;
  if (!missing || !dyzur_imap_take_losses (self->imap))
    return TRUE;
  self->sync->lost = TRUE;
  folders = dyzur_imap_list (self->imap, cancellable, error);
  for (guint i = DYZUR_MAIL_N_READ; folders != NULL && i < DYZUR_MAIL_N_FOLDERS; i++)
    if (self->sync->names[i] == NULL)
      self->sync->names[i] = _dyzur_mail_find_folder (self, self->imap, folders, i, &all);
  return folders != NULL;
}

static gboolean
dyzur_mail_connector_sync (DyzurConnector  *connector,
                           const char      *cursor,
                           DyzurSinkFunc    sink,
                           gpointer         user_data,
                           GCancellable    *cancellable,
                           GError         **error)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);

  return _dyzur_mail_need_imap (self, cancellable, error) && find_new_folders (self, cancellable, error) &&
         dyzur_mail_sync_run (self->sync, cursor, sink, user_data, cancellable, error) &&
         tell_alerts (self, sink, user_data, error);
}

static gboolean
dyzur_mail_connector_wait (DyzurConnector  *connector,
                           DyzurSinkFunc    sink,
                           gpointer         user_data,
                           GCancellable    *cancellable,
                           GError         **error)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);

  if (self->imap == NULL || !dyzur_imap_is_usable (self->imap))
    return TRUE; /* it broke while something was delivered: sync opens another one */
  return dyzur_mail_sync_wait (self->sync, WAIT, cancellable, error);
}

static void
dyzur_mail_connector_disconnect (DyzurConnector *connector)
{
  close_imap (DYZUR_MAIL_CONNECTOR (connector));
}

static void
connector_iface_init (DyzurConnectorInterface *iface)
{
  iface->connect = dyzur_mail_connector_connect;
  iface->sync = dyzur_mail_connector_sync;
  iface->wait = dyzur_mail_connector_wait;
  iface->deliver = _dyzur_mail_deliver;
  iface->find = _dyzur_mail_find;
  iface->file = _dyzur_mail_file;
  iface->fetch_attachment = _dyzur_mail_fetch_attachment;
  iface->fetch_source = _dyzur_mail_fetch_source;
  iface->disconnect = dyzur_mail_connector_disconnect;
}

static void
dyzur_mail_connector_finalize (GObject *object)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (object);

  close_imap (self);
  g_hash_table_unref (self->alerts);
  dyzur_mail_server_free (self->imap_server);
  dyzur_mail_server_free (self->smtp_server);
  dyzur_account_config_free (self->config);

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
  self->alerts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * dyzur_mail_connector_new:
 * @config: copied
 * @password: of both servers, or the secret of dyzur-mail-oauth.h; it stays in memory as long as the connector
 *
 * Returns: (transfer full): a connector that has not connected yet
 */
DyzurConnector *
dyzur_mail_connector_new (const DyzurAccountConfig *config,
                          const char               *password)
{
  DyzurMailConnector *self = g_object_new (DYZUR_TYPE_MAIL_CONNECTOR, NULL);

  self->config = dyzur_account_config_copy (config);
  self->imap_server = dyzur_mail_server_new (config, "imap", password);
  self->smtp_server = dyzur_mail_server_new (config, "smtp", password);
  self->imap_server->oauth = dyzur_mail_oauth_new (config, password);
  if (self->imap_server->oauth != NULL)
    self->smtp_server->oauth = dyzur_oauth_ref (self->imap_server->oauth);
  return DYZUR_CONNECTOR (self);
}

/**
 * dyzur_mail_connector_set_secret_func:
 * @changed: told when the account's secret became another one, on the job thread
 *
 * Before the connector connects.
 */
void
dyzur_mail_connector_set_secret_func (DyzurConnector       *connector,
                                      DyzurOauthSecretFunc  changed,
                                      gpointer              user_data,
                                      GDestroyNotify        destroy)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);

  if (self->imap_server->oauth != NULL)
    dyzur_oauth_set_secret_func (self->imap_server->oauth, changed, user_data, destroy);
  else if (destroy != NULL)
    destroy (user_data);
}

const char *
_dyzur_mail_get_setting (DyzurMailConnector *self,
                         const char         *key)
{
  const char *value = dyzur_account_config_get (self->config, key);

  return value != NULL && *value != '\0' ? value : NULL;
}

/* A connection that broke meanwhile (somebody stopped a command in its middle) is opened anew. */
gboolean
_dyzur_mail_need_imap (DyzurMailConnector  *self,
                       GCancellable        *cancellable,
                       GError             **error)
{
  if (self->imap != NULL && dyzur_imap_is_usable (self->imap))
    return TRUE;
  return open_imap (self, cancellable, error);
}
