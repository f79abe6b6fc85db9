/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-format.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-money.h"

/*
 * Names of days and months are ours, not the C library's: they follow the language of the interface even where its
 * locale is not installed, and Polish writes «pt.» and «listopada», which no locale offers together.
 */
static const char * const short_weekdays[] = {
  NC_("weekday, short", "Mon"), NC_("weekday, short", "Tue"), NC_("weekday, short", "Wed"),
  NC_("weekday, short", "Thu"), NC_("weekday, short", "Fri"), NC_("weekday, short", "Sat"),
  NC_("weekday, short", "Sun"),
};

static const char * const weekdays[] = {
  NC_("weekday", "Monday"), NC_("weekday", "Tuesday"), NC_("weekday", "Wednesday"), NC_("weekday", "Thursday"),
  NC_("weekday", "Friday"), NC_("weekday", "Saturday"), NC_("weekday", "Sunday"),
};

static const char * const short_months[] = {
  NC_("month, short, beside a day", "Jan"), NC_("month, short, beside a day", "Feb"),
  NC_("month, short, beside a day", "Mar"), NC_("month, short, beside a day", "Apr"),
  NC_("month, short, beside a day", "May"), NC_("month, short, beside a day", "Jun"),
  NC_("month, short, beside a day", "Jul"), NC_("month, short, beside a day", "Aug"),
  NC_("month, short, beside a day", "Sep"), NC_("month, short, beside a day", "Oct"),
  NC_("month, short, beside a day", "Nov"), NC_("month, short, beside a day", "Dec"),
};

static const char * const months[] = {
  NC_("month, beside a day", "January"), NC_("month, beside a day", "February"), NC_("month, beside a day", "March"),
  NC_("month, beside a day", "April"), NC_("month, beside a day", "May"), NC_("month, beside a day", "June"),
  NC_("month, beside a day", "July"), NC_("month, beside a day", "August"), NC_("month, beside a day", "September"),
  NC_("month, beside a day", "October"), NC_("month, beside a day", "November"),
  NC_("month, beside a day", "December"),
};

#define SHORT_WEEKDAY(t) g_dpgettext2 (NULL, "weekday, short", short_weekdays[g_date_time_get_day_of_week (t) - 1])
#define WEEKDAY(t) g_dpgettext2 (NULL, "weekday", weekdays[g_date_time_get_day_of_week (t) - 1])
#define SHORT_MONTH(t) g_dpgettext2 (NULL, "month, short, beside a day", short_months[g_date_time_get_month (t) - 1])
#define MONTH(t) g_dpgettext2 (NULL, "month, beside a day", months[g_date_time_get_month (t) - 1])

/* Asking the system where we are costs more than all the rest of a date: once a second is enough. */
static GTimeZone *
get_zone (void)
{
  static GTimeZone *zone;
  static gint64 asked_at;
  gint64 now = g_get_monotonic_time ();

  if (zone != NULL && now - asked_at < G_USEC_PER_SEC)
    return zone;
  g_clear_pointer (&zone, g_time_zone_unref);
  zone = g_time_zone_new_local ();
  asked_at = now;
  return zone;
}

static GDateTime *
local_time (gint64 at)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (at / 1000);

  /* Remote data may name a moment outside the calendar. */
  return time != NULL ? g_date_time_to_timezone (time, get_zone ()) : g_date_time_new_from_unix_utc (0);
}

static guint32
julian_day (GDateTime *time)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, g_date_time_get_day_of_month (time), g_date_time_get_month (time),
                  g_date_time_get_year (time));
  return g_date_get_julian (&date);
}

/* 0 = today, 1 = yesterday, negative = to come */
static int
days_ago (GDateTime *time)
{
  g_autoptr(GDateTime) now = local_time (dyzur_clock_now ());

  return (int) julian_day (now) - (int) julian_day (time);
}

static gboolean
is_this_year (GDateTime *time)
{
  g_autoptr(GDateTime) now = local_time (dyzur_clock_now ());

  return g_date_time_get_year (now) == g_date_time_get_year (time);
}

static char *
format_clock (GDateTime *time)
{
  /* Translators: time of day, as in g_date_time_format() */
  return g_date_time_format (time, C_("time of day", "%H:%M"));
}

/* «Fri 14 Nov», in other years «14.11.2026» */
static char *
format_calendar_day (GDateTime *time)
{
  if (!is_this_year (time))
    /* Translators: a date of another year in figures, as in g_date_time_format() */
    return g_date_time_format (time, C_("date", "%d.%m.%Y"));
  /* Translators: weekday, day of the month, month: «Fri 14 Nov», «pt. 14 lis» */
  return g_strdup_printf (C_("date", "%1$s %2$d %3$s"), SHORT_WEEKDAY (time),
                          g_date_time_get_day_of_month (time), SHORT_MONTH (time));
}

/**
 * dyzur_format_time:
 * @at: ms UTC, as everywhere in this file; shown in the local time zone
 *
 * Returns: (transfer full): «12:03»
 */
char *
dyzur_format_time (gint64 at)
{
  g_autoptr(GDateTime) time = local_time (at);

  return format_clock (time);
}

/**
 * dyzur_format_date:
 *
 * Returns: (transfer full): a day without time: «today», «yesterday», «Fri 14 Nov», «14.11.2026»
 */
char *
dyzur_format_date (gint64 at)
{
  g_autoptr(GDateTime) time = local_time (at);

  switch (days_ago (time))
    {
    case 0:
      return g_strdup (_("today"));
    case 1:
      return g_strdup (_("yesterday"));
    case -1:
      return g_strdup (_("tomorrow"));
    default:
      return format_calendar_day (time);
    }
}

/**
 * dyzur_format_moment:
 *
 * Returns: (transfer full): a day with time, for the middle of a sentence: «today 12:03», «Fri 14 Nov 12:03»
 */
char *
dyzur_format_moment (gint64 at)
{
  g_autofree char *day = dyzur_format_date (at);
  g_autofree char *clock = dyzur_format_time (at);

  /* Translators: day, then time of day: «today 12:03» */
  return g_strdup_printf (C_("moment", "%1$s %2$s"), day, clock);
}

/**
 * dyzur_format_list_time:
 *
 * Returns: (transfer full): as short as a list's column allows: «12:03» today, else the day
 */
char *
dyzur_format_list_time (gint64 at)
{
  g_autoptr(GDateTime) time = local_time (at);

  return days_ago (time) == 0 ? format_clock (time) : dyzur_format_date (at);
}

/**
 * dyzur_format_day:
 *
 * Returns: (transfer full): the title of a day in the timeline: «Today», «Friday, 14 November»
 */
char *
dyzur_format_day (gint64 at)
{
  g_autoptr(GDateTime) time = local_time (at);
  int ago = days_ago (time);

  if (ago == 0)
    return g_strdup (C_("title of a day", "Today"));
  if (ago == 1)
    return g_strdup (C_("title of a day", "Yesterday"));
  if (is_this_year (time))
    /* Translators: weekday, day of the month, month: «Friday, 14 November», «piątek, 14 listopada» */
    return g_strdup_printf (C_("title of a day", "%1$s, %2$d %3$s"), WEEKDAY (time),
                            g_date_time_get_day_of_month (time), MONTH (time));
  /* Translators: day of the month, month, year: «14 November 2026» */
  return g_strdup_printf (C_("title of a day", "%1$d %2$s %3$d"), g_date_time_get_day_of_month (time), MONTH (time),
                          g_date_time_get_year (time));
}

/**
 * dyzur_format_long_date:
 *
 * Returns: (transfer full): «14 November 2026», for paper, which is read on other days
 */
char *
dyzur_format_long_date (gint64 at)
{
  g_autoptr(GDateTime) time = local_time (at);

  /* Translators: day of the month, month, year: «14 November 2026» */
  return g_strdup_printf (C_("date", "%1$d %2$s %3$d"), g_date_time_get_day_of_month (time), MONTH (time),
                          g_date_time_get_year (time));
}

/**
 * dyzur_format_full:
 *
 * Returns: (transfer full): everything, for tooltips: «Friday, 14 November 2026, 12:03:59»
 */
char *
dyzur_format_full (gint64 at)
{
  g_autoptr(GDateTime) time = local_time (at);
  /* Translators: time of day with seconds, as in g_date_time_format() */
  g_autofree char *clock = g_date_time_format (time, C_("time of day", "%H:%M:%S"));

  /* Translators: weekday, day of the month, month, year, time of day */
  return g_strdup_printf (C_("moment", "%1$s, %2$d %3$s %4$d, %5$s"), WEEKDAY (time),
                          g_date_time_get_day_of_month (time), MONTH (time), g_date_time_get_year (time), clock);
}

/**
 * dyzur_format_as_of:
 *
 * Returns: (transfer full): how old a fact is: «as of 12:03», «as of yesterday 12:03»
 */
char *
dyzur_format_as_of (gint64 at)
{
  g_autoptr(GDateTime) time = local_time (at);
  g_autofree char *when = days_ago (time) == 0 ? format_clock (time) : dyzur_format_moment (at);

  /* Translators: age of a fact; %s is «12:03» or «yesterday 12:03» */
  return g_strdup_printf (_("as of %s"), when);
}

/**
 * dyzur_format_age:
 *
 * Returns: (transfer full): how long ago, in a word or two: «now», «4 min», «3 h», «2 d»
 */
char *
dyzur_format_age (gint64 at)
{
  gint64 age = dyzur_clock_now () - at;

  if (age < DYZUR_MINUTE)
    return g_strdup (C_("age", "now"));
  if (age < DYZUR_HOUR)
    return dyzur_format_duration (age);
  if (age < DYZUR_DAY)
    return dyzur_format_duration (age / DYZUR_HOUR * DYZUR_HOUR);
  return dyzur_format_duration (age / DYZUR_DAY * DYZUR_DAY);
}

/**
 * dyzur_format_duration:
 * @ms: the sign is ignored
 *
 * Returns: (transfer full): at most two units, no-break: «4 s», «12 min», «3 h 12 min», «2 d 4 h»
 */
char *
dyzur_format_duration (gint64 ms)
{
  gint64 seconds = (ms < 0 ? -ms : ms) / DYZUR_SECOND;
  gint64 days = seconds / 86400;
  int hours = (int) (seconds / 3600 % 24), minutes = (int) (seconds / 60 % 60);

  if (days > 0 && hours > 0)
    return g_strdup_printf (C_("duration", "%1$d d %2$d h"), (int) days, hours);
  if (days > 0)
    return g_strdup_printf (C_("duration", "%d d"), (int) days);
  if (hours > 0 && minutes > 0)
    return g_strdup_printf (C_("duration", "%1$d h %2$d min"), hours, minutes);
  if (hours > 0)
    return g_strdup_printf (C_("duration", "%d h"), hours);
  if (minutes > 0)
    return g_strdup_printf (C_("duration", "%d min"), minutes);
  return g_strdup_printf (C_("duration", "%d s"), (int) seconds);
}

/* Puts the decimal mark of the interface's language in place of @mark, the only one in @text. */
static char *
localise_decimal (const char *text,
                  char        mark)
{
  const char *found = strchr (text, mark);
  /* Translators: what stands between whole and fraction: «.» or «,» */
  const char *ours = C_("decimal mark", ".");

  if (found == NULL)
    return g_strdup (text);
  return g_strdup_printf ("%.*s%s%s", (int) (found - text), text, ours, found + 1);
}

/**
 * dyzur_format_size:
 *
 * Returns: (transfer full): «812 B», «1.2 MB»
 */
char *
dyzur_format_size (guint64 bytes)
{
  static const char * const units[] = { "B", "kB", "MB", "GB", "TB" };
  double value = bytes;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *localised = NULL;
  guint unit = 0;

  while (value >= 999.5 && unit < G_N_ELEMENTS (units) - 1)
    {
      value /= 1000;
      unit++;
    }
  g_ascii_formatd (number, sizeof number, unit > 0 && value < 9.95 ? "%.1f" : "%.0f", value);
  localised = localise_decimal (number, '.');
  return g_strdup_printf ("%s\u00a0%s", localised, units[unit]);
}

/**
 * dyzur_format_amount:
 * @currency: (nullable): ISO 4217
 *
 * Returns: (transfer full): «1 299.00 zł» with no-break spaces, the decimal mark as the interface's language has it
 */
char *
dyzur_format_amount (gint64      minor,
                     const char *currency)
{
  g_autofree char *polish = dyzur_money_format (minor, currency);

  return localise_decimal (polish, ',');
}

/**
 * dyzur_format_quantity:
 * @milli: thousandths
 *
 * Returns: (transfer full): «2», «1.5»
 */
char *
dyzur_format_quantity (gint64 milli)
{
  g_autofree char *plain = NULL;
  gsize length;

  if (milli % 1000 == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, milli / 1000);
  plain = g_strdup_printf ("%s%" G_GINT64_FORMAT ".%03d", milli < 0 ? "-" : "", ABS (milli) / 1000,
                           (int) (ABS (milli) % 1000));
  length = strlen (plain);
  while (plain[length - 1] == '0')
    plain[--length] = '\0';
  return localise_decimal (plain, '.');
}
