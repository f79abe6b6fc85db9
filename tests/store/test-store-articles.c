/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-article-terms-private.h"
#include "dyzur-fts-private.h"
#include "dyzur-hunspell-analyzer.h"
#include "list-fixture.h"

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  fixture->analyzer = DYZUR_ANALYZER (dyzur_hunspell_analyzer_new ());
  store_fixture_set_up (fixture, data);
  list_fixture_begin (fixture);
}

static void
add (GPtrArray  *articles,
     const char *id,
     const char *title,
     const char *keywords,
     const char *questions,
     const char *body)
{
  DyzurArticle *article = dyzur_article_new ();

  article->id = g_strdup (id);
  article->title = g_strdup (title);
  article->keywords = keywords != NULL ? g_strsplit (keywords, "|", -1) : NULL;
  article->questions = questions != NULL ? g_strsplit (questions, "|", -1) : NULL;
  article->body = g_strdup (body);
  g_ptr_array_add (articles, article);
}

static void
put (StoreFixture *fixture,
     GPtrArray    *articles)
{
  g_autoptr(GError) error = NULL;

  dyzur_store_put_articles (fixture->store, "shop", articles, &error);
  g_assert_no_error (error);
}

static void
put_some (StoreFixture *fixture)
{
  g_autoptr(GPtrArray) articles = dyzur_articles_new ();

  add (articles, "zwrot", "Zwrot towaru", "odstąpienie od umowy|14 dni", "Jak oddać buty?|Chcę zwrócić zakupy",
       "Na zwrot masz 14 dni. Paczkę nadasz w dowolnym paczkomacie.");
  add (articles, "dostawa", "Koszt dostawy", "darmowa wysyłka", NULL,
       "Dostawa do paczkomatu kosztuje 12,99 zł. Kurier jest darmowy od 299 zł.");
  add (articles, "zolw", "Żółwie ogrodowe", NULL, NULL, "Figurki są z ceramiki.");
  put (fixture, articles);
}

static void
assert_first (StoreFixture *fixture,
              const char   *question,
              const char   *id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = NULL;

  found = dyzur_knowledge_find_articles (DYZUR_KNOWLEDGE (fixture->store), question, 3, NULL, &error);
  g_assert_no_error (error);
  if (id == NULL)
    {
      g_assert_cmpuint (found->len, ==, 0);
      return;
    }
  g_assert_cmpuint (found->len, >, 0);
  g_assert_cmpstr (((DyzurArticle *) found->pdata[0])->id, ==, id);
  for (guint i = 1; i < found->len; i++)
    g_assert_cmpfloat (((DyzurArticle *) found->pdata[i - 1])->score, >=, ((DyzurArticle *) found->pdata[i])->score);
}

static void
test_find (StoreFixture  *fixture,
           gconstpointer  data)
{
  put_some (fixture);
  assert_first (fixture, "Dzień dobry, ile kosztuje dostawa?", "dostawa");
  assert_first (fixture, "DOSTAWĘ ILE", "dostawa");
  assert_first (fixture, "chciałabym oddać buty, które kupiłam", "zwrot");
  assert_first (fixture, "w jakim terminie moge zrobic zwrot", "zwrot");
  assert_first (fixture, "zolw", "zolw");
  assert_first (fixture, "Macie żółwia?", "zolw");
  assert_first (fixture, "a czy to jest", NULL);
  assert_first (fixture, "\" OR * (NEAR", NULL);
  assert_first (fixture, "", NULL);
}

static gboolean
compare_with_fts (DyzurDb         *db,
                  gpointer         data,
                  DyzurChangeSet  *changes,
                  GCancellable    *cancellable,
                  GError         **error)
{
  StoreFixture *fixture = data;
  static const char * const questions[] = { "dostawa", "paczkomatu", "zwroty", "darmowy", "jest", "figurkami", "999", "nic" };
  g_autoptr(DyzurArticleTerms) terms = _dyzur_article_terms_get (fixture->store, db, error);

  g_assert_nonnull (terms);
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
      g_autoptr(DyzurRows) rows = NULL;
      g_autoptr(GArray) hits = NULL;
      guint n = 0;

      g_ptr_array_add (words, _dyzur_fts_dup_terms (fixture->analyzer, questions[i], strlen (questions[i])));
      g_ptr_array_add (words->pdata[0], g_strdup (questions[i]));
      hits = _dyzur_article_terms_find (terms, words, 100);
      rows = dyzur_db_query (db,
                             "SELECT rowid, -bm25 (article_index, 4, 5, 6, 1) FROM article_index WHERE article_index "
                             "MATCH ? ORDER BY 2 DESC, 1",
                             "s", questions[i]);
      for (; dyzur_rows_next (rows); n++)
        {
          g_assert_cmpuint (n, <, hits->len);
          g_assert_cmpint (g_array_index (hits, DyzurArticleHit, n).nr, ==, dyzur_rows_int64 (rows, 0));
          g_assert_cmpfloat_with_epsilon (g_array_index (hits, DyzurArticleHit, n).score, dyzur_rows_double (rows, 1), 1e-4);
        }
      g_assert_cmpuint (n, ==, hits->len);
      g_assert_true (dyzur_rows_end (&rows, error));
    }
  return TRUE;
}

/* What is found in memory is what the index would give, also after the articles have changed. */
static void
test_scores (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) articles = dyzur_articles_new ();
  g_autoptr(GError) error = NULL;

  put_some (fixture);
  g_assert_true (_dyzur_store_read (fixture->store, compare_with_fts, fixture, NULL, &error));
  for (int i = 0; i < 60; i++)
    {
      g_autoptr(GString) body = g_string_new (NULL);
      g_autofree char *id = g_strdup_printf ("%d", i);

      for (int j = g_test_rand_int_range (1, 80); j > 0; j--)
        g_string_append_printf (body, "%s ", (const char * const[]) { "dostawy", "paczkomat", "zwrot", "darmowa", "jest",
                                                                       "figurka", "999", "żółw" }[g_test_rand_int_range (0, 8)]);
      add (articles, id, i % 3 ? "Dostawa" : "Zwrot", i % 4 ? "jest|figurka" : NULL, i % 5 ? "darmowy zwrot" : NULL, body->str);
    }
  put (fixture, articles);
  g_assert_true (_dyzur_store_read (fixture->store, compare_with_fts, fixture, NULL, &error));
  g_assert_no_error (error);
}

static void
test_replace (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) articles = dyzur_articles_new ();

  put_some (fixture);
  add (articles, "zolw", "Krasnale ogrodowe", NULL, NULL, "Figurki są z ceramiki.");
  put (fixture, articles);
  assert_first (fixture, "żółwie", NULL);
  assert_first (fixture, "krasnale", "zolw");
  assert_first (fixture, "dostawa", NULL);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count (*) FROM article_index"), ==, 1);
}

static void
test_load (StoreFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL, missing = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurArticle) article = NULL;

  put_some (fixture);
  dyzur_store_load_article_async (fixture->store, "zwrot", NULL, store_wait_cb, &result);
  result = store_wait (&result);
  article = dyzur_store_load_article_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (article->title, ==, "Zwrot towaru");
  g_assert_cmpuint (g_strv_length (article->questions), ==, 2);
  g_assert_cmpstr (article->keywords[1], ==, "14 dni");

  dyzur_store_load_article_async (fixture->store, "?", NULL, store_wait_cb, &missing);
  missing = store_wait (&missing);
  g_assert_null (dyzur_store_load_article_finish (fixture->store, missing, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND);
}

static void
test_team (StoreFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) agents = dyzur_agents_new (), canned = dyzur_canned_array_new ();
  g_autoptr(GPtrArray) found_agents = NULL, found_canned = NULL;
  g_autoptr(GAsyncResult) agents_result = NULL, canned_result = NULL, labels_result = NULL, outcome_result = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) labels = NULL;

  g_ptr_array_add (agents, dyzur_agent_new ("2", "Ola"));
  g_ptr_array_add (agents, dyzur_agent_new ("1", "Jan"));
  g_ptr_array_add (canned, dyzur_canned_new ("zwrot", "Zwrot", "{{zwrot}}, przesyłam formularz."));
  g_assert_true (dyzur_store_put_agents (fixture->store, "shop", agents, &error));
  g_assert_true (dyzur_store_put_canned (fixture->store, "shop", canned, &error));
  g_assert_true (dyzur_store_put_canned (fixture->store, "shop", canned, &error));
  g_assert_no_error (error);

  dyzur_store_list_agents_async (fixture->store, "shop", NULL, store_wait_cb, &agents_result);
  agents_result = store_wait (&agents_result);
  found_agents = dyzur_store_list_agents_finish (fixture->store, agents_result, &error);
  g_assert_cmpuint (found_agents->len, ==, 2);
  g_assert_cmpstr (((DyzurAgent *) found_agents->pdata[0])->name, ==, "Jan");
  dyzur_store_list_canned_async (fixture->store, NULL, store_wait_cb, &canned_result);
  canned_result = store_wait (&canned_result);
  found_canned = dyzur_store_list_canned_finish (fixture->store, canned_result, &error);
  g_assert_cmpuint (found_canned->len, ==, 1);

  list_fixture_conversation (fixture, 1, DYZUR_STATUS_OPEN, NULL);
  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 1,
                      "INSERT INTO labels VALUES (1, 'pusta'), (2, 'pilne');"
                      "INSERT INTO conversation_labels VALUES (2, 0, 1, 1)");
  dyzur_store_list_labels_async (fixture->store, NULL, store_wait_cb, &labels_result);
  labels_result = store_wait (&labels_result);
  labels = dyzur_store_list_labels_finish (fixture->store, labels_result, &error);
  g_assert_cmpuint (g_strv_length (labels), ==, 1);
  g_assert_cmpstr (labels[0], ==, "pilne");

  dyzur_store_record_outcome_async (fixture->store, 1, "s1", DYZUR_OUTCOME_EDITED, "a", "b", NULL, store_wait_cb,
                                    &outcome_result);
  outcome_result = store_wait (&outcome_result);
  g_assert_true (dyzur_store_record_outcome_finish (fixture->store, outcome_result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT outcome FROM suggestion_outcomes WHERE suggestion = 's1'"), ==,
                   DYZUR_OUTCOME_EDITED);
}

#define test(path, func) g_test_add ("/store/articles/" path, StoreFixture, NULL, set_up, func, store_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  test ("find", test_find);
  test ("scores", test_scores);
  test ("replace", test_replace);
  test ("load", test_load);
  test ("team", test_team);

  return g_test_run ();
}
