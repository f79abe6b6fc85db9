/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Raised whenever dyzur_fold() would give another answer for the same text; the index is built anew then. */
#define DYZUR_FOLD_VERSION 1

/* dyzur_foreach_folded() knows longer words by so many bytes of their beginning */
#define DYZUR_MAX_FOLDED 64

typedef void (*DyzurWordFunc) (const char *word,
                               gsize       length,
                               gsize       offset,
                               gpointer    user_data);

typedef void (*DyzurFoldedFunc) (const char *folded,
                                 gsize       folded_length,
                                 gsize       offset,
                                 gsize       length,
                                 gpointer    user_data);

char *dyzur_fold           (const char      *text,
                            gssize           length);
void  dyzur_foreach_word   (const char      *text,
                            gssize           length,
                            DyzurWordFunc    func,
                            gpointer         user_data);
void  dyzur_foreach_folded (const char      *text,
                            gssize           length,
                            DyzurFoldedFunc  func,
                            gpointer         user_data);

G_END_DECLS
