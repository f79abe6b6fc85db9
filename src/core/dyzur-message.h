/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-attachment.h"
#include "dyzur-blocks.h"
#include "dyzur-enums.h"

G_BEGIN_DECLS

/**
 * DyzurMessageRecord:
 * @id: local row id, 0 = not stored
 * @remote_id: (nullable): the remote's identifier, unique per account; for mail the Message-ID without brackets
 * @client_id: (nullable): our idempotency key, visible to the remote where the protocol allows
 * @conversation_remote_id: (nullable): for connectors whose remote knows conversations
 * @thread_keys: (nullable): for connectors whose remote does not: every identifier that ties the message to others
 *   (own Message-ID first, then In-Reply-To and References)
 * @sent_at: ms UTC by the remote's clock
 * @text: plain text in the author's own words (quoted history left out), never %NULL once stored
 * @blocks: (nullable): rich form; %NULL means @text is all
 * @to: (nullable): recipients, RFC 5322 mailboxes (mail only); likewise @cc, and @bcc of what we sent: only we know of them
 * @aside: between us and somebody else than the customer (a mail passed on, and what came back): answers nobody's question
 *   and changes nobody's address
 * @passed_by: (nullable): the colleague who passed the customer's mail on
 * @move_id: for an activity that tells of a split or a merge which can still be undone: its number, see dyzur-move.h
 * @failure: (nullable): detail behind @problem in the server's words
 *
 * What is known of a message. A value: copy it.
 */
typedef struct
{
  gint64            id;
  gint64            conversation_id;
  char             *remote_id;
  char             *client_id;
  char             *conversation_remote_id;
  GStrv             thread_keys;

  DyzurMessageKind  kind;
  DyzurAuthorKind   author_kind;
  char             *author_id;
  char             *author_name;
  char             *author_address;
  char             *passed_by;
  DyzurActivity     activity;
  gint64            move_id;

  gint64            sent_at;
  char             *subject;
  GStrv             to;
  GStrv             cc;
  GStrv             bcc;
  gboolean          aside;
  char             *text;
  DyzurBlocks      *blocks;
  GPtrArray        *attachments;   /* (nullable) (element-type DyzurAttachment) */

  DyzurDelivery     delivery;
  DyzurProblem      problem;
  char             *failure;
  gint64            send_at;       /* ms UTC: not before; 0 = at once (undo send, send later) */
  DyzurAutomatic    automatic;     /* not %DYZUR_AUTOMATIC_NO: no suggestion, no alarm */
} DyzurMessageRecord;

DyzurMessageRecord *dyzur_message_record_new   (void);
DyzurMessageRecord *dyzur_message_record_copy  (const DyzurMessageRecord *self);
void                dyzur_message_record_free  (DyzurMessageRecord       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurMessageRecord, dyzur_message_record_free)

#define DYZUR_TYPE_MESSAGE (dyzur_message_get_type ())

/* A message that something shows: the record with an identity. Main thread only. */
G_DECLARE_FINAL_TYPE (DyzurMessage, dyzur_message, DYZUR, MESSAGE, GObject)

DyzurMessage             *dyzur_message_new        (DyzurMessageRecord *record);
const DyzurMessageRecord *dyzur_message_get_record (DyzurMessage       *self);
gboolean                  dyzur_message_update     (DyzurMessage       *self,
                                                    DyzurMessageRecord *record);

G_END_DECLS
