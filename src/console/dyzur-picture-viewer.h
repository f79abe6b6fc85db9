/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_PICTURE_VIEWER (dyzur_picture_viewer_get_type ())

/* The pictures of one message, large: one after another, fitted or in their own size. */
G_DECLARE_FINAL_TYPE (DyzurPictureViewer, dyzur_picture_viewer, DYZUR, PICTURE_VIEWER, AdwWindow)

GtkWidget *dyzur_picture_viewer_present (GtkWidget *widget,
                                         GPtrArray *pictures,
                                         guint      position);

G_END_DECLS
