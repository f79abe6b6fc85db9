/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-view-list.h"

#include "dyzur-saved-searches-private.h"
#include "dyzur-search-counter-private.h"
#include "dyzur-store-private.h"
#include "dyzur-weak-private.h"

/* A view as the store describes it. */
typedef struct
{
  DyzurViewKind  kind;
  char          *argument;
  char          *title;
  gint64         id;
  DyzurChannel   channel;
  guint          count;
} ViewRow;

typedef struct
{
  char      *me;
  GPtrArray *rows;       /* (element-type ViewRow) */
} ViewsRead;

struct _DyzurViewList
{
  GObject             parent_instance;

  GWeakRef            store;   /* it holds us */
  GCancellable       *cancellable;
  DyzurSearchCounter *counter;
  GPtrArray          *views;   /* (element-type DyzurView) */
  gboolean            reading;
  gboolean            changed;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurViewList, dyzur_view_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
free_row (gpointer data)
{
  ViewRow *row = data;

  g_free (row->argument);
  g_free (row->title);
  g_free (row);
}

static void
free_read (gpointer data)
{
  ViewsRead *read = data;

  g_free (read->me);
  g_ptr_array_unref (read->rows);
  g_free (read);
}

static ViewRow *
add_row (ViewsRead     *read,
         DyzurViewKind  kind)
{
  ViewRow *row = g_new0 (ViewRow, 1);

  row->kind = kind;
  g_ptr_array_add (read->rows, row);
  return row;
}

static gboolean
read_common (DyzurDb    *db,
             ViewsRead  *read,
             GError    **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  for (DyzurViewKind kind = DYZUR_VIEW_MINE; kind <= DYZUR_VIEW_RESOLVED; kind++)
    add_row (read, kind);
  rows = dyzur_db_query (db,
                         "SELECT view, count FROM counters WHERE view <= ?1 AND argument = '' "
                         "UNION ALL SELECT view, count FROM counters WHERE view = ?2 AND argument = ?3",
                         "iis", DYZUR_VIEW_RESOLVED, DYZUR_VIEW_MINE, read->me);
  while (dyzur_rows_next (rows))
    {
      ViewRow *row = g_ptr_array_index (read->rows, dyzur_rows_int (rows, 0));

      row->count = (guint) MAX (dyzur_rows_int64 (rows, 1), 0);
    }
  return dyzur_rows_end (&rows, error);
}

/* What is being written has its place, so that nothing moves when somebody begins to. */
static gboolean
read_drafts (DyzurDb    *db,
             ViewsRead  *read,
             GError    **error)
{
  gint64 count = 0;

  if (!dyzur_db_int64 (db, &count, error, "SELECT count FROM counters WHERE view = ? AND argument = ''", "i",
                       (int) DYZUR_VIEW_DRAFTS))
    return FALSE;
  add_row (read, DYZUR_VIEW_DRAFTS)->count = (guint) MAX (count, 0);
  return TRUE;
}

/* What is put away has a place while there is any. */
static gboolean
read_away (DyzurDb    *db,
           ViewsRead  *read,
           GError    **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT view, count FROM counters WHERE view IN (?, ?) AND argument = '' AND count > 0 "
                         "ORDER BY view DESC", "ii", DYZUR_VIEW_SPAM, DYZUR_VIEW_ARCHIVE);
  while (dyzur_rows_next (rows))
    add_row (read, dyzur_rows_int (rows, 0))->count = (guint) dyzur_rows_int64 (rows, 1);
  return dyzur_rows_end (&rows, error);
}

static gboolean
read_inboxes (DyzurDb    *db,
              ViewsRead  *read,
              GError    **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT a.id || '/' || i.id, coalesce (i.name, i.id), i.channel, k.count "
                         "FROM inboxes i JOIN accounts a ON a.nr = i.account AND NOT a.removed "
                         "LEFT JOIN counters k ON k.view = ? AND k.argument = i.account || '/' || i.id "
                         "ORDER BY a.nr, 2",
                         "i", DYZUR_VIEW_INBOX);
  while (dyzur_rows_next (rows))
    {
      ViewRow *row = add_row (read, DYZUR_VIEW_INBOX);

      row->argument = dyzur_rows_dup_text (rows, 0);
      row->title = dyzur_rows_dup_text (rows, 1);
      row->channel = dyzur_rows_int (rows, 2);
      row->count = (guint) MAX (dyzur_rows_int64 (rows, 3), 0);
    }
  return dyzur_rows_end (&rows, error);
}

static int
compare_titles (gconstpointer a,
                gconstpointer b)
{
  const ViewRow *left = *(ViewRow * const *) a, *right = *(ViewRow * const *) b;

  return g_utf8_collate (left->title, right->title);
}

static gboolean
read_labels (DyzurDb    *db,
             ViewsRead  *read,
             GError    **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  guint first = read->rows->len;

  rows = dyzur_db_query (db,
                         "SELECT l.name, k.count FROM labels l "
                         "LEFT JOIN counters k ON k.view = ? AND k.argument = CAST (l.id AS TEXT) "
                         "WHERE EXISTS (SELECT 1 FROM conversation_labels c WHERE c.label_id = l.id)",
                         "i", DYZUR_VIEW_LABEL);
  while (dyzur_rows_next (rows))
    {
      ViewRow *row = add_row (read, DYZUR_VIEW_LABEL);

      row->argument = dyzur_rows_dup_text (rows, 0);
      row->title = dyzur_rows_dup_text (rows, 0);
      row->count = (guint) MAX (dyzur_rows_int64 (rows, 1), 0);
    }
  qsort (read->rows->pdata + first, read->rows->len - first, sizeof (gpointer), compare_titles);
  return dyzur_rows_end (&rows, error);
}

static gboolean
read_saved (DyzurDb    *db,
            ViewsRead  *read,
            GError    **error)
{
  g_autoptr(GPtrArray) searches = _dyzur_saved_searches_read (db, error);

  for (guint i = 0; searches != NULL && i < searches->len; i++)
    {
      DyzurSavedSearch *saved = g_ptr_array_index (searches, i);
      ViewRow *row = add_row (read, DYZUR_VIEW_SEARCH);

      row->id = saved->id;
      row->argument = g_steal_pointer (&saved->query);
      row->title = g_steal_pointer (&saved->name);
    }
  return searches != NULL;
}

static gboolean
read_views (DyzurDb         *db,
            gpointer         data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  ViewsRead *read = data;

  return read_common (db, read, error) && read_drafts (db, read, error) && read_away (db, read, error) &&
         read_inboxes (db, read, error) && read_labels (db, read, error) && read_saved (db, read, error);
}

/* The view that stands for @row already, or a new one; a saved search may be renamed, any other name is another view. */
static DyzurView *
ref_view (DyzurViewList *self,
          ViewRow       *row)
{
  g_autoptr(DyzurView) view = dyzur_view_new (row->kind, row->argument, row->title);

  dyzur_view_set_channel (view, row->channel);
  dyzur_view_set_id (view, row->id);
  for (guint i = 0; i < self->views->len; i++)
    {
      DyzurView *known = g_ptr_array_index (self->views, i);

      if (dyzur_view_equal (known, view) && dyzur_view_get_channel (known) == row->channel &&
          dyzur_view_get_id (known) == row->id &&
          (row->id != 0 || g_strcmp0 (dyzur_view_get_title (known), row->title) == 0))
        return g_object_ref (known);
    }
  return g_steal_pointer (&view);
}

/* Whether the searches are others than before: then they have to be counted. */
static void
count_searches (DyzurViewList *self,
                GPtrArray     *before)
{
  guint n = 0, known = 0;

  for (guint i = 0; i < self->views->len; i++)
    if (dyzur_view_get_kind (self->views->pdata[i]) == DYZUR_VIEW_SEARCH)
      {
        n++;
        known += g_ptr_array_find (before, self->views->pdata[i], NULL);
      }
  if (known < n)
    _dyzur_search_counter_start (self->counter, n);
}

static void
show (DyzurViewList *self,
      GPtrArray     *rows)
{
  g_autoptr(GPtrArray) old = NULL;
  GPtrArray *views = g_ptr_array_new_with_free_func (g_object_unref);
  guint head = 0, tail = 0, shorter = MIN (self->views->len, rows->len);

  for (guint i = 0; i < rows->len; i++)
    {
      ViewRow *row = g_ptr_array_index (rows, i);
      DyzurView *view = ref_view (self, row);

      dyzur_view_set_title (view, row->title);
      dyzur_view_set_count (view, row->kind == DYZUR_VIEW_SEARCH ? _dyzur_search_counter_get (self->counter, row->argument)
                                                                 : row->count);
      g_ptr_array_add (views, view);
    }
  old = self->views;
  self->views = views;
  while (head < shorter && old->pdata[head] == views->pdata[head])
    head++;
  while (tail < shorter - head && old->pdata[old->len - 1 - tail] == views->pdata[views->len - 1 - tail])
    tail++;
  if (old->len > head + tail || views->len > head + tail)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail, views->len - head - tail);
  count_searches (self, old);
}

static void
counted_cb (DyzurViewList *self)
{
  for (guint i = 0; i < self->views->len; i++)
    {
      DyzurView *view = g_ptr_array_index (self->views, i);

      if (dyzur_view_get_kind (view) == DYZUR_VIEW_SEARCH)
        dyzur_view_set_count (view, _dyzur_search_counter_get (self->counter, dyzur_view_get_argument (view)));
    }
}

static void read_again (DyzurViewList *self);

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DyzurViewList) self = _dyzur_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  ViewsRead *read = g_task_get_task_data (G_TASK (result));
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (self == NULL)
    return;
  self->reading = FALSE;
  if (!done)
    {
      g_debug ("The views were not read: %s", error->message);
      return;
    }
  show (self, read->rows);
  read_again (self);
}

static void
read_again (DyzurViewList *self)
{
  g_autoptr(DyzurStore) store = g_weak_ref_get (&self->store);
  g_autoptr(GTask) task = NULL;
  ViewsRead *read;

  if (self->reading || !self->changed || store == NULL)
    return;
  self->reading = TRUE;
  self->changed = FALSE;
  read = g_new0 (ViewsRead, 1);
  read->me = g_strdup (_dyzur_store_get_me (store));
  read->rows = g_ptr_array_new_with_free_func (free_row);
  task = g_task_new (store, self->cancellable, read_cb, _dyzur_weak_new (self));
  g_task_set_source_tag (task, read_again);
  g_task_set_task_data (task, read, free_read);
  _dyzur_store_read_task (store, task, read_views);
}

static void
changed_cb (DyzurViewList  *self,
            DyzurChangeSet *changes)
{
  if (dyzur_change_set_has (changes, DYZUR_CHANGED_VIEWS) ||
      dyzur_change_set_has (changes, DYZUR_CHANGED_CONVERSATIONS) ||
      dyzur_change_set_has (changes, DYZUR_CHANGED_ACCOUNTS))
    self->changed = TRUE;
  read_again (self);
}

static GType
get_item_type (GListModel *model)
{
  return DYZUR_TYPE_VIEW;
}

static guint
get_n_items (GListModel *model)
{
  return DYZUR_VIEW_LIST (model)->views->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  DyzurViewList *self = DYZUR_VIEW_LIST (model);

  return position < self->views->len ? g_object_ref (self->views->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
dyzur_view_list_dispose (GObject *object)
{
  DyzurViewList *self = DYZUR_VIEW_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->counter);

  G_OBJECT_CLASS (dyzur_view_list_parent_class)->dispose (object);
}

static void
dyzur_view_list_finalize (GObject *object)
{
  DyzurViewList *self = DYZUR_VIEW_LIST (object);

  g_weak_ref_clear (&self->store);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->views);

  G_OBJECT_CLASS (dyzur_view_list_parent_class)->finalize (object);
}

static void
dyzur_view_list_class_init (DyzurViewListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dyzur_view_list_dispose;
  object_class->finalize = dyzur_view_list_finalize;
}

static void
dyzur_view_list_init (DyzurViewList *self)
{
  self->cancellable = g_cancellable_new ();
  self->views = g_ptr_array_new_with_free_func (g_object_unref);
  g_weak_ref_init (&self->store, NULL);
}

/**
 * dyzur_view_list_new:
 *
 * The views everybody has are there at once, uncounted; the rest follows.
 *
 * Returns: (transfer full)
 */
DyzurViewList *
dyzur_view_list_new (DyzurStore *store)
{
  DyzurViewList *self = g_object_new (DYZUR_TYPE_VIEW_LIST, NULL);

  g_weak_ref_set (&self->store, store);
  for (DyzurViewKind kind = DYZUR_VIEW_MINE; kind <= DYZUR_VIEW_RESOLVED; kind++)
    g_ptr_array_add (self->views, dyzur_view_new (kind, NULL, NULL));
  g_ptr_array_add (self->views, dyzur_view_new (DYZUR_VIEW_DRAFTS, NULL, NULL));
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  self->counter = _dyzur_search_counter_new (store);
  g_signal_connect_object (self->counter, "counted", G_CALLBACK (counted_cb), self, G_CONNECT_SWAPPED);
  self->changed = TRUE;
  read_again (self);
  return self;
}
