/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-conversation.h"
#include "dyzur-enums.h"
#include "dyzur-order.h"

G_BEGIN_DECLS

/*
 * The words people read for core's enumerations, and the symbolic icons beside them: one place for the whole console.
 * Words are translated and owned by the catalogue; an icon is an icon name. What has no word gives "".
 */

const char *dyzur_channel_get_word          (DyzurChannel         channel);
const char *dyzur_channel_get_icon          (DyzurChannel         channel);
const char *dyzur_status_get_word           (DyzurStatus          status);
const char *dyzur_status_get_icon           (DyzurStatus          status);
const char *dyzur_priority_get_word         (DyzurPriority        priority);
const char *dyzur_priority_get_icon         (DyzurPriority        priority);
const char *dyzur_delivery_get_word         (DyzurDelivery        delivery);
const char *dyzur_delivery_get_icon         (DyzurDelivery        delivery);
const char *dyzur_account_state_get_word    (DyzurAccountState    state);
const char *dyzur_account_state_get_icon    (DyzurAccountState    state);
const char *dyzur_problem_get_sentence      (DyzurProblem         problem);

const char *dyzur_order_status_get_word     (DyzurOrderStatus     status);
const char *dyzur_order_status_get_icon     (DyzurOrderStatus     status);
const char *dyzur_payment_state_get_word    (DyzurPaymentState    state);
const char *dyzur_payment_state_get_icon    (DyzurPaymentState    state);
const char *dyzur_shipment_status_get_word  (DyzurShipmentStatus  status);
const char *dyzur_shipment_status_get_icon  (DyzurShipmentStatus  status);
const char *dyzur_return_status_get_word    (DyzurReturnStatus    status);
const char *dyzur_refund_state_get_word     (DyzurRefundState     state);

/* Whom it is with, in a few words */
const char *dyzur_conversation_get_who (const DyzurConversationRecord *record);

G_END_DECLS
