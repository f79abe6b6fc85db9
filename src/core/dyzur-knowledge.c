/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-knowledge.h"

G_DEFINE_INTERFACE (DyzurKnowledge, dyzur_knowledge, G_TYPE_OBJECT)

static void
dyzur_knowledge_default_init (DyzurKnowledgeInterface *iface)
{
}

DyzurArticle *
dyzur_article_new (void)
{
  return g_new0 (DyzurArticle, 1);
}

DyzurArticle *
dyzur_article_copy (const DyzurArticle *self)
{
  DyzurArticle *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->title = g_strdup (self->title);
  copy->category = g_strdup (self->category);
  copy->language = g_strdup (self->language);
  copy->keywords = g_strdupv (self->keywords);
  copy->questions = g_strdupv (self->questions);
  copy->body = g_strdup (self->body);
  return copy;
}

void
dyzur_article_free (DyzurArticle *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->title);
  g_free (self->category);
  g_free (self->language);
  g_strfreev (self->keywords);
  g_strfreev (self->questions);
  g_free (self->body);
  g_free (self);
}

/**
 * dyzur_articles_new:
 *
 * Returns: (transfer full) (element-type DyzurArticle): an empty array that owns its elements
 */
GPtrArray *
dyzur_articles_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_article_free);
}

/**
 * dyzur_knowledge_find_articles:
 *
 * Returns: (transfer full) (nullable) (element-type DyzurArticle)
 */
GPtrArray *
dyzur_knowledge_find_articles (DyzurKnowledge  *self,
                               const char      *question,
                               guint            limit,
                               GCancellable    *cancellable,
                               GError         **error)
{
  return DYZUR_KNOWLEDGE_GET_IFACE (self)->find_articles (self, question, limit, cancellable, error);
}
