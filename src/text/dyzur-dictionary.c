/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-dictionary-private.h"

#include <glib/gstdio.h>
#include <string.h>

#ifdef HAVE_HUNSPELL
#include <hunspell.h>
#endif

/* hunspell's own tables end there, and longer "words" are not words. */
#define MAX_WORD 100

struct _DyzurDictionary
{
  int        ref_count;    /* under the table's lock */
  char      *language;
  char      *affixes;      /* path of the .aff file */
  char      *words;        /* path of the .dic file */

  GMutex     lock;
#ifdef HAVE_HUNSPELL
  Hunhandle *handle;       /* (nullable): until first use */
#endif
  GIConv     to_words;
  GIConv     from_words;
};

static GMutex table_lock;
static GHashTable *table;   /* (element-type utf8 DyzurDictionary): by language, borrowed */

#ifdef HAVE_HUNSPELL
static const struct
{
  const char *language;
  const char *names[3];
} dictionaries[] = {
  { "pl", { "pl_PL" } }, { "en", { "en_US", "en_GB" } }, { "de", { "de_DE", "de_DE_frami" } },
  { "uk", { "uk_UA" } }, { "cs", { "cs_CZ" } }, { "sk", { "sk_SK" } }, { "ru", { "ru_RU" } },
};

static gboolean
find_files (DyzurDictionary *self,
            const char      *directory,
            const char      *name)
{
  g_autofree char *affixes = g_strdup_printf ("%s/%s.aff", directory, name);
  g_autofree char *words = g_strdup_printf ("%s/%s.dic", directory, name);

  if (!g_file_test (affixes, G_FILE_TEST_IS_REGULAR) || !g_file_test (words, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  self->affixes = g_steal_pointer (&affixes);
  self->words = g_steal_pointer (&words);
  return TRUE;
}

/* DYZUR_DICTIONARIES names another directory than the system's: for tests and for unusual installations. */
static gboolean
find_dictionary (DyzurDictionary *self)
{
  const char *directory = g_getenv ("DYZUR_DICTIONARIES");

  if (directory == NULL)
    directory = "/usr/share/hunspell";
  for (guint i = 0; i < G_N_ELEMENTS (dictionaries); i++)
    for (guint j = 0; j < 3 && dictionaries[i].names[j] != NULL; j++)
      if (g_str_equal (dictionaries[i].language, self->language) &&
          find_files (self, directory, dictionaries[i].names[j]))
        return TRUE;
  return FALSE;
}

static void
free_dictionary (DyzurDictionary *self)
{
  if (self->handle != NULL)
    {
      Hunspell_destroy (self->handle);
      if (self->to_words != (GIConv) -1)
        g_iconv_close (self->to_words);
      if (self->from_words != (GIConv) -1)
        g_iconv_close (self->from_words);
    }
  g_mutex_clear (&self->lock);
  g_free (self->language);
  g_free (self->affixes);
  g_free (self->words);
  g_free (self);
}

static DyzurDictionary *
new_dictionary (const char *language)
{
  DyzurDictionary *self = g_new0 (DyzurDictionary, 1);

  g_mutex_init (&self->lock);
  self->language = g_strdup (language);
  self->ref_count = 1;
  if (find_dictionary (self))
    return self;
  free_dictionary (self);
  return NULL;
}
#else
static DyzurDictionary *
new_dictionary (const char *language)
{
  return NULL;
}

static void
free_dictionary (DyzurDictionary *self)
{
  g_assert_not_reached ();
}
#endif

/*
 * _dyzur_dictionary_get:
 * @language: ISO 639-1
 *
 * Returns: (transfer full) (nullable): %NULL when there is none on this computer
 */
DyzurDictionary *
_dyzur_dictionary_get (const char *language)
{
  DyzurDictionary *self;

  g_mutex_lock (&table_lock);
  if (table == NULL)
    table = g_hash_table_new (g_str_hash, g_str_equal);
  self = g_hash_table_lookup (table, language);
  if (self != NULL)
    self->ref_count++;
  else if ((self = new_dictionary (language)) != NULL)
    g_hash_table_insert (table, self->language, self);
  g_mutex_unlock (&table_lock);
  return self;
}

void
_dyzur_dictionary_unref (DyzurDictionary *self)
{
  g_mutex_lock (&table_lock);
  if (--self->ref_count == 0)
    {
      g_hash_table_remove (table, self->language);
      if (g_hash_table_size (table) == 0)
        g_clear_pointer (&table, g_hash_table_unref);
      free_dictionary (self);
    }
  g_mutex_unlock (&table_lock);
}

/*
 * _dyzur_dictionary_version:
 *
 * Returns: another number for another edition of the dictionary; nothing is read for it
 */
guint
_dyzur_dictionary_version (DyzurDictionary *self)
{
  GStatBuf affixes = { 0 }, words = { 0 };

  g_stat (self->affixes, &affixes);
  g_stat (self->words, &words);
  return (guint) words.st_size * 31 + (guint) affixes.st_size;
}

#ifdef HAVE_HUNSPELL
/* The caller has the lock. */
static void
load (DyzurDictionary *self)
{
  g_autofree char *encoding = NULL;

  if (self->handle != NULL)
    return;
  self->handle = Hunspell_create (self->affixes, self->words);
  encoding = g_strdup (Hunspell_get_dic_encoding (self->handle));
  /* hunspell writes it without the dash that iconv wants */
  if (g_ascii_strncasecmp (encoding, "ISO8859", 7) == 0)
    {
      g_autofree char *bare = g_steal_pointer (&encoding);

      encoding = g_strdup_printf ("ISO-%s", bare + 3);
    }
  self->to_words = g_iconv_open (encoding, "UTF-8");
  self->from_words = g_iconv_open ("UTF-8", encoding);
}

static char *
convert (GIConv      converter,
         const char *word)
{
  if (converter == (GIConv) -1)
    return NULL;
  return g_convert_with_iconv (word, -1, converter, NULL, NULL, NULL);
}

/* Locks the dictionary and gives the word as it has it, or neither. */
static char *
begin (DyzurDictionary *self,
       const char      *word)
{
  char *converted;

  if (*word == '\0' || strlen (word) > MAX_WORD)
    return NULL;
  g_mutex_lock (&self->lock);
  load (self);
  converted = convert (self->to_words, word);
  if (converted == NULL)
    g_mutex_unlock (&self->lock);
  return converted;
}

static void
take_words (DyzurDictionary  *self,
            char            **words,
            int               n,
            guint             limit,
            GPtrArray        *out)
{
  for (int i = 0; i < n && out->len < limit; i++)
    {
      char *word = convert (self->from_words, words[i]);

      if (word != NULL)
        g_ptr_array_add (out, word);
    }
  if (n > 0)
    Hunspell_free_list (self->handle, &words, n);
}
#endif

gboolean
_dyzur_dictionary_knows (DyzurDictionary *self,
                         const char      *word)
{
  gboolean known = FALSE;
#ifdef HAVE_HUNSPELL
  g_autofree char *converted = begin (self, word);

  if (converted == NULL)
    return FALSE;
  known = Hunspell_spell (self->handle, converted) != 0;
  g_mutex_unlock (&self->lock);
#endif
  return known;
}

/*
 * _dyzur_dictionary_add_stems:
 * @stems: (element-type utf8): gets every base form of @word, in UTF-8
 */
void
_dyzur_dictionary_add_stems (DyzurDictionary *self,
                             const char      *word,
                             GPtrArray       *stems)
{
#ifdef HAVE_HUNSPELL
  g_autofree char *converted = begin (self, word);
  char **words = NULL;
  int n;

  if (converted == NULL)
    return;
  n = Hunspell_stem (self->handle, &words, converted);
  take_words (self, words, n, G_MAXUINT, stems);
  g_mutex_unlock (&self->lock);
#endif
}

/*
 * _dyzur_dictionary_suggest:
 *
 * May take 0.3 s. Returns: (transfer full): what @word was meant to be, likeliest first
 */
GStrv
_dyzur_dictionary_suggest (DyzurDictionary *self,
                           const char      *word,
                           guint            limit)
{
  g_autoptr(GPtrArray) suggestions = g_ptr_array_new ();
#ifdef HAVE_HUNSPELL
  g_autofree char *converted = begin (self, word);
  char **words = NULL;

  if (converted != NULL)
    {
      int n = Hunspell_suggest (self->handle, &words, converted);

      take_words (self, words, n, limit, suggestions);
      g_mutex_unlock (&self->lock);
    }
#endif
  g_ptr_array_add (suggestions, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&suggestions), FALSE);
}
