/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "assist-fixture.h"
#include "dyzur-ranker-private.h"

#include <stdio.h>

/*
 * Prints what ranking measures, for fit-weights.py: a line "message <id> <language> <answerable>" and below it a line
 * "article <expected> <features>" for each article found, best first by the present weights, then "signs <values>".
 */

static void
print_values (const char   *what,
              const double *values,
              guint         n)
{
  printf ("%s", what);
  for (guint i = 0; i < n; i++)
    printf (" %.5f", values[i]);
  printf ("\n");
}

static void
print_message (AssistFixture   *fixture,
               DyzurShelf      *shelf,
               LabelledMessage *message)
{
  g_autofree char *restored = dyzur_hunspell_analyzer_restore (DYZUR_HUNSPELL_ANALYZER (fixture->analyzer), message->text);
  g_autoptr(DyzurReading) reading = _dyzur_lexicon_read (shelf->lexicon, restored);
  g_autofree char *query = _dyzur_ranker_make_query (shelf->lexicon, restored, &reading->concepts);
  g_autoptr(GPtrArray) articles = dyzur_knowledge_find_articles (DYZUR_KNOWLEDGE (fixture->store), query, 40, NULL, NULL);
  g_autoptr(DyzurRanking) ranking = _dyzur_ranker_rank (shelf, reading, articles);

  printf ("message %s %s %d\n", message->id, message->language, *message->expected != NULL);
  for (guint i = 0; i < ranking->ranked->len; i++)
    {
      const DyzurRanked *ranked = &g_array_index (ranking->ranked, DyzurRanked, i);

      print_values (assist_message_expects (message, ranked->article->id) ? "article 1" : "article 0",
                    ranked->features, DYZUR_N_FEATURES);
      print_values ("cover", ranked->cover, G_N_ELEMENTS (ranked->cover));
    }
  print_values ("signs", ranking->signs, DYZUR_N_SIGNS);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GPtrArray) messages = assist_read_messages ();

  for (guint with_wordings = 0; with_wordings < 2; with_wordings++)
    {
      AssistFixture *fixture = assist_fixture_new (with_wordings);
      DyzurShelf *shelf = _dyzur_shelf_new (fixture->analyzer);

      printf ("set %u\n", with_wordings);
      for (guint i = 0; i < messages->len; i++)
        print_message (fixture, shelf, messages->pdata[i]);
      _dyzur_shelf_free (shelf);
      assist_fixture_free (fixture);
    }
  return 0;
}
