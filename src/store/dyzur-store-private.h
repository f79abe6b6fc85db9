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
gboolean       _dyzur_store_write         (DyzurStore      *self,
                                           DyzurStoreFunc   func,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
/* The same without waiting for the disk: for what a remote or a file can give again after a power cut */
gboolean       _dyzur_store_write_bulk    (DyzurStore      *self,
                                           DyzurStoreFunc   func,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
gboolean       _dyzur_store_read          (DyzurStore      *self,
                                           DyzurStoreFunc   func,
                                           gpointer         data,
                                           GCancellable    *cancellable,
                                           GError         **error);
/*
 * Any thread, returns at once: @func runs on the writer when nothing else waits for it (the index), not durable; it
 * should end within a few ms. @done, on the writer's thread after commit or rollback, frees @data and may queue again;
 * with @error it should not at once. When the store closes, @func is interrupted or never run (CLOSED).
 */
typedef void (*DyzurStoreDoneFunc) (gpointer      data,
                                    const GError *error);

void           _dyzur_store_write_idle    (DyzurStore         *self,
                                           DyzurStoreFunc      func,
                                           gpointer            data,
                                           DyzurStoreDoneFunc  done);
/* The same, on the disk before @done: for what something outside the database follows from (a file that goes) */
void           _dyzur_store_write_idle_durable
                                          (DyzurStore         *self,
                                           DyzurStoreFunc      func,
                                           gpointer            data,
                                           DyzurStoreDoneFunc  done);
/* Main thread: runs @func over the task's data; the task then returns TRUE or the error. @func's results stay in the task data */
void           _dyzur_store_write_task    (DyzurStore      *self,
                                           GTask           *task,
                                           DyzurStoreFunc   func);
void           _dyzur_store_read_task     (DyzurStore      *self,
                                           GTask           *task,
                                           DyzurStoreFunc   func);
DyzurAnalyzer *_dyzur_store_get_analyzer  (DyzurStore      *self);
/* (nullable): id of the agent who sits here; main thread. Changed by dyzur_store_set_me(), told by `changed` (VIEWS) */
const char    *_dyzur_store_get_me        (DyzurStore      *self);
/* (nullable) (transfer full): the same, for any thread */
char          *_dyzur_store_dup_me        (DyzurStore      *self);
/* The profile's folder; never changes */
const char    *_dyzur_store_get_directory (DyzurStore      *self);

void           _dyzur_store_knowledge_init (DyzurKnowledgeInterface *iface);

/* Steps of opening, each in its own file; called with the writer's connection before any thread runs */
gboolean       _dyzur_schema_migrate      (DyzurDb         *db,
                                           GError         **error);
guint          _dyzur_schema_get_latest   (void);
/* The same with other steps: tests kill it in steps that are long enough to be hit */
typedef GBytes *(*DyzurSchemaLoadFunc)    (guint            version,
                                           GError         **error);
gboolean       _dyzur_schema_migrate_to   (DyzurDb         *db,
                                           guint            latest,
                                           DyzurSchemaLoadFunc load,
                                           GError         **error);
/* What was being sent at the end of the last run waits again */
gboolean       _dyzur_outbox_resume       (DyzurDb         *db,
                                           GError         **error);
/* Mails that were begun and given up leave nothing behind */
gboolean       _dyzur_new_mail_sweep      (DyzurDb         *db,
                                           GError         **error);
/* Goes on removing what belonged to removed accounts, behind everything else; any thread */
void           _dyzur_store_remove_leftovers (DyzurStore   *self);
/* Lets go of files nothing names any more, in the same way */
void           _dyzur_store_sweep_files   (DyzurStore      *self);

G_END_DECLS
