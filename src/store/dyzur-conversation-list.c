/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation-list.h"

#include "dyzur-conversation-reads-private.h"
#include "dyzur-list-diff-private.h"
#include "dyzur-store-objects-private.h"
#include "dyzur-store-private.h"
#include "dyzur-weak-private.h"

#define PAGE 64
/* Objects kept alive although nobody holds them: scrolling back finds them filled */
#define RECENT 512
/* More changes than this and reading the whole order anew is cheaper */
#define MANY_CHANGES 400
/* A saved query that took more work than this (µs) is asked again only after so many times as long */
#define LONG_WORK 20000
#define PAUSE_TIMES 10

struct _DyzurConversationList
{
  GObject       parent_instance;

  DyzurStore   *store;
  DyzurView    *view;
  char         *me;
  GCancellable *cancellable;
  gboolean      loading;

  /* What is shown. While changes are told one after the other, rows before new_rows come from coming, the rest from rows */
  GArray       *rows;         /* (element-type DyzurEntry) */
  GArray       *coming;       /* (nullable) */
  guint         new_rows;
  guint         old_start;

  /* What has to be read again */
  GArray       *changed_ids;  /* (element-type gint64) */
  gboolean      all_changed;
  gboolean      refreshing;
  guint         pause_source;  /* no refresh before it ends */

  /* Shells that wait for their record */
  GArray       *wanted;       /* (element-type gint64): newest wish last */
  GHashTable   *wanted_set;
  gboolean      filling;
  guint         fill_source;
  GQueue        recent;       /* (element-type DyzurConversation) */
};

enum { PROP_0, PROP_LOADING, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);
static void refresh               (DyzurConversationList *self);
static void fill                  (DyzurConversationList *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurConversationList, dyzur_conversation_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static const DyzurEntry *
row_at (DyzurConversationList *self,
        guint                  position)
{
  const GArray *rows = self->rows;

  if (self->coming != NULL && position < self->new_rows)
    rows = self->coming;
  else if (self->coming != NULL)
    position = position - self->new_rows + self->old_start;
  return position < rows->len ? &g_array_index (rows, DyzurEntry, position) : NULL;
}

static guint
count_rows (DyzurConversationList *self)
{
  if (self->coming == NULL)
    return self->rows->len;
  return self->new_rows + self->rows->len - self->old_start;
}

static void
remember (DyzurConversationList *self,
          DyzurConversation     *conversation)
{
  g_queue_push_tail (&self->recent, g_object_ref (conversation));
  if (self->recent.length > RECENT)
    g_object_unref (g_queue_pop_head (&self->recent));
}

static void
take_records (DyzurConversationList *self,
              GPtrArray             *records,
              guint                  serial)
{
  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr(DyzurConversation) conversation = NULL;

      conversation = _dyzur_store_take_conversation (self->store, g_steal_pointer (&records->pdata[i]), serial);
      remember (self, conversation);
    }
}

/* Tells the rows that differ. Every moment between two hunks is a state of its own: see row_at(). */
static void
show (DyzurConversationList *self,
      GArray                *rows,
      GArray                *hunks)
{
  self->coming = rows;
  self->new_rows = 0;
  self->old_start = 0;
  for (guint i = 0; i < hunks->len; i++)
    {
      const DyzurHunk *hunk = &g_array_index (hunks, DyzurHunk, i);

      self->new_rows = hunk->new_start + hunk->added;
      self->old_start = hunk->old_start + hunk->removed;
      g_list_model_items_changed (G_LIST_MODEL (self), hunk->position, hunk->removed, hunk->added);
    }
  g_array_unref (self->rows);
  self->rows = g_array_ref (rows);
  self->coming = NULL;
}

static gboolean
pause_over_cb (gpointer user_data)
{
  DyzurConversationList *self = user_data;

  self->pause_source = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

/* A saved query is asked anew at each change: when that takes long, less often. */
static void
pause_after (DyzurConversationList *self,
             const DyzurViewRead   *read)
{
  if (read->work > LONG_WORK && self->pause_source == 0)
    self->pause_source = g_timeout_add ((guint) (read->work / 1000 * PAUSE_TIMES), pause_over_cb, self);
}

static void
refresh_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(DyzurConversationList) self = _dyzur_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  DyzurViewRead *read = g_task_get_task_data (G_TASK (result));
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (self == NULL)
    return;
  self->refreshing = FALSE;
  pause_after (self, read);
  if (!done)
    {
      g_debug ("A list was not read: %s", error->message);
      return;
    }
  take_records (self, read->records, read->serial);
  show (self, read->after, read->hunks);
  if (self->loading)
    {
      self->loading = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
    }
  refresh (self);
}

/* Reads what changed, or everything. One reading at a time: each starts from the rows the last one gave. */
static void
refresh (DyzurConversationList *self)
{
  g_autoptr(GTask) task = NULL;
  DyzurViewRead *read;

  if (self->refreshing || self->pause_source != 0 || !(self->all_changed || self->changed_ids->len > 0))
    return;
  self->refreshing = TRUE;
  read = _dyzur_view_read_new (self->view, self->me, _dyzur_store_get_analyzer (self->store));
  read->before = g_array_ref (self->rows);
  read->n_records = PAGE;
  if (!self->all_changed)
    read->changed_ids = g_steal_pointer (&self->changed_ids);
  g_clear_pointer (&self->changed_ids, g_array_unref);
  self->changed_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->all_changed = FALSE;

  task = g_task_new (self->store, self->cancellable, refresh_cb, _dyzur_weak_new (self));
  g_task_set_source_tag (task, refresh);
  g_task_set_task_data (task, read, (GDestroyNotify) _dyzur_view_read_free);
  _dyzur_store_read_task (self->store, task, _dyzur_view_read_run);
}

static void
fill_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DyzurConversationList) self = _dyzur_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  DyzurRecordsRead *read = g_task_get_task_data (G_TASK (result));
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (self == NULL)
    return;
  self->filling = FALSE;
  for (guint i = 0; i < read->ids->len; i++)
    g_hash_table_remove (self->wanted_set, &g_array_index (read->ids, gint64, i));
  if (!done)
    {
      g_debug ("Rows of a list were not read: %s", error->message);
      return;
    }
  take_records (self, read->records, read->serial);
  fill (self);
}

/* Reads the records wished for last first: where somebody scrolls now, not where they came by. */
static void
fill (DyzurConversationList *self)
{
  g_autoptr(GTask) task = NULL;
  DyzurRecordsRead *read;
  guint n = MIN (self->wanted->len, 4 * PAGE);

  if (self->filling || n == 0)
    return;
  self->filling = TRUE;
  read = _dyzur_records_read_new ();
  g_array_append_vals (read->ids, &g_array_index (self->wanted, gint64, self->wanted->len - n), n);
  g_array_set_size (self->wanted, self->wanted->len - n);

  task = g_task_new (self->store, self->cancellable, fill_cb, _dyzur_weak_new (self));
  g_task_set_source_tag (task, fill);
  g_task_set_task_data (task, read, (GDestroyNotify) _dyzur_records_read_free);
  _dyzur_store_read_task (self->store, task, _dyzur_records_read_run);
}

static gboolean
fill_idle_cb (gpointer user_data)
{
  DyzurConversationList *self = user_data;

  self->fill_source = 0;
  fill (self);
  return G_SOURCE_REMOVE;
}

static void
want_page (DyzurConversationList *self,
           guint                  position)
{
  guint start = position / PAGE * PAGE;

  for (guint i = start; i < start + PAGE; i++)
    {
      const DyzurEntry *row = row_at (self, i);
      DyzurConversation *known;

      if (row == NULL)
        break;
      known = dyzur_store_peek_conversation (self->store, row->id);
      if (known != NULL && dyzur_conversation_get_record (known) != NULL)
        continue;
      if (g_hash_table_add (self->wanted_set, g_memdup2 (&row->id, sizeof row->id)))
        g_array_append_val (self->wanted, row->id);
    }
  if (self->fill_source == 0)
    self->fill_source = g_idle_add_full (G_PRIORITY_DEFAULT, fill_idle_cb, self, NULL);
}

static void
changed_cb (DyzurConversationList *self,
            DyzurChangeSet        *changes)
{
  if (dyzur_change_set_has (changes, DYZUR_CHANGED_CONVERSATIONS))
    {
      g_autoptr(GArray) ids = dyzur_change_set_dup_ids (changes, DYZUR_CHANGED_CONVERSATIONS);

      if (ids->len == 0 || self->changed_ids->len + ids->len > MANY_CHANGES)
        self->all_changed = TRUE;
      else
        g_array_append_vals (self->changed_ids, ids->data, ids->len);
    }
  if (dyzur_change_set_has (changes, DYZUR_CHANGED_ACCOUNTS) ||
      (dyzur_change_set_has (changes, DYZUR_CHANGED_INDEX) && dyzur_view_get_kind (self->view) == DYZUR_VIEW_SEARCH))
    self->all_changed = TRUE;
  if (g_strcmp0 (self->me, _dyzur_store_get_me (self->store)) != 0)
    {
      g_free (self->me);
      self->me = g_strdup (_dyzur_store_get_me (self->store));
      self->all_changed = TRUE;
    }
  refresh (self);
}

static GType
get_item_type (GListModel *model)
{
  return DYZUR_TYPE_CONVERSATION;
}

static guint
get_n_items (GListModel *model)
{
  return count_rows (DYZUR_CONVERSATION_LIST (model));
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  DyzurConversationList *self = DYZUR_CONVERSATION_LIST (model);
  const DyzurEntry *row = row_at (self, position);
  DyzurConversation *conversation;

  if (row == NULL)
    return NULL;
  conversation = _dyzur_store_ref_conversation (self->store, row->id);
  if (dyzur_conversation_get_record (conversation) == NULL)
    want_page (self, position);
  return conversation;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
dyzur_conversation_list_dispose (GObject *object)
{
  DyzurConversationList *self = DYZUR_CONVERSATION_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->fill_source, g_source_remove);
  g_clear_handle_id (&self->pause_source, g_source_remove);
  g_queue_clear_full (&self->recent, g_object_unref);
  g_clear_object (&self->store);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (dyzur_conversation_list_parent_class)->dispose (object);
}

static void
dyzur_conversation_list_finalize (GObject *object)
{
  DyzurConversationList *self = DYZUR_CONVERSATION_LIST (object);

  g_object_unref (self->cancellable);
  g_free (self->me);
  g_array_unref (self->rows);
  g_array_unref (self->changed_ids);
  g_array_unref (self->wanted);
  g_hash_table_unref (self->wanted_set);

  G_OBJECT_CLASS (dyzur_conversation_list_parent_class)->finalize (object);
}

static void
dyzur_conversation_list_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  DyzurConversationList *self = DYZUR_CONVERSATION_LIST (object);

  switch (prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_conversation_list_class_init (DyzurConversationListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dyzur_conversation_list_dispose;
  object_class->finalize = dyzur_conversation_list_finalize;
  object_class->get_property = dyzur_conversation_list_get_property;

  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyzur_conversation_list_init (DyzurConversationList *self)
{
  self->cancellable = g_cancellable_new ();
  self->loading = TRUE;
  self->all_changed = TRUE;
  self->rows = _dyzur_entries_new ();
  self->changed_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->wanted_set = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * dyzur_conversation_list_new:
 *
 * The list is empty at first; its rows come with items-changed as soon as a reader has their order.
 *
 * Returns: (transfer full)
 */
DyzurConversationList *
dyzur_conversation_list_new (DyzurStore *store,
                             DyzurView  *view)
{
  DyzurConversationList *self = g_object_new (DYZUR_TYPE_CONVERSATION_LIST, NULL);

  self->store = g_object_ref (store);
  self->view = g_object_ref (view);
  self->me = g_strdup (_dyzur_store_get_me (store));
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}

gboolean
dyzur_conversation_list_get_loading (DyzurConversationList *self)
{
  g_return_val_if_fail (DYZUR_IS_CONVERSATION_LIST (self), FALSE);
  return self->loading;
}
