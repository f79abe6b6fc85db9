/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Orders: whose they are, and that every one of them adds up. */

#include "config.h"

#include <string.h>

#include "dyzur-carrier.h"
#include "dyzur-clock.h"
#include "practice-fixture.h"

#define PACZKOMAT_PRICE 1299
#define PACZKOMAT_FREE 19900
#define COURIER_PRICE 1699
#define COURIER_FREE 29900

static void
set_up (Listener      *listener,
        gconstpointer  data)
{
  listener_init (listener, START_AT, 1);
}

static void
tear_down (Listener      *listener,
           gconstpointer  data)
{
  listener_clear (listener);
}

static GPtrArray *
ask (Listener   *listener,
     const char *email,
     const char *phone,
     const char *login,
     const char *number)
{
  g_autoptr(DyzurOrderQuery) query = dyzur_order_query_new ();
  g_autoptr(GError) error = NULL;
  GPtrArray *orders;

  query->emails = email != NULL ? g_strdupv ((char *[]) { (char *) email, NULL }) : NULL;
  query->phones = phone != NULL ? g_strdupv ((char *[]) { (char *) phone, NULL }) : NULL;
  query->logins = login != NULL ? g_strdupv ((char *[]) { (char *) login, NULL }) : NULL;
  query->numbers = number != NULL ? g_strdupv ((char *[]) { (char *) number, NULL }) : NULL;
  orders = dyzur_shop_find_orders (DYZUR_SHOP (listener->practice), query, NULL, &error);
  g_assert_no_error (error);
  return orders;
}

static const char *
number_at (GPtrArray *orders,
           guint      index)
{
  return ((DyzurOrderRecord *) g_ptr_array_index (orders, index))->number;
}

static void
test_by_email (Listener      *listener,
               gconstpointer  data)
{
  g_autoptr(GPtrArray) orders = ask (listener, "  Anna.KOWALSKA@poczta.example ", NULL, NULL, NULL);

  g_assert_cmpuint (orders->len, ==, 3);
  g_assert_cmpstr (number_at (orders, 0), ==, "BB-218255");
  g_assert_cmpstr (number_at (orders, 2), ==, "BB-211037");
}

static void
test_by_phone (Listener      *listener,
               gconstpointer  data)
{
  const char * const spellings[] = { "606000233", "+48 606 000 233", "0048606000233", "606-000-233" };

  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autoptr(GPtrArray) orders = ask (listener, NULL, spellings[i], NULL, NULL);

      g_assert_cmpuint (orders->len, ==, 1);
      g_assert_cmpstr (number_at (orders, 0), ==, "BB-206512");
    }
}

static void
test_by_login (Listener      *listener,
               gconstpointer  data)
{
  g_autoptr(GPtrArray) orders = ask (listener, NULL, NULL, "Stanley_1978", NULL);
  const DyzurOrderRecord *order;

  g_assert_cmpuint (orders->len, ==, 2);
  order = g_ptr_array_index (orders, 0);
  g_assert_cmpstr (order->source, ==, "allegro");
  g_assert_null (order->buyer_email);
}

static void
test_by_number (Listener      *listener,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) exact = ask (listener, NULL, NULL, NULL, "BB-218233");
  g_autoptr(GPtrArray) small = ask (listener, NULL, NULL, NULL, "bb-218233");
  g_autoptr(GPtrArray) bare = ask (listener, NULL, NULL, NULL, "218233");
  g_autoptr(GPtrArray) part = ask (listener, NULL, NULL, NULL, "BB-21823");

  g_assert_cmpuint (exact->len, ==, 1);
  g_assert_cmpuint (small->len, ==, 1);
  g_assert_cmpuint (bare->len, ==, 1);
  g_assert_cmpuint (part->len, ==, 0);
}

/* Nobody is shown what is not theirs */
static void
test_strangers (Listener      *listener,
                gconstpointer  data)
{
  static const struct
  {
    const char *email, *phone, *login, *number;
  } cases[] = {
    { NULL, NULL, NULL, NULL },
    { "", "", "", "" },
    { "kowalska@poczta.example", NULL, NULL, NULL },
    { "anna.kowalska+sklep@poczta.example", NULL, NULL, NULL },
    { "annakowalska@poczta.example", NULL, NULL, NULL },
    { "*", "*", "*", "*" },
    { NULL, "+49 606 000 233", NULL, NULL },
    { NULL, "000 233", NULL, NULL },
    { NULL, "+49 30 000 4417", NULL, NULL },
    { NULL, NULL, "stanley", NULL },
    { NULL, NULL, NULL, "BB-" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) orders = ask (listener, cases[i].email, cases[i].phone, cases[i].login, cases[i].number);

      if (orders->len != 0)
        g_error ("case %u was shown %s", i, number_at (orders, 0));
    }
}

static void
test_load (Listener      *listener,
           gconstpointer  data)
{
  DyzurShop *shop = DYZUR_SHOP (listener->practice);
  g_autoptr(DyzurOrderRecord) order = dyzur_shop_load_order (shop, "214920", NULL, NULL);
  g_autoptr(DyzurOrderRecord) missing = NULL;
  g_autoptr(GError) error = NULL;
  const DyzurRefund *refund;

  g_assert_cmpstr (order->number, ==, "BB-214920");
  g_assert_cmpint (order->payment_state, ==, DYZUR_PAYMENT_PARTIALLY_REFUNDED);
  g_assert_cmpint (order->total_minor, ==, 27890);
  g_assert_cmpint (order->refunded_minor, ==, 17900);
  g_assert_cmpint (order->returns->len, ==, 1);
  refund = g_ptr_array_index (order->refunds, 0);
  g_assert_cmpint (refund->amount_minor, ==, 17900);
  g_assert_cmpstr (order->point_id, ==, "LOD112M");
  g_assert_cmpint (order->fetched_at, ==, START_AT);

  missing = dyzur_shop_load_order (shop, "1", NULL, &error);
  g_assert_null (missing);
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND);
}

static void
check_sums (const DyzurOrderRecord *order)
{
  gint64 items = 0, fees = 0, refunds = 0;

  for (guint i = 0; i < order->items->len; i++)
    {
      const DyzurOrderItem *item = g_ptr_array_index (order->items, i);

      g_assert_nonnull (item->name);
      g_assert_cmpint (item->unit_minor, >, 0);
      g_assert_cmpint (item->unit_minor * item->quantity_milli, ==, item->total_minor * 1000);
      g_assert_cmpint (item->refunded_milli, <=, item->quantity_milli);
      items += item->total_minor;
    }
  for (guint i = 0; i < order->fees->len; i++)
    fees += ((DyzurOrderFee *) g_ptr_array_index (order->fees, i))->total_minor;
  for (guint i = 0; i < order->refunds->len; i++)
    refunds += ((DyzurRefund *) g_ptr_array_index (order->refunds, i))->amount_minor;
  g_assert_cmpuint (order->items->len, >, 0);
  g_assert_cmpint (order->total_minor, ==, items - order->discount_minor + order->shipping_minor + fees);
  g_assert_cmpint (order->refunded_minor, ==, refunds);
  g_assert_cmpint (refunds, <=, order->total_minor);
  if (strcmp (order->delivery_label, "Paczkomat InPost") == 0)
    g_assert_cmpint (order->shipping_minor, ==, items - order->discount_minor >= PACZKOMAT_FREE ? 0 : PACZKOMAT_PRICE);
  if (strcmp (order->delivery_label, "Kurier DPD") == 0 || strcmp (order->delivery_label, "Kurier InPost") == 0)
    g_assert_cmpint (order->shipping_minor, ==, items - order->discount_minor >= COURIER_FREE ? 0 : COURIER_PRICE);
}

static void
check_payment (const DyzurOrderRecord *order)
{
  g_assert_cmpint (order->payment_state, !=, DYZUR_PAYMENT_UNKNOWN);
  g_assert_nonnull (order->payment_label);
  if (order->payment_state == DYZUR_PAYMENT_PAID)
    g_assert_cmpint (order->paid_minor, >=, order->total_minor);
  if (order->payment_state == DYZUR_PAYMENT_UNPAID || order->payment_state == DYZUR_PAYMENT_COD)
    g_assert_cmpint (order->paid_minor, ==, 0);
  if (order->payment_state == DYZUR_PAYMENT_PARTIAL)
    g_assert_cmpint (order->paid_minor, <, order->total_minor);
  if (order->status == DYZUR_ORDER_SHIPPED || order->status == DYZUR_ORDER_DELIVERED)
    g_assert_cmpint (order->payment_state, !=, DYZUR_PAYMENT_UNPAID);
}

static void
check_shipment (const DyzurOrderRecord *order,
                const DyzurShipment    *shipment)
{
  gint64 last = order->created_at;

  g_assert_nonnull (shipment->tracking_url);
  g_assert_cmpuint (shipment->events->len, >, 0);
  if (shipment->carrier == DYZUR_CARRIER_INPOST || shipment->carrier == DYZUR_CARRIER_DPD)
    g_assert_cmpint (dyzur_carrier_from_number (shipment->tracking_number), ==, shipment->carrier);
  for (guint i = 0; i < shipment->events->len; i++)
    {
      const DyzurTrackingEvent *event = g_ptr_array_index (shipment->events, i);

      g_assert_cmpint (event->status, !=, DYZUR_SHIPMENT_UNKNOWN);
      g_assert_nonnull (event->text);
      g_assert_cmpint (event->at, >, last);
      last = event->at;
    }
  g_assert_cmpint (last, <=, START_AT);
  if (!shipment->is_return && (order->status == DYZUR_ORDER_DELIVERED || order->status == DYZUR_ORDER_COMPLETED))
    g_assert_cmpint (shipment->status, ==, DYZUR_SHIPMENT_DELIVERED);
}

static void
check_order (const DyzurOrderRecord *order)
{
  g_assert_cmpint (order->status, !=, DYZUR_ORDER_UNKNOWN);
  g_assert_nonnull (order->status_label);
  g_assert_nonnull (order->buyer_last_name);
  g_assert_true (order->ship_to.city != NULL || strcmp (order->delivery_label, "E-mail") == 0);
  g_assert_cmpint (order->created_at, <, START_AT);
  g_assert_true (order->status != DYZUR_ORDER_SHIPPED || order->shipments->len > 0);
  g_assert_nonnull (order->returns);
  g_assert_nonnull (order->notes);
  check_sums (order);
  check_payment (order);
  for (guint i = 0; i < order->shipments->len; i++)
    check_shipment (order, g_ptr_array_index (order->shipments, i));
}

/* Everybody's orders, found as the engine finds them: by the addresses of those who write */
static GHashTable *
collect (Listener *listener)
{
  GHashTable *orders = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) dyzur_order_record_free);
  g_autoptr(GHashTable) met = g_hash_table_new (g_str_hash, g_str_equal);

  listener_pass (listener, 8 * DYZUR_HOUR);
  for (guint i = 0; i < listener->events->len; i++)
    {
      const DyzurContactRecord *contact = ((DyzurEvent *) g_ptr_array_index (listener->events, i))->contact;
      g_autoptr(GPtrArray) found = NULL;

      if (contact == NULL || !g_hash_table_add (met, contact->name))
        continue;
      found = ask (listener, dyzur_contact_record_get_point (contact, DYZUR_POINT_EMAIL),
                   dyzur_contact_record_get_point (contact, DYZUR_POINT_PHONE),
                   dyzur_contact_record_get_point (contact, DYZUR_POINT_LOGIN), NULL);
      for (guint j = 0; j < found->len; j++)
        {
          DyzurOrderRecord *order = dyzur_order_record_copy (g_ptr_array_index (found, j));

          g_assert_cmpstr (order->ship_to.name, ==, contact->name);
          g_hash_table_replace (orders, order->number, order);
        }
    }
  return orders;
}

static void
test_all_add_up (Listener      *listener,
                 gconstpointer  data)
{
  g_autoptr(GHashTable) orders = collect (listener);
  gboolean statuses[DYZUR_ORDER_FAILED + 1] = { FALSE };
  guint n_statuses = 0;
  GHashTableIter iter;
  gpointer value;

  g_assert_cmpuint (g_hash_table_size (orders), >=, 60);
  g_hash_table_iter_init (&iter, orders);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const DyzurOrderRecord *order = value;

      check_order (order);
      n_statuses += !statuses[order->status];
      statuses[order->status] = TRUE;
    }
  g_assert_cmpuint (n_statuses, ==, G_N_ELEMENTS (statuses) - 1);
}

static void
test_knowledge (Listener      *listener,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) articles = dyzur_practice_dup_articles (listener->practice);
  g_autoptr(GPtrArray) agents = dyzur_practice_dup_agents (listener->practice);
  g_autoptr(GPtrArray) canned = dyzur_practice_dup_canned (listener->practice);

  g_assert_cmpuint (articles->len, ==, 60);
  for (guint i = 0; i < articles->len; i++)
    {
      const DyzurArticle *article = g_ptr_array_index (articles, i);

      g_assert_cmpuint (g_strv_length (article->questions), >=, 5);
      g_assert_cmpuint (g_strv_length (article->keywords), >=, 2);
      g_assert_cmpuint (strlen (article->body), >, 300);
    }
  g_assert_cmpuint (agents->len, ==, 4);
  g_assert_cmpstr (((DyzurAgent *) g_ptr_array_index (agents, 0))->id, ==, DYZUR_PRACTICE_ME);
  g_assert_cmpuint (canned->len, >=, 12);
}

/* Only fields the engine can fill */
static void
test_canned_fields (Listener      *listener,
                    gconstpointer  data)
{
  const char * const fields[] = { "imie", "zwrot", "numer_zamowienia", "przesylka", "sledzenie", "konsultant", NULL };
  g_autoptr(GPtrArray) canned = dyzur_practice_dup_canned (listener->practice);
  g_autoptr(GRegex) regex = g_regex_new ("\\{\\{(\\w+)\\}\\}", 0, 0, NULL);

  for (guint i = 0; i < canned->len; i++)
    {
      const DyzurCanned *one = g_ptr_array_index (canned, i);
      g_autoptr(GMatchInfo) match = NULL;

      g_assert_null (strchr (one->shortcut, ' '));
      for (g_regex_match (regex, one->text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
        {
          g_autofree char *field = g_match_info_fetch (match, 1);

          g_assert_true (g_strv_contains (fields, field));
        }
    }
}

#define ADD(path, func) g_test_add ("/practice/shop/" path, Listener, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dyzur_clock_set (START_AT);
  ADD ("by-email", test_by_email);
  ADD ("by-phone", test_by_phone);
  ADD ("by-login", test_by_login);
  ADD ("by-number", test_by_number);
  ADD ("strangers", test_strangers);
  ADD ("load", test_load);
  ADD ("all-add-up", test_all_add_up);
  ADD ("knowledge", test_knowledge);
  ADD ("canned-fields", test_canned_fields);
  return g_test_run ();
}
