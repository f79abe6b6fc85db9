/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search.h"

struct _DyzurHitList
{
  GObject             parent_instance;

  GPtrArray          *hits;      /* (element-type DyzurHit) */
  DyzurSearchSummary *summary;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurHitList, dyzur_hit_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
get_item_type (GListModel *model)
{
  return DYZUR_TYPE_HIT;
}

static guint
get_n_items (GListModel *model)
{
  return DYZUR_HIT_LIST (model)->hits->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  DyzurHitList *self = DYZUR_HIT_LIST (model);

  return position < self->hits->len ? g_object_ref (self->hits->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
dyzur_hit_list_finalize (GObject *object)
{
  DyzurHitList *self = DYZUR_HIT_LIST (object);

  g_ptr_array_unref (self->hits);
  dyzur_search_summary_free (self->summary);

  G_OBJECT_CLASS (dyzur_hit_list_parent_class)->finalize (object);
}

static void
dyzur_hit_list_class_init (DyzurHitListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_hit_list_finalize;
}

static void
dyzur_hit_list_init (DyzurHitList *self)
{
  self->hits = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * dyzur_hit_list_new:
 * @records: (transfer full) (element-type DyzurHitRecord)
 */
DyzurHitList *
dyzur_hit_list_new (GPtrArray                *records,
                    const DyzurSearchSummary *summary)
{
  DyzurHitList *self = g_object_new (DYZUR_TYPE_HIT_LIST, NULL);

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (self->hits, dyzur_hit_new (g_steal_pointer (&records->pdata[i])));
  g_ptr_array_set_free_func (records, NULL);
  g_ptr_array_unref (records);
  self->summary = dyzur_search_summary_copy (summary);
  return self;
}

const DyzurSearchSummary *
dyzur_hit_list_get_summary (DyzurHitList *self)
{
  return self->summary;
}
