/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store-private.h"

G_BEGIN_DECLS

/* The orders of a conversation's contact, newest first, for _dyzur_store_read_task(). */
typedef struct
{
  gint64     conversation_id;

  gint64     contact_id;
  GPtrArray *orders;        /* (element-type DyzurOrderRecord) */
} DyzurOrdersRead;

DyzurOrdersRead *_dyzur_orders_read_new  (gint64            conversation_id);
void             _dyzur_orders_read_free (DyzurOrdersRead  *self);
gboolean         _dyzur_orders_read_run  (DyzurDb          *db,
                                          gpointer          data,
                                          DyzurChangeSet   *changes,
                                          GCancellable     *cancellable,
                                          GError          **error);
char            *_dyzur_order_term       (const char       *number);

G_END_DECLS
