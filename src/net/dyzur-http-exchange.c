/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-http-exchange-private.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-error.h"
#include "dyzur-http-private.h"

#define MAX_REDIRECTS 5

static SoupSession *
get_session (DyzurHttp *self)
{
  if (self->job.session == NULL)
    {
      self->job.thread = g_thread_self ();
      self->job.session = soup_session_new_with_options ("timeout", self->timeout, "idle-timeout", 60,
                                                         "max-conns-per-host", 2,
                                                         "user-agent", "Dyzur/" PACKAGE_VERSION, NULL);
    }
  g_assert (self->job.thread == g_thread_self ());
  return self->job.session;
}

static char *
escape_query (GPtrArray *pairs)
{
  GString *query = g_string_new (NULL);

  for (guint i = 0; i + 1 < pairs->len; i += 2)
    {
      g_autofree char *name = g_uri_escape_string (g_ptr_array_index (pairs, i), NULL, FALSE);
      g_autofree char *value = g_uri_escape_string (g_ptr_array_index (pairs, i + 1), NULL, FALSE);

      g_string_append_printf (query, "%s%s=%s", query->len > 0 ? "&" : "", name, value);
    }
  return g_string_free (query, FALSE);
}

static GUri *
build_uri (DyzurHttp              *self,
           const DyzurHttpRequest *request)
{
  g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = g_strconcat (g_uri_get_path (self->base), request->path, NULL);
  g_autoptr(GUri) bare = soup_uri_copy (self->base, SOUP_URI_PATH, path, SOUP_URI_NONE);
  g_autofree char *address = g_uri_to_string (bare);
  g_autofree char *query = NULL;

  for (const char * const *p = request->query; p != NULL && *p != NULL; p++)
    g_ptr_array_add (pairs, g_strdup (*p));
  if (self->sign != NULL)
    self->sign (request->method, address, pairs, self->sign_data);
  query = escape_query (pairs);
  return soup_uri_copy (bare, SOUP_URI_QUERY, *query != '\0' ? query : NULL, SOUP_URI_NONE);
}

static SoupMessage *
build_message (DyzurHttp              *self,
               const DyzurHttpRequest *request,
               GUri                   *uri)
{
  SoupMessage *message = soup_message_new_from_uri (request->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  /* Redirects are followed here: whoever gets the secret is our decision. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (headers, "Accept", "application/json");
  if (self->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", self->authorization);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", request->body);
  return message;
}

static void
wrote_headers_cb (SoupMessage *message,
                  gpointer     user_data)
{
  DyzurHttpReply *reply = user_data;

  reply->sent = TRUE;
}

/* All of @stream, which gives decompressed bytes: the limit holds for what we keep, not for what was sent. */
static GBytes *
read_all (GInputStream  *stream,
          gsize          limit,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[16 * 1024];
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, cancellable, error)) > 0)
    {
      g_byte_array_append (bytes, buffer, (guint) n);
      if (bytes->len > limit)
        {
          g_set_error (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING,
                       "answer of more than %" G_GSIZE_FORMAT " bytes", limit);
          return NULL;
        }
    }
  return n == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

static gboolean
exchange_once (DyzurHttp               *self,
               const DyzurHttpRequest  *request,
               GUri                    *uri,
               DyzurHttpReply          *reply,
               GCancellable            *cancellable,
               GError                 **error)
{
  g_autoptr(SoupMessage) message = build_message (self, request, uri);
  g_autoptr(GInputStream) stream = NULL;
  SoupMessageHeaders *headers;

  _dyzur_http_reply_clear (reply);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), reply);
  stream = soup_session_send (get_session (self), message, cancellable, error);
  if (stream == NULL)
    return FALSE;
  headers = soup_message_get_response_headers (message);
  reply->status = soup_message_get_status (message);
  reply->location = g_strdup (soup_message_headers_get_one (headers, "Location"));
  reply->retry_after = _dyzur_http_parse_retry_after (soup_message_headers_get_one (headers, "Retry-After"),
                                                      dyzur_clock_now ());
  reply->body = read_all (stream, self->max_bytes, cancellable, error);
  return reply->body != NULL;
}

/* Whether both are the same program, as far as one can tell; on its way from http to https it changes its port. */
static gboolean
is_same_host (GUri *from,
              GUri *to)
{
  gboolean upgrade = _dyzur_http_is_encrypted (to) && !_dyzur_http_is_encrypted (from);

  return g_ascii_strcasecmp (g_uri_get_host (to), g_uri_get_host (from)) == 0 &&
         (upgrade || g_uri_get_port (to) == g_uri_get_port (from));
}

/* Where the answer sends us, if we go there: the secret stays with its host, and with encryption once it had that. */
static GUri *
follow (DyzurHttp               *self,
        const DyzurHttpRequest  *request,
        GUri                    *from,
        const DyzurHttpReply    *reply,
        GError                 **error)
{
  g_autoptr(GUri) to = NULL;

  if (reply->location != NULL)
    to = g_uri_parse_relative (from, reply->location, SOUP_HTTP_URI_FLAGS, NULL);
  if (!_dyzur_http_is_web_address (to))
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, "%s: redirected to nowhere", request->what);
  else if (!request->safe)
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, "%s: moved to %s", request->what,
                 g_uri_get_host (to));
  else if (_dyzur_http_has_secret (self) && _dyzur_http_is_encrypted (from) && !_dyzur_http_is_encrypted (to))
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, "%s: moved to an address without encryption",
                 request->what);
  else if (_dyzur_http_has_secret (self) && !is_same_host (from, to))
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, "%s: moved to another host, %s",
                 request->what, g_uri_get_host (to));
  else
    return g_steal_pointer (&to);
  return NULL;
}

static gboolean
is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* The URI parser is lenient: it would escape what no host has. @uri: (nullable) */
gboolean
_dyzur_http_is_web_address (GUri *uri)
{
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL && *host != '\0' && strpbrk (host, " \t%/@") == NULL &&
         (g_str_equal (g_uri_get_scheme (uri), "https") || g_str_equal (g_uri_get_scheme (uri), "http"));
}

gboolean
_dyzur_http_is_encrypted (GUri *uri)
{
  return g_str_equal (g_uri_get_scheme (uri), "https");
}

gboolean
_dyzur_http_has_secret (DyzurHttp *self)
{
  return self->authorization != NULL || self->sign != NULL;
}

/*
 * One try: sends @request, follows redirects, leaves the last answer in @reply, whatever its status. Errors are in our
 * words already: a #DYZUR_REMOTE_ERROR or %G_IO_ERROR_CANCELLED.
 */
gboolean
_dyzur_http_exchange (DyzurHttp               *self,
                      const DyzurHttpRequest  *request,
                      DyzurHttpReply          *reply,
                      GCancellable            *cancellable,
                      GError                 **error)
{
  g_autoptr(GUri) uri = build_uri (self, request);

  for (guint hops = 0; hops <= MAX_REDIRECTS; hops++)
    {
      GError *problem = NULL;
      GUri *next;

      if (!exchange_once (self, request, uri, reply, cancellable, &problem))
        {
          _dyzur_http_translate (problem, reply->sent && !request->safe, request->what, error);
          return FALSE;
        }
      if (!is_redirect (reply->status))
        return TRUE;
      next = follow (self, request, uri, reply, error);
      if (next == NULL)
        return FALSE;
      g_uri_unref (uri);
      uri = next;
    }
  g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, "%s: too many redirects", request->what);
  return FALSE;
}

void
_dyzur_http_reply_clear (DyzurHttpReply *reply)
{
  g_clear_pointer (&reply->body, g_bytes_unref);
  g_clear_pointer (&reply->location, g_free);
}
