/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-picture-fetch.h"

#include <libsoup/soup.h>
#include <string.h>

#include "dyzur-error.h"
#include "dyzur-http-exchange-private.h"
#include "dyzur-picture-format.h"
#include "dyzur-public-address-private.h"

#define TIMEOUT 15
#define MAX_TIME (30 * G_USEC_PER_SEC)
#define MAX_REDIRECTS 4

struct _DyzurPictureFetcher
{
  SoupSession *session;
};

/* One request on its way */
typedef struct
{
  GCancellable *cancellable;   /* ours: fires when the address is not for us, or with the caller's */
  GUri         *uri;
  gboolean      refused;       /* it led into this computer or its network */
} Exchange;

static gboolean
refuse (GError     **error,
        GUri        *uri,
        const char  *why)
{
  g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, "%s: %s", g_uri_get_host (uri), why);
  return FALSE;
}

static gboolean
is_named_for_tests (GInetAddress *address,
                    guint         port)
{
  const char *named = g_getenv ("DYZUR_PICTURES");
  g_autofree char *text = g_inet_address_to_string (address);
  g_autofree char *authority = g_strdup_printf ("%s:%u", text, port);

  return g_strcmp0 (named, authority) == 0;
}

/*
 * The address is looked at when it is connected to: what a name meant a moment before says nothing. A proxy is the
 * choice of whoever set this computer up, and asks for the name itself.
 */
static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  gpointer            user_data)
{
  Exchange *exchange = user_data;
  g_autoptr(GSocketAddress) remote = NULL;
  GInetAddress *address;

  if (event != G_SOCKET_CLIENT_CONNECTING || !G_IS_SOCKET_CONNECTION (connection))
    return;
  remote = g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (connection), NULL);
  if (G_IS_PROXY_ADDRESS (remote))
    return;
  address = G_IS_INET_SOCKET_ADDRESS (remote) ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)) : NULL;
  if (address != NULL
      && (_dyzur_address_is_public (address)
          || is_named_for_tests (address, g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (remote)))))
    return;
  exchange->refused = TRUE;
  g_cancellable_cancel (exchange->cancellable);
}

/* A name that can only mean this computer, or its network, is not even looked up. */
static gboolean
check_uri (GUri    *uri,
           GError **error)
{
  const char *host;
  g_autoptr(GInetAddress) address = NULL;

  if (!_dyzur_http_is_web_address (uri))
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, "not a web address");
      return FALSE;
    }
  host = g_uri_get_host (uri);
  address = g_inet_address_new_from_string (host);
  if (address != NULL ? !_dyzur_address_is_public (address) && !is_named_for_tests (address, (guint) g_uri_get_port (uri))
                      : strchr (host, '.') == NULL || g_str_has_suffix (host, ".local")
                        || g_str_has_suffix (host, ".localhost") || g_str_has_suffix (host, ".internal"))
    return refuse (error, uri, "an address of this network");
  return TRUE;
}

static GBytes *
read_picture (GInputStream  *stream,
              GUri          *uri,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  gint64 deadline = g_get_monotonic_time () + MAX_TIME;
  guint8 buffer[16 * 1024];
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, cancellable, error)) > 0)
    {
      g_byte_array_append (bytes, buffer, (guint) n);
      if (bytes->len > DYZUR_PICTURE_MAX_BYTES || g_get_monotonic_time () > deadline)
        {
          refuse (error, uri, bytes->len > DYZUR_PICTURE_MAX_BYTES ? "too big" : "too slow");
          return NULL;
        }
    }
  return n == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

static SoupMessage *
build_message (Exchange *exchange)
{
  SoupMessage *message = soup_message_new_from_uri ("GET", exchange->uri);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept",
                                "image/png, image/jpeg, image/gif, image/webp");
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), exchange);
  return message;
}

/* @location: (out): where to go on, %NULL when @bytes are the answer */
static gboolean
exchange_once (DyzurPictureFetcher  *self,
               Exchange             *exchange,
               GBytes              **bytes,
               char                **location,
               GError              **error)
{
  g_autoptr(SoupMessage) message = build_message (exchange);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr(GInputStream) stream = soup_session_send (self->session, message, exchange->cancellable, error);
  guint status = soup_message_get_status (message);

  if (stream == NULL)
    return FALSE;
  if (status >= 300 && status < 400 && soup_message_headers_get_one (headers, "Location") != NULL)
    *location = g_strdup (soup_message_headers_get_one (headers, "Location"));
  else if (status != 200)
    return refuse (error, exchange->uri, "the server has no such picture");
  else if (soup_message_headers_get_content_length (headers) > DYZUR_PICTURE_MAX_BYTES)
    return refuse (error, exchange->uri, "too big");
  else
    *bytes = read_picture (stream, exchange->uri, exchange->cancellable, error);
  return *location != NULL || *bytes != NULL;
}

static void
forward_cancel_cb (GCancellable *cancellable,
                   gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
exchange_guarded (DyzurPictureFetcher  *self,
                  GUri                 *uri,
                  GBytes              **bytes,
                  char                **location,
                  GCancellable         *cancellable,
                  GError              **error)
{
  g_autoptr(GCancellable) own = g_cancellable_new ();
  Exchange exchange = { .cancellable = own, .uri = uri };
  gulong handler = 0;
  gboolean done;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (forward_cancel_cb), own, NULL);
  done = exchange_once (self, &exchange, bytes, location, error);
  g_cancellable_disconnect (cancellable, handler);
  if (!done && exchange.refused)
    {
      g_clear_error (error);
      return refuse (error, uri, "an address of this network");
    }
  return done;
}

static gboolean
can_upgrade (GUri *uri)
{
  return g_strcmp0 (g_uri_get_scheme (uri), "http") == 0 && (g_uri_get_port (uri) == 80 || g_uri_get_port (uri) == -1);
}

/* Without whom to log in as, and encrypted where nothing says that the server cannot. */
static GUri *
clean_uri (GUri     *uri,
           gboolean  prefer_encrypted)
{
  gboolean upgrade = prefer_encrypted && can_upgrade (uri);

  return soup_uri_copy (uri, SOUP_URI_USER, NULL, SOUP_URI_PASSWORD, NULL, SOUP_URI_AUTH_PARAMS, NULL,
                        SOUP_URI_FRAGMENT, NULL, SOUP_URI_SCHEME, upgrade ? "https" : g_uri_get_scheme (uri),
                        SOUP_URI_PORT, upgrade ? -1 : g_uri_get_port (uri), SOUP_URI_NONE);
}

static GBytes *
fetch (DyzurPictureFetcher  *self,
       GUri                 *address,
       gboolean              prefer_encrypted,
       GCancellable         *cancellable,
       GError              **error)
{
  g_autoptr(GUri) uri = clean_uri (address, prefer_encrypted);

  for (guint hops = 0; hops <= MAX_REDIRECTS; hops++)
    {
      g_autoptr(GUri) next = NULL;
      g_autofree char *location = NULL;
      GBytes *bytes = NULL;

      if (!check_uri (uri, error) || !exchange_guarded (self, uri, &bytes, &location, cancellable, error))
        return NULL;
      if (bytes != NULL)
        return bytes;
      next = g_uri_parse_relative (uri, location, SOUP_HTTP_URI_FLAGS, NULL);
      if (!_dyzur_http_is_web_address (next))
        {
          refuse (error, uri, "redirected to nowhere");
          return NULL;
        }
      g_uri_unref (uri);
      uri = clean_uri (next, prefer_encrypted);
    }
  refuse (error, uri, "too many redirects");
  return NULL;
}

static gboolean
look_at (DyzurRemotePicture  *picture,
         GUri                *uri,
         GError             **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (picture->bytes, &size);

  picture->mime_type = dyzur_picture_format_find (data, size, &picture->width, &picture->height);
  if (picture->mime_type == NULL)
    return refuse (error, uri, "not a picture");
  if ((gint64) picture->width * picture->height > DYZUR_PICTURE_MAX_PIXELS)
    return refuse (error, uri, "too many pixels");
  return TRUE;
}

DyzurPictureFetcher *
dyzur_picture_fetcher_new (void)
{
  DyzurPictureFetcher *self = g_new0 (DyzurPictureFetcher, 1);

  self->session = soup_session_new_with_options ("timeout", TIMEOUT, "idle-timeout", 5, "max-conns-per-host", 2,
                                                 "user-agent", "Mozilla/5.0", NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  return self;
}

void
dyzur_picture_fetcher_free (DyzurPictureFetcher *self)
{
  if (self == NULL)
    return;
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_free (self);
}

/**
 * dyzur_picture_fetcher_get:
 * @address: http or https; https is tried first where no port is named
 * @picture: (out): cleared by the caller
 * @error: a %DYZUR_REMOTE_ERROR or a #GIOErrorEnum; the message names the host at most
 */
gboolean
dyzur_picture_fetcher_get (DyzurPictureFetcher  *self,
                           const char           *address,
                           DyzurRemotePicture   *picture,
                           GCancellable         *cancellable,
                           GError              **error)
{
  g_autoptr(GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr(GError) problem = NULL;

  *picture = (DyzurRemotePicture) { 0 };
  if (uri == NULL || !check_uri (uri, error))
    {
      if (uri == NULL)
        g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, "not a web address");
      return FALSE;
    }
  picture->bytes = fetch (self, uri, TRUE, cancellable, &problem);
  if (picture->bytes == NULL && can_upgrade (uri) && !g_cancellable_is_cancelled (cancellable))
    picture->bytes = fetch (self, uri, FALSE, cancellable, error);
  else if (picture->bytes == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return picture->bytes != NULL && look_at (picture, uri, error);
}

void
dyzur_remote_picture_clear (DyzurRemotePicture *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
}
