/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-fold.h"
#include "dyzur-names-private.h"
#include "dyzur-vocative.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *address;   /* (nullable) */
} polish[] = {
  { "Anna Kowalska", "Pani Anno" }, { "Kasia", "Pani Kasiu" }, { "Marek Nowak", "Panie Marku" },
  { "Paweł", "Panie Pawle" }, { "Piotr Zieliński", "Panie Piotrze" }, { "Jakub", "Panie Jakubie" },
  { "Zofia", "Pani Zofio" }, { "Michał", "Panie Michale" }, { "Julia Maj", "Pani Julio" }, { "Ewa", "Pani Ewo" },
  { "Krzysztof", "Panie Krzysztofie" }, { "Tomasz", "Panie Tomaszu" }, { "Andrzej", "Panie Andrzeju" },
  { "Jerzy", "Panie Jerzy" }, { "Kacper", "Panie Kacprze" }, { "Maciek", "Panie Maćku" },
  { "Robert", "Panie Robercie" }, { "Ernest", "Panie Erneście" }, { "Kuba", "Panie Kubo" }, { "Noemi", "Pani Noemi" },
  /* as people type them */
  { "ANNA KOWALSKA", "Pani Anno" }, { "anna kowalska", "Pani Anno" }, { "Kowalska Anna", "Pani Anno" },
  { "KOWALSKA, ANNA", "Pani Anno" }, { "Pawel Nowak", "Panie Pawle" }, { "LUKASZ", "Panie Łukaszu" },
  { "Malgorzata", "Pani Małgorzato" }, { "pani Anna Kowalska", "Pani Anno" }, { "mgr inż. Jan Nowak", "Panie Janie" },
  { "  Anna   ", "Pani Anno" }, { "Anna Nowak-Kowalska", "Pani Anno" }, { "Jan Maria Rokita", "Panie Janie" },
  { "Anna (Łódź)", "Pani Anno" }, { "Adam Michał Nowak", "Panie Adamie" },
  /* from Ukraine */
  { "Oksana Bondar", "Pani Oksano" }, { "Olena Koval", "Pani Oleno" }, { "Oleksandr Shevchenko", "Panie Oleksandrze" },
  { "Andrii Bondarenko", "Panie Andrii" }, { "Svitlana", "Pani Svitlano" }, { "Taras", "Panie Tarasie" },
  /* not sure, or nobody */
  { NULL, NULL }, { "", NULL }, { "   ", NULL }, { "Kowalska", NULL }, { "Xyzyk", NULL }, { "Alex", NULL }, { "Sasza", NULL },
  { "anna.kowalska", NULL }, { "anna@poczta.example", NULL }, { "anna_k", NULL }, { "Anna92", NULL },
  { "AnnaK", NULL }, { "Anna i Jan Kowalscy", NULL }, { "Anna Kowalscy", NULL }, { "Anna & Jan", NULL },
  { "Sklep Anna", NULL }, { "Jan Kowalska", NULL }, { "Kowalski Anna", NULL }, { "Marek Anna", NULL },
  { "Adam Sp. z o.o.", NULL }, { "J. Nowak", NULL }, { "600 100 200", NULL }, { "Олена Коваль", NULL },
  { "\xff\xfe", NULL }, { "Anna Maria Ewa Zofia Nowak", NULL }, { "😀", NULL },
};

static const struct
{
  const char *name;
  const char *address;
} ukrainian[] = {
  { "Олена Коваль", "Пані Олено" }, { "Андрій", "Пане Андрію" }, { "КОВАЛЬ НАТАЛІЯ", "Пані Наталіє" },
  { "Мар’яна", "Пані Мар’яно" }, { "Дмитро Бондар", "Пане Дмитре" }, { "Леся", "Пані Лесю" },
  { "Anna Kowalska", NULL }, { "Саша", NULL },
};

static void
test_polish (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (polish); i++)
    {
      g_autofree char *address = dyzur_vocative_address (polish[i].name, "pl");

      if (g_strcmp0 (address, polish[i].address) == 0)
        continue;
      g_test_message ("%s: %s, not %s", polish[i].name, polish[i].address, address);
      g_test_fail ();
    }
}

static void
test_ukrainian (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ukrainian); i++)
    {
      g_autofree char *address = dyzur_vocative_address (ukrainian[i].name, "uk");

      g_assert_cmpstr (address, ==, ukrainian[i].address);
    }
}

static void
test_other_languages (void)
{
  g_assert_null (dyzur_vocative_address ("Anna Kowalska", "en"));
  g_assert_null (dyzur_vocative_address ("Anna Kowalska", NULL));
}

static gboolean
ends_in (const char *word,
         const char *endings)
{
  const char *last = g_utf8_find_prev_char (word, word + strlen (word));

  return strstr (endings, last) != NULL;
}

/* What is true of every name in the table: its order, its gender's endings. */
static void
test_table (void)
{
  g_autofree char *before = g_strdup ("");

  g_assert_cmpuint (_dyzur_n_names, >=, 350);
  for (gsize i = 0; i < _dyzur_n_names; i++)
    {
      const DyzurName *name = &_dyzur_names[i];
      g_autofree char *folded = dyzur_fold (name->name, -1);

      g_assert_cmpstr (before, <=, folded);
      g_free (before);
      before = g_steal_pointer (&folded);
      if (ends_in (name->name, "aа"))
        g_assert_true (ends_in (name->vocative, "ouоюєe"));
      if (name->gender == DYZUR_NAME_FEMALE && !ends_in (name->name, "aаяe"))
        g_assert_cmpstr (name->vocative, ==, name->name);
      if (name->gender == DYZUR_NAME_MALE)
        g_assert_true (ends_in (name->vocative, "euyioюеуо"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/text/vocative/polish", test_polish);
  g_test_add_func ("/text/vocative/ukrainian", test_ukrainian);
  g_test_add_func ("/text/vocative/other-languages", test_other_languages);
  g_test_add_func ("/text/vocative/table", test_table);
  return g_test_run ();
}
