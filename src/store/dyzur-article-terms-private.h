/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store-private.h"

G_BEGIN_DECLS

/*
 * The articles' index in memory: 4 bytes for each word of an article. Drafting asks it with a whole message, for which
 * FTS5 weighs nearly every article again and again; from here that takes a tenth of the time. Immutable; any thread.
 */
typedef struct _DyzurArticleTerms DyzurArticleTerms;

/* An article that answers: articles.nr, more is better */
typedef struct
{
  gint64 nr;
  double score;
} DyzurArticleHit;

/* On a reader: the index as the database has it, read at most once for each change of the articles */
DyzurArticleTerms *_dyzur_article_terms_get    (DyzurStore         *store,
                                                DyzurDb            *db,
                                                GError            **error);
void               _dyzur_article_terms_unref  (DyzurArticleTerms  *self);
/* On the writer, with each change of article_index */
gboolean           _dyzur_article_terms_expire (DyzurDb            *db,
                                                GError            **error);
/* @words: (element-type GPtrArray): for each word of the question the terms that stand for it. (element-type
 * DyzurArticleHit), the best first */
GArray            *_dyzur_article_terms_find   (DyzurArticleTerms  *self,
                                                GPtrArray          *words,
                                                guint               limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurArticleTerms, _dyzur_article_terms_unref)

G_END_DECLS
