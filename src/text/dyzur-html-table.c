/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-html-private.h"

#include <string.h>

/* Longer text is read down, not across. */
#define MAX_CELL 300

/* Whether the row's cells hold one short piece of text each: then it reads as a row and not as a page's layout. */
static gboolean
is_data_row (DyzurBlocks *blocks,
             GArray      *cells)
{
  guint end = dyzur_blocks_get_length (blocks), texts = 0;

  for (guint i = 0; i < cells->len; i++)
    {
      guint first = g_array_index (cells, guint, i), n = 0;
      guint last = i + 1 < cells->len ? g_array_index (cells, guint, i + 1) : end;

      for (guint j = first; j < last; j++)
        {
          const DyzurBlock *block = dyzur_blocks_get (blocks, j);

          if (block->kind == DYZUR_BLOCK_IMAGE)
            continue;
          if (block->kind != DYZUR_BLOCK_PARAGRAPH || strlen (block->text) > MAX_CELL || ++n > 1)
            return FALSE;
        }
      texts += n;
    }
  return texts >= 2;
}

static void
append_cell (DyzurBlock       *row,
             GString          *text,
             const DyzurBlock *cell)
{
  gsize offset = text->len;

  g_string_append (text, cell->text);
  g_free (row->text);
  row->text = g_strdup (text->str);
  for (guint i = 0; cell->spans != NULL && i < cell->spans->len; i++)
    {
      const DyzurSpan *span = &g_array_index (cell->spans, DyzurSpan, i);

      dyzur_block_add_span (row, offset + span->start, offset + span->end, span->style, span->href);
    }
}

/* Takes the paragraphs of a row together; pictures stay before it. */
static void
merge_row (DyzurFlow *flow,
           GArray    *cells)
{
  DyzurBlocks *blocks = flow->blocks;
  guint end = dyzur_blocks_get_length (blocks);
  DyzurBlock *merged = _dyzur_flow_add_block (flow, DYZUR_BLOCK_TABLE_ROW, "");
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < cells->len; i++)
    {
      guint first = g_array_index (cells, guint, i);
      guint last = i + 1 < cells->len ? g_array_index (cells, guint, i + 1) : end;

      if (i > 0)
        g_string_append_c (text, '\t');
      for (guint j = first; j < last; j++)
        if (dyzur_blocks_get (blocks, j)->kind == DYZUR_BLOCK_PARAGRAPH)
          append_cell (merged, text, dyzur_blocks_get (blocks, j));
    }
  for (guint j = end; j > g_array_index (cells, guint, 0); j--)
    if (dyzur_blocks_get (blocks, j - 1)->kind == DYZUR_BLOCK_PARAGRAPH)
      dyzur_blocks_remove (blocks, j - 1);
}

/*
 * _dyzur_html_end_row:
 * @cells: (element-type guint): index of the first block of each cell of the row that ends
 *
 * Letters are laid out with tables: only a row of short texts becomes a row, everything else stays paragraphs.
 */
void
_dyzur_html_end_row (DyzurFlow *flow,
                     GArray    *cells)
{
  if (cells->len > 1 && is_data_row (flow->blocks, cells))
    merge_row (flow, cells);
}
