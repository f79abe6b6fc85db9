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
  YEARS,
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

    case YEARS:
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

/* Monday, with the day of the week as GLib counts it: Monday is 1 */
static GDateTime *
start_of_week (GDateTime *day)
{
  return g_date_time_add_days (day, 1 - g_date_time_get_day_of_week (day));
}

/* Which piece of the calendar a word means: DAYS as a day of the week. Folded, as in "zeszłego tygodnia" */
static Unit
parse_span (const char *word)
{
  if (g_str_has_prefix (word, "tydzien") || g_str_has_prefix (word, "tygodni") || strcmp (word, "week") == 0)
    return WEEKS;
  if (g_str_has_prefix (word, "miesiac") || strcmp (word, "month") == 0)
    return MONTHS;
  if (strcmp (word, "rok") == 0 || strcmp (word, "roku") == 0 || strcmp (word, "year") == 0)
    return YEARS;
  return OTHER;
}

/* "last week", "zeszły tydzień", "ten miesiąc": its first day */
static GDateTime *
parse_span_of_late (const char *text,
                    GDateTime  *today)
{
  g_auto(GStrv) words = g_strsplit_set (text, " -_", -1);
  g_autoptr(GDateTime) start = NULL;
  gboolean this_one;

  if (g_strv_length (words) != 2)
    return NULL;
  this_one = is_one_of (words[0], "this ten tego biezacy");
  if (!this_one && !is_one_of (words[0], "last zeszly zeszlego ubiegly ubieglego ostatni poprzedni"))
    return NULL;
  switch (parse_span (words[1]))
    {
    case WEEKS:
      start = start_of_week (today);
      return this_one ? g_steal_pointer (&start) : g_date_time_add_weeks (start, -1);

    case MONTHS:
      start = g_date_time_add_days (today, 1 - g_date_time_get_day_of_month (today));
      return this_one ? g_steal_pointer (&start) : g_date_time_add_months (start, -1);

    case YEARS:
      return new_date (g_date_time_get_year (today) - !this_one, 1, 1);

    case DAYS:
    case OTHER:
    default:
      return NULL;
    }
}

/* "piątek": the last one, today not counted */
static GDateTime *
parse_weekday (const char *text,
               GDateTime  *today)
{
  static const char * const days[] = {
    "monday poniedzialek", "tuesday wtorek", "wednesday sroda srode", "thursday czwartek", "friday piatek",
    "saturday sobota sobote", "sunday niedziela niedziele",
  };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    if (is_one_of (text, days[i]))
      return g_date_time_add_days (today, -1 - (g_date_time_get_day_of_week (today) + 5 - (int) i) % 7);
  return NULL;
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
    date = parse_span_of_late (folded, today);
  if (date == NULL)
    date = parse_weekday (folded, today);
  if (date == NULL)
    return FALSE;
  *at = g_date_time_to_unix (date) * 1000;
  return TRUE;
}
