/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-snooze-times.h"

#include <stdlib.h>

#include "dyzur-clock.h"

#define MORNING 8
#define AFTERNOON 14

static GDateTime *
at_hour (GDateTime *day,
         int        hour,
         int        minute)
{
  g_autoptr(GTimeZone) zone = g_time_zone_ref (g_date_time_get_timezone (day));

  return g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                          g_date_time_get_day_of_month (day), hour, minute, 0);
}

static gint64
days_ahead (GDateTime *now,
            int        days)
{
  g_autoptr(GDateTime) day = g_date_time_add_days (now, days);
  g_autoptr(GDateTime) morning = at_hour (day, MORNING, 0);

  return g_date_time_to_unix (morning) * 1000;
}

static gint64
this_afternoon (GDateTime *now)
{
  g_autoptr(GDateTime) afternoon = at_hour (now, AFTERNOON, 0);
  gint64 at = g_date_time_to_unix (afternoon) * 1000;

  return at - g_date_time_to_unix (now) * 1000 >= 30 * DYZUR_MINUTE ? at : 0;
}

/**
 * dyzur_snooze_get_time:
 * @now: ms UTC
 * @zone: where the working day is
 *
 * Returns: ms UTC; 0 when this time makes no sense now
 */
gint64
dyzur_snooze_get_time (DyzurSnoozeTime  which,
                       gint64           now,
                       GTimeZone       *zone)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (now / 1000);
  g_autoptr(GDateTime) local = g_date_time_to_timezone (utc, zone);
  int weekday = g_date_time_get_day_of_week (local);

  switch (which)
    {
    case DYZUR_SNOOZE_HOUR: return now + DYZUR_HOUR;
    case DYZUR_SNOOZE_AFTERNOON: return this_afternoon (local);
    case DYZUR_SNOOZE_TOMORROW: return days_ahead (local, 1);
    case DYZUR_SNOOZE_MONDAY: return weekday == 7 ? 0 : days_ahead (local, 8 - weekday);
    case DYZUR_SNOOZE_N_TIMES:
    default: return 0;
    }
}

/**
 * dyzur_snooze_parse:
 * @clock: what a person wrote: "8", "8:30", "0830", "8.30"
 * @day: any moment of the day, in its zone
 *
 * Returns: ms UTC; 0 when @clock is no time of day
 */
gint64
dyzur_snooze_parse (const char *clock,
                    GDateTime  *day)
{
  g_autoptr(GRegex) regex = g_regex_new ("^\\s*(\\d{1,2})(?:[:. h]?([0-5]\\d))?\\s*$", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *hours = NULL;
  g_autofree char *minutes = NULL;
  g_autoptr(GDateTime) time = NULL;

  if (!g_regex_match (regex, clock, 0, &match))
    return 0;
  hours = g_match_info_fetch (match, 1);
  minutes = g_match_info_fetch (match, 2);
  time = at_hour (day, atoi (hours), minutes != NULL ? atoi (minutes) : 0);
  return time != NULL ? g_date_time_to_unix (time) * 1000 : 0;
}
