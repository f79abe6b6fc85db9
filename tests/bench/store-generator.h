/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store.h"

G_BEGIN_DECLS

/*
 * A store of any size, the same for the same number: sentences of real customers mixed with a long tail of rare words,
 * names and numbers; 0.12 conversations, 0.06 contacts and 0.2 orders a message; one conversation of 10,000 messages (of
 * a fifth of all, when there are fewer than 50,000); few contacts write often, most seldom. Messages lie over the three
 * years before GENERATOR_NOW; what is older than two weeks is resolved. Its one account is a mailbox without a password.
 */
#define GENERATOR_NOW G_GINT64_CONSTANT (1763726400000)   /* 21 November 2025, 12:00 UTC */
/* One of six who answer */
#define GENERATOR_AGENT "ola"

typedef struct
{
  guint   n_messages;
  guint   n_conversations;
  guint   n_contacts;
  guint   n_orders;
  gint64  text_bytes;          /* of all messages */
  gint64  long_conversation;   /* id of the long one */
} GeneratedStore;

void generate_store (DyzurStore     *store,
                     guint           n_messages,
                     GeneratedStore *made);

G_END_DECLS
