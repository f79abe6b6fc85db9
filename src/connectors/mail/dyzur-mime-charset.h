/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of mails to UTF-8, whatever their label says. Pure functions. */
char *dyzur_mime_charset_decode (const char *data,
                                 gsize       size,
                                 const char *label);
char *dyzur_mime_charset_repair (const char *text);

G_END_DECLS
