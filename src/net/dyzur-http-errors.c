/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-http-private.h"

#include <libsoup/soup.h>
#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-error.h"

/* The longest pause a server may ask for; beyond that it does not know what it says. */
#define MAX_PAUSE DYZUR_HOUR

/* Longest machine-readable code we repeat. */
#define MAX_CODE 64

/* What a status means; a range ends where the next begins. */
static const struct
{
  guint            status;
  DyzurRemoteError safe;      /* the request changes nothing */
  DyzurRemoteError unsafe;    /* it does: perhaps it was done */
} statuses[] = {
  { 100, DYZUR_REMOTE_ERROR_SHAPE, DYZUR_REMOTE_ERROR_UNCERTAIN },
  { 300, DYZUR_REMOTE_ERROR_PERMANENT, DYZUR_REMOTE_ERROR_PERMANENT },
  { 401, DYZUR_REMOTE_ERROR_AUTH, DYZUR_REMOTE_ERROR_AUTH },
  { 402, DYZUR_REMOTE_ERROR_PERMANENT, DYZUR_REMOTE_ERROR_PERMANENT },
  { 403, DYZUR_REMOTE_ERROR_PERMISSION, DYZUR_REMOTE_ERROR_PERMISSION },
  { 404, DYZUR_REMOTE_ERROR_NOT_FOUND, DYZUR_REMOTE_ERROR_NOT_FOUND },
  { 405, DYZUR_REMOTE_ERROR_PERMANENT, DYZUR_REMOTE_ERROR_PERMANENT },
  { 408, DYZUR_REMOTE_ERROR_TRANSIENT, DYZUR_REMOTE_ERROR_UNCERTAIN },
  { 409, DYZUR_REMOTE_ERROR_CONFLICT, DYZUR_REMOTE_ERROR_CONFLICT },
  { 410, DYZUR_REMOTE_ERROR_NOT_FOUND, DYZUR_REMOTE_ERROR_NOT_FOUND },
  { 411, DYZUR_REMOTE_ERROR_PERMANENT, DYZUR_REMOTE_ERROR_PERMANENT },
  { 412, DYZUR_REMOTE_ERROR_CONFLICT, DYZUR_REMOTE_ERROR_CONFLICT },
  { 413, DYZUR_REMOTE_ERROR_PERMANENT, DYZUR_REMOTE_ERROR_PERMANENT },
  { 425, DYZUR_REMOTE_ERROR_TRANSIENT, DYZUR_REMOTE_ERROR_TRANSIENT },
  { 426, DYZUR_REMOTE_ERROR_PERMANENT, DYZUR_REMOTE_ERROR_PERMANENT },
  { 429, DYZUR_REMOTE_ERROR_TRANSIENT, DYZUR_REMOTE_ERROR_TRANSIENT },
  { 430, DYZUR_REMOTE_ERROR_PERMANENT, DYZUR_REMOTE_ERROR_PERMANENT },
  { 500, DYZUR_REMOTE_ERROR_TRANSIENT, DYZUR_REMOTE_ERROR_UNCERTAIN },
  { 503, DYZUR_REMOTE_ERROR_TRANSIENT, DYZUR_REMOTE_ERROR_TRANSIENT },
  { 504, DYZUR_REMOTE_ERROR_TRANSIENT, DYZUR_REMOTE_ERROR_UNCERTAIN },
  { 507, DYZUR_REMOTE_ERROR_QUOTA, DYZUR_REMOTE_ERROR_QUOTA },
  { 508, DYZUR_REMOTE_ERROR_TRANSIENT, DYZUR_REMOTE_ERROR_UNCERTAIN },
};

static DyzurRemoteError
status_code (guint    status,
             gboolean safe)
{
  guint row = 0;

  while (row + 1 < G_N_ELEMENTS (statuses) && statuses[row + 1].status <= status)
    row++;
  return safe ? statuses[row].safe : statuses[row].unsafe;
}

/* The server's machine-readable word for what is wrong, if it looks like one: messages must not carry bodies. */
static const char *
peek_code (const DyzurJson *body)
{
  const char *code = dyzur_json_peek_text (body, "code");

  if (code == NULL || *code == '\0' || strlen (code) > MAX_CODE)
    return NULL;
  for (const char *p = code; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("_-.", *p) == NULL)
      return NULL;
  return code;
}

static gboolean
is_certificate_problem (const GError *problem)
{
  return problem->domain == G_TLS_ERROR && problem->code != G_TLS_ERROR_EOF && problem->code != G_TLS_ERROR_MISC &&
         problem->code != G_TLS_ERROR_UNAVAILABLE;
}

static gboolean
is_shape_problem (const GError *problem)
{
  return problem->domain == SOUP_SESSION_ERROR && problem->code != SOUP_SESSION_ERROR_TOO_MANY_RESTARTS;
}

/*
 * Says in our words why no answer came. @problem: (transfer full); @maybe_done: the request changes something and had
 * left us
 */
void
_dyzur_http_translate (GError      *problem,
                       gboolean     maybe_done,
                       const char  *what,
                       GError     **error)
{
  DyzurRemoteError code = DYZUR_REMOTE_ERROR_TRANSIENT;

  if (is_certificate_problem (problem))
    code = DYZUR_REMOTE_ERROR_CERTIFICATE;
  else if (maybe_done)
    code = DYZUR_REMOTE_ERROR_UNCERTAIN;
  else if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, problem);
      return;
    }
  else if (is_shape_problem (problem))
    code = DYZUR_REMOTE_ERROR_SHAPE;
  g_set_error (error, DYZUR_REMOTE_ERROR, (int) code, "%s: %s", what, problem->message);
  g_error_free (problem);
}

/*
 * Says what a status that is no success means. @body: (nullable): the answer, if it is JSON: a 403 without is not the
 * program behind the address but something in front of it, which may let us through later
 */
void
_dyzur_http_refuse (guint             status,
                    gboolean          safe,
                    const DyzurJson  *body,
                    const char       *what,
                    GError          **error)
{
  DyzurRemoteError code = status_code (status, safe);
  const char *word = peek_code (body);

  if (status == 403 && body == NULL)
    code = DYZUR_REMOTE_ERROR_TRANSIENT;
  g_set_error (error, DYZUR_REMOTE_ERROR, (int) code, "%s: HTTP %u%s%s%s", what, status, word != NULL ? " (" : "",
               word != NULL ? word : "", word != NULL ? ")" : "");
}

/*
 * @text: (nullable): seconds or an HTTP date; @now: ms UTC
 *
 * Returns: ms to wait, at most an hour; 0 when nothing sensible is asked for
 */
gint64
_dyzur_http_parse_retry_after (const char *text,
                               gint64      now)
{
  g_autoptr(GDateTime) date = NULL;
  gint64 seconds;

  if (text == NULL)
    return 0;
  if (g_ascii_string_to_signed (text, 10, 0, G_MAXINT32, &seconds, NULL))
    return MIN (seconds * DYZUR_SECOND, MAX_PAUSE);
  date = soup_date_time_new_from_http_string (text);
  if (date == NULL)
    return 0;
  return CLAMP (g_date_time_to_unix (date) * DYZUR_SECOND - now, 0, MAX_PAUSE);
}
