/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search-private.h"

#include <math.h>
#include <string.h>

#include "dyzur-fold.h"
#include "dyzur-fts-private.h"

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

/* A word some matcher waits for; bit i of a mask stands for matcher i. */
typedef struct
{
  char    *word;
  gsize    length;
  guint32  hash;
  guint32  matches;
  guint32  exact;
  guint32  phrases;    /* that have the word in them */
} Slot;

/* How far a phrase has come: how many of its words, and where the first of them stood. */
typedef struct
{
  guint done;
  guint start;
  guint word;
} Progress;

struct _DyzurScanner
{
  GPtrArray  *matchers;
  Slot       *slots;      /* open addressing; n_slots is a power of two */
  guint       n_slots;

  const char *prefix;     /* (nullable): of the matcher that may be only begun */
  gsize       prefix_length;
  guint       prefix_matcher;

  /* Of the text under way */
  GArray     *matches;
  Progress    progress[DYZUR_MAX_MATCHERS];
  guint32     phrases_begun;
  guint       word;
};

static guint32
hash_word (const char *word,
           gsize       length)
{
  guint32 hash = 2166136261u;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar) word[i]) * 16777619u;
  return hash;
}

static Slot *
find_slot (DyzurScanner *self,
           const char   *word,
           gsize         length,
           guint32       hash)
{
  guint i = hash & (self->n_slots - 1);

  while (self->slots[i].word != NULL &&
         (self->slots[i].hash != hash || self->slots[i].length != length ||
          memcmp (self->slots[i].word, word, length) != 0))
    i = (i + 1) & (self->n_slots - 1);
  return &self->slots[i];
}

static Slot *
add_word (DyzurScanner *self,
          const char   *word)
{
  gsize length = strlen (word);
  guint32 hash = hash_word (word, length);
  Slot *slot = find_slot (self, word, length, hash);

  if (slot->word == NULL)
    {
      slot->word = g_strdup (word);
      slot->length = length;
      slot->hash = hash;
    }
  return slot;
}

static void
add_matcher (DyzurScanner       *self,
             const DyzurMatcher *matcher,
             guint               i)
{
  GHashTableIter iter;
  const char *form;

  if (matcher->forms == NULL)
    {
      for (guint j = 0; j < matcher->words->len; j++)
        add_word (self, matcher->words->pdata[j])->phrases |= 1u << i;
      return;
    }
  g_hash_table_iter_init (&iter, matcher->forms);
  while (g_hash_table_iter_next (&iter, (gpointer *) &form, NULL))
    add_word (self, form)->matches |= 1u << i;
  add_word (self, matcher->words->pdata[0])->matches |= 1u << i;
  add_word (self, matcher->words->pdata[0])->exact |= 1u << i;
  if (matcher->kind != DYZUR_QUERY_PREFIX)
    return;
  self->prefix = matcher->words->pdata[0];
  self->prefix_length = strlen (self->prefix);
  self->prefix_matcher = i;
}

static void
scan_phrase (DyzurScanner *self,
             guint         i,
             const char   *folded,
             gsize         folded_length,
             gsize         start,
             gsize         end)
{
  GPtrArray *words = ((DyzurMatcher *) self->matchers->pdata[i])->words;
  Progress *progress = &self->progress[i];
  DyzurTextMatch match;

#define IS_WORD(n) (strncmp (words->pdata[n], folded, folded_length) == 0 && \
                    ((const char *) words->pdata[n])[folded_length] == '\0')
  if (!IS_WORD (progress->done))
    progress->done = 0;
  if (!IS_WORD (progress->done))
    {
      self->phrases_begun &= ~(1u << i);
      return;
    }
#undef IS_WORD
  self->phrases_begun |= 1u << i;
  if (progress->done == 0)
    {
      progress->start = (guint) start;
      progress->word = self->word;
    }
  if (++progress->done < words->len)
    return;
  match = (DyzurTextMatch) { i, progress->start, (guint) end, progress->word, TRUE };
  g_array_append_val (self->matches, match);
  progress->done = 0;
  self->phrases_begun &= ~(1u << i);
}

static void
word_cb (const char *folded,
         gsize       folded_length,
         gsize       offset,
         gsize       length,
         gpointer    user_data)
{
  DyzurScanner *self = user_data;
  const Slot *slot = find_slot (self, folded, folded_length, hash_word (folded, folded_length));
  guint32 matches = slot->matches, phrases = slot->phrases | self->phrases_begun;

  if (self->prefix != NULL && folded_length > self->prefix_length &&
      memcmp (folded, self->prefix, self->prefix_length) == 0)
    matches |= 1u << self->prefix_matcher;
  for (guint i = 0; matches >> i != 0; i++)
    if (matches & (1u << i))
      {
        DyzurTextMatch match = { i, (guint) offset, (guint) (offset + length), self->word,
                                 (slot->exact & (1u << i)) != 0 };

        g_array_append_val (self->matches, match);
        if (i == DYZUR_MAX_MATCHERS - 1)
          break;
      }
  for (guint i = 0; phrases != 0 && i < self->matchers->len; i++)
    if (phrases & (1u << i))
      scan_phrase (self, i, folded, folded_length, offset, offset + length);
  self->word++;
}

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

/* @matchers are looked for as they are now and have to stay. */
DyzurScanner *
_dyzur_scanner_new (GPtrArray *matchers)
{
  DyzurScanner *self = g_new0 (DyzurScanner, 1);
  guint n = 16;

  g_assert (matchers->len <= DYZUR_MAX_MATCHERS);
  for (guint i = 0; i < matchers->len; i++)
    {
      const DyzurMatcher *matcher = g_ptr_array_index (matchers, i);

      n += matcher->words->len + (matcher->forms != NULL ? g_hash_table_size (matcher->forms) : 0);
    }
  for (self->n_slots = 32; self->n_slots < 2 * n;)
    self->n_slots *= 2;
  self->slots = g_new0 (Slot, self->n_slots);
  self->matchers = matchers;
  for (guint i = 0; i < matchers->len; i++)
    add_matcher (self, matchers->pdata[i], i);
  return self;
}

void
_dyzur_scanner_free (DyzurScanner *self)
{
  for (guint i = 0; i < self->n_slots; i++)
    g_free (self->slots[i].word);
  g_free (self->slots);
  g_free (self);
}

/*
 * _dyzur_scanner_run:
 * @text: (nullable)
 *
 * Returns: (transfer full) (element-type DyzurTextMatch): in their order
 */
GArray *
_dyzur_scanner_run (DyzurScanner *self,
                    const char   *text)
{
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (DyzurTextMatch));

  self->matches = matches;
  memset (self->progress, 0, sizeof self->progress);
  self->phrases_begun = 0;
  self->word = 0;
  if (text != NULL)
    dyzur_foreach_folded (text, -1, word_cb, self);
  return matches;
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

      if (matcher->negated != (sums[i] <= 0))
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
