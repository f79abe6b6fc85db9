/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-order-list.h"

#include "dyzur-store-orders-private.h"
#include "dyzur-weak-private.h"

struct _DyzurOrderList
{
  GObject       parent_instance;

  DyzurStore   *store;
  gint64        conversation_id;
  gint64        contact_id;     /* as it was read last; 0 = not yet */
  GCancellable *cancellable;
  GPtrArray    *orders;         /* (element-type DyzurOrder) */
  gboolean      loading;
  gboolean      reading;
  gboolean      changed;
};

enum { PROP_0, PROP_LOADING, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);
static void read_again            (DyzurOrderList      *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurOrderList, dyzur_order_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static gboolean
same_order (const DyzurOrderRecord *a,
            const DyzurOrderRecord *b)
{
  return g_strcmp0 (a->connection, b->connection) == 0 && g_strcmp0 (a->id, b->id) == 0;
}

static gboolean
same_reading (const DyzurOrderRecord *a,
              const DyzurOrderRecord *b)
{
  return a->fetched_at == b->fetched_at && a->weak == b->weak && a->partial == b->partial;
}

/* (transfer full): the object @record has here already, or a new one */
static DyzurOrder *
take_order (DyzurOrderList   *self,
            DyzurOrderRecord *record)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      DyzurOrder *order = g_ptr_array_index (self->orders, i);

      if (!same_order (dyzur_order_get_record (order), record))
        continue;
      if (same_reading (dyzur_order_get_record (order), record))
        dyzur_order_record_free (record);
      else
        dyzur_order_update (order, record);
      return g_object_ref (order);
    }
  return dyzur_order_new (record);
}

static void
show (DyzurOrderList *self,
      GPtrArray      *records)
{
  g_autoptr(GPtrArray) old = NULL;
  GPtrArray *orders = g_ptr_array_new_with_free_func (g_object_unref);
  guint head = 0, tail = 0, shorter = MIN (self->orders->len, records->len);

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (orders, take_order (self, g_steal_pointer (&records->pdata[i])));
  g_ptr_array_set_size (records, 0);
  old = self->orders;
  self->orders = orders;
  while (head < shorter && old->pdata[head] == orders->pdata[head])
    head++;
  while (tail < shorter - head && old->pdata[old->len - 1 - tail] == orders->pdata[orders->len - 1 - tail])
    tail++;
  if (old->len > head + tail || orders->len > head + tail)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail, orders->len - head - tail);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DyzurOrderList) self = _dyzur_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  DyzurOrdersRead *read = g_task_get_task_data (G_TASK (result));
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (self == NULL)
    return;
  self->reading = FALSE;
  if (!done)
    {
      g_debug ("Orders were not read: %s", error->message);
      return;
    }
  self->contact_id = read->contact_id;
  show (self, read->orders);
  if (self->loading)
    {
      self->loading = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
    }
  read_again (self);
}

static void
read_again (DyzurOrderList *self)
{
  g_autoptr(GTask) task = NULL;

  if (self->reading || !self->changed)
    return;
  self->reading = TRUE;
  self->changed = FALSE;
  task = g_task_new (self->store, self->cancellable, read_cb, _dyzur_weak_new (self));
  g_task_set_source_tag (task, read_again);
  g_task_set_task_data (task, _dyzur_orders_read_new (self->conversation_id),
                        (GDestroyNotify) _dyzur_orders_read_free);
  _dyzur_store_read_task (self->store, task, _dyzur_orders_read_run);
}

/* Also when the conversation gets another contact (a merge). */
static void
changed_cb (DyzurOrderList *self,
            DyzurChangeSet *changes)
{
  if (dyzur_change_set_contains (changes, DYZUR_CHANGED_ORDERS, self->contact_id) ||
      dyzur_change_set_contains (changes, DYZUR_CHANGED_CONVERSATIONS, self->conversation_id) ||
      (self->contact_id == 0 && dyzur_change_set_has (changes, DYZUR_CHANGED_ORDERS)))
    self->changed = TRUE;
  read_again (self);
}

static GType
get_item_type (GListModel *model)
{
  return DYZUR_TYPE_ORDER;
}

static guint
get_n_items (GListModel *model)
{
  return DYZUR_ORDER_LIST (model)->orders->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  DyzurOrderList *self = DYZUR_ORDER_LIST (model);

  return position < self->orders->len ? g_object_ref (self->orders->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
dyzur_order_list_dispose (GObject *object)
{
  DyzurOrderList *self = DYZUR_ORDER_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (dyzur_order_list_parent_class)->dispose (object);
}

static void
dyzur_order_list_finalize (GObject *object)
{
  DyzurOrderList *self = DYZUR_ORDER_LIST (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->orders);

  G_OBJECT_CLASS (dyzur_order_list_parent_class)->finalize (object);
}

static void
dyzur_order_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  DyzurOrderList *self = DYZUR_ORDER_LIST (object);

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
dyzur_order_list_class_init (DyzurOrderListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dyzur_order_list_dispose;
  object_class->finalize = dyzur_order_list_finalize;
  object_class->get_property = dyzur_order_list_get_property;

  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyzur_order_list_init (DyzurOrderList *self)
{
  self->cancellable = g_cancellable_new ();
  self->orders = g_ptr_array_new_with_free_func (g_object_unref);
  self->loading = TRUE;
  self->changed = TRUE;
}

/**
 * dyzur_order_list_new:
 *
 * Returns: (transfer full)
 */
DyzurOrderList *
dyzur_order_list_new (DyzurStore *store,
                      gint64      conversation_id)
{
  DyzurOrderList *self = g_object_new (DYZUR_TYPE_ORDER_LIST, NULL);

  self->store = g_object_ref (store);
  self->conversation_id = conversation_id;
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  read_again (self);
  return self;
}
