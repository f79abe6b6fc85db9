/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-clock.h"
#include "practice-fixture.h"

static void
tear_down (Listener      *listener,
           gconstpointer  data)
{
  listener_clear (listener);
}

static void
set_up (Listener      *listener,
        gconstpointer  data)
{
  listener_init (listener, START_AT, 1);
}

static void
test_newest_first (Listener      *listener,
                   gconstpointer  data)
{
  gint64 last = G_MAXINT64;
  const char *open = NULL;
  guint n = 0;

  listener_sync (listener);
  for (guint i = 0; i < listener->events->len; i++)
    {
      const DyzurEvent *event = g_ptr_array_index (listener->events, i);

      g_assert_false (event->live);
      if (event->kind == DYZUR_EVENT_MESSAGE)
        g_assert_cmpstr (event->message->conversation_remote_id, ==, open);
      if (event->kind != DYZUR_EVENT_CONVERSATION)
        continue;
      g_assert_cmpint (event->conversation->last_activity_at, <=, last);
      g_assert_nonnull (event->contact);
      last = event->conversation->last_activity_at;
      open = event->conversation->remote_id;
      n++;
    }
  g_assert_cmpuint (n, >=, 60);
}

/* Batches are small enough that the first screenful is there at once */
static void
test_batches (Listener      *listener,
              gconstpointer  data)
{
  listener_sync (listener);
  g_assert_cmpuint (listener->sizes->len, >, 4);
  for (guint i = 0; i + 2 < listener->sizes->len; i++)
    {
      guint size = GPOINTER_TO_UINT (g_ptr_array_index (listener->sizes, i));

      g_assert_cmpuint (size, >=, 50);
      g_assert_cmpuint (size, <=, 75);
    }
}

static void
test_nothing_new (Listener      *listener,
                  gconstpointer  data)
{
  listener_sync (listener);
  listener_forget (listener);
  listener_sync (listener);
  g_assert_cmpuint (listener->events->len, ==, 0);
}

static guint
count_kind (Listener       *listener,
            DyzurEventKind  kind)
{
  guint n = 0;

  for (guint i = 0; i < listener->events->len; i++)
    n += ((DyzurEvent *) g_ptr_array_index (listener->events, i))->kind == kind;
  return n;
}

/* A sync that broke off goes on behind what was stored, neither more nor less */
static void
test_resumes (Listener      *listener,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  Listener whole;
  g_autofree char *in_parts = NULL;
  g_autofree char *at_once = NULL;

  listener->stop_after = 2;
  g_assert_false (dyzur_connector_sync (DYZUR_CONNECTOR (listener->practice), NULL, listener_take, listener, NULL,
                                        &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  listener->stop_after = 0;
  listener_sync (listener);

  listener_init (&whole, START_AT, 1);
  listener_sync (&whole);
  in_parts = listener_print (listener);
  at_once = listener_print (&whole);
  g_assert_cmpstr (in_parts, ==, at_once);
  listener_clear (&whole);
}

static void
play_a_day (Listener *listener)
{
  g_autoptr(DyzurAction) reply = new_reply ("c-003", "key-1", "Wysyłam nowy kubek.");
  g_auto(DyzurReceipt) receipt = { 0 };

  listener_sync (listener);
  listener_pass (listener, 2 * DYZUR_MINUTE);
  g_assert_true (dyzur_connector_deliver (DYZUR_CONNECTOR (listener->practice), reply, &receipt, NULL, NULL));
  for (guint i = 0; i < 8; i++)
    listener_pass (listener, DYZUR_HOUR);
}

static void
test_reproducible (Listener      *listener,
                   gconstpointer  data)
{
  Listener again;
  Listener other;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  listener_init (&again, START_AT, 1);
  listener_init (&other, START_AT, 2);
  play_a_day (listener);
  play_a_day (&again);
  play_a_day (&other);
  first = listener_print (listener);
  second = listener_print (&again);
  third = listener_print (&other);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, third);
  listener_clear (&again);
  listener_clear (&other);
}

/* However the same time passes, the same happens */
static void
test_steps_do_not_matter (Listener      *listener,
                          gconstpointer  data)
{
  Listener fine;
  g_autofree char *coarse_day = NULL;
  g_autofree char *fine_day = NULL;

  listener_init (&fine, START_AT, 1);
  for (guint i = 0; i < 600; i++)
    dyzur_practice_advance (fine.practice, 30 * DYZUR_SECOND);
  dyzur_practice_advance (listener->practice, 300 * DYZUR_MINUTE);
  listener_sync (listener);
  listener_sync (&fine);
  coarse_day = listener_print (listener);
  fine_day = listener_print (&fine);
  g_assert_cmpstr (coarse_day, ==, fine_day);
  listener_clear (&fine);
}

static void
test_day_goes_on (Listener      *listener,
                  gconstpointer  data)
{
  g_autoptr(GHashTable) begun = g_hash_table_new (g_str_hash, g_str_equal);

  listener_sync (listener);
  listener_forget (listener);
  listener_pass (listener, DYZUR_MINUTE);
  g_assert_cmpuint (listener->events->len, >, 0);
  g_assert_true (((DyzurEvent *) g_ptr_array_index (listener->events, 0))->live);
  for (guint i = 0; i < 48; i++)
    listener_pass (listener, 10 * DYZUR_MINUTE);
  for (guint i = 0; i < listener->events->len; i++)
    {
      const DyzurEvent *event = g_ptr_array_index (listener->events, i);

      if (event->kind == DYZUR_EVENT_CONVERSATION && g_str_has_prefix (event->conversation->remote_id, "o-"))
        g_hash_table_add (begun, event->conversation->remote_id);
    }
  g_assert_cmpuint (g_hash_table_size (begun), >=, 20);
  g_assert_cmpuint (count_kind (listener, DYZUR_EVENT_AGENT), >=, 6);
}

/* What was caught up with long after it happened must not alarm */
static void
test_late_is_not_live (Listener      *listener,
                       gconstpointer  data)
{
  const DyzurEvent *event;

  listener_sync (listener);
  listener_forget (listener);
  listener_pass (listener, 3 * DYZUR_HOUR);
  event = listener_find (listener, DYZUR_EVENT_MESSAGE, "c-029");
  g_assert_nonnull (event);
  g_assert_false (event->live);
}

static void
change_status (Listener    *listener,
               const char  *conversation_id,
               DyzurStatus  status)
{
  g_autoptr(DyzurAction) action = new_action (DYZUR_ACTION_STATUS, conversation_id, "status");
  g_auto(DyzurReceipt) receipt = { 0 };

  action->status = status;
  g_assert_true (dyzur_connector_deliver (DYZUR_CONNECTOR (listener->practice), action, &receipt, NULL, NULL));
}

static void
change_labels (Listener          *listener,
               const char        *conversation_id,
               const char * const *labels)
{
  g_autoptr(DyzurAction) action = new_action (DYZUR_ACTION_LABELS, conversation_id, "labels");
  g_auto(DyzurReceipt) receipt = { 0 };

  action->labels = g_strdupv ((char **) labels);
  g_assert_true (dyzur_connector_deliver (DYZUR_CONNECTOR (listener->practice), action, &receipt, NULL, NULL));
}

/* The next day the shop opens anew: no history once more, and nothing people did is taken back */
static void
test_next_day (Listener      *listener,
               gconstpointer  data)
{
  const char * const labels[] = { "dostawa", "gest dobrej woli; 50% | ekstra:tak", NULL };
  gint64 next_start = START_AT + DYZUR_DAY + 3 * DYZUR_HOUR;
  Listener next;
  const DyzurConversationRecord *record;
  gint64 laid;

  listener_sync (listener);
  laid = listener_find (listener, DYZUR_EVENT_CONVERSATION, "c-001")->conversation->created_at;
  change_status (listener, "c-003", DYZUR_STATUS_RESOLVED);
  change_labels (listener, "c-001", labels);
  listener_sync (listener);

  listener_init (&next, next_start, 1);
  next.cursor = g_strdup (listener->cursor);
  listener_pass (&next, DYZUR_SECOND);
  g_assert_cmpuint (count_kind (&next, DYZUR_EVENT_MESSAGE), ==, 0);

  change_status (&next, "c-001", DYZUR_STATUS_PENDING);
  listener_pass (&next, 2 * DYZUR_HOUR);
  record = listener_find (&next, DYZUR_EVENT_CONVERSATION, "c-001")->conversation;
  g_assert_cmpint (record->status, ==, DYZUR_STATUS_PENDING);
  g_assert_cmpint (record->created_at, ==, laid);
  g_assert_true (g_strv_equal ((const char * const *) record->labels, labels));
  g_assert_null (listener_find (&next, DYZUR_EVENT_CONVERSATION, "c-003"));
  g_assert_null (listener_find (&next, DYZUR_EVENT_CONVERSATION, "c-041"));
  listener_clear (&next);
}

/* What is said, without the moment at which it is */
static char *
print_words (Listener *listener)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < listener->events->len; i++)
    {
      const DyzurEvent *event = g_ptr_array_index (listener->events, i);

      if (event->kind == DYZUR_EVENT_MESSAGE)
        g_string_append_printf (out, "%s %s\n", event->message->remote_id, event->message->text);
    }
  return g_string_free (out, FALSE);
}

static void
reply (Listener   *listener,
       const char *conversation_id,
       const char *key)
{
  g_autoptr(DyzurAction) action = new_reply (conversation_id, key, "Już odpisuję.");
  g_auto(DyzurReceipt) receipt = { 0 };

  g_assert_true (dyzur_connector_deliver (DYZUR_CONNECTOR (listener->practice), action, &receipt, NULL, NULL));
}

/* Closed and opened again, the shop goes on as if nothing had been */
static void
test_same_day (Listener      *listener,
               gconstpointer  data)
{
  Listener later;
  g_autofree char *uninterrupted = NULL;
  g_autofree char *interrupted = NULL;

  listener_sync (listener);
  reply (listener, "c-005", "key-1");
  change_status (listener, "c-023", DYZUR_STATUS_RESOLVED);
  listener_pass (listener, 21 * DYZUR_MINUTE);

  listener_init (&later, START_AT, 1);
  later.cursor = g_strdup (listener->cursor);
  listener_sync (&later);
  g_assert_cmpuint (count_kind (&later, DYZUR_EVENT_MESSAGE), ==, 0);
  g_assert_cmpuint (count_kind (&later, DYZUR_EVENT_AGENT), >=, 4);

  listener_forget (listener);
  for (guint i = 0; i < 12; i++)
    {
      listener_pass (listener, 10 * DYZUR_MINUTE);
      listener_pass (&later, 10 * DYZUR_MINUTE);
    }
  uninterrupted = print_words (listener);
  interrupted = print_words (&later);
  g_assert_cmpuint (strlen (uninterrupted), >, 1000);
  g_assert_cmpstr (interrupted, ==, uninterrupted);
  g_assert_null (strstr (interrupted, "c-023"));
  listener_clear (&later);
}

/* What is written after the shop was closed never takes the place of what was written before */
static void
test_new_ids (Listener      *listener,
              gconstpointer  data)
{
  g_autofree char *first = NULL;
  Listener later;

  listener_sync (listener);
  reply (listener, "c-006", "key-1");
  listener_sync (listener);
  first = g_strdup (listener_find_ours (listener, "key-1")->message->remote_id);

  listener_init (&later, START_AT, 1);
  later.cursor = g_strdup (listener->cursor);
  listener_sync (&later);
  reply (&later, "c-006", "key-2");
  listener_sync (&later);
  g_assert_cmpstr (listener_find_ours (&later, "key-2")->message->remote_id, !=, first);
  listener_clear (&later);
}

/* An answer that was on its way when the program ended still comes, and bears the time at which it does */
static void
test_answer_still_comes (Listener      *listener,
                         gconstpointer  data)
{
  Listener later = { .events = dyzur_events_new (), .sizes = g_ptr_array_new () };
  const DyzurEvent *event;

  listener_sync (listener);
  reply (listener, "c-003", "key-1");
  listener_sync (listener);
  dyzur_clock_set (START_AT + 2 * DYZUR_HOUR);
  later.practice = dyzur_practice_new (START_AT, 1, 1);
  later.cursor = g_strdup (listener->cursor);
  listener_sync (&later);
  dyzur_clock_set (START_AT + 2 * DYZUR_HOUR + 5 * DYZUR_MINUTE);
  listener_sync (&later);
  dyzur_clock_set (START_AT);
  event = listener_find (&later, DYZUR_EVENT_MESSAGE, "c-003");
  g_assert_nonnull (event);
  g_assert_cmpint (event->message->kind, ==, DYZUR_MESSAGE_INCOMING);
  g_assert_cmpint (event->message->sent_at, >, START_AT + 2 * DYZUR_HOUR);
  listener_clear (&later);
}

/* A conversation that began yesterday can be answered today */
static void
test_yesterdays_opening (Listener      *listener,
                         gconstpointer  data)
{
  g_autoptr(DyzurAction) reply = new_reply ("o-01-abc123", "key", "Dzień dobry");
  g_auto(DyzurReceipt) receipt = { 0 };
  g_autoptr(GError) error = NULL;

  listener_sync (listener);
  dyzur_connector_deliver (DYZUR_CONNECTOR (listener->practice), reply, &receipt, NULL, &error);
  g_assert_no_error (error);
  listener_pass (listener, 5 * DYZUR_MINUTE);
  g_assert_nonnull (listener_find_ours (listener, "key"));
}

static void
test_foreign_cursor (Listener      *listener,
                     gconstpointer  data)
{
  listener->cursor = g_strdup ("Wszystko płynie");
  listener_sync (listener);
  g_assert_cmpuint (count_kind (listener, DYZUR_EVENT_CONVERSATION), >=, 60);
}

#define ADD(path, func) g_test_add ("/practice/sync/" path, Listener, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dyzur_clock_set (START_AT);
  ADD ("newest-first", test_newest_first);
  ADD ("batches", test_batches);
  ADD ("nothing-new", test_nothing_new);
  ADD ("resumes", test_resumes);
  ADD ("reproducible", test_reproducible);
  ADD ("steps-do-not-matter", test_steps_do_not_matter);
  ADD ("day-goes-on", test_day_goes_on);
  ADD ("late-is-not-live", test_late_is_not_live);
  ADD ("next-day", test_next_day);
  ADD ("same-day", test_same_day);
  ADD ("new-ids", test_new_ids);
  ADD ("answer-still-comes", test_answer_still_comes);
  ADD ("yesterdays-opening", test_yesterdays_opening);
  ADD ("foreign-cursor", test_foreign_cursor);
  return g_test_run ();
}
