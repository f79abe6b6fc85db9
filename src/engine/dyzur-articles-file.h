/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store.h"

G_BEGIN_DECLS

/* Under which account id imported articles are kept: they belong to the profile, not to a connection. */
#define DYZUR_IMPORTED "imported"

void dyzur_articles_import_async  (DyzurStore           *store,
                                   GFile                *file,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
int  dyzur_articles_import_finish (GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
