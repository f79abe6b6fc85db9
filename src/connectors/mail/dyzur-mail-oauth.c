/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-oauth.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dyzur-error.h"
#include "dyzur-json.h"
#include "dyzur-mail-providers.h"

#define MAX_SCOPE 300   /* bytes of it that are told */

/* What this build is registered as; empty = a shop has to register one of its own. */
static const struct
{
  const char *oauth;
  const char *client;
  const char *secret;
} built_in[] = {
  { "google", OAUTH_GOOGLE_CLIENT, OAUTH_GOOGLE_SECRET },
  { "microsoft", OAUTH_MICROSOFT_CLIENT, "" },
};

static char *
dup_value (const DyzurAccountConfig *config,
           const char               *key)
{
  const char *oauth = dyzur_account_config_get (config, "oauth");
  g_autofree char *setting = g_strconcat ("oauth-", key, NULL);
  const char *own = dyzur_account_config_get (config, setting);

  if (own != NULL && *own != '\0')
    return g_strdup (own);
  return oauth != NULL ? dyzur_mail_oauth_dup_value (oauth, key) : NULL;
}

static DyzurOauthServer *
dup_server (const DyzurAccountConfig *config,
            const char               *client_secret)
{
  DyzurOauthServer *server = g_new0 (DyzurOauthServer, 1);
  const char *oauth = dyzur_account_config_get (config, "oauth");

  server->authorize = dup_value (config, "authorize");
  server->token = dup_value (config, "token");
  server->scope = dup_value (config, "scope");
  server->extra = dup_value (config, "extra");
  server->client_id = dup_value (config, "client");
  server->client_secret = client_secret != NULL && *client_secret != '\0' ? g_strdup (client_secret) : NULL;
  for (guint i = 0; server->client_id == NULL && i < G_N_ELEMENTS (built_in); i++)
    if (g_strcmp0 (oauth, built_in[i].oauth) == 0)
      {
        server->client_id = g_strdup (built_in[i].client);
        server->client_secret = *built_in[i].secret != '\0' ? g_strdup (built_in[i].secret) : NULL;
      }
  return server;
}

/**
 * dyzur_mail_oauth_get_client:
 *
 * Returns: (nullable): what this build is registered as at @oauth; %NULL when the shop has to register one
 */
const char *
dyzur_mail_oauth_get_client (const char *oauth)
{
  for (guint i = 0; i < G_N_ELEMENTS (built_in); i++)
    if (g_strcmp0 (oauth, built_in[i].oauth) == 0 && *built_in[i].client != '\0')
      return built_in[i].client;
  return NULL;
}

/**
 * dyzur_mail_oauth_new:
 *
 * Returns: (transfer full) (nullable): the account's tokens; %NULL when it logs in with a password
 */
DyzurOauth *
dyzur_mail_oauth_new (const DyzurAccountConfig *config,
                      const char               *secret)
{
  g_autoptr(DyzurOauthServer) server = NULL;

  if (!dyzur_account_config_is_oauth (config))
    return NULL;
  server = dup_server (config, NULL);
  return dyzur_oauth_new (server, secret);
}

/**
 * dyzur_mail_oauth_log_in:
 * @client_secret: (nullable): of the application, where the server wants one
 *
 * Blocks until the person has logged in with their browser.
 *
 * Returns: (transfer full) (nullable): the account's secret
 */
char *
dyzur_mail_oauth_log_in (const DyzurAccountConfig  *config,
                         const char                *client_secret,
                         DyzurOauthOpenFunc         open,
                         gpointer                   user_data,
                         GCancellable              *cancellable,
                         GError                   **error)
{
  g_autoptr(DyzurOauthServer) server = dup_server (config, client_secret);
  g_autoptr(DyzurOauth) oauth = NULL;

  if (server->client_id == NULL || *server->client_id == '\0' || server->scope == NULL)
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT,
                           _("Without the id of a registered application nobody can log in through the browser"));
      return NULL;
    }
  oauth = dyzur_oauth_log_in (server, config->address, open, user_data, cancellable, error);
  return oauth != NULL ? dyzur_oauth_dup_secret (oauth) : NULL;
}

/* A user's name in a GS2 header (RFC 5801) */
static char *
dup_gs2_name (const char *user)
{
  GString *name = g_string_new (user);

  g_string_replace (name, "=", "=3D", 0);
  g_string_replace (name, ",", "=2C", 0);
  return g_string_free (name, FALSE);
}

/**
 * dyzur_mail_oauth_dup_sasl:
 * @mechanism: "OAUTHBEARER" (RFC 7628) or "XOAUTH2" (Google's forerunner of it)
 *
 * Returns: (transfer full): the first answer, in base64
 */
char *
dyzur_mail_oauth_dup_sasl (const char *mechanism,
                           const char *host,
                           guint16     port,
                           const char *user,
                           const char *token)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (strcmp (mechanism, "OAUTHBEARER") == 0)
    {
      name = dup_gs2_name (user);
      text = g_strdup_printf ("n,a=%s,\001host=%s\001port=%u\001auth=Bearer %s\001\001", name, host, port, token);
    }
  else
    text = g_strdup_printf ("user=%s\001auth=Bearer %s\001\001", user, token);
  return g_base64_encode ((const guint8 *) text, strlen (text));
}

/**
 * dyzur_mail_oauth_get_goodbye:
 *
 * Returns: the answer, in base64, to a server that says why it refuses before it refuses
 */
const char *
dyzur_mail_oauth_get_goodbye (const char *mechanism)
{
  return strcmp (mechanism, "OAUTHBEARER") == 0 ? "AQ==" : "";
}

/* (transfer full) (nullable): what a server that refuses says it wants permission for; both forms have that member. */
static char *
dup_scope (const char *challenge)
{
  gsize size = 0;
  guchar *data = challenge != NULL ? g_base64_decode (challenge, &size) : NULL;
  g_autoptr(GBytes) bytes = g_bytes_new_take (data, size);
  g_autoptr(DyzurJson) json = size > 0 ? dyzur_json_parse (bytes, NULL) : NULL;
  const char *scope = dyzur_json_peek_text (json, "scope");

  return scope != NULL && *scope != '\0' && strlen (scope) <= MAX_SCOPE && g_str_is_ascii (scope) ? g_strdup (scope) : NULL;
}

/**
 * dyzur_mail_oauth_set_refused:
 * @challenge: (nullable): what the server sent before it refused, in base64
 * @words: what it said when it refused
 *
 * Says that a token is not accepted, which no password helps against.
 */
void
dyzur_mail_oauth_set_refused (GError     **error,
                              const char  *host,
                              const char  *challenge,
                              const char  *words)
{
  g_autofree char *scope = dup_scope (challenge);

  if (scope != NULL)
    /* Translators: name of a server, what it wants permission for in its own terms, what it says itself */
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH,
                 _("%s does not accept the permission that was given in the browser. It wants permission for “%s”: %s"),
                 host, scope, words);
  else
    /* Translators: name of a server, what it says itself */
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH,
                 _("%s does not accept the permission that was given in the browser: %s"), host, words);
}
