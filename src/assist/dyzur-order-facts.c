/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-order-facts-private.h"

#include "dyzur-carrier.h"
#include "dyzur-money.h"

#define MAX_PARCELS 3
#define MAX_REFUNDS 3

typedef struct
{
  DyzurReply             *reply;
  const DyzurOrderRecord *order;
  const DyzurConceptSet  *asked;
} Telling;

static gboolean
asks (const Telling  *self,
      DyzurConceptId  concept)
{
  return self->asked->strength[concept] > 0;
}

/* "14.11.2026", in English "14 November 2026", by the clock on the wall here; %NULL for a time that is not known. */
static char *
dup_date (const Telling *self,
          gint64         at)
{
  static const char * const months[] = {
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December"
  };
  g_autoptr(GDateTime) time = at > 0 ? g_date_time_new_from_unix_local (at / 1000) : NULL;

  if (time == NULL)
    return NULL;
  if (g_str_equal (self->reply->phrases->language, "en"))
    return g_strdup_printf ("%d %s %d", g_date_time_get_day_of_month (time), months[g_date_time_get_month (time) - 1],
                            g_date_time_get_year (time));
  return g_strdup_printf ("%02d.%02d.%04d", g_date_time_get_day_of_month (time), g_date_time_get_month (time),
                          g_date_time_get_year (time));
}

static char *
dup_amount (const Telling *self,
            gint64         minor)
{
  return minor > 0 ? dyzur_money_format (minor, self->order->currency) : NULL;
}

static gboolean
tell_status (Telling *self)
{
  const DyzurOrderRecord *order = self->order;
  g_autofree char *ordered = dup_date (self, order->created_at);

  return _dyzur_reply_say (self->reply, self->reply->phrases->status[order->status], "number", order->number,
                           "ordered", ordered, "label", order->status_label, NULL);
}

static const char *
carrier_name (const DyzurShipment *shipment)
{
  const char *name = dyzur_carrier_get_name (shipment->carrier);

  return shipment->carrier_label != NULL ? shipment->carrier_label : name != NULL && *name != '\0' ? name : NULL;
}

static void
tell_link (Telling             *self,
           const DyzurShipment *shipment)
{
  g_autofree char *link = g_strdup (shipment->tracking_url);

  if (shipment->status == DYZUR_SHIPMENT_DELIVERED || shipment->status == DYZUR_SHIPMENT_RETURNED)
    return;
  if (link == NULL && shipment->tracking_number != NULL)
    link = dyzur_carrier_dup_tracking_url (shipment->carrier, shipment->tracking_number);
  if (link == NULL)
    return;
  _dyzur_reply_new_line (self->reply);
  _dyzur_reply_say (self->reply, self->reply->phrases->link, "link", link, NULL);
  _dyzur_reply_new_line (self->reply);
}

static gboolean
tell_parcel (Telling             *self,
             const DyzurShipment *shipment)
{
  g_autofree char *at = dup_date (self, shipment->status_at);

  if (!_dyzur_reply_say (self->reply, self->reply->phrases->parcel[shipment->status],
                         "tracking", shipment->tracking_number, "carrier", carrier_name (shipment), "at", at, NULL))
    return FALSE;
  tell_link (self, shipment);
  return TRUE;
}

/* Newest last in the order; the ones on their way to the customer only. */
static gboolean
tell_parcels (Telling  *self,
              gboolean *waits)
{
  GPtrArray *shipments = self->order->shipments;
  guint told = 0;

  for (guint i = 0; shipments != NULL && i < shipments->len && told < MAX_PARCELS; i++)
    {
      const DyzurShipment *shipment = g_ptr_array_index (shipments, i);

      if (shipment->is_return)
        continue;
      told += tell_parcel (self, shipment) ? 1 : 0;
      *waits = *waits || shipment->status == DYZUR_SHIPMENT_READY_FOR_PICKUP;
    }
  return told > 0;
}

static void
tell_point (Telling  *self,
            gboolean  waits)
{
  const DyzurOrderRecord *order = self->order;
  const char *point = order->point_name != NULL ? order->point_name : order->point_id;

  if (waits || order->status == DYZUR_ORDER_READY_FOR_PICKUP || asks (self, DYZUR_CONCEPT_LOCKER) ||
      asks (self, DYZUR_CONCEPT_EXTEND))
    _dyzur_reply_say (self->reply, self->reply->phrases->point, "point", point, "address", order->point_address, NULL);
}

static gboolean
asks_for_payment (const Telling *self)
{
  static const DyzurConceptId concepts[] = {
    DYZUR_CONCEPT_UNPAID, DYZUR_CONCEPT_DOUBLE, DYZUR_CONCEPT_TRANSFER, DYZUR_CONCEPT_BLIK, DYZUR_CONCEPT_PAY_METHOD,
    DYZUR_CONCEPT_COD,
  };

  for (guint i = 0; i < G_N_ELEMENTS (concepts); i++)
    if (asks (self, concepts[i]))
      return TRUE;
  return self->order->status == DYZUR_ORDER_AWAITING_PAYMENT || self->order->status == DYZUR_ORDER_FAILED;
}

static gboolean
tell_payment (Telling *self)
{
  const DyzurOrderRecord *order = self->order;
  g_autofree char *amount = dup_amount (self, order->total_minor);
  g_autofree char *paid = dup_amount (self, order->paid_minor);
  g_autofree char *due = dup_amount (self, order->total_minor - order->paid_minor);
  g_autofree char *at = dup_date (self, order->paid_at);

  if (!asks_for_payment (self) || order->status == DYZUR_ORDER_CANCELLED || order->status == DYZUR_ORDER_REFUNDED)
    return FALSE;
  return _dyzur_reply_say (self->reply, self->reply->phrases->payment[order->payment_state], "amount", amount,
                           "paid", paid, "due", due, "at", at, NULL);
}

static gboolean
asks_for_money (const Telling *self)
{
  return asks (self, DYZUR_CONCEPT_REFUND) || asks (self, DYZUR_CONCEPT_RETURN) || asks (self, DYZUR_CONCEPT_CANCEL) ||
         asks (self, DYZUR_CONCEPT_DOUBLE) || self->order->status == DYZUR_ORDER_REFUNDED ||
         self->order->status == DYZUR_ORDER_CANCELLED;
}

static gboolean
tell_refunds (Telling *self)
{
  GPtrArray *refunds = self->order->refunds;
  guint told = 0;

  for (guint i = 0; refunds != NULL && i < refunds->len && told < MAX_REFUNDS; i++)
    {
      const DyzurRefund *refund = g_ptr_array_index (refunds, i);
      g_autofree char *amount = dup_amount (self, refund->amount_minor);
      g_autofree char *at = dup_date (self, refund->created_at);

      told += _dyzur_reply_say (self->reply, self->reply->phrases->refund[refund->state], "amount", amount, "at", at,
                                NULL) ? 1 : 0;
    }
  return told > 0;
}

static gboolean
tell_returns (Telling *self)
{
  GPtrArray *returns = self->order->returns;
  gboolean told = FALSE;

  for (guint i = 0; returns != NULL && i < MIN (returns->len, MAX_REFUNDS); i++)
    {
      const DyzurReturn *back = g_ptr_array_index (returns, i);

      told = _dyzur_reply_say (self->reply, self->reply->phrases->back[back->status], "return", back->number, NULL) ||
             told;
    }
  return told;
}

/*
 * _dyzur_order_facts_tell:
 * @asked: what the customer speaks of: decides which facts are worth telling beside the status
 *
 * Writes sentences of what the order says, each fact with its place in it. What it does not say is not written: an
 * order without parcels is not called unsent.
 */
DyzurTold
_dyzur_order_facts_tell (DyzurReply             *reply,
                         const DyzurOrderRecord *order,
                         const DyzurConceptSet  *asked)
{
  Telling self = { reply, order, asked };
  DyzurTold told = DYZUR_TOLD_NOTHING;
  gboolean waits = FALSE;

  reply->source = (DyzurSource) { DYZUR_CITATION_ORDER, order->id, order->number, NULL, order->fetched_at };
  if (tell_status (&self))
    told |= DYZUR_TOLD_STATUS;
  if (order->status != DYZUR_ORDER_CANCELLED && order->status != DYZUR_ORDER_REFUNDED && tell_parcels (&self, &waits))
    told |= DYZUR_TOLD_PARCEL;
  if (told != DYZUR_TOLD_NOTHING)
    tell_point (&self, waits);
  if (tell_payment (&self))
    told |= DYZUR_TOLD_PAYMENT;
  if (!asks_for_money (&self))
    return told;
  if (tell_returns (&self))
    told |= DYZUR_TOLD_RETURN;
  if (tell_refunds (&self))
    told |= DYZUR_TOLD_REFUND;
  return told;
}
