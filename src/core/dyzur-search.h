/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-enums.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_HIT_MESSAGE,
  DYZUR_HIT_CONTACT,
  DYZUR_HIT_ORDER,
  DYZUR_HIT_ARTICLE,
  DYZUR_HIT_CANNED,
} DyzurHitKind;

/**
 * DyzurHitRecord:
 * @conversation_id: where Return leads; 0 when nowhere
 * @message_id: the best match in it
 * @matches: how many messages of the conversation match (hits are grouped by conversation)
 * @snippet: one line around the match; @spans: (element-type guint): pairs of byte offsets start, end to highlight
 * @instead: (nullable): nothing had what was typed, this was looked for: to be told to the person
 */
typedef struct
{
  DyzurHitKind  kind;
  gint64        conversation_id;
  gint64        message_id;
  char         *ref;           /* contact id, order number, article id … in text */
  char         *title;
  char         *snippet;
  GArray       *spans;
  gint64        at;
  DyzurChannel  channel;
  DyzurStatus   status;
  guint         matches;
  char         *instead;
} DyzurHitRecord;

DyzurHitRecord *dyzur_hit_record_new  (DyzurHitKind    kind);
void            dyzur_hit_record_free (DyzurHitRecord *self);

/**
 * DyzurSearchSummary:
 * @by_channel: conversations by #DyzurChannel, as many as there would be without a filter of channels in the query
 * @by_status: likewise by #DyzurStatus
 * @n_conversations: that match; @complete: these are all, else there are more
 * @instead: (nullable): nothing had what was typed, this was looked for: to be told to the person
 *
 * What a search says of its result as a whole: filters with their counts.
 */
typedef struct
{
  guint     by_channel[DYZUR_CHANNEL_PHONE + 1];
  guint     by_status[DYZUR_N_STATUSES];
  guint     n_conversations;
  gboolean  complete;
  char     *instead;
} DyzurSearchSummary;

DyzurSearchSummary *dyzur_search_summary_new  (void);
DyzurSearchSummary *dyzur_search_summary_copy (const DyzurSearchSummary *self);
void                dyzur_search_summary_free (DyzurSearchSummary       *self);

#define DYZUR_TYPE_HIT (dyzur_hit_get_type ())

/* A search result that a list shows. Immutable. */
G_DECLARE_FINAL_TYPE (DyzurHit, dyzur_hit, DYZUR, HIT, GObject)

DyzurHit             *dyzur_hit_new        (DyzurHitRecord *record);
const DyzurHitRecord *dyzur_hit_get_record (DyzurHit       *self);

#define DYZUR_TYPE_HIT_LIST (dyzur_hit_list_get_type ())

/* The result of a search: a GListModel of DyzurHit, the best of each kind first. Immutable. */
G_DECLARE_FINAL_TYPE (DyzurHitList, dyzur_hit_list, DYZUR, HIT_LIST, GObject)

DyzurHitList             *dyzur_hit_list_new         (GPtrArray                *records,
                                                      const DyzurSearchSummary *summary);
const DyzurSearchSummary *dyzur_hit_list_get_summary (DyzurHitList             *self);

G_END_DECLS
