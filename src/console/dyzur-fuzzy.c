/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-fuzzy.h"

#include <string.h>

#define AT_WORD 8       /* the letter begins a word */
#define IN_ROW 5        /* it follows the one before */
#define PLAIN 1
#define WHOLE 40        /* the words of the query stand in the text as they are */

static gboolean
begins_word (const char *text,
             const char *at)
{
  return at == text || at[-1] == ' ' || at[-1] == '-' || at[-1] == '(' || at[-1] == '@' || at[-1] == '.';
}

/*
 * Letters in order, wherever they stand, the next one taken where a word begins if it can be. Folded text of Latin letters
 * is plain bytes; other alphabets match byte by byte as well, since UTF-8 sequences never begin inside one another.
 */
static int
score_letters (const char *text,
               const char *query)
{
  const char *at = text, *last = NULL;
  int score = 0;

  for (; *query != '\0'; query++)
    {
      const char *found = NULL;

      if (*query == ' ')
        continue;
      if (last != NULL && last[1] == *query)
        found = last + 1;
      for (const char *p = at; found == NULL && *p != '\0'; p++)
        if (*p == *query && begins_word (text, p))
          found = p;
      if (found == NULL)
        found = strchr (at, *query);
      if (found == NULL)
        return 0;
      score += begins_word (text, found) ? AT_WORD : last != NULL && found == last + 1 ? IN_ROW : PLAIN;
      last = found;
      at = found + 1;
    }
  return score;
}

static int
score_words (const char *text,
             const char *query)
{
  g_auto(GStrv) words = g_strsplit (query, " ", -1);
  int score = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *found = strstr (text, words[i]);

      if (*words[i] == '\0')
        continue;
      if (found == NULL)
        return 0;
      score += WHOLE + (begins_word (text, found) ? AT_WORD : 0);
    }
  return score;
}

/**
 * dyzur_fuzzy_score:
 * @folded_text: through dyzur_fold(), like
 * @folded_query
 *
 * How well a text answers to a few letters: whole words before beginnings of words before letters in order; among equals
 * the shorter text.
 *
 * Returns: 0 when it does not; otherwise more is better
 */
int
dyzur_fuzzy_score (const char *folded_text,
                   const char *folded_query)
{
  int score = score_words (folded_text, folded_query);

  if (*folded_query == '\0')
    return 1;
  if (score == 0)
    score = score_letters (folded_text, folded_query);
  return score == 0 ? 0 : MAX (1, score * 100 - (int) MIN (strlen (folded_text), 99));
}
