/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Raised whenever dyzur_fold() would give another answer for the same text; the index is built anew then. */
#define DYZUR_FOLD_VERSION 1

typedef void (*DyzurWordFunc) (const char *word,
                               gsize       length,
                               gsize       offset,
                               gpointer    user_data);

char *dyzur_fold          (const char    *text,
                           gssize         length);
void  dyzur_foreach_word  (const char    *text,
                           gssize         length,
                           DyzurWordFunc  func,
                           gpointer       user_data);

G_END_DECLS
