/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mock-server.h"

#include <string.h>

struct _DyzurMockServer
{
  DyzurMockHandler  handler;
  gpointer          user_data;
  GTlsCertificate  *certificate;

  GThread          *thread;
  GMainContext     *context;
  GMainLoop        *loop;

  GMutex            mutex;
  GCond             cond;
  char             *address;    /* %NULL until it listens */
  guint             port;
  guint             requests;   /* atomic */
};

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  DyzurMockServer *self = user_data;

  g_atomic_int_inc (&self->requests);
  self->handler (self, message, path, query, self->user_data);
}

static void
announce (DyzurMockServer *self,
          SoupServer      *server)
{
  GSList *uris = soup_server_get_uris (server);

  g_mutex_lock (&self->mutex);
  self->port = (guint) g_uri_get_port (uris->data);
  self->address = g_strdup_printf ("%s://127.0.0.1:%u", self->certificate != NULL ? "https" : "http", self->port);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static gpointer
serve (gpointer data)
{
  DyzurMockServer *self = data;
  g_autoptr(SoupServer) server = NULL;
  g_autoptr(GError) error = NULL;

  g_main_context_push_thread_default (self->context);
  server = soup_server_new ("tls-certificate", self->certificate, NULL);
  soup_server_add_handler (server, NULL, handle_cb, self, NULL);
  soup_server_listen_local (server, 0,
                            SOUP_SERVER_LISTEN_IPV4_ONLY | (self->certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0),
                            &error);
  g_assert_no_error (error);
  announce (self, server);
  g_main_loop_run (self->loop);
  soup_server_disconnect (server);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static gboolean
unpause_cb (gpointer data)
{
  soup_server_message_unpause (data);
  return G_SOURCE_REMOVE;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

/**
 * dyzur_mock_server_new:
 * @certificate: (nullable): speaks TLS with it
 *
 * Returns: (transfer full): a server that listens already
 */
DyzurMockServer *
dyzur_mock_server_new (DyzurMockHandler  handler,
                       gpointer          user_data,
                       GTlsCertificate  *certificate)
{
  DyzurMockServer *self = g_new0 (DyzurMockServer, 1);

  self->handler = handler;
  self->user_data = user_data;
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("mock server", serve, self);
  g_mutex_lock (&self->mutex);
  while (self->address == NULL)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return self;
}

void
dyzur_mock_server_free (DyzurMockServer *self)
{
  if (self == NULL)
    return;
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_clear_object (&self->certificate);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->address);
  g_free (self);
}

/**
 * dyzur_mock_server_get_address:
 *
 * Returns: "http://127.0.0.1:41234", without a slash at its end
 */
const char *
dyzur_mock_server_get_address (DyzurMockServer *self)
{
  return self->address;
}

guint
dyzur_mock_server_get_port (DyzurMockServer *self)
{
  return self->port;
}

/**
 * dyzur_mock_server_get_requests:
 *
 * Returns: how many requests have come; any thread
 */
guint
dyzur_mock_server_get_requests (DyzurMockServer *self)
{
  return (guint) g_atomic_int_get (&self->requests);
}

/**
 * dyzur_mock_server_answer:
 * @type: (nullable): media type
 * @body: (nullable)
 */
void
dyzur_mock_server_answer (SoupServerMessage *message,
                          guint              status,
                          const char        *type,
                          const char        *body)
{
  soup_server_message_set_status (message, status, NULL);
  if (body != NULL)
    soup_server_message_set_response (message, type != NULL ? type : "application/octet-stream", SOUP_MEMORY_COPY, body,
                                      strlen (body));
}

/**
 * dyzur_mock_server_delay:
 * @ms: how long to hold the answer back; 0 = for ever
 */
void
dyzur_mock_server_delay (SoupServerMessage *message,
                         guint              ms)
{
  soup_server_message_pause (message);
  if (ms > 0)
    {
      g_autoptr(GSource) source = g_timeout_source_new (ms);

      g_source_set_callback (source, unpause_cb, g_object_ref (message), g_object_unref);
      g_source_attach (source, g_main_context_get_thread_default ());
    }
}

/**
 * dyzur_mock_server_cut:
 * @raw: what is sent, from the status line on, before the connection closes
 */
void
dyzur_mock_server_cut (SoupServerMessage *message,
                       const char        *raw)
{
  g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), raw, strlen (raw), NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}
