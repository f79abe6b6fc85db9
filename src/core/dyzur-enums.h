/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/*
 * The field's standard terms (conversation, message, order …) as enumerations. Each has a `_to_string` that gives the
 * stable storage form ("open", "live-chat") and a `_from_string` that gives the first value (unknown / default) for
 * anything it does not know: remote data is never asserted. The storage forms are never shown to people.
 */

typedef enum
{
  DYZUR_CHANNEL_UNKNOWN,
  DYZUR_CHANNEL_EMAIL,
  DYZUR_CHANNEL_CHAT,
  DYZUR_CHANNEL_MESSENGER,
  DYZUR_CHANNEL_WHATSAPP,
  DYZUR_CHANNEL_INSTAGRAM,
  DYZUR_CHANNEL_TELEGRAM,
  DYZUR_CHANNEL_SMS,
  DYZUR_CHANNEL_ALLEGRO,
  DYZUR_CHANNEL_PHONE,
} DyzurChannel;

typedef enum
{
  DYZUR_STATUS_OPEN,
  DYZUR_STATUS_PENDING,
  DYZUR_STATUS_SNOOZED,
  DYZUR_STATUS_RESOLVED,
  DYZUR_STATUS_SPAM,           /* nobody needs to see it */
  DYZUR_STATUS_ARCHIVED,       /* resolved, and put away */
  DYZUR_STATUS_DRAFT,          /* is only being written yet: nobody gives it, and no remote knows of it */
} DyzurStatus;

/* Those a conversation that exists for others may have */
#define DYZUR_N_STATUSES (DYZUR_STATUS_ARCHIVED + 1)

/* Where a remote that has folders (mail) keeps a message, as far as that means something */
typedef enum
{
  DYZUR_FOLDER_UNKNOWN,
  DYZUR_FOLDER_INBOX,
  DYZUR_FOLDER_ARCHIVE,
  DYZUR_FOLDER_SPAM,
  DYZUR_FOLDER_TRASH,
} DyzurFolder;

typedef enum
{
  DYZUR_PRIORITY_NONE,
  DYZUR_PRIORITY_LOW,
  DYZUR_PRIORITY_MEDIUM,
  DYZUR_PRIORITY_HIGH,
  DYZUR_PRIORITY_URGENT,
} DyzurPriority;

typedef enum
{
  DYZUR_MESSAGE_INCOMING,
  DYZUR_MESSAGE_OUTGOING,
  DYZUR_MESSAGE_NOTE,
  DYZUR_MESSAGE_ACTIVITY,
} DyzurMessageKind;

typedef enum
{
  DYZUR_AUTHOR_CUSTOMER,
  DYZUR_AUTHOR_AGENT,
  DYZUR_AUTHOR_BOT,
  DYZUR_AUTHOR_SYSTEM,
} DyzurAuthorKind;

/* What the channel has confirmed, never what we hope. NONE: incoming messages, notes that need no delivery. */
typedef enum
{
  DYZUR_DELIVERY_NONE,
  DYZUR_DELIVERY_QUEUED,
  DYZUR_DELIVERY_SENDING,
  DYZUR_DELIVERY_SENT,
  DYZUR_DELIVERY_DELIVERED,
  DYZUR_DELIVERY_READ,
  DYZUR_DELIVERY_FAILED,
} DyzurDelivery;

/* Which machine wrote a message, if one did: no suggestion, no alarm, nothing is reopened. The numbers are on disk. */
typedef enum
{
  DYZUR_AUTOMATIC_NO,          /* a person */
  DYZUR_AUTOMATIC_MACHINE,     /* notices, invoices */
  DYZUR_AUTOMATIC_REPLY,       /* out of office, received with thanks */
  DYZUR_AUTOMATIC_BOUNCE,      /* a message of ours did not arrive */
  DYZUR_AUTOMATIC_DELAY,       /* … not yet */
  DYZUR_AUTOMATIC_LIST,        /* mailing lists, newsletters */
  DYZUR_AUTOMATIC_RECEIPT,     /* a message of ours arrived, was opened, was thrown away */
} DyzurAutomatic;

/* What happened, for messages of kind ACTIVITY; the head writes the sentence, message.text holds the argument. */
typedef enum
{
  DYZUR_ACTIVITY_NONE,
  DYZUR_ACTIVITY_OPENED,
  DYZUR_ACTIVITY_RESOLVED,
  DYZUR_ACTIVITY_REOPENED,
  DYZUR_ACTIVITY_PENDING,
  DYZUR_ACTIVITY_SNOOZED,      /* text: until, ms UTC in decimal */
  DYZUR_ACTIVITY_ASSIGNED,     /* text: name of the agent */
  DYZUR_ACTIVITY_UNASSIGNED,
  DYZUR_ACTIVITY_LABELLED,     /* text: the label added */
  DYZUR_ACTIVITY_UNLABELLED,   /* text: the label taken away */
  DYZUR_ACTIVITY_PRIORITY,     /* text: storage form of DyzurPriority */
  DYZUR_ACTIVITY_HANDOFF,      /* text: the bot's reason, may be empty */
  DYZUR_ACTIVITY_MERGED,       /* text: subject of the conversation that came in */
  DYZUR_ACTIVITY_SPLIT,        /* text: subject of the conversation that part of this one went into */
  DYZUR_ACTIVITY_SPLIT_FROM,   /* text: subject of the conversation this one was part of */
  DYZUR_ACTIVITY_MERGE_UNDONE, /* text: subject of the conversation that is there again */
  DYZUR_ACTIVITY_SPLIT_UNDONE, /* text: subject of the conversation that came back */
  DYZUR_ACTIVITY_SPAM,
  DYZUR_ACTIVITY_ARCHIVED,
  DYZUR_ACTIVITY_TRASHED,      /* resolved, because another program threw the mail away */
} DyzurActivity;

typedef enum
{
  DYZUR_ACCOUNT_OFFLINE,       /* not connected; the reason is the account's problem */
  DYZUR_ACCOUNT_CONNECTING,
  DYZUR_ACCOUNT_CATCHING_UP,   /* connected, still bringing in what happened meanwhile */
  DYZUR_ACCOUNT_ONLINE,
  DYZUR_ACCOUNT_DISABLED,
} DyzurAccountState;

/* Why an account is offline or a message failed. Heads write the sentence for it. */
typedef enum
{
  DYZUR_PROBLEM_NONE,
  DYZUR_PROBLEM_NETWORK,       /* no route, no answer, time-out: tried again by itself */
  DYZUR_PROBLEM_SERVER,        /* the server answers, but with a fault of its own: tried again */
  DYZUR_PROBLEM_AUTH,          /* password, token or key refused: a person must act */
  DYZUR_PROBLEM_PERMISSION,    /* logged in, but not allowed */
  DYZUR_PROBLEM_CERTIFICATE,   /* the server's certificate is not trusted */
  DYZUR_PROBLEM_REFUSED,       /* the message was refused for good: address, size, policy */
  DYZUR_PROBLEM_QUOTA,
  DYZUR_PROBLEM_PROTOCOL,      /* an answer we do not understand */
  DYZUR_PROBLEM_DISK,          /* our own disk: full, read-only, vanished */
  DYZUR_PROBLEM_UNCERTAIN,     /* a message: perhaps sent, nobody can tell; a person decides */
  DYZUR_PROBLEM_ADDRESS,       /* a message: nobody has the address it went to */
  DYZUR_PROBLEM_BUSY,          /* the server wants to be left alone for a while: tried again, but not soon */
} DyzurProblem;

typedef enum
{
  DYZUR_PRESENCE_LOOKING,
  DYZUR_PRESENCE_WRITING,
  DYZUR_PRESENCE_GONE,
} DyzurPresence;

#define DYZUR_DECLARE_ENUM_STRINGS(Type, type)                   \
  const char *dyzur_##type##_to_string   (Type        value);    \
  Type        dyzur_##type##_from_string (const char *string);

DYZUR_DECLARE_ENUM_STRINGS (DyzurChannel, channel)
DYZUR_DECLARE_ENUM_STRINGS (DyzurStatus, status)
DYZUR_DECLARE_ENUM_STRINGS (DyzurPriority, priority)
DYZUR_DECLARE_ENUM_STRINGS (DyzurMessageKind, message_kind)
DYZUR_DECLARE_ENUM_STRINGS (DyzurAuthorKind, author_kind)
DYZUR_DECLARE_ENUM_STRINGS (DyzurDelivery, delivery)
DYZUR_DECLARE_ENUM_STRINGS (DyzurAutomatic, automatic)
DYZUR_DECLARE_ENUM_STRINGS (DyzurActivity, activity)
DYZUR_DECLARE_ENUM_STRINGS (DyzurAccountState, account_state)
DYZUR_DECLARE_ENUM_STRINGS (DyzurProblem, problem)

gboolean dyzur_status_is_done (DyzurStatus status);
gboolean dyzur_status_is_away (DyzurStatus status);

G_END_DECLS
