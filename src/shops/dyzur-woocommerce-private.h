/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-http.h"
#include "dyzur-json.h"
#include "dyzur-order.h"
#include "dyzur-woocommerce.h"

G_BEGIN_DECLS

#define DYZUR_WOOCOMMERCE_API "/wp-json/wc/v3"

/**
 * DyzurWoocommerceReader:
 * @connection: id of the account
 * @zone: IANA name of the shop's zone, for times without GMT twins
 * @labels: (nullable) (element-type utf8 utf8): status code → name in the shop's language
 * @address: (nullable): the shop's, for links into its panel
 *
 * What reading an order needs beside the order.
 */
typedef struct
{
  const char *connection;
  const char *zone;
  GHashTable *labels;
  const char *address;
} DyzurWoocommerceReader;

/* dyzur-woocommerce-order.c */
DyzurOrderRecord *_dyzur_woocommerce_read_order   (const DyzurJson               *json,
                                                   const DyzurWoocommerceReader  *reader,
                                                   GError                       **error);
void              _dyzur_woocommerce_read_notes   (DyzurOrderRecord              *order,
                                                   const DyzurJson               *json,
                                                   const DyzurWoocommerceReader  *reader);
void              _dyzur_woocommerce_read_refunds (DyzurOrderRecord              *order,
                                                   const DyzurJson               *json,
                                                   const DyzurWoocommerceReader  *reader);

/* dyzur-woocommerce-tracking.c */
const DyzurJson  *_dyzur_woocommerce_find_meta    (const DyzurJson               *json,
                                                   const char                    *key);
void              _dyzur_woocommerce_read_point   (DyzurOrderRecord              *order,
                                                   const DyzurJson               *json);
void              _dyzur_woocommerce_read_parcels (DyzurOrderRecord              *order,
                                                   const DyzurJson               *json);
void              _dyzur_woocommerce_scan_note    (DyzurOrderRecord              *order,
                                                   const char                    *text);

/* dyzur-woocommerce-search.c */
gboolean          _dyzur_woocommerce_is_id        (const char                    *text);
GPtrArray        *_dyzur_woocommerce_search       (DyzurHttp                     *http,
                                                   const DyzurWoocommerceReader  *reader,
                                                   const DyzurOrderQuery         *query,
                                                   GCancellable                  *cancellable,
                                                   GError                       **error);

/* dyzur-woocommerce-auth.c */
gboolean          _dyzur_woocommerce_authorize    (DyzurHttp                     *http,
                                                   const char                    *secret,
                                                   const char                    *mode,
                                                   GError                       **error);
void              _dyzur_woocommerce_sign         (const char                    *method,
                                                   const char                    *address,
                                                   GPtrArray                     *query,
                                                   const char                    *key,
                                                   const char                    *secret,
                                                   const char                    *nonce,
                                                   gint64                         timestamp);

G_END_DECLS
