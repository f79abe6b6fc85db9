/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-articles-file.h"

#include "dyzur-clock.h"
#include "dyzur-error.h"
#include "dyzur-json.h"

/* A knowledge base as a file: {"language": "pl", "articles": [{id, title, category?, keywords[]?, questions[]?, body}]} */

static GStrv
read_texts (const DyzurJson *article,
            const char      *member)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const DyzurJson *array = dyzur_json_peek (article, member);

  for (guint i = 0; array != NULL && i < dyzur_json_get_length (array); i++)
    {
      const char *text = dyzur_json_peek_text (dyzur_json_get_element (array, i), NULL);

      if (text != NULL)
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

static DyzurArticle *
read_article (const DyzurJson  *json,
              const char       *language,
              GError          **error)
{
  const char *id = dyzur_json_get_text (json, "id", error);
  const char *title = id != NULL ? dyzur_json_get_text (json, "title", error) : NULL;
  const char *body = title != NULL ? dyzur_json_get_text (json, "body", error) : NULL;
  DyzurArticle *article;

  if (body == NULL)
    return NULL;
  article = dyzur_article_new ();
  article->id = g_strdup (id);
  article->title = g_strdup (title);
  article->body = g_strdup (body);
  article->category = dyzur_json_dup_text (json, "category");
  article->language = g_strdup (language);
  article->keywords = read_texts (json, "keywords");
  article->questions = read_texts (json, "questions");
  article->updated_at = dyzur_clock_now ();
  return article;
}

static GPtrArray *
read_articles (GBytes  *bytes,
               GError **error)
{
  g_autoptr(GPtrArray) articles = dyzur_articles_new ();
  g_autoptr(DyzurJson) root = dyzur_json_parse (bytes, error);
  const DyzurJson *array;
  const char *language;

  if (root == NULL)
    return NULL;
  array = dyzur_json_get_array (root, "articles", error);
  if (array == NULL)
    return NULL;
  language = dyzur_json_peek_text (root, "language");
  for (guint i = 0; i < dyzur_json_get_length (array); i++)
    {
      DyzurArticle *article;

      article = read_article (dyzur_json_get_element (array, i), language != NULL ? language : "pl", error);
      if (article == NULL)
        return NULL;
      g_ptr_array_add (articles, article);
    }
  return g_steal_pointer (&articles);
}

static void
import (GTask        *task,
        gpointer      source,
        gpointer      data,
        GCancellable *cancellable)
{
  g_autoptr(GPtrArray) articles = NULL;
  g_autoptr(GBytes) bytes = NULL;
  GError *error = NULL;

  bytes = g_file_load_bytes (data, cancellable, NULL, &error);
  if (bytes != NULL)
    articles = read_articles (bytes, &error);
  if (articles == NULL || !dyzur_store_put_articles (source, DYZUR_IMPORTED, articles, &error))
    g_task_return_error (task, error);
  else
    g_task_return_int (task, articles->len);
}

/**
 * dyzur_articles_import_async:
 *
 * Reads a knowledge base and puts it in the place of the one imported before. A fault in the file (its place is named)
 * changes nothing.
 */
void
dyzur_articles_import_async (DyzurStore          *store,
                             GFile               *file,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (store, cancellable, callback, user_data);

  g_task_set_source_tag (task, dyzur_articles_import_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, import);
}

int
dyzur_articles_import_finish (GAsyncResult  *result,
                              GError       **error)
{
  return (int) g_task_propagate_int (G_TASK (result), error);
}
