/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_TALL_SCROLLER (dyzur_tall_scroller_get_type ())

/*
 * As high as its child is at the width it gets, up to `max-height`; beyond that it scrolls. (GtkScrolledWindow asks a
 * wrapping label for its height without saying how wide it is, and cuts it.)
 */
G_DECLARE_FINAL_TYPE (DyzurTallScroller, dyzur_tall_scroller, DYZUR, TALL_SCROLLER, GtkWidget)

G_END_DECLS
