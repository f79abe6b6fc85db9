/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-attachment.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_DRAFT_REPLY,
  DYZUR_DRAFT_NOTE,
  DYZUR_DRAFT_FORWARD,    /* a mail to somebody else, about this conversation */
} DyzurDraftKind;

/**
 * DyzurDraft:
 * @key: idempotency key of the message this becomes; made at the first key stroke, kept until it is sent
 * @seen_message_id: the newest message that stood on the screen when writing began; 0 = unknown
 * @begins: a mail that begins its conversation: whom it goes to and what about are worth keeping, too
 * @suggestion: (nullable): id of the suggestion that was taken
 *
 * What a person is writing in one conversation, for one kind. A value.
 */
typedef struct
{
  gint64          conversation_id;
  DyzurDraftKind  kind;
  char           *key;
  char           *text;
  guint           cursor;            /* in characters */
  GPtrArray      *attachments;       /* (nullable) (element-type DyzurAttachment) */
  GStrv           to;                /* (nullable): NULL = as the conversation says */
  GStrv           cc;
  GStrv           bcc;
  char           *subject;           /* (nullable): likewise */
  gint64          seen_message_id;
  gboolean        begins;
  char           *suggestion;
  gint64          updated_at;
} DyzurDraft;

DyzurDraft *dyzur_draft_new      (gint64            conversation_id,
                                  DyzurDraftKind    kind);
DyzurDraft *dyzur_draft_copy     (const DyzurDraft *self);
void        dyzur_draft_free     (DyzurDraft       *self);
gboolean    dyzur_draft_is_empty (const DyzurDraft *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurDraft, dyzur_draft_free)

G_END_DECLS
