/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-inflection.h"

#include <string.h>

/* What has to be left of a word */
#define MIN_BASE 3

/* An ending of a Polish noun or name in some case, folded, and what it may have been in the nominative. */
static const struct
{
  const char *ending;
  const char *bases[3];
} endings[] = {
  /* As adjectives: Kowalski, Szczęsny, Kowalska */
  { "iego", { "i", "" } }, { "ego", { "y", "e" } }, { "iemu", { "i" } }, { "emu", { "y", "e" } }, { "im", { "i" } },
  { "ym", { "y", "e" } }, { "iej", { "a" } }, { "ej", { "a" } }, { "ich", { "i" } }, { "ych", { "y" } },
  { "scy", { "ski" } }, { "ccy", { "cki" } }, { "imi", { "i" } }, { "ymi", { "y" } },
  /* As nouns that end in a consonant: Nowak, Łoś */
  { "a", { "" } }, { "ia", { "" } }, { "owi", { "" } }, { "iowi", { "" } }, { "em", { "" } }, { "iem", { "" } },
  { "u", { "" } }, { "iu", { "" } }, { "ie", { "", "a" } }, { "ow", { "" } }, { "owie", { "" } }, { "om", { "", "a" } },
  { "ami", { "", "a" } },
  /* As nouns in -a: Sikora, Anna, Maria */
  { "y", { "a", "" } }, { "i", { "a", "" } }, { "e", { "a" } }, { "o", { "a" } }, { "ii", { "ia" } }, { "ji", { "ja" } },
  { "rze", { "ra", "r" } }, { "dzie", { "da", "d" } }, { "cie", { "ta", "t" } }, { "le", { "la", "l" } }, { "ce", { "ka" } },
  { "dze", { "ga" } }, { "sze", { "cha" } },
};

static void
add (GPtrArray *bases,
     char      *base)
{
  if (strlen (base) >= MIN_BASE && !g_ptr_array_find_with_equal_func (bases, base, g_str_equal, NULL))
    g_ptr_array_add (bases, base);
  else
    g_free (base);
}

static gboolean
is_consonant (char c)
{
  return g_ascii_islower (c) && strchr ("aeiouy", c) == NULL;
}

/* The e that goes when an ending comes: Dudka is of Dudek, Wróbla of Wróbel. */
static void
add_with_e (GPtrArray  *bases,
            const char *base)
{
  gsize n = strlen (base);

  if (n >= MIN_BASE && strchr ("klcrn", base[n - 1]) != NULL && is_consonant (base[n - 2]))
    add (bases, g_strdup_printf ("%.*se%c", (int) n - 1, base, base[n - 1]));
}

/**
 * dyzur_inflection_dup_bases:
 * @folded: a word, see dyzur_fold()
 *
 * For words no dictionary has, above all surnames: what the word may be a form of, by its ending. Most of it does not
 * exist; who asks knows what does.
 *
 * Returns: (transfer full) (element-type utf8): folded, without the word itself
 */
GPtrArray *
dyzur_inflection_dup_bases (const char *folded)
{
  GPtrArray *bases = g_ptr_array_new_with_free_func (g_free);
  gsize length = strlen (folded);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize stem = length - MIN (length, strlen (endings[i].ending));

      if (stem + 1 < MIN_BASE || !g_str_has_suffix (folded, endings[i].ending))
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (endings[i].bases) && endings[i].bases[j] != NULL; j++)
        {
          gboolean bare = *endings[i].bases[j] == '\0';
          char *base;

          if (!is_consonant (*endings[i].ending) && !is_consonant (folded[stem - 1]) && (bare || folded[stem - 1] != 'i'))
            continue;
          base = g_strdup_printf ("%.*s%s", (int) stem, folded, endings[i].bases[j]);
          if (bare)
            add_with_e (bases, base);
          add (bases, base);
        }
    }
  return bases;
}

/**
 * dyzur_inflection_is_of:
 *
 * Returns: whether @folded may be a form of @base, by the same rules
 */
gboolean
dyzur_inflection_is_of (const char *folded,
                        const char *base)
{
  g_autoptr(GPtrArray) bases = dyzur_inflection_dup_bases (folded);

  return g_ptr_array_find_with_equal_func (bases, base, g_str_equal, NULL);
}
