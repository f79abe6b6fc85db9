/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-ranker-private.h"

#include <math.h>
#include <string.h>

#include "dyzur-fold.h"

/* As many words of a question are looked at as a set of bits holds. */
#define MAX_WORDS 64

/* Words of a search: more take longer and find nothing better. */
#define MAX_QUERY 16

/* What a word counts that no article has. */
#define UNKNOWN_WEIGHT 2.0

/*
 * Fitted by tests/assist/fit-weights.py on 300 labelled messages, with and without customers' wordings in the knowledge
 * base. What they are worth is told by test-assist-retrieval.
 */
static const double feature_weights[DYZUR_N_FEATURES] = { 2.70, 0.74, 0.39, 1.89, 0.73, 2.68, 0.95, 0.92, 2.79 };
static const double answerable_weights[DYZUR_N_SIGNS] = { -0.80, 1.51, 0.07, 1.11, 0.34, 0.07, 0.09, 0.26, -0.26 };
static const double certainty_weights[DYZUR_N_SIGNS] = { -0.97, 0.91, 0.50, 0.36, 0.01, 0.16, 0.52, 0.61, -0.58 };

typedef struct
{
  DyzurShelf         *shelf;
  const DyzurReading *question;
  DyzurWord           words[MAX_WORDS];      /* of the question, each once */
  guint               n_words;
  double              word_weights[MAX_WORDS];
  double              total_weight;
  double              total_concepts;

  guint               n_articles;
  double              best_search;
  guint16            *frequency;             /* by word number: articles that have it */
  guint64            *bits;                  /* by word number: the question's words it is a form of */
} Ranker;

static gboolean
same_word (const DyzurWord *a,
           const DyzurWord *b)
{
  return a->n == b->n && memcmp (a->forms, b->forms, a->n * sizeof *a->forms) == 0;
}

static void
take_question (Ranker *self)
{
  for (guint i = 0; i < self->question->words->len && self->n_words < MAX_WORDS; i++)
    {
      const DyzurWord *word = &g_array_index (self->question->words, DyzurWord, i);
      guint j = 0;

      while (j < self->n_words && !same_word (word, &self->words[j]))
        j++;
      if (j == self->n_words)
        self->words[self->n_words++] = *word;
    }
  for (guint i = 0; i < self->n_words; i++)
    for (guint j = 0; j < self->words[i].n; j++)
      self->bits[self->words[i].forms[j]] |= G_GUINT64_CONSTANT (1) << i;
}

static void
count_numbers (Ranker       *self,
               const GArray *numbers)
{
  for (guint i = 0; i < numbers->len; i++)
    self->frequency[g_array_index (numbers, guint32, i)]++;
}

/* Inverse document frequency among the articles at hand, of the word's rarest form that any has. */
static double
weigh_word (const Ranker    *self,
            const DyzurWord *word)
{
  guint rarest = G_MAXUINT;

  for (guint i = 0; i < word->n; i++)
    if (self->frequency[word->forms[i]] > 0)
      rarest = MIN (rarest, self->frequency[word->forms[i]]);
  if (rarest == G_MAXUINT)
    return UNKNOWN_WEIGHT;
  return log (1 + (self->n_articles - rarest + 0.5) / (rarest + 0.5));
}

static guint64
find_numbers (const Ranker *self,
              const GArray *numbers)
{
  guint64 found = 0;

  for (guint i = 0; i < numbers->len; i++)
    found |= self->bits[g_array_index (numbers, guint32, i)];
  return found;
}

static guint64
find_words (const Ranker *self,
            const GArray *words)
{
  guint64 found = 0;

  for (guint i = 0; i < words->len; i++)
    {
      const DyzurWord *word = &g_array_index (words, DyzurWord, i);

      for (guint j = 0; j < word->n; j++)
        found |= self->bits[word->forms[j]];
    }
  return found;
}

static double
sum_weights (const Ranker *self,
             guint64       found)
{
  double sum = 0;

  for (guint i = 0; i < self->n_words; i++)
    if (found & (G_GUINT64_CONSTANT (1) << i))
      sum += self->word_weights[i];
  return sum;
}

static guint
count_bits (guint64 bits)
{
  return (guint) __builtin_popcountll (bits);
}

/* How much of a phrase's weight the question has; and by the way its whole weight. */
static double
cover_phrase (const Ranker *self,
              const GArray *phrase,
              double       *weight)
{
  double covered = 0;

  *weight = 0;
  for (guint i = 0; i < phrase->len; i++)
    {
      const DyzurWord *word = &g_array_index (phrase, DyzurWord, i);
      double w = weigh_word (self, word);
      guint64 found = 0;

      for (guint j = 0; j < word->n; j++)
        found |= self->bits[word->forms[j]];
      *weight += w;
      covered += found != 0 ? w : 0;
    }
  return covered;
}

static double
best_keyword (const Ranker    *self,
              const DyzurBook *book)
{
  double best = 0;

  for (guint i = 0; i < book->keywords->len; i++)
    {
      double weight, covered = cover_phrase (self, book->keywords->pdata[i], &weight);

      if (weight > 0)
        best = MAX (best, covered / weight);
    }
  return best;
}

static double
likeness (const Ranker *self,
          const GArray *phrase)
{
  double weight, covered = cover_phrase (self, phrase, &weight);

  if (covered <= 0 || weight <= 0)
    return 0;
  return sum_weights (self, find_words (self, phrase)) / sqrt (self->total_weight * weight);
}

static double
best_wording (const Ranker    *self,
              const DyzurBook *book)
{
  double best = likeness (self, book->title);

  for (guint i = 0; i < book->questions->len; i++)
    best = MAX (best, likeness (self, book->questions->pdata[i]));
  return best;
}

static double
weight_of_concepts (const DyzurConceptSet *set)
{
  double sum = 0;

  for (guint i = 0; i < DYZUR_N_CONCEPTS; i++)
    if (set->strength[i] > 0)
      sum += _dyzur_concepts[i].weight;
  return MAX (sum, 1);
}

static double
weight_in_common (const DyzurConceptSet *question,
                  const DyzurConceptSet *other)
{
  double sum = 0;

  for (guint i = 0; i < DYZUR_N_CONCEPTS; i++)
    if (question->strength[i] > 0 && other->strength[i] > 0)
      sum += _dyzur_concepts[i].weight;
  return sum;
}

static void
measure_words (const Ranker    *self,
               const DyzurBook *book,
               DyzurRanked     *ranked)
{
  guint64 strong = find_numbers (self, book->strong), body = find_numbers (self, book->body);
  guint64 title = find_words (self, book->title);
  double *features = ranked->features;

  features[DYZUR_FEATURE_SEARCH] = ranked->article->score / self->best_search;
  features[DYZUR_FEATURE_TITLE] = sum_weights (self, title) / sqrt (self->total_weight);
  features[DYZUR_FEATURE_KEYWORD] = best_keyword (self, book);
  features[DYZUR_FEATURE_WORDING] = best_wording (self, book);
  features[DYZUR_FEATURE_BODY] = count_bits (body) / sqrt (self->n_words + 1.0);
  ranked->cover[1] = sum_weights (self, strong | body) / self->total_weight;
  ranked->cover[2] = sum_weights (self, strong) / self->total_weight;
}

static void
measure_concepts (const Ranker    *self,
                  const DyzurBook *book,
                  DyzurRanked     *ranked)
{
  const DyzurConceptSet *concepts = &self->question->concepts;
  double total = self->total_concepts > 0 ? self->total_concepts : 1;
  double about = _dyzur_concepts_overlap (concepts, &book->about);
  double asked = _dyzur_concepts_overlap (concepts, &book->asked);
  double *features = ranked->features;

  features[DYZUR_FEATURE_ABOUT] = about / sqrt (total);
  features[DYZUR_FEATURE_COSINE] = about / sqrt (weight_of_concepts (&book->about) * total);
  features[DYZUR_FEATURE_ASKED] = (asked - about) / sqrt (total);
  features[DYZUR_FEATURE_TOLD] = weight_in_common (concepts, &book->told) / sqrt (total);
  ranked->cover[0] = asked / total;
}

static double
logistic (const double *model,
          const double *values,
          guint         n)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += model[i] * values[i];
  return 1 / (1 + exp (-sum));
}

static void
judge_best (const Ranker *self,
            DyzurRanking *ranking)
{
  const DyzurRanked *best = &g_array_index (ranking->ranked, DyzurRanked, 0);
  double second = ranking->ranked->len > 1 ? g_array_index (ranking->ranked, DyzurRanked, 1).score : best->score - 3;
  double *signs = ranking->signs;

  signs[DYZUR_SIGN_ONE] = 1;
  signs[DYZUR_SIGN_SCORE] = best->score / 5;
  signs[DYZUR_SIGN_LEAD] = best->score - second;
  signs[DYZUR_SIGN_CONCEPTS] = best->cover[0];
  signs[DYZUR_SIGN_CONTENT] = self->total_concepts / 10;
  signs[DYZUR_SIGN_WORDS] = best->cover[1];
  signs[DYZUR_SIGN_STRONG_WORDS] = best->cover[2];
  signs[DYZUR_SIGN_WORDING] = best->features[DYZUR_FEATURE_WORDING];
  signs[DYZUR_SIGN_LENGTH] = log (1 + self->n_words);
  ranking->answerable = logistic (answerable_weights, signs, DYZUR_N_SIGNS);
  ranking->certainty = logistic (certainty_weights, signs, DYZUR_N_SIGNS);
}

static int
compare_ranked (gconstpointer a,
                gconstpointer b)
{
  double x = ((const DyzurRanked *) a)->score, y = ((const DyzurRanked *) b)->score;

  return x < y ? 1 : x > y ? -1 : 0;
}

static void
weigh_articles (Ranker       *self,
                GPtrArray    *articles,
                DyzurRanking *ranking)
{
  for (guint i = 0; i < articles->len; i++)
    {
      DyzurRanked ranked = { articles->pdata[i], 0 };
      const DyzurBook *book = _dyzur_shelf_get (self->shelf, ranked.article);

      measure_words (self, book, &ranked);
      measure_concepts (self, book, &ranked);
      for (guint j = 0; j < DYZUR_N_FEATURES; j++)
        ranked.score += feature_weights[j] * ranked.features[j];
      g_array_append_val (ranking->ranked, ranked);
    }
  g_array_sort (ranking->ranked, compare_ranked);
  judge_best (self, ranking);
}

static void
prepare (Ranker    *self,
         GPtrArray *articles)
{
  guint size;

  for (guint i = 0; i < articles->len; i++)
    _dyzur_shelf_get (self->shelf, articles->pdata[i]);
  size = _dyzur_lexicon_get_size (self->shelf->lexicon) + 1;
  self->frequency = g_new0 (guint16, size);
  self->bits = g_new0 (guint64, size);
  take_question (self);
  for (guint i = 0; i < articles->len; i++)
    {
      const DyzurArticle *article = articles->pdata[i];
      const DyzurBook *book = _dyzur_shelf_get (self->shelf, article);

      count_numbers (self, book->all);
      self->best_search = MAX (self->best_search, article->score);
    }
  for (guint i = 0; i < self->n_words; i++)
    {
      self->word_weights[i] = weigh_word (self, &self->words[i]);
      self->total_weight += self->word_weights[i];
    }
}

typedef struct
{
  GString    *query;
  GHashTable *seen;         /* (element-type utf8): folded */
  GHashTable *stop_words;
} Query;

static void
query_word_cb (const char *word,
               gsize       length,
               gsize       offset,
               gpointer    user_data)
{
  Query *query = user_data;
  g_autofree char *folded = dyzur_fold (word, (gssize) length);

  if (g_hash_table_size (query->seen) >= MAX_QUERY || g_utf8_strlen (folded, -1) < 2 ||
      g_hash_table_contains (query->stop_words, folded) || !g_hash_table_add (query->seen, g_steal_pointer (&folded)))
    return;
  g_string_append_len (query->query, word, (gssize) length);
  g_string_append_c (query->query, ' ');
}

/* Sentences that end in a question mark, or those that do not. */
static void
add_sentences (Query      *query,
               const char *text,
               gboolean    questions)
{
  for (const char *p = text; *p != '\0';)
    {
      gsize length = strcspn (p, ".?!\n");

      if ((p[length] == '?') == questions)
        dyzur_foreach_word (p, (gssize) length, query_word_cb, query);
      p += length + (p[length] != '\0' ? 1 : 0);
    }
}

/*
 * _dyzur_ranker_make_query:
 *
 * Searching takes as long as it has words: what a Polish knowledge base has for the concepts of the question comes
 * first, then the words of its sentences that ask, then the others.
 *
 * Returns: (transfer full): what to search for
 */
char *
_dyzur_ranker_make_query (DyzurLexicon          *lexicon,
                          const char            *question,
                          const DyzurConceptSet *concepts)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Query query = { g_string_new (NULL), seen, lexicon->stop_words };

  for (guint i = 0; i < DYZUR_N_CONCEPTS; i++)
    if (concepts->strength[i] > 0)
      dyzur_foreach_word (_dyzur_concepts[i].polish, -1, query_word_cb, &query);
  add_sentences (&query, question, TRUE);
  add_sentences (&query, question, FALSE);
  return g_string_free (query.query, FALSE);
}

/*
 * _dyzur_ranker_rank:
 * @articles: (element-type DyzurArticle): what the search found, with their scores; lent to the result
 *
 * Puts articles in the order in which they answer @question. About 1 ms for 40 articles seen before.
 *
 * Returns: (transfer full)
 */
DyzurRanking *
_dyzur_ranker_rank (DyzurShelf         *shelf,
                    const DyzurReading *question,
                    GPtrArray          *articles)
{
  Ranker self = { .shelf = shelf, .question = question, .best_search = 1e-9 };
  DyzurRanking *ranking = g_new0 (DyzurRanking, 1);

  ranking->ranked = g_array_new (FALSE, FALSE, sizeof (DyzurRanked));
  if (articles->len == 0)
    return ranking;
  self.n_articles = MIN (articles->len, G_MAXUINT16);
  prepare (&self, articles);
  self.total_weight = self.total_weight > 0 ? self.total_weight : 1;
  self.total_concepts = _dyzur_concepts_total (&question->concepts);
  weigh_articles (&self, articles, ranking);
  g_free (self.frequency);
  g_free (self.bits);
  return ranking;
}

void
_dyzur_ranking_free (DyzurRanking *self)
{
  g_array_unref (self->ranked);
  g_free (self);
}
