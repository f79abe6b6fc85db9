/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Lists, timelines and search over a generated store; prints each figure beside the goal of the project.
 *
 * DYZUR_BENCH_MESSAGES: size of the store (20000)
 * DYZUR_BENCH_DIR: keep the store there and use it again
 */

#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "dyzur-clock.h"
#include "dyzur-hunspell-analyzer.h"
#include "dyzur-pager.h"
#include "dyzur-store-index-private.h"
#include "store-generator.h"

#define ROUNDS 40

typedef struct
{
  DyzurStore    *store;
  GeneratedStore made;
  GRand         *rand;
} Bench;

/* What is measured, in ms: on the clock, and the process's own work */
typedef struct
{
  GArray *values;
  GArray *works;
  gint64  start;
  clock_t work;
} Samples;

static void
begin (Samples *samples)
{
  if (samples->values == NULL)
    {
      samples->values = g_array_new (FALSE, FALSE, sizeof (double));
      samples->works = g_array_new (FALSE, FALSE, sizeof (double));
    }
  samples->work = clock ();
  samples->start = g_get_monotonic_time ();
}

static void
end (Samples *samples)
{
  double ms = (double) (g_get_monotonic_time () - samples->start) / 1000;
  double work = (double) (clock () - samples->work) * 1000 / CLOCKS_PER_SEC;

  g_array_append_val (samples->values, ms);
  g_array_append_val (samples->works, work);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static double
at_percent (GArray *values,
            guint   percent)
{
  return g_array_index (values, double, MIN (values->len * percent / 100, values->len - 1));
}

static void
print (Samples    *samples,
       const char *what,
       const char *goal)
{
  if (samples->values == NULL)
    return;
  g_array_sort (samples->values, compare_doubles);
  g_array_sort (samples->works, compare_doubles);
  g_print ("%-54s p50 %7.2f  p95 %7.2f  max %7.2f ms; work p50 %6.2f  p95 %6.2f  max %6.2f   %s\n", what,
           at_percent (samples->values, 50), at_percent (samples->values, 95), at_percent (samples->values, 100),
           at_percent (samples->works, 50), at_percent (samples->works, 95), at_percent (samples->works, 100), goal);
  g_clear_pointer (&samples->values, g_array_unref);
  g_clear_pointer (&samples->works, g_array_unref);
}

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static void
wait_loaded (gpointer list)
{
  gboolean loading = TRUE;

  for (g_object_get (list, "loading", &loading, NULL); loading; g_object_get (list, "loading", &loading, NULL))
    g_main_context_iteration (NULL, TRUE);
}

static void
bench_lists (Bench *bench)
{
  static const struct
  {
    DyzurViewKind  kind;
    const char    *argument;
    const char    *name;
  } views[] = {
    { DYZUR_VIEW_ALL, NULL, "open" }, { DYZUR_VIEW_RESOLVED, NULL, "resolved" }, { DYZUR_VIEW_INBOX, "shop/mail", "inbox" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autoptr(DyzurView) view = dyzur_view_new (views[i].kind, views[i].argument, NULL);
      Samples opened = { NULL }, page = { NULL };
      g_autofree char *what = NULL;
      guint n = 0;

      for (guint round = 0; round < ROUNDS; round++)
        {
          g_autoptr(GListModel) list = NULL;
          g_autoptr(DyzurConversation) conversation = NULL;

          begin (&opened);
          list = dyzur_store_list_conversations (bench->store, view);
          wait_loaded (list);
          end (&opened);
          n = g_list_model_get_n_items (list);
          begin (&page);
          conversation = g_list_model_get_item (list, (guint) g_rand_int_range (bench->rand, 0, (gint32) MAX (n, 1)));
          while (conversation != NULL && dyzur_conversation_get_record (conversation) == NULL)
            g_main_context_iteration (NULL, TRUE);
          end (&page);
        }
      what = g_strdup_printf ("list %s, %u rows: open with first page", views[i].name, n);
      print (&opened, what, "");
      g_free (what);
      what = g_strdup_printf ("list %s: a page somewhere in it", views[i].name);
      print (&page, what, "");
    }
}

static void
bench_timelines (Bench *bench)
{
  Samples opened = { NULL }, long_opened = { NULL }, pages = { NULL };
  g_autoptr(GListModel) timeline = NULL;

  for (guint round = 0; round < 2 * ROUNDS; round++)
    {
      g_autoptr(GListModel) one = NULL;

      begin (&opened);
      one = dyzur_store_open_timeline (bench->store,
                                       g_rand_int_range (bench->rand, 1, (gint32) bench->made.n_conversations + 1), 0);
      wait_loaded (one);
      end (&opened);
    }
  print (&opened, "conversation: first page of its timeline", "");
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_clear_object (&timeline);
      begin (&long_opened);
      timeline = dyzur_store_open_timeline (bench->store, bench->made.long_conversation, 0);
      wait_loaded (timeline);
      end (&long_opened);
    }
  print (&long_opened, "the longest conversation: first page", "");
  for (guint round = 0; round < 100 && dyzur_pager_has_more (DYZUR_PAGER (timeline), TRUE); round++)
    {
      guint n = g_list_model_get_n_items (timeline);

      begin (&pages);
      dyzur_pager_load (DYZUR_PAGER (timeline), TRUE);
      while (g_list_model_get_n_items (timeline) == n)
        g_main_context_iteration (NULL, TRUE);
      end (&pages);
    }
  print (&pages, "the longest conversation: 100 pages back, each", "");
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static guint
search (Bench      *bench,
        Samples    *samples,
        const char *query)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) hits = NULL;
  g_autoptr(GError) error = NULL;

  begin (samples);
  dyzur_store_search_async (bench->store, query, 50, NULL, got_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  hits = dyzur_store_search_finish (bench->store, result, &error);
  end (samples);
  g_assert_no_error (error);
  return hits->len;
}

static void
bench_search (Bench *bench)
{
  static const struct
  {
    const char *what;
    const char *queries[12];
  } kinds[] = {
    { "search: a common word", { "nie ", "jest ", "paczka ", "zamówienie ", "proszę ", "mam ", "zwrot " } },
    { "search: a rare word", { "żółwia ", "księżyc ", "wampir ", "fotelik ", "samolotem ", "kosmici ", "zlew " } },
    { "search: two words", { "paczka kurier ", "zwrot pieniędzy ", "nie działa ", "faktura vat ", "buty rozmiar " } },
    { "search: three common words", { "nie mam paczki ", "jak mogę zwrócić ", "kiedy będzie zwrot ", "czy jest to " } },
    { "search: a beginning of 3 letters", { "pac", "zam", "nie", "rek", "zwr", "kur", "prz" } },
    { "search: a beginning of 5 letters", { "paczk", "zamów", "rekla", "zwroc", "kurie", "przes" } },
    { "search: without marks", { "zolwia ", "ksiezyc ", "platnosc ", "zamowienia ", "prosze " } },
    { "search: a phrase", { "\"karcie podarunkowej\"", "\"nie ma\"", "\"od tygodnia\"", "\"proszę o\"" } },
    { "search: a phrase that is nowhere", { "\"nie paczka kurier\"", "\"jest nie mam\"" } },
    { "search: with an exclusion", { "paczka -kurier ", "zwrot -pieniędzy " } },
    { "search: with filters", { "paczka is:open ", "zwrot w:chat ", "kurier label:nie ", "paczka after:2025-10 ",
                                "nie assignee:ola " } },
    { "search: a filter that fits nearly nothing", { "nie is:snoozed ", "paczka od:zzz ", "jest has:image " } },
    { "search: filters alone", { "is:open ", "from:łucja ", "has:attachment ", "before:2024 " } },
    { "search: a slip of the finger", { "pacxka ", "zamowienei ", "kurierr " } },
    { "search: a name", { "Kowalska ", "łucja żak ", "nowak jan " } },
    { "search: a phone number", { "501 234 567", "+48 601 100 200", "7012" } },
    { "search: an order number", { "100042", "1500", "112345" } },
  };
  Samples all = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      Samples samples = { NULL };
      g_autofree char *what = NULL;
      guint n = 0, n_queries = 0;

      for (; n_queries < G_N_ELEMENTS (kinds[i].queries) && kinds[i].queries[n_queries] != NULL; n_queries++)
        for (guint round = 0; round < 5; round++)
          {
            guint hits = search (bench, &samples, kinds[i].queries[n_queries]);

            n += round == 0 ? hits : 0;
          }
      if (all.values == NULL)
        begin (&all);
      g_array_append_vals (all.values, samples.values->data, samples.values->len);
      g_array_append_vals (all.works, samples.works->data, samples.works->len);
      what = g_strdup_printf ("%s (%u hits)", kinds[i].what, n / n_queries);
      print (&samples, what, "");
    }
  print (&all, "search: all of these", "goal p95 <= 30, max 100");
}

/* What an arriving message costs the lists that are open. */
static void
bench_changes (Bench *bench)
{
  g_autoptr(DyzurView) view = dyzur_view_new (DYZUR_VIEW_RESOLVED, NULL, NULL);
  g_autoptr(GListModel) list = dyzur_store_list_conversations (bench->store, view);
  Samples samples = { NULL };

  wait_loaded (list);
  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64 id = g_rand_int_range (bench->rand, 1, (gint32) bench->made.n_conversations + 1);
      g_autoptr(DyzurConversation) first = g_list_model_get_item (list, 0);

      if (dyzur_store_peek_conversation (bench->store, id) != NULL)
        continue;
      begin (&samples);
      generator_touch (bench->store, id, dyzur_conversation_get_record (first)->last_activity_at + 1);
      do
        {
          g_clear_object (&first);
          g_main_context_iteration (NULL, TRUE);
          first = g_list_model_get_item (list, 0);
        }
      while (dyzur_conversation_get_id (first) != id);
      end (&samples);
    }
  print (&samples, "list resolved: an old row moves to the top, from write", "50 of it: changes are told in bunches");
}

static gint64
file_size (const char *directory,
           const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  GStatBuf buffer;

  return g_stat (path, &buffer) == 0 ? buffer.st_size : 0;
}

static void
fill (Bench      *bench,
      guint       n,
      const char *directory)
{
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  clock_t work;

  generate_store (bench->store, n, &bench->made);
  g_print ("%u messages, %u conversations, %u contacts, %u orders, %.0f bytes a text: made in %.1f s\n",
           bench->made.n_messages, bench->made.n_conversations, bench->made.n_contacts, bench->made.n_orders,
           (double) bench->made.text_bytes / n, seconds_since (start));
  start = g_get_monotonic_time ();
  work = clock ();
  _dyzur_index_flush (bench->store, &error);
  g_assert_no_error (error);
  g_print ("%-58s %.0f messages/s, %.0f in a second of one core\n", "index", n / seconds_since (start),
           n / ((double) (clock () - work) / CLOCKS_PER_SEC));
}

int
main (int   argc,
      char *argv[])
{
  const char *wanted = g_getenv ("DYZUR_BENCH_MESSAGES");
  guint n = wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) : 20000;
  g_autoptr(DyzurAnalyzer) analyzer = DYZUR_ANALYZER (dyzur_hunspell_analyzer_new ());
  g_autofree char *directory = g_strdup (g_getenv ("DYZUR_BENCH_DIR"));
  gboolean keep = directory != NULL;
  g_autoptr(GError) error = NULL;
  Bench bench = { .rand = g_rand_new_with_seed (1) };
  gint64 start;

  dyzur_clock_set (GENERATOR_NOW);
  if (!keep)
    directory = g_dir_make_tmp ("dyzur-bench-XXXXXX", NULL);
  g_mkdir_with_parents (directory, 0700);
  start = g_get_monotonic_time ();
  bench.store = dyzur_store_open (directory, analyzer, &error);
  g_assert_no_error (error);
  g_print ("%-58s %.1f ms\n", "open the store", seconds_since (start) * 1000);
  if (!generator_read (bench.store, &bench.made))
    fill (&bench, n, directory);
  bench_lists (&bench);
  bench_timelines (&bench);
  bench_search (&bench);
  bench_changes (&bench);
  dyzur_store_close (bench.store);
  g_print ("%-58s %.0f bytes a message, orders and all   goal <= 650 at 223 bytes of text\n", "size",
           (double) file_size (directory, "dyzur.db") / bench.made.n_messages);
  g_clear_object (&bench.store);
  g_rand_free (bench.rand);
  if (!keep)
    generator_remove (directory);
  return 0;
}
