/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-error.h"

#include <gio/gio.h>

typedef struct
{
  DyzurCertificate *certificate;   /* (nullable): of the peer that is not trusted */
} DyzurRemoteErrorPrivate;

static void
dyzur_remote_error_private_init (DyzurRemoteErrorPrivate *priv)
{
}

static void
dyzur_remote_error_private_copy (const DyzurRemoteErrorPrivate *src,
                                 DyzurRemoteErrorPrivate       *dest)
{
  dest->certificate = dyzur_certificate_copy (src->certificate);
}

static void
dyzur_remote_error_private_clear (DyzurRemoteErrorPrivate *priv)
{
  dyzur_certificate_free (priv->certificate);
}

G_DEFINE_EXTENDED_ERROR (DyzurRemoteError, dyzur_remote_error)

/**
 * dyzur_remote_error_new_certificate:
 *
 * Returns: (transfer full): a %DYZUR_REMOTE_ERROR_CERTIFICATE that carries what a person may decide on
 */
GError *
dyzur_remote_error_new_certificate (const DyzurCertificate *certificate,
                                    const char             *message)
{
  GError *error = g_error_new_literal (DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_CERTIFICATE, message);

  dyzur_remote_error_get_private (error)->certificate = dyzur_certificate_copy (certificate);
  return error;
}

/**
 * dyzur_remote_error_get_certificate:
 *
 * Returns: (transfer none) (nullable): the certificate that was not trusted
 */
const DyzurCertificate *
dyzur_remote_error_get_certificate (const GError *error)
{
  if (!g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_CERTIFICATE))
    return NULL;
  return dyzur_remote_error_get_private (error)->certificate;
}

/**
 * dyzur_problem_from_error:
 * @error: (nullable): any error that left a connector, a shop, net or store
 *
 * The one table that turns errors into the state a person sees. #DYZUR_REMOTE_ERROR is exact; #G_IO_ERROR and
 * #G_TLS_ERROR are what untranslated GIO calls leave behind.
 *
 * Returns: the problem; %DYZUR_PROBLEM_NONE for %NULL
 */
DyzurProblem
dyzur_problem_from_error (const GError *error)
{
  static const DyzurProblem remote[] = {
    [DYZUR_REMOTE_ERROR_TRANSIENT] = DYZUR_PROBLEM_NETWORK,
    [DYZUR_REMOTE_ERROR_AUTH] = DYZUR_PROBLEM_AUTH,
    [DYZUR_REMOTE_ERROR_PERMISSION] = DYZUR_PROBLEM_PERMISSION,
    [DYZUR_REMOTE_ERROR_CERTIFICATE] = DYZUR_PROBLEM_CERTIFICATE,
    [DYZUR_REMOTE_ERROR_PERMANENT] = DYZUR_PROBLEM_REFUSED,
    [DYZUR_REMOTE_ERROR_QUOTA] = DYZUR_PROBLEM_QUOTA,
    [DYZUR_REMOTE_ERROR_SHAPE] = DYZUR_PROBLEM_PROTOCOL,
    [DYZUR_REMOTE_ERROR_CONFLICT] = DYZUR_PROBLEM_SERVER,
    [DYZUR_REMOTE_ERROR_NOT_FOUND] = DYZUR_PROBLEM_REFUSED,
    [DYZUR_REMOTE_ERROR_UNCERTAIN] = DYZUR_PROBLEM_NETWORK,
    [DYZUR_REMOTE_ERROR_BUSY] = DYZUR_PROBLEM_BUSY,
  };

  if (error == NULL)
    return DYZUR_PROBLEM_NONE;
  if (error->domain == DYZUR_REMOTE_ERROR && (guint) error->code < G_N_ELEMENTS (remote))
    return remote[error->code];
  if (error->domain == G_TLS_ERROR)
    return DYZUR_PROBLEM_CERTIFICATE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY))
    return DYZUR_PROBLEM_DISK;
  return DYZUR_PROBLEM_NETWORK;
}
