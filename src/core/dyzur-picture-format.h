/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the first bytes of a picture say of it. Pure function. */
const char *dyzur_picture_format_find (const guint8 *data,
                                       gsize         size,
                                       int          *width,
                                       int          *height);

G_END_DECLS
