/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search-private.h"

/* One conversation looked through. */
typedef struct
{
  DyzurSearch *search;
  gint64       conversation_id;
  GArray      *ids;               /* (element-type gint64) */
} Look;

static void
free_look (gpointer data)
{
  Look *look = data;

  _dyzur_search_free (look->search);
  g_clear_pointer (&look->ids, g_array_unref);
  g_free (look);
}

/* Words, or filters that tell messages apart; "is:open" alone would be every message. */
static gboolean
tells_messages_apart (DyzurQuery *query)
{
  for (guint i = 0; i < query->terms->len; i++)
    if (!((DyzurQueryTerm *) query->terms->pdata[i])->negated)
      return TRUE;
  for (guint i = 0; i < query->filters->len; i++)
    if (_dyzur_search_filter_is_of_message (query->filters->pdata[i]))
      return TRUE;
  return FALSE;
}

static gboolean
look_through (DyzurDb         *db,
              gpointer         data,
              DyzurChangeSet  *changes,
              GCancellable    *cancellable,
              GError         **error)
{
  Look *look = data;
  DyzurSearch *search = look->search;
  gboolean corrected;

  if (!_dyzur_search_begin (search, db, error))
    return FALSE;
  if (search->matchers == NULL || !tells_messages_apart (search->query))
    return TRUE;
  search->scanner = dyzur_scanner_new (search->matchers);
  if (!_dyzur_search_in_conversation (search, look->conversation_id, look->ids, error))
    return FALSE;
  if (look->ids->len > 0)
    return TRUE;
  return _dyzur_search_correct (search, &corrected, error) &&
         (!corrected || _dyzur_search_in_conversation (search, look->conversation_id, look->ids, error));
}

/**
 * dyzur_store_find_matches_async:
 * @query: as it was searched for, see dyzur-query.h; never an error. Filters that speak of conversations are not asked
 *
 * Finds every message of the conversation that matches, and what is to be marked in them.
 */
void
dyzur_store_find_matches_async (DyzurStore          *self,
                                gint64               conversation_id,
                                const char          *query,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Look *look;

  g_return_if_fail (DYZUR_IS_STORE (self));
  g_return_if_fail (query != NULL);

  look = g_new0 (Look, 1);
  look->search = _dyzur_search_new (_dyzur_store_get_analyzer (self), query, _dyzur_store_get_me (self));
  look->conversation_id = conversation_id;
  look->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_find_matches_async);
  g_task_set_task_data (task, look, free_look);
  _dyzur_store_read_task (self, task, look_through);
}

/**
 * dyzur_store_find_matches_finish:
 *
 * Returns: (transfer full): no messages when there are none, or no words
 */
DyzurMatches *
dyzur_store_find_matches_finish (DyzurStore    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  Look *look;
  GPtrArray *matchers;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  look = g_task_get_task_data (G_TASK (result));
  g_clear_pointer (&look->search->scanner, dyzur_scanner_free);
  matchers = g_steal_pointer (&look->search->matchers);
  if (matchers == NULL)
    matchers = g_ptr_array_new ();
  return dyzur_matches_new (matchers, g_steal_pointer (&look->ids), look->search->instead);
}
