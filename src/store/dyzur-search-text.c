/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search-private.h"

#include <math.h>
#include <string.h>

/* BM25's: how soon one more time counts little, and how much length takes away */
#define SATURATION 1.2
#define LENGTH_PART 0.5
#define USUAL_LENGTH 250.0

#define SUBJECT_WEIGHT 1.6
#define AUTHOR_WEIGHT 1.2
#define EXACT_BONUS 0.15

/* Bytes of a snippet, and of them before the first match */
#define SNIPPET 150
#define SNIPPET_BEFORE 45

#define MATCH(array, i) (&g_array_index (array, DyzurTextMatch, i))

static void
add_matches (GArray *matches,
             double *sums,
             double *exact,
             double  weight)
{
  for (guint i = 0; i < matches->len; i++)
    {
      sums[MATCH (matches, i)->matcher] += weight;
      if (MATCH (matches, i)->exact)
        exact[MATCH (matches, i)->matcher] = EXACT_BONUS;
    }
}

/* 1 for two words of the query that stand side by side, less the further they are apart. */
static double
score_nearness (GArray *matches)
{
  double best = 0;

  for (guint i = 1; i < matches->len; i++)
    {
      const DyzurTextMatch *before = MATCH (matches, i - 1), *match = MATCH (matches, i);

      if (before->matcher != match->matcher && match->word > before->word)
        best = MAX (best, 1.0 / (match->word - before->word));
    }
  return best;
}

/* Where a snippet shows most of the query. */
static guint
find_centre (GArray *matches)
{
  guint best = 0, best_different = 0;

  for (guint i = 0; i < matches->len; i++)
    {
      guint64 seen = 0;
      guint different = 0;

      for (guint j = i; j < matches->len && MATCH (matches, j)->end <= MATCH (matches, i)->start + SNIPPET -
           SNIPPET_BEFORE; j++)
        seen |= G_GUINT64_CONSTANT (1) << MIN (MATCH (matches, j)->matcher, 63);
      for (; seen != 0; seen &= seen - 1)
        different++;
      if (different > best_different)
        {
          best = i;
          best_different = different;
        }
    }
  return best;
}

/* Not in the midst of a word, nor of a character. */
static gsize
find_start (const char *text,
            gsize       wanted)
{
  const char *p = text + wanted;

  if (wanted == 0)
    return 0;
  while ((*p & 0xc0) == 0x80)
    p++;
  for (const char *q = p; q < p + 20 && *q != '\0'; q = g_utf8_next_char (q))
    if (g_unichar_isspace (g_utf8_get_char (q)))
      return g_utf8_next_char (q) - text;
  return p - text;
}

static gsize
find_end (const char *text,
          gsize       wanted,
          gsize       length)
{
  const char *p = text + MIN (wanted, length);

  if (wanted >= length)
    return length;
  while ((*p & 0xc0) == 0x80)
    p--;
  for (const char *q = p; q > text && q > p - 20; q--)
    if (g_ascii_isspace (*q))
      return q - text;
  return p - text;
}

/*
 * _dyzur_search_score:
 * @length: of the text, in bytes
 *
 * Returns: how well the message answers, more is better; negative when it does not: a word that must stand there is
 *   missing, or one that must not is there
 */
double
_dyzur_search_score (GPtrArray *matchers,
                     GArray    *subject,
                     GArray    *text,
                     GArray    *author,
                     gsize      length)
{
  g_autofree double *sums = g_new0 (double, MAX (matchers->len, 1));
  g_autofree double *exact = g_new0 (double, MAX (matchers->len, 1));
  double part = SATURATION * (1 - LENGTH_PART + LENGTH_PART * (double) length / USUAL_LENGTH);
  double score = 0;

  add_matches (subject, sums, exact, SUBJECT_WEIGHT);
  add_matches (text, sums, exact, 1);
  add_matches (author, sums, exact, AUTHOR_WEIGHT);
  for (guint i = 0; i < matchers->len; i++)
    {
      const DyzurMatcher *matcher = g_ptr_array_index (matchers, i);

      if (matcher->negated != (sums[i] <= 0) && !matcher->elsewhere)
        return -1;
      if (!matcher->negated)
        score += sums[i] * (SATURATION + 1) / (sums[i] + part) + exact[i];
    }
  return score + MAX (score_nearness (text), score_nearness (subject));
}

/*
 * _dyzur_search_snippet:
 * @matches: (element-type DyzurTextMatch): in @text
 * @spans: (element-type guint): gets pairs of byte offsets into the snippet
 *
 * Returns: (transfer full): one line of @text around what matched
 */
char *
_dyzur_search_snippet (const char *text,
                       GArray     *matches,
                       GArray     *spans)
{
  gsize length = strlen (text), start = 0, end, lead;
  GString *snippet = g_string_new (NULL);
  guint done = 0;

  if (matches->len > 0 && MATCH (matches, find_centre (matches))->start > SNIPPET_BEFORE)
    start = find_start (text, MATCH (matches, find_centre (matches))->start - SNIPPET_BEFORE);
  end = find_end (text, start + SNIPPET, length);
  if (start > 0)
    g_string_append (snippet, "…");
  lead = snippet->len;
  g_string_append_len (snippet, text + start, (gssize) (end - start));
  for (char *p = snippet->str + lead; *p != '\0'; p++)
    if (g_ascii_isspace (*p))
      *p = ' ';
  if (end < length)
    g_string_append (snippet, "…");
  for (guint i = 0; i < matches->len; i++)
    if (MATCH (matches, i)->start >= MAX (start, done) && MATCH (matches, i)->end <= end)
      {
        guint span[] = { (guint) (MATCH (matches, i)->start - start + lead),
                         (guint) (MATCH (matches, i)->end - start + lead) };

        g_array_append_vals (spans, span, 2);
        done = MATCH (matches, i)->end;
      }
  return g_string_free (snippet, FALSE);
}
