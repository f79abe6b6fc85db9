/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-html-private.h"

#include "dyzur-html.h"

#include <string.h>

#define MAX_WORDS 1500

/*
 * libxml2 compares each attribute of an element with all those before it: a tag is cut off after MAX_WORDS blanks, be
 * they in quotes or not, since parsers disagree about where quotes end.
 */
static gsize
limit_tag (const char *tag)
{
  guint words = 0;
  char quote = 0, before = 0;
  gsize i;

  for (i = 1; tag[i] != '\0' && words < MAX_WORDS; i++)
    {
      if (g_ascii_isspace (tag[i]))
        words++;
      else if (quote == 0 && tag[i] == '>')
        return i;
      else if (quote == 0 && (tag[i] == '"' || tag[i] == '\'') && before == '=')
        quote = tag[i];
      else if (tag[i] == quote)
        quote = 0;
      before = g_ascii_isspace (tag[i]) ? before : tag[i];
    }
  return i;
}

static char *
limit_tags (const char *html)
{
  GString *out = g_string_new (*html == '<' ? NULL : "<div>");
  const char *p = html, *tag;

  while ((tag = strchr (p, '<')) != NULL)
    {
      gsize length = g_ascii_isalpha (tag[1]) ? limit_tag (tag) : 1;

      g_string_append_len (out, p, tag + length - p);
      p = tag + length;
      if (length > 1 && *p != '>' && *p != '\0')
        {
          const char *close = strchr (p, '>');

          p = close != NULL ? close + 1 : p + strlen (p);
          g_string_append (out, "\">");
        }
    }
  g_string_append (out, p);
  return g_string_free (out, FALSE);
}

/*
 * _dyzur_html_prepare:
 *
 * Returns: (transfer full): the text as the parser can take it: bounded, valid UTF-8 without NUL, beginning with an
 *   element
 */
char *
_dyzur_html_prepare (const char *html,
                     gssize      length)
{
  gsize size = MIN (length >= 0 ? (gsize) length : strlen (html), DYZUR_HTML_MAX_SIZE);
  g_autofree char *bytes = g_malloc (size + 1);
  g_autofree char *valid = NULL;
  gsize n = 0;

  for (gsize i = 0; i < size; i++)
    if (html[i] != '\0')
      bytes[n++] = html[i];
  valid = g_utf8_make_valid (bytes, n);
  return limit_tags (valid + strspn (valid, " \t\r\n"));
}
