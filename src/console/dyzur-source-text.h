/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dyzur_source_to_text (const char *data,
                            gsize       size,
                            gsize       limit);

G_END_DECLS
