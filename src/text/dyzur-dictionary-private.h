/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A hunspell dictionary, one per language and process however many use it: each takes some 30 MB. Read from disk at
 * first use (0.1 s), on the thread that asks. Any thread; calls wait for each other.
 */
typedef struct _DyzurDictionary DyzurDictionary;

DyzurDictionary *_dyzur_dictionary_get       (const char      *language);
void             _dyzur_dictionary_unref     (DyzurDictionary *self);
guint            _dyzur_dictionary_version   (DyzurDictionary *self);
gboolean         _dyzur_dictionary_knows     (DyzurDictionary *self,
                                              const char      *word);
void             _dyzur_dictionary_add_stems (DyzurDictionary *self,
                                              const char      *word,
                                              GPtrArray       *stems);
GStrv            _dyzur_dictionary_suggest   (DyzurDictionary *self,
                                              const char      *word,
                                              guint            limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurDictionary, _dyzur_dictionary_unref)

G_END_DECLS
