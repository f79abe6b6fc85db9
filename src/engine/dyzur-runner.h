/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"
#include "dyzur-connector.h"
#include "dyzur-store.h"
#include "dyzur-transfer.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_RUNNER (dyzur_runner_get_type ())

/*
 * Runs one connector on its job thread: connect, deliver what waits, bring in what is new, wait; and again after every
 * fault. Made, woken and closed on the main thread.
 *
 * Signals, on the main thread: `arrived` (gint64 conversation, gint64 message): a live message of a customer is stored;
 * `failed` (gint64 conversation, gint64 message): the remote refused one of ours for good, or perhaps has it; `writer`
 * (const char *conversation_remote_id, const char *name or NULL): somebody writes, or stopped; `transfer` (): a long one is
 * further than before: dyzur_runner_get_transfer().
 */
G_DECLARE_FINAL_TYPE (DyzurRunner, dyzur_runner, DYZUR, RUNNER, GObject)

DyzurRunner    *dyzur_runner_new                     (DyzurStore             *store,
                                                      DyzurConnector         *connector,
                                                      DyzurAccount           *account);
DyzurAccount   *dyzur_runner_get_account             (DyzurRunner            *self);
DyzurConnector *dyzur_runner_get_connector           (DyzurRunner            *self);
const DyzurTransfer *
                dyzur_runner_get_transfer            (DyzurRunner            *self);
void            dyzur_runner_start                   (DyzurRunner            *self);
void            dyzur_runner_wake                    (DyzurRunner            *self);
void            dyzur_runner_reconnect               (DyzurRunner            *self);
void            dyzur_runner_stop                    (DyzurRunner            *self);
void            dyzur_runner_close                   (DyzurRunner            *self);
void            dyzur_runner_fetch_attachment_async  (DyzurRunner            *self,
                                                      const DyzurAttachment  *attachment,
                                                      GCancellable           *cancellable,
                                                      GAsyncReadyCallback     callback,
                                                      gpointer                user_data);
gboolean        dyzur_runner_fetch_attachment_finish (DyzurRunner            *self,
                                                      GAsyncResult           *result,
                                                      GError                **error);
void            dyzur_runner_fetch_source_async      (DyzurRunner              *self,
                                                      const DyzurMessageRecord *message,
                                                      GCancellable             *cancellable,
                                                      GAsyncReadyCallback       callback,
                                                      gpointer                  user_data);
char           *dyzur_runner_fetch_source_finish     (DyzurRunner              *self,
                                                      GAsyncResult             *result,
                                                      GError                  **error);

G_END_DECLS
