/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-engine-private.h"

/* What people look for, and the searches they keep. */

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DyzurSearchSummary *summary;
  GPtrArray *records;
  GError *error = NULL;

  records = dyzur_store_search_finish (DYZUR_STORE (source), result, &error);
  if (records == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  summary = dyzur_store_search_dup_summary (DYZUR_STORE (source), result);
  g_task_return_pointer (task, dyzur_hit_list_new (records, summary), g_object_unref);
  dyzur_search_summary_free (summary);
}

void
dyzur_engine_search_async (DyzurEngine         *self,
                           const char          *query,
                           guint                limit,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, dyzur_engine_search_async);
  dyzur_store_search_async (self->store, query, limit, cancellable, found_cb, g_steal_pointer (&task));
}

/**
 * dyzur_engine_search_finish:
 *
 * Returns: (transfer full) (nullable): a #DyzurHitList
 */
GListModel *
dyzur_engine_search_finish (DyzurEngine   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
dyzur_engine_complete_people_async (DyzurEngine         *self,
                                    const char          *text,
                                    guint                limit,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  dyzur_store_complete_people_async (self->store, text, limit, cancellable, _dyzur_engine_forwarded_cb,
                                     _dyzur_engine_forward (self, callback, user_data));
}

GPtrArray *
dyzur_engine_complete_people_finish (DyzurEngine   *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_complete_people_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_find_matches_async (DyzurEngine         *self,
                                 gint64               conversation_id,
                                 const char          *query,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  dyzur_store_find_matches_async (self->store, conversation_id, query, cancellable, _dyzur_engine_forwarded_cb,
                                  _dyzur_engine_forward (self, callback, user_data));
}

DyzurMatches *
dyzur_engine_find_matches_finish (DyzurEngine   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_find_matches_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_load_query_values_async (DyzurEngine         *self,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  dyzur_store_load_query_values_async (self->store, cancellable, _dyzur_engine_forwarded_cb,
                                       _dyzur_engine_forward (self, callback, user_data));
}

DyzurQueryValues *
dyzur_engine_load_query_values_finish (DyzurEngine   *self,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_load_query_values_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_save_search_async (DyzurEngine         *self,
                                gint64               id,
                                const char          *name,
                                const char          *query,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  dyzur_store_save_search_async (self->store, id, name, query, cancellable, _dyzur_engine_forwarded_cb,
                                 _dyzur_engine_forward (self, callback, user_data));
}

gint64
dyzur_engine_save_search_finish (DyzurEngine   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_save_search_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_remove_search_async (DyzurEngine         *self,
                                  gint64               id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  dyzur_store_remove_search_async (self->store, id, cancellable, _dyzur_engine_forwarded_cb,
                                   _dyzur_engine_forward (self, callback, user_data));
}

gboolean
dyzur_engine_remove_search_finish (DyzurEngine   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_remove_search_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_move_search_async (DyzurEngine         *self,
                                gint64               id,
                                guint                position,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  dyzur_store_move_search_async (self->store, id, position, cancellable, _dyzur_engine_forwarded_cb,
                                 _dyzur_engine_forward (self, callback, user_data));
}

gboolean
dyzur_engine_move_search_finish (DyzurEngine   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_move_search_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}
