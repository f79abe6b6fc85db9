/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-timeline.h"

#include "dyzur-mark.h"
#include "dyzur-pager.h"
#include "dyzur-timeline-read-private.h"
#include "dyzur-weak-private.h"

/* More than a screenful: a timeline makes and measures a row for each. Older ones come in steps that fit between two frames */
#define FIRST_PAGE 24
#define NEXT_PAGE 8

/* A message of the window; what it stands at and what it looked like when it was read. */
typedef struct
{
  DyzurMessageKey  key;
  guint64          stamp;
  DyzurMessage    *message;
} Entry;

struct _DyzurTimeline
{
  GObject       parent_instance;

  DyzurStore   *store;
  gint64        conversation_id;
  gint64        around;
  GCancellable *cancellable;

  GArray       *entries;      /* (element-type Entry): the window, oldest first */
  GHashTable   *by_id;        /* gint64 → DyzurMessage, of the window */
  GPtrArray    *items;        /* (element-type GObject): messages and marks, what the model shows */
  GHashTable   *day_marks;    /* gint64 → DyzurMark */
  DyzurMark    *unread_mark;
  gint64        unread_id;    /* message it stands above; 0 = none */
  GTimeZone    *zone;

  gboolean      loading;
  gboolean      more_older;
  gboolean      more_newer;
  gboolean      reading;
  gboolean      changed;      /* since the reading under way began */
  gboolean      want_older;
  gboolean      want_newer;
};

enum { PROP_0, PROP_LOADING, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);
static void pager_iface_init      (DyzurPagerInterface *iface);
static void read_next             (DyzurTimeline       *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurTimeline, dyzur_timeline, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_PAGER, pager_iface_init))

#define ENTRY(self, i) (&g_array_index ((self)->entries, Entry, i))

static void
clear_entry (gpointer data)
{
  g_clear_object (&((Entry *) data)->message);
}

static GArray *
new_entries (void)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  g_array_set_clear_func (entries, clear_entry);
  return entries;
}

/* The local day @at falls into: its first moment and the first moment of the next one, ms UTC. */
static void
find_day (DyzurTimeline *self,
          gint64         at,
          gint64        *start,
          gint64        *end)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (at / 1000);
  g_autoptr(GDateTime) local = g_date_time_to_timezone (utc, self->zone);
  g_autoptr(GDateTime) first = g_date_time_new (self->zone, g_date_time_get_year (local),
                                                g_date_time_get_month (local),
                                                g_date_time_get_day_of_month (local), 0, 0, 0);
  g_autoptr(GDateTime) next = g_date_time_add_days (first, 1);

  *start = g_date_time_to_unix (first) * 1000;
  *end = g_date_time_to_unix (next) * 1000;
}

/* Day lines keep their identity as long as their day is shown. */
static DyzurMark *
ref_day_mark (DyzurTimeline *self,
              GHashTable    *used,
              gint64         day)
{
  DyzurMark *mark = g_hash_table_lookup (used, &day);

  if (mark == NULL)
    mark = g_hash_table_lookup (self->day_marks, &day);
  mark = mark != NULL ? g_object_ref (mark) : dyzur_mark_new (DYZUR_MARK_DAY, day);
  g_hash_table_replace (used, g_memdup2 (&day, sizeof day), g_object_ref (mark));
  return mark;
}

static GPtrArray *
build_items (DyzurTimeline *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTable *days = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  gint64 start = 0, end = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = ENTRY (self, i);

      if (entry->key.at < start || entry->key.at >= end)
        {
          find_day (self, entry->key.at, &start, &end);
          g_ptr_array_add (items, ref_day_mark (self, days, start));
        }
      if (entry->key.id == self->unread_id)
        {
          if (self->unread_mark == NULL)
            self->unread_mark = dyzur_mark_new (DYZUR_MARK_UNREAD, entry->key.at);
          g_ptr_array_add (items, g_object_ref (self->unread_mark));
        }
      g_ptr_array_add (items, g_object_ref (entry->message));
    }
  g_hash_table_unref (self->day_marks);
  self->day_marks = days;
  return items;
}

/* Makes the items from the entries anew and tells the one stretch that differs. */
static void
show (DyzurTimeline *self)
{
  g_autoptr(GPtrArray) old = self->items;
  GPtrArray *items = build_items (self);
  guint head = 0, tail = 0;
  guint shorter = MIN (old->len, items->len);

  while (head < shorter && old->pdata[head] == items->pdata[head])
    head++;
  while (tail < shorter - head && old->pdata[old->len - 1 - tail] == items->pdata[items->len - 1 - tail])
    tail++;
  self->items = items;
  if (old->len - head - tail > 0 || items->len - head - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail, items->len - head - tail);
}

/* Turns rows into entries; messages that are known keep their object. */
static void
add_rows (DyzurTimeline *self,
          GArray        *entries,
          GPtrArray     *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      DyzurMessageRow *row = g_ptr_array_index (rows, i);
      Entry entry = { row->key, row->stamp, g_hash_table_lookup (self->by_id, &row->key.id) };

      if (entry.message == NULL && row->record == NULL)
        continue;
      if (entry.message == NULL)
        entry.message = dyzur_message_new (g_steal_pointer (&row->record));
      else
        g_object_ref (entry.message);
      if (row->record != NULL)
        dyzur_message_update (entry.message, g_steal_pointer (&row->record));
      g_array_append_val (entries, entry);
    }
}

static void
append_entries (GArray *to,
                GArray *from)
{
  for (guint i = 0; i < from->len; i++)
    {
      Entry entry = g_array_index (from, Entry, i);

      g_object_ref (entry.message);
      g_array_append_val (to, entry);
    }
}

static void
take_rows (DyzurTimeline     *self,
           DyzurTimelineRead *read)
{
  GArray *entries = new_entries ();

  if (read->kind == DYZUR_READ_NEWER)
    append_entries (entries, self->entries);
  add_rows (self, entries, read->rows);
  if (read->kind == DYZUR_READ_OLDER)
    append_entries (entries, self->entries);
  g_array_unref (self->entries);
  self->entries = entries;

  g_hash_table_remove_all (self->by_id);
  for (guint i = 0; i < entries->len; i++)
    g_hash_table_insert (self->by_id, &ENTRY (self, i)->key.id, ENTRY (self, i)->message);
}

static void
take_ends (DyzurTimeline     *self,
           DyzurTimelineRead *read)
{
  if (read->kind == DYZUR_READ_OPEN || read->kind == DYZUR_READ_OLDER)
    self->more_older = read->more_older;
  if (read->kind == DYZUR_READ_OPEN || read->kind == DYZUR_READ_NEWER)
    self->more_newer = read->more_newer;
  if (read->kind == DYZUR_READ_OPEN)
    self->unread_id = read->unread;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DyzurTimeline) self = _dyzur_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  DyzurTimelineRead *read = g_task_get_task_data (G_TASK (result));
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (self == NULL)
    return;
  self->reading = FALSE;
  if (!done)
    {
      g_debug ("A timeline was not read: %s", error->message);
      return;
    }
  take_ends (self, read);
  take_rows (self, read);
  show (self);
  if (self->loading)
    {
      self->loading = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
    }
  read_next (self);
}

static GHashTable *
collect_known (DyzurTimeline *self)
{
  GHashTable *known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint i = 0; i < self->entries->len; i++)
    g_hash_table_insert (known, g_memdup2 (&ENTRY (self, i)->key.id, sizeof (gint64)),
                         g_memdup2 (&ENTRY (self, i)->stamp, sizeof (guint64)));
  return known;
}

static void
start_reading (DyzurTimeline         *self,
               DyzurTimelineReadKind  kind,
               guint                  limit)
{
  DyzurTimelineRead *read = _dyzur_timeline_read_new (kind, self->conversation_id);
  g_autoptr(GTask) task = NULL;

  self->reading = TRUE;
  read->directory = g_strdup (_dyzur_store_get_directory (self->store));
  read->around = self->around;
  read->limit = limit;
  read->open_end = !self->more_newer;
  if (self->entries->len > 0)
    {
      read->from = ENTRY (self, 0)->key;
      read->to = ENTRY (self, self->entries->len - 1)->key;
    }
  /* With nothing before the window, what comes before its first message belongs to it too */
  if (kind == DYZUR_READ_AGAIN && !self->more_older)
    read->from = (DyzurMessageKey) { G_MININT64, G_MININT64 };
  if (kind == DYZUR_READ_AGAIN)
    read->known = collect_known (self);

  task = g_task_new (self->store, self->cancellable, read_cb, _dyzur_weak_new (self));
  g_task_set_source_tag (task, start_reading);
  g_task_set_task_data (task, read, (GDestroyNotify) _dyzur_timeline_read_free);
  _dyzur_store_read_task (self->store, task, _dyzur_timeline_read_run);
}

/* One reading at a time: each builds on the window the last one left. */
static void
read_next (DyzurTimeline *self)
{
  if (self->reading)
    return;
  if (self->loading)
    {
      start_reading (self, DYZUR_READ_OPEN, FIRST_PAGE);
    }
  else if (self->changed)
    {
      self->changed = FALSE;
      start_reading (self, DYZUR_READ_AGAIN, 0);
    }
  else if (self->want_older)
    {
      self->want_older = FALSE;
      if (self->more_older)
        start_reading (self, DYZUR_READ_OLDER, NEXT_PAGE);
    }
  else if (self->want_newer)
    {
      self->want_newer = FALSE;
      if (self->more_newer)
        start_reading (self, DYZUR_READ_NEWER, NEXT_PAGE);
    }
}

static void
changed_cb (DyzurTimeline  *self,
            DyzurChangeSet *changes)
{
  if (!dyzur_change_set_contains (changes, DYZUR_CHANGED_TIMELINES, self->conversation_id))
    return;
  self->changed = TRUE;
  read_next (self);
}

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return DYZUR_TIMELINE (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  DyzurTimeline *self = DYZUR_TIMELINE (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
has_more (DyzurPager *pager,
          gboolean    older)
{
  DyzurTimeline *self = DYZUR_TIMELINE (pager);

  return older ? self->more_older : self->more_newer;
}

static void
load (DyzurPager *pager,
      gboolean    older)
{
  DyzurTimeline *self = DYZUR_TIMELINE (pager);

  if (!has_more (pager, older))
    return;
  if (older)
    self->want_older = TRUE;
  else
    self->want_newer = TRUE;
  read_next (self);
}

static void
pager_iface_init (DyzurPagerInterface *iface)
{
  iface->has_more = has_more;
  iface->load = load;
}

static void
dyzur_timeline_dispose (GObject *object)
{
  DyzurTimeline *self = DYZUR_TIMELINE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (dyzur_timeline_parent_class)->dispose (object);
}

static void
dyzur_timeline_finalize (GObject *object)
{
  DyzurTimeline *self = DYZUR_TIMELINE (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->by_id);
  g_array_unref (self->entries);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->day_marks);
  g_clear_object (&self->unread_mark);
  g_time_zone_unref (self->zone);

  G_OBJECT_CLASS (dyzur_timeline_parent_class)->finalize (object);
}

static void
dyzur_timeline_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  DyzurTimeline *self = DYZUR_TIMELINE (object);

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
dyzur_timeline_class_init (DyzurTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dyzur_timeline_dispose;
  object_class->finalize = dyzur_timeline_finalize;
  object_class->get_property = dyzur_timeline_get_property;

  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyzur_timeline_init (DyzurTimeline *self)
{
  self->cancellable = g_cancellable_new ();
  self->loading = TRUE;
  self->entries = new_entries ();
  self->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->day_marks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->zone = g_time_zone_new_local ();
}

/**
 * dyzur_timeline_new:
 * @around_message_id: a message to open at; 0 = at the end
 *
 * Returns: (transfer full)
 */
DyzurTimeline *
dyzur_timeline_new (DyzurStore *store,
                    gint64      conversation_id,
                    gint64      around_message_id)
{
  DyzurTimeline *self = g_object_new (DYZUR_TYPE_TIMELINE, NULL);

  self->store = g_object_ref (store);
  self->conversation_id = conversation_id;
  self->around = around_message_id;
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  read_next (self);
  return self;
}

gboolean
dyzur_timeline_get_loading (DyzurTimeline *self)
{
  g_return_val_if_fail (DYZUR_IS_TIMELINE (self), FALSE);
  return self->loading;
}
