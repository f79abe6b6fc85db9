/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void     dyzur_widget_dispose     (GtkWidget        *widget,
                                   GType             type);
gboolean dyzur_widget_focus_child (GtkWidget        *widget,
                                   GtkDirectionType  direction);
gboolean dyzur_widget_focus_once  (GtkWidget        *widget,
                                   GtkDirectionType  direction);
void     dyzur_widget_set_name    (GtkWidget        *widget,
                                   const char       *name);
void     dyzur_widget_name_icons  (GtkWidget        *widget);
void     dyzur_widget_mend_secret (GtkWidget        *row);

G_END_DECLS
