/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-oauth-private.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-error.h"
#include "dyzur-json.h"

#define TIMEOUT 30              /* s */
#define GRACE 3                 /* s for an answer nobody waits for any more */
#define MAX_ANSWER (256 * 1024)
#define LIFETIME 3600           /* s, where the server does not say */

/* The token endpoint (RFC 6749, sections 4.1.3, 5 and 6) */

void
_dyzur_oauth_tokens_clear (DyzurOauthTokens *self)
{
  g_clear_pointer (&self->access, g_free);
  g_clear_pointer (&self->refresh, g_free);
  self->expires = 0;
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  return g_strcmp0 (host, "localhost") == 0 || (address != NULL && g_inet_address_get_is_loopback (address));
}

/* Passwords and tokens go to encrypted addresses alone; this computer may do without. */
gboolean
_dyzur_oauth_is_safe (const char  *address,
                      GError     **error)
{
  g_autoptr(GUri) uri = address != NULL ? g_uri_parse (address, G_URI_FLAGS_NONE, NULL) : NULL;

  if (uri != NULL && g_uri_get_host (uri) != NULL &&
      (g_str_equal (g_uri_get_scheme (uri), "https") ||
       (g_str_equal (g_uri_get_scheme (uri), "http") && is_loopback (g_uri_get_host (uri)))))
    return TRUE;
  g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, _("%s is no address of a server to log in at"),
               address != NULL ? address : "");
  return FALSE;
}

/*
 * A question under way. The server may have made the refresh token another one as soon as it heard it: whoever gives up then
 * waits for the answer for some seconds yet.
 */
typedef struct
{
  GMainContext *context;
  GCancellable *stop;
  GSource      *given_up;
  GSource      *grace;     /* (nullable) */
  GAsyncResult *result;    /* (nullable) */
} Question;

static gboolean
grace_over_cb (gpointer user_data)
{
  Question *self = user_data;

  g_cancellable_cancel (self->stop);
  return G_SOURCE_REMOVE;
}

static gboolean
given_up_cb (GCancellable *cancellable,
             gpointer      user_data)
{
  Question *self = user_data;

  self->grace = g_timeout_source_new_seconds (GRACE);
  g_source_set_callback (self->grace, grace_over_cb, self, NULL);
  g_source_attach (self->grace, self->context);
  return G_SOURCE_REMOVE;
}

static void
question_init (Question     *self,
               GCancellable *cancellable)
{
  self->context = g_main_context_new ();
  self->stop = g_cancellable_new ();
  self->given_up = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->given_up, G_SOURCE_FUNC (given_up_cb), self, NULL);
  g_source_attach (self->given_up, self->context);
  g_main_context_push_thread_default (self->context);
}

static void
drop_source (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static void
question_clear (Question *self)
{
  while (g_main_context_iteration (self->context, FALSE))   /* what a session does behind itself */
    ;
  g_main_context_pop_thread_default (self->context);
  drop_source (self->given_up);
  g_clear_pointer (&self->grace, drop_source);
  g_clear_object (&self->result);
  g_object_unref (self->stop);
  g_main_context_unref (self->context);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ((Question *) user_data)->result = g_object_ref (result);
}

static GAsyncResult *
await (Question *self)
{
  while (self->result == NULL)
    g_main_context_iteration (self->context, TRUE);
  return g_steal_pointer (&self->result);
}

static GBytes *
read_answer (Question      *self,
             GInputStream  *stream,
             GError       **error)
{
  g_autofree char *buffer = g_malloc (MAX_ANSWER);
  g_autoptr(GAsyncResult) result = NULL;
  gsize size;

  g_input_stream_read_all_async (stream, buffer, MAX_ANSWER, G_PRIORITY_DEFAULT, self->stop, result_cb, self);
  result = await (self);
  if (!g_input_stream_read_all_finish (stream, result, &size, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&buffer), size);
}

static GBytes *
send_question (Question     *self,
               SoupMessage  *message,
               GError      **error)
{
  g_autoptr(SoupSession) session = soup_session_new_with_options ("timeout", TIMEOUT, NULL);
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, self->stop, result_cb, self);
  result = await (self);
  stream = soup_session_send_finish (session, result, error);
  return stream != NULL ? read_answer (self, stream, error) : NULL;
}

/* (transfer full) (nullable): what the server says to @message */
static GBytes *
put (SoupMessage   *message,
     GCancellable  *cancellable,
     GError       **error)
{
  Question self = { NULL };
  GBytes *bytes;

  question_init (&self, cancellable);
  bytes = send_question (&self, message, error);
  question_clear (&self);
  return bytes;
}

/* Whether it is but for now: only its own verdict, in its own form, ends a login. What stands between may say anything. */
static gboolean
is_for_now (guint       status,
            const char *code)
{
  return code == NULL || status >= 500 || status == 429 || g_str_equal (code, "temporarily_unavailable") ||
         g_str_equal (code, "server_error");
}

/* In the server's own words, if it has some */
static gboolean
refuse (const char       *host,
        guint             status,
        const DyzurJson  *answer,
        GError          **error)
{
  const char *code = dyzur_json_peek_text (answer, "error");
  const char *words = dyzur_json_peek_text (answer, "error_description");
  g_autofree char *number = g_strdup_printf ("%u", status);

  if (words == NULL)
    words = code != NULL ? code : number;
  if (is_for_now (status, code))
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT,
                 _("%s cannot give permission now: %s"), host, words);
  else if (g_strcmp0 (code, "invalid_grant") == 0)
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH,
                 _("%s has taken its permission back, log in again: %s"), host, words);
  else
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH, _("%s gives no permission: %s"), host, words);
  return FALSE;
}

static gboolean
read_tokens (const char        *host,
             const DyzurJson   *answer,
             DyzurOauthTokens  *tokens,
             GError           **error)
{
  const char *access = dyzur_json_peek_text (answer, "access_token");
  const char *type = dyzur_json_peek_text (answer, "token_type");
  gint64 lifetime = dyzur_json_to_integer (answer, "expires_in", LIFETIME);

  if (access == NULL || *access == '\0' || !g_str_is_ascii (access) || strpbrk (access, "\r\n\001 ") != NULL ||
      (type != NULL && g_ascii_strcasecmp (type, "Bearer") != 0))
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, _("%s sent no token that could be used"), host);
      return FALSE;
    }
  tokens->access = g_strdup (access);
  tokens->refresh = dyzur_json_dup_text (answer, "refresh_token");
  tokens->expires = dyzur_clock_now () + CLAMP (lifetime, 0, 30 * 24 * 3600) * 1000;
  return TRUE;
}

static gboolean
translate (GError      *local,
           const char  *host,
           GError     **error)
{
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_set_error (error, DYZUR_REMOTE_ERROR,
               local->domain == G_TLS_ERROR ? DYZUR_REMOTE_ERROR_CERTIFICATE : DYZUR_REMOTE_ERROR_TRANSIENT,
               _("The connection to %s broke: %s"), host, local->message);
  g_error_free (local);
  return FALSE;
}

/* @form: (element-type utf8 utf8): the application's name and secret are added to it. Blocking. */
gboolean
_dyzur_oauth_ask (const DyzurOauthServer  *server,
                  GHashTable              *form,
                  DyzurOauthTokens        *tokens,
                  GCancellable            *cancellable,
                  GError                 **error)
{
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(DyzurJson) answer = NULL;
  const char *host;
  GError *local = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !_dyzur_oauth_is_safe (server->token, error))
    return FALSE;
  g_hash_table_insert (form, (char *) "client_id", server->client_id);
  if (server->client_secret != NULL)
    g_hash_table_insert (form, (char *) "client_secret", server->client_secret);
  message = soup_message_new_from_encoded_form ("POST", server->token, soup_form_encode_hash (form));
  host = g_uri_get_host (soup_message_get_uri (message));
  soup_message_headers_append (soup_message_get_request_headers (message), "Accept", "application/json");
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  bytes = put (message, cancellable, &local);
  if (bytes == NULL)
    return translate (local, host, error);
  answer = dyzur_json_parse (bytes, NULL);
  if (soup_message_get_status (message) != SOUP_STATUS_OK)
    return refuse (host, soup_message_get_status (message), answer, error);
  return read_tokens (host, answer, tokens, error);
}
