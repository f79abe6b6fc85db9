/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-shelf-private.h"

/* Beyond these everything is read anew: no shop has so many articles, and customers' words must not pile up. */
#define MAX_BOOKS 5000
#define MAX_WORDS 300000

static void
free_book (gpointer data)
{
  DyzurBook *book = data;

  g_array_unref (book->title);
  g_ptr_array_unref (book->keywords);
  g_ptr_array_unref (book->questions);
  g_array_unref (book->strong);
  g_array_unref (book->body);
  g_array_unref (book->all);
  g_free (book);
}

static guint
print_of (const DyzurArticle *article)
{
  guint print = g_str_hash (article->body != NULL ? article->body : "") * 31;

  print += g_str_hash (article->title != NULL ? article->title : "");
  for (char **p = article->keywords; p != NULL && *p != NULL; p++)
    print = print * 31 + g_str_hash (*p);
  for (char **p = article->questions; p != NULL && *p != NULL; p++)
    print = print * 31 + g_str_hash (*p);
  return print;
}

static void
add_concepts (DyzurConceptSet       *set,
              const DyzurConceptSet *more)
{
  for (guint i = 0; i < DYZUR_N_CONCEPTS; i++)
    set->strength[i] = MAX (set->strength[i], more->strength[i]);
}

static void
collect (GHashTable   *seen,
         GArray       *numbers,
         const GArray *words)
{
  for (guint i = 0; i < words->len; i++)
    {
      const DyzurWord *word = &g_array_index (words, DyzurWord, i);

      for (guint j = 0; j < word->n; j++)
        if (g_hash_table_add (seen, GUINT_TO_POINTER (word->forms[j])))
          g_array_append_val (numbers, word->forms[j]);
    }
}

/* Each phrase is read for itself: concepts of two words do not reach from one to the next. */
static GPtrArray *
read_phrases (DyzurShelf      *self,
              GStrv            phrases,
              DyzurConceptSet *concepts)
{
  GPtrArray *readings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (char **p = phrases; p != NULL && *p != NULL; p++)
    {
      g_autoptr(DyzurReading) reading = _dyzur_lexicon_read (self->lexicon, *p);

      add_concepts (concepts, &reading->concepts);
      g_ptr_array_add (readings, g_array_ref (reading->words));
    }
  return readings;
}

static DyzurBook *
read_book (DyzurShelf         *self,
           const DyzurArticle *article)
{
  DyzurBook *book = g_new0 (DyzurBook, 1);
  g_autoptr(DyzurReading) title = _dyzur_lexicon_read (self->lexicon, article->title != NULL ? article->title : "");
  g_autoptr(DyzurReading) body = _dyzur_lexicon_read (self->lexicon, article->body != NULL ? article->body : "");
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);

  book->title = g_array_ref (title->words);
  book->about = title->concepts;
  book->keywords = read_phrases (self, article->keywords, &book->about);
  book->asked = book->about;
  book->questions = read_phrases (self, article->questions, &book->asked);
  book->told = body->concepts;
  book->strong = g_array_new (FALSE, FALSE, sizeof (guint32));
  book->body = g_array_new (FALSE, FALSE, sizeof (guint32));
  collect (seen, book->strong, book->title);
  for (guint i = 0; i < book->keywords->len; i++)
    collect (seen, book->strong, book->keywords->pdata[i]);
  for (guint i = 0; i < book->questions->len; i++)
    collect (seen, book->strong, book->questions->pdata[i]);
  book->all = g_array_copy (book->strong);
  collect (seen, book->all, body->words);
  g_hash_table_remove_all (seen);
  collect (seen, book->body, body->words);
  return book;
}

DyzurShelf *
_dyzur_shelf_new (DyzurAnalyzer *analyzer)
{
  DyzurShelf *self = g_new0 (DyzurShelf, 1);

  self->lexicon = _dyzur_lexicon_new (analyzer);
  self->books = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_book);
  return self;
}

void
_dyzur_shelf_free (DyzurShelf *self)
{
  g_hash_table_unref (self->books);
  _dyzur_lexicon_free (self->lexicon);
  g_free (self);
}

/*
 * _dyzur_shelf_get:
 *
 * Returns: (transfer none): valid until the article changes or _dyzur_shelf_trim()
 */
const DyzurBook *
_dyzur_shelf_get (DyzurShelf         *self,
                  const DyzurArticle *article)
{
  guint print = print_of (article);
  DyzurBook *book = g_hash_table_lookup (self->books, article->id);

  if (book != NULL && book->print == print)
    return book;
  book = read_book (self, article);
  book->print = print;
  g_hash_table_replace (self->books, g_strdup (article->id), book);
  return book;
}

/*
 * _dyzur_shelf_trim:
 *
 * Empties the shelf when it has grown beyond measure; the numbers of words begin anew. Between two questions only.
 */
void
_dyzur_shelf_trim (DyzurShelf *self)
{
  DyzurAnalyzer *analyzer;

  if (g_hash_table_size (self->books) <= MAX_BOOKS && _dyzur_lexicon_get_size (self->lexicon) <= MAX_WORDS)
    return;
  analyzer = g_object_ref (self->lexicon->analyzer);
  g_hash_table_remove_all (self->books);
  _dyzur_lexicon_free (self->lexicon);
  self->lexicon = _dyzur_lexicon_new (analyzer);
  g_object_unref (analyzer);
}
