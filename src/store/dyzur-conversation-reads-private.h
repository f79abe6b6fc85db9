/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store-private.h"

G_BEGIN_DECLS

/**
 * DyzurViewRead:
 * @analyzer: (nullable): for a saved query
 * @before: (element-type DyzurEntry): the order as it was known
 * @changed_ids: (nullable) (element-type gint64): what may stand elsewhere now; %NULL = read the whole order
 * @n_records: so many of the rows that come in are wanted with their records, from the top
 * @after: (element-type DyzurEntry); @hunks: (element-type DyzurHunk): the way from @before to @after
 * @records: (element-type DyzurConversationRecord): rows that came in and those of @changed_ids that stayed
 * @work: µs of the reader
 *
 * The order of a view, for _dyzur_store_read_task(). The members above @after are asked, the others answered.
 */
typedef struct
{
  DyzurViewKind  kind;
  char          *argument;
  char          *me;
  DyzurAnalyzer *analyzer;
  GArray        *before;
  GArray        *changed_ids;
  guint          n_records;

  GArray        *after;
  GArray        *hunks;
  GPtrArray     *records;
  guint          serial;
  gint64         work;
} DyzurViewRead;

DyzurViewRead *_dyzur_view_read_new  (DyzurView       *view,
                                      const char      *me,
                                      DyzurAnalyzer   *analyzer);
void           _dyzur_view_read_free (DyzurViewRead   *self);
gboolean       _dyzur_view_read_run  (DyzurDb         *db,
                                      gpointer         data,
                                      DyzurChangeSet  *changes,
                                      GCancellable    *cancellable,
                                      GError         **error);

/**
 * DyzurRecordsRead:
 * @ids: (element-type gint64): conversations
 * @records: (element-type DyzurConversationRecord): those that exist
 *
 * Some conversations, for _dyzur_store_read_task().
 */
typedef struct
{
  GArray    *ids;
  GPtrArray *records;
  guint      serial;
} DyzurRecordsRead;

DyzurRecordsRead *_dyzur_records_read_new  (void);
void              _dyzur_records_read_free (DyzurRecordsRead  *self);
gboolean          _dyzur_records_read_run  (DyzurDb           *db,
                                            gpointer           data,
                                            DyzurChangeSet    *changes,
                                            GCancellable      *cancellable,
                                            GError           **error);

G_END_DECLS
