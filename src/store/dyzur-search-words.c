/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search-private.h"

#include <string.h>

#include "dyzur-fold.h"
#include "dyzur-fts-private.h"
#include "dyzur-inflection.h"

/* A beginning this short would stand for half of the index. */
#define MIN_PREFIX 3
/* So many different words a beginning may stand for; the shortest first: they are what people mean */
#define MAX_PREFIX_TERMS 120
/* Words shorter than this are not taken for slips of the finger. */
#define MIN_CORRECTED 4
#define MAX_CORRECTIONS 12
/* Words the dictionary does not know (names) are found in other cases when they are as long as this … */
#define MIN_INFLECTED 5
/* … among so many words that begin alike */
#define MAX_ALIKE 400

static void
add_unique (GPtrArray  *strings,
            const char *string)
{
  if (!g_ptr_array_find_with_equal_func (strings, string, g_str_equal, NULL))
    g_ptr_array_add (strings, g_strdup (string));
}

/* What the index has the folded word as, with whatever marks it was written there. */
static gboolean
add_known_terms (DyzurDb       *db,
                 const char    *word,
                 GPtrArray     *terms,
                 DyzurMatcher  *matcher,
                 GError       **error)
{
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, "SELECT term FROM search_words WHERE word = ?", "s", word);

  while (dyzur_rows_next (rows))
    {
      add_unique (terms, dyzur_rows_text (rows, 0));
      matcher->known = TRUE;
    }
  return dyzur_rows_end (&rows, error);
}

static gboolean
add_begun_terms (DyzurDb       *db,
                 const char    *prefix,
                 GPtrArray     *terms,
                 DyzurMatcher  *matcher,
                 GError       **error)
{
  g_autofree char *behind = _dyzur_search_behind (prefix);
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT term FROM search_words WHERE word >= ? AND word < ? GROUP BY term "
                         "ORDER BY min (length (word)) LIMIT ?",
                         "ssi", prefix, behind, MAX_PREFIX_TERMS);
  while (dyzur_rows_next (rows))
    {
      add_unique (terms, dyzur_rows_text (rows, 0));
      matcher->known = TRUE;
    }
  return dyzur_rows_end (&rows, error);
}

/* Words of texts, unknown to the dictionary, that may be forms of @word by their ending. */
static gboolean
add_other_cases (DyzurDb       *db,
                 const char    *word,
                 GPtrArray     *terms,
                 DyzurMatcher  *matcher,
                 GError       **error)
{
  gsize length = strlen (word);
  g_autofree char *beginning = g_strndup (word, length - (strchr ("aeioy", word[length - 1]) != NULL));
  g_autofree char *behind = _dyzur_search_behind (beginning);
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT word FROM search_words WHERE word > ? AND word < ? AND term = word LIMIT ?", "ssi",
                         beginning, behind, MAX_ALIKE);
  while (dyzur_rows_next (rows))
    if (dyzur_inflection_is_of (dyzur_rows_text (rows, 0), word))
      {
        add_unique (terms, dyzur_rows_text (rows, 0));
        matcher->known = TRUE;
      }
  return dyzur_rows_end (&rows, error);
}

/* Surnames above all: what stands nowhere as it was typed may stand there in the nominative or in another case. */
static gboolean
add_inflected (DyzurDb       *db,
               const char    *word,
               GPtrArray     *terms,
               DyzurMatcher  *matcher,
               GError       **error)
{
  g_autoptr(GPtrArray) bases = matcher->known ? NULL : dyzur_inflection_dup_bases (word);

  for (guint i = 0; bases != NULL && i < bases->len; i++)
    if (!add_known_terms (db, bases->pdata[i], terms, matcher, error) ||
        (strlen (bases->pdata[i]) >= MIN_INFLECTED && !add_other_cases (db, bases->pdata[i], terms, matcher, error)))
      return FALSE;
  return add_other_cases (db, word, terms, matcher, error);
}

/* Every word that stands in some text under one of the terms. */
static gboolean
add_forms (DyzurDb       *db,
           DyzurMatcher  *matcher,
           GPtrArray     *terms,
           GError       **error)
{
  for (guint i = 0; i < terms->len; i++)
    {
      g_autoptr(DyzurRows) rows = NULL;

      g_hash_table_add (matcher->forms, g_strdup (terms->pdata[i]));
      rows = dyzur_db_query (db, "SELECT word FROM search_words WHERE term = ?", "s", terms->pdata[i]);
      while (dyzur_rows_next (rows))
        {
          g_hash_table_add (matcher->forms, dyzur_rows_dup_text (rows, 0));
          matcher->known = TRUE;
        }
      if (!dyzur_rows_end (&rows, error))
        return FALSE;
    }
  return TRUE;
}

/* @typed: the word with its marks, as the dictionary knows it; @folded: the same folded */
static gboolean
add_word (DyzurSearch   *search,
          DyzurMatcher  *matcher,
          const char    *typed,
          const char    *folded,
          GError       **error)
{
  GPtrArray *terms = _dyzur_fts_dup_terms (search->analyzer, typed, strlen (typed));
  gboolean unknown = terms->len == 1 && strcmp (terms->pdata[0], folded) == 0;

  g_ptr_array_add (matcher->words, g_strdup (folded));
  g_ptr_array_add (matcher->terms, terms);
  add_unique (terms, folded);
  if (matcher->numeric)
    return TRUE;
  if (!add_known_terms (search->db, folded, terms, matcher, error))
    return FALSE;
  if (matcher->kind == DYZUR_QUERY_PREFIX && g_utf8_strlen (folded, -1) >= MIN_PREFIX &&
      !add_begun_terms (search->db, folded, terms, matcher, error))
    return FALSE;
  if (unknown && matcher->kind != DYZUR_QUERY_PHRASE && strlen (folded) >= MIN_INFLECTED &&
      !add_inflected (search->db, folded, terms, matcher, error))
    return FALSE;
  return matcher->forms == NULL || add_forms (search->db, matcher, terms, error);
}

typedef struct
{
  DyzurSearch   *search;
  DyzurMatcher  *matcher;
  GError       **error;
  gboolean       failed;
} AddWords;

static void
word_cb (const char *word,
         gsize       length,
         gsize       offset,
         gpointer    user_data)
{
  AddWords *add = user_data;
  g_autofree char *typed = g_strndup (word, length);
  g_autofree char *folded = _dyzur_fts_fold_word (word, length);

  if (!add->failed)
    add->failed = !add_word (add->search, add->matcher, typed, folded, add->error);
}

/* A phrase of one word is that word, in the form it was typed. */
static DyzurMatcher *
make_matcher (DyzurSearch           *search,
              const DyzurQueryTerm  *term,
              GError               **error)
{
  DyzurMatcher *matcher = dyzur_matcher_new (term->kind, term->negated, term->words->pdata[0]);
  AddWords add = { search, matcher, error, FALSE };

  dyzur_foreach_word (term->text, -1, word_cb, &add);
  if (!add.failed)
    return matcher;
  dyzur_matcher_free (matcher);
  return NULL;
}

static void
append_alternatives (GString      *match,
                     DyzurMatcher *matcher,
                     guint         i)
{
  GPtrArray *terms = g_ptr_array_index (matcher->terms, i);

  if (matcher->numeric && matcher->kind == DYZUR_QUERY_PREFIX)
    {
      g_string_append_printf (match, "\"%s\" *", (char *) matcher->words->pdata[i]);
      return;
    }
  g_string_append (match, "\"" DYZUR_FTS_TERMS);
  for (guint j = 0; j < terms->len; j++)
    g_string_append_printf (match, j == 0 ? "%s" : " %s", (char *) terms->pdata[j]);
  g_string_append_c (match, '"');
}

static void
append_matcher (GString      *match,
                DyzurMatcher *matcher)
{
  g_string_append_c (match, '(');
  for (guint i = 0; i < matcher->words->len; i++)
    {
      if (i > 0)
        g_string_append (match, " AND ");
      append_alternatives (match, matcher, i);
    }
  g_string_append_c (match, ')');
}

static gboolean
exists (DyzurSearch  *search,
        const char   *word,
        gboolean      begun,
        gboolean     *found,
        GError      **error)
{
  g_autofree char *behind = begun ? _dyzur_search_behind (word) : NULL;
  gint64 n = 0;

  if (!dyzur_db_int64 (search->db, &n, error,
                       begun ? "SELECT 1 FROM search_words WHERE word >= ? AND word < ? LIMIT 1"
                             : "SELECT 1 FROM search_words WHERE word = ?1 UNION ALL "
                               "SELECT 1 FROM search_words WHERE term = ?1 LIMIT 1",
                       begun ? "ss" : "s", word, behind))
    return FALSE;
  *found = n != 0;
  return TRUE;
}

/* Calls for each string one slip away from @word: a letter too many, wrong, missing, or two exchanged. */
static gboolean
try_slips (DyzurSearch  *search,
           const char   *word,
           gboolean      begun,
           GPtrArray    *found,
           GError      **error)
{
  static const char letters[] = "aeioznrwstcykdplmjubghfvxq";
  gsize n = strlen (word);
  g_autofree char *slip = g_malloc (n + 2);

  for (gsize at = 0; at <= n; at++)
    for (gsize kind = 0; kind < 2 + 2 * (sizeof letters - 1); kind++)
      {
        gsize letter = kind / 2 - 1;
        gboolean is_word = FALSE;

        if (found->len >= MAX_CORRECTIONS)
          return TRUE;
        strcpy (slip, word);
        if (kind == 0 && at + 1 < n && word[at] != word[at + 1])
          {
            slip[at] = word[at + 1];
            slip[at + 1] = word[at];
          }
        else if (kind == 1 && at < n)
          memmove (slip + at, slip + at + 1, n - at);
        else if (kind >= 2 && kind % 2 == 0 && at < n && letters[letter] != word[at])
          slip[at] = letters[letter];
        else if (kind >= 2 && kind % 2 == 1)
          {
            memmove (slip + at + 1, word + at, n - at + 1);
            slip[at] = letters[letter];
          }
        else
          continue;
        if (!exists (search, slip, begun, &is_word, error))
          return FALSE;
        if (is_word)
          add_unique (found, slip);
      }
  return TRUE;
}

static gboolean
is_ascii (const char *word)
{
  for (; *word != '\0'; word++)
    if (!g_ascii_isalpha (*word))
      return FALSE;
  return TRUE;
}

/* Puts what may have been meant in the place of a word that no text has. */
static gboolean
correct_matcher (DyzurSearch   *search,
                 DyzurMatcher  *matcher,
                 GPtrArray     *meant,
                 GError       **error)
{
  GPtrArray *terms = matcher->terms->pdata[0];
  const char *word = matcher->words->pdata[0];

  if (!try_slips (search, word, FALSE, meant, error) ||
      (meant->len == 0 && matcher->kind == DYZUR_QUERY_PREFIX && !try_slips (search, word, TRUE, meant, error)))
    return FALSE;
  for (guint i = 0; i < meant->len; i++)
    {
      add_unique (terms, meant->pdata[i]);
      if (!add_known_terms (search->db, meant->pdata[i], terms, matcher, error) ||
          (matcher->kind == DYZUR_QUERY_PREFIX && !matcher->known &&
           !add_begun_terms (search->db, meant->pdata[i], terms, matcher, error)))
        return FALSE;
    }
  return add_forms (search->db, matcher, terms, error);
}

gboolean
_dyzur_search_make_matchers (DyzurSearch  *search,
                             GError      **error)
{
  search->matchers = g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_matcher_free);
  for (guint i = 0; i < search->query->terms->len && i < DYZUR_MAX_MATCHERS; i++)
    {
      DyzurMatcher *matcher = make_matcher (search, search->query->terms->pdata[i], error);

      if (matcher == NULL)
        return FALSE;
      g_ptr_array_add (search->matchers, matcher);
    }
  return TRUE;
}

/*
 * Returns: (transfer full) (nullable): the query in FTS5's words. What it finds is a little more than what is wanted: the
 *   order of a phrase's words has to be looked at in the text, and so has a phrase that must not stand there.
 */
char *
_dyzur_search_to_match (GPtrArray *matchers)
{
  g_autoptr(GString) match = g_string_new (NULL);

  for (guint i = 0; i < matchers->len; i++)
    {
      DyzurMatcher *matcher = g_ptr_array_index (matchers, i);

      if (matcher->negated)
        continue;
      if (match->len > 0)
        g_string_append (match, " AND ");
      append_matcher (match, matcher);
    }
  if (match->len == 0)
    return NULL;
  for (guint i = 0; i < matchers->len; i++)
    {
      DyzurMatcher *matcher = g_ptr_array_index (matchers, i);

      if (!matcher->negated || matcher->words->len > 1)
        continue;
      g_string_prepend_c (match, '(');
      g_string_append (match, ") NOT ");
      append_matcher (match, matcher);
    }
  return g_string_free (g_steal_pointer (&match), FALSE);
}

/*
 * Looks for slips of the finger in words that no text has. *@corrected: something else can be looked for now, and
 * @search->instead says what.
 */
gboolean
_dyzur_search_correct (DyzurSearch  *search,
                       gboolean     *corrected,
                       GError      **error)
{
  g_autoptr(GString) instead = g_string_new (NULL);

  *corrected = FALSE;
  for (guint i = 0; i < search->matchers->len; i++)
    {
      g_autoptr(GPtrArray) meant = g_ptr_array_new_with_free_func (g_free);
      DyzurMatcher *matcher = g_ptr_array_index (search->matchers, i);
      const char *word = matcher->words->pdata[0];

      if (!matcher->known && !matcher->negated && matcher->forms != NULL && strlen (word) >= MIN_CORRECTED &&
          is_ascii (word) && !correct_matcher (search, matcher, meant, error))
        return FALSE;
      if (instead->len > 0)
        g_string_append_c (instead, ' ');
      g_string_append (instead, meant->len > 0 ? meant->pdata[0] : word);
      *corrected = *corrected || meant->len > 0;
    }
  if (!*corrected)
    return TRUE;
  search->instead = g_string_free (g_steal_pointer (&instead), FALSE);
  g_clear_pointer (&search->scanner, dyzur_scanner_free);
  search->scanner = dyzur_scanner_new (search->matchers);
  return TRUE;
}

char *
_dyzur_search_behind (const char *prefix)
{
  return g_strconcat (prefix, "\xf4\x8f\xbf\xbf", NULL);
}
