/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DYZUR_SECOND G_GINT64_CONSTANT (1000)
#define DYZUR_MINUTE (60 * DYZUR_SECOND)
#define DYZUR_HOUR   (60 * DYZUR_MINUTE)
#define DYZUR_DAY    (24 * DYZUR_HOUR)

gint64 dyzur_clock_now (void);
void   dyzur_clock_set (gint64 now);

G_END_DECLS
