/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-html-attributes-private.h"

#include <stdlib.h>
#include <string.h>

#define MAX_HREF 4096
#define MAX_STYLE 4096

static const char * const link_schemes[] = { "http:", "https:", "mailto:", "tel:", NULL };
static const char * const picture_schemes[] = { "http:", "https:", "cid:", NULL };

/*
 * _dyzur_attributes_get:
 *
 * Returns: (nullable): the value; "" for an attribute without one
 */
const char *
_dyzur_attributes_get (DyzurAttributes  attributes,
                       const char      *name)
{
  for (guint i = 0; attributes != NULL && attributes[i] != NULL; i += 2)
    if (strcmp ((const char *) attributes[i], name) == 0)
      return attributes[i + 1] != NULL ? (const char *) attributes[i + 1] : "";
  return NULL;
}

/* Where the value of @property stands in a style attribute; the last declaration wins. */
static const char *
find_declaration (const char *style,
                  const char *property)
{
  gsize length = strlen (property);
  const char *found = NULL;

  for (const char *p = style; p != NULL && p - style < MAX_STYLE; p = strchr (p, ';'))
    {
      p += strspn (p, "; \t\r\n");
      if (g_ascii_strncasecmp (p, property, length) == 0)
        {
          const char *colon = p + length + strspn (p + length, " \t\r\n");

          if (*colon == ':')
            found = colon + 1 + strspn (colon + 1, " \t\r\n");
        }
    }
  return found;
}

/*
 * _dyzur_attributes_style_is:
 *
 * Whether the style attribute gives @property a value that begins with @prefix.
 */
gboolean
_dyzur_attributes_style_is (DyzurAttributes  attributes,
                            const char      *property,
                            const char      *prefix)
{
  const char *style = _dyzur_attributes_get (attributes, "style");
  const char *value = style != NULL ? find_declaration (style, property) : NULL;

  return value != NULL && g_ascii_strncasecmp (value, prefix, strlen (prefix)) == 0;
}

gboolean
_dyzur_attributes_has_class (DyzurAttributes  attributes,
                             const char      *name)
{
  const char *classes = _dyzur_attributes_get (attributes, "class");
  gsize length = strlen (name);

  for (const char *p = classes; p != NULL && (p = strstr (p, name)) != NULL; p += length)
    if ((p == classes || g_ascii_isspace (p[-1])) && (p[length] == '\0' || g_ascii_isspace (p[length])))
      return TRUE;
  return FALSE;
}

static gboolean
style_is_zero (DyzurAttributes  attributes,
               const char      *property)
{
  const char *style = _dyzur_attributes_get (attributes, "style");
  const char *value = style != NULL ? find_declaration (style, property) : NULL;

  return value != NULL && g_ascii_isdigit (*value) && g_ascii_strtod (value, NULL) == 0.0;
}

/*
 * _dyzur_attributes_hide:
 *
 * Whether the element is meant not to be seen: the hidden preview line of newsletters, and what imitates it.
 */
gboolean
_dyzur_attributes_hide (DyzurAttributes attributes)
{
  return _dyzur_attributes_get (attributes, "hidden") != NULL ||
         _dyzur_attributes_style_is (attributes, "display", "none") ||
         _dyzur_attributes_style_is (attributes, "visibility", "hidden") ||
         style_is_zero (attributes, "opacity") ||
         (style_is_zero (attributes, "max-height") && _dyzur_attributes_style_is (attributes, "overflow", "hidden"));
}

/*
 * _dyzur_attributes_get_size:
 * @name: "width" or "height"
 *
 * Returns: pixels, -1 when it is not told
 */
int
_dyzur_attributes_get_size (DyzurAttributes  attributes,
                            const char      *name)
{
  const char *value = _dyzur_attributes_get (attributes, name);
  const char *style = _dyzur_attributes_get (attributes, "style");

  if (value == NULL || !g_ascii_isdigit (*value))
    value = style != NULL ? find_declaration (style, name) : NULL;
  if (value == NULL || !g_ascii_isdigit (*value))
    return -1;
  return (int) CLAMP (g_ascii_strtod (value, NULL), 0, 100000);
}

/* Browsers drop tabs and newlines anywhere in an address, and so must we before judging its scheme. */
static char *
clean_address (const char *value)
{
  GString *out = g_string_new (NULL);

  for (const char *p = value; *p != '\0' && out->len <= MAX_HREF; p++)
    {
      if ((guchar) *p > ' ' && *p != 0x7f)
        g_string_append_c (out, *p);
      else if (*p == ' ' && out->len > 0)
        g_string_append (out, "%20");
    }
  while (g_str_has_suffix (out->str, "%20"))
    g_string_truncate (out, out->len - 3);
  if (g_str_has_prefix (out->str, "//"))
    g_string_prepend (out, "https:");
  return g_string_free (out, FALSE);
}

static char *
dup_address (const char         *value,
             const char * const *schemes)
{
  g_autofree char *address = value != NULL ? clean_address (value) : NULL;

  if (address == NULL || strlen (address) > MAX_HREF)
    return NULL;
  for (guint i = 0; schemes[i] != NULL; i++)
    if (g_ascii_strncasecmp (address, schemes[i], strlen (schemes[i])) == 0 && address[strlen (schemes[i])] != '\0')
      return g_steal_pointer (&address);
  return NULL;
}

/*
 * _dyzur_attributes_dup_href:
 *
 * Returns: (transfer full) (nullable): where the link leads, if it is a place we let people go
 */
char *
_dyzur_attributes_dup_href (DyzurAttributes attributes)
{
  return dup_address (_dyzur_attributes_get (attributes, "href"), link_schemes);
}

/*
 * _dyzur_attributes_dup_picture:
 *
 * Returns: (transfer full) (nullable): "cid:…" or the address of a remote picture
 */
char *
_dyzur_attributes_dup_picture (DyzurAttributes attributes)
{
  return dup_address (_dyzur_attributes_get (attributes, "src"), picture_schemes);
}
