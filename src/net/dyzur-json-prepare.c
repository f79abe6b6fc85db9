/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-json-private.h"

#include <string.h>

#include "dyzur-error.h"

/* A guint64 holds every number of so many digits. */
#define SAFE_DIGITS 18

typedef struct
{
  const char *text;
  const char *p;
  const char *end;
  GString    *out;
  guint       depth;
  guint       values;
} Scan;

static gboolean
refuse (Scan        *scan,
        const char  *reason,
        GError     **error)
{
  g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, "not JSON: %s at byte %" G_GSIZE_FORMAT, reason,
               (gsize) (scan->p - scan->text));
  return FALSE;
}

static gboolean
refuse_cut (GError **error)
{
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT, "not JSON: cut off");
  return FALSE;
}

/* The code unit of the escape "\uXXXX" at @p, -1 when none stands there. */
static int
peek_unit (const char *p,
           const char *end)
{
  int unit = 0;

  if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
    return -1;
  for (int i = 2; i < 6; i++)
    {
      int digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  return unit;
}

/* Half a surrogate pair and the character 0 have no place in our strings: they become U+FFFD. */
static void
copy_escape (Scan *scan)
{
  int unit = peek_unit (scan->p, scan->end);
  gsize length = unit < 0 ? MIN (2, scan->end - scan->p) : 6;

  if (unit >= 0xd800 && unit < 0xdc00)
    {
      int low = peek_unit (scan->p + 6, scan->end);

      if (low >= 0xdc00 && low < 0xe000)
        length = 12;
    }
  if (length == 6 && (unit == 0 || (unit >= 0xd800 && unit < 0xe000)))
    g_string_append (scan->out, "\\ufffd");
  else
    g_string_append_len (scan->out, scan->p, length);
  scan->p += length;
}

static gboolean
copy_string (Scan    *scan,
             GError **error)
{
  g_string_append_c (scan->out, *scan->p++);
  while (scan->p < scan->end && *scan->p != '"')
    {
      const char *start = scan->p;

      while (scan->p < scan->end && *scan->p != '"' && *scan->p != '\\')
        scan->p++;
      g_string_append_len (scan->out, start, scan->p - start);
      if (scan->p < scan->end && *scan->p == '\\')
        copy_escape (scan);
    }
  if (scan->p == scan->end)
    return refuse_cut (error);
  g_string_append_c (scan->out, *scan->p++);
  return TRUE;
}

static const char *
skip_digits (const char *p,
             const char *end)
{
  while (p < end && g_ascii_isdigit (*p))
    p++;
  return p;
}

/*
 * Numbers by the letter of the standard: json-glib's scanner would take 010 for eight. Identifiers with more digits
 * than an integer holds become text, so that none is lost.
 */
static gboolean
copy_number (Scan    *scan,
             GError **error)
{
  const char *start = scan->p, *digits = *start == '-' ? start + 1 : start;
  const char *p = skip_digits (digits, scan->end), *whole = p;

  if (p == digits || (*digits == '0' && p - digits > 1))
    return p == scan->end ? refuse_cut (error) : refuse (scan, "malformed number", error);
  if (p < scan->end && *p == '.')
    p = skip_digits (p + 1, scan->end);
  if (p < scan->end && (*p == 'e' || *p == 'E'))
    {
      p++;
      if (p < scan->end && (*p == '+' || *p == '-'))
        p++;
      p = skip_digits (p, scan->end);
    }
  if (p > whole && !g_ascii_isdigit (p[-1]))
    return p == scan->end ? refuse_cut (error) : refuse (scan, "malformed number", error);

  g_string_append (scan->out, p == whole && p - digits > SAFE_DIGITS ? "\"" : "");
  g_string_append_len (scan->out, start, p - start);
  g_string_append (scan->out, p == whole && p - digits > SAFE_DIGITS ? "\"" : "");
  scan->p = p;
  return TRUE;
}

static gboolean
copy_word (Scan    *scan,
           GError **error)
{
  static const char * const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]), left = (gsize) (scan->end - scan->p);

      if (memcmp (scan->p, words[i], MIN (length, left)) != 0)
        continue;
      if (left < length)
        return refuse_cut (error);
      g_string_append_len (scan->out, words[i], length);
      scan->p += length;
      return TRUE;
    }
  return refuse (scan, "unexpected character", error);
}

static gboolean
copy_mark (Scan    *scan,
           GError **error)
{
  char c = *scan->p;

  if ((c == '[' || c == '{') && ++scan->depth > DYZUR_JSON_MAX_DEPTH)
    return refuse (scan, "nested too deep", error);
  if ((c == ']' || c == '}') && scan->depth-- == 0)
    return refuse (scan, "bracket without beginning", error);
  if ((c == '[' || c == '{' || c == ',') && ++scan->values > DYZUR_JSON_MAX_VALUES)
    return refuse (scan, "too many values", error);
  g_string_append_c (scan->out, c);
  scan->p++;
  return TRUE;
}

static gboolean
copy_token (Scan    *scan,
            GError **error)
{
  char c = *scan->p;

  if (c == '"')
    return copy_string (scan, error);
  if (c == '-' || g_ascii_isdigit (c))
    return copy_number (scan, error);
  if (c != '\0' && strchr ("[]{}:, \t\r\n", c) != NULL)
    return copy_mark (scan, error);
  return copy_word (scan, error);
}

/*
 * Copies @text (valid UTF-8) for json-glib's parser, after checking and mending what that would stumble over: depth,
 * comments (they could hide depth), numbers that are none, halves of surrogate pairs, integers beyond 64 bits, a byte
 * order mark.
 */
char *
_dyzur_json_prepare (const char  *text,
                     gsize        length,
                     gsize       *prepared,
                     GError     **error)
{
  g_autoptr(GString) out = g_string_sized_new (length + 1);
  Scan scan = { text, text, text + length, out, 0, 0 };

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    scan.p += 3;
  while (scan.p < scan.end)
    if (!copy_token (&scan, error))
      return NULL;
  if (scan.depth > 0)
    {
      refuse_cut (error);
      return NULL;
    }
  *prepared = out->len;
  return g_string_free (g_steal_pointer (&out), FALSE);
}
