/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-db.h"
#include "dyzur-store.h"
#include "dyzur-upkeep-private.h"

G_BEGIN_DECLS

/*
 * A mail to somebody out of nothing is the draft of a conversation with %DYZUR_STATUS_DRAFT. Nothing happens to
 * conversations of another status.
 */

/* What stands in the draft's fields is what lists and the customer's side show: whom it goes to and what it is about */
gboolean _dyzur_new_mail_follow    (DyzurDb             *db,
                                    const DyzurDraft    *draft,
                                    DyzurChangeSet      *changes,
                                    GError             **error);
/* @message leaves: the conversation is an open one from now on, with whoever it is written to */
gboolean _dyzur_new_mail_send      (DyzurDb             *db,
                                    DyzurUpkeep         *conversation,
                                    DyzurMessageRecord  *message,
                                    DyzurChangeSet      *changes,
                                    GError             **error);
/* @message has come back as @draft: nothing is left of the conversation when it began with it */
gboolean _dyzur_new_mail_take_back (DyzurDb                   *db,
                                    DyzurUpkeep               *conversation,
                                    const DyzurMessageRecord  *message,
                                    DyzurDraft                *draft,
                                    GError                   **error);

G_END_DECLS
