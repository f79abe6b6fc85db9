/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void dyzur_toast_keep_clear  (GtkWidget  *widget);
void dyzur_toast_show        (GtkWidget  *widget,
                              const char *title);
void dyzur_toast_show_action (GtkWidget  *widget,
                              const char *title,
                              const char *button,
                              const char *action,
                              GVariant   *target,
                              guint       seconds);

G_END_DECLS
