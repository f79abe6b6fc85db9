/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-woocommerce-private.h"

#include <string.h>

#include "dyzur-carrier.h"
#include "dyzur-error.h"
#include "dyzur-html.h"
#include "dyzur-money.h"
#include "dyzur-time.h"

static const struct
{
  const char       *code;
  DyzurOrderStatus  status;
} statuses[] = {
  { "pending", DYZUR_ORDER_AWAITING_PAYMENT },
  { "checkout-draft", DYZUR_ORDER_AWAITING_PAYMENT },
  { "on-hold", DYZUR_ORDER_ON_HOLD },
  { "processing", DYZUR_ORDER_PROCESSING },
  { "completed", DYZUR_ORDER_COMPLETED },
  { "cancelled", DYZUR_ORDER_CANCELLED },
  { "trash", DYZUR_ORDER_CANCELLED },
  { "refunded", DYZUR_ORDER_REFUNDED },
  { "failed", DYZUR_ORDER_FAILED },
  /* Of plugins: */
  { "shipped", DYZUR_ORDER_SHIPPED },
  { "partial-shipped", DYZUR_ORDER_SHIPPED },
  { "ready-pickup", DYZUR_ORDER_READY_FOR_PICKUP },
  { "delivered", DYZUR_ORDER_DELIVERED },
};

/* Where plugins keep the buyer's tax number. */
static const char * const tax_id_keys[] = {
  "_billing_nip", "billing_nip", "_billing_vat", "vat_number", "_billing_furgonetkaTaxId",
};

static gint64
plus (gint64 a,
      gint64 b)
{
  gint64 sum;

  return __builtin_add_overflow (a, b, &sum) ? (b > 0 ? G_MAXINT64 : -G_MAXINT64) : sum;
}

/* Text written for a web page: tags go, entities become characters, lines stay. */
static char *
plain_text (const char *html)
{
  g_auto(GStrv) lines = g_strsplit (html, "\n", -1);
  g_autofree char *joined = g_strjoinv ("<br>", lines);
  g_autoptr(DyzurBlocks) blocks = dyzur_html_to_blocks (joined, -1, DYZUR_HTML_NO_IMAGES);
  char *text = dyzur_blocks_dup_text (blocks, TRUE);

  return g_strstrip (text);
}

/* Names people gave to things; WordPress escapes some of their characters. */
static char *
dup_name (const DyzurJson *json,
          const char      *member)
{
  g_autofree char *text = dyzur_json_dup_text (json, member);

  if (text == NULL || strpbrk (text, "&<") == NULL)
    return g_steal_pointer (&text);
  return plain_text (text);
}

static char *
dup_trimmed (const DyzurJson *json,
             const char      *member)
{
  g_autofree char *text = dyzur_json_dup_text (json, member);

  if (text == NULL || *g_strstrip (text) == '\0')
    return NULL;
  return g_steal_pointer (&text);
}

/* An amount that may be missing: the shop writes "" where it has none. */
static gint64
amount (const DyzurJson *json,
        const char      *member,
        const char      *currency)
{
  g_autofree char *text = dyzur_json_dup_text (json, member);
  gint64 minor = 0;

  dyzur_money_parse (text, currency, &minor);
  return minor;
}

/* What WooCommerce keeps apart everywhere: net and tax. */
static gint64
gross (const DyzurJson *json,
       const char      *net,
       const char      *tax,
       const char      *currency)
{
  return plus (amount (json, net, currency), amount (json, tax, currency));
}

static gint64
quantity_milli (const DyzurJson *json)
{
  g_autofree char *text = dyzur_json_dup_text (json, "quantity");
  gint64 milli = 0;

  dyzur_decimal_parse (text, 3, &milli);
  return milli;
}

/* The price of one, rounded half away from zero; for display only. */
static gint64
unit_price (gint64 total,
            gint64 milli)
{
  gint64 twice, scaled;

  if (milli <= 0 || __builtin_mul_overflow (milli, 2, &twice) || __builtin_mul_overflow (total, 2000, &scaled) ||
      __builtin_add_overflow (scaled, total < 0 ? -milli : milli, &scaled))
    return total;
  return scaled / twice;
}

/* The GMT twin of a time, else the shop's own. */
static gint64
read_time (const DyzurJson              *json,
           const char                   *member,
           const DyzurWoocommerceReader *reader)
{
  g_autofree char *twin = g_strconcat (member, "_gmt", NULL);
  g_autofree char *gmt = dyzur_json_dup_text (json, twin);
  g_autofree char *local = dyzur_json_dup_text (json, member);
  gint64 at = dyzur_time_parse_iso8601 (gmt, NULL);

  return at != 0 ? at : dyzur_time_parse_iso8601 (local, reader->zone);
}

/* Number, currency and total: without them there is nothing to show. */
static gboolean
read_head (DyzurOrderRecord  *order,
           const DyzurJson   *json,
           GError           **error)
{
  g_autofree char *total = dyzur_json_dup_text (json, "total");
  g_autofree char *path = dyzur_json_dup_path (json);

  order->id = dyzur_json_dup_text (json, "id");
  order->number = dup_trimmed (json, "number");
  order->currency = dup_trimmed (json, "currency");
  if (order->number == NULL)
    order->number = g_strdup (order->id);
  if (order->id == NULL)
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, "%s.id: expected a number", path);
  else if (order->currency == NULL)
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, "%s.currency: expected text", path);
  else if (!dyzur_money_parse (total, order->currency, &order->total_minor))
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, "%s.total: expected an amount", path);
  else
    return TRUE;
  return FALSE;
}

static void
read_status (DyzurOrderRecord             *order,
             const DyzurJson              *json,
             const DyzurWoocommerceReader *reader)
{
  g_autofree char *text = dup_trimmed (json, "status");
  const char *code = text;

  if (code == NULL)
    return;
  if (g_str_has_prefix (code, "wc-"))
    code += strlen ("wc-");
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_str_equal (statuses[i].code, code))
      order->status = statuses[i].status;
  order->status_code = g_strdup (code);
  if (reader->labels != NULL)
    order->status_label = g_strdup (g_hash_table_lookup (reader->labels, code));
}

static void
read_amounts (DyzurOrderRecord *order,
              const DyzurJson  *json)
{
  const DyzurJson *fees = dyzur_json_peek (json, "fee_lines");

  order->shipping_minor = gross (json, "shipping_total", "shipping_tax", order->currency);
  order->discount_minor = gross (json, "discount_total", "discount_tax", order->currency);
  order->tax_minor = amount (json, "total_tax", order->currency);
  for (guint i = 0; i < dyzur_json_get_length (fees); i++)
    {
      const DyzurJson *line = dyzur_json_get_element (fees, i);
      DyzurOrderFee *fee = dyzur_order_record_add_fee (order);

      fee->name = dup_name (line, "name");
      fee->total_minor = gross (line, "total", "total_tax", order->currency);
    }
}

static void
read_items (DyzurOrderRecord *order,
            const DyzurJson  *json)
{
  const DyzurJson *lines = dyzur_json_peek (json, "line_items");

  for (guint i = 0; i < dyzur_json_get_length (lines); i++)
    {
      const DyzurJson *line = dyzur_json_get_element (lines, i);
      DyzurOrderItem *item = dyzur_order_record_add_item (order);

      item->id = dyzur_json_dup_text (line, "id");
      item->name = dup_name (line, "name");
      item->sku = dup_trimmed (line, "sku");
      item->quantity_milli = quantity_milli (line);
      item->total_minor = gross (line, "total", "total_tax", order->currency);
      item->unit_minor = unit_price (item->total_minor, item->quantity_milli);
    }
}

static void
read_refund_totals (DyzurOrderRecord *order,
                    const DyzurJson  *json)
{
  const DyzurJson *refunds = dyzur_json_peek (json, "refunds");

  for (guint i = 0; i < dyzur_json_get_length (refunds); i++)
    {
      const DyzurJson *line = dyzur_json_get_element (refunds, i);
      DyzurRefund *refund = dyzur_order_record_add_refund (order);

      refund->id = dyzur_json_dup_text (line, "id");
      refund->amount_minor = ABS (amount (line, "total", order->currency));
      refund->reason = dup_name (line, "reason");
      refund->state = DYZUR_REFUND_DONE;
      order->refunded_minor = plus (order->refunded_minor, refund->amount_minor);
    }
}

/* After the amounts, the refunds and the times. */
static void
read_payment (DyzurOrderRecord *order,
              const DyzurJson  *json)
{
  order->payment_method = dup_trimmed (json, "payment_method");
  order->payment_label = dup_name (json, "payment_method_title");
  order->paid_minor = order->paid_at != 0 ? order->total_minor : 0;
  if (order->refunded_minor > 0)
    order->payment_state = order->refunded_minor >= order->total_minor ? DYZUR_PAYMENT_REFUNDED
                                                                       : DYZUR_PAYMENT_PARTIALLY_REFUNDED;
  else if (order->paid_at != 0)
    order->payment_state = DYZUR_PAYMENT_PAID;
  else if (g_strcmp0 (order->payment_method, "cod") == 0)
    order->payment_state = DYZUR_PAYMENT_COD;
  else
    order->payment_state = DYZUR_PAYMENT_UNPAID;
}

static char *
join (char       *first,
      char       *second,
      const char *separator)
{
  g_autofree char *a = first, *b = second;

  if (a == NULL || b == NULL)
    return a != NULL ? g_steal_pointer (&a) : g_steal_pointer (&b);
  return g_strconcat (a, separator, b, NULL);
}

static void
read_address (DyzurAddress    *address,
              const DyzurJson *json)
{
  address->name = join (dup_trimmed (json, "first_name"), dup_trimmed (json, "last_name"), " ");
  address->company = dup_trimmed (json, "company");
  address->street = join (dup_trimmed (json, "address_1"), dup_trimmed (json, "address_2"), ", ");
  address->postcode = dup_trimmed (json, "postcode");
  address->city = dup_trimmed (json, "city");
  address->country = dup_trimmed (json, "country");
  address->phone = dup_trimmed (json, "phone");
}

static void
read_buyer (DyzurOrderRecord *order,
            const DyzurJson  *json)
{
  const DyzurJson *billing = dyzur_json_peek (json, "billing");
  g_autofree char *customer = dyzur_json_dup_text (json, "customer_id");

  order->buyer_guest = customer == NULL || g_str_equal (customer, "0");
  order->buyer_ref = order->buyer_guest ? NULL : g_steal_pointer (&customer);
  order->buyer_email = dup_trimmed (billing, "email");
  order->buyer_phone = dup_trimmed (billing, "phone");
  order->buyer_first_name = dup_trimmed (billing, "first_name");
  order->buyer_last_name = dup_trimmed (billing, "last_name");
  order->buyer_company = dup_trimmed (billing, "company");
  for (guint i = 0; i < G_N_ELEMENTS (tax_id_keys) && order->buyer_tax_id == NULL; i++)
    order->buyer_tax_id = dup_trimmed (_dyzur_woocommerce_find_meta (json, tax_id_keys[i]), NULL);
  read_address (&order->bill_to, billing);
  read_address (&order->ship_to, dyzur_json_peek (json, "shipping"));
}

static void
read_delivery (DyzurOrderRecord *order,
               const DyzurJson  *json)
{
  const DyzurJson *lines = dyzur_json_peek (json, "shipping_lines");

  if (dyzur_json_get_length (lines) > 0)
    {
      const DyzurJson *line = dyzur_json_get_element (lines, 0);

      order->delivery_label = dup_name (line, "method_title");
      order->delivery_carrier = dyzur_carrier_from_label (order->delivery_label);
      if (order->delivery_carrier == DYZUR_CARRIER_UNKNOWN)
        order->delivery_carrier = dyzur_carrier_from_label (dyzur_json_peek_text (line, "method_id"));
    }
  _dyzur_woocommerce_read_point (order, json);
  _dyzur_woocommerce_read_parcels (order, json);
}

static void
read_customer_note (DyzurOrderRecord *order,
                    const DyzurJson  *json)
{
  g_autofree char *html = dup_trimmed (json, "customer_note");
  DyzurOrderNote *note;

  order->notes = dyzur_order_notes_new ();
  if (html == NULL)
    return;
  note = dyzur_order_record_add_note (order);
  note->id = g_strdup ("customer_note");
  note->author = DYZUR_NOTE_BUYER;
  note->is_public = TRUE;
  note->text = plain_text (html);
}

static void
read_times (DyzurOrderRecord             *order,
            const DyzurJson              *json,
            const DyzurWoocommerceReader *reader)
{
  order->created_at = read_time (json, "date_created", reader);
  order->updated_at = read_time (json, "date_modified", reader);
  order->paid_at = read_time (json, "date_paid", reader);
  order->completed_at = read_time (json, "date_completed", reader);
}

/*
 * Reads one order as the shop gives it, alone or in a list. Unknown members are passed over, whatever is secret in them
 * (order_key, payment_url, IP address) with them.
 *
 * @error: %DYZUR_REMOTE_ERROR_SHAPE when number, currency or total are missing
 *
 * Returns: (transfer full) (nullable)
 */
DyzurOrderRecord *
_dyzur_woocommerce_read_order (const DyzurJson               *json,
                               const DyzurWoocommerceReader  *reader,
                               GError                       **error)
{
  g_autoptr(DyzurOrderRecord) order = dyzur_order_record_new ();

  if (!read_head (order, json, error))
    return NULL;
  order->source = g_strdup ("woocommerce");
  order->connection = g_strdup (reader->connection);
  if (reader->address != NULL)
    order->admin_url = g_strdup_printf ("%s/wp-admin/post.php?post=%s&action=edit", reader->address, order->id);
  read_status (order, json, reader);
  read_times (order, json, reader);
  read_amounts (order, json);
  read_items (order, json);
  read_refund_totals (order, json);
  read_payment (order, json);
  read_buyer (order, json);
  read_delivery (order, json);
  read_customer_note (order, json);
  return g_steal_pointer (&order);
}

/* What the shop itself wrote bears its own name, in any language the word of the code. */
static DyzurNoteAuthor
note_author (const DyzurJson *json,
             gboolean         is_public)
{
  const char *author = dyzur_json_peek_text (json, "author");

  if (!is_public && (author == NULL || g_ascii_strcasecmp (author, "WooCommerce") == 0 ||
                     g_ascii_strcasecmp (author, "system") == 0))
    return DYZUR_NOTE_SYSTEM;
  return DYZUR_NOTE_STAFF;
}

/*
 * Adds the notes of the answer to /orders/<id>/notes, newest first as they come. A note to the buyer may name the
 * parcel when nothing else does.
 */
void
_dyzur_woocommerce_read_notes (DyzurOrderRecord             *order,
                               const DyzurJson              *json,
                               const DyzurWoocommerceReader *reader)
{
  gboolean scan = order->shipments->len == 0;

  for (guint i = 0; i < dyzur_json_get_length (json); i++)
    {
      const DyzurJson *line = dyzur_json_get_element (json, i);
      g_autofree char *html = dup_trimmed (line, "note");
      DyzurOrderNote *note;

      if (html == NULL)
        continue;
      note = dyzur_order_record_add_note (order);
      note->id = dyzur_json_dup_text (line, "id");
      note->created_at = read_time (line, "date_created", reader);
      note->is_public = dyzur_json_to_flag (line, "customer_note", FALSE);
      note->author = note_author (line, note->is_public);
      note->text = plain_text (html);
      if (scan && note->is_public)
        _dyzur_woocommerce_scan_note (order, note->text);
    }
}

static DyzurRefund *
find_refund (DyzurOrderRecord *order,
             const char       *id)
{
  for (guint i = 0; i < order->refunds->len; i++)
    {
      DyzurRefund *refund = g_ptr_array_index (order->refunds, i);

      if (g_strcmp0 (refund->id, id) == 0)
        return refund;
    }
  return NULL;
}

static void
read_refunded_item (DyzurOrderRecord *order,
                    const DyzurJson  *line)
{
  g_autofree char *id = dyzur_json_dup_text (_dyzur_woocommerce_find_meta (line, "_refunded_item_id"), NULL);

  for (guint i = 0; i < order->items->len; i++)
    {
      DyzurOrderItem *item = g_ptr_array_index (order->items, i);

      if (id != NULL && g_strcmp0 (item->id, id) == 0)
        item->refunded_milli = plus (item->refunded_milli, ABS (quantity_milli (line)));
    }
}

/* Adds to the order's refunds what only the answer to /orders/<id>/refunds tells: when, and which items. */
void
_dyzur_woocommerce_read_refunds (DyzurOrderRecord             *order,
                                 const DyzurJson              *json,
                                 const DyzurWoocommerceReader *reader)
{
  for (guint i = 0; i < dyzur_json_get_length (json); i++)
    {
      const DyzurJson *line = dyzur_json_get_element (json, i);
      const DyzurJson *items = dyzur_json_peek (line, "line_items");
      g_autofree char *id = dyzur_json_dup_text (line, "id");
      DyzurRefund *refund = find_refund (order, id);

      if (refund == NULL)
        continue;
      refund->created_at = read_time (line, "date_created", reader);
      for (guint j = 0; j < dyzur_json_get_length (items); j++)
        read_refunded_item (order, dyzur_json_get_element (items, j));
    }
}
