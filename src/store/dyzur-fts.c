/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-fts-private.h"

#include <string.h>

#include "dyzur-fold.h"
#include "dyzur-store.h"

/* Longer words (numbers of bank accounts, encoded rubbish) are known by their beginning. */
#define MAX_WORD DYZUR_MAX_FOLDED
#define MAX_CACHED 20000
#define MAX_TOLD 200000

/* What a word of a document becomes. */
typedef struct
{
  grefcount  refs;
  char      *folded;
  GPtrArray *terms;
  gboolean   has_digit;
  gboolean   told;        /* as a fresh word */
} Word;

/* Of a connection */
typedef struct
{
  DyzurAnalyzer *analyzer;   /* (nullable) */
  GHashTable    *words;      /* utf8 → Word: those of documents that came by lately */

  /* Only for who collects words */
  GHashTable    *told;       /* (nullable): set of hashes of words in fresh, now or formerly */
  GPtrArray     *fresh;      /* (element-type DyzurFreshWord) */
} Context;

/* Of a table */
typedef struct
{
  Context  *context;
  gboolean  forms;
} Tokenizer;

/* One text on its way through a tokenizer. */
typedef struct
{
  Tokenizer  *tokenizer;
  int         flags;
  gboolean    terms;        /* of a query: the words are terms, and any one will do */
  gboolean    later;        /* not the first word */
  gpointer    data;
  int       (*token) (void *, int, const char *, int, int, int);
  int         result;
} Walk;

static void
unref_word (gpointer data)
{
  Word *word = data;

  if (!g_ref_count_dec (&word->refs))
    return;
  g_free (word->folded);
  g_ptr_array_unref (word->terms);
  g_free (word);
}

static void
free_fresh_word (gpointer data)
{
  DyzurFreshWord *word = data;

  g_free (word->word);
  g_ptr_array_unref (word->terms);
  g_free (word);
}

static void
free_context (gpointer data)
{
  Context *context = data;

  g_clear_object (&context->analyzer);
  g_hash_table_unref (context->words);
  g_clear_pointer (&context->told, g_hash_table_unref);
  g_clear_pointer (&context->fresh, g_ptr_array_unref);
  g_free (context);
}

static gboolean
has_digit (const char *word,
           gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_isdigit (word[i]))
      return TRUE;
  return FALSE;
}

static gboolean
contains (GPtrArray  *terms,
          const char *term)
{
  for (guint i = 0; i < terms->len; i++)
    if (strcmp (terms->pdata[i], term) == 0)
      return TRUE;
  return FALSE;
}

/* Letters and digits alone: a dictionary's "e-mail" would be two words in a query. */
static char *
fold_stem (const char *stem)
{
  char *folded = dyzur_fold (stem, -1);
  char *end = folded;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      for (const char *byte = p; byte < g_utf8_next_char (p); byte++)
        *end++ = *byte;
  *end = '\0';
  return folded;
}

static void
add_stems (DyzurAnalyzer *analyzer,
           const char    *word,
           gsize          length,
           GPtrArray     *terms)
{
  g_autoptr(GPtrArray) stems = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *copy = g_strndup (word, length);

  dyzur_analyzer_add_stems (analyzer, copy, stems);
  for (guint i = 0; i < stems->len; i++)
    {
      g_autofree char *stem = fold_stem (stems->pdata[i]);

      if (*stem != '\0' && !contains (terms, stem))
        g_ptr_array_add (terms, g_steal_pointer (&stem));
    }
}

static Word *
new_word (DyzurAnalyzer *analyzer,
          const char    *word,
          gsize          length)
{
  Word *self = g_new0 (Word, 1);

  g_ref_count_init (&self->refs);
  self->folded = _dyzur_fts_fold_word (word, length);
  self->terms = _dyzur_fts_dup_terms (analyzer, word, length);
  self->has_digit = has_digit (word, length);
  return self;
}

/* Words repeat: those of documents are analysed once as long as they are remembered. */
static Word *
ref_word (Context    *context,
          const char *text,
          gsize       length)
{
  char key[MAX_WORD + 1];
  Word *word;

  if (length > MAX_WORD)
    return new_word (context->analyzer, text, length);
  memcpy (key, text, length);
  key[length] = '\0';
  word = g_hash_table_lookup (context->words, key);
  if (word == NULL)
    {
      if (g_hash_table_size (context->words) >= MAX_CACHED)
        g_hash_table_remove_all (context->words);
      word = new_word (context->analyzer, text, length);
      g_hash_table_insert (context->words, g_strdup (key), word);
    }
  g_ref_count_inc (&word->refs);
  return word;
}

/* FNV-1a in a pointer; that two words share one leaves the second of them out of search_words. */
static guint64
hash_text (guint64     hash,
           const char *text)
{
  for (; *text != '\0'; text++)
    hash = (hash ^ (guchar) *text) * G_GUINT64_CONSTANT (1099511628211);
  return hash * G_GUINT64_CONSTANT (1099511628211);
}

/* The same word may have other terms when it is written without its marks. */
static void
collect (Context *context,
         Word    *word)
{
  DyzurFreshWord *fresh;
  guint64 hash;

  if (word->has_digit || word->told)
    return;
  word->told = TRUE;
  hash = hash_text (G_GUINT64_CONSTANT (14695981039346656037), word->folded);
  for (guint i = 0; i < word->terms->len; i++)
    hash = hash_text (hash, word->terms->pdata[i]);
  if (g_hash_table_size (context->told) > MAX_TOLD)
    g_hash_table_remove_all (context->told);
  if (!g_hash_table_add (context->told, (gpointer) (guintptr) (hash | 1)))
    return;
  fresh = g_new0 (DyzurFreshWord, 1);
  fresh->word = g_strdup (word->folded);
  fresh->terms = g_ptr_array_ref (word->terms);
  g_ptr_array_add (context->fresh, fresh);
}

static void
give_token (Walk       *walk,
            const char *token,
            gboolean    same_place,
            gsize       offset,
            gsize       length)
{
  if (walk->result == SQLITE_OK)
    walk->result = walk->token (walk->data, same_place ? FTS5_TOKEN_COLOCATED : 0, token, (int) strlen (token),
                                (int) offset, (int) (offset + length));
}

static void
document_word_cb (const char *text,
                  gsize       length,
                  gsize       offset,
                  gpointer    user_data)
{
  Walk *walk = user_data;
  Context *context = walk->tokenizer->context;
  gboolean forms = walk->tokenizer->forms;
  Word *word;

  if (walk->result != SQLITE_OK)
    return;
  word = ref_word (context, text, length);
  if (context->told != NULL)
    collect (context, word);
  if (forms)
    give_token (walk, word->folded, FALSE, offset, length);
  for (guint i = 0; i < word->terms->len; i++)
    if (!forms || strcmp (word->terms->pdata[i], word->folded) != 0)
      give_token (walk, word->terms->pdata[i], forms || i > 0, offset, length);
  unref_word (word);
}

static void
query_word_cb (const char *text,
               gsize       length,
               gsize       offset,
               gpointer    user_data)
{
  Walk *walk = user_data;
  g_autofree char *folded = _dyzur_fts_fold_word (text, length);

  give_token (walk, folded, walk->terms && walk->later, offset, length);
  walk->later = TRUE;
  if (!walk->terms && !(walk->flags & FTS5_TOKENIZE_PREFIX))
    {
      g_autoptr(GPtrArray) terms = _dyzur_fts_dup_terms (walk->tokenizer->context->analyzer, text, length);

      for (guint i = 0; i < terms->len; i++)
        if (strcmp (terms->pdata[i], folded) != 0)
          give_token (walk, terms->pdata[i], TRUE, offset, length);
    }
}

static int
create_cb (void            *context,
           const char     **args,
           int              n_args,
           Fts5Tokenizer  **tokenizer)
{
  Tokenizer *self = g_new0 (Tokenizer, 1);

  self->context = context;
  self->forms = n_args > 0 && strcmp (args[0], "forms") == 0;
  *tokenizer = (Fts5Tokenizer *) self;
  return SQLITE_OK;
}

static void
delete_cb (Fts5Tokenizer *tokenizer)
{
  g_free (tokenizer);
}

static int
tokenize_cb (Fts5Tokenizer *tokenizer,
             void          *data,
             int            flags,
             const char    *text,
             int            length,
             int          (*token) (void *, int, const char *, int, int, int))
{
  Walk walk = { .tokenizer = (Tokenizer *) tokenizer, .flags = flags, .data = data, .token = token };
  g_autofree char *valid = NULL;

  if (text == NULL || length <= 0)
    return SQLITE_OK;
  walk.terms = *text == *DYZUR_FTS_TERMS;
  if (!g_utf8_validate (text, length, NULL))
    {
      valid = g_utf8_make_valid (text, length);
      text = valid;
      length = (int) strlen (valid);
    }
  dyzur_foreach_word (text, length, flags & FTS5_TOKENIZE_QUERY ? query_word_cb : document_word_cb, &walk);
  return walk.result;
}

static fts5_api *
get_api (sqlite3 *handle)
{
  fts5_api *api = NULL;
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (handle, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
      sqlite3_step (statement);
    }
  sqlite3_finalize (statement);
  return api;
}

gboolean
_dyzur_fts_set_up (DyzurDb        *db,
                   DyzurAnalyzer  *analyzer,
                   GError        **error)
{
  fts5_tokenizer functions = { create_cb, delete_cb, tokenize_cb };
  fts5_api *api = get_api (dyzur_db_get_handle (db));
  Context *context;

  if (api == NULL)
    {
      g_set_error_literal (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_FAILED, "SQLite has no FTS5");
      return FALSE;
    }
  context = g_new0 (Context, 1);
  context->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_word);
  g_set_object (&context->analyzer, analyzer);
  if (api->xCreateTokenizer (api, "dyzur", context, &functions, free_context) != SQLITE_OK)
    return dyzur_db_set_error (db, "the tokenizer", error);
  dyzur_db_set_fts (db, context);
  return TRUE;
}

void
_dyzur_fts_collect (DyzurDb *db)
{
  Context *context = dyzur_db_get_fts (db);

  if (context->told != NULL)
    return;
  context->told = g_hash_table_new (NULL, NULL);
  context->fresh = g_ptr_array_new_with_free_func (free_fresh_word);
}

GPtrArray *
_dyzur_fts_take_fresh (DyzurDb *db)
{
  Context *context = dyzur_db_get_fts (db);
  GPtrArray *fresh = g_steal_pointer (&context->fresh);

  context->fresh = g_ptr_array_new_with_free_func (free_fresh_word);
  return fresh;
}

void
_dyzur_fts_forget (DyzurDb *db)
{
  Context *context = dyzur_db_get_fts (db);

  g_hash_table_remove_all (context->told);
  g_hash_table_remove_all (context->words);
  g_ptr_array_set_size (context->fresh, 0);
}

/* Never empty: a word that folds to nothing (marks alone) is "_". */
char *
_dyzur_fts_fold_word (const char *word,
                      gsize       length)
{
  char *folded;

  if (length > MAX_WORD)
    for (length = MAX_WORD; (word[length] & 0xc0) == 0x80;)
      length--;
  folded = dyzur_fold (word, (gssize) length);
  if (*folded != '\0')
    return folded;
  g_free (folded);
  return g_strdup ("_");
}

/*
 * _dyzur_fts_dup_terms:
 * @analyzer: (nullable): %NULL = no stems
 *
 * Returns: (transfer full) (element-type utf8): what the index knows the word by, at least one
 */
GPtrArray *
_dyzur_fts_dup_terms (DyzurAnalyzer *analyzer,
                      const char    *word,
                      gsize          length)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func (g_free);

  if (analyzer != NULL && length <= MAX_WORD && !has_digit (word, length))
    add_stems (analyzer, word, length, terms);
  if (terms->len == 0)
    g_ptr_array_add (terms, _dyzur_fts_fold_word (word, length));
  return terms;
}
