/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-error.h"

#include <gio/gio.h>

G_DEFINE_QUARK (dyzur-remote-error-quark, dyzur_remote_error)

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
