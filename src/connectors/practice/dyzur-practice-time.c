/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Times in the shop's data are written relative to the moment it opens: "-35m", "-3d 14:20", and in texts "{d-5}". They
 * are read here. Days and hours of the day are Warsaw's.
 */

#include "config.h"

#include "dyzur-practice-time-private.h"

#include <string.h>

#include "dyzur-clock.h"

static const char * const months[] = {
  "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października",
  "listopada", "grudnia",
};

static const char * const weekdays[] = {
  "w poniedziałek", "we wtorek", "w środę", "w czwartek", "w piątek", "w sobotę", "w niedzielę",
};

/* Read once and kept: orders ask for it by the thousand. UTC on a machine that does not know Warsaw. */
static GTimeZone *
get_zone (void)
{
  static GTimeZone *zone;

  if (g_once_init_enter (&zone))
    {
      GTimeZone *warsaw = g_time_zone_new_identifier ("Europe/Warsaw");

      g_once_init_leave (&zone, warsaw != NULL ? warsaw : g_time_zone_new_utc ());
    }
  return zone;
}

static GDateTime *
to_local (gint64 at)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (at / DYZUR_SECOND);

  return g_date_time_to_timezone (utc, get_zone ());
}

/* "-3d 14:20": the sign is already in @days, @clock is what follows the blank */
static gint64
resolve_day (gint64      start_at,
             int         days,
             const char *clock)
{
  g_autoptr(GDateTime) now = to_local (start_at);
  g_autoptr(GDateTime) day = g_date_time_add_days (now, days);
  g_autoptr(GDateTime) then = NULL;
  char *end;
  int hour = (int) g_ascii_strtoull (clock, &end, 10);
  int minute = *end == ':' ? (int) g_ascii_strtoull (end + 1, NULL, 10) : 0;

  then = g_date_time_new (g_date_time_get_timezone (day), g_date_time_get_year (day), g_date_time_get_month (day),
                          g_date_time_get_day_of_month (day), hour, minute, 0);
  return then != NULL ? g_date_time_to_unix (then) * DYZUR_SECOND : start_at + days * DYZUR_DAY;
}

static gint64
unit_length (char unit)
{
  switch (unit)
    {
    case 'd': return DYZUR_DAY;
    case 'h': return DYZUR_HOUR;
    case 'm': return DYZUR_MINUTE;
    case 's': return DYZUR_SECOND;
    default: return 0;
    }
}

/**
 * _dyzur_practice_time_span:
 * @text: (nullable): "+2m30s", "-1h25m", "4h"
 *
 * Returns: milliseconds, 0 when it is not a span
 */
gint64
_dyzur_practice_time_span (const char *text)
{
  gint64 sum = 0;
  gint64 sign = 1;

  if (text == NULL)
    return 0;
  if (*text == '-' || *text == '+')
    sign = *text++ == '-' ? -1 : 1;
  while (g_ascii_isdigit (*text))
    {
      char *end;
      guint64 n = g_ascii_strtoull (text, &end, 10);

      sum += (gint64) n * unit_length (*end);
      text = *end != '\0' ? end + 1 : end;
    }
  return sign * sum;
}

/**
 * _dyzur_practice_time_resolve:
 * @text: a span, or days and an hour: "-3d 14:20"
 *
 * Returns: ms UTC
 */
gint64
_dyzur_practice_time_resolve (const char *text,
                              gint64      start_at)
{
  const char *blank = strchr (text, ' ');

  if (blank == NULL)
    return start_at + _dyzur_practice_time_span (text);
  return resolve_day (start_at, (int) g_ascii_strtoll (text, NULL, 10), blank + 1);
}

static void
append_date (GString *out,
             char     form,
             gint64   at)
{
  g_autoptr(GDateTime) date = to_local (at);

  if (form == 'w')
    g_string_append (out, weekdays[g_date_time_get_day_of_week (date) - 1]);
  else if (form == 'd')
    g_string_append_printf (out, "%d %s", g_date_time_get_day_of_month (date),
                            months[g_date_time_get_month (date) - 1]);
  else
    g_string_append_printf (out, "%02d.%02d.%d", g_date_time_get_day_of_month (date), g_date_time_get_month (date),
                            g_date_time_get_year (date));
}

/**
 * _dyzur_practice_time_fill:
 * @text: (nullable): with {d-5}, {n-5}, {w+3}
 *
 * Returns: (transfer full): the same with dates; "" for %NULL
 */
char *
_dyzur_practice_time_fill (const char *text,
                           gint64      start_at)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text != NULL ? text : ""; *p != '\0'; p++)
    {
      char *end = NULL;
      gint64 days = 0;

      if (*p == '{' && p[1] != '\0' && strchr ("dnw", p[1]) != NULL && (p[2] == '-' || p[2] == '+'))
        days = g_ascii_strtoll (p + 2, &end, 10);
      if (end == NULL || *end != '}')
        {
          g_string_append_c (out, *p);
          continue;
        }
      append_date (out, p[1], start_at + days * DYZUR_DAY);
      p = end;
    }
  return g_string_free (out, FALSE);
}

/**
 * _dyzur_practice_time_dup_dated:
 * @format: as for g_date_time_format(), digits only
 *
 * Returns: (transfer full): @at as a clock in Warsaw shows it
 */
char *
_dyzur_practice_time_dup_dated (gint64      at,
                                const char *format)
{
  g_autoptr(GDateTime) date = to_local (at);

  return g_date_time_format (date, format);
}
