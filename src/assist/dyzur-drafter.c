/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-drafter.h"

#include "dyzur-writer-private.h"

struct _DyzurDrafter
{
  GObject         parent_instance;

  DyzurKnowledge *knowledge;
  GThreadPool    *worker;      /* one thread; NULL once closed */
  gboolean        closing;     /* atomic */

  struct
  {
    DyzurWriter  *writer;      /* (nullable): until the first draft */
  } worker_only;
};

G_DEFINE_FINAL_TYPE (DyzurDrafter, dyzur_drafter, G_TYPE_OBJECT)

static void
draft (DyzurDrafter *self,
       GTask        *task)
{
  g_autoptr(GPtrArray) suggestions = NULL;
  g_autoptr(GError) error = NULL;

  if (self->worker_only.writer == NULL)
    self->worker_only.writer = _dyzur_writer_new (self->knowledge);
  suggestions = _dyzur_writer_draft (self->worker_only.writer, g_task_get_task_data (task),
                                     g_task_get_cancellable (task), &error);
  if (suggestions == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&suggestions), (GDestroyNotify) g_ptr_array_unref);
}

static void
work (gpointer data,
      gpointer user_data)
{
  g_autoptr(GTask) task = data;
  DyzurDrafter *self = g_task_get_source_object (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (g_atomic_int_get (&self->closing))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The drafter was closed");
  else
    draft (self, task);
}

static void
dyzur_drafter_finalize (GObject *object)
{
  DyzurDrafter *self = DYZUR_DRAFTER (object);

  g_assert (self->worker == NULL);
  g_clear_object (&self->knowledge);

  G_OBJECT_CLASS (dyzur_drafter_parent_class)->finalize (object);
}

static void
dyzur_drafter_class_init (DyzurDrafterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_drafter_finalize;
}

static void
dyzur_drafter_init (DyzurDrafter *self)
{
  self->worker = g_thread_pool_new (work, NULL, 1, FALSE, NULL);
}

/**
 * dyzur_drafter_new:
 * @knowledge: where answers come from; called on the drafter's thread only
 *
 * Returns: (transfer full): end it with dyzur_drafter_close()
 */
DyzurDrafter *
dyzur_drafter_new (DyzurKnowledge *knowledge)
{
  DyzurDrafter *self = g_object_new (DYZUR_TYPE_DRAFTER, NULL);

  self->knowledge = g_object_ref (knowledge);
  return self;
}

/**
 * dyzur_drafter_close:
 *
 * Waits for the draft that is being written and ends the thread; drafts not begun come back as cancelled. Call it once,
 * before the last reference goes.
 */
void
dyzur_drafter_close (DyzurDrafter *self)
{
  g_return_if_fail (DYZUR_IS_DRAFTER (self));

  g_atomic_int_set (&self->closing, TRUE);
  if (self->worker != NULL)
    g_thread_pool_free (g_steal_pointer (&self->worker), FALSE, TRUE);
  g_clear_pointer (&self->worker_only.writer, _dyzur_writer_free);
}

/**
 * dyzur_drafter_draft_async:
 * @request: copied
 *
 * Drafts replies on the worker thread. Main thread only.
 */
void
dyzur_drafter_draft_async (DyzurDrafter            *self,
                           const DyzurDraftRequest *request,
                           GCancellable            *cancellable,
                           GAsyncReadyCallback      callback,
                           gpointer                 user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_DRAFTER (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (self->worker != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_drafter_draft_async);
  g_task_set_task_data (task, dyzur_draft_request_copy (request), (GDestroyNotify) dyzur_draft_request_free);
  g_thread_pool_push (self->worker, g_steal_pointer (&task), NULL);
}

/**
 * dyzur_drafter_draft_finish:
 * @error: what the knowledge base failed with, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type DyzurSuggestion): at most three, best first; empty when there is no ground
 */
GPtrArray *
dyzur_drafter_draft_finish (DyzurDrafter  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
