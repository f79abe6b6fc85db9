/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "dyzur-clock.h"
#include "dyzur-format.h"
#include "dyzur-words.h"

/* Saturday, 21 November 2026, 12:30 UTC; the test runs with TZ=UTC, in English and, with LANGUAGE=pl, in Polish. */
#define NOW G_GINT64_CONSTANT (1795264200000)

typedef char *(*FormatFunc) (gint64 at);

typedef struct
{
  FormatFunc  func;
  gint64      value;
  const char *en;
  const char *pl;
} Case;

static const Case cases[] = {
  { dyzur_format_time, NOW - 27 * DYZUR_MINUTE, "12:03", "12:03" },
  { dyzur_format_date, NOW, "today", "dziś" },
  { dyzur_format_date, NOW - 13 * DYZUR_HOUR, "yesterday", "wczoraj" },
  { dyzur_format_date, NOW - DYZUR_DAY, "yesterday", "wczoraj" },
  { dyzur_format_date, NOW + DYZUR_DAY, "tomorrow", "jutro" },
  { dyzur_format_date, NOW - 8 * DYZUR_DAY, "Fri 13 Nov", "pt. 13 lis" },
  { dyzur_format_date, NOW - 372 * DYZUR_DAY, "14.11.2025", "14.11.2025" },
  { dyzur_format_moment, NOW - 27 * DYZUR_MINUTE, "today 12:03", "dziś 12:03" },
  { dyzur_format_list_time, NOW - 12 * DYZUR_HOUR, "00:30", "00:30" },
  { dyzur_format_list_time, NOW - 13 * DYZUR_HOUR, "yesterday", "wczoraj" },
  { dyzur_format_day, NOW, "Today", "Dziś" },
  { dyzur_format_day, NOW - 8 * DYZUR_DAY, "Friday, 13 November", "piątek, 13 listopada" },
  { dyzur_format_day, NOW - 372 * DYZUR_DAY, "14 November 2025", "14 listopada 2025" },
  { dyzur_format_long_date, NOW, "21 November 2026", "21 listopada 2026" },
  { dyzur_format_full, NOW, "Saturday, 21 November 2026, 12:30:00", "sobota, 21 listopada 2026, 12:30:00" },
  { dyzur_format_as_of, NOW - 27 * DYZUR_MINUTE, "as of 12:03", "stan z 12:03" },
  { dyzur_format_age, NOW - 30 * DYZUR_SECOND, "now", "teraz" },
  { dyzur_format_age, NOW - 4 * DYZUR_MINUTE, "4 min", "4 min" },
  { dyzur_format_age, NOW - 200 * DYZUR_MINUTE, "3 h", "3 h" },
  { dyzur_format_age, NOW - 50 * DYZUR_HOUR, "2 d", "2 d" },
};

static gboolean
is_polish (void)
{
  return g_strcmp0 (g_getenv ("LANGUAGE"), "pl") == 0;
}

static void
test_dates (void)
{
  dyzur_clock_set (NOW);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = cases[i].func (cases[i].value);

      g_assert_cmpstr (text, ==, is_polish () ? cases[i].pl : cases[i].en);
    }
}

static void
test_beyond_the_calendar (void)
{
  g_autofree char *text = dyzur_format_moment (G_MAXINT64);
  g_autofree char *past = dyzur_format_day (G_MININT64);

  g_assert_nonnull (text);
  g_assert_nonnull (past);
}

static void
test_durations (void)
{
  static const struct { gint64 ms; const char *en; } durations[] = {
    { 0, "0 s" },
    { 4 * DYZUR_SECOND + 999, "4 s" },
    { 12 * DYZUR_MINUTE, "12 min" },
    { 3 * DYZUR_HOUR + 12 * DYZUR_MINUTE, "3 h 12 min" },
    { -3 * DYZUR_HOUR, "3 h" },
    { 2 * DYZUR_DAY + 4 * DYZUR_HOUR, "2 d 4 h" },
  };

  for (guint i = 0; !is_polish () && i < G_N_ELEMENTS (durations); i++)
    {
      g_autofree char *text = dyzur_format_duration (durations[i].ms);

      g_assert_cmpstr (text, ==, durations[i].en);
    }
}

static void
test_numbers (void)
{
  gboolean pl = is_polish ();
  g_autofree char *amount = dyzur_format_amount (129900, "PLN");
  g_autofree char *yen = dyzur_format_amount (1299, "JPY");
  g_autofree char *small = dyzur_format_size (812);
  g_autofree char *size = dyzur_format_size (1234567);
  g_autofree char *round = dyzur_format_size (999999);
  g_autofree char *whole = dyzur_format_quantity (2000);
  g_autofree char *part = dyzur_format_quantity (1500);
  g_autofree char *negative = dyzur_format_quantity (-250);

  g_assert_cmpstr (amount, ==, pl ? "1\u00a0299,00\u00a0zł" : "1\u00a0299.00\u00a0zł");
  g_assert_cmpstr (yen, ==, "1\u00a0299\u00a0¥");
  g_assert_cmpstr (small, ==, "812\u00a0B");
  g_assert_cmpstr (size, ==, pl ? "1,2\u00a0MB" : "1.2\u00a0MB");
  g_assert_cmpstr (round, ==, pl ? "1,0\u00a0MB" : "1.0\u00a0MB");
  g_assert_cmpstr (whole, ==, "2");
  g_assert_cmpstr (part, ==, pl ? "1,5" : "1.5");
  g_assert_cmpstr (negative, ==, pl ? "-0,25" : "-0.25");
}

/* Every value has a word, and a number from a newer server does not crash us. */
static void
test_words (void)
{
  for (int i = DYZUR_CHANNEL_UNKNOWN; i <= DYZUR_CHANNEL_PHONE; i++)
    {
      g_assert_cmpstr (dyzur_channel_get_word ((DyzurChannel) i), !=, "");
      g_assert_nonnull (dyzur_channel_get_icon ((DyzurChannel) i));
    }
  for (int i = DYZUR_ORDER_UNKNOWN; i <= DYZUR_ORDER_FAILED; i++)
    g_assert_cmpstr (dyzur_order_status_get_word ((DyzurOrderStatus) i), !=, "");
  for (int i = DYZUR_SHIPMENT_UNKNOWN; i <= DYZUR_SHIPMENT_EXCEPTION; i++)
    g_assert_nonnull (dyzur_shipment_status_get_icon ((DyzurShipmentStatus) i));
  for (int i = DYZUR_PROBLEM_NETWORK; i <= DYZUR_PROBLEM_ADDRESS; i++)
    g_assert_cmpstr (dyzur_problem_get_sentence ((DyzurProblem) i), !=, "");
  g_assert_cmpstr (dyzur_delivery_get_word (DYZUR_DELIVERY_NONE), ==, "");
  g_assert_cmpstr (dyzur_order_status_get_word ((DyzurOrderStatus) 99), ==,
                   dyzur_order_status_get_word (DYZUR_ORDER_UNKNOWN));
  g_assert_cmpstr (dyzur_order_status_get_word ((DyzurOrderStatus) -1), ==,
                   dyzur_order_status_get_word (DYZUR_ORDER_UNKNOWN));
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("DYZUR_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/format/dates", test_dates);
  g_test_add_func ("/format/beyond-the-calendar", test_beyond_the_calendar);
  g_test_add_func ("/format/durations", test_durations);
  g_test_add_func ("/format/numbers", test_numbers);
  g_test_add_func ("/format/words", test_words);
  return g_test_run ();
}
