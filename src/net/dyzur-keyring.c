/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-keyring-private.h"

#ifdef HAVE_LIBSECRET

#include <libsecret/secret.h>

static const SecretSchema schema = {
  .name = APP_ID ".Account",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* What libsecret says without a daemon depends on what of D-Bus is there: everything of D-Bus and GIO means "none". */
static void
translate (GError  *problem,
           GError **error)
{
  DyzurCredentialsError code = DYZUR_CREDENTIALS_ERROR_FAILED;

  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, problem);
      return;
    }
  if (g_error_matches (problem, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    code = DYZUR_CREDENTIALS_ERROR_LOCKED;
  else if (problem->domain == G_DBUS_ERROR || problem->domain == G_IO_ERROR || problem->domain == G_SPAWN_ERROR)
    code = DYZUR_CREDENTIALS_ERROR_NO_KEYRING;
  g_set_error (error, DYZUR_CREDENTIALS_ERROR, (int) code, "keyring: %s", problem->message);
  g_error_free (problem);
}

gboolean
_dyzur_keyring_store (const char    *account_id,
                      const char    *label,
                      const char    *secret,
                      GCancellable  *cancellable,
                      GError       **error)
{
  GError *problem = NULL;

  if (secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, secret, cancellable, &problem,
                                  "account", account_id, NULL))
    return TRUE;
  translate (problem, error);
  return FALSE;
}

/* @secret: (out) (nullable): %NULL when the keyring has none for the account */
gboolean
_dyzur_keyring_lookup (const char    *account_id,
                       char         **secret,
                       GCancellable  *cancellable,
                       GError       **error)
{
  GError *problem = NULL;
  char *found = secret_password_lookup_sync (&schema, cancellable, &problem, "account", account_id, NULL);

  if (problem != NULL)
    {
      translate (problem, error);
      return FALSE;
    }
  *secret = g_strdup (found);
  secret_password_free (found);
  return TRUE;
}

gboolean
_dyzur_keyring_clear (const char    *account_id,
                      GCancellable  *cancellable,
                      GError       **error)
{
  GError *problem = NULL;

  secret_password_clear_sync (&schema, cancellable, &problem, "account", account_id, NULL);
  if (problem == NULL)
    return TRUE;
  translate (problem, error);
  return FALSE;
}

#else

static gboolean
no_keyring (GError **error)
{
  g_set_error_literal (error, DYZUR_CREDENTIALS_ERROR, DYZUR_CREDENTIALS_ERROR_NO_KEYRING,
                       "keyring: built without libsecret");
  return FALSE;
}

gboolean
_dyzur_keyring_store (const char    *account_id,
                      const char    *label,
                      const char    *secret,
                      GCancellable  *cancellable,
                      GError       **error)
{
  return no_keyring (error);
}

gboolean
_dyzur_keyring_lookup (const char    *account_id,
                       char         **secret,
                       GCancellable  *cancellable,
                       GError       **error)
{
  return no_keyring (error);
}

gboolean
_dyzur_keyring_clear (const char    *account_id,
                      GCancellable  *cancellable,
                      GError       **error)
{
  return no_keyring (error);
}

#endif
