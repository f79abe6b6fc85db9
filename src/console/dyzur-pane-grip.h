/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_PANE_GRIP (dyzur_pane_grip_get_type ())

/*
 * The line between two panes, one pixel to see and a few more to take hold of. Signals: `grabbed`, then `moved` (int:
 * pixels to the right of where it was grabbed), at the end `released`.
 */
G_DECLARE_FINAL_TYPE (DyzurPaneGrip, dyzur_pane_grip, DYZUR, PANE_GRIP, GtkWidget)

G_END_DECLS
