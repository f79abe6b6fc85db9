/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-knowledge.h"
#include "dyzur-reading-private.h"

G_BEGIN_DECLS

/**
 * DyzurBook:
 * @title: the title's words; @keywords, @questions: (element-type GArray of DyzurWord)
 * @strong: (element-type guint32): numbers of all words of title, keywords and questions, each once
 * @body: (element-type guint32): those of the body; @all: of both
 * @about: concepts of title and keywords; @asked: those and what the questions speak of; @told: those of the body
 *
 * An article as ranking sees it.
 */
typedef struct
{
  guint            print;        /* tells another edition of the article from this one */
  GArray          *title;
  GPtrArray       *keywords;
  GPtrArray       *questions;
  GArray          *strong;
  GArray          *body;
  GArray          *all;
  DyzurConceptSet  about;
  DyzurConceptSet  asked;
  DyzurConceptSet  told;
} DyzurBook;

/* Articles read before, so that ranking need not read them again. One thread. */
typedef struct
{
  DyzurLexicon *lexicon;
  GHashTable   *books;        /* (element-type utf8 DyzurBook) */
} DyzurShelf;

DyzurShelf      *_dyzur_shelf_new  (DyzurAnalyzer      *analyzer);
void             _dyzur_shelf_free (DyzurShelf         *self);
const DyzurBook *_dyzur_shelf_get  (DyzurShelf         *self,
                                    const DyzurArticle *article);
void             _dyzur_shelf_trim (DyzurShelf         *self);

G_END_DECLS
