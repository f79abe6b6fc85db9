/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-order.h"

#include "dyzur-order-private.h"

struct _DyzurOrder
{
  GObject           parent_instance;

  DyzurOrderRecord *record;
};

enum { PROP_0, PROP_RECORD, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyzurOrder, dyzur_order, G_TYPE_OBJECT)

/* The structs of an order live alike: zeroed memory that its table knows how to fill and to empty. */
#define DEFINE_DESTROY(type)                           \
  void                                                 \
  _dyzur_##type##_destroy (gpointer self)              \
  {                                                    \
    _dyzur_fields_clear (_dyzur_##type##_fields, self); \
    g_free (self);                                     \
  }

DEFINE_DESTROY (order_item)
DEFINE_DESTROY (order_fee)
DEFINE_DESTROY (tracking_event)
DEFINE_DESTROY (shipment)
DEFINE_DESTROY (refund)
DEFINE_DESTROY (return)
DEFINE_DESTROY (order_note)

static GPtrArray *copy_list (const DyzurField *field,
                             GPtrArray        *source);

/* Turns the shallow copy at @self into a deep one. */
static void
own_fields (const DyzurField *fields,
            gpointer          self)
{
  for (const DyzurField *field = fields; field->kind != DYZUR_FIELD_END; field++)
    {
      gpointer *member = G_STRUCT_MEMBER_P (self, field->offset);

      if (field->kind == DYZUR_FIELD_TEXT)
        *member = g_strdup (*member);
      else if (field->kind == DYZUR_FIELD_TEXTS)
        *member = g_strdupv (*member);
      else if (field->kind == DYZUR_FIELD_LIST || field->kind == DYZUR_FIELD_MAYBE)
        *member = copy_list (field, *member);
      else if (field->kind == DYZUR_FIELD_GROUP)
        own_fields (field->members, member);
    }
}

static GPtrArray *
copy_list (const DyzurField *field,
           GPtrArray        *source)
{
  GPtrArray *copy;

  if (source == NULL)
    return NULL;
  copy = g_ptr_array_new_full (source->len, field->destroy);
  for (guint i = 0; i < source->len; i++)
    {
      gpointer element = g_memdup2 (g_ptr_array_index (source, i), field->size);

      own_fields (field->members, element);
      g_ptr_array_add (copy, element);
    }
  return copy;
}

static gpointer
add_element (GPtrArray        **list,
             const DyzurField  *fields,
             gsize              size,
             GDestroyNotify     destroy)
{
  gpointer element = g_malloc0 (size);

  _dyzur_fields_init (fields, element);
  if (*list == NULL)
    *list = g_ptr_array_new_with_free_func (destroy);
  g_ptr_array_add (*list, element);
  return element;
}

#define ADD(list, Struct, type) \
  ((Struct *) add_element (&(list), _dyzur_##type##_fields, sizeof (Struct), _dyzur_##type##_destroy))

static void
dyzur_order_finalize (GObject *object)
{
  DyzurOrder *self = DYZUR_ORDER (object);

  dyzur_order_record_free (self->record);

  G_OBJECT_CLASS (dyzur_order_parent_class)->finalize (object);
}

static void
dyzur_order_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  DyzurOrder *self = DYZUR_ORDER (object);

  switch (prop_id)
    {
    case PROP_RECORD:
      g_value_set_pointer (value, self->record);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_order_class_init (DyzurOrderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dyzur_order_finalize;
  object_class->get_property = dyzur_order_get_property;

  properties[PROP_RECORD] =
    g_param_spec_pointer ("record", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyzur_order_init (DyzurOrder *self)
{
}

/* Makes the lists that are always there. @self: zeroed. */
void
_dyzur_fields_init (const DyzurField *fields,
                    gpointer          self)
{
  for (const DyzurField *field = fields; field->kind != DYZUR_FIELD_END; field++)
    if (field->kind == DYZUR_FIELD_LIST)
      G_STRUCT_MEMBER (GPtrArray *, self, field->offset) = g_ptr_array_new_with_free_func (field->destroy);
}

void
_dyzur_fields_clear (const DyzurField *fields,
                     gpointer          self)
{
  for (const DyzurField *field = fields; field->kind != DYZUR_FIELD_END; field++)
    {
      gpointer *member = G_STRUCT_MEMBER_P (self, field->offset);

      if (field->kind == DYZUR_FIELD_TEXT)
        g_clear_pointer (member, g_free);
      else if (field->kind == DYZUR_FIELD_TEXTS)
        g_clear_pointer ((GStrv *) member, g_strfreev);
      else if (field->kind == DYZUR_FIELD_LIST || field->kind == DYZUR_FIELD_MAYBE)
        g_clear_pointer ((GPtrArray **) member, g_ptr_array_unref);
      else if (field->kind == DYZUR_FIELD_GROUP)
        _dyzur_fields_clear (field->members, member);
    }
}

/**
 * dyzur_order_record_new:
 *
 * Returns: (transfer full): an order of which nothing is known: empty lists of items, fees, shipments and refunds; no
 *   lists of returns and notes before the first one is added
 */
DyzurOrderRecord *
dyzur_order_record_new (void)
{
  DyzurOrderRecord *self = g_new0 (DyzurOrderRecord, 1);

  _dyzur_fields_init (_dyzur_order_fields, self);
  return self;
}

DyzurOrderRecord *
dyzur_order_record_copy (const DyzurOrderRecord *self)
{
  DyzurOrderRecord *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  own_fields (_dyzur_order_fields, copy);
  return copy;
}

void
dyzur_order_record_free (DyzurOrderRecord *self)
{
  if (self == NULL)
    return;
  _dyzur_fields_clear (_dyzur_order_fields, self);
  g_free (self);
}

/**
 * dyzur_order_record_add_item:
 *
 * Returns: (transfer none): the new last item, to be filled with strings the order then owns; likewise the others
 */
DyzurOrderItem *
dyzur_order_record_add_item (DyzurOrderRecord *self)
{
  return ADD (self->items, DyzurOrderItem, order_item);
}

DyzurOrderFee *
dyzur_order_record_add_fee (DyzurOrderRecord *self)
{
  return ADD (self->fees, DyzurOrderFee, order_fee);
}

DyzurShipment *
dyzur_order_record_add_shipment (DyzurOrderRecord *self)
{
  return ADD (self->shipments, DyzurShipment, shipment);
}

DyzurRefund *
dyzur_order_record_add_refund (DyzurOrderRecord *self)
{
  return ADD (self->refunds, DyzurRefund, refund);
}

/**
 * dyzur_order_record_add_return:
 *
 * Returns: (transfer none): the new last return; the list itself is made with the first one
 */
DyzurReturn *
dyzur_order_record_add_return (DyzurOrderRecord *self)
{
  return ADD (self->returns, DyzurReturn, return);
}

/**
 * dyzur_order_record_add_note:
 *
 * Returns: (transfer none): the new last note; the list itself is made with the first one
 */
DyzurOrderNote *
dyzur_order_record_add_note (DyzurOrderRecord *self)
{
  return ADD (self->notes, DyzurOrderNote, order_note);
}

DyzurTrackingEvent *
dyzur_shipment_add_event (DyzurShipment *shipment)
{
  return ADD (shipment->events, DyzurTrackingEvent, tracking_event);
}

/**
 * dyzur_order_records_new:
 *
 * Returns: (transfer full) (element-type DyzurOrderRecord): an empty array that owns its elements
 */
GPtrArray *
dyzur_order_records_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_order_record_free);
}

/**
 * dyzur_order_notes_new:
 *
 * Returns: (transfer full) (element-type DyzurOrderNote): an empty array that owns its elements: the platform says that
 *   there are none
 */
GPtrArray *
dyzur_order_notes_new (void)
{
  return g_ptr_array_new_with_free_func (_dyzur_order_note_destroy);
}

/**
 * dyzur_order_new:
 * @record: (transfer full)
 */
DyzurOrder *
dyzur_order_new (DyzurOrderRecord *record)
{
  DyzurOrder *self = g_object_new (DYZUR_TYPE_ORDER, NULL);

  self->record = record;
  return self;
}

/**
 * dyzur_order_get_record:
 *
 * Returns: (transfer none): valid until the next dyzur_order_update()
 */
const DyzurOrderRecord *
dyzur_order_get_record (DyzurOrder *self)
{
  return self->record;
}

/**
 * dyzur_order_update:
 * @record: (transfer full): the same order, read again
 */
void
dyzur_order_update (DyzurOrder       *self,
                    DyzurOrderRecord *record)
{
  g_return_if_fail (record != self->record);

  dyzur_order_record_free (self->record);
  self->record = record;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
}
