/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-imap.h"
#include "dyzur-mail-proxy.h"
#include "dyzur-runner.h"
#include "dyzur-store.h"
#include "engine-fixture.h"

G_BEGIN_DECLS

/* A program with one mailbox on real servers, proxies in between, and somebody who looks at the mailbox from outside. */

typedef enum
{
  FROM_LOGIN = 1 << 0,    /* the program starts in each round; else it is in the middle of its wait */
  KILLS      = 1 << 1,    /* the server dies, and not the connection alone */
  IN_TURNS   = 1 << 2,    /* but for UNANSWERED each cut is made at every second place only */
} Manner;

typedef struct
{
  const char        *name;
  const char        *protocol;
  const char *const *options;
  Manner             manner;
  guint              cuts;      /* 1 << DyzurCut */
} RestartCase;

typedef struct
{
  const RestartCase  *c;
  DyzurMailServers   *servers;
  DyzurMailProxy     *imap_proxy;
  DyzurMailProxy     *smtp_proxy;
  DyzurImap          *eye;          /* looks at the mailbox from outside, and is the other console */
  char               *directory;
  DyzurAccountConfig *config;
  DyzurStore         *store;
  DyzurAccount       *account;
  DyzurRunner        *runner;
  gint64              now;
  GPtrArray          *keys;         /* of the answers: to mail number index + 1 */
  GHashTable         *places;       /* what was disturbed → how often */
  guint               n;            /* mails so far */
  guint               n_questions;
  gboolean            may_ask;
  gboolean            restarts;

  GMutex              mutex;
  gboolean            down;         /* the server; with @mutex */
} RestartFixture;

void                      restart_open_store        (RestartFixture         *fixture);
void                      restart_close_store       (RestartFixture         *fixture);
void                      restart_start_runner      (RestartFixture         *fixture);
void                      restart_stop_runner       (RestartFixture         *fixture);
void                      restart_set_up            (RestartFixture         *fixture,
                                                     gconstpointer           data);
void                      restart_tear_down         (RestartFixture         *fixture,
                                                     gconstpointer           data);
void                      restart_kill_cb           (gpointer                data);
void                      restart_raise_server      (RestartFixture         *fixture);
DyzurImap                *restart_get_eye           (RestartFixture         *fixture,
                                                     const char             *folder);
char                     *restart_dup_sent_name     (RestartFixture         *fixture);
guint                     restart_count_sent        (RestartFixture         *fixture,
                                                     const char             *key);
void                      restart_customer_writes   (RestartFixture         *fixture);
void                      restart_other_marks       (RestartFixture         *fixture,
                                                     guint                   n);
gboolean                  restart_is_marked         (RestartFixture         *fixture,
                                                     guint                   n);
guint                     restart_count_places      (RestartFixture         *fixture,
                                                     guint                   n,
                                                     gboolean               *in_inbox);
guint                     restart_count_taken       (RestartFixture         *fixture,
                                                     const char             *key);
gboolean                  restart_spool_is_empty    (RestartFixture         *fixture);
void                      restart_send_reply        (RestartFixture         *fixture,
                                                     gint64                  conversation_id);
void                      restart_take_and_resolve  (RestartFixture         *fixture,
                                                     gint64                  conversation_id);
void                      restart_archive           (RestartFixture         *fixture,
                                                     gint64                  conversation_id);
GPtrArray                *restart_read_messages     (RestartFixture         *fixture,
                                                     gint64                  conversation_id);
DyzurConversationRecord  *restart_read_conversation (RestartFixture         *fixture,
                                                     gint64                  conversation_id);
void                      restart_decide            (RestartFixture         *fixture,
                                                     gint64                  id,
                                                     const char             *key);

G_END_DECLS
