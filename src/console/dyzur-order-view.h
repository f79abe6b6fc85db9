/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-order.h"

G_BEGIN_DECLS

GtkWidget *dyzur_order_view_new (const DyzurOrderRecord *order);

G_END_DECLS
