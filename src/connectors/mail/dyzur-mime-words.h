/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gsize dyzur_mime_words_read   (const char *text,
                               const char *end,
                               GString    *out);
char *dyzur_mime_words_decode (const char *text);
void  dyzur_mime_words_append (GString    *out,
                               const char *text);

G_END_DECLS
