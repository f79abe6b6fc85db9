/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-oauth-private.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>
#include <sys/random.h>

#include "dyzur-error.h"

#define PATIENCE (10 * 60)   /* s a person has for the page */
#define MAX_WORDS 500        /* letters of a server's that are told */

/*
 * The login through the browser (RFC 8252): we listen on a port of the loopback, the browser is sent there with a code when
 * the person agreed, and the code becomes tokens. Only who has the verifier (RFC 7636) can use the code, and an answer
 * without our state is not heard.
 */
typedef struct
{
  const DyzurOauthServer *server;
  GMainContext           *context;
  char                   *state;
  char                   *verifier;
  char                   *redirect;

  char                   *code;       /* (nullable) */
  char                   *refusal;    /* (nullable): what the server says instead */
  SoupServerMessage      *answered;   /* (nullable): that brought either; not a reference */
  gboolean                over;
} Login;

static void
login_clear (Login *self)
{
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->state);
  g_free (self->verifier);
  g_free (self->redirect);
  g_free (self->code);
  g_free (self->refusal);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Login, login_clear)

static char *
encode_url (const guint8 *data,
            gsize         size)
{
  char *text = g_base64_encode (data, size);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

static char *
dup_random (void)
{
  guint8 bytes[32];

  if (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    g_error ("The system has no random numbers");
  return encode_url (bytes, sizeof bytes);
}

static char *
dup_challenge (const char *verifier)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, strlen (verifier));
  g_checksum_get_digest (checksum, digest, &size);
  return encode_url (digest, size);
}

/* The page a person sees at the end, in their language; it loads nothing. */
static void
show_page (SoupServerMessage *message,
           guint              status,
           const char        *title,
           const char        *words)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  char *page = g_markup_printf_escaped ("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>%s</title>"
                                        "<meta name=\"viewport\" content=\"width=device-width\"><style>"
                                        "body{font-family:sans-serif;max-width:32em;margin:20vh auto;padding:0 1em;text-align:center;"
                                        "color-scheme:light dark}</style></head><body><h1>%s</h1><p>%s</p></body></html>",
                                        title, title, words);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_TAKE, page, strlen (page));
}

static const char *
get_value (GHashTable *query,
           const char *name)
{
  return query != NULL ? g_hash_table_lookup (query, name) : NULL;
}

/* Why there is no code, in the server's words; (transfer full) */
static char *
dup_refusal (GHashTable *query,
             const char *code)
{
  const char *words = get_value (query, "error_description");
  g_autofree char *valid = g_utf8_make_valid (words != NULL ? words : code, -1);

  if (words == NULL && g_str_equal (code, "access_denied"))
    return g_strdup (_("it was refused on the page"));
  return g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_WORDS));
}

static void
show_end (Login             *self,
          SoupServerMessage *message)
{
  if (self->code != NULL)
    show_page (message, SOUP_STATUS_OK, _("You Are Logged In"), _("You can close this page and go back to Dyżur."));
  else
    show_page (message, SOUP_STATUS_OK, _("No Leave Was Given"), _("You can close this page and go back to Dyżur."));
}

static void
request_cb (SoupServer        *listener,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  Login *self = user_data;
  const char *code = get_value (query, "code");
  const char *refusal = get_value (query, "error");

  if (self->over || !g_str_equal (path, "/") || (code == NULL && refusal == NULL))
    {
      show_page (message, SOUP_STATUS_NOT_FOUND, _("Nothing Here"), _("This address is only for the end of a login."));
      return;
    }
  if (g_strcmp0 (get_value (query, "state"), self->state) != 0)
    {
      show_page (message, SOUP_STATUS_BAD_REQUEST, _("Not This Login"),
                 _("This page belongs to another login. Go on with the one that was opened last."));
      return;
    }
  if (self->answered == NULL)   /* browsers may ask twice */
    {
      self->answered = message;
      self->code = g_strdup (code);
      self->refusal = code == NULL ? dup_refusal (query, refusal) : NULL;
    }
  show_end (self, message);
}

/* The answer has left for the browser: now it may end. */
static void
finished_cb (SoupServer        *listener,
             SoupServerMessage *message,
             gpointer           user_data)
{
  Login *self = user_data;

  self->over |= message == self->answered;
}

static gboolean
patience_cb (gpointer user_data)
{
  Login *self = user_data;

  if (self->answered == NULL)
    self->refusal = g_strdup (_("nobody logged in for ten minutes"));
  self->over = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  ((Login *) user_data)->over = TRUE;
  return G_SOURCE_REMOVE;
}

/* Microsoft compares the host of the address with what was registered, which can only be "localhost" there. */
static gboolean
begin_listening (Login       *self,
                 SoupServer  *listener,
                 GError     **error)
{
  GSList *uris;

  soup_server_add_handler (listener, NULL, request_cb, self, NULL);
  g_signal_connect (listener, "request-finished", G_CALLBACK (finished_cb), self);
  g_signal_connect (listener, "request-aborted", G_CALLBACK (finished_cb), self);
  if (!soup_server_listen_local (listener, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;
  uris = soup_server_get_uris (listener);
  self->redirect = g_strdup_printf ("http://%s:%d/", strstr (self->server->authorize, "microsoft") != NULL ? "localhost" : "127.0.0.1",
                                    g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return TRUE;
}

static char *
dup_page (Login      *self,
          const char *user)
{
  g_autofree char *challenge = dup_challenge (self->verifier);
  g_autofree char *query = soup_form_encode ("response_type", "code", "client_id", self->server->client_id,
                                             "redirect_uri", self->redirect, "scope", self->server->scope,
                                             "state", self->state, "code_challenge", challenge,
                                             "code_challenge_method", "S256", "login_hint", user, NULL);
  const char *extra = self->server->extra;

  return g_strconcat (self->server->authorize, strchr (self->server->authorize, '?') != NULL ? "&" : "?", query,
                      extra != NULL ? "&" : "", extra, NULL);
}

static GSource *
add_source (Login       *self,
            GSource     *source,
            GSourceFunc  func)
{
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);
  return source;
}

static void
drop_source (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

/* Until the browser comes back with our state, somebody cancels, or ten minutes are over. */
static gboolean
await_code (Login               *self,
            const char          *user,
            DyzurOauthOpenFunc   open,
            gpointer             user_data,
            GCancellable        *cancellable,
            GError             **error)
{
  g_autoptr(SoupServer) listener = soup_server_new (NULL, NULL);
  g_autoptr(GCancellable) never = cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();
  GSource *patience, *cancelled;
  g_autofree char *page = NULL;

  if (!begin_listening (self, listener, error))
    return FALSE;
  patience = add_source (self, g_timeout_source_new_seconds (PATIENCE), patience_cb);
  cancelled = add_source (self, g_cancellable_source_new (never), G_SOURCE_FUNC (cancelled_cb));
  page = dup_page (self, user);
  open (page, user_data);
  while (!self->over)
    g_main_context_iteration (self->context, TRUE);
  drop_source (patience);
  drop_source (cancelled);
  soup_server_disconnect (listener);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
exchange (Login             *self,
          DyzurOauthTokens  *tokens,
          GCancellable      *cancellable,
          GError           **error)
{
  g_autoptr(GHashTable) form = g_hash_table_new (g_str_hash, g_str_equal);

  if (self->code == NULL)
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH,
                   _("The login through the browser gave no permission: %s"), self->refusal);
      return FALSE;
    }
  g_hash_table_insert (form, (char *) "grant_type", (char *) "authorization_code");
  g_hash_table_insert (form, (char *) "code", self->code);
  g_hash_table_insert (form, (char *) "redirect_uri", self->redirect);
  g_hash_table_insert (form, (char *) "code_verifier", self->verifier);
  return _dyzur_oauth_ask (self->server, form, tokens, cancellable, error);
}

/* Without a refresh token the mailbox would fall silent when the access token ends. */
static gboolean
lasts (DyzurOauthTokens  *tokens,
       GError           **error)
{
  if (tokens->refresh != NULL)
    return TRUE;
  _dyzur_oauth_tokens_clear (tokens);
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH,
                       _("The login through the browser gave permission only for a while, not for as long as the account is there"));
  return FALSE;
}

/**
 * dyzur_oauth_log_in:
 * @user: whom the page shall suggest: an e-mail address
 * @open: shows the page; the person has ten minutes
 *
 * Lets a person log in with their browser.
 *
 * Returns: (transfer full) (nullable): the tokens; %NULL with a #DYZUR_REMOTE_ERROR, or %G_IO_ERROR_CANCELLED
 */
DyzurOauth *
dyzur_oauth_log_in (const DyzurOauthServer  *server,
                    const char              *user,
                    DyzurOauthOpenFunc       open,
                    gpointer                 user_data,
                    GCancellable            *cancellable,
                    GError                 **error)
{
  g_auto(Login) self = { .server = server };
  DyzurOauthTokens tokens = { NULL };
  DyzurOauth *result = NULL;

  if (!_dyzur_oauth_is_safe (server->authorize, error) || !_dyzur_oauth_is_safe (server->token, error))
    return NULL;
  self.context = g_main_context_new ();
  self.state = dup_random ();
  self.verifier = dup_random ();
  g_main_context_push_thread_default (self.context);
  if (await_code (&self, user, open, user_data, cancellable, error) && exchange (&self, &tokens, cancellable, error) &&
      lasts (&tokens, error))
    {
      result = dyzur_oauth_new (server, NULL);
      _dyzur_oauth_take_tokens (result, &tokens);
    }
  g_main_context_pop_thread_default (self.context);
  return result;
}
