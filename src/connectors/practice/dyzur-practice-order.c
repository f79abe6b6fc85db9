/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An order as the shop's file tells it, with what follows from catalogue, price lists and the customer's address. */

#include "config.h"

#include "dyzur-practice-shop-private.h"

#include <string.h>

#include "dyzur-carrier.h"
#include "dyzur-clock.h"
#include "dyzur-money.h"
#include "dyzur-practice-time-private.h"

#define CURRENCY "PLN"
#define PANEL "https://bobrowisko.example/panel/zamowienia/"

/* What InPost writes to people; the others are told in the same words. */
static const struct
{
  DyzurShipmentStatus  status;
  const char          *text;
} texts[] = {
  { DYZUR_SHIPMENT_CREATED, "Przygotowana przez Nadawcę." },
  { DYZUR_SHIPMENT_HANDED_OVER, "Odebrana od Nadawcy." },
  { DYZUR_SHIPMENT_IN_TRANSIT, "Przyjęta w Sortowni." },
  { DYZUR_SHIPMENT_OUT_FOR_DELIVERY, "Przekazano do doręczenia." },
  { DYZUR_SHIPMENT_READY_FOR_PICKUP, "Czeka na odbiór w Paczkomacie." },
  { DYZUR_SHIPMENT_DELIVERED, "Dostarczona." },
  { DYZUR_SHIPMENT_RETURNED, "Zwrot do nadawcy." },
};

static const struct
{
  DyzurOrderStatus  status;
  const char       *label;
} labels[] = {
  { DYZUR_ORDER_AWAITING_PAYMENT, "Oczekuje na płatność" }, { DYZUR_ORDER_ON_HOLD, "Wstrzymane" },
  { DYZUR_ORDER_PAID, "Opłacone" },                         { DYZUR_ORDER_PROCESSING, "Pakowane" },
  { DYZUR_ORDER_SHIPPED, "Wysłane" },                       { DYZUR_ORDER_READY_FOR_PICKUP, "Gotowe do odbioru" },
  { DYZUR_ORDER_DELIVERED, "Doręczone" },                   { DYZUR_ORDER_COMPLETED, "Zakończone" },
  { DYZUR_ORDER_CANCELLED, "Anulowane" },                   { DYZUR_ORDER_REFUNDED, "Zwrócone" },
  { DYZUR_ORDER_FAILED, "Błąd płatności" },
};

typedef struct
{
  const DyzurPracticeData *data;
  const DyzurJson         *node;
  DyzurOrderRecord        *order;
  gint64                   now;
} Reader;

static gint64
to_money (const char *decimal)
{
  gint64 minor = 0;

  if (decimal != NULL)
    dyzur_money_parse (decimal, CURRENCY, &minor);
  return minor;
}

static const char *
text_at (const DyzurJson *list,
         guint            index)
{
  return index < dyzur_json_get_length (list) ? dyzur_json_peek_text (dyzur_json_get_element (list, index), NULL)
                                              : NULL;
}

static gint64
number_at (const DyzurJson *list,
           guint            index)
{
  return index < dyzur_json_get_length (list) ? dyzur_json_to_integer (dyzur_json_get_element (list, index), NULL, 0)
                                              : 0;
}

static gint64
time_at (const Reader    *self,
         const DyzurJson *list,
         guint            index)
{
  return _dyzur_practice_time_resolve (text_at (list, index), self->data->start_at);
}

static gint64
time_of (const Reader    *self,
         const DyzurJson *node,
         const char      *member)
{
  const char *text = dyzur_json_peek_text (node, member);

  return text != NULL ? _dyzur_practice_time_resolve (text, self->data->start_at) : 0;
}

static char *
dup_filled (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/* [catalogue number, variant, how many, how many came back] */
static gint64
read_item (Reader          *self,
           const DyzurJson *entry,
           guint            n)
{
  const DyzurJson *product = dyzur_json_peek (self->data->products, text_at (entry, 0));
  gint64 quantity = number_at (entry, 2);
  DyzurOrderItem *item;

  if (quantity == 0)
    quantity = 1;
  item = dyzur_order_record_add_item (self->order);
  item->id = g_strdup_printf ("%u", n + 1);
  item->sku = g_strdup (text_at (entry, 0));
  item->name = dyzur_json_dup_text (product, "name");
  item->variant = dup_filled (text_at (entry, 1));
  item->quantity_milli = quantity * 1000;
  item->unit_minor = to_money (dyzur_json_peek_text (product, "price"));
  item->total_minor = item->unit_minor * quantity;
  item->refunded_milli = number_at (entry, 3) * 1000;
  return item->total_minor;
}

static gint64
read_items (Reader *self)
{
  const DyzurJson *items = dyzur_json_peek (self->node, "items");
  gint64 sum = 0;

  for (guint i = 0; i < dyzur_json_get_length (items); i++)
    sum += read_item (self, dyzur_json_get_element (items, i), i);
  return sum;
}

static gint64
add_fee (Reader     *self,
         const char *name,
         const char *price)
{
  DyzurOrderFee *fee = dyzur_order_record_add_fee (self->order);

  fee->name = g_strdup (name);
  fee->total_minor = to_money (price);
  return fee->total_minor;
}

static gint64
read_fees (Reader *self)
{
  const DyzurJson *fees = dyzur_json_peek (self->node, "fees");
  gint64 sum = 0;

  for (guint i = 0; fees != NULL && i < dyzur_json_get_length (fees); i++)
    sum += add_fee (self, text_at (dyzur_json_get_element (fees, i), 0),
                    text_at (dyzur_json_get_element (fees, i), 1));
  if (g_strcmp0 (self->order->payment_method, "cod") == 0)
    sum += add_fee (self, "Opłata za pobranie", dyzur_json_peek_text (self->data->shop, "cod_fee"));
  return sum;
}

static void
read_delivery (Reader *self,
               gint64  worth)
{
  const char *id = dyzur_json_peek_text (self->node, "delivery");
  const DyzurJson *delivery = dyzur_json_peek (dyzur_json_peek (self->data->shop, "deliveries"), id);
  const DyzurJson *point = dyzur_json_peek (self->node, "point");
  const char *stated = dyzur_json_peek_text (self->node, "shipping");
  const char *free_from = dyzur_json_peek_text (delivery, "free_from");

  self->order->delivery_label = dyzur_json_dup_text (delivery, "name");
  self->order->delivery_carrier = dyzur_carrier_from_string (dyzur_json_peek_text (delivery, "carrier"));
  if (stated != NULL || free_from == NULL || worth < to_money (free_from))
    self->order->shipping_minor = to_money (stated != NULL ? stated : dyzur_json_peek_text (delivery, "price"));
  if (point == NULL)
    return;
  self->order->point_id = g_strdup (text_at (point, 0));
  self->order->point_address = g_strdup (text_at (point, 1));
}

static void
read_sums (Reader *self)
{
  DyzurOrderRecord *order = self->order;
  const DyzurJson *discount = dyzur_json_peek (self->node, "discount");
  gint64 worth = read_items (self);

  if (discount != NULL)
    order->discount_minor = to_money (text_at (discount, 1));
  read_delivery (self, worth - order->discount_minor);
  order->total_minor = worth - order->discount_minor + order->shipping_minor + read_fees (self);
  /* 23 % VAT is inside every price */
  order->tax_minor = (order->total_minor * 23 + 61) / 123;
}

static void
read_refunds (Reader *self)
{
  const DyzurJson *refunds = dyzur_json_peek (self->node, "refunds");

  for (guint i = 0; refunds != NULL && i < dyzur_json_get_length (refunds); i++)
    {
      const DyzurJson *entry = dyzur_json_get_element (refunds, i);
      DyzurRefund *refund = dyzur_order_record_add_refund (self->order);

      refund->id = g_strdup_printf ("%s-%u", self->order->id, i + 1);
      refund->created_at = time_at (self, entry, 0);
      refund->amount_minor = to_money (text_at (entry, 1));
      refund->reason = dup_filled (text_at (entry, 2));
      refund->state = DYZUR_REFUND_DONE;
      self->order->refunded_minor += refund->amount_minor;
    }
}

static DyzurPaymentState
usual_payment (const Reader *self)
{
  const DyzurOrderRecord *order = self->order;

  if (order->refunded_minor > 0)
    return order->refunded_minor >= order->total_minor ? DYZUR_PAYMENT_REFUNDED : DYZUR_PAYMENT_PARTIALLY_REFUNDED;
  if (order->status == DYZUR_ORDER_AWAITING_PAYMENT || order->status == DYZUR_ORDER_FAILED)
    return DYZUR_PAYMENT_UNPAID;
  if (g_strcmp0 (order->payment_method, "cod") == 0 && order->status != DYZUR_ORDER_DELIVERED &&
      order->status != DYZUR_ORDER_COMPLETED)
    return DYZUR_PAYMENT_COD;
  return DYZUR_PAYMENT_PAID;
}

static void
read_payment (Reader *self)
{
  DyzurOrderRecord *order = self->order;
  const char *stated = dyzur_json_peek_text (self->node, "payment");
  const char *paid = dyzur_json_peek_text (self->node, "paid");

  order->payment_state = stated != NULL ? dyzur_payment_state_from_string (stated) : usual_payment (self);
  if (order->payment_state == DYZUR_PAYMENT_UNPAID || order->payment_state == DYZUR_PAYMENT_COD)
    return;
  order->paid_minor = paid != NULL ? to_money (paid) : order->total_minor;
  order->paid_at = order->created_at + DYZUR_MINUTE;
}

static void
read_buyer (Reader *self)
{
  DyzurOrderRecord *order = self->order;
  const char *contact_id = dyzur_json_peek_text (self->node, "contact");
  const DyzurContactRecord *contact = _dyzur_practice_data_get_contact (self->data, contact_id);
  const char *blank = strchr (contact->name, ' ');
  gboolean on_allegro = g_strcmp0 (order->source, "allegro") == 0;

  order->buyer_ref = g_strdup (contact_id);
  order->buyer_email = g_strdup (on_allegro ? NULL : dyzur_contact_record_get_point (contact, DYZUR_POINT_EMAIL));
  order->buyer_phone = g_strdup (dyzur_contact_record_get_point (contact, DYZUR_POINT_PHONE));
  order->buyer_login = g_strdup (on_allegro ? dyzur_contact_record_get_point (contact, DYZUR_POINT_LOGIN) : NULL);
  order->buyer_first_name = g_strndup (contact->name, blank - contact->name);
  order->buyer_last_name = g_strdup (blank + 1);
  order->buyer_tax_id = dyzur_json_dup_text (self->node, "tax_id");
  if (dyzur_json_to_flag (self->node, "company", FALSE))
    order->buyer_company = g_strdup (contact->company);
  order->buyer_guest = on_allegro ? FALSE : contact->note == NULL;
}

static void
read_address (Reader       *self,
              DyzurAddress *address)
{
  const DyzurJson *contact = dyzur_json_peek (self->data->contacts, dyzur_json_peek_text (self->node, "contact"));
  const char *country = dyzur_json_peek_text (contact, "country");

  address->name = dyzur_json_dup_text (contact, "name");
  address->company = g_strdup (self->order->buyer_company);
  address->street = dyzur_json_dup_text (contact, "street");
  address->postcode = dyzur_json_dup_text (contact, "postcode");
  address->city = dyzur_json_dup_text (contact, "city");
  address->country = g_strdup (country != NULL ? country : "PL");
  address->phone = dyzur_json_dup_text (contact, "phone");
}

static const char *
usual_text (DyzurShipmentStatus status)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].status == status)
      return texts[i].text;
  return NULL;
}

/* [when, status, place, in the carrier's words] */
static void
read_tracking (Reader          *self,
               DyzurShipment   *shipment,
               const DyzurJson *events)
{
  for (guint i = 0; i < dyzur_json_get_length (events); i++)
    {
      const DyzurJson *entry = dyzur_json_get_element (events, i);
      DyzurTrackingEvent *event = dyzur_shipment_add_event (shipment);

      event->at = time_at (self, entry, 0);
      event->status = dyzur_shipment_status_from_string (text_at (entry, 1));
      event->place = dup_filled (text_at (entry, 2));
      event->text = g_strdup (text_at (entry, 3) != NULL ? text_at (entry, 3) : usual_text (event->status));
      shipment->status = event->status;
      shipment->status_at = event->at;
      g_free (shipment->raw_text);
      shipment->raw_text = g_strdup (event->text);
    }
}

static void
read_shipments (Reader *self)
{
  const DyzurJson *parcels = dyzur_json_peek (self->node, "parcels");

  for (guint i = 0; parcels != NULL && i < dyzur_json_get_length (parcels); i++)
    {
      const DyzurJson *parcel = dyzur_json_get_element (parcels, i);
      DyzurShipment *shipment = dyzur_order_record_add_shipment (self->order);

      shipment->tracking_number = dyzur_json_dup_text (parcel, "number");
      shipment->id = g_strdup (shipment->tracking_number);
      shipment->is_return = dyzur_json_to_flag (parcel, "return", FALSE);
      shipment->carrier = self->order->delivery_carrier;
      shipment->carrier_label = g_strdup (dyzur_carrier_get_name (shipment->carrier));
      shipment->tracking_url = dyzur_carrier_dup_tracking_url (shipment->carrier, shipment->tracking_number);
      shipment->source = g_strdup (dyzur_carrier_to_string (shipment->carrier));
      shipment->fetched_at = self->now;
      read_tracking (self, shipment, dyzur_json_peek (parcel, "events"));
      if (shipment->status == DYZUR_SHIPMENT_EXCEPTION || shipment->status == DYZUR_SHIPMENT_RETURNED)
        shipment->sub = dyzur_json_dup_text (parcel, "sub");
    }
}

static void
read_returns (Reader *self)
{
  const DyzurJson *returns = dyzur_json_peek (self->node, "returns");

  dyzur_order_record_add_return (self->order);
  g_ptr_array_set_size (self->order->returns, 0);   /* none, not unknown */
  for (guint i = 0; returns != NULL && i < dyzur_json_get_length (returns); i++)
    {
      const DyzurJson *entry = dyzur_json_get_element (returns, i);
      DyzurReturn *back = dyzur_order_record_add_return (self->order);

      back->number = dyzur_json_dup_text (entry, "number");
      back->id = g_strdup (back->number);
      back->status = dyzur_return_status_from_string (dyzur_json_peek_text (entry, "status"));
      back->status_raw = dyzur_json_dup_text (entry, "status");
      back->created_at = time_of (self, entry, "at");
      back->updated_at = time_of (self, entry, "updated");
      back->reason = dyzur_json_dup_text (entry, "reason");
      back->amount_minor = to_money (dyzur_json_peek_text (entry, "amount"));
    }
}

/* [when, who, words] */
static void
read_notes (Reader *self)
{
  const DyzurJson *notes = dyzur_json_peek (self->node, "notes");

  dyzur_order_record_add_note (self->order);
  g_ptr_array_set_size (self->order->notes, 0);
  for (guint i = 0; notes != NULL && i < dyzur_json_get_length (notes); i++)
    {
      const DyzurJson *entry = dyzur_json_get_element (notes, i);
      DyzurOrderNote *note = dyzur_order_record_add_note (self->order);

      note->id = g_strdup_printf ("%s-%u", self->order->id, i + 1);
      note->created_at = time_at (self, entry, 0);
      note->author = dyzur_note_author_from_string (text_at (entry, 1));
      note->is_public = note->author == DYZUR_NOTE_BUYER;
      note->text = g_strdup (text_at (entry, 2));
    }
}

static void
read_status (Reader *self)
{
  DyzurOrderRecord *order = self->order;

  order->status_code = dyzur_json_dup_text (self->node, "status");
  order->status = dyzur_order_status_from_string (order->status_code);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (labels[i].status == order->status)
      order->status_label = g_strdup (labels[i].label);
}

static void
read_head (Reader *self)
{
  DyzurOrderRecord *order = self->order;
  const char *id = dyzur_json_peek_text (self->node, "id");
  const char *dash;

  order->number = dyzur_json_dup_text (self->node, "number");
  dash = strchr (order->number, '-');
  order->id = g_strdup (id != NULL ? id : dash + 1);
  order->source = g_strdup (id != NULL ? "allegro" : "practice");
  order->admin_url = g_strconcat (PANEL, order->id, NULL);
  order->currency = g_strdup (CURRENCY);
  order->created_at = time_of (self, self->node, "at");
  order->payment_method = dyzur_json_dup_text (self->node, "pay");
  order->payment_label = dyzur_json_dup_text (dyzur_json_peek (self->data->shop, "payments"), order->payment_method);
  order->fetched_at = self->now;
}

/* The last thing that is known to have happened */
static void
set_updated (Reader *self)
{
  DyzurOrderRecord *order = self->order;

  order->updated_at = MAX (order->created_at, order->paid_at);
  for (guint i = 0; i < order->shipments->len; i++)
    {
      const DyzurShipment *shipment = g_ptr_array_index (order->shipments, i);

      order->updated_at = MAX (order->updated_at, shipment->status_at);
      if (!shipment->is_return && shipment->status == DYZUR_SHIPMENT_DELIVERED)
        order->completed_at = shipment->status_at;
    }
}

/**
 * _dyzur_practice_read_order:
 * @now: ms UTC: the age of what is told
 *
 * Returns: (transfer full)
 */
DyzurOrderRecord *
_dyzur_practice_read_order (const DyzurPracticeData *data,
                            const DyzurJson         *node,
                            gint64                   now)
{
  Reader self = { .data = data, .node = node, .order = dyzur_order_record_new (), .now = now };

  read_head (&self);
  read_status (&self);
  read_buyer (&self);
  read_address (&self, &self.order->ship_to);
  read_address (&self, &self.order->bill_to);
  read_sums (&self);
  read_refunds (&self);
  read_payment (&self);
  read_shipments (&self);
  read_returns (&self);
  read_notes (&self);
  set_updated (&self);
  return self.order;
}
