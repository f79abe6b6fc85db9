/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-time.h"

#include <string.h>

#include "dyzur-clock.h"

/* Whether the time of day in @text is followed by Z or by an offset. */
static gboolean
names_zone (const char *text)
{
  const char *time = text + MIN (strlen (text), strlen ("2026-11-21T"));

  return strpbrk (time, "Zz+-") != NULL;
}

/* The moment at which clocks in @zone show what UTC's show at @shown; in the repeated hour the first one. */
static gint64
to_utc (gint64      shown,
        GTimeZone  *zone)
{
  gint64 adjusted = shown / DYZUR_SECOND;
  int interval = g_time_zone_adjust_time (zone, G_TIME_TYPE_DAYLIGHT, &adjusted);

  return adjusted * DYZUR_SECOND + shown % DYZUR_SECOND - g_time_zone_get_offset (zone, interval) * DYZUR_SECOND;
}

/**
 * dyzur_time_parse_iso8601:
 * @text: (nullable): ISO 8601 with date and time, "2026-11-21T19:36:00", a blank instead of the T, a fraction, Z or an
 *   offset allowed
 * @zone: (nullable): IANA name ("Europe/Warsaw") of the zone for a @text that names none; %NULL = UTC
 *
 * In the hour that autumn repeats the first one is taken; a time that spring skips counts from after the gap.
 *
 * Returns: ms UTC; 0 = unknown, for anything else: no text, no such date, "0000-00-00", no such zone
 */
gint64
dyzur_time_parse_iso8601 (const char *text,
                          const char *zone)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) shown = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;
  g_autoptr(GTimeZone) local = NULL;
  gint64 ms;

  if (shown == NULL)
    return 0;
  ms = g_date_time_to_unix (shown) * DYZUR_SECOND + g_date_time_get_microsecond (shown) / 1000;
  if (zone == NULL || names_zone (text))
    return ms;
  local = g_time_zone_new_identifier (zone);
  return local != NULL ? to_utc (ms, local) : 0;
}
