/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-scan-private.h"

#include <string.h>

#define MAX_ADDRESS 2048
#define MAX_LINKS 200

static gboolean
is_word_before (const char *text,
                const char *at)
{
  return at > text && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at)));
}

static gsize
prefix_length (const char *at)
{
  static const char * const prefixes[] = { "https://", "http://", "www." };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_ascii_strncasecmp (at, prefixes[i], strlen (prefixes[i])) == 0)
      return strlen (prefixes[i]);
  return 0;
}

static gboolean
has_excess (const char *at,
            gsize       length,
            char        open,
            char        close)
{
  int depth = 0;

  for (gsize i = 0; i < length; i++)
    depth += at[i] == open ? 1 : at[i] == close ? -1 : 0;
  return depth < 0;
}

/* Punctuation that ends a sentence, and a bracket that was opened before the address, are not of the address. */
static gsize
trim_punctuation (const char *at,
                  gsize       length)
{
  while (length > 0)
    {
      char last = at[length - 1];

      if (strchr (".,;:!?'\"*_", last) != NULL)
        length--;
      else if ((last == ')' && has_excess (at, length, '(', ')')) || (last == ']' && has_excess (at, length, '[', ']')))
        length--;
      else
        break;
    }
  return length;
}

/*
 * _dyzur_scan_url:
 * @text: where the text begins
 * @at: a place in it
 *
 * Returns: how many bytes of web address begin at @at, 0 = none
 */
gsize
_dyzur_scan_url (const char *text,
                 const char *at)
{
  gsize prefix = prefix_length (at);
  const char *end = at + prefix;
  gsize length;

  if (prefix == 0 || is_word_before (text, at))
    return 0;
  while (*end != '\0' && end - at < MAX_ADDRESS)
    {
      gunichar c = g_utf8_get_char (end);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || strchr ("<>\"`|\\^{}", (int) MIN (c, 127)) != NULL ||
          c == 0x201d || c == 0x201e || c == 0xbb || c == 0xab)
        break;
      end = g_utf8_next_char (end);
    }
  length = trim_punctuation (at, end - at);
  return length > prefix && (prefix != 4 || memchr (at + 4, '.', length - 4) != NULL) ? length : 0;
}

static gboolean
is_local_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr (".!#$%&'*+/=?^_`{|}~-", c) != NULL);
}

static gsize
domain_length (const char *at)
{
  gsize n = 0, dot = 0;

  while (g_ascii_isalnum (at[n]) || at[n] == '-' || at[n] == '.')
    {
      if (at[n] == '.' && (n == 0 || at[n - 1] == '.'))
        break;
      n++;
    }
  while (n > 0 && (at[n - 1] == '.' || at[n - 1] == '-'))
    n--;
  for (gsize i = 0; i < n; i++)
    if (at[i] == '.')
      dot = i;
  return dot > 0 && n - dot >= 3 && n <= 253 ? n : 0;
}

/*
 * _dyzur_scan_email:
 *
 * Returns: how many bytes of e-mail address begin at @at, 0 = none
 */
gsize
_dyzur_scan_email (const char *text,
                   const char *at)
{
  gsize local = 0, domain;

  if (!g_ascii_isalnum (*at) || (at > text && (is_local_char (at[-1]) || is_word_before (text, at))))
    return 0;
  while (is_local_char (at[local]) && local < 65)
    local++;
  if (local > 64 || at[local] != '@' || at[local - 1] == '.')
    return 0;
  domain = domain_length (at + local + 1);
  return domain > 0 ? local + 1 + domain : 0;
}

static gboolean
touches_span (GArray *spans,
              guint   start,
              guint   end)
{
  for (guint i = 0; i < spans->len; i++)
    {
      const DyzurSpan *span = &g_array_index (spans, DyzurSpan, i);

      if (span->start < end && span->end > start)
        return TRUE;
    }
  return FALSE;
}

static void
insert_link (GArray     *spans,
             const char *text,
             const char *at,
             gsize       length,
             const char *scheme)
{
  g_autofree char *address = g_strndup (at, length);
  guint start = at - text, i = 0;
  DyzurSpan link = { start, start + length, DYZUR_SPAN_LINK, NULL };

  if (spans->len >= MAX_LINKS || touches_span (spans, link.start, link.end))
    return;
  while (i < spans->len && g_array_index (spans, DyzurSpan, i).start < start)
    i++;
  link.href = g_strconcat (scheme, address, NULL);
  g_array_insert_val (spans, i, link);
}

/*
 * _dyzur_scan_links:
 * @spans: (element-type DyzurSpan): of @text, in order; gets new ones
 *
 * Makes links of the web and e-mail addresses written out in the text, where it has no style of its own.
 */
void
_dyzur_scan_links (const char *text,
                   GArray     *spans)
{
  const char *p = text;

  while (*p != '\0')
    {
      gsize length;

      if ((length = _dyzur_scan_url (text, p)) > 0)
        insert_link (spans, text, p, length, g_ascii_strncasecmp (p, "www.", 4) == 0 ? "http://" : "");
      else if ((length = _dyzur_scan_email (text, p)) > 0)
        insert_link (spans, text, p, length, "mailto:");
      p = length > 0 ? p + length : g_utf8_next_char (p);
    }
}
