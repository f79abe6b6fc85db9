/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DYZUR_SNOOZE_HOUR,        /* in an hour */
  DYZUR_SNOOZE_AFTERNOON,   /* today 14:00, not offered after 13:30 */
  DYZUR_SNOOZE_TOMORROW,    /* tomorrow 8:00 */
  DYZUR_SNOOZE_MONDAY,      /* next Monday 8:00; not offered on Sundays, when it is tomorrow */
  DYZUR_SNOOZE_N_TIMES,
} DyzurSnoozeTime;

gint64 dyzur_snooze_get_time (DyzurSnoozeTime  which,
                              gint64           now,
                              GTimeZone       *zone);
gint64 dyzur_snooze_parse    (const char      *clock,
                              GDateTime       *day);

G_END_DECLS
