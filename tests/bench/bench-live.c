/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench-desk.h"

#include "dyzur-clock.h"
#include "dyzur-conversation.h"

/* Events of a busy desk come in on a thread of their own while the person reads, or writes. */

#define EVENTS_A_BATCH 10
#define SECONDS 10
#define KEYS 200

typedef struct
{
  DyzurStore *store;
  guint       a_second;
  GPtrArray  *remote_ids;  /* of conversations that get them */
  int         over;        /* atomic */
  guint       n;
} Feed;

static DyzurEvent *
make_event (Feed *feed)
{
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_MESSAGE);

  event->live = TRUE;
  event->message = dyzur_message_record_new ();
  event->message->remote_id = g_strdup_printf ("live-%u", feed->n);
  event->message->kind = DYZUR_MESSAGE_INCOMING;
  event->message->author_kind = DYZUR_AUTHOR_CUSTOMER;
  event->message->author_name = g_strdup ("Anna Kowalska");
  event->message->sent_at = dyzur_clock_now ();
  event->message->text = g_strdup ("Dzień dobry, czy wiadomo już coś w sprawie mojej paczki? Miała być wczoraj.");
  event->conversation = dyzur_conversation_record_new ();
  event->conversation->remote_id = g_strdup (g_ptr_array_index (feed->remote_ids, feed->n % feed->remote_ids->len));
  feed->n++;
  return event;
}

static gpointer
feed_thread (gpointer user_data)
{
  Feed *feed = user_data;
  gint64 due = g_get_monotonic_time ();

  while (!g_atomic_int_get (&feed->over))
    {
      g_autoptr(GPtrArray) events = dyzur_events_new ();

      for (guint i = 0; i < EVENTS_A_BATCH; i++)
        g_ptr_array_add (events, make_event (feed));
      dyzur_store_ingest (feed->store, "shop", events, "bench", NULL, NULL);
      due += G_USEC_PER_SEC * EVENTS_A_BATCH / feed->a_second;
      g_usleep ((gulong) MAX (due - g_get_monotonic_time (), 0));
    }
  return NULL;
}

/* Those that are on the screen, and others */
static GPtrArray *
choose_conversations (Desk *self)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (self->list)));
  GPtrArray *remote_ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 60 && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(DyzurConversation) conversation = g_list_model_get_item (model, i);

      if (dyzur_conversation_get_record (conversation) != NULL)
        g_ptr_array_add (remote_ids, g_strdup (dyzur_conversation_get_record (conversation)->remote_id));
    }
  return remote_ids;
}

static void
measure_events (Desk  *self,
                Feed  *feed)
{
  Samples frames = { .of_thread = TRUE }, turns = { .of_thread = TRUE };
  gint64 start = g_get_monotonic_time (), work = bench_work (TRUE), all = bench_work (FALSE);
  guint before = feed->n;
  double seconds;

  self->frames = &frames;
  self->turns = &turns;
  desk_run (SECONDS * 1000);
  self->frames = NULL;
  self->turns = NULL;
  seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  g_print ("%.0f events/s came in; main thread %.0f %% of a core, all threads %.0f %%\n", (feed->n - before) / seconds,
           (double) (bench_work (TRUE) - work) / seconds / 1e4, (double) (bench_work (FALSE) - all) / seconds / 1e4);
  samples_print (&frames, "500 live events a second, cost of a frame", "goal p95 <= 16");
  samples_print (&turns, "the same, a turn of the main loop", "");
}

static GtkWidget *
find_composer (GtkWidget *widget)
{
  if (GTK_IS_TEXT_VIEW (widget) && gtk_widget_get_mapped (widget) && gtk_text_view_get_editable (GTK_TEXT_VIEW (widget)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_composer (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* From what the input method gives until it is painted. The key waits in the main loop's queue like any other event. */
static gboolean
type_cb (gpointer user_data)
{
  g_signal_emit_by_name (user_data, "insert-at-cursor", "a");
  return G_SOURCE_REMOVE;
}

static void
measure_typing (Desk *self)
{
  Samples samples = { .of_thread = TRUE };
  GtkWidget *view = find_composer (self->window);

  if (view == NULL)
    return;
  gtk_widget_grab_focus (view);
  for (guint i = 0; i < KEYS; i++)
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
      int length = gtk_text_buffer_get_char_count (buffer);

      samples_begin (&samples);
      g_idle_add_full (G_PRIORITY_DEFAULT, type_cb, view, NULL);
      while (gtk_text_buffer_get_char_count (buffer) == length)
        g_main_context_iteration (NULL, TRUE);
      desk_wait_frame (self);
      samples_end (&samples);
      desk_run (40);
    }
  samples_print (&samples, "a key in the composer, 200 events a second, to the screen", "goal p99 <= 16");
}

void
desk_measure_live (Desk *self)
{
  g_autoptr(GPtrArray) remote_ids = NULL;
  Feed feed = { .store = self->store, .a_second = 500 };
  GThread *thread;

  if (!desk_is_wanted ("live"))
    return;
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)), 0);
  desk_run (200);
  remote_ids = choose_conversations (self);
  feed.remote_ids = remote_ids;
  thread = g_thread_new ("feed", feed_thread, &feed);
  measure_events (self, &feed);
  feed.a_second = 200;
  measure_typing (self);
  g_atomic_int_set (&feed.over, TRUE);
  g_thread_join (thread);
}
