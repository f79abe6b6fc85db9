/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-files.h"
#include "dyzur-store-private.h"

/* A file or bytes on their way to the folder of attachments; touches no table. */
typedef struct
{
  GFile           *file;         /* (nullable) */
  DyzurAttachment *attachment;
} AddData;

static void
add_data_free (gpointer user_data)
{
  AddData *data = user_data;

  g_clear_object (&data->file);
  dyzur_attachment_free (data->attachment);
  g_free (data);
}

static gboolean
describe_file (AddData       *data,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr(GFileInfo) info = NULL;

  info = g_file_query_info (data->file,
                            G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME "," G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE ","
                            G_FILE_ATTRIBUTE_STANDARD_TYPE,
                            G_FILE_QUERY_INFO_NONE, cancellable, error);
  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "%s is not a file",
                   g_file_info_get_display_name (info));
      return FALSE;
    }
  data->attachment->name = g_strdup (g_file_info_get_display_name (info));
  data->attachment->mime_type = g_content_type_get_mime_type (g_file_info_get_content_type (info));
  if (data->attachment->mime_type == NULL)
    data->attachment->mime_type = g_strdup ("application/octet-stream");
  return TRUE;
}

static char *
put (DyzurStore    *store,
     AddData       *data,
     GCancellable  *cancellable,
     GError       **error)
{
  const char *directory = _dyzur_store_get_directory (store);

  if (data->file == NULL)
    return dyzur_files_adopt (directory, data->attachment, error);
  if (!describe_file (data, cancellable, error))
    return NULL;
  return dyzur_files_put_file (directory, data->file, &data->attachment->size, cancellable, error);
}

static void
add_cb (GTask        *task,
        gpointer      source_object,
        gpointer      task_data,
        GCancellable *cancellable)
{
  AddData *data = task_data;
  GError *error = NULL;
  g_autofree char *name = put (DYZUR_STORE (source_object), data, cancellable, &error);

  if (name == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_free (data->attachment->path);
  data->attachment->path = dyzur_files_get_path (_dyzur_store_get_directory (DYZUR_STORE (source_object)), name);
  g_task_return_boolean (task, TRUE);
}

static void
start_adding (GTask           *task,
              GFile           *file,
              DyzurAttachment *attachment)
{
  AddData *data = g_new0 (AddData, 1);

  g_set_object (&data->file, file);
  data->attachment = attachment;
  g_task_set_task_data (task, data, add_data_free);
  g_task_run_in_thread (task, add_cb);
}

static DyzurAttachment *
finish_adding (GAsyncResult  *result,
               GError       **error)
{
  AddData *data = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&data->attachment);
}

/**
 * dyzur_store_add_file_async:
 * @file: copied as it is now
 *
 * The attachment belongs to nothing yet: put it into a draft and save that.
 */
void
dyzur_store_add_file_async (DyzurStore          *self,
                            GFile               *file,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_add_file_async);
  start_adding (task, file, dyzur_attachment_new (NULL, NULL));
}

DyzurAttachment *
dyzur_store_add_file_finish (DyzurStore    *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return finish_adding (result, error);
}

void
dyzur_store_add_bytes_async (DyzurStore          *self,
                             GBytes              *bytes,
                             const char          *name,
                             const char          *mime_type,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  DyzurAttachment *attachment;

  g_return_if_fail (DYZUR_IS_STORE (self));
  g_return_if_fail (bytes != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_add_bytes_async);
  attachment = dyzur_attachment_new (name, mime_type);
  attachment->bytes = g_bytes_ref (bytes);
  start_adding (task, NULL, attachment);
}

DyzurAttachment *
dyzur_store_add_bytes_finish (DyzurStore    *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return finish_adding (result, error);
}

typedef struct
{
  gint64      id;
  const char *name;
  gint64      size;
} PutData;

static gboolean
set_file (DyzurDb         *db,
          gpointer         user_data,
          DyzurChangeSet  *changes,
          GCancellable    *cancellable,
          GError         **error)
{
  const PutData *data = user_data;
  gint64 conversation_id = 0;

  if (!dyzur_db_int64 (db, &conversation_id, error,
                       "SELECT m.conversation_id FROM attachments a JOIN messages m ON m.id = a.message_id WHERE a.id = ?",
                       "l", data->id))
    return FALSE;
  if (conversation_id == 0)
    {
      g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "no attachment %" G_GINT64_FORMAT, data->id);
      return FALSE;
    }
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, conversation_id);
  return dyzur_db_exec (db, error, "UPDATE attachments SET file = ?, size = ? WHERE id = ?", "sll", data->name, data->size,
                        data->id);
}

/**
 * dyzur_store_put_attachment:
 * @bytes: what was only at the remote
 *
 * Blocking, by the account's job thread.
 */
gboolean
dyzur_store_put_attachment (DyzurStore  *self,
                            gint64       attachment_id,
                            GBytes      *bytes,
                            GError     **error)
{
  g_autofree char *name = NULL;
  PutData data;

  g_return_val_if_fail (DYZUR_IS_STORE (self), FALSE);

  name = dyzur_files_put_bytes (_dyzur_store_get_directory (self), bytes, error);
  if (name == NULL)
    return FALSE;
  data = (PutData) { .id = attachment_id, .name = name, .size = (gint64) g_bytes_get_size (bytes) };
  return _dyzur_store_write (self, set_file, &data, NULL, error);
}
