/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-db.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/* What the message itself brought; see 002.sql for the others. */
#define DYZUR_CAME_ALONG "position BETWEEN 0 AND 99999"

/*
 * Rows of attachments, of a message or of a draft. The files are written before the transaction, by
 * _dyzur_attachments_adopt(); what has no file by then stays at the remote.
 */
gboolean  _dyzur_attachments_adopt       (const char      *directory,
                                          GPtrArray       *attachments,
                                          GError         **error);
gboolean  _dyzur_attachments_of_message  (DyzurDb         *db,
                                          const char      *directory,
                                          gint64           message_id,
                                          GPtrArray       *attachments,
                                          GError         **error);
gboolean  _dyzur_attachments_add_remote  (DyzurDb         *db,
                                          const char      *directory,
                                          gint64           message_id,
                                          GPtrArray       *pictures,
                                          GError         **error);
gboolean  _dyzur_attachments_set_source  (DyzurDb         *db,
                                          const char      *directory,
                                          gint64           message_id,
                                          DyzurAttachment *source,
                                          GError         **error);
gboolean  _dyzur_attachments_of_draft    (DyzurDb         *db,
                                          const char      *directory,
                                          gint64           conversation_id,
                                          DyzurDraftKind   kind,
                                          GPtrArray       *attachments,
                                          GError         **error);

G_END_DECLS
