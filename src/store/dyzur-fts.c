/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-fts-private.h"

#include <string.h>

#include "dyzur-fold.h"
#include "dyzur-store.h"

/* Longer words (numbers of bank accounts, encoded rubbish) are known by their beginning. */
#define MAX_WORD 64
#define MAX_WEIGHTS 8
/* How much a phrase counts that stands once more: 1, 0.31, 0.15 … of a full match */
#define SATURATION 1.2

/* Of a connection */
typedef struct
{
  DyzurAnalyzer *analyzer;   /* (nullable) */
} Context;

/* One text on its way through the tokenizer. */
typedef struct
{
  Context    *context;
  gboolean    with_stems;
  gboolean    any;
  gboolean    later;        /* not the first word */
  gpointer    token_data;
  int       (*token) (void *, int, const char *, int, int, int);
  int         result;
} Walk;

static void
free_context (gpointer data)
{
  Context *context = data;

  g_clear_object (&context->analyzer);
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
contains (GPtrArray  *tokens,
          const char *token)
{
  for (guint i = 0; i < tokens->len; i++)
    if (strcmp (tokens->pdata[i], token) == 0)
      return TRUE;
  return FALSE;
}

static char *
fold_word (const char *word,
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

static void
add_stems (DyzurAnalyzer *analyzer,
           const char    *word,
           gsize          length,
           GPtrArray     *tokens)
{
  g_autoptr(GPtrArray) stems = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *copy = g_strndup (word, length);

  dyzur_analyzer_add_stems (analyzer, copy, stems);
  for (guint i = 0; i < stems->len; i++)
    {
      g_autofree char *stem = dyzur_fold (stems->pdata[i], -1);

      if (*stem != '\0' && !contains (tokens, stem))
        g_ptr_array_add (tokens, g_steal_pointer (&stem));
    }
}

static void
word_cb (const char *word,
         gsize       length,
         gsize       offset,
         gpointer    user_data)
{
  Walk *walk = user_data;
  g_autoptr(GPtrArray) tokens = NULL;

  if (walk->result != SQLITE_OK)
    return;
  tokens = _dyzur_fts_dup_tokens (walk->with_stems ? walk->context->analyzer : NULL, word, length);
  for (guint i = 0; i < tokens->len && walk->result == SQLITE_OK; i++)
    {
      const char *token = tokens->pdata[i];
      int flags = i > 0 || (walk->any && walk->later) ? FTS5_TOKEN_COLOCATED : 0;

      walk->result = walk->token (walk->token_data, flags, token, (int) strlen (token), (int) offset,
                                  (int) (offset + length));
    }
  walk->later = TRUE;
}

static int
create_cb (void            *data,
           const char     **args,
           int              n_args,
           Fts5Tokenizer  **tokenizer)
{
  *tokenizer = data;
  return SQLITE_OK;
}

static void
delete_cb (Fts5Tokenizer *tokenizer)
{
}

static int
tokenize_cb (Fts5Tokenizer *tokenizer,
             void          *token_data,
             int            flags,
             const char    *text,
             int            length,
             int          (*token) (void *, int, const char *, int, int, int))
{
  Walk walk = { .context = (Context *) tokenizer, .token_data = token_data, .token = token };
  gboolean marked = (flags & FTS5_TOKENIZE_QUERY) && length > 0 && (*text == *DYZUR_FTS_EXACT || *text == *DYZUR_FTS_ANY);
  g_autofree char *valid = NULL;

  if (text == NULL || length <= 0)
    return SQLITE_OK;
  walk.any = marked && *text == *DYZUR_FTS_ANY;
  walk.with_stems = walk.context->analyzer != NULL && !marked && !(flags & FTS5_TOKENIZE_PREFIX);
  if (!g_utf8_validate (text, length, NULL))
    {
      valid = g_utf8_make_valid (text, length);
      text = valid;
      length = (int) strlen (valid);
    }
  dyzur_foreach_word (text, length, word_cb, &walk);
  return walk.result;
}

/* A phrase counts by how often it stands where, with less for each further time; two that stand close count more. */
static void
rank_cb (const Fts5ExtensionApi  *api,
         Fts5Context             *fts,
         sqlite3_context         *context,
         int                      n_args,
         sqlite3_value          **args)
{
  double weights[MAX_WEIGHTS], rank = 0, nearness = 0;
  int n_phrases = api->xPhraseCount (fts), n = 0, before = -1, last_phrase = 0, last_column = 0, last_word = 0;
  g_autofree double *sums = g_new0 (double, MAX (n_phrases, 1));

  for (int i = 0; i < MAX_WEIGHTS; i++)
    weights[i] = i < n_args ? sqlite3_value_double (args[i]) : 1;
  if (api->xInstCount (fts, &n) != SQLITE_OK)
    n = 0;
  for (int i = 0; i < n; i++)
    {
      int phrase, column, word;

      if (api->xInst (fts, i, &phrase, &column, &word) != SQLITE_OK)
        break;
      sums[phrase] += weights[MIN (column, MAX_WEIGHTS - 1)];
      if (before >= 0 && phrase != last_phrase && column == last_column && word > last_word)
        nearness = MAX (nearness, 1.0 / (word - last_word));
      before = i;
      last_phrase = phrase;
      last_column = column;
      last_word = word;
    }
  for (int i = 0; i < n_phrases; i++)
    rank += sums[i] * (SATURATION + 1) / (sums[i] + SATURATION);
  sqlite3_result_double (context, rank + nearness);
}

static void
places_cb (const Fts5ExtensionApi  *api,
           Fts5Context             *fts,
           sqlite3_context         *context,
           int                      n_args,
           sqlite3_value          **args)
{
  g_autoptr(GByteArray) places = g_byte_array_new ();
  int n = 0;

  if (api->xInstCount (fts, &n) != SQLITE_OK)
    n = 0;
  for (int i = 0; i < n; i++)
    {
      DyzurFtsPlace place;
      int phrase, column, word;

      if (api->xInst (fts, i, &phrase, &column, &word) != SQLITE_OK)
        break;
      place.phrase = (guint16) phrase;
      place.column = (guint16) column;
      place.word = (guint32) word;
      g_byte_array_append (places, (const guint8 *) &place, sizeof place);
    }
  sqlite3_result_blob (context, places->len > 0 ? (const char *) places->data : "", (int) places->len,
                       SQLITE_TRANSIENT);
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
  g_set_object (&context->analyzer, analyzer);
  if (api->xCreateTokenizer (api, "dyzur", context, &functions, free_context) == SQLITE_OK &&
      api->xCreateFunction (api, "dyzur_rank", NULL, rank_cb, NULL) == SQLITE_OK &&
      api->xCreateFunction (api, "dyzur_places", NULL, places_cb, NULL) == SQLITE_OK)
    return TRUE;
  return dyzur_db_set_error (db, "the tokenizer", error);
}

/*
 * _dyzur_fts_dup_tokens:
 * @analyzer: (nullable): %NULL = no stems
 *
 * Returns: (transfer full) (element-type utf8): folded: the word itself, then its stems, each once
 */
GPtrArray *
_dyzur_fts_dup_tokens (DyzurAnalyzer *analyzer,
                       const char    *word,
                       gsize          length)
{
  GPtrArray *tokens = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (tokens, fold_word (word, length));
  if (analyzer != NULL && length <= MAX_WORD && !has_digit (word, length))
    add_stems (analyzer, word, length, tokens);
  return tokens;
}
