/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-message.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_ACTION_MESSAGE,      /* send a reply to the customer */
  DYZUR_ACTION_NOTE,         /* add a private note */
  DYZUR_ACTION_STATUS,
  DYZUR_ACTION_ASSIGN,
  DYZUR_ACTION_PRIORITY,
  DYZUR_ACTION_LABELS,       /* the whole new set */
  DYZUR_ACTION_SEEN,         /* or unseen */
} DyzurActionKind;

/* The life of an outbox row; what each state promises is written in store/README.md. */
typedef enum
{
  DYZUR_OUTBOX_QUEUED,       /* on disk, nobody outside knows */
  DYZUR_OUTBOX_SENDING,      /* handed to the connector; from dyzur_action_commit() on also uncertain */
  DYZUR_OUTBOX_ACCEPTED,     /* the remote has it; what is left is bookkeeping (a copy in Sent) */
  DYZUR_OUTBOX_FILED,        /* done */
  DYZUR_OUTBOX_FAILED,       /* refused for good, or waits for a person */
} DyzurOutboxState;

typedef struct _DyzurAction DyzurAction;

/* See dyzur_action_commit() */
typedef gboolean (*DyzurCommitFunc) (const DyzurAction  *action,
                                     gpointer            user_data,
                                     GError            **error);

/**
 * DyzurAction:
 * @id: outbox row
 * @key: idempotency key; for messages the message's @client_id
 * @uncertain: an earlier try passed the point of no return and its answer was lost: the remote is asked for @key first
 * @attempts: how often it was tried before
 * @message: (nullable): MESSAGE and NOTE: recipients, subject, text, attachments (with @path), thread_keys = In-Reply-To
 *   first, then the References to send
 * @quote: (nullable): MESSAGE on mail: the message that is answered, to be quoted below
 * @commit: (nullable) (closure commit_data): who wants to know of the point of no return; see dyzur_action_commit()
 * @progress: (nullable) (closure progress_data): told how far a big message is on its way, on the connector's thread
 *
 * One thing a person (or the bot) did, on its way to the remote. A value; read-only for connectors.
 */
struct _DyzurAction
{
  gint64              id;
  char               *key;
  char               *account_id;
  DyzurActionKind     kind;
  DyzurOutboxState    state;
  guint               attempts;
  gboolean            uncertain;
  gint64              conversation_id;
  char               *conversation_remote_id;
  char               *inbox_id;
  DyzurChannel        channel;
  DyzurMessageRecord *message;
  DyzurMessageRecord *quote;
  GStrv               remote_ids;     /* (nullable): remote ids of the messages concerned. SEEN: those that were seen;
                                         STATUS, ASSIGN, PRIORITY: the customer's last one; STATUS to or from SPAM and
                                         ARCHIVED: all of the customer's, newest first */
  DyzurStatus         status;
  DyzurStatus         away;           /* STATUS: SPAM or ARCHIVED when the mail was put away for that; else OPEN */
  gint64              snoozed_until;
  char               *assignee_id;
  DyzurPriority       priority;
  GStrv               labels;
  gboolean            seen;
  DyzurCommitFunc     commit;
  gpointer            commit_data;
  GFileProgressCallback progress;
  gpointer            progress_data;
};

DyzurAction *dyzur_action_new    (DyzurActionKind     kind);
void         dyzur_action_free   (DyzurAction        *self);
gboolean     dyzur_action_commit (const DyzurAction  *self,
                                  GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurAction, dyzur_action_free)

G_END_DECLS
