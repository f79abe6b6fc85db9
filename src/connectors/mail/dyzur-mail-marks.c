/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-marks.h"

#include <string.h>

#define MAX_WHO 35      /* Dovecot takes keywords of 50 bytes */
#define SEEN 1
#define FLAGGED 2

static void
read_flag (DyzurMailMarks *self,
           const char     *flag)
{
  const struct { const char *flag; gboolean *mark; } table[] = {
    { "\\Seen", &self->seen },
    { "\\Answered", &self->answered },
    { "\\Flagged", &self->flagged },
    { DYZUR_MAIL_RESOLVED, &self->resolved },
    { DYZUR_MAIL_OPEN, &self->open },
    { DYZUR_MAIL_UNASSIGNED, &self->unassigned },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_ascii_strcasecmp (flag, table[i].flag) == 0)
      *table[i].mark = TRUE;
  if (g_ascii_strncasecmp (flag, DYZUR_MAIL_ASSIGNED, strlen (DYZUR_MAIL_ASSIGNED)) != 0)
    return;
  flag += strlen (DYZUR_MAIL_ASSIGNED);
  if (*flag == '\0' || (self->who != NULL && g_ascii_strcasecmp (self->who, flag) <= 0))
    return; /* of two who took it at the same moment, everybody picks the same one */
  g_free (self->who);
  self->who = g_strdup (flag);
}

static gboolean
is_plain (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '-' || c == '@';
}

/**
 * dyzur_mail_marks_read:
 * @self: (out caller-allocates): cleared with dyzur_mail_marks_clear()
 * @items: of one message, with FLAGS among them
 */
void
dyzur_mail_marks_read (DyzurMailMarks       *self,
                       const DyzurImapValue *items)
{
  const DyzurImapValue *flags = dyzur_imap_value_find (items, "FLAGS");

  memset (self, 0, sizeof *self);
  for (guint i = 0; i < dyzur_imap_value_get_size (flags); i++)
    {
      g_autofree char *flag = dyzur_imap_value_dup_text (dyzur_imap_value_get_item (flags, i));

      if (flag != NULL)
        read_flag (self, flag);
    }
  self->resolved = self->resolved && !self->open;
  if (self->unassigned)
    g_clear_pointer (&self->who, g_free);
}

void
dyzur_mail_marks_clear (DyzurMailMarks *self)
{
  g_clear_pointer (&self->who, g_free);
}

/**
 * dyzur_mail_marks_pack:
 *
 * Returns: a number that is another one when the marks are others; never 0
 */
guint
dyzur_mail_marks_pack (const DyzurMailMarks *self)
{
  guint who = self->who != NULL ? g_str_hash (self->who) << 8 : 0;

  return who | (self->seen ? SEEN : 0) | (self->flagged ? FLAGGED : 0) | self->answered << 2 | self->resolved << 3 |
         self->open << 4 | self->unassigned << 5 | 1 << 6;
}

gboolean
dyzur_mail_marks_seen (guint packed)
{
  return (packed & SEEN) != 0;
}

/**
 * dyzur_mail_marks_tell:
 * @before: from dyzur_mail_marks_pack(), 0 = not known
 * @me: (nullable): what the person here is called
 *
 * Returns: (transfer full) (nullable): what the marks but \Seen say; %NULL when they say nothing
 */
DyzurEvent *
dyzur_mail_marks_tell (const DyzurMailMarks *self,
                       guint                 before,
                       const char           *me,
                       const char           *remote_id)
{
  g_autofree char *own = me != NULL ? dyzur_mail_marks_encode (me) : NULL;
  gboolean mine = own != NULL && self->who != NULL && g_ascii_strcasecmp (own, self->who) == 0;
  DyzurMarks marks = (self->answered ? DYZUR_MARK_ANSWERED : 0) | (self->flagged ? DYZUR_MARK_FLAGGED : 0) |
                     (!self->flagged && (before & FLAGGED) != 0 ? DYZUR_MARK_UNFLAGGED : 0) |
                     (self->resolved ? DYZUR_MARK_RESOLVED : 0) | (self->open ? DYZUR_MARK_OPEN : 0) |
                     (self->who != NULL || self->unassigned ? DYZUR_MARK_ASSIGNED : 0);
  DyzurEvent *event;

  if (marks == 0)
    return NULL;
  event = dyzur_event_new (DYZUR_EVENT_MARKS);
  event->message = dyzur_message_record_new ();
  event->message->remote_id = g_strdup (remote_id);
  event->marks = marks;
  event->remote_id = mine ? g_strdup (DYZUR_AGENT_ME) : g_strdup (self->who);
  event->name = mine ? g_strdup (me) : self->who != NULL ? dyzur_mail_marks_decode (self->who) : NULL;
  return event;
}

/**
 * dyzur_mail_marks_is_valid:
 *
 * Returns: whether @who can stand in a keyword as it is
 */
gboolean
dyzur_mail_marks_is_valid (const char *who)
{
  for (const char *p = who; *p != '\0'; p++)
    if (!is_plain (*p) && *p != '_' && *p != '=')
      return FALSE;
  return *who != '\0' && strlen (who) <= MAX_WHO;
}

/**
 * dyzur_mail_marks_encode:
 *
 * Returns: (transfer full): @name as a keyword can hold it, cut at a whole letter
 */
char *
dyzur_mail_marks_encode (const char *name)
{
  GString *who = g_string_new (NULL);

  for (; *name != '\0'; name = g_utf8_next_char (name))
    {
      gunichar letter = g_utf8_get_char (name);
      gsize before = who->len;

      if (letter < 0x80 && is_plain (letter))
        g_string_append_c (who, letter);
      else if (letter == ' ')
        g_string_append_c (who, '_');
      else
        g_string_append_printf (who, "=%03X", letter < 0x1000 ? letter : '?');
      if (who->len <= MAX_WHO)
        continue;
      g_string_truncate (who, before);
      break;
    }
  return g_string_free (who, FALSE);
}

/**
 * dyzur_mail_marks_decode:
 *
 * Returns: (transfer full): the name, as far as the keyword holds it
 */
char *
dyzur_mail_marks_decode (const char *who)
{
  g_autoptr(GString) name = g_string_new (NULL);

  for (; *who != '\0'; who++)
    {
      guint64 letter;
      g_autofree char *digits = *who == '=' ? g_strndup (who + 1, 3) : NULL;

      if (digits != NULL && g_ascii_string_to_unsigned (digits, 16, 1, 0xfff, &letter, NULL))
        {
          g_string_append_unichar (name, letter);
          who += strlen (digits);
        }
      else
        g_string_append_c (name, *who == '_' ? ' ' : *who);
    }
  return g_utf8_make_valid (name->str, name->len);
}
