/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GPtrArray *dyzur_inflection_dup_bases (const char *folded);
gboolean   dyzur_inflection_is_of     (const char *folded,
                                       const char *base);

G_END_DECLS
