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

/* What European letters become, made once from the rules above: texts are folded by the million. */
#define N_KNOWN 0x250
#define MAX_KNOWN 3

typedef struct
{
  guint8 in_word;
  guint8 length;
  char   folded[MAX_KNOWN];
} Letter;

static gboolean
is_in_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

static Letter *
make_letters (void)
{
  Letter *letters = g_new0 (Letter, N_KNOWN);
  g_autoptr(GString) folded = g_string_new (NULL);

  for (gunichar c = 1; c < N_KNOWN; c++)
    {
      g_string_truncate (folded, 0);
      append_folded (folded, c);
      g_assert (folded->len > 0 && folded->len <= MAX_KNOWN);
      letters[c].in_word = is_in_word (c);
      letters[c].length = (guint8) folded->len;
      memcpy (letters[c].folded, folded->str, folded->len);
    }
  return letters;
}

static const Letter *
get_letters (void)
{
  static Letter *letters;

  if (g_once_init_enter (&letters))
    g_once_init_leave (&letters, make_letters ());
  return letters;
}

/* The character at *@p, which is moved behind it; (nullable): what is known of it. */
static inline const Letter *
next_letter (const Letter  *letters,
             const char   **p,
             gunichar      *c)
{
  const guchar *bytes = (const guchar *) *p;

  if (bytes[0] < 0x80)
    {
      *c = bytes[0];
      *p += 1;
    }
  else if (bytes[0] < 0xe0)
    {
      *c = ((gunichar) (bytes[0] & 0x1f) << 6) | (bytes[1] & 0x3f);
      *p += 2;
    }
  else
    {
      *c = g_utf8_get_char (*p);
      *p = g_utf8_next_char (*p);
    }
  return *c < N_KNOWN ? &letters[*c] : NULL;
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
  const Letter *letters = get_letters ();
  GString *out = g_string_sized_new (end - text + 1);
  gunichar c;

  for (const char *p = text; p < end;)
    {
      const Letter *letter = next_letter (letters, &p, &c);

      if (letter != NULL)
        g_string_append_len (out, letter->folded, letter->length);
      else
        append_folded (out, c);
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
  const Letter *letters = get_letters ();
  const char *start = NULL;
  gunichar c;

  for (const char *p = text, *next = text; p < end; p = next)
    {
      const Letter *letter = next_letter (letters, &next, &c);
      gboolean in_word = letter != NULL ? letter->in_word : is_in_word (c);

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

/* A word on its way; what is folded is gathered without memory of its own. */
typedef struct
{
  char  folded[DYZUR_MAX_FOLDED * 2];
  gsize length;
} Folded;

static void
gather (Folded       *word,
        const Letter *letter,
        gunichar      c,
        gsize         done)
{
  g_autoptr(GString) other = NULL;

  if (done > DYZUR_MAX_FOLDED || word->length + MAX_KNOWN > sizeof word->folded)
    return;
  if (letter != NULL)
    {
      memcpy (word->folded + word->length, letter->folded, letter->length);
      word->length += letter->length;
      return;
    }
  other = g_string_new (NULL);
  append_folded (other, c);
  if (word->length + other->len > sizeof word->folded)
    return;
  memcpy (word->folded + word->length, other->str, other->len);
  word->length += other->len;
}

/**
 * dyzur_foreach_folded:
 * @text: valid UTF-8
 * @length: bytes, or -1
 * @func: (scope call): gets each word folded (not terminated; of long words the beginning), where it starts and how many
 *   bytes it has in @text
 *
 * dyzur_foreach_word() and dyzur_fold() in one walk without memory. A word of marks alone is given as "_".
 */
void
dyzur_foreach_folded (const char      *text,
                      gssize           length,
                      DyzurFoldedFunc  func,
                      gpointer         user_data)
{
  const char *end = text + (length >= 0 ? (gsize) length : strlen (text));
  const Letter *letters = get_letters ();
  const char *start = NULL;
  Folded word = { .length = 0 };
  gunichar c;

  for (const char *p = text, *next = text; p < end; p = next)
    {
      const Letter *letter = next_letter (letters, &next, &c);

      if (letter != NULL ? letter->in_word : is_in_word (c))
        {
          if (start == NULL)
            start = p;
          gather (&word, letter, c, next - start);
        }
      else if (start != NULL)
        {
          func (word.length > 0 ? word.folded : "_", MAX (word.length, 1), start - text, p - start, user_data);
          start = NULL;
          word.length = 0;
        }
    }
  if (start != NULL)
    func (word.length > 0 ? word.folded : "_", MAX (word.length, 1), start - text, end - start, user_data);
}
