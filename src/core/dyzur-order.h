/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/*
 * Orders as every shop's adapter must give them: money in minor units and ISO 4217, quantities in thousandths, times in
 * ms UTC with 0 = unknown, empty text = absent (NULL). Platform payloads are not stored, only this model.
 */

typedef enum
{
  DYZUR_ORDER_UNKNOWN,
  DYZUR_ORDER_AWAITING_PAYMENT,
  DYZUR_ORDER_ON_HOLD,
  DYZUR_ORDER_PAID,
  DYZUR_ORDER_PROCESSING,
  DYZUR_ORDER_SHIPPED,
  DYZUR_ORDER_READY_FOR_PICKUP,
  DYZUR_ORDER_DELIVERED,
  DYZUR_ORDER_COMPLETED,
  DYZUR_ORDER_CANCELLED,
  DYZUR_ORDER_REFUNDED,
  DYZUR_ORDER_FAILED,
} DyzurOrderStatus;

typedef enum
{
  DYZUR_PAYMENT_UNKNOWN,
  DYZUR_PAYMENT_UNPAID,
  DYZUR_PAYMENT_PARTIAL,
  DYZUR_PAYMENT_PAID,
  DYZUR_PAYMENT_COD,
  DYZUR_PAYMENT_REFUNDED,
  DYZUR_PAYMENT_PARTIALLY_REFUNDED,
} DyzurPaymentState;

typedef enum
{
  DYZUR_CARRIER_UNKNOWN,
  DYZUR_CARRIER_INPOST,
  DYZUR_CARRIER_DPD,
  DYZUR_CARRIER_DHL,
  DYZUR_CARRIER_ORLEN,
  DYZUR_CARRIER_POCZTA_POLSKA,
  DYZUR_CARRIER_GLS,
  DYZUR_CARRIER_UPS,
  DYZUR_CARRIER_FEDEX,
  DYZUR_CARRIER_ALLEGRO,
  DYZUR_CARRIER_PICKUP,
  DYZUR_CARRIER_OTHER,
} DyzurCarrier;

typedef enum
{
  DYZUR_SHIPMENT_UNKNOWN,
  DYZUR_SHIPMENT_CREATED,
  DYZUR_SHIPMENT_HANDED_OVER,
  DYZUR_SHIPMENT_IN_TRANSIT,
  DYZUR_SHIPMENT_OUT_FOR_DELIVERY,
  DYZUR_SHIPMENT_READY_FOR_PICKUP,
  DYZUR_SHIPMENT_DELIVERED,
  DYZUR_SHIPMENT_RETURNED,
  DYZUR_SHIPMENT_EXCEPTION,
} DyzurShipmentStatus;

typedef enum
{
  DYZUR_RETURN_UNKNOWN,
  DYZUR_RETURN_REQUESTED,
  DYZUR_RETURN_SENT_BACK,
  DYZUR_RETURN_RECEIVED,
  DYZUR_RETURN_IN_REVIEW,
  DYZUR_RETURN_ACCEPTED,
  DYZUR_RETURN_REJECTED,
  DYZUR_RETURN_REFUNDED,
  DYZUR_RETURN_CANCELLED,
} DyzurReturnStatus;

typedef enum
{
  DYZUR_REFUND_UNKNOWN,
  DYZUR_REFUND_DONE,
  DYZUR_REFUND_PENDING,
  DYZUR_REFUND_FAILED,
} DyzurRefundState;

typedef enum
{
  DYZUR_NOTE_SYSTEM,
  DYZUR_NOTE_STAFF,
  DYZUR_NOTE_BUYER,
} DyzurNoteAuthor;

typedef struct
{
  char *name, *company, *street, *postcode, *city, *country, *phone;
} DyzurAddress;

typedef struct
{
  char   *id, *name, *variant, *sku, *ean;
  gint64  quantity_milli;
  gint64  unit_minor;       /* for display; total_minor is authoritative */
  gint64  total_minor;
  gint64  refunded_milli;
} DyzurOrderItem;

typedef struct
{
  char   *name;
  gint64  total_minor;
} DyzurOrderFee;

typedef struct
{
  gint64               at;
  DyzurShipmentStatus  status;
  char                *sub, *raw_code, *text, *place;
} DyzurTrackingEvent;

typedef struct
{
  char                *id;
  gboolean             is_return;
  DyzurCarrier         carrier;
  char                *carrier_label;
  char                *tracking_number;
  char                *tracking_url;
  DyzurShipmentStatus  status;
  char                *sub;              /* reason behind EXCEPTION and RETURNED */
  gint64               status_at;
  char                *raw_code, *raw_text;
  GPtrArray           *events;           /* (element-type DyzurTrackingEvent): newest last */
  char                *source;           /* (nullable): who told: the shop, a carrier */
  gint64               fetched_at;
} DyzurShipment;

typedef struct
{
  char             *id;
  gint64            created_at;
  gint64            amount_minor;        /* positive */
  char             *reason;
  DyzurRefundState  state;
} DyzurRefund;

typedef struct
{
  char              *id, *number;
  DyzurReturnStatus  status;
  char              *status_raw;
  gint64             created_at, updated_at;
  char              *reason;
  gint64             amount_minor;
} DyzurReturn;

typedef struct
{
  char            *id;
  gint64           created_at;
  DyzurNoteAuthor  author;
  gboolean         is_public;            /* FALSE never leaves the console */
  char            *text;
} DyzurOrderNote;

/**
 * DyzurOrderRecord:
 * @connection: id of the account that has it
 * @id: for calls; @number: shown to people; @alt_numbers: (nullable): others the buyer may quote
 * @admin_url: (nullable): the seller's panel, never a payment or order-key link
 * @notes: (nullable) (element-type DyzurOrderNote): %NULL = the platform cannot tell, empty = none; likewise @returns
 * @partial: a list answer without details: load the whole order before showing it
 * @weak: found by its number alone (set by the store, which knows the contact; not part of the stored form): to be
 *   shown to the agent, but nothing of it is told to the customer before a second fact agrees
 *
 * An order with everything under it. A value: copy it.
 */
typedef struct
{
  char              *source;
  char              *connection;
  char              *id;
  char              *number;
  GStrv              alt_numbers;
  char              *admin_url;
  gint64             created_at, updated_at, paid_at, completed_at;

  DyzurOrderStatus   status;
  char              *status_code;
  char              *status_label;

  DyzurPaymentState  payment_state;
  char              *payment_method;
  char              *payment_label;
  gint64             paid_minor;

  char              *currency;
  gint64             total_minor, shipping_minor, discount_minor, tax_minor, refunded_minor;

  char              *buyer_ref, *buyer_email, *buyer_phone, *buyer_first_name, *buyer_last_name;
  char              *buyer_company, *buyer_tax_id, *buyer_login;
  gboolean           buyer_guest;

  DyzurAddress       ship_to, bill_to;

  char              *delivery_label;
  DyzurCarrier       delivery_carrier;
  char              *point_id, *point_name, *point_address;

  GPtrArray         *items;       /* (element-type DyzurOrderItem) */
  GPtrArray         *fees;        /* (element-type DyzurOrderFee) */
  GPtrArray         *shipments;   /* (element-type DyzurShipment) */
  GPtrArray         *refunds;     /* (element-type DyzurRefund) */
  GPtrArray         *returns;     /* (nullable) (element-type DyzurReturn) */
  GPtrArray         *notes;       /* (nullable) (element-type DyzurOrderNote) */
  gboolean           partial;
  gboolean           weak;
  gint64             fetched_at;  /* ms UTC: the honest age */
} DyzurOrderRecord;

DyzurOrderRecord    *dyzur_order_record_new             (void);
DyzurOrderRecord    *dyzur_order_record_copy            (const DyzurOrderRecord *self);
void                 dyzur_order_record_free            (DyzurOrderRecord       *self);
DyzurOrderItem      *dyzur_order_record_add_item        (DyzurOrderRecord       *self);
DyzurOrderFee       *dyzur_order_record_add_fee         (DyzurOrderRecord       *self);
DyzurShipment       *dyzur_order_record_add_shipment    (DyzurOrderRecord       *self);
DyzurRefund         *dyzur_order_record_add_refund      (DyzurOrderRecord       *self);
DyzurReturn         *dyzur_order_record_add_return      (DyzurOrderRecord       *self);
DyzurOrderNote      *dyzur_order_record_add_note        (DyzurOrderRecord       *self);
DyzurTrackingEvent  *dyzur_shipment_add_event           (DyzurShipment          *shipment);
GVariant            *dyzur_order_record_to_variant      (const DyzurOrderRecord *self);
DyzurOrderRecord    *dyzur_order_record_from_variant    (GVariant               *variant);
GPtrArray           *dyzur_order_records_new            (void);
GPtrArray           *dyzur_order_notes_new              (void);

const char          *dyzur_order_status_to_string       (DyzurOrderStatus        value);
DyzurOrderStatus     dyzur_order_status_from_string     (const char             *string);
const char          *dyzur_payment_state_to_string      (DyzurPaymentState       value);
DyzurPaymentState    dyzur_payment_state_from_string    (const char             *string);
const char          *dyzur_carrier_to_string            (DyzurCarrier            value);
DyzurCarrier         dyzur_carrier_from_string          (const char             *string);
const char          *dyzur_shipment_status_to_string    (DyzurShipmentStatus     value);
DyzurShipmentStatus  dyzur_shipment_status_from_string  (const char             *string);
const char          *dyzur_return_status_to_string      (DyzurReturnStatus       value);
DyzurReturnStatus    dyzur_return_status_from_string    (const char             *string);
const char          *dyzur_refund_state_to_string       (DyzurRefundState        value);
DyzurRefundState     dyzur_refund_state_from_string     (const char             *string);
const char          *dyzur_note_author_to_string        (DyzurNoteAuthor         value);
DyzurNoteAuthor      dyzur_note_author_from_string      (const char             *string);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurOrderRecord, dyzur_order_record_free)

#define DYZUR_TYPE_ORDER (dyzur_order_get_type ())

/* An order that something shows: the record with an identity; `record` (pointer) is notified. Main thread only. */
G_DECLARE_FINAL_TYPE (DyzurOrder, dyzur_order, DYZUR, ORDER, GObject)

DyzurOrder             *dyzur_order_new        (DyzurOrderRecord *record);
const DyzurOrderRecord *dyzur_order_get_record (DyzurOrder       *self);
void                    dyzur_order_update     (DyzurOrder       *self,
                                                DyzurOrderRecord *record);

G_END_DECLS
