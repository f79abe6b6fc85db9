/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "practice-fixture.h"

static void
set_up (Listener      *listener,
        gconstpointer  data)
{
  listener_init (listener, START_AT, 7);
  listener_sync (listener);
}

static void
tear_down (Listener      *listener,
           gconstpointer  data)
{
  listener_clear (listener);
}

static void
deliver (Listener          *listener,
         const DyzurAction *action)
{
  g_auto(DyzurReceipt) receipt = { 0 };
  g_autoptr(GError) error = NULL;

  dyzur_connector_deliver (DYZUR_CONNECTOR (listener->practice), action, &receipt, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (receipt.filed);
  listener_sync (listener);
}

static const DyzurConversationRecord *
state_of (Listener   *listener,
          const char *conversation_id)
{
  return listener_find (listener, DYZUR_EVENT_CONVERSATION, conversation_id)->conversation;
}

static const DyzurMessageRecord *
last_message (Listener   *listener,
              const char *conversation_id)
{
  return listener_find (listener, DYZUR_EVENT_MESSAGE, conversation_id)->message;
}

static void
test_reply_echoes (Listener      *listener,
                   gconstpointer  data)
{
  g_autoptr(DyzurAction) reply = new_reply ("c-003", "key-1", "Nowy kubek wychodzi dzisiaj.");
  g_auto(DyzurReceipt) receipt = { 0 };
  const DyzurEvent *echo;

  g_assert_cmpint (state_of (listener, "c-003")->waiting_since, !=, 0);
  listener_forget (listener);
  g_assert_true (dyzur_connector_deliver (DYZUR_CONNECTOR (listener->practice), reply, &receipt, NULL, NULL));
  listener_sync (listener);

  echo = listener_find_ours (listener, "key-1");
  g_assert_cmpint (echo->kind, ==, DYZUR_EVENT_MESSAGE);
  g_assert_cmpstr (echo->message->remote_id, ==, receipt.remote_id);
  g_assert_cmpstr (echo->message->text, ==, "Nowy kubek wychodzi dzisiaj.");
  g_assert_cmpint (echo->message->kind, ==, DYZUR_MESSAGE_OUTGOING);
  g_assert_cmpint (echo->message->delivery, ==, DYZUR_DELIVERY_SENT);
  g_assert_cmpstr (echo->message->author_id, ==, DYZUR_PRACTICE_ME);
  g_assert_cmpint (state_of (listener, "c-003")->waiting_since, ==, 0);
  g_assert_cmpint (state_of (listener, "c-003")->due_at, ==, 0);
  g_assert_cmpuint (state_of (listener, "c-003")->unread, ==, 0);
}

/* sent, delivered, read, in that order, and then the customer's words */
static void
test_customer_reads_and_answers (Listener      *listener,
                                 gconstpointer  data)
{
  const char * const talks[] = { "c-002", "c-003", "c-004", "c-005", "c-007", "c-009", "c-019", "c-024", "c-031" };
  guint answered = 0;

  for (guint i = 0; i < G_N_ELEMENTS (talks); i++)
    {
      g_autoptr(DyzurAction) reply = new_reply (talks[i], talks[i], "Już sprawdzam.");
      const DyzurMessageRecord *last;

      deliver (listener, reply);
      listener_pass (listener, 4 * DYZUR_SECOND);
      g_assert_cmpint (listener_find_ours (listener, talks[i])->message->delivery, ==, DYZUR_DELIVERY_DELIVERED);
      listener_pass (listener, 10 * DYZUR_SECOND);
      g_assert_cmpint (listener_find_ours (listener, talks[i])->message->delivery, ==, DYZUR_DELIVERY_READ);
      g_assert_cmpint (listener_find_ours (listener, talks[i])->kind, ==, DYZUR_EVENT_DELIVERY);
      listener_pass (listener, 6 * DYZUR_MINUTE);
      last = last_message (listener, talks[i]);
      if (last->kind == DYZUR_MESSAGE_INCOMING)
        {
          g_assert_cmpint (state_of (listener, talks[i])->waiting_since, ==, last->sent_at);
          answered++;
        }
    }
  g_assert_cmpuint (answered, >=, 6);
}

static void
test_mail_is_only_sent (Listener      *listener,
                        gconstpointer  data)
{
  g_autoptr(DyzurAction) reply = new_reply ("c-001", "key", "Zleciłam poszukiwanie.");

  deliver (listener, reply);
  listener_pass (listener, DYZUR_HOUR);
  g_assert_cmpint (listener_find_ours (listener, "key")->kind, ==, DYZUR_EVENT_MESSAGE);
  g_assert_cmpint (last_message (listener, "c-001")->kind, ==, DYZUR_MESSAGE_INCOMING);
  g_assert_nonnull (last_message (listener, "c-001")->to);
}

/* The same answer is not given twice, and there is an end to them */
static void
test_answers_end (Listener      *listener,
                  gconstpointer  data)
{
  guint n = 0;

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *key = g_strdup_printf ("key-%u", i);
      g_autoptr(DyzurAction) reply = new_reply ("c-003", key, "Dziękuję!");

      deliver (listener, reply);
      listener_forget (listener);
      listener_pass (listener, 10 * DYZUR_MINUTE);
      if (listener_find (listener, DYZUR_EVENT_MESSAGE, "c-003") != NULL)
        n++;
    }
  g_assert_cmpuint (n, ==, 2);
}

static void
test_note (Listener      *listener,
           gconstpointer  data)
{
  g_autoptr(DyzurAction) note = new_reply ("c-010", "note-1", "@Zuzanna, znasz tę sprawę?");
  gint64 waiting_since = state_of (listener, "c-010")->waiting_since;

  note->kind = DYZUR_ACTION_NOTE;
  deliver (listener, note);
  g_assert_cmpint (listener_find_ours (listener, "note-1")->message->kind, ==, DYZUR_MESSAGE_NOTE);
  g_assert_cmpint (listener_find_ours (listener, "note-1")->message->delivery, ==, DYZUR_DELIVERY_NONE);
  g_assert_cmpint (state_of (listener, "c-010")->waiting_since, ==, waiting_since);
  g_assert_false (state_of (listener, "c-010")->mentioned);
}

static void
test_status (Listener      *listener,
             gconstpointer  data)
{
  g_autoptr(DyzurAction) action = new_action (DYZUR_ACTION_STATUS, "c-026", "st-1");

  action->status = DYZUR_STATUS_SNOOZED;
  action->snoozed_until = START_AT + DYZUR_DAY;
  deliver (listener, action);
  g_assert_cmpint (state_of (listener, "c-026")->status, ==, DYZUR_STATUS_SNOOZED);
  g_assert_cmpint (state_of (listener, "c-026")->snoozed_until, ==, START_AT + DYZUR_DAY);
  g_assert_cmpint (last_message (listener, "c-026")->activity, ==, DYZUR_ACTIVITY_SNOOZED);
  g_assert_cmpstr (last_message (listener, "c-026")->client_id, ==, "st-1");
  g_assert_cmpint (g_ascii_strtoll (last_message (listener, "c-026")->text, NULL, 10), ==, START_AT + DYZUR_DAY);
}

static void
test_resolved_opens_again (Listener      *listener,
                           gconstpointer  data)
{
  g_autoptr(DyzurAction) reply = new_reply ("c-003", "key", "Załatwione.");
  g_autoptr(DyzurAction) resolve = new_action (DYZUR_ACTION_STATUS, "c-003", "st");

  resolve->status = DYZUR_STATUS_RESOLVED;
  deliver (listener, reply);
  deliver (listener, resolve);
  g_assert_cmpint (state_of (listener, "c-003")->status, ==, DYZUR_STATUS_RESOLVED);
  listener_pass (listener, 10 * DYZUR_MINUTE);
  g_assert_cmpint (state_of (listener, "c-003")->status, ==, DYZUR_STATUS_OPEN);
  g_assert_cmpint (last_message (listener, "c-003")->activity, ==, DYZUR_ACTIVITY_REOPENED);
  g_assert_cmpint (state_of (listener, "c-003")->waiting_since, !=, 0);
}

static void
test_assign (Listener      *listener,
             gconstpointer  data)
{
  g_autoptr(DyzurAction) give = new_action (DYZUR_ACTION_ASSIGN, "c-010", "as-1");
  g_autoptr(DyzurAction) drop = new_action (DYZUR_ACTION_ASSIGN, "c-010", "as-2");
  g_autoptr(DyzurAction) wrong = new_action (DYZUR_ACTION_ASSIGN, "c-010", "as-3");
  g_auto(DyzurReceipt) receipt = { 0 };
  g_autoptr(GError) error = NULL;

  give->assignee_id = g_strdup ("marek");
  deliver (listener, give);
  g_assert_cmpstr (state_of (listener, "c-010")->assignee_name, ==, "Marek");
  g_assert_cmpstr (last_message (listener, "c-010")->text, ==, "Marek");
  deliver (listener, drop);
  g_assert_null (state_of (listener, "c-010")->assignee_id);
  g_assert_cmpint (last_message (listener, "c-010")->activity, ==, DYZUR_ACTIVITY_UNASSIGNED);

  wrong->assignee_id = g_strdup ("krasnal");
  g_assert_false (dyzur_connector_deliver (DYZUR_CONNECTOR (listener->practice), wrong, &receipt, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
}

static void
test_labels_and_priority (Listener      *listener,
                          gconstpointer  data)
{
  g_autoptr(DyzurAction) labels = new_action (DYZUR_ACTION_LABELS, "c-010", "la");
  g_autoptr(DyzurAction) priority = new_action (DYZUR_ACTION_PRIORITY, "c-010", "pr");
  const char * const wanted[] = { "dostawa", "gest dobrej woli", NULL };
  guint activities = 0;

  labels->labels = g_strdupv ((char **) wanted);
  listener_forget (listener);
  deliver (listener, labels);
  g_assert_true (g_strv_equal ((const char * const *) state_of (listener, "c-010")->labels, wanted));
  for (guint i = 0; i < listener->events->len; i++)
    activities += ((DyzurEvent *) g_ptr_array_index (listener->events, i))->kind == DYZUR_EVENT_MESSAGE;
  g_assert_cmpuint (activities, ==, 2);

  priority->priority = DYZUR_PRIORITY_URGENT;
  deliver (listener, priority);
  g_assert_cmpint (state_of (listener, "c-010")->priority, ==, DYZUR_PRIORITY_URGENT);
}

static void
test_seen (Listener      *listener,
           gconstpointer  data)
{
  g_autoptr(DyzurAction) seen = new_action (DYZUR_ACTION_SEEN, "c-046", "se-1");
  g_autoptr(DyzurAction) unseen = new_action (DYZUR_ACTION_SEEN, "c-046", "se-2");

  g_assert_true (state_of (listener, "c-046")->mentioned);
  seen->seen = TRUE;
  deliver (listener, seen);
  g_assert_cmpuint (state_of (listener, "c-046")->unread, ==, 0);
  g_assert_false (state_of (listener, "c-046")->mentioned);
  deliver (listener, unseen);
  g_assert_cmpuint (state_of (listener, "c-046")->unread, ==, 1);
}

/* What a colleague was going to do, they leave to whoever answered first */
static void
test_taken_is_left_to_us (Listener      *listener,
                          gconstpointer  data)
{
  g_autoptr(DyzurAction) reply = new_reply ("c-005", "key", "Hej, już odpisuję.");

  deliver (listener, reply);
  listener_pass (listener, 2 * DYZUR_HOUR);
  g_assert_null (state_of (listener, "c-005")->assignee_id);
  g_assert_cmpstr (state_of (listener, "c-019")->assignee_id, ==, NULL);
}

static void
test_colleagues_work (Listener      *listener,
                      gconstpointer  data)
{
  listener_pass (listener, 2 * DYZUR_HOUR);
  g_assert_cmpstr (state_of (listener, "c-005")->assignee_id, ==, "oleh");
  g_assert_cmpint (state_of (listener, "c-041")->status, ==, DYZUR_STATUS_RESOLVED);
  g_assert_cmpint (last_message (listener, "c-041")->author_kind, ==, DYZUR_AUTHOR_AGENT);
}

static void
test_bot_gives_way (Listener      *listener,
                    gconstpointer  data)
{
  g_autoptr(DyzurAction) reply = new_reply ("c-012", "key", "Dzień dobry, tu Ola.");

  g_assert_true (state_of (listener, "c-012")->bot_active);
  g_assert_cmpuint (state_of (listener, "c-012")->unread, ==, 0);
  deliver (listener, reply);
  g_assert_false (state_of (listener, "c-012")->bot_active);
}

static void
test_window_closed (Listener      *listener,
                    gconstpointer  data)
{
  g_autoptr(DyzurAction) reply = new_reply ("c-066", "key", "Dzień dobry!");
  g_auto(DyzurReceipt) receipt = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (state_of (listener, "c-066")->reply_until, <, START_AT);
  g_assert_false (dyzur_connector_deliver (DYZUR_CONNECTOR (listener->practice), reply, &receipt, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
  g_assert_cmpuint (dyzur_practice_count_delivered (listener->practice, "key"), ==, 0);
  reply->kind = DYZUR_ACTION_NOTE;
  deliver (listener, reply);
}

static void
test_unknown_conversation (Listener      *listener,
                           gconstpointer  data)
{
  g_autoptr(DyzurAction) reply = new_reply ("c-999", "key", "Halo?");
  g_auto(DyzurReceipt) receipt = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_false (dyzur_connector_deliver (DYZUR_CONNECTOR (listener->practice), reply, &receipt, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND);
}

static void
test_lost_answer (Listener      *listener,
                  gconstpointer  data)
{
  DyzurConnector *connector = DYZUR_CONNECTOR (listener->practice);
  g_autoptr(DyzurAction) reply = new_reply ("c-003", "key", "Dzień dobry");
  g_autoptr(DyzurAction) other = new_reply ("c-003", "never-sent", "Dzień dobry");
  g_auto(DyzurReceipt) receipt = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_false (dyzur_connector_find (connector, reply, &receipt, NULL, &error));
  g_assert_no_error (error);
  dyzur_practice_lose_next_answer (listener->practice);
  g_assert_false (dyzur_connector_deliver (connector, reply, &receipt, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN);
  g_clear_error (&error);
  g_assert_null (receipt.remote_id);

  g_assert_true (dyzur_connector_find (connector, reply, &receipt, NULL, &error));
  g_assert_nonnull (receipt.remote_id);
  g_assert_false (dyzur_connector_find (connector, other, &receipt, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (dyzur_practice_count_delivered (listener->practice, "key"), ==, 1);
  deliver (listener, reply);
  g_assert_cmpuint (dyzur_practice_count_delivered (listener->practice, "key"), ==, 2);
}

static void
test_files (Listener      *listener,
            gconstpointer  data)
{
  const DyzurAttachment *picture = NULL;
  g_autoptr(DyzurAttachment) wrong = dyzur_attachment_new ("x", "image/png");
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GBytes) nothing = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < listener->events->len; i++)
    {
      const DyzurEvent *event = g_ptr_array_index (listener->events, i);

      if (event->message != NULL && event->message->attachments != NULL)
        picture = g_ptr_array_index (event->message->attachments, 0);
    }
  bytes = dyzur_connector_fetch_attachment (DYZUR_CONNECTOR (listener->practice), picture, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, picture->size);
  wrong->remote_ref = g_strdup ("../shop.json.exe");
  nothing = dyzur_connector_fetch_attachment (DYZUR_CONNECTOR (listener->practice), wrong, NULL, NULL, NULL, &error);
  g_assert_null (nothing);
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND);
}

#define ADD(path, func) g_test_add ("/practice/desk/" path, Listener, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dyzur_clock_set (START_AT);
  ADD ("reply-echoes", test_reply_echoes);
  ADD ("customer-reads-and-answers", test_customer_reads_and_answers);
  ADD ("mail-is-only-sent", test_mail_is_only_sent);
  ADD ("answers-end", test_answers_end);
  ADD ("note", test_note);
  ADD ("status", test_status);
  ADD ("resolved-opens-again", test_resolved_opens_again);
  ADD ("assign", test_assign);
  ADD ("labels-and-priority", test_labels_and_priority);
  ADD ("seen", test_seen);
  ADD ("taken-is-left-to-us", test_taken_is_left_to_us);
  ADD ("colleagues-work", test_colleagues_work);
  ADD ("bot-gives-way", test_bot_gives_way);
  ADD ("window-closed", test_window_closed);
  ADD ("unknown-conversation", test_unknown_conversation);
  ADD ("lost-answer", test_lost_answer);
  ADD ("files", test_files);
  return g_test_run ();
}
