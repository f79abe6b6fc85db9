/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-enums.h"

G_BEGIN_DECLS

/*
 * What somebody typed into the search field, understood. There is no wrong query: what is not understood is words.
 *
 *   paczka nie dotarła      every one of the words, in any form; the last one may be only begun
 *   "karta podarunkowa"     these words in this order
 *   -kurier -is:resolved    not this
 *   from:anna od:anna …     see DyzurQueryField; a value with spaces stands in quotes
 */

typedef enum
{
  DYZUR_QUERY_WORD,
  DYZUR_QUERY_PREFIX,      /* the word under the cursor */
  DYZUR_QUERY_PHRASE,
} DyzurQueryTermKind;

/* @text: as it was typed; @words: (element-type utf8): folded */
typedef struct
{
  DyzurQueryTermKind  kind;
  gboolean            negated;
  char               *text;
  GPtrArray          *words;
} DyzurQueryTerm;

typedef enum
{
  DYZUR_QUERY_FROM,        /* from: od: who wrote: name, address, "me" */
  DYZUR_QUERY_TO,          /* to: do: to whom */
  DYZUR_QUERY_IN,          /* in: w: the name of an inbox or a channel, a DyzurChannel in @number then */
  DYZUR_QUERY_STATUS,      /* is: jest: a DyzurStatus in @number */
  DYZUR_QUERY_IS,          /* is: jest: a DyzurQueryIs in @number */
  DYZUR_QUERY_HAS,         /* has: ma: a DyzurQueryHas in @number */
  DYZUR_QUERY_LABEL,       /* label: etykieta: */
  DYZUR_QUERY_ASSIGNEE,    /* assignee: przypisane: name, "me", "none" */
  DYZUR_QUERY_BEFORE,      /* before: przed: ms UTC in @number */
  DYZUR_QUERY_AFTER,       /* after: po: ms UTC in @number */
  DYZUR_QUERY_ORDER,       /* order: zamówienie: a number of an order or a parcel */
} DyzurQueryField;

typedef enum
{
  DYZUR_QUERY_IS_UNREAD,
  DYZUR_QUERY_IS_MINE,
  DYZUR_QUERY_IS_UNASSIGNED,
  DYZUR_QUERY_IS_ANGRY,
  DYZUR_QUERY_IS_BOT,
  DYZUR_QUERY_IS_MENTIONED,
  DYZUR_QUERY_IS_URGENT,
  DYZUR_QUERY_IS_NOTE,       /* private notes alone */
  DYZUR_QUERY_IS_SENT,       /* messages of ours alone */
  DYZUR_QUERY_IS_RECEIVED,   /* messages of customers alone */
  DYZUR_QUERY_IS_AUTOMATIC,  /* messages machines wrote alone */
} DyzurQueryIs;

typedef enum
{
  DYZUR_QUERY_HAS_ATTACHMENT,
  DYZUR_QUERY_HAS_IMAGE,
  DYZUR_QUERY_HAS_ORDER,
  DYZUR_QUERY_HAS_DRAFT,
  DYZUR_QUERY_HAS_LABEL,
} DyzurQueryHas;

/* @value: as it was typed, without quotes; @start, @end: bytes of the query's text it stands at, with its minus */
typedef struct
{
  DyzurQueryField  field;
  gboolean         negated;
  char            *value;
  gint64           number;
  gsize            start;
  gsize            end;
} DyzurQueryFilter;

/* @text: the whole query as it was typed, quotation marks as " and made valid */
typedef struct
{
  char      *text;
  GPtrArray *terms;      /* (element-type DyzurQueryTerm) */
  GPtrArray *filters;    /* (element-type DyzurQueryFilter) */
} DyzurQuery;

DyzurQuery *dyzur_query_parse    (const char *text,
                                  gint64      now);
void        dyzur_query_free     (DyzurQuery *self);
gboolean    dyzur_query_is_empty (DyzurQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurQuery, dyzur_query_free)

G_END_DECLS
