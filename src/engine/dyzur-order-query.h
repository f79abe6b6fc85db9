/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-shop.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/* Whose orders stand beside a conversation: the contact's addresses and the numbers its messages name. Main thread. */
void             dyzur_order_query_build_async  (DyzurStore             *store,
                                                 gint64                  conversation_id,
                                                 GCancellable           *cancellable,
                                                 GAsyncReadyCallback     callback,
                                                 gpointer                user_data);
DyzurOrderQuery *dyzur_order_query_build_finish (GAsyncResult           *result,
                                                 GError                **error);
DyzurOrderQuery *dyzur_order_query_copy         (const DyzurOrderQuery  *self);
gboolean         dyzur_order_belongs_to         (const DyzurOrderRecord *order,
                                                 const DyzurContactRecord *contact);

G_END_DECLS
