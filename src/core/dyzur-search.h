/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

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

#define DYZUR_TYPE_HIT (dyzur_hit_get_type ())

/* A search result that a list shows. Immutable. */
G_DECLARE_FINAL_TYPE (DyzurHit, dyzur_hit, DYZUR, HIT, GObject)

DyzurHit             *dyzur_hit_new        (DyzurHitRecord *record);
const DyzurHitRecord *dyzur_hit_get_record (DyzurHit       *self);

G_END_DECLS
