/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store-private.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_READ_OPEN,      /* the newest page, or the one around @around */
  DYZUR_READ_OLDER,     /* the page before @from */
  DYZUR_READ_NEWER,     /* the page after @to */
  DYZUR_READ_AGAIN,     /* everything from @from to @to, or to the end when @open_end */
} DyzurTimelineReadKind;

/* Where a message stands in its conversation. */
typedef struct
{
  gint64 at;
  gint64 id;
} DyzurMessageKey;

/**
 * DyzurMessageRow:
 * @stamp: what the row looked like; another one means the record has to be taken anew
 * @record: (nullable): %NULL when @stamp is the one that is known already
 */
typedef struct
{
  DyzurMessageKey     key;
  guint64             stamp;
  DyzurMessageRecord *record;
} DyzurMessageRow;

/**
 * DyzurTimelineRead:
 * @directory: the profile's folder
 * @known: (nullable): message id (gint64 *) → stamp (guint64 *), for AGAIN
 * @rows: (element-type DyzurMessageRow): oldest first
 * @more_older: whether there is something before the first of @rows (OPEN, OLDER)
 * @more_newer: likewise after the last (OPEN, NEWER)
 * @unread: the first message of the customer nobody has seen; 0 = none (OPEN)
 */
typedef struct
{
  DyzurTimelineReadKind  kind;
  char                  *directory;
  gint64                 conversation_id;
  gint64                 around;
  DyzurMessageKey        from;
  DyzurMessageKey        to;
  gboolean               open_end;
  guint                  limit;
  GHashTable            *known;

  GPtrArray             *rows;
  gboolean               more_older;
  gboolean               more_newer;
  gint64                 unread;
} DyzurTimelineRead;

DyzurTimelineRead *_dyzur_timeline_read_new  (DyzurTimelineReadKind   kind,
                                              gint64                  conversation_id);
void               _dyzur_timeline_read_free (DyzurTimelineRead      *self);
gboolean           _dyzur_timeline_read_run  (DyzurDb                *db,
                                              gpointer                data,
                                              DyzurChangeSet         *changes,
                                              GCancellable           *cancellable,
                                              GError                **error);

G_END_DECLS
