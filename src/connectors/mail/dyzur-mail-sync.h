/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"
#include "dyzur-connector.h"
#include "dyzur-imap.h"
#include "dyzur-mail-cursor.h"
#include "dyzur-mime-header.h"

G_BEGIN_DECLS

/* What a message is known again by */
#define DYZUR_MAIL_ID_HEADER "HEADER.FIELDS (" DYZUR_MIME_ID_FIELDS ")"

/**
 * DyzurMailSync:
 * @imap: borrowed
 * @names: the folders on the wire; %NULL = there is none
 * @all_archive: what is archived lies among all other mail (Gmail), so that nobody sees it come
 *
 * What one connection knows about following its folders.
 */
typedef struct
{
  const DyzurAccountConfig *config;
  DyzurImap                *imap;
  char                     *names[DYZUR_MAIL_N_FOLDERS];
  gboolean                  all_archive;

  const char               *me;         /* (nullable): what the person here is called; borrowed */
  DyzurMailCursor           cursor;
  GArray                   *history[DYZUR_MAIL_N_FOLDERS]; /* (nullable): UIDs that may still be wanted, ascending */
  GHashTable               *marks;      /* UID → dyzur_mail_marks_pack(), of what this connection has met in the inbox */
  GPtrArray                *changes;    /* what opening the inbox told of changes, not yet passed on */
  gboolean                  resumed;    /* and those are all */
  guint64                   mod_seq;    /* the newest of them */
  guint32                   exists;     /* messages in the inbox when it was looked into last */
  gboolean                  untold;     /* the cursor says more than the sink was told */
  gboolean                  lost;       /* fewer than the time before: some left while another folder was open */
  gint64                    followed_at; /* when the folders mail goes to were looked into, monotonic; 0 = not yet */
} DyzurMailSync;

DyzurMailSync *dyzur_mail_sync_new      (const DyzurAccountConfig  *config,
                                         DyzurImap                 *imap);
void           dyzur_mail_sync_free     (DyzurMailSync             *self);
gboolean       dyzur_mail_sync_run      (DyzurMailSync             *self,
                                         const char                *cursor,
                                         DyzurSinkFunc              sink,
                                         gpointer                   user_data,
                                         GCancellable              *cancellable,
                                         GError                   **error);
gboolean       dyzur_mail_sync_wait     (DyzurMailSync             *self,
                                         gint64                     timeout,
                                         GCancellable              *cancellable,
                                         GError                   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurMailSync, dyzur_mail_sync_free)

G_END_DECLS
