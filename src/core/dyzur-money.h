/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

int       dyzur_currency_get_exponent (const char *currency);
gboolean  dyzur_decimal_parse         (const char *decimal,
                                       guint       places,
                                       gint64     *value);
gboolean  dyzur_money_parse           (const char *decimal,
                                       const char *currency,
                                       gint64     *minor);
char     *dyzur_money_format          (gint64      minor,
                                       const char *currency);

G_END_DECLS
