/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-backoff.h"

static void
test_delays (void)
{
  static const guint full[] = { 1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000, 256000, 300000, 300000, 300000 };
  g_autoptr(GRand) random = g_rand_new_with_seed (7);
  DyzurBackoff backoff = { 0, random };

  for (guint i = 0; i < G_N_ELEMENTS (full); i++)
    {
      guint delay = dyzur_backoff_next (&backoff);

      g_assert_cmpuint (delay, >=, full[i] / 2);
      g_assert_cmpuint (delay, <=, full[i]);
    }
}

static void
test_reset (void)
{
  DyzurBackoff backoff = { 0 };

  for (guint i = 0; i < 9; i++)
    dyzur_backoff_next (&backoff);
  dyzur_backoff_reset (&backoff);
  g_assert_cmpuint (dyzur_backoff_next (&backoff), <=, 1000);
}

/* A hundred consoles after the same outage do not come back together. */
static void
test_spread (void)
{
  g_autoptr(GHashTable) delays = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr(GRand) random = g_rand_new_with_seed (i);
      DyzurBackoff backoff = { 12, random };

      g_hash_table_add (delays, GUINT_TO_POINTER (dyzur_backoff_next (&backoff)));
    }
  g_assert_cmpuint (g_hash_table_size (delays), >, 90);
}

static void
test_never_overflows (void)
{
  DyzurBackoff backoff = { G_MAXUINT, NULL };

  g_assert_cmpuint (dyzur_backoff_next (&backoff), <=, 300000);
  g_assert_cmpuint (dyzur_backoff_next (&backoff), >=, 150000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/net/backoff/delays", test_delays);
  g_test_add_func ("/net/backoff/reset", test_reset);
  g_test_add_func ("/net/backoff/spread", test_spread);
  g_test_add_func ("/net/backoff/never-overflows", test_never_overflows);

  return g_test_run ();
}
