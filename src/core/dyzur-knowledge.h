/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DyzurArticle:
 * @keywords: (nullable): words and phrases an author gave
 * @questions: (nullable): wordings customers use for it
 *
 * One article of the knowledge base. A value.
 */
typedef struct
{
  char   *id;
  char   *title;
  char   *category;
  char   *language;     /* ISO 639-1 */
  GStrv   keywords;
  GStrv   questions;
  char   *body;
  gint64  updated_at;
  double  score;        /* of a hit: higher is better; 0 outside a search */
} DyzurArticle;

DyzurArticle *dyzur_article_new  (void);
DyzurArticle *dyzur_article_copy (const DyzurArticle *self);
void          dyzur_article_free (DyzurArticle       *self);
GPtrArray    *dyzur_articles_new (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurArticle, dyzur_article_free)

#define DYZUR_TYPE_KNOWLEDGE (dyzur_knowledge_get_type ())

G_DECLARE_INTERFACE (DyzurKnowledge, dyzur_knowledge, DYZUR, KNOWLEDGE, GObject)

/**
 * DyzurKnowledgeInterface:
 * @find_articles: (element-type DyzurArticle): the articles nearest to @question (free text of a customer), best first,
 *   at most @limit, with their scores (BM25 turned so that more is better)
 *
 * What drafting needs of the store. Blocking; never on the main thread.
 */
struct _DyzurKnowledgeInterface
{
  GTypeInterface parent_iface;

  GPtrArray *(*find_articles) (DyzurKnowledge  *self,
                               const char      *question,
                               guint            limit,
                               GCancellable    *cancellable,
                               GError         **error);
};

GPtrArray *dyzur_knowledge_find_articles (DyzurKnowledge  *self,
                                          const char      *question,
                                          guint            limit,
                                          GCancellable    *cancellable,
                                          GError         **error);

G_END_DECLS
