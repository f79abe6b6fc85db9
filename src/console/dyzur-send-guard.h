/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-conversation.h"
#include "dyzur-draft.h"

G_BEGIN_DECLS

/* Why a draft does not leave yet. From the first that stops it to those a second press of the key overrules. */
typedef enum
{
  DYZUR_GUARD_NONE,
  DYZUR_GUARD_EMPTY,
  DYZUR_GUARD_BLANKS,            /* {{…}} is still to be filled */
  DYZUR_GUARD_TOO_LONG,
  DYZUR_GUARD_WINDOW_CLOSED,     /* the channel does not let us write any more */
  DYZUR_GUARD_NO_RECIPIENT,
  DYZUR_GUARD_BAD_ADDRESS,       /* among the recipients */
  DYZUR_GUARD_TOO_BIG,           /* for the mail server */
  DYZUR_GUARD_OVERTAKEN,         /* others wrote meanwhile */
  DYZUR_GUARD_NO_SUBJECT,        /* of a mail that begins a conversation */
  DYZUR_GUARD_SIMILAR_ADDRESS,   /* nearly the customer's */
  DYZUR_GUARD_NEW_PERSON,        /* reads along and never got anything of ours */
  DYZUR_GUARD_OTHER_GREETED,     /* the text greets somebody of another name */
  DYZUR_GUARD_OTHERS_ORDER,      /* the text names another customer's order */
  DYZUR_GUARD_NO_ATTACHMENT,     /* the text speaks of one */
} DyzurGuard;

typedef struct
{
  guint    n_newer;              /* messages that came since writing began */
  DyzurGuard accepted;           /* it and those before it in the order are overruled, where they can be */
  gint64   send_at;              /* ms UTC: when it is to go; 0 = now */
  guint64  max_size;             /* bytes the mail server takes; 0 = not known */
  const char * const *new_ones;  /* (nullable): see DyzurAnswer */
  const char *others_number;     /* (nullable): of an order or parcel that is not this customer's … */
  const char *others_name;       /* … but theirs */
  const DyzurDraft *draft;       /* for dyzur_guard_dup_sentence(): what is about to leave */
} DyzurGuardState;

guint       dyzur_channel_get_max_length  (DyzurChannel                   channel);
gboolean    dyzur_text_names_attachment   (const char                    *text);
DyzurGuard  dyzur_guard_check             (const DyzurDraft              *draft,
                                           const DyzurConversationRecord *conversation,
                                           const DyzurGuardState         *state);
gboolean    dyzur_guard_can_be_overruled  (DyzurGuard                     guard);
char       *dyzur_guard_dup_sentence      (DyzurGuard                     guard,
                                           const DyzurConversationRecord *conversation,
                                           const DyzurGuardState         *state);

G_END_DECLS
