/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-order.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_ORDER_ROW (dyzur_order_row_get_type ())

/* One order in a few words; opens to show everything under it. The whole is only built when it is opened. */
G_DECLARE_FINAL_TYPE (DyzurOrderRow, dyzur_order_row, DYZUR, ORDER_ROW, GtkListBoxRow)

GtkWidget *dyzur_order_row_new  (DyzurOrder    *order);
gboolean   dyzur_order_row_is   (DyzurOrderRow *self,
                                 const char    *number);
void       dyzur_order_row_open (DyzurOrderRow *self);

G_END_DECLS
