/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "dyzur-engine-private.h"
#include "dyzur-engine-reading.h"
#include "dyzur-mime-original.h"
#include "dyzur-store-reading.h"

/* Mails as they lie at their server. */

static DyzurRunner *
find_runner (DyzurEngine              *self,
             const DyzurMessageRecord *message)
{
  DyzurConversation *conversation = dyzur_store_peek_conversation (self->store, message->conversation_id);

  if (conversation == NULL || dyzur_conversation_get_record (conversation) == NULL)
    return NULL;
  return _dyzur_engine_get_runner (self, dyzur_conversation_get_record (conversation)->account_id);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *path = dyzur_runner_fetch_source_finish (DYZUR_RUNNER (source), result, &error);

  if (path == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, path, g_free);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DyzurEngine *self = g_task_get_source_object (task);
  const DyzurMessageRecord *message = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  char *path = dyzur_store_find_source_finish (DYZUR_STORE (source), result, &error);
  DyzurRunner *runner;

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (path != NULL)
    {
      g_task_return_pointer (task, path, g_free);
      return;
    }
  runner = self->store != NULL ? find_runner (self, message) : NULL;
  if (runner == NULL)
    g_task_return_new_error (task, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT, "Not connected");
  else
    dyzur_runner_fetch_source_async (runner, message, cancellable, fetched_cb, g_steal_pointer (&task));
}

static void
read_original (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *data = NULL;
  char *page;
  gsize size;

  if (!g_file_get_contents (task_data, &data, &size, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  bytes = g_bytes_new_take (g_steal_pointer (&data), size);
  page = dyzur_mime_original_read (bytes);
  if (page != NULL)
    g_task_return_pointer (task, g_bytes_new_take (page, strlen (page)), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_new_error (task, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND, "%s",
                             _("There is nothing to be read in this mail"));
}

static void
source_loaded_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char *path = dyzur_engine_load_source_finish (DYZUR_ENGINE (source), result, &error);

  if (path == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, path, g_free);
  g_task_run_in_thread (task, read_original);
}

/**
 * dyzur_engine_has_source:
 *
 * Returns: whether the message is a mail that lies at a server as it was written
 */
gboolean
dyzur_engine_has_source (DyzurEngine              *self,
                         const DyzurMessageRecord *message)
{
  DyzurConversation *conversation = dyzur_store_peek_conversation (self->store, message->conversation_id);
  const DyzurConversationRecord *record = conversation != NULL ? dyzur_conversation_get_record (conversation) : NULL;
  DyzurAccount *account = record != NULL ? _dyzur_engine_find_account (self, record->account_id, NULL) : NULL;

  return account != NULL && g_str_equal (dyzur_account_get_config (account)->kind, "mail") && message->remote_id != NULL
         && (message->kind == DYZUR_MESSAGE_INCOMING || message->kind == DYZUR_MESSAGE_OUTGOING);
}

/**
 * dyzur_engine_load_source_async:
 *
 * Takes the copy that is kept here, else asks the server and keeps what it says. With no copy and no connection:
 * %DYZUR_REMOTE_ERROR_TRANSIENT.
 */
void
dyzur_engine_load_source_async (DyzurEngine              *self,
                                const DyzurMessageRecord *message,
                                GCancellable             *cancellable,
                                GAsyncReadyCallback       callback,
                                gpointer                  user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, dyzur_engine_load_source_async);
  g_task_set_task_data (task, dyzur_message_record_copy (message), (GDestroyNotify) dyzur_message_record_free);
  dyzur_store_find_source_async (self->store, message->id, cancellable, found_cb, task);
}

/**
 * dyzur_engine_load_source_finish:
 *
 * Returns: (transfer full) (nullable): path of a file
 */
char *
dyzur_engine_load_source_finish (DyzurEngine   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
dyzur_engine_load_original_async (DyzurEngine              *self,
                                  const DyzurMessageRecord *message,
                                  GCancellable             *cancellable,
                                  GAsyncReadyCallback       callback,
                                  gpointer                  user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, dyzur_engine_load_original_async);
  dyzur_engine_load_source_async (self, message, cancellable, source_loaded_cb, task);
}

/**
 * dyzur_engine_load_original_finish:
 *
 * Returns: (transfer full) (nullable): HTML in UTF-8 with the pictures that came along in it; it is the author's, so that
 *   nothing else than dyzur-original may show it
 */
GBytes *
dyzur_engine_load_original_finish (DyzurEngine   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
