/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-view.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SIDEBAR_ROW (dyzur_sidebar_row_get_type ())

/* One view in the sidebar: symbol, name, counter. */
G_DECLARE_FINAL_TYPE (DyzurSidebarRow, dyzur_sidebar_row, DYZUR, SIDEBAR_ROW, GtkListBoxRow)

GtkWidget  *dyzur_sidebar_row_new       (DyzurView       *view);
DyzurView  *dyzur_sidebar_row_get_view  (DyzurSidebarRow *self);
const char *dyzur_view_get_words        (DyzurView       *view);
const char *dyzur_view_get_icon         (DyzurView       *view);

G_END_DECLS
