/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-backoff.h"

#define FIRST_DELAY 1000
#define MAX_DELAY 300000

/**
 * dyzur_backoff_next:
 *
 * Counts a failure.
 *
 * Returns: ms to wait before trying again
 */
guint
dyzur_backoff_next (DyzurBackoff *self)
{
  guint delay = FIRST_DELAY;
  double share;

  for (guint i = 0; i < self->failures && delay < MAX_DELAY; i++)
    delay *= 2;
  delay = MIN (delay, MAX_DELAY);
  if (self->failures < G_MAXUINT)
    self->failures++;

  share = self->random != NULL ? g_rand_double (self->random) : g_random_double ();
  return delay / 2 + (guint) (delay / 2 * share);
}

/**
 * dyzur_backoff_reset:
 *
 * Forgets the failures: it worked.
 */
void
dyzur_backoff_reset (DyzurBackoff *self)
{
  self->failures = 0;
}
