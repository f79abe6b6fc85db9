/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-practice-knowledge-private.h"

#include "dyzur-knowledge.h"
#include "dyzur-team.h"

static DyzurArticle *
read_article (const DyzurJson *node,
              gint64           updated_at)
{
  DyzurArticle *article = dyzur_article_new ();

  article->id = dyzur_json_dup_text (node, "id");
  article->title = dyzur_json_dup_text (node, "title");
  article->category = dyzur_json_dup_text (node, "category");
  article->language = g_strdup ("pl");
  article->keywords = _dyzur_practice_read_strings (dyzur_json_peek (node, "keywords"));
  article->questions = _dyzur_practice_read_strings (dyzur_json_peek (node, "questions"));
  article->body = dyzur_json_dup_text (node, "body");
  article->updated_at = updated_at;
  return article;
}

static DyzurAgent *
read_agent (const DyzurJson *node)
{
  DyzurAgent *agent = dyzur_agent_new (dyzur_json_peek_text (node, "id"), dyzur_json_peek_text (node, "name"));

  agent->online = dyzur_json_to_flag (node, "online", FALSE);
  return agent;
}

GPtrArray *
_dyzur_practice_read_articles (const DyzurJson *articles,
                               gint64           updated_at)
{
  GPtrArray *read = dyzur_articles_new ();

  for (guint i = 0; i < dyzur_json_get_length (articles); i++)
    g_ptr_array_add (read, read_article (dyzur_json_get_element (articles, i), updated_at));
  return read;
}

GPtrArray *
_dyzur_practice_read_agents (const DyzurJson *agents)
{
  GPtrArray *read = dyzur_agents_new ();

  for (guint i = 0; i < dyzur_json_get_length (agents); i++)
    g_ptr_array_add (read, read_agent (dyzur_json_get_element (agents, i)));
  return read;
}

GPtrArray *
_dyzur_practice_read_canned (const DyzurJson *canned)
{
  GPtrArray *read = dyzur_canned_array_new ();

  for (guint i = 0; i < dyzur_json_get_length (canned); i++)
    {
      const DyzurJson *node = dyzur_json_get_element (canned, i);

      g_ptr_array_add (read, dyzur_canned_new (dyzur_json_peek_text (node, "shortcut"),
                                               dyzur_json_peek_text (node, "title"),
                                               dyzur_json_peek_text (node, "text")));
    }
  return read;
}

GStrv
_dyzur_practice_read_strings (const DyzurJson *list)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < dyzur_json_get_length (list); i++)
    g_strv_builder_add (builder, dyzur_json_peek_text (dyzur_json_get_element (list, i), NULL));
  return g_strv_builder_end (builder);
}
