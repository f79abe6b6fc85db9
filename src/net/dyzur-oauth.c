/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-oauth-private.h"

#include <glib/gi18n-lib.h>

#include "dyzur-clock.h"
#include "dyzur-error.h"
#include "dyzur-json.h"

#define MARGIN (90 * 1000)   /* ms before its end in which a token is not begun with any more */

struct _DyzurOauth
{
  gatomicrefcount       count;
  DyzurOauthServer     *server;

  GMutex                mutex;          /* guards what follows */
  DyzurOauthTokens      tokens;         /* @refresh is the account's */
  DyzurOauthSecretFunc  changed;        /* (nullable) */
  gpointer              changed_data;
  GDestroyNotify        changed_destroy;
};

DyzurOauthServer *
dyzur_oauth_server_copy (const DyzurOauthServer *self)
{
  DyzurOauthServer *copy = g_new0 (DyzurOauthServer, 1);

  copy->authorize = g_strdup (self->authorize);
  copy->token = g_strdup (self->token);
  copy->scope = g_strdup (self->scope);
  copy->extra = g_strdup (self->extra);
  copy->client_id = g_strdup (self->client_id);
  copy->client_secret = g_strdup (self->client_secret);
  return copy;
}

void
dyzur_oauth_server_free (DyzurOauthServer *self)
{
  if (self == NULL)
    return;
  g_free (self->authorize);
  g_free (self->token);
  g_free (self->scope);
  g_free (self->extra);
  g_free (self->client_id);
  g_free (self->client_secret);
  g_free (self);
}

/**
 * dyzur_oauth_new:
 * @secret: (nullable): as dyzur_oauth_dup_secret() gave it once
 *
 * Returns: (transfer full): the tokens of an account that logged in before
 */
DyzurOauth *
dyzur_oauth_new (const DyzurOauthServer *server,
                 const char             *secret)
{
  DyzurOauth *self = g_new0 (DyzurOauth, 1);
  g_autoptr(DyzurJson) json = secret != NULL ? dyzur_json_parse_text (secret, NULL) : NULL;

  g_atomic_ref_count_init (&self->count);
  g_mutex_init (&self->mutex);
  self->server = dyzur_oauth_server_copy (server);
  self->tokens.refresh = dyzur_json_dup_text (json, "refresh-token");
  if (self->server->client_secret == NULL)
    self->server->client_secret = dyzur_oauth_dup_client_secret (secret);
  return self;
}

DyzurOauth *
dyzur_oauth_ref (DyzurOauth *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
dyzur_oauth_unref (DyzurOauth *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->count))
    return;
  if (self->changed_destroy != NULL)
    self->changed_destroy (self->changed_data);
  _dyzur_oauth_tokens_clear (&self->tokens);
  dyzur_oauth_server_free (self->server);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * dyzur_oauth_set_secret_func:
 * @changed: called whenever the server gave another refresh token: the old one may be of no use from then on
 *
 * Before the first dyzur_oauth_get_token().
 */
void
dyzur_oauth_set_secret_func (DyzurOauth           *self,
                             DyzurOauthSecretFunc  changed,
                             gpointer              user_data,
                             GDestroyNotify        destroy)
{
  if (self->changed_destroy != NULL)
    self->changed_destroy (self->changed_data);
  self->changed = changed;
  self->changed_data = user_data;
  self->changed_destroy = destroy;
}

/* With the mutex, or before anybody else knows @self */
static char *
dup_secret (DyzurOauth *self)
{
  GVariantDict dict;
  g_autoptr(GVariant) value = NULL;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "refresh-token", "s", self->tokens.refresh != NULL ? self->tokens.refresh : "");
  if (self->server->client_secret != NULL)
    g_variant_dict_insert (&dict, "client-secret", "s", self->server->client_secret);
  value = g_variant_ref_sink (g_variant_dict_end (&dict));
  return dyzur_json_print (value, FALSE);
}

/**
 * dyzur_oauth_dup_secret:
 *
 * Returns: (transfer full): what the keyring has to keep
 */
char *
dyzur_oauth_dup_secret (DyzurOauth *self)
{
  char *secret;

  g_mutex_lock (&self->mutex);
  secret = dup_secret (self);
  g_mutex_unlock (&self->mutex);
  return secret;
}

/**
 * dyzur_oauth_dup_client_secret:
 * @secret: (nullable): an account's, as dyzur_oauth_dup_secret() gave it
 *
 * Returns: (transfer full) (nullable): the application's secret in it, for another login
 */
char *
dyzur_oauth_dup_client_secret (const char *secret)
{
  g_autoptr(DyzurJson) json = secret != NULL ? dyzur_json_parse_text (secret, NULL) : NULL;

  return dyzur_json_dup_text (json, "client-secret");
}

/* With the mutex: whoever else wants a token waits for this one */
static gboolean
refresh (DyzurOauth    *self,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr(GHashTable) form = g_hash_table_new (g_str_hash, g_str_equal);
  DyzurOauthTokens got = { NULL };
  g_autofree char *secret = NULL;

  if (self->tokens.refresh == NULL)
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH, _("Log in through the browser again"));
      return FALSE;
    }
  g_hash_table_insert (form, (char *) "grant_type", (char *) "refresh_token");
  g_hash_table_insert (form, (char *) "refresh_token", self->tokens.refresh);
  if (!_dyzur_oauth_ask (self->server, form, &got, cancellable, error))
    return FALSE;
  g_free (self->tokens.access);
  self->tokens.access = g_steal_pointer (&got.access);
  self->tokens.expires = got.expires;
  if (got.refresh != NULL && g_strcmp0 (got.refresh, self->tokens.refresh) != 0)
    {
      g_free (self->tokens.refresh);
      self->tokens.refresh = g_steal_pointer (&got.refresh);
      secret = dup_secret (self);
      if (self->changed != NULL)
        self->changed (secret, self->changed_data);
    }
  _dyzur_oauth_tokens_clear (&got);
  return TRUE;
}

/**
 * dyzur_oauth_get_token:
 * @renew: the mail server refused the one there is
 * @error: %DYZUR_REMOTE_ERROR_AUTH when only a login through the browser helps
 *
 * Returns: (transfer full) (nullable): an access token that lives for some time yet
 */
char *
dyzur_oauth_get_token (DyzurOauth    *self,
                       gboolean       renew,
                       GCancellable  *cancellable,
                       GError       **error)
{
  char *token = NULL;

  g_mutex_lock (&self->mutex);
  if ((!renew && self->tokens.access != NULL && self->tokens.expires - MARGIN > dyzur_clock_now ()) ||
      refresh (self, cancellable, error))
    token = g_strdup (self->tokens.access);
  g_mutex_unlock (&self->mutex);
  return token;
}

/* For the login: takes what it brought */
void
_dyzur_oauth_take_tokens (DyzurOauth       *self,
                          DyzurOauthTokens *tokens)
{
  _dyzur_oauth_tokens_clear (&self->tokens);
  self->tokens = *tokens;
}
