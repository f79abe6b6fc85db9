/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-http-private.h"
#include "dyzur-mock-server.h"
#include "dyzur-mock-shop.h"
#include "dyzur-woocommerce.h"

#define API "/wp-json/wc/v3"
#define NOW G_GINT64_CONSTANT (1795300000000)
#define ANNA "anna.kowalska@example.com"

typedef struct
{
  DyzurMockShop   *mock;
  DyzurShop       *shop;
  DyzurOrderQuery *query;
} Fixture;

static void
wait_cb (gint64        ms,
         GCancellable *cancellable,
         gpointer      user_data)
{
}

static DyzurShop *
open_shop (const char *address,
           const char *secret,
           const char *setting,
           const char *value)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("woocommerce");

  g_free (config->id);
  config->id = g_strdup ("woo-1");
  config->address = g_strdup (address);
  if (setting != NULL)
    dyzur_account_config_set (config, setting, value);
  return dyzur_woocommerce_new (config, secret);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->mock = dyzur_mock_shop_new ();
  fixture->shop = open_shop (dyzur_mock_shop_get_address (fixture->mock), "ck_1:cs_2", NULL, NULL);
  fixture->query = dyzur_order_query_new ();
  dyzur_clock_set (NOW);
  _dyzur_http_set_wait (wait_cb, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  _dyzur_http_set_wait (NULL, NULL);
  dyzur_clock_set (0);
  g_assert_finalize_object (fixture->shop);
  dyzur_mock_shop_free (fixture->mock);
  dyzur_order_query_free (fixture->query);
}

static void
set_key (GStrv      *place,
         const char *value)
{
  g_strfreev (*place);
  *place = g_strsplit (value, "|", -1);
}

/* The ids found, in order: "33 25 24". */
static char *
find (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) orders = dyzur_shop_find_orders (fixture->shop, fixture->query, NULL, &error);
  GString *ids = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < orders->len; i++)
    {
      const DyzurOrderRecord *order = g_ptr_array_index (orders, i);

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", order->id);
      g_assert_cmpstr (order->connection, ==, "woo-1");
      g_assert_cmpint (order->fetched_at, ==, NOW);
      g_assert_nonnull (order->status_label);
    }
  return g_string_free (ids, FALSE);
}

static void
assert_finds (Fixture    *fixture,
              const char *expected)
{
  g_autofree char *ids = find (fixture);

  g_assert_cmpstr (ids, ==, expected);
}

static void
assert_asked (Fixture    *fixture,
              const char *request)
{
  g_auto(GStrv) log = dyzur_mock_shop_dup_log (fixture->mock);

  if (!g_strv_contains ((const char * const *) log, request))
    {
      g_autofree char *all = g_strjoinv ("\n", log);

      g_error ("%s is not among\n%s", request, all);
    }
}

static void
assert_fails (Fixture *fixture,
              GQuark   domain,
              int      code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (dyzur_shop_find_orders (fixture->shop, fixture->query, NULL, &error));
  g_assert_error (error, domain, code);
  g_assert_null (strstr (error->message, ANNA));
  g_assert_null (strstr (error->message, "cs_2"));
}

static void
test_email (Fixture       *fixture,
            gconstpointer  data)
{
  set_key (&fixture->query->emails, ANNA);
  assert_finds (fixture, "33 25 24 23 22");
  assert_asked (fixture, "GET " API "/orders?per_page=20&search=" ANNA);
  g_assert_cmpuint (dyzur_mock_shop_get_requests (fixture->mock), ==, 2);

  set_key (&fixture->query->emails, " Ewa.Lis@EXAMPLE.net ");
  assert_finds (fixture, "32 31");
  set_key (&fixture->query->emails, "nikt@example.com");
  assert_finds (fixture, "");
  set_key (&fixture->query->emails, "anna.kowalska|@|");
  assert_finds (fixture, "");
}

/* The labels of the statuses are asked for once, of an old shop by the other way. */
static void
test_labels (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) orders = NULL;

  dyzur_mock_shop_put (fixture->mock, API "/orders/statuses", 404, "{\"code\":\"rest_no_route\"}");
  set_key (&fixture->query->emails, ANNA);
  assert_finds (fixture, "33 25 24 23 22");
  assert_asked (fixture, "GET " API "/reports/orders/totals");
  g_assert_cmpuint (dyzur_mock_shop_get_requests (fixture->mock), ==, 3);
  orders = dyzur_shop_find_orders (fixture->shop, fixture->query, NULL, NULL);
  g_assert_cmpstr (((DyzurOrderRecord *) g_ptr_array_index (orders, 2))->status_label, ==, "On hold");
  g_assert_cmpuint (dyzur_mock_shop_get_requests (fixture->mock), ==, 4);
}

/* Orders do not depend on what their statuses are called. */
static void
test_no_labels (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) orders = NULL;
  guint requests;

  dyzur_mock_shop_put (fixture->mock, API "/orders/statuses", 403, "{}");
  set_key (&fixture->query->emails, ANNA);
  orders = dyzur_shop_find_orders (fixture->shop, fixture->query, NULL, NULL);
  g_assert_cmpuint (orders->len, ==, 5);
  g_assert_null (((DyzurOrderRecord *) g_ptr_array_index (orders, 0))->status_label);
  requests = dyzur_mock_shop_get_requests (fixture->mock);
  g_ptr_array_unref (orders);
  orders = dyzur_shop_find_orders (fixture->shop, fixture->query, NULL, NULL);
  g_assert_cmpuint (dyzur_mock_shop_get_requests (fixture->mock), ==, requests + 1);
}

/* The shop compares letter by letter: each spelling finds other orders, together they are the customer's. */
static void
test_phone (Fixture       *fixture,
            gconstpointer  data)
{
  set_key (&fixture->query->phones, "500-000-101");
  assert_finds (fixture, "33 25 24 23 22");
  assert_asked (fixture, "GET " API "/orders?per_page=20&search=500-000-101");
  assert_asked (fixture, "GET " API "/orders?per_page=20&search=500000101");
  assert_asked (fixture, "GET " API "/orders?per_page=20&search=+48500000101");
  assert_asked (fixture, "GET " API "/orders?per_page=20&search=500 000 101");
  g_assert_cmpuint (dyzur_mock_shop_get_requests (fixture->mock), ==, 5);

  set_key (&fixture->query->phones, "0048 500 000 103");
  assert_finds (fixture, "30");
}

/* Fewer digits, or another country's, would match strangers. */
static void
test_phone_not_sure (Fixture       *fixture,
                     gconstpointer  data)
{
  dyzur_mock_shop_ignore_filters (fixture->mock, TRUE);
  set_key (&fixture->query->phones, "000101|500");
  assert_finds (fixture, "");
  set_key (&fixture->query->phones, "+49 500 000 101|brak");
  assert_finds (fixture, "");
  set_key (&fixture->query->phones, "000 500 000 101|");
  assert_finds (fixture, "");
}

static void
test_number (Fixture       *fixture,
             gconstpointer  data)
{
  set_key (&fixture->query->numbers, "#22");
  assert_finds (fixture, "22");
  assert_asked (fixture, "GET " API "/orders/22");
  assert_asked (fixture, "GET " API "/orders?per_page=20&search=22");
  set_key (&fixture->query->numbers, "99999|2|a b|../22|22?x=1|||");
  assert_finds (fixture, "");
}

/* With a numbering plugin the id is not the number: then the search finds it, and the order with that id is another one. */
static void
test_number_of_plugin (Fixture       *fixture,
                       gconstpointer  data)
{
  dyzur_mock_shop_put (fixture->mock, API "/orders/22", 200,
                       "{\"id\":22,\"number\":\"PL/7\",\"currency\":\"PLN\",\"total\":\"1\",\"status\":\"completed\"}");
  set_key (&fixture->query->numbers, "22");
  dyzur_mock_shop_put (fixture->mock, API "/orders?per_page=20&search=22", 200,
                       "[{\"id\":90,\"number\":\" 22 \",\"currency\":\"PLN\",\"total\":\"1\",\"status\":\"completed\"},"
                       "{\"id\":91,\"number\":\"220\",\"currency\":\"PLN\",\"total\":\"1\",\"status\":\"completed\"}]");
  assert_finds (fixture, "90");
  set_key (&fixture->query->numbers, "pl/7");
  dyzur_mock_shop_put (fixture->mock, API "/orders?per_page=20&search=pl/7", 200,
                       "[{\"id\":22,\"number\":\"PL/7\",\"currency\":\"PLN\",\"total\":\"1\",\"status\":\"completed\"}]");
  assert_finds (fixture, "22");
}

/* What several keys find is one list, each order once. */
static void
test_merged (Fixture       *fixture,
             gconstpointer  data)
{
  set_key (&fixture->query->emails, ANNA "|ewa.lis@example.net");
  set_key (&fixture->query->phones, "+48 500 000 101");
  set_key (&fixture->query->numbers, "25|26");
  assert_finds (fixture, "33 32 31 26 25 24 23 22");
}

/* The heart of it: a shop that passes over the filter shows every customer's orders; we show none but the asked one's. */
static void
test_strangers (Fixture       *fixture,
                gconstpointer  data)
{
  dyzur_mock_shop_ignore_filters (fixture->mock, TRUE);
  set_key (&fixture->query->emails, "nikt@example.com");
  assert_finds (fixture, "");
  set_key (&fixture->query->emails, "kowalska@example.com");
  assert_finds (fixture, "");
  set_key (&fixture->query->emails, "ewa.lis@example.net");
  assert_finds (fixture, "32 31");
  set_key (&fixture->query->phones, "+48 600 000 000");
  set_key (&fixture->query->emails, "");
  assert_finds (fixture, "");
  set_key (&fixture->query->phones, "");
  set_key (&fixture->query->numbers, "404");
  assert_finds (fixture, "");
}

/* No key at all asks nobody: an empty search is every order of the shop. */
static void
test_no_keys (Fixture       *fixture,
              gconstpointer  data)
{
  dyzur_mock_shop_ignore_filters (fixture->mock, TRUE);
  assert_finds (fixture, "");
  set_key (&fixture->query->emails, "| |");
  set_key (&fixture->query->phones, "| ");
  set_key (&fixture->query->numbers, "|#| ");
  set_key (&fixture->query->logins, "anna");
  assert_finds (fixture, "");
  g_assert_cmpuint (dyzur_mock_shop_get_requests (fixture->mock), ==, 0);
}

static char *
many_orders (guint n)
{
  GString *list = g_string_new ("[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (list,
                            "%s{\"id\":%u,\"currency\":\"PLN\",\"total\":\"1\",\"status\":\"completed\","
                            "\"billing\":{\"email\":\"" ANNA "\"}}", i > 0 ? "," : "", 100 + i);
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *full = many_orders (20);
  g_autofree char *ids = NULL;

  /* The page after the last one is empty. */
  dyzur_mock_shop_put (fixture->mock, API "/orders?per_page=20&search=" ANNA, 200, full);
  dyzur_mock_shop_put (fixture->mock, API "/orders?page=2&per_page=20&search=" ANNA, 200, "[]");
  set_key (&fixture->query->emails, ANNA);
  ids = find (fixture);
  g_assert_true (g_str_has_prefix (ids, "119 118 "));
  assert_asked (fixture, "GET " API "/orders?page=2&per_page=20&search=" ANNA);

  /* A shop that gives the same page for ever is asked for two. */
  dyzur_mock_shop_put (fixture->mock, API "/orders?page=2&per_page=20&search=" ANNA, 200, full);
  g_free (ids);
  ids = find (fixture);
  g_assert_true (g_str_has_suffix (ids, " 100"));
  g_assert_cmpuint (dyzur_mock_shop_get_requests (fixture->mock), ==, 5);
}

static void
test_two_shops (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("woocommerce");
  g_autoptr(DyzurShop) other = NULL;
  g_autoptr(GPtrArray) here = NULL, there = NULL;
  const DyzurOrderRecord *a, *b;

  config->address = g_strdup (dyzur_mock_shop_get_address (fixture->mock));
  other = dyzur_woocommerce_new (config, "ck_3:cs_4");
  set_key (&fixture->query->numbers, "22");
  here = dyzur_shop_find_orders (fixture->shop, fixture->query, NULL, NULL);
  there = dyzur_shop_find_orders (other, fixture->query, NULL, NULL);
  a = g_ptr_array_index (here, 0);
  b = g_ptr_array_index (there, 0);
  g_assert_cmpstr (a->number, ==, b->number);
  g_assert_cmpstr (a->connection, !=, b->connection);
}

static void
test_load (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurOrderRecord) order = dyzur_shop_load_order (fixture->shop, "25", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (order->number, ==, "25");
  g_assert_cmpstr (order->status_label, ==, "Completed");
  g_assert_cmpint (order->fetched_at, ==, NOW);
  g_assert_false (order->partial);
  g_assert_cmpint (((DyzurRefund *) g_ptr_array_index (order->refunds, 0))->created_at, >, 0);
  g_assert_cmpint (((DyzurOrderItem *) g_ptr_array_index (order->items, 1))->refunded_milli, ==, 1000);
  g_assert_true (g_str_has_prefix (order->admin_url, dyzur_mock_shop_get_address (fixture->mock)));

  dyzur_order_record_free (order);
  order = dyzur_shop_load_order (fixture->shop, "22", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (order->notes->len, ==, 4);
  g_assert_cmpuint (order->shipments->len, ==, 1);
}

static void
assert_load_fails (Fixture    *fixture,
                   const char *id,
                   int         code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (dyzur_shop_load_order (fixture->shop, id, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, code);
}

static void
test_load_fails (Fixture       *fixture,
                 gconstpointer  data)
{
  assert_load_fails (fixture, "99999", DYZUR_REMOTE_ERROR_NOT_FOUND);
  assert_load_fails (fixture, "", DYZUR_REMOTE_ERROR_NOT_FOUND);
  assert_load_fails (fixture, "../customers/2", DYZUR_REMOTE_ERROR_NOT_FOUND);
  dyzur_mock_shop_put (fixture->mock, API "/orders/26", 404, "");
  assert_load_fails (fixture, "26", DYZUR_REMOTE_ERROR_NOT_FOUND);

  /* A cache that mixes up its customers. */
  dyzur_mock_shop_put (fixture->mock, API "/orders/26", 200,
                       "{\"id\":27,\"number\":\"27\",\"currency\":\"PLN\",\"total\":\"1\"}");
  assert_load_fails (fixture, "26", DYZUR_REMOTE_ERROR_SHAPE);
  dyzur_mock_shop_put (fixture->mock, API "/orders/26", 200, "[]");
  assert_load_fails (fixture, "26", DYZUR_REMOTE_ERROR_SHAPE);
  dyzur_mock_shop_put (fixture->mock, API "/orders/22/notes", 500, "{}");
  assert_load_fails (fixture, "22", DYZUR_REMOTE_ERROR_TRANSIENT);
}

/* A key that may not read notes still shows the order. */
static void
test_load_without_notes (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurOrderRecord) order = NULL;

  dyzur_mock_shop_put (fixture->mock, API "/orders/22/notes", 403, "{\"code\":\"woocommerce_rest_cannot_view\"}");
  order = dyzur_shop_load_order (fixture->shop, "22", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (order->notes->len, ==, 0);
}

/* Each fault of a shop, for the one list of errors every engine shares. */
static void
test_faults (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct
  {
    guint       status;
    const char *type, *body;
    int         code;
  } cases[] = {
    { 401, "application/json", "{\"code\":\"woocommerce_rest_cannot_view\",\"data\":{\"status\":401}}", DYZUR_REMOTE_ERROR_AUTH },
    { 401, "text/html", "<html>", DYZUR_REMOTE_ERROR_AUTH },
    { 403, "application/json", "{\"code\":\"rest_forbidden\",\"data\":null}", DYZUR_REMOTE_ERROR_PERMISSION },
    { 403, "text/html", "<html>Wordfence</html>", DYZUR_REMOTE_ERROR_TRANSIENT },
    { 404, "application/json", "{\"code\":\"rest_no_route\",\"data\":404}", DYZUR_REMOTE_ERROR_NOT_FOUND },
    { 404, "application/json", "", DYZUR_REMOTE_ERROR_NOT_FOUND },
    { 429, "text/plain", "slow down", DYZUR_REMOTE_ERROR_TRANSIENT },
    { 500, "text/html", "<p>There has been a critical error</p>", DYZUR_REMOTE_ERROR_TRANSIENT },
    { 503, "text/html", "<html>", DYZUR_REMOTE_ERROR_TRANSIENT },
    { 200, "text/html", "<!DOCTYPE html><title>Sklep</title>", DYZUR_REMOTE_ERROR_SHAPE },
    { 200, "application/json", "{\"orders\":[]}", DYZUR_REMOTE_ERROR_SHAPE },
    { 200, "application/json", "null", DYZUR_REMOTE_ERROR_SHAPE },
    { 200, "application/json", "[{\"id\":1,\"billing\":{\"email\":\"" ANNA "\"}}]", DYZUR_REMOTE_ERROR_SHAPE },
    { 200, "application/json", "[{\"id\":1,", DYZUR_REMOTE_ERROR_TRANSIENT },
  };

  set_key (&fixture->query->emails, ANNA);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%u %s", cases[i].status, cases[i].body);
      dyzur_mock_shop_fail (fixture->mock, cases[i].status, cases[i].type, cases[i].body);
      assert_fails (fixture, DYZUR_REMOTE_ERROR, cases[i].code);
    }
  dyzur_mock_shop_fail (fixture->mock, 0, NULL, NULL);
  assert_finds (fixture, "33 25 24 23 22");
}

/* A stranger's order that is not even readable is dropped like any other. */
static void
test_unreadable_stranger (Fixture       *fixture,
                          gconstpointer  data)
{
  dyzur_mock_shop_fail (fixture->mock, 200, "application/json",
                        "[{\"id\":1},7,null,[],{\"billing\":{\"email\":\"x@example.com\"}}]");
  set_key (&fixture->query->emails, ANNA);
  assert_finds (fixture, "");
}

static void
test_recorded_refusals (Fixture       *fixture,
                        gconstpointer  data)
{
  static const char * const fixtures[] = {
    "error_401_bad_secret", "error_401_no_auth", "error_401_oauth_signature", "error_401_unknown_key",
  };

  set_key (&fixture->query->emails, ANNA);
  for (guint i = 0; i < G_N_ELEMENTS (fixtures); i++)
    {
      dyzur_mock_shop_fail_like (fixture->mock, fixtures[i]);
      assert_fails (fixture, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH);
    }
  dyzur_mock_shop_fail_like (fixture->mock, "error_400_per_page");
  assert_fails (fixture, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
}

static void
test_check (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (dyzur_shop_check (fixture->shop, NULL, &error));
  g_assert_no_error (error);
  dyzur_mock_shop_put (fixture->mock, API "/orders", 401, "{\"code\":\"woocommerce_rest_cannot_view\"}");
  g_assert_false (dyzur_shop_check (fixture->shop, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH);
  g_clear_error (&error);
  dyzur_mock_shop_put (fixture->mock, API, 200, "{\"name\":\"Some blog\"}");
  g_assert_false (dyzur_shop_check (fixture->shop, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE);
  g_clear_error (&error);
  dyzur_mock_shop_put (fixture->mock, API, 404, "");
  g_assert_false (dyzur_shop_check (fixture->shop, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND);
}

static void
test_wrong_settings (void)
{
  static const struct
  {
    const char *address, *secret;
    int         code;
  } cases[] = {
    { "", "ck_1:cs_2", DYZUR_REMOTE_ERROR_PERMANENT },
    { "not an address", "ck_1:cs_2", DYZUR_REMOTE_ERROR_PERMANENT },
    { "https://127.0.0.1:1", NULL, DYZUR_REMOTE_ERROR_AUTH },
    { "https://127.0.0.1:1", "", DYZUR_REMOTE_ERROR_AUTH },
    { "https://127.0.0.1:1", "ck_1", DYZUR_REMOTE_ERROR_AUTH },
    { "https://127.0.0.1:1", "cs_2:ck_1", DYZUR_REMOTE_ERROR_AUTH },
    { "http://sklep.example", "ck_1:cs_2", DYZUR_REMOTE_ERROR_PERMANENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DyzurShop) shop = open_shop (cases[i].address, cases[i].secret, NULL, NULL);
      g_autoptr(GError) error = NULL, again = NULL;

      g_assert_false (dyzur_shop_check (shop, NULL, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, cases[i].code);
      g_assert_null (dyzur_shop_load_order (shop, "1", NULL, &again));
      g_assert_error (again, DYZUR_REMOTE_ERROR, cases[i].code);
    }
}

typedef struct
{
  GMutex  mutex;
  char   *query;
  char   *authorization;
} Seen;

static void
seen_cb (DyzurMockServer   *server,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  Seen *seen = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  g_mutex_lock (&seen->mutex);
  g_free (seen->query);
  g_free (seen->authorization);
  seen->query = g_strdup (g_uri_get_query (soup_server_message_get_uri (message)));
  seen->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  g_mutex_unlock (&seen->mutex);
  dyzur_mock_server_answer (message, 200, "application/json", "[]");
}

/* Who we are is proved in one way only: by signature without TLS, by header, or in the address where that is asked for. */
static void
test_ways_to_authorize (void)
{
  static const struct
  {
    const char *auth;
    const char *query;
    const char *authorization;
  } cases[] = {
    { NULL, "oauth_signature=", NULL },
    { "basic", NULL, "Basic Y2tfMTpjc18y" },
    { "query", "consumer_key=ck_1&consumer_secret=cs_2", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Seen seen = { 0 };
      g_autoptr(DyzurMockServer) server = dyzur_mock_server_new (seen_cb, &seen, NULL);
      g_autoptr(DyzurShop) shop = open_shop (dyzur_mock_server_get_address (server), "ck_1:cs_2", "auth", cases[i].auth);
      g_autoptr(DyzurOrderQuery) query = dyzur_order_query_new ();
      g_autoptr(GPtrArray) orders = NULL;

      query->emails = g_strsplit (ANNA, "|", -1);
      orders = dyzur_shop_find_orders (shop, query, NULL, NULL);
      g_assert_nonnull (orders);
      g_clear_pointer (&server, dyzur_mock_server_free);
      g_assert_cmpstr (seen.authorization, ==, cases[i].authorization);
      if (cases[i].query != NULL)
        g_assert_nonnull (strstr (seen.query, cases[i].query));
      else
        g_assert_cmpstr (seen.query, ==, "search=anna.kowalska%40example.com&per_page=20");
      g_assert_true (strstr (seen.query, "cs_2") == NULL || g_strcmp0 (cases[i].auth, "query") == 0);
      g_free (seen.query);
      g_free (seen.authorization);
    }
}

static void
test_slow (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->shop);
  fixture->shop = open_shop (dyzur_mock_shop_get_address (fixture->mock), "ck_1:cs_2", "timeout", "1");
  dyzur_mock_shop_delay (fixture->mock, 60000);
  set_key (&fixture->query->emails, ANNA);
  assert_fails (fixture, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
}

static void
cancel_cb (DyzurMockServer   *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  dyzur_mock_server_delay (message, 0);
  g_cancellable_cancel (user_data);
}

/* The person went on to another customer while the shop was thinking. */
static void
test_cancelled (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(DyzurMockServer) server = dyzur_mock_server_new (cancel_cb, cancellable, NULL);
  g_autoptr(DyzurShop) shop = open_shop (dyzur_mock_server_get_address (server), "ck_1:cs_2", NULL, NULL);
  g_autoptr(DyzurOrderQuery) query = dyzur_order_query_new ();
  g_autoptr(GError) error = NULL;

  query->emails = g_strsplit (ANNA, "|", -1);
  g_assert_null (dyzur_shop_find_orders (shop, query, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (dyzur_shop_load_order (shop, "22", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (dyzur_mock_server_get_requests (server), ==, 1);
}

static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *address = g_strdup (dyzur_mock_shop_get_address (fixture->mock));
  g_autoptr(DyzurShop) shop = open_shop (address, "ck_1:cs_2", NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&fixture->mock, dyzur_mock_shop_free);
  set_key (&fixture->query->emails, ANNA);
  g_assert_null (dyzur_shop_find_orders (shop, fixture->query, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
}

#define ADD(name, func) g_test_add ("/shops/woocommerce/lookup/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("email", test_email);
  ADD ("labels", test_labels);
  ADD ("no-labels", test_no_labels);
  ADD ("phone", test_phone);
  ADD ("phone-not-sure", test_phone_not_sure);
  ADD ("number", test_number);
  ADD ("number-of-plugin", test_number_of_plugin);
  ADD ("merged", test_merged);
  ADD ("strangers", test_strangers);
  ADD ("no-keys", test_no_keys);
  ADD ("pages", test_pages);
  ADD ("two-shops", test_two_shops);
  ADD ("load", test_load);
  ADD ("load-fails", test_load_fails);
  ADD ("load-without-notes", test_load_without_notes);
  ADD ("faults", test_faults);
  ADD ("unreadable-stranger", test_unreadable_stranger);
  ADD ("recorded-refusals", test_recorded_refusals);
  ADD ("check", test_check);
  ADD ("slow", test_slow);
  ADD ("gone", test_gone);
  g_test_add_func ("/shops/woocommerce/lookup/wrong-settings", test_wrong_settings);
  g_test_add_func ("/shops/woocommerce/lookup/ways-to-authorize", test_ways_to_authorize);
  g_test_add_func ("/shops/woocommerce/lookup/cancelled", test_cancelled);

  return g_test_run ();
}
