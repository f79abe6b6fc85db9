/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-block-layout-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-link.h"

#define HEADING_SPACE 11
#define ITEM_SPACE 3
#define ITEM_STEP 20
#define MAX_QUOTE 4

/* A stretch of one block on its way to become a run: @text may have insertions, so block offsets are mapped. */
typedef struct
{
  DyzurBlockLayout *layout;
  PangoContext     *context;
  const DyzurBlock *block;
  guint             from, to;       /* bytes of the block's text */
  GString          *text;
  GArray           *insertions;     /* of Insertion, ordered */
  PangoAttrList    *attributes;
} Builder;

typedef struct
{
  guint at;       /* byte offset in the block */
  guint length;
} Insertion;

static guint
map_offset (Builder *builder,
            guint    offset,
            gboolean is_end)
{
  guint mapped = offset - builder->from;

  for (guint i = 0; i < builder->insertions->len; i++)
    {
      const Insertion *insertion = &g_array_index (builder->insertions, Insertion, i);

      if (insertion->at < offset || (insertion->at == offset && !is_end))
        mapped += insertion->length;
    }
  return mapped;
}

static void
add_attribute (Builder        *builder,
               PangoAttribute *attribute,
               guint           start,
               guint           end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (builder->attributes, attribute);
}

static PangoAttribute *
foreground (const GdkRGBA *color)
{
  return pango_attr_foreground_new ((guint16) (color->red * 65535), (guint16) (color->green * 65535),
                                    (guint16) (color->blue * 65535));
}

static gboolean
clip_span (Builder         *builder,
           const DyzurSpan *span,
           guint           *start,
           guint           *end)
{
  *start = MAX (span->start, builder->from);
  *end = MIN (span->end, builder->to);
  return *start < *end;
}

/* A link that says one host and leads to another gets the true one written behind it. */
static void
insert_true_hosts (Builder *builder)
{
  const DyzurBlock *block = builder->block;

  for (guint i = 0; block->spans != NULL && i < block->spans->len; i++)
    {
      const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, i);
      g_autofree char *shown = NULL;
      g_autofree char *destination = NULL;
      g_autofree char *note = NULL;
      Insertion insertion;
      guint start, end;

      if ((span->style & DYZUR_SPAN_LINK) == 0 || span->href == NULL || !clip_span (builder, span, &start, &end))
        continue;
      shown = g_strndup (block->text + start, end - start);
      if (!dyzur_link_is_foreign (shown, span->href))
        continue;
      destination = dyzur_link_dup_destination (span->href);
      /* Translators: stands behind a link whose text names another host; %s is where it really leads */
      note = g_strdup_printf (_(" (leads to %s)"), destination);
      insertion = (Insertion) { end, (guint) strlen (note) };
      g_string_insert (builder->text, map_offset (builder, end, FALSE), note);
      g_array_append_val (builder->insertions, insertion);
    }
}

static void
add_link (Builder         *builder,
          const DyzurSpan *span,
          guint            start,
          guint            end)
{
  DyzurLayoutLink link = { 0 };
  g_autofree char *shown = g_strndup (builder->text->str + start, end - start);
  const DyzurPalette *palette = &builder->layout->palette;

  link.run = builder->layout->runs->len;
  link.start = start;
  link.end = end;
  link.href = g_strdup (span->href);
  link.foreign = dyzur_link_is_foreign (shown, span->href);
  g_array_append_val (builder->layout->links, link);

  add_attribute (builder, foreground (link.foreign ? &palette->warning : &palette->link), start, end);
  add_attribute (builder, pango_attr_underline_new (link.foreign ? PANGO_UNDERLINE_ERROR : PANGO_UNDERLINE_SINGLE),
                 start, end);
}

static void
add_spans (Builder *builder)
{
  const DyzurBlock *block = builder->block;

  for (guint i = 0; block->spans != NULL && i < block->spans->len; i++)
    {
      const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, i);
      guint start, end;

      if (!clip_span (builder, span, &start, &end))
        continue;
      start = map_offset (builder, start, FALSE);
      end = map_offset (builder, end, TRUE);
      if (span->style & DYZUR_SPAN_BOLD)
        add_attribute (builder, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
      if (span->style & DYZUR_SPAN_ITALIC)
        add_attribute (builder, pango_attr_style_new (PANGO_STYLE_ITALIC), start, end);
      if (span->style & DYZUR_SPAN_STRIKE)
        add_attribute (builder, pango_attr_strikethrough_new (TRUE), start, end);
      if (span->style & DYZUR_SPAN_CODE)
        add_attribute (builder, pango_attr_family_new ("monospace"), start, end);
      if ((span->style & DYZUR_SPAN_LINK) && span->href != NULL)
        add_link (builder, span, start, end);
    }
}

static void
add_block_style (Builder *builder)
{
  const DyzurBlock *block = builder->block;
  const guint all = PANGO_ATTR_INDEX_TO_TEXT_END;

  if (block->kind == DYZUR_BLOCK_HEADING)
    {
      add_attribute (builder, pango_attr_weight_new (PANGO_WEIGHT_BOLD), 0, all);
      if (block->level <= 2)
        add_attribute (builder, pango_attr_scale_new (block->level <= 1 ? 1.2 : 1.1), 0, all);
    }
  else if (block->kind == DYZUR_BLOCK_CODE)
    add_attribute (builder, pango_attr_family_new ("monospace"), 0, all);
  else if (block->kind == DYZUR_BLOCK_IMAGE)
    add_attribute (builder, pango_attr_style_new (PANGO_STYLE_ITALIC), 0, all);
  if (block->quote > 0 || block->kind == DYZUR_BLOCK_IMAGE)
    add_attribute (builder, foreground (&builder->layout->palette.dim), 0, all);
}

static gboolean
has_right_to_left (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x590 && (c <= 0x8ff || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfeff)))
        return TRUE;
    }
  return FALSE;
}

static PangoLayout *
build_text (DyzurBlockLayout *self,
            PangoContext     *context,
            const DyzurBlock *block,
            guint             from,
            guint             to)
{
  Builder builder = { self, context, block, from, to, NULL, NULL, NULL };
  PangoLayout *layout = pango_layout_new (context);

  builder.text = g_string_new_len (block->text + from, to - from);
  builder.insertions = g_array_new (FALSE, FALSE, sizeof (Insertion));
  builder.attributes = pango_attr_list_new ();
  insert_true_hosts (&builder);
  add_block_style (&builder);
  add_spans (&builder);

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, builder.text->str, (int) builder.text->len);
  pango_layout_set_attributes (layout, builder.attributes);
  self->has_rtl = self->has_rtl || has_right_to_left (builder.text->str);
  pango_attr_list_unref (builder.attributes);
  g_array_unref (builder.insertions);
  g_string_free (builder.text, TRUE);
  return layout;
}

static int
get_space (const DyzurBlock *block)
{
  if (block->kind == DYZUR_BLOCK_HEADING)
    return HEADING_SPACE;
  if (block->kind == DYZUR_BLOCK_ITEM)
    return block->marker != NULL ? ITEM_SPACE : 0;
  return block->kind == DYZUR_BLOCK_PARAGRAPH && block->level == 1 ? 0 : DYZUR_PARAGRAPH_SPACE;
}

static void
add_run (DyzurBlockLayout *self,
         PangoContext     *context,
         const DyzurBlock *block,
         DyzurRunKind      kind)
{
  DyzurRun run = { 0 };

  run.kind = kind;
  run.quote = MIN (block->quote, MAX_QUOTE);
  run.space = get_space (block);
  if (block->kind == DYZUR_BLOCK_ITEM)
    run.indent = ITEM_STEP * CLAMP (block->level, 1, 6);
  if (block->kind == DYZUR_BLOCK_ITEM && block->marker != NULL)
    {
      run.marker = pango_layout_new (context);
      pango_layout_set_text (run.marker, block->marker, -1);
    }
  else if (kind == DYZUR_RUN_CODE)
    run.indent = DYZUR_CODE_PADDING;
  if (kind != DYZUR_RUN_RULE)
    run.layout = build_text (self, context, block, 0, (guint) strlen (block->text));
  g_array_append_val (self->runs, run);
}

static void
add_table_row (DyzurBlockLayout *self,
               PangoContext     *context,
               const DyzurBlock *block,
               gboolean          first)
{
  const char *cell = block->text;

  for (guint column = 0; cell != NULL; column++)
    {
      DyzurRun run = { 0 };
      const char *tab = strchr (cell, '\t');
      guint from = (guint) (cell - block->text);
      guint to = tab != NULL ? (guint) (tab - block->text) : (guint) strlen (block->text);

      run.kind = DYZUR_RUN_CELL;
      run.quote = MIN (block->quote, MAX_QUOTE);
      run.space = first ? DYZUR_PARAGRAPH_SPACE : ITEM_SPACE * 2;
      run.column = column;
      run.ends_row = tab == NULL;
      run.layout = build_text (self, context, block, from, to);
      g_array_append_val (self->runs, run);
      cell = tab != NULL ? tab + 1 : NULL;
    }
}

/* A picture in the text: one that came along is shown among the attachments; a remote one was never asked for. */
static void
add_image (DyzurBlockLayout *self,
           PangoContext     *context,
           const DyzurBlock *block)
{
  g_autoptr(DyzurBlocks) words = NULL;
  g_autofree char *host = NULL;
  g_autofree char *text = NULL;
  DyzurBlock *word;

  if (block->marker == NULL || g_str_has_prefix (block->marker, "cid:"))
    return;
  host = dyzur_link_dup_host (block->marker);
  if (*block->text != '\0')
    /* Translators: a picture in a mail that was not fetched; %s is its description */
    text = g_strdup_printf (_("[Picture not loaded: %s]"), block->text);
  else
    /* Translators: a picture in a mail that was not fetched; %s is the host it would come from */
    text = g_strdup_printf (_("[Picture from %s not loaded]"), host != NULL ? host : "?");
  words = dyzur_blocks_new ();
  word = dyzur_blocks_add (words, DYZUR_BLOCK_IMAGE, text);
  word->quote = block->quote;
  add_run (self, context, word, DYZUR_RUN_TEXT);
}

void
_dyzur_block_layout_build (DyzurBlockLayout  *self,
                           PangoContext      *context,
                           const DyzurBlocks *blocks,
                           gboolean           with_folded)
{
  DyzurBlockKind previous = DYZUR_BLOCK_PARAGRAPH;

  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (blocks, i);

      if (block->folded && !with_folded)
        continue;
      switch (block->kind)
        {
        case DYZUR_BLOCK_RULE:
          add_run (self, context, block, DYZUR_RUN_RULE);
          break;
        case DYZUR_BLOCK_CODE:
          add_run (self, context, block, DYZUR_RUN_CODE);
          break;
        case DYZUR_BLOCK_TABLE_ROW:
          add_table_row (self, context, block, previous != DYZUR_BLOCK_TABLE_ROW);
          break;
        case DYZUR_BLOCK_IMAGE:
          if (previous != DYZUR_BLOCK_IMAGE)   /* one line for a row of pictures */
            add_image (self, context, block);
          break;
        case DYZUR_BLOCK_PARAGRAPH:
        case DYZUR_BLOCK_HEADING:
        case DYZUR_BLOCK_ITEM:
        default:
          add_run (self, context, block, DYZUR_RUN_TEXT);
          break;
        }
      previous = block->kind;
    }
}
