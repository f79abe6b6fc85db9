/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_WRAP_BOX (dyzur_wrap_box_get_type ())

/*
 * Small things side by side, on as many lines as they need: chips, attachments. Children are added with
 * dyzur_wrap_box_append() or in a .ui file.
 */
G_DECLARE_FINAL_TYPE (DyzurWrapBox, dyzur_wrap_box, DYZUR, WRAP_BOX, GtkWidget)

GtkWidget *dyzur_wrap_box_new           (void);
void       dyzur_wrap_box_append        (DyzurWrapBox *self,
                                         GtkWidget    *child);
void       dyzur_wrap_box_prepend       (DyzurWrapBox *self,
                                         GtkWidget    *child);
void       dyzur_wrap_box_clear         (DyzurWrapBox *self);
int        dyzur_wrap_box_get_fit_width (DyzurWrapBox *self,
                                         int           width);

G_END_DECLS
