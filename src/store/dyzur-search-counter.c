/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search-counter-private.h"

#include "dyzur-saved-searches-private.h"
#include "dyzur-weak-private.h"

/* Between two countings: as long, and as many times what the last one took */
#define SHORTEST_PAUSE 500
#define PAUSE_TIMES 20

typedef struct
{
  DyzurAnalyzer *analyzer;
  char          *me;
  GPtrArray     *searches;   /* (element-type DyzurSavedSearch) */
  gint64         took;       /* µs */
} Counting;

struct _DyzurSearchCounter
{
  GObject       parent_instance;

  GWeakRef      store;       /* it holds who holds us */
  GCancellable *cancellable;
  GHashTable   *counts;      /* query → count */
  guint         n_searches;
  gboolean      counting;
  gboolean      stale;
  guint         pause;       /* source: no counting before it ends */
};

enum { COUNTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurSearchCounter, dyzur_search_counter, G_TYPE_OBJECT)

static void count_again (DyzurSearchCounter *self);

static void
free_counting (gpointer data)
{
  Counting *counting = data;

  g_clear_object (&counting->analyzer);
  g_free (counting->me);
  g_clear_pointer (&counting->searches, g_ptr_array_unref);
  g_free (counting);
}

static gboolean
count (DyzurDb         *db,
       gpointer         data,
       DyzurChangeSet  *changes,
       GCancellable    *cancellable,
       GError         **error)
{
  Counting *counting = data;
  gint64 start = g_get_monotonic_time ();
  gboolean done;

  counting->searches = _dyzur_saved_searches_read (db, error);
  done = counting->searches != NULL &&
         _dyzur_saved_searches_count (db, counting->searches, counting->analyzer, counting->me, error);
  counting->took = g_get_monotonic_time () - start;
  return done;
}

static gboolean
pause_over_cb (gpointer user_data)
{
  DyzurSearchCounter *self = user_data;

  self->pause = 0;
  count_again (self);
  return G_SOURCE_REMOVE;
}

static void
take_counts (DyzurSearchCounter *self,
             GPtrArray          *searches)
{
  g_hash_table_remove_all (self->counts);
  for (guint i = 0; i < searches->len; i++)
    {
      DyzurSavedSearch *saved = g_ptr_array_index (searches, i);

      g_hash_table_insert (self->counts, g_steal_pointer (&saved->query), GUINT_TO_POINTER (saved->count));
    }
  g_signal_emit (self, signals[COUNTED], 0);
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(DyzurSearchCounter) self = _dyzur_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  Counting *counting = g_task_get_task_data (G_TASK (result));
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (self == NULL)
    return;
  self->counting = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->pause = g_timeout_add ((guint) MAX (SHORTEST_PAUSE, counting->took / 1000 * PAUSE_TIMES), pause_over_cb, self);
  if (done)
    take_counts (self, counting->searches);
  else
    g_debug ("Saved searches were not counted: %s", error->message);
}

static void
count_again (DyzurSearchCounter *self)
{
  g_autoptr(DyzurStore) store = g_weak_ref_get (&self->store);
  g_autoptr(GTask) task = NULL;
  Counting *counting;

  if (!self->stale || self->n_searches == 0 || self->counting || self->pause != 0 || store == NULL)
    return;
  self->stale = FALSE;
  self->counting = TRUE;
  counting = g_new0 (Counting, 1);
  counting->me = g_strdup (_dyzur_store_get_me (store));
  g_set_object (&counting->analyzer, _dyzur_store_get_analyzer (store));
  task = g_task_new (store, self->cancellable, counted_cb, _dyzur_weak_new (self));
  g_task_set_source_tag (task, count_again);
  g_task_set_task_data (task, counting, free_counting);
  _dyzur_store_read_task (store, task, count);
}

static void
changed_cb (DyzurSearchCounter *self,
            DyzurChangeSet     *changes)
{
  if (dyzur_change_set_has (changes, DYZUR_CHANGED_CONVERSATIONS) ||
      dyzur_change_set_has (changes, DYZUR_CHANGED_INDEX) || dyzur_change_set_has (changes, DYZUR_CHANGED_ACCOUNTS) ||
      dyzur_change_set_has (changes, DYZUR_CHANGED_VIEWS))   /* also: somebody else sits here */
    self->stale = TRUE;
  count_again (self);
}

static void
dyzur_search_counter_dispose (GObject *object)
{
  DyzurSearchCounter *self = DYZUR_SEARCH_COUNTER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->pause, g_source_remove);

  G_OBJECT_CLASS (dyzur_search_counter_parent_class)->dispose (object);
}

static void
dyzur_search_counter_finalize (GObject *object)
{
  DyzurSearchCounter *self = DYZUR_SEARCH_COUNTER (object);

  g_weak_ref_clear (&self->store);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->counts);

  G_OBJECT_CLASS (dyzur_search_counter_parent_class)->finalize (object);
}

static void
dyzur_search_counter_class_init (DyzurSearchCounterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dyzur_search_counter_dispose;
  object_class->finalize = dyzur_search_counter_finalize;

  signals[COUNTED] = g_signal_new ("counted", DYZUR_TYPE_SEARCH_COUNTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
dyzur_search_counter_init (DyzurSearchCounter *self)
{
  g_weak_ref_init (&self->store, NULL);
  self->cancellable = g_cancellable_new ();
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

DyzurSearchCounter *
_dyzur_search_counter_new (DyzurStore *store)
{
  DyzurSearchCounter *self = g_object_new (DYZUR_TYPE_SEARCH_COUNTER, NULL);

  g_weak_ref_set (&self->store, store);
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

guint
_dyzur_search_counter_get (DyzurSearchCounter *self,
                           const char         *query)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, query));
}

void
_dyzur_search_counter_start (DyzurSearchCounter *self,
                             guint               n_searches)
{
  self->n_searches = n_searches;
  self->stale = TRUE;
  g_clear_handle_id (&self->pause, g_source_remove);
  count_again (self);
}
