/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A date as people write it, folded: 2025, 2025-03, 03.2025, 2025-03-14, 14.03.2025, 14.03 (the last one), today, wczoraj,
 * 7d (days ago), 2w, 3m, last week, "ten miesiąc" (with a space or a hyphen), piątek (the last one). *@at: its first moment in the local zone, ms UTC.
 */
gboolean _dyzur_query_date (const char *folded,
                            gint64      now,
                            gint64     *at);

G_END_DECLS
