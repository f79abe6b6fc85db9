/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-engine-private.h"

/* Splitting and merging by hand. */

static void
moved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GArray *moves = dyzur_store_move_finish (DYZUR_STORE (source), result, &error);

  if (moves == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  _dyzur_engine_wake (g_task_get_source_object (task));
  g_task_return_pointer (task, moves, (GDestroyNotify) g_array_unref);
}

/**
 * dyzur_engine_split_async:
 * @contact_id: whose the part is; 0 = the same customer's
 * @address: (nullable): an e-mail address instead of @contact_id
 *
 * See dyzur_store_split_async().
 */
void
dyzur_engine_split_async (DyzurEngine         *self,
                          gint64               conversation_id,
                          const gint64        *message_ids,
                          gsize                n_messages,
                          gint64               contact_id,
                          const char          *address,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, dyzur_engine_split_async);
  dyzur_store_split_async (self->store, conversation_id, message_ids, n_messages, contact_id, address, self->me_name, NULL,
                           moved_cb, task);
}

/**
 * dyzur_engine_merge_async:
 *
 * See dyzur_store_merge_async().
 */
void
dyzur_engine_merge_async (DyzurEngine         *self,
                          gint64               conversation_id,
                          const gint64        *others,
                          gsize                n_others,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, dyzur_engine_merge_async);
  dyzur_store_merge_async (self->store, conversation_id, others, n_others, self->me_name, NULL, moved_cb, task);
}

/**
 * dyzur_engine_undo_moves_async:
 *
 * See dyzur_store_undo_moves_async().
 */
void
dyzur_engine_undo_moves_async (DyzurEngine         *self,
                               const gint64        *move_ids,
                               gsize                n_moves,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, dyzur_engine_undo_moves_async);
  dyzur_store_undo_moves_async (self->store, move_ids, n_moves, self->me_name, NULL, moved_cb, task);
}

/**
 * dyzur_engine_move_finish:
 *
 * Returns: (transfer full) (element-type DyzurMoveRecord): what was done, or undone
 */
GArray *
dyzur_engine_move_finish (DyzurEngine   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
