/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-shelf-private.h"

G_BEGIN_DECLS

/* What is measured of an article beside a question; weighed in dyzur-ranker.c. */
typedef enum
{
  DYZUR_FEATURE_SEARCH,     /* score of the store's search, of the best hit */
  DYZUR_FEATURE_TITLE,      /* words of the question in the title */
  DYZUR_FEATURE_KEYWORD,    /* how much of one keyword the question has */
  DYZUR_FEATURE_WORDING,    /* likeness to the title or to one wording of customers */
  DYZUR_FEATURE_ABOUT,      /* concepts of the question in title and keywords */
  DYZUR_FEATURE_COSINE,     /* the same, of all concepts there */
  DYZUR_FEATURE_ASKED,      /* concepts found in customers' wordings only */
  DYZUR_FEATURE_TOLD,       /* concepts found in the body */
  DYZUR_FEATURE_BODY,       /* words found in the body */
  DYZUR_N_FEATURES,
} DyzurFeature;

/* What is measured of the best article, to judge whether it answers. */
typedef enum
{
  DYZUR_SIGN_ONE,           /* always 1 */
  DYZUR_SIGN_SCORE,
  DYZUR_SIGN_LEAD,          /* over the second article */
  DYZUR_SIGN_CONCEPTS,      /* share of the question's concepts that it has */
  DYZUR_SIGN_CONTENT,       /* how much the question speaks of */
  DYZUR_SIGN_WORDS,         /* share of the question's words, by weight */
  DYZUR_SIGN_STRONG_WORDS,  /* the same of title, keywords and wordings */
  DYZUR_SIGN_WORDING,
  DYZUR_SIGN_LENGTH,
  DYZUR_N_SIGNS,
} DyzurSign;

/**
 * DyzurRanked:
 * @article: (transfer none)
 * @score: more is better; only good for comparing answers to one question
 *
 * An article in its place.
 */
typedef struct
{
  const DyzurArticle *article;
  double              score;
  double              features[DYZUR_N_FEATURES];
  double              cover[3];    /* of concepts, words, strong words */
} DyzurRanked;

/**
 * DyzurRanking:
 * @ranked: (element-type DyzurRanked): best first
 * @answerable: how likely it is that the knowledge base answers the question at all, 0 … 1
 * @certainty: how likely it is that the first article does
 *
 * What ranking says about a question.
 */
typedef struct
{
  GArray *ranked;
  double  signs[DYZUR_N_SIGNS];
  double  answerable;
  double  certainty;
} DyzurRanking;

char         *_dyzur_ranker_make_query (DyzurLexicon          *lexicon,
                                        const char            *question,
                                        const DyzurConceptSet *concepts);
DyzurRanking *_dyzur_ranker_rank       (DyzurShelf            *shelf,
                                        const DyzurReading    *question,
                                        GPtrArray             *articles);
void          _dyzur_ranking_free      (DyzurRanking          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurRanking, _dyzur_ranking_free)

G_END_DECLS
