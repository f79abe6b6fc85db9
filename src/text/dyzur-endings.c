/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-endings-private.h"

#include <string.h>

/* What must be left of a word, in characters. */
#define MIN_STEM 3

/* Polish endings of nouns, adjectives and verbs, longest first among those that end alike. */
static const char * const endings[] = {
  "owaliśmy", "owałyśmy", "owaliście", "ałabym", "iłabym", "ałbym", "iłbym", "aliśmy", "iliśmy", "yliśmy", "ałyśmy",
  "iłyśmy", "aliście", "iliście", "owania", "owanie", "owaniu", "owaniem", "owałem", "owałam", "owała", "owało",
  "owali", "ował", "ować", "ujemy", "ujecie", "uje", "ują", "uję", "ałem", "ałam", "iłem", "iłam", "yłem", "yłam",
  "ęłam", "ąłem", "ała", "ało", "ali", "ały", "iła", "iło", "ili", "iły", "yła", "yło", "yli", "ęła", "ęli", "ąłeś",
  "ał", "ił", "ył", "ął", "ania", "anie", "aniu", "aniem", "enia", "enie", "eniu", "eniem", "acie", "icie", "ycie",
  "amy", "imy", "ymy", "ają", "asz", "isz", "ysz", "ać", "ić", "yć", "eć", "ąć", "ość", "ości", "ością", "owego",
  "owemu", "owych", "owymi", "owym", "owej", "owa", "owe", "owy", "iego", "iemu", "iej", "ich", "imi", "ego", "emu",
  "ych", "ymi", "ej", "ym", "im", "owie", "owi", "iom", "iami", "iach", "ami", "ach", "om", "ów", "em", "iem", "ie",
  "ię", "ią", "ia", "iu", "io", "ę", "ą", "y", "i", "u", "a", "o", "e",
};

/*
 * _dyzur_endings_cut:
 * @word: in lower case
 *
 * What is left of a Polish word without its ending: the same for most forms of a word, though not a word itself.
 *
 * Returns: (transfer full)
 */
char *
_dyzur_endings_cut (const char *word)
{
  gsize length = strlen (word), best = 0;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      gsize n = strlen (endings[i]);

      if (n > best && n < length && memcmp (word + length - n, endings[i], n) == 0 &&
          g_utf8_strlen (word, length - n) >= MIN_STEM)
        best = n;
    }
  return g_strndup (word, length - best);
}
