/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-drafter.h"
#include "dyzur-order.h"

#include <string.h>

#define NOON G_GINT64_CONSTANT (1794654000000)   /* 14.11.2026 12:00 in Warsaw */

/* A knowledge base with one article, or an error in its place. */
#define TEST_TYPE_KNOWLEDGE (test_knowledge_get_type ())
G_DECLARE_FINAL_TYPE (TestKnowledge, test_knowledge, TEST, KNOWLEDGE, GObject)

struct _TestKnowledge
{
  GObject   parent_instance;

  gboolean  fails;
  int       asked;      /* atomic */
  GThread  *thread;
};

static GPtrArray *
find_articles (DyzurKnowledge  *knowledge,
               const char      *question,
               guint            limit,
               GCancellable    *cancellable,
               GError         **error)
{
  TestKnowledge *self = TEST_KNOWLEDGE (knowledge);
  GPtrArray *articles = dyzur_articles_new ();
  DyzurArticle *article = dyzur_article_new ();

  g_atomic_int_inc (&self->asked);
  self->thread = g_thread_self ();
  if (self->fails)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no disk");
      dyzur_article_free (article);
      g_ptr_array_unref (articles);
      return NULL;
    }
  article->id = g_strdup ("KB1");
  article->title = g_strdup ("Jak odesłać zwrot krok po kroku");
  article->language = g_strdup ("pl");
  article->keywords = g_strsplit ("formularz zwrotu|etykieta zwrotna|odesłać towar", "|", -1);
  article->body = g_strdup ("Zwrot zgłasza się na stronie sklepu. Etykieta zwrotna przychodzi pocztą elektroniczną.");
  article->score = 12.5;
  g_ptr_array_add (articles, article);
  return articles;
}

static void
knowledge_init (DyzurKnowledgeInterface *iface)
{
  iface->find_articles = find_articles;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestKnowledge, test_knowledge, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_KNOWLEDGE, knowledge_init))

static void
test_knowledge_class_init (TestKnowledgeClass *klass)
{
}

static void
test_knowledge_init (TestKnowledge *self)
{
}

typedef struct
{
  TestKnowledge     *knowledge;
  DyzurDrafter      *drafter;
  DyzurDraftRequest *request;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  dyzur_clock_set (NOON);
  fixture->knowledge = g_object_new (TEST_TYPE_KNOWLEDGE, NULL);
  fixture->drafter = dyzur_drafter_new (DYZUR_KNOWLEDGE (fixture->knowledge));
  fixture->request = dyzur_draft_request_new ();
  fixture->request->contact_name = g_strdup ("Anna Kowalska");
  fixture->request->channel = DYZUR_CHANNEL_EMAIL;
  fixture->request->agent_name = g_strdup ("Ola");
  fixture->request->orders = dyzur_order_records_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  dyzur_drafter_close (fixture->drafter);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  dyzur_draft_request_free (fixture->request);
  g_assert_finalize_object (fixture->drafter);
  g_assert_finalize_object (fixture->knowledge);
  dyzur_clock_set (0);
}

static void
say (Fixture    *fixture,
     const char *text)
{
  g_strfreev (fixture->request->messages);
  fixture->request->messages = g_strsplit (text, "|", -1);
}

static DyzurOrderRecord *
add_order (Fixture *fixture)
{
  DyzurOrderRecord *order = dyzur_order_record_new ();

  order->connection = g_strdup ("shop");
  order->id = g_strdup ("7");
  order->number = g_strdup ("1042");
  order->status = DYZUR_ORDER_SHIPPED;
  order->created_at = NOON - 2 * DYZUR_DAY;
  order->fetched_at = NOON - DYZUR_HOUR;
  g_ptr_array_add (fixture->request->orders, order);
  return order;
}

static void
store_result_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static GPtrArray *
draft (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *suggestions;

  dyzur_drafter_draft_async (fixture->drafter, fixture->request, NULL, store_result_cb, &result);
  suggestions = dyzur_drafter_draft_finish (fixture->drafter, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (suggestions->len, <=, 3);
  return suggestions;
}

static void
test_article (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) suggestions = NULL;
  DyzurSuggestion *suggestion;
  DyzurCitation *citation;

  say (fixture, "Jak odesłać zwrot?");
  suggestions = draft (fixture);
  g_assert_cmpuint (suggestions->len, ==, 1);
  suggestion = suggestions->pdata[0];
  g_assert_cmpstr (dyzur_suggestion_get_id (suggestion), ==, "article/KB1");
  g_assert_cmpstr (dyzur_suggestion_get_title (suggestion), ==, "Jak odesłać zwrot krok po kroku");
  g_assert_cmpstr (dyzur_suggestion_get_text (suggestion), ==,
                   "Dzień dobry, Pani Anno,\n\ndziękuję za wiadomość.\n\n"
                   "Zwrot zgłasza się na stronie sklepu. Etykieta zwrotna przychodzi pocztą elektroniczną.\n\n"
                   "Pozdrawiam\nOla");
  g_assert_cmpuint (dyzur_suggestion_get_citations (suggestion)->len, ==, 1);
  citation = &g_array_index (dyzur_suggestion_get_citations (suggestion), DyzurCitation, 0);
  g_assert_cmpint (citation->kind, ==, DYZUR_CITATION_ARTICLE);
  g_assert_cmpstr (citation->id, ==, "KB1");
  g_assert_true (g_str_has_prefix (dyzur_suggestion_get_text (suggestion) + citation->start, "Zwrot zgłasza się"));
  g_assert_true (fixture->knowledge->thread != g_thread_self ());
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) suggestions = NULL;
  DyzurSuggestion *suggestion;

  add_order (fixture);
  fixture->request->channel = DYZUR_CHANNEL_CHAT;
  say (fixture, "Dzień dobry|Gdzie jest moja paczka?");
  suggestions = draft (fixture);
  g_assert_cmpuint (suggestions->len, >=, 1);
  suggestion = suggestions->pdata[0];
  g_assert_cmpstr (dyzur_suggestion_get_id (suggestion), ==, "order/shop/7");
  g_assert_nonnull (strstr (dyzur_suggestion_get_title (suggestion), "1042"));
  g_assert_cmpstr (dyzur_suggestion_get_text (suggestion), ==,
                   "Dzień dobry, Pani Anno! Zamówienie 1042 z 12.11.2026 zostało wysłane.");
  g_assert_true (dyzur_suggestion_get_sure (suggestion));
}

/* An order of yesterday's reading, or one that is not wholly loaded, is to be checked. */
static void
test_age (Fixture       *fixture,
          gconstpointer  data)
{
  DyzurOrderRecord *order = add_order (fixture);
  g_autoptr(GPtrArray) old = NULL, partial = NULL;

  say (fixture, "Gdzie jest moja paczka?");
  order->fetched_at = NOON - DYZUR_DAY;
  old = draft (fixture);
  g_assert_false (dyzur_suggestion_get_sure (old->pdata[0]));
  order->fetched_at = NOON;
  order->partial = TRUE;
  partial = draft (fixture);
  g_assert_false (dyzur_suggestion_get_sure (partial->pdata[0]));
}

/* Who knows only a number is told nothing of the order. */
static void
test_stranger (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GPtrArray) suggestions = NULL;

  add_order (fixture);
  fixture->request->orders_weak = TRUE;
  say (fixture, "Gdzie jest zamówienie 1042?");
  suggestions = draft (fixture);
  for (guint i = 0; i < suggestions->len; i++)
    {
      const char *text = dyzur_suggestion_get_text (suggestions->pdata[i]);

      g_assert_null (strstr (text, "wysłane"));
      g_assert_null (strstr (text, "12.11.2026"));
      g_assert_false (dyzur_suggestion_get_sure (suggestions->pdata[i]));
    }
  g_assert_nonnull (strstr (dyzur_suggestion_get_text (suggestions->pdata[0]), "adres e-mail lub numer telefonu"));
}

static void
test_no_ground (Fixture       *fixture,
                gconstpointer  data)
{
  static const char * const texts[] = { "", "ok", "👍", "1042", "Dzięki, wszystko super!", "Czy szukacie pracowników?", "???" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GPtrArray) suggestions = NULL;

      say (fixture, texts[i]);
      suggestions = draft (fixture);
      g_assert_cmpuint (suggestions->len, ==, 0);
    }
  g_clear_pointer (&fixture->request->messages, g_strfreev);
  g_ptr_array_unref (draft (fixture));
}

static const struct
{
  const char *name;         /* (nullable) of the contact */
  const char *message;
  gboolean    chat;
  gboolean    greeted;
  const char *signature;    /* (nullable) */
  const char *begins;
  const char *ends;
} manners[] = {
  { "Marek Nowak", "Gdzie jest moja paczka?", FALSE, FALSE, NULL, "Dzień dobry, Panie Marku,\n\ndziękuję", "\n\nPozdrawiam\nOla" },
  { "Alex", "Gdzie jest moja paczka?", FALSE, FALSE, NULL, "Dzień dobry,\n\ndziękuję", "\n\nPozdrawiam\nOla" },
  { NULL, "Gdzie jest moja paczka?", FALSE, FALSE, "Sklep", "Dzień dobry,\n\n", "\n\nPozdrawiam" },
  { "Anna", "Gdzie jest moja paczka?", FALSE, TRUE, NULL, "Zamówienie 1042", "\n\nPozdrawiam\nOla" },
  { "Anna", "Gdzie jest moja paczka?", TRUE, TRUE, NULL, "Zamówienie 1042", "zostało wysłane." },
  { "Alex", "Gdzie jest moja paczka?", TRUE, FALSE, NULL, "Dzień dobry! Zamówienie", "zostało wysłane." },
  { "Anna Smith", "Where is my parcel, please?", FALSE, FALSE, NULL, "Hello,\n\nThank you for your message.\n\nOrder 1042 of 12 November",
    "\n\nKind regards\nOla" },
  { "Hans", "Wo ist mein Paket?", FALSE, FALSE, NULL, "Guten Tag,\n\nvielen Dank", "\n\nMit freundlichen Grüßen\nOla" },
  { "Олена Коваль", "Доброго дня, де моя посилка?", FALSE, FALSE, NULL, "Добрий день, пані Олено!\n\nДякуємо", "\n\nЗ повагою\nOla" },
  { "Jana", "Kde je můj balík? Děkuji", TRUE, FALSE, NULL, "Hello! Order", "has been shipped." },
};

static void
test_manners (Fixture       *fixture,
              gconstpointer  data)
{
  add_order (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (manners); i++)
    {
      g_autoptr(GPtrArray) suggestions = NULL;
      const char *text;

      g_free (fixture->request->contact_name);
      g_free (fixture->request->signature);
      fixture->request->contact_name = g_strdup (manners[i].name);
      fixture->request->signature = g_strdup (manners[i].signature);
      fixture->request->channel = manners[i].chat ? DYZUR_CHANNEL_MESSENGER : DYZUR_CHANNEL_EMAIL;
      fixture->request->greeted_today = manners[i].greeted;
      say (fixture, manners[i].message);
      suggestions = draft (fixture);
      g_assert_cmpuint (suggestions->len, >=, 1);
      text = dyzur_suggestion_get_text (suggestions->pdata[0]);
      if (!g_str_has_prefix (text, manners[i].begins) || !g_str_has_suffix (text, manners[i].ends))
        {
          g_test_message ("%u: «%s»", i, text);
          g_test_fail ();
        }
    }
}

/* Polish articles go to others only to be checked. */
static void
test_foreign_question (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(GPtrArray) suggestions = NULL;

  say (fixture, "How do I return my order? Do I need a return form?");
  suggestions = draft (fixture);
  for (guint i = 0; i < suggestions->len; i++)
    g_assert_false (dyzur_suggestion_get_sure (suggestions->pdata[i]));
}

static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture->knowledge->fails = TRUE;
  say (fixture, "Jak odesłać zwrot?");
  dyzur_drafter_draft_async (fixture->drafter, fixture->request, NULL, store_result_cb, &result);
  g_assert_null (dyzur_drafter_draft_finish (fixture->drafter, wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  say (fixture, "Jak odesłać zwrot?");
  dyzur_drafter_draft_async (fixture->drafter, fixture->request, cancellable, store_result_cb, &result);
  g_assert_null (dyzur_drafter_draft_finish (fixture->drafter, wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_atomic_int_get (&fixture->knowledge->asked), ==, 0);
}

/* Closing with drafts waiting: each comes back once. */
static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  GAsyncResult *results[10] = { NULL };

  say (fixture, "Jak odesłać zwrot?");
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    dyzur_drafter_draft_async (fixture->drafter, fixture->request, NULL, store_result_cb, &results[i]);
  dyzur_drafter_close (fixture->drafter);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) suggestions = dyzur_drafter_draft_finish (fixture->drafter, wait_for (&results[i]), &error);

      if (suggestions == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_object_unref (results[i]);
    }
}

/* A message of a megabyte, and one that is no text. */
static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *letters = g_strnfill (1000000, 'a');
  g_autoptr(GPtrArray) long_word = NULL, bytes = NULL;

  say (fixture, letters);
  long_word = draft (fixture);
  g_strfreev (fixture->request->messages);
  fixture->request->messages = g_new0 (char *, 2);
  fixture->request->messages[0] = g_strdup ("zwrot \xff\xfe\xc5 jak odesłać");
  bytes = draft (fixture);
  g_assert_cmpuint (long_word->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "Europe/Warsaw", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/assist/drafter/article", Fixture, NULL, set_up, test_article, tear_down);
  g_test_add ("/assist/drafter/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/assist/drafter/age", Fixture, NULL, set_up, test_age, tear_down);
  g_test_add ("/assist/drafter/stranger", Fixture, NULL, set_up, test_stranger, tear_down);
  g_test_add ("/assist/drafter/no-ground", Fixture, NULL, set_up, test_no_ground, tear_down);
  g_test_add ("/assist/drafter/manners", Fixture, NULL, set_up, test_manners, tear_down);
  g_test_add ("/assist/drafter/foreign-question", Fixture, NULL, set_up, test_foreign_question, tear_down);
  g_test_add ("/assist/drafter/failure", Fixture, NULL, set_up, test_failure, tear_down);
  g_test_add ("/assist/drafter/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/assist/drafter/close", Fixture, NULL, set_up, test_close, tear_down);
  g_test_add ("/assist/drafter/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  return g_test_run ();
}
