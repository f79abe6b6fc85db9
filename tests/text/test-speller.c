/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-speller.h"

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

static void
store_result_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* The misspelt words of a text, joined by spaces. */
static char *
check (DyzurSpeller *speller,
       const char   *text)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) ranges = NULL;
  GString *words = g_string_new (NULL);

  dyzur_speller_check_async (speller, text, NULL, store_result_cb, &result);
  ranges = dyzur_speller_check_finish (speller, wait_for (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ranges->len; i++)
    {
      DyzurTextRange *range = &g_array_index (ranges, DyzurTextRange, i);

      g_string_append_printf (words, "%s%.*s", i > 0 ? " " : "", (int) (range->end - range->start), text + range->start);
    }
  return g_string_free (words, FALSE);
}

static char *
suggest (DyzurSpeller *speller,
         const char   *word)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) words = NULL;

  dyzur_speller_suggest_async (speller, word, NULL, store_result_cb, &result);
  words = dyzur_speller_suggest_finish (speller, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (words), <=, 5);
  return g_strjoinv (" ", words);
}

static void
end (DyzurSpeller *speller)
{
  dyzur_speller_close (speller);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (speller);
}

static void
test_check (void)
{
  static const char * const cases[][2] = {
    { "Dzień dobry, Pani Anno, wysłaliśmy paczkę.", "" },
    { "Wysłaliśmy paczke wczorej", "paczke wczorej" },
    { "żółć i żołć", "żołć" },
    { "Zobacz https://sklep.example/paczke i www.wczorej.example", "" },
    { "Napisz: wczorej@paczke.example albo paczke", "paczke" },
    { "Zamówienie X1042ab, #wczorej, @paczke", "" },
    { "InPost, DPD, NIP, BLIK, PESEL, iPhone", "" },
    { "ZAMÓWIENIE ZAMUWIENIE", "ZAMUWIENIE" },
    { "Sprawdź paczkomat i e-mail, wysłałem SMS-a", "" },
    { "a w z x", "" },
    { "", "" },
  };
  DyzurSpeller *speller = dyzur_speller_new ("pl");

  for (guint i = 0; have_dictionary () && i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = check (speller, cases[i][0]);

      g_assert_cmpstr (words, ==, cases[i][1]);
    }
  end (speller);
}

static void
test_add_word (void)
{
  DyzurSpeller *speller = dyzur_speller_new ("pl");
  g_autofree char *before = check (speller, "Nasze bobreks czeka");
  g_autofree char *after = NULL;

  if (have_dictionary ())
    g_assert_cmpstr (before, ==, "bobreks");
  dyzur_speller_add_word (speller, "Bobreks");
  after = check (speller, "Nasze bobreks czeka");
  g_assert_cmpstr (after, ==, "");
  end (speller);
}

static void
test_suggest (void)
{
  DyzurSpeller *speller = dyzur_speller_new ("pl");
  g_autofree char *words = suggest (speller, "paczke");
  g_autofree char *nothing = suggest (speller, "");

  if (have_dictionary ())
    g_assert_true (g_str_has_prefix (words, "paczkę "));
  g_assert_cmpstr (nothing, ==, "");
  end (speller);
}

static void
test_no_dictionary (void)
{
  DyzurSpeller *speller = dyzur_speller_new ("tlh");
  g_autofree char *misspelt = check (speller, "paczke qwerty");
  g_autofree char *suggestions = suggest (speller, "paczke");

  g_assert_cmpstr (misspelt, ==, "");
  g_assert_cmpstr (suggestions, ==, "");
  end (speller);
}

static void
test_cancelled (void)
{
  DyzurSpeller *speller = dyzur_speller_new ("pl");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  dyzur_speller_check_async (speller, "paczke", cancellable, store_result_cb, &result);
  g_assert_null (dyzur_speller_check_finish (speller, wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  end (speller);
}

/* Closing with work waiting: every call comes back once, done or cancelled. */
static void
test_close (void)
{
  DyzurSpeller *speller = dyzur_speller_new ("pl");
  GAsyncResult *results[5] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    dyzur_speller_suggest_async (speller, "zamuwienie", NULL, store_result_cb, &results[i]);
  dyzur_speller_close (speller);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(GError) error = NULL;
      g_auto(GStrv) words = dyzur_speller_suggest_finish (speller, wait_for (&results[i]), &error);

      if (words == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_object_unref (results[i]);
    }
  g_assert_finalize_object (speller);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/text/speller/check", test_check);
  g_test_add_func ("/text/speller/add-word", test_add_word);
  g_test_add_func ("/text/speller/suggest", test_suggest);
  g_test_add_func ("/text/speller/no-dictionary", test_no_dictionary);
  g_test_add_func ("/text/speller/cancelled", test_cancelled);
  g_test_add_func ("/text/speller/close", test_close);
  return g_test_run ();
}
