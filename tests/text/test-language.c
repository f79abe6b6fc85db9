/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-fold.h"
#include "dyzur-language.h"

#include <string.h>

typedef struct
{
  guint n;
  guint right;
  guint unsure;
} Count;

static void
count_guess (Count      *count,
             const char *language,
             const char *text)
{
  const char *guess = dyzur_language_guess (text);

  count->n++;
  count->right += g_strcmp0 (guess, language) == 0;
  count->unsure += guess == NULL;
}

/* Figures are printed; the floor is three points below what was measured when they were written here. */
static void
check_floor (const char  *what,
             const Count *count,
             double       floor)
{
  double right = 100.0 * count->right / count->n;

  g_test_message ("%s: %.1f %% right, %.1f %% unsure of %u", what, right, 100.0 * count->unsure / count->n, count->n);
  g_assert_cmpfloat (right, >=, floor);
}

static GStrv
read_lines (const char *first,
            const char *second)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, first, second, NULL);
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  return g_strsplit (g_strchomp (content), "\n", -1);
}

static void
test_sentences (void)
{
  static const struct { const char *language; double floor; } floors[] = {
    { "cs", 92 }, { "de", 97 }, { "en", 97 }, { "pl", 97 }, { "ru", 92 }, { "sk", 83 }, { "uk", 95 },
  };
  g_auto(GStrv) lines = read_lines ("text", "languages.tsv");

  for (guint i = 0; i < G_N_ELEMENTS (floors); i++)
    {
      Count count = { 0 };

      for (guint j = 0; lines[j] != NULL; j++)
        if (g_str_has_prefix (lines[j], floors[i].language))
          count_guess (&count, floors[i].language, lines[j] + 3);
      check_floor (floors[i].language, &count, floors[i].floor);
    }
}

/* The value of a string member; enough for our own fixture, which escapes nothing but quotes. */
static char *
get_member (const char *line,
            const char *name)
{
  g_autofree char *key = g_strdup_printf ("\"%s\": \"", name);
  const char *start = strstr (line, key), *end;

  g_assert_nonnull (start);
  start += strlen (key);
  for (end = start; *end != '"' || end[-1] == '\\'; end++)
    ;
  return g_strndup (start, end - start);
}

static void
test_messages (void)
{
  g_auto(GStrv) lines = read_lines ("fixtures/desk-pl", "messages.jsonl");
  Count all = { 0 }, bare = { 0 };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *text = get_member (lines[i], "text");
      g_autofree char *language = get_member (lines[i], "language");
      g_autofree char *folded = dyzur_fold (text, -1);

      count_guess (&all, language, text);
      if (g_str_equal (language, "pl"))
        count_guess (&bare, language, folded);
    }
  check_floor ("customers", &all, 96);
  check_floor ("Polish customers without marks", &bare, 96);
}

static void
test_short (void)
{
  static const struct { const char *text; const char *language; } cases[] = {
    { "", NULL }, { "ok", NULL }, { "1042", NULL }, { "InPost", NULL }, { "👍", NULL }, { "?!", NULL },
    { "dziękuję", "pl" }, { "Gdzie paczka", "pl" }, { "kiedy bedzie", "pl" }, { "GDZIE JEST MOJA PACZKA", "pl" },
    { "Danke", "de" }, { "where is my order?", "en" }, { "дякую", "uk" }, { "де моя посилка", "uk" },
    { "где мой заказ", "ru" }, { "Kde je můj balík?", "cs" }, { "Kedy príde balík?", "sk" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (dyzur_language_guess (cases[i].text), ==, cases[i].language);
}

static void
test_hostile (void)
{
  g_autofree char *letters = g_strnfill (3000000, 'z');
  g_autofree char *cut = g_strconcat (letters + 3000000 - 799, "ź", NULL);   /* cut inside a character */

  dyzur_language_guess (letters);
  dyzur_language_guess (cut);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/text/language/sentences", test_sentences);
  g_test_add_func ("/text/language/messages", test_messages);
  g_test_add_func ("/text/language/short", test_short);
  g_test_add_func ("/text/language/hostile", test_hostile);
  return g_test_run ();
}
