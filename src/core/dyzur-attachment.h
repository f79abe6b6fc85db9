/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_ATTACHMENT (dyzur_attachment_get_type ())

/**
 * DyzurAttachment:
 * @id: local row id, 0 = not stored
 * @name: file name as people see it, never a path
 * @mime_type: such as `image/png`
 * @size: bytes, 0 = unknown
 * @path: (nullable): absolute path of the local copy; %NULL while only the remote has the bytes
 * @bytes: (nullable): content on the way to the store, which writes the file and sets @path
 * @remote_ref: (nullable): what the connector needs to fetch the bytes
 * @message_remote_id: (nullable): the message it came with, as the remote calls it
 * @removed_after: days after which the account's rule took the local copy away; 0 = no rule did
 * @content_id: (nullable): RFC 2392 identifier without brackets, for pictures that stand in the text
 *
 * A file that came or goes with a message. A value: copy it.
 */
typedef struct
{
  gint64    id;
  char     *name;
  char     *mime_type;
  guint64   size;
  char     *path;
  GBytes   *bytes;
  char     *remote_ref;
  char     *message_remote_id;
  char     *content_id;
  gboolean  is_inline;
  int       width;      /* pixels, 0 = not a picture or unknown */
  int       height;
  guint     removed_after;
} DyzurAttachment;

GType            dyzur_attachment_get_type   (void);
DyzurAttachment *dyzur_attachment_new        (const char            *name,
                                              const char            *mime_type);
DyzurAttachment *dyzur_attachment_copy       (const DyzurAttachment *self);
void             dyzur_attachment_free       (DyzurAttachment       *self);
GPtrArray       *dyzur_attachments_new       (void);
GPtrArray       *dyzur_attachments_copy      (GPtrArray             *attachments);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurAttachment, dyzur_attachment_free)

G_END_DECLS
