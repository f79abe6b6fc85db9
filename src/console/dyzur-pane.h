/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_PANE (dyzur_pane_get_type ())

/*
 * One column of the window. It asks for exactly the width it was given, whatever stands in it, so that a long name never
 * moves a border; what does not fit is cut. Properties: `child`, `width` (pixels).
 */
G_DECLARE_FINAL_TYPE (DyzurPane, dyzur_pane, DYZUR, PANE, GtkWidget)

void dyzur_pane_set_child (DyzurPane *self,
                           GtkWidget *child);
void dyzur_pane_set_width (DyzurPane *self,
                           int        width);
int  dyzur_pane_get_width (DyzurPane *self);

G_END_DECLS
