/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-charset.h"

#include <string.h>

#define SAMPLE 65536   /* bytes looked at when guessing */

/* Names in the wild → what iconv knows; NULL: the label says nothing. */
static const struct { const char *label; const char *charset; } aliases[] = {
  { "us-ascii", NULL }, { "ascii", NULL }, { "ansi_x3.4-1968", NULL }, { "8bit", NULL }, { "7bit", NULL },
  { "binary", NULL }, { "unknown-8bit", NULL }, { "x-unknown", NULL }, { "default", NULL }, { "none", NULL },
  { "utf8", "UTF-8" }, { "utf-8", "UTF-8" }, { "unicode-1-1-utf-8", "UTF-8" }, { "utf8mb4", "UTF-8" },
  { "cp1250", "WINDOWS-1250" }, { "x-cp1250", "WINDOWS-1250" }, { "windows1250", "WINDOWS-1250" },
  { "win-1250", "WINDOWS-1250" }, { "cp-1250", "WINDOWS-1250" },
  { "iso8859-2", "ISO-8859-2" }, { "iso_8859-2", "ISO-8859-2" }, { "latin2", "ISO-8859-2" },
  { "latin-2", "ISO-8859-2" }, { "iso-8859-2-windows-latin-2", "WINDOWS-1250" }, { "iso8859-1", "ISO-8859-1" },
  { "latin1", "ISO-8859-1" }, { "cp1252", "WINDOWS-1252" }, { "cp1251", "WINDOWS-1251" }, { "x-cp1251", "WINDOWS-1251" },
  { "ks_c_5601-1987", "UHC" }, { "gb2312", "GB18030" }, { "gbk", "GB18030" }, { "shift_jis", "CP932" },
};

/* What a label of a standard charset hides when bytes stand where the standard has control characters. */
static const struct { const char *standard; const char *windows; } supersets[] = {
  { "ISO-8859-1", "WINDOWS-1252" }, { "ISO-8859-2", "WINDOWS-1250" }, { "ISO-8859-5", "WINDOWS-1251" },
  { "ISO-8859-9", "WINDOWS-1254" }, { "ISO-8859-15", "WINDOWS-1252" }, { "ISO-8859-16", "WINDOWS-1250" },
};

static char *
convert (const char *data,
         gsize       size,
         const char *charset)
{
  gsize written;
  g_autofree char *text = g_convert (data, size, "UTF-8", charset, NULL, &written, NULL);

  if (text == NULL)
    return NULL;
  for (gsize i = 0; i < written; i++)
    if (text[i] == '\0')
      text[i] = ' ';
  return g_steal_pointer (&text);
}

static char *
make_valid (const char *data,
            gsize       size)
{
  g_autofree char *copy = NULL;

  if (size == 0)
    return g_strdup ("");
  copy = g_memdup2 (data, size);
  for (gsize i = 0; i < size; i++)
    if (copy[i] == '\0')
      copy[i] = ' ';
  return g_utf8_make_valid (copy, size);
}

static gboolean
has_high (const char *data,
          gsize       size)
{
  for (gsize i = 0; i < size; i++)
    if (data[i] & 0x80)
      return TRUE;
  return FALSE;
}

static gboolean
has_c1 (const char *data,
        gsize       size)
{
  for (gsize i = 0; i < size; i++)
    if ((guint8) data[i] >= 0x80 && (guint8) data[i] < 0xa0)
      return TRUE;
  return FALSE;
}

/* Is it UTF-8 in which a few bytes are broken (cut lines, a name pasted in), rather than something else? */
static gboolean
is_damaged_utf8 (const char *data,
                 gsize       size)
{
  guint good = 0, bad = 0;

  for (const char *p = data, *end = data + size; p < end;)
    {
      gunichar c = (*p & 0x80) ? g_utf8_get_char_validated (p, end - p) : (gunichar) *p;

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          bad++;
          p++;
          continue;
        }
      good += (*p & 0x80) != 0;
      p = g_utf8_next_char (p);
    }
  return good > bad;
}

/* A sign that no language puts behind a letter of the same word: a letter seen through the wrong charset */
static gboolean
is_strange (gunichar c)
{
  if (c >= 0xa1 && c <= 0xbf)
    return c != 0xab && c != 0xbb && c != 0xad && c != 0xb7 && c != 0xa7; /* «, », soft hyphen, ·, § */
  return c < 0xa0 || c == 0xd7 || c == 0xf7 || (c >= 0x2c6 && c <= 0x2dd);
}

static gboolean
is_hump (gunichar before,
         gunichar c)
{
  return g_unichar_islower (before) && g_unichar_isupper (c);
}

/* How much @text looks like words: letters of our customers' languages against signs inside words (@strange counts). */
static int
rate (const char *text,
      guint      *strange)
{
  static const char *const letters = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻäöüßÄÖÜéèáíúýčďěňřšťůžČŘŠŽ";
  gunichar before = ' ';
  int score = 0;

  *strange = 0;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x80 && g_utf8_strchr (letters, -1, c) != NULL && !is_hump (before, c))
        score += 2;
      else if (c >= 0x80 && (g_unichar_isalpha (before) ? is_strange (c) || is_hump (before, c) : c < 0xa0))
        {
          score -= 3;
          (*strange)++;
        }
      before = c;
    }
  return score;
}

/* Cyrillic: nearly every letter is a high byte. The two charsets hold small letters in each other's capitals' place. */
static const char *
guess_cyrillic (const char *data,
                gsize       size)
{
  guint high = 0, low = 0, upper_half = 0;

  for (gsize i = 0; i < size; i++)
    {
      guint8 c = data[i];

      high += c >= 0xc0;
      low += g_ascii_isalpha (c);
      upper_half += c >= 0xe0;
    }
  if (high < 8 || high < low)
    return NULL;
  return upper_half * 2 > high ? "WINDOWS-1251" : "KOI8-U";
}

/* Returns: (transfer full): the bytes in the one-byte charset in which they make most sense */
static char *
guess (const char *data,
       gsize       size)
{
  static const char *const candidates[] = { "WINDOWS-1250", "ISO-8859-2", "WINDOWS-1252" };
  gsize sample = MIN (size, SAMPLE);
  const char *best = guess_cyrillic (data, sample);
  int best_score = 0;
  char *text;

  if (best == NULL)
    for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
      {
        g_autofree char *attempt = convert (data, sample, candidates[i]);
        guint strange;
        int score = attempt != NULL ? rate (attempt, &strange) : -G_MAXINT;

        if (best == NULL || score > best_score)
          {
            best = candidates[i];
            best_score = score;
          }
      }
  text = convert (data, size, best);
  return text != NULL ? text : make_valid (data, size);
}

/* Returns: (transfer full) (nullable): the charset @label stands for, %NULL when it says nothing */
static char *
resolve (const char *label)
{
  g_autofree char *name = label != NULL ? g_ascii_strdown (label, -1) : NULL;

  if (name == NULL)
    return NULL;
  g_strdelimit (name, "\"'", ' ');
  g_strstrip (name);
  if (*name == '\0' || strlen (name) > 40)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (strcmp (name, aliases[i].label) == 0)
      return g_strdup (aliases[i].charset);
  return g_ascii_strup (name, -1);
}

static const char *
get_superset (const char *charset)
{
  for (guint i = 0; i < G_N_ELEMENTS (supersets); i++)
    if (strcmp (charset, supersets[i].standard) == 0)
      return supersets[i].windows;
  return charset;
}

/* One byte a letter, the first half ASCII */
static gboolean
is_single_byte (const char *charset)
{
  return g_str_has_prefix (charset, "ISO-8859-") || g_str_has_prefix (charset, "WINDOWS-125") ||
         g_str_has_prefix (charset, "KOI8-");
}

/* @charset is a one-byte one; the bytes may tell another story. */
static char *
decode_single_byte (const char *data,
                    gsize       size,
                    const char *charset)
{
  const char *name = has_c1 (data, size) ? get_superset (charset) : charset;
  g_autofree char *text = convert (data, size, name);
  g_autofree char *other = NULL;
  guint strange;
  int score;

  if (text == NULL)
    return guess (data, size);
  score = rate (text, &strange);
  if (strange == 0)
    return g_steal_pointer (&text);
  other = guess (data, size);
  return rate (other, &strange) > score ? g_steal_pointer (&other) : g_steal_pointer (&text);
}

static char *
decode_by_mark (const char *data,
                gsize       size)
{
  if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    return make_valid (data + 3, size - 3);
  if (size >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0))
    return convert (data, size, "UTF-16");
  return NULL;
}

/**
 * dyzur_mime_charset_decode:
 * @label: (nullable): the charset the mail names
 *
 * Believes @label as long as the bytes agree: mails in windows-1250 call themselves UTF-8 or ISO-8859-2, and the other way
 * round.
 *
 * Returns: (transfer full): valid UTF-8 without NUL bytes, always
 */
char *
dyzur_mime_charset_decode (const char *data,
                           gsize       size,
                           const char *label)
{
  g_autofree char *charset = resolve (label);
  char *text = size > 0 ? decode_by_mark (data, size) : g_strdup ("");

  if (text != NULL)
    return text;
  if (charset != NULL && strcmp (charset, "UTF-8") != 0 && !is_single_byte (charset))
    {
      text = convert (data, size, charset);
      if (text != NULL)
        return text;
      g_clear_pointer (&charset, g_free);
    }
  if (!has_high (data, size) || g_utf8_validate_len (data, size, NULL))
    return make_valid (data, size);
  if (charset != NULL && is_single_byte (charset))
    return decode_single_byte (data, size, charset);
  return is_damaged_utf8 (data, size) ? make_valid (data, size) : guess (data, size);
}

/**
 * dyzur_mime_charset_repair:
 * @text: nearly UTF-8, from an encoded word of a header
 *
 * Returns: (transfer full): @text in valid UTF-8, with control characters that once were letters of a Windows charset
 *   turned back
 */
char *
dyzur_mime_charset_repair (const char *text)
{
  static const char *const standards[] = { "ISO-8859-2", "ISO-8859-1" };
  char *valid = g_utf8_make_valid (text, -1);
  gboolean controls = FALSE;

  for (const char *p = valid; *p != '\0' && !controls; p = g_utf8_next_char (p))
    controls = g_utf8_get_char (p) >= 0x80 && g_utf8_get_char (p) < 0xa0;
  for (guint i = 0; controls && i < G_N_ELEMENTS (standards); i++)
    {
      gsize size;
      g_autofree char *bytes = g_convert (valid, -1, standards[i], "UTF-8", NULL, &size, NULL);
      char *repaired = bytes != NULL ? convert (bytes, size, get_superset (standards[i])) : NULL;

      if (repaired == NULL)
        continue;
      g_free (valid);
      return repaired;
    }
  return valid;
}
