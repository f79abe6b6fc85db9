/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Lists, timelines and search over a generated store; prints each figure beside the goal of the project.
 *
 * DYZUR_BENCH_MESSAGES: size of the store; DYZUR_BENCH_DIR: where it is kept
 */

#include "config.h"

#include "bench-profile.h"
#include "bench-samples.h"
#include "dyzur-clock.h"
#include "dyzur-pager.h"

#define ROUNDS 40

typedef struct
{
  DyzurStore    *store;
  GeneratedStore made;
  GRand         *rand;
} Bench;

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

          samples_begin (&opened);
          list = dyzur_store_list_conversations (bench->store, view);
          wait_loaded (list);
          samples_end (&opened);
          n = g_list_model_get_n_items (list);
          samples_begin (&page);
          conversation = g_list_model_get_item (list, (guint) g_rand_int_range (bench->rand, 0, (gint32) MAX (n, 1)));
          while (conversation != NULL && dyzur_conversation_get_record (conversation) == NULL)
            g_main_context_iteration (NULL, TRUE);
          samples_end (&page);
        }
      what = g_strdup_printf ("list %s, %u rows: open with first page", views[i].name, n);
      samples_print (&opened, what, "");
      g_free (what);
      what = g_strdup_printf ("list %s: a page somewhere in it", views[i].name);
      samples_print (&page, what, "");
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

      samples_begin (&opened);
      one = dyzur_store_open_timeline (bench->store,
                                       g_rand_int_range (bench->rand, 1, (gint32) bench->made.n_conversations + 1), 0);
      wait_loaded (one);
      samples_end (&opened);
    }
  samples_print (&opened, "conversation: first page of its timeline", "");
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_clear_object (&timeline);
      samples_begin (&long_opened);
      timeline = dyzur_store_open_timeline (bench->store, bench->made.long_conversation, 0);
      wait_loaded (timeline);
      samples_end (&long_opened);
    }
  samples_print (&long_opened, "the longest conversation: first page", "");
  for (guint round = 0; round < 100 && dyzur_pager_has_more (DYZUR_PAGER (timeline), TRUE); round++)
    {
      guint n = g_list_model_get_n_items (timeline);

      samples_begin (&pages);
      dyzur_pager_load (DYZUR_PAGER (timeline), TRUE);
      while (g_list_model_get_n_items (timeline) == n)
        g_main_context_iteration (NULL, TRUE);
      samples_end (&pages);
    }
  samples_print (&pages, "the longest conversation: 100 pages back, each", "");
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

  samples_begin (samples);
  dyzur_store_search_async (bench->store, query, 50, NULL, got_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  hits = dyzur_store_search_finish (bench->store, result, &error);
  samples_end (samples);
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
      samples_add_all (&all, &samples);
      what = g_strdup_printf ("%s (%u hits)", kinds[i].what, n / n_queries);
      samples_print (&samples, what, "");
    }
  samples_print (&all, "search: all of these", "goal p95 <= 30, max 100");
}

/* Every key asks again, as the search entry does. */
static void
bench_typing (Bench *bench)
{
  static const char * const lines[] = {
    "gdzie jest moja paczka", "zwrot pieniędzy za buty", "reklamacja uszkodzona przesyłka", "Kowalska faktura",
    "zamówienie 112345", "nie działa kod rabatowy",
  };
  Samples samples = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    for (const char *end = g_utf8_next_char (lines[i]);; end = g_utf8_next_char (end))
      {
        g_autofree char *query = g_strndup (lines[i], (gsize) (end - lines[i]));

        search (bench, &samples, query);
        if (*end == '\0')
          break;
      }
  samples_print (&samples, "search: typing six questions, each key", "goal p95 <= 30, max 100");
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
      gint64 id = g_rand_int_range (bench->rand, 1, (gint32) bench->made.n_conversations / 2);
      g_autoptr(DyzurConversation) first = g_list_model_get_item (list, 0);

      if (dyzur_store_peek_conversation (bench->store, id) != NULL)
        continue;
      samples_begin (&samples);
      bench_profile_touch (bench->store, id, dyzur_conversation_get_record (first)->last_activity_at + 1);
      do
        {
          g_clear_object (&first);
          g_main_context_iteration (NULL, TRUE);
          first = g_list_model_get_item (list, 0);
        }
      while (dyzur_conversation_get_id (first) != id);
      samples_end (&samples);
    }
  samples_print (&samples, "list resolved: an old row moves to the top, from write", "50 of it: changes are told in bunches");
  bench_profile_undo (bench->store);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *directory = bench_profile_make (bench_profile_size ());
  Bench bench = { .rand = g_rand_new_with_seed (1) };
  gint64 start = g_get_monotonic_time ();

  dyzur_clock_set (GENERATOR_NOW);
  bench.store = bench_profile_open (directory, &bench.made);
  g_print ("%-56s %.1f ms\n%u messages, %u conversations, %u contacts, %u orders\n", "open the store",
           seconds_since (start) * 1000, bench.made.n_messages, bench.made.n_conversations, bench.made.n_contacts,
           bench.made.n_orders);
  bench_lists (&bench);
  bench_timelines (&bench);
  bench_search (&bench);
  bench_typing (&bench);
  bench_changes (&bench);
  bench_profile_weigh (bench.store, &bench.made);
  dyzur_store_close (bench.store);
  g_clear_object (&bench.store);
  g_rand_free (bench.rand);
  return 0;
}
