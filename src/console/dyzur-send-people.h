/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-conversation.h"
#include "dyzur-draft.h"

G_BEGIN_DECLS

/* What may be wrong with whom a mail goes to; simple signs that a person is asked about. (nullable): the address or name */
char *dyzur_find_similar_address (const DyzurDraft              *draft,
                                  const DyzurConversationRecord *conversation);
char *dyzur_find_new_person      (const DyzurDraft              *draft,
                                  const char * const            *new_ones);
char *dyzur_find_other_greeted   (const char                    *text,
                                  const DyzurConversationRecord *conversation);

G_END_DECLS
