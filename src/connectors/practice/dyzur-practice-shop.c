/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose order is it: the rules of matching, and the two questions a shop answers. */

#include "config.h"

#include "dyzur-practice-shop-private.h"

#include <string.h>

#define PHONE_DIGITS 9

/* The last nine digits of a Polish number, "" for any other */
static char *
phone_tail (const char *phone)
{
  g_autofree char *key = dyzur_contact_point_key (DYZUR_POINT_PHONE, phone);

  if (!g_str_has_prefix (key, "+48") || strlen (key) != strlen ("+48") + PHONE_DIGITS)
    return g_strdup ("");
  return g_strdup (key + strlen ("+48"));
}

static gboolean
matches_phone (const char *a,
               const char *b)
{
  g_autofree char *x = phone_tail (a);
  g_autofree char *y = phone_tail (b);

  return *x != '\0' && strcmp (x, y) == 0;
}

static gboolean
matches_folded (const char *a,
                const char *b)
{
  g_autofree char *x = dyzur_contact_point_key (DYZUR_POINT_EMAIL, a);
  g_autofree char *y = dyzur_contact_point_key (DYZUR_POINT_EMAIL, b);

  return *x != '\0' && strcmp (x, y) == 0;
}

typedef gboolean (*MatchFunc) (const char *a,
                               const char *b);

static gboolean
any_matches (GStrv       wanted,
             const char *value,
             MatchFunc   match)
{
  if (value == NULL || *value == '\0')
    return FALSE;
  for (guint i = 0; wanted != NULL && wanted[i] != NULL; i++)
    if (match (wanted[i], value))
      return TRUE;
  return FALSE;
}

static int
compare_newest (gconstpointer a,
                gconstpointer b)
{
  const DyzurOrderRecord *x = *(const DyzurOrderRecord * const *) a;
  const DyzurOrderRecord *y = *(const DyzurOrderRecord * const *) b;

  if (x->created_at != y->created_at)
    return x->created_at < y->created_at ? 1 : -1;
  return strcmp (x->number, y->number);
}

/**
 * _dyzur_practice_matches:
 *
 * E-mail addresses whole and case-folded, logins likewise, Polish telephone numbers by their nine digits, order numbers
 * as they are.
 */
gboolean
_dyzur_practice_matches (const DyzurOrderRecord *order,
                         const DyzurOrderQuery  *query)
{
  return any_matches (query->emails, order->buyer_email, matches_folded) ||
         any_matches (query->phones, order->buyer_phone, matches_phone) ||
         any_matches (query->logins, order->buyer_login, matches_folded) ||
         any_matches (query->numbers, order->number, matches_folded) ||
         any_matches (query->numbers, order->id, matches_folded);
}

/**
 * _dyzur_practice_find_orders:
 *
 * Returns: (transfer full) (element-type DyzurOrderRecord): newest first
 */
GPtrArray *
_dyzur_practice_find_orders (const DyzurPracticeData *data,
                             const DyzurOrderQuery   *query,
                             gint64                   now)
{
  GPtrArray *found = dyzur_order_records_new ();

  for (guint i = 0; i < dyzur_json_get_length (data->orders); i++)
    {
      g_autoptr(DyzurOrderRecord) order =
        _dyzur_practice_read_order (data, dyzur_json_get_element (data->orders, i), now);

      if (_dyzur_practice_matches (order, query))
        g_ptr_array_add (found, g_steal_pointer (&order));
    }
  g_ptr_array_sort (found, compare_newest);
  return found;
}

/**
 * _dyzur_practice_load_order:
 *
 * Returns: (transfer full) (nullable)
 */
DyzurOrderRecord *
_dyzur_practice_load_order (const DyzurPracticeData *data,
                            const char              *id,
                            gint64                   now)
{
  for (guint i = 0; i < dyzur_json_get_length (data->orders); i++)
    {
      g_autoptr(DyzurOrderRecord) order =
        _dyzur_practice_read_order (data, dyzur_json_get_element (data->orders, i), now);

      if (g_strcmp0 (order->id, id) == 0)
        return g_steal_pointer (&order);
    }
  return NULL;
}
