/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-block-layout.h"

G_BEGIN_DECLS

/*
 * What dyzur-block-layout-build.c makes of blocks, dyzur-block-layout.c sets for a width, -draw.c draws on the screen
 * and -print.c on paper, and where -places.c finds places, words and links.
 */

typedef enum
{
  DYZUR_RUN_TEXT,
  DYZUR_RUN_CODE,
  DYZUR_RUN_CELL,
  DYZUR_RUN_RULE,
} DyzurRunKind;

typedef struct
{
  DyzurRunKind  kind;
  PangoLayout  *layout;       /* (nullable): RULE has none */
  PangoLayout  *marker;       /* (nullable): bullet or number, drawn before the text, never selected */
  guint         quote;        /* depth */
  int           indent;       /* of the text, beyond the quotation's bars */
  int           space;        /* above, when something stands above */
  guint         column;       /* CELL */
  gboolean      ends_row;     /* CELL: the last of its row */
  GArray       *marks;        /* (nullable) (element-type guint): pairs start, end: what a search found */

  int           x, y;         /* set by dyzur_block_layout_set_width() */
  int           width, height;
} DyzurRun;

struct _DyzurBlockLayout
{
  GArray       *runs;         /* of DyzurRun */
  GArray       *links;        /* of DyzurLayoutLink */
  DyzurPalette  palette;
  gboolean      has_rtl;

  int           width;        /* for which the runs are set; -1 = not yet */
  int           shown_width;  /* what it was last asked for; may be less, down to fit_width */
  int           height;
  int           fit_width;
};

#define DYZUR_PARAGRAPH_SPACE 7
#define DYZUR_QUOTE_STEP 12
#define DYZUR_CODE_PADDING 8
#define DYZUR_CELL_GAP 16

#define RUN(self, i) (&g_array_index ((self)->runs, DyzurRun, (i)))

void _dyzur_block_layout_build (DyzurBlockLayout  *self,
                                PangoContext      *context,
                                const DyzurBlocks *blocks,
                                gboolean           with_folded);

G_END_DECLS
