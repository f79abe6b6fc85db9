/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-money.h"

#define NBSP "\u00a0"

static void
test_parse (void)
{
  static const struct
  {
    const char *decimal;
    const char *currency;
    gint64      minor;
  } cases[] = {
    { "249", "PLN", 24900 },
    { "249.0000", "PLN", 24900 },
    { "524.99", "PLN", 52499 },
    { "-79.00", "PLN", -7900 },
    { "+1.5", "PLN", 150 },
    { " 12.30\n", "PLN", 1230 },
    { "0", "PLN", 0 },
    { "-0.00", "PLN", 0 },
    { ".5", "PLN", 50 },
    { "5.", "PLN", 500 },
    { "007.10", "PLN", 710 },
    { "0.005", "PLN", 1 },
    { "-0.005", "PLN", -1 },
    { "0.0049999999999999999999", "PLN", 0 },
    { "0.995", "PLN", 100 },
    { "9.994", "PLN", 999 },
    { "64.2276425", "PLN", 6423 },
    { "1299", "JPY", 1299 },
    { "1299.5", "JPY", 1300 },
    { "1299.4", "jpy", 1299 },
    { "1.2345", "KWD", 1235 },
    { "1.2", "TND", 1200 },
    { "3990", "HUF", 399000 },
    { "12.34", "XXX", 1234 },
    { "12.34", NULL, 1234 },
    { "92233720368547758.07", "PLN", G_MAXINT64 },
    { "-92233720368547758.07", "PLN", -G_MAXINT64 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 minor = -1;

      g_test_message ("%s %s", cases[i].decimal, cases[i].currency);
      g_assert_true (dyzur_money_parse (cases[i].decimal, cases[i].currency, &minor));
      g_assert_cmpint (minor, ==, cases[i].minor);
    }
}

static void
test_refused (void)
{
  static const char * const cases[] = {
    NULL, "", " ", "-", "+", ".", "-.", "--1", "1e5", "1,5", "1 299.00", "1.2.3", "12zł", "NaN", "inf", "0x10", "1-",
    "92233720368547758.08", "92233720368547758.075", "999999999999999999999999",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 minor = 77;

      g_test_message ("%s", cases[i]);
      g_assert_false (dyzur_money_parse (cases[i], "PLN", &minor));
      g_assert_cmpint (minor, ==, 77);
    }
}

static void
test_decimal (void)
{
  gint64 value = 0;

  g_assert_true (dyzur_decimal_parse ("2.5", 3, &value));
  g_assert_cmpint (value, ==, 2500);
  g_assert_true (dyzur_decimal_parse ("0.0005", 3, &value));
  g_assert_cmpint (value, ==, 1);
  g_assert_true (dyzur_decimal_parse ("2", 0, &value));
  g_assert_cmpint (value, ==, 2);
  g_assert_false (dyzur_decimal_parse (".", 0, &value));
}

static void
test_format (void)
{
  static const struct
  {
    gint64      minor;
    const char *currency;
    const char *text;
  } cases[] = {
    { 129900, "PLN", "1" NBSP "299,00" NBSP "zł" },
    { 0, "PLN", "0,00" NBSP "zł" },
    { 5, "PLN", "0,05" NBSP "zł" },
    { -7900, "pln", "-79,00" NBSP "zł" },
    { 99999, "PLN", "999,99" NBSP "zł" },
    { 123456789012, "EUR", "1" NBSP "234" NBSP "567" NBSP "890,12" NBSP "€" },
    { 1299, "JPY", "1" NBSP "299" NBSP "¥" },
    { 1299, "CLP", "1" NBSP "299" NBSP "CLP" },
    { 1234, "KWD", "1,234" NBSP "KWD" },
    { 100, "NOK", "1,00" NBSP "NOK" },
    { 100, "", "1,00" },
    { 100, NULL, "1,00" },
    { G_MININT64, "PLN", "-92" NBSP "233" NBSP "720" NBSP "368" NBSP "547" NBSP "758,08" NBSP "zł" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = dyzur_money_format (cases[i].minor, cases[i].currency);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/money/parse", test_parse);
  g_test_add_func ("/core/money/refused", test_refused);
  g_test_add_func ("/core/money/decimal", test_decimal);
  g_test_add_func ("/core/money/format", test_format);

  return g_test_run ();
}
