/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-source-text.h"

#include <string.h>

/* Longer lines make a text view slow; no mail may have them (RFC 5322, 2.1.1). */
#define MAX_LINE 998

/* One character for each byte that is none of UTF-8: what is there is seen to be there. */
static void
append_bytes (GString    *text,
              const char *line,
              gsize       length)
{
  while (length > 0)
    {
      const char *end;

      if (g_utf8_validate_len (line, length, &end))
        {
          g_string_append_len (text, line, (gssize) length);
          return;
        }
      g_string_append_len (text, line, end - line);
      length -= (gsize) (end - line);
      line = end;
      if (*line == '\0')
        g_string_append_unichar (text, 0x2400);
      else
        g_string_append_unichar (text, 0xfffd);
      line++;
      length--;
    }
}

static void
append_line (GString    *text,
             const char *line,
             gsize       length)
{
  while (length > MAX_LINE)
    {
      gsize n = MAX_LINE;

      while (n > MAX_LINE - 4 && ((guchar) line[n] & 0xc0) == 0x80)
        n--;
      append_bytes (text, line, n);
      g_string_append_c (text, '\n');
      line += n;
      length -= n;
    }
  append_bytes (text, line, length);
}

/**
 * dyzur_source_to_text:
 * @limit: bytes that are shown at most
 *
 * Makes a mail's bytes fit for a text view, changing as little as can be: ends of lines, lines of endless length, what is
 * no UTF-8.
 *
 * Returns: (transfer full)
 */
char *
dyzur_source_to_text (const char *data,
                      gsize       size,
                      gsize       limit)
{
  GString *text = g_string_sized_new (MIN (size, limit) + 1);
  const char *end;

  if (data == NULL)
    return g_string_free (text, FALSE);
  end = data + MIN (size, limit);
  while (data < end)
    {
      const char *newline = memchr (data, '\n', (gsize) (end - data));
      gsize length = (gsize) ((newline != NULL ? newline : end) - data);

      append_line (text, data, length > 0 && data[length - 1] == '\r' ? length - 1 : length);
      if (newline != NULL)
        g_string_append_c (text, '\n');
      data += length + (newline != NULL ? 1 : 0);
    }
  return g_string_free (text, FALSE);
}
