/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_ORDER_CARDS (dyzur_order_cards_get_type ())

/* The customer's orders with their honest age; the old ones stay when a shop does not answer. */
G_DECLARE_FINAL_TYPE (DyzurOrderCards, dyzur_order_cards, DYZUR, ORDER_CARDS, GtkWidget)

void dyzur_order_cards_set_conversation (DyzurOrderCards   *self,
                                         DyzurEngine       *engine,
                                         DyzurConversation *conversation);
void dyzur_order_cards_show             (DyzurOrderCards   *self,
                                         const char        *number);

G_END_DECLS
