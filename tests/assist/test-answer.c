/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-answer-private.h"
#include "dyzur-hunspell-analyzer.h"

#include <string.h>

/* Sentences are parted by "|". */
static const char * const splits[][2] = {
  { "", "" },
  { "Jedno zdanie", "Jedno zdanie" },
  { "Raz. Dwa! Trzy? Cztery", "Raz.|Dwa!|Trzy?|Cztery" },
  { "Raz.\nDwa.\n\nTrzy.", "Raz.|Dwa.|Trzy." },
  { "Koszt to ok. 12,99 zł, np. Paczkomat. Kurier: 16,99 zł.", "Koszt to ok. 12,99 zł, np. Paczkomat.|Kurier: 16,99 zł." },
  { "Adres: ul. Tkacka 101, tel. 42 000 00 18. Zapraszamy.", "Adres: ul. Tkacka 101, tel. 42 000 00 18.|Zapraszamy." },
  { "1. Wejdź na stronę. 2. Zaznacz produkty.", "1. Wejdź na stronę.|2. Zaznacz produkty." },
  { "Napisz „Zwroty”. Potem czekaj.", "Napisz „Zwroty”.|Potem czekaj." },
  { "Cena 12.50 zł i 3.5 kg. Koniec…", "Cena 12.50 zł i 3.5 kg.|Koniec…" },
  { "Naprawdę?! Tak.", "Naprawdę?!|Tak." },
  { "małą literą. nie dzielimy", "małą literą. nie dzielimy" },
};

static void
test_split (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      g_autoptr(GArray) sentences = _dyzur_answer_split (splits[i][0]);
      g_autoptr(GString) joined = g_string_new (NULL);

      for (guint j = 0; j < sentences->len; j++)
        {
          DyzurPassage *passage = &g_array_index (sentences, DyzurPassage, j);

          g_string_append_printf (joined, "%s%.*s", j > 0 ? "|" : "", (int) (passage->end - passage->start),
                                  splits[i][0] + passage->start);
        }
      g_assert_cmpstr (joined->str, ==, splits[i][1]);
    }
}

static char *
pick (const char *question,
      const char *body)
{
  g_autoptr(DyzurHunspellAnalyzer) analyzer = dyzur_hunspell_analyzer_new ();
  DyzurLexicon *lexicon = _dyzur_lexicon_new (DYZUR_ANALYZER (analyzer));
  DyzurReading *reading = _dyzur_lexicon_read (lexicon, question);
  g_autoptr(GArray) passages = _dyzur_answer_pick (lexicon, reading, body);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < passages->len; i++)
    {
      DyzurPassage *passage = &g_array_index (passages, DyzurPassage, i);

      g_assert_cmpuint (passage->start, <, passage->end);
      g_string_append_printf (text, "%s%.*s", i > 0 ? "|" : "", (int) (passage->end - passage->start), body + passage->start);
    }
  _dyzur_reading_free (reading);
  _dyzur_lexicon_free (lexicon);
  return g_string_free (text, FALSE);
}

static const char body[] =
  "Zwrot zgłosisz na stronie sklepu w ciągu 14 dni od odbioru paczki, bez podawania przyczyny, a towar odeślesz do magazynu.\n"
  "Koszt odesłania pokrywa kupujący. Etykieta do Paczkomatu kosztuje 9,99 zł, a kurier 14,99 zł. Potrącimy ją z kwoty zwrotu.\n"
  "Bielizny i kosmetyków po otwarciu nie przyjmujemy ze względów higienicznych. Materac musi mieć folię ochronną na sobie.";

static void
test_pick (void)
{
  g_autofree char *cost = pick ("ile kosztuje etykieta do odesłania?", body);
  g_autofree char *hygiene = pick ("czy mogę oddać rozpakowaną bieliznę albo materac bez folii", body);
  g_autofree char *nothing = pick ("gdzie jest paczka", "");
  g_autofree char *all = pick ("cokolwiek", "Krótki artykuł.\nDrugi akapit.");

  g_assert_nonnull (strstr (cost, "9,99 zł"));
  g_assert_null (strstr (cost, "Bielizny"));
  g_assert_nonnull (strstr (hygiene, "Bielizny"));
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (all, ==, "Krótki artykuł.|Drugi akapit.");
}

static void
test_long_paragraph (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *picked = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (text, "Zdanie numer %u o niczym szczególnym. ", i + 100);
  g_string_append (text, "Fakturę pobierzesz z konta.");
  picked = pick ("gdzie pobrać fakturę", text->str);
  g_assert_true (g_str_has_suffix (picked, "Fakturę pobierzesz z konta."));
  g_assert_cmpuint (strlen (picked), <, 600);
}

static void
test_address (void)
{
  g_assert_true (_dyzur_answer_is_informal ("Możesz zwrócić towar."));
  g_assert_true (_dyzur_answer_is_informal ("Wejdź na stronę."));
  g_assert_true (_dyzur_answer_is_informal ("Jeśli zapłaciłeś kartą, środki wrócą."));
  g_assert_true (_dyzur_answer_is_informal ("gdy dostaniesz paczkę"));
  g_assert_false (_dyzur_answer_is_informal ("Tomasz i Łukasz pakują paczki. Koszt dostawy to 12,99 zł."));
  g_assert_true (_dyzur_answer_is_gendered ("Jeśli zapłaciłeś kartą"));
  g_assert_true (_dyzur_answer_is_gendered ("gdybyś chciała… zamówiłabyś"));
  g_assert_false (_dyzur_answer_is_gendered ("Możesz zwrócić towar."));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/assist/answer/split", test_split);
  g_test_add_func ("/assist/answer/pick", test_pick);
  g_test_add_func ("/assist/answer/long-paragraph", test_long_paragraph);
  g_test_add_func ("/assist/answer/address", test_address);
  return g_test_run ();
}
