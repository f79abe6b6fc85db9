/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-search.h"
#include "dyzur-view.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_PALETTE_ITEM (dyzur_palette_item_get_type ())

/* One line of the palette: an action, a view or something that was found. Immutable. */
G_DECLARE_FINAL_TYPE (DyzurPaletteItem, dyzur_palette_item, DYZUR, PALETTE_ITEM, GObject)

DyzurPaletteItem *dyzur_palette_item_new_action (const char       *action,
                                                 const char       *title,
                                                 const char       *keys);
DyzurPaletteItem *dyzur_palette_item_new_view   (DyzurView        *view);
DyzurPaletteItem *dyzur_palette_item_new_hit    (DyzurHit         *hit);
const char       *dyzur_palette_item_get_title  (DyzurPaletteItem *self);
const char       *dyzur_palette_item_get_detail (DyzurPaletteItem *self);
const char       *dyzur_palette_item_get_icon   (DyzurPaletteItem *self);
const char       *dyzur_palette_item_get_action (DyzurPaletteItem *self);
DyzurView        *dyzur_palette_item_get_view   (DyzurPaletteItem *self);
DyzurHit         *dyzur_palette_item_get_hit    (DyzurPaletteItem *self);
int               dyzur_palette_item_score      (DyzurPaletteItem *self,
                                                 const char       *folded_query);

G_END_DECLS
