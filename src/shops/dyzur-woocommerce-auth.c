/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-woocommerce-private.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-error.h"

typedef struct
{
  char *key;
  char *secret;
} Keys;

static void
free_keys (gpointer data)
{
  Keys *keys = data;

  explicit_bzero (keys->secret, strlen (keys->secret));
  g_free (keys->key);
  g_free (keys->secret);
  g_free (keys);
}

static void
add_pair (GPtrArray  *query,
          const char *name,
          const char *value)
{
  g_ptr_array_add (query, g_strdup (name));
  g_ptr_array_add (query, g_strdup (value));
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* The parameters as RFC 5849 wants them signed: escaped, sorted, joined. */
static char *
normalize (GPtrArray *query)
{
  g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i + 1 < query->len; i += 2)
    {
      g_autofree char *name = g_uri_escape_string (g_ptr_array_index (query, i), NULL, FALSE);
      g_autofree char *value = g_uri_escape_string (g_ptr_array_index (query, i + 1), NULL, FALSE);

      g_ptr_array_add (pairs, g_strconcat (name, "=", value, NULL));
    }
  g_ptr_array_sort (pairs, compare_texts);
  g_ptr_array_add (pairs, NULL);
  return g_strjoinv ("&", (char **) pairs->pdata);
}

static char *
hmac_sha256 (const char *key,
             const char *text)
{
  g_autoptr(GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) key, strlen (key));
  guint8 digest[32];
  gsize size = sizeof digest;

  g_hmac_update (hmac, (const guchar *) text, -1);
  g_hmac_get_digest (hmac, digest, &size);
  return g_base64_encode (digest, size);
}

static void
sign_cb (const char *method,
         const char *address,
         GPtrArray  *query,
         gpointer    user_data)
{
  Keys *keys = user_data;
  g_autofree char *nonce = g_uuid_string_random ();

  _dyzur_woocommerce_sign (method, address, query, keys->key, keys->secret, nonce, dyzur_clock_now () / DYZUR_SECOND);
}

static void
add_keys_cb (const char *method,
             const char *address,
             GPtrArray  *query,
             gpointer    user_data)
{
  Keys *keys = user_data;

  add_pair (query, "consumer_key", keys->key);
  add_pair (query, "consumer_secret", keys->secret);
}

static Keys *
parse_keys (const char *secret)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (secret != NULL ? secret : ""));
  char *colon = strchr (trimmed, ':');
  Keys *keys;

  if (!g_str_has_prefix (trimmed, "ck_") || colon == NULL || !g_str_has_prefix (colon + 1, "cs_"))
    return NULL;
  *colon = '\0';
  keys = g_new0 (Keys, 1);
  keys->key = g_strdup (trimmed);
  keys->secret = g_strdup (colon + 1);
  return keys;
}

/*
 * Makes @http prove who we are. @secret: "ck_…:cs_…". @mode: (nullable): "basic", "query" (for hosts that strip the
 * header) or %NULL: by the address. WooCommerce ignores Basic without TLS, so that a shop on this computer gets
 * one-legged OAuth 1.0a; any other shop without TLS gets nothing, by DyzurHttp's own rule.
 */
gboolean
_dyzur_woocommerce_authorize (DyzurHttp   *http,
                              const char  *secret,
                              const char  *mode,
                              GError     **error)
{
  Keys *keys = parse_keys (secret);

  if (keys == NULL)
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH,
                           "a WooCommerce key has two parts, ck_… and cs_…");
      return FALSE;
    }
  if (g_strcmp0 (mode, "query") == 0)
    dyzur_http_set_sign_func (http, add_keys_cb, keys, free_keys);
  else if (g_strcmp0 (mode, "basic") != 0 && !dyzur_http_is_encrypted (http))
    dyzur_http_set_sign_func (http, sign_cb, keys, free_keys);
  else
    {
      dyzur_http_set_basic_auth (http, keys->key, keys->secret);
      free_keys (keys);
    }
  return TRUE;
}

/*
 * Adds the parameters of OAuth 1.0a to @query (names and values in turn), the signature last. @timestamp: s UTC; the
 * shop's clock may be 15 minutes off, and takes a @nonce once in that time.
 */
void
_dyzur_woocommerce_sign (const char *method,
                         const char *address,
                         GPtrArray  *query,
                         const char *key,
                         const char *secret,
                         const char *nonce,
                         gint64      timestamp)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, timestamp);
  g_autofree char *signing_key = g_strconcat (secret, "&", NULL);
  g_autofree char *where = g_uri_escape_string (address, NULL, FALSE);
  g_autofree char *parameters = NULL, *what = NULL, *base = NULL, *signature = NULL;

  add_pair (query, "oauth_consumer_key", key);
  add_pair (query, "oauth_nonce", nonce);
  add_pair (query, "oauth_signature_method", "HMAC-SHA256");
  add_pair (query, "oauth_timestamp", seconds);
  add_pair (query, "oauth_version", "1.0");
  parameters = normalize (query);
  what = g_uri_escape_string (parameters, NULL, FALSE);
  base = g_strconcat (method, "&", where, "&", what, NULL);
  signature = hmac_sha256 (signing_key, base);
  add_pair (query, "oauth_signature", signature);
}
