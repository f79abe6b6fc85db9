/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-private.h"

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_utf8_collate (*(const char * const *) a, *(const char * const *) b);
}

static gboolean
read_names (DyzurDb     *db,
            const char  *sql,
            GStrv       *names,
            GError     **error)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, sql, "");

  while (dyzur_rows_next (rows))
    g_ptr_array_add (found, dyzur_rows_dup_text (rows, 0));
  g_ptr_array_sort (found, compare_names);
  g_ptr_array_add (found, NULL);
  if (!dyzur_rows_end (&rows, error))
    return FALSE;
  *names = (GStrv) g_ptr_array_free (g_steal_pointer (&found), FALSE);
  return TRUE;
}

static gboolean
read_values (DyzurDb         *db,
             gpointer         data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  DyzurQueryValues *values = data;

  return read_names (db,
                     "SELECT name FROM labels WHERE EXISTS "
                     "(SELECT 1 FROM conversation_labels WHERE label_id = labels.id)", &values->labels, error) &&
         read_names (db,
                     "SELECT DISTINCT g.name FROM agents g JOIN accounts a ON a.nr = g.account AND NOT a.removed "
                     "WHERE g.name != ''", &values->agents, error) &&
         read_names (db,
                     "SELECT DISTINCT i.name FROM inboxes i JOIN accounts a ON a.nr = i.account AND NOT a.removed "
                     "WHERE i.name != ''", &values->inboxes, error);
}

/**
 * dyzur_store_load_query_values_async:
 *
 * Reads what a query can be completed with.
 */
void
dyzur_store_load_query_values_async (DyzurStore          *self,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_load_query_values_async);
  g_task_set_task_data (task, dyzur_query_values_new (), (GDestroyNotify) dyzur_query_values_free);
  _dyzur_store_read_task (self, task, read_values);
}

/**
 * dyzur_store_load_query_values_finish:
 *
 * Returns: (transfer full): each list in the order of the language
 */
DyzurQueryValues *
dyzur_store_load_query_values_finish (DyzurStore    *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  DyzurQueryValues *read, *values;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  read = g_task_get_task_data (G_TASK (result));
  values = dyzur_query_values_new ();
  values->labels = g_steal_pointer (&read->labels);
  values->agents = g_steal_pointer (&read->agents);
  values->inboxes = g_steal_pointer (&read->inboxes);
  return values;
}
