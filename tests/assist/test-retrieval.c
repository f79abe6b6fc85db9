/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "assist-fixture.h"
#include "dyzur-clock.h"
#include "dyzur-order.h"
#include "dyzur-suggestion.h"
#include "dyzur-writer-private.h"

#include <stdlib.h>
#include <string.h>

/*
 * The whole drafter over the real store and the practice shop's knowledge base, on 300 labelled messages. Figures are
 * printed; floors stand a little below what was measured. The weights were fitted on these messages: what they are
 * worth on others is told by tests/assist/fit-weights.py (cross-validation), two to four points less.
 */

#define NOON G_GINT64_CONSTANT (1794654000000)

typedef struct
{
  guint n;          /* messages with an answer */
  guint first;      /* the first article card answers */
  guint any;        /* one of the three does */
  guint unanswerable;
  guint silent;     /* … and no article was offered */
  guint offered;    /* messages with an article card */
  guint sure;
  guint sure_right;
} Score;

static DyzurOrderRecord *
new_order (void)
{
  DyzurOrderRecord *order = dyzur_order_record_new ();
  DyzurShipment *shipment = dyzur_order_record_add_shipment (order);

  order->connection = g_strdup ("shop");
  order->id = g_strdup ("7");
  order->number = g_strdup ("BB-999111");
  order->status = DYZUR_ORDER_SHIPPED;
  order->created_at = NOON - 2 * DYZUR_DAY;
  order->fetched_at = NOON;
  shipment->carrier = DYZUR_CARRIER_INPOST;
  shipment->tracking_number = g_strdup ("680041937205518840013927");
  shipment->status = DYZUR_SHIPMENT_IN_TRANSIT;
  return order;
}

static GPtrArray *
draft (DyzurWriter     *writer,
       LabelledMessage *message,
       gboolean         with_order)
{
  g_autoptr(DyzurDraftRequest) request = dyzur_draft_request_new ();
  g_autoptr(GError) error = NULL;
  GPtrArray *suggestions;

  request->messages = g_strsplit (message->text, "\n", -1);
  request->channel = DYZUR_CHANNEL_EMAIL;
  request->now = NOON;
  request->orders = dyzur_order_records_new ();
  if (with_order)
    g_ptr_array_add (request->orders, new_order ());
  suggestions = _dyzur_writer_draft (writer, request, NULL, &error);
  g_assert_no_error (error);
  return suggestions;
}

static const char *
article_of (DyzurSuggestion *suggestion)
{
  const char *id = dyzur_suggestion_get_id (suggestion);

  return g_str_has_prefix (id, "article/") ? id + strlen ("article/") : NULL;
}

static void
count (Score           *score,
       LabelledMessage *message,
       GPtrArray       *suggestions)
{
  gboolean first = FALSE, any = FALSE;

  for (guint i = 0; i < suggestions->len; i++)
    {
      gboolean right = assist_message_expects (message, article_of (suggestions->pdata[i]));

      first = first || (i == 0 && right);
      any = any || right;
      score->sure += dyzur_suggestion_get_sure (suggestions->pdata[i]);
      score->sure_right += dyzur_suggestion_get_sure (suggestions->pdata[i]) && right;
    }
  score->offered += suggestions->len > 0;
  score->n += *message->expected != NULL;
  score->first += first;
  score->any += any;
  score->unanswerable += *message->expected == NULL;
  score->silent += *message->expected == NULL && suggestions->len == 0;
}

static double
percent (guint part,
         guint whole)
{
  return whole > 0 ? 100.0 * part / whole : 0;
}

static void
report (const char  *what,
        const Score *score)
{
  guint none = score->n + score->unanswerable - score->offered;

  g_test_message ("%s: first card right %.1f %%, one of three %.1f %% of %u; none where none answers %.1f %% of %u "
                  "(precision %.1f %%); sure %u, of them right %.1f %%",
                  what, percent (score->first, score->n), percent (score->any, score->n), score->n,
                  percent (score->silent, score->unanswerable), score->unanswerable, percent (score->silent, none),
                  score->sure, percent (score->sure_right, score->sure));
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static void
report_times (GArray *times)
{
  g_array_sort (times, compare_times);
  g_test_message ("a draft takes p50 %.2f ms, p95 %.2f ms, at most %.2f ms",
                  g_array_index (times, gint64, times->len / 2) / 1000.0,
                  g_array_index (times, gint64, times->len * 95 / 100) / 1000.0,
                  g_array_index (times, gint64, times->len - 1) / 1000.0);
}

static void
measure (gboolean  with_wordings,
         Score    *polish,
         Score    *others)
{
  AssistFixture *fixture = assist_fixture_new (with_wordings);
  DyzurWriter *writer = _dyzur_writer_new (DYZUR_KNOWLEDGE (fixture->store));
  g_autoptr(GPtrArray) messages = assist_read_messages ();
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < messages->len; i++)
    {
      LabelledMessage *message = messages->pdata[i];
      gint64 start = g_get_monotonic_time (), time;
      g_autoptr(GPtrArray) suggestions = draft (writer, message, FALSE);

      time = g_get_monotonic_time () - start;
      g_array_append_val (times, time);
      count (g_str_equal (message->language, "pl") ? polish : others, message, suggestions);
    }
  report_times (times);
  _dyzur_writer_free (writer);
  assist_fixture_free (fixture);
}

static void
test_with_wordings (void)
{
  Score polish = { 0 }, others = { 0 };

  measure (TRUE, &polish, &others);
  report ("Polish, customers' wordings in the knowledge base", &polish);
  report ("other languages", &others);
  g_assert_cmpfloat (percent (polish.first, polish.n), >=, 76);
  g_assert_cmpfloat (percent (polish.any, polish.n), >=, 79);
  g_assert_cmpfloat (percent (polish.silent, polish.unanswerable), >=, 68);
  g_assert_cmpfloat (percent (polish.sure_right, polish.sure), >=, 90);
  g_assert_cmpfloat (percent (others.first, others.n), >=, 60);
  g_assert_cmpuint (others.sure, ==, 0);
}

static void
test_bare (void)
{
  Score polish = { 0 }, others = { 0 };

  measure (FALSE, &polish, &others);
  report ("Polish, titles, keywords and bodies only", &polish);
  report ("other languages", &others);
  g_assert_cmpfloat (percent (polish.first, polish.n), >=, 70);
  g_assert_cmpfloat (percent (polish.silent, polish.unanswerable), >=, 68);
  g_assert_cmpfloat (percent (polish.sure_right, polish.sure), >=, 88);
}

/* Everybody has one parcel on its way: who asks for it is told where it is, and nobody else. */
static void
test_orders (void)
{
  AssistFixture *fixture = assist_fixture_new (TRUE);
  DyzurWriter *writer = _dyzur_writer_new (DYZUR_KNOWLEDGE (fixture->store));
  g_autoptr(GPtrArray) messages = assist_read_messages ();
  guint asked = 0, told = 0, first = 0, not_asked = 0, wrong_first = 0;

  for (guint i = 0; i < messages->len; i++)
    {
      LabelledMessage *message = messages->pdata[i];
      g_autoptr(GPtrArray) suggestions = draft (writer, message, TRUE);
      gboolean any = FALSE, leads;

      for (guint j = 0; j < suggestions->len; j++)
        any = any || article_of (suggestions->pdata[j]) == NULL;
      leads = suggestions->len > 0 && article_of (suggestions->pdata[0]) == NULL;
      if (g_str_equal (message->intent, "order_status"))
        {
          asked++;
          told += any;
          first += leads;
        }
      else if (!g_str_equal (message->intent, "delivery_change") && !g_str_equal (message->intent, "cancellation"))
        {
          not_asked++;
          wrong_first += leads;
        }
    }
  g_test_message ("order card for %.1f %% of %u who ask for one (first for %.1f %%), first for %.1f %% of %u who do not",
                  percent (told, asked), asked, percent (first, asked), percent (wrong_first, not_asked), not_asked);
  g_assert_cmpfloat (percent (told, asked), >=, 59);
  g_assert_cmpfloat (percent (wrong_first, not_asked), <=, 8);
  _dyzur_writer_free (writer);
  assist_fixture_free (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/assist/retrieval/with-wordings", test_with_wordings);
  g_test_add_func ("/assist/retrieval/bare", test_bare);
  g_test_add_func ("/assist/retrieval/orders", test_orders);
  return g_test_run ();
}
