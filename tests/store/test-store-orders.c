/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "list-fixture.h"

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  store_fixture_set_up (fixture, data);
  list_fixture_begin (fixture);
  list_fixture_conversation (fixture, 100, DYZUR_STATUS_OPEN, NULL);
  list_fixture_write (fixture, DYZUR_CHANGED_ACCOUNTS, 0,
                      "INSERT INTO accounts (nr, id, kind, name, enabled) VALUES (2, 'woo', 'woocommerce', 'Sklep', 1);"
                      "INSERT INTO contact_points (kind, scope, key, contact_id, position, value) "
                      "VALUES (0, 0, 'anna@example.pl', 1, 0, 'Anna@example.pl');"
                      "INSERT INTO contact_points (kind, scope, key, contact_id, position, value) "
                      "VALUES (1, 0, '+48500100200', 1, 1, '500 100 200')");
}

static DyzurOrderRecord *
new_order (const char *id,
           gint64      created_at,
           const char *email)
{
  DyzurOrderRecord *order = dyzur_order_record_new ();

  order->id = g_strdup (id);
  order->number = g_strdup_printf ("N/%s", id);
  order->created_at = created_at;
  order->buyer_email = g_strdup (email);
  return order;
}

static void
put (StoreFixture     *fixture,
     gint64            read_at,
     DyzurOrderRecord *first,
     ...)
{
  g_autoptr(GPtrArray) orders = dyzur_order_records_new ();
  g_autoptr(GError) error = NULL;
  va_list args;

  va_start (args, first);
  for (DyzurOrderRecord *order = first; order != NULL; order = va_arg (args, DyzurOrderRecord *))
    g_ptr_array_add (orders, order);
  va_end (args);
  dyzur_store_put_orders (fixture->store, "woo", 1, orders, read_at, &error);
  g_assert_no_error (error);
}

static GPtrArray *
read_orders (StoreFixture *fixture,
             guint         n)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *orders = dyzur_store_read_orders (fixture->store, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (orders->len, ==, n);
  return orders;
}

static const DyzurOrderRecord *
at (GPtrArray *orders,
    guint      i)
{
  return g_ptr_array_index (orders, i);
}

static void
test_replace (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) orders = NULL, later = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (dyzur_store_read_orders_age (fixture->store, 1, &error), ==, 0);
  put (fixture, 1000, new_order ("1", 10, "ANNA@example.pl"), new_order ("2", 20, "anna@example.pl"), NULL);
  orders = read_orders (fixture, 2);
  g_assert_cmpstr (at (orders, 0)->id, ==, "2");
  g_assert_cmpstr (at (orders, 0)->connection, ==, "woo");
  g_assert_cmpint (at (orders, 0)->fetched_at, ==, 1000);
  g_assert_false (at (orders, 0)->weak);
  g_assert_cmpint (dyzur_store_read_orders_age (fixture->store, 1, &error), ==, 1000);

  put (fixture, 2000, new_order ("2", 20, "anna@example.pl"), new_order ("3", 30, "anna@example.pl"), NULL);
  later = read_orders (fixture, 2);
  g_assert_cmpstr (at (later, 0)->id, ==, "3");
  g_assert_cmpstr (at (later, 1)->id, ==, "2");
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count (*) FROM orders"), ==, 2);
  g_assert_cmpint (dyzur_store_read_orders_age (fixture->store, 1, &error), ==, 2000);
  g_assert_no_error (error);
}

/* Somebody else's order that was found by its number stays, marked, when the person's own are read again. */
static void
test_weak (StoreFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) orders = NULL, later = NULL;
  DyzurOrderRecord *by_phone = new_order ("3", 30, "other@example.pl");

  by_phone->ship_to.phone = g_strdup ("0048 500-100-200");
  put (fixture, 1000, new_order ("1", 10, "anna@example.pl"), new_order ("2", 20, "stranger@example.pl"), by_phone,
       NULL);
  orders = read_orders (fixture, 3);
  g_assert_false (at (orders, 0)->weak);
  g_assert_true (at (orders, 1)->weak);
  g_assert_false (at (orders, 2)->weak);

  put (fixture, 2000, NULL);
  later = read_orders (fixture, 1);
  g_assert_cmpstr (at (later, 0)->id, ==, "2");
  g_assert_true (at (later, 0)->weak);
}

static void
test_partial (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) kept = NULL, replaced = NULL;
  DyzurOrderRecord *whole = new_order ("1", 10, "anna@example.pl");
  DyzurOrderRecord *list = new_order ("1", 10, "anna@example.pl");
  DyzurOrderRecord *newer = new_order ("1", 10, "anna@example.pl");

  dyzur_order_record_add_note (whole)->text = g_strdup ("Klient prosi o fakturę");
  list->partial = newer->partial = TRUE;
  newer->updated_at = 5;
  put (fixture, 1000, whole, NULL);
  put (fixture, 2000, list, NULL);
  kept = read_orders (fixture, 1);
  g_assert_false (at (kept, 0)->partial);
  g_assert_cmpint (at (kept, 0)->fetched_at, ==, 2000);
  put (fixture, 3000, newer, NULL);
  replaced = read_orders (fixture, 1);
  g_assert_true (at (replaced, 0)->partial);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *n)
{
  (*n)++;
}

static void
test_list (StoreFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr(GListModel) list = NULL;
  g_autoptr(Mirror) mirror = NULL;
  g_autoptr(DyzurOrder) first = NULL;
  guint n = 0;

  put (fixture, 1000, new_order ("1", 10, "anna@example.pl"), NULL);
  list = dyzur_store_list_orders (fixture->store, 1);
  list_fixture_wait_loaded (list);
  mirror = mirror_new (list);
  g_assert_cmpuint (mirror->items->len, ==, 1);
  first = g_list_model_get_item (list, 0);
  g_signal_connect (first, "notify::record", G_CALLBACK (count_cb), &n);

  put (fixture, 2000, new_order ("1", 10, "anna@example.pl"), new_order ("2", 20, "anna@example.pl"), NULL);
  list_fixture_settle (fixture);
  g_assert_cmpuint (mirror->items->len, ==, 2);
  g_assert_true (mirror->items->pdata[1] == first);
  g_assert_cmpuint (mirror->n_rows, ==, 1);
  g_assert_cmpuint (n, ==, 1);

  /* News of the conversation are no news of the orders */
  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 1, "UPDATE conversations SET unread = 1");
  list_fixture_settle (fixture);
  g_assert_cmpuint (n, ==, 1);
}

static void
test_missing (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) orders = dyzur_order_records_new ();
  g_autoptr(GError) error = NULL;

  g_assert_false (dyzur_store_put_orders (fixture->store, "none", 1, orders, 1, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (dyzur_store_put_orders (fixture->store, "woo", 99, orders, 1, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (dyzur_store_read_orders (fixture->store, 99, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND);
}

#define add(path, func) g_test_add ("/store/orders/" path, StoreFixture, NULL, set_up, func, store_fixture_tear_down)

static char *
find_other (StoreFixture *fixture,
            const char   *number,
            char        **found)
{
  const char *numbers[] = { "nothing of ours", number, NULL };
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *name;

  dyzur_store_find_other_buyer_async (fixture->store, 1, numbers, NULL, store_wait_cb, &pending);
  result = store_wait (&pending);
  name = dyzur_store_find_other_buyer_finish (fixture->store, result, found, &error);
  g_assert_no_error (error);
  g_assert_cmpint (name == NULL, ==, *found == NULL);
  return name;
}

/* Whose a number is that a reply names: another's alone is worth a question. */
static void
test_buyer (StoreFixture  *fixture,
            gconstpointer  data)
{
  static const struct { const char *number, *name; } cases[] = {
    { "N/1", NULL }, { "N/2", NULL }, { "n-7", "Jan Nowak" }, { "N/8", "ela@example.pl" }, { "N/9", NULL }, { "N/99", NULL },
  };

  put (fixture, 1000, new_order ("1", 10, "anna@example.pl"), new_order ("2", 20, "stranger@example.pl"), NULL);
  list_fixture_write (fixture, DYZUR_CHANGED_ACCOUNTS, 0,
                      "INSERT INTO contacts (id, name) VALUES (70, 'Jan Nowak'), (80, NULL);"
                      "INSERT INTO contact_points (kind, scope, key, contact_id, position, value) "
                      "VALUES (0, 0, 'ela@example.pl', 80, 0, 'ela@example.pl');"
                      "INSERT INTO orders (nr, account, id, number, created_at, payload, read_at) VALUES "
                      "(70, 2, '7', 'N/7', 1, x'00', 1), (80, 2, '8', 'N/8', 1, x'00', 1), (90, 2, '9', 'N/9', 1, x'00', 1);"
                      "INSERT INTO order_terms VALUES ('n7', 70), ('n8', 80), ('n9', 90);"
                      "INSERT INTO order_contacts VALUES (70, 1, 70, 0), (80, 1, 80, 0), (70, 1, 90, 0), (1, 1, 90, 1)");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *number = NULL;
      g_autofree char *name = find_other (fixture, cases[i].number, &number);

      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_cmpstr (number, ==, cases[i].name != NULL ? cases[i].number : NULL);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("replace", test_replace);
  add ("weak", test_weak);
  add ("partial", test_partial);
  add ("list", test_list);
  add ("missing", test_missing);
  add ("buyer", test_buyer);

  return g_test_run ();
}
