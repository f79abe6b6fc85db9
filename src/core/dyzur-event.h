/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-contact.h"
#include "dyzur-conversation.h"
#include "dyzur-message.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_EVENT_CONVERSATION,  /* @conversation as the remote has it now; @contact beside it when known */
  DYZUR_EVENT_MESSAGE,       /* @message, new or changed; @contact = its customer; @conversation: seed for a new one */
  DYZUR_EVENT_DELIVERY,      /* @message: remote_id or client_id, delivery, problem, failure */
  DYZUR_EVENT_SEEN,          /* @message: remote_id; @seen: another program marked it */
  DYZUR_EVENT_WRITER,        /* @name writes in @remote_id now (presence); passing, not stored */
  DYZUR_EVENT_AGENT,         /* a colleague: @remote_id, @name, @online */
  DYZUR_EVENT_REMOVED,       /* @message: remote_id is gone from the remote */
  DYZUR_EVENT_MARKS,         /* @message: remote_id; @marks: what stands beside it at the remote */
  DYZUR_EVENT_NOTICE,        /* @name: a sentence of the remote that people shall read; passing, not stored */
  DYZUR_EVENT_FOLDER,        /* @message: remote_id turned up in @folder: somebody put it there */
} DyzurEventKind;

/* What somebody said about a message, and with it about its conversation. What is not said changes nothing. */
typedef enum
{
  DYZUR_MARK_ANSWERED = 1 << 0,
  DYZUR_MARK_FLAGGED = 1 << 1,
  DYZUR_MARK_UNFLAGGED = 1 << 2,    /* it was flagged before */
  DYZUR_MARK_RESOLVED = 1 << 3,
  DYZUR_MARK_OPEN = 1 << 4,         /* resolved before, and open again */
  DYZUR_MARK_ASSIGNED = 1 << 5,     /* to @remote_id, who is called @name; both %NULL: to nobody any more */
} DyzurMarks;

/**
 * DyzurEvent:
 * @live: happened just now: may alarm; FALSE for history that is caught up with
 * @folder: FOLDER; of a live MESSAGE too where it came into a folder
 *
 * One fact from a remote, in core values, with the remote's identifiers. The store joins it to what it has: a message
 * with a @client_id of ours merges into our row, a message known by its @remote_id updates it.
 */
typedef struct
{
  DyzurEventKind           kind;
  gboolean                 live;
  DyzurConversationRecord *conversation;  /* (nullable) */
  DyzurMessageRecord      *message;       /* (nullable) */
  DyzurContactRecord      *contact;       /* (nullable) */
  char                    *remote_id;     /* (nullable) */
  char                    *name;          /* (nullable) */
  DyzurPresence            presence;
  gboolean                 seen;
  DyzurMarks               marks;
  DyzurFolder              folder;
  gboolean                 online;
} DyzurEvent;

DyzurEvent *dyzur_event_new  (DyzurEventKind  kind);
void        dyzur_event_free (DyzurEvent     *self);
GPtrArray  *dyzur_events_new (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurEvent, dyzur_event_free)

G_END_DECLS
