/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_ORDER_LIST (dyzur_order_list_get_type ())

/*
 * The orders of a conversation's contact, newest first: a GListModel of DyzurOrder. An order stays the same object while
 * it is in the list. Property `loading` (boolean) is TRUE until the store has answered.
 */
G_DECLARE_FINAL_TYPE (DyzurOrderList, dyzur_order_list, DYZUR, ORDER_LIST, GObject)

DyzurOrderList *dyzur_order_list_new (DyzurStore *store,
                                      gint64      conversation_id);

G_END_DECLS
