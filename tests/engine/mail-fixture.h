/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-engine-private.h"
#include "dyzur-json.h"
#include "dyzur-mail-proxy.h"
#include "engine-fixture.h"

G_BEGIN_DECLS

#define MAIL_CUSTOMER "anna.kowalska@klient.test"
#define MAIL_SHOP     "sklep@sklep.test"

/* An engine with a real mailbox. */
typedef struct
{
  Fixture           base;
  DyzurMailServers *servers;        /* NULL: they are not here, and the test is skipped */
  DyzurMailProxy   *imap;           /* writes down what is said to Dovecot */
  gint64            arrived_id;     /* conversation of the last alarm */
  guint             arrived;
} MailFixture;

void             mail_fixture_prepare         (MailFixture                   *fixture,
                                               gconstpointer                  data);
void             mail_fixture_set_up          (MailFixture                   *fixture,
                                               gconstpointer                  data);
void             mail_fixture_tear_down       (MailFixture                   *fixture,
                                               gconstpointer                  data);
void             mail_fixture_arrived_cb      (DyzurEngine                   *engine,
                                               DyzurConversation             *conversation,
                                               DyzurMessage                  *message,
                                               MailFixture                   *fixture);
void             mail_fixture_add_mailbox     (MailFixture                   *fixture,
                                               const char                    *password);
gboolean         mail_fixture_is_online       (MailFixture                   *fixture);
void             mail_fixture_customer_writes (MailFixture                   *fixture,
                                               const char                    *id,
                                               const char                    *in_reply_to,
                                               const char                    *text);
DyzurJson       *mail_fixture_read_mailbox    (MailFixture                   *fixture,
                                               const char                    *user,
                                               const char                    *folder);
DyzurJson       *mail_fixture_read_until      (MailFixture                   *fixture,
                                               const char                    *user,
                                               const char                    *folder,
                                               guint                          n);
DyzurAttachment *mail_fixture_attach          (MailFixture                   *fixture,
                                               GBytes                        *bytes,
                                               const char                    *name);
void             mail_fixture_send_reply      (MailFixture                   *fixture,
                                               gint64                         conversation_id,
                                               const char                    *text,
                                               DyzurAttachment               *attachment);
guint            mail_fixture_count_open      (MailFixture                   *fixture);
DyzurDelivery    mail_fixture_last_delivery   (MailFixture                   *fixture,
                                               gint64                         conversation_id);
guint            mail_fixture_count_messages  (MailFixture                   *fixture,
                                               gint64                         conversation_id);
void             mail_fixture_change          (Fixture                       *fixture,
                                               gint64                         id,
                                               const DyzurConversationChange *what);
void             mail_fixture_assign_me       (Fixture                       *fixture,
                                               gint64                         id);
gboolean         mail_fixture_is_of           (DyzurConversation             *conversation,
                                               const char                    *name);
gboolean         mail_fixture_has_status      (DyzurConversation             *conversation,
                                               DyzurStatus                    status);

G_END_DECLS
