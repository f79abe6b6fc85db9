/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-plain.h"

#include "dyzur-flow-private.h"

#include <string.h>

typedef struct
{
  DyzurFlow        flow;
  DyzurPlainFlags  flags;
  gboolean         open;    /* the last line flows on into the next of the same depth */
} Reader;

/* The signs of quotation at the start of a line, "> > " as well as ">>". A single one needs no space behind it. */
static const char *
skip_quote_marks (const char *line,
                  const char *end,
                  guint8     *depth)
{
  const char *p = line, *after = line;

  *depth = 0;
  while (p < end && (*p == '>' || (*p == ' ' && *depth > 0)))
    {
      if (*p == '>')
        {
          after = p + 1;
          *depth = MIN (*depth + 1, 100);
        }
      else if (p + 1 >= end || p[1] != '>')
        break;
      p++;
    }
  return after;
}

/* Signatures are announced by "-- ", whose space does not make the line flow. */
static gboolean
flows_on (Reader     *self,
          const char *line,
          const char *end)
{
  if ((self->flags & DYZUR_PLAIN_FLOWED) == 0 || end == line || end[-1] != ' ')
    return FALSE;
  return !(end - line == 3 && memcmp (line, "-- ", 3) == 0);
}

static void
read_line (Reader     *self,
           const char *line,
           const char *end)
{
  guint8 depth;
  const char *text = skip_quote_marks (line, end, &depth);
  gboolean flows;

  if (text < end && *text == ' ' && (depth > 0 || (self->flags & DYZUR_PLAIN_FLOWED) != 0))
    text++;
  flows = flows_on (self, text, end);
  if (!self->open || depth != self->flow.quote)
    _dyzur_flow_end_block (&self->flow, depth != self->flow.quote);
  self->flow.quote = depth;
  if (text == end || strspn (text, " \t\r") >= (gsize) (end - text))
    _dyzur_flow_end_block (&self->flow, TRUE);
  _dyzur_flow_text (&self->flow, text, end - text - (flows && (self->flags & DYZUR_PLAIN_DELSP) != 0 ? 1 : 0));
  self->open = flows;
}

static char *
make_valid (const char *text,
            gssize      length)
{
  gsize size = MIN (length >= 0 ? (gsize) length : strlen (text), DYZUR_PLAIN_MAX_SIZE);
  g_autofree char *bytes = g_malloc (size + 1);
  gsize n = 0;

  for (gsize i = 0; i < size; i++)
    if (text[i] != '\0')
      bytes[n++] = text[i];
  return g_utf8_make_valid (bytes, n);
}

/**
 * dyzur_plain_to_blocks:
 * @text: in UTF-8; anything else is repaired. What lies beyond %DYZUR_PLAIN_MAX_SIZE is cut off
 * @length: bytes, or -1
 *
 * Reads plain text: one block a line (flowed lines are joined), where a line without an empty one before it continues
 * the paragraph above (level 1); "> " gives the depth of quotation; addresses written out become links. Any thread.
 *
 * Returns: (transfer full)
 */
DyzurBlocks *
dyzur_plain_to_blocks (const char      *text,
                       gssize           length,
                       DyzurPlainFlags  flags)
{
  g_autofree char *valid = make_valid (text, length);
  Reader self = { .flags = flags };

  _dyzur_flow_init (&self.flow);
  for (const char *p = valid; *p != '\0' && !_dyzur_flow_is_full (&self.flow);)
    {
      gsize line = strcspn (p, "\n");
      gsize visible = line > 0 && p[line - 1] == '\r' ? line - 1 : line;

      read_line (&self, p, p + visible);
      p += line + (p[line] == '\n' ? 1 : 0);
    }
  return _dyzur_flow_finish (&self.flow);
}
