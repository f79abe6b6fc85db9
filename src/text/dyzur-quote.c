/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-quote.h"

#include "dyzur-flow-private.h"
#include "dyzur-quote-lines-private.h"

#include <string.h>

#define MAX_HEADER_LINES 10
#define MAX_SIGNATURE 15
#define LONG_RUN 4

/* What each block is to the message it stands in. */
typedef enum
{
  PART_AUTHOR,        /* the author's own words: never folded */
  PART_NOTHING,       /* rules, empty lines */
  PART_QUOTED,        /* marked as quoted */
  PART_INTRODUCTION,  /* the line that introduces a quotation */
  PART_HISTORY,       /* an older mail that is not marked as quoted */
  PART_SIGNATURE,
} Part;

typedef struct
{
  DyzurBlocks *blocks;
  Part        *parts;
  guint        n;
} Fold;

static const DyzurBlock *
block_at (const Fold *self,
          guint       i)
{
  return dyzur_blocks_get (self->blocks, i);
}

static gboolean
is_line (const Fold *self,
         guint       i)
{
  const DyzurBlock *block = block_at (self, i);

  return self->parts[i] == PART_AUTHOR && (block->kind == DYZUR_BLOCK_PARAGRAPH || block->kind == DYZUR_BLOCK_HEADING);
}

static Part
first_guess (const DyzurBlock *block)
{
  if (block->quote > 0)
    return PART_QUOTED;
  if (block->folded)
    return PART_SIGNATURE;
  if (block->kind == DYZUR_BLOCK_RULE ||
      (_dyzur_is_blank (block->text) && block->kind != DYZUR_BLOCK_IMAGE))
    return PART_NOTHING;
  return PART_AUTHOR;
}

static guint
skip_nothing (const Fold *self,
              guint       i)
{
  while (i < self->n && self->parts[i] == PART_NOTHING)
    i++;
  return i;
}

static void
set_parts (Fold  *self,
           guint  from,
           guint  to,
           Part   part)
{
  for (guint i = from; i < to; i++)
    self->parts[i] = part;
}

/* An older mail begins at @from and its introduction ends before @to. Rules above it belong to it. */
static gboolean
take_history (Fold     *self,
              guint     from,
              guint     to,
              gboolean  certain)
{
  guint next = skip_nothing (self, to);
  gboolean quoted = next < self->n && self->parts[next] == PART_QUOTED;

  if (!quoted && !certain && next < self->n)
    return FALSE;
  while (from > 0 && self->parts[from - 1] == PART_NOTHING)
    from--;
  set_parts (self, from, to, PART_INTRODUCTION);
  if (!quoted)
    set_parts (self, from, self->n, PART_HISTORY);
  return TRUE;
}

static gboolean
ends_with_colon (const char *text)
{
  gsize length = strlen (text);

  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  return length > 0 && length <= 500 && text[length - 1] == ':';
}

static DyzurLineKind
classify_lines (const Fold *self,
                guint       from,
                guint       to)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = from; i < to; i++)
    {
      if (!is_line (self, i))
        return DYZUR_LINE_TEXT;
      g_string_append (text, block_at (self, i)->text);
      g_string_append_c (text, ' ');
    }
  return _dyzur_quote_classify_line (text->str);
}

/* An attribution whose date stands on the line above. */
static gboolean
begins_above (const Fold *self,
              guint       i)
{
  return i > 0 && block_at (self, i)->level == 1 && is_line (self, i - 1) &&
         !_dyzur_quote_has_time (block_at (self, i)->text) && _dyzur_quote_has_time (block_at (self, i - 1)->text);
}

/* Mail programs break an attribution over up to three lines; its last one ends in a colon and is found first. */
static gboolean
take_attribution (Fold  *self,
                  guint  last)
{
  guint from = last;
  DyzurLineKind kind;

  if (!ends_with_colon (block_at (self, last)->text))
    return FALSE;
  while ((kind = classify_lines (self, from, last + 1)) == DYZUR_LINE_TEXT)
    {
      if (from == 0 || last - from == 2 || block_at (self, from)->level == 0)
        return FALSE;
      from--;
    }
  if (begins_above (self, from))
    kind = classify_lines (self, --from, last + 1);
  return kind <= DYZUR_LINE_DATED_ATTRIBUTION &&
         take_history (self, from, last + 1, kind == DYZUR_LINE_DATED_ATTRIBUTION);
}

/* "Od: … Wysłano: … Do: … Temat: …": a sender and two more labels close below. */
static gboolean
take_header (Fold  *self,
             guint  from)
{
  DyzurHeaderKind seen = DYZUR_HEADER_NONE;
  guint end = from, sender = from;

  /* web.de and GMX put the date first. */
  if (from + 1 < self->n && is_line (self, from + 1) &&
      _dyzur_quote_classify_header (block_at (self, from)->text) == DYZUR_HEADER_DATE)
    sender = from + 1;
  for (guint i = from; i < MIN (self->n, from + MAX_HEADER_LINES) && is_line (self, i); i++)
    {
      DyzurHeaderKind kind = _dyzur_quote_classify_header (block_at (self, i)->text);

      if (i == sender && kind != DYZUR_HEADER_FROM)
        return FALSE;
      if (kind != DYZUR_HEADER_NONE)
        end = i + 1;
      seen |= kind;
    }
  return __builtin_popcount (seen) >= 3 && take_history (self, from, end, TRUE);
}

static gboolean
is_underline (const char *text)
{
  return strlen (text) >= 10 && strspn (text, "_-") == strlen (text);
}

/* The words between "-- " and what follows; too many of them are no signature. */
static void
take_signature (Fold  *self,
                guint  from)
{
  guint to = from + 1;

  while (to < self->n && (self->parts[to] == PART_AUTHOR || self->parts[to] == PART_NOTHING))
    to++;
  if (to - from <= MAX_SIGNATURE)
    set_parts (self, from, to, PART_SIGNATURE);
}

/* "Sent from my phone" counts where the author's words end, and only there. */
static void
take_device_line (Fold  *self,
                  guint  i)
{
  guint next = skip_nothing (self, i + 1);

  if (next >= self->n || self->parts[next] != PART_AUTHOR)
    self->parts[i] = PART_SIGNATURE;
}

static gboolean
take_line (Fold  *self,
           guint  i)
{
  if (is_underline (block_at (self, i)->text) && i + 1 < self->n && is_line (self, i + 1))
    {
      if (take_header (self, i + 1))
        self->parts[i] = PART_INTRODUCTION;
      return TRUE;
    }
  if (take_header (self, i) || take_attribution (self, i))
    return TRUE;
  if (strlen (block_at (self, i)->text) > 500)
    return TRUE;
  switch (_dyzur_quote_classify_line (block_at (self, i)->text))
    {
    case DYZUR_LINE_FORWARD:
      return FALSE;
    case DYZUR_LINE_DIVIDER:
      take_history (self, i, i + 1, TRUE);
      return TRUE;
    case DYZUR_LINE_TEXT:
    case DYZUR_LINE_ATTRIBUTION:
    case DYZUR_LINE_DATED_ATTRIBUTION:
    case DYZUR_LINE_SIGNATURE:
    case DYZUR_LINE_DEVICE:
    default:
      return TRUE;
    }
}

/* Finds what introduces older mail. A mail passed on is there to be read: nothing from it on is touched. */
static void
find_history (Fold *self)
{
  guint n = self->n;

  for (guint i = 0; i < n; i++)
    if (is_line (self, i) && !take_line (self, i))
      {
        self->n = i;
        return;
      }
}

/* Signatures are looked for from the end, when it is known what follows them. */
static void
find_signatures (Fold *self)
{
  for (guint i = self->n; i > 0; i--)
    {
      DyzurLineKind kind;

      if (!is_line (self, i - 1) || strlen (block_at (self, i - 1)->text) > 150)
        continue;
      kind = _dyzur_quote_classify_line (block_at (self, i - 1)->text);
      if (kind == DYZUR_LINE_SIGNATURE)
        take_signature (self, i - 1);
      else if (kind == DYZUR_LINE_DEVICE)
        take_device_line (self, i - 1);
    }
}

static gboolean
author_after (const Fold *self,
              guint       i)
{
  for (; i < dyzur_blocks_get_length (self->blocks); i++)
    if (i >= self->n || self->parts[i] == PART_AUTHOR)
      return TRUE;
  return FALSE;
}

static guint
end_of_run (const Fold *self,
            guint       i)
{
  guint end = i + 1;

  while (i < self->n && (self->parts[i] == PART_QUOTED || self->parts[i] == PART_NOTHING))
    {
      if (self->parts[i] == PART_QUOTED)
        end = i + 1;
      i++;
    }
  return end;
}

static guint
count_runs (const Fold *self)
{
  guint runs = 0;

  for (guint i = 0; i < self->n; i++)
    if (self->parts[i] == PART_QUOTED)
      {
        i = end_of_run (self, i) - 1;
        runs++;
      }
  return runs;
}

/*
 * A quotation at the end is history. One above the answer is history too when it is the only one and introduced or
 * long. Several with words between them are what the author answers to, point by point: they stay.
 */
static void
settle_runs (Fold *self)
{
  gboolean only = count_runs (self) == 1;

  for (guint i = 0, end; i < self->n; i = end)
    {
      gboolean introduced = i > 0 && (self->parts[i - 1] == PART_INTRODUCTION || self->parts[i - 1] == PART_SIGNATURE);
      guint before = i;

      end = i + 1;
      if (self->parts[i] != PART_QUOTED)
        continue;
      end = end_of_run (self, i);
      if (!author_after (self, end) || (only && (introduced || end - i >= LONG_RUN)))
        continue;
      while (before > 0 && self->parts[before - 1] == PART_INTRODUCTION)
        before--;
      set_parts (self, before, end, PART_AUTHOR);
    }
}

static gboolean
is_content (const DyzurBlock *block)
{
  return block->kind != DYZUR_BLOCK_RULE && (block->kind == DYZUR_BLOCK_IMAGE || !_dyzur_is_blank (block->text));
}

static void
apply (Fold *self)
{
  guint n = dyzur_blocks_get_length (self->blocks), visible = 0;

  for (guint i = 0; i < n; i++)
    {
      DyzurBlock *block = dyzur_blocks_edit (self->blocks, i);
      gboolean shown = i >= self->n || self->parts[i] == PART_AUTHOR || self->parts[i] == PART_NOTHING;

      block->folded = !shown;
      if (shown && is_content (block))
        visible++;
    }
  for (guint i = 0; i < n && visible == 0; i++)
    dyzur_blocks_edit (self->blocks, i)->folded = FALSE;
}

/**
 * dyzur_quote_fold:
 * @blocks: a whole message; changed in place
 *
 * Marks quoted history, the lines that introduce it and signatures as folded. What the author wrote below or between
 * quotations stays, and so does everything when nothing else would remain. Calling it again changes nothing.
 */
void
dyzur_quote_fold (DyzurBlocks *blocks)
{
  dyzur_quote_fold_up_to (blocks, dyzur_blocks_get_length (blocks));
}

/**
 * dyzur_quote_fold_up_to:
 * @end: index of the block from which on all is there to be read, such as a mail passed on
 */
void
dyzur_quote_fold_up_to (DyzurBlocks *blocks,
                        guint        end)
{
  guint n = dyzur_blocks_get_length (blocks);
  g_autofree Part *parts = g_new (Part, n);
  Fold self = { blocks, parts, MIN (n, end) };

  for (guint i = 0; i < n; i++)
    parts[i] = first_guess (dyzur_blocks_get (blocks, i));
  find_history (&self);
  find_signatures (&self);
  settle_runs (&self);
  apply (&self);
}
