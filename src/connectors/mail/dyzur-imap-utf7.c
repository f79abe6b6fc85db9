/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-imap-utf7.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

static void
encode_run (GString         *out,
            const gunichar2 *units,
            glong            n)
{
  guint32 bits = 0;
  int left = 0;

  g_string_append_c (out, '&');
  for (glong i = 0; i < n; i++)
    {
      bits = bits << 16 | units[i];
      for (left += 16; left >= 6; left -= 6)
        g_string_append_c (out, alphabet[bits >> (left - 6) & 63]);
    }
  if (left > 0)
    g_string_append_c (out, alphabet[bits << (6 - left) & 63]);
  g_string_append_c (out, '-');
}

/* The UTF-16 units of "&…-", big endian; FALSE when it is no such run */
static gboolean
decode_run (GString    *out,
            const char *begin,
            const char *end)
{
  g_autoptr(GArray) units = g_array_new (FALSE, FALSE, sizeof (gunichar2));
  g_autofree char *text = NULL;
  guint32 bits = 0;
  int have = 0;

  for (const char *p = begin; p < end; p++)
    {
      const char *found = strchr (alphabet, *p);

      if (found == NULL || *p == '\0')
        return FALSE;
      bits = bits << 6 | (guint32) (found - alphabet);
      have += 6;
      if (have >= 16)
        {
          gunichar2 unit = bits >> (have - 16) & 0xffff;

          have -= 16;
          if (unit == 0)
            return FALSE;
          g_array_append_val (units, unit);
        }
    }
  if (units->len == 0)
    return FALSE;
  text = g_utf16_to_utf8 ((gunichar2 *) (gpointer) units->data, units->len, NULL, NULL, NULL);
  if (text == NULL || *text == '\0')
    return FALSE;
  g_string_append (out, text);
  return TRUE;
}

/**
 * dyzur_imap_utf7_encode:
 * @name: UTF-8
 *
 * Returns: (transfer full): as servers without UTF8=ACCEPT want it
 */
char *
dyzur_imap_utf7_encode (const char *name)
{
  GString *out = g_string_new (NULL);

  for (const char *p = name; *p != '\0';)
    {
      const char *begin = p;

      while (*p != '\0' && (*p < 0x20 || *p > 0x7e))
        p++;
      if (p > begin)
        {
          glong n = 0;
          g_autofree gunichar2 *units = g_utf8_to_utf16 (begin, p - begin, NULL, &n, NULL);

          encode_run (out, units, n);
          continue;
        }
      g_string_append (out, *p == '&' ? "&-" : (char[]) { *p, '\0' });
      p++;
    }
  return g_string_free (out, FALSE);
}

/**
 * dyzur_imap_utf7_decode:
 *
 * Returns: (transfer full): @name in UTF-8; what is not well formed stays as it is
 */
char *
dyzur_imap_utf7_decode (const char *name)
{
  GString *out = g_string_new (NULL);
  g_autofree char *raw = NULL;

  for (const char *p = name; *p != '\0';)
    {
      const char *end = *p == '&' ? strchr (p, '-') : NULL;

      if (end == p + 1)
        g_string_append_c (out, '&');
      else if (end == NULL || !decode_run (out, p + 1, end))
        {
          g_string_append_c (out, *p++);
          continue;
        }
      p = end + 1;
    }
  raw = g_string_free (out, FALSE);
  return g_utf8_make_valid (raw, -1);
}
