/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-practice-data-private.h"
#include "dyzur-shop.h"

G_BEGIN_DECLS

GPtrArray        *_dyzur_practice_find_orders (const DyzurPracticeData *data,
                                               const DyzurOrderQuery   *query,
                                               gint64                   now);
DyzurOrderRecord *_dyzur_practice_load_order  (const DyzurPracticeData *data,
                                               const char              *id,
                                               gint64                   now);
DyzurOrderRecord *_dyzur_practice_read_order  (const DyzurPracticeData *data,
                                               const DyzurJson         *node,
                                               gint64                   now);
gboolean          _dyzur_practice_matches     (const DyzurOrderRecord  *order,
                                               const DyzurOrderQuery   *query);

G_END_DECLS
