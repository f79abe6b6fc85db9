/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_HIGHLIGHTER (dyzur_highlighter_get_type ())

/*
 * The words a search found, as they stand in the texts, to be marked wherever they stand. Case and diacritics do not
 * matter; several words are marked where they stand in this order. Filled once, then shared.
 */
typedef struct _DyzurHighlighter DyzurHighlighter;

GType        dyzur_highlighter_get_type (void);
DyzurHighlighter *dyzur_highlighter_new      (void);
DyzurHighlighter *dyzur_highlighter_ref      (DyzurHighlighter       *self);
void         dyzur_highlighter_unref    (DyzurHighlighter       *self);
void         dyzur_highlighter_add      (DyzurHighlighter       *self,
                                    const char        *words);
GArray      *dyzur_highlighter_find     (const DyzurHighlighter *self,
                                    const char        *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurHighlighter, dyzur_highlighter_unref)

G_END_DECLS
