/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-article-terms-private.h"

#include <math.h>
#include <string.h>

/* BM25 as FTS5 has it */
#define K1 1.2
#define B 0.75
#define LEAST_IDF 1e-6

/* A place of a term: article, column, word. What is beyond the bits of an article's words is taken for its last word. */
#define WORD_BITS 14
#define COLUMN_BITS 2
#define MAX_DOCS (1u << (32 - WORD_BITS - COLUMN_BITS))
#define PLACE(doc, column, word) \
  ((doc) << (WORD_BITS + COLUMN_BITS) | (column) << WORD_BITS | MIN (word, (1u << WORD_BITS) - 1))
#define DOC_OF(place) ((place) >> (WORD_BITS + COLUMN_BITS))
#define COLUMN_OF(place) ((place) >> WORD_BITS & ((1u << COLUMN_BITS) - 1))
#define WORD_OF(place) ((place) & ((1u << WORD_BITS) - 1))

/* What a word counts in title, keywords, questions (customers' own wordings) and body */
static const struct
{
  char   initial;    /* of the column's name */
  double weight;
} columns[] = { { 't', 4 }, { 'k', 5 }, { 'q', 6 }, { 'b', 1 } };

/* Where a term's places are */
typedef struct
{
  guint start;
  guint n;
} Places;

struct _DyzurArticleTerms
{
  gatomicrefcount  refs;
  gint64           version;
  GArray          *docs;         /* (element-type gint64): articles.nr, ascending */
  GArray          *places;       /* (element-type guint32): of all terms, each in ascending order */
  GHashTable      *terms;        /* utf8 → Places */
  float           *lengths;      /* for each doc: what its length does to a score */
};

/* Of a store: what was read last */
typedef struct
{
  GMutex             mutex;
  DyzurArticleTerms *terms;      /* (nullable) */
} Cache;

static void
free_cache (gpointer data)
{
  Cache *cache = data;

  g_clear_pointer (&cache->terms, _dyzur_article_terms_unref);
  g_mutex_clear (&cache->mutex);
  g_free (cache);
}

static Cache *
get_cache (DyzurStore *store)
{
  static GQuark quark;
  static GMutex making;
  Cache *cache;

  g_mutex_lock (&making);
  if (quark == 0)
    quark = g_quark_from_static_string ("dyzur-article-terms");
  cache = g_object_get_qdata (G_OBJECT (store), quark);
  if (cache == NULL)
    {
      cache = g_new0 (Cache, 1);
      g_mutex_init (&cache->mutex);
      g_object_set_qdata_full (G_OBJECT (store), quark, cache, free_cache);
    }
  g_mutex_unlock (&making);
  return cache;
}

static DyzurArticleTerms *
new_terms (gint64 version)
{
  DyzurArticleTerms *self = g_new0 (DyzurArticleTerms, 1);

  g_atomic_ref_count_init (&self->refs);
  self->version = version;
  self->docs = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->places = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->terms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

static gboolean
read_docs (DyzurArticleTerms  *self,
           DyzurDb            *db,
           GError            **error)
{
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, "SELECT nr FROM articles ORDER BY nr LIMIT ?", "i", (int) MAX_DOCS);

  while (dyzur_rows_next (rows))
    {
      gint64 nr = dyzur_rows_int64 (rows, 0);

      g_array_append_val (self->docs, nr);
    }
  return dyzur_rows_end (&rows, error);
}

static int
compare_nrs (gconstpointer a,
             gconstpointer b)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

static guint
find_column (const char *name)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (columns) - 1 && columns[i].initial != *name)
    i++;
  return i;
}

static void
add_place (DyzurArticleTerms *self,
           Places            *places,
           DyzurRows         *rows)
{
  gint64 nr = dyzur_rows_int64 (rows, 1);
  guint doc;
  guint32 place;

  if (!g_array_binary_search (self->docs, &nr, compare_nrs, &doc))
    return;
  place = PLACE (doc, find_column (dyzur_rows_text (rows, 2)), (guint) dyzur_rows_int (rows, 3));
  g_array_append_val (self->places, place);
  places->n++;
}

static gboolean
read_places (DyzurArticleTerms  *self,
             DyzurDb            *db,
             GError            **error)
{
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, "SELECT term, doc, col, offset FROM article_index_terms", "");
  g_autoptr(GString) last = g_string_new (NULL);
  Places *places = NULL;

  while (dyzur_rows_next (rows))
    {
      const char *term = dyzur_rows_text (rows, 0);

      if (places == NULL || strcmp (last->str, term) != 0)
        {
          places = g_new0 (Places, 1);
          places->start = self->places->len;
          g_string_assign (last, term);
          g_hash_table_insert (self->terms, g_strdup (term), places);
        }
      add_place (self, places, rows);
    }
  return dyzur_rows_end (&rows, error);
}

/* An article has as many words as the last place in each of its columns says. */
static void
measure_docs (DyzurArticleTerms *self)
{
  g_autofree guint *ends = g_new0 (guint, (gsize) MAX (self->docs->len, 1) * G_N_ELEMENTS (columns));
  double total = 0;

  self->lengths = g_new0 (float, MAX (self->docs->len, 1));
  for (guint i = 0; i < self->places->len; i++)
    {
      guint32 place = g_array_index (self->places, guint32, i);
      guint *end = &ends[DOC_OF (place) * G_N_ELEMENTS (columns) + COLUMN_OF (place)];

      *end = MAX (*end, WORD_OF (place) + 1);
    }
  for (guint i = 0; i < self->docs->len; i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (columns); j++)
        self->lengths[i] += (float) ends[i * G_N_ELEMENTS (columns) + j];
      total += self->lengths[i];
    }
  for (guint i = 0; i < self->docs->len && total > 0; i++)
    self->lengths[i] = (float) (K1 * (1 - B + B * self->lengths[i] * self->docs->len / total));
}

static gboolean
read_version (DyzurDb  *db,
              gint64   *version,
              GError  **error)
{
  *version = 0;
  return dyzur_db_int64 (db, version, error, "SELECT value FROM meta WHERE key = 'articles.version'", "");
}

static gboolean
is_current (const Cache *cache,
            gint64       version)
{
  return cache->terms != NULL && cache->terms->version == version;
}

static gboolean
read_terms (Cache    *cache,
            DyzurDb  *db,
            gint64    version,
            GError  **error)
{
  g_autoptr(DyzurArticleTerms) terms = new_terms (version);

  if (!read_docs (terms, db, error) || !read_places (terms, db, error))
    return FALSE;
  measure_docs (terms);
  g_clear_pointer (&cache->terms, _dyzur_article_terms_unref);
  cache->terms = g_steal_pointer (&terms);
  return TRUE;
}

/* The places of a word under any of its terms; the same place counts once. */
static GArray *
collect_places (DyzurArticleTerms *self,
                GPtrArray         *terms)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < terms->len; i++)
    {
      const Places *places = g_hash_table_lookup (self->terms, terms->pdata[i]);
      g_autoptr(GArray) before = NULL;
      const guint32 *next, *end;
      guint j = 0;

      if (places == NULL || places->n == 0)
        continue;
      next = &g_array_index (self->places, guint32, places->start);
      end = next + places->n;
      before = all;
      all = g_array_sized_new (FALSE, FALSE, sizeof (guint32), before->len + places->n);
      while (j < before->len || next < end)
        {
          guint32 old = j < before->len ? g_array_index (before, guint32, j) : G_MAXUINT32;
          guint32 place = next < end ? MIN (old, *next) : old;

          j += j < before->len && old == place;
          next += next < end && *next == place;
          g_array_append_val (all, place);
        }
    }
  return all;
}

static void
score_word (DyzurArticleTerms *self,
            GArray            *places,
            double            *scores)
{
  guint n_hits = 0;
  double idf;

  for (guint i = 0; i < places->len; i++)
    n_hits += i == 0 || DOC_OF (g_array_index (places, guint32, i)) != DOC_OF (g_array_index (places, guint32, i - 1));
  idf = MAX (log ((self->docs->len - n_hits + 0.5) / (n_hits + 0.5)), LEAST_IDF);
  for (guint i = 0; i < places->len;)
    {
      guint doc = DOC_OF (g_array_index (places, guint32, i));
      double times = 0;

      for (; i < places->len && DOC_OF (g_array_index (places, guint32, i)) == doc; i++)
        times += columns[COLUMN_OF (g_array_index (places, guint32, i))].weight;
      scores[doc] += idf * times * (K1 + 1) / (times + self->lengths[doc]);
    }
}

static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  const DyzurArticleHit *left = a, *right = b;

  if (left->score > right->score || left->score < right->score)
    return left->score > right->score ? -1 : 1;
  return left->nr < right->nr ? -1 : left->nr > right->nr;
}

DyzurArticleTerms *
_dyzur_article_terms_get (DyzurStore  *store,
                          DyzurDb     *db,
                          GError     **error)
{
  Cache *cache = get_cache (store);
  DyzurArticleTerms *terms = NULL;
  gint64 version;

  if (!read_version (db, &version, error))
    return NULL;
  g_mutex_lock (&cache->mutex);
  if (is_current (cache, version) || read_terms (cache, db, version, error))
    {
      terms = cache->terms;
      g_atomic_ref_count_inc (&terms->refs);
    }
  g_mutex_unlock (&cache->mutex);
  return terms;
}

void
_dyzur_article_terms_unref (DyzurArticleTerms *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_array_unref (self->docs);
  g_array_unref (self->places);
  g_hash_table_unref (self->terms);
  g_free (self->lengths);
  g_free (self);
}

gboolean
_dyzur_article_terms_expire (DyzurDb  *db,
                             GError  **error)
{
  return dyzur_db_exec (db, error,
                        "INSERT INTO meta VALUES ('articles.version', 1) ON CONFLICT DO UPDATE SET value = value + 1", "");
}

GArray *
_dyzur_article_terms_find (DyzurArticleTerms *self,
                           GPtrArray         *words,
                           guint              limit)
{
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (DyzurArticleHit));
  g_autofree double *scores = g_new0 (double, MAX (self->docs->len, 1));

  for (guint i = 0; i < words->len; i++)
    {
      g_autoptr(GArray) places = collect_places (self, words->pdata[i]);

      score_word (self, places, scores);
    }
  for (guint i = 0; i < self->docs->len; i++)
    if (scores[i] > 0)
      {
        DyzurArticleHit hit = { g_array_index (self->docs, gint64, i), scores[i] };

        g_array_append_val (hits, hit);
      }
  g_array_sort (hits, compare_hits);
  g_array_set_size (hits, MIN (hits->len, limit));
  return hits;
}
