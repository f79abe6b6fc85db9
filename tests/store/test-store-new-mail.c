/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-error.h"
#include "store-fixture.h"

#define NOON G_GINT64_CONSTANT (1794916800000)

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  dyzur_clock_set (NOON);
  store_fixture_set_up (fixture, data);
  store_fixture_account (fixture, "mail");
}

static void
tear_down (StoreFixture  *fixture,
           gconstpointer  data)
{
  store_fixture_tear_down (fixture, data);
  dyzur_clock_set (0);
}

static gint64
begin (StoreFixture *fixture,
       const char   *mailbox)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 id;

  dyzur_store_begin_mail_async (fixture->store, "mail", mailbox, "ola", "Ola", NULL, store_wait_cb, &result);
  result = store_wait (&result);
  id = dyzur_store_begin_mail_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return id;
}

static DyzurDraft *
new_draft (gint64      conversation_id,
           const char *to,
           const char *subject,
           const char *text)
{
  DyzurDraft *draft = dyzur_draft_new (conversation_id, DYZUR_DRAFT_REPLY);

  draft->begins = TRUE;
  draft->to = to != NULL ? g_strsplit (to, "|", -1) : NULL;
  draft->subject = g_strdup (subject);
  g_free (draft->text);
  draft->text = g_strdup (text);
  return draft;
}

static void
save (StoreFixture     *fixture,
      const DyzurDraft *draft)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_store_save_draft_async (fixture->store, draft, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  dyzur_store_save_draft_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

static DyzurDraft *
load (StoreFixture *fixture,
      gint64        id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  DyzurDraft *draft;

  dyzur_store_load_draft_async (fixture->store, id, DYZUR_DRAFT_REPLY, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  draft = dyzur_store_load_draft_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return draft;
}

static gint64
send (StoreFixture      *fixture,
      const DyzurDraft  *draft,
      gboolean           resolve,
      GError           **error)
{
  DyzurSendOptions options = { .author_id = "ola", .author_name = "Ola", .resolve = resolve };
  g_autoptr(GAsyncResult) result = NULL;

  dyzur_store_send_async (fixture->store, draft, &options, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  return dyzur_store_send_finish (fixture->store, result, error);
}

static gint64
send_well (StoreFixture     *fixture,
           const DyzurDraft *draft)
{
  g_autoptr(GError) error = NULL;
  gint64 id = send (fixture, draft, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, !=, 0);
  return id;
}

static DyzurDraft *
take_back (StoreFixture *fixture,
           gint64        message_id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  DyzurDraft *draft;

  dyzur_store_cancel_message_async (fixture->store, message_id, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  draft = dyzur_store_cancel_message_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return draft;
}

static void
assert_number (StoreFixture *fixture,
               gint64        expected,
               const char   *sql)
{
  g_test_message ("%s", sql);
  g_assert_cmpint (store_fixture_int64 (fixture, sql), ==, expected);
}

/* What the counters say, and whether they say what is there */
static void
assert_counted (StoreFixture *fixture,
                gint64        open,
                gint64        drafts)
{
  assert_number (fixture, open, "SELECT coalesce (sum (count), 0) FROM counters WHERE view = 2");
  assert_number (fixture, open, "SELECT count(*) FROM conversations WHERE status = 0");
  assert_number (fixture, drafts, "SELECT coalesce (sum (count), 0) FROM counters WHERE view = 14");
  assert_number (fixture, drafts, "SELECT count(*) FROM conversations WHERE draft IS NOT NULL");
}

/* Whom it goes to and what about is kept like words are; nothing of it stands in a queue. */
static void
test_kept (StoreFixture  *fixture,
           gconstpointer  data)
{
  gint64 id = begin (fixture, NULL);
  g_autoptr(DyzurDraft) draft = new_draft (id, "Żaneta Śliwińska <zaneta@kurier.example>", "Zażółć gęślą jaźń", "");
  g_autoptr(DyzurDraft) back = NULL;
  g_autoptr(DyzurConversationRecord) record = NULL;

  assert_counted (fixture, 0, 0);
  save (fixture, draft);
  assert_counted (fixture, 0, 1);
  store_fixture_close (fixture);
  store_fixture_open (fixture);

  back = load (fixture, id);
  g_assert_true (back->begins);
  g_assert_cmpstr (back->to[0], ==, "Żaneta Śliwińska <zaneta@kurier.example>");
  g_assert_cmpstr (back->subject, ==, "Zażółć gęślą jaźń");
  record = store_fixture_read (fixture, id);
  g_assert_cmpint (record->status, ==, DYZUR_STATUS_DRAFT);
  g_assert_cmpstr (record->contact_address, ==, "zaneta@kurier.example");
  g_assert_cmpstr (record->subject, ==, "Zażółć gęślą jaźń");
  g_assert_cmpstr (record->draft, ==, "Zażółć gęślą jaźń");
  g_assert_cmpstr (record->assignee_id, ==, "ola");
  assert_counted (fixture, 0, 1);
  assert_number (fixture, 0, "SELECT count(*) FROM outbox");
}

/* Given up: nothing shows it, it can be had again until the program ends, then nothing of it is left. */
static void
test_given_up (StoreFixture  *fixture,
               gconstpointer  data)
{
  gint64 id = begin (fixture, NULL), other = begin (fixture, "kurier@paczki.example");
  g_autoptr(DyzurDraft) draft = new_draft (id, "zaneta@kurier.example", "Odbiór", "Proszę o kuriera.");
  g_autoptr(DyzurDraft) empty = new_draft (id, NULL, NULL, " ");
  g_autoptr(DyzurDraft) back = NULL;
  g_autoptr(DyzurConversationRecord) record = NULL;

  g_assert_cmpint (other, !=, id);
  save (fixture, draft);
  save (fixture, empty);
  g_assert_null (load (fixture, id));
  record = store_fixture_read (fixture, id);
  g_assert_null (record->contact_address);
  g_assert_null (record->draft);
  assert_counted (fixture, 0, 0);

  save (fixture, draft);
  back = load (fixture, id);
  g_assert_cmpstr (back->text, ==, "Proszę o kuriera.");
  g_assert_cmpstr (back->key, ==, draft->key);
  assert_counted (fixture, 0, 1);

  save (fixture, empty);
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  assert_number (fixture, 0, "SELECT count(*) FROM conversations");
  assert_number (fixture, 0, "SELECT count(*) FROM contacts");
  assert_counted (fixture, 0, 0);
}

static void
test_sent (StoreFixture  *fixture,
           gconstpointer  data)
{
  gint64 id = begin (fixture, NULL);
  g_autoptr(DyzurDraft) draft = new_draft (id, "Żaneta Śliwińska <zaneta@kurier.example>|biuro@kurier.example", "Odbiór ąęóśń",
                                           "Proszę o kuriera.");
  g_autoptr(DyzurConversationRecord) record = NULL;
  g_autoptr(DyzurAction) action = NULL;
  g_autofree char *keys = g_strdup_printf ("odpowiedz@kurier.example %s@bobrowisko.example", draft->key);
  gint64 message_id;

  save (fixture, draft);
  message_id = send_well (fixture, draft);
  g_assert_cmpint (send_well (fixture, draft), ==, message_id);
  save (fixture, draft);   /* the composer's last save comes late */
  assert_counted (fixture, 1, 0);
  assert_number (fixture, 1, "SELECT count(*) FROM messages");
  assert_number (fixture, 1, "SELECT count(*) FROM outbox");
  assert_number (fixture, 1, "SELECT count(*) FROM contacts");
  record = store_fixture_read (fixture, id);
  g_assert_cmpint (record->status, ==, DYZUR_STATUS_OPEN);
  g_assert_cmpstr (record->contact_name, ==, "Żaneta Śliwińska");
  g_assert_cmpstr (record->contact_address, ==, "zaneta@kurier.example");
  g_assert_cmpstr (record->subject, ==, "Odbiór ąęóśń");
  g_assert_cmpstr (record->assignee_id, ==, "ola");
  g_assert_cmpint (record->waiting_since, ==, 0);

  action = store_fixture_take (fixture, "mail");
  g_assert_cmpint (action->kind, ==, DYZUR_ACTION_MESSAGE);
  g_assert_cmpstr (action->key, ==, draft->key);
  g_assert_cmpstr (action->message->subject, ==, "Odbiór ąęóśń");
  g_assert_cmpuint (g_strv_length (action->message->to), ==, 2);
  g_assert_null (action->message->thread_keys);
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, NULL, -1);

  store_fixture_ingest (fixture, "mail", mail_event (keys, "zaneta@kurier.example", "Będzie o 15.", NOON + DYZUR_HOUR));
  assert_number (fixture, 1, "SELECT count(*) FROM conversations");
  assert_number (fixture, 2, "SELECT count(*) FROM messages");
  assert_number (fixture, 1, "SELECT count(*) FROM contacts");
}

/* A mail to somebody we know is with them, and one goes to their customer's side already while it is written. */
static void
test_known (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = NULL;
  g_autoptr(DyzurDraft) stranger = NULL;
  g_autoptr(DyzurConversationRecord) record = NULL;
  gint64 anna, id;

  store_fixture_ingest (fixture, "mail", mail_event ("pytanie@klient.example", "Anna.Kowalska@klient.example", "Hej?", NOON));
  anna = store_fixture_int64 (fixture, "SELECT contact_id FROM contact_points");
  id = begin (fixture, "anna.kowalska@klient.example");
  draft = new_draft (id, "anna.kowalska@klient.example", "Kod", "Kod rabatowy w środku.");
  stranger = new_draft (id, "ktos@inny.example", "Kod", "Kod rabatowy w środku.");
  record = store_fixture_read (fixture, id);
  g_assert_cmpint (record->contact_id, ==, anna);
  assert_number (fixture, 1, "SELECT count(*) FROM contacts");

  save (fixture, stranger);
  g_clear_pointer (&record, dyzur_conversation_record_free);
  record = store_fixture_read (fixture, id);
  g_assert_cmpint (record->contact_id, !=, anna);
  assert_number (fixture, 2, "SELECT count(*) FROM contacts");
  save (fixture, draft);
  assert_number (fixture, 1, "SELECT count(*) FROM contacts");

  send_well (fixture, draft);
  g_clear_pointer (&record, dyzur_conversation_record_free);
  record = store_fixture_read (fixture, id);
  g_assert_cmpint (record->contact_id, ==, anna);
  assert_number (fixture, 2, "SELECT count(*) FROM conversations");   /* her question is another talk */
  assert_number (fixture, 1, "SELECT count(*) FROM contact_points");
  assert_counted (fixture, 2, 0);
}

static void
test_taken_back (StoreFixture  *fixture,
                 gconstpointer  data)
{
  gint64 id = begin (fixture, NULL);
  g_autoptr(DyzurDraft) draft = new_draft (id, "zaneta@kurier.example", "Odbiór", "Proszę o kuriera.");
  g_autoptr(DyzurDraft) back = NULL;
  g_autoptr(DyzurConversationRecord) record = NULL;
  g_autoptr(GError) error = NULL;
  gint64 message_id;

  message_id = send (fixture, draft, TRUE, &error);
  g_assert_no_error (error);
  record = store_fixture_read (fixture, id);
  g_assert_cmpint (record->status, ==, DYZUR_STATUS_RESOLVED);

  back = take_back (fixture, message_id);
  g_assert_true (back->begins);
  g_assert_cmpstr (back->subject, ==, "Odbiór");
  g_assert_cmpstr (back->to[0], ==, "zaneta@kurier.example");
  g_clear_pointer (&record, dyzur_conversation_record_free);
  record = store_fixture_read (fixture, id);
  g_assert_cmpint (record->status, ==, DYZUR_STATUS_DRAFT);
  assert_counted (fixture, 0, 1);
  assert_number (fixture, 0, "SELECT count(*) FROM outbox");
  assert_number (fixture, 0, "SELECT count(*) FROM messages");

  send_well (fixture, back);
  assert_counted (fixture, 1, 0);
  assert_number (fixture, 1, "SELECT count(*) FROM outbox");
  assert_number (fixture, 1, "SELECT count(*) FROM messages");
}

/* A reply taken back leaves its conversation what it is. */
static void
test_reply_taken_back (StoreFixture  *fixture,
                       gconstpointer  data)
{
  g_autoptr(DyzurDraft) back = NULL;
  g_autoptr(DyzurConversationRecord) record = NULL;
  gint64 message_id;

  store_fixture_ingest (fixture, "mail", mail_event ("pytanie@klient.example", "anna@klient.example", "Hej?", NOON));
  dyzur_clock_set (NOON + DYZUR_HOUR);
  message_id = store_fixture_send (fixture, 1, "odpowiedz", "Tak.");
  back = take_back (fixture, message_id);
  g_assert_false (back->begins);
  record = store_fixture_read (fixture, 1);
  g_assert_cmpint (record->status, ==, DYZUR_STATUS_OPEN);
  assert_counted (fixture, 1, 1);
}

static void
test_nobody (StoreFixture  *fixture,
             gconstpointer  data)
{
  gint64 id = begin (fixture, NULL);
  g_autoptr(DyzurDraft) draft = new_draft (id, "to nie adres", "Odbiór", "Proszę o kuriera.");
  g_autoptr(GError) error = NULL;

  save (fixture, draft);
  g_assert_cmpint (send (fixture, draft, FALSE, &error), ==, 0);
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT);
  assert_number (fixture, 0, "SELECT count(*) FROM outbox");
  assert_counted (fixture, 0, 1);
}

static void
test_sender (StoreFixture  *fixture,
             gconstpointer  data)
{
  gint64 id = begin (fixture, NULL);
  g_autoptr(DyzurDraft) draft = new_draft (id, "zaneta@kurier.example", "Odbiór", "Proszę o kuriera.");
  g_autoptr(DyzurConversationRecord) record = NULL;
  g_autoptr(DyzurAction) action = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  store_fixture_account (fixture, "biuro");
  save (fixture, draft);
  dyzur_store_set_sender_async (fixture->store, id, "biuro", NULL, store_wait_cb, &result);
  result = store_wait (&result);
  g_assert_true (dyzur_store_set_sender_finish (fixture->store, result, &error));
  g_assert_no_error (error);
  record = store_fixture_read (fixture, id);
  g_assert_cmpstr (record->account_id, ==, "biuro");
  send_well (fixture, draft);
  g_assert_null (store_fixture_take (fixture, "mail"));
  action = store_fixture_take (fixture, "biuro");
  g_assert_cmpstr (action->key, ==, draft->key);
}

#define add(path, func) g_test_add ("/store/new-mail/" path, StoreFixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("kept", test_kept);
  add ("given-up", test_given_up);
  add ("sent", test_sent);
  add ("known", test_known);
  add ("taken-back", test_taken_back);
  add ("reply-taken-back", test_reply_taken_back);
  add ("nobody", test_nobody);
  add ("sender", test_sender);

  return g_test_run ();
}
