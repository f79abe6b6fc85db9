/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-mail-server.h"

G_BEGIN_DECLS

/* A session at a submission server, ready to take messages. Blocking; one thread at a time. */
typedef struct _DyzurSmtp DyzurSmtp;

/* Right before the final dot: from there on the server may have the message. %FALSE with @error stops it */
typedef gboolean (*DyzurSmtpCommitFunc) (gpointer   user_data,
                                         GError   **error);

DyzurSmtp *dyzur_smtp_open       (const DyzurMailServer    *server,
                                  const DyzurMailProgress  *progress,
                                  GCancellable             *cancellable,
                                  GError                  **error);
gboolean   dyzur_smtp_reach      (const DyzurMailServer    *server,
                                  GCancellable             *cancellable,
                                  GError                  **error);
void       dyzur_smtp_free       (DyzurSmtp                *self);
void       dyzur_smtp_set_commit (DyzurSmtp                *self,
                                  DyzurSmtpCommitFunc       commit,
                                  gpointer                  user_data);
void       dyzur_smtp_set_progress (DyzurSmtp              *self,
                                  GFileProgressCallback     progress,
                                  gpointer                  user_data);
guint64    dyzur_smtp_get_max_size (DyzurSmtp              *self);
gboolean   dyzur_smtp_send       (DyzurSmtp                *self,
                                  const char               *sender,
                                  const char *const        *recipients,
                                  GBytes                   *message,
                                  GCancellable             *cancellable,
                                  GError                  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurSmtp, dyzur_smtp_free)

G_END_DECLS
