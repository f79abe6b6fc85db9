/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 dyzur_time_parse_iso8601 (const char *text,
                                 const char *zone);

G_END_DECLS
