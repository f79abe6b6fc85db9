/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A WooCommerce shop on a loopback port that gives the recorded answers of tests/fixtures/woocommerce. What was not
 * recorded it answers as the real one would: searches by substring, unknown ids with 404. Any thread may turn its
 * switches while it runs.
 */
typedef struct _DyzurMockShop DyzurMockShop;

DyzurMockShop *dyzur_mock_shop_new            (void);
void           dyzur_mock_shop_free           (DyzurMockShop *self);
const char    *dyzur_mock_shop_get_address    (DyzurMockShop *self);
guint          dyzur_mock_shop_get_requests   (DyzurMockShop *self);
GStrv          dyzur_mock_shop_dup_log        (DyzurMockShop *self);
void           dyzur_mock_shop_fail           (DyzurMockShop *self,
                                               guint          status,
                                               const char    *type,
                                               const char    *body);
void           dyzur_mock_shop_fail_like      (DyzurMockShop *self,
                                               const char    *fixture);
void           dyzur_mock_shop_ignore_filters (DyzurMockShop *self,
                                               gboolean       ignore);
void           dyzur_mock_shop_delay          (DyzurMockShop *self,
                                               guint          ms);
void           dyzur_mock_shop_put            (DyzurMockShop *self,
                                               const char    *path,
                                               guint          status,
                                               const char    *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurMockShop, dyzur_mock_shop_free)

G_END_DECLS
