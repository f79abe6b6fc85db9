/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-flow-private.h"

#include "dyzur-scan-private.h"

#include <string.h>

static void
clear_span (gpointer data)
{
  g_free (((DyzurSpan *) data)->href);
}

/* Signs that take no place: they pad hidden previews of newsletters, or turn the direction of what follows. */
static gboolean
is_invisible (gunichar c)
{
  return c == 0x00ad || c == 0x034f || c == 0x061c || c == 0xfeff || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_html_space (gunichar c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Zero-width joiners belong to emoji and to Indic scripts; only those that do harm are left out. */
static gboolean
is_dropped (gunichar c)
{
  return (c < 0x20 && !is_html_space (c)) || (c >= 0x7f && c < 0xa0) || c == 0xfeff || c == 0x200b || c == 0x034f ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
continues_span (DyzurFlow      *self,
                gsize           start,
                DyzurSpanStyle  style,
                const char     *href)
{
  const DyzurSpan *last;

  if (self->spans->len == 0 || self->last_href != href)
    return FALSE;
  last = &g_array_index (self->spans, DyzurSpan, self->spans->len - 1);
  return last->end == start && last->style == style;
}

static void
extend_spans (DyzurFlow      *self,
              gsize           start,
              DyzurSpanStyle  style,
              const char     *href)
{
  DyzurSpan span = { start, self->text->len, style, NULL };

  if (style == 0)
    return;
  if (continues_span (self, start, style, href))
    {
      g_array_index (self->spans, DyzurSpan, self->spans->len - 1).end = span.end;
      return;
    }
  if (self->n_spans >= DYZUR_FLOW_MAX_SPANS)
    return;
  self->n_spans++;
  self->last_href = href;
  span.href = g_strdup (href);
  g_array_append_val (self->spans, span);
}

static void
append_text (DyzurFlow      *self,
             const char     *text,
             gsize           length,
             DyzurSpanStyle  style,
             const char     *href)
{
  gsize start = self->text->len;

  g_string_append_len (self->text, text, length);
  extend_spans (self, start, style, href);
}

static void
append_pending (DyzurFlow *self)
{
  if (self->pending && self->text->len > 0)
    append_text (self, " ", 1, self->pending_style, self->pending_style & DYZUR_SPAN_LINK ? self->href : NULL);
  self->pending = FALSE;
}

/* Only code keeps its white space: a list or a table inside <pre> does not. */
static DyzurFlowSpace
get_space (const DyzurFlow *self)
{
  return self->space == DYZUR_FLOW_VERBATIM && self->kind != DYZUR_BLOCK_CODE ? DYZUR_FLOW_LINES : self->space;
}

static void
take_space (DyzurFlow *self,
            char       c)
{
  if (get_space (self) == DYZUR_FLOW_VERBATIM)
    {
      if (c != '\r' && c != '\f')
        g_string_append_c (self->text, c);
    }
  else if (get_space (self) == DYZUR_FLOW_LINES && c == '\n')
    _dyzur_flow_end_line (self);
  else if (!self->pending)
    {
      self->pending = TRUE;
      self->pending_style = self->style;
    }
}

static void
clip_spans (DyzurFlow *self)
{
  while (self->spans->len > 0)
    {
      DyzurSpan *last = &g_array_index (self->spans, DyzurSpan, self->spans->len - 1);

      last->end = MIN (last->end, self->text->len);
      if (last->start < last->end)
        return;
      g_array_set_size (self->spans, self->spans->len - 1);
    }
}

static void
trim_text (DyzurFlow *self)
{
  gsize lead = get_space (self) == DYZUR_FLOW_VERBATIM ? strspn (self->text->str, "\n") : 0;

  while (self->text->len > 0 && strchr (" \n", self->text->str[self->text->len - 1]) != NULL)
    g_string_truncate (self->text, self->text->len - 1);
  lead = MIN (lead, self->text->len);
  g_string_erase (self->text, 0, lead);
  for (guint i = 0; lead > 0 && i < self->spans->len; i++)
    {
      DyzurSpan *span = &g_array_index (self->spans, DyzurSpan, i);

      span->start -= MIN (lead, span->start);
      span->end -= MIN (lead, span->end);
    }
  clip_spans (self);
}

static void
move_spans (DyzurFlow  *self,
            DyzurBlock *block)
{
  for (guint i = 0; i < self->spans->len; i++)
    {
      DyzurSpan *span = &g_array_index (self->spans, DyzurSpan, i);

      dyzur_block_add_span (block, span->start, span->end, span->style, span->href);
    }
}

/* A paragraph right below another of the same depth, with nothing between them, continues it: a mere line break. */
static gboolean
continues_last (DyzurFlow *self)
{
  guint n = dyzur_blocks_get_length (self->blocks);
  const DyzurBlock *last = n > 0 ? dyzur_blocks_get (self->blocks, n - 1) : NULL;

  return !self->gap && last != NULL && last->kind == DYZUR_BLOCK_PARAGRAPH && last->quote == self->quote;
}

/* The last block that fits says that there was more. */
static void
emit_block (DyzurFlow *self)
{
  DyzurBlock *block;
  gboolean continues = continues_last (self);

  if (_dyzur_flow_is_full (self))
    return;
  if (dyzur_blocks_get_length (self->blocks) == DYZUR_FLOW_MAX_BLOCKS - 1)
    {
      dyzur_blocks_add (self->blocks, DYZUR_BLOCK_PARAGRAPH, "…");
      return;
    }
  block = _dyzur_flow_add_block (self, self->kind, self->text->str);
  if (self->kind == DYZUR_BLOCK_PARAGRAPH)
    block->level = continues ? 1 : 0;
  block->marker = g_steal_pointer (&self->marker);
  if (self->kind != DYZUR_BLOCK_CODE)
    _dyzur_scan_links (block->text, self->spans);
  move_spans (self, block);
}

static void
split_long (DyzurFlow *self)
{
  if (self->text->len < DYZUR_FLOW_MAX_BLOCK_TEXT)
    return;
  _dyzur_flow_end_block (self, FALSE);
}

void
_dyzur_flow_init (DyzurFlow *self)
{
  memset (self, 0, sizeof *self);
  self->blocks = dyzur_blocks_new ();
  self->text = g_string_new (NULL);
  self->spans = g_array_new (FALSE, FALSE, sizeof (DyzurSpan));
  g_array_set_clear_func (self->spans, clear_span);
  self->gap = TRUE;
}

/*
 * _dyzur_flow_finish:
 *
 * Ends the last block and the flow. Returns: (transfer full)
 */
DyzurBlocks *
_dyzur_flow_finish (DyzurFlow *self)
{
  _dyzur_flow_end_block (self, FALSE);
  g_clear_pointer (&self->marker, g_free);
  g_string_free (self->text, TRUE);
  g_array_unref (self->spans);
  return g_steal_pointer (&self->blocks);
}

gboolean
_dyzur_flow_is_full (DyzurFlow *self)
{
  return dyzur_blocks_get_length (self->blocks) >= DYZUR_FLOW_MAX_BLOCKS;
}

/*
 * _dyzur_flow_set_style:
 * @href: (nullable): with LINK; lent until the style is set again
 *
 * The style of the text that follows. A space that waits at the border of a link stays outside it.
 */
void
_dyzur_flow_set_style (DyzurFlow      *self,
                       DyzurSpanStyle  style,
                       const char     *href)
{
  if (href != self->href)
    {
      self->pending_style &= ~DYZUR_SPAN_LINK;
      self->last_href = NULL;
    }
  self->style = style;
  self->href = href;
}

/*
 * _dyzur_flow_text:
 * @text: valid UTF-8
 */
void
_dyzur_flow_text (DyzurFlow  *self,
                  const char *text,
                  gsize       length)
{
  const char *end = text + length;

  for (const char *p = text, *next; p < end; p = next)
    {
      gunichar c = g_utf8_get_char (p);

      next = g_utf8_next_char (p);
      if (is_dropped (c))
        continue;
      if (is_html_space (c))
        {
          take_space (self, (char) c);
          continue;
        }
      append_pending (self);
      append_text (self, p, next - p, self->style, self->href);
      split_long (self);
    }
}

/*
 * _dyzur_flow_end_line:
 *
 * A line break: what follows continues the paragraph; two in a row leave a gap.
 */
void
_dyzur_flow_end_line (DyzurFlow *self)
{
  if (get_space (self) == DYZUR_FLOW_VERBATIM)
    g_string_append_c (self->text, '\n');
  else
    _dyzur_flow_end_block (self, _dyzur_is_blank (self->text->str));
}

/*
 * _dyzur_flow_end_block:
 * @gap: what follows begins a paragraph of its own
 */
void
_dyzur_flow_end_block (DyzurFlow *self,
                       gboolean   gap)
{
  gboolean blank;

  self->pending = FALSE;
  trim_text (self);
  blank = _dyzur_is_blank (self->text->str);
  if (!blank)
    {
      emit_block (self);
      self->gap = FALSE;
    }
  /* Outlook's and Gmail's empty line: a paragraph that holds one no-break space */
  self->gap = self->gap || gap || (blank && self->text->len > 0);
  g_string_truncate (self->text, 0);
  g_array_set_size (self->spans, 0);
}

/*
 * _dyzur_flow_add_block:
 *
 * Adds a block that is not text in flow (picture, rule). Call _dyzur_flow_end_block() before.
 */
DyzurBlock *
_dyzur_flow_add_block (DyzurFlow      *self,
                       DyzurBlockKind  kind,
                       const char     *text)
{
  DyzurBlock *block = dyzur_blocks_add (self->blocks, kind, text);

  block->level = self->level;
  block->quote = self->quote;
  block->folded = self->folded;
  return block;
}

/* Whether nothing of @text would be seen. */
gboolean
_dyzur_is_blank (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c) && !is_invisible (c))
        return FALSE;
    }
  return TRUE;
}
