/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-calendar.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LINES 5000
#define MAX_VALUE 500

/* What of an invitation (RFC 5545, RFC 5546) people want to see without opening it */
typedef struct
{
  char *method;
  char *summary;
  char *place;
  char *organizer;
  char *answer;      /* PARTSTAT of the only attendee of a REPLY */
  char *begin;       /* for people */
  char *end;
} Invitation;

static void
invitation_clear (Invitation *self)
{
  char **texts[] = { &self->method, &self->summary, &self->place, &self->organizer, &self->answer, &self->begin, &self->end };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Invitation, invitation_clear)

/* "\n", "\," and "\;" stand for themselves; all in one line */
static char *
unescape (const char *value)
{
  GString *out = g_string_new (NULL);

  for (const char *p = value; *p != '\0' && out->len < MAX_VALUE; p = g_utf8_next_char (p))
    {
      gboolean newline = *p == '\\' && (p[1] == 'n' || p[1] == 'N');

      if (*p == '\\' && p[1] != '\0')
        p++;
      if (newline || g_ascii_iscntrl (*p))
        g_string_append_c (out, ' ');
      else
        g_string_append_len (out, p, g_utf8_next_char (p) - p);
    }
  return g_strstrip (g_string_free (out, FALSE));
}

/* The value of parameter @name in "DTSTART;TZID=Europe/Warsaw" */
static char *
dup_parameter (const char *property,
               const char *name)
{
  g_auto(GStrv) parameters = g_strsplit (property, ";", 20);
  gsize n = strlen (name);

  for (guint i = 1; parameters[0] != NULL && parameters[i] != NULL; i++)
    if (g_ascii_strncasecmp (parameters[i], name, n) == 0 && parameters[i][n] == '=')
      return g_strdup (g_strdelimit (parameters[i] + n + 1, "\"", ' '));
  return NULL;
}

static gboolean
parse_digits (const char *text,
              guint       n,
              int        *number)
{
  *number = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *number = *number * 10 + g_ascii_digit_value (text[i]);
    }
  return TRUE;
}

/* "20261120T100000Z"; local time where the zone is known, the time as it stands otherwise */
static GDateTime *
parse_time (const char *value,
            const char *zone_name)
{
  int year, month, day, hour = 0, minute = 0;
  g_autoptr(GTimeZone) zone = NULL;
  g_autoptr(GDateTime) time = NULL;

  if (strlen (value) < 8 || !parse_digits (value, 4, &year) || !parse_digits (value + 4, 2, &month) ||
      !parse_digits (value + 6, 2, &day))
    return NULL;
  if (value[8] != 'T')
    return g_date_time_new_local (year, month, day, 0, 0, 0);
  if (strlen (value) < 13 || !parse_digits (value + 9, 2, &hour) || !parse_digits (value + 11, 2, &minute))
    return NULL;
  if (value[strlen (value) - 1] == 'Z')
    zone = g_time_zone_new_utc ();
  else if (zone_name != NULL)
    zone = g_time_zone_new_identifier (zone_name);
  if (zone == NULL)
    return g_date_time_new_local (year, month, day, hour, minute, 0);
  time = g_date_time_new (zone, year, month, day, hour, minute, 0);
  return time != NULL ? g_date_time_to_local (time) : NULL;
}

static void
set_time (Invitation *self,
          gboolean    begin,
          const char *property,
          const char *value)
{
  g_autofree char *zone = dup_parameter (property, "TZID");
  g_autoptr(GDateTime) time = parse_time (value, zone);
  gboolean whole_day = value[MIN (strlen (value), 8)] != 'T';
  g_autoptr(GDateTime) last = time != NULL && whole_day && !begin ? g_date_time_add_days (time, -1) : NULL; /* exclusive */
  char *text = last != NULL ? g_date_time_format (last, "%d.%m.%Y") : time != NULL ? g_date_time_format (time, whole_day ? "%d.%m.%Y" : "%d.%m.%Y %H:%M") : NULL;

  if (text == NULL)
    return;
  if (begin && self->begin == NULL)
    self->begin = text;
  else if (!begin && self->end == NULL)
    self->end = text;
  else
    g_free (text);
}

static void
take_line (Invitation *self,
           const char *property,
           const char *value)
{
  gsize n = strcspn (property, ";");
  char **into = NULL;

  if (n == 6 && g_ascii_strncasecmp (property, "METHOD", n) == 0)
    into = &self->method;
  else if (n == 7 && g_ascii_strncasecmp (property, "SUMMARY", n) == 0)
    into = &self->summary;
  else if (n == 8 && g_ascii_strncasecmp (property, "LOCATION", n) == 0)
    into = &self->place;
  else if (n == 7 && g_ascii_strncasecmp (property, "DTSTART", n) == 0)
    set_time (self, TRUE, property, value);
  else if (n == 5 && g_ascii_strncasecmp (property, "DTEND", n) == 0)
    set_time (self, FALSE, property, value);
  else if (n == 8 && g_ascii_strncasecmp (property, "ATTENDEE", n) == 0 && self->answer == NULL)
    self->answer = dup_parameter (property, "PARTSTAT");
  else if (n == 9 && g_ascii_strncasecmp (property, "ORGANIZER", n) == 0 && self->organizer == NULL)
    {
      g_autofree char *name = dup_parameter (property, "CN");

      self->organizer = unescape (name != NULL ? name : g_ascii_strncasecmp (value, "mailto:", 7) == 0 ? value + 7 : value);
    }
  if (into != NULL && *into == NULL)
    *into = unescape (value);
}

/* Where the value begins: a colon inside quotes belongs to a parameter. */
static char *
find_colon (char *line)
{
  gboolean quoted = FALSE;

  for (char *p = line; *p != '\0'; p++)
    {
      if (*p == '"')
        quoted = !quoted;
      else if (*p == ':' && !quoted)
        return p;
    }
  return NULL;
}

static gboolean
read_event (Invitation *self,
            const char *text)
{
  g_autoptr(GString) unfolded = g_string_new (text);
  g_auto(GStrv) lines = NULL;
  gboolean found = FALSE, inside = FALSE;

  g_string_replace (unfolded, "\r", "", 0);
  g_string_replace (unfolded, "\n ", "", 0);
  g_string_replace (unfolded, "\n\t", "", 0);
  lines = g_strsplit (unfolded->str, "\n", MAX_LINES);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *colon = find_colon (lines[i]);

      if (colon == NULL)
        continue;
      *colon = '\0';
      if (g_ascii_strcasecmp (lines[i], "BEGIN") == 0)
        inside = g_ascii_strcasecmp (g_strchomp (colon + 1), "VEVENT") == 0;
      else if (g_ascii_strcasecmp (lines[i], "END") == 0 && inside)
        return TRUE;
      else if (inside || g_ascii_strcasecmp (lines[i], "METHOD") == 0)
        take_line (self, lines[i], colon + 1);
      found |= inside;
    }
  return found;
}

static char *
make_title (const Invitation *self)
{
  const char *summary = self->summary != NULL && *self->summary != '\0' ? self->summary : "…";
  const char *answer = self->answer != NULL ? self->answer : "";

  if (self->method != NULL && g_ascii_strcasecmp (self->method, "CANCEL") == 0)
    /* Translators: of a meeting; %s is what it is about */
    return g_strdup_printf (_("Invitation withdrawn: %s"), summary);
  if (self->method == NULL || g_ascii_strcasecmp (self->method, "REPLY") != 0)
    /* Translators: to a meeting; %s is what it is about */
    return g_strdup_printf (_("Invitation: %s"), summary);
  if (g_ascii_strcasecmp (answer, "ACCEPTED") == 0)
    /* Translators: somebody answered an invitation; %s is what the meeting is about */
    return g_strdup_printf (_("Invitation accepted: %s"), summary);
  if (g_ascii_strcasecmp (answer, "DECLINED") == 0)
    return g_strdup_printf (_("Invitation declined: %s"), summary);
  return g_strdup_printf (_("Invitation answered: %s"), summary);
}

static char *
make_time (const Invitation *self)
{
  gsize day = strlen ("dd.mm.yyyy ");

  if (self->begin == NULL || self->end == NULL || strcmp (self->begin, self->end) == 0)
    return g_strdup (self->begin);
  if (strlen (self->end) > day && strncmp (self->begin, self->end, day) == 0)
    return g_strdup_printf ("%s – %s", self->begin, self->end + day);
  return g_strdup_printf ("%s – %s", self->begin, self->end);
}

static void
add_line (DyzurBlocks *blocks,
          const char  *text)
{
  if (text != NULL && *text != '\0')
    dyzur_blocks_add (blocks, DYZUR_BLOCK_PARAGRAPH, text)->level = 1;
}

/**
 * dyzur_mime_calendar_tell:
 * @text: iCalendar, in UTF-8
 *
 * Adds what the invitation says to @blocks: what it is about, when, where and whose it is.
 *
 * Returns: whether there was an event in @text
 */
gboolean
dyzur_mime_calendar_tell (const char  *text,
                          DyzurBlocks *blocks)
{
  g_auto(Invitation) invitation = { 0 };
  g_autofree char *title = NULL, *time = NULL, *organizer = NULL;

  if (!read_event (&invitation, text))
    return FALSE;
  title = make_title (&invitation);
  time = make_time (&invitation);
  if (invitation.organizer != NULL && *invitation.organizer != '\0')
    /* Translators: %s is who invites to a meeting */
    organizer = g_strdup_printf (_("Organizer: %s"), invitation.organizer);
  dyzur_block_add_span (dyzur_blocks_add (blocks, DYZUR_BLOCK_PARAGRAPH, title), 0, strlen (title), DYZUR_SPAN_BOLD, NULL);
  add_line (blocks, time);
  add_line (blocks, invitation.place);
  add_line (blocks, organizer);
  return TRUE;
}
