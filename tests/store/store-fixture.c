/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-fixture.h"

#include <glib/gstdio.h>

#include "dyzur-clock.h"
#include "dyzur-error.h"
#include "dyzur-store-records-private.h"

void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
store_fixture_open (StoreFixture *self)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (self->store);
  self->store = dyzur_store_open (self->directory, self->analyzer, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->store);
}

void
store_fixture_close (StoreFixture *self)
{
  dyzur_store_close (self->store);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&self->store));
}

void
store_fixture_set_up (StoreFixture  *self,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->directory = g_dir_make_tmp ("dyzur-store-XXXXXX", &error);
  g_assert_no_error (error);
  store_fixture_open (self);
}

void
store_fixture_tear_down (StoreFixture  *self,
                         gconstpointer  data)
{
  if (self->store != NULL)
    store_fixture_close (self);
  g_clear_object (&self->analyzer);
  remove_tree (self->directory);
  g_free (self->directory);
}

void
store_wait_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

GAsyncResult *
store_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

static DyzurDb *
open_beside (StoreFixture *self,
             DyzurDbMode   mode)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (self->directory, "dyzur.db", NULL);
  DyzurDb *db = dyzur_db_open (path, mode, &error);

  g_assert_no_error (error);
  return db;
}

gint64
store_fixture_int64 (StoreFixture *self,
                     const char   *sql)
{
  g_autoptr(DyzurDb) db = open_beside (self, DYZUR_DB_READER);
  g_autoptr(GError) error = NULL;
  gint64 value = 0;

  dyzur_db_int64 (db, &value, &error, sql, "");
  g_assert_no_error (error);
  return value;
}

char *
store_fixture_text (StoreFixture *self,
                    const char   *sql)
{
  g_autoptr(DyzurDb) db = open_beside (self, DYZUR_DB_READER);
  g_autoptr(GError) error = NULL;
  char *value = NULL;

  dyzur_db_text (db, &value, &error, sql, "");
  g_assert_no_error (error);
  return value;
}

void
store_fixture_script (StoreFixture *self,
                      const char   *sql)
{
  g_autoptr(DyzurDb) db = open_beside (self, DYZUR_DB_WRITER);
  g_autoptr(GError) error = NULL;

  dyzur_db_script (db, sql, &error);
  g_assert_no_error (error);
}

void
store_fixture_account (StoreFixture *self,
                       const char   *kind)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new (kind);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_free (config->id);
  config->id = g_strdup (kind);
  config->name = g_strdup ("Sklep Bobrowisko");
  config->address = g_strdup ("sklep@bobrowisko.example");
  dyzur_store_save_account_async (self->store, config, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  dyzur_store_save_account_finish (self->store, result, &error);
  g_assert_no_error (error);
}

DyzurEvent *
mail_event (const char *keys,
            const char *from,
            const char *text,
            gint64      sent_at)
{
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_MESSAGE);

  event->message = dyzur_message_record_new ();
  event->message->thread_keys = g_strsplit (keys, " ", -1);
  event->message->remote_id = g_strdup (event->message->thread_keys[0]);
  event->message->author_address = g_strdup (from);
  event->message->text = g_strdup (text);
  event->message->sent_at = sent_at;
  event->contact = dyzur_contact_record_new (NULL);
  dyzur_contact_record_add_point (event->contact, DYZUR_POINT_EMAIL, from);
  event->conversation = dyzur_conversation_record_new ();
  event->conversation->channel = DYZUR_CHANNEL_EMAIL;
  event->conversation->inbox_id = g_strdup ("sklep@bobrowisko.example");
  event->conversation->inbox_name = g_strdup ("Sklep");
  event->conversation->contact_address = g_strdup (from);
  event->conversation->subject = g_strdup ("Paczka");
  return event;
}

DyzurEvent *
desk_event (const char       *conversation,
            const char       *remote_id,
            DyzurMessageKind  kind,
            const char       *text,
            gint64            sent_at)
{
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_MESSAGE);

  event->message = dyzur_message_record_new ();
  event->message->conversation_remote_id = g_strdup (conversation);
  event->message->remote_id = g_strdup (remote_id);
  event->message->kind = kind;
  event->message->author_kind = kind == DYZUR_MESSAGE_INCOMING ? DYZUR_AUTHOR_CUSTOMER : DYZUR_AUTHOR_AGENT;
  event->message->text = g_strdup (text);
  event->message->sent_at = sent_at;
  event->message->delivery = kind == DYZUR_MESSAGE_OUTGOING ? DYZUR_DELIVERY_SENT : DYZUR_DELIVERY_NONE;
  return event;
}

DyzurEvent *
conversation_event (const char  *conversation,
                    DyzurStatus  status)
{
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_CONVERSATION);

  event->conversation = dyzur_conversation_record_new ();
  event->conversation->remote_id = g_strdup (conversation);
  event->conversation->inbox_id = g_strdup ("7");
  event->conversation->channel = DYZUR_CHANNEL_CHAT;
  event->conversation->contact_name = g_strdup ("Anna Kowalska");
  event->conversation->contact_address = g_strdup ("anna");
  event->conversation->status = status;
  return event;
}

guint
store_fixture_ingest (StoreFixture *self,
                      const char   *account_id,
                      DyzurEvent   *event)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  g_autoptr(GArray) arrived = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (events, event);
  dyzur_store_ingest (self->store, account_id, events, NULL, &arrived, &error);
  g_assert_no_error (error);
  return arrived->len;
}

DyzurConversationRecord *
store_fixture_read (StoreFixture *self,
                    gint64        conversation_id)
{
  g_autoptr(DyzurDb) db = open_beside (self, DYZUR_DB_READER);
  g_autoptr(GError) error = NULL;
  DyzurConversationRecord *record = _dyzur_store_read_conversation (db, conversation_id, &error);

  g_assert_no_error (error);
  return record;
}

gint64
store_fixture_send (StoreFixture *self,
                    gint64        conversation_id,
                    const char   *key,
                    const char   *text)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (conversation_id, DYZUR_DRAFT_REPLY);
  DyzurSendOptions options = { .author_id = "ola", .author_name = "Ola" };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 id;

  g_free (draft->key);
  draft->key = g_strdup (key);
  g_free (draft->text);
  draft->text = g_strdup (text);
  dyzur_store_send_async (self->store, draft, &options, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  id = dyzur_store_send_finish (self->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, !=, 0);
  return id;
}

void
store_fixture_change (StoreFixture                  *self,
                      gint64                         conversation_id,
                      const DyzurConversationChange *change)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) previous = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_store_change_async (self->store, &conversation_id, 1, change, "Ola", NULL, store_wait_cb, &result);
  result = store_wait (&result);
  previous = dyzur_store_change_finish (self->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (previous->len, ==, 1);
}

DyzurAction *
store_fixture_take (StoreFixture *self,
                    const char   *account_id)
{
  g_autoptr(GError) error = NULL;
  DyzurAction *action = dyzur_store_take_action (self->store, account_id, dyzur_clock_now (), NULL, &error);

  g_assert_no_error (error);
  return action;
}

/* @failure: a DyzurRemoteError, or -1 */
void
store_fixture_settle (StoreFixture     *self,
                      DyzurAction      *action,
                      DyzurOutboxState  state,
                      const char       *remote_id,
                      int               failure)
{
  g_autoptr(GError) why = NULL;
  g_autoptr(GError) error = NULL;

  if (failure >= 0)
    why = g_error_new_literal (DYZUR_REMOTE_ERROR, failure, "550 no such user");
  dyzur_store_settle_action (self->store, action->id, state, remote_id, why, 0, &error);
  g_assert_no_error (error);
}
