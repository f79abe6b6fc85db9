/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_PALETTE (dyzur_palette_get_type ())

/* Everything that can be done or gone to, by typing a few letters of it: actions, views, conversations, people. */
G_DECLARE_FINAL_TYPE (DyzurPalette, dyzur_palette, DYZUR, PALETTE, GtkWidget)

void dyzur_palette_set_engine (DyzurPalette *self,
                               DyzurEngine  *engine);
void dyzur_palette_open       (DyzurPalette *self);

G_END_DECLS
