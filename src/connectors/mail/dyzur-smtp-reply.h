/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-line-stream.h"

G_BEGIN_DECLS

/**
 * DyzurSmtpReply:
 * @code: 200…599
 * @status: (nullable): enhanced status code (RFC 3463), such as "5.1.1"
 * @lines: the text of each line, codes taken off
 */
typedef struct
{
  guint  code;
  char  *status;
  GStrv  lines;
} DyzurSmtpReply;

DyzurSmtpReply *dyzur_smtp_reply_read     (DyzurLineStream       *stream,
                                           char                  *first,
                                           GCancellable          *cancellable,
                                           GError               **error);
void            dyzur_smtp_reply_free     (DyzurSmtpReply        *self);
char           *dyzur_smtp_reply_dup_text (const DyzurSmtpReply  *self);
int             dyzur_smtp_reply_to_error (const DyzurSmtpReply  *self);
const char     *dyzur_smtp_reply_explain  (const DyzurSmtpReply  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurSmtpReply, dyzur_smtp_reply_free)

G_END_DECLS
