/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-woocommerce-private.h"

#include <string.h>

#include "dyzur-carrier.h"

#define MIN_NUMBER 6
#define MAX_NUMBER 40

/*
 * WooCommerce knows no parcels: each plugin leaves its own traces in the order's meta data. They are tried in the order
 * of the table; the first that gives a parcel is believed.
 */
typedef void (*ReadFunc) (DyzurOrderRecord *order,
                          const DyzurJson  *json,
                          const DyzurJson  *value);

typedef struct
{
  const char *number;
  const char *label;      /* (nullable): who carries it, in the plugin's words */
  const char *address;    /* (nullable): page the plugin links to */
  const char *source;     /* (nullable) */
} Parcel;

static char *
dup_meta (const DyzurJson *json,
          const char      *key)
{
  return dyzur_json_dup_text (_dyzur_woocommerce_find_meta (json, key), NULL);
}

/* Whether it may be a parcel's number, and not some plugin's serialised inside. */
static gboolean
is_number (const char *text)
{
  gsize length = strlen (text);
  guint digits = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        digits++;
      else if (!g_ascii_isalpha (*p) && strchr (" -()", *p) == NULL)
        return FALSE;
    }
  return length >= MIN_NUMBER && length <= MAX_NUMBER && digits >= 4;
}

static gboolean
has_parcel (DyzurOrderRecord *order,
            const char       *number)
{
  for (guint i = 0; i < order->shipments->len; i++)
    if (g_strcmp0 (((DyzurShipment *) g_ptr_array_index (order->shipments, i))->tracking_number, number) == 0)
      return TRUE;
  return FALSE;
}

/* The shop gives a number and nothing more: once it has closed the order the parcel has left it, before nobody knows. */
static DyzurShipmentStatus
guess_status (DyzurOrderStatus status)
{
  return status == DYZUR_ORDER_SHIPPED || status == DYZUR_ORDER_READY_FOR_PICKUP || status == DYZUR_ORDER_DELIVERED ||
         status == DYZUR_ORDER_COMPLETED ? DYZUR_SHIPMENT_HANDED_OVER : DYZUR_SHIPMENT_UNKNOWN;
}

static void
add_parcel (DyzurOrderRecord *order,
            const Parcel     *parcel,
            DyzurCarrier      carrier)
{
  g_autofree char *number = g_strstrip (g_strdup (parcel->number));
  DyzurShipment *shipment;

  if (!is_number (number) || has_parcel (order, number))
    return;
  shipment = dyzur_order_record_add_shipment (order);
  shipment->carrier = carrier;
  shipment->carrier_label = g_strdup (parcel->label);
  shipment->tracking_url = dyzur_carrier_dup_tracking_url (carrier, number);
  if (shipment->tracking_url == NULL && parcel->address != NULL && g_str_has_prefix (parcel->address, "https://"))
    shipment->tracking_url = g_strdup (parcel->address);
  shipment->tracking_number = g_steal_pointer (&number);
  shipment->status = guess_status (order->status);
  shipment->source = g_strdup (parcel->source);
}

/* A carrier the shop names and we do not know is another one, not none. */
static DyzurCarrier
named_carrier (const char *label,
               const char *number)
{
  DyzurCarrier carrier = dyzur_carrier_recognise (label, number);

  return carrier == DYZUR_CARRIER_UNKNOWN && label != NULL ? DYZUR_CARRIER_OTHER : carrier;
}

static char *
first_text (const DyzurJson    *json,
            const char * const *members)
{
  for (; *members != NULL; members++)
    {
      char *text = dyzur_json_dup_text (json, *members);

      if (text != NULL)
        return text;
    }
  return NULL;
}

/* [{tracking_provider, custom_tracking_provider, tracking_number, custom_tracking_link}], AfterShip: slug */
static void
read_item (DyzurOrderRecord *order,
           const DyzurJson  *item)
{
  static const char * const providers[] = { "tracking_provider", "custom_tracking_provider", "slug", NULL };
  g_autofree char *number = dyzur_json_dup_text (item, "tracking_number");
  g_autofree char *label = first_text (item, providers);
  g_autofree char *address = dyzur_json_dup_text (item, "custom_tracking_link");
  Parcel parcel = { number, label, address, NULL };

  if (number != NULL)
    add_parcel (order, &parcel, named_carrier (label, number));
}

/* PHP writes a list with holes as an object. */
static void
read_items (DyzurOrderRecord *order,
            const DyzurJson  *json,
            const DyzurJson  *value)
{
  g_auto(GStrv) names = dyzur_json_dup_members (value);

  for (guint i = 0; i < dyzur_json_get_length (value); i++)
    read_item (order, dyzur_json_get_element (value, i));
  for (guint i = 0; names[i] != NULL; i++)
    read_item (order, dyzur_json_peek (value, names[i]));
}

/* One or more numbers in one text. */
static void
read_numbers (DyzurOrderRecord *order,
              const char       *text,
              const char       *label,
              DyzurCarrier      carrier)
{
  g_auto(GStrv) numbers = g_strsplit_set (text, ",;\n", -1);

  for (guint i = 0; numbers[i] != NULL; i++)
    {
      Parcel parcel = { numbers[i], label, NULL, NULL };

      add_parcel (order, &parcel,
                  carrier != DYZUR_CARRIER_UNKNOWN ? carrier : dyzur_carrier_recognise (label, numbers[i]));
    }
}

static void
read_inpost (DyzurOrderRecord *order,
             const DyzurJson  *json,
             const DyzurJson  *value)
{
  g_autofree char *text = dyzur_json_dup_text (value, NULL);

  if (text != NULL)
    read_numbers (order, text, order->delivery_label, DYZUR_CARRIER_INPOST);
}

/* {"<number>": {"courierService": "…"}} */
static void
read_furgonetka (DyzurOrderRecord *order,
                 const DyzurJson  *json,
                 const DyzurJson  *value)
{
  g_auto(GStrv) numbers = dyzur_json_dup_members (value);

  for (guint i = 0; numbers[i] != NULL; i++)
    {
      g_autofree char *label = dyzur_json_dup_text (dyzur_json_peek (value, numbers[i]), "courierService");
      Parcel parcel = { numbers[i], label, NULL, NULL };

      add_parcel (order, &parcel, named_carrier (label, numbers[i]));
    }
}

/* {"apaczka_order": {"waybill_number", "tracking_url"}} or those two at once */
static void
read_apaczka (DyzurOrderRecord *order,
              const DyzurJson  *json,
              const DyzurJson  *value)
{
  const DyzurJson *inner = dyzur_json_peek (value, "apaczka_order");
  g_autofree char *number = dyzur_json_dup_text (inner != NULL ? inner : value, "waybill_number");
  g_autofree char *address = dyzur_json_dup_text (inner != NULL ? inner : value, "tracking_url");
  Parcel parcel = { number, order->delivery_label, address, NULL };

  if (number != NULL)
    add_parcel (order, &parcel, dyzur_carrier_recognise (order->delivery_label, number));
}

/* A number, or a list of them; who carries it may stand in a key of its own. */
static void
read_plain (DyzurOrderRecord *order,
            const DyzurJson  *json,
            const DyzurJson  *value)
{
  g_autofree char *provider = dup_meta (json, "_tracking_provider");
  g_autofree char *yith = dup_meta (json, "ywot_carrier_name");
  const char *label = provider != NULL ? provider : yith != NULL ? yith : order->delivery_label;
  g_autofree char *text = dyzur_json_dup_text (value, NULL);

  if (text != NULL)
    read_numbers (order, text, label, DYZUR_CARRIER_UNKNOWN);
  for (guint i = 0; i < dyzur_json_get_length (value); i++)
    {
      g_autofree char *element = dyzur_json_dup_text (dyzur_json_get_element (value, i), NULL);

      if (element != NULL)
        read_numbers (order, element, label, DYZUR_CARRIER_UNKNOWN);
    }
}

static const struct
{
  const char *key;
  ReadFunc    read;
} sources[] = {
  { "_wc_shipment_tracking_items", read_items },
  { "_easypack_parcel_tracking", read_inpost },
  { "tracking_info", read_furgonetka },
  { "_apaczka", read_apaczka },
  { "_apaczka_last_order_object", read_apaczka },
  { "_tracking_number", read_plain },
  { "tracking_number", read_plain },
  { "_aftership_tracking_items", read_items },
  { "ywot_tracking_code", read_plain },
};

/* Some plugins store JSON as text. Returns: (transfer full) (nullable) */
static DyzurJson *
unwrap (const DyzurJson *value)
{
  const char *text = dyzur_json_peek_text (value, NULL);

  return text != NULL && (*text == '{' || *text == '[') ? dyzur_json_parse_text (text, NULL) : NULL;
}

static void
read_apaczka_point (DyzurOrderRecord *order,
                    const DyzurJson  *json)
{
  static const char * const ids[] = { "apm_foreign_access_point_id", "apm_access_point_id", NULL };
  const DyzurJson *value = _dyzur_woocommerce_find_meta (json, "apaczka_delivery_point");
  g_autoptr(DyzurJson) unwrapped = unwrap (value);
  const DyzurJson *point = unwrapped != NULL ? unwrapped : value;
  g_autofree char *street = dyzur_json_dup_text (point, "apm_street");
  g_autofree char *city = dyzur_json_dup_text (point, "apm_city");

  order->point_id = first_text (point, ids);
  order->point_name = dyzur_json_dup_text (point, "apm_name");
  if (street != NULL && city != NULL)
    order->point_address = g_strdup_printf ("%s, %s", street, city);
  if (order->delivery_carrier == DYZUR_CARRIER_UNKNOWN)
    {
      g_autofree char *supplier = dyzur_json_dup_text (point, "apm_supplier");

      order->delivery_carrier = dyzur_carrier_from_label (supplier);
    }
}

/* Whether @c may stand inside a parcel's number: a longer run of them is another number. */
static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80;
}

/* Returns: (transfer none) (nullable) (element-type DyzurJson): the value under @key of the order's meta data */
const DyzurJson *
_dyzur_woocommerce_find_meta (const DyzurJson *json,
                              const char      *key)
{
  const DyzurJson *meta = dyzur_json_peek (json, "meta_data");

  for (guint i = 0; i < dyzur_json_get_length (meta); i++)
    {
      const DyzurJson *entry = dyzur_json_get_element (meta, i);

      if (g_strcmp0 (dyzur_json_peek_text (entry, "key"), key) == 0)
        return dyzur_json_peek (entry, "value");
    }
  return NULL;
}

/* Where the parcel waits to be picked up. After the delivery's label and carrier. */
void
_dyzur_woocommerce_read_point (DyzurOrderRecord *order,
                               const DyzurJson  *json)
{
  order->point_id = dup_meta (json, "_parcel_machine_id");
  if (order->point_id != NULL)
    {
      order->point_name = dup_meta (json, "_parcel_machine_desc");
      if (order->delivery_carrier == DYZUR_CARRIER_UNKNOWN)
        order->delivery_carrier = DYZUR_CARRIER_INPOST;
      return;
    }
  order->point_id = dup_meta (json, "_furgonetkaPoint");
  if (order->point_id != NULL)
    {
      g_autofree char *service = dup_meta (json, "_furgonetkaService");

      order->point_name = dup_meta (json, "_furgonetkaPointName");
      if (order->delivery_carrier == DYZUR_CARRIER_UNKNOWN)
        order->delivery_carrier = dyzur_carrier_from_label (service);
      return;
    }
  read_apaczka_point (order, json);
}

/* After the order's status and delivery. */
void
_dyzur_woocommerce_read_parcels (DyzurOrderRecord *order,
                                 const DyzurJson  *json)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources) && order->shipments->len == 0; i++)
    {
      const DyzurJson *value = _dyzur_woocommerce_find_meta (json, sources[i].key);
      g_autoptr(DyzurJson) unwrapped = unwrap (value);

      if (value != NULL)
        sources[i].read (order, json, unwrapped != NULL ? unwrapped : value);
    }
}

/*
 * A shop without any plugin tells its buyers the number in a note. Only shapes that one carrier uses count, and the
 * parcel says that it comes from a note: nobody has checked it.
 */
void
_dyzur_woocommerce_scan_note (DyzurOrderRecord *order,
                              const char       *text)
{
  for (const char *p = text; *p != '\0'; )
    {
      gsize length = 0;

      while (is_word (p[length]))
        length++;
      if (length == 24 || length == 14)
        {
          g_autofree char *number = g_strndup (p, length);
          DyzurCarrier carrier = dyzur_carrier_from_number (number);
          Parcel parcel = { number, NULL, NULL, "note" };

          if (carrier == DYZUR_CARRIER_INPOST || carrier == DYZUR_CARRIER_DPD)
            add_parcel (order, &parcel, carrier);
        }
      p += MAX (length, 1);
    }
}
