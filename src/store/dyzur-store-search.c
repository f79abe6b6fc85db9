/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-search-private.h"
#include "dyzur-work-time-private.h"

/*
 * What was found by then is shown. A search that has the processor is over before anybody waits; one that has to wait for
 * it, or for the disk, is given more time to find the same.
 */
#define WORK_LIMIT (80 * G_TIME_SPAN_MILLISECOND)
#define ENOUGH_WORK (15 * G_TIME_SPAN_MILLISECOND)
#define PATIENT_WORK_LIMIT (400 * G_TIME_SPAN_MILLISECOND)
#define TIME_LIMIT (2 * G_TIME_SPAN_SECOND)

static gboolean
look_everywhere (DyzurSearch  *search,
                 GError      **error)
{
  gboolean filtered = search->query->filters->len > 0;

  search->scanner = dyzur_scanner_new (search->matchers);
  return (filtered || (_dyzur_search_orders (search, error) && _dyzur_search_contacts (search, error))) &&
         _dyzur_search_messages (search, error) && _dyzur_search_knowledge (search, error);
}

static gboolean
run_search (DyzurDb         *db,
            gpointer         data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  DyzurSearch *search = data;
  gboolean corrected;

  if (!_dyzur_search_begin (search, db, error))
    return FALSE;
  if (dyzur_query_is_empty (search->query))
    return TRUE;
  if (!look_everywhere (search, error))
    return FALSE;
  if (search->hits->len > 0)
    return TRUE;
  if (!_dyzur_search_correct (search, &corrected, error))
    return FALSE;
  if (!corrected)
    return TRUE;
  return _dyzur_search_messages (search, error) && _dyzur_search_knowledge (search, error);
}

DyzurSearch *
_dyzur_search_new (DyzurAnalyzer *analyzer,
                   const char    *text,
                   const char    *me)
{
  DyzurSearch *search = g_new0 (DyzurSearch, 1);

  search->text = g_strdup (text);
  search->me = g_strdup (me);
  g_set_object (&search->analyzer, analyzer);
  search->hits = g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_hit_record_free);
  search->summary = dyzur_search_summary_new ();
  return search;
}

void
_dyzur_search_free (DyzurSearch *search)
{
  g_free (search->text);
  g_free (search->me);
  g_clear_object (&search->analyzer);
  dyzur_query_free (search->query);
  g_clear_pointer (&search->scanner, dyzur_scanner_free);
  g_clear_pointer (&search->matchers, g_ptr_array_unref);
  g_free (search->instead);
  g_clear_pointer (&search->hits, g_ptr_array_unref);
  dyzur_search_summary_free (search->summary);
  g_free (search);
}

gboolean
_dyzur_search_begin (DyzurSearch  *search,
                     DyzurDb      *db,
                     GError      **error)
{
  search->db = db;
  search->now = dyzur_clock_now ();
  search->deadline = g_get_monotonic_time () + TIME_LIMIT;
  search->work_end = _dyzur_work_time () + (search->patient ? PATIENT_WORK_LIMIT : WORK_LIMIT);
  search->enough_end = search->patient ? search->work_end : _dyzur_work_time () + ENOUGH_WORK;
  search->query = dyzur_query_parse (search->text, search->now);
  return dyzur_query_is_empty (search->query) || _dyzur_search_make_matchers (search, error);
}

/* @has_enough: there is something to show, and more of it is not worth much time */
gboolean
_dyzur_search_is_over (DyzurSearch *search,
                       gboolean     has_enough)
{
  return _dyzur_work_time () > (has_enough ? search->enough_end : search->work_end) ||
         g_get_monotonic_time () > search->deadline;
}

/* Which conversations a saved query stands for, on a reader. (element-type gint64) */
gboolean
_dyzur_search_conversations (DyzurDb        *db,
                             DyzurAnalyzer  *analyzer,
                             const char     *query,
                             const char     *me,
                             guint           limit,
                             GArray         *ids,
                             GError        **error)
{
  DyzurSearch *search = _dyzur_search_new (analyzer, query, me);
  gboolean done;

  search->limit = limit;
  search->patient = TRUE;
  search->ids = ids;
  done = _dyzur_search_begin (search, db, error);
  if (done && !dyzur_query_is_empty (search->query))
    {
      search->scanner = dyzur_scanner_new (search->matchers);
      done = _dyzur_search_messages (search, error);
    }
  _dyzur_search_free (search);
  return done;
}

/**
 * dyzur_store_search_async:
 * @query: anything, see dyzur-query.h; never an error
 * @limit: conversations at most; of each other kind there are at most five
 * @cancellable: fire it when the next key is pressed: the search stops within a millisecond or two
 *
 * Finds messages (grouped by conversation), people, orders, articles and canned responses.
 */
void
dyzur_store_search_async (DyzurStore          *self,
                          const char          *query,
                          guint                limit,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  DyzurSearch *search;

  g_return_if_fail (DYZUR_IS_STORE (self));
  g_return_if_fail (query != NULL);

  search = _dyzur_search_new (_dyzur_store_get_analyzer (self), query, _dyzur_store_get_me (self));
  search->limit = limit;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_search_async);
  g_task_set_task_data (task, search, (GDestroyNotify) _dyzur_search_free);
  _dyzur_store_read_task (self, task, run_search);
}

/**
 * dyzur_store_search_finish:
 *
 * Returns: (transfer full) (element-type DyzurHitRecord): orders, people, messages, articles, canned responses; the best
 *   of each kind first
 */
GPtrArray *
dyzur_store_search_finish (DyzurStore    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  DyzurSearch *search;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  search = g_task_get_task_data (G_TASK (result));
  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&search->hits) : NULL;
}

/**
 * dyzur_store_search_dup_summary:
 * @result: of a search that succeeded
 *
 * Returns: (transfer full): what is to be told of the conversations that were found
 */
DyzurSearchSummary *
dyzur_store_search_dup_summary (DyzurStore   *self,
                                GAsyncResult *result)
{
  DyzurSearch *search;
  DyzurSearchSummary *summary;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  search = g_task_get_task_data (G_TASK (result));
  summary = dyzur_search_summary_copy (search->summary);
  summary->instead = g_strdup (search->instead);
  return summary;
}
