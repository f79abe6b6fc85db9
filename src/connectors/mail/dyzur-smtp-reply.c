/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-smtp-reply.h"

#include "dyzur-error.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LINE 8192
#define MAX_LINES 200

/*
 * What refusals mean, most exact first: an entry matches when its beginning is the beginning of the enhanced status, or
 * of the plain code where the server gives no other. A recipient's full mailbox is that one message's failure, not the
 * account's: QUOTA is for our own.
 */
static const struct
{
  const char *status;
  int         error;
  const char *sentence;
} meanings[] = {
  { "5.1.10", DYZUR_REMOTE_ERROR_PERMANENT, N_("this domain takes no mail") },
  { "5.1.1", DYZUR_REMOTE_ERROR_PERMANENT, N_("there is no such mailbox") },
  { "5.1.2", DYZUR_REMOTE_ERROR_PERMANENT, N_("there is no such domain") },
  { "5.1.3", DYZUR_REMOTE_ERROR_PERMANENT, N_("this is no valid address") },
  { "5.1.6", DYZUR_REMOTE_ERROR_PERMANENT, N_("the mailbox has moved") },
  { "5.1.7", DYZUR_REMOTE_ERROR_PERMANENT, N_("the sender's address is not accepted") },
  { "5.1.8", DYZUR_REMOTE_ERROR_PERMANENT, N_("the sender's address is not accepted") },
  { "5.1.", DYZUR_REMOTE_ERROR_PERMANENT, N_("the address is not accepted") },
  { "5.2.1", DYZUR_REMOTE_ERROR_PERMANENT, N_("the mailbox is switched off") },
  { "5.2.2", DYZUR_REMOTE_ERROR_PERMANENT, N_("the mailbox is full") },
  { "5.2.3", DYZUR_REMOTE_ERROR_PERMANENT, N_("the message is too big") },
  { "5.3.4", DYZUR_REMOTE_ERROR_PERMANENT, N_("the message is too big") },
  { "5.4.", DYZUR_REMOTE_ERROR_PERMANENT, N_("the recipient's server cannot be reached") },
  { "5.6.7", DYZUR_REMOTE_ERROR_PERMANENT, N_("the server cannot handle letters beyond ASCII in addresses") },
  { "5.6.", DYZUR_REMOTE_ERROR_PERMANENT, N_("the content of the message is not accepted") },
  { "5.7.8", DYZUR_REMOTE_ERROR_AUTH, N_("user name or password are wrong") },
  { "5.7.9", DYZUR_REMOTE_ERROR_AUTH, N_("the server wants another kind of password") },
  { "5.7.2", DYZUR_REMOTE_ERROR_PERMANENT, N_("the sender's domain is not set up for this server (SPF, DKIM, DMARC)") },
  { "5.7.", DYZUR_REMOTE_ERROR_PERMANENT, N_("the server's rules do not allow it") },
  { "5.", DYZUR_REMOTE_ERROR_PERMANENT, N_("the server refuses the message") },
  { "4.2.2", DYZUR_REMOTE_ERROR_TRANSIENT, N_("the mailbox is full at the moment") },
  { "4.3.1", DYZUR_REMOTE_ERROR_TRANSIENT, N_("the server's disk is full") },
  { "4.7.", DYZUR_REMOTE_ERROR_TRANSIENT, N_("the server asks to wait before the next try") },
  { "4.", DYZUR_REMOTE_ERROR_TRANSIENT, N_("the server cannot take the message now") },
  { "530", DYZUR_REMOTE_ERROR_AUTH, N_("the server wants a login first") },
  { "534", DYZUR_REMOTE_ERROR_AUTH, N_("the server wants another kind of password") },
  { "535", DYZUR_REMOTE_ERROR_AUTH, N_("user name or password are wrong") },
  { "538", DYZUR_REMOTE_ERROR_AUTH, N_("the server wants encryption first") },
  { "550", DYZUR_REMOTE_ERROR_PERMANENT, N_("there is no such mailbox, or the server's rules do not allow it") },
  { "551", DYZUR_REMOTE_ERROR_PERMANENT, N_("the mailbox has moved") },
  { "552", DYZUR_REMOTE_ERROR_PERMANENT, N_("the mailbox is full, or the message too big") },
  { "553", DYZUR_REMOTE_ERROR_PERMANENT, N_("the address is not accepted") },
  { "5", DYZUR_REMOTE_ERROR_PERMANENT, N_("the server refuses the message") },
  { "452", DYZUR_REMOTE_ERROR_TRANSIENT, N_("the server's disk is full") },
  { "4", DYZUR_REMOTE_ERROR_TRANSIENT, N_("the server cannot take the message now") },
};

static gboolean
shape (GError **error)
{
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE,
                       _("The server does not speak SMTP as it should"));
  return FALSE;
}

/* "5.1.1 " at the beginning of @text; bytes it takes, 0 when there is none */
static gsize
status_length (const char *text)
{
  gsize n = 0, dots = 0;

  if ((text[0] != '2' && text[0] != '4' && text[0] != '5') || text[1] != '.')
    return 0;
  for (; g_ascii_isdigit (text[n]) || text[n] == '.'; n++)
    dots += text[n] == '.';
  return dots == 2 && n <= 9 && (text[n] == ' ' || text[n] == '\0') ? n : 0;
}

/* Adds one line to @self; @more tells whether another follows. */
static gboolean
add_line (DyzurSmtpReply  *self,
          GStrvBuilder    *lines,
          const char      *line,
          gboolean        *more,
          GError         **error)
{
  guint code = 0;
  gsize taken;

  for (guint i = 0; i < 3; i++)
    {
      if (!g_ascii_isdigit (line[i]))
        return shape (error);
      code = code * 10 + (line[i] - '0');
    }
  if (code < 200 || code > 599 || (self->code != 0 && self->code != code) ||
      (line[3] != '\0' && line[3] != ' ' && line[3] != '-'))
    return shape (error);
  self->code = code;
  *more = line[3] == '-';
  line += line[3] != '\0' ? 4 : 3;
  taken = status_length (line);
  if (taken > 0 && self->status == NULL)
    self->status = g_strndup (line, taken);
  line += taken;
  while (*line == ' ')
    line++;
  g_strv_builder_add (lines, line);
  return TRUE;
}

static int
find_meaning (const DyzurSmtpReply *self)
{
  g_autofree char *code = g_strdup_printf ("%u", self->code);
  gboolean agrees = self->status != NULL && self->status[0] == code[0];
  const char *status = agrees ? self->status : code;

  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (g_str_has_prefix (status, meanings[i].status))
      return i;
  return -1;
}

/**
 * dyzur_smtp_reply_read:
 * @first: (out) (optional): the first byte of the reply, also when the rest never came or makes no sense; NUL = none came
 *
 * Returns: (transfer full) (nullable): the next reply with all its lines
 */
DyzurSmtpReply *
dyzur_smtp_reply_read (DyzurLineStream  *stream,
                       char             *first,
                       GCancellable     *cancellable,
                       GError          **error)
{
  g_autoptr(DyzurSmtpReply) self = g_new0 (DyzurSmtpReply, 1);
  g_autoptr(GStrvBuilder) lines = g_strv_builder_new ();
  gboolean more = TRUE;

  for (guint i = 0; more; i++)
    {
      g_autofree char *line = dyzur_line_stream_read_line (stream, MAX_LINE, NULL, cancellable, error);

      if (i == 0 && first != NULL)
        *first = line != NULL ? line[0] : dyzur_line_stream_peek (stream);
      if (line == NULL)
        return NULL;
      if (i == MAX_LINES)
        {
          shape (error);
          return NULL;
        }
      if (!add_line (self, lines, line, &more, error))
        return NULL;
    }
  self->lines = g_strv_builder_end (lines);
  return g_steal_pointer (&self);
}

void
dyzur_smtp_reply_free (DyzurSmtpReply *self)
{
  if (self == NULL)
    return;
  g_free (self->status);
  g_strfreev (self->lines);
  g_free (self);
}

/**
 * dyzur_smtp_reply_dup_text:
 *
 * Returns: (transfer full): the server's words in one line of UTF-8, with the codes
 */
char *
dyzur_smtp_reply_dup_text (const DyzurSmtpReply *self)
{
  g_autofree char *joined = g_strjoinv (" ", self->lines);
  g_autofree char *valid = g_utf8_make_valid (joined, -1);

  if (self->status != NULL)
    return g_strdup_printf ("%u %s %s", self->code, self->status, valid);
  return g_strdup_printf ("%u %s", self->code, valid);
}

/**
 * dyzur_smtp_reply_to_error:
 *
 * Returns: the #DyzurRemoteError a refusal stands for
 */
int
dyzur_smtp_reply_to_error (const DyzurSmtpReply *self)
{
  int found = find_meaning (self);

  return found >= 0 ? meanings[found].error : DYZUR_REMOTE_ERROR_SHAPE;
}

/**
 * dyzur_smtp_reply_explain:
 *
 * Returns: the refusal in our words, translated: the end of a sentence
 */
const char *
dyzur_smtp_reply_explain (const DyzurSmtpReply *self)
{
  int found = find_meaning (self);

  return found >= 0 ? _(meanings[found].sentence) : _("the answer makes no sense");
}
