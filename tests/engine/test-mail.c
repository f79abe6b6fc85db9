/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-engine-reading.h"
#include "dyzur-error.h"
#include "mail-fixture.h"

/*
 * A real mailbox: Dovecot and Exim on this computer, TLS. What leaves is read back by Python's imaplib and email, which
 * share nothing with our own code.
 */

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
  mail_fixture_customer_writes (fixture, "pytanie@klient.test", NULL, "Dzień dobry, gdzie jest moja paczka? Zażółć gęślą jaźń.");
  fixture_wait (fixture->arrived == 1);
  g_test_message ("from SMTP to the open console: %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - started) / 1000);
  conversation_id = fixture->arrived_id;

  /* It is answered with an attachment of every byte there is. */
  for (guint i = 0; i < 70000; i++)
    content[i] = (guint8) (i * 7 + i / 256);
  bytes = g_bytes_new_take (content, 70000);
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  mail_fixture_send_reply (fixture, conversation_id, "Dzień dobry,\npaczka jest w drodze – etykieta w załączniku.",
              mail_fixture_attach (fixture, bytes, "Etykieta zwrotna ąęśćżź.bin"));
  fixture_wait (mail_fixture_last_delivery (fixture, conversation_id) == DYZUR_DELIVERY_SENT &&
                dyzur_account_get_waiting (fixture_get_account (&fixture->base)) == 0);

  received = mail_fixture_read_until (fixture, MAIL_CUSTOMER, "INBOX", 1);
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
  sent = mail_fixture_read_until (fixture, MAIL_SHOP, "\\Sent", 1);
  g_assert_cmpuint (dyzur_json_get_length (sent), ==, 1);
  g_assert_cmpstr (dyzur_json_peek_text (dyzur_json_get_element (sent, 0), "id"), ==, dyzur_json_peek_text (mail, "id"));

  /* The customer's answer joins the conversation; the copy in Sent did not come back as a second message. */
  mail_fixture_customer_writes (fixture, "dzieki@klient.test", dyzur_json_peek_text (mail, "id"), "Dziękuję bardzo!");
  fixture_wait (fixture->arrived == 2);
  g_assert_cmpint (fixture->arrived_id, ==, conversation_id);
  g_assert_cmpuint (mail_fixture_count_messages (fixture, conversation_id), ==, 3);
  g_assert_cmpuint (mail_fixture_count_open (fixture), ==, 1);
}

typedef struct
{
  DyzurTransferKind  kind;
  gint64             id;         /* of what is watched */
  guint              percent;
  guint              steps;
} Transfer;

static void
transfer_cb (DyzurEngine *engine,
             Transfer    *transfer)
{
  guint percent = dyzur_engine_get_transfer_percent (engine, transfer->kind, transfer->id);

  g_assert_true (percent == 0 || percent > transfer->percent);
  g_assert_cmpuint (percent, <=, 100);
  transfer->steps += percent > 0;
  transfer->percent = MAX (percent, transfer->percent);
}

#define BIG 4000000

/* Who waits for something big sees how far it is: on its way out … */
static void
test_sending (MailFixture   *fixture,
              gconstpointer  data)
{
  Transfer sending = { .kind = DYZUR_TRANSFER_SENDING };
  g_autoptr(GBytes) bytes = g_bytes_new_take (g_strnfill (BIG, 'A'), BIG);
  g_autoptr(GPtrArray) messages = NULL;
  gulong handler;
  gint64 id;

  if (fixture->servers == NULL)
    return;
  mail_fixture_customer_writes (fixture, "maly@klient.test", NULL, "Jesteście?");
  fixture_wait (fixture->arrived == 1);
  id = fixture->arrived_id;
  mail_fixture_send_reply (fixture, id, "Jesteśmy.", mail_fixture_attach (fixture, bytes, "duży plik.bin"));
  messages = fixture_read_messages (&fixture->base, id);
  sending.id = ((DyzurMessageRecord *) g_ptr_array_index (messages, messages->len - 1))->id;
  handler = g_signal_connect (fixture->base.engine, "transfer", G_CALLBACK (transfer_cb), &sending);
  fixture_wait (mail_fixture_last_delivery (fixture, id) == DYZUR_DELIVERY_SENT);
  g_signal_handler_disconnect (fixture->base.engine, handler);
  g_assert_cmpuint (sending.percent, ==, 100);
  g_assert_cmpuint (sending.steps, >=, 10);
  g_assert_cmpuint (dyzur_engine_get_transfer_percent (fixture->base.engine, DYZUR_TRANSFER_SENDING, sending.id), ==, 0);
}

/* … and in: of old mails files stay at the server until somebody wants them. */
static void
test_fetching (MailFixture   *fixture,
               gconstpointer  data)
{
  g_autofree char *filler = g_strnfill (BIG, 'A');
  g_autofree char *mail = g_strdup_printf ("From: Anna <" MAIL_CUSTOMER ">\nTo: " MAIL_SHOP "\nSubject: Zdjęcia\n"
                                           "Message-ID: <duzy@klient.test>\nMIME-Version: 1.0\n"
                                           "Content-Type: multipart/mixed; boundary=b\n\n"
                                           "--b\nContent-Type: text/plain\n\nW załączniku.\n--b\n"
                                           "Content-Type: application/pdf\n"
                                           "Content-Disposition: attachment; filename=a.pdf\n\n%s\n--b--\n", filler);
  Transfer fetching = { .kind = DYZUR_TRANSFER_FETCHING };
  g_autoptr(DyzurJson) there = NULL;
  g_autoptr(GListModel) list = NULL;
  g_autoptr(DyzurConversation) conversation = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  const DyzurAttachment *file;
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  if (fixture->servers == NULL)
    return;
  dyzur_mail_servers_send (fixture->servers, MAIL_CUSTOMER, MAIL_SHOP, mail);
  there = mail_fixture_read_until (fixture, MAIL_SHOP, "INBOX", 1);
  mail_fixture_add_mailbox (fixture, dyzur_mail_servers_get (fixture->servers, "password"));
  fixture_wait (mail_fixture_is_online (fixture) && mail_fixture_count_open (fixture) == 1);
  list = fixture_list_open (&fixture->base);
  conversation = g_list_model_get_item (list, 0);
  messages = fixture_read_messages (&fixture->base, dyzur_conversation_get_id (conversation));
  file = g_ptr_array_index (((DyzurMessageRecord *) g_ptr_array_index (messages, 0))->attachments, 0);
  g_assert_null (file->path);

  fetching.id = file->id;
  g_signal_connect (fixture->base.engine, "transfer", G_CALLBACK (transfer_cb), &fetching);
  dyzur_engine_fetch_attachment_async (fixture->base.engine, dyzur_conversation_get_id (conversation), file, NULL,
                                       fixture_store_result, &pending);
  result = fixture_await (&pending);
  path = dyzur_engine_fetch_attachment_finish (fixture->base.engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fetching.percent, ==, 100);
  g_assert_cmpuint (fetching.steps, >=, 10);
  g_signal_handlers_disconnect_by_func (fixture->base.engine, transfer_cb, &fetching);
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
  mail_fixture_customer_writes (fixture, "kabel@klient.test", NULL, "Czy wysyłacie za granicę?");
  fixture_wait (fixture->arrived == 1);
  id = fixture->arrived_id;

  dyzur_mail_servers_obey (fixture->servers, "stop imap");
  dyzur_mail_servers_obey (fixture->servers, "stop smtp");
  fixture_wait (dyzur_account_get_state (account) == DYZUR_ACCOUNT_OFFLINE);
  g_assert_cmpint (dyzur_account_get_problem (account), ==, DYZUR_PROBLEM_NETWORK);

  /* With the network gone: read, write, send. */
  g_assert_cmpuint (mail_fixture_count_messages (fixture, id), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    mail_fixture_send_reply (fixture, id, texts[i], NULL);
  fixture_wait (dyzur_account_get_waiting (account) == G_N_ELEMENTS (texts));
  g_assert_cmpint (mail_fixture_last_delivery (fixture, id), ==, DYZUR_DELIVERY_QUEUED);
  g_assert_cmpint (dyzur_account_get_state (account), !=, DYZUR_ACCOUNT_ONLINE);

  dyzur_mail_servers_obey (fixture->servers, "start smtp");
  dyzur_mail_servers_obey (fixture->servers, "start imap");
  dyzur_engine_reconnect (fixture->base.engine, dyzur_account_get_config (account)->id);
  fixture_wait (mail_fixture_is_online (fixture) && dyzur_account_get_waiting (account) == 0);

  received = mail_fixture_read_until (fixture, MAIL_CUSTOMER, "INBOX", G_N_ELEMENTS (texts));
  sent = mail_fixture_read_until (fixture, MAIL_SHOP, "\\Sent", G_N_ELEMENTS (texts));
  g_assert_cmpuint (dyzur_json_get_length (received), ==, G_N_ELEMENTS (texts));
  g_assert_cmpuint (dyzur_json_get_length (sent), ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_true (g_str_has_prefix (dyzur_json_peek_text (dyzur_json_get_element (sent, i), "text"), texts[i]));
  g_assert_cmpuint (mail_fixture_count_messages (fixture, id), ==, 1 + G_N_ELEMENTS (texts));
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
  mail_fixture_add_mailbox (&other, dyzur_mail_servers_get (fixture->servers, "password"));
  fixture_wait (mail_fixture_is_online (&other));
  g_signal_connect (other.base.engine, "message-arrived", G_CALLBACK (mail_fixture_arrived_cb), &other);
  mail_fixture_customer_writes (fixture, "dwoje@klient.test", NULL, "Kto mi odpowie?");
  fixture_wait (fixture->arrived == 1 && other.arrived == 1);
  list = fixture_list_open (&fixture->base);
  other_list = fixture_list_open (&other.base);
  here = g_list_model_get_item (list, 0);
  there = g_list_model_get_item (other_list, 0);
  id = dyzur_conversation_get_id (here);
  other_id = dyzur_conversation_get_id (there);

  mail_fixture_assign_me (&other.base, other_id);
  fixture_wait (mail_fixture_is_of (here, "Łucja Żak-Ćwikła"));
  g_assert_cmpstr (dyzur_conversation_get_record (here)->assignee_id, !=, dyzur_engine_get_me_id (fixture->base.engine));
  mail_fixture_assign_me (&fixture->base, id);
  fixture_wait (mail_fixture_is_of (there, dyzur_engine_get_me_name (fixture->base.engine)));
  mail_fixture_change (&other.base, other_id, &nobody);
  fixture_wait (mail_fixture_is_of (here, NULL));

  mail_fixture_change (&fixture->base, id, &resolved);
  fixture_wait (mail_fixture_has_status (there, DYZUR_STATUS_RESOLVED));
  mail_fixture_change (&other.base, other_id, &open);
  fixture_wait (mail_fixture_has_status (here, DYZUR_STATUS_OPEN));
  mail_fixture_change (&fixture->base, id, &urgent);
  fixture_wait (dyzur_conversation_get_record (there)->priority == DYZUR_PRIORITY_HIGH);
  g_assert_cmpint (dyzur_conversation_get_record (here)->priority, ==, DYZUR_PRIORITY_URGENT);

  g_clear_object (&there);
  g_clear_object (&other_list);
  fixture_tear_down (&other.base, NULL);
}

static char *
load_source (MailFixture               *fixture,
             const DyzurMessageRecord  *message,
             GError                   **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *path = NULL;
  char *text = NULL;

  dyzur_engine_load_source_async (fixture->base.engine, message, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  path = dyzur_engine_load_source_finish (fixture->base.engine, result, error);
  if (path != NULL)
    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* The mail as it lies at the server, headers of others included; once looked at, it is here without the server. */
static void
test_source (MailFixture   *fixture,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GListModel) list = NULL;
  g_autoptr(DyzurConversation) conversation = NULL;   /* held, as by a window */
  g_autofree char *first = NULL, *again = NULL, *sent = NULL, *none = NULL;
  g_autoptr(GError) error = NULL;

  if (fixture->servers == NULL)
    return;
  mail_fixture_customer_writes (fixture, "zrodlo@klient.test", NULL, "Zażółć gęślą jaźń.");
  fixture_wait (fixture->arrived == 1);
  mail_fixture_send_reply (fixture, fixture->arrived_id, "Odpowiedź.", NULL);
  fixture_wait (mail_fixture_last_delivery (fixture, fixture->arrived_id) == DYZUR_DELIVERY_SENT &&
                dyzur_account_get_waiting (fixture_get_account (&fixture->base)) == 0);
  mail_fixture_customer_writes (fixture, "inne@klient.test", "<zrodlo@klient.test>", "Jeszcze coś.");
  fixture_wait (fixture->arrived == 2);
  messages = fixture_read_messages (&fixture->base, fixture->arrived_id);
  g_assert_cmpuint (messages->len, ==, 3);
  list = fixture_list_open (&fixture->base);
  conversation = g_list_model_get_item (list, 0);
  g_assert_true (dyzur_engine_has_source (fixture->base.engine, g_ptr_array_index (messages, 0)));

  first = load_source (fixture, g_ptr_array_index (messages, 0), &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (first, "Received: from"));
  g_assert_nonnull (strstr (first, "Message-ID: <zrodlo@klient.test>\r\n"));
  g_assert_nonnull (strstr (first, "\r\n\r\nZażółć gęślą jaźń."));
  sent = load_source (fixture, g_ptr_array_index (messages, 1), &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (sent, "In-Reply-To: <zrodlo@klient.test>"));

  dyzur_mail_servers_obey (fixture->servers, "stop imap");
  fixture_wait (dyzur_account_get_state (fixture_get_account (&fixture->base)) == DYZUR_ACCOUNT_OFFLINE);
  again = load_source (fixture, g_ptr_array_index (messages, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, first);
  none = load_source (fixture, g_ptr_array_index (messages, 2), &error);
  g_assert_null (none);
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);

  /* It is no attachment: nothing of it is seen among those. */
  g_clear_pointer (&messages, g_ptr_array_unref);
  messages = fixture_read_messages (&fixture->base, fixture->arrived_id);
  g_assert_null (((DyzurMessageRecord *) g_ptr_array_index (messages, 0))->attachments);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, MailFixture, NULL, mail_fixture_set_up, func, mail_fixture_tear_down)
  ADD ("/engine/mail/round-trip", test_round_trip);
  ADD ("/engine/mail/sending", test_sending);
  g_test_add ("/engine/mail/fetching", MailFixture, NULL, mail_fixture_prepare, test_fetching, mail_fixture_tear_down);
  ADD ("/engine/mail/cable", test_cable);
  ADD ("/engine/mail/source", test_source);
  ADD ("/engine/mail/two-consoles", test_two_consoles);

  return g_test_run ();
}
