/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-engine-private.h"
#include "dyzur-pager.h"
#include "engine-fixture.h"

/* The engine at work on the practice shop: what a consultant does in a day, with the cable in and out. */

static gboolean
is_chat (const DyzurConversationRecord *record)
{
  return record->channel == DYZUR_CHANNEL_CHAT && record->status == DYZUR_STATUS_OPEN && record->contact_id != 0;
}

/* How many messages bear this client id; @delivery: (out): of the last one */
static guint
count_message (Fixture       *fixture,
               gint64         conversation_id,
               const char    *key,
               DyzurDelivery *delivery)
{
  g_autoptr(GPtrArray) messages = fixture_read_messages (fixture, conversation_id);
  guint n = 0;

  for (guint i = 0; i < messages->len; i++)
    {
      const DyzurMessageRecord *message = g_ptr_array_index (messages, i);

      if (g_strcmp0 (message->client_id, key) != 0)
        continue;
      n++;
      if (delivery != NULL)
        *delivery = message->delivery;
    }
  return n;
}

static guint
count_text (Fixture    *fixture,
            gint64      conversation_id,
            const char *text)
{
  g_autoptr(GPtrArray) messages = fixture_read_messages (fixture, conversation_id);
  guint n = 0;

  for (guint i = 0; i < messages->len; i++)
    n += g_strcmp0 (((DyzurMessageRecord *) g_ptr_array_index (messages, i))->text, text) == 0;
  return n;
}

static guint
count_all (Fixture *fixture)
{
  GListModel *views = dyzur_engine_get_views (fixture->engine);

  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(DyzurView) view = g_list_model_get_item (views, i);

      if (dyzur_view_get_kind (view) == DYZUR_VIEW_ALL)
        return dyzur_view_get_count (view);
    }
  return 0;
}

static void
test_fills (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(DyzurConversation) conversation = NULL;
  g_autoptr(GListModel) timeline = NULL;

  fixture_add_practice (fixture);
  conversation = fixture_find_conversation (fixture, NULL);
  timeline = dyzur_engine_open_timeline (fixture->engine, dyzur_conversation_get_id (conversation), 0);
  g_assert_true (DYZUR_IS_PAGER (timeline));
  fixture_wait (g_list_model_get_n_items (timeline) > 1);

  fixture_wait (count_all (fixture) > 10);
}

static void
test_sends_once (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(DyzurConversation) conversation = NULL;
  g_autofree char *key = NULL;
  DyzurDelivery delivery = DYZUR_DELIVERY_NONE;
  gint64 id;

  fixture_add_practice (fixture);
  conversation = fixture_find_conversation (fixture, is_chat);
  id = dyzur_conversation_get_id (conversation);
  fixture_send (fixture, id, "Zażółć gęślą jaźń", &key);
  fixture_wait (count_message (fixture, id, key, &delivery) == 1 && delivery >= DYZUR_DELIVERY_SENT);
  dyzur_engine_advance_practice (fixture->engine, 60 * 1000);
  fixture_wait (count_message (fixture, id, key, &delivery) == 1 && delivery >= DYZUR_DELIVERY_DELIVERED);
  g_assert_cmpuint (dyzur_practice_count_delivered (fixture->engine->practice, key), ==, 1);
  g_assert_cmpuint (count_text (fixture, id, "Zażółć gęślą jaźń"), ==, 1);
  g_assert_cmpint (delivery, !=, DYZUR_DELIVERY_FAILED);
}

static void
test_cable (Fixture       *fixture,
            gconstpointer  data)
{
  static const char * const texts[] = { "pierwsza", "druga", "trzecia" };
  g_autoptr(DyzurConversation) conversation = NULL;
  DyzurAccount *account;
  char *keys[G_N_ELEMENTS (texts)];
  gint64 id;

  fixture_add_practice (fixture);
  account = fixture_get_account (fixture);
  conversation = fixture_find_conversation (fixture, is_chat);
  id = dyzur_conversation_get_id (conversation);

  dyzur_engine_set_practice_online (fixture->engine, FALSE);
  fixture_wait (dyzur_account_get_state (account) == DYZUR_ACCOUNT_OFFLINE);
  g_assert_cmpint (dyzur_account_get_problem (account), ==, DYZUR_PROBLEM_NETWORK);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    fixture_send (fixture, id, texts[i], &keys[i]);
  fixture_wait (dyzur_account_get_waiting (account) == G_N_ELEMENTS (texts));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpuint (dyzur_practice_count_delivered (fixture->engine->practice, keys[i]), ==, 0);

  dyzur_engine_set_practice_online (fixture->engine, TRUE);
  fixture_wait (dyzur_account_get_state (account) == DYZUR_ACCOUNT_ONLINE && dyzur_account_get_waiting (account) == 0);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_cmpuint (dyzur_practice_count_delivered (fixture->engine->practice, keys[i]), ==, 1);
      g_assert_cmpuint (count_text (fixture, id, texts[i]), ==, 1);
      g_free (keys[i]);
    }
}

/* Answers are lost, one after the other; the shop can be asked, so nobody else is. */
static void
test_lost_answer (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(DyzurConversation) conversation = NULL;
  gint64 id;

  fixture_add_practice (fixture);
  conversation = fixture_find_conversation (fixture, is_chat);
  id = dyzur_conversation_get_id (conversation);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *key = NULL;
      g_autofree char *text = g_strdup_printf ("tylko raz %u", i);
      DyzurDelivery delivery = DYZUR_DELIVERY_NONE;

      dyzur_practice_lose_next_answer (fixture->engine->practice);
      fixture_send (fixture, id, text, &key);
      fixture_wait (count_message (fixture, id, key, &delivery) == 1 && delivery >= DYZUR_DELIVERY_SENT);
      g_assert_cmpint (delivery, !=, DYZUR_DELIVERY_FAILED);
      g_assert_cmpuint (dyzur_practice_count_delivered (fixture->engine->practice, key), ==, 1);
      g_assert_cmpuint (count_text (fixture, id, text), ==, 1);
    }
}

static void
test_restart_with_waiting (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(DyzurConversation) conversation = NULL;
  g_autofree char *key = NULL;
  gint64 id;

  fixture_add_practice (fixture);
  conversation = fixture_find_conversation (fixture, is_chat);
  id = dyzur_conversation_get_id (conversation);
  dyzur_engine_set_practice_online (fixture->engine, FALSE);
  fixture_wait (dyzur_account_get_state (fixture_get_account (fixture)) == DYZUR_ACCOUNT_OFFLINE);
  fixture_send (fixture, id, "po przerwie", &key);
  g_clear_object (&conversation);

  fixture_close (fixture);
  fixture_open (fixture);
  fixture_wait (dyzur_account_get_state (fixture_get_account (fixture)) == DYZUR_ACCOUNT_ONLINE);
  fixture_wait (dyzur_practice_count_delivered (fixture->engine->practice, key) == 1);
  g_assert_cmpuint (count_text (fixture, id, "po przerwie"), ==, 1);
}

static void
test_unsend (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(DyzurConversation) conversation = NULL;
  g_autoptr(DyzurDraft) draft = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *key = NULL;
  GAsyncResult *pending = NULL;
  gint64 id, message_id;

  fixture_add_practice (fixture);
  dyzur_engine_set_undo_seconds (fixture->engine, 5);
  conversation = fixture_find_conversation (fixture, is_chat);
  id = dyzur_conversation_get_id (conversation);
  message_id = fixture_send (fixture, id, "za wcześnie", &key);
  dyzur_engine_unsend_async (fixture->engine, message_id, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  draft = dyzur_engine_unsend_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draft->text, ==, "za wcześnie");
  g_assert_cmpuint (count_text (fixture, id, "za wcześnie"), ==, 0);
  g_assert_cmpuint (dyzur_practice_count_delivered (fixture->engine->practice, key), ==, 0);
}

static gboolean
has_orders (Fixture *fixture,
            gint64   id)
{
  g_autoptr(DyzurOrderPanel) panel = dyzur_engine_open_orders (fixture->engine, id);
  g_autoptr(GPtrArray) orders = NULL;

  fixture_wait (!dyzur_order_panel_get_busy (panel) && dyzur_order_panel_get_read_at (panel) > 0);
  orders = dyzur_store_read_orders (fixture->engine->store, id, NULL);
  fixture_wait (g_list_model_get_n_items (dyzur_order_panel_get_orders (panel)) == orders->len);
  return orders->len > 0;
}

static void
test_orders (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GListModel) list = NULL;
  g_autoptr(DyzurOrderPanel) panel = NULL;
  gint64 found = 0, read_at;

  fixture_add_practice (fixture);
  list = fixture_list_open (fixture);
  for (guint i = 0; found == 0 && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(DyzurConversation) item = g_list_model_get_item (list, i);

      if (has_orders (fixture, dyzur_conversation_get_id (item)))
        found = dyzur_conversation_get_id (item);
    }
  g_assert_cmpint (found, !=, 0);

  /* The shop does not answer: the old orders stay, with their age, and it says so. */
  dyzur_engine_set_practice_online (fixture->engine, FALSE);
  panel = dyzur_engine_open_orders (fixture->engine, found);
  fixture_wait (dyzur_order_panel_get_read_at (panel) > 0 &&
                g_list_model_get_n_items (dyzur_order_panel_get_orders (panel)) > 0);
  read_at = dyzur_order_panel_get_read_at (panel);
  dyzur_order_panel_refresh (panel);
  fixture_wait (!dyzur_order_panel_get_busy (panel));
  g_assert_cmpint (dyzur_order_panel_get_problem (panel), ==, DYZUR_PROBLEM_NETWORK);
  g_assert_cmpint (dyzur_order_panel_get_read_at (panel), ==, read_at);
  g_assert_cmpuint (g_list_model_get_n_items (dyzur_order_panel_get_orders (panel)), >, 0);
}

static void
test_suggests (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GListModel) list = NULL;
  guint with_cards = 0;

  fixture_add_practice (fixture);
  list = fixture_list_open (fixture);
  for (guint i = 0; i < MIN (15, g_list_model_get_n_items (list)); i++)
    {
      g_autoptr(DyzurConversation) item = g_list_model_get_item (list, i);
      g_autoptr(DyzurSuggestionList) cards = NULL;

      cards = dyzur_engine_open_suggestions (fixture->engine, dyzur_conversation_get_id (item));
      fixture_wait (!dyzur_suggestion_list_get_busy (cards));
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (cards)), <=, 3);
      if (g_list_model_get_n_items (G_LIST_MODEL (cards)) > 0)
        {
          g_autoptr(DyzurSuggestion) card = g_list_model_get_item (G_LIST_MODEL (cards), 0);

          with_cards++;
          g_assert_cmpuint (dyzur_suggestion_get_citations (card)->len, >, 0);
        }
    }
  g_assert_cmpuint (with_cards, >=, 3);
}

static void
test_resolve (Fixture       *fixture,
              gconstpointer  data)
{
  DyzurConversationChange change = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_RESOLVED };
  g_autoptr(DyzurConversation) conversation = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *pending = NULL;
  gint64 id;

  fixture_add_practice (fixture);
  conversation = fixture_find_conversation (fixture, is_chat);
  id = dyzur_conversation_get_id (conversation);
  dyzur_engine_change_async (fixture->engine, &id, 1, &change, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  before = dyzur_engine_change_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (before->len, ==, 1);
  g_assert_cmpint (((DyzurConversationRecord *) before->pdata[0])->status, ==, DYZUR_STATUS_OPEN);
  fixture_wait (dyzur_conversation_get_record (conversation)->status == DYZUR_STATUS_RESOLVED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("/engine/practice/fills", test_fills);
  ADD ("/engine/practice/sends-once", test_sends_once);
  ADD ("/engine/practice/cable", test_cable);
  ADD ("/engine/practice/lost-answer", test_lost_answer);
  ADD ("/engine/practice/restart-with-waiting", test_restart_with_waiting);
  ADD ("/engine/practice/unsend", test_unsend);
  ADD ("/engine/practice/orders", test_orders);
  ADD ("/engine/practice/suggests", test_suggests);
  ADD ("/engine/practice/resolve", test_resolve);

  return g_test_run ();
}
