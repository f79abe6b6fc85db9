/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-line-stream-private.h"

#include "dyzur-error.h"

#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define CONNECT_TIMEOUT 30
#define CHUNK 16384
#define LONG (16 * CHUNK)            /* whoever waits for less does not look how far it is */

static GIOStream *
get_stream (DyzurLineStream *self)
{
  return self->tls != NULL ? self->tls : G_IO_STREAM (self->connection);
}

/* The exact cause, in words for the person who sets up the account. Takes @local. */
gboolean
_dyzur_line_stream_fail (DyzurLineStream  *self,
                         GError           *local,
                         GError          **error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (g_error_matches (local, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    text = g_strdup_printf (_("There is no server with the name %s"), self->host);
  else if (local->domain == G_RESOLVER_ERROR)
    text = g_strdup_printf (_("The name %s could not be looked up"), self->host);
  else if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    text = g_strdup_printf (_("%s does not accept connections on port %u"), self->host, self->port);
  else if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    text = g_strdup_printf (_("%s does not answer on port %u"), self->host, self->port);
  else if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
           g_error_matches (local, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE))
    text = g_strdup_printf (_("%s cannot be reached: there is no network"), self->host);
  else
    text = g_strdup_printf (_("The connection to %s broke: %s"), self->host, local->message);

  g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT, text);
  g_error_free (local);
  return FALSE;
}

static gboolean
fail_timeout (DyzurLineStream  *self,
              GError          **error)
{
  return _dyzur_line_stream_fail (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "timeout"), error);
}

static void
consume (DyzurLineStream *self,
         gsize            count)
{
  self->start += count;
  if (self->start == self->buffer->len)
    {
      g_byte_array_set_size (self->buffer, 0);
      self->start = 0;
    }
}

/* Whatever has arrived, without waiting. Returns: bytes added, 0 when there is nothing yet, -1 with @error */
static gssize
fill (DyzurLineStream  *self,
      GError          **error)
{
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (get_stream (self)));
  g_autoptr(GError) local = NULL;
  guint8 chunk[CHUNK];
  gssize n;

  n = g_pollable_input_stream_read_nonblocking (input, chunk, sizeof chunk, NULL, &local);
  if (n > 0)
    {
      if (self->start > CHUNK * 4 && self->start > self->buffer->len / 2)
        {
          g_byte_array_remove_range (self->buffer, 0, self->start);
          self->start = 0;
        }
      g_byte_array_append (self->buffer, chunk, n);
      self->bytes_read += n;
      return n;
    }
  if (n == 0)
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT,
                   _("%s closed the connection"), self->host);
      return -1;
    }
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return 0;
  _dyzur_line_stream_fail (self, g_steal_pointer (&local), error);
  return -1;
}

/* Waits for more than what is in the buffer. */
static gboolean
wait_more (DyzurLineStream  *self,
           gint64            timeout,
           gboolean         *more,
           GCancellable     *cancellable,
           GError          **error)
{
  gint64 deadline = g_get_monotonic_time () + timeout * 1000;

  for (;;)
    {
      GError *local = NULL;
      gssize n = fill (self, error);
      gint64 left = deadline - g_get_monotonic_time ();

      *more = n > 0;
      if (n != 0)
        return n > 0;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (left <= 0)
        return TRUE;
      if (!g_socket_condition_timed_wait (_dyzur_line_stream_get_socket (self), G_IO_IN, left, cancellable, &local))
        {
          if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
            return _dyzur_line_stream_fail (self, local, error);
          g_error_free (local);
        }
    }
}

static gboolean
fill_waiting (DyzurLineStream  *self,
              GCancellable     *cancellable,
              GError          **error)
{
  gboolean more;

  if (!wait_more (self, self->timeout, &more, cancellable, error))
    return FALSE;
  return more ? TRUE : fail_timeout (self, error);
}

/* A dead peer is noticed within minutes also while nobody says anything (IDLE). */
static void
watch_peer (GSocket *socket)
{
  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, 120, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, 30, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, 4, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
}

typedef struct
{
  DyzurResolvedFunc func;   /* (nullable): NULL once it was told */
  gpointer          user_data;
} Resolved;

static void
event_cb (GSocketClient      *client,
          GSocketClientEvent  event,
          GSocketConnectable *connectable,
          GIOStream          *connection,
          gpointer            user_data)
{
  Resolved *resolved = user_data;

  if (event == G_SOCKET_CLIENT_CONNECTING && resolved->func != NULL)
    g_steal_pointer (&resolved->func) (resolved->user_data);
}

/**
 * dyzur_line_stream_connect:
 *
 * Resolves @host and connects, without TLS yet.
 *
 * Returns: (transfer full) (nullable): the stream; %NULL with a #DYZUR_REMOTE_ERROR that says in words what is wrong, or
 *   %G_IO_ERROR_CANCELLED. This holds for all functions here
 */
DyzurLineStream *
dyzur_line_stream_connect (const char    *host,
                           guint16        port,
                           GCancellable  *cancellable,
                           GError       **error)
{
  return dyzur_line_stream_connect_told (host, port, NULL, NULL, cancellable, error);
}

/**
 * dyzur_line_stream_connect_told:
 * @resolved: (nullable): called in between, on this thread
 */
DyzurLineStream *
dyzur_line_stream_connect_told (const char         *host,
                                guint16             port,
                                DyzurResolvedFunc   resolved,
                                gpointer            user_data,
                                GCancellable       *cancellable,
                                GError            **error)
{
  g_autoptr(DyzurLineStream) self = g_new0 (DyzurLineStream, 1);
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  Resolved told = { resolved, user_data };
  GError *local = NULL;

  self->host = g_strdup (host);
  self->port = port;
  self->timeout = DYZUR_LINE_STREAM_TIMEOUT;
  self->buffer = g_byte_array_sized_new (CHUNK);
  g_signal_connect (client, "event", G_CALLBACK (event_cb), &told);
  g_socket_client_set_timeout (client, CONNECT_TIMEOUT);
  self->connection = g_socket_client_connect_to_host (client, host, port, cancellable, &local);
  if (self->connection == NULL)
    {
      _dyzur_line_stream_fail (self, local, error);
      return NULL;
    }
  watch_peer (_dyzur_line_stream_get_socket (self));
  return g_steal_pointer (&self);
}

/**
 * dyzur_line_stream_free:
 *
 * Closes at once; nothing is said to the peer.
 */
void
dyzur_line_stream_free (DyzurLineStream *self)
{
  if (self == NULL)
    return;
  if (self->connection != NULL)
    g_socket_close (_dyzur_line_stream_get_socket (self), NULL);
  g_clear_object (&self->tls);
  g_clear_object (&self->connection);
  g_clear_object (&self->extra);
  g_byte_array_unref (self->buffer);
  g_free (self->exceptions);
  g_free (self->host);
  g_free (self);
}

/**
 * dyzur_line_stream_set_timeout:
 * @timeout: milliseconds without any progress after which reading or writing fails as %DYZUR_REMOTE_ERROR_TRANSIENT;
 *   %DYZUR_LINE_STREAM_TIMEOUT at first
 */
void
dyzur_line_stream_set_timeout (DyzurLineStream *self,
                               guint            timeout)
{
  self->timeout = timeout;
  g_socket_set_timeout (_dyzur_line_stream_get_socket (self), MAX (timeout / 1000, 1));
}

/**
 * dyzur_line_stream_is_loopback:
 *
 * Returns: whether the peer is this very computer
 */
gboolean
dyzur_line_stream_is_loopback (DyzurLineStream *self)
{
  g_autoptr(GSocketAddress) address = g_socket_connection_get_remote_address (self->connection, NULL);

  return G_IS_INET_SOCKET_ADDRESS (address) &&
         g_inet_address_get_is_loopback (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

gboolean
dyzur_line_stream_is_encrypted (DyzurLineStream *self)
{
  return self->tls != NULL;
}

/**
 * dyzur_line_stream_read_line:
 * @limit: longest line that is accepted, in bytes; a longer one is a %DYZUR_REMOTE_ERROR_SHAPE
 * @length: (out) (optional): bytes in the line
 *
 * Returns: (transfer full) (nullable): the next line without its CR LF (a lone LF ends a line too), NUL bytes replaced
 *   by "?"; in whatever charset the peer wrote
 */
char *
dyzur_line_stream_read_line (DyzurLineStream  *self,
                             gsize             limit,
                             gsize            *length,
                             GCancellable     *cancellable,
                             GError          **error)
{
  gsize scanned = 0;

  for (;;)
    {
      char *begin = (char *) self->buffer->data + self->start;
      gsize available = self->buffer->len - self->start;
      char *newline = available > scanned ? memchr (begin + scanned, '\n', available - scanned) : NULL;

      if ((newline != NULL ? (gsize) (newline - begin) : available) > limit)
        {
          g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE,
                       _("%s sent an endless line"), self->host);
          return NULL;
        }
      if (newline != NULL)
        {
          gsize n = newline - begin;
          gsize text = n > 0 && begin[n - 1] == '\r' ? n - 1 : n;
          char *line = g_malloc (text + 1);

          memcpy (line, begin, text);
          line[text] = '\0';
          for (char *nul = line; (nul = memchr (nul, '\0', line + text - nul)) != NULL;)
            *nul = '?';
          if (length != NULL)
            *length = text;
          consume (self, n + 1);
          return line;
        }
      scanned = available;
      if (!fill_waiting (self, cancellable, error))
        return NULL;
    }
}

/**
 * dyzur_line_stream_set_progress:
 * @progress: (nullable) (closure user_data): told, on the thread that reads or writes, how much of a long literal or write
 *   is done; what is shorter than a quarter of a megabyte is not worth telling
 */
void
dyzur_line_stream_set_progress (DyzurLineStream       *self,
                                GFileProgressCallback  progress,
                                gpointer               user_data)
{
  self->progress = progress;
  self->progress_data = user_data;
}

static void
tell_progress (DyzurLineStream *self,
               gsize            done,
               gsize            total)
{
  if (self->progress != NULL && total >= LONG)
    self->progress ((goffset) done, (goffset) total, self->progress_data);
}

/**
 * dyzur_line_stream_read_bytes:
 * @count: exactly that many; the caller has checked that it is not absurd
 *
 * Returns: (transfer full) (nullable): what a literal announced
 */
GBytes *
dyzur_line_stream_read_bytes (DyzurLineStream  *self,
                              gsize             count,
                              GCancellable     *cancellable,
                              GError          **error)
{
  GBytes *bytes;

  while (self->buffer->len - self->start < count)
    {
      if (!fill_waiting (self, cancellable, error))
        return NULL;
      tell_progress (self, MIN (self->buffer->len - self->start, count), count);
    }
  bytes = g_bytes_new (self->buffer->data + self->start, count);
  consume (self, count);
  return bytes;
}

/**
 * dyzur_line_stream_peek:
 *
 * Returns: the first byte that has come and was not read, also when the connection broke after it; NUL = there is none
 */
char
dyzur_line_stream_peek (DyzurLineStream *self)
{
  return self->buffer->len > self->start ? (char) self->buffer->data[self->start] : '\0';
}

/**
 * dyzur_line_stream_wait:
 * @timeout: milliseconds
 * @ready: (out): whether there is something to read, be it only the beginning of a line
 *
 * Waits for the peer to say something. Cancelling is an error here (%G_IO_ERROR_CANCELLED), but one after which the
 * stream is as usable as before.
 */
gboolean
dyzur_line_stream_wait (DyzurLineStream  *self,
                        gint64            timeout,
                        gboolean         *ready,
                        GCancellable     *cancellable,
                        GError          **error)
{
  *ready = self->buffer->len > self->start;
  return *ready || wait_more (self, timeout, ready, cancellable, error);
}

/**
 * dyzur_line_stream_write:
 *
 * Writes all of @data. After an error, also a cancelled one, the peer may have got a part: the stream is of no more use.
 */
gboolean
dyzur_line_stream_write (DyzurLineStream  *self,
                         const void       *data,
                         gsize             size,
                         GCancellable     *cancellable,
                         GError          **error)
{
  GOutputStream *output = g_io_stream_get_output_stream (get_stream (self));
  gsize done = 0;

  while (done < size)
    {
      GError *local = NULL;
      gssize written = g_output_stream_write (output, (const guint8 *) data + done, size - done, cancellable, &local);

      if (written < 0)
        return _dyzur_line_stream_fail (self, local, error);
      done += (gsize) written;
      self->bytes_written += (gsize) written;
      tell_progress (self, done, size);
    }
  return TRUE;
}

guint64
dyzur_line_stream_get_bytes_read (DyzurLineStream *self)
{
  return self->bytes_read;
}

guint64
dyzur_line_stream_get_bytes_written (DyzurLineStream *self)
{
  return self->bytes_written;
}
