/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-order.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* An order in which every member of every struct says something of its own. */
static DyzurOrderRecord *
full_order (void)
{
  DyzurOrderRecord *self = dyzur_order_record_new ();
  char **texts[] = {
    &self->source, &self->connection, &self->id, &self->number, &self->admin_url, &self->status_code,
    &self->status_label, &self->payment_method, &self->payment_label, &self->currency, &self->buyer_ref,
    &self->buyer_email, &self->buyer_phone, &self->buyer_first_name, &self->buyer_last_name, &self->buyer_company,
    &self->buyer_tax_id, &self->buyer_login, &self->ship_to.name, &self->ship_to.company, &self->ship_to.street,
    &self->ship_to.postcode, &self->ship_to.city, &self->ship_to.country, &self->ship_to.phone, &self->bill_to.name,
    &self->bill_to.company, &self->bill_to.street, &self->bill_to.postcode, &self->bill_to.city,
    &self->bill_to.country, &self->bill_to.phone, &self->delivery_label, &self->point_id, &self->point_name,
    &self->point_address,
  };
  gint64 *numbers[] = {
    &self->created_at, &self->updated_at, &self->paid_at, &self->completed_at, &self->paid_minor, &self->total_minor,
    &self->shipping_minor, &self->discount_minor, &self->tax_minor, &self->refunded_minor, &self->fetched_at,
  };
  DyzurShipment *shipment = dyzur_order_record_add_shipment (self);
  DyzurTrackingEvent *event = dyzur_shipment_add_event (shipment);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = g_strdup_printf ("ż%u", i);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    *numbers[i] = 1000 + i;
  self->alt_numbers = g_strsplit ("A1,B2", ",", -1);
  self->status = DYZUR_ORDER_SHIPPED;
  self->payment_state = DYZUR_PAYMENT_COD;
  self->delivery_carrier = DYZUR_CARRIER_ORLEN;
  self->buyer_guest = TRUE;
  self->partial = TRUE;

  *dyzur_order_record_add_item (self) =
    (DyzurOrderItem) { g_strdup ("i1"), g_strdup ("Kubek"), g_strdup ("L"), g_strdup ("KUB"), g_strdup ("590"),
                       2500, -3, 4, 500 };
  *dyzur_order_record_add_fee (self) = (DyzurOrderFee) { g_strdup ("Pobranie"), 615 };
  *dyzur_order_record_add_refund (self) =
    (DyzurRefund) { g_strdup ("r1"), 5, 7900, g_strdup ("Zwrot"), DYZUR_REFUND_PENDING };
  *dyzur_order_record_add_return (self) =
    (DyzurReturn) { g_strdup ("z1"), g_strdup ("Z/1"), DYZUR_RETURN_ACCEPTED, g_strdup ("raw"), 6, 7,
                    g_strdup ("za duże"), 8 };
  *dyzur_order_record_add_note (self) =
    (DyzurOrderNote) { g_strdup ("n1"), 9, DYZUR_NOTE_BUYER, TRUE, g_strdup ("Proszę o paragon") };

  shipment->id = g_strdup ("s1");
  shipment->is_return = TRUE;
  shipment->carrier = DYZUR_CARRIER_GLS;
  shipment->carrier_label = g_strdup ("GLS");
  shipment->tracking_number = g_strdup ("123");
  shipment->tracking_url = g_strdup ("https://example.com/123");
  shipment->status = DYZUR_SHIPMENT_EXCEPTION;
  shipment->sub = g_strdup ("refused");
  shipment->status_at = 10;
  shipment->raw_code = g_strdup ("44");
  shipment->raw_text = g_strdup ("Odmowa");
  shipment->source = g_strdup ("shop");
  shipment->fetched_at = 11;
  *event = (DyzurTrackingEvent) { 12, DYZUR_SHIPMENT_IN_TRANSIT, g_strdup ("delayed"), g_strdup ("33"),
                                  g_strdup ("W drodze"), g_strdup ("Łódź") };
  return self;
}

static JsonNode *
to_json (const DyzurOrderRecord *order)
{
  g_autoptr(GVariant) variant = g_variant_ref_sink (dyzur_order_record_to_variant (order));

  g_assert_true (g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT));
  return json_gvariant_serialize (variant);
}

static DyzurOrderRecord *
from_json (JsonNode *node)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) variant = g_variant_take_ref (json_gvariant_deserialize (node, NULL, &error));

  g_assert_no_error (error);
  return dyzur_order_record_from_variant (variant);
}

static void
assert_same_json (JsonNode *a,
                  JsonNode *b)
{
  if (!json_node_equal (a, b))
    {
      g_autofree char *x = json_to_string (a, TRUE), *y = json_to_string (b, TRUE);

      g_error ("not the same:\n%s\n%s", x, y);
    }
}

static JsonNode *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "normalized", name, NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

static void
assert_round_trip (JsonNode *golden)
{
  g_autoptr(DyzurOrderRecord) order = from_json (golden);
  g_autoptr(JsonNode) back = to_json (order);

  /* The record has no "cannot tell" for refunds: what the file leaves out is an empty list here. */
  if (!json_object_has_member (json_node_get_object (golden), "refunds"))
    json_object_remove_member (json_node_get_object (back), "refunds");
  assert_same_json (back, golden);
}

static void
round_trip_cb (JsonArray *array,
               guint      index,
               JsonNode  *golden,
               gpointer   user_data)
{
  assert_round_trip (golden);
}

/* The orders other programs normalised go through the record without loss. */
static void
test_golden (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "normalized", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (path, 0, &error);
  const char *name;
  guint n = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr(JsonNode) golden = load (name);

      g_test_message ("%s", name);
      if (JSON_NODE_HOLDS_OBJECT (golden))
        assert_round_trip (golden);
      else
        json_array_foreach_element (json_node_get_array (golden), round_trip_cb, NULL);
      n++;
    }
  g_assert_cmpuint (n, >=, 10);
}

static void
test_every_member (void)
{
  g_autoptr(DyzurOrderRecord) order = full_order ();
  g_autoptr(JsonNode) json = to_json (order);
  g_autoptr(DyzurOrderRecord) back = NULL;
  g_autoptr(JsonNode) again = NULL;
  g_autofree char *text = NULL;

  back = from_json (json);
  again = to_json (back);
  assert_same_json (again, json);

  text = json_to_string (json, FALSE);
  for (guint i = 0; i < 36; i++)
    {
      g_autofree char *value = g_strdup_printf ("\"ż%u\"", i);

      g_assert_nonnull (strstr (text, value));
    }
  g_assert_cmpstr (back->point_address, ==, "ż35");
  g_assert_true (((DyzurShipment *) g_ptr_array_index (back->shipments, 0))->is_return);
}

static void
test_copy (void)
{
  g_autoptr(DyzurOrderRecord) order = full_order ();
  g_autoptr(DyzurOrderRecord) copy = dyzur_order_record_copy (order);
  g_autoptr(JsonNode) before = to_json (order);
  g_autoptr(JsonNode) after = NULL;

  g_clear_pointer (&order, dyzur_order_record_free);
  after = to_json (copy);
  assert_same_json (after, before);
  g_assert_null (dyzur_order_record_copy (NULL));
}

static void
test_empty (void)
{
  g_autoptr(DyzurOrderRecord) order = dyzur_order_record_new ();
  g_autoptr(JsonNode) json = to_json (order);
  JsonObject *object = json_node_get_object (json);
  static const char * const absent[] = {
    "id", "created_at", "fetched_at", "status_raw", "ship_to", "bill_to", "delivery", "returns", "notes", "tax_minor",
  };
  static const char * const there[] = {
    "schema", "alt_numbers", "status", "payment", "buyer", "total_minor", "items", "fees", "shipments", "refunds",
    "partial",
  };

  for (guint i = 0; i < G_N_ELEMENTS (absent); i++)
    g_assert_false (json_object_has_member (object, absent[i]));
  for (guint i = 0; i < G_N_ELEMENTS (there); i++)
    g_assert_true (json_object_has_member (object, there[i]));
  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "unknown");
}

/* NULL = the platform cannot tell, empty = none: both survive. */
static void
test_cannot_tell (void)
{
  g_autoptr(DyzurOrderRecord) order = dyzur_order_record_new ();
  g_autoptr(DyzurOrderRecord) back = NULL;
  g_autoptr(JsonNode) json = NULL;

  dyzur_order_record_add_note (order);
  g_ptr_array_set_size (order->notes, 0);
  json = to_json (order);
  back = from_json (json);
  g_assert_nonnull (back->notes);
  g_assert_cmpuint (back->notes->len, ==, 0);
  g_assert_null (back->returns);
}

static void
test_text_that_is_none (void)
{
  g_autoptr(DyzurOrderRecord) order = dyzur_order_record_new ();
  g_autoptr(DyzurOrderRecord) back = NULL;
  g_autoptr(JsonNode) json = NULL;

  order->number = g_strdup ("7\xff");
  order->id = g_strdup ("");
  json = to_json (order);
  back = from_json (json);
  g_assert_cmpstr (back->number, ==, "7\uFFFD");
  g_assert_null (back->id);
}

/* What is of a wrong type counts as absent; what is of an unknown value is unknown. */
static void
test_tolerant (void)
{
  static const char * const cases[] = {
    "7", "\"x\"", "[]", "{}", "true", "[1,2]",
    "{\"id\":7,\"status\":7,\"items\":7,\"payment\":[],\"alt_numbers\":{},\"total_minor\":\"x\",\"partial\":1}",
    "{\"id\":null,\"items\":[null,7,\"x\",[],{}],\"alt_numbers\":[1,null,[]],\"ship_to\":7}",
    "{\"status\":\"lost in space\",\"shipments\":[{\"events\":7,\"direction\":\"up\",\"carrier\":[]}],\"total_minor\":1.5}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) node = json_from_string (cases[i], NULL);
      g_autoptr(DyzurOrderRecord) order = from_json (node);
      g_autoptr(JsonNode) json = to_json (order);

      g_assert_true (JSON_NODE_HOLDS_OBJECT (json));
      g_assert_null (order->id);
      g_assert_null (order->alt_numbers);
      g_assert_cmpint (order->status, ==, DYZUR_ORDER_UNKNOWN);
      g_assert_cmpint (order->total_minor, ==, 0);
      g_assert_false (order->partial);
      for (guint j = 0; j < order->shipments->len; j++)
        g_assert_nonnull (((DyzurShipment *) g_ptr_array_index (order->shipments, j))->events);
    }
  dyzur_order_record_free (dyzur_order_record_from_variant (NULL));
}

static void
test_numbers_of_any_width (void)
{
  GVariantBuilder builder;
  g_autoptr(GVariant) variant = NULL;
  g_autoptr(DyzurOrderRecord) order = NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "total_minor", g_variant_new_int32 (-5));
  g_variant_builder_add (&builder, "{sv}", "shipping_minor", g_variant_new_byte (200));
  g_variant_builder_add (&builder, "{sv}", "discount_minor", g_variant_new_uint64 (G_MAXUINT64));
  g_variant_builder_add (&builder, "{sv}", "refunded_minor", g_variant_new_double (2.5));
  variant = g_variant_ref_sink (g_variant_builder_end (&builder));
  order = dyzur_order_record_from_variant (variant);
  g_assert_cmpint (order->total_minor, ==, -5);
  g_assert_cmpint (order->shipping_minor, ==, 200);
  g_assert_cmpint (order->discount_minor, ==, G_MAXINT64);
  g_assert_cmpint (order->refunded_minor, ==, 0);
}

/* Damaged bytes from the disk give less of an order, never a fault. */
static void
test_damaged (void)
{
  g_autoptr(DyzurOrderRecord) order = full_order ();
  g_autoptr(GVariant) variant = g_variant_ref_sink (dyzur_order_record_to_variant (order));
  gsize size = g_variant_get_size (variant);

  /* Every fifth byte: all of them under a sanitizer would take half a minute. */
  for (gsize i = 0; i < size; i += 5)
    {
      guint8 *copy = g_memdup2 (g_variant_get_data (variant), size);
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(GVariant) damaged = NULL;
      g_autoptr(DyzurOrderRecord) back = NULL;
      g_autoptr(GVariant) again = NULL;

      copy[i] ^= 0xff;
      bytes = g_bytes_new_take (copy, i % 2 == 0 ? size : i);
      damaged = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
      back = dyzur_order_record_from_variant (damaged);
      again = g_variant_ref_sink (dyzur_order_record_to_variant (back));
      g_assert_true (g_variant_is_normal_form (again));
    }
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
test_object (void)
{
  g_autoptr(DyzurOrder) order = dyzur_order_new (full_order ());
  DyzurOrderRecord *next = full_order ();
  gpointer record = NULL;
  guint notified = 0;

  g_signal_connect (order, "notify::record", G_CALLBACK (count_cb), &notified);
  dyzur_order_update (order, next);
  g_assert_cmpuint (notified, ==, 1);
  g_object_get (order, "record", &record, NULL);
  g_assert_true (record == next);
  g_assert_true (dyzur_order_get_record (order) == next);
  g_assert_finalize_object (g_steal_pointer (&order));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/order/golden", test_golden);
  g_test_add_func ("/core/order/every-member", test_every_member);
  g_test_add_func ("/core/order/copy", test_copy);
  g_test_add_func ("/core/order/empty", test_empty);
  g_test_add_func ("/core/order/cannot-tell", test_cannot_tell);
  g_test_add_func ("/core/order/text-that-is-none", test_text_that_is_none);
  g_test_add_func ("/core/order/tolerant", test_tolerant);
  g_test_add_func ("/core/order/numbers-of-any-width", test_numbers_of_any_width);
  g_test_add_func ("/core/order/damaged", test_damaged);
  g_test_add_func ("/core/order/object", test_object);

  return g_test_run ();
}
