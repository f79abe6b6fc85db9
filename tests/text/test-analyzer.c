/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-hunspell-analyzer.h"

#include <string.h>

#define PL_DICTIONARY "/usr/share/hunspell/pl_PL.dic"

static gboolean
have_dictionary (void)
{
#ifdef HAVE_HUNSPELL
  if (g_file_test (PL_DICTIONARY, G_FILE_TEST_EXISTS))
    return TRUE;
#endif
  g_test_skip ("no Polish dictionary here");
  return FALSE;
}

static char *
join_stems (DyzurHunspellAnalyzer *analyzer,
            const char            *word)
{
  g_autoptr(GPtrArray) stems = g_ptr_array_new_with_free_func (g_free);

  dyzur_analyzer_add_stems (DYZUR_ANALYZER (analyzer), word, stems);
  g_ptr_array_add (stems, NULL);
  return g_strjoinv (" ", (char **) stems->pdata);
}

static void
test_stems (void)
{
  static const char * const cases[][2] = {
    { "paczce", "paczka" }, { "PACZKĄ", "paczka" }, { "zamówienia", "zamówienie" }, { "zamówienia", "zamówić" },
    { "wysłaliście", "wysłać" }, { "Annie", "Anna" }, { "annie", "Anna" }, { "żółwie", "żółw" },
    { "xyzzyk", "" }, { "", "" }, { "посилка", "" }, { "123", "" }, { "paczke", "" },
  };
  g_autoptr(DyzurHunspellAnalyzer) analyzer = dyzur_hunspell_analyzer_new ();

  if (!have_dictionary ())
    return;
  for (guint round = 0; round < 2; round++)    /* the second time from memory */
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        g_autofree char *stems = join_stems (analyzer, cases[i][0]);

        if (*cases[i][1] == '\0')
          g_assert_cmpstr (stems, ==, "");
        g_assert_nonnull (strstr (stems, cases[i][1]));
      }
}

static void
test_restore (void)
{
  static const char * const cases[][2] = {
    { "gdzie jest moja paczka", "gdzie jest moja paczka" },
    { "Zapomnialem podac NIP przy zamowieniu!", "zapomniałem podać NIP przy zamówieniu!" },
    { "nie moge sie zalogowac", "nie mogę się zalogować" },
    { "fakture na firme, prosze", "fakturę na firmę, proszę" },
    { "Żółw już sie nie spieszy", "Żółw już się nie spieszy" },
    { "qqqqlllnnn 12zl #1042", "qqqqlllnnn 12zl #1042" },
    { "", "" },
  };
  g_autoptr(DyzurHunspellAnalyzer) analyzer = dyzur_hunspell_analyzer_new ();

  if (!have_dictionary ())
    return;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = dyzur_hunspell_analyzer_restore (analyzer, cases[i][0]);

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

/* More words than are remembered: the answers stay the same. */
static void
test_many_words (void)
{
  g_autoptr(DyzurHunspellAnalyzer) analyzer = dyzur_hunspell_analyzer_new ();

  if (!have_dictionary ())
    return;
  for (guint i = 0; i < 60000; i++)
    {
      g_autofree char *word = g_strdup_printf ("слово%u", i);
      g_autofree char *stems = join_stems (analyzer, word);
      g_autofree char *known = i % 1000 == 0 ? join_stems (analyzer, "paczce") : NULL;

      g_assert_nonnull (stems);
      if (known != NULL)
        g_assert_cmpstr (known, ==, "paczka");
    }
}

static gpointer
stem_in_thread (gpointer data)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *word = g_strdup_printf ("%s%u", i % 2 ? "paczk" : "zwrot", i % 7);
      g_autofree char *stems = join_stems (data, i % 3 ? "paczce" : word);

      g_assert_nonnull (stems);
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr(DyzurHunspellAnalyzer) analyzer = dyzur_hunspell_analyzer_new ();
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, stem_in_thread, analyzer);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* Without a dictionary endings are cut: most forms of a word still meet. */
static void
test_without_dictionary (void)
{
  static const char * const groups[][6] = {
    { "zamówienie", "zamówienia", "zamówieniem", "zamówieniu" }, { "zwrot", "zwrotu", "zwrotów", "zwrotem", "zwrotami" },
    { "przesyłka", "przesyłki", "przesyłkę", "przesyłkami" }, { "niebieski", "niebieska", "niebieskie", "niebieskiego" },
  };
  g_autoptr(DyzurHunspellAnalyzer) with = dyzur_hunspell_analyzer_new ();
  g_autoptr(DyzurHunspellAnalyzer) without = NULL;
  guint version = dyzur_analyzer_get_version (DYZUR_ANALYZER (with));
  g_autofree char *kept = NULL;

  g_clear_object (&with);
  g_setenv ("DYZUR_DICTIONARIES", "/nonexistent", TRUE);
  without = dyzur_hunspell_analyzer_new ();
  g_unsetenv ("DYZUR_DICTIONARIES");
  if (have_dictionary ())
    g_assert_cmpuint (dyzur_analyzer_get_version (DYZUR_ANALYZER (without)), !=, version);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    for (guint j = 1; groups[i][j] != NULL; j++)
      {
        g_autofree char *first = join_stems (without, groups[i][0]);
        g_autofree char *other = join_stems (without, groups[i][j]);

        g_assert_cmpstr (first, ==, other);
      }
  kept = dyzur_hunspell_analyzer_restore (without, "paczke");
  g_assert_cmpstr (kept, ==, "paczke");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/text/analyzer/stems", test_stems);
  g_test_add_func ("/text/analyzer/restore", test_restore);
  g_test_add_func ("/text/analyzer/many-words", test_many_words);
  g_test_add_func ("/text/analyzer/threads", test_threads);
  g_test_add_func ("/text/analyzer/without-dictionary", test_without_dictionary);
  return g_test_run ();
}
