/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-smtp-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ANSWER_TIMEOUT (5 * 60 * 1000)   /* ms: servers scan a message before they answer to it */
#define GRACE 3000                       /* ms that answer still gets after somebody wants the thread back */

DyzurSmtpReply *
_dyzur_smtp_read (DyzurSmtp     *self,
                  GCancellable  *cancellable,
                  GError       **error)
{
  DyzurSmtpReply *reply = dyzur_smtp_reply_read (self->stream, NULL, cancellable, error);

  if (reply == NULL || reply->code == 421)
    self->dead = TRUE;
  return reply;
}

gboolean
_dyzur_smtp_write (DyzurSmtp     *self,
                   const char    *text,
                   GCancellable  *cancellable,
                   GError       **error)
{
  if (dyzur_line_stream_write (self->stream, text, strlen (text), cancellable, error))
    return TRUE;
  self->dead = TRUE;
  return FALSE;
}

DyzurSmtpReply *
_dyzur_smtp_ask (DyzurSmtp     *self,
                 const char    *line,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autofree char *text = g_strconcat (line, "\r\n", NULL);

  return _dyzur_smtp_write (self, text, cancellable, error) ? _dyzur_smtp_read (self, cancellable, error) : NULL;
}

/* @whom: (nullable): the address that is refused */
gboolean
_dyzur_smtp_refuse (DyzurSmtp             *self,
                    const DyzurSmtpReply  *reply,
                    const char            *whom,
                    GError               **error)
{
  g_autofree char *words = dyzur_smtp_reply_dup_text (reply);
  const char *why = dyzur_smtp_reply_explain (reply);
  int code = dyzur_smtp_reply_to_error (reply);

  if (whom != NULL)
    g_set_error (error, DYZUR_REMOTE_ERROR, code, "%s: %s (%s: %s)", whom, why, self->host, words);
  else
    g_set_error (error, DYZUR_REMOTE_ERROR, code, "%s: %s (%s)", self->host, why, words);
  return FALSE;
}

static void
learn_extension (DyzurSmtp  *self,
                 const char *line)
{
  g_auto(GStrv) words = g_strsplit_set (line, " =", -1);
  const char *name = words[0] != NULL ? words[0] : "";

  if (g_ascii_strcasecmp (name, "STARTTLS") == 0)
    self->starttls = TRUE;
  else if (g_ascii_strcasecmp (name, "8BITMIME") == 0)
    self->eight_bit = TRUE;
  else if (g_ascii_strcasecmp (name, "SMTPUTF8") == 0)
    self->utf8 = TRUE;
  else if (g_ascii_strcasecmp (name, "PIPELINING") == 0)
    self->pipelining = TRUE;
  else if (g_ascii_strcasecmp (name, "SIZE") == 0 && words[1] != NULL)
    g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXUINT64, &self->max_size, NULL);
  else if (g_ascii_strcasecmp (name, "AUTH") == 0)
    {
      g_strfreev (self->auth);
      self->auth = g_strdupv (words + 1);
      for (guint i = 0; self->auth[i] != NULL; i++)
        for (char *p = self->auth[i]; *p != '\0'; p++)
          *p = g_ascii_toupper (*p);
    }
}

/* The address literal tells nothing about this computer; submission servers do not look at it. */
static gboolean
say_hello (DyzurSmtp     *self,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(DyzurSmtpReply) reply = _dyzur_smtp_ask (self, "EHLO [127.0.0.1]", cancellable, error);

  if (reply == NULL)
    return FALSE;
  if (reply->code != 250)
    return _dyzur_smtp_refuse (self, reply, NULL, error);
  self->starttls = self->eight_bit = self->utf8 = self->pipelining = FALSE;
  self->max_size = 0;
  g_clear_pointer (&self->auth, g_strfreev);
  for (guint i = 1; reply->lines[i] != NULL; i++)
    learn_extension (self, reply->lines[i]);
  return TRUE;
}

static gboolean
read_greeting (DyzurSmtp     *self,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr(DyzurSmtpReply) reply = _dyzur_smtp_read (self, cancellable, error);

  if (reply == NULL)
    return FALSE;
  if (reply->code == 220)
    return TRUE;
  self->dead = TRUE;
  _dyzur_smtp_refuse (self, reply, NULL, error);
  if (error != NULL && (*error)->code == DYZUR_REMOTE_ERROR_PERMANENT)
    (*error)->code = DYZUR_REMOTE_ERROR_PERMISSION; /* it is us the server does not want, not a message */
  return FALSE;
}

static gboolean
start_tls (DyzurSmtp              *self,
           const DyzurMailServer  *server,
           GCancellable           *cancellable,
           GError                **error)
{
  g_autoptr(DyzurSmtpReply) reply = NULL;

  if (!self->starttls)
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_CERTIFICATE,
                   _("%s does not offer encryption on port %u"), server->host, server->port);
      return FALSE;
    }
  reply = _dyzur_smtp_ask (self, "STARTTLS", cancellable, error);
  if (reply == NULL)
    return FALSE;
  if (reply->code != 220)
    return _dyzur_smtp_refuse (self, reply, NULL, error);
  self->dead = !dyzur_line_stream_start_tls (self->stream, server->ca_file, cancellable, error);
  return !self->dead && say_hello (self, cancellable, error);
}

/* The message with dots doubled at the beginning of lines, ending in CR LF, without the final dot */
static GString *
stuff_dots (GBytes *message)
{
  gsize size;
  const char *data = g_bytes_get_data (message, &size);
  GString *out = g_string_sized_new (size + size / 64 + 8);
  const char *end = data + size;

  for (const char *p = data; p < end;)
    {
      const char *newline = memchr (p, '\n', end - p);
      const char *next = newline != NULL ? newline + 1 : end;

      if (*p == '.')
        g_string_append_c (out, '.');
      g_string_append_len (out, p, next - p);
      p = next;
    }
  if (out->len < 2 || strcmp (out->str + out->len - 2, "\r\n") != 0)
    g_string_append (out, "\r\n");
  return out;
}

static DyzurSmtpReply *
read_verdict (DyzurSmtp     *self,
              char          *first,
              GCancellable  *cancellable,
              GError       **error)
{
  GError *local = NULL;
  DyzurSmtpReply *reply;

  dyzur_line_stream_set_timeout (self->stream, self->patience);
  reply = dyzur_smtp_reply_read (self->stream, first, cancellable, &local);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&local);
      dyzur_line_stream_set_timeout (self->stream, GRACE);
      reply = dyzur_smtp_reply_read (self->stream, first, NULL, &local);
    }
  dyzur_line_stream_set_timeout (self->stream, self->timeout);
  self->dead = reply == NULL || reply->code == 421;
  if (local != NULL)
    g_propagate_error (error, local);
  return reply;
}

/* The verdict broke off, or makes no sense. Its first digit says it all; without that nobody knows. */
static gboolean
judge_by_first (DyzurSmtp     *self,
                char           first,
                const GError  *why,
                GError       **error)
{
  if (first == '2')
    return TRUE;
  if (first == '4' || first == '5')
    g_set_error (error, DYZUR_REMOTE_ERROR,
                 first == '4' ? DYZUR_REMOTE_ERROR_TRANSIENT : DYZUR_REMOTE_ERROR_PERMANENT,
                 _("%s did not take the message, and the connection broke before it said why"), self->host);
  else
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN,
                 _("%s got the message, but its answer was lost: %s"), self->host, why->message);
  return FALSE;
}

/* From the final dot on the server may have the message, whatever happens to its answer. */
static gboolean
finish_data (DyzurSmtp     *self,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(DyzurSmtpReply) reply = NULL;
  g_autoptr(GError) local = NULL;
  char first = '\0';

  if (self->commit != NULL && !self->commit (self->commit_data, error))
    {
      self->dead = TRUE; /* without its final dot the server throws away what it has */
      return FALSE;
    }
  if (_dyzur_smtp_write (self, ".\r\n", NULL, &local))
    reply = read_verdict (self, &first, cancellable, &local);
  if (reply != NULL && reply->code / 100 == 3)
    g_set_error_literal (&local, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, dyzur_smtp_reply_explain (reply));
  if (local != NULL)
    return judge_by_first (self, first, local, error);
  return reply->code / 100 == 2 ? TRUE : _dyzur_smtp_refuse (self, reply, NULL, error);
}

static gboolean
send_data (DyzurSmtp     *self,
           GBytes        *message,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(DyzurSmtpReply) reply = _dyzur_smtp_ask (self, "DATA", cancellable, error);
  g_autoptr(GString) data = NULL;

  if (reply == NULL)
    return FALSE;
  if (reply->code != 354)
    return _dyzur_smtp_refuse (self, reply, NULL, error);
  data = stuff_dots (message);
  if (!dyzur_line_stream_write (self->stream, data->str, data->len, cancellable, error))
    {
      self->dead = TRUE; /* without its final dot the server throws away what it has */
      return FALSE;
    }
  return finish_data (self, cancellable, error);
}

/* Up to the login */
static DyzurSmtp *
begin (const DyzurMailServer    *server,
       const DyzurMailProgress  *progress,
       GCancellable             *cancellable,
       GError                  **error)
{
  g_autoptr(DyzurSmtp) self = g_new0 (DyzurSmtp, 1);

  self->host = g_strdup (server->host);
  self->timeout = server->timeout > 0 ? server->timeout : DYZUR_LINE_STREAM_TIMEOUT;
  self->patience = server->timeout > 0 ? server->timeout : ANSWER_TIMEOUT;
  self->stream = dyzur_mail_server_open (server, DYZUR_MAIL_CHECK_SMTP_NAME, progress, cancellable, error);
  if (self->stream == NULL || !read_greeting (self, cancellable, error) || !say_hello (self, cancellable, error))
    return NULL;
  if (server->security == DYZUR_MAIL_STARTTLS)
    {
      dyzur_mail_progress_tell (progress, DYZUR_MAIL_CHECK_SMTP_TLS, server->host);
      if (!start_tls (self, server, cancellable, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * dyzur_smtp_open:
 * @progress: (nullable): told of each step
 *
 * Connects, encrypts and logs in (where the server knows logins).
 *
 * Returns: (transfer full) (nullable): the session; %NULL with a #DYZUR_REMOTE_ERROR or %G_IO_ERROR_CANCELLED
 */
DyzurSmtp *
dyzur_smtp_open (const DyzurMailServer    *server,
                 const DyzurMailProgress  *progress,
                 GCancellable             *cancellable,
                 GError                  **error)
{
  g_autoptr(DyzurSmtp) self = begin (server, progress, cancellable, error);

  if (self == NULL)
    return NULL;
  dyzur_mail_progress_tell (progress, DYZUR_MAIL_CHECK_SMTP_LOGIN, server->user);
  if (!_dyzur_smtp_log_in (self, server, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * dyzur_smtp_reach:
 *
 * Returns: whether a submission server is there and its certificate fits; nothing of @server's user or password is sent
 */
gboolean
dyzur_smtp_reach (const DyzurMailServer  *server,
                  GCancellable           *cancellable,
                  GError                **error)
{
  g_autoptr(DyzurSmtp) self = begin (server, NULL, cancellable, error);

  return self != NULL;
}

/**
 * dyzur_smtp_free:
 *
 * Says QUIT when somebody may listen, and closes without waiting for an answer.
 */
void
dyzur_smtp_free (DyzurSmtp *self)
{
  if (self == NULL)
    return;
  if (self->stream != NULL && !self->dead)
    {
      dyzur_line_stream_set_timeout (self->stream, 1000);
      _dyzur_smtp_write (self, "QUIT\r\n", NULL, NULL);
    }
  dyzur_line_stream_free (self->stream);
  g_strfreev (self->auth);
  g_free (self->host);
  g_free (self);
}

/**
 * dyzur_smtp_set_commit:
 * @commit: (nullable): called in the middle of each dyzur_smtp_send(), on its thread
 */
void
dyzur_smtp_set_commit (DyzurSmtp           *self,
                       DyzurSmtpCommitFunc  commit,
                       gpointer             user_data)
{
  self->commit = commit;
  self->commit_data = user_data;
}

/**
 * dyzur_smtp_set_progress:
 * @progress: (nullable) (closure user_data): told how much of a big message is out, on the thread of dyzur_smtp_send()
 */
void
dyzur_smtp_set_progress (DyzurSmtp             *self,
                         GFileProgressCallback  progress,
                         gpointer               user_data)
{
  dyzur_line_stream_set_progress (self->stream, progress, user_data);
}

/* Returns: bytes a message may have, 0 = the server did not tell */
guint64
dyzur_smtp_get_max_size (DyzurSmtp *self)
{
  return self->max_size;
}

/**
 * dyzur_smtp_send:
 * @sender: address
 * @recipients: addresses, without names
 * @message: with CR LF line ends
 * @error: %DYZUR_REMOTE_ERROR_UNCERTAIN when the message left but nothing of the answer came; %DYZUR_REMOTE_ERROR_PERMANENT
 *   when it, or somebody among @recipients, is refused: nobody got it then. Any error means so but UNCERTAIN
 *
 * Hands one message over. An answer that broke off counts by its first digit.
 */
gboolean
dyzur_smtp_send (DyzurSmtp          *self,
                 const char         *sender,
                 const char *const  *recipients,
                 GBytes             *message,
                 GCancellable       *cancellable,
                 GError            **error)
{
  if (self->max_size > 0 && g_bytes_get_size (message) > self->max_size)
    {
      g_autofree char *size = g_format_size (g_bytes_get_size (message));
      g_autofree char *limit = g_format_size (self->max_size);

      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT,
                   _("The message is too big: %s, and %s takes no more than %s"), size, self->host, limit);
      return FALSE;
    }
  return _dyzur_smtp_send_envelope (self, sender, recipients, message, cancellable, error) &&
         send_data (self, message, cancellable, error);
}
