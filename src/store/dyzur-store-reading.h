/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store.h"

G_BEGIN_DECLS

/*
 * What people fetched to read a message: pictures from the web, the whole mail as it lies at the server; and whose pictures
 * are fetched without asking.
 */

/* Blocking, any thread but the main one */
gboolean    dyzur_store_add_pictures                 (DyzurStore           *self,
                                                      gint64                message_id,
                                                      GPtrArray            *pictures,
                                                      GError              **error);
char       *dyzur_store_put_source                   (DyzurStore           *self,
                                                      gint64                message_id,
                                                      GBytes               *bytes,
                                                      GError              **error);

void        dyzur_store_find_source_async            (DyzurStore           *self,
                                                      gint64                message_id,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
char       *dyzur_store_find_source_finish           (DyzurStore           *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void        dyzur_store_set_picture_sender_async     (DyzurStore           *self,
                                                      const char           *address,
                                                      gboolean              always,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean    dyzur_store_set_picture_sender_finish    (DyzurStore           *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
void        dyzur_store_list_picture_senders_async   (DyzurStore           *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
GHashTable *dyzur_store_list_picture_senders_finish  (DyzurStore           *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

G_END_DECLS
