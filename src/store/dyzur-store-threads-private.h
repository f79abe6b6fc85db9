/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-db.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/*
 * The store's writer and readers. What they run comes through _dyzur_store_write() and its sisters; a person goes before
 * remotes, remotes before the index.
 */
typedef struct _DyzurStoreThreads DyzurStoreThreads;

/* On the writer's thread after a commit. @at_once: a person did it */
typedef void (*DyzurStoreTellFunc) (DyzurChangeSet *changes,
                                    gboolean        at_once,
                                    gpointer        user_data);

DyzurStoreThreads *_dyzur_store_threads_new   (const char          *directory,
                                               DyzurAnalyzer       *analyzer,
                                               DyzurDb             *writer,
                                               DyzurStoreTellFunc   tell,
                                               gpointer             user_data);
/* Finishes the writes that were asked for, stops the reads, joins; what comes later ends with CLOSED */
void               _dyzur_store_threads_close (DyzurStoreThreads   *self);
void               _dyzur_store_threads_free  (DyzurStoreThreads   *self);
/* dyzur-store.c */
DyzurStoreThreads *_dyzur_store_get_threads   (DyzurStore          *self);

G_END_DECLS
