/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-order-private.h"

#define ORDER_SCHEMA 1

static GVariant *put_members (const DyzurField *fields,
                              gconstpointer     self);
static void      get_fields  (const DyzurField *fields,
                              gpointer          self,
                              GVariant         *members);

static GVariant *
put_text (const char *text)
{
  if (text == NULL || *text == '\0')
    return NULL;
  return g_variant_new_take_string (g_utf8_make_valid (text, -1));
}

static GVariant *
put_list (const DyzurField *field,
          GPtrArray        *list)
{
  GVariantBuilder builder;

  if (list == NULL)
    return NULL;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < list->len; i++)
    g_variant_builder_add_value (&builder, put_members (field->members, g_ptr_array_index (list, i)));
  return g_variant_builder_end (&builder);
}

static GVariant *
put_group (const DyzurField *field,
           gconstpointer     self)
{
  g_autoptr(GVariant) group = g_variant_ref_sink (put_members (field->members, self));

  return g_variant_n_children (group) > 0 ? g_steal_pointer (&group) : NULL;
}

/* Returns: (nullable): the member's value, %NULL when it is absent; perhaps floating */
static GVariant *
put_field (const DyzurField *field,
           gconstpointer     member)
{
  switch (field->kind)
    {
    case DYZUR_FIELD_TEXT:
      return put_text (*(const char * const *) member);

    case DYZUR_FIELD_TEXTS:
      return g_variant_new_strv (*(const char * const * const *) member, *(gpointer const *) member != NULL ? -1 : 0);

    case DYZUR_FIELD_NUMBER:
      return *(const gint64 *) member != 0 ? g_variant_new_int64 (*(const gint64 *) member) : NULL;

    case DYZUR_FIELD_AMOUNT:
      return g_variant_new_int64 (*(const gint64 *) member);

    case DYZUR_FIELD_FLAG:
      return g_variant_new_boolean (*(const gboolean *) member);

    case DYZUR_FIELD_HINT:
      if (*(const guint *) member == 0)
        return NULL;
      G_GNUC_FALLTHROUGH;

    case DYZUR_FIELD_CHOICE:
      return g_variant_new_string (field->names[MIN (*(const guint *) member, field->n_names - 1)]);

    case DYZUR_FIELD_GROUP:
      return put_group (field, member);

    case DYZUR_FIELD_LIST:
    case DYZUR_FIELD_MAYBE:
      return put_list (field, *(GPtrArray * const *) member);

    case DYZUR_FIELD_END:
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
put_fields (GVariantBuilder  *builder,
            const DyzurField *fields,
            gconstpointer     self)
{
  for (const DyzurField *field = fields; field->kind != DYZUR_FIELD_END; field++)
    {
      GVariant *value = put_field (field, G_STRUCT_MEMBER_P (self, field->offset));

      if (value != NULL)
        {
          g_autoptr(GVariant) owned = g_variant_take_ref (value);

          g_variant_builder_add (builder, "{sv}", field->name, owned);
        }
    }
}

static GVariant *
put_members (const DyzurField *fields,
             gconstpointer     self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  put_fields (&builder, fields, self);
  return g_variant_builder_end (&builder);
}

/* Numbers come in whatever width the writer chose; fractions and text are no numbers of ours. */
static gint64
get_number (GVariant *value)
{
  switch ((int) g_variant_classify (value))
    {
    case G_VARIANT_CLASS_BYTE:
      return g_variant_get_byte (value);

    case G_VARIANT_CLASS_INT16:
      return g_variant_get_int16 (value);

    case G_VARIANT_CLASS_UINT16:
      return g_variant_get_uint16 (value);

    case G_VARIANT_CLASS_INT32:
      return g_variant_get_int32 (value);

    case G_VARIANT_CLASS_UINT32:
      return g_variant_get_uint32 (value);

    case G_VARIANT_CLASS_INT64:
      return g_variant_get_int64 (value);

    case G_VARIANT_CLASS_UINT64:
      return (gint64) MIN (g_variant_get_uint64 (value), (guint64) G_MAXINT64);

    default:
      return 0;
    }
}

static char *
get_text (GVariant *value)
{
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) || *g_variant_get_string (value, NULL) == '\0')
    return NULL;
  return g_variant_dup_string (value, NULL);
}

static guint
get_choice (const DyzurField *field,
            GVariant         *value)
{
  for (guint i = 0; g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) && i < field->n_names; i++)
    if (g_str_equal (field->names[i], g_variant_get_string (value, NULL)))
      return i;
  return 0;
}

/* The element behind one or more variant boxes: lists are `as` or `aa{sv}` from us, `av` from a JSON reader. */
static GVariant *
get_element (GVariant *list,
             gsize     index)
{
  GVariant *element = g_variant_get_child_value (list, index);

  while (g_variant_is_of_type (element, G_VARIANT_TYPE_VARIANT))
    {
      GVariant *boxed = element;

      element = g_variant_get_variant (boxed);
      g_variant_unref (boxed);
    }
  return element;
}

static GStrv
get_texts (GVariant *value)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  GStrv texts;

  for (gsize i = 0; g_variant_is_of_type (value, G_VARIANT_TYPE_ARRAY) && i < g_variant_n_children (value); i++)
    {
      g_autoptr(GVariant) element = get_element (value, i);
      g_autofree char *text = get_text (element);

      if (text != NULL)
        g_strv_builder_add (builder, text);
    }
  texts = g_strv_builder_end (builder);
  if (*texts == NULL)
    g_clear_pointer (&texts, g_strfreev);
  return texts;
}

static void
get_list (const DyzurField  *field,
          GVariant          *value,
          GPtrArray        **list)
{
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_ARRAY))
    return;
  if (*list == NULL)
    *list = g_ptr_array_new_with_free_func (field->destroy);
  for (gsize i = 0; i < g_variant_n_children (value); i++)
    {
      g_autoptr(GVariant) members = get_element (value, i);
      gpointer element;

      if (!g_variant_is_of_type (members, G_VARIANT_TYPE_VARDICT))
        continue;
      element = g_malloc0 (field->size);
      _dyzur_fields_init (field->members, element);
      get_fields (field->members, element, members);
      g_ptr_array_add (*list, element);
    }
}

static void
get_field (const DyzurField *field,
           gpointer          member,
           GVariant         *value)
{
  switch (field->kind)
    {
    case DYZUR_FIELD_TEXT:
      *(char **) member = get_text (value);
      break;

    case DYZUR_FIELD_TEXTS:
      *(GStrv *) member = get_texts (value);
      break;

    case DYZUR_FIELD_NUMBER:
    case DYZUR_FIELD_AMOUNT:
      *(gint64 *) member = get_number (value);
      break;

    case DYZUR_FIELD_FLAG:
      *(gboolean *) member = g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);
      break;

    case DYZUR_FIELD_CHOICE:
    case DYZUR_FIELD_HINT:
      *(guint *) member = get_choice (field, value);
      break;

    case DYZUR_FIELD_GROUP:
      if (g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT))
        get_fields (field->members, member, value);
      break;

    case DYZUR_FIELD_LIST:
    case DYZUR_FIELD_MAYBE:
      get_list (field, value, member);
      break;

    case DYZUR_FIELD_END:
    default:
      g_return_if_reached ();
    }
}

static void
get_fields (const DyzurField *fields,
            gpointer          self,
            GVariant         *members)
{
  for (const DyzurField *field = fields; field->kind != DYZUR_FIELD_END; field++)
    {
      g_autoptr(GVariant) value = g_variant_lookup_value (members, field->name, NULL);

      if (value != NULL)
        get_field (field, G_STRUCT_MEMBER_P (self, field->offset), value);
    }
}

/**
 * dyzur_order_record_to_variant:
 *
 * The stored form: a dictionary whose members and nesting are those of the unified order model (schema 1), so that
 * it reads the same when written as JSON. What is not known is absent.
 *
 * Returns: (transfer floating): `a{sv}`
 */
GVariant *
dyzur_order_record_to_variant (const DyzurOrderRecord *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "schema", g_variant_new_int64 (ORDER_SCHEMA));
  put_fields (&builder, _dyzur_order_fields, self);
  return g_variant_builder_end (&builder);
}

/**
 * dyzur_order_record_from_variant:
 * @variant: what dyzur_order_record_to_variant() gave, or the same read from JSON; members it does not know are
 *   passed over, members of a wrong type count as absent, damaged bytes give less of an order, never a fault
 *
 * Returns: (transfer full): never %NULL
 */
DyzurOrderRecord *
dyzur_order_record_from_variant (GVariant *variant)
{
  DyzurOrderRecord *self = dyzur_order_record_new ();

  if (variant != NULL && g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT))
    get_fields (_dyzur_order_fields, self, variant);
  return self;
}
