/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-fold.h"

#include <string.h>

/* Letters that have no canonical decomposition and yet are written without their mark when people hurry. */
static const char *
fold_special (gunichar c)
{
  switch (c)
    {
    case 0x0142: return "l";   /* ł */
    case 0x00f8: return "o";   /* ø */
    case 0x0111: return "d";   /* đ */
    case 0x00df: return "ss";  /* ß */
    case 0x00e6: return "ae";  /* æ */
    case 0x0153: return "oe";  /* œ */
    case 0x0131: return "i";   /* ı */
    default: return NULL;
    }
}

static void
append_folded (GString  *out,
               gunichar  c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n;

  c = g_unichar_tolower (c);
  if (fold_special (c) != NULL)
    {
      g_string_append (out, fold_special (c));
      return;
    }
  n = g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 0; i < n; i++)
    if (!g_unichar_ismark (parts[i]))
      g_string_append_unichar (out, g_unichar_tolower (parts[i]));
}

/**
 * dyzur_fold:
 * @text: valid UTF-8
 * @length: bytes, or -1
 *
 * The form in which words are compared: lower case, no marks, ł as l („Żółć” → "zolc"). Any thread.
 *
 * Returns: (transfer full)
 */
char *
dyzur_fold (const char *text,
            gssize      length)
{
  const char *end = text + (length >= 0 ? (gsize) length : strlen (text));
  GString *out = g_string_sized_new (end - text + 1);

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      if ((guchar) *p < 0x80)
        g_string_append_c (out, g_ascii_tolower (*p));
      else
        append_folded (out, g_utf8_get_char (p));
    }
  return g_string_free (out, FALSE);
}

/**
 * dyzur_foreach_word:
 * @text: valid UTF-8
 * @length: bytes, or -1
 * @func: (scope call): gets each run of letters, digits and marks, where it starts and how many bytes it has
 *
 * The one idea of what a word is, for the index, for queries and for highlights alike.
 */
void
dyzur_foreach_word (const char    *text,
                    gssize         length,
                    DyzurWordFunc  func,
                    gpointer       user_data)
{
  const char *end = text + (length >= 0 ? (gsize) length : strlen (text));
  const char *start = NULL;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean in_word = g_unichar_isalnum (c) || g_unichar_ismark (c);

      if (in_word && start == NULL)
        start = p;
      else if (!in_word && start != NULL)
        {
          func (start, p - start, start - text, user_data);
          start = NULL;
        }
    }
  if (start != NULL)
    func (start, end - start, start - text, user_data);
}
