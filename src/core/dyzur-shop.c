/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-shop.h"

G_DEFINE_INTERFACE (DyzurShop, dyzur_shop, G_TYPE_OBJECT)

static void
dyzur_shop_default_init (DyzurShopInterface *iface)
{
}

DyzurOrderQuery *
dyzur_order_query_new (void)
{
  return g_new0 (DyzurOrderQuery, 1);
}

void
dyzur_order_query_free (DyzurOrderQuery *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->emails);
  g_strfreev (self->phones);
  g_strfreev (self->logins);
  g_strfreev (self->numbers);
  g_free (self);
}

gboolean
dyzur_shop_check (DyzurShop     *self,
                  GCancellable  *cancellable,
                  GError       **error)
{
  return DYZUR_SHOP_GET_IFACE (self)->check (self, cancellable, error);
}

/**
 * dyzur_shop_find_orders:
 *
 * Returns: (transfer full) (nullable) (element-type DyzurOrderRecord): newest first
 */
GPtrArray *
dyzur_shop_find_orders (DyzurShop              *self,
                        const DyzurOrderQuery  *query,
                        GCancellable           *cancellable,
                        GError                **error)
{
  return DYZUR_SHOP_GET_IFACE (self)->find_orders (self, query, cancellable, error);
}

/**
 * dyzur_shop_load_order:
 *
 * Returns: (transfer full) (nullable)
 */
DyzurOrderRecord *
dyzur_shop_load_order (DyzurShop     *self,
                       const char    *id,
                       GCancellable  *cancellable,
                       GError       **error)
{
  return DYZUR_SHOP_GET_IFACE (self)->load_order (self, id, cancellable, error);
}
