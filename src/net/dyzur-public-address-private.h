/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether an address belongs to the whole net: not to this computer, its network, or nobody. */
gboolean _dyzur_address_is_public (GInetAddress *address);

G_END_DECLS
