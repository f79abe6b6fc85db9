/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-enums.h"
#include "dyzur-order.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_ORDER_PANEL (dyzur_order_panel_get_type ())

/*
 * The orders beside one conversation: at once what the store has, then what the shops answer. Properties, notified:
 * `busy` (boolean: a shop is being asked), `read-at` (int64 ms UTC: age of what is shown, 0 = never read), `problem`
 * (DyzurProblem as int: why the last look-up failed; the old orders stay), `configured` (boolean: there is a shop).
 */
G_DECLARE_FINAL_TYPE (DyzurOrderPanel, dyzur_order_panel, DYZUR, ORDER_PANEL, GObject)

GListModel   *dyzur_order_panel_get_orders     (DyzurOrderPanel *self); /* of DyzurOrder, newest first */
gboolean      dyzur_order_panel_get_busy       (DyzurOrderPanel *self);
gint64        dyzur_order_panel_get_read_at    (DyzurOrderPanel *self);
DyzurProblem  dyzur_order_panel_get_problem    (DyzurOrderPanel *self);
gboolean      dyzur_order_panel_get_configured (DyzurOrderPanel *self);
/* Asks the shops again */
void          dyzur_order_panel_refresh        (DyzurOrderPanel *self);

G_END_DECLS
