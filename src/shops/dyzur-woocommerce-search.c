/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-woocommerce-private.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-contact.h"

#define PER_PAGE 20
#define MAX_PAGES 2

/* How many keys of one query are looked up: shared hosting takes seconds for each, and a phone has four spellings. */
#define MAX_EMAILS 4
#define MAX_PHONES 2
#define MAX_NUMBERS 4

/*
 * The shop finds orders by substring, over names, addresses and items, and passes over filters it does not know: what it
 * returns is no proof of anything. Every order is compared with what was asked for before it is even read.
 */
typedef gboolean (*ProofFunc) (const DyzurJson *order,
                               const char      *key);

typedef struct
{
  DyzurHttp                    *http;
  const DyzurWoocommerceReader *reader;
  GPtrArray                    *orders;       /* (element-type DyzurOrderRecord) */
  GCancellable                 *cancellable;
} Search;

typedef gboolean (*SearchFunc) (Search      *search,
                                const char  *value,
                                GError     **error);

static gboolean
keys_match (DyzurPointKind  kind,
            const char     *value,
            const char     *key)
{
  g_autofree char *other = value != NULL ? dyzur_contact_point_key (kind, value) : NULL;

  return other != NULL && *other != '\0' && g_str_equal (other, key);
}

static gboolean
prove_email (const DyzurJson *order,
             const char      *key)
{
  return keys_match (DYZUR_POINT_EMAIL, dyzur_json_peek_text (dyzur_json_peek (order, "billing"), "email"), key);
}

static gboolean
prove_phone (const DyzurJson *order,
             const char      *key)
{
  g_autofree char *phone = dyzur_json_dup_text (dyzur_json_peek (order, "billing"), "phone");

  return keys_match (DYZUR_POINT_PHONE, phone, key);
}

static gboolean
prove_number (const DyzurJson *order,
              const char      *key)
{
  g_autofree char *number = dyzur_json_dup_text (order, "number");

  return number != NULL && g_ascii_strcasecmp (g_strstrip (number), key) == 0;
}

static gboolean
has_order (GPtrArray  *orders,
           const char *id)
{
  for (guint i = 0; i < orders->len; i++)
    if (g_strcmp0 (((DyzurOrderRecord *) g_ptr_array_index (orders, i))->id, id) == 0)
      return TRUE;
  return FALSE;
}

/* Keeps the order if it is what was asked for, once. */
static gboolean
keep_if_proved (Search           *search,
                const DyzurJson  *json,
                ProofFunc         prove,
                const char       *key,
                GError          **error)
{
  g_autofree char *id = dyzur_json_dup_text (json, "id");
  DyzurOrderRecord *order;

  if (!prove (json, key) || has_order (search->orders, id))
    return TRUE;
  order = _dyzur_woocommerce_read_order (json, search->reader, error);
  if (order == NULL)
    return FALSE;
  order->fetched_at = dyzur_clock_now ();
  g_ptr_array_add (search->orders, order);
  return TRUE;
}

static gboolean
search_orders (Search      *search,
               const char  *term,
               ProofFunc    prove,
               const char  *key,
               GError     **error)
{
  guint length = PER_PAGE;

  for (guint page = 1; page <= MAX_PAGES && length == PER_PAGE; page++)
    {
      g_autofree char *page_text = g_strdup_printf ("%u", page);
      const char *query[] = { "search", term, "per_page", G_STRINGIFY (PER_PAGE), page > 1 ? "page" : NULL, page_text,
                              NULL };
      g_autoptr(DyzurJson) root = NULL;
      const DyzurJson *list;

      root = dyzur_http_get (search->http, DYZUR_WOOCOMMERCE_API "/orders", query, search->cancellable, error);
      list = root != NULL ? dyzur_json_get_array (root, NULL, error) : NULL;
      if (list == NULL)
        return FALSE;
      length = dyzur_json_get_length (list);
      for (guint i = 0; i < length; i++)
        if (!keep_if_proved (search, dyzur_json_get_element (list, i), prove, key, error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
search_email (Search      *search,
              const char  *email,
              GError     **error)
{
  g_autofree char *key = dyzur_contact_point_key (DYZUR_POINT_EMAIL, email);
  g_autofree char *term = g_strstrip (g_strdup (email));

  return strchr (key, '@') == NULL || search_orders (search, term, prove_email, key, error);
}

static void
add_term (GPtrArray *terms,
          char      *term)
{
  if (g_ptr_array_find_with_equal_func (terms, term, g_str_equal, NULL))
    g_free (term);
  else
    g_ptr_array_add (terms, term);
}

/* The shop compares letter by letter: the spellings under which a number may stand there. */
static GPtrArray *
phone_spellings (const char *phone,
                 const char *key)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func (g_free);

  add_term (terms, g_strstrip (g_strdup (phone)));
  if (g_str_has_prefix (key, "+48") && strlen (key) == 12)
    {
      const char *nine = key + 3;

      add_term (terms, g_strdup (nine));
      add_term (terms, g_strdup (key));
      add_term (terms, g_strdup_printf ("%.3s %.3s %.3s", nine, nine + 3, nine + 6));
    }
  else
    add_term (terms, g_strdup (key));
  return terms;
}

/* Only numbers whose country is sure: fewer digits would match strangers. */
static gboolean
search_phone (Search      *search,
              const char  *phone,
              GError     **error)
{
  g_autofree char *key = dyzur_contact_point_key (DYZUR_POINT_PHONE, phone);
  g_autoptr(GPtrArray) terms = NULL;

  if (*key != '+' || strlen (key) < 9)
    return TRUE;
  terms = phone_spellings (phone, key);
  for (guint i = 0; i < terms->len; i++)
    if (!search_orders (search, g_ptr_array_index (terms, i), prove_phone, key, error))
      return FALSE;
  return TRUE;
}

/* "#1042" → "1042". Returns: (transfer full) (nullable): %NULL when no order is numbered like that */
static char *
clean_number (const char *number)
{
  g_autofree char *clean = g_strdup (number);

  g_strstrip (g_strdelimit (clean, "#", ' '));
  if (*clean == '\0' || strlen (clean) > 32)
    return NULL;
  for (const char *p = clean; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("/-_.", *p) == NULL)
      return NULL;
  return g_steal_pointer (&clean);
}

/* Without a numbering plugin the number is the id; that there is no such id is no fault. */
static gboolean
search_id (Search      *search,
           const char  *number,
           GError     **error)
{
  g_autofree char *path = g_strconcat (DYZUR_WOOCOMMERCE_API "/orders/", number, NULL);
  g_autoptr(GError) problem = NULL;
  g_autoptr(DyzurJson) root = dyzur_http_get (search->http, path, NULL, search->cancellable, &problem);

  if (root != NULL)
    return keep_if_proved (search, root, prove_number, number, error);
  if (g_error_matches (problem, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
search_number (Search      *search,
               const char  *asked,
               GError     **error)
{
  g_autofree char *number = clean_number (asked);

  if (number == NULL)
    return TRUE;
  if (_dyzur_woocommerce_is_id (number) && !search_id (search, number, error))
    return FALSE;
  return search_orders (search, number, prove_number, number, error);
}

static gboolean
search_all (Search              *search,
            const char * const  *values,
            guint                max,
            SearchFunc           func,
            GError             **error)
{
  for (guint i = 0; values != NULL && values[i] != NULL && i < max; i++)
    if (!func (search, values[i], error))
      return FALSE;
  return TRUE;
}

static int
compare_orders (gconstpointer a,
                gconstpointer b)
{
  const DyzurOrderRecord *x = *(const DyzurOrderRecord * const *) a, *y = *(const DyzurOrderRecord * const *) b;
  guint64 x_id, y_id;

  if (x->created_at != y->created_at)
    return x->created_at > y->created_at ? -1 : 1;
  x_id = g_ascii_strtoull (x->id, NULL, 10);
  y_id = g_ascii_strtoull (y->id, NULL, 10);
  return x_id == y_id ? 0 : x_id > y_id ? -1 : 1;
}

/* Whether @text is an order's id, that may stand in a path as it is. */
gboolean
_dyzur_woocommerce_is_id (const char *text)
{
  gsize digits = strspn (text, "0123456789");

  return digits > 0 && digits <= 18 && text[digits] == '\0';
}

/*
 * Everything the shop has for the keys of @query, each order proved to match one of them.
 *
 * Returns: (transfer full) (nullable) (element-type DyzurOrderRecord): newest first
 */
GPtrArray *
_dyzur_woocommerce_search (DyzurHttp                     *http,
                           const DyzurWoocommerceReader  *reader,
                           const DyzurOrderQuery         *query,
                           GCancellable                  *cancellable,
                           GError                       **error)
{
  g_autoptr(GPtrArray) orders = dyzur_order_records_new ();
  Search search = { http, reader, orders, cancellable };

  if (!search_all (&search, (const char * const *) query->emails, MAX_EMAILS, search_email, error) ||
      !search_all (&search, (const char * const *) query->phones, MAX_PHONES, search_phone, error) ||
      !search_all (&search, (const char * const *) query->numbers, MAX_NUMBERS, search_number, error))
    return NULL;
  g_ptr_array_sort (orders, compare_orders);
  return g_steal_pointer (&orders);
}
