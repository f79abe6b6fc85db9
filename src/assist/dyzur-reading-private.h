/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-analyzer.h"
#include "dyzur-concepts-private.h"

G_BEGIN_DECLS

#define DYZUR_WORD_FORMS 5

/* A word with what it may be a form of: the folded word and its folded stems, as numbers of a DyzurLexicon. */
typedef struct
{
  guint32 forms[DYZUR_WORD_FORMS];
  guint   n;
} DyzurWord;

/* A text as ranking sees it: the words that say something, and what they stand for. */
typedef struct
{
  GArray          *words;      /* (element-type DyzurWord) */
  DyzurConceptSet  concepts;
} DyzurReading;

/* Gives every word a small number. One thread. */
typedef struct
{
  DyzurAnalyzer *analyzer;
  GHashTable    *numbers;      /* (element-type utf8 guint): folded word → number, from 1 */
  GHashTable    *stop_words;
} DyzurLexicon;

DyzurLexicon *_dyzur_lexicon_new      (DyzurAnalyzer *analyzer);
void          _dyzur_lexicon_free     (DyzurLexicon  *self);
guint         _dyzur_lexicon_get_size (DyzurLexicon  *self);
DyzurReading *_dyzur_lexicon_read     (DyzurLexicon  *self,
                                       const char    *text);
void          _dyzur_reading_free     (DyzurReading  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurReading, _dyzur_reading_free)

G_END_DECLS
