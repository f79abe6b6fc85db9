/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-engine-private.h"
#include "dyzur-json.h"
#include "dyzur-mail-servers.h"
#include "engine-fixture.h"

/*
 * A real mailbox: Dovecot and Exim on this computer, TLS. What leaves is read back by Python's imaplib and email, which
 * share nothing with our own code.
 */

#define CUSTOMER "anna.kowalska@klient.test"
#define SHOP     "sklep@sklep.test"

typedef struct
{
  Fixture           base;
  DyzurMailServers *servers;
  gint64            arrived_id;     /* conversation of the last alarm */
  guint             arrived;
} MailFixture;

static void
arrived_cb (DyzurEngine       *engine,
            DyzurConversation *conversation,
            DyzurMessage      *message,
            MailFixture       *fixture)
{
  fixture->arrived++;
  fixture->arrived_id = dyzur_conversation_get_id (conversation);
}

static void
add_mailbox (MailFixture *fixture,
             const char  *password)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_mail_servers_dup_config (fixture->servers);
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_engine_add_account_async (fixture->base.engine, config, password, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  dyzur_engine_add_account_finish (fixture->base.engine, result, &error);
  g_assert_no_error (error);
}

static gboolean
is_online (MailFixture *fixture)
{
  return dyzur_account_get_state (fixture_get_account (&fixture->base)) == DYZUR_ACCOUNT_ONLINE;
}

static void
set_up (MailFixture   *fixture,
        gconstpointer  data)
{
  fixture_set_up (&fixture->base, data);
  fixture->servers = dyzur_mail_servers_start (NULL);
  if (fixture->servers == NULL)
    return;
  g_signal_connect (fixture->base.engine, "message-arrived", G_CALLBACK (arrived_cb), fixture);
  add_mailbox (fixture, dyzur_mail_servers_get (fixture->servers, "password"));
  fixture_wait (is_online (fixture));
}

static void
tear_down (MailFixture   *fixture,
           gconstpointer  data)
{
  fixture_tear_down (&fixture->base, data);
  g_clear_pointer (&fixture->servers, dyzur_mail_servers_free);
}

static void
customer_writes (MailFixture *fixture,
                 const char  *id,
                 const char  *in_reply_to,
                 const char  *text)
{
  g_autofree char *reply = in_reply_to != NULL ? g_strdup_printf ("In-Reply-To: %s\nReferences: %s\n", in_reply_to,
                                                                  in_reply_to)
                                               : g_strdup ("");
  g_autofree char *message =
    g_strdup_printf ("From: Anna Kowalska <" CUSTOMER ">\nTo: " SHOP "\nSubject: Gdzie moja paczka?\nMessage-ID: <%s>\n%s"
                     "Date: Sat, 21 Nov 2026 12:03:00 +0100\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                     "Content-Transfer-Encoding: 8bit\n\n%s\n", id, reply, text);

  dyzur_mail_servers_send (fixture->servers, CUSTOMER, SHOP, message);
}

/* (transfer full): what Python reads in a folder of somebody's mailbox */
static DyzurJson *
read_mailbox (MailFixture *fixture,
              const char  *user,
              const char  *folder)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "mail", "read-mailbox.py", NULL);
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *output = NULL;
  g_autoptr(GError) error = NULL;
  DyzurJson *json;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/usr/bin/python3", script,
                              dyzur_mail_servers_get (fixture->servers, "imap-port"),
                              dyzur_mail_servers_get (fixture->servers, "ca-file"), user,
                              dyzur_mail_servers_get (fixture->servers, "password"), folder, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  json = dyzur_json_parse_text (output, &error);
  g_assert_no_error (error);
  return json;
}

/* Delivery between the servers takes its time: looks until there are @n messages. */
static DyzurJson *
read_until (MailFixture *fixture,
            const char  *user,
            const char  *folder,
            guint        n)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  for (;;)
    {
      g_autoptr(DyzurJson) json = read_mailbox (fixture, user, folder);

      if (dyzur_json_get_length (json) >= n)
        return g_steal_pointer (&json);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static DyzurAttachment *
attach (MailFixture *fixture,
        GBytes      *bytes,
        const char  *name)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  DyzurAttachment *attachment;

  dyzur_engine_add_bytes_async (fixture->base.engine, bytes, name, "application/octet-stream", NULL,
                                fixture_store_result, &pending);
  result = fixture_await (&pending);
  attachment = dyzur_engine_add_bytes_finish (fixture->base.engine, result, &error);
  g_assert_no_error (error);
  return attachment;
}

static void
send_reply (MailFixture     *fixture,
            gint64           conversation_id,
            const char      *text,
            DyzurAttachment *attachment)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (conversation_id, DYZUR_DRAFT_REPLY);
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_free (draft->text);
  draft->text = g_strdup (text);
  if (attachment != NULL)
    {
      draft->attachments = dyzur_attachments_new ();
      g_ptr_array_add (draft->attachments, attachment);
    }
  dyzur_engine_send_async (fixture->base.engine, draft, FALSE, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  dyzur_engine_send_finish (fixture->base.engine, result, &error);
  g_assert_no_error (error);
}

static guint
count_open (MailFixture *fixture)
{
  g_autoptr(GListModel) list = fixture_list_open (&fixture->base);

  return g_list_model_get_n_items (list);
}

static DyzurDelivery
last_delivery (MailFixture *fixture,
               gint64       conversation_id)
{
  g_autoptr(GPtrArray) messages = fixture_read_messages (&fixture->base, conversation_id);

  for (guint i = messages->len; i-- > 0;)
    {
      const DyzurMessageRecord *message = g_ptr_array_index (messages, i);

      if (message->kind == DYZUR_MESSAGE_OUTGOING)
        return message->delivery;
    }
  return DYZUR_DELIVERY_NONE;
}

static guint
count_messages (MailFixture *fixture,
                gint64       conversation_id)
{
  g_autoptr(GPtrArray) messages = fixture_read_messages (&fixture->base, conversation_id);
  guint n = 0;

  for (guint i = 0; i < messages->len; i++)
    n += ((DyzurMessageRecord *) g_ptr_array_index (messages, i))->kind <= DYZUR_MESSAGE_OUTGOING;
  return n;
}

static void
test_round_trip (MailFixture   *fixture,
                 gconstpointer  data)
{
  g_autoptr(DyzurJson) received = NULL;
  g_autoptr(DyzurJson) sent = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *sha256 = NULL;
  const DyzurJson *mail, *attachment;
  guint8 *content = g_malloc (70000);
  gint64 started, conversation_id;

  if (fixture->servers == NULL)
    return;

  /* A mail arrives: the server tells by IDLE, nobody polls (our NOOP would take a minute). */
  started = g_get_monotonic_time ();
  customer_writes (fixture, "pytanie@klient.test", NULL, "Dzień dobry, gdzie jest moja paczka? Zażółć gęślą jaźń.");
  fixture_wait (fixture->arrived == 1);
  g_test_message ("from SMTP to the open console: %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - started) / 1000);
  conversation_id = fixture->arrived_id;

  /* It is answered with an attachment of every byte there is. */
  for (guint i = 0; i < 70000; i++)
    content[i] = (guint8) (i * 7 + i / 256);
  bytes = g_bytes_new_take (content, 70000);
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  send_reply (fixture, conversation_id, "Dzień dobry,\npaczka jest w drodze – etykieta w załączniku.",
              attach (fixture, bytes, "Etykieta zwrotna ąęśćżź.bin"));
  fixture_wait (last_delivery (fixture, conversation_id) == DYZUR_DELIVERY_SENT &&
                dyzur_account_get_waiting (fixture_get_account (&fixture->base)) == 0);

  received = read_until (fixture, CUSTOMER, "INBOX", 1);
  g_assert_cmpuint (dyzur_json_get_length (received), ==, 1);
  mail = dyzur_json_get_element (received, 0);
  g_assert_cmpstr (dyzur_json_peek_text (mail, "in_reply_to"), ==, "<pytanie@klient.test>");
  g_assert_cmpstr (dyzur_json_peek_text (mail, "subject"), ==, "Re: Gdzie moja paczka?");
  g_assert_nonnull (strstr (dyzur_json_peek_text (mail, "text"), "paczka jest w drodze – etykieta w załączniku."));
  g_assert_nonnull (strstr (dyzur_json_peek_text (mail, "text"), "> Dzień dobry, gdzie jest moja paczka?"));
  g_assert_cmpuint (dyzur_json_get_length (dyzur_json_peek (mail, "attachments")), ==, 1);
  attachment = dyzur_json_get_element (dyzur_json_peek (mail, "attachments"), 0);
  g_assert_cmpstr (dyzur_json_peek_text (attachment, "name"), ==, "Etykieta zwrotna ąęśćżź.bin");
  g_assert_cmpstr (dyzur_json_peek_text (attachment, "sha256"), ==, sha256);

  /* Filed in Sent once. */
  sent = read_until (fixture, SHOP, "\\Sent", 1);
  g_assert_cmpuint (dyzur_json_get_length (sent), ==, 1);
  g_assert_cmpstr (dyzur_json_peek_text (dyzur_json_get_element (sent, 0), "id"), ==, dyzur_json_peek_text (mail, "id"));

  /* The customer's answer joins the conversation; the copy in Sent did not come back as a second message. */
  customer_writes (fixture, "dzieki@klient.test", dyzur_json_peek_text (mail, "id"), "Dziękuję bardzo!");
  fixture_wait (fixture->arrived == 2);
  g_assert_cmpint (fixture->arrived_id, ==, conversation_id);
  g_assert_cmpuint (count_messages (fixture, conversation_id), ==, 3);
  g_assert_cmpuint (count_open (fixture), ==, 1);
}

static void
test_cable (MailFixture   *fixture,
            gconstpointer  data)
{
  static const char * const texts[] = { "Pierwsza odpowiedź.", "Druga odpowiedź.", "Trzecia odpowiedź." };
  g_autoptr(DyzurJson) received = NULL;
  g_autoptr(DyzurJson) sent = NULL;
  DyzurAccount *account;
  gint64 id;

  if (fixture->servers == NULL)
    return;
  account = fixture_get_account (&fixture->base);
  customer_writes (fixture, "kabel@klient.test", NULL, "Czy wysyłacie za granicę?");
  fixture_wait (fixture->arrived == 1);
  id = fixture->arrived_id;

  dyzur_mail_servers_obey (fixture->servers, "stop imap");
  dyzur_mail_servers_obey (fixture->servers, "stop smtp");
  fixture_wait (dyzur_account_get_state (account) == DYZUR_ACCOUNT_OFFLINE);
  g_assert_cmpint (dyzur_account_get_problem (account), ==, DYZUR_PROBLEM_NETWORK);

  /* With the network gone: read, write, send. */
  g_assert_cmpuint (count_messages (fixture, id), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    send_reply (fixture, id, texts[i], NULL);
  fixture_wait (dyzur_account_get_waiting (account) == G_N_ELEMENTS (texts));
  g_assert_cmpint (last_delivery (fixture, id), ==, DYZUR_DELIVERY_QUEUED);
  g_assert_cmpint (dyzur_account_get_state (account), !=, DYZUR_ACCOUNT_ONLINE);

  dyzur_mail_servers_obey (fixture->servers, "start smtp");
  dyzur_mail_servers_obey (fixture->servers, "start imap");
  dyzur_engine_reconnect (fixture->base.engine, dyzur_account_get_config (account)->id);
  fixture_wait (is_online (fixture) && dyzur_account_get_waiting (account) == 0);

  received = read_until (fixture, CUSTOMER, "INBOX", G_N_ELEMENTS (texts));
  sent = read_until (fixture, SHOP, "\\Sent", G_N_ELEMENTS (texts));
  g_assert_cmpuint (dyzur_json_get_length (received), ==, G_N_ELEMENTS (texts));
  g_assert_cmpuint (dyzur_json_get_length (sent), ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_true (g_str_has_prefix (dyzur_json_peek_text (dyzur_json_get_element (sent, i), "text"), texts[i]));
  g_assert_cmpuint (count_messages (fixture, id), ==, 1 + G_N_ELEMENTS (texts));
}

static void
test_password (MailFixture   *fixture,
               gconstpointer  data)
{
  DyzurAccount *account;
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (fixture->servers == NULL)
    return;
  account = fixture_get_account (&fixture->base);
  dyzur_mail_servers_obey (fixture->servers, "password nowe-haslo");
  dyzur_mail_servers_obey (fixture->servers, "stop imap");
  dyzur_mail_servers_obey (fixture->servers, "start imap");
  dyzur_engine_reconnect (fixture->base.engine, dyzur_account_get_config (account)->id);
  fixture_wait (dyzur_account_get_state (account) == DYZUR_ACCOUNT_OFFLINE &&
                dyzur_account_get_problem (account) == DYZUR_PROBLEM_AUTH);

  dyzur_engine_set_secret_async (fixture->base.engine, dyzur_account_get_config (account)->id, "nowe-haslo", NULL,
                                 fixture_store_result, &pending);
  result = fixture_await (&pending);
  g_assert_true (dyzur_engine_set_secret_finish (fixture->base.engine, result, NULL));
  fixture_wait (is_online (fixture));
}

static void
change (Fixture                       *fixture,
        gint64                         id,
        const DyzurConversationChange *what)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_engine_change_async (fixture->engine, &id, 1, what, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  before = dyzur_engine_change_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
}

static void
assign_me (Fixture *fixture,
           gint64   id)
{
  DyzurConversationChange what = { .fields = DYZUR_CHANGE_ASSIGNEE, .assignee_id = dyzur_engine_get_me_id (fixture->engine),
                                   .assignee_name = dyzur_engine_get_me_name (fixture->engine) };

  change (fixture, id, &what);
}

static gboolean
is_of (DyzurConversation *conversation,
       const char        *name)
{
  return g_strcmp0 (dyzur_conversation_get_record (conversation)->assignee_name, name) == 0;
}

static gboolean
has_status (DyzurConversation *conversation,
            DyzurStatus        status)
{
  return dyzur_conversation_get_record (conversation)->status == status;
}

/* Two people, two computers, one mailbox: each sees who has a conversation and whether it is done. */
static void
test_two_consoles (MailFixture   *fixture,
                   gconstpointer  data)
{
  MailFixture other = { .servers = fixture->servers };
  g_autoptr(GListModel) list = NULL, other_list = NULL;
  g_autoptr(DyzurConversation) here = NULL;
  g_autoptr(DyzurConversation) there = NULL;
  DyzurConversationChange nobody = { .fields = DYZUR_CHANGE_ASSIGNEE };
  DyzurConversationChange resolved = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_RESOLVED };
  DyzurConversationChange open = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_OPEN };
  DyzurConversationChange urgent = { .fields = DYZUR_CHANGE_PRIORITY, .priority = DYZUR_PRIORITY_URGENT };
  gint64 id, other_id;

  if (fixture->servers == NULL)
    return;
  fixture_set_up (&other.base, NULL);
  dyzur_engine_set_me (other.base.engine, NULL, "Łucja Żak-Ćwikła");
  add_mailbox (&other, dyzur_mail_servers_get (fixture->servers, "password"));
  fixture_wait (is_online (&other));
  g_signal_connect (other.base.engine, "message-arrived", G_CALLBACK (arrived_cb), &other);
  customer_writes (fixture, "dwoje@klient.test", NULL, "Kto mi odpowie?");
  fixture_wait (fixture->arrived == 1 && other.arrived == 1);
  list = fixture_list_open (&fixture->base);
  other_list = fixture_list_open (&other.base);
  here = g_list_model_get_item (list, 0);
  there = g_list_model_get_item (other_list, 0);
  id = dyzur_conversation_get_id (here);
  other_id = dyzur_conversation_get_id (there);

  assign_me (&other.base, other_id);
  fixture_wait (is_of (here, "Łucja Żak-Ćwikła"));
  g_assert_cmpstr (dyzur_conversation_get_record (here)->assignee_id, !=, dyzur_engine_get_me_id (fixture->base.engine));
  assign_me (&fixture->base, id);
  fixture_wait (is_of (there, dyzur_engine_get_me_name (fixture->base.engine)));
  change (&other.base, other_id, &nobody);
  fixture_wait (is_of (here, NULL));

  change (&fixture->base, id, &resolved);
  fixture_wait (has_status (there, DYZUR_STATUS_RESOLVED));
  change (&other.base, other_id, &open);
  fixture_wait (has_status (here, DYZUR_STATUS_OPEN));
  change (&fixture->base, id, &urgent);
  fixture_wait (dyzur_conversation_get_record (there)->priority == DYZUR_PRIORITY_HIGH);
  g_assert_cmpint (dyzur_conversation_get_record (here)->priority, ==, DYZUR_PRIORITY_URGENT);

  g_clear_object (&there);
  g_clear_object (&other_list);
  fixture_tear_down (&other.base, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, MailFixture, NULL, set_up, func, tear_down)
  ADD ("/engine/mail/round-trip", test_round_trip);
  ADD ("/engine/mail/cable", test_cable);
  ADD ("/engine/mail/password", test_password);
  ADD ("/engine/mail/two-consoles", test_two_consoles);

  return g_test_run ();
}
