/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-objects-private.h"
#include "dyzur-store-private.h"
#include "dyzur-store-records-private.h"

/* Reads of single things: one row, or the last messages, by id. */
typedef struct
{
  const char              *directory;      /* of the store, which the task holds */
  gint64                   id;
  guint                    n;
  char                    *note;

  guint                    serial;
  DyzurConversationRecord *conversation;
  GPtrArray               *messages;
  DyzurContactRecord      *contact;
} SingleData;

static void
single_data_free (gpointer user_data)
{
  SingleData *data = user_data;

  g_free (data->note);
  g_clear_pointer (&data->conversation, dyzur_conversation_record_free);
  g_clear_pointer (&data->messages, g_ptr_array_unref);
  g_clear_pointer (&data->contact, dyzur_contact_record_free);
  g_free (data);
}

static GTask *
task_for (DyzurStore           *self,
          gint64                id,
          gpointer              source_tag,
          GCancellable         *cancellable,
          GAsyncReadyCallback   callback,
          gpointer              user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SingleData *data = g_new0 (SingleData, 1);

  data->directory = _dyzur_store_get_directory (self);
  data->id = id;
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, data, single_data_free);
  return task;
}

static gboolean
load_conversation (DyzurDb         *db,
                   gpointer         user_data,
                   DyzurChangeSet  *changes,
                   GCancellable    *cancellable,
                   GError         **error)
{
  SingleData *data = user_data;

  data->serial = _dyzur_store_next_serial ();
  data->conversation = _dyzur_store_read_conversation (db, data->id, error);
  return data->conversation != NULL;
}

static void
reverse (GPtrArray *array)
{
  for (guint i = 0, j = array->len; i + 1 < j; i++)
    {
      gpointer other = array->pdata[--j];

      array->pdata[j] = array->pdata[i];
      array->pdata[i] = other;
    }
}

static gboolean
load_messages (DyzurDb         *db,
               gpointer         user_data,
               DyzurChangeSet  *changes,
               GCancellable    *cancellable,
               GError         **error)
{
  SingleData *data = user_data;
  g_autoptr(DyzurRows) rows = NULL;

  data->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_message_record_free);
  rows = dyzur_db_query (db,
                         "SELECT " DYZUR_MESSAGE_COLUMNS " FROM messages m WHERE m.conversation_id = ? "
                         "ORDER BY m.sent_at DESC, m.id DESC LIMIT ?",
                         "li", data->id, (int) data->n);
  while (dyzur_rows_next (rows))
    g_ptr_array_add (data->messages, _dyzur_store_read_message_row (rows));
  reverse (data->messages);
  return dyzur_rows_end (&rows, error) && _dyzur_store_read_attachments (db, data->directory, data->messages, error);
}

static gboolean
load_contact (DyzurDb         *db,
              gpointer         user_data,
              DyzurChangeSet  *changes,
              GCancellable    *cancellable,
              GError         **error)
{
  SingleData *data = user_data;

  data->contact = _dyzur_store_read_contact (db, data->id, error);
  return data->contact != NULL;
}

static gboolean
save_contact_note (DyzurDb         *db,
                   gpointer         user_data,
                   DyzurChangeSet  *changes,
                   GCancellable    *cancellable,
                   GError         **error)
{
  SingleData *data = user_data;

  dyzur_change_set_add (changes, DYZUR_CHANGED_CONTACTS, data->id);
  if (!dyzur_db_exec (db, error, "UPDATE contacts SET note = nullif (?, '') WHERE id = ?", "sl", data->note, data->id))
    return FALSE;
  if (dyzur_db_changes (db) > 0)
    return TRUE;
  g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "no contact %" G_GINT64_FORMAT, data->id);
  return FALSE;
}

void
dyzur_store_load_conversation_async (DyzurStore          *self,
                                     gint64               id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = task_for (self, id, dyzur_store_load_conversation_async, cancellable, callback, user_data);
  _dyzur_store_read_task (self, task, load_conversation);
}

/**
 * dyzur_store_load_conversation_finish:
 *
 * Returns: (transfer full): the one object of this conversation, as it stands now; %NULL with NOT_FOUND when it is gone
 */
DyzurConversation *
dyzur_store_load_conversation_finish (DyzurStore    *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  SingleData *data = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return _dyzur_store_take_conversation (self, g_steal_pointer (&data->conversation), data->serial);
}

/**
 * dyzur_store_load_messages_async:
 * @newest: at most this many, the last ones
 */
void
dyzur_store_load_messages_async (DyzurStore          *self,
                                 gint64               conversation_id,
                                 guint                newest,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = task_for (self, conversation_id, dyzur_store_load_messages_async, cancellable, callback, user_data);
  ((SingleData *) g_task_get_task_data (task))->n = newest;
  _dyzur_store_read_task (self, task, load_messages);
}

/**
 * dyzur_store_load_messages_finish:
 *
 * Returns: (transfer full) (element-type DyzurMessageRecord): oldest first
 */
GPtrArray *
dyzur_store_load_messages_finish (DyzurStore    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  SingleData *data = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&data->messages) : NULL;
}

void
dyzur_store_load_contact_async (DyzurStore          *self,
                                gint64               contact_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = task_for (self, contact_id, dyzur_store_load_contact_async, cancellable, callback, user_data);
  _dyzur_store_read_task (self, task, load_contact);
}

DyzurContactRecord *
dyzur_store_load_contact_finish (DyzurStore    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  SingleData *data = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&data->contact) : NULL;
}

/**
 * dyzur_store_save_contact_note_async:
 * @note: (nullable): what the team knows of this customer; %NULL or empty takes it away
 */
void
dyzur_store_save_contact_note_async (DyzurStore          *self,
                                     gint64               contact_id,
                                     const char          *note,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = task_for (self, contact_id, dyzur_store_save_contact_note_async, cancellable, callback, user_data);
  ((SingleData *) g_task_get_task_data (task))->note = g_strdup (note);
  _dyzur_store_write_task (self, task, save_contact_note);
}

gboolean
dyzur_store_save_contact_note_finish (DyzurStore    *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
