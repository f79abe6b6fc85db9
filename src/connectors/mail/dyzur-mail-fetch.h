/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-mail-marks.h"

G_BEGIN_DECLS

/**
 * DyzurMailItem:
 * @received_at: ms UTC, 0 = not told
 * @size: bytes of the whole message
 * @bytes: (nullable): the message, %NULL before dyzur_mail_fetch_bodies() and when it is gone
 * @missing: (nullable): see #DyzurMimeMissing
 *
 * A message on its way from the server.
 */
typedef struct
{
  guint32         uid;
  DyzurMailMarks  marks;
  gint64          received_at;
  guint64         size;
  GBytes         *bytes;
  GHashTable     *missing;
} DyzurMailItem;

/* Bytes a message of ours may cost when it comes: bigger ones leave their files at the server. */
#define DYZUR_MAIL_WHOLE_NEW (10 << 20)
#define DYZUR_MAIL_WHOLE_OLD (256 << 10)

GPtrArray *dyzur_mail_fetch_heads  (DyzurImap      *imap,
                                    const guint32  *uids,
                                    gsize           n,
                                    GCancellable   *cancellable,
                                    GError        **error);
gboolean   dyzur_mail_fetch_bodies (DyzurImap      *imap,
                                    GPtrArray      *items,
                                    guint           first,
                                    guint           n,
                                    guint64         whole_limit,
                                    GCancellable   *cancellable,
                                    GError        **error);

G_END_DECLS
