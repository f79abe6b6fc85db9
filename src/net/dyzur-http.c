/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-http.h"

#include <string.h>

#include "dyzur-backoff.h"
#include "dyzur-clock.h"
#include "dyzur-error.h"
#include "dyzur-http-exchange-private.h"
#include "dyzur-http-private.h"

#define TIMEOUT 30
#define MAX_BYTES (8 * 1024 * 1024)
#define MAX_TRIES 3

/* How long one call may wait between its tries, all together. */
#define MAX_WAIT (20 * DYZUR_SECOND)

static struct
{
  DyzurHttpWaitFunc func;
  gpointer          data;
} wait_hook;

G_DEFINE_FINAL_TYPE (DyzurHttp, dyzur_http, G_TYPE_OBJECT)

static gboolean
is_loopback (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address) : g_ascii_strcasecmp (host, "localhost") == 0;
}

static void
pause_for (gint64        ms,
           GCancellable *cancellable)
{
  GPollFD fd;

  if (wait_hook.func != NULL)
    wait_hook.func (ms, cancellable, wait_hook.data);
  else if (cancellable != NULL && g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_poll (&fd, 1, (int) ms);
      g_cancellable_release_fd (cancellable);
    }
  else
    g_usleep ((gulong) ms * 1000);
}

static DyzurJson *
read_reply (const DyzurHttpRequest  *request,
            const DyzurHttpReply    *reply,
            GError                 **error)
{
  gboolean success = reply->status >= 200 && reply->status < 300;
  g_autoptr(GError) problem = NULL;
  g_autoptr(DyzurJson) root = NULL;

  if (success && g_bytes_get_size (reply->body) == 0 && !request->safe)
    return dyzur_json_parse_text ("null", error);
  root = dyzur_json_parse (reply->body, &problem);
  if (!success)
    _dyzur_http_refuse (reply->status, request->safe, root, request->what, error);
  else if (root == NULL)
    g_set_error (error, DYZUR_REMOTE_ERROR, request->safe ? problem->code : DYZUR_REMOTE_ERROR_UNCERTAIN, "%s: %s",
                 request->what, problem->message);
  return success ? g_steal_pointer (&root) : NULL;
}

static gboolean
may_pass (const GError *error)
{
  return g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
}

/* Keeps the pause a server asked for earlier, unless it is too long for anybody to wait. */
static gboolean
keep_pause (DyzurHttp               *self,
            const DyzurHttpRequest  *request,
            gint64                  *left,
            GCancellable            *cancellable,
            GError                 **error)
{
  gint64 pause = self->job.pause_until - dyzur_clock_now ();

  /* More than an hour was never asked for: the clock was set back. */
  if (pause <= 0 || pause > DYZUR_HOUR)
    return TRUE;
  if (pause > *left)
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT,
                   "%s: the server asked for a pause of %" G_GINT64_FORMAT " s", request->what, pause / DYZUR_SECOND);
      return FALSE;
    }
  *left -= pause;
  pause_for (pause, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  self->job.pause_until = 0;
  return TRUE;
}

static DyzurJson *
try_once (DyzurHttp               *self,
          const DyzurHttpRequest  *request,
          guint                   *status,
          GCancellable            *cancellable,
          GError                 **error)
{
  g_auto(DyzurHttpReply) reply = { 0 };

  *status = 0;
  if (!_dyzur_http_exchange (self, request, &reply, cancellable, error))
    return NULL;
  *status = reply.status;
  if (reply.retry_after > 0 && reply.status >= 400)
    self->job.pause_until = dyzur_clock_now () + reply.retry_after;
  return read_reply (request, &reply, error);
}

static DyzurJson *
perform (DyzurHttp               *self,
         const DyzurHttpRequest  *request,
         GCancellable            *cancellable,
         GError                 **error)
{
  DyzurBackoff backoff = { 0 };
  gint64 left = MAX_WAIT;

  for (guint try = 1; ; try++)
    {
      GError *problem = NULL;
      DyzurJson *root;
      guint status;

      if (!keep_pause (self, request, &left, cancellable, error))
        return NULL;
      root = try_once (self, request, &status, cancellable, &problem);
      if (root != NULL)
        return root;
      /* A 403 of something in front of the server lasts longer than we wait. */
      if (try == MAX_TRIES || !request->safe || !may_pass (problem) || status == 403)
        {
          g_propagate_error (error, problem);
          return NULL;
        }
      g_error_free (problem);
      if (self->job.pause_until <= dyzur_clock_now ())
        self->job.pause_until = dyzur_clock_now () + dyzur_backoff_next (&backoff);
    }
}

static void
dyzur_http_finalize (GObject *object)
{
  DyzurHttp *self = DYZUR_HTTP (object);

  g_clear_object (&self->job.session);
  g_clear_pointer (&self->base, g_uri_unref);
  g_free (self->authorization);
  if (self->sign_destroy != NULL)
    self->sign_destroy (self->sign_data);

  G_OBJECT_CLASS (dyzur_http_parent_class)->finalize (object);
}

static void
dyzur_http_class_init (DyzurHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_http_finalize;
}

static void
dyzur_http_init (DyzurHttp *self)
{
  self->timeout = TIMEOUT;
  self->max_bytes = MAX_BYTES;
}

/* For tests: waits with @wait instead of the clock; %NULL = the clock again. */
void
_dyzur_http_set_wait (DyzurHttpWaitFunc wait,
                      gpointer          user_data)
{
  wait_hook.func = wait;
  wait_hook.data = user_data;
}

/**
 * dyzur_http_new:
 * @base: address below which all requests go; people may leave out `https://`. What stands behind the path is ignored
 * @error: %DYZUR_REMOTE_ERROR_PERMANENT when it is no web address
 *
 * Returns: (transfer full) (nullable)
 */
DyzurHttp *
dyzur_http_new (const char  *base,
                GError     **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (base != NULL ? base : ""));
  g_autofree char *address = g_strconcat (strstr (trimmed, "://") == NULL ? "https://" : "", trimmed, NULL);
  g_autoptr(GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *path = NULL;
  DyzurHttp *self;

  if (!_dyzur_http_is_web_address (uri))
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, "not a web address");
      return NULL;
    }
  path = g_strdup (g_uri_get_path (uri));
  while (g_str_has_suffix (path, "/"))
    path[strlen (path) - 1] = '\0';

  self = g_object_new (DYZUR_TYPE_HTTP, NULL);
  self->base = soup_uri_copy (uri, SOUP_URI_PATH, path, SOUP_URI_QUERY, NULL, SOUP_URI_FRAGMENT, NULL,
                              SOUP_URI_USER, NULL, SOUP_URI_PASSWORD, NULL, SOUP_URI_AUTH_PARAMS, NULL, SOUP_URI_NONE);
  return self;
}

/**
 * dyzur_http_set_basic_auth:
 *
 * Sends user and password with every request. Whatever proves who asks is never sent to another host, nor without
 * encryption except to this computer.
 */
void
dyzur_http_set_basic_auth (DyzurHttp  *self,
                           const char *user,
                           const char *password)
{
  g_autofree char *pair = g_strconcat (user, ":", password, NULL);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

  g_free (self->authorization);
  self->authorization = g_strconcat ("Basic ", encoded, NULL);
}

void
dyzur_http_set_bearer (DyzurHttp  *self,
                       const char *token)
{
  g_autofree char *line = g_strstrip (g_strdup (token));

  g_free (self->authorization);
  self->authorization = g_strconcat ("Bearer ", g_strdelimit (line, "\r\n", ' '), NULL);
}

/**
 * dyzur_http_set_sign_func:
 * @sign: (scope notified)
 */
void
dyzur_http_set_sign_func (DyzurHttp         *self,
                          DyzurHttpSignFunc  sign,
                          gpointer           user_data,
                          GDestroyNotify     destroy)
{
  g_return_if_fail (self->sign == NULL);

  self->sign = sign;
  self->sign_data = user_data;
  self->sign_destroy = destroy;
}

/**
 * dyzur_http_set_timeout:
 * @seconds: how long the server may be silent; 30 without this. Before the first request
 */
void
dyzur_http_set_timeout (DyzurHttp *self,
                        guint      seconds)
{
  g_return_if_fail (self->job.session == NULL);

  self->timeout = seconds;
}

/**
 * dyzur_http_set_max_bytes:
 * @max_bytes: how long an answer may be, decompressed; 8 MB without this
 */
void
dyzur_http_set_max_bytes (DyzurHttp *self,
                          gsize      max_bytes)
{
  self->max_bytes = max_bytes;
}

/**
 * dyzur_http_dup_base:
 *
 * Returns: (transfer full): the address below which all requests go, without a slash at its end
 */
char *
dyzur_http_dup_base (DyzurHttp *self)
{
  g_autofree char *base = g_uri_to_string (self->base);

  if (g_str_has_suffix (base, "/"))
    base[strlen (base) - 1] = '\0';
  return g_steal_pointer (&base);
}

gboolean
dyzur_http_is_encrypted (DyzurHttp *self)
{
  return _dyzur_http_is_encrypted (self->base);
}

/**
 * dyzur_http_is_loopback:
 *
 * Returns: whether the remote is this computer
 */
gboolean
dyzur_http_is_loopback (DyzurHttp *self)
{
  return is_loopback (self->base);
}

/**
 * dyzur_http_get:
 * @path: below the base, with its slash, escaped where needed: "/wp-json/wc/v3/orders"
 * @query: (nullable) (array zero-terminated=1): names and values in turn, not escaped
 * @error: a %DYZUR_REMOTE_ERROR or %G_IO_ERROR_CANCELLED; the message names the path, never query or body
 *
 * Returns: (transfer full) (nullable): the answer
 */
DyzurJson *
dyzur_http_get (DyzurHttp           *self,
                const char          *path,
                const char * const  *query,
                GCancellable        *cancellable,
                GError             **error)
{
  return dyzur_http_send (self, "GET", path, query, NULL, cancellable, error);
}

/**
 * dyzur_http_send:
 * @method: "POST", "PUT" …: anything but "GET" is sent once only
 * @query: (nullable) (array zero-terminated=1)
 * @body: (nullable): what dyzur_json_print() takes; consumed when floating
 * @error: like dyzur_http_get(); %DYZUR_REMOTE_ERROR_UNCERTAIN when it was sent and perhaps done
 *
 * Returns: (transfer full) (nullable): the answer; null of JSON when that is empty
 */
DyzurJson *
dyzur_http_send (DyzurHttp           *self,
                 const char          *method,
                 const char          *path,
                 const char * const  *query,
                 GVariant            *body,
                 GCancellable        *cancellable,
                 GError             **error)
{
  g_autofree char *what = g_strdup_printf ("%s %s", method, path);
  g_autoptr(GBytes) bytes = NULL;
  DyzurHttpRequest request = { method, path, query, NULL, what, g_str_equal (method, "GET") };

  g_return_val_if_fail (DYZUR_IS_HTTP (self), NULL);

  if (body != NULL)
    {
      char *text = dyzur_json_print (body, FALSE);

      bytes = g_bytes_new_take (text, strlen (text));
      request.body = bytes;
    }
  if (_dyzur_http_has_secret (self) && !_dyzur_http_is_encrypted (self->base) && !is_loopback (self->base))
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, "%s: the address needs https", what);
      return NULL;
    }
  return perform (self, &request, cancellable, error);
}
