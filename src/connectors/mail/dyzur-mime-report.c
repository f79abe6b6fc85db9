/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-report.h"

#include "dyzur-fold.h"
#include "dyzur-mime-header.h"

#include <string.h>

#define MAX_STATUS 65536
#define MAX_GROUPS 100
#define MAX_DETAIL 1000
#define MAX_TEXT 65536

/* Openings of reports that no standard shaped; folded */
static const char *const failures[] = {
  "could not be delivered", "couldn't be delivered", "wasn't able to deliver your message", "was not able to deliver",
  "delivery has failed", "delivery to the following recipient failed", "message undeliverable", "undelivered mail",
  "undeliverable", "delivery status notification (failure)", "failure notice", "returned mail", "mail delivery failed",
  "address not found", "address couldn't be found", "permanent error", "nie mozna bylo dostarczyc",
  "nie zostala dostarczona", "nie udalo sie dostarczyc", "niedostarczona", "niedostarczalne", "zwrot poczty",
  "nie znaleziono adresu", "unzustellbar", "konnte nicht zugestellt werden", "nedorucitelna", "nelze dorucit",
  "не доставлено", "не вдалося доставити", NULL
};

static const char *const delays[] = {
  "delivery status notification (delay)", "delivery is delayed", "delayed mail", "warning: message", "has been delayed",
  "has not been delivered yet", "has not yet been delivered", "still being retried", "not yet been possible",
  "jeszcze nie zostala dostarczona", "opoznienie w dostarczeniu", "dostarczenie opoznione", "opozniona wiadomosc",
  "zustellung verzogert", NULL
};

static gboolean
mentions (const char         *text,
          const char *const  *phrases)
{
  for (guint i = 0; phrases[i] != NULL; i++)
    if (strstr (text, phrases[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* "rfc822; anna@klient.test" */
static char *
dup_after_type (const char *value)
{
  const char *semicolon = value != NULL ? strchr (value, ';') : NULL;
  g_autofree char *valid = NULL;

  if (value == NULL)
    return NULL;
  valid = g_utf8_make_valid (semicolon != NULL ? semicolon + 1 : value, -1);
  g_strstrip (valid);
  if (strlen (valid) > MAX_DETAIL)
    *g_utf8_find_prev_char (valid, valid + MAX_DETAIL) = '\0';
  return *valid != '\0' ? g_steal_pointer (&valid) : NULL;
}

static char *
dup_address (const char *value)
{
  g_autofree char *text = dup_after_type (value);
  char *begin = text;

  if (text == NULL)
    return NULL;
  begin += strspn (begin, "< ");
  begin[strcspn (begin, "<>,; ")] = '\0';
  return strchr (begin, '@') != NULL ? g_strdup (begin) : NULL;
}

static void
take_text (char **into,
           char  *text)
{
  if (*into == NULL)
    *into = text;
  else
    g_free (text);
}

/* One group of fields: about the message, or about one of its recipients */
static void
read_group (DyzurMimeReport *self,
            const char      *text)
{
  g_autoptr(GBytes) group = g_bytes_new (text, strlen (text));
  g_autofree char *action = dyzur_mime_header_dup (group, "Action");
  g_autofree char *final = dyzur_mime_header_dup (group, "Final-Recipient");
  g_autofree char *original = dyzur_mime_header_dup (group, "Original-Recipient");
  g_autofree char *diagnostic = dyzur_mime_header_dup (group, "Diagnostic-Code");
  g_autofree char *message_id = dyzur_mime_header_dup (group, "Original-Message-ID");
  g_autofree char *status = dyzur_mime_header_dup (group, "Status");

  take_text (&self->message_id, dyzur_mime_header_dup_id (message_id));
  if (action == NULL || self->kind == DYZUR_AUTOMATIC_BOUNCE)
    return;
  if (g_ascii_strncasecmp (action, "failed", 6) == 0)
    self->kind = DYZUR_AUTOMATIC_BOUNCE;
  else if (g_ascii_strncasecmp (action, "delayed", 7) == 0 && self->kind != DYZUR_AUTOMATIC_DELAY)
    self->kind = DYZUR_AUTOMATIC_DELAY;
  else
    return;
  g_clear_pointer (&self->recipient, g_free);
  g_clear_pointer (&self->detail, g_free);
  g_clear_pointer (&self->status, g_free);
  take_text (&self->recipient, dup_address (original));
  take_text (&self->recipient, dup_address (final));
  take_text (&self->detail, dup_after_type (diagnostic));
  take_text (&self->status, status != NULL ? g_strndup (status, strspn (status, "0123456789.")) : NULL);
}

static void
read_status (DyzurMimeReport *self,
             GBytes          *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr(GString) text = g_string_new_len (data != NULL ? data : "", MIN (size, MAX_STATUS));
  g_auto(GStrv) groups = NULL;

  for (gsize i = 0; i < text->len; i++)
    if (text->str[i] == '\0')
      text->str[i] = ' ';
  g_string_replace (text, "\r", "", 0);
  groups = g_strsplit (text->str, "\n\n", MAX_GROUPS);
  self->kind = DYZUR_AUTOMATIC_RECEIPT;
  for (guint i = 0; groups[i] != NULL; i++)
    read_group (self, groups[i] + strspn (groups[i], "\n"));
}

/* An address that stands alone or in front: "<anna@klient.test>: host …", "anna@klient.test" */
static char *
dup_leading_address (const char *line)
{
  g_autofree char *found = *line == '<' || strchr (line, ' ') == NULL ? dup_address (line) : NULL;

  if (found == NULL)
    return NULL;
  found[strcspn (found, ":")] = '\0';
  return strchr (found, '@') != NULL ? g_steal_pointer (&found) : NULL;
}

/* A reply of another server: "550 5.1.1 …", at the beginning or behind a blank */
static const char *
find_reply (const char *line)
{
  for (const char *p = line; p != NULL; p = strchr (p, ' '))
    {
      p += strspn (p, " \"'");
      if (*p == '5' && p[1] >= '0' && p[1] <= '7' && g_ascii_isdigit (p[2]) && (p[3] == ' ' || p[3] == '-'))
        return p;
    }
  return NULL;
}

static void
read_line (DyzurMimeReport *self,
           const char      *line)
{
  line += strspn (line, " \t");
  if (self->recipient == NULL)
    self->recipient = dup_leading_address (line);
  if (self->detail == NULL && find_reply (line) != NULL)
    self->detail = dup_after_type (find_reply (line));
}

/* The report in words, and the message it returns below them */
static void
read_text (DyzurMimeReport *self,
           const char      *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", 2000);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_ascii_strncasecmp (lines[i], "Message-ID:", 11) == 0)
        {
          take_text (&self->message_id, dyzur_mime_header_dup_id (lines[i] + 11));
          return;
        }
      read_line (self, lines[i]);
    }
}

static gboolean
comes_from_daemon (GMimeMessage *message)
{
  static const char *const names[] = { "mailer-daemon", "postmaster@", "mail delivery s", "microsoftexchange", NULL };
  const char *from = g_mime_object_get_header (GMIME_OBJECT (message), "From");
  const char *path = g_mime_object_get_header (GMIME_OBJECT (message), "Return-Path");
  g_autofree char *lower = from != NULL ? g_utf8_strdown (from, -1) : g_strdup ("");

  return mentions (lower, names) || (path != NULL && strstr (path, "<>") != NULL);
}

static DyzurAutomatic
judge_words (const char *subject,
             const char *text)
{
  g_autofree char *start = g_strndup (text, strnlen (text, 600));
  g_autofree char *joined = g_strconcat (subject != NULL ? subject : "", "\n", start, NULL);
  g_autofree char *valid = g_utf8_make_valid (joined, -1);
  g_autofree char *folded = dyzur_fold (valid, -1);

  g_strdelimit (folded, "\n", ' ');
  if (mentions (folded, delays))
    return DYZUR_AUTOMATIC_DELAY;
  return mentions (folded, failures) ? DYZUR_AUTOMATIC_BOUNCE : DYZUR_AUTOMATIC_NO;
}

/**
 * dyzur_mime_report_new:
 *
 * Returns: (transfer full) (nullable): %NULL when @message is no report about another
 */
DyzurMimeReport *
dyzur_mime_report_new (GMimeMessage        *message,
                       const DyzurMimeBody *body)
{
  g_autoptr(DyzurMimeReport) self = g_new0 (DyzurMimeReport, 1);
  g_autofree char *text = dyzur_blocks_dup_text (body->blocks, TRUE);
  const char *failed = g_mime_object_get_header (GMIME_OBJECT (message), "X-Failed-Recipients");

  if (strlen (text) > MAX_TEXT)
    *g_utf8_find_prev_char (text, text + MAX_TEXT) = '\0';
  self->message_id = g_strdup (body->reported_id);
  if (body->status != NULL)
    read_status (self, body->status);
  if (self->kind == DYZUR_AUTOMATIC_NO && (failed != NULL || body->is_report || comes_from_daemon (message)))
    self->kind = judge_words (g_mime_message_get_subject (message), text);
  if (self->kind == DYZUR_AUTOMATIC_NO && (failed != NULL || body->is_report))
    self->kind = DYZUR_AUTOMATIC_BOUNCE;
  if (self->kind == DYZUR_AUTOMATIC_NO)
    return NULL;
  if (self->kind != DYZUR_AUTOMATIC_RECEIPT)
    {
      take_text (&self->recipient, dup_address (failed));
      read_text (self, text);
    }
  return g_steal_pointer (&self);
}

void
dyzur_mime_report_free (DyzurMimeReport *self)
{
  if (self == NULL)
    return;
  g_free (self->message_id);
  g_free (self->recipient);
  g_free (self->detail);
  g_free (self->status);
  g_free (self);
}
