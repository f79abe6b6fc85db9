/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-json.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "dyzur-error.h"
#include "dyzur-json-private.h"

static const char * const kind_names[] = {
  "null", "a flag", "an integer", "a decimal", "text", "an array", "an object",
};

static gpointer
shape_error (GError     **error,
             const char  *format,
             ...) G_GNUC_PRINTF (2, 3);

static gpointer
shape_error (GError     **error,
             const char  *format,
             ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, message);
  return NULL;
}

static JsonNode *
parse (const char  *text,
       gsize        length,
       GError     **error)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  g_autoptr(GError) problem = NULL;
  g_autofree char *prepared = NULL;
  const char *valid;
  gsize n = 0;

  if (!g_utf8_validate_len (text, length, &valid) &&
      g_utf8_get_char_validated (valid, text + length - valid) != (gunichar) -2)
    return shape_error (error, "not JSON: not UTF-8");
  /* A last character that is incomplete is left out: the end is missing anyway, and named as that. */
  prepared = _dyzur_json_prepare (text, (gsize) (valid - text), &n, error);
  if (prepared == NULL)
    return NULL;
  if (!json_parser_load_from_data (parser, prepared, (gssize) n, &problem))
    return shape_error (error, "not JSON: %s", problem->message);
  if (json_parser_get_root (parser) == NULL)
    return shape_error (error, "not JSON: empty");
  return json_parser_steal_root (parser);
}

static const JsonNode *
find (const DyzurJson *self,
      const char      *member)
{
  if (self == NULL || member == NULL)
    return self;
  if (!JSON_NODE_HOLDS_OBJECT ((JsonNode *) self))
    return NULL;
  return json_object_get_member (json_node_get_object ((JsonNode *) self), member);
}

/* The member that must be of @kind; the error names what is there instead. */
static const JsonNode *
require (const DyzurJson  *self,
         const char       *member,
         DyzurJsonKind     kind,
         GError          **error)
{
  const JsonNode *node = find (self, member);
  g_autofree char *path = NULL;

  if (node != NULL && dyzur_json_get_kind (node) == kind)
    return node;
  path = dyzur_json_dup_path (self);
  return shape_error (error, "%s%s%s: expected %s, found %s", path, member != NULL ? "." : "",
                      member != NULL ? member : "", kind_names[kind],
                      node != NULL ? kind_names[dyzur_json_get_kind (node)] : "nothing");
}

/* The shortest text that reads back as @value, without a power of ten: what a server most likely wrote. */
static char *
decimal_text (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 15; digits <= 17; digits++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%dg", digits);

      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  if (strchr (buffer, 'e') != NULL && value > -1e18 && value < 1e18)
    g_ascii_formatd (buffer, sizeof buffer, value > -1 && value < 1 ? "%.12f" : "%.0f", value);
  return g_strdup (buffer);
}

static char *
node_text (const JsonNode *node)
{
  switch (dyzur_json_get_kind (node))
    {
    case DYZUR_JSON_TEXT:
      return g_strdup (json_node_get_string ((JsonNode *) node));

    case DYZUR_JSON_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int ((JsonNode *) node));

    case DYZUR_JSON_DECIMAL:
      return decimal_text (json_node_get_double ((JsonNode *) node));

    case DYZUR_JSON_FLAG:
      return g_strdup (json_node_get_boolean ((JsonNode *) node) ? "true" : "false");

    case DYZUR_JSON_NULL:
    case DYZUR_JSON_ARRAY:
    case DYZUR_JSON_OBJECT:
    default:
      return NULL;
    }
}

/* Appends ".name" or "[3]": how @parent calls @child. */
static void
append_step (GString        *path,
             JsonNode       *parent,
             const JsonNode *child)
{
  if (JSON_NODE_HOLDS_ARRAY (parent))
    {
      JsonArray *array = json_node_get_array (parent);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (json_array_get_element (array, i) == child)
          g_string_append_printf (path, "[%u]", i);
    }
  else if (JSON_NODE_HOLDS_OBJECT (parent))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *node;

      json_object_iter_init (&iter, json_node_get_object (parent));
      while (json_object_iter_next (&iter, &name, &node))
        if (node == child)
          g_string_append_printf (path, ".%s", name);
    }
}

static void
append_path (GString        *path,
             const JsonNode *node)
{
  JsonNode *parent = json_node_get_parent ((JsonNode *) node);

  if (parent == NULL)
    {
      g_string_append_c (path, '$');
      return;
    }
  append_path (path, parent);
  append_step (path, parent, node);
}

/**
 * dyzur_json_parse:
 * @bytes: a whole document, at most a few MB
 * @error: %DYZUR_REMOTE_ERROR_SHAPE when it is no JSON, nests deeper than 64 or has more than a million values;
 *   %DYZUR_REMOTE_ERROR_TRANSIENT when its end is missing: it was cut on its way
 *
 * Integers of more than 18 digits are read as text; halves of surrogate pairs and the character 0 as U+FFFD.
 *
 * Returns: (transfer full) (nullable): the root, never changed: any thread may read it
 */
DyzurJson *
dyzur_json_parse (GBytes  *bytes,
                  GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  return parse (text != NULL ? text : "", length, error);
}

/**
 * dyzur_json_parse_text:
 *
 * Like dyzur_json_parse(), for a string.
 *
 * Returns: (transfer full) (nullable)
 */
DyzurJson *
dyzur_json_parse_text (const char  *text,
                       GError     **error)
{
  return parse (text, strlen (text), error);
}

/**
 * dyzur_json_ref:
 * @self: a root
 */
DyzurJson *
dyzur_json_ref (DyzurJson *self)
{
  return json_node_ref (self);
}

void
dyzur_json_unref (DyzurJson *self)
{
  json_node_unref (self);
}

DyzurJsonKind
dyzur_json_get_kind (const DyzurJson *self)
{
  GType type;

  if (JSON_NODE_HOLDS_OBJECT ((JsonNode *) self))
    return DYZUR_JSON_OBJECT;
  if (JSON_NODE_HOLDS_ARRAY ((JsonNode *) self))
    return DYZUR_JSON_ARRAY;
  type = json_node_get_value_type ((JsonNode *) self);
  if (type == G_TYPE_STRING)
    return DYZUR_JSON_TEXT;
  if (type == G_TYPE_INT64)
    return DYZUR_JSON_INTEGER;
  if (type == G_TYPE_DOUBLE)
    return DYZUR_JSON_DECIMAL;
  return type == G_TYPE_BOOLEAN ? DYZUR_JSON_FLAG : DYZUR_JSON_NULL;
}

/**
 * dyzur_json_dup_path:
 *
 * Returns: (transfer full): where the value stands in its document, "$.data[3].id"
 */
char *
dyzur_json_dup_path (const DyzurJson *self)
{
  GString *path = g_string_new (NULL);

  append_path (path, self);
  return g_string_free (path, FALSE);
}

/**
 * dyzur_json_get_length:
 * @self: (nullable)
 *
 * Returns: how many elements an array has; 0 for everything else
 */
guint
dyzur_json_get_length (const DyzurJson *self)
{
  if (self == NULL || !JSON_NODE_HOLDS_ARRAY ((JsonNode *) self))
    return 0;
  return json_array_get_length (json_node_get_array ((JsonNode *) self));
}

/**
 * dyzur_json_get_element:
 * @index: below dyzur_json_get_length()
 *
 * Returns: (transfer none)
 */
const DyzurJson *
dyzur_json_get_element (const DyzurJson *self,
                        guint            index)
{
  g_return_val_if_fail (index < dyzur_json_get_length (self), NULL);

  return json_array_get_element (json_node_get_array ((JsonNode *) self), index);
}

/**
 * dyzur_json_dup_members:
 * @self: (nullable)
 *
 * Returns: (transfer full): the names in an object, in the order of the document; none for everything else
 */
GStrv
dyzur_json_dup_members (const DyzurJson *self)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  JsonObjectIter iter;
  const char *name;

  if (self != NULL && JSON_NODE_HOLDS_OBJECT ((JsonNode *) self))
    {
      json_object_iter_init_ordered (&iter, json_node_get_object ((JsonNode *) self));
      while (json_object_iter_next_ordered (&iter, &name, NULL))
        g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

/**
 * dyzur_json_get_text:
 *
 * Returns: (transfer none) (nullable): valid UTF-8; %NULL with @error when it is not there or no text
 */
const char *
dyzur_json_get_text (const DyzurJson  *self,
                     const char       *member,
                     GError          **error)
{
  const JsonNode *node = require (self, member, DYZUR_JSON_TEXT, error);

  return node != NULL ? json_node_get_string ((JsonNode *) node) : NULL;
}

gboolean
dyzur_json_get_integer (const DyzurJson  *self,
                        const char       *member,
                        gint64           *value,
                        GError          **error)
{
  const JsonNode *node = require (self, member, DYZUR_JSON_INTEGER, error);

  if (node != NULL)
    *value = json_node_get_int ((JsonNode *) node);
  return node != NULL;
}

gboolean
dyzur_json_get_flag (const DyzurJson  *self,
                     const char       *member,
                     gboolean         *value,
                     GError          **error)
{
  const JsonNode *node = require (self, member, DYZUR_JSON_FLAG, error);

  if (node != NULL)
    *value = json_node_get_boolean ((JsonNode *) node);
  return node != NULL;
}

const DyzurJson *
dyzur_json_get_object (const DyzurJson  *self,
                       const char       *member,
                       GError          **error)
{
  return require (self, member, DYZUR_JSON_OBJECT, error);
}

const DyzurJson *
dyzur_json_get_array (const DyzurJson  *self,
                      const char       *member,
                      GError          **error)
{
  return require (self, member, DYZUR_JSON_ARRAY, error);
}

/**
 * dyzur_json_peek:
 * @self: (nullable)
 *
 * Returns: (transfer none) (nullable): the value; %NULL when it is absent or null
 */
const DyzurJson *
dyzur_json_peek (const DyzurJson *self,
                 const char      *member)
{
  const JsonNode *node = find (self, member);

  return node != NULL && !JSON_NODE_HOLDS_NULL ((JsonNode *) node) ? node : NULL;
}

/**
 * dyzur_json_peek_text:
 * @self: (nullable)
 *
 * Returns: (transfer none) (nullable): the text; %NULL when there is none or another type
 */
const char *
dyzur_json_peek_text (const DyzurJson *self,
                      const char      *member)
{
  const JsonNode *node = dyzur_json_peek (self, member);

  return node != NULL && dyzur_json_get_kind (node) == DYZUR_JSON_TEXT ? json_node_get_string ((JsonNode *) node) : NULL;
}

/**
 * dyzur_json_dup_text:
 * @self: (nullable)
 *
 * For servers that drift between 7, "7" and true.
 *
 * Returns: (transfer full) (nullable): text, number or flag as text; %NULL when absent, null, empty, array or object
 */
char *
dyzur_json_dup_text (const DyzurJson *self,
                     const char      *member)
{
  const JsonNode *node = dyzur_json_peek (self, member);
  g_autofree char *text = node != NULL ? node_text (node) : NULL;

  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/**
 * dyzur_json_to_integer:
 * @self: (nullable)
 *
 * Returns: an integer, a decimal that is whole, or either as text; true is 1, false 0; else @fallback
 */
gint64
dyzur_json_to_integer (const DyzurJson *self,
                       const char      *member,
                       gint64           fallback)
{
  const JsonNode *node = dyzur_json_peek (self, member);
  g_autofree char *text = node != NULL ? node_text (node) : NULL;
  gint64 value;

  if (text == NULL)
    return fallback;
  if (dyzur_json_get_kind (node) == DYZUR_JSON_FLAG)
    return json_node_get_boolean ((JsonNode *) node);
  return g_ascii_string_to_signed (g_strstrip (text), 10, G_MININT64, G_MAXINT64, &value, NULL) ? value : fallback;
}

/**
 * dyzur_json_to_flag:
 * @self: (nullable)
 *
 * Returns: a flag, 0 or 1, "true", "yes", "1" and their opposites; else @fallback
 */
gboolean
dyzur_json_to_flag (const DyzurJson *self,
                    const char      *member,
                    gboolean         fallback)
{
  static const char * const yes[] = { "true", "yes", "1", NULL };
  static const char * const no[] = { "false", "no", "0", NULL };
  g_autofree char *text = dyzur_json_dup_text (self, member);
  g_autofree char *folded = text != NULL ? g_ascii_strdown (text, -1) : NULL;

  if (folded != NULL && g_strv_contains (yes, folded))
    return TRUE;
  if (folded != NULL && g_strv_contains (no, folded))
    return FALSE;
  return fallback;
}

/**
 * dyzur_json_to_variant:
 *
 * Returns: (transfer full): the same value: objects as `a{sv}`, arrays as `av`, integers as `x`, decimals as `d`
 */
GVariant *
dyzur_json_to_variant (const DyzurJson *self)
{
  return g_variant_take_ref (json_gvariant_deserialize ((JsonNode *) self, NULL, NULL));
}

/**
 * dyzur_json_print:
 * @value: (transfer none): floating or not: what dyzur_json_to_variant() gives, or any nesting of `a{sv}`, arrays,
 *   strings, numbers and booleans
 *
 * Returns: (transfer full): JSON text
 */
char *
dyzur_json_print (GVariant *value,
                  gboolean  pretty)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink (value);
  g_autoptr(JsonNode) node = json_gvariant_serialize (owned);

  return json_to_string (node, pretty);
}
