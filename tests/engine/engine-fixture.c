/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "engine-fixture.h"

#include <glib/gstdio.h>

#include "dyzur-engine-private.h"

/* Saturday 14 November 2026, 12:00 in Warsaw: the practice day of every test. */
#define PRACTICE_START G_GINT64_CONSTANT (1794567600000)

gboolean
fixture_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
fixture_store_result (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* (transfer full): the result that fixture_store_result() puts into @result */
GAsyncResult *
fixture_await (GAsyncResult **result)
{
  fixture_wait (*result != NULL);
  return g_steal_pointer (result);
}

void
fixture_open (Fixture *fixture)
{
  DyzurEngineOptions options = {
    .directory = fixture->directory,
    .practice_start = PRACTICE_START,
    .memory_secrets = TRUE,
  };
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture->engine = dyzur_engine_new (&options);
  dyzur_engine_start_async (fixture->engine, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  dyzur_engine_start_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
}

void
fixture_close (Fixture *fixture)
{
  dyzur_engine_close (fixture->engine);
  /* Threads that read for it (snoozed, the practice shop's articles) hear of the end only when they look. */
  fixture_wait (G_OBJECT (fixture->engine)->ref_count == 1);
  g_assert_finalize_object (fixture->engine);
  fixture->engine = NULL;
}

void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->directory = g_dir_make_tmp ("dyzur-engine-XXXXXX", NULL);
  fixture_open (fixture);
}

void
fixture_remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        fixture_remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  fixture_close (fixture);
  fixture_remove_tree (fixture->directory);
  g_free (fixture->directory);
}

/* (transfer none): the only account */
DyzurAccount *
fixture_get_account (Fixture *fixture)
{
  GListModel *accounts = dyzur_engine_get_accounts (fixture->engine);
  g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, 0);

  return account;
}

void
fixture_add_practice (Fixture *fixture)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("practice");
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_engine_add_account_async (fixture->engine, config, NULL, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  dyzur_engine_add_account_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  fixture_wait (dyzur_account_get_state (fixture_get_account (fixture)) == DYZUR_ACCOUNT_ONLINE);
}

static gboolean
is_loaded (GListModel *list)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(DyzurConversation) item = g_list_model_get_item (list, i);

      if (dyzur_conversation_get_record (item) == NULL)
        return FALSE;
    }
  return g_list_model_get_n_items (list) > 0;
}

/* (transfer full): of DyzurConversation: everything open, read */
GListModel *
fixture_list_open (Fixture *fixture)
{
  g_autoptr(DyzurView) view = dyzur_view_new (DYZUR_VIEW_ALL, NULL, NULL);
  GListModel *list = dyzur_engine_list_conversations (fixture->engine, view);

  fixture_wait (is_loaded (list));
  return list;
}

/* (transfer full): the first open conversation that fits */
DyzurConversation *
fixture_find_conversation (Fixture   *fixture,
                           gboolean (*fits) (const DyzurConversationRecord *record))
{
  g_autoptr(GListModel) list = fixture_list_open (fixture);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(DyzurConversation) item = g_list_model_get_item (list, i);

      if (fits == NULL || fits (dyzur_conversation_get_record (item)))
        return g_steal_pointer (&item);
    }
  g_assert_not_reached ();
}

/* Returns: the message's id; @key: (out): its idempotency key */
gint64
fixture_send (Fixture     *fixture,
              gint64       conversation_id,
              const char  *text,
              char       **key)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (conversation_id, DYZUR_DRAFT_REPLY);
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 id;

  g_free (draft->text);
  draft->text = g_strdup (text);
  if (key != NULL)
    *key = g_strdup (draft->key);
  dyzur_engine_send_async (fixture->engine, draft, FALSE, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  id = dyzur_engine_send_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

/* (transfer full) (element-type DyzurMessageRecord): all messages of a conversation, oldest first */
GPtrArray *
fixture_read_messages (Fixture *fixture,
                       gint64   conversation_id)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *messages;

  dyzur_store_load_messages_async (fixture->engine->store, conversation_id, 1000, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  messages = dyzur_store_load_messages_finish (fixture->engine->store, result, &error);
  g_assert_no_error (error);
  return messages;
}
