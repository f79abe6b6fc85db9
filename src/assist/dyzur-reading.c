/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-reading-private.h"

#include <gio/gio.h>
#include <string.h>

#include "dyzur-assist-resources.h"
#include "dyzur-fold.h"

/* Nobody asks a question with more words. */
#define MAX_WORDS 600

typedef struct
{
  DyzurLexicon *lexicon;
  DyzurReading *reading;
  GPtrArray    *folded;     /* (element-type utf8): every word, for concepts */
} Reader;

static GHashTable *
load_stop_words (void)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GBytes) bytes = NULL;
  g_auto(GStrv) lines = NULL;

  bytes = g_resource_lookup_data (dyzur_assist_get_resource (), "/pl/dyzur/assist/stopwords-pl.txt",
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes != NULL);
  lines = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_hash_table_add (words, dyzur_fold (g_strstrip (lines[i]), -1));
  return words;
}

static guint32
number_of (DyzurLexicon *self,
           char         *word)
{
  guint32 number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, word));

  if (number != 0)
    {
      g_free (word);
      return number;
    }
  number = g_hash_table_size (self->numbers) + 1;
  g_hash_table_insert (self->numbers, word, GUINT_TO_POINTER (number));
  return number;
}

static void
add_form (DyzurWord *word,
          guint32    number)
{
  for (guint i = 0; i < word->n; i++)
    if (word->forms[i] == number)
      return;
  if (word->n < DYZUR_WORD_FORMS)
    word->forms[word->n++] = number;
}

static void
add_word (Reader     *reader,
          const char *text,
          const char *folded)
{
  DyzurLexicon *lexicon = reader->lexicon;
  g_autoptr(GPtrArray) stems = g_ptr_array_new_with_free_func (g_free);
  DyzurWord word = { .n = 0 };

  add_form (&word, number_of (lexicon, g_strdup (folded)));
  dyzur_analyzer_add_stems (lexicon->analyzer, text, stems);
  for (guint i = 0; i < stems->len; i++)
    add_form (&word, number_of (lexicon, dyzur_fold (stems->pdata[i], -1)));
  g_array_append_val (reader->reading->words, word);
}

static void
word_cb (const char *word,
         gsize       length,
         gsize       offset,
         gpointer    user_data)
{
  Reader *reader = user_data;
  g_autofree char *text = NULL;
  char *folded;

  if (length > 100 || reader->folded->len >= MAX_WORDS)
    return;
  text = g_strndup (word, length);
  folded = dyzur_fold (text, -1);
  g_ptr_array_add (reader->folded, folded);
  if (g_utf8_strlen (folded, -1) >= 2 && !g_hash_table_contains (reader->lexicon->stop_words, folded))
    add_word (reader, text, folded);
}

DyzurLexicon *
_dyzur_lexicon_new (DyzurAnalyzer *analyzer)
{
  DyzurLexicon *self = g_new0 (DyzurLexicon, 1);

  self->analyzer = g_object_ref (analyzer);
  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stop_words = load_stop_words ();
  return self;
}

void
_dyzur_lexicon_free (DyzurLexicon *self)
{
  g_object_unref (self->analyzer);
  g_hash_table_unref (self->numbers);
  g_hash_table_unref (self->stop_words);
  g_free (self);
}

/* How many words it knows: their numbers are 1 … size. */
guint
_dyzur_lexicon_get_size (DyzurLexicon *self)
{
  return g_hash_table_size (self->numbers);
}

/*
 * _dyzur_lexicon_read:
 *
 * Returns: (transfer full): the words of @text that are no stop words, in order, and the concepts in it
 */
DyzurReading *
_dyzur_lexicon_read (DyzurLexicon *self,
                     const char   *text)
{
  g_autoptr(GPtrArray) folded = g_ptr_array_new_with_free_func (g_free);
  DyzurReading *reading = g_new0 (DyzurReading, 1);
  Reader reader = { self, reading, folded };

  reading->words = g_array_new (FALSE, FALSE, sizeof (DyzurWord));
  dyzur_foreach_word (text, -1, word_cb, &reader);
  _dyzur_concepts_find (folded, &reading->concepts);
  return reading;
}

void
_dyzur_reading_free (DyzurReading *self)
{
  g_array_unref (self->words);
  g_free (self);
}
