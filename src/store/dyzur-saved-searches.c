/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-saved-searches-private.h"

#include "dyzur-search-private.h"

/* What is asked of the table: id 0 saves a new one. */
typedef struct
{
  gint64  id;
  char   *name;
  char   *query;
  guint   position;
} Change;

static void
free_saved (gpointer data)
{
  DyzurSavedSearch *saved = data;

  g_free (saved->name);
  g_free (saved->query);
  g_free (saved);
}

static void
free_change (gpointer data)
{
  Change *change = data;

  g_free (change->name);
  g_free (change->query);
  g_free (change);
}

static gboolean
set_not_found (gint64   id,
               GError **error)
{
  g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "there is no saved search %" G_GINT64_FORMAT, id);
  return FALSE;
}

/* Each query is kept once: saving it again gives it the new name. */
static gboolean
add_search (DyzurDb       *db,
            const Change  *change,
            GError       **error)
{
  return dyzur_db_exec (db, error,
                        "INSERT INTO saved_searches (name, query, position) "
                        "VALUES (?, ?, (SELECT coalesce (max (position), 0) + 1 FROM saved_searches)) "
                        "ON CONFLICT (query) DO UPDATE SET name = excluded.name",
                        "ss", change->name, change->query);
}

static gboolean
update_search (DyzurDb       *db,
               const Change  *change,
               GError       **error)
{
  if (!dyzur_db_exec (db, error, "DELETE FROM saved_searches WHERE query = ? AND id != ?", "sl", change->query,
                      change->id) ||
      !dyzur_db_exec (db, error, "UPDATE saved_searches SET name = ?, query = ? WHERE id = ?", "ssl", change->name,
                      change->query, change->id))
    return FALSE;
  return dyzur_db_changes (db) > 0 || set_not_found (change->id, error);
}

static gboolean
save_search (DyzurDb         *db,
             gpointer         data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  Change *change = data;

  if (!(change->id == 0 ? add_search (db, change, error) : update_search (db, change, error)) ||
      !dyzur_db_int64 (db, &change->id, error, "SELECT id FROM saved_searches WHERE query = ?", "s", change->query))
    return FALSE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_VIEWS, 0);
  return TRUE;
}

static gboolean
remove_search (DyzurDb         *db,
               gpointer         data,
               DyzurChangeSet  *changes,
               GCancellable    *cancellable,
               GError         **error)
{
  Change *change = data;

  dyzur_change_set_add (changes, DYZUR_CHANGED_VIEWS, 0);
  return dyzur_db_exec (db, error, "DELETE FROM saved_searches WHERE id = ?", "l", change->id);
}

/* The others keep their order around it. */
static gboolean
move_search (DyzurDb         *db,
             gpointer         data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  Change *change = data;
  g_autoptr(GPtrArray) searches = _dyzur_saved_searches_read (db, error);
  gpointer moved = NULL;

  if (searches == NULL)
    return FALSE;
  for (guint i = 0; i < searches->len && moved == NULL; i++)
    if (((DyzurSavedSearch *) searches->pdata[i])->id == change->id)
      moved = g_ptr_array_steal_index (searches, i);
  if (moved == NULL)
    return set_not_found (change->id, error);
  g_ptr_array_insert (searches, (int) MIN (change->position, searches->len), moved);
  for (guint i = 0; i < searches->len; i++)
    if (!dyzur_db_exec (db, error, "UPDATE saved_searches SET position = ? WHERE id = ?", "il", (int) i + 1,
                        ((DyzurSavedSearch *) searches->pdata[i])->id))
      return FALSE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_VIEWS, 0);
  return TRUE;
}

static void
start_change (DyzurStore          *self,
              Change              *change,
              DyzurStoreFunc       func,
              gpointer             tag,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, change, free_change);
  _dyzur_store_write_task (self, task, func);
}

GPtrArray *
_dyzur_saved_searches_read (DyzurDb  *db,
                            GError  **error)
{
  g_autoptr(GPtrArray) searches = g_ptr_array_new_with_free_func (free_saved);
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT id, name, query FROM saved_searches ORDER BY position, id", "");
  while (dyzur_rows_next (rows))
    {
      DyzurSavedSearch *saved = g_new0 (DyzurSavedSearch, 1);

      saved->id = dyzur_rows_int64 (rows, 0);
      saved->name = dyzur_rows_dup_text (rows, 1);
      saved->query = dyzur_rows_dup_text (rows, 2);
      g_ptr_array_add (searches, saved);
    }
  return dyzur_rows_end (&rows, error) ? g_steal_pointer (&searches) : NULL;
}

gboolean
_dyzur_saved_searches_count (DyzurDb        *db,
                             GPtrArray      *searches,
                             DyzurAnalyzer  *analyzer,
                             const char     *me,
                             GError        **error)
{
  for (guint i = 0; i < searches->len; i++)
    {
      DyzurSavedSearch *saved = g_ptr_array_index (searches, i);
      g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

      if (!_dyzur_search_conversations (db, analyzer, saved->query, me, DYZUR_SAVED_SEARCH_MAX, ids, error))
        return FALSE;
      saved->count = ids->len;
    }
  return TRUE;
}

/**
 * dyzur_store_save_search_async:
 * @id: of the saved search to change, 0 = a new one
 * @name: how people call it; the query itself when it is empty
 * @query: anything, see dyzur-query.h. Each is kept once: another one with the same query gives way
 *
 * The views tell it: see dyzur_store_get_views().
 */
void
dyzur_store_save_search_async (DyzurStore          *self,
                               gint64               id,
                               const char          *name,
                               const char          *query,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Change *change;

  g_return_if_fail (DYZUR_IS_STORE (self));
  g_return_if_fail (query != NULL);

  change = g_new0 (Change, 1);
  change->id = id;
  change->query = g_strstrip (g_utf8_make_valid (query, -1));
  change->name = g_strstrip (g_utf8_make_valid (name != NULL ? name : "", -1));
  if (*change->name == '\0')
    {
      g_free (change->name);
      change->name = g_strdup (change->query);
    }
  start_change (self, change, save_search, dyzur_store_save_search_async, cancellable, callback, user_data);
}

/**
 * dyzur_store_save_search_finish:
 * @error: NOT_FOUND when the one to change has been removed
 *
 * Returns: its id, 0 with @error
 */
gint64
dyzur_store_save_search_finish (DyzurStore    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  Change *change;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  change = g_task_get_task_data (G_TASK (result));
  return g_task_propagate_boolean (G_TASK (result), error) ? change->id : 0;
}

void
dyzur_store_remove_search_async (DyzurStore          *self,
                                 gint64               id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  Change *change;

  g_return_if_fail (DYZUR_IS_STORE (self));

  change = g_new0 (Change, 1);
  change->id = id;
  start_change (self, change, remove_search, dyzur_store_remove_search_async, cancellable, callback, user_data);
}

gboolean
dyzur_store_remove_search_finish (DyzurStore    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * dyzur_store_move_search_async:
 * @position: among the saved searches, from 0; beyond the end is the end
 */
void
dyzur_store_move_search_async (DyzurStore          *self,
                               gint64               id,
                               guint                position,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Change *change;

  g_return_if_fail (DYZUR_IS_STORE (self));

  change = g_new0 (Change, 1);
  change->id = id;
  change->position = position;
  start_change (self, change, move_search, dyzur_store_move_search_async, cancellable, callback, user_data);
}

/**
 * dyzur_store_move_search_finish:
 * @error: NOT_FOUND when it has been removed
 */
gboolean
dyzur_store_move_search_finish (DyzurStore    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
