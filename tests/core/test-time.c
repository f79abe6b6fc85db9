/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-time.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *zone;
    gint64      at;
  } cases[] = {
    { "2026-11-21T19:36:00", NULL, 1795289760000 },
    { "2026-11-21 19:36:00", NULL, 1795289760000 },
    { "2026-11-21T20:36:00", "Europe/Warsaw", 1795289760000 },
    { "2026-11-21T19:36:00Z", "Europe/Warsaw", 1795289760000 },
    { "2026-11-21T20:36:00+01:00", "America/New_York", 1795289760000 },
    { "2026-11-21T14:36:00-05:00", NULL, 1795289760000 },
    { "2026-11-21T19:36:00.250Z", NULL, 1795289760250 },
    { "2026-11-21T20:36:00.250", "Europe/Warsaw", 1795289760250 },
    { "2026-07-01T12:00:00", "Europe/Warsaw", 1782900000000 },
    { "1970-01-01T00:00:00", NULL, 0 },

    /* The night of 2026-10-25: 02:30 comes twice, the first one counts. */
    { "2026-10-25T01:59:59", "Europe/Warsaw", 1792886399000 },
    { "2026-10-25T02:00:00", "Europe/Warsaw", 1792886400000 },
    { "2026-10-25T02:30:00", "Europe/Warsaw", 1792888200000 },
    { "2026-10-25T03:00:00", "Europe/Warsaw", 1792893600000 },
    { "2026-10-25T02:30:00", NULL, 1792895400000 },

    /* The night of 2026-03-29: 02:30 does not come at all. */
    { "2026-03-29T01:59:59", "Europe/Warsaw", 1774745999000 },
    { "2026-03-29T02:30:00", "Europe/Warsaw", 1774746000000 },
    { "2026-03-29T03:00:00", "Europe/Warsaw", 1774746000000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s", cases[i].text, cases[i].zone);
      g_assert_cmpint (dyzur_time_parse_iso8601 (cases[i].text, cases[i].zone), ==, cases[i].at);
    }
}

static void
test_unknown (void)
{
  static const char * const cases[] = {
    NULL, "", "null", "2026", "2026-11-21", "0000-00-00 00:00:00", "2026-13-01T00:00:00", "2026-02-30T00:00:00",
    "2026-11-21T25:00:00", "21.11.2026 19:36", "2026-11-21T19:36:00 Europe/Warsaw", "-", "\xff\xfe",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (dyzur_time_parse_iso8601 (cases[i], NULL), ==, 0);
      g_assert_cmpint (dyzur_time_parse_iso8601 (cases[i], "Europe/Warsaw"), ==, 0);
    }
  g_assert_cmpint (dyzur_time_parse_iso8601 ("2026-11-21T19:36:00", "Mars/Olympus"), ==, 0);
}

static void
test_clock (void)
{
  gint64 before = g_get_real_time () / 1000;

  g_assert_cmpint (dyzur_clock_now (), >=, before);
  dyzur_clock_set (1795289760000);
  g_assert_cmpint (dyzur_clock_now (), ==, 1795289760000);
  dyzur_clock_set (0);
  g_assert_cmpint (dyzur_clock_now (), >=, before);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/time/parse", test_parse);
  g_test_add_func ("/core/time/unknown", test_unknown);
  g_test_add_func ("/core/time/clock", test_clock);

  return g_test_run ();
}
