/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench-samples.h"
#include "dyzur-hunspell-analyzer.h"
#include "dyzur-store-index-private.h"
#include "store-fixture.h"

#define BATCH 200
#define THREAD 8

/* A year of a mailbox as its connector brings it: newest first, threads of eight, one address each. */
static DyzurEvent *
make_event (guint n,
            guint i)
{
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_MESSAGE);
  DyzurMessageRecord *message = event->message = dyzur_message_record_new ();
  guint talk = i / THREAD;
  guint position = THREAD - 1 - i % THREAD;
  g_autofree char *address = g_strdup_printf ("klient%u@poczta.example", talk / 2);
  g_autoptr(GPtrArray) keys = g_ptr_array_new ();

  for (int ancestor = (int) position; ancestor >= 0 && ancestor + 4 > (int) position; ancestor--)
    g_ptr_array_add (keys, g_strdup_printf ("CAF%08x.%d.example@mail.poczta.example", talk * 2654435761u, ancestor));
  g_ptr_array_add (keys, NULL);
  message->thread_keys = (GStrv) g_ptr_array_steal (keys, NULL);
  message->remote_id = g_strdup (message->thread_keys[0]);
  message->kind = position % 2 ? DYZUR_MESSAGE_OUTGOING : DYZUR_MESSAGE_INCOMING;
  message->author_kind = position % 2 ? DYZUR_AUTHOR_AGENT : DYZUR_AUTHOR_CUSTOMER;
  message->author_name = g_strdup (position % 2 ? "Ola z Bobrowiska" : "Anna Kowalska");
  message->author_address = g_strdup (address);
  message->delivery = position % 2 ? DYZUR_DELIVERY_SENT : DYZUR_DELIVERY_NONE;
  message->sent_at = G_GINT64_CONSTANT (1763726400000) - (gint64) i * 60000;
  message->text = g_strdup_printf ("Dzień dobry, %u. zamówienie miało przyjść wczoraj, a w śledzeniu nadal widnieje "
                                   "„nadana”. Czy mogą Państwo sprawdzić, gdzie jest moja paczka i kiedy kurier ją "
                                   "dostarczy? Z góry dziękuję za szybką odpowiedź.", i);
  event->seen = TRUE;
  event->contact = dyzur_contact_record_new ("Anna Kowalska");
  dyzur_contact_record_add_point (event->contact, DYZUR_POINT_EMAIL, address);
  event->conversation = dyzur_conversation_record_new ();
  event->conversation->channel = DYZUR_CHANNEL_EMAIL;
  event->conversation->inbox_id = g_strdup ("sklep@bobrowisko.example");
  event->conversation->inbox_name = g_strdup ("Sklep Bobrowisko");
  event->conversation->contact_address = g_strdup (address);
  event->conversation->subject = g_strdup ("Gdzie jest moja paczka?");
  return event;
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_assert_true (dyzur_store_save_account_finish (DYZUR_STORE (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

static void
make_account (DyzurStore *store)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("mail");
  gboolean saved = FALSE;

  g_free (config->id);
  config->id = g_strdup ("mail");
  dyzur_store_save_account_async (store, config, NULL, saved_cb, &saved);
  while (!saved)
    g_main_context_iteration (NULL, TRUE);
}

static void
take_in (DyzurStore *store,
         guint       n,
         Samples    *samples)
{
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n; i += BATCH)
    {
      g_autoptr(GPtrArray) events = dyzur_events_new ();

      for (guint j = i; j < i + BATCH; j++)
        g_ptr_array_add (events, make_event (n, j));
      samples_begin (samples);
      dyzur_store_ingest (store, "mail", events, "cursor", NULL, &error);
      samples_end (samples);
      g_assert_no_error (error);
    }
}

/* The index is fed while messages come in; what is left of it is done at the end. All of it on all threads counts. */
int
main (int   argc,
      char *argv[])
{
  const char *wanted = g_getenv ("DYZUR_BENCH_MESSAGES");
  guint n = MIN (wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) : 40000, 200000);
  g_autofree char *directory = g_dir_make_tmp ("dyzur-bench-XXXXXX", NULL);
  g_autoptr(DyzurAnalyzer) analyzer = DYZUR_ANALYZER (dyzur_hunspell_analyzer_new ());
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurStore) store = dyzur_store_open (directory, analyzer, &error);
  Samples batches = { NULL };
  gint64 start, taken, indexed;

  g_assert_no_error (error);
  make_account (store);
  start = bench_work (FALSE);
  take_in (store, n, &batches);
  taken = bench_work (FALSE);
  _dyzur_index_flush (store, &error);
  g_assert_no_error (error);
  indexed = bench_work (FALSE);
  samples_print (&batches, "take in 200 messages", "");
  g_print ("%-56s %.0f messages/s (taking in until %.1f s, what was left of the index %.1f s)   goal >= 10000\n",
           "bulk sync with its index, in a second of one core", n / ((double) (indexed - start) / G_USEC_PER_SEC),
           (double) (taken - start) / G_USEC_PER_SEC, (double) (indexed - taken) / G_USEC_PER_SEC);
  dyzur_store_close (store);
  remove_tree (directory);
  return 0;
}
