/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-woocommerce.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-contact.h"
#include "dyzur-woocommerce-private.h"

#define API "/wp-json/wc/v3"
#define DEFAULT_ZONE "Europe/Warsaw"

#define PER_PAGE 20
#define MAX_PAGES 2

/* How many keys of one query are looked up: a shop on shared hosting takes seconds for each, and a phone has four spellings. */
#define MAX_EMAILS 4
#define MAX_PHONES 2
#define MAX_NUMBERS 4

#define LABELS_RETRY (10 * DYZUR_MINUTE)

/*
 * A shop that finds orders by substring, over names, addresses and items, and passes over filters it does not know: what
 * it returns is no proof of anything. Every order is compared with what was asked for before it is even read.
 */
struct _DyzurWoocommerce
{
  GObject             parent_instance;

  DyzurAccountConfig *config;
  DyzurHttp          *http;           /* (nullable): NULL when @problem says why */
  GError             *problem;        /* of address or key */
  char               *address;

  GHashTable         *labels;         /* status code → name in the shop's language */
  gint64              labels_after;   /* ms UTC: not asked for before */
};

typedef gboolean (*ProofFunc) (const DyzurJson *order,
                               const char      *key);

typedef struct
{
  DyzurWoocommerce *shop;
  GPtrArray        *orders;           /* (element-type DyzurOrderRecord) */
  GCancellable     *cancellable;
} Search;

static void shop_iface_init (DyzurShopInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurWoocommerce, dyzur_woocommerce, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_SHOP, shop_iface_init))

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

static DyzurWoocommerceReader
get_reader (DyzurWoocommerce *self)
{
  const char *zone = dyzur_account_config_get (self->config, "zone");
  DyzurWoocommerceReader reader = { self->config->id, zone != NULL ? zone : DEFAULT_ZONE, self->labels, self->address };

  return reader;
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
  DyzurWoocommerceReader reader = get_reader (search->shop);
  g_autofree char *id = dyzur_json_dup_text (json, "id");
  DyzurOrderRecord *order;

  if (!prove (json, key) || has_order (search->orders, id))
    return TRUE;
  order = _dyzur_woocommerce_read_order (json, &reader, error);
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
      g_autoptr(DyzurJson) root = dyzur_http_get (search->shop->http, API "/orders", query, search->cancellable, error);
      const DyzurJson *list = root != NULL ? dyzur_json_get_array (root, NULL, error) : NULL;

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

static gboolean
is_id (const char *text)
{
  gsize digits = strspn (text, "0123456789");

  return digits > 0 && digits <= 18 && text[digits] == '\0';
}

/* Without a numbering plugin the number is the id; that there is no such id is no fault. */
static gboolean
search_id (Search      *search,
           const char  *number,
           GError     **error)
{
  g_autofree char *path = g_strconcat (API "/orders/", number, NULL);
  g_autoptr(GError) problem = NULL;
  g_autoptr(DyzurJson) root = dyzur_http_get (search->shop->http, path, NULL, search->cancellable, &problem);

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
  if (is_id (number) && !search_id (search, number, error))
    return FALSE;
  return search_orders (search, number, prove_number, number, error);
}

typedef gboolean (*SearchFunc) (Search      *search,
                                const char  *value,
                                GError     **error);

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

static gboolean
ask_labels (DyzurWoocommerce  *self,
            const char        *path,
            GCancellable      *cancellable,
            GError           **error)
{
  g_autoptr(DyzurJson) root = dyzur_http_get (self->http, path, NULL, cancellable, error);

  for (guint i = 0; i < dyzur_json_get_length (root); i++)
    {
      const DyzurJson *status = dyzur_json_get_element (root, i);
      const char *code = dyzur_json_peek_text (status, "slug"), *name = dyzur_json_peek_text (status, "name");

      if (code != NULL && name != NULL)
        g_hash_table_insert (self->labels, g_strdup (code), g_strdup (name));
    }
  return root != NULL;
}

/*
 * The shop's own words for its statuses, once. Nothing depends on them, so that no fault of theirs is passed on; the
 * first address is unknown to WooCommerce before 10.
 */
static void
load_labels (DyzurWoocommerce *self,
             GCancellable     *cancellable)
{
  g_autoptr(GError) problem = NULL;

  if (g_hash_table_size (self->labels) > 0 || dyzur_clock_now () < self->labels_after)
    return;
  self->labels_after = dyzur_clock_now () + LABELS_RETRY;
  if (ask_labels (self, API "/orders/statuses", cancellable, &problem))
    return;
  if (g_error_matches (problem, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND))
    ask_labels (self, API "/reports/orders/totals", cancellable, NULL);
}

static void
name_statuses (DyzurWoocommerce *self,
               GPtrArray        *orders,
               GCancellable     *cancellable)
{
  if (orders->len > 0)
    load_labels (self, cancellable);
  for (guint i = 0; i < orders->len; i++)
    {
      DyzurOrderRecord *order = g_ptr_array_index (orders, i);

      if (order->status_label == NULL && order->status_code != NULL)
        order->status_label = g_strdup (g_hash_table_lookup (self->labels, order->status_code));
    }
}

static gboolean
is_usable (DyzurWoocommerce  *self,
           GError           **error)
{
  if (self->problem == NULL)
    return TRUE;
  if (error != NULL)
    *error = g_error_copy (self->problem);
  return FALSE;
}

/* The index of the API answers without a key: what is wrong there is the address, what is wrong behind it the key. */
static gboolean
dyzur_woocommerce_check (DyzurShop     *shop,
                         GCancellable  *cancellable,
                         GError       **error)
{
  DyzurWoocommerce *self = DYZUR_WOOCOMMERCE (shop);
  const char *query[] = { "per_page", "1", "_fields", "id", NULL };
  g_autoptr(DyzurJson) index = NULL, orders = NULL;

  if (!is_usable (self, error))
    return FALSE;
  index = dyzur_http_get (self->http, API, NULL, cancellable, error);
  if (index == NULL)
    return FALSE;
  if (g_strcmp0 (dyzur_json_peek_text (index, "namespace"), "wc/v3") != 0)
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, "no WooCommerce at this address");
      return FALSE;
    }
  orders = dyzur_http_get (self->http, API "/orders", query, cancellable, error);
  return orders != NULL && dyzur_json_get_array (orders, NULL, error) != NULL;
}

static GPtrArray *
dyzur_woocommerce_find_orders (DyzurShop              *shop,
                               const DyzurOrderQuery  *query,
                               GCancellable           *cancellable,
                               GError                **error)
{
  DyzurWoocommerce *self = DYZUR_WOOCOMMERCE (shop);
  g_autoptr(GPtrArray) orders = dyzur_order_records_new ();
  Search search = { self, orders, cancellable };

  if (!is_usable (self, error) ||
      !search_all (&search, (const char * const *) query->emails, MAX_EMAILS, search_email, error) ||
      !search_all (&search, (const char * const *) query->phones, MAX_PHONES, search_phone, error) ||
      !search_all (&search, (const char * const *) query->numbers, MAX_NUMBERS, search_number, error))
    return NULL;
  name_statuses (self, orders, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  g_ptr_array_sort (orders, compare_orders);
  return g_steal_pointer (&orders);
}

/* What only belongs to the order: a shop that does not tell is no fault. Returns: (nullable): an array */
static gboolean
get_part (DyzurWoocommerce  *self,
          const char        *id,
          const char        *part,
          DyzurJson        **list,
          GCancellable      *cancellable,
          GError           **error)
{
  g_autofree char *path = g_strdup_printf (API "/orders/%s/%s", id, part);
  g_autoptr(GError) problem = NULL;

  *list = dyzur_http_get (self->http, path, NULL, cancellable, &problem);
  if (*list != NULL || g_error_matches (problem, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND) ||
      g_error_matches (problem, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMISSION))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
load_parts (DyzurWoocommerce  *self,
            DyzurOrderRecord  *order,
            GCancellable      *cancellable,
            GError           **error)
{
  DyzurWoocommerceReader reader = get_reader (self);
  g_autoptr(DyzurJson) notes = NULL, refunds = NULL;

  if (!get_part (self, order->id, "notes", &notes, cancellable, error))
    return FALSE;
  _dyzur_woocommerce_read_notes (order, notes, &reader);
  if (order->refunds->len > 0 && !get_part (self, order->id, "refunds", &refunds, cancellable, error))
    return FALSE;
  _dyzur_woocommerce_read_refunds (order, refunds, &reader);
  return TRUE;
}

static DyzurOrderRecord *
dyzur_woocommerce_load_order (DyzurShop     *shop,
                              const char    *id,
                              GCancellable  *cancellable,
                              GError       **error)
{
  DyzurWoocommerce *self = DYZUR_WOOCOMMERCE (shop);
  DyzurWoocommerceReader reader;
  g_autofree char *path = g_strconcat (API "/orders/", id, NULL);
  g_autoptr(DyzurJson) root = NULL;
  g_autoptr(DyzurOrderRecord) order = NULL;

  if (!is_usable (self, error))
    return NULL;
  if (!is_id (id))
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND, "not an id of WooCommerce");
      return NULL;
    }
  load_labels (self, cancellable);
  reader = get_reader (self);
  root = dyzur_http_get (self->http, path, NULL, cancellable, error);
  order = root != NULL ? _dyzur_woocommerce_read_order (root, &reader, error) : NULL;
  if (order == NULL)
    return NULL;
  if (g_strcmp0 (order->id, id) != 0)
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, "GET %s: another order came", path);
      return NULL;
    }
  if (!load_parts (self, order, cancellable, error))
    return NULL;
  order->fetched_at = dyzur_clock_now ();
  return g_steal_pointer (&order);
}

static void
shop_iface_init (DyzurShopInterface *iface)
{
  iface->check = dyzur_woocommerce_check;
  iface->find_orders = dyzur_woocommerce_find_orders;
  iface->load_order = dyzur_woocommerce_load_order;
}

static void
dyzur_woocommerce_finalize (GObject *object)
{
  DyzurWoocommerce *self = DYZUR_WOOCOMMERCE (object);

  g_clear_object (&self->http);
  g_clear_error (&self->problem);
  g_hash_table_unref (self->labels);
  g_free (self->address);
  dyzur_account_config_free (self->config);

  G_OBJECT_CLASS (dyzur_woocommerce_parent_class)->finalize (object);
}

static void
dyzur_woocommerce_class_init (DyzurWoocommerceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_woocommerce_finalize;
}

static void
dyzur_woocommerce_init (DyzurWoocommerce *self)
{
  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * dyzur_woocommerce_new:
 * @config: `address` is the shop's; settings: `zone` (IANA, "Europe/Warsaw" without it), `auth` ("basic", "query" for
 *   hosts that strip the header; without it by the address), `timeout` (s, 30 without it)
 * @secret: (nullable): "ck_…:cs_…"
 *
 * Nothing is asked yet. What is wrong with address or key every call says, check() first of all.
 *
 * Returns: (transfer full): to be used by one thread
 */
DyzurShop *
dyzur_woocommerce_new (const DyzurAccountConfig *config,
                       const char               *secret)
{
  DyzurWoocommerce *self = g_object_new (DYZUR_TYPE_WOOCOMMERCE, NULL);
  int timeout = dyzur_account_config_get_int (config, "timeout", 0);

  self->config = dyzur_account_config_copy (config);
  self->http = dyzur_http_new (config->address, &self->problem);
  if (self->http == NULL)
    return DYZUR_SHOP (self);
  self->address = dyzur_http_dup_base (self->http);
  if (timeout > 0)
    dyzur_http_set_timeout (self->http, (guint) timeout);
  _dyzur_woocommerce_authorize (self->http, secret, dyzur_account_config_get (config, "auth"), &self->problem);
  return DYZUR_SHOP (self);
}
