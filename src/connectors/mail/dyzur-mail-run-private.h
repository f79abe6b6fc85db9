/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-mail-sync.h"

G_BEGIN_DECLS

/* One dyzur_mail_sync_run() */
typedef struct
{
  DyzurMailSync *sync;
  DyzurSinkFunc  sink;
  gpointer       user_data;
  GCancellable  *cancellable;
} DyzurMailRun;

/* dyzur-mail-sync.c */
DyzurMailPlace         *_dyzur_mail_run_get_place      (DyzurMailRun            *run,
                                                        DyzurMailFolder          folder);
gboolean                _dyzur_mail_run_tell           (DyzurMailRun            *run,
                                                        GPtrArray               *events,
                                                        GError                 **error);
gboolean                _dyzur_mail_run_tell_nothing   (DyzurMailRun            *run,
                                                        GError                 **error);
const DyzurImapMailbox *_dyzur_mail_run_open_folder    (DyzurMailRun            *run,
                                                        DyzurMailFolder          folder,
                                                        GError                 **error);

/* dyzur-mail-bring.c: messages */
gboolean                _dyzur_mail_run_bring_top      (DyzurMailRun            *run,
                                                        DyzurMailFolder          folder,
                                                        const DyzurImapMailbox  *mailbox,
                                                        GError                 **error);
gboolean                _dyzur_mail_run_bring_new      (DyzurMailRun            *run,
                                                        DyzurMailFolder          folder,
                                                        const DyzurImapMailbox  *mailbox,
                                                        GError                 **error);
gboolean                _dyzur_mail_run_bring_history  (DyzurMailRun            *run,
                                                        DyzurMailFolder          folder,
                                                        GError                 **error);

/* dyzur-mail-follow.c: where mail goes */
gboolean                _dyzur_mail_run_wants_folders  (DyzurMailRun            *run);
gboolean                _dyzur_mail_run_follow_folders (DyzurMailRun            *run,
                                                        GError                 **error);

/* dyzur-mail-changes.c: marks */
void                    _dyzur_mail_change_free        (gpointer                 data);
gboolean                _dyzur_mail_change_cb          (guint32                  uid,
                                                        const DyzurImapValue    *values,
                                                        gpointer                 user_data,
                                                        GError                 **error);
gboolean                _dyzur_mail_ask_changes        (DyzurMailSync           *self,
                                                        const DyzurImapMailbox  *mailbox,
                                                        GCancellable            *cancellable,
                                                        GError                 **error);
gboolean                _dyzur_mail_run_follow_changes (DyzurMailRun            *run,
                                                        const DyzurImapMailbox  *mailbox,
                                                        GError                 **error);

G_END_DECLS
