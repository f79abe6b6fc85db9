/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-connector.h"

G_DEFINE_INTERFACE (DyzurConnector, dyzur_connector, G_TYPE_OBJECT)

static void
dyzur_connector_default_init (DyzurConnectorInterface *iface)
{
}

gboolean
dyzur_connector_connect (DyzurConnector  *self,
                         GCancellable    *cancellable,
                         GError         **error)
{
  return DYZUR_CONNECTOR_GET_IFACE (self)->connect (self, cancellable, error);
}

gboolean
dyzur_connector_sync (DyzurConnector  *self,
                      const char      *cursor,
                      DyzurSinkFunc    sink,
                      gpointer         user_data,
                      GCancellable    *cancellable,
                      GError         **error)
{
  return DYZUR_CONNECTOR_GET_IFACE (self)->sync (self, cursor, sink, user_data, cancellable, error);
}

gboolean
dyzur_connector_wait (DyzurConnector  *self,
                      DyzurSinkFunc    sink,
                      gpointer         user_data,
                      GCancellable    *cancellable,
                      GError         **error)
{
  return DYZUR_CONNECTOR_GET_IFACE (self)->wait (self, sink, user_data, cancellable, error);
}

gboolean
dyzur_connector_deliver (DyzurConnector     *self,
                         const DyzurAction  *action,
                         DyzurReceipt       *receipt,
                         GCancellable       *cancellable,
                         GError            **error)
{
  return DYZUR_CONNECTOR_GET_IFACE (self)->deliver (self, action, receipt, cancellable, error);
}

/**
 * dyzur_connector_find:
 *
 * A remote that cannot be asked at all answers %DYZUR_REMOTE_ERROR_UNCERTAIN.
 *
 * Returns: whether the remote has it; look at @error when not
 */
gboolean
dyzur_connector_find (DyzurConnector     *self,
                      const DyzurAction  *action,
                      DyzurReceipt       *receipt,
                      GCancellable       *cancellable,
                      GError            **error)
{
  DyzurConnectorInterface *iface = DYZUR_CONNECTOR_GET_IFACE (self);

  if (iface->find == NULL)
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN, "It cannot be asked");
      return FALSE;
    }
  return iface->find (self, action, receipt, cancellable, error);
}

gboolean
dyzur_connector_file (DyzurConnector     *self,
                      const DyzurAction  *action,
                      GCancellable       *cancellable,
                      GError            **error)
{
  DyzurConnectorInterface *iface = DYZUR_CONNECTOR_GET_IFACE (self);

  return iface->file == NULL || iface->file (self, action, cancellable, error);
}

/**
 * dyzur_connector_fetch_attachment:
 * @progress: (nullable) (closure progress_data): told how far a big one is, on this thread
 *
 * Returns: (transfer full) (nullable): the content
 */
GBytes *
dyzur_connector_fetch_attachment (DyzurConnector         *self,
                                  const DyzurAttachment  *attachment,
                                  GFileProgressCallback   progress,
                                  gpointer                progress_data,
                                  GCancellable           *cancellable,
                                  GError                **error)
{
  DyzurConnectorInterface *iface = DYZUR_CONNECTOR_GET_IFACE (self);

  if (iface->fetch_attachment == NULL)
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND, "No attachments here");
      return NULL;
    }
  return iface->fetch_attachment (self, attachment, progress, progress_data, cancellable, error);
}

/**
 * dyzur_connector_fetch_source:
 *
 * Returns: (transfer full) (nullable): the message as it lies at the remote
 */
GBytes *
dyzur_connector_fetch_source (DyzurConnector            *self,
                              const DyzurMessageRecord  *message,
                              GCancellable              *cancellable,
                              GError                   **error)
{
  DyzurConnectorInterface *iface = DYZUR_CONNECTOR_GET_IFACE (self);

  if (iface->fetch_source == NULL)
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND, "No sources here");
      return NULL;
    }
  return iface->fetch_source (self, message, cancellable, error);
}

void
dyzur_connector_disconnect (DyzurConnector *self)
{
  DYZUR_CONNECTOR_GET_IFACE (self)->disconnect (self);
}

void
dyzur_receipt_clear (DyzurReceipt *receipt)
{
  g_clear_pointer (&receipt->remote_id, g_free);
  receipt->filed = FALSE;
}
