/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/*
 * The body of a message as a list of blocks: what HTML, Markdown and plain text all become before anything draws or
 * indexes them. A block is a paragraph-like run of text with spans; it holds no newline except in CODE.
 */

typedef enum
{
  DYZUR_BLOCK_PARAGRAPH,   /* level 1: a line that continues the paragraph above, no space between them */
  DYZUR_BLOCK_HEADING,     /* level 1..6 */
  DYZUR_BLOCK_ITEM,        /* list item; level = depth from 1, marker "•" or "3."; no marker: the item goes on */
  DYZUR_BLOCK_CODE,
  DYZUR_BLOCK_RULE,        /* no text */
  DYZUR_BLOCK_IMAGE,       /* text = alternative text; marker = content id ("cid:…") or address of a blocked remote image */
  DYZUR_BLOCK_TABLE_ROW,   /* cells joined by "\t" */
} DyzurBlockKind;

typedef enum
{
  DYZUR_SPAN_BOLD = 1 << 0,
  DYZUR_SPAN_ITALIC = 1 << 1,
  DYZUR_SPAN_STRIKE = 1 << 2,
  DYZUR_SPAN_CODE = 1 << 3,
  DYZUR_SPAN_LINK = 1 << 4,
} DyzurSpanStyle;

typedef struct
{
  guint          start;    /* byte offsets into the block's text, start < end, on character borders */
  guint          end;
  DyzurSpanStyle style;
  char          *href;     /* (nullable): for LINK only: http, https, mailto or tel */
} DyzurSpan;

typedef struct
{
  DyzurBlockKind kind;
  guint8         level;
  guint8         quote;    /* depth of quotation, 0 = the author's own words */
  gboolean       folded;   /* quoted history or signature: hidden until asked for */
  char          *text;
  char          *marker;   /* (nullable) */
  GArray        *spans;    /* (nullable) (element-type DyzurSpan): ordered by start */
} DyzurBlock;

#define DYZUR_TYPE_BLOCKS (dyzur_blocks_get_type ())

typedef struct _DyzurBlocks DyzurBlocks;

GType             dyzur_blocks_get_type     (void);
DyzurBlocks      *dyzur_blocks_new          (void);
DyzurBlocks      *dyzur_blocks_ref          (DyzurBlocks       *self);
void              dyzur_blocks_unref        (DyzurBlocks       *self);
DyzurBlock       *dyzur_blocks_add          (DyzurBlocks       *self,
                                             DyzurBlockKind     kind,
                                             const char        *text);
void              dyzur_block_add_span      (DyzurBlock        *block,
                                             guint              start,
                                             guint              end,
                                             DyzurSpanStyle     style,
                                             const char        *href);
guint             dyzur_blocks_get_length   (const DyzurBlocks *self);
const DyzurBlock *dyzur_blocks_get          (const DyzurBlocks *self,
                                             guint              index);
DyzurBlock       *dyzur_blocks_edit         (DyzurBlocks       *self,
                                             guint              index);
void              dyzur_blocks_remove       (DyzurBlocks       *self,
                                             guint              index);
char             *dyzur_blocks_dup_text     (const DyzurBlocks *self,
                                             gboolean           with_folded);
GBytes           *dyzur_blocks_to_bytes     (const DyzurBlocks *self);
DyzurBlocks      *dyzur_blocks_from_bytes   (GBytes            *bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurBlocks, dyzur_blocks_unref)

G_END_DECLS
