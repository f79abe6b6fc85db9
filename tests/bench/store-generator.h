/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store.h"

G_BEGIN_DECLS

/*
 * A store of any size, the same for the same number: sentences of real customers mixed with a long tail of rare words,
 * names and numbers; 0.12 conversations, 0.06 contacts and 0.2 orders a message; one conversation of a hundredth of all.
 * Messages lie over the three years before GENERATOR_NOW.
 */
#define GENERATOR_NOW G_GINT64_CONSTANT (1763726400000)   /* 21 November 2025, 12:00 UTC */

typedef struct
{
  guint   n_messages;
  guint   n_conversations;
  guint   n_contacts;
  guint   n_orders;
  guint64 text_bytes;
  gint64  long_conversation;   /* id of the long one */
} GeneratedStore;

void     generate_store   (DyzurStore     *store,
                           guint           n_messages,
                           GeneratedStore *made);
/* FALSE: the store is empty */
gboolean generator_read   (DyzurStore     *store,
                           GeneratedStore *made);
/* As if something was said in a conversation */
void     generator_touch  (DyzurStore     *store,
                           gint64          conversation_id,
                           gint64          at);
void     generator_remove (const char     *directory);

G_END_DECLS
