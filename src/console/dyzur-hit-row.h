/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-search.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_HIT_ROW (dyzur_hit_row_get_type ())

/* One search result: symbol, title, time, and the line with the words that match. */
G_DECLARE_FINAL_TYPE (DyzurHitRow, dyzur_hit_row, DYZUR, HIT_ROW, GtkWidget)

GtkWidget  *dyzur_hit_row_new        (void);
void        dyzur_hit_row_set_hit    (DyzurHitRow  *self,
                                      DyzurHit     *hit,
                                      gboolean      first_of_kind);
const char *dyzur_hit_kind_get_title (DyzurHitKind  kind);

G_END_DECLS
