/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-fuzzy.h"

#include <string.h>

#define AT_WORD 8       /* the letter begins a word */
#define IN_ROW 5        /* it follows the one before */
#define WHOLE 40        /* a word of the query begins a word of the text */
#define INSIDE 12       /* it stands inside one */
#define FORGIVEN 4      /* one letter in so many may stand anywhere */

static gboolean
begins_word (const char *text,
             const char *at)
{
  return at == text || at[-1] == ' ' || at[-1] == '-' || at[-1] == '(' || at[-1] == '@' || at[-1] == '.';
}

/*
 * Letters in order, each next to the one before or at the beginning of a word, with one slip in a few. Folded text of
 * Latin letters is plain bytes; other alphabets match byte by byte as well, since UTF-8 sequences never begin inside one another.
 */
static int
score_letters (const char *text,
               const char *query)
{
  const char *at = text, *last = NULL;
  int score = 0, slips = 0, length = 0;

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
      if (begins_word (text, found))
        score += AT_WORD;
      else if (last != NULL && found == last + 1)
        score += IN_ROW;
      else
        slips++;
      length++;
      last = found;
      at = found + 1;
    }
  return slips * FORGIVEN <= length ? score : 0;
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
      while (found != NULL && !begins_word (text, found))
        found = strstr (found + 1, words[i]);
      score += found != NULL ? WHOLE : INSIDE;
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
