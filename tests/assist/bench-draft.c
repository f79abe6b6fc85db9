/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "assist-fixture.h"
#include "dyzur-suggestion.h"
#include "dyzur-writer-private.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How long (CPU time of the process) a draft takes for a message of 1,000 characters beside 2,000 articles. */

#define N_ARTICLES 2000
#define N_MESSAGES 200
#define LENGTH 1000

/* The knowledge base many times over, each copy with sentences of its own, so that the index is as large as it would be. */
static void
multiply_articles (AssistFixture *fixture)
{
  g_autoptr(GPtrArray) found = dyzur_knowledge_find_articles (DYZUR_KNOWLEDGE (fixture->store),
                                                              "zamówienie zwrot paczka faktura płatność konto produkt "
                                                              "reklamacja dostawa kod sklep", 100, NULL, NULL);
  g_autoptr(GPtrArray) articles = dyzur_articles_new ();
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < N_ARTICLES; i++)
    {
      DyzurArticle *article = dyzur_article_copy (found->pdata[i % found->len]);
      const DyzurArticle *other = found->pdata[(i * 7 + i / found->len) % found->len];
      g_autofree char *id = article->id, *body = article->body;

      article->id = g_strdup_printf ("%s-%u", id, i);
      article->body = g_strdup_printf ("%s\n%s", body, other->body);
      g_ptr_array_add (articles, article);
    }
  dyzur_store_put_articles (fixture->store, "shop", articles, &error);
  g_assert_no_error (error);
}

/* Messages joined until they are long enough, cut at a character. */
static char *
make_message (GPtrArray *messages,
              guint      first)
{
  GString *text = g_string_new (NULL);
  gsize length = LENGTH;

  for (guint i = first; g_utf8_strlen (text->str, -1) < LENGTH; i++)
    g_string_append_printf (text, "%s ", ((LabelledMessage *) messages->pdata[i % messages->len])->text);
  length = g_utf8_offset_to_pointer (text->str, LENGTH) - text->str;
  g_string_truncate (text, length);
  return g_string_free (text, FALSE);
}

static gint64
cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static void
report (const char *what,
        GArray     *times)
{
  g_array_sort (times, compare_times);
  g_print ("  %s: p50 %.1f ms, p95 %.1f ms, max %.1f ms\n", what,
           g_array_index (times, gint64, times->len / 2) / 1000.0,
           g_array_index (times, gint64, times->len * 95 / 100) / 1000.0,
           g_array_index (times, gint64, times->len - 1) / 1000.0);
}

int
main (int   argc,
      char *argv[])
{
  AssistFixture *fixture = assist_fixture_new (TRUE);
  DyzurWriter *writer = _dyzur_writer_new (DYZUR_KNOWLEDGE (fixture->store));
  g_autoptr(GPtrArray) messages = assist_read_messages ();
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) unread = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 first = 0;

  multiply_articles (fixture);
  for (guint i = 0; i < 2 * N_MESSAGES; i++)
    {
      g_autoptr(DyzurDraftRequest) request = dyzur_draft_request_new ();
      g_autoptr(GPtrArray) suggestions = NULL;
      gint64 start, time;

      request->messages = g_new0 (char *, 2);
      request->messages[0] = make_message (messages, i % N_MESSAGES);
      start = cpu_time ();
      suggestions = _dyzur_writer_draft (writer, request, NULL, NULL);
      time = cpu_time () - start;
      if (i == 0)
        first = time;
      g_array_append_val (i < N_MESSAGES ? unread : times, time);
    }
  g_print ("draft, %d characters, %d articles, CPU (goal: p50 3 ms, p95 10 ms)\n", LENGTH, N_ARTICLES);
  report ("articles read before", times);
  report ("articles not read yet", unread);
  g_print ("  the very first, with the dictionary on disk: %.0f ms\n", first / 1000.0);
  _dyzur_writer_free (writer);
  assist_fixture_free (fixture);
  return 0;
}
