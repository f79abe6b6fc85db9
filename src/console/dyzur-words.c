/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-words.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *word;   /* in the catalogue under the table's context */
  const char *icon;
} Entry;

/* Remote data may hold any number: what is beyond the table reads as its first entry. */
static const Entry *
find_entry (const Entry *table,
            gsize        n_entries,
            int          value)
{
  return &table[value >= 0 && (gsize) value < n_entries ? value : 0];
}

static const char *
translate (const Entry *entry,
           const char  *context)
{
  return entry->word != NULL ? g_dpgettext2 (NULL, context, entry->word) : "";
}

#define WORD(table, context, value) translate (find_entry (table, G_N_ELEMENTS (table), (int) (value)), context)
#define ICON(table, value) find_entry (table, G_N_ELEMENTS (table), (int) (value))->icon

static const Entry channels[] = {
  [DYZUR_CHANNEL_UNKNOWN] = { NC_("channel", "Message"), "dyzur-chat-symbolic" },
  [DYZUR_CHANNEL_EMAIL] = { NC_("channel", "E-mail"), "mail-unread-symbolic" },
  [DYZUR_CHANNEL_CHAT] = { NC_("channel", "Live chat"), "dyzur-chat-symbolic" },
  [DYZUR_CHANNEL_MESSENGER] = { NC_("channel", "Messenger"), "dyzur-messenger-symbolic" },
  [DYZUR_CHANNEL_WHATSAPP] = { NC_("channel", "WhatsApp"), "dyzur-whatsapp-symbolic" },
  [DYZUR_CHANNEL_INSTAGRAM] = { NC_("channel", "Instagram"), "camera-photo-symbolic" },
  [DYZUR_CHANNEL_TELEGRAM] = { NC_("channel", "Telegram"), "document-send-symbolic" },
  [DYZUR_CHANNEL_SMS] = { NC_("channel", "SMS"), "phone-symbolic" },
  [DYZUR_CHANNEL_ALLEGRO] = { NC_("channel", "Allegro"), "dyzur-allegro-symbolic" },
  [DYZUR_CHANNEL_PHONE] = { NC_("channel", "Phone"), "call-start-symbolic" },
};

static const Entry statuses[] = {
  [DYZUR_STATUS_OPEN] = { NC_("conversation", "Open"), "radio-symbolic" },
  [DYZUR_STATUS_PENDING] = { NC_("conversation", "Waits for the customer"), "content-loading-symbolic" },
  [DYZUR_STATUS_SNOOZED] = { NC_("conversation", "Snoozed"), "alarm-symbolic" },
  [DYZUR_STATUS_RESOLVED] = { NC_("conversation", "Resolved"), "emblem-ok-symbolic" },
  [DYZUR_STATUS_SPAM] = { NC_("conversation", "Spam"), "mail-mark-junk-symbolic" },
  [DYZUR_STATUS_ARCHIVED] = { NC_("conversation", "Archived"), "package-x-generic-symbolic" },
  [DYZUR_STATUS_DRAFT] = { NC_("conversation", "Draft"), "document-edit-symbolic" },
};

static const Entry priorities[] = {
  [DYZUR_PRIORITY_NONE] = { NC_("priority", "None"), "value-decrease-symbolic" },
  [DYZUR_PRIORITY_LOW] = { NC_("priority", "Low"), "go-down-symbolic" },
  [DYZUR_PRIORITY_MEDIUM] = { NC_("priority", "Medium"), "media-playback-pause-symbolic" },
  [DYZUR_PRIORITY_HIGH] = { NC_("priority", "High"), "go-up-symbolic" },
  [DYZUR_PRIORITY_URGENT] = { NC_("priority", "Urgent"), "emblem-important-symbolic" },
};

static const Entry deliveries[] = {
  [DYZUR_DELIVERY_NONE] = { NULL, NULL },
  [DYZUR_DELIVERY_QUEUED] = { NC_("delivery", "Waits to be sent"), "dyzur-queued-symbolic" },
  [DYZUR_DELIVERY_SENDING] = { NC_("delivery", "Sending…"), "dyzur-queued-symbolic" },
  [DYZUR_DELIVERY_SENT] = { NC_("delivery", "Sent"), "dyzur-sent-symbolic" },
  [DYZUR_DELIVERY_DELIVERED] = { NC_("delivery", "Delivered"), "dyzur-delivered-symbolic" },
  [DYZUR_DELIVERY_READ] = { NC_("delivery", "Read"), "dyzur-read-symbolic" },
  [DYZUR_DELIVERY_FAILED] = { NC_("delivery", "Not sent"), "dialog-error-symbolic" },
};

static const Entry account_states[] = {
  [DYZUR_ACCOUNT_OFFLINE] = { NC_("account", "No connection"), "network-offline-symbolic" },
  [DYZUR_ACCOUNT_CONNECTING] = { NC_("account", "Connecting…"), "network-wired-acquiring-symbolic" },
  [DYZUR_ACCOUNT_CATCHING_UP] = { NC_("account", "Catching up…"), "emblem-synchronizing-symbolic" },
  [DYZUR_ACCOUNT_ONLINE] = { NC_("account", "Connected"), "emblem-ok-symbolic" },
  [DYZUR_ACCOUNT_DISABLED] = { NC_("account", "Switched off"), "action-unavailable-symbolic" },
};

/* Whole sentences: what happened. What is safe and what to do is said where they are shown. */
static const Entry problems[] = {
  [DYZUR_PROBLEM_NONE] = { NULL, NULL },
  [DYZUR_PROBLEM_NETWORK] = { NC_("problem", "The server does not answer."), NULL },
  [DYZUR_PROBLEM_SERVER] = { NC_("problem", "The server has a fault of its own."), NULL },
  [DYZUR_PROBLEM_AUTH] = { NC_("problem", "The server refused the password."), NULL },
  [DYZUR_PROBLEM_PERMISSION] = { NC_("problem", "The server does not allow this."), NULL },
  [DYZUR_PROBLEM_CERTIFICATE] = { NC_("problem", "The server’s certificate is not trusted."), NULL },
  [DYZUR_PROBLEM_REFUSED] = { NC_("problem", "The server refused the message."), NULL },
  [DYZUR_PROBLEM_QUOTA] = { NC_("problem", "The mailbox is full."), NULL },
  [DYZUR_PROBLEM_PROTOCOL] = { NC_("problem", "The server’s answer makes no sense."), NULL },
  [DYZUR_PROBLEM_DISK] = { NC_("problem", "The disk of this computer is full or read-only."), NULL },
  [DYZUR_PROBLEM_BUSY] = { NC_("problem", "The server allows no more connections for now."), NULL },
  [DYZUR_PROBLEM_UNCERTAIN] = { NC_("problem", "The connection broke before the server answered: perhaps the message was sent, perhaps not."), NULL },
  [DYZUR_PROBLEM_ADDRESS] = { NC_("problem", "The address does not exist: correct it and send again, or reach the customer another way."), NULL },
};

static const Entry order_statuses[] = {
  [DYZUR_ORDER_UNKNOWN] = { NC_("order", "Unknown"), "dialog-question-symbolic" },
  [DYZUR_ORDER_AWAITING_PAYMENT] = { NC_("order", "Awaits payment"), "appointment-soon-symbolic" },
  [DYZUR_ORDER_ON_HOLD] = { NC_("order", "On hold"), "media-playback-pause-symbolic" },
  [DYZUR_ORDER_PAID] = { NC_("order", "Paid"), "emblem-ok-symbolic" },
  [DYZUR_ORDER_PROCESSING] = { NC_("order", "Being prepared"), "package-x-generic-symbolic" },
  [DYZUR_ORDER_SHIPPED] = { NC_("order", "Shipped"), "dyzur-parcel-symbolic" },
  [DYZUR_ORDER_READY_FOR_PICKUP] = { NC_("order", "Ready for pick-up"), "mark-location-symbolic" },
  [DYZUR_ORDER_DELIVERED] = { NC_("order", "Delivered"), "object-select-symbolic" },
  [DYZUR_ORDER_COMPLETED] = { NC_("order", "Completed"), "object-select-symbolic" },
  [DYZUR_ORDER_CANCELLED] = { NC_("order", "Cancelled"), "window-close-symbolic" },
  [DYZUR_ORDER_REFUNDED] = { NC_("order", "Refunded"), "edit-undo-symbolic" },
  [DYZUR_ORDER_FAILED] = { NC_("order", "Payment failed"), "dialog-warning-symbolic" },
};

static const Entry payment_states[] = {
  [DYZUR_PAYMENT_UNKNOWN] = { NC_("payment", "Unknown"), "dialog-question-symbolic" },
  [DYZUR_PAYMENT_UNPAID] = { NC_("payment", "Not paid"), "appointment-soon-symbolic" },
  [DYZUR_PAYMENT_PARTIAL] = { NC_("payment", "Partly paid"), "appointment-soon-symbolic" },
  [DYZUR_PAYMENT_PAID] = { NC_("payment", "Paid"), "object-select-symbolic" },
  [DYZUR_PAYMENT_COD] = { NC_("payment", "Cash on delivery"), "package-x-generic-symbolic" },
  [DYZUR_PAYMENT_REFUNDED] = { NC_("payment", "Refunded"), "edit-undo-symbolic" },
  [DYZUR_PAYMENT_PARTIALLY_REFUNDED] = { NC_("payment", "Partly refunded"), "edit-undo-symbolic" },
};

static const Entry shipment_statuses[] = {
  [DYZUR_SHIPMENT_UNKNOWN] = { NC_("parcel", "No news yet"), "dialog-question-symbolic" },
  [DYZUR_SHIPMENT_CREATED] = { NC_("parcel", "Label made"), "document-new-symbolic" },
  [DYZUR_SHIPMENT_HANDED_OVER] = { NC_("parcel", "Handed to the carrier"), "go-up-symbolic" },
  [DYZUR_SHIPMENT_IN_TRANSIT] = { NC_("parcel", "On the way"), "dyzur-parcel-symbolic" },
  [DYZUR_SHIPMENT_OUT_FOR_DELIVERY] = { NC_("parcel", "Out for delivery"), "go-home-symbolic" },
  [DYZUR_SHIPMENT_READY_FOR_PICKUP] = { NC_("parcel", "Ready for pick-up"), "mark-location-symbolic" },
  [DYZUR_SHIPMENT_DELIVERED] = { NC_("parcel", "Delivered"), "object-select-symbolic" },
  [DYZUR_SHIPMENT_RETURNED] = { NC_("parcel", "Returned to the sender"), "edit-undo-symbolic" },
  [DYZUR_SHIPMENT_EXCEPTION] = { NC_("parcel", "Trouble on the way"), "dialog-warning-symbolic" },
};

static const Entry return_statuses[] = {
  [DYZUR_RETURN_UNKNOWN] = { NC_("return", "Unknown"), NULL },
  [DYZUR_RETURN_REQUESTED] = { NC_("return", "Requested"), NULL },
  [DYZUR_RETURN_SENT_BACK] = { NC_("return", "Sent back"), NULL },
  [DYZUR_RETURN_RECEIVED] = { NC_("return", "Received"), NULL },
  [DYZUR_RETURN_IN_REVIEW] = { NC_("return", "Being checked"), NULL },
  [DYZUR_RETURN_ACCEPTED] = { NC_("return", "Accepted"), NULL },
  [DYZUR_RETURN_REJECTED] = { NC_("return", "Rejected"), NULL },
  [DYZUR_RETURN_REFUNDED] = { NC_("return", "Money returned"), NULL },
  [DYZUR_RETURN_CANCELLED] = { NC_("return", "Cancelled"), NULL },
};

static const Entry refund_states[] = {
  [DYZUR_REFUND_UNKNOWN] = { NC_("refund", "Unknown"), NULL },
  [DYZUR_REFUND_DONE] = { NC_("refund", "Done"), NULL },
  [DYZUR_REFUND_PENDING] = { NC_("refund", "Under way"), NULL },
  [DYZUR_REFUND_FAILED] = { NC_("refund", "Failed"), NULL },
};

const char *
dyzur_channel_get_word (DyzurChannel channel)
{
  return WORD (channels, "channel", channel);
}

const char *
dyzur_channel_get_icon (DyzurChannel channel)
{
  return ICON (channels, channel);
}

const char *
dyzur_status_get_word (DyzurStatus status)
{
  return WORD (statuses, "conversation", status);
}

const char *
dyzur_status_get_icon (DyzurStatus status)
{
  return ICON (statuses, status);
}

const char *
dyzur_priority_get_word (DyzurPriority priority)
{
  return WORD (priorities, "priority", priority);
}

const char *
dyzur_priority_get_icon (DyzurPriority priority)
{
  return ICON (priorities, priority);
}

const char *
dyzur_delivery_get_word (DyzurDelivery delivery)
{
  return WORD (deliveries, "delivery", delivery);
}

const char *
dyzur_delivery_get_icon (DyzurDelivery delivery)
{
  return ICON (deliveries, delivery);
}

const char *
dyzur_account_state_get_word (DyzurAccountState state)
{
  return WORD (account_states, "account", state);
}

const char *
dyzur_account_state_get_icon (DyzurAccountState state)
{
  return ICON (account_states, state);
}

const char *
dyzur_problem_get_sentence (DyzurProblem problem)
{
  return WORD (problems, "problem", problem);
}

const char *
dyzur_order_status_get_word (DyzurOrderStatus status)
{
  return WORD (order_statuses, "order", status);
}

const char *
dyzur_order_status_get_icon (DyzurOrderStatus status)
{
  return ICON (order_statuses, status);
}

const char *
dyzur_payment_state_get_word (DyzurPaymentState state)
{
  return WORD (payment_states, "payment", state);
}

const char *
dyzur_payment_state_get_icon (DyzurPaymentState state)
{
  return ICON (payment_states, state);
}

const char *
dyzur_shipment_status_get_word (DyzurShipmentStatus status)
{
  return WORD (shipment_statuses, "parcel", status);
}

const char *
dyzur_shipment_status_get_icon (DyzurShipmentStatus status)
{
  return ICON (shipment_statuses, status);
}

const char *
dyzur_return_status_get_word (DyzurReturnStatus status)
{
  return WORD (return_statuses, "return", status);
}

const char *
dyzur_refund_state_get_word (DyzurRefundState state)
{
  return WORD (refund_states, "refund", state);
}

const char *
dyzur_conversation_get_who (const DyzurConversationRecord *record)
{
  if (record->contact_name != NULL && *record->contact_name != '\0')
    return record->contact_name;
  if (record->contact_address != NULL && *record->contact_address != '\0')
    return record->contact_address;
  return record->status == DYZUR_STATUS_DRAFT ? _("New Message") : "";
}
