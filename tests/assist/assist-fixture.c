/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "assist-fixture.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

static void
store_result_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GStrv
read_strings (JsonObject *object,
              const char *name)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = json_object_has_member (object, name) ? json_object_get_array_member (object, name) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return g_strv_builder_end (builder);
}

static DyzurArticle *
read_article (JsonObject *object,
              gboolean    with_wordings)
{
  DyzurArticle *article = dyzur_article_new ();

  article->id = g_strdup (json_object_get_string_member (object, "id"));
  article->title = g_strdup (json_object_get_string_member (object, "title"));
  article->category = g_strdup (json_object_get_string_member (object, "category"));
  article->language = g_strdup ("pl");
  article->body = g_strdup (json_object_get_string_member (object, "body"));
  article->keywords = read_strings (object, "keywords");
  if (with_wordings)
    article->questions = read_strings (object, "questions");
  return article;
}

static GPtrArray *
read_articles (gboolean with_wordings)
{
  g_autofree char *path = g_build_filename (g_getenv ("DYZUR_SOURCE_ROOT"), "data", "practice", "kb.json", NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  GPtrArray *articles = dyzur_articles_new ();
  JsonArray *array;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  array = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (articles, read_article (json_array_get_object_element (array, i), with_wordings));
  return articles;
}

static void
save_account (DyzurStore *store)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("practice");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_free (config->id);
  config->id = g_strdup ("shop");
  dyzur_store_save_account_async (store, config, NULL, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  dyzur_store_save_account_finish (store, result, &error);
  g_assert_no_error (error);
}

AssistFixture *
assist_fixture_new (gboolean with_wordings)
{
  AssistFixture *self = g_new0 (AssistFixture, 1);
  g_autoptr(GPtrArray) articles = read_articles (with_wordings);
  g_autoptr(GError) error = NULL;

  self->directory = g_dir_make_tmp ("dyzur-assist-XXXXXX", &error);
  g_assert_no_error (error);
  self->analyzer = DYZUR_ANALYZER (dyzur_hunspell_analyzer_new ());
  self->store = dyzur_store_open (self->directory, self->analyzer, &error);
  g_assert_no_error (error);
  save_account (self->store);
  dyzur_store_put_articles (self->store, "shop", articles, &error);
  g_assert_no_error (error);
  return self;
}

static void
remove_directory (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_directory (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
assist_fixture_free (AssistFixture *self)
{
  dyzur_store_close (self->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (self->store);
  g_object_unref (self->analyzer);
  remove_directory (self->directory);
  g_free (self->directory);
  g_free (self);
}

static void
free_message (gpointer data)
{
  LabelledMessage *message = data;

  g_free (message->id);
  g_free (message->text);
  g_free (message->language);
  g_free (message->intent);
  g_strfreev (message->expected);
  g_free (message);
}

static LabelledMessage *
read_message (const char *line)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  LabelledMessage *message = g_new0 (LabelledMessage, 1);
  JsonObject *object;

  g_assert_true (json_parser_load_from_data (parser, line, -1, NULL));
  object = json_node_get_object (json_parser_get_root (parser));
  message->id = g_strdup (json_object_get_string_member (object, "id"));
  message->text = g_strdup (json_object_get_string_member (object, "text"));
  message->language = g_strdup (json_object_get_string_member (object, "language"));
  message->intent = g_strdup (json_object_get_string_member (object, "intent"));
  message->expected = read_strings (object, "expected");
  return message;
}

/* (element-type LabelledMessage) */
GPtrArray *
assist_read_messages (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("DYZUR_SOURCE_ROOT"), "tests", "fixtures", "desk-pl", "messages.jsonl",
                                            NULL);
  g_autofree char *content = NULL;
  g_auto(GStrv) lines = NULL;
  GPtrArray *messages = g_ptr_array_new_with_free_func (free_message);

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  lines = g_strsplit (g_strchomp (content), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (messages, read_message (lines[i]));
  return messages;
}

gboolean
assist_message_expects (LabelledMessage *message,
                        const char      *article)
{
  return g_strv_contains ((const char * const *) message->expected, article);
}
