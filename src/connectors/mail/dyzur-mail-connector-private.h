/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-imap.h"
#include "dyzur-mail-connector.h"
#include "dyzur-mail-server.h"
#include "dyzur-mail-sync.h"

G_BEGIN_DECLS

struct _DyzurMailConnector
{
  GObject             parent_instance;

  DyzurAccountConfig *config;
  DyzurMailServer    *imap_server;
  DyzurMailServer    *smtp_server;

  /* the job thread's */
  DyzurImap          *imap;       /* (nullable) */
  DyzurMailSync      *sync;       /* (nullable): lives as long as @imap */
  GHashTable         *alerts;     /* what the server wanted people to read and was told: each once */
};

/* dyzur-mail-connector.c */
const char *_dyzur_mail_get_setting      (DyzurMailConnector     *self,
                                          const char             *key);
gboolean    _dyzur_mail_need_imap        (DyzurMailConnector     *self,
                                          GCancellable           *cancellable,
                                          GError                **error);

/* dyzur-mail-folders.c: which folder is which */
char       *_dyzur_mail_find_folder      (DyzurMailConnector     *self,
                                          DyzurImap              *imap,
                                          GPtrArray              *folders,
                                          DyzurMailFolder         kind,
                                          gboolean               *all);
gboolean    _dyzur_mail_need_folder      (DyzurMailConnector     *self,
                                          DyzurMailFolder         kind,
                                          GCancellable           *cancellable,
                                          GError                **error);

/* dyzur-mail-identity.c: messages by their identifiers */
GArray     *_dyzur_mail_find_messages    (DyzurMailConnector     *self,
                                          GStrv                   ids,
                                          GCancellable           *cancellable,
                                          GError                **error);

/* dyzur-mail-move.c: into another folder */
gboolean    _dyzur_mail_move             (DyzurMailConnector     *self,
                                          GStrv                   ids,
                                          DyzurMailFolder         target,
                                          GCancellable           *cancellable,
                                          GError                **error);

/* dyzur-mail-state.c: marks */
gboolean    _dyzur_mail_mark             (DyzurMailConnector     *self,
                                          GStrv                   ids,
                                          const char             *flags,
                                          gboolean                add,
                                          GCancellable           *cancellable,
                                          GError                **error);
gboolean    _dyzur_mail_mark_state       (DyzurMailConnector     *self,
                                          const DyzurAction      *action,
                                          GCancellable           *cancellable,
                                          GError                **error);

/* dyzur-mail-delivery.c: the way of a message out */
gboolean    _dyzur_mail_deliver          (DyzurConnector         *connector,
                                          const DyzurAction      *action,
                                          DyzurReceipt           *receipt,
                                          GCancellable           *cancellable,
                                          GError                **error);
gboolean    _dyzur_mail_find             (DyzurConnector         *connector,
                                          const DyzurAction      *action,
                                          DyzurReceipt           *receipt,
                                          GCancellable           *cancellable,
                                          GError                **error);
gboolean    _dyzur_mail_file             (DyzurConnector         *connector,
                                          const DyzurAction      *action,
                                          GCancellable           *cancellable,
                                          GError                **error);

/* dyzur-mail-section.c: files left at the server */
GBytes     *_dyzur_mail_fetch_attachment (DyzurConnector         *connector,
                                          const DyzurAttachment  *attachment,
                                          GFileProgressCallback   progress,
                                          gpointer                progress_data,
                                          GCancellable           *cancellable,
                                          GError                **error);
GBytes     *_dyzur_mail_fetch_source     (DyzurConnector            *connector,
                                          const DyzurMessageRecord  *message,
                                          GCancellable              *cancellable,
                                          GError                   **error);

G_END_DECLS
