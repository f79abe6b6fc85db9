/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-text.h"

#include "dyzur-fold.h"

#include <string.h>

#define WIDTH 72

/* Where @line may be broken so that about @width characters stay; its end when it fits or is one long word. */
static const char *
find_break (const char *line,
            guint       width)
{
  const char *best = NULL;
  guint n = 0;

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (*p == ' ' && p > line && p[1] != '\0')
        best = p + 1;
      if (++n > width && best != NULL)
        return best;
    }
  return line + strlen (line);
}

/* A line of a quotation: each of its pieces gets the marks it has already, and one more. */
static void
append_quoted_line (GString    *out,
                    const char *line)
{
  gsize marks = strspn (line, ">");
  g_autofree char *prefix = g_strnfill (MIN (marks, 20) + 1, '>');
  guint width = WIDTH - (guint) strlen (prefix) - 1;

  line += marks;
  line += marks > 0 && *line == ' ';
  do
    {
      const char *next = find_break (line, width);

      g_string_append (out, prefix);
      if (*line != '\0')
        g_string_append_c (out, ' ');
      g_string_append_len (out, line, next - line);
      g_string_append_c (out, '\n');
      line = next;
    }
  while (*line != '\0');
}

/* RFC 3676: a line that goes on ends in a blank; one that begins like a quote, a blank or "From " gets one in front. */
static void
append_line (GString    *out,
             const char *line)
{
  do
    {
      gboolean stuff = *line == ' ' || *line == '>' || g_str_has_prefix (line, "From ");
      const char *next = find_break (line, WIDTH - stuff);

      if (stuff)
        g_string_append_c (out, ' ');
      g_string_append_len (out, line, next - line);
      g_string_append_c (out, '\n');
      line = next;
    }
  while (*line != '\0');
}

static void
append_escaped (GString    *out,
                const char *text,
                gsize       length)
{
  g_autofree char *escaped = g_markup_escape_text (text, length);

  g_string_append (out, escaped);
}

/* Bytes of the address that begins at @text, 0 when none does. */
static gsize
link_length (const char *text)
{
  gsize n;

  if (!g_str_has_prefix (text, "https://") && !g_str_has_prefix (text, "http://"))
    return 0;
  n = strcspn (text, " \t\r\n<>\"");
  while (n > 0 && strchr (".,;:!?)'", text[n - 1]) != NULL)
    n--;
  return n > strlen ("https://") ? n : 0;
}

static void
append_linked (GString    *out,
               const char *line)
{
  while (*line != '\0')
    {
      const char *found = strstr (line, "http");
      gsize n = found != NULL ? link_length (found) : 0;

      while (found != NULL && n == 0)
        {
          found = strstr (found + 4, "http");
          n = found != NULL ? link_length (found) : 0;
        }
      if (found == NULL)
        {
          append_escaped (out, line, strlen (line));
          return;
        }
      append_escaped (out, line, found - line);
      g_string_append (out, "<a href=\"");
      append_escaped (out, found, n);
      g_string_append (out, "\">");
      append_escaped (out, found, n);
      g_string_append (out, "</a>");
      line = found + n;
    }
}

static const struct { DyzurSpanStyle style; const char *tag; } span_tags[] = {
  { DYZUR_SPAN_BOLD, "b" }, { DYZUR_SPAN_ITALIC, "i" }, { DYZUR_SPAN_STRIKE, "s" }, { DYZUR_SPAN_CODE, "code" },
};

/* A run in which no span begins or ends */
static void
append_run (GString          *out,
            const DyzurBlock *block,
            gsize             start,
            gsize             end)
{
  guint style = 0;
  const char *href = NULL;

  for (guint i = 0; block->spans != NULL && i < block->spans->len; i++)
    {
      const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, i);

      if (span->start > start || span->end < end)
        continue;
      style |= span->style;
      href = span->href != NULL ? span->href : href;
    }
  if (href != NULL)
    {
      g_string_append (out, "<a href=\"");
      append_escaped (out, href, strlen (href));
      g_string_append (out, "\">");
    }
  for (guint i = 0; i < G_N_ELEMENTS (span_tags); i++)
    if (style & span_tags[i].style)
      g_string_append_printf (out, "<%s>", span_tags[i].tag);
  append_escaped (out, block->text + start, end - start);
  for (guint i = G_N_ELEMENTS (span_tags); i-- > 0;)
    if (style & span_tags[i].style)
      g_string_append_printf (out, "</%s>", span_tags[i].tag);
  if (href != NULL)
    g_string_append (out, "</a>");
}

static gsize
next_border (const DyzurBlock *block,
             gsize             at,
             gsize             end)
{
  for (guint i = 0; block->spans != NULL && i < block->spans->len; i++)
    {
      const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, i);

      if (span->start > at)
        end = MIN (end, span->start);
      if (span->end > at)
        end = MIN (end, span->end);
    }
  return end;
}

static void
append_spans (GString          *out,
              const DyzurBlock *block)
{
  gsize length = block->text != NULL ? strlen (block->text) : 0;

  for (gsize at = 0; at < length;)
    {
      gsize end = next_border (block, at, length);

      append_run (out, block, at, end);
      at = end;
    }
}

static void
append_block (GString          *out,
              const DyzurBlock *block)
{
  g_autofree char *heading = g_strdup_printf ("h%d", CLAMP (block->level, 1, 6));
  const char *tag = block->kind == DYZUR_BLOCK_HEADING ? heading :
                    block->kind == DYZUR_BLOCK_ITEM ? "li" :
                    block->kind == DYZUR_BLOCK_CODE ? "pre" : "p";

  if (block->kind == DYZUR_BLOCK_RULE)
    {
      g_string_append (out, "<hr>\n");
      return;
    }
  if (block->kind == DYZUR_BLOCK_IMAGE)
    {
      g_string_append (out, "<p>");
      if (block->marker != NULL && g_str_has_prefix (block->marker, "cid:"))
        {
          g_string_append (out, "<img src=\"");
          append_escaped (out, block->marker, strlen (block->marker));
          g_string_append (out, "\" style=\"max-width:100%\" alt=\"");
          append_escaped (out, block->text, strlen (block->text));
          g_string_append (out, "\">");
        }
      else
        append_escaped (out, block->text, strlen (block->text));
      g_string_append (out, "</p>\n");
      return;
    }
  if (block->kind == DYZUR_BLOCK_PARAGRAPH && block->level == 1 && g_str_has_suffix (out->str, "</p>\n"))
    {
      g_string_truncate (out, out->len - strlen ("</p>\n")); /* the paragraph above goes on */
      g_string_append (out, "<br>\n");
    }
  else
    g_string_append_printf (out, "<%s>", tag);
  append_spans (out, block);
  g_string_append_printf (out, "</%s>\n", tag);
}

static gboolean
is_numbered (const DyzurBlock *block)
{
  return block->marker != NULL && g_ascii_isdigit (block->marker[0]);
}

/**
 * dyzur_mime_text_append_flowed:
 * @text: paragraphs, one a line
 * @quoted: put `>` in front
 *
 * Appends @text as format=flowed (RFC 3676) with "\n" line ends: short lines for old programs, whole paragraphs for others.
 */
void
dyzur_mime_text_append_flowed (GString    *out,
                               const char *text,
                               gboolean    quoted)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (strcmp (lines[i], "-- ") != 0)
        g_strchomp (lines[i]);
      if (quoted)
        append_quoted_line (out, lines[i]);
      else
        append_line (out, lines[i]);
    }
}

/**
 * dyzur_mime_text_append_html:
 *
 * Appends @text as HTML: empty lines part paragraphs, addresses become links.
 */
void
dyzur_mime_text_append_html (GString    *out,
                             const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean inside = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strchomp (lines[i]);
      if (*lines[i] == '\0')
        {
          g_string_append (out, inside ? "</p>\n" : "");
          inside = FALSE;
          continue;
        }
      g_string_append (out, inside ? "<br>\n" : "<p>");
      append_linked (out, lines[i]);
      inside = TRUE;
    }
  g_string_append (out, inside ? "</p>\n" : "");
}

/**
 * dyzur_mime_text_append_blocks:
 *
 * Appends the rich form of a message as HTML.
 */
void
dyzur_mime_text_append_blocks (GString           *out,
                               const DyzurBlocks *blocks)
{
  const char *list = NULL;

  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (blocks, i);
      const char *wanted = block->kind != DYZUR_BLOCK_ITEM ? NULL : is_numbered (block) ? "ol" : "ul";

      if (wanted != list)
        {
          if (list != NULL)
            g_string_append_printf (out, "</%s>\n", list);
          if (wanted != NULL)
            g_string_append_printf (out, "<%s>\n", wanted);
          list = wanted;
        }
      append_block (out, block);
    }
  if (list != NULL)
    g_string_append_printf (out, "</%s>\n", list);
}

/**
 * dyzur_mime_text_attribution:
 * @name: who wrote what is quoted
 * @sent_at: ms UTC
 *
 * Returns: (transfer full): the line above a quote, in no language and of no gender: "Anna Kowalska, 14.11.2026 12:03:"
 */
char *
dyzur_mime_text_attribution (const char *name,
                             gint64      sent_at)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (sent_at / 1000);
  g_autofree char *stamp = time != NULL ? g_date_time_format (time, "%d.%m.%Y %H:%M") : NULL;

  return g_strdup_printf ("%s, %s:", name, stamp != NULL ? stamp : "");
}

/**
 * dyzur_mime_text_mailbox:
 *
 * Returns: (transfer full): a mailbox as RFC 5322 writes it, in UTF-8; a name that could be read otherwise is quoted
 */
char *
dyzur_mime_text_mailbox (const char *name,
                         const char *address)
{
  GString *out;

  if (strpbrk (name, "()<>[]:;@\\,.\"") == NULL)
    return g_strdup_printf ("%s <%s>", name, address);
  out = g_string_new ("\"");
  for (; *name != '\0'; name++)
    {
      if (*name == '"' || *name == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *name);
    }
  g_string_append_printf (out, "\" <%s>", address);
  return g_string_free (out, FALSE);
}

/**
 * dyzur_mime_text_is_forward:
 * @subject: (nullable)
 *
 * Returns: whether the first thing @subject says is that the mail was passed on
 */
gboolean
dyzur_mime_text_is_forward (const char *subject)
{
  static const char *const forwards[] = { "fwd", "fw", "pd", "pdv", "wg", "tr", "пер", "переслано", "i" };
  g_autofree char *lower = NULL;

  if (subject == NULL)
    return FALSE;
  subject += strspn (subject, " \t");
  lower = g_utf8_strdown (subject, MIN (strlen (subject), 24));
  for (guint i = 0; i < G_N_ELEMENTS (forwards); i++)
    {
      gsize n = strlen (forwards[i]);

      if (g_str_has_prefix (lower, forwards[i]) && lower[n + strspn (lower + n, " []()0123456789")] == ':')
        return TRUE;
    }
  return FALSE;
}

/**
 * dyzur_mime_text_mentions:
 * @text: (nullable)
 * @words: folded, %NULL at the end
 *
 * Returns: whether any of @words stands in @text, however it is spelled
 */
gboolean
dyzur_mime_text_mentions (const char         *text,
                          const char *const  *words)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
  g_autofree char *folded = valid != NULL ? dyzur_fold (valid, -1) : NULL;

  for (guint i = 0; folded != NULL && words[i] != NULL; i++)
    if (strstr (folded, words[i]) != NULL)
      return TRUE;
  return FALSE;
}
