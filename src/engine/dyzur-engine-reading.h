/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-engine.h"

G_BEGIN_DECLS

/*
 * What somebody who reads a message may ask for beyond it. Nothing here is asked of any server before a person wants it.
 */

/* Pictures the message only refers to: addresses that were not fetched yet */
GStrv     dyzur_engine_dup_missing_pictures  (const DyzurMessageRecord  *message);
void      dyzur_engine_load_pictures_async   (DyzurEngine               *self,
                                              const DyzurMessageRecord  *message,
                                              GCancellable              *cancellable,
                                              GAsyncReadyCallback        callback,
                                              gpointer                   user_data);
int       dyzur_engine_load_pictures_finish  (DyzurEngine               *self,
                                              GAsyncResult              *result,
                                              GError                   **error);
gboolean  dyzur_engine_is_loading_pictures   (DyzurEngine               *self,
                                              gint64                     message_id);
/* Without asking: they are the sender's whose pictures are always loaded, and were not tried for already */
gboolean  dyzur_engine_may_load_pictures     (DyzurEngine               *self,
                                              const DyzurMessageRecord  *message);
gboolean  dyzur_engine_always_loads_pictures (DyzurEngine               *self,
                                              const char                *address);
void      dyzur_engine_set_loads_pictures    (DyzurEngine               *self,
                                              const char                *address,
                                              gboolean                   always);

/* The mail as it lies at the server: kept with its message once somebody looked at it */
gboolean  dyzur_engine_has_source            (DyzurEngine               *self,
                                              const DyzurMessageRecord  *message);
void      dyzur_engine_load_source_async     (DyzurEngine               *self,
                                              const DyzurMessageRecord  *message,
                                              GCancellable              *cancellable,
                                              GAsyncReadyCallback        callback,
                                              gpointer                   user_data);
char     *dyzur_engine_load_source_finish    (DyzurEngine               *self,
                                              GAsyncResult              *result,
                                              GError                   **error);
/* The page in it, as its author laid it out */
void      dyzur_engine_load_original_async   (DyzurEngine               *self,
                                              const DyzurMessageRecord  *message,
                                              GCancellable              *cancellable,
                                              GAsyncReadyCallback        callback,
                                              gpointer                   user_data);
GBytes   *dyzur_engine_load_original_finish  (DyzurEngine               *self,
                                              GAsyncResult              *result,
                                              GError                   **error);

G_END_DECLS
