/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "dyzur-error.h"
#include "dyzur-woocommerce-private.h"

static const DyzurWoocommerceReader reader = { "woo-1", "Europe/Warsaw", NULL, NULL };

static DyzurJson *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  DyzurJson *json = dyzur_json_parse_text (text, &error);

  g_assert_no_error (error);
  return json;
}

static DyzurJson *
load (const char *dir,
      const char *name)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", dir, file, NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return parse (text);
}

static DyzurOrderRecord *
read_order (const DyzurJson *json)
{
  g_autoptr(GError) error = NULL;
  DyzurOrderRecord *order = _dyzur_woocommerce_read_order (json, &reader, &error);

  g_assert_no_error (error);
  return order;
}

/* The least an order is, with @members of the test's own behind. */
static DyzurOrderRecord *
read_with (const char *members)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":7,\"number\":\"7\",\"currency\":\"PLN\",\"total\":\"10.00\"%s%s}",
                                           *members != '\0' ? "," : "", members);
  g_autoptr(DyzurJson) json = parse (text);

  return read_order (json);
}

static void
assert_golden (const DyzurJson *recorded,
               const DyzurJson *golden)
{
  g_autoptr(DyzurOrderRecord) order = read_order (recorded);
  g_autoptr(GVariant) variant = g_variant_ref_sink (dyzur_order_record_to_variant (order));
  g_autoptr(JsonNode) json = json_gvariant_serialize (variant);
  g_autoptr(GVariant) expected_variant = dyzur_json_to_variant (golden);
  g_autoptr(JsonNode) expected = json_gvariant_serialize (expected_variant);

  if (!json_node_equal (json, expected))
    {
      g_autofree char *a = json_to_string (json, TRUE), *b = json_to_string (expected, TRUE);

      g_error ("order %s: got\n%s\nexpected\n%s", order->id, a, b);
    }
}

/* Every order another program normalised comes out the same here, member by member. */
static void
test_golden (void)
{
  static const char * const names[] = {
    "order_ast_partially_refunded", "order_cod_company_fee", "order_fully_refunded", "order_guest",
    "order_inpost_completed", "order_pending", "wc79_order_inpost_completed", "orders_search_email",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *normalized = g_strconcat ("woocommerce_", names[i], NULL);
      g_autoptr(DyzurJson) recorded = load ("woocommerce", names[i]), golden = load ("normalized", normalized);
      const DyzurJson *body = dyzur_json_peek (recorded, "body");

      g_test_message ("%s", names[i]);
      if (dyzur_json_get_kind (body) == DYZUR_JSON_OBJECT)
        assert_golden (body, golden);
      g_assert_cmpuint (dyzur_json_get_length (golden), ==, dyzur_json_get_length (body));
      for (guint j = 0; j < dyzur_json_get_length (body); j++)
        assert_golden (dyzur_json_get_element (body, j), dyzur_json_get_element (golden, j));
    }
}

/* What opens or pays an order, and where the buyer's computer was, goes nowhere. */
static void
test_no_secrets (void)
{
  g_autoptr(DyzurJson) recorded = load ("woocommerce", "order_ast_partially_refunded");
  const DyzurJson *body = dyzur_json_peek (recorded, "body");
  const DyzurWoocommerceReader with_address = { "woo-1", "Europe/Warsaw", NULL, "https://sklep.example" };
  g_autoptr(DyzurOrderRecord) order = _dyzur_woocommerce_read_order (body, &with_address, NULL);
  g_autofree char *text = dyzur_json_print (dyzur_order_record_to_variant (order), FALSE);

  g_assert_nonnull (strstr (text, "Lipowa"));
  g_assert_null (strstr (text, dyzur_json_peek_text (body, "order_key")));
  g_assert_null (strstr (text, "pay_for_order"));
  g_assert_null (strstr (text, "P24-TEST"));
  g_assert_cmpstr (order->admin_url, ==, "https://sklep.example/wp-admin/post.php?post=25&action=edit");
}

static void
test_statuses (void)
{
  static const struct
  {
    const char       *code;
    DyzurOrderStatus  status;
  } cases[] = {
    { "pending", DYZUR_ORDER_AWAITING_PAYMENT },
    { "checkout-draft", DYZUR_ORDER_AWAITING_PAYMENT },
    { "on-hold", DYZUR_ORDER_ON_HOLD },
    { "processing", DYZUR_ORDER_PROCESSING },
    { "wc-processing", DYZUR_ORDER_PROCESSING },
    { "completed", DYZUR_ORDER_COMPLETED },
    { "cancelled", DYZUR_ORDER_CANCELLED },
    { "trash", DYZUR_ORDER_CANCELLED },
    { "refunded", DYZUR_ORDER_REFUNDED },
    { "failed", DYZUR_ORDER_FAILED },
    { "shipped", DYZUR_ORDER_SHIPPED },
    { "partial-shipped", DYZUR_ORDER_SHIPPED },
    { "ready-pickup", DYZUR_ORDER_READY_FOR_PICKUP },
    { "delivered", DYZUR_ORDER_DELIVERED },
    { "czeka-na-kuriera", DYZUR_ORDER_UNKNOWN },
    { "Completed", DYZUR_ORDER_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *member = g_strdup_printf ("\"status\":\"%s\"", cases[i].code);
      g_autoptr(DyzurOrderRecord) order = read_with (member);

      g_assert_cmpstr (dyzur_order_status_to_string (order->status), ==, dyzur_order_status_to_string (cases[i].status));
      g_assert_true (g_str_has_suffix (cases[i].code, order->status_code));
    }
}

static void
test_labels (void)
{
  g_autoptr(GHashTable) labels = g_hash_table_new (g_str_hash, g_str_equal);
  const DyzurWoocommerceReader polish = { "woo-1", "Europe/Warsaw", labels, NULL };
  g_autoptr(DyzurJson) json = parse ("{\"id\":7,\"currency\":\"PLN\",\"total\":\"1\",\"status\":\"czeka\"}");
  g_autoptr(DyzurOrderRecord) order = NULL;

  g_hash_table_insert (labels, (char *) "czeka", (char *) "Czeka na kuriera");
  order = _dyzur_woocommerce_read_order (json, &polish, NULL);
  g_assert_cmpint (order->status, ==, DYZUR_ORDER_UNKNOWN);
  g_assert_cmpstr (order->status_code, ==, "czeka");
  g_assert_cmpstr (order->status_label, ==, "Czeka na kuriera");
}

static void
test_payment (void)
{
  static const struct
  {
    const char        *members;
    DyzurPaymentState  state;
    gint64             paid, refunded;
  } cases[] = {
    { "\"payment_method\":\"bacs\"", DYZUR_PAYMENT_UNPAID, 0, 0 },
    { "\"payment_method\":\"cod\"", DYZUR_PAYMENT_COD, 0, 0 },
    { "\"payment_method\":\"cod\",\"date_paid_gmt\":\"2026-11-21T19:36:00\"", DYZUR_PAYMENT_PAID, 1000, 0 },
    { "\"date_paid_gmt\":\"2026-11-21T19:36:00\"", DYZUR_PAYMENT_PAID, 1000, 0 },
    { "\"date_paid_gmt\":null,\"date_paid\":null", DYZUR_PAYMENT_UNPAID, 0, 0 },
    { "\"refunds\":[{\"id\":1,\"total\":\"-3.00\"}]", DYZUR_PAYMENT_PARTIALLY_REFUNDED, 0, 300 },
    { "\"refunds\":[{\"id\":1,\"total\":\"-3.00\"},{\"id\":2,\"total\":\"-7.00\"}]", DYZUR_PAYMENT_REFUNDED, 0, 1000 },
    { "\"refunds\":[{\"id\":1,\"total\":\"0.00\"}]", DYZUR_PAYMENT_UNPAID, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DyzurOrderRecord) order = read_with (cases[i].members);

      g_test_message ("%s", cases[i].members);
      g_assert_cmpint (order->payment_state, ==, cases[i].state);
      g_assert_cmpint (order->paid_minor, ==, cases[i].paid);
      g_assert_cmpint (order->refunded_minor, ==, cases[i].refunded);
    }
}

/* Amounts as text, as numbers, with more digits than the currency has, in currencies without cents. */
static void
test_amounts (void)
{
  static const struct
  {
    const char *currency, *total;
    gint64      minor;
  } cases[] = {
    { "PLN", "\"0.005\"", 1 },
    { "PLN", "\"-79.00\"", -7900 },
    { "PLN", "\"249\"", 24900 },
    { "PLN", "\"249.0000\"", 24900 },
    { "PLN", "249", 24900 },
    { "PLN", "249.99", 24999 },
    { "PLN", "1234567.89", 123456789 },
    { "JPY", "\"1299\"", 1299 },
    { "KWD", "\"1.2345\"", 1235 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"id\":7,\"currency\":\"%s\",\"total\":%s}", cases[i].currency,
                                               cases[i].total);
      g_autoptr(DyzurJson) json = parse (text);
      g_autoptr(DyzurOrderRecord) order = read_order (json);

      g_assert_cmpint (order->total_minor, ==, cases[i].minor);
    }
}

static void
test_huge_amounts (void)
{
  g_autoptr(DyzurOrderRecord) order =
    read_with ("\"shipping_total\":\"92233720368547758.07\",\"shipping_tax\":\"92233720368547758.07\","
               "\"refunds\":[{\"id\":1,\"total\":\"-92233720368547758.07\"},{\"id\":2,\"total\":\"-92233720368547758.07\"}],"
               "\"line_items\":[{\"id\":1,\"quantity\":9000000000000000,\"total\":\"92233720368547758.07\"}]");

  g_assert_cmpint (order->shipping_minor, ==, G_MAXINT64);
  g_assert_cmpint (order->refunded_minor, ==, G_MAXINT64);
}

static void
test_items (void)
{
  g_autoptr(DyzurOrderRecord) order =
    read_with ("\"line_items\":["
               "{\"id\":1,\"name\":\"Kubek &amp; <b>talerz</b>\",\"quantity\":3,\"total\":\"8.13\",\"total_tax\":\"1.87\",\"sku\":\"\"},"
               "{\"id\":\"2\",\"name\":\"Materiał\",\"quantity\":\"2.5\",\"total\":10,\"total_tax\":\"\",\"sku\":77},"
               "{\"id\":3,\"name\":null,\"quantity\":0,\"total\":\"-5.00\"},"
               "7,"
               "{\"id\":4,\"quantity\":3,\"total\":\"20.00\"},"
               "{\"id\":5,\"quantity\":8,\"total\":\"-0.20\"}]");
  DyzurOrderItem *item = g_ptr_array_index (order->items, 0);

  g_assert_cmpuint (order->items->len, ==, 6);
  g_assert_cmpstr (item->name, ==, "Kubek & talerz");
  g_assert_null (item->sku);
  g_assert_cmpint (item->total_minor, ==, 1000);
  g_assert_cmpint (item->unit_minor, ==, 333);
  item = g_ptr_array_index (order->items, 1);
  g_assert_cmpint (item->quantity_milli, ==, 2500);
  g_assert_cmpint (item->total_minor, ==, 1000);
  g_assert_cmpint (item->unit_minor, ==, 400);
  g_assert_cmpstr (item->sku, ==, "77");
  item = g_ptr_array_index (order->items, 2);
  g_assert_null (item->name);
  g_assert_cmpint (item->unit_minor, ==, -500);
  item = g_ptr_array_index (order->items, 4);
  g_assert_cmpint (item->unit_minor, ==, 667);
  item = g_ptr_array_index (order->items, 5);
  g_assert_cmpint (item->unit_minor, ==, -3);
}

/* Without the GMT twin the shop's own clock counts; in the hour that autumn repeats, its first run. */
static void
test_times (void)
{
  static const struct
  {
    const char *members;
    gint64      at;
  } cases[] = {
    { "\"date_created_gmt\":\"2026-10-25T01:30:00\",\"date_created\":\"2026-10-25T02:30:00\"", 1792891800000 },
    { "\"date_created\":\"2026-10-25T02:30:00\"", 1792888200000 },
    { "\"date_created_gmt\":\"\",\"date_created\":\"2026-10-25T03:00:00\"", 1792893600000 },
    { "\"date_created_gmt\":null,\"date_created\":\"2026-11-21T20:36:00\"", 1795289760000 },
    { "\"date_created\":\"0000-00-00T00:00:00\"", 0 },
    { "\"date_created\":7", 0 },
    { "", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DyzurOrderRecord) order = read_with (cases[i].members);

      g_assert_cmpint (order->created_at, ==, cases[i].at);
    }
}

/* Nothing but what makes an order an order: everything else is absent, nothing is made up. */
static void
test_bare (void)
{
  g_autoptr(DyzurOrderRecord) order = read_with ("");

  g_assert_cmpstr (order->number, ==, "7");
  g_assert_cmpint (order->status, ==, DYZUR_ORDER_UNKNOWN);
  g_assert_null (order->status_code);
  g_assert_true (order->buyer_guest);
  g_assert_null (order->buyer_email);
  g_assert_null (order->ship_to.name);
  g_assert_null (order->delivery_label);
  g_assert_cmpint (order->delivery_carrier, ==, DYZUR_CARRIER_UNKNOWN);
  g_assert_cmpuint (order->items->len + order->fees->len + order->shipments->len + order->refunds->len, ==, 0);
  g_assert_cmpuint (order->notes->len, ==, 0);
  g_assert_null (order->returns);
}

/* Every member of a wrong type: as absent, never a fault. */
static void
test_drift (void)
{
  static const char * const members[] = {
    "status", "date_created_gmt", "shipping_total", "customer_id", "billing", "shipping", "payment_method", "line_items",
    "shipping_lines", "fee_lines", "refunds", "meta_data", "customer_note",
  };
  static const char * const values[] = {
    "7", "-1.5", "true", "\"x\"", "\"\"", "null", "[]", "{}", "[7,\"x\",[],{}]", "{\"a\":[1]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    for (guint j = 0; j < G_N_ELEMENTS (values); j++)
      {
        g_autofree char *member = g_strdup_printf ("\"%s\":%s", members[i], values[j]);
        g_autoptr(DyzurOrderRecord) order = read_with (member);
        g_autoptr(GVariant) variant = g_variant_ref_sink (dyzur_order_record_to_variant (order));

        g_assert_cmpstr (order->id, ==, "7");
        g_assert_true (g_variant_is_normal_form (variant));
      }
}

static void
test_useless (void)
{
  static const struct
  {
    const char *json;
    const char *message;
  } cases[] = {
    { "{}", "$.id: expected a number" },
    { "{\"id\":null,\"number\":\"7\"}", "$.id: expected a number" },
    { "{\"id\":7}", "$.currency: expected text" },
    { "{\"id\":7,\"currency\":\"PLN\"}", "$.total: expected an amount" },
    { "{\"id\":7,\"currency\":\"PLN\",\"total\":\"1 299,00\"}", "$.total: expected an amount" },
    { "{\"id\":7,\"currency\":\"PLN\",\"total\":[]}", "$.total: expected an amount" },
    { "[]", "$.id: expected a number" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DyzurJson) json = parse (cases[i].json);
      g_autoptr(GError) error = NULL;

      g_assert_null (_dyzur_woocommerce_read_order (json, &reader, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

#define INPOST_NR "600000000000000000000001"

/* Each plugin's trace, one parcel each unless said. */
static void
test_parcels (void)
{
  static const struct
  {
    const char   *meta;
    guint         parcels;
    DyzurCarrier  carrier;
    const char   *label, *number, *address;
  } cases[] = {
    { "{\"key\":\"_wc_shipment_tracking_items\",\"value\":[{\"tracking_provider\":\"\",\"custom_tracking_provider\":\"Meest\","
      "\"tracking_number\":\"CV123456\",\"custom_tracking_link\":\"https://meest.example/CV123456\"}]}",
      1, DYZUR_CARRIER_OTHER, "Meest", "CV123456", "https://meest.example/CV123456" },
    { "{\"key\":\"_wc_shipment_tracking_items\",\"value\":{\"1\":{\"tracking_provider\":\"gls\",\"tracking_number\":\"12345678901\"}}}",
      1, DYZUR_CARRIER_GLS, "gls", "12345678901",
      "https://gls-group.com/PL/pl/sledzenie-paczek?match=12345678901" },
    { "{\"key\":\"_wc_shipment_tracking_items\",\"value\":[{\"tracking_number\":\"AB123456\","
      "\"custom_tracking_link\":\"javascript:alert(1)\"}]}", 1, DYZUR_CARRIER_UNKNOWN, NULL, "AB123456", NULL },
    { "{\"key\":\"_easypack_parcel_tracking\",\"value\":\"" INPOST_NR ", 600000000000000000000002," INPOST_NR "\"}",
      2, DYZUR_CARRIER_INPOST, NULL, INPOST_NR, "https://inpost.pl/sledzenie-przesylek?number=" INPOST_NR },
    { "{\"key\":\"tracking_info\",\"value\":{\"0000000000001U\":{\"courierService\":\"dpd\"}}}",
      1, DYZUR_CARRIER_DPD, "dpd", "0000000000001U", "https://tracktrace.dpd.com.pl/parcelDetails?p1=0000000000001U" },
    { "{\"key\":\"_apaczka\",\"value\":{\"apaczka_order\":{\"waybill_number\":\"" INPOST_NR "\",\"tracking_url\":\"https://x.example\"}}}",
      1, DYZUR_CARRIER_INPOST, NULL, INPOST_NR, "https://inpost.pl/sledzenie-przesylek?number=" INPOST_NR },
    { "{\"key\":\"_apaczka\",\"value\":\"{\\\"waybill_number\\\":\\\"A12345678\\\",\\\"tracking_url\\\":\\\"https://x.example/A\\\"}\"}",
      1, DYZUR_CARRIER_UNKNOWN, NULL, "A12345678", "https://x.example/A" },
    { "{\"key\":\"_tracking_number\",\"value\":\"PX1234567890\"}", 1, DYZUR_CARRIER_POCZTA_POLSKA, NULL, "PX1234567890",
      "https://emonitoring.poczta-polska.pl/?numer=PX1234567890" },
    { "{\"key\":\"tracking_number\",\"value\":[12345678901,\"22345678901\"]},{\"key\":\"_tracking_provider\",\"value\":\"DHL\"}",
      2, DYZUR_CARRIER_DHL, "DHL", "12345678901",
      "https://www.dhl.com/pl-pl/home/tracking.html?tracking-id=12345678901" },
    { "{\"key\":\"_aftership_tracking_items\",\"value\":[{\"slug\":\"fedex\",\"tracking_number\":\"123456789012\"}]}",
      1, DYZUR_CARRIER_FEDEX, "fedex", "123456789012", "https://www.fedex.com/fedextrack/?trknbr=123456789012" },
    { "{\"key\":\"ywot_tracking_code\",\"value\":\"12345678901\"},{\"key\":\"ywot_carrier_name\",\"value\":\"UPS\"}",
      1, DYZUR_CARRIER_UPS, "UPS", "12345678901", "https://www.ups.com/track?tracknum=12345678901" },
    { "{\"key\":\"tracking_number\",\"value\":\"a:1:{i:0;s:11:\\\"12345678901\\\";}\"}", 0, 0, NULL, NULL, NULL },
    { "{\"key\":\"tracking_number\",\"value\":\"brak\"}", 0, 0, NULL, NULL, NULL },
    { "{\"key\":\"_apaczka\",\"value\":{\"sender\":{}}},{\"key\":\"_tracking_number\",\"value\":\"PX1234567890\"}",
      1, DYZUR_CARRIER_POCZTA_POLSKA, NULL, "PX1234567890", "https://emonitoring.poczta-polska.pl/?numer=PX1234567890" },
    { "{\"key\":\"_easypack_parcel_tracking\",\"value\":\"" INPOST_NR "\"},{\"key\":\"_tracking_number\",\"value\":\"PX1234567890\"}",
      1, DYZUR_CARRIER_INPOST, NULL, INPOST_NR, "https://inpost.pl/sledzenie-przesylek?number=" INPOST_NR },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *members = g_strdup_printf ("\"meta_data\":[{\"key\":\"x\"},%s]", cases[i].meta);
      g_autoptr(DyzurOrderRecord) order = read_with (members);
      const DyzurShipment *shipment = order->shipments->len > 0 ? g_ptr_array_index (order->shipments, 0) : NULL;

      g_test_message ("%s", cases[i].meta);
      g_assert_cmpuint (order->shipments->len, ==, cases[i].parcels);
      if (shipment == NULL)
        continue;
      g_assert_cmpstr (dyzur_carrier_to_string (shipment->carrier), ==, dyzur_carrier_to_string (cases[i].carrier));
      g_assert_cmpstr (shipment->carrier_label, ==, cases[i].label);
      g_assert_cmpstr (shipment->tracking_number, ==, cases[i].number);
      g_assert_cmpstr (shipment->tracking_url, ==, cases[i].address);
      g_assert_cmpint (shipment->status, ==, DYZUR_SHIPMENT_UNKNOWN);
    }
}

static void
test_points (void)
{
  static const struct
  {
    const char   *meta;
    DyzurCarrier  carrier;
    const char   *id, *name, *address;
  } cases[] = {
    { "{\"key\":\"_parcel_machine_id\",\"value\":\"KRA01A\"},{\"key\":\"_parcel_machine_desc\",\"value\":\"Kraków\"}",
      DYZUR_CARRIER_INPOST, "KRA01A", "Kraków", NULL },
    { "{\"key\":\"_furgonetkaPoint\",\"value\":\"PL1\"},{\"key\":\"_furgonetkaPointName\",\"value\":\"Żabka\"},"
      "{\"key\":\"_furgonetkaService\",\"value\":\"dpd\"}", DYZUR_CARRIER_DPD, "PL1", "Żabka", NULL },
    { "{\"key\":\"apaczka_delivery_point\",\"value\":{\"apm_access_point_id\":\"9\",\"apm_foreign_access_point_id\":\"BYD117M\","
      "\"apm_name\":\"SM Komunalni\",\"apm_supplier\":\"INPOST\",\"apm_street\":\"Fałata 2\",\"apm_city\":\"Bydgoszcz\"}}",
      DYZUR_CARRIER_INPOST, "BYD117M", "SM Komunalni", "Fałata 2, Bydgoszcz" },
    { "{\"key\":\"apaczka_delivery_point\",\"value\":\"{\\\"apm_access_point_id\\\":\\\"X1\\\"}\"}",
      DYZUR_CARRIER_UNKNOWN, "X1", NULL, NULL },
    { "{\"key\":\"apaczka_delivery_point\",\"value\":\"{broken\"}", DYZUR_CARRIER_UNKNOWN, NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *members = g_strdup_printf ("\"meta_data\":[%s]", cases[i].meta);
      g_autoptr(DyzurOrderRecord) order = read_with (members);

      g_test_message ("%s", cases[i].meta);
      g_assert_cmpint (order->delivery_carrier, ==, cases[i].carrier);
      g_assert_cmpstr (order->point_id, ==, cases[i].id);
      g_assert_cmpstr (order->point_name, ==, cases[i].name);
      g_assert_cmpstr (order->point_address, ==, cases[i].address);
    }
}

static void
test_notes (void)
{
  g_autoptr(DyzurJson) recorded = load ("woocommerce", "order_notes");
  g_autoptr(DyzurOrderRecord) order =
    read_with ("\"customer_note\":\"Proszę o\\nfakturę &lt;VAT&gt;\"");
  const DyzurOrderNote *note;
  const DyzurShipment *shipment;

  _dyzur_woocommerce_read_notes (order, dyzur_json_peek (recorded, "body"), &reader);
  g_assert_cmpuint (order->notes->len, ==, 5);

  note = g_ptr_array_index (order->notes, 0);
  g_assert_cmpint (note->author, ==, DYZUR_NOTE_BUYER);
  g_assert_true (note->is_public);
  g_assert_cmpstr (note->text, ==, "Proszę o\nfakturę <VAT>");

  note = g_ptr_array_index (order->notes, 1);
  g_assert_cmpstr (note->id, ==, "22");
  g_assert_cmpint (note->author, ==, DYZUR_NOTE_STAFF);
  g_assert_true (note->is_public);
  g_assert_cmpint (note->created_at, ==, 1795289763000);

  note = g_ptr_array_index (order->notes, 3);
  g_assert_false (note->is_public);
  g_assert_cmpint (note->author, ==, DYZUR_NOTE_SYSTEM);
  g_assert_nonnull (strstr (note->text, "48→46"));

  /* No plugin told of a parcel, the note to the buyer does: and says that it is only a note. */
  g_assert_cmpuint (order->shipments->len, ==, 1);
  shipment = g_ptr_array_index (order->shipments, 0);
  g_assert_cmpstr (shipment->tracking_number, ==, INPOST_NR);
  g_assert_cmpstr (shipment->source, ==, "note");
  g_assert_cmpint (shipment->status, ==, DYZUR_SHIPMENT_UNKNOWN);
}

/* What staff write among themselves may be about any parcel. */
static void
test_private_note_numbers (void)
{
  g_autoptr(DyzurJson) json = parse ("[{\"id\":1,\"note\":\"Zwrot " INPOST_NR "\",\"customer_note\":false,\"author\":\"Ola\"}]");
  g_autoptr(DyzurOrderRecord) order = read_with ("");

  _dyzur_woocommerce_read_notes (order, json, &reader);
  g_assert_cmpint (((DyzurOrderNote *) g_ptr_array_index (order->notes, 0))->author, ==, DYZUR_NOTE_STAFF);
  g_assert_cmpuint (order->shipments->len, ==, 0);
}

static void
test_note_numbers (void)
{
  static const struct
  {
    const char *note;
    const char *number;
  } cases[] = {
    { "Paczka " INPOST_NR ".", INPOST_NR },
    { "nr:0000000000001U, DPD", "0000000000001U" },
    { "1" INPOST_NR, NULL },
    { "x" INPOST_NR, NULL },
    { "ż" INPOST_NR, NULL },
    { "konto 00000000000001", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DyzurOrderRecord) order = read_with ("");

      g_test_message ("%s", cases[i].note);
      _dyzur_woocommerce_scan_note (order, cases[i].note);
      g_assert_cmpuint (order->shipments->len, ==, cases[i].number != NULL ? 1 : 0);
      if (cases[i].number != NULL)
        g_assert_cmpstr (((DyzurShipment *) g_ptr_array_index (order->shipments, 0))->tracking_number, ==, cases[i].number);
    }
}

static void
test_refunds (void)
{
  g_autoptr(DyzurJson) recorded = load ("woocommerce", "order_ast_partially_refunded");
  g_autoptr(DyzurJson) refunds = load ("woocommerce", "order_refunds");
  g_autoptr(DyzurOrderRecord) order = read_order (dyzur_json_peek (recorded, "body"));
  const DyzurRefund *refund = g_ptr_array_index (order->refunds, 0);
  const DyzurOrderItem *kept = g_ptr_array_index (order->items, 0), *returned = g_ptr_array_index (order->items, 1);

  g_assert_cmpint (refund->created_at, ==, 0);
  _dyzur_woocommerce_read_refunds (order, dyzur_json_peek (refunds, "body"), &reader);
  g_assert_cmpint (refund->created_at, >, 1795289760000);
  g_assert_cmpint (refund->amount_minor, ==, 7900);
  g_assert_cmpint (returned->refunded_milli, ==, 1000);
  g_assert_cmpint (kept->refunded_milli, ==, 0);
}

/* A vector made by another program, from RFC 5849 alone. */
static void
test_signature (void)
{
  g_autoptr(GPtrArray) query = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (query, g_strdup ("search"));
  g_ptr_array_add (query, g_strdup ("anna+x@example.com"));
  g_ptr_array_add (query, g_strdup ("per_page"));
  g_ptr_array_add (query, g_strdup ("20"));
  _dyzur_woocommerce_sign ("GET", "http://127.0.0.1:8080/wp-json/wc/v3/orders", query, "ck_1", "cs_2", "n0nce", 1795289760);
  g_assert_cmpuint (query->len, ==, 16);
  g_assert_cmpstr (g_ptr_array_index (query, 14), ==, "oauth_signature");
  g_assert_cmpstr (g_ptr_array_index (query, 15), ==, "u7EfACN0WdRJ0HoNvDBnf1ToajDp5WlRjmNC/PYuJUg=");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/shops/woocommerce/order/golden", test_golden);
  g_test_add_func ("/shops/woocommerce/order/no-secrets", test_no_secrets);
  g_test_add_func ("/shops/woocommerce/order/statuses", test_statuses);
  g_test_add_func ("/shops/woocommerce/order/labels", test_labels);
  g_test_add_func ("/shops/woocommerce/order/payment", test_payment);
  g_test_add_func ("/shops/woocommerce/order/amounts", test_amounts);
  g_test_add_func ("/shops/woocommerce/order/huge-amounts", test_huge_amounts);
  g_test_add_func ("/shops/woocommerce/order/items", test_items);
  g_test_add_func ("/shops/woocommerce/order/times", test_times);
  g_test_add_func ("/shops/woocommerce/order/bare", test_bare);
  g_test_add_func ("/shops/woocommerce/order/drift", test_drift);
  g_test_add_func ("/shops/woocommerce/order/useless", test_useless);
  g_test_add_func ("/shops/woocommerce/order/parcels", test_parcels);
  g_test_add_func ("/shops/woocommerce/order/points", test_points);
  g_test_add_func ("/shops/woocommerce/order/notes", test_notes);
  g_test_add_func ("/shops/woocommerce/order/note-numbers", test_note_numbers);
  g_test_add_func ("/shops/woocommerce/order/private-note-numbers", test_private_note_numbers);
  g_test_add_func ("/shops/woocommerce/order/refunds", test_refunds);
  g_test_add_func ("/shops/woocommerce/order/signature", test_signature);

  return g_test_run ();
}
