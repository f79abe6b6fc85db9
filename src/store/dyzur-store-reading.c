/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-reading.h"

#include "dyzur-attachment-rows-private.h"
#include "dyzur-files.h"
#include "dyzur-store-private.h"

typedef struct
{
  const char      *directory;
  gint64           message_id;
  GPtrArray       *pictures;
  DyzurAttachment *source;
} PutData;

typedef struct
{
  char       *directory;
  gint64      message_id;
  char       *key;
  gboolean    always;

  char       *path;
  GHashTable *senders;
} ReadingData;

static void
reading_data_free (gpointer user_data)
{
  ReadingData *data = user_data;

  g_free (data->directory);
  g_free (data->key);
  g_free (data->path);
  g_clear_pointer (&data->senders, g_hash_table_unref);
  g_free (data);
}

static gboolean
tell_timeline (DyzurDb         *db,
               gint64           message_id,
               DyzurChangeSet  *changes,
               GError         **error)
{
  gint64 conversation_id = 0;

  if (!dyzur_db_int64 (db, &conversation_id, error, "SELECT conversation_id FROM messages WHERE id = ?", "l", message_id))
    return FALSE;
  if (conversation_id == 0)
    {
      g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "no message %" G_GINT64_FORMAT, message_id);
      return FALSE;
    }
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, conversation_id);
  return TRUE;
}

static gboolean
add_pictures (DyzurDb         *db,
              gpointer         user_data,
              DyzurChangeSet  *changes,
              GCancellable    *cancellable,
              GError         **error)
{
  const PutData *data = user_data;

  return tell_timeline (db, data->message_id, changes, error)
         && _dyzur_attachments_add_remote (db, data->directory, data->message_id, data->pictures, error);
}

static gboolean
put_source (DyzurDb         *db,
            gpointer         user_data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  const PutData *data = user_data;

  return tell_timeline (db, data->message_id, changes, error)
         && _dyzur_attachments_set_source (db, data->directory, data->message_id, data->source, error);
}

static gboolean
find_source (DyzurDb         *db,
             gpointer         user_data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  ReadingData *data = user_data;
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, "SELECT file FROM attachments WHERE message_id = ? AND position = -1 "
                                                  "AND file IS NOT NULL", "l", data->message_id);

  if (dyzur_rows_next (rows))
    data->path = dyzur_files_get_path (data->directory, dyzur_rows_text (rows, 0));
  return dyzur_rows_end (&rows, error);
}

static gboolean
set_sender (DyzurDb         *db,
            gpointer         user_data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  const ReadingData *data = user_data;

  return dyzur_db_exec (db, error, "UPDATE contact_points SET pictures = ? WHERE kind = ? AND scope = 0 AND key = ?", "iis",
                        (int) data->always, (int) DYZUR_POINT_EMAIL, data->key);
}

static gboolean
list_senders (DyzurDb         *db,
              gpointer         user_data,
              DyzurChangeSet  *changes,
              GCancellable    *cancellable,
              GError         **error)
{
  ReadingData *data = user_data;
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, "SELECT key FROM contact_points WHERE pictures AND kind = ? AND scope = 0",
                                              "i", (int) DYZUR_POINT_EMAIL);

  data->senders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  while (dyzur_rows_next (rows))
    g_hash_table_add (data->senders, dyzur_rows_dup_text (rows, 0));
  return dyzur_rows_end (&rows, error);
}

static GTask *
task_for (DyzurStore           *self,
          gpointer              source_tag,
          GCancellable         *cancellable,
          GAsyncReadyCallback   callback,
          gpointer              user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ReadingData *data = g_new0 (ReadingData, 1);

  data->directory = g_strdup (_dyzur_store_get_directory (self));
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, data, reading_data_free);
  return task;
}

/**
 * dyzur_store_add_pictures:
 * @pictures: (element-type DyzurAttachment): with bytes; content_id is where each came from
 */
gboolean
dyzur_store_add_pictures (DyzurStore  *self,
                          gint64       message_id,
                          GPtrArray   *pictures,
                          GError     **error)
{
  PutData data = { _dyzur_store_get_directory (self), message_id, pictures, NULL };

  return _dyzur_attachments_adopt (data.directory, pictures, error)
         && _dyzur_store_write (self, add_pictures, &data, NULL, error);
}

/**
 * dyzur_store_put_source:
 * @bytes: the message as it lies at the remote
 *
 * Returns: (transfer full) (nullable): path of the file that holds it now
 */
char *
dyzur_store_put_source (DyzurStore  *self,
                        gint64       message_id,
                        GBytes      *bytes,
                        GError     **error)
{
  g_autoptr(DyzurAttachment) source = dyzur_attachment_new ("", "message/rfc822");
  PutData data = { _dyzur_store_get_directory (self), message_id, NULL, source };
  g_autofree char *name = dyzur_files_put_bytes (data.directory, bytes, error);

  if (name == NULL)
    return NULL;
  source->path = dyzur_files_get_path (data.directory, name);
  source->size = g_bytes_get_size (bytes);
  return _dyzur_store_write (self, put_source, &data, NULL, error) ? g_strdup (source->path) : NULL;
}

void
dyzur_store_find_source_async (DyzurStore          *self,
                               gint64               message_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = task_for (self, dyzur_store_find_source_async, cancellable, callback, user_data);
  ((ReadingData *) g_task_get_task_data (task))->message_id = message_id;
  _dyzur_store_read_task (self, task, find_source);
}

/**
 * dyzur_store_find_source_finish:
 *
 * Returns: (transfer full) (nullable): path of the kept copy; %NULL without @error when there is none
 */
char *
dyzur_store_find_source_finish (DyzurStore    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  ReadingData *data = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&data->path) : NULL;
}

/**
 * dyzur_store_set_picture_sender_async:
 * @address: e-mail address of a contact; nothing is kept of an address nobody here has
 */
void
dyzur_store_set_picture_sender_async (DyzurStore          *self,
                                      const char          *address,
                                      gboolean             always,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  ReadingData *data;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = task_for (self, dyzur_store_set_picture_sender_async, cancellable, callback, user_data);
  data = g_task_get_task_data (task);
  data->key = dyzur_contact_point_key (DYZUR_POINT_EMAIL, address);
  data->always = always;
  _dyzur_store_write_task (self, task, set_sender);
}

gboolean
dyzur_store_set_picture_sender_finish (DyzurStore    *self,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
dyzur_store_list_picture_senders_async (DyzurStore          *self,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = task_for (self, dyzur_store_list_picture_senders_async, cancellable, callback, user_data);
  _dyzur_store_read_task (self, task, list_senders);
}

/**
 * dyzur_store_list_picture_senders_finish:
 *
 * Returns: (transfer full) (element-type utf8): a set of addresses, as dyzur_contact_point_key() writes them
 */
GHashTable *
dyzur_store_list_picture_senders_finish (DyzurStore    *self,
                                         GAsyncResult  *result,
                                         GError       **error)
{
  ReadingData *data = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&data->senders) : NULL;
}
