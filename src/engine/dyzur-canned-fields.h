/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store.h"

G_BEGIN_DECLS

void       dyzur_canned_fill_async  (DyzurStore           *store,
                                     gint64                conversation_id,
                                     const char           *agent_name,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
GPtrArray *dyzur_canned_fill_finish (GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
