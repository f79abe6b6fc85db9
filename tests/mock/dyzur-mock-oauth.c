/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mock-oauth.h"

#include <string.h>

#define CLIENT "dyzur-test"
#define CODE "a-code-for-once"

struct _DyzurMockOauth
{
  DyzurMockServer  *server;
  DyzurOauthServer  address;
  GThread          *browser;    /* (nullable) */

  GMutex            mutex;      /* guards what follows */
  DyzurMockPerson   person;
  char             *refusal;
  GHashTable       *page;       /* (nullable): what the page was asked with */
  char             *uri;
  char             *shown;
  gboolean          used;       /* the code was */
  guint             tokens;
  int               lifetime;
  gboolean          rotate;
  char             *refresh;    /* the refresh token that is good */
  GCancellable     *cancel;     /* (nullable): not a reference */
  guint             status;     /* 0 = tokens */
  char             *answer;
};

static char *
dup_challenge (const char *verifier)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;
  char *text;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &size);
  text = g_base64_encode (digest, size);
  g_strdelimit (g_strdelimit (text, "+", '-'), "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

static const char *
get (GHashTable *form,
     const char *name)
{
  const char *value = form != NULL ? g_hash_table_lookup (form, name) : NULL;

  return value != NULL ? value : "";
}

static gboolean
is_good_code (DyzurMockOauth *self,
              GHashTable     *form)
{
  g_autofree char *challenge = dup_challenge (get (form, "code_verifier"));
  gboolean good = !self->used && self->page != NULL && g_str_equal (get (form, "code"), CODE) &&
                  g_str_equal (challenge, get (self->page, "code_challenge")) &&
                  g_str_equal (get (form, "redirect_uri"), get (self->page, "redirect_uri"));

  self->used = TRUE;
  return good;
}

static gboolean
is_good (DyzurMockOauth *self,
         GHashTable     *form)
{
  if (!g_str_equal (get (form, "client_id"), CLIENT) || !g_str_equal (get (form, "client_secret"), "not-secret"))
    return FALSE;
  if (g_str_equal (get (form, "grant_type"), "authorization_code"))
    return is_good_code (self, form);
  return g_str_equal (get (form, "grant_type"), "refresh_token") && g_strcmp0 (get (form, "refresh_token"), self->refresh) == 0;
}

static char *
give_tokens (DyzurMockOauth *self,
             gboolean        first)
{
  self->tokens++;
  if (first || self->rotate)
    {
      g_free (self->refresh);
      self->refresh = g_strdup_printf ("refresh-%u", self->tokens);
      return g_strdup_printf ("{\"access_token\":\"token-%u\",\"token_type\":\"Bearer\",\"expires_in\":%d,\"refresh_token\":\"%s\"}",
                              self->tokens, self->lifetime, self->refresh);
    }
  return g_strdup_printf ("{\"access_token\":\"token-%u\",\"token_type\":\"Bearer\",\"expires_in\":%d}", self->tokens, self->lifetime);
}

static void
answer_cb (DyzurMockServer   *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  DyzurMockOauth *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(GHashTable) form = NULL;
  g_autofree char *text = NULL;
  g_autofree char *tokens = NULL;

  soup_message_body_flatten (body);
  text = g_strndup (body->data, body->length);
  form = soup_form_decode (text);
  g_mutex_lock (&self->mutex);
  g_cancellable_cancel (self->cancel);
  if (self->status != 0)
    dyzur_mock_server_answer (message, self->status, "application/json", self->answer);
  else if (!g_str_equal (path, "/token") || !is_good (self, form))
    dyzur_mock_server_answer (message, 400, "application/json", "{\"error\":\"invalid_grant\",\"error_description\":\"no such leave\"}");
  else
    {
      tokens = give_tokens (self, g_str_equal (get (form, "grant_type"), "authorization_code"));
      dyzur_mock_server_answer (message, 200, "application/json", tokens);
    }
  g_mutex_unlock (&self->mutex);
}

/* (transfer full): what stands at @address with @query */
static char *
look_at (const char *address,
         const char *query)
{
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autofree char *uri = g_strconcat (address, query, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr(GBytes) bytes = soup_session_send_and_read (session, message, NULL, NULL);
  gsize size;
  const char *data;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &size);
  return g_strdup_printf ("%u %.*s", soup_message_get_status (message), (int) size, data != NULL ? data : "");
}

static gpointer
browse (gpointer data)
{
  DyzurMockOauth *self = data;
  g_autofree char *state = NULL, *redirect = NULL, *query = NULL, *shown = NULL;
  DyzurMockPerson person;

  g_mutex_lock (&self->mutex);
  redirect = g_strdup (get (self->page, "redirect_uri"));
  state = g_strdup (get (self->page, "state"));
  person = self->person;
  g_mutex_unlock (&self->mutex);
  if (person == DYZUR_MOCK_FORGE)
    {
      g_autofree char *forged = look_at (redirect, "?code=evil&state=evil");

      g_assert_true (g_str_has_prefix (forged, "400 "));
    }
  if (person == DYZUR_MOCK_LOOK_ROUND)
    {
      g_autofree char *icon = look_at (redirect, "favicon.ico");
      g_autofree char *bare = look_at (redirect, "");

      g_assert_true (g_str_has_prefix (icon, "404 ") && g_str_has_prefix (bare, "404 "));
    }
  query = person == DYZUR_MOCK_REFUSE ? g_strdup_printf ("?%s&state=%s", self->refusal, state)
                                      : g_strdup_printf ("?code=" CODE "&state=%s", state);
  shown = look_at (redirect, query);
  g_mutex_lock (&self->mutex);
  g_free (self->shown);
  self->shown = g_steal_pointer (&shown);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

static void
join_browser (DyzurMockOauth *self)
{
  if (self->browser != NULL)
    g_thread_join (g_steal_pointer (&self->browser));
}

DyzurMockOauth *
dyzur_mock_oauth_new (void)
{
  DyzurMockOauth *self = g_new0 (DyzurMockOauth, 1);
  const char *base;

  g_mutex_init (&self->mutex);
  self->lifetime = 3600;
  self->refusal = g_strdup ("error=access_denied&error_description=The+person+said+no");
  self->server = dyzur_mock_server_new (answer_cb, self, NULL);
  base = dyzur_mock_server_get_address (self->server);
  self->address = (DyzurOauthServer) {
    .authorize = g_strconcat (base, g_str_has_suffix (base, "/") ? "authorize" : "/authorize", NULL),
    .token = g_strconcat (base, g_str_has_suffix (base, "/") ? "token" : "/token", NULL),
    .scope = g_strdup ("mail"), .extra = g_strdup ("prompt=consent"), .client_id = g_strdup (CLIENT),
    .client_secret = g_strdup ("not-secret"),
  };
  return self;
}

void
dyzur_mock_oauth_free (DyzurMockOauth *self)
{
  if (self == NULL)
    return;
  join_browser (self);
  dyzur_mock_server_free (self->server);
  g_clear_pointer (&self->page, g_hash_table_unref);
  g_free (self->address.authorize);
  g_free (self->address.token);
  g_free (self->address.scope);
  g_free (self->address.extra);
  g_free (self->address.client_id);
  g_free (self->address.client_secret);
  g_free (self->refusal);
  g_free (self->uri);
  g_free (self->shown);
  g_free (self->refresh);
  g_free (self->answer);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

const DyzurOauthServer *
dyzur_mock_oauth_get_server (DyzurMockOauth *self)
{
  return &self->address;
}

void
dyzur_mock_oauth_open (const char *uri,
                       gpointer    user_data)
{
  DyzurMockOauth *self = user_data;

  join_browser (self);
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->page, g_hash_table_unref);
  self->page = soup_form_decode (strchr (uri, '?') + 1);
  g_free (self->uri);
  self->uri = g_strdup (uri);
  self->used = FALSE;
  g_mutex_unlock (&self->mutex);
  self->browser = g_thread_new ("browser", browse, self);
}

void
dyzur_mock_oauth_set_person (DyzurMockOauth  *self,
                             DyzurMockPerson  person)
{
  self->person = person;
}

void
dyzur_mock_oauth_set_refusal (DyzurMockOauth *self,
                              const char     *query)
{
  g_free (self->refusal);
  self->refusal = g_strdup (query);
}

void
dyzur_mock_oauth_set_answer (DyzurMockOauth *self,
                             guint           status,
                             const char     *body)
{
  g_mutex_lock (&self->mutex);
  self->status = body != NULL ? status : 0;
  g_free (self->answer);
  self->answer = g_strdup (body);
  g_mutex_unlock (&self->mutex);
}

void
dyzur_mock_oauth_set_lifetime (DyzurMockOauth *self,
                               int             seconds)
{
  self->lifetime = seconds;
}

void
dyzur_mock_oauth_set_rotate (DyzurMockOauth *self,
                             gboolean        rotate)
{
  self->rotate = rotate;
}

void
dyzur_mock_oauth_set_cancel (DyzurMockOauth *self,
                             GCancellable   *cancellable)
{
  g_mutex_lock (&self->mutex);
  self->cancel = cancellable;
  g_mutex_unlock (&self->mutex);
}

guint
dyzur_mock_oauth_get_tokens (DyzurMockOauth *self)
{
  guint tokens;

  g_mutex_lock (&self->mutex);
  tokens = self->tokens;
  g_mutex_unlock (&self->mutex);
  return tokens;
}

char *
dyzur_mock_oauth_dup_page (DyzurMockOauth *self)
{
  join_browser (self);
  return g_strdup (self->shown);
}

char *
dyzur_mock_oauth_dup_uri (DyzurMockOauth *self)
{
  return g_strdup (self->uri);
}
