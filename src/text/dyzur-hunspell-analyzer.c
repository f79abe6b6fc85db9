/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-hunspell-analyzer.h"

#include "dyzur-dictionary-private.h"
#include "dyzur-endings-private.h"
#include "dyzur-fold.h"

#include <string.h>

/* Raised when the same dictionary would give other stems. */
#define ANALYZER_VERSION 1

/* Half of what is kept; when the young half is full, the old one is forgotten. */
#define GENERATION 25000

#define MAX_RESTORED 5000
#define MAX_TRIALS 400
#define MAX_RESTORED_WORD 24

struct _DyzurHunspellAnalyzer
{
  GObject          parent_instance;

  DyzurDictionary *dictionary;   /* (nullable) */

  /* under the lock */
  GMutex           lock;
  GHashTable      *young;        /* (element-type utf8 GStrv): word in lower case → stems */
  GHashTable      *old;
  GHashTable      *restored;     /* (element-type utf8 utf8): unknown word → with its marks, "" = nothing fits */
};

static GHashTable *
new_generation (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
}

static GStrv
find_stems (DyzurHunspellAnalyzer *self,
            const char            *word)
{
  g_autoptr(GPtrArray) stems = g_ptr_array_new ();

  if (self->dictionary == NULL)
    g_ptr_array_add (stems, _dyzur_endings_cut (word));
  else
    _dyzur_dictionary_add_stems (self->dictionary, word, stems);
  if (stems->len == 0 && self->dictionary != NULL)
    {
      g_autofree char *first = g_utf8_strup (word, g_utf8_next_char (word) - word);
      g_autofree char *name = g_strconcat (first, g_utf8_next_char (word), NULL);

      _dyzur_dictionary_add_stems (self->dictionary, name, stems);
    }
  g_ptr_array_add (stems, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&stems), FALSE);
}

/* The caller has the lock. */
static void
remember (DyzurHunspellAnalyzer *self,
          char                  *word,
          GStrv                  stems)
{
  if (g_hash_table_size (self->young) >= GENERATION)
    {
      g_hash_table_unref (self->old);
      self->old = g_steal_pointer (&self->young);
      self->young = new_generation ();
    }
  g_hash_table_insert (self->young, word, stems);
}

static const char * const *
get_stems (DyzurHunspellAnalyzer *self,
           char                  *word)
{
  gpointer key, stems;

  if ((stems = g_hash_table_lookup (self->young, word)) != NULL)
    {
      g_free (word);
      return stems;
    }
  if (g_hash_table_steal_extended (self->old, word, &key, &stems))
    {
      g_free (word);
      word = key;
    }
  else
    stems = find_stems (self, word);
  remember (self, word, stems);
  return stems;
}

static guint
dyzur_hunspell_analyzer_get_version (DyzurAnalyzer *analyzer)
{
  DyzurHunspellAnalyzer *self = DYZUR_HUNSPELL_ANALYZER (analyzer);

  return ANALYZER_VERSION + (self->dictionary != NULL ? _dyzur_dictionary_version (self->dictionary) : 0);
}

static void
dyzur_hunspell_analyzer_add_stems (DyzurAnalyzer *analyzer,
                                   const char    *word,
                                   GPtrArray     *stems)
{
  DyzurHunspellAnalyzer *self = DYZUR_HUNSPELL_ANALYZER (analyzer);

  if (*word == '\0' || strlen (word) > 100)
    return;
  g_mutex_lock (&self->lock);
  for (const char * const *stem = get_stems (self, g_utf8_strdown (word, -1)); *stem != NULL; stem++)
    g_ptr_array_add (stems, g_strdup (*stem));
  g_mutex_unlock (&self->lock);
}

static void
dyzur_hunspell_analyzer_iface_init (DyzurAnalyzerInterface *iface)
{
  iface->get_version = dyzur_hunspell_analyzer_get_version;
  iface->add_stems = dyzur_hunspell_analyzer_add_stems;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurHunspellAnalyzer, dyzur_hunspell_analyzer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_ANALYZER, dyzur_hunspell_analyzer_iface_init))

static void
dyzur_hunspell_analyzer_finalize (GObject *object)
{
  DyzurHunspellAnalyzer *self = DYZUR_HUNSPELL_ANALYZER (object);

  g_clear_pointer (&self->dictionary, _dyzur_dictionary_unref);
  g_hash_table_unref (self->young);
  g_hash_table_unref (self->old);
  g_hash_table_unref (self->restored);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (dyzur_hunspell_analyzer_parent_class)->finalize (object);
}

static void
dyzur_hunspell_analyzer_class_init (DyzurHunspellAnalyzerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_hunspell_analyzer_finalize;
}

static void
dyzur_hunspell_analyzer_init (DyzurHunspellAnalyzer *self)
{
  g_mutex_init (&self->lock);
  self->young = new_generation ();
  self->old = new_generation ();
  self->restored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->dictionary = _dyzur_dictionary_get ("pl");
}

/**
 * dyzur_hunspell_analyzer_new:
 *
 * Returns: (transfer full): an analyzer of Polish; its version tells whether it has a dictionary
 */
DyzurHunspellAnalyzer *
dyzur_hunspell_analyzer_new (void)
{
  return g_object_new (DYZUR_TYPE_HUNSPELL_ANALYZER, NULL);
}

typedef struct
{
  DyzurHunspellAnalyzer *analyzer;
  GString               *text;
  const char            *source;
  gsize                  done;     /* bytes of @source that are in @text */

  const char            *word;     /* in lower case, ASCII */
  gunichar               letters[MAX_RESTORED_WORD];
  gsize                  n;
  guint                  trials;
} Restore;

static const char * const marked_letters[][3] = {
  { "a", "ą" }, { "c", "ć" }, { "e", "ę" }, { "l", "ł" }, { "n", "ń" }, { "o", "ó" }, { "s", "ś" }, { "z", "ż", "ź" },
};

static char *
spell_out (const Restore *self)
{
  return g_ucs4_to_utf8 (self->letters, self->n, NULL, NULL, NULL);
}

/* Puts @marks marks on letters from @from on, until the dictionary knows the word. */
static char *
try_marks (Restore *self,
           gsize    from,
           guint    marks)
{
  if (marks == 0)
    {
      g_autofree char *word = spell_out (self);

      self->trials++;
      return _dyzur_dictionary_knows (self->analyzer->dictionary, word) ? g_steal_pointer (&word) : NULL;
    }
  for (gsize i = self->n; i > from && self->trials < MAX_TRIALS; i--)
    for (guint j = 0; j < G_N_ELEMENTS (marked_letters); j++)
      if (self->word[i - 1] == *marked_letters[j][0])
        for (guint k = 1; k < 3 && marked_letters[j][k] != NULL; k++)
          {
            char *found;

            self->letters[i - 1] = g_utf8_get_char (marked_letters[j][k]);
            found = try_marks (self, i, marks - 1);
            self->letters[i - 1] = self->word[i - 1];
            if (found != NULL)
              return found;
          }
  return NULL;
}

static char *
search_restored (Restore *self)
{
  char *found = NULL;

  for (gsize i = 0; i < self->n; i++)
    self->letters[i] = self->word[i];
  self->trials = 0;
  for (guint marks = 1; marks <= 3 && found == NULL; marks++)
    found = try_marks (self, 0, marks);
  return found != NULL ? found : g_strdup ("");
}

static gboolean
is_plain (const char *word,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalpha (word[i]))
      return FALSE;
  return TRUE;
}

/* Unknown words come again and again: names, brands, and what people misspell. */
static char *
restore_word (Restore    *self,
              const char *word,
              gsize       length)
{
  DyzurHunspellAnalyzer *analyzer = self->analyzer;
  g_autofree char *lower = g_ascii_strdown (word, length);
  g_autofree char *restored = NULL;

  if (!is_plain (lower, length) || _dyzur_dictionary_knows (analyzer->dictionary, lower))
    return NULL;
  self->word = lower;
  self->n = length;
  g_mutex_lock (&analyzer->lock);
  restored = g_strdup (g_hash_table_lookup (analyzer->restored, lower));
  if (restored == NULL)
    {
      restored = search_restored (self);
      if (g_hash_table_size (analyzer->restored) >= MAX_RESTORED)
        g_hash_table_remove_all (analyzer->restored);
      g_hash_table_insert (analyzer->restored, g_strdup (lower), g_strdup (restored));
    }
  g_mutex_unlock (&analyzer->lock);
  return *restored != '\0' ? g_steal_pointer (&restored) : NULL;
}

static void
restore_cb (const char *word,
            gsize       length,
            gsize       offset,
            gpointer    user_data)
{
  Restore *self = user_data;
  g_autofree char *restored = length >= 2 && length <= MAX_RESTORED_WORD ? restore_word (self, word, length) : NULL;

  if (restored == NULL)
    return;
  g_string_append_len (self->text, self->source + self->done, offset - self->done);
  g_string_append (self->text, restored);
  self->done = offset + length;
}

/**
 * dyzur_hunspell_analyzer_restore:
 * @text: as somebody typed it
 *
 * Puts back the Polish marks that people leave out in a hurry («paczke» → «paczkę»), on words that exist only with them
 * and with as few as possible. For understanding, not for showing. A few µs a known word, about 1 ms an unknown one.
 *
 * Returns: (transfer full)
 */
char *
dyzur_hunspell_analyzer_restore (DyzurHunspellAnalyzer *self,
                                 const char            *text)
{
  Restore restore = { self, g_string_new (NULL), text };

  if (self->dictionary != NULL)
    dyzur_foreach_word (text, -1, restore_cb, &restore);
  g_string_append (restore.text, text + restore.done);
  return g_string_free (restore.text, FALSE);
}
