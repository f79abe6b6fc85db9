/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-proxy.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 65536

struct _DyzurMailProxy
{
  GSocketListener *listener;
  guint16          port;
  guint16          server_port;
  GTlsCertificate *certificate;
  GTlsDatabase    *trusted;
  gboolean         smtp;
  GThread         *thread;
  GCancellable    *stop;
  GPtrArray       *connections;   /* (element-type Connection): @thread's */

  GMutex           mutex;
  GCond            cond;
  GPtrArray       *units;         /* (element-type utf8) */
  guint            n_units;
  gboolean         armed;
  gboolean         unanswered;    /* the unit was passed on: what the server says next is cut */
  gboolean         striking;
  gboolean         struck;
  guint            at;
  DyzurCut         cut;
  DyzurCutFunc     func;
  gpointer         user_data;
  char            *what;
};

/* One client, with a thread for each direction */
typedef struct
{
  DyzurMailProxy    *proxy;
  GSocketConnection *client_socket;
  GSocketConnection *server_socket;
  GIOStream         *client;
  GIOStream         *server;
  GThread           *answers;
  GThread           *commands;
  gint               n_threads;   /* atomic: that have not ended */
  GString           *pending;     /* of the client, less than a unit */
  gsize              literal;     /* bytes that belong to the next unit, whatever they are */
  gboolean           in_body;
  gboolean           body_begun;
  int                login_lines; /* SMTP's AUTH LOGIN, IMAP's AUTHENTICATE: lines that are no commands */
} Connection;

static void
break_off (Connection *connection)
{
  g_socket_shutdown (g_socket_connection_get_socket (connection->client_socket), TRUE, TRUE, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (connection->server_socket), TRUE, TRUE, NULL);
}

static void
connection_free (gpointer data)
{
  Connection *connection = data;

  break_off (connection);
  g_clear_pointer (&connection->answers, g_thread_join);
  g_clear_pointer (&connection->commands, g_thread_join);
  g_clear_object (&connection->client);
  g_clear_object (&connection->server);
  g_object_unref (connection->client_socket);
  g_object_unref (connection->server_socket);
  g_string_free (connection->pending, TRUE);
  g_free (connection);
}

static gboolean
pass_on (GIOStream  *to,
         const char *data,
         gsize       size)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (to), data, size, NULL, NULL, NULL);
}

/* With the mutex held, which it lets go of for the call. */
static void
strike (Connection *connection)
{
  DyzurMailProxy *self = connection->proxy;
  DyzurCutFunc func = self->func;

  self->armed = self->unanswered = FALSE;
  self->striking = TRUE;
  g_mutex_unlock (&self->mutex);
  if (func != NULL)
    func (self->user_data);
  break_off (connection);
  g_mutex_lock (&self->mutex);
  self->striking = FALSE;
  self->struck = TRUE;
  g_cond_broadcast (&self->cond);
}

/* The words of @unit that say what it is: no tag, nothing of what people wrote. */
static char *
describe_unit (Connection *connection,
               const char *unit,
               gsize       size)
{
  gboolean smtp = connection->proxy->smtp;
  g_autofree char *line = g_strndup (unit, MIN (size, 200));
  char *space;

  g_strchomp (line);
  if (connection->in_body)
    return g_strdup (strcmp (line, ".") == 0 ? "." : "(body)");
  if (connection->literal > 0)
    return g_strdup ("(literal)");
  if (connection->login_lines > 0)
    return g_strdup ("(secret)");
  space = smtp ? line : strchr (line, ' ');
  if (space == NULL)
    return g_strdup (line);
  space += smtp ? 0 : 1;
  if (g_str_has_prefix (space, "AUTH") || g_str_has_prefix (space, "LOGIN"))
    return g_strndup (space, strcspn (space, " "));
  return g_strdup (space);
}

/* How many bytes the next unit of @text has; 0 = they are not all here yet */
static gsize
measure_unit (Connection *connection)
{
  const GString *text = connection->pending;
  const char *newline;

  if (text->len < connection->literal)
    return 0;
  newline = memchr (text->str + connection->literal, '\n', text->len - connection->literal);
  return newline != NULL ? (gsize) (newline - text->str) + 1 : 0;
}

/* What comes after this unit is known by how it ends. */
static void
learn_from (Connection *connection,
            const char *unit,
            gsize       size)
{
  g_autofree char *end = g_strndup (unit + (size > 40 ? size - 40 : 0), MIN (size, 40));
  const char *brace = strrchr (end, '{');

  g_strchomp (end);
  connection->literal = 0;
  if (connection->login_lines > 0)
    connection->login_lines--;
  if (!connection->proxy->smtp)
    {
      if (brace != NULL && (g_str_has_suffix (end, "}")))
        connection->literal = strtoul (brace + 1, NULL, 10);
      else if (g_str_has_suffix (end, " AUTHENTICATE PLAIN"))
        connection->login_lines = 1;
    }
  else if (connection->in_body)
    {
      connection->body_begun = TRUE;
      if (strcmp (end, ".") == 0)
        connection->in_body = connection->body_begun = FALSE;
    }
  else if (strcmp (end, "DATA") == 0)
    connection->in_body = TRUE;
  else if (strcmp (end, "AUTH LOGIN") == 0)
    connection->login_lines = 2;
}

/* Passes a unit on, or does what was asked for. FALSE: it is over. */
static gboolean
take_unit (Connection *connection,
           gsize       size)
{
  DyzurMailProxy *self = connection->proxy;
  const char *unit = connection->pending->str;
  g_autofree char *what = describe_unit (connection, unit, size);
  gboolean counts = !(connection->in_body && connection->body_begun && strcmp (what, ".") != 0);
  gboolean hit, goes_on = TRUE;

  g_mutex_lock (&self->mutex);
  hit = counts && self->armed && !self->unanswered && self->n_units == self->at;
  self->n_units += counts;
  if (counts)
    g_ptr_array_add (self->units, g_strdup (what));
  if (hit)
    {
      g_free (self->what);
      self->what = g_strdup (what);
      self->unanswered = self->cut >= DYZUR_CUT_UNANSWERED;
      if (self->cut == DYZUR_CUT_WITHIN || self->cut == DYZUR_CUT_AFTER)
        pass_on (connection->server, unit, self->cut == DYZUR_CUT_AFTER ? size : MAX (size / 2, 1));
      goes_on = self->unanswered;
      if (!goes_on)
        strike (connection);
    }
  g_mutex_unlock (&self->mutex);
  if (!goes_on || !pass_on (connection->server, unit, size))
    return FALSE;
  learn_from (connection, unit, size);
  g_string_erase (connection->pending, 0, size);
  return TRUE;
}

static void
hear_client (Connection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (connection->client);
  g_autofree char *chunk = g_malloc (CHUNK);
  gssize n;

  while ((n = g_input_stream_read (input, chunk, CHUNK, NULL, NULL)) > 0)
    {
      gsize size;

      g_string_append_len (connection->pending, chunk, n);
      while ((size = measure_unit (connection)) > 0)
        if (!take_unit (connection, size))
          return;
    }
}

static gpointer
answers_thread (gpointer data)
{
  Connection *connection = data;
  GInputStream *input = g_io_stream_get_input_stream (connection->server);
  DyzurMailProxy *self = connection->proxy;
  g_autofree char *chunk = g_malloc (CHUNK);
  gssize n;

  while ((n = g_input_stream_read (input, chunk, CHUNK, NULL, NULL)) > 0)
    {
      gboolean cut;

      g_mutex_lock (&self->mutex);
      cut = self->unanswered;
      if (cut && self->cut == DYZUR_CUT_IN_ANSWER)
        pass_on (connection->client, chunk, MAX (n / 2, 1));
      if (cut)
        strike (connection);
      g_mutex_unlock (&self->mutex);
      if (cut || !pass_on (connection->client, chunk, n))
        break;
    }
  break_off (connection);
  g_atomic_int_dec_and_test (&connection->n_threads);
  return NULL;
}

/* Both handshakes; NULL when one of the two does not want to */
static Connection *
connection_new (DyzurMailProxy    *self,
                GSocketConnection *client_socket)
{
  g_autoptr(GSocketConnectable) address = g_network_address_new ("localhost", self->server_port);
  g_autoptr(GSocketClient) connector = g_socket_client_new ();
  g_autoptr(GSocketConnection) server_socket = g_socket_client_connect_to_host (connector, "127.0.0.1", self->server_port,
                                                                                self->stop, NULL);
  g_autoptr(GIOStream) client = g_tls_server_connection_new (G_IO_STREAM (client_socket), self->certificate, NULL);
  g_autoptr(GIOStream) server = NULL;
  Connection *connection;

  if (server_socket == NULL)
    return NULL;
  g_socket_set_option (g_socket_connection_get_socket (client_socket), IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_socket_set_option (g_socket_connection_get_socket (server_socket), IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  server = g_tls_client_connection_new (G_IO_STREAM (server_socket), address, NULL);
  g_tls_connection_set_database (G_TLS_CONNECTION (server), self->trusted);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (server), self->stop, NULL) ||
      !g_tls_connection_handshake (G_TLS_CONNECTION (client), self->stop, NULL))
    return NULL;
  connection = g_new0 (Connection, 1);
  connection->proxy = self;
  connection->client_socket = g_object_ref (client_socket);
  connection->server_socket = g_steal_pointer (&server_socket);
  connection->client = g_steal_pointer (&client);
  connection->server = g_steal_pointer (&server);
  connection->pending = g_string_new (NULL);
  return connection;
}

static gpointer
commands_thread (gpointer data)
{
  Connection *connection = data;

  hear_client (connection);
  break_off (connection);
  g_atomic_int_dec_and_test (&connection->n_threads);
  return NULL;
}

/* GLib's TLS keeps the certificates of the whole system with each connection that serves: five megabytes. */
static void
forget_ended (DyzurMailProxy *self)
{
  for (guint i = self->connections->len; i-- > 0;)
    if (g_atomic_int_get (&((Connection *) g_ptr_array_index (self->connections, i))->n_threads) == 0)
      g_ptr_array_remove_index_fast (self->connections, i);
}

static gpointer
listen_thread (gpointer data)
{
  DyzurMailProxy *self = data;
  g_autoptr(GSocketConnection) client = NULL;

  while ((client = g_socket_listener_accept (self->listener, NULL, self->stop, NULL)) != NULL)
    {
      Connection *connection = connection_new (self, client);

      forget_ended (self);
      if (connection == NULL)
        g_socket_shutdown (g_socket_connection_get_socket (client), TRUE, TRUE, NULL);
      else
        {
          connection->n_threads = 2;
          connection->answers = g_thread_new ("proxy-answers", answers_thread, connection);
          connection->commands = g_thread_new ("proxy-commands", commands_thread, connection);
          g_ptr_array_add (self->connections, connection);
        }
      g_clear_object (&client);
    }
  return NULL;
}

static GTlsCertificate *
load_certificate (DyzurMailServers *servers)
{
  const char *directory = dyzur_mail_servers_get (servers, "log-dir");
  g_autofree char *certificate = g_build_filename (directory, "server.pem", NULL);
  g_autofree char *key = g_build_filename (directory, "server.key", NULL);
  g_autoptr(GError) error = NULL;
  GTlsCertificate *loaded = g_tls_certificate_new_from_files (certificate, key, &error);

  g_assert_no_error (error);
  return loaded;
}

DyzurMailProxy *
dyzur_mail_proxy_new (DyzurMailServers *servers,
                      const char       *protocol)
{
  DyzurMailProxy *self = g_new0 (DyzurMailProxy, 1);
  g_autoptr(GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (address, 0);
  g_autoptr(GSocketAddress) bound = NULL;
  g_autofree char *key = g_strconcat (protocol, "-port", NULL);

  self->smtp = strcmp (protocol, "smtp") == 0;
  self->server_port = atoi (dyzur_mail_servers_get (servers, key));
  self->certificate = load_certificate (servers);
  self->trusted = g_tls_file_database_new (dyzur_mail_servers_get (servers, "ca-file"), NULL);
  g_assert_nonnull (self->trusted);
  self->listener = g_socket_listener_new ();
  g_assert_true (g_socket_listener_add_address (self->listener, any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL));
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->connections = g_ptr_array_new_with_free_func (connection_free);
  self->units = g_ptr_array_new_with_free_func (g_free);
  self->stop = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("proxy", listen_thread, self);
  return self;
}

void
dyzur_mail_proxy_free (DyzurMailProxy *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->connections);
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->certificate);
  g_object_unref (self->trusted);
  g_object_unref (self->stop);
  g_ptr_array_unref (self->units);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->what);
  g_free (self);
}

guint16
dyzur_mail_proxy_get_port (DyzurMailProxy *self)
{
  return self->port;
}

void
dyzur_mail_proxy_set_cut (DyzurMailProxy *self,
                          guint           unit,
                          DyzurCut        cut,
                          DyzurCutFunc    func,
                          gpointer        user_data)
{
  g_mutex_lock (&self->mutex);
  self->n_units = 0;
  self->at = unit;
  self->cut = cut;
  self->func = func;
  self->user_data = user_data;
  self->struck = self->unanswered = FALSE;
  self->armed = TRUE;
  g_mutex_unlock (&self->mutex);
}

gboolean
dyzur_mail_proxy_clear_cut (DyzurMailProxy  *self,
                            char           **what)
{
  gboolean struck;

  g_mutex_lock (&self->mutex);
  while (self->striking)
    g_cond_wait (&self->cond, &self->mutex);
  struck = self->struck;
  self->armed = self->unanswered = self->struck = FALSE;
  if (what != NULL)
    *what = struck ? g_strdup (self->what) : NULL;
  g_mutex_unlock (&self->mutex);
  return struck;
}

GPtrArray *
dyzur_mail_proxy_take_units (DyzurMailProxy *self)
{
  GPtrArray *units;

  g_mutex_lock (&self->mutex);
  units = self->units;
  self->units = g_ptr_array_new_with_free_func (g_free);
  g_mutex_unlock (&self->mutex);
  return units;
}
