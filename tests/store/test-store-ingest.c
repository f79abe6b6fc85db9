/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-action.h"
#include "dyzur-clock.h"
#include "store-fixture.h"

#define NOON G_GINT64_CONSTANT (1794916800000)

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  dyzur_clock_set (NOON);
  store_fixture_set_up (fixture, data);
  store_fixture_account (fixture, "mail");
  store_fixture_account (fixture, "desk");
}

static void
tear_down (StoreFixture  *fixture,
           gconstpointer  data)
{
  store_fixture_tear_down (fixture, data);
  dyzur_clock_set (0);
}

static gint64
count (StoreFixture *fixture,
       const char   *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", table);

  return store_fixture_int64 (fixture, sql);
}

static DyzurEvent *
live (DyzurEvent *event)
{
  event->live = TRUE;
  return event;
}

static void
test_first_mail (StoreFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr(DyzurConversationRecord) record = NULL;
  DyzurEvent *event = live (mail_event ("a@x", "anna@example.pl", "Gdzie jest  moja\npaczka?", NOON - 1000));

  event->contact->name = g_strdup ("Anna Kowalska");
  g_assert_cmpuint (store_fixture_ingest (fixture, "mail", event), ==, 1);
  record = store_fixture_read (fixture, 1);
  g_assert_cmpstr (record->account_id, ==, "mail");
  g_assert_cmpstr (record->contact_name, ==, "Anna Kowalska");
  g_assert_cmpstr (record->contact_address, ==, "anna@example.pl");
  g_assert_cmpstr (record->inbox_name, ==, "Sklep");
  g_assert_cmpint (record->channel, ==, DYZUR_CHANNEL_EMAIL);
  g_assert_cmpstr (record->subject, ==, "Paczka");
  g_assert_cmpstr (record->preview, ==, "Gdzie jest moja paczka?");
  g_assert_cmpuint (record->unread, ==, 1);
  g_assert_cmpint (record->waiting_since, ==, NOON - 1000);
  g_assert_cmpint (record->last_activity_at, ==, NOON - 1000);
  g_assert_cmpint (record->status, ==, DYZUR_STATUS_OPEN);
}

/* Each permutation of a thread of four that names its ancestors in different ways ends as one conversation. */
static void
test_thread_any_order (StoreFixture  *fixture,
                       gconstpointer  data)
{
  static const char * const keys[] = { "m1@x", "m2@x m1@x m1@x", "m3@x m2@x", "m4@x m3@x m1@x m2@x m3@x" };
  static const guint orders[][4] = {
    { 0, 1, 2, 3 }, { 3, 2, 1, 0 }, { 2, 0, 3, 1 }, { 1, 3, 0, 2 }, { 2, 3, 0, 1 }, { 3, 0, 1, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      for (guint j = 0; j < 4; j++)
        {
          g_autofree char *prefixed = g_strdup_printf ("%u%s", i, keys[orders[i][j]]);
          g_autoptr(GString) all = g_string_new (prefixed);
          g_autofree char *spaced = g_strdup_printf (" %u", i);

          g_string_replace (all, " ", spaced, 0);
          store_fixture_ingest (fixture, "mail",
                                mail_event (all->str, "anna@example.pl", "tekst", NOON + orders[i][j] * 1000));
        }
      g_assert_cmpint (count (fixture, "conversations"), ==, i + 1);
      g_assert_cmpint (count (fixture, "messages"), ==, 4 * (i + 1));
    }
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT max(created_at) FROM conversations"), ==, NOON);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT min(last_activity_at) FROM conversations"), ==, NOON + 3000);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT min(unread) FROM conversations"), ==, 4);
}

/* The message that ties two halves comes last; another customer's talk is never drawn in. */
static void
test_thread_two_halves (StoreFixture  *fixture,
                        gconstpointer  data)
{
  store_fixture_ingest (fixture, "mail", mail_event ("c@x p@x", "anna@example.pl", "trzecia", NOON + 2));
  store_fixture_ingest (fixture, "mail", mail_event ("b@x r@x", "anna@example.pl", "druga", NOON + 1));
  g_assert_cmpint (count (fixture, "conversations"), ==, 2);
  store_fixture_ingest (fixture, "mail", mail_event ("p@x r@x", "anna@example.pl", "pierwsza", NOON));
  g_assert_cmpint (count (fixture, "conversations"), ==, 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT unread FROM conversations"), ==, 3);

  store_fixture_ingest (fixture, "mail", mail_event ("z@x q@x", "marek@example.pl", "obca", NOON));
  store_fixture_ingest (fixture, "mail", mail_event ("d@x c@x q@x", "anna@example.pl", "czwarta", NOON + 3));
  g_assert_cmpint (count (fixture, "conversations"), ==, 2);
}

static void
test_again_changes_nothing (StoreFixture  *fixture,
                            gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  const char *sql = "SELECT json_group_array(json_array(id, unread, waiting_since, last_activity_at, preview, status)) "
                    "FROM conversations";

  for (guint i = 0; i < 2; i++)
    {
      char **place = i == 0 ? &before : &after;

      g_assert_cmpuint (store_fixture_ingest (fixture, "mail", live (mail_event ("a@x", "anna@example.pl", "raz", NOON))),
                        ==, i == 0);
      store_fixture_ingest (fixture, "mail", mail_event ("b@x a@x", "anna@example.pl", "dwa", NOON + 5));
      store_fixture_ingest (fixture, "desk", conversation_event ("11", DYZUR_STATUS_PENDING));
      store_fixture_ingest (fixture, "desk", desk_event ("11", "m1", DYZUR_MESSAGE_INCOMING, "hej", NOON));
      store_fixture_ingest (fixture, "desk", desk_event ("11", "m2", DYZUR_MESSAGE_OUTGOING, "dzień dobry", NOON + 7));
      store_fixture_ingest (fixture, "desk", desk_event ("11", NULL, DYZUR_MESSAGE_NOTE, "bez nazwy", NOON + 8));
      *place = store_fixture_text (fixture, sql);
    }
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (count (fixture, "messages"), ==, 5);
  g_assert_cmpint (count (fixture, "contacts"), ==, 2);
}

/* History comes newest first: words, activity and who waits must not depend on the order. */
static void
test_newest_first (StoreFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr(DyzurConversationRecord) record = NULL;

  store_fixture_ingest (fixture, "desk", conversation_event ("5", DYZUR_STATUS_OPEN));
  store_fixture_ingest (fixture, "desk", desk_event ("5", "m4", DYZUR_MESSAGE_INCOMING, "halo?", NOON + 4));
  store_fixture_ingest (fixture, "desk", desk_event ("5", "m3", DYZUR_MESSAGE_INCOMING, "a zwrot?", NOON + 3));
  store_fixture_ingest (fixture, "desk", desk_event ("5", "m2", DYZUR_MESSAGE_OUTGOING, "wysłana", NOON + 2));
  store_fixture_ingest (fixture, "desk", desk_event ("5", "m1", DYZUR_MESSAGE_INCOMING, "gdzie paczka?", NOON + 1));
  record = store_fixture_read (fixture, 1);
  g_assert_cmpstr (record->preview, ==, "halo?");
  g_assert_cmpint (record->last_activity_at, ==, NOON + 4);
  g_assert_cmpint (record->waiting_since, ==, NOON + 3);
  g_assert_cmpint (record->created_at, ==, NOON + 1);
}

/* An answer between two questions that were known before it. */
static void
test_answer_in_between (StoreFixture  *fixture,
                        gconstpointer  data)
{
  g_autoptr(DyzurConversationRecord) record = NULL;

  store_fixture_ingest (fixture, "desk", desk_event ("5", "m1", DYZUR_MESSAGE_INCOMING, "raz", NOON + 1));
  store_fixture_ingest (fixture, "desk", desk_event ("5", "m3", DYZUR_MESSAGE_INCOMING, "trzy", NOON + 3));
  store_fixture_ingest (fixture, "desk", desk_event ("5", "m2", DYZUR_MESSAGE_OUTGOING, "dwa", NOON + 2));
  record = store_fixture_read (fixture, 1);
  g_assert_cmpint (record->waiting_since, ==, NOON + 3);
}

typedef struct
{
  const char  *name;
  DyzurStatus  status;
  gboolean     live;
  gboolean     automatic;
  gboolean     bot_active;
  DyzurStatus  expected;
} ReopenCase;

static const ReopenCase reopen_cases[] = {
  { "resolved", DYZUR_STATUS_RESOLVED, TRUE, FALSE, FALSE, DYZUR_STATUS_OPEN },
  { "snoozed", DYZUR_STATUS_SNOOZED, TRUE, FALSE, FALSE, DYZUR_STATUS_OPEN },
  { "pending", DYZUR_STATUS_PENDING, TRUE, FALSE, FALSE, DYZUR_STATUS_OPEN },
  { "open", DYZUR_STATUS_OPEN, TRUE, FALSE, FALSE, DYZUR_STATUS_OPEN },
  { "history", DYZUR_STATUS_RESOLVED, FALSE, FALSE, FALSE, DYZUR_STATUS_RESOLVED },
  { "auto-reply", DYZUR_STATUS_RESOLVED, TRUE, TRUE, FALSE, DYZUR_STATUS_RESOLVED },
  { "with-bot", DYZUR_STATUS_PENDING, TRUE, FALSE, TRUE, DYZUR_STATUS_PENDING },
};

static void
test_reopen (StoreFixture  *fixture,
             gconstpointer  data)
{
  const ReopenCase *c = data;
  DyzurEvent *event = conversation_event ("5", c->status);
  gboolean reopened = c->status != c->expected;

  event->conversation->bot_active = c->bot_active;
  store_fixture_ingest (fixture, "desk", event);
  event = desk_event ("5", "m1", DYZUR_MESSAGE_INCOMING, "jeszcze jedno", NOON);
  event->live = c->live;
  event->message->automatic = c->automatic;
  store_fixture_ingest (fixture, "desk", event);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT status FROM conversations"), ==, c->expected);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE kind = 3 AND activity = 3"), ==,
                   reopened);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT waiting_since > 0 FROM conversations"), ==,
                   c->expected != DYZUR_STATUS_RESOLVED && !c->automatic);
}

/* The remote's own word of the reopening joins ours. */
static void
test_activity_echo (StoreFixture  *fixture,
                    gconstpointer  data)
{
  DyzurEvent *event;

  store_fixture_ingest (fixture, "desk", conversation_event ("5", DYZUR_STATUS_RESOLVED));
  store_fixture_ingest (fixture, "desk", live (desk_event ("5", "m1", DYZUR_MESSAGE_INCOMING, "hej", NOON)));
  event = desk_event ("5", "m2", DYZUR_MESSAGE_ACTIVITY, "", NOON + 1500);
  event->message->activity = DYZUR_ACTIVITY_REOPENED;
  store_fixture_ingest (fixture, "desk", event);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE kind = 3"), ==, 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE remote_id = 'm2'"), ==, 1);
}

static DyzurEvent *
passing_event (DyzurEventKind  kind,
               const char     *remote_id,
               DyzurDelivery   delivery)
{
  DyzurEvent *event = dyzur_event_new (kind);

  event->message = dyzur_message_record_new ();
  event->message->remote_id = g_strdup (remote_id);
  event->message->delivery = delivery;
  return event;
}

static void
test_delivery_forward_only (StoreFixture  *fixture,
                            gconstpointer  data)
{
  static const struct
  {
    DyzurDelivery told;
    DyzurDelivery expected;
  } steps[] = {
    { DYZUR_DELIVERY_DELIVERED, DYZUR_DELIVERY_DELIVERED }, { DYZUR_DELIVERY_SENT, DYZUR_DELIVERY_DELIVERED },
    { DYZUR_DELIVERY_FAILED, DYZUR_DELIVERY_DELIVERED }, { DYZUR_DELIVERY_READ, DYZUR_DELIVERY_READ },
    { DYZUR_DELIVERY_DELIVERED, DYZUR_DELIVERY_READ }, { DYZUR_DELIVERY_NONE, DYZUR_DELIVERY_READ },
  };

  store_fixture_ingest (fixture, "desk", desk_event ("5", "m1", DYZUR_MESSAGE_OUTGOING, "hej", NOON));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      store_fixture_ingest (fixture, "desk", passing_event (DYZUR_EVENT_DELIVERY, "m1", steps[i].told));
      g_assert_cmpint (store_fixture_int64 (fixture, "SELECT delivery FROM messages"), ==, steps[i].expected);
    }
}

/* A refusal the remote tells later: the reason stays, and the customer waits again. */
static void
test_delivery_refused (StoreFixture  *fixture,
                       gconstpointer  data)
{
  g_autofree char *failure = NULL;
  DyzurEvent *event;

  store_fixture_ingest (fixture, "desk", desk_event ("5", "m1", DYZUR_MESSAGE_INCOMING, "halo", NOON));
  store_fixture_ingest (fixture, "desk", desk_event ("5", "m2", DYZUR_MESSAGE_OUTGOING, "hej", NOON + 1));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT waiting_since FROM conversations"), ==, 0);
  event = passing_event (DYZUR_EVENT_DELIVERY, "m2", DYZUR_DELIVERY_FAILED);
  event->message->problem = DYZUR_PROBLEM_REFUSED;
  event->message->failure = g_strdup ("outside the 24 h window");
  store_fixture_ingest (fixture, "desk", event);
  failure = store_fixture_text (fixture, "SELECT problem || ' ' || failure FROM messages WHERE remote_id = 'm2'");
  g_assert_cmpstr (failure, ==, "6 outside the 24 h window");
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT waiting_since FROM conversations"), ==, NOON);
}

/* A bounce names the message it belongs to; one that names a customer's, by mistake or on purpose, says nothing. */
static void
test_bounce (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autofree char *failure = NULL;
  DyzurEvent *sent = mail_event ("ours@x a@x", "anna@example.pl", "Dzień dobry", NOON + 1), *event;

  sent->message->kind = DYZUR_MESSAGE_OUTGOING;
  sent->message->author_kind = DYZUR_AUTHOR_AGENT;
  sent->message->delivery = DYZUR_DELIVERY_SENT;
  store_fixture_ingest (fixture, "mail", mail_event ("a@x", "anna@example.pl", "Halo?", NOON));
  store_fixture_ingest (fixture, "mail", sent);
  event = passing_event (DYZUR_EVENT_DELIVERY, "ours@x", DYZUR_DELIVERY_FAILED);
  event->message->problem = DYZUR_PROBLEM_REFUSED;
  event->message->failure = g_strdup ("anna@example.pl: 550 5.1.1 User unknown");
  store_fixture_ingest (fixture, "mail", event);
  store_fixture_ingest (fixture, "mail", passing_event (DYZUR_EVENT_DELIVERY, "a@x", DYZUR_DELIVERY_FAILED));
  failure = store_fixture_text (fixture, "SELECT delivery || ' ' || failure FROM messages WHERE remote_id = 'ours@x'");
  g_assert_cmpstr (failure, ==, "6 anna@example.pl: 550 5.1.1 User unknown");
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT delivery FROM messages WHERE remote_id = 'a@x'"), ==, 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 1);
}

static void
test_seen (StoreFixture  *fixture,
           gconstpointer  data)
{
  DyzurEvent *event = mail_event ("a@x", "anna@example.pl", "widziana", NOON);

  event->seen = TRUE;
  store_fixture_ingest (fixture, "mail", event);
  store_fixture_ingest (fixture, "mail", mail_event ("b@x a@x", "anna@example.pl", "nowa", NOON + 1));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT unread FROM conversations"), ==, 1);
  for (guint i = 0; i < 2; i++)
    {
      event = passing_event (DYZUR_EVENT_SEEN, "b@x", DYZUR_DELIVERY_NONE);
      event->seen = TRUE;
      store_fixture_ingest (fixture, "mail", event);
      g_assert_cmpint (store_fixture_int64 (fixture, "SELECT unread FROM conversations"), ==, 0);
    }
  event = passing_event (DYZUR_EVENT_SEEN, "b@x", DYZUR_DELIVERY_NONE);
  store_fixture_ingest (fixture, "mail", event);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT unread FROM conversations"), ==, 1);
}

/* What the remote says of its conversation counts, but for what we changed and it cannot know yet. */
static void
test_remote_state (StoreFixture  *fixture,
                   gconstpointer  data)
{
  DyzurConversationChange change = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_RESOLVED };
  g_autoptr(DyzurConversationRecord) record = NULL;
  g_autoptr(DyzurAction) action = NULL;
  DyzurEvent *event = conversation_event ("5", DYZUR_STATUS_OPEN);

  event->conversation->unread = 3;
  event->conversation->labels = g_strsplit ("zwrot,pilne", ",", -1);
  store_fixture_ingest (fixture, "desk", event);
  store_fixture_change (fixture, 1, &change);
  event = conversation_event ("5", DYZUR_STATUS_OPEN);
  event->conversation->assignee_id = g_strdup ("ola");
  event->conversation->assignee_name = g_strdup ("Ola");
  event->conversation->labels = g_strsplit ("zwrot", ",", -1);
  store_fixture_ingest (fixture, "desk", event);
  record = store_fixture_read (fixture, 1);
  g_assert_cmpint (record->status, ==, DYZUR_STATUS_RESOLVED);
  g_assert_cmpstr (record->assignee_name, ==, "Ola");
  g_assert_cmpuint (record->unread, ==, 0);
  g_assert_cmpuint (g_strv_length (record->labels), ==, 1);
  g_assert_cmpint (count (fixture, "conversation_labels"), ==, 1);

  action = store_fixture_take (fixture, "desk");
  g_assert_cmpint (action->kind, ==, DYZUR_ACTION_STATUS);
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, NULL, -1);
  store_fixture_ingest (fixture, "desk", conversation_event ("5", DYZUR_STATUS_OPEN));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT status FROM conversations"), ==, DYZUR_STATUS_OPEN);
}

/* One person is found by any of their addresses; two are never made one; a login means its own platform only. */
static void
test_contacts (StoreFixture  *fixture,
               gconstpointer  data)
{
  DyzurEvent *event = mail_event ("a@x", "Anna@Example.PL", "raz", NOON);

  dyzur_contact_record_add_point (event->contact, DYZUR_POINT_PHONE, "500 100 200");
  store_fixture_ingest (fixture, "mail", event);
  event = mail_event ("b@x", "inna@example.pl", "dwa", NOON);
  dyzur_contact_record_add_point (event->contact, DYZUR_POINT_PHONE, "+48500100200");
  event->contact->name = g_strdup ("Anna Kowalska");
  store_fixture_ingest (fixture, "mail", event);
  g_assert_cmpint (count (fixture, "contacts"), ==, 1);
  g_assert_cmpint (count (fixture, "contact_points"), ==, 3);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT name = 'Anna Kowalska' FROM contacts"), ==, 1);

  store_fixture_ingest (fixture, "mail", mail_event ("c@x", "marek@example.pl", "trzy", NOON));
  event = mail_event ("d@x", "marek@example.pl", "cztery", NOON);
  dyzur_contact_record_add_point (event->contact, DYZUR_POINT_PHONE, "0048 500-100-200");
  store_fixture_ingest (fixture, "mail", event);
  g_assert_cmpint (count (fixture, "contacts"), ==, 2);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT contact_id FROM contact_points WHERE kind = 1"), ==, 1);

  store_fixture_ingest (fixture, "desk", conversation_event ("1", DYZUR_STATUS_OPEN));
  event = conversation_event ("1", DYZUR_STATUS_OPEN);
  store_fixture_ingest (fixture, "mail", event);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM contact_points WHERE kind = 2"), ==, 2);
}

static void
test_attachment (StoreFixture  *fixture,
                 gconstpointer  data)
{
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      DyzurEvent *event = mail_event (i == 0 ? "a@x" : "b@x a@x", "anna@example.pl", "", NOON + i);
      DyzurAttachment *attachment = dyzur_attachment_new ("paragon żółty.pdf", "application/pdf");

      attachment->bytes = g_bytes_new_static ("%PDF-1.4", 8);
      event->message->attachments = dyzur_attachments_new ();
      g_ptr_array_add (event->message->attachments, attachment);
      store_fixture_ingest (fixture, "mail", event);
    }
  g_assert_cmpint (count (fixture, "attachments"), ==, 2);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(DISTINCT file) FROM attachments"), ==, 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT preview = 'paragon żółty.pdf' FROM conversations"), ==, 1);
  file = store_fixture_text (fixture, "SELECT file FROM attachments");
  path = g_build_filename (fixture->directory, "attachments", file, NULL);
  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (contents, ==, "%PDF-1.4");
}

/* What is no UTF-8 is cleaned, what has no name is passed over: nothing a remote says stops the rest. */
static void
test_strange_events (StoreFixture  *fixture,
                     gconstpointer  data)
{
  DyzurEvent *event = desk_event ("5", "m1", DYZUR_MESSAGE_INCOMING, "\xff\xfe zł", NOON);

  store_fixture_ingest (fixture, "desk", event);
  store_fixture_ingest (fixture, "desk", dyzur_event_new (DYZUR_EVENT_MESSAGE));
  store_fixture_ingest (fixture, "desk", dyzur_event_new (DYZUR_EVENT_CONVERSATION));
  store_fixture_ingest (fixture, "desk", dyzur_event_new (DYZUR_EVENT_DELIVERY));
  store_fixture_ingest (fixture, "desk", dyzur_event_new (DYZUR_EVENT_SEEN));
  store_fixture_ingest (fixture, "desk", dyzur_event_new (DYZUR_EVENT_REMOVED));
  store_fixture_ingest (fixture, "desk", dyzur_event_new (DYZUR_EVENT_AGENT));
  store_fixture_ingest (fixture, "desk", passing_event (DYZUR_EVENT_REMOVED, "nobody", DYZUR_DELIVERY_NONE));
  g_assert_cmpint (count (fixture, "messages"), ==, 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT text LIKE '% zł' FROM messages"), ==, 1);
  store_fixture_ingest (fixture, "desk", passing_event (DYZUR_EVENT_REMOVED, "m1", DYZUR_DELIVERY_NONE));
  g_assert_cmpint (count (fixture, "messages"), ==, 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT unread + waiting_since FROM conversations"), ==, 0);
}

static void
test_cursor (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *cursor = NULL;

  g_assert_null (dyzur_store_dup_cursor (fixture->store, "mail", &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 450; i++)
    {
      g_autofree char *key = g_strdup_printf ("m%u@x", i);

      g_ptr_array_add (events, mail_event (key, "anna@example.pl", "tekst", NOON + i));
    }
  dyzur_store_ingest (fixture->store, "mail", events, "uid 450", NULL, &error);
  g_assert_no_error (error);
  cursor = dyzur_store_dup_cursor (fixture->store, "mail", &error);
  g_assert_cmpstr (cursor, ==, "uid 450");
  g_assert_cmpint (count (fixture, "messages"), ==, 450);
}

static void
test_unknown_account (StoreFixture  *fixture,
                      gconstpointer  data)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  g_autoptr(GError) error = NULL;

  g_assert_false (dyzur_store_ingest (fixture->store, "nobody", events, "1", NULL, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND);
}

#define add(path, func) g_test_add ("/store/ingest/" path, StoreFixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("first-mail", test_first_mail);
  add ("thread-any-order", test_thread_any_order);
  add ("thread-two-halves", test_thread_two_halves);
  add ("again-changes-nothing", test_again_changes_nothing);
  add ("newest-first", test_newest_first);
  add ("answer-in-between", test_answer_in_between);
  for (guint i = 0; i < G_N_ELEMENTS (reopen_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/store/ingest/reopen/%s", reopen_cases[i].name);

      g_test_add (path, StoreFixture, &reopen_cases[i], set_up, test_reopen, tear_down);
    }
  add ("activity-echo", test_activity_echo);
  add ("delivery-forward-only", test_delivery_forward_only);
  add ("delivery-refused", test_delivery_refused);
  add ("bounce", test_bounce);
  add ("seen", test_seen);
  add ("remote-state", test_remote_state);
  add ("contacts", test_contacts);
  add ("attachment", test_attachment);
  add ("strange-events", test_strange_events);
  add ("cursor", test_cursor);
  add ("unknown-account", test_unknown_account);

  return g_test_run ();
}
