/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-tame.h"

#include "dyzur-mime-charset.h"
#include "dyzur-mime-words.h"

#include <string.h>

/*
 * GMime bounds how deep parts nest, but keeps every header and part there is, and recurses on "To: a:b:c:…" until the
 * stack ends. One pass over the lines keeps a hostile message within what honest ones need, and mends what GMime cannot.
 */

#define MAX_BOUNDARIES 10000   /* lines that may begin a part */
#define MAX_HEADERS 20000      /* in all parts together */
#define MAX_COLONS 500         /* in one list of addresses */
#define MAX_HEADER_LINE 65536

typedef struct
{
  const char *begin;         /* of what was not copied yet */
  const char *end;
  const char *skip;          /* what is before was dealt with */
  GString    *out;           /* (nullable): as long as nothing had to be changed */
  gboolean    in_header;
  gboolean    holds_message; /* this header is followed by another message's … */
  gboolean    nested;        /* … which people may want as it was: its words stay */
  gboolean    addresses;     /* the current header lists addresses */
  guint       colons;
  guint       headers;
  guint       boundaries;
} Pass;

static void
copy_up_to (Pass       *pass,
            const char *end)
{
  if (pass->out == NULL)
    pass->out = g_string_new (NULL);
  g_string_append_len (pass->out, pass->begin, end - pass->begin);
  pass->begin = end;
}

static gboolean
is_header (const char *line,
           gsize       length,
           const char *name)
{
  gsize n = strlen (name);

  return length > n && line[n] == ':' && g_ascii_strncasecmp (line, name, n) == 0;
}

static gboolean
lists_addresses (const char *line,
                 gsize       length)
{
  static const char *const names[] = {
    "from", "to", "cc", "bcc", "reply-to", "sender", "resent-from", "resent-to", "resent-cc", "resent-sender",
    "resent-bcc", "resent-reply-to", "disposition-notification-to", "mail-followup-to", "return-path",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (is_header (line, length, names[i]))
      return TRUE;
  return FALSE;
}

/* "message/rfc822", also on a line that goes on */
static gboolean
mentions_message (const char *line,
                  gsize       length)
{
  for (const char *p = line; (p = memchr (p, '/', line + length - p)) != NULL; p++)
    if (p - line >= 7 && g_ascii_strncasecmp (p - 7, "message", 7) == 0)
      return TRUE;
  return FALSE;
}

static void
drop_line (Pass       *pass,
           const char *line,
           const char *next)
{
  copy_up_to (pass, line);
  pass->begin = next;
}

/* Colons beyond what groups of people need become blanks. */
static void
calm_addresses (Pass       *pass,
                const char *line,
                const char *next)
{
  for (const char *p = line; p < next; p++)
    {
      if (*p != ':' || ++pass->colons <= MAX_COLONS)
        continue;
      copy_up_to (pass, p);
      g_string_append_c (pass->out, ' ');
      pass->begin = p + 1;
    }
}

static void
pass_header_line (Pass       *pass,
                  const char *line,
                  const char *next)
{
  gsize length = next - line;

  if (*line != ' ' && *line != '\t')
    {
      pass->headers++;
      pass->colons = 0;
      pass->addresses = lists_addresses (line, length);
    }
  pass->holds_message |= mentions_message (line, length);
  if (pass->headers > MAX_HEADERS)
    drop_line (pass, line, next);
  else if (length > MAX_HEADER_LINE)
    drop_line (pass, line + MAX_HEADER_LINE, next - 1);
  else if (pass->addresses)
    calm_addresses (pass, line, next);
}

static const char *
find_line_end (const char *p,
               const char *end)
{
  const char *newline = memchr (p, '\n', end - p);

  return newline != NULL ? newline + 1 : end;
}

/* Runs of encoded words become one each; they may go on over the lines that follow. */
static void
rewrite_words (Pass       *pass,
               const char *line,
               const char *next)
{
  for (const char *p = line; (p = memmem (p, next - p, "=?", 2)) != NULL;)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      gsize run = p >= pass->begin ? dyzur_mime_words_read (p, pass->end, text) : 0;

      if (run == 0)
        {
          p += 2;
          continue;
        }
      copy_up_to (pass, p);
      dyzur_mime_words_append (pass->out, text->str);
      p += run;
      pass->begin = p;
      if (p > next)
        next = pass->skip = find_line_end (p, pass->end);
    }
}

/* Returns: FALSE when the message ends here */
static gboolean
pass_line (Pass       *pass,
           const char *line,
           const char *next)
{
  gsize length = next - line;

  if (*line == '\n' || (*line == '\r' && length == 2))
    {
      pass->in_header = pass->in_header && pass->holds_message;
      pass->nested |= pass->in_header;
      pass->holds_message = FALSE;
    }
  else if (length > 2 && line[0] == '-' && line[1] == '-')
    {
      pass->in_header = TRUE;
      pass->holds_message = FALSE;
      if (++pass->boundaries > MAX_BOUNDARIES)
        return FALSE;
    }
  else if (pass->in_header)
    {
      pass_header_line (pass, line, next);
      if (!pass->nested)
        rewrite_words (pass, line, next);
    }
  return TRUE;
}

static gsize
header_size (const char *data,
             gsize       size)
{
  const char *lf = memmem (data, size, "\n\n", 2);
  const char *crlf = memmem (data, size, "\r\n\r\n", 4);
  const char *end = lf == NULL || (crlf != NULL && crlf < lf) ? crlf : lf;

  return end != NULL ? (gsize) (end - data) : size;
}

/* Letters in a header that nobody encoded; GMime would take any charset that does not complain. */
static void
decode_header (GString *text)
{
  gsize size = header_size (text->str, text->len);
  g_autofree char *decoded = NULL;

  if (g_utf8_validate_len (text->str, size, NULL))
    return;
  decoded = dyzur_mime_charset_decode (text->str, size, NULL);
  g_string_erase (text, 0, size);
  g_string_prepend (text, decoded);
}

/* Old programs end lines with CR alone; nothing would part the header from the text then. */
static GBytes *
mend_line_ends (GBytes *message)
{
  gsize size;
  const char *data = g_bytes_get_data (message, &size);
  char *copy;

  if (memchr (data, '\r', size) == NULL || memchr (data, '\n', size) != NULL)
    return NULL;
  copy = g_memdup2 (data, size);
  for (gsize i = 0; i < size; i++)
    if (copy[i] == '\r')
      copy[i] = '\n';
  return g_bytes_new_take (copy, size);
}

/**
 * dyzur_mime_tame:
 *
 * Returns: (transfer full): @message itself, or a copy in which absurd amounts of headers, parts and groups are cut,
 *   encoded words are in UTF-8, and so are raw letters in the top header
 */
GBytes *
dyzur_mime_tame (GBytes *message)
{
  gsize size;
  const char *data = g_bytes_get_data (message, &size);
  const char *end;
  const char *p = data;
  Pass pass = { .begin = data, .skip = data, .in_header = TRUE };
  g_autoptr(GBytes) mended = size > 0 ? mend_line_ends (message) : NULL;

  if (size == 0)
    return g_bytes_ref (message);
  if (mended != NULL)
    return dyzur_mime_tame (mended);
  end = pass.end = data + size;
  while (p < end)
    {
      const char *next = find_line_end (p, end);

      if (p >= pass.skip && !pass_line (&pass, p, next))
        break;
      p = next;
    }
  if (pass.out == NULL && p == end && g_utf8_validate_len (data, header_size (data, size), NULL))
    return g_bytes_ref (message);
  copy_up_to (&pass, p);
  decode_header (pass.out);
  return g_string_free_to_bytes (pass.out);
}
