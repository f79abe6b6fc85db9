/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-message.h"
#include "dyzur-mime-private.h"

G_BEGIN_DECLS

/**
 * DyzurMimeMissing:
 * @sizes: (nullable) (element-type utf8 guint64): sections (IMAP's numbering) that were not fetched, with their sizes
 * @reference: what attachments' remote_ref begins with; a blank and the section follow
 *
 * Where the parts are at the server, and those of a big message that stayed there.
 */
typedef struct
{
  GHashTable *sizes;
  const char *reference;
} DyzurMimeMissing;

/**
 * DyzurMimeBody:
 * @attachments: (element-type DyzurAttachment)
 * @is_report: the message tells about the delivery of another, whose id may be in @reported_id
 * @status: (nullable): what it tells a program (RFC 3464, RFC 8098)
 * @passed_on: (nullable): the first message that lies in this one
 */
typedef struct
{
  DyzurBlocks  *blocks;
  GPtrArray    *attachments;
  gboolean      is_report;
  char         *reported_id;
  GBytes       *status;
  GMimeMessage *passed_on;
} DyzurMimeBody;

DyzurMimeBody *dyzur_mime_body_read          (GMimeMessage           *message,
                                              const DyzurMimeMissing *missing);
void           dyzur_mime_body_add_passed_on (DyzurMimeBody          *self);
void           dyzur_mime_body_free          (DyzurMimeBody          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurMimeBody, dyzur_mime_body_free)

G_END_DECLS
