/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-order-private.h"

#include <string.h>

#include "dyzur-enums-private.h"

DYZUR_DEFINE_ENUM_STRINGS (DyzurOrderStatus, order_status,
                           "unknown", "awaiting_payment", "on_hold", "paid", "processing", "shipped",
                           "ready_for_pickup", "delivered", "completed", "cancelled", "refunded", "failed")
DYZUR_DEFINE_ENUM_STRINGS (DyzurPaymentState, payment_state,
                           "unknown", "unpaid", "partial", "paid", "cod", "refunded", "partially_refunded")
DYZUR_DEFINE_ENUM_STRINGS (DyzurCarrier, carrier,
                           "unknown", "inpost", "dpd", "dhl", "orlen", "poczta_polska", "gls", "ups", "fedex",
                           "allegro", "pickup", "other")
DYZUR_DEFINE_ENUM_STRINGS (DyzurShipmentStatus, shipment_status,
                           "unknown", "created", "handed_over", "in_transit", "out_for_delivery", "ready_for_pickup",
                           "delivered", "returned", "exception")
DYZUR_DEFINE_ENUM_STRINGS (DyzurReturnStatus, return_status,
                           "unknown", "requested", "sent_back", "received", "in_review", "accepted", "rejected",
                           "refunded", "cancelled")
DYZUR_DEFINE_ENUM_STRINGS (DyzurRefundState, refund_state, "unknown", "done", "pending", "failed")
DYZUR_DEFINE_ENUM_STRINGS (DyzurNoteAuthor, note_author, "system", "staff", "buyer")

static const char * const direction_names[] = { "outbound", "return" };

#define FIELD(Kind, name_, Struct, member)                                      \
  { .kind = DYZUR_FIELD_##Kind, .name = name_, .offset = G_STRUCT_OFFSET (Struct, member) }
#define CHOICE(Kind, name_, Struct, member, table)                             \
  { .kind = DYZUR_FIELD_##Kind, .name = name_, .offset = G_STRUCT_OFFSET (Struct, member), \
    .names = table, .n_names = G_N_ELEMENTS (table) }
#define GROUP(name_, offset_, fields)                                          \
  { .kind = DYZUR_FIELD_GROUP, .name = name_, .offset = offset_, .members = fields }
#define LIST(Kind, name_, Struct, member, Element, type)                       \
  { .kind = DYZUR_FIELD_##Kind, .name = name_, .offset = G_STRUCT_OFFSET (Struct, member), \
    .members = _dyzur_##type##_fields, .size = sizeof (Element), .destroy = _dyzur_##type##_destroy }
#define END { .kind = DYZUR_FIELD_END }

const DyzurField _dyzur_order_item_fields[] = {
  FIELD (TEXT, "id", DyzurOrderItem, id),
  FIELD (TEXT, "name", DyzurOrderItem, name),
  FIELD (TEXT, "variant", DyzurOrderItem, variant),
  FIELD (TEXT, "sku", DyzurOrderItem, sku),
  FIELD (TEXT, "ean", DyzurOrderItem, ean),
  FIELD (AMOUNT, "quantity_milli", DyzurOrderItem, quantity_milli),
  FIELD (AMOUNT, "unit_minor", DyzurOrderItem, unit_minor),
  FIELD (AMOUNT, "total_minor", DyzurOrderItem, total_minor),
  FIELD (NUMBER, "refunded_milli", DyzurOrderItem, refunded_milli),
  END
};

const DyzurField _dyzur_order_fee_fields[] = {
  FIELD (TEXT, "name", DyzurOrderFee, name),
  FIELD (AMOUNT, "total_minor", DyzurOrderFee, total_minor),
  END
};

const DyzurField _dyzur_tracking_event_fields[] = {
  FIELD (NUMBER, "at", DyzurTrackingEvent, at),
  CHOICE (CHOICE, "status", DyzurTrackingEvent, status, shipment_status_names),
  FIELD (TEXT, "sub", DyzurTrackingEvent, sub),
  FIELD (TEXT, "raw_code", DyzurTrackingEvent, raw_code),
  FIELD (TEXT, "text", DyzurTrackingEvent, text),
  FIELD (TEXT, "place", DyzurTrackingEvent, place),
  END
};

const DyzurField _dyzur_shipment_fields[] = {
  FIELD (TEXT, "id", DyzurShipment, id),
  CHOICE (CHOICE, "direction", DyzurShipment, is_return, direction_names),
  CHOICE (CHOICE, "carrier", DyzurShipment, carrier, carrier_names),
  FIELD (TEXT, "carrier_label", DyzurShipment, carrier_label),
  FIELD (TEXT, "tracking_number", DyzurShipment, tracking_number),
  FIELD (TEXT, "tracking_url", DyzurShipment, tracking_url),
  CHOICE (CHOICE, "status", DyzurShipment, status, shipment_status_names),
  FIELD (TEXT, "sub", DyzurShipment, sub),
  FIELD (NUMBER, "status_at", DyzurShipment, status_at),
  FIELD (TEXT, "raw_code", DyzurShipment, raw_code),
  FIELD (TEXT, "raw_text", DyzurShipment, raw_text),
  LIST (LIST, "events", DyzurShipment, events, DyzurTrackingEvent, tracking_event),
  FIELD (TEXT, "source", DyzurShipment, source),
  FIELD (NUMBER, "fetched_at", DyzurShipment, fetched_at),
  END
};

const DyzurField _dyzur_refund_fields[] = {
  FIELD (TEXT, "id", DyzurRefund, id),
  FIELD (NUMBER, "created_at", DyzurRefund, created_at),
  FIELD (AMOUNT, "amount_minor", DyzurRefund, amount_minor),
  FIELD (TEXT, "reason", DyzurRefund, reason),
  CHOICE (CHOICE, "state", DyzurRefund, state, refund_state_names),
  END
};

const DyzurField _dyzur_return_fields[] = {
  FIELD (TEXT, "id", DyzurReturn, id),
  FIELD (TEXT, "number", DyzurReturn, number),
  CHOICE (CHOICE, "status", DyzurReturn, status, return_status_names),
  FIELD (TEXT, "status_raw", DyzurReturn, status_raw),
  FIELD (NUMBER, "created_at", DyzurReturn, created_at),
  FIELD (NUMBER, "updated_at", DyzurReturn, updated_at),
  FIELD (TEXT, "reason", DyzurReturn, reason),
  FIELD (NUMBER, "amount_minor", DyzurReturn, amount_minor),
  END
};

const DyzurField _dyzur_order_note_fields[] = {
  FIELD (TEXT, "id", DyzurOrderNote, id),
  FIELD (NUMBER, "created_at", DyzurOrderNote, created_at),
  CHOICE (CHOICE, "author", DyzurOrderNote, author, note_author_names),
  FIELD (FLAG, "public", DyzurOrderNote, is_public),
  FIELD (TEXT, "text", DyzurOrderNote, text),
  END
};

static const DyzurField status_fields[] = {
  FIELD (TEXT, "code", DyzurOrderRecord, status_code),
  FIELD (TEXT, "label", DyzurOrderRecord, status_label),
  END
};

static const DyzurField payment_fields[] = {
  CHOICE (CHOICE, "state", DyzurOrderRecord, payment_state, payment_state_names),
  FIELD (TEXT, "method", DyzurOrderRecord, payment_method),
  FIELD (TEXT, "label", DyzurOrderRecord, payment_label),
  FIELD (AMOUNT, "paid_minor", DyzurOrderRecord, paid_minor),
  END
};

static const DyzurField buyer_fields[] = {
  FIELD (TEXT, "ref", DyzurOrderRecord, buyer_ref),
  FIELD (TEXT, "email", DyzurOrderRecord, buyer_email),
  FIELD (TEXT, "phone", DyzurOrderRecord, buyer_phone),
  FIELD (TEXT, "first_name", DyzurOrderRecord, buyer_first_name),
  FIELD (TEXT, "last_name", DyzurOrderRecord, buyer_last_name),
  FIELD (TEXT, "company", DyzurOrderRecord, buyer_company),
  FIELD (TEXT, "tax_id", DyzurOrderRecord, buyer_tax_id),
  FIELD (TEXT, "login", DyzurOrderRecord, buyer_login),
  FIELD (FLAG, "guest", DyzurOrderRecord, buyer_guest),
  END
};

static const DyzurField address_fields[] = {
  FIELD (TEXT, "name", DyzurAddress, name),
  FIELD (TEXT, "company", DyzurAddress, company),
  FIELD (TEXT, "street", DyzurAddress, street),
  FIELD (TEXT, "postcode", DyzurAddress, postcode),
  FIELD (TEXT, "city", DyzurAddress, city),
  FIELD (TEXT, "country", DyzurAddress, country),
  FIELD (TEXT, "phone", DyzurAddress, phone),
  END
};

static const DyzurField point_fields[] = {
  FIELD (TEXT, "id", DyzurOrderRecord, point_id),
  FIELD (TEXT, "name", DyzurOrderRecord, point_name),
  FIELD (TEXT, "address", DyzurOrderRecord, point_address),
  END
};

static const DyzurField delivery_fields[] = {
  FIELD (TEXT, "label", DyzurOrderRecord, delivery_label),
  CHOICE (HINT, "carrier", DyzurOrderRecord, delivery_carrier, carrier_names),
  GROUP ("point", 0, point_fields),
  END
};

const DyzurField _dyzur_order_fields[] = {
  FIELD (TEXT, "source", DyzurOrderRecord, source),
  FIELD (TEXT, "connection", DyzurOrderRecord, connection),
  FIELD (TEXT, "id", DyzurOrderRecord, id),
  FIELD (TEXT, "number", DyzurOrderRecord, number),
  FIELD (TEXTS, "alt_numbers", DyzurOrderRecord, alt_numbers),
  FIELD (TEXT, "admin_url", DyzurOrderRecord, admin_url),
  FIELD (NUMBER, "created_at", DyzurOrderRecord, created_at),
  FIELD (NUMBER, "updated_at", DyzurOrderRecord, updated_at),
  FIELD (NUMBER, "paid_at", DyzurOrderRecord, paid_at),
  FIELD (NUMBER, "completed_at", DyzurOrderRecord, completed_at),
  CHOICE (CHOICE, "status", DyzurOrderRecord, status, order_status_names),
  GROUP ("status_raw", 0, status_fields),
  GROUP ("payment", 0, payment_fields),
  FIELD (TEXT, "currency", DyzurOrderRecord, currency),
  FIELD (AMOUNT, "total_minor", DyzurOrderRecord, total_minor),
  FIELD (AMOUNT, "shipping_minor", DyzurOrderRecord, shipping_minor),
  FIELD (AMOUNT, "discount_minor", DyzurOrderRecord, discount_minor),
  FIELD (NUMBER, "tax_minor", DyzurOrderRecord, tax_minor),
  FIELD (AMOUNT, "refunded_minor", DyzurOrderRecord, refunded_minor),
  GROUP ("buyer", 0, buyer_fields),
  GROUP ("ship_to", G_STRUCT_OFFSET (DyzurOrderRecord, ship_to), address_fields),
  GROUP ("bill_to", G_STRUCT_OFFSET (DyzurOrderRecord, bill_to), address_fields),
  GROUP ("delivery", 0, delivery_fields),
  LIST (LIST, "items", DyzurOrderRecord, items, DyzurOrderItem, order_item),
  LIST (LIST, "fees", DyzurOrderRecord, fees, DyzurOrderFee, order_fee),
  LIST (LIST, "shipments", DyzurOrderRecord, shipments, DyzurShipment, shipment),
  LIST (LIST, "refunds", DyzurOrderRecord, refunds, DyzurRefund, refund),
  LIST (MAYBE, "returns", DyzurOrderRecord, returns, DyzurReturn, return),
  LIST (MAYBE, "notes", DyzurOrderRecord, notes, DyzurOrderNote, order_note),
  FIELD (FLAG, "partial", DyzurOrderRecord, partial),
  FIELD (NUMBER, "fetched_at", DyzurOrderRecord, fetched_at),
  END
};
