/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dyzur_format_time      (gint64      at);
char *dyzur_format_date      (gint64      at);
char *dyzur_format_moment    (gint64      at);
char *dyzur_format_list_time (gint64      at);
char *dyzur_format_day       (gint64      at);
char *dyzur_format_long_date (gint64      at);
char *dyzur_format_full      (gint64      at);
char *dyzur_format_as_of     (gint64      at);
char *dyzur_format_age       (gint64      at);
char *dyzur_format_duration  (gint64      ms);
char *dyzur_format_size      (guint64     bytes);
char *dyzur_format_amount    (gint64      minor,
                              const char *currency);
char *dyzur_format_quantity  (gint64      milli);

G_END_DECLS
