/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cable, and a connector that waits on another thread. No test here sleeps: each wakes the one that waits. */

#include "config.h"

#include "dyzur-clock.h"
#include "practice-fixture.h"

typedef struct
{
  Listener      listener;
  GCancellable *cancellable;
  GThread      *thread;
  GError       *error;
  gboolean      result;
} Waiter;

static void
set_up (Waiter        *waiter,
        gconstpointer  data)
{
  listener_init (&waiter->listener, START_AT, 3);
  listener_sync (&waiter->listener);
  listener_forget (&waiter->listener);
  waiter->cancellable = g_cancellable_new ();
}

static void
tear_down (Waiter        *waiter,
           gconstpointer  data)
{
  g_object_unref (waiter->cancellable);
  g_clear_error (&waiter->error);
  listener_clear (&waiter->listener);
}

static gpointer
wait_thread (gpointer data)
{
  Waiter *waiter = data;

  waiter->result = dyzur_connector_wait (DYZUR_CONNECTOR (waiter->listener.practice), listener_take,
                                         &waiter->listener, waiter->cancellable, &waiter->error);
  return NULL;
}

static void
begin (Waiter *waiter)
{
  waiter->thread = g_thread_new ("wait", wait_thread, waiter);
}

static void
end (Waiter *waiter)
{
  g_thread_join (waiter->thread);
}

static void
test_time_wakes (Waiter        *waiter,
                 gconstpointer  data)
{
  begin (waiter);
  dyzur_practice_advance (waiter->listener.practice, 2 * DYZUR_HOUR);
  end (waiter);
  g_assert_true (waiter->result);
  g_assert_no_error (waiter->error);
  listener_forget (&waiter->listener);
  listener_sync (&waiter->listener);
  g_assert_cmpuint (waiter->listener.events->len, >, 10);
}

static void
test_cancellable_wakes (Waiter        *waiter,
                        gconstpointer  data)
{
  begin (waiter);
  g_cancellable_cancel (waiter->cancellable);
  end (waiter);
  g_assert_true (waiter->result);
  g_assert_no_error (waiter->error);
}

static void
test_cancelled_before (Waiter        *waiter,
                       gconstpointer  data)
{
  g_cancellable_cancel (waiter->cancellable);
  begin (waiter);
  end (waiter);
  g_assert_true (waiter->result);
}

static void
test_cable_wakes (Waiter        *waiter,
                  gconstpointer  data)
{
  begin (waiter);
  dyzur_practice_set_online (waiter->listener.practice, FALSE);
  end (waiter);
  g_assert_false (waiter->result);
  g_assert_error (waiter->error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
}

/* News that came before the wait are not slept over */
static void
test_news_do_not_wait (Waiter        *waiter,
                       gconstpointer  data)
{
  dyzur_practice_advance (waiter->listener.practice, DYZUR_HOUR);
  begin (waiter);
  end (waiter);
  g_assert_true (waiter->result);
}

/* Who writes is told at once, kept by nobody, and ends with the words */
static void
test_writers (Waiter        *waiter,
              gconstpointer  data)
{
  Listener *listener = &waiter->listener;
  const DyzurEvent *writing = NULL;
  const DyzurEvent *gone = NULL;

  dyzur_practice_advance (listener->practice, 90 * DYZUR_SECOND);
  begin (waiter);
  end (waiter);
  for (guint i = 0; i < listener->events->len; i++)
    {
      const DyzurEvent *event = g_ptr_array_index (listener->events, i);

      g_assert_cmpint (event->kind, ==, DYZUR_EVENT_WRITER);
      if (g_strcmp0 (event->remote_id, "c-041") == 0 && event->presence == DYZUR_PRESENCE_WRITING)
        writing = event;
      if (g_strcmp0 (event->remote_id, "c-041") == 0 && event->presence == DYZUR_PRESENCE_GONE)
        gone = event;
    }
  g_assert_nonnull (writing);
  g_assert_cmpstr (writing->name, ==, "Marek");
  g_assert_nonnull (gone);
}

static gboolean
fails (gboolean   ok,
       GError   **error)
{
  gboolean right = !ok && g_error_matches (*error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);

  g_clear_error (error);
  return right;
}

static void
test_unplugged (Waiter        *waiter,
                gconstpointer  data)
{
  DyzurConnector *connector = DYZUR_CONNECTOR (waiter->listener.practice);
  DyzurShop *shop = DYZUR_SHOP (waiter->listener.practice);
  g_autoptr(DyzurAction) reply = new_reply ("c-003", "key", "Dzień dobry");
  g_autoptr(DyzurOrderQuery) query = dyzur_order_query_new ();
  g_auto(DyzurReceipt) receipt = { 0 };
  GError *error = NULL;

  dyzur_practice_set_online (waiter->listener.practice, FALSE);
  g_assert_true (fails (dyzur_connector_connect (connector, NULL, &error), &error));
  g_assert_true (fails (dyzur_connector_sync (connector, NULL, listener_take, &waiter->listener, NULL, &error), &error));
  g_assert_true (fails (dyzur_connector_deliver (connector, reply, &receipt, NULL, &error), &error));
  g_assert_true (fails (dyzur_connector_find (connector, reply, &receipt, NULL, &error), &error));
  g_assert_true (fails (dyzur_shop_check (shop, NULL, &error), &error));
  g_assert_true (fails (dyzur_shop_find_orders (shop, query, NULL, &error) != NULL, &error));
  g_assert_true (fails (dyzur_shop_load_order (shop, "218266", NULL, &error) != NULL, &error));
  g_assert_cmpuint (waiter->listener.events->len, ==, 0);

  dyzur_practice_set_online (waiter->listener.practice, TRUE);
  g_assert_true (dyzur_connector_connect (connector, NULL, NULL));
  g_assert_true (dyzur_connector_deliver (connector, reply, &receipt, NULL, NULL));
  g_assert_cmpuint (dyzur_practice_count_delivered (waiter->listener.practice, "key"), ==, 1);
}

/* Life goes on in the shop while the cable is out, and is all there when it is back */
static void
test_nothing_is_lost (Waiter        *waiter,
                      gconstpointer  data)
{
  Listener always;
  g_autofree char *cut = NULL;
  g_autofree char *uncut = NULL;

  listener_init (&always, START_AT, 3);
  listener_sync (&always);
  listener_forget (&always);
  dyzur_practice_set_online (waiter->listener.practice, FALSE);
  dyzur_practice_advance (waiter->listener.practice, DYZUR_HOUR);
  dyzur_practice_set_online (waiter->listener.practice, TRUE);
  listener_sync (&waiter->listener);
  listener_pass (&always, DYZUR_HOUR);
  cut = listener_print (&waiter->listener);
  uncut = listener_print (&always);
  g_assert_cmpstr (cut, ==, uncut);
  listener_clear (&always);
}

static void
test_cancelled_calls (Waiter        *waiter,
                      gconstpointer  data)
{
  DyzurConnector *connector = DYZUR_CONNECTOR (waiter->listener.practice);
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (waiter->cancellable);
  g_assert_false (dyzur_connector_connect (connector, waiter->cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The shop's day follows our clock at its speed */
static void
test_speed (void)
{
  Listener listener = { .events = dyzur_events_new (), .sizes = g_ptr_array_new () };

  listener.practice = dyzur_practice_new (START_AT, 1, 60);
  listener_sync (&listener);
  listener_forget (&listener);
  dyzur_clock_set (START_AT + 2 * DYZUR_MINUTE);
  listener_sync (&listener);
  dyzur_clock_set (START_AT);
  g_assert_cmpstr (listener_find (&listener, DYZUR_EVENT_CONVERSATION, "c-005")->conversation->assignee_id, ==, "oleh");
  for (guint i = 0; i < listener.events->len; i++)
    {
      const DyzurEvent *event = g_ptr_array_index (listener.events, i);

      if (event->message != NULL)
        g_assert_cmpint (event->message->sent_at, <=, START_AT + 2 * DYZUR_MINUTE);
    }
  listener_clear (&listener);
}

#define ADD(path, func) g_test_add ("/practice/wait/" path, Waiter, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dyzur_clock_set (START_AT);
  ADD ("time-wakes", test_time_wakes);
  ADD ("cancellable-wakes", test_cancellable_wakes);
  ADD ("cancelled-before", test_cancelled_before);
  ADD ("cable-wakes", test_cable_wakes);
  ADD ("news-do-not-wait", test_news_do_not_wait);
  ADD ("writers", test_writers);
  ADD ("unplugged", test_unplugged);
  ADD ("nothing-is-lost", test_nothing_is_lost);
  ADD ("cancelled-calls", test_cancelled_calls);
  g_test_add_func ("/practice/wait/speed", test_speed);
  return g_test_run ();
}
