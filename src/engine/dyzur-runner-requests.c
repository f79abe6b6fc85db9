/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-runner-private.h"

#include "dyzur-store-reading.h"

/* What people want to see of a remote besides what comes by itself: files that stayed there, messages as they lie there. */

typedef struct
{
  DyzurAttachment    *attachment;   /* one of both */
  DyzurMessageRecord *message;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->attachment, dyzur_attachment_free);
  g_clear_pointer (&request->message, dyzur_message_record_free);
  g_free (request);
}

static void
serve_attachment (DyzurRunner           *self,
                  GTask                 *task,
                  const DyzurAttachment *attachment)
{
  GError *error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  _dyzur_runner_begin_transfer (self, DYZUR_TRANSFER_FETCHING, attachment->id);
  bytes = dyzur_connector_fetch_attachment (self->connector, attachment, _dyzur_runner_progress_cb, self,
                                            g_task_get_cancellable (task), &error);
  _dyzur_runner_end_transfer (self);
  if (bytes == NULL || !dyzur_store_put_attachment (self->store, attachment->id, bytes, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
serve_source (DyzurRunner              *self,
              GTask                    *task,
              const DyzurMessageRecord *message)
{
  GError *error = NULL;
  g_autoptr(GBytes) bytes = dyzur_connector_fetch_source (self->connector, message, g_task_get_cancellable (task), &error);
  char *path = bytes != NULL ? dyzur_store_put_source (self->store, message->id, bytes, &error) : NULL;

  if (path == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, path, g_free);
}

/* On the job thread */
void
_dyzur_runner_serve_requests (DyzurRunner *self)
{
  for (;;)
    {
      g_autoptr(GTask) task = NULL;
      const Request *request;

      g_mutex_lock (&self->shared.mutex);
      task = g_queue_pop_head (&self->shared.requests);
      g_mutex_unlock (&self->shared.mutex);
      if (task == NULL)
        return;

      request = g_task_get_task_data (task);
      if (request->attachment != NULL)
        serve_attachment (self, task, request->attachment);
      else
        serve_source (self, task, request->message);
    }
}

void
_dyzur_runner_refuse_requests (DyzurRunner  *self,
                               const GError *why)
{
  GTask *task;

  g_mutex_lock (&self->shared.mutex);
  while ((task = g_queue_pop_head (&self->shared.requests)) != NULL)
    {
      g_task_return_error (task, why != NULL ? g_error_copy (why)
                                             : g_error_new_literal (DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT,
                                                                    "Not connected"));
      g_object_unref (task);
    }
  g_mutex_unlock (&self->shared.mutex);
}

/* (transfer full) @task */
static void
ask (DyzurRunner *self,
     GTask       *task,
     Request     *request)
{
  g_task_set_task_data (task, request, request_free);
  if (dyzur_account_get_state (self->account) != DYZUR_ACCOUNT_ONLINE)
    {
      g_task_return_new_error (task, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT, "Not connected");
      g_object_unref (task);
      return;
    }
  g_mutex_lock (&self->shared.mutex);
  g_queue_push_tail (&self->shared.requests, task);
  g_mutex_unlock (&self->shared.mutex);
  dyzur_runner_wake (self);
}

void
dyzur_runner_fetch_attachment_async (DyzurRunner           *self,
                                     const DyzurAttachment *attachment,
                                     GCancellable          *cancellable,
                                     GAsyncReadyCallback    callback,
                                     gpointer               user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, dyzur_runner_fetch_attachment_async);
  request->attachment = dyzur_attachment_copy (attachment);
  ask (self, task, request);
}

/**
 * dyzur_runner_fetch_attachment_finish:
 *
 * Returns: whether the bytes are on disk now
 */
gboolean
dyzur_runner_fetch_attachment_finish (DyzurRunner   *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
dyzur_runner_fetch_source_async (DyzurRunner              *self,
                                 const DyzurMessageRecord *message,
                                 GCancellable             *cancellable,
                                 GAsyncReadyCallback       callback,
                                 gpointer                  user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, dyzur_runner_fetch_source_async);
  request->message = dyzur_message_record_copy (message);
  ask (self, task, request);
}

/**
 * dyzur_runner_fetch_source_finish:
 *
 * Returns: (transfer full) (nullable): path of the file that holds the message as it lies at the remote
 */
char *
dyzur_runner_fetch_source_finish (DyzurRunner   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
