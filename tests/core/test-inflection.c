/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-fold.h"
#include "dyzur-inflection.h"

static gboolean
is_of (const char *form,
       const char *name)
{
  g_autofree char *folded = dyzur_fold (form, -1);
  g_autofree char *base = dyzur_fold (name, -1);

  return dyzur_inflection_is_of (folded, base);
}

static void
test_names (void)
{
  static const char * const cases[][2] = {
    { "Żółkiewskiego", "Żółkiewski" }, { "Żółkiewskiemu", "Żółkiewski" }, { "Żółkiewskim", "Żółkiewski" },
    { "Żółkiewskich", "Żółkiewski" }, { "Żółkiewscy", "Żółkiewski" }, { "Kowalskiej", "Kowalska" },
    { "Cichockiego", "Cichocki" }, { "Szczęsnej", "Szczęsna" }, { "Szczęsnego", "Szczęsny" }, { "Nowaka", "Nowak" },
    { "Nowakowi", "Nowak" }, { "Nowakiem", "Nowak" }, { "Nowaku", "Nowak" }, { "Nowaków", "Nowak" }, { "Nowakom", "Nowak" },
    { "Nowakami", "Nowak" }, { "Brzęczyszczykiewicza", "Brzęczyszczykiewicz" },
    { "Brzęczyszczykiewiczowi", "Brzęczyszczykiewicz" }, { "Brzęczyszczykiewiczem", "Brzęczyszczykiewicz" },
    { "Dudka", "Dudek" }, { "Dudkowi", "Dudek" }, { "Świątkiem", "Świątek" }, { "Wróbla", "Wróbel" }, { "Łosia", "Łoś" },
    { "Łosiowi", "Łoś" }, { "Sikory", "Sikora" }, { "Sikorze", "Sikora" }, { "Sikorę", "Sikora" }, { "Sikoro", "Sikora" },
    { "Wagi", "Waga" }, { "Wadze", "Waga" }, { "Zawadzie", "Zawada" }, { "Kosmali", "Kosmala" }, { "Sobocie", "Sobota" },
    { "Gawle", "Gawła" }, { "Annie", "Anna" }, { "Zofii", "Zofia" }, { "Mai", "Ma" },
  };
  guint n = G_N_ELEMENTS (cases) - 1;

  for (guint i = 0; i < n; i++)
    {
      g_test_message ("%s: %s", cases[i][0], cases[i][1]);
      g_assert_true (is_of (cases[i][0], cases[i][1]));
    }
  g_assert_false (is_of (cases[n][0], cases[n][1]));
}

/* A form stays near its base, and nothing becomes nothing. */
static void
test_others (void)
{
  static const char * const cases[][2] = {
    { "Kowalski", "Kowalczyk" }, { "Nowakowski", "Nowak" }, { "Anna", "Anna" }, { "", "" }, { "a", "" }, { "em", "" },
    { "ala", "a" }, { "paczkomat", "paczka" }, { "rowerzysta", "rower" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_false (is_of (cases[i][0], cases[i][1]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/inflection/names", test_names);
  g_test_add_func ("/core/inflection/others", test_others);

  return g_test_run ();
}
