/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-fold.h"

static void
test_fold (void)
{
  static const struct
  {
    const char *text;
    const char *folded;
  } cases[] = {
    { "", "" },
    { "ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "zazolc gesla jazn" },
    { "Wójcik-Łąska", "wojcik-laska" },
    { "Straße ẞ", "strasse ss" },
    { "Ærø Œuvre Đorđe", "aero oeuvre dorde" },
    { "Київ їжак Йо", "киів іжак ио" },
    { "e\u0301te\u0301", "ete" },
    { "ŻÓŁW №7", "zolw №7" },
    { "👍 OK", "👍 ok" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = dyzur_fold (cases[i].text, -1);
      g_autofree char *again = dyzur_fold (folded, -1);

      g_assert_cmpstr (folded, ==, cases[i].folded);
      g_assert_cmpstr (again, ==, folded);
    }
}

static void
test_fold_part (void)
{
  g_autofree char *folded = dyzur_fold ("ŁÓDŹ i okolice", 7);

  g_assert_cmpstr (folded, ==, "lodz");
}

/* Whatever is typed with or without marks, in any case, meets in the same form. */
static void
test_fold_every_letter (void)
{
  const char *marked = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", *plain = "acelnoszzacelnoszz";
  g_autofree char *folded = dyzur_fold (marked, -1);

  g_assert_cmpstr (folded, ==, plain);
}

static void
collect_cb (const char *word,
            gsize       length,
            gsize       offset,
            gpointer    user_data)
{
  g_string_append_printf (user_data, "%.*s@%" G_GSIZE_FORMAT " ", (int) length, word, offset);
}

static void
test_words (void)
{
  static const struct
  {
    const char *text;
    gssize      length;
    const char *words;
  } cases[] = {
    { "", -1, "" },
    { " .,! ", -1, "" },
    { "Gdzie jest paczka?", -1, "Gdzie@0 jest@6 paczka@11 " },
    { "żółw,nr 1042", -1, "żółw@0 nr@8 1042@11 " },
    { "anna@example.com", -1, "anna@0 example@5 com@13 " },
    { "ab cd", 4, "ab@0 c@3 " },
    { "e\u0301t", -1, "e\u0301t@0 " },
    { "a👍b", -1, "a@0 b@5 " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) words = g_string_new (NULL);

      dyzur_foreach_word (cases[i].text, cases[i].length, collect_cb, words);
      g_assert_cmpstr (words->str, ==, cases[i].words);
    }
}

typedef struct
{
  GString *expected;
  GString *found;
} Both;

static void
expected_cb (const char *word,
             gsize       length,
             gsize       offset,
             gpointer    user_data)
{
  g_autofree char *folded = dyzur_fold (word, length);

  g_string_append_printf (((Both *) user_data)->expected, "%s@%" G_GSIZE_FORMAT "+%" G_GSIZE_FORMAT " ",
                          *folded != '\0' ? folded : "_", offset, length);
}

static void
found_cb (const char *folded,
          gsize       folded_length,
          gsize       offset,
          gsize       length,
          gpointer    user_data)
{
  g_string_append_printf (((Both *) user_data)->found, "%.*s@%" G_GSIZE_FORMAT "+%" G_GSIZE_FORMAT " ",
                          (int) folded_length, folded, offset, length);
}

/* The walk that folds on its way gives what the two steps give. */
static void
test_folded_words (void)
{
  static const char * const pieces[] = { "Zażółć", " ", "gęślą", ",", "JAŹŃ", "ß", "\u0301", "👍", "Їжак", "1", "\n", "Œ", "№", "ﬁ", "한" };

  for (guint round = 0; round < 500; round++)
    {
      g_autoptr(GString) text = g_string_new (NULL), expected = g_string_new (NULL), found = g_string_new (NULL);
      Both both = { expected, found };

      for (int n = g_test_rand_int_range (0, 12); n > 0; n--)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      dyzur_foreach_word (text->str, -1, expected_cb, &both);
      dyzur_foreach_folded (text->str, -1, found_cb, &both);
      g_assert_cmpstr (found->str, ==, expected->str);
    }
}

static void
length_cb (const char *folded,
           gsize       folded_length,
           gsize       offset,
           gsize       length,
           gpointer    user_data)
{
  g_assert_cmpuint (folded_length, <=, 2 * DYZUR_MAX_FOLDED);
  *(gsize *) user_data = length;
}

static void
test_long_word (void)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  gsize length = 0;

  dyzur_foreach_folded (text, -1, length_cb, &length);
  g_assert_cmpuint (length, ==, 100000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/fold/fold", test_fold);
  g_test_add_func ("/core/fold/part", test_fold_part);
  g_test_add_func ("/core/fold/every-letter", test_fold_every_letter);
  g_test_add_func ("/core/fold/words", test_words);
  g_test_add_func ("/core/fold/folded-words", test_folded_words);
  g_test_add_func ("/core/fold/long-word", test_long_word);

  return g_test_run ();
}
