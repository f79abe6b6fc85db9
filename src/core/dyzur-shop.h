/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-error.h"
#include "dyzur-order.h"

G_BEGIN_DECLS

/**
 * DyzurOrderQuery:
 * @emails: (nullable): strong keys of the contact
 * @phones: (nullable): as people write them
 * @logins: (nullable): platform logins
 * @numbers: (nullable): order numbers named in the conversation
 *
 * Whose orders are wanted. Every order in the answer is proved to match one of these by the adapter itself: servers
 * ignore filters they do not know.
 */
typedef struct
{
  GStrv emails;
  GStrv phones;
  GStrv logins;
  GStrv numbers;
} DyzurOrderQuery;

DyzurOrderQuery *dyzur_order_query_new  (void);
void             dyzur_order_query_free (DyzurOrderQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurOrderQuery, dyzur_order_query_free)

#define DYZUR_TYPE_SHOP (dyzur_shop_get_type ())

G_DECLARE_INTERFACE (DyzurShop, dyzur_shop, DYZUR, SHOP, GObject)

/**
 * DyzurShopInterface:
 * @check: whether address and keys work; the error says which does not
 * @find_orders: (element-type DyzurOrderRecord): the orders that match, newest first; an empty array when there are none
 * @load_order: one order with everything under it (notes, refunds), by its id
 *
 * A shop's back end, spoken as straight-line blocking code on the account's job thread. Errors: #DYZUR_REMOTE_ERROR.
 */
struct _DyzurShopInterface
{
  GTypeInterface parent_iface;

  gboolean          (*check)       (DyzurShop              *self,
                                    GCancellable           *cancellable,
                                    GError                **error);
  GPtrArray        *(*find_orders) (DyzurShop              *self,
                                    const DyzurOrderQuery  *query,
                                    GCancellable           *cancellable,
                                    GError                **error);
  DyzurOrderRecord *(*load_order)  (DyzurShop              *self,
                                    const char             *id,
                                    GCancellable           *cancellable,
                                    GError                **error);
};

gboolean          dyzur_shop_check       (DyzurShop              *self,
                                          GCancellable           *cancellable,
                                          GError                **error);
GPtrArray        *dyzur_shop_find_orders (DyzurShop              *self,
                                          const DyzurOrderQuery  *query,
                                          GCancellable           *cancellable,
                                          GError                **error);
DyzurOrderRecord *dyzur_shop_load_order  (DyzurShop              *self,
                                          const char             *id,
                                          GCancellable           *cancellable,
                                          GError                **error);

G_END_DECLS
