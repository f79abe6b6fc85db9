/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-blocks.h"

G_BEGIN_DECLS

#define DYZUR_FLOW_MAX_BLOCKS 5000
#define DYZUR_FLOW_MAX_BLOCK_TEXT 16384
#define DYZUR_FLOW_MAX_SPANS 10000

/* How white space in the source counts. */
typedef enum
{
  DYZUR_FLOW_COLLAPSE,     /* runs of it are one space */
  DYZUR_FLOW_LINES,        /* a newline ends the line, the rest collapses */
  DYZUR_FLOW_VERBATIM,     /* kept as it is: code */
} DyzurFlowSpace;

/*
 * Text that flows in piece by piece and comes out as blocks: white space collapsed as browsers do, equal styles merged
 * into one span, sizes bounded. Whoever feeds it sets the members of the first group before the text they concern.
 */
typedef struct
{
  DyzurBlockKind  kind;
  guint8          level;
  guint8          quote;
  gboolean        folded;
  DyzurFlowSpace  space;
  char           *marker;      /* owned; taken by the next block */

  DyzurBlocks    *blocks;
  GString        *text;
  GArray         *spans;       /* (element-type DyzurSpan): of @text, hrefs owned */
  guint           n_spans;     /* of the whole document */
  DyzurSpanStyle  style;
  const char     *href;        /* borrowed from _dyzur_flow_set_style() */
  const char     *last_href;   /* where the href of the last span was copied from */
  gboolean        gap;         /* the next paragraph does not continue the one above */
  gboolean        pending;     /* a space is due before the next word … */
  DyzurSpanStyle  pending_style;
} DyzurFlow;

void          _dyzur_flow_init      (DyzurFlow   *self);
DyzurBlocks  *_dyzur_flow_finish    (DyzurFlow   *self);
gboolean      _dyzur_flow_is_full   (DyzurFlow   *self);
void          _dyzur_flow_set_style (DyzurFlow   *self,
                                     DyzurSpanStyle style,
                                     const char  *href);
void          _dyzur_flow_text      (DyzurFlow   *self,
                                     const char  *text,
                                     gsize        length);
void          _dyzur_flow_end_line  (DyzurFlow   *self);
void          _dyzur_flow_end_block (DyzurFlow   *self,
                                     gboolean     gap);
DyzurBlock   *_dyzur_flow_add_block (DyzurFlow   *self,
                                     DyzurBlockKind kind,
                                     const char  *text);
gboolean      _dyzur_is_blank       (const char  *text);

G_END_DECLS
