/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_ORDER_LIST (dyzur_order_list_get_type ())

/* The customer's orders with their honest age; the old ones stay when a shop does not answer. */
G_DECLARE_FINAL_TYPE (DyzurOrderList, dyzur_order_list, DYZUR, ORDER_LIST, GtkWidget)

void dyzur_order_list_set_conversation (DyzurOrderList    *self,
                                        DyzurEngine       *engine,
                                        DyzurConversation *conversation);

G_END_DECLS
