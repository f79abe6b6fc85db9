/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-blocks.h"

#include <string.h>

/* The stored form; a new form gets a new type string and from_bytes reads both. */
#define BLOCKS_TYPE "a(yyybsmsa(uuums))"

struct _DyzurBlocks
{
  gatomicrefcount  ref_count;
  GPtrArray       *blocks;
};

G_DEFINE_BOXED_TYPE (DyzurBlocks, dyzur_blocks, dyzur_blocks_ref, dyzur_blocks_unref)

static void
clear_span (gpointer data)
{
  DyzurSpan *span = data;

  g_free (span->href);
}

static void
free_block (gpointer data)
{
  DyzurBlock *block = data;

  g_free (block->text);
  g_free (block->marker);
  g_clear_pointer (&block->spans, g_array_unref);
  g_free (block);
}

/* Whether a character begins or the text ends at @p. */
static gboolean
is_border (const char *p)
{
  return ((guchar) *p & 0xc0) != 0x80;
}

/**
 * dyzur_blocks_new:
 *
 * Returns: (transfer full): an empty list. Fill it before sharing it; a shared list is not changed.
 */
DyzurBlocks *
dyzur_blocks_new (void)
{
  DyzurBlocks *self = g_new0 (DyzurBlocks, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->blocks = g_ptr_array_new_with_free_func (free_block);
  return self;
}

DyzurBlocks *
dyzur_blocks_ref (DyzurBlocks *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dyzur_blocks_unref (DyzurBlocks *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/**
 * dyzur_blocks_add:
 * @text: valid UTF-8, no newline except in CODE
 *
 * Returns: (transfer none): the new last block, valid until the next one is removed
 */
DyzurBlock *
dyzur_blocks_add (DyzurBlocks    *self,
                  DyzurBlockKind  kind,
                  const char     *text)
{
  DyzurBlock *block = g_new0 (DyzurBlock, 1);

  block->kind = kind;
  block->text = g_strdup (text != NULL ? text : "");
  g_ptr_array_add (self->blocks, block);
  return block;
}

/**
 * dyzur_block_add_span:
 * @start: byte offset
 * @end: byte offset, beyond @start
 * @href: (nullable): for links
 *
 * Spans are added in order of @start; an empty or reversed span, one beyond the text or inside a character is passed
 * over.
 */
void
dyzur_block_add_span (DyzurBlock     *block,
                      guint           start,
                      guint           end,
                      DyzurSpanStyle  style,
                      const char     *href)
{
  DyzurSpan span = { start, end, style, NULL };

  if (start >= end || end > strlen (block->text) || !is_border (block->text + start) || !is_border (block->text + end))
    return;
  if (block->spans == NULL)
    {
      block->spans = g_array_new (FALSE, FALSE, sizeof (DyzurSpan));
      g_array_set_clear_func (block->spans, clear_span);
    }
  span.href = g_strdup (href);
  g_array_append_val (block->spans, span);
}

guint
dyzur_blocks_get_length (const DyzurBlocks *self)
{
  return self->blocks->len;
}

const DyzurBlock *
dyzur_blocks_get (const DyzurBlocks *self,
                  guint              index)
{
  g_return_val_if_fail (index < self->blocks->len, NULL);
  return g_ptr_array_index (self->blocks, index);
}

/**
 * dyzur_blocks_edit:
 *
 * Returns: (transfer none): the block, to be changed by whoever builds the list
 */
DyzurBlock *
dyzur_blocks_edit (DyzurBlocks *self,
                   guint        index)
{
  g_return_val_if_fail (index < self->blocks->len, NULL);
  return g_ptr_array_index (self->blocks, index);
}

void
dyzur_blocks_remove (DyzurBlocks *self,
                     guint        index)
{
  g_return_if_fail (index < self->blocks->len);
  g_ptr_array_remove_index (self->blocks, index);
}

/**
 * dyzur_blocks_dup_text:
 * @with_folded: whether quoted history and signatures count
 *
 * Returns: (transfer full): the text of all blocks, one a line
 */
char *
dyzur_blocks_dup_text (const DyzurBlocks *self,
                       gboolean           with_folded)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const DyzurBlock *block = g_ptr_array_index (self->blocks, i);

      if ((block->folded && !with_folded) || block->kind == DYZUR_BLOCK_RULE)
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      if (block->kind == DYZUR_BLOCK_ITEM && block->marker != NULL)
        g_string_append_printf (text, "%s ", block->marker);
      g_string_append (text, block->text);
    }
  return g_string_free (text, FALSE);
}

/**
 * dyzur_blocks_to_bytes:
 *
 * Returns: (transfer full): the stored form (a serialised #GVariant, host byte order)
 */
GBytes *
dyzur_blocks_to_bytes (const DyzurBlocks *self)
{
  GVariantBuilder builder;
  g_autoptr(GVariant) variant = NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (BLOCKS_TYPE));
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const DyzurBlock *block = g_ptr_array_index (self->blocks, i);

      g_variant_builder_open (&builder, G_VARIANT_TYPE ("(yyybsmsa(uuums))"));
      g_variant_builder_add (&builder, "y", (guint8) block->kind);
      g_variant_builder_add (&builder, "y", block->level);
      g_variant_builder_add (&builder, "y", block->quote);
      g_variant_builder_add (&builder, "b", block->folded);
      g_variant_builder_add (&builder, "s", block->text);
      g_variant_builder_add (&builder, "ms", block->marker);
      g_variant_builder_open (&builder, G_VARIANT_TYPE ("a(uuums)"));
      for (guint j = 0; block->spans != NULL && j < block->spans->len; j++)
        {
          const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, j);

          g_variant_builder_add (&builder, "(uuums)", span->start, span->end, (guint) span->style, span->href);
        }
      g_variant_builder_close (&builder);
      g_variant_builder_close (&builder);
    }
  variant = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_get_data_as_bytes (variant);
}

/**
 * dyzur_blocks_from_bytes:
 * @bytes: what dyzur_blocks_to_bytes() gave; damaged bytes give fewer or empty blocks, never a fault
 *
 * Returns: (transfer full)
 */
DyzurBlocks *
dyzur_blocks_from_bytes (GBytes *bytes)
{
  DyzurBlocks *self = dyzur_blocks_new ();
  g_autoptr(GVariant) variant = NULL;
  GVariantIter iter, *spans;
  guint8 kind, level, quote;
  gboolean folded;
  const char *text, *marker;

  variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (BLOCKS_TYPE), bytes, FALSE));
  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_loop (&iter, "(yyyb&sm&sa(uuums))", &kind, &level, &quote, &folded, &text, &marker, &spans))
    {
      DyzurBlock *block = dyzur_blocks_add (self, MIN (kind, DYZUR_BLOCK_TABLE_ROW), text);
      guint start, end, style;
      const char *href;

      block->level = level;
      block->quote = quote;
      block->folded = folded;
      block->marker = g_strdup (marker);
      while (g_variant_iter_next (spans, "(uuum&s)", &start, &end, &style, &href))
        dyzur_block_add_span (block, start, end, style, href);
    }
  return self;
}
