/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

gboolean    dyzur_thumbnail_can_show    (const char           *mime_type);
void        dyzur_thumbnail_load_async  (const char           *path,
                                         int                   width,
                                         int                   height,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GdkTexture *dyzur_thumbnail_load_finish (GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
