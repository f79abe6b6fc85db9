/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"
#include "dyzur-shop.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_WOOCOMMERCE (dyzur_woocommerce_get_type ())

/* A WooCommerce shop (REST API v3, WooCommerce 7.9 to 10). */
G_DECLARE_FINAL_TYPE (DyzurWoocommerce, dyzur_woocommerce, DYZUR, WOOCOMMERCE, GObject)

DyzurShop *dyzur_woocommerce_new (const DyzurAccountConfig *config,
                                  const char               *secret);

G_END_DECLS
