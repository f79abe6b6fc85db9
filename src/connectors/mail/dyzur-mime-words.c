/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-words.h"

#include "dyzur-mime-charset.h"

#include <string.h>

/*
 * Encoded words (RFC 2047). GMime 3.2 stops at the first padded word of a run, and believes every charset; so runs are
 * read here, and GMime gets one word in UTF-8 for each.
 */

#define MAX_WORD 8192
#define MAX_CHARSET 60

typedef struct
{
  const char *charset;
  gsize       charset_length;
  char        encoding;
  const char *text;
  gsize       text_length;
  const char *end;
} Word;

/* "=?charset*language?Q?text?=" at @p; blanks in the text are wrong, but common */
static gboolean
parse_word (const char *p,
            const char *end,
            Word       *word)
{
  const char *mark;

  if (end - p < 8 || p[0] != '=' || p[1] != '?')
    return FALSE;
  word->charset = p + 2;
  mark = memchr (word->charset, '?', MIN (end - word->charset, MAX_CHARSET));
  if (mark == NULL || end - mark < 5 || mark[2] != '?' || strchr ("bBqQ", mark[1]) == NULL)
    return FALSE;
  for (word->charset_length = 0; word->charset + word->charset_length < mark; word->charset_length++)
    if (strchr ("* \t\r\n", word->charset[word->charset_length]) != NULL)
      break;
  word->encoding = g_ascii_tolower (mark[1]);
  word->text = mark + 3;
  mark = memmem (word->text, MIN (end - word->text, MAX_WORD), "?=", 2);
  if (mark == NULL || memchr (word->text, '\n', mark - word->text) != NULL)
    return FALSE;
  word->text_length = mark - word->text;
  word->end = mark + 2;
  return word->charset_length > 0;
}

static void
decode_quoted (const Word *word,
               GByteArray *into)
{
  for (const char *p = word->text, *end = p + word->text_length; p < end; p++)
    {
      guint8 c = *p == '_' ? ' ' : *p;

      if (c == '=' && end - p > 2 && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]))
        {
          c = g_ascii_xdigit_value (p[1]) << 4 | g_ascii_xdigit_value (p[2]);
          p += 2;
        }
      g_byte_array_append (into, &c, 1);
    }
}

static void
decode_base64 (const Word *word,
               GByteArray *into)
{
  g_autofree char *text = g_strndup (word->text, word->text_length);
  g_autofree char *padded = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize size = strcspn (text, "=");

  if (size % 4 == 1)
    text[size - 1] = '\0'; /* cut off in the middle of a letter */
  padded = g_strconcat (text, "===", NULL); /* many forget it */
  bytes = g_base64_decode (padded, &size);
  g_byte_array_append (into, bytes, size);
}

static void
flush (GByteArray *bytes,
       const Word *word,
       GString    *out)
{
  g_autofree char *label = g_strndup (word->charset, word->charset_length);
  g_autofree char *text = dyzur_mime_charset_decode ((const char *) bytes->data, bytes->len, label);

  g_string_append (out, text);
  g_byte_array_set_size (bytes, 0);
}

static gboolean
same_charset (const Word *a,
              const Word *b)
{
  return a->charset_length == b->charset_length && g_ascii_strncasecmp (a->charset, b->charset, a->charset_length) == 0;
}

/* White space between words; a line end counts when the next line goes on with the header */
static const char *
skip_blank (const char *p,
            const char *end)
{
  while (p < end)
    {
      const char *newline = *p == '\r' && end - p > 1 ? p + 1 : p;

      if (*p == ' ' || *p == '\t')
        p++;
      else if (*newline == '\n' && end - newline > 1 && (newline[1] == ' ' || newline[1] == '\t'))
        p = newline + 2;
      else
        break;
    }
  return p;
}

/**
 * dyzur_mime_words_read:
 * @text: where an encoded word may begin
 * @out: gets what the words say
 *
 * Reads a run of encoded words that are parted by nothing but white space. Letters may be split between two of them.
 *
 * Returns: bytes of the run, 0 when there is no word
 */
gsize
dyzur_mime_words_read (const char *text,
                       const char *end,
                       GString    *out)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  const char *last = text;
  Word word, before;

  if (!parse_word (text, end, &word))
    return 0;
  do
    {
      if (word.encoding == 'q')
        decode_quoted (&word, bytes);
      else
        decode_base64 (&word, bytes);
      before = word;
      last = word.end;
      if (!parse_word (skip_blank (last, end), end, &word))
        break;
      if (!same_charset (&before, &word))
        flush (bytes, &before, out);
    }
  while (TRUE);
  flush (bytes, &before, out);
  return last - text;
}

/**
 * dyzur_mime_words_decode:
 * @text: a header's value as it stands in the mail
 *
 * Returns: (transfer full): @text in UTF-8 with all its encoded words read
 */
char *
dyzur_mime_words_decode (const char *text)
{
  g_autofree char *valid = dyzur_mime_charset_decode (text, strlen (text), NULL);
  const char *end = valid + strlen (valid);
  GString *out = g_string_new (NULL);

  for (const char *p = valid; p < end;)
    {
      gsize run = *p == '=' ? dyzur_mime_words_read (p, end, out) : 0;

      if (run == 0)
        g_string_append_c (out, *p);
      p += MAX (run, 1);
    }
  return g_string_free (out, FALSE);
}

/**
 * dyzur_mime_words_append:
 * @text: UTF-8
 *
 * Appends @text as one encoded word, however long.
 */
void
dyzur_mime_words_append (GString    *out,
                         const char *text)
{
  g_autofree char *encoded = g_base64_encode ((const guint8 *) text, strlen (text));

  g_string_append_printf (out, "=?UTF-8?B?%s?=", encoded);
}
