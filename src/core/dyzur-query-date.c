/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-query-date-private.h"

#include <string.h>

typedef enum
{
  OTHER,
  DAYS,
  WEEKS,
  MONTHS,
} Unit;

static gboolean
is_one_of (const char *word,
           const char *words)
{
  g_auto(GStrv) list = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char * const *) list, word);
}

static Unit
parse_unit (const char *unit)
{
  if (is_one_of (unit, "d dn dni dzien day days"))
    return DAYS;
  if (is_one_of (unit, "w t tyg week weeks tydzien tygodnie tygodni"))
    return WEEKS;
  if (is_one_of (unit, "m mies month months miesiac miesiace miesiecy"))
    return MONTHS;
  return OTHER;
}

static GDateTime *
start_of_day (GDateTime *moment)
{
  return g_date_time_new_local (g_date_time_get_year (moment), g_date_time_get_month (moment),
                                g_date_time_get_day_of_month (moment), 0, 0, 0);
}

/* "7d": so many days before today */
static GDateTime *
parse_ago (const char *text,
           GDateTime  *today)
{
  char *end;
  gint64 n = g_ascii_strtoll (text, &end, 10);

  if (end == text || n < 0 || n > 9999)
    return NULL;
  switch (parse_unit (end))
    {
    case DAYS:
      return g_date_time_add_days (today, (int) -n);

    case WEEKS:
      return g_date_time_add_weeks (today, (int) -n);

    case MONTHS:
      return g_date_time_add_months (today, (int) -n);

    case OTHER:
    default:
      return NULL;
    }
}

static GDateTime *
new_date (gint64 year,
          gint64 month,
          gint64 day)
{
  if (year < 100 && year >= 0)
    year += 2000;
  if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
    return NULL;
  return g_date_time_new_local ((int) year, (int) month, (int) day, 0, 0, 0);
}

/* The last one that is not in the future. */
static GDateTime *
new_date_of_late (gint64     month,
                  gint64     day,
                  GDateTime *today)
{
  g_autoptr(GDateTime) date = new_date (g_date_time_get_year (today), month, day);

  if (date != NULL && g_date_time_compare (date, today) > 0)
    return new_date (g_date_time_get_year (today) - 1, month, day);
  return g_steal_pointer (&date);
}

static GDateTime *
parse_numbers (const char *text,
               GDateTime  *today)
{
  g_auto(GStrv) parts = g_strsplit_set (text, "-./", -1);
  guint n = g_strv_length (parts);
  gint64 numbers[3] = { 0 };

  if (n > 3)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      if (*parts[i] == '\0' || strspn (parts[i], "0123456789") != strlen (parts[i]) || strlen (parts[i]) > 4)
        return NULL;
      numbers[i] = g_ascii_strtoll (parts[i], NULL, 10);
    }
  if (n == 1)
    return strlen (parts[0]) == 4 ? new_date (numbers[0], 1, 1) : NULL;
  if (n == 2 && strlen (parts[0]) == 4)
    return new_date (numbers[0], numbers[1], 1);
  if (n == 2 && strlen (parts[1]) == 4)
    return new_date (numbers[1], numbers[0], 1);
  if (n == 2)
    return new_date_of_late (numbers[1], numbers[0], today);
  if (strlen (parts[0]) == 4)
    return new_date (numbers[0], numbers[1], numbers[2]);
  return new_date (numbers[2], numbers[1], numbers[0]);
}

gboolean
_dyzur_query_date (const char *folded,
                   gint64      now,
                   gint64     *at)
{
  g_autoptr(GDateTime) moment = g_date_time_new_from_unix_local (now / 1000);
  g_autoptr(GDateTime) today = start_of_day (moment);
  g_autoptr(GDateTime) date = NULL;

  if (is_one_of (folded, "today dzis dzisiaj"))
    date = g_date_time_ref (today);
  else if (is_one_of (folded, "yesterday wczoraj"))
    date = g_date_time_add_days (today, -1);
  else
    date = parse_numbers (folded, today);
  if (date == NULL)
    date = parse_ago (folded, today);
  if (date == NULL)
    return FALSE;
  *at = g_date_time_to_unix (date) * 1000;
  return TRUE;
}
