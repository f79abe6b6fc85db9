/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_CUSTOMER_PANE (dyzur_customer_pane_get_type ())

/* Who the customer is: contact, orders, notes, earlier talks, without a header bar (the window has it). */
G_DECLARE_FINAL_TYPE (DyzurCustomerPane, dyzur_customer_pane, DYZUR, CUSTOMER_PANE, GtkWidget)

GtkWidget *dyzur_customer_pane_new              (void);
void       dyzur_customer_pane_set_conversation (DyzurCustomerPane *self,
                                                 DyzurEngine       *engine,
                                                 DyzurConversation *conversation);
void       dyzur_customer_pane_show_order       (DyzurCustomerPane *self,
                                                 const char        *number);

G_END_DECLS
