/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-action.h"
#include "dyzur-error.h"
#include "dyzur-event.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_CONNECTOR (dyzur_connector_get_type ())

G_DECLARE_INTERFACE (DyzurConnector, dyzur_connector, DYZUR, CONNECTOR, GObject)

/**
 * DyzurSinkFunc:
 * @events: (element-type DyzurEvent): what happened, in order
 * @cursor: (nullable): where a later sync goes on once @events are on disk; %NULL = unchanged
 *
 * Takes a batch to the store and returns when it is committed together with @cursor: what the connector is told is
 * stored stays stored. Called on the connector's thread only.
 *
 * Returns: %FALSE with @error when it could not be stored; the connector stops and passes the error on
 */
typedef gboolean (*DyzurSinkFunc) (GPtrArray   *events,
                                   const char  *cursor,
                                   gpointer     user_data,
                                   GError     **error);

typedef struct
{
  char    *remote_id;     /* (nullable): the message's identifier at the remote */
  gboolean filed;         /* nothing is left to do; FALSE: call file() for the rest */
  guint64  max_size;      /* bytes the remote takes in one message, 0 = not told; also when it was refused */
} DyzurReceipt;

/**
 * DyzurConnectorInterface:
 * @connect: opens the connection and logs in
 * @sync: brings in everything after @cursor (%NULL = from nothing, newest first) in batches; returns when caught up
 * @wait: blocks until the remote has news (then sync again), @cancellable fires or about 29 minutes passed; may put
 *   passing events (typing) into the sink. %TRUE also when it was woken by @cancellable
 * @deliver: does @action at the remote, and calls dyzur_action_commit() right before it may be done; tells the action's
 *   progress where it takes long. An error with
 *   %DYZUR_REMOTE_ERROR_UNCERTAIN means it may have been done, any other that it was not; after a commit
 *   %G_IO_ERROR_CANCELLED counts as uncertain
 * @find: asks whether the remote already has the message of @action, by its key; %TRUE with @receipt when so, %FALSE
 *   without error when certainly not, %FALSE with %DYZUR_REMOTE_ERROR_UNCERTAIN when this remote cannot know: then a
 *   person decides
 * @file: what is left after the remote accepted (mail: the copy in Sent); repeated calls do it once
 * @fetch_attachment: the bytes of an attachment known by its remote_ref; @progress (nullable) is told how far a big one is
 * @fetch_source: a message with a remote_id as it lies at the remote (mail: RFC 5322); (nullable): the remote has no such
 *   form of it
 * @disconnect: closes politely but at once; never fails
 *
 * One remote, spoken as straight-line blocking code on the account's one job thread: no call overlaps another. Each
 * error is a #DYZUR_REMOTE_ERROR or %G_IO_ERROR_CANCELLED. After an error of connect, sync, wait or a TRANSIENT one of
 * deliver the engine disconnects and starts again with connect.
 */
struct _DyzurConnectorInterface
{
  GTypeInterface parent_iface;

  gboolean  (*connect)          (DyzurConnector         *self,
                                 GCancellable           *cancellable,
                                 GError                **error);
  gboolean  (*sync)             (DyzurConnector         *self,
                                 const char             *cursor,
                                 DyzurSinkFunc           sink,
                                 gpointer                user_data,
                                 GCancellable           *cancellable,
                                 GError                **error);
  gboolean  (*wait)             (DyzurConnector         *self,
                                 DyzurSinkFunc           sink,
                                 gpointer                user_data,
                                 GCancellable           *cancellable,
                                 GError                **error);
  gboolean  (*deliver)          (DyzurConnector         *self,
                                 const DyzurAction      *action,
                                 DyzurReceipt           *receipt,
                                 GCancellable           *cancellable,
                                 GError                **error);
  gboolean  (*find)             (DyzurConnector         *self,
                                 const DyzurAction      *action,
                                 DyzurReceipt           *receipt,
                                 GCancellable           *cancellable,
                                 GError                **error);
  gboolean  (*file)             (DyzurConnector         *self,
                                 const DyzurAction      *action,
                                 GCancellable           *cancellable,
                                 GError                **error);
  GBytes   *(*fetch_attachment) (DyzurConnector         *self,
                                 const DyzurAttachment  *attachment,
                                 GFileProgressCallback   progress,
                                 gpointer                progress_data,
                                 GCancellable           *cancellable,
                                 GError                **error);
  GBytes   *(*fetch_source)     (DyzurConnector         *self,
                                 const DyzurMessageRecord *message,
                                 GCancellable           *cancellable,
                                 GError                **error);
  void      (*disconnect)       (DyzurConnector         *self);
};

gboolean  dyzur_connector_connect          (DyzurConnector         *self,
                                            GCancellable           *cancellable,
                                            GError                **error);
gboolean  dyzur_connector_sync             (DyzurConnector         *self,
                                            const char             *cursor,
                                            DyzurSinkFunc           sink,
                                            gpointer                user_data,
                                            GCancellable           *cancellable,
                                            GError                **error);
gboolean  dyzur_connector_wait             (DyzurConnector         *self,
                                            DyzurSinkFunc           sink,
                                            gpointer                user_data,
                                            GCancellable           *cancellable,
                                            GError                **error);
gboolean  dyzur_connector_deliver          (DyzurConnector         *self,
                                            const DyzurAction      *action,
                                            DyzurReceipt           *receipt,
                                            GCancellable           *cancellable,
                                            GError                **error);
gboolean  dyzur_connector_find             (DyzurConnector         *self,
                                            const DyzurAction      *action,
                                            DyzurReceipt           *receipt,
                                            GCancellable           *cancellable,
                                            GError                **error);
gboolean  dyzur_connector_file             (DyzurConnector         *self,
                                            const DyzurAction      *action,
                                            GCancellable           *cancellable,
                                            GError                **error);
GBytes   *dyzur_connector_fetch_attachment (DyzurConnector         *self,
                                            const DyzurAttachment  *attachment,
                                            GFileProgressCallback   progress,
                                            gpointer                progress_data,
                                            GCancellable           *cancellable,
                                            GError                **error);
GBytes   *dyzur_connector_fetch_source     (DyzurConnector           *self,
                                            const DyzurMessageRecord *message,
                                            GCancellable             *cancellable,
                                            GError                  **error);
void      dyzur_connector_disconnect       (DyzurConnector         *self);
void      dyzur_receipt_clear              (DyzurReceipt           *receipt);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyzurReceipt, dyzur_receipt_clear)

G_END_DECLS
