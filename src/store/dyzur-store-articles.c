/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-articles-private.h"

#include "dyzur-article-terms-private.h"
#include "dyzur-fold.h"
#include "dyzur-fts-private.h"
#include "dyzur-stop-words-private.h"
#include "dyzur-store-records-private.h"

/* A question's words beyond these say nothing new. */
#define MAX_QUESTION_WORDS 48

typedef struct
{
  const char *account_id;
  GPtrArray  *articles;

  gint64      account;
  gboolean    changed;
} PutArticles;

typedef struct
{
  DyzurStore *store;
  const char *question;
  guint       limit;
  GPtrArray  *articles;
} FindArticles;

typedef struct
{
  char         *id;
  DyzurArticle *article;
} LoadArticle;

static gboolean
strv_equal (GStrv a,
            GStrv b)
{
  static const char * const none[] = { NULL };

  return g_strv_equal (a != NULL ? (const char * const *) a : none, b != NULL ? (const char * const *) b : none);
}

static gboolean
same_article (const DyzurArticle *a,
              const DyzurArticle *b)
{
  return g_strcmp0 (a->title, b->title) == 0 && g_strcmp0 (a->category, b->category) == 0 &&
         g_strcmp0 (a->language, b->language) == 0 && g_strcmp0 (a->body, b->body) == 0 &&
         a->updated_at == b->updated_at && strv_equal (a->keywords, b->keywords) &&
         strv_equal (a->questions, b->questions);
}

static gboolean
index_article (DyzurDb             *db,
               gint64               nr,
               const DyzurArticle  *article,
               GError             **error)
{
  return dyzur_db_exec (db, error, "DELETE FROM article_index WHERE rowid = ?", "l", nr) &&
         dyzur_db_exec (db, error,
                        "INSERT INTO article_index (rowid, title, keywords, questions, body) VALUES (?, ?, ?, ?, ?)",
                        "lsvvs", nr, article->title, article->keywords, article->questions, article->body);
}

static gboolean
write_article (DyzurDb             *db,
               PutArticles         *put,
               const DyzurArticle  *article,
               GError             **error)
{
  gint64 nr = 0;

  put->changed = TRUE;
  return dyzur_db_exec (db, error,
                        "INSERT INTO articles (account, id, title, category, language, keywords, questions, body, "
                        "updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account, id) DO UPDATE SET "
                        "title = excluded.title, category = excluded.category, language = excluded.language, "
                        "keywords = excluded.keywords, questions = excluded.questions, body = excluded.body, "
                        "updated_at = excluded.updated_at",
                        "lssssvvsl", put->account, article->id, article->title, article->category, article->language,
                        article->keywords, article->questions, article->body, article->updated_at) &&
         dyzur_db_int64 (db, &nr, error, "SELECT nr FROM articles WHERE account = ? AND id = ?", "ls", put->account,
                         article->id) &&
         index_article (db, nr, article, error);
}

static gboolean
remove_article (DyzurDb      *db,
                PutArticles  *put,
                gint64        nr,
                GError      **error)
{
  put->changed = TRUE;
  return dyzur_db_exec (db, error, "DELETE FROM article_index WHERE rowid = ?", "l", nr) &&
         dyzur_db_exec (db, error, "DELETE FROM articles WHERE nr = ?", "l", nr);
}

/* What the account gave before: id → article, the row's number in its score. */
static GHashTable *
read_known (DyzurDb            *db,
            const PutArticles  *put,
            GError            **error)
{
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                       (GDestroyNotify) dyzur_article_free);
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT " DYZUR_ARTICLE_COLUMNS " FROM articles k WHERE k.account = ?", "l", put->account);
  while (dyzur_rows_next (rows))
    {
      DyzurArticle *article = _dyzur_store_read_article_row (rows);

      article->score = dyzur_rows_double (rows, DYZUR_ARTICLE_N_COLUMNS - 1);
      g_hash_table_insert (known, article->id, article);
    }
  return dyzur_rows_end (&rows, error) ? g_steal_pointer (&known) : NULL;
}

/* Only what differs is written: people import the same knowledge base again and again, and stems take time. */
static gboolean
put_articles (DyzurDb         *db,
              gpointer         data,
              DyzurChangeSet  *changes,
              GCancellable    *cancellable,
              GError         **error)
{
  PutArticles *put = data;
  g_autoptr(GHashTable) known = NULL;
  GHashTableIter iter;
  DyzurArticle *old;

  if ((put->account = _dyzur_store_read_account_nr (db, put->account_id, error)) == 0 ||
      (known = read_known (db, put, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < put->articles->len; i++)
    {
      const DyzurArticle *article = g_ptr_array_index (put->articles, i);

      old = g_hash_table_lookup (known, article->id);
      if ((old == NULL || !same_article (old, article)) && !write_article (db, put, article, error))
        return FALSE;
      g_hash_table_remove (known, article->id);
    }
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &old))
    if (!remove_article (db, put, (gint64) old->score, error))
      return FALSE;
  if (!put->changed)
    return TRUE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_KNOWLEDGE, 0);
  return _dyzur_article_terms_expire (db, error);
}

typedef struct
{
  DyzurAnalyzer *analyzer;
  GPtrArray     *words;      /* (element-type GPtrArray): terms */
  GHashTable    *seen;
} Question;

static void
question_word_cb (const char *word,
                  gsize       length,
                  gsize       offset,
                  gpointer    user_data)
{
  Question *question = user_data;
  g_autofree char *folded = _dyzur_fts_fold_word (word, length);
  GPtrArray *terms;

  if (length < 2 || g_hash_table_size (question->seen) >= MAX_QUESTION_WORDS || _dyzur_is_stop_word (folded) ||
      g_hash_table_contains (question->seen, folded))
    return;
  terms = _dyzur_fts_dup_terms (question->analyzer, word, length);
  if (!g_ptr_array_find_with_equal_func (terms, folded, g_str_equal, NULL))
    g_ptr_array_add (terms, g_strdup (folded));
  g_ptr_array_add (question->words, terms);
  g_hash_table_add (question->seen, g_steal_pointer (&folded));
}

/* The words that say what it is about, each by its stems and as it stands there: (element-type GPtrArray) */
static GPtrArray *
read_question (DyzurAnalyzer *analyzer,
               const char    *text)
{
  GPtrArray *words = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  Question question = { analyzer, words, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };

  dyzur_foreach_word (text, -1, question_word_cb, &question);
  g_hash_table_unref (question.seen);
  return words;
}

static gboolean
take_article (DyzurDb                *db,
              const DyzurArticleHit  *hit,
              GPtrArray              *articles,
              GError                **error)
{
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, "SELECT " DYZUR_ARTICLE_COLUMNS " FROM articles k WHERE k.nr = ?", "l",
                                              hit->nr);

  if (dyzur_rows_next (rows))
    {
      DyzurArticle *article = _dyzur_store_read_article_row (rows);

      article->score = hit->score;
      g_ptr_array_add (articles, article);
    }
  return dyzur_rows_end (&rows, error);
}

static gboolean
find_articles (DyzurDb         *db,
               gpointer         data,
               DyzurChangeSet  *changes,
               GCancellable    *cancellable,
               GError         **error)
{
  FindArticles *find = data;
  g_autoptr(GPtrArray) words = read_question (_dyzur_store_get_analyzer (find->store), find->question);
  g_autoptr(DyzurArticleTerms) terms = NULL;
  g_autoptr(GArray) hits = NULL;

  if (words->len == 0)
    return TRUE;
  terms = _dyzur_article_terms_get (find->store, db, error);
  if (terms == NULL)
    return FALSE;
  hits = _dyzur_article_terms_find (terms, words, find->limit);
  for (guint i = 0; i < hits->len; i++)
    if (!take_article (db, &g_array_index (hits, DyzurArticleHit, i), find->articles, error))
      return FALSE;
  return TRUE;
}

static gboolean
load_article (DyzurDb         *db,
              gpointer         data,
              DyzurChangeSet  *changes,
              GCancellable    *cancellable,
              GError         **error)
{
  LoadArticle *load = data;
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT " DYZUR_ARTICLE_COLUMNS " FROM articles k WHERE k.id = ? ORDER BY k.nr LIMIT 1",
                         "s", load->id);
  if (dyzur_rows_next (rows))
    load->article = _dyzur_store_read_article_row (rows);
  if (!dyzur_rows_end (&rows, error))
    return FALSE;
  if (load->article != NULL)
    return TRUE;
  g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "there is no article %s", load->id);
  return FALSE;
}

static void
free_load (gpointer data)
{
  LoadArticle *load = data;

  g_free (load->id);
  dyzur_article_free (load->article);
  g_free (load);
}

static GPtrArray *
knowledge_find_articles (DyzurKnowledge  *knowledge,
                         const char      *question,
                         guint            limit,
                         GCancellable    *cancellable,
                         GError         **error)
{
  g_autoptr(GPtrArray) articles = dyzur_articles_new ();
  FindArticles find = { DYZUR_STORE (knowledge), question, limit, articles };

  if (!_dyzur_store_read (DYZUR_STORE (knowledge), find_articles, &find, cancellable, error))
    return NULL;
  return g_steal_pointer (&articles);
}

void
_dyzur_store_knowledge_init (DyzurKnowledgeInterface *iface)
{
  iface->find_articles = knowledge_find_articles;
}

DyzurArticle *
_dyzur_store_read_article_row (DyzurRows *rows)
{
  DyzurArticle *article = dyzur_article_new ();

  article->id = dyzur_rows_dup_text (rows, 0);
  article->title = dyzur_rows_dup_text (rows, 1);
  article->category = dyzur_rows_dup_text (rows, 2);
  article->language = dyzur_rows_dup_text (rows, 3);
  article->keywords = dyzur_rows_dup_strv (rows, 4);
  article->questions = dyzur_rows_dup_strv (rows, 5);
  article->body = dyzur_rows_dup_text (rows, 6);
  article->updated_at = dyzur_rows_int64 (rows, 7);
  return article;
}

/* Makes the articles' index anew: when words are folded or stemmed in another way than before. */
gboolean
_dyzur_articles_index_all (DyzurDb  *db,
                           GError  **error)
{
  return dyzur_db_script (db,
                          "DELETE FROM article_index; INSERT INTO article_index (rowid, title, keywords, questions, body) "
                          "SELECT nr, title, keywords, questions, body FROM articles",
                          error) &&
         _dyzur_article_terms_expire (db, error);
}

/**
 * dyzur_store_put_articles:
 * @articles: (element-type DyzurArticle): the whole knowledge base of the account
 * @error: NOT_FOUND when the account is gone
 *
 * Blocking. Replaces what the account gave before.
 */
gboolean
dyzur_store_put_articles (DyzurStore  *self,
                          const char  *account_id,
                          GPtrArray   *articles,
                          GError     **error)
{
  PutArticles put = { .account_id = account_id, .articles = articles };

  g_return_val_if_fail (DYZUR_IS_STORE (self), FALSE);
  g_return_val_if_fail (account_id != NULL && articles != NULL, FALSE);

  return _dyzur_store_write_bulk (self, put_articles, &put, NULL, error);
}

void
dyzur_store_load_article_async (DyzurStore          *self,
                                const char          *id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  LoadArticle *load;

  g_return_if_fail (DYZUR_IS_STORE (self));

  load = g_new0 (LoadArticle, 1);
  load->id = g_strdup (id);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_load_article_async);
  g_task_set_task_data (task, load, free_load);
  _dyzur_store_read_task (self, task, load_article);
}

/**
 * dyzur_store_load_article_finish:
 * @error: NOT_FOUND
 *
 * Returns: (transfer full)
 */
DyzurArticle *
dyzur_store_load_article_finish (DyzurStore    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  LoadArticle *load;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  load = g_task_get_task_data (G_TASK (result));
  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&load->article) : NULL;
}
