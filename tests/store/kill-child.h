/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store-fixture.h"

G_BEGIN_DECLS

/* What a child is killed at. */
typedef enum
{
  KILL_TYPING,      /* drafts, saved on every change */
  KILL_SENDING,     /* send, and deliver to two remotes */
  KILL_RECEIVING,   /* messages and cursor */
  KILL_INDEXING,    /* the index is made anew beside the old one */
  KILL_MIGRATING,   /* an older database, or none at all, becomes one of today */
  KILL_TOGETHER,    /* all of it at once, on several threads */
  KILL_N_LOADS,
} KillLoad;

/*
 * The remote: @take is told of a message; @has answers whether it was. Accounts: "desk" can be asked, "mail" cannot: there
 * a person is asked, who looks (@has) and decides.
 */
typedef struct
{
  gboolean (*has)  (const char *key,
                    gpointer    user_data);
  void     (*take) (const char *key,
                    gpointer    user_data);
  gpointer   user_data;
} KillRemote;

#define KILL_BATCH 40          /* messages a batch of events brings */
#define KILL_CONVERSATIONS 7   /* of "desk": 1 … 7, of "mail": 8 … 14 */

/*
 * Works as fast as it can and never returns. On standard output, a line each, written at once:
 *
 *   O               the store is open (the migration begins)
 *   D serial        a note is on the disk
 *   P key           a reply is on the disk as a draft
 *   S key           it was sent: message and outbox row are on the disk
 *   C n             n messages were taken in
 *   R key           the remote has the message
 *   ? key           asks the remote; the answer, 0 or 1 and a line end, comes on standard input
 *   E               nothing is left to do
 */
G_NORETURN void  kill_child_run     (const char        *load,
                                     const char        *directory,
                                     const char        *run);
/* Delivers one message as the engine does; FALSE when nothing waits */
gboolean         kill_deliver_one   (StoreFixture      *fixture,
                                     const char        *account_id,
                                     const KillRemote  *remote);
/* What a note looks like; FALSE when @text is no whole one */
char            *kill_dup_note      (guint              serial);
gboolean         kill_parse_note    (const char        *text,
                                     guint             *serial);
guint            kill_read_cursor   (StoreFixture      *fixture);
/* The steps of a longer migration than any real one: two after the newest */
gboolean         kill_migrate       (const char        *directory);
/* How far it is: 0, 1 or 2 steps, each whole */
guint            kill_assert_steps  (StoreFixture      *fixture);

G_END_DECLS
