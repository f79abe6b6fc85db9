/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-markup.h"

#include <string.h>

typedef struct
{
  const char *text;
  GArray     *found;     /* of DyzurMarkup */
} Scan;

static gboolean
is_blank (char c)
{
  return c == '\0' || c == '\n' || c == ' ' || c == '\t';
}

/* Letters and figures of any script: bytes beyond ASCII belong to letters more often than not. */
static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || (c & 0x80);
}

static void
add (Scan            *self,
     DyzurMarkupKind  kind,
     const char      *start,
     const char      *inner,
     const char      *inner_end,
     const char      *end)
{
  DyzurMarkup markup = { kind, (guint) (start - self->text), (guint) (end - self->text), (guint) (inner - self->text),
                         (guint) (inner_end - self->text) };

  g_array_append_val (self->found, markup);
}

static gboolean
is_address (const char *address,
            gsize       length)
{
  static const char *const schemes[] = { "https://", "http://", "mailto:", "tel:" };

  if (memchr (address, ' ', length) != NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (length > strlen (schemes[i]) && strncmp (address, schemes[i], strlen (schemes[i])) == 0)
      return TRUE;
  return FALSE;
}

/* "[words](https://…)"; where it ends, %NULL when there is none */
static const char *
take_link (Scan       *self,
           const char *at,
           const char *end)
{
  const char *close = memchr (at, ']', end - at);
  const char *last;

  if (close == NULL || close == at + 1 || close + 1 >= end || close[1] != '(')
    return NULL;
  last = memchr (close, ')', end - close);
  if (last == NULL || !is_address (close + 2, last - close - 2))
    return NULL;
  add (self, DYZUR_MARKUP_LINK, at, at + 1, close, last + 1);
  return last + 1;
}

/* Where the run of @n stars that began before @inner ends */
static const char *
find_stars (const char *inner,
            const char *end,
            gsize       n)
{
  for (const char *p = inner + 1; p + n <= end; p++)
    {
      gsize stars = MIN (strspn (p, "*"), (gsize) (end - p));

      if (stars == 0)
        continue;
      if ((stars == n || stars == 3) && !is_blank (p[-1]) && !is_word (p[stars]))
        return p + stars - n;
      p += stars - 1;
    }
  return NULL;
}

static void scan_inline (Scan       *self,
                         const char *at,
                         const char *end);

static const char *
take_stars (Scan       *self,
            const char *at,
            const char *end)
{
  gsize n = strspn (at, "*");
  const char *inner = at + (n >= 2 ? 2 : 1);
  const char *close;

  if (n > 3 || is_blank (at[n]) || at + n >= end || (at > self->text && is_word (at[-1])))
    return NULL;
  close = find_stars (inner, end, n >= 2 ? 2 : 1);
  if (close == NULL)
    return NULL;
  add (self, n >= 2 ? DYZUR_MARKUP_BOLD : DYZUR_MARKUP_ITALIC, at, inner, close, close + (n >= 2 ? 2 : 1));
  scan_inline (self, inner, close);
  return close + (n >= 2 ? 2 : 1);
}

static void
scan_inline (Scan       *self,
             const char *at,
             const char *end)
{
  while (at < end)
    {
      const char *next = *at == '*' ? take_stars (self, at, end) : *at == '[' ? take_link (self, at, end) : NULL;

      if (next == NULL && *at == '*')
        next = at + strspn (at, "*");
      at = next != NULL ? MIN (next, end) : at + 1;
    }
}

/* Bytes of "- ", "• ", "12. " at the beginning of a line */
static gsize
marker_length (const char *line)
{
  gsize digits = strspn (line, "0123456789");

  if (digits > 0 && digits < 4 && (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ')
    return digits + 2;
  if ((*line == '-' || *line == '*') && line[1] == ' ' && !is_blank (line[2]) && line[2] != '-')
    return 2;
  return g_str_has_prefix (line, "• ") ? strlen ("• ") : 0;
}

static void
scan_line (Scan       *self,
           const char *line,
           const char *end)
{
  gsize marker = marker_length (line);

  if (g_str_has_prefix (line, "![") && end > line + 3 && end[-1] == ']')
    {
      add (self, DYZUR_MARKUP_IMAGE, line, line + 2, end - 1, end);
      return;
    }
  if (marker > 0 && line + marker < end)
    add (self, DYZUR_MARKUP_ITEM, line, line + marker, end, end);
  scan_inline (self, line + MIN (marker, (gsize) (end - line)), end);
}

/**
 * dyzur_markup_scan:
 *
 * Returns: (transfer full) (element-type DyzurMarkup): in the order of their beginnings; those inside others follow them
 */
GArray *
dyzur_markup_scan (const char *text)
{
  Scan self = { text, g_array_new (FALSE, FALSE, sizeof (DyzurMarkup)) };

  for (const char *line = text; *line != '\0';)
    {
      const char *end = line + strcspn (line, "\n");

      scan_line (&self, line, end);
      line = *end != '\0' ? end + 1 : end;
    }
  return self.found;
}

/**
 * dyzur_markup_is_used:
 *
 * Returns: whether anything in @text is more than text; lists alone read well as they are
 */
gboolean
dyzur_markup_is_used (const char *text)
{
  g_autoptr(GArray) found = dyzur_markup_scan (text);

  for (guint i = 0; i < found->len; i++)
    if (g_array_index (found, DyzurMarkup, i).kind != DYZUR_MARKUP_ITEM)
      return TRUE;
  return found->len > 1;
}

/* The address in "[words](address)" */
static char *
dup_address (const char        *text,
             const DyzurMarkup *markup)
{
  return g_strndup (text + markup->inner_end + 2, markup->end - markup->inner_end - 3);
}

/* Bytes of the address that begins at @text, 0 when none does. */
static gsize
bare_address_length (const char *text)
{
  gsize n;

  if (!g_str_has_prefix (text, "https://") && !g_str_has_prefix (text, "http://"))
    return 0;
  n = strcspn (text, " \t\r\n<>\"");
  while (n > 0 && strchr (".,;:!?)'*", text[n - 1]) != NULL)
    n--;
  return n > strlen ("https://") ? n : 0;
}

static void
add_bare_links (DyzurBlock *block)
{
  const char *at = block->text;

  while ((at = strstr (at, "http")) != NULL)
    {
      gsize n = bare_address_length (at);
      guint start = (guint) (at - block->text);
      g_autofree char *href = g_strndup (at, n);
      gboolean inside = FALSE;

      for (guint i = 0; block->spans != NULL && i < block->spans->len; i++)
        {
          const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, i);

          inside |= span->href != NULL && span->start <= start && start < span->end;
        }
      if (n > 0 && !inside)
        dyzur_block_add_span (block, start, start + (guint) n, DYZUR_SPAN_LINK, href);
      at += MAX (n, 4);
    }
}

/* Whether the byte at @at belongs to the marks of @from … @to, not to the words */
static gboolean
is_mark (GArray *found,
         guint   from,
         guint   to,
         guint   at)
{
  for (guint i = from; i < to; i++)
    {
      const DyzurMarkup *markup = &g_array_index (found, DyzurMarkup, i);

      if (markup->kind != DYZUR_MARKUP_ITEM && ((at >= markup->start && at < markup->inner_start)
                                                || (at >= markup->inner_end && at < markup->end)))
        return TRUE;
    }
  return FALSE;
}

static DyzurSpanStyle
get_style (DyzurMarkupKind kind)
{
  return kind == DYZUR_MARKUP_BOLD ? DYZUR_SPAN_BOLD : kind == DYZUR_MARKUP_ITALIC ? DYZUR_SPAN_ITALIC : DYZUR_SPAN_LINK;
}

static int
compare_spans (gconstpointer a,
               gconstpointer b)
{
  const DyzurSpan *left = a, *right = b;

  return left->start != right->start ? (left->start < right->start ? -1 : 1) : 0;
}

/* Adds @text from @start to @end, with the marks @from … @to in it, as a block. */
static DyzurBlock *
add_block (DyzurBlocks    *blocks,
           DyzurBlockKind  kind,
           const char     *text,
           guint           start,
           guint           end,
           GArray         *found,
           guint           from,
           guint           to)
{
  g_autoptr(GString) out = g_string_new (NULL);
  g_autofree guint *place = g_new0 (guint, end - start + 1);
  DyzurBlock *block;

  for (guint at = start; at < end; at++)
    {
      place[at - start] = (guint) out->len;
      if (!is_mark (found, from, to, at))
        g_string_append_c (out, text[at]);
    }
  place[end - start] = (guint) out->len;
  block = dyzur_blocks_add (blocks, kind, out->str);
  for (guint i = from; i < to; i++)
    {
      const DyzurMarkup *markup = &g_array_index (found, DyzurMarkup, i);
      g_autofree char *href = markup->kind == DYZUR_MARKUP_LINK ? dup_address (text, markup) : NULL;

      if (markup->kind != DYZUR_MARKUP_ITEM && place[markup->inner_start - start] < place[markup->inner_end - start])
        dyzur_block_add_span (block, place[markup->inner_start - start], place[markup->inner_end - start],
                              get_style (markup->kind), href);
    }
  add_bare_links (block);
  if (block->spans != NULL)
    g_array_sort (block->spans, compare_spans);
  return block;
}

static void
add_line (DyzurBlocks *blocks,
          const char  *text,
          guint        start,
          guint        end,
          GArray      *found,
          guint        from,
          guint        to,
          gboolean     goes_on)
{
  const DyzurMarkup *first = from < to ? &g_array_index (found, DyzurMarkup, from) : NULL;
  DyzurBlock *block;

  if (first != NULL && first->kind == DYZUR_MARKUP_IMAGE)
    {
      g_autofree char *name = g_strndup (text + first->inner_start, first->inner_end - first->inner_start);

      block = dyzur_blocks_add (blocks, DYZUR_BLOCK_IMAGE, name);
      block->marker = g_strdup (name);
    }
  else if (first != NULL && first->kind == DYZUR_MARKUP_ITEM)
    {
      block = add_block (blocks, DYZUR_BLOCK_ITEM, text, first->inner_start, end, found, from + 1, to);
      block->level = 1;
      block->marker = g_ascii_isdigit (text[start]) ? g_strndup (text + start, strspn (text + start, "0123456789."))
                                                    : g_strdup ("•");
    }
  else
    {
      block = add_block (blocks, DYZUR_BLOCK_PARAGRAPH, text, start, end, found, from, to);
      block->level = goes_on;
    }
}

/**
 * dyzur_markup_to_blocks:
 *
 * Returns: (transfer full): the rich form; the marker of a picture is the name of its file
 */
DyzurBlocks *
dyzur_markup_to_blocks (const char *text)
{
  DyzurBlocks *blocks = dyzur_blocks_new ();
  g_autoptr(GArray) found = dyzur_markup_scan (text);
  gboolean goes_on = FALSE;
  guint from = 0;

  for (const char *line = text; *line != '\0';)
    {
      const char *end = line + strcspn (line, "\n");
      guint to = from;

      while (to < found->len && g_array_index (found, DyzurMarkup, to).start < (guint) (end - text))
        to++;
      if (strspn (line, " \t\r") < (gsize) (end - line))
        {
          add_line (blocks, text, (guint) (line - text), (guint) (end - text), found, from, to, goes_on);
          goes_on = dyzur_blocks_get (blocks, dyzur_blocks_get_length (blocks) - 1)->kind == DYZUR_BLOCK_PARAGRAPH;
        }
      else
        goes_on = FALSE;
      from = to;
      line = *end != '\0' ? end + 1 : end;
    }
  return blocks;
}

/**
 * dyzur_markup_to_plain:
 *
 * Returns: (transfer full): how it reads without formatting: *bold*, _italic_, words <address>, [file]
 */
char *
dyzur_markup_to_plain (const char *text)
{
  g_autoptr(GArray) found = dyzur_markup_scan (text);
  GString *out = g_string_new (NULL);
  gsize length = strlen (text);

  for (guint at = 0; at <= length; at++)
    {
      gboolean skip = FALSE;

      for (guint i = 0; i < found->len; i++)
        {
          const DyzurMarkup *markup = &g_array_index (found, DyzurMarkup, i);
          gboolean before = at >= markup->start && at < markup->inner_start;
          gboolean behind = at >= markup->inner_end && at < markup->end;

          if (markup->kind == DYZUR_MARKUP_ITEM || (!before && !behind))
            continue;
          skip = TRUE;
          if (at != markup->start && at != markup->inner_end)
            continue;
          if (markup->kind == DYZUR_MARKUP_BOLD || markup->kind == DYZUR_MARKUP_ITALIC)
            g_string_append_c (out, markup->kind == DYZUR_MARKUP_BOLD ? '*' : '_');
          else if (markup->kind == DYZUR_MARKUP_IMAGE)
            g_string_append_c (out, before ? '[' : ']');
          else if (behind)
            {
              g_autofree char *address = dup_address (text, markup);

              g_string_append_printf (out, " <%s>", address);
            }
        }
      if (!skip && at < length)
        g_string_append_c (out, text[at]);
    }
  return g_string_free (out, FALSE);
}
