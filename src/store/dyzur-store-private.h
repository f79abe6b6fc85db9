/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-db.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/**
 * DyzurStoreFunc:
 * @changes: (nullable): what the transaction touched, told to everybody after the commit; %NULL for readers
 *
 * One operation inside one transaction on a store thread. Returns plain values through @data; %FALSE rolls back.
 */
typedef gboolean (*DyzurStoreFunc) (DyzurDb         *db,
                                    gpointer         data,
                                    DyzurChangeSet  *changes,
                                    GCancellable    *cancellable,
                                    GError         **error);

/* Blocking, any thread but the main one (tests may): waits for its turn on the writer's / a reader's thread */
gboolean       _dyzur_store_write      (DyzurStore      *self,
                                        DyzurStoreFunc   func,
                                        gpointer         data,
                                        GCancellable    *cancellable,
                                        GError         **error);
gboolean       _dyzur_store_read       (DyzurStore      *self,
                                        DyzurStoreFunc   func,
                                        gpointer         data,
                                        GCancellable    *cancellable,
                                        GError         **error);
/* Main thread: runs @func over the task's data; the task then returns TRUE or the error. @func's results stay in the task data */
void           _dyzur_store_write_task (DyzurStore      *self,
                                        GTask           *task,
                                        DyzurStoreFunc   func);
void           _dyzur_store_read_task  (DyzurStore      *self,
                                        GTask           *task,
                                        DyzurStoreFunc   func);
DyzurAnalyzer *_dyzur_store_get_analyzer (DyzurStore    *self);
const char    *_dyzur_store_get_me       (DyzurStore    *self);

G_END_DECLS
