/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-line-server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define TIMEOUT 20

struct _DyzurLineServer
{
  GSocketListener *listener;
  guint16          port;
  GThread         *thread;
  GAsyncQueue     *scripts;   /* (element-type GStrv); END ends the thread */
  gssize           cut;
  gboolean         split;

  /* the thread's */
  GSocketConnection *connection;
  GIOStream         *stream;
  char              *tag;
  char              *line;
  GString           *body;
  gboolean           kept;    /* @line was read and not answered */
  GPtrArray         *heard;
  gsize              sent;
  guint              lines;
  char              *failure;
};

static char *const end_mark[] = { NULL };

static char *
fixture_path (const char *name)
{
  return g_build_filename (g_getenv ("DYZUR_SOURCE_ROOT"), "tests", "fixtures", "mail", "tls", name, NULL);
}

static gboolean
fail (DyzurLineServer *self,
      const char      *format,
      ...)
{
  va_list args;

  va_start (args, format);
  if (self->failure == NULL)
    self->failure = g_strdup_vprintf (format, args);
  va_end (args);
  return FALSE;
}

/* FALSE when the cut comes, or the client is gone */
static gboolean
send_bytes (DyzurLineServer *self,
            const char      *data,
            gsize            size)
{
  GOutputStream *output = g_io_stream_get_output_stream (self->stream);
  gboolean cut = self->cut >= 0 && self->sent + size > (gsize) self->cut;

  if (cut)
    size = self->cut - self->sent;
  for (gsize done = 0; done < size;)
    {
      gsize n = self->split ? 1 : size - done;

      if (!g_output_stream_write_all (output, data + done, n, NULL, NULL, NULL))
        return FALSE;
      done += n;
      self->sent += n;
    }
  return !cut;
}

/* One byte at a time: what follows may be TLS. */
static gboolean
read_line (DyzurLineServer *self)
{
  GInputStream *input = g_io_stream_get_input_stream (self->stream);
  GString *line = g_string_new (NULL);
  char c;

  while (g_input_stream_read (input, &c, 1, NULL, NULL) == 1)
    {
      if (c == '\n')
        {
          if (line->len > 0 && line->str[line->len - 1] == '\r')
            g_string_truncate (line, line->len - 1);
          g_free (self->line);
          self->line = g_string_free (line, FALSE);
          return TRUE;
        }
      g_string_append_c (line, c);
    }
  g_string_free (line, TRUE);
  return FALSE;
}

static gboolean
expect (DyzurLineServer *self,
        const char      *pattern)
{
  const char *rest;

  if (!read_line (self))
    return fail (self, "the client hung up instead of: %s", pattern);
  rest = self->line;
  if (g_str_has_prefix (pattern, "TAG ") && strchr (rest, ' ') != NULL)
    {
      g_free (self->tag);
      self->tag = g_strndup (rest, strchr (rest, ' ') - rest);
      rest = strchr (rest, ' ') + 1;
      pattern += strlen ("TAG ");
    }
  return g_pattern_match_simple (pattern, rest) ? TRUE : fail (self, "the client sent: %s; instead of: %s", self->line, pattern);
}

static gboolean
send_line (DyzurLineServer *self,
           const char      *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "TAG", -1);
  g_autofree char *tagged = g_strjoinv (self->tag != NULL ? self->tag : "", parts);
  g_autofree char *line = g_strconcat (tagged, "\r\n", NULL);

  return send_bytes (self, line, strlen (line));
}

static gboolean
read_literal (DyzurLineServer *self)
{
  const char *open = self->line != NULL ? strrchr (self->line, '{') : NULL;
  gsize size = open != NULL ? strtoul (open + 1, NULL, 10) : 0;

  g_string_set_size (self->body, size);
  if (!g_input_stream_read_all (g_io_stream_get_input_stream (self->stream), self->body->str, size, &size, NULL, NULL) ||
      size != self->body->len)
    return fail (self, "the literal is too short");
  return read_line (self);
}

static gboolean
read_data (DyzurLineServer *self)
{
  g_string_truncate (self->body, 0);
  while (read_line (self))
    {
      if (strcmp (self->line, ".") == 0)
        return TRUE;
      g_string_append_printf (self->body, "%s\r\n", self->line);
    }
  return fail (self, "the client hung up before the dot");
}

static gboolean
start_tls (DyzurLineServer *self)
{
  g_autofree char *certificate_path = fixture_path ("server.pem");
  g_autofree char *key_path = fixture_path ("server.key");
  g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_files (certificate_path, key_path, NULL);
  GIOStream *tls = g_tls_server_connection_new (self->stream, certificate, NULL);

  g_assert_nonnull (tls);
  g_object_unref (self->stream);
  self->stream = tls;
  return g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL);
}

static gboolean
obey (DyzurLineServer *self,
      const char      *step)
{
  if (g_str_has_prefix (step, ">> "))
    {
      g_autofree char *text = g_strcompress (step + 3);

      return send_bytes (self, text, strlen (text));
    }
  if (g_str_has_prefix (step, "> "))
    return send_line (self, step + 2);
  if (g_str_has_prefix (step, "< "))
    return expect (self, step + 2);
  if (strcmp (step, "LITERAL") == 0)
    return read_literal (self);
  if (strcmp (step, "DATA") == 0)
    return read_data (self);
  if (strcmp (step, "BODY") == 0)
    return self->kept = read_data (self);
  if (strcmp (step, "TLS") == 0)
    return start_tls (self);
  if (strcmp (step, "HOLD") == 0)
    {
      while (read_line (self));
      return FALSE;
    }
  g_assert_cmpstr (step, ==, "DROP");
  return FALSE;
}

/* The steps of one rule, or of the wrong answer */
static gboolean
obey_rule (DyzurLineServer *self,
           char           **steps)
{
  for (; *steps != NULL && !g_str_has_prefix (*steps, "? ") && strcmp (*steps, "RULES") != 0; steps++)
    if (!obey (self, *steps))
      return FALSE;
  return TRUE;
}

/* Keeps the tag of the last line, and returns what follows it. */
static const char *
split_tag (DyzurLineServer *self)
{
  const char *space = strchr (self->line, ' ');

  if (space == NULL)
    return self->line;
  g_free (self->tag);
  self->tag = g_strndup (self->line, space - self->line);
  return space + 1;
}

static gboolean
answer_by_rule (DyzurLineServer *self,
                GStrv            script,
                const char      *command)
{
  for (guint i = 1; script[i] != NULL; i++)
    if (g_str_has_prefix (script[i], "? ") && g_pattern_match_simple (script[i] + 2, command))
      return obey_rule (self, script + i + 1);
  return fail (self, "there is no rule for: %s", command);
}

static gboolean
serve_by_rules (DyzurLineServer *self,
                GStrv            script)
{
  int wrong = atoi (script[0] + strlen ("WRONG "));
  gboolean goes_on = g_strv_contains ((const char *const *) script, "RULES");
  const char *command = "";

  for (self->lines = 0; goes_on || wrong != (int) self->lines; self->lines++)
    {
      if (!(wrong == (int) self->lines ? obey_rule (self, script + 1) : answer_by_rule (self, script, command)) ||
          !(self->kept || read_line (self)))
        return FALSE;
      self->kept = FALSE;
      command = split_tag (self);
      g_ptr_array_add (self->heard, g_strdup (command));
    }
  return obey_rule (self, script + 1);
}

static void
serve (DyzurLineServer *self,
       GStrv            script)
{
  gboolean going = TRUE;

  self->connection = g_socket_listener_accept (self->listener, NULL, NULL, NULL);
  if (self->connection == NULL)
    return;
  g_socket_set_timeout (g_socket_connection_get_socket (self->connection), TIMEOUT);
  g_socket_set_option (g_socket_connection_get_socket (self->connection), IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  self->stream = G_IO_STREAM (g_object_ref (self->connection));
  self->sent = 0;
  self->kept = FALSE;
  if (g_str_has_prefix (script[0], "WRONG "))
    going = serve_by_rules (self, script);
  for (guint i = 0; script[i] != NULL && going && !g_str_has_prefix (script[0], "WRONG "); i++)
    going = obey (self, script[i]);
  while (going && read_line (self));
  g_io_stream_close (self->stream, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  g_clear_object (&self->stream);
  g_clear_object (&self->connection);
}

static gpointer
server_thread (gpointer user_data)
{
  DyzurLineServer *self = user_data;
  gpointer script;

  while ((script = g_async_queue_pop (self->scripts)) != end_mark)
    {
      serve (self, script);
      g_strfreev (script);
    }
  return NULL;
}

DyzurLineServer *
dyzur_line_server_new (void)
{
  DyzurLineServer *self = g_new0 (DyzurLineServer, 1);
  g_autoptr(GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (address, 0);
  g_autoptr(GSocketAddress) bound = NULL;

  self->listener = g_socket_listener_new ();
  g_assert_true (g_socket_listener_add_address (self->listener, any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL));
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->scripts = g_async_queue_new ();
  self->body = g_string_new (NULL);
  self->heard = g_ptr_array_new_with_free_func (g_free);
  self->cut = -1;
  self->thread = g_thread_new ("line-server", server_thread, self);
  return self;
}

void
dyzur_line_server_free (DyzurLineServer *self)
{
  if (self == NULL)
    return;
  if (self->thread != NULL)
    g_free (dyzur_line_server_finish (self));
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_async_queue_unref (self->scripts);
  g_string_free (self->body, TRUE);
  g_ptr_array_unref (self->heard);
  g_free (self->tag);
  g_free (self->line);
  g_free (self->failure);
  g_free (self);
}

guint16
dyzur_line_server_get_port (DyzurLineServer *self)
{
  return self->port;
}

void
dyzur_line_server_play (DyzurLineServer   *self,
                        const char *const *script)
{
  g_async_queue_push (self->scripts, g_strdupv ((char **) script));
}

void
dyzur_line_server_set_cut (DyzurLineServer *self,
                           gssize           bytes)
{
  self->cut = bytes;
}

void
dyzur_line_server_set_split (DyzurLineServer *self,
                             gboolean         split)
{
  self->split = split;
}

guint
dyzur_line_server_get_lines (DyzurLineServer *self)
{
  return self->lines;
}

GPtrArray *
dyzur_line_server_get_heard (DyzurLineServer *self)
{
  return self->heard;
}

char *
dyzur_line_server_finish (DyzurLineServer *self)
{
  if (self->thread != NULL)
    {
      g_async_queue_push (self->scripts, (gpointer) end_mark);
      g_thread_join (g_steal_pointer (&self->thread));
    }
  return g_steal_pointer (&self->failure);
}

const char *
dyzur_line_server_get_body (DyzurLineServer *self)
{
  return self->body->str;
}

gsize
dyzur_line_server_get_sent (DyzurLineServer *self)
{
  return self->sent;
}

char *
dyzur_line_server_dup_ca (void)
{
  return fixture_path ("ca.pem");
}
