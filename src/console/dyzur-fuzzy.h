/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

int dyzur_fuzzy_score (const char *folded_text,
                       const char *folded_query);

G_END_DECLS
