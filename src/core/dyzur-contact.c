/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-contact.h"

#include <string.h>

static void
free_point (gpointer data)
{
  DyzurContactPoint *point = data;

  g_free (point->value);
  g_free (point->key);
  g_free (point);
}

/* Keeps digits; a Polish number in any spelling (500 100 200, 0048…, +48…) becomes +48 and nine digits. */
static char *
phone_key (const char *value)
{
  g_autoptr(GString) digits = g_string_new (NULL);
  gboolean plus = FALSE;

  for (const char *p = value; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (digits, *p);
      else if (*p == '+' && digits->len == 0)
        plus = TRUE;
      else if (g_ascii_isalpha (*p))
        break;
    }
  if (!plus && g_str_has_prefix (digits->str, "00"))
    {
      g_string_erase (digits, 0, 2);
      plus = TRUE;
    }
  if (!plus && digits->len == 9)
    return g_strconcat ("+48", digits->str, NULL);
  if (!plus && digits->len == 11 && g_str_has_prefix (digits->str, "48"))
    return g_strconcat ("+", digits->str, NULL);
  return g_strconcat (plus ? "+" : "", digits->str, NULL);
}

/**
 * dyzur_contact_point_key:
 * @value: an address as people write it
 *
 * The form in which two addresses are compared: an e-mail address trimmed and case-folded whole (dots and +tags stay),
 * a phone number in E.164 where sure (nine digits are taken as Polish), a login trimmed and case-folded.
 *
 * Returns: (transfer full)
 */
char *
dyzur_contact_point_key (DyzurPointKind  kind,
                         const char     *value)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (value));

  if (kind == DYZUR_POINT_PHONE)
    return phone_key (trimmed);
  return g_utf8_validate (trimmed, -1, NULL) ? g_utf8_casefold (trimmed, -1) : g_ascii_strdown (trimmed, -1);
}

/**
 * dyzur_contact_record_new:
 * @name: (nullable)
 */
DyzurContactRecord *
dyzur_contact_record_new (const char *name)
{
  DyzurContactRecord *self = g_new0 (DyzurContactRecord, 1);

  self->name = g_strdup (name);
  self->points = g_ptr_array_new_with_free_func (free_point);
  return self;
}

DyzurContactRecord *
dyzur_contact_record_copy (const DyzurContactRecord *self)
{
  DyzurContactRecord *copy;

  if (self == NULL)
    return NULL;
  copy = dyzur_contact_record_new (self->name);
  copy->id = self->id;
  copy->company = g_strdup (self->company);
  copy->note = g_strdup (self->note);
  copy->language = g_strdup (self->language);
  for (guint i = 0; i < self->points->len; i++)
    {
      const DyzurContactPoint *point = g_ptr_array_index (self->points, i);

      dyzur_contact_record_add_point (copy, point->kind, point->value);
    }
  return copy;
}

void
dyzur_contact_record_free (DyzurContactRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->company);
  g_free (self->note);
  g_free (self->language);
  g_ptr_array_unref (self->points);
  g_free (self);
}

/**
 * dyzur_contact_record_add_point:
 * @value: (nullable): passed over when empty or already there
 */
void
dyzur_contact_record_add_point (DyzurContactRecord *self,
                                DyzurPointKind      kind,
                                const char         *value)
{
  g_autofree char *key = NULL;
  DyzurContactPoint *point;

  if (value == NULL || *value == '\0')
    return;
  key = dyzur_contact_point_key (kind, value);
  if (*key == '\0')
    return;
  for (guint i = 0; i < self->points->len; i++)
    {
      point = g_ptr_array_index (self->points, i);
      if (point->kind == kind && strcmp (point->key, key) == 0)
        return;
    }
  point = g_new0 (DyzurContactPoint, 1);
  point->kind = kind;
  point->value = g_strdup (value);
  point->key = g_steal_pointer (&key);
  g_ptr_array_add (self->points, point);
}

/**
 * dyzur_contact_record_get_point:
 *
 * Returns: (transfer none) (nullable): the first address of that kind
 */
const char *
dyzur_contact_record_get_point (const DyzurContactRecord *self,
                                DyzurPointKind            kind)
{
  for (guint i = 0; i < self->points->len; i++)
    {
      const DyzurContactPoint *point = g_ptr_array_index (self->points, i);

      if (point->kind == kind)
        return point->value;
    }
  return NULL;
}
