/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_ANALYZER (dyzur_analyzer_get_type ())

G_DECLARE_INTERFACE (DyzurAnalyzer, dyzur_analyzer, DYZUR, ANALYZER, GObject)

/**
 * DyzurAnalyzerInterface:
 * @get_version: changes whenever the same text would give other terms: the index is built anew then
 * @add_stems: appends to @stems (element-type utf8, owned strings) every base form of @word, not folded; nothing when
 *   the word is unknown
 *
 * What the store's index needs to know of a language. Called on store threads, one call at a time.
 */
struct _DyzurAnalyzerInterface
{
  GTypeInterface parent_iface;

  guint (*get_version) (DyzurAnalyzer *self);
  void  (*add_stems)   (DyzurAnalyzer *self,
                        const char    *word,
                        GPtrArray     *stems);
};

guint dyzur_analyzer_get_version (DyzurAnalyzer *self);
void  dyzur_analyzer_add_stems   (DyzurAnalyzer *self,
                                  const char    *word,
                                  GPtrArray     *stems);

G_END_DECLS
