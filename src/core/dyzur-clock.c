/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"

static gint64 fixed_now; /* atomic; 0 = the system's clock */

/**
 * dyzur_clock_now:
 *
 * The only clock of the product; tests and the practice shop's pictures set it. Any thread.
 *
 * Returns: milliseconds since 1970-01-01 UTC
 */
gint64
dyzur_clock_now (void)
{
  gint64 now = __atomic_load_n (&fixed_now, __ATOMIC_RELAXED);

  return now != 0 ? now : g_get_real_time () / 1000;
}

/**
 * dyzur_clock_set:
 * @now: milliseconds since 1970-01-01 UTC, or 0 for the system's clock
 *
 * Stops the clock at @now. For tests and reproducible pictures only.
 */
void
dyzur_clock_set (gint64 now)
{
  __atomic_store_n (&fixed_now, now, __ATOMIC_RELAXED);
}
