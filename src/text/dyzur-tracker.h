/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pictures that only count who reads. Pure function. */
gboolean dyzur_tracker_is_known (const char *address);

G_END_DECLS
