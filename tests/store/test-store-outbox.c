/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <unistd.h>

#include "dyzur-action.h"
#include "dyzur-clock.h"
#include "dyzur-error.h"
#include "store-fixture.h"

#define NOON G_GINT64_CONSTANT (1794916800000)

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  DyzurEvent *event;

  dyzur_clock_set (NOON);
  store_fixture_set_up (fixture, data);
  store_fixture_account (fixture, "mail");
  store_fixture_account (fixture, "desk");
  event = mail_event ("a@x root@x", "anna@example.pl", "Gdzie paczka?", NOON - 5000);
  event->message->to = g_strsplit ("Sklep <SKLEP@bobrowisko.example>,Mama <mama@example.pl>", ",", -1);
  event->message->cc = g_strsplit ("brat@example.pl,anna@example.pl", ",", -1);
  store_fixture_ingest (fixture, "mail", event);
  store_fixture_ingest (fixture, "desk", conversation_event ("5", DYZUR_STATUS_OPEN));
  store_fixture_ingest (fixture, "desk", desk_event ("5", "m1", DYZUR_MESSAGE_INCOMING, "halo", NOON - 4000));
}

static void
tear_down (StoreFixture  *fixture,
           gconstpointer  data)
{
  store_fixture_tear_down (fixture, data);
  dyzur_clock_set (0);
}

#define MAIL 1
#define DESK 2

static void
assert_message (StoreFixture  *fixture,
                gint64         id,
                DyzurDelivery  delivery,
                int            outbox_state)
{
  g_autofree char *delivery_sql = g_strdup_printf ("SELECT delivery FROM messages WHERE id = %d", (int) id);
  g_autofree char *state_sql =
    g_strdup_printf ("SELECT coalesce ((SELECT state FROM outbox WHERE message_id = %d), -1)", (int) id);

  g_assert_cmpint (store_fixture_int64 (fixture, delivery_sql), ==, delivery);
  g_assert_cmpint (store_fixture_int64 (fixture, state_sql), ==, outbox_state);
}

static void
test_whole_way (StoreFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr(DyzurAction) action = NULL;
  g_autoptr(DyzurAction) again = NULL;
  gint64 id = store_fixture_send (fixture, MAIL, "key-1", "Paczka jest w drodze.");

  assert_message (fixture, id, DYZUR_DELIVERY_QUEUED, DYZUR_OUTBOX_QUEUED);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT waiting_since FROM conversations WHERE id = 1"), ==, 0);
  action = store_fixture_take (fixture, "mail");
  g_assert_cmpint (action->kind, ==, DYZUR_ACTION_MESSAGE);
  g_assert_cmpint (action->state, ==, DYZUR_OUTBOX_SENDING);
  g_assert_cmpstr (action->key, ==, "key-1");
  g_assert_cmpstr (action->account_id, ==, "mail");
  g_assert_cmpuint (action->attempts, ==, 0);
  g_assert_false (action->uncertain);
  g_assert_cmpstr (action->message->client_id, ==, "key-1");
  g_assert_cmpstr (action->message->text, ==, "Paczka jest w drodze.");
  assert_message (fixture, id, DYZUR_DELIVERY_SENDING, DYZUR_OUTBOX_SENDING);
  g_assert_null (store_fixture_take (fixture, "mail"));

  store_fixture_settle (fixture, action, DYZUR_OUTBOX_ACCEPTED, "key-1@bobrowisko.example", -1);
  assert_message (fixture, id, DYZUR_DELIVERY_SENT, DYZUR_OUTBOX_ACCEPTED);
  again = store_fixture_take (fixture, "mail");
  g_assert_cmpint (again->state, ==, DYZUR_OUTBOX_ACCEPTED);
  store_fixture_settle (fixture, again, DYZUR_OUTBOX_FILED, NULL, -1);
  assert_message (fixture, id, DYZUR_DELIVERY_SENT, -1);
  g_assert_null (store_fixture_take (fixture, "mail"));
  g_assert_cmpint (store_fixture_int64 (fixture,
                                        "SELECT count(*) FROM messages WHERE remote_id = 'key-1@bobrowisko.example'"),
                   ==, 1);
}

/* Reply to who wrote, those who read along, never ourselves; thread and quote from what is answered. */
static void
test_mail_addresses (StoreFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr(DyzurAction) action = NULL;
  g_autofree char *to = NULL;
  g_autofree char *keys = NULL;

  store_fixture_ingest (fixture, "mail", mail_event ("b@x a@x root@x a@x", "anna@example.pl", "Halo?", NOON - 1000));
  store_fixture_send (fixture, MAIL, "key-1", "Dzień dobry");
  action = store_fixture_take (fixture, "mail");
  to = g_strjoinv (",", action->message->to);
  g_assert_cmpstr (to, ==, "anna@example.pl");
  g_assert_null (action->message->cc);
  keys = g_strjoinv (" ", action->message->thread_keys);
  g_assert_cmpstr (keys, ==, "b@x root@x a@x b@x");
  g_assert_cmpstr (action->message->subject, ==, "Re: Paczka");
  g_assert_cmpstr (action->quote->text, ==, "Halo?");
  g_assert_cmpstr (action->inbox_id, ==, "sklep@bobrowisko.example");
  g_assert_cmpint (action->channel, ==, DYZUR_CHANNEL_EMAIL);
}

static void
test_mail_everybody (StoreFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr(DyzurAction) action = NULL;
  g_autofree char *cc = NULL;

  store_fixture_send (fixture, MAIL, "key-1", "Dzień dobry");
  action = store_fixture_take (fixture, "mail");
  g_assert_cmpuint (g_strv_length (action->message->to), ==, 1);
  g_assert_cmpstr (action->message->to[0], ==, "anna@example.pl");
  cc = g_strjoinv (",", action->message->cc);
  g_assert_cmpstr (cc, ==, "Mama <mama@example.pl>,brat@example.pl");
}

/* Somebody else joined the thread and asked last: the answer goes to them. */
static void
test_mail_third_person (StoreFixture  *fixture,
                        gconstpointer  data)
{
  g_autoptr(DyzurAction) action = NULL;

  store_fixture_ingest (fixture, "mail", mail_event ("b@x a@x", "mama@example.pl", "Ja odbiorę", NOON - 1000));
  store_fixture_send (fixture, MAIL, "key-1", "Dobrze");
  action = store_fixture_take (fixture, "mail");
  g_assert_cmpstr (action->message->to[0], ==, "mama@example.pl");
}

static DyzurEvent *
bounce_event (const char *keys)
{
  DyzurEvent *event = mail_event (keys, "anna@example.pl", "550 User unknown", NOON - 100);

  g_free (event->message->author_address);
  event->message->author_address = g_strdup ("MAILER-DAEMON@mx.example");
  event->message->automatic = DYZUR_AUTOMATIC_BOUNCE;
  return event;
}

/* A bounce is no letter: nobody answers it, and nobody gets it quoted. */
static void
test_mail_bounce (StoreFixture  *fixture,
                  gconstpointer  data)
{
  g_autoptr(DyzurAction) action = NULL;

  store_fixture_ingest (fixture, "mail", mail_event ("b@x a@x", "anna@example.pl", "Halo?", NOON - 1000));
  store_fixture_ingest (fixture, "mail", bounce_event ("bounce@mx b@x"));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT automatic FROM messages WHERE remote_id = 'bounce@mx'"), ==, 3);
  store_fixture_send (fixture, MAIL, "key-1", "Dzień dobry");
  action = store_fixture_take (fixture, "mail");
  g_assert_cmpuint (g_strv_length (action->message->to), ==, 1);
  g_assert_cmpstr (action->message->to[0], ==, "anna@example.pl");
  g_assert_cmpstr (action->quote->text, ==, "Halo?");
}

/* We wrote first, and all that came back was a bounce. */
static void
test_mail_only_bounce (StoreFixture  *fixture,
                       gconstpointer  data)
{
  g_autoptr(DyzurAction) action = NULL;
  DyzurEvent *sent = mail_event ("ours@x", "ewa@example.pl", "Dzień dobry, Pani Ewo", NOON - 1000), *bounce;
  gint64 conversation;

  sent->message->kind = DYZUR_MESSAGE_OUTGOING;
  sent->message->author_kind = DYZUR_AUTHOR_AGENT;
  store_fixture_ingest (fixture, "mail", sent);
  bounce = bounce_event ("bounce@mx ours@x");
  store_fixture_ingest (fixture, "mail", bounce);
  conversation = store_fixture_int64 (fixture, "SELECT conversation_id FROM messages WHERE remote_id = 'bounce@mx'");
  g_assert_cmpint (conversation, ==,
                   store_fixture_int64 (fixture, "SELECT conversation_id FROM messages WHERE remote_id = 'ours@x'"));
  store_fixture_send (fixture, conversation, "key-1", "Jeszcze raz");
  action = store_fixture_take (fixture, "mail");
  g_assert_cmpuint (g_strv_length (action->message->to), ==, 1);
  g_assert_cmpstr (action->message->to[0], ==, "ewa@example.pl");
  g_assert_null (action->quote);
}

static void
test_same_draft_twice (StoreFixture  *fixture,
                       gconstpointer  data)
{
  gint64 id = store_fixture_send (fixture, DESK, "key-1", "raz");

  g_assert_cmpint (store_fixture_send (fixture, DESK, "key-1", "raz"), ==, id);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM outbox"), ==, 1);
}

static void
test_order (StoreFixture  *fixture,
            gconstpointer  data)
{
  gint64 first = store_fixture_send (fixture, DESK, "key-1", "pierwsza");
  gint64 second = store_fixture_send (fixture, DESK, "key-2", "druga");
  g_autoptr(DyzurAction) a = store_fixture_take (fixture, "desk");
  g_autoptr(DyzurAction) b = NULL;

  g_assert_cmpint (a->message->id, ==, first);
  g_assert_null (store_fixture_take (fixture, "desk"));
  store_fixture_settle (fixture, a, DYZUR_OUTBOX_FAILED, NULL, DYZUR_REMOTE_ERROR_PERMANENT);
  assert_message (fixture, first, DYZUR_DELIVERY_FAILED, DYZUR_OUTBOX_FAILED);
  b = store_fixture_take (fixture, "desk");
  g_assert_cmpint (b->message->id, ==, second);
  store_fixture_settle (fixture, b, DYZUR_OUTBOX_FILED, "r2", -1);
  g_assert_null (store_fixture_take (fixture, "desk"));
}

/* What must be tried again holds up its own conversation and no other. */
static void
test_stuck (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(DyzurAction) stuck = NULL;
  g_autoptr(DyzurAction) other = NULL;
  g_autoptr(DyzurAction) again = NULL;
  g_autoptr(GError) why = g_error_new_literal (DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN, "connection lost");
  g_autoptr(GError) error = NULL;
  gint64 next_at = 0;
  gint64 id;

  store_fixture_ingest (fixture, "desk", conversation_event ("6", DYZUR_STATUS_OPEN));
  id = store_fixture_send (fixture, DESK, "key-1", "pierwsza");
  store_fixture_send (fixture, DESK, "key-2", "druga");
  store_fixture_send (fixture, 3, "key-3", "gdzie indziej");
  stuck = store_fixture_take (fixture, "desk");
  g_assert_true (dyzur_store_settle_action (fixture->store, stuck->id, DYZUR_OUTBOX_QUEUED, NULL, why, NOON + 9000,
                                            &error));
  assert_message (fixture, id, DYZUR_DELIVERY_QUEUED, DYZUR_OUTBOX_QUEUED);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT problem FROM messages WHERE client_id = 'key-1'"), ==,
                   DYZUR_PROBLEM_NETWORK);
  other = store_fixture_take (fixture, "desk");
  g_assert_cmpstr (other->key, ==, "key-3");
  store_fixture_settle (fixture, other, DYZUR_OUTBOX_FILED, "r3", -1);
  g_assert_null (dyzur_store_take_action (fixture->store, "desk", NOON, &next_at, &error));
  g_assert_no_error (error);
  g_assert_cmpint (next_at, ==, NOON + 9000);
  again = dyzur_store_take_action (fixture->store, "desk", NOON + 9000, NULL, &error);
  g_assert_cmpstr (again->key, ==, "key-1");
  g_assert_true (again->uncertain);
  g_assert_cmpuint (again->attempts, ==, 1);
}

static gint64
send_held (StoreFixture *fixture,
           const char   *key,
           gint64        send_at,
           gboolean      resolve)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (DESK, DYZUR_DRAFT_REPLY);
  DyzurSendOptions options = { .send_at = send_at, .resolve = resolve, .author_id = "ola", .author_name = "Ola" };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_free (draft->key);
  draft->key = g_strdup (key);
  g_free (draft->text);
  draft->text = g_strdup ("trzymana");
  dyzur_store_send_async (fixture->store, draft, &options, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  return dyzur_store_send_finish (fixture->store, result, &error);
}

/* A moment's hold keeps the order; a plan for tomorrow holds nobody up. */
static void
test_hold (StoreFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gint64 next_at = 0;
  g_autoptr(DyzurAction) a = NULL;
  g_autoptr(DyzurAction) b = NULL;
  g_autoptr(DyzurAction) c = NULL;
  gint64 planned;

  planned = send_held (fixture, "tomorrow", NOON + DYZUR_DAY, FALSE);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT waiting_since FROM conversations WHERE id = 2"), !=, 0);
  send_held (fixture, "held", NOON + 5000, FALSE);
  store_fixture_send (fixture, DESK, "next", "od razu");
  g_assert_null (dyzur_store_take_action (fixture->store, "desk", NOON, &next_at, &error));
  g_assert_cmpint (next_at, ==, NOON + 5000);
  a = dyzur_store_take_action (fixture->store, "desk", NOON + 5000, &next_at, &error);
  g_assert_cmpstr (a->key, ==, "held");
  store_fixture_settle (fixture, a, DYZUR_OUTBOX_FILED, "r1", -1);
  b = dyzur_store_take_action (fixture->store, "desk", NOON + 5000, &next_at, &error);
  g_assert_cmpstr (b->key, ==, "next");
  store_fixture_settle (fixture, b, DYZUR_OUTBOX_FILED, "r2", -1);

  dyzur_clock_set (NOON + DYZUR_DAY + 3);
  c = store_fixture_take (fixture, "desk");
  g_assert_cmpint (c->message->id, ==, planned);
  store_fixture_settle (fixture, c, DYZUR_OUTBOX_FILED, "r3", -1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT sent_at FROM messages WHERE client_id = 'tomorrow'"), ==,
                   NOON + DYZUR_DAY + 3);
}

/* The clock was wrong, and is put right by an hour: what waits goes, in its order. */
static void
test_clock_put_back (StoreFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr(DyzurAction) a = NULL;
  g_autoptr(DyzurAction) b = NULL;

  dyzur_clock_set (NOON + DYZUR_HOUR);
  store_fixture_send (fixture, DESK, "before", "przed");
  dyzur_clock_set (NOON);
  store_fixture_send (fixture, DESK, "after", "po");
  a = store_fixture_take (fixture, "desk");
  g_assert_cmpstr (a->key, ==, "before");
  store_fixture_settle (fixture, a, DYZUR_OUTBOX_FILED, "r1", -1);
  b = store_fixture_take (fixture, "desk");
  g_assert_cmpstr (b->key, ==, "after");
}

/* The same while it waited after a failure, and while it could still be taken back. */
static void
test_clock_put_back_waiting (StoreFixture  *fixture,
                             gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (DESK, DYZUR_DRAFT_REPLY);
  DyzurSendOptions options = { .author_name = "Ola", .resolve = TRUE, .send_at = NOON + DYZUR_DAY + 5 * DYZUR_SECOND };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) failure = g_error_new_literal (DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT, "no route");
  g_autoptr(DyzurAction) a = NULL;
  g_autoptr(DyzurAction) again = NULL;
  g_autoptr(DyzurAction) resolve = NULL;

  dyzur_clock_set (NOON + DYZUR_DAY);
  g_free (draft->text);
  draft->text = g_strdup ("raz");
  dyzur_store_send_async (fixture->store, draft, &options, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  g_assert_cmpint (dyzur_store_send_finish (fixture->store, result, NULL), !=, 0);
  g_assert_null (store_fixture_take (fixture, "desk"));

  dyzur_clock_set (NOON);
  a = store_fixture_take (fixture, "desk");
  g_assert_nonnull (a);
  dyzur_store_settle_action (fixture->store, a->id, DYZUR_OUTBOX_QUEUED, NULL, failure,
                             NOON + 5 * DYZUR_MINUTE, NULL);
  g_assert_null (store_fixture_take (fixture, "desk"));
  dyzur_clock_set (NOON - DYZUR_DAY);
  again = store_fixture_take (fixture, "desk");
  g_assert_nonnull (again);
  store_fixture_settle (fixture, again, DYZUR_OUTBOX_FILED, "r1", -1);
  resolve = store_fixture_take (fixture, "desk");
  g_assert_cmpint (resolve->kind, ==, DYZUR_ACTION_STATUS);
}

static DyzurDraft *
cancel (StoreFixture  *fixture,
        gint64         id,
        GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  dyzur_store_cancel_message_async (fixture->store, id, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  return dyzur_store_cancel_message_finish (fixture->store, result, error);
}

static void
test_undo_send_and_resolve (StoreFixture  *fixture,
                            gconstpointer  data)
{
  g_autoptr(DyzurConversationRecord) before = NULL;
  g_autoptr(DyzurConversationRecord) between = NULL;
  g_autoptr(DyzurConversationRecord) after = NULL;
  g_autoptr(DyzurDraft) draft = NULL;
  g_autoptr(GError) error = NULL;
  gint64 id;

  before = store_fixture_read (fixture, DESK);
  id = send_held (fixture, "key-1", NOON + 5000, TRUE);
  between = store_fixture_read (fixture, DESK);
  g_assert_cmpint (between->status, ==, DYZUR_STATUS_RESOLVED);
  g_assert_cmpstr (between->preview, ==, "trzymana");
  draft = cancel (fixture, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draft->text, ==, "trzymana");
  g_assert_cmpstr (draft->key, ==, "key-1");
  after = store_fixture_read (fixture, DESK);
  g_assert_cmpstr (after->draft, ==, "trzymana");
  g_clear_pointer (&after->draft, g_free);
  after->last_activity_at = before->last_activity_at;
  g_assert_true (dyzur_conversation_record_equal (before, after));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM outbox"), ==, 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE conversation_id = 2"), ==, 1);
}

static void
test_cancel_too_late (StoreFixture  *fixture,
                      gconstpointer  data)
{
  gint64 id = store_fixture_send (fixture, DESK, "key-1", "już leci");
  g_autoptr(DyzurAction) action = store_fixture_take (fixture, "desk");
  g_autoptr(GError) sending = NULL;
  g_autoptr(GError) uncertain = NULL;
  g_autoptr(GError) sent = NULL;
  g_autoptr(DyzurAction) again = NULL;

  g_assert_null (cancel (fixture, id, &sending));
  g_assert_error (sending, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT);
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_QUEUED, NULL, DYZUR_REMOTE_ERROR_UNCERTAIN);
  g_assert_null (cancel (fixture, id, &uncertain));
  g_assert_error (uncertain, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT);
  again = store_fixture_take (fixture, "desk");
  store_fixture_settle (fixture, again, DYZUR_OUTBOX_FILED, "r1", -1);
  g_assert_null (cancel (fixture, id, &sent));
  g_assert_error (sent, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT);
}

/* A refused message becomes words again, before those written since, and goes with a new key. */
static void
test_edit_refused (StoreFixture  *fixture,
                   gconstpointer  data)
{
  gint64 id = store_fixture_send (fixture, DESK, "key-1", "zła treść");
  g_autoptr(DyzurAction) action = store_fixture_take (fixture, "desk");
  g_autoptr(DyzurDraft) newer = dyzur_draft_new (DESK, DYZUR_DRAFT_REPLY);
  g_autoptr(DyzurDraft) draft = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *failure = NULL;

  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FAILED, NULL, DYZUR_REMOTE_ERROR_PERMANENT);
  failure = store_fixture_text (fixture, "SELECT problem || ' ' || failure FROM messages WHERE client_id = 'key-1'");
  g_assert_cmpstr (failure, ==, "6 550 no such user");
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT waiting_since FROM conversations WHERE id = 2"), ==, NOON - 4000);
  g_free (newer->text);
  newer->text = g_strdup ("dopisek");
  dyzur_store_save_draft_async (fixture->store, newer, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  draft = cancel (fixture, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draft->text, ==, "zła treść\n\ndopisek");
  g_assert_cmpstr (draft->key, !=, "key-1");
}

static void
test_retry (StoreFixture  *fixture,
            gconstpointer  data)
{
  gint64 id = store_fixture_send (fixture, DESK, "key-1", "jeszcze raz");
  g_autoptr(DyzurAction) action = store_fixture_take (fixture, "desk");
  g_autoptr(DyzurAction) again = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FAILED, NULL, DYZUR_REMOTE_ERROR_AUTH);
  dyzur_store_retry_message_async (fixture->store, id, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  g_assert_true (dyzur_store_retry_message_finish (fixture->store, result, &error));
  assert_message (fixture, id, DYZUR_DELIVERY_QUEUED, DYZUR_OUTBOX_QUEUED);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT problem FROM messages WHERE client_id = 'key-1'"), ==, 0);
  again = store_fixture_take (fixture, "desk");
  g_assert_cmpuint (again->attempts, ==, 1);
  g_assert_cmpstr (again->key, ==, "key-1");
}

static gboolean
reschedule (StoreFixture  *fixture,
            gint64         id,
            gint64         send_at,
            GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  dyzur_store_reschedule_message_async (fixture->store, id, send_at, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  return dyzur_store_reschedule_message_finish (fixture->store, result, error);
}

/* Planned, moved, sent now: it leaves then and not before, and only while it waits. */
static void
test_reschedule (StoreFixture  *fixture,
                 gconstpointer  data)
{
  gint64 id = send_held (fixture, "key-1", NOON + DYZUR_HOUR, FALSE);
  g_autoptr(DyzurAction) action = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (store_fixture_take (fixture, "desk"));
  g_assert_true (reschedule (fixture, id, NOON + 2 * DYZUR_HOUR, &error));
  dyzur_clock_set (NOON + DYZUR_HOUR + 1);
  g_assert_null (store_fixture_take (fixture, "desk"));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT send_at FROM messages WHERE client_id = 'key-1'"), ==,
                   NOON + 2 * DYZUR_HOUR);
  g_assert_true (reschedule (fixture, id, 0, &error));
  action = store_fixture_take (fixture, "desk");
  g_assert_cmpstr (action->key, ==, "key-1");
  g_assert_false (reschedule (fixture, id, 0, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT);
}

static DyzurEvent *
echo (const char *client_id,
      const char *remote_id)
{
  DyzurEvent *event = desk_event ("5", remote_id, DYZUR_MESSAGE_OUTGOING, "raz", NOON + 1);

  event->message->client_id = g_strdup (client_id);
  event->live = TRUE;
  return event;
}

/* The remote's copy joins our row, whether it knows our key, comes before the receipt or after it. */
static void
test_echo (StoreFixture  *fixture,
           gconstpointer  data)
{
  gint64 id = store_fixture_send (fixture, DESK, "key-1", "raz");
  g_autoptr(DyzurAction) action = store_fixture_take (fixture, "desk");

  store_fixture_ingest (fixture, "desk", echo ("key-1", "r1"));
  assert_message (fixture, id, DYZUR_DELIVERY_SENT, DYZUR_OUTBOX_ACCEPTED);
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, "r1", -1);
  store_fixture_ingest (fixture, "desk", echo (NULL, "r1"));
  assert_message (fixture, id, DYZUR_DELIVERY_SENT, -1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE conversation_id = 2"), ==, 2);
}

static void
test_echo_without_key_first (StoreFixture  *fixture,
                             gconstpointer  data)
{
  gint64 id = store_fixture_send (fixture, DESK, "key-1", "raz");
  g_autoptr(DyzurAction) action = store_fixture_take (fixture, "desk");
  DyzurEvent *event = echo (NULL, "r1");

  event->message->delivery = DYZUR_DELIVERY_READ;
  store_fixture_ingest (fixture, "desk", event);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE conversation_id = 2"), ==, 3);
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, "r1", -1);
  assert_message (fixture, id, DYZUR_DELIVERY_READ, -1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE conversation_id = 2"), ==, 2);
}

/* We gave up or were about to try again; the remote shows it has the message: never a second one. */
static void
test_echo_after_failure (StoreFixture  *fixture,
                         gconstpointer  data)
{
  gint64 id = store_fixture_send (fixture, DESK, "key-1", "raz");
  g_autoptr(DyzurAction) action = store_fixture_take (fixture, "desk");
  g_autoptr(DyzurAction) left = NULL;

  store_fixture_settle (fixture, action, DYZUR_OUTBOX_QUEUED, NULL, DYZUR_REMOTE_ERROR_UNCERTAIN);
  store_fixture_ingest (fixture, "desk", echo ("key-1", "r1"));
  assert_message (fixture, id, DYZUR_DELIVERY_SENT, DYZUR_OUTBOX_ACCEPTED);
  left = store_fixture_take (fixture, "desk");
  g_assert_cmpint (left->state, ==, DYZUR_OUTBOX_ACCEPTED);
}

/* The answer is lost, but the remote had shown us the message before: that was the answer. */
static void
test_echo_before_lost_answer (StoreFixture  *fixture,
                              gconstpointer  data)
{
  gint64 id = store_fixture_send (fixture, DESK, "key-1", "raz");
  g_autoptr(DyzurAction) action = store_fixture_take (fixture, "desk");

  g_assert_true (dyzur_store_commit_action (fixture->store, action->id, NULL));
  store_fixture_ingest (fixture, "desk", echo ("key-1", "r1"));
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_QUEUED, NULL, DYZUR_REMOTE_ERROR_UNCERTAIN);
  assert_message (fixture, id, DYZUR_DELIVERY_SENT, DYZUR_OUTBOX_ACCEPTED);
}

static gint64
read_row (StoreFixture *fixture,
          const char   *column)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM outbox", column);

  return store_fixture_int64 (fixture, sql);
}

/* A message that was perhaps sent, and a person who is asked. */
static gint64
send_perhaps (StoreFixture *fixture)
{
  gint64 id = store_fixture_send (fixture, DESK, "key-1", "raz");
  g_autoptr(DyzurAction) action = store_fixture_take (fixture, "desk");

  g_assert_true (dyzur_store_commit_action (fixture->store, action->id, NULL));
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FAILED, NULL, DYZUR_REMOTE_ERROR_UNCERTAIN);
  assert_message (fixture, id, DYZUR_DELIVERY_FAILED, DYZUR_OUTBOX_FAILED);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT problem FROM messages WHERE client_id = 'key-1'"), ==,
                   DYZUR_PROBLEM_UNCERTAIN);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT waiting_since FROM conversations WHERE id = 2"), !=, 0);
  return id;
}

static gboolean
confirm (StoreFixture  *fixture,
         gint64         id,
         GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  dyzur_store_confirm_message_async (fixture->store, id, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  return dyzur_store_confirm_message_finish (fixture->store, result, error);
}

/* "It arrived": sent, and filed like any other. */
static void
test_perhaps_arrived (StoreFixture  *fixture,
                      gconstpointer  data)
{
  gint64 id = send_perhaps (fixture);
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurAction) left = NULL;

  g_assert_null (store_fixture_take (fixture, "desk"));
  g_assert_null (cancel (fixture, id, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT);
  g_clear_error (&error);
  confirm (fixture, id, &error);
  g_assert_no_error (error);
  assert_message (fixture, id, DYZUR_DELIVERY_SENT, DYZUR_OUTBOX_ACCEPTED);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT waiting_since FROM conversations WHERE id = 2"), ==, 0);
  g_assert_false (confirm (fixture, id, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT);
  left = store_fixture_take (fixture, "desk");
  g_assert_cmpint (left->state, ==, DYZUR_OUTBOX_ACCEPTED);
}

/* "Send again": it goes without another question; a crash before the point of no return asks nothing either. */
static void
test_perhaps_again (StoreFixture  *fixture,
                    gconstpointer  data)
{
  gint64 id = send_perhaps (fixture);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(DyzurAction) action = NULL;

  dyzur_store_retry_message_async (fixture->store, id, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  g_assert_true (dyzur_store_retry_message_finish (fixture->store, result, NULL));
  action = store_fixture_take (fixture, "desk");
  g_assert_false (action->uncertain);
  g_assert_cmpint (read_row (fixture, "uncertain"), ==, 0);
  g_assert_true (dyzur_store_commit_action (fixture->store, action->id, NULL));
  g_assert_cmpint (read_row (fixture, "uncertain"), ==, 1);
}

/* A refusal is an answer: nothing is uncertain any more. */
static void
test_refused_after_commit (StoreFixture  *fixture,
                           gconstpointer  data)
{
  gint64 id = store_fixture_send (fixture, DESK, "key-1", "raz");
  g_autoptr(DyzurAction) action = store_fixture_take (fixture, "desk");

  g_assert_true (dyzur_store_commit_action (fixture->store, action->id, NULL));
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_QUEUED, NULL, DYZUR_REMOTE_ERROR_TRANSIENT);
  g_assert_cmpint (read_row (fixture, "uncertain"), ==, 0);
  g_assert_false (dyzur_store_commit_action (fixture->store, action->id, NULL));
  assert_message (fixture, id, DYZUR_DELIVERY_QUEUED, DYZUR_OUTBOX_QUEUED);
}

/* The remote shows later that it had it (a server that files by itself): the question answers itself. */
static void
test_perhaps_echo (StoreFixture  *fixture,
                   gconstpointer  data)
{
  gint64 id = send_perhaps (fixture);

  store_fixture_ingest (fixture, "desk", echo ("key-1", "r1"));
  assert_message (fixture, id, DYZUR_DELIVERY_SENT, DYZUR_OUTBOX_ACCEPTED);
  g_assert_cmpint (read_row (fixture, "uncertain"), ==, 0);
}

/* A customer's answer to a mail of ours whose receipt has not come yet. */
static void
test_answer_before_receipt (StoreFixture  *fixture,
                            gconstpointer  data)
{
  const char *key = "0f0e0d0c-0b0a-4908-8706-050403020100";

  store_fixture_send (fixture, MAIL, key, "Dzień dobry");
  store_fixture_ingest (fixture, "mail",
                        mail_event ("c@x 0f0e0d0c-0b0a-4908-8706-050403020100@bobrowisko.example", "anna@example.pl",
                                    "Dziękuję", NOON + 1));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations WHERE account = 1"), ==, 1);
}

static void
test_change (StoreFixture  *fixture,
             gconstpointer  data)
{
  DyzurConversationChange change = {
    .fields = DYZUR_CHANGE_STATUS | DYZUR_CHANGE_ASSIGNEE | DYZUR_CHANGE_PRIORITY | DYZUR_CHANGE_ADD_LABEL |
              DYZUR_CHANGE_UNREAD,
    .status = DYZUR_STATUS_SNOOZED, .snoozed_until = NOON + DYZUR_HOUR, .assignee_id = "marek", .assignee_name = "Marek",
    .priority = DYZUR_PRIORITY_HIGH, .label = "zwrot", .seen = TRUE,
  };
  g_autoptr(DyzurConversationRecord) record = NULL;
  static const DyzurActionKind kinds[] = {
    DYZUR_ACTION_STATUS, DYZUR_ACTION_ASSIGN, DYZUR_ACTION_PRIORITY, DYZUR_ACTION_LABELS, DYZUR_ACTION_SEEN,
  };

  store_fixture_change (fixture, MAIL, &change);
  record = store_fixture_read (fixture, MAIL);
  g_assert_cmpint (record->status, ==, DYZUR_STATUS_SNOOZED);
  g_assert_cmpint (record->snoozed_until, ==, NOON + DYZUR_HOUR);
  g_assert_cmpstr (record->assignee_name, ==, "Marek");
  g_assert_cmpint (record->priority, ==, DYZUR_PRIORITY_HIGH);
  g_assert_cmpstr (record->labels[0], ==, "zwrot");
  g_assert_cmpuint (record->unread, ==, 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE kind = 3 AND author_name = 'Ola'"),
                   ==, 4);
  store_fixture_change (fixture, MAIL, &change);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM outbox"), ==, 5);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(DyzurAction) action = store_fixture_take (fixture, "mail");

      g_assert_cmpint (action->kind, ==, kinds[i]);
      if (action->kind == DYZUR_ACTION_SEEN)
        g_assert_cmpstr (action->remote_ids[0], ==, "a@x");
      if (action->kind == DYZUR_ACTION_LABELS)
        g_assert_cmpstr (action->labels[0], ==, "zwrot");
      store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, NULL, -1);
    }
}

/* Undo: the records of before, applied again; what nobody had taken is replaced, not piled up. */
static void
test_change_undo (StoreFixture  *fixture,
                  gconstpointer  data)
{
  DyzurConversationChange resolve = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_RESOLVED };
  DyzurConversationChange reopen = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_OPEN };
  g_autoptr(DyzurAction) action = NULL;

  store_fixture_change (fixture, DESK, &resolve);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT waiting_since FROM conversations WHERE id = 2"), ==, 0);
  store_fixture_change (fixture, DESK, &reopen);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT waiting_since FROM conversations WHERE id = 2"), ==, NOON - 4000);
  action = store_fixture_take (fixture, "desk");
  g_assert_cmpint (action->status, ==, DYZUR_STATUS_OPEN);
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, NULL, -1);
  g_assert_null (store_fixture_take (fixture, "desk"));
}

static void
test_change_many (StoreFixture  *fixture,
                  gconstpointer  data)
{
  DyzurConversationChange change = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_RESOLVED };
  const gint64 ids[] = { MAIL, 4711, DESK };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) previous = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_store_change_async (fixture->store, ids, G_N_ELEMENTS (ids), &change, "Ola", NULL, store_wait_cb, &result);
  result = store_wait (&result);
  previous = dyzur_store_change_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (previous->len, ==, 2);
  g_assert_cmpint (((DyzurConversationRecord *) previous->pdata[1])->status, ==, DYZUR_STATUS_OPEN);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations WHERE status = 3"), ==, 2);
}

/* Resolved on our side while the customer was already writing: their message wins. */
static void
test_customer_overtakes (StoreFixture  *fixture,
                         gconstpointer  data)
{
  DyzurConversationChange change = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_RESOLVED };
  DyzurEvent *event = desk_event ("5", "m2", DYZUR_MESSAGE_INCOMING, "jeszcze jedno", NOON + 1);

  store_fixture_change (fixture, DESK, &change);
  event->live = TRUE;
  store_fixture_ingest (fixture, "desk", event);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT status FROM conversations WHERE id = 2"), ==, DYZUR_STATUS_OPEN);
  g_assert_null (store_fixture_take (fixture, "desk"));
}

static void
test_wake (StoreFixture  *fixture,
           gconstpointer  data)
{
  DyzurConversationChange change = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_SNOOZED,
                                     .snoozed_until = NOON + DYZUR_HOUR };
  g_autoptr(GError) error = NULL;
  gint64 next_at = -1;

  store_fixture_change (fixture, DESK, &change);
  change.snoozed_until = 0;
  store_fixture_change (fixture, MAIL, &change);
  g_assert_true (dyzur_store_wake_snoozed (fixture->store, NOON + 1, &next_at, &error));
  g_assert_cmpint (next_at, ==, NOON + DYZUR_HOUR);
  g_assert_true (dyzur_store_wake_snoozed (fixture->store, NOON + DYZUR_HOUR, &next_at, &error));
  g_assert_cmpint (next_at, ==, 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT status FROM conversations WHERE id = 2"), ==, DYZUR_STATUS_OPEN);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT last_activity_at FROM conversations WHERE id = 2"), ==,
                   NOON + DYZUR_HOUR);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT status FROM conversations WHERE id = 1"), ==,
                   DYZUR_STATUS_SNOOZED);
}

static void
test_count_waiting (StoreFixture  *fixture,
                    gconstpointer  data)
{
  DyzurConversationChange change = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_RESOLVED };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GHashTable) counts = NULL;
  g_autoptr(GError) error = NULL;

  store_fixture_send (fixture, DESK, "key-1", "raz");
  store_fixture_send (fixture, DESK, "key-2", "dwa");
  store_fixture_change (fixture, MAIL, &change);
  dyzur_store_count_waiting_async (fixture->store, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  counts = dyzur_store_count_waiting_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (counts, "desk")), ==, 2);
  g_assert_false (g_hash_table_contains (counts, "mail"));
}

static void
test_remove_account (StoreFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  store_fixture_send (fixture, DESK, "key-1", "raz");
  dyzur_store_remove_account_async (fixture->store, "desk", NULL, store_wait_cb, &result);
  result = store_wait (&result);
  g_assert_true (dyzur_store_remove_account_finish (fixture->store, result, &error));
  g_assert_null (store_fixture_take (fixture, "desk"));
  while (store_fixture_int64 (fixture, "SELECT count(*) FROM accounts") > 1)
    g_thread_yield ();
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM contacts"), ==, 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM outbox"), ==, 0);
}

/* The program ends between two states; the next start goes on from what is on the disk. */
typedef struct
{
  const char       *name;
  gboolean          take;
  gboolean          commit;
  int               settle;        /* DyzurOutboxState or -1 */
  gboolean          expect_action;
  DyzurOutboxState  expected;
  gboolean          uncertain;
} CrashCase;

static const CrashCase crash_cases[] = {
  { "queued", FALSE, FALSE, -1, TRUE, DYZUR_OUTBOX_SENDING, FALSE },
  { "sending", TRUE, FALSE, -1, TRUE, DYZUR_OUTBOX_SENDING, FALSE },
  { "committed", TRUE, TRUE, -1, TRUE, DYZUR_OUTBOX_SENDING, TRUE },
  { "accepted", TRUE, TRUE, DYZUR_OUTBOX_ACCEPTED, TRUE, DYZUR_OUTBOX_ACCEPTED, FALSE },
  { "filed", TRUE, TRUE, DYZUR_OUTBOX_FILED, FALSE, DYZUR_OUTBOX_FILED, FALSE },
  { "failed", TRUE, TRUE, DYZUR_OUTBOX_FAILED, FALSE, DYZUR_OUTBOX_FAILED, FALSE },
  { "again", TRUE, TRUE, DYZUR_OUTBOX_QUEUED, TRUE, DYZUR_OUTBOX_SENDING, TRUE },
};

static void
run_and_crash (const CrashCase *c)
{
  StoreFixture fixture = { .directory = g_strdup (g_getenv ("DYZUR_TEST_PROFILE")) };
  g_autoptr(DyzurAction) action = NULL;

  dyzur_clock_set (NOON);
  store_fixture_open (&fixture);
  store_fixture_send (&fixture, DESK, "key-1", "raz");
  if (c->take)
    action = store_fixture_take (&fixture, "desk");
  if (c->commit)
    g_assert_true (dyzur_store_commit_action (fixture.store, action->id, NULL));
  if (c->settle >= 0)
    store_fixture_settle (&fixture, action, (DyzurOutboxState) c->settle, NULL,
                          c->settle >= DYZUR_OUTBOX_FAILED ? (int) DYZUR_REMOTE_ERROR_PERMANENT
                          : c->settle == DYZUR_OUTBOX_QUEUED ? (int) DYZUR_REMOTE_ERROR_UNCERTAIN : -1);
  _exit (0);
}

static void
test_crash (StoreFixture  *fixture,
            gconstpointer  data)
{
  const CrashCase *c = data;
  g_autofree char *path = g_strconcat ("/store/outbox/crash/subprocess/", c->name, NULL);
  g_autoptr(DyzurAction) action = NULL;

  store_fixture_close (fixture);
  g_setenv ("DYZUR_TEST_PROFILE", fixture->directory, TRUE);
  g_test_trap_subprocess (path, 0, 0);
  g_test_trap_assert_passed ();
  store_fixture_open (fixture);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE client_id = 'key-1'"), ==, 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE delivery = 2"), ==, 0);
  action = store_fixture_take (fixture, "desk");
  if (!c->expect_action)
    {
      g_assert_null (action);
      return;
    }
  g_assert_cmpint (action->state, ==, c->expected);
  g_assert_cmpint (action->uncertain, ==, c->uncertain);
  g_assert_cmpstr (action->key, ==, "key-1");
}

static void
crash_child (gconstpointer data)
{
  run_and_crash (data);
}

#define add(path, func) g_test_add ("/store/outbox/" path, StoreFixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("whole-way", test_whole_way);
  add ("mail-addresses", test_mail_addresses);
  add ("mail-bounce", test_mail_bounce);
  add ("mail-only-bounce", test_mail_only_bounce);
  add ("mail-everybody", test_mail_everybody);
  add ("mail-third-person", test_mail_third_person);
  add ("same-draft-twice", test_same_draft_twice);
  add ("order", test_order);
  add ("stuck", test_stuck);
  add ("hold", test_hold);
  add ("clock-put-back", test_clock_put_back);
  add ("clock-put-back-waiting", test_clock_put_back_waiting);
  add ("undo-send-and-resolve", test_undo_send_and_resolve);
  add ("cancel-too-late", test_cancel_too_late);
  add ("reschedule", test_reschedule);
  add ("edit-refused", test_edit_refused);
  add ("retry", test_retry);
  add ("echo", test_echo);
  add ("echo-without-key-first", test_echo_without_key_first);
  add ("echo-after-failure", test_echo_after_failure);
  add ("echo-before-lost-answer", test_echo_before_lost_answer);
  add ("perhaps-arrived", test_perhaps_arrived);
  add ("perhaps-again", test_perhaps_again);
  add ("perhaps-echo", test_perhaps_echo);
  add ("refused-after-commit", test_refused_after_commit);
  add ("answer-before-receipt", test_answer_before_receipt);
  add ("change", test_change);
  add ("change-undo", test_change_undo);
  add ("change-many", test_change_many);
  add ("customer-overtakes", test_customer_overtakes);
  add ("wake", test_wake);
  add ("count-waiting", test_count_waiting);
  add ("remove-account", test_remove_account);
  for (guint i = 0; i < G_N_ELEMENTS (crash_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/store/outbox/crash/", crash_cases[i].name, NULL);
      g_autofree char *child = g_strconcat ("/store/outbox/crash/subprocess/", crash_cases[i].name, NULL);

      g_test_add (path, StoreFixture, &crash_cases[i], set_up, test_crash, tear_down);
      g_test_add_data_func (child, &crash_cases[i], crash_child);
    }

  return g_test_run ();
}
