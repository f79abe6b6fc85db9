/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64  _dyzur_practice_time_span       (const char *text);
gint64  _dyzur_practice_time_resolve    (const char *text,
                                         gint64      start_at);
char   *_dyzur_practice_time_fill       (const char *text,
                                         gint64      start_at);
char   *_dyzur_practice_time_dup_dated  (gint64      at,
                                         const char *format);

G_END_DECLS
