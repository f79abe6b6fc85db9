/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-engine-private.h"
#include "dyzur-mock-shop.h"
#include "engine-fixture.h"

/* Mails whose senders have orders in a WooCommerce shop: recorded answers beside real conversations. */

#define SECRET "ck_0000000000000000000000000000000000000000:cs_0000000000000000000000000000000000000000"

typedef struct
{
  Fixture        base;
  DyzurMockShop *shop;
} ShopFixture;

static void
add_mailbox (ShopFixture *fixture)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("mail");
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  g_free (config->id);
  config->id = g_strdup ("mailbox");
  dyzur_store_save_account_async (fixture->base.engine->store, config, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  g_assert_true (dyzur_store_save_account_finish (fixture->base.engine->store, result, NULL));
}

static void
add_shop (ShopFixture *fixture)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("woocommerce");
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  config->address = g_strdup (dyzur_mock_shop_get_address (fixture->shop));
  config->name = g_strdup ("Sklep");
  dyzur_engine_add_account_async (fixture->base.engine, config, SECRET, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  dyzur_engine_add_account_finish (fixture->base.engine, result, &error);
  g_assert_no_error (error);
  fixture_wait (dyzur_account_get_state (fixture_get_account (&fixture->base)) == DYZUR_ACCOUNT_ONLINE);
}

static void
set_up (ShopFixture   *fixture,
        gconstpointer  data)
{
  fixture_set_up (&fixture->base, data);
  fixture->shop = dyzur_mock_shop_new ();
  add_mailbox (fixture);
  add_shop (fixture);
}

static void
tear_down (ShopFixture   *fixture,
           gconstpointer  data)
{
  fixture_tear_down (&fixture->base, data);
  dyzur_mock_shop_free (fixture->shop);
}

/* A mail of @address with @text. Returns: its conversation */
static gint64
receive (ShopFixture *fixture,
         const char  *name,
         const char  *address,
         const char  *text)
{
  static guint serial;
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_MESSAGE);
  g_autoptr(GArray) arrived = NULL;
  g_autoptr(GError) error = NULL;

  event->live = TRUE;
  event->message = dyzur_message_record_new ();
  event->message->remote_id = g_strdup_printf ("%u@poczta.example", ++serial);
  event->message->author_name = g_strdup (name);
  event->message->author_address = g_strdup (address);
  event->message->sent_at = dyzur_clock_now ();
  event->message->text = g_strdup (text);
  event->contact = dyzur_contact_record_new (name);
  dyzur_contact_record_add_point (event->contact, DYZUR_POINT_EMAIL, address);
  event->conversation = dyzur_conversation_record_new ();
  event->conversation->channel = DYZUR_CHANNEL_EMAIL;
  event->conversation->inbox_id = g_strdup ("sklep@bobrowisko.example");
  event->conversation->contact_address = g_strdup (address);
  g_ptr_array_add (events, event);
  dyzur_store_ingest (fixture->base.engine->store, "mailbox", events, NULL, &arrived, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (arrived->len, ==, 1);
  return g_array_index (arrived, DyzurArrival, 0).conversation_id;
}

static guint
count_orders (DyzurOrderPanel *panel)
{
  return g_list_model_get_n_items (dyzur_order_panel_get_orders (panel));
}

static void
test_beside (ShopFixture   *fixture,
             gconstpointer  data)
{
  gint64 id = receive (fixture, "Anna Kowalska", "Anna.Kowalska@Example.com", "Dzień dobry, gdzie jest moja paczka?");
  g_autoptr(DyzurOrderPanel) panel = dyzur_engine_open_orders (fixture->base.engine, id);
  gint64 before = dyzur_clock_now ();

  g_assert_true (dyzur_order_panel_get_configured (panel));
  fixture_wait (!dyzur_order_panel_get_busy (panel) && dyzur_order_panel_get_read_at (panel) > 0 &&
                count_orders (panel) == 5);
  g_assert_cmpint (dyzur_order_panel_get_problem (panel), ==, DYZUR_PROBLEM_NONE);
  g_assert_cmpint (dyzur_order_panel_get_read_at (panel), >=, before - DYZUR_SECOND);
  for (guint i = 0; i < count_orders (panel); i++)
    {
      g_autoptr(DyzurOrder) order = g_list_model_get_item (dyzur_order_panel_get_orders (panel), i);
      const DyzurOrderRecord *record = dyzur_order_get_record (order);

      g_assert_cmpstr (record->buyer_email, ==, "anna.kowalska@example.com");
      g_assert_cmpint (record->fetched_at, >=, before - DYZUR_SECOND);
    }
}

/* A shop that ignores our filter gives everybody's orders: nobody's may be shown. */
static void
test_stranger (ShopFixture   *fixture,
               gconstpointer  data)
{
  gint64 id = receive (fixture, "Jan Obcy", "jan.obcy@example.org", "Gdzie moje zamówienie?");
  g_autoptr(DyzurOrderPanel) panel = NULL;

  dyzur_mock_shop_ignore_filters (fixture->shop, TRUE);
  panel = dyzur_engine_open_orders (fixture->base.engine, id);
  fixture_wait (!dyzur_order_panel_get_busy (panel) && dyzur_order_panel_get_read_at (panel) > 0);
  g_assert_cmpuint (count_orders (panel), ==, 0);
}

/* A number alone is shown to the consultant, marked, and nothing of it is offered to tell the customer. */
static void
test_number_alone (ShopFixture   *fixture,
                   gconstpointer  data)
{
  gint64 id = receive (fixture, "Jan Obcy", "jan.obcy@example.org", "Co z zamówieniem nr 22? Kiedy dojdzie?");
  g_autoptr(DyzurOrderPanel) panel = dyzur_engine_open_orders (fixture->base.engine, id);
  g_autoptr(DyzurSuggestionList) cards = NULL;
  g_autoptr(DyzurOrder) order = NULL;

  fixture_wait (!dyzur_order_panel_get_busy (panel) && count_orders (panel) == 1);
  order = g_list_model_get_item (dyzur_order_panel_get_orders (panel), 0);
  g_assert_cmpstr (dyzur_order_get_record (order)->number, ==, "22");
  g_assert_true (dyzur_order_get_record (order)->weak);

  cards = dyzur_engine_open_suggestions (fixture->base.engine, id);
  fixture_wait (!dyzur_suggestion_list_get_busy (cards));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (cards)); i++)
    {
      g_autoptr(DyzurSuggestion) card = g_list_model_get_item (G_LIST_MODEL (cards), i);

      g_assert_null (strstr (dyzur_suggestion_get_text (card), "600000000000000000000001"));
      g_assert_null (strstr (dyzur_suggestion_get_text (card), "117,48"));
    }
}

static void
test_failing (ShopFixture   *fixture,
              gconstpointer  data)
{
  gint64 id = receive (fixture, "Anna Kowalska", "anna.kowalska@example.com", "Gdzie jest moja paczka?");
  g_autoptr(DyzurOrderPanel) panel = dyzur_engine_open_orders (fixture->base.engine, id);
  gint64 read_at;

  fixture_wait (!dyzur_order_panel_get_busy (panel) && count_orders (panel) == 5);
  read_at = dyzur_order_panel_get_read_at (panel);
  dyzur_mock_shop_fail_like (fixture->shop, "error_401_bad_secret");
  dyzur_order_panel_refresh (panel);
  fixture_wait (!dyzur_order_panel_get_busy (panel));
  g_assert_cmpint (dyzur_order_panel_get_problem (panel), ==, DYZUR_PROBLEM_AUTH);
  g_assert_cmpint (dyzur_order_panel_get_read_at (panel), ==, read_at);
  g_assert_cmpuint (count_orders (panel), ==, 5);
  g_assert_cmpint (dyzur_account_get_state (fixture_get_account (&fixture->base)), ==, DYZUR_ACCOUNT_OFFLINE);

  dyzur_mock_shop_fail (fixture->shop, 0, NULL, NULL);
  dyzur_order_panel_refresh (panel);
  fixture_wait (!dyzur_order_panel_get_busy (panel) && dyzur_order_panel_get_problem (panel) == DYZUR_PROBLEM_NONE);
  g_assert_cmpint (dyzur_order_panel_get_read_at (panel), >=, read_at);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, ShopFixture, NULL, set_up, func, tear_down)
  ADD ("/engine/shop/beside", test_beside);
  ADD ("/engine/shop/stranger", test_stranger);
  ADD ("/engine/shop/number-alone", test_number_alone);
  ADD ("/engine/shop/failing", test_failing);

  return g_test_run ();
}
