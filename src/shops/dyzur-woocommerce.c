/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-woocommerce.h"

#include "dyzur-clock.h"
#include "dyzur-woocommerce-private.h"

#define DEFAULT_ZONE "Europe/Warsaw"

#define LABELS_RETRY (10 * DYZUR_MINUTE)

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

static void shop_iface_init (DyzurShopInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurWoocommerce, dyzur_woocommerce, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_SHOP, shop_iface_init))

static DyzurWoocommerceReader
get_reader (DyzurWoocommerce *self)
{
  const char *zone = dyzur_account_config_get (self->config, "zone");
  DyzurWoocommerceReader reader = { self->config->id, zone != NULL ? zone : DEFAULT_ZONE, self->labels, self->address };

  return reader;
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
  if (ask_labels (self, DYZUR_WOOCOMMERCE_API "/orders/statuses", cancellable, &problem))
    return;
  if (g_error_matches (problem, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND))
    ask_labels (self, DYZUR_WOOCOMMERCE_API "/reports/orders/totals", cancellable, NULL);
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
  index = dyzur_http_get (self->http, DYZUR_WOOCOMMERCE_API, NULL, cancellable, error);
  if (index == NULL)
    return FALSE;
  if (g_strcmp0 (dyzur_json_peek_text (index, "namespace"), "wc/v3") != 0)
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, "no WooCommerce at this address");
      return FALSE;
    }
  orders = dyzur_http_get (self->http, DYZUR_WOOCOMMERCE_API "/orders", query, cancellable, error);
  return orders != NULL && dyzur_json_get_array (orders, NULL, error) != NULL;
}

static GPtrArray *
dyzur_woocommerce_find_orders (DyzurShop              *shop,
                               const DyzurOrderQuery  *query,
                               GCancellable           *cancellable,
                               GError                **error)
{
  DyzurWoocommerce *self = DYZUR_WOOCOMMERCE (shop);
  DyzurWoocommerceReader reader = get_reader (self);
  g_autoptr(GPtrArray) orders = NULL;

  if (!is_usable (self, error))
    return NULL;
  orders = _dyzur_woocommerce_search (self->http, &reader, query, cancellable, error);
  if (orders == NULL)
    return NULL;
  name_statuses (self, orders, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
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
  g_autofree char *path = g_strdup_printf (DYZUR_WOOCOMMERCE_API "/orders/%s/%s", id, part);
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
  g_autofree char *path = g_strconcat (DYZUR_WOOCOMMERCE_API "/orders/", id, NULL);
  g_autoptr(DyzurJson) root = NULL;
  g_autoptr(DyzurOrderRecord) order = NULL;

  if (!is_usable (self, error))
    return NULL;
  if (!_dyzur_woocommerce_is_id (id))
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
