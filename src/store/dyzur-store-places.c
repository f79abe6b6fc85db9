/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-private.h"

/* Where people left off: how far they have read since they began a draft, where in a conversation they stood. */

typedef struct
{
  gint64      conversation_id;
  gint64      message_id;
  char       *me_id;

  gint64      n_newer;
  GHashTable *places;
} PlaceData;

static void
place_data_free (gpointer user_data)
{
  PlaceData *data = user_data;

  g_free (data->me_id);
  g_clear_pointer (&data->places, g_hash_table_unref);
  g_free (data);
}

static GTask *
task_for (DyzurStore           *self,
          gint64                conversation_id,
          gint64                message_id,
          gpointer              source_tag,
          GCancellable         *cancellable,
          GAsyncReadyCallback   callback,
          gpointer              user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  PlaceData *data = g_new0 (PlaceData, 1);

  data->conversation_id = conversation_id;
  data->message_id = message_id;
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, data, place_data_free);
  return task;
}

static gboolean
count_newer (DyzurDb         *db,
             gpointer         user_data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  PlaceData *data = user_data;

  return dyzur_db_int64 (db, &data->n_newer, error,
                         "SELECT count(*) FROM messages AS m, messages AS seen WHERE seen.id = ?1 AND m.conversation_id = ?2 "
                         "AND (m.sent_at, m.id) > (seen.sent_at, seen.id) "
                         "AND (m.kind = ?3 OR (m.kind = ?4 AND m.author_id IS NOT ?5))",
                         "lliis", data->message_id, data->conversation_id, (int) DYZUR_MESSAGE_INCOMING,
                         (int) DYZUR_MESSAGE_OUTGOING, data->me_id);
}

static gboolean
save_place (DyzurDb         *db,
            gpointer         user_data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  PlaceData *data = user_data;

  if (data->message_id == 0)
    return dyzur_db_exec (db, error, "DELETE FROM places WHERE conversation_id = ?", "l", data->conversation_id);
  return dyzur_db_exec (db, error, "INSERT OR REPLACE INTO places SELECT id, ?2 FROM conversations WHERE id = ?1", "ll",
                        data->conversation_id, data->message_id);
}

static gint64 *
copy_id (gint64 id)
{
  gint64 *copy = g_new (gint64, 1);

  *copy = id;
  return copy;
}

static gboolean
list_places (DyzurDb         *db,
             gpointer         user_data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  PlaceData *data = user_data;
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, "SELECT conversation_id, message_id FROM places", "");

  data->places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  while (dyzur_rows_next (rows))
    g_hash_table_insert (data->places, copy_id (dyzur_rows_int64 (rows, 0)), copy_id (dyzur_rows_int64 (rows, 1)));
  return dyzur_rows_end (&rows, error);
}

/**
 * dyzur_store_count_newer_async:
 * @message_id: what was seen last
 * @me_id: (nullable): whose own messages are no news
 */
void
dyzur_store_count_newer_async (DyzurStore          *self,
                               gint64               conversation_id,
                               gint64               message_id,
                               const char          *me_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = task_for (self, conversation_id, message_id, dyzur_store_count_newer_async, cancellable, callback, user_data);
  ((PlaceData *) g_task_get_task_data (task))->me_id = g_strdup (me_id);
  _dyzur_store_read_task (self, task, count_newer);
}

/**
 * dyzur_store_count_newer_finish:
 *
 * Returns: how many messages of the customer or of colleagues stand behind it; -1 with @error
 */
int
dyzur_store_count_newer_finish (DyzurStore    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  PlaceData *data = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? (int) data->n_newer : -1;
}

/**
 * dyzur_store_save_place_async:
 * @message_id: what stands at the top of the screen; 0 = the end is shown, which needs no remembering
 */
void
dyzur_store_save_place_async (DyzurStore          *self,
                              gint64               conversation_id,
                              gint64               message_id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = task_for (self, conversation_id, message_id, dyzur_store_save_place_async, cancellable, callback, user_data);
  _dyzur_store_write_task (self, task, save_place);
}

gboolean
dyzur_store_save_place_finish (DyzurStore    *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
dyzur_store_list_places_async (DyzurStore          *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = task_for (self, 0, 0, dyzur_store_list_places_async, cancellable, callback, user_data);
  _dyzur_store_read_task (self, task, list_places);
}

/**
 * dyzur_store_list_places_finish:
 *
 * Returns: (transfer full) (element-type gint64 gint64): conversation → message
 */
GHashTable *
dyzur_store_list_places_finish (DyzurStore    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  PlaceData *data = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&data->places) : NULL;
}
