/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void dyzur_widget_dispose  (GtkWidget  *widget,
                            GType       type);
void dyzur_widget_set_name (GtkWidget  *widget,
                            const char *name);

G_END_DECLS
