/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-mime-body.h"

G_BEGIN_DECLS

/**
 * DyzurMimeReport:
 * @kind: BOUNCE, DELAY or RECEIPT
 * @message_id: (nullable): of the message it tells about
 * @recipient: (nullable): whom that did not reach, or not yet
 * @detail: (nullable): why, in the other server's words
 * @status: (nullable): enhanced status code (RFC 3463), such as "5.1.1"
 *
 * What a mail tells about another: RFC 3464, RFC 8098, or the words older servers have for it.
 */
typedef struct
{
  DyzurAutomatic  kind;
  char           *message_id;
  char           *recipient;
  char           *detail;
  char           *status;
} DyzurMimeReport;

DyzurMimeReport *dyzur_mime_report_new  (GMimeMessage        *message,
                                         const DyzurMimeBody *body);
void             dyzur_mime_report_free (DyzurMimeReport     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurMimeReport, dyzur_mime_report_free)

G_END_DECLS
