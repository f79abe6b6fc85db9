/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-quote.h"

#include "dyzur-quote-lines-private.h"

#include <string.h>

#define MAX_BLOCKS 400
#define HEADER_LINES 8

static gboolean
is_text (const DyzurBlock *block)
{
  return block->text != NULL && *block->text != '\0' && strlen (block->text) < 1000 &&
         (block->kind == DYZUR_BLOCK_PARAGRAPH || block->kind == DYZUR_BLOCK_HEADING || block->kind == DYZUR_BLOCK_TABLE_ROW);
}

/* "Od:\tEwa" of a table reads like "Od: Ewa". */
static DyzurHeaderKind
classify (const DyzurBlock *block)
{
  if (!is_text (block))
    return DYZUR_HEADER_NONE;
  return _dyzur_quote_classify_header (block->text);
}

/* The kinds of all header lines around @at, which is one */
static DyzurHeaderKind
look_around (const DyzurBlocks *blocks,
             guint              at,
             guint             *first)
{
  guint n = dyzur_blocks_get_length (blocks);
  DyzurHeaderKind seen = DYZUR_HEADER_NONE;

  *first = at;
  for (guint i = at; i < MIN (n, at + HEADER_LINES); i++)
    seen |= classify (dyzur_blocks_get (blocks, i));
  for (guint i = at; i > 0 && at - i < HEADER_LINES && classify (dyzur_blocks_get (blocks, i - 1)) != DYZUR_HEADER_NONE; i--)
    {
      seen |= classify (dyzur_blocks_get (blocks, i - 1));
      *first = i - 1;
    }
  return seen;
}

/* What stands behind the label; an address that is only in the link counts too. */
static char *
dup_value (const DyzurBlock *block)
{
  const char *colon = strpbrk (block->text, ":\t");
  const char *value = colon != NULL ? colon + 1 + strspn (colon + 1, " \t*:") : "";

  if (strchr (value, '@') != NULL)
    return g_strdup (value);
  for (guint i = 0; block->spans != NULL && i < block->spans->len; i++)
    {
      const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, i);

      if (span->href != NULL && g_ascii_strncasecmp (span->href, "mailto:", 7) == 0)
        return g_strdup_printf ("\"%s\" <%.*s>", value, (int) strcspn (span->href + 7, "?"), span->href + 7);
    }
  return g_strdup (value);
}

static gboolean
is_divider (const DyzurBlock *block)
{
  return is_text (block) && strlen (block->text) < 200 && _dyzur_quote_classify_line (block->text) == DYZUR_LINE_FORWARD;
}

/**
 * dyzur_quote_find_passed_on:
 * @by_header: the subject says that a mail is passed on, so that the header of an older mail is where it begins; without,
 *   only a line that says so counts
 * @sender: (out) (transfer full) (nullable): who wrote that mail, as it stands there: "Ewa Zając <ewa@example.com>"
 *
 * Finds where a mail begins that the author passes on.
 *
 * Returns: index of its first block, -1 = there is none
 */
int
dyzur_quote_find_passed_on (const DyzurBlocks  *blocks,
                            gboolean            by_header,
                            char              **sender)
{
  guint n = MIN (dyzur_blocks_get_length (blocks), MAX_BLOCKS);
  int divider = -1;

  *sender = NULL;
  for (guint i = 0; i < n; i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (blocks, i);
      guint first;

      if (divider < 0 && is_divider (block))
        divider = i;
      if ((divider < 0 && !by_header) || classify (block) != DYZUR_HEADER_FROM ||
          __builtin_popcount (look_around (blocks, i, &first)) < 3)
        continue;
      *sender = dup_value (block);
      return divider >= 0 ? divider : (int) first;
    }
  return divider;
}
