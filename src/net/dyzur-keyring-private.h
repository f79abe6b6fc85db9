/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-credentials.h"

G_BEGIN_DECLS

/* The desktop's keyring. Blocking, also while it asks a person to open it; any thread. Errors: ours alone. */

gboolean _dyzur_keyring_store  (const char    *account_id,
                                const char    *label,
                                const char    *secret,
                                GCancellable  *cancellable,
                                GError       **error);
gboolean _dyzur_keyring_lookup (const char    *account_id,
                                char         **secret,
                                GCancellable  *cancellable,
                                GError       **error);
gboolean _dyzur_keyring_clear  (const char    *account_id,
                                GCancellable  *cancellable,
                                GError       **error);

G_END_DECLS
