/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"
#include "dyzur-shop.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SHOP_RUNNER (dyzur_shop_runner_get_type ())

/* Runs the look-ups of one shop on its job thread, one after the other. Made, asked and closed on the main thread. */
G_DECLARE_FINAL_TYPE (DyzurShopRunner, dyzur_shop_runner, DYZUR, SHOP_RUNNER, GObject)

DyzurShopRunner *dyzur_shop_runner_new            (DyzurStore             *store,
                                                   DyzurShop              *shop,
                                                   DyzurAccount           *account);
DyzurAccount    *dyzur_shop_runner_get_account    (DyzurShopRunner        *self);
DyzurShop       *dyzur_shop_runner_get_shop       (DyzurShopRunner        *self);
void             dyzur_shop_runner_check          (DyzurShopRunner        *self);
void             dyzur_shop_runner_look_up_async  (DyzurShopRunner        *self,
                                                   gint64                  conversation_id,
                                                   DyzurOrderQuery        *query,
                                                   GCancellable           *cancellable,
                                                   GAsyncReadyCallback     callback,
                                                   gpointer                user_data);
gboolean         dyzur_shop_runner_look_up_finish (DyzurShopRunner        *self,
                                                   GAsyncResult           *result,
                                                   GError                **error);
void             dyzur_shop_runner_close          (DyzurShopRunner        *self);

G_END_DECLS
