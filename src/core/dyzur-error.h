/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-certificate.h"
#include "dyzur-enums.h"

G_BEGIN_DECLS

/**
 * DYZUR_REMOTE_ERROR:
 *
 * What connectors, shops and net report about the outside world. The codes are what the caller does differently.
 * Messages say what failed and on which object, without secrets and without bodies.
 */
#define DYZUR_REMOTE_ERROR (dyzur_remote_error_quark ())

typedef enum
{
  DYZUR_REMOTE_ERROR_TRANSIENT,    /* network, time-out, 5xx, 429: worth trying again later */
  DYZUR_REMOTE_ERROR_AUTH,         /* password, key or token refused */
  DYZUR_REMOTE_ERROR_PERMISSION,   /* known to the server, but not allowed to do this */
  DYZUR_REMOTE_ERROR_CERTIFICATE,  /* TLS peer not trusted */
  DYZUR_REMOTE_ERROR_PERMANENT,    /* refused for good: unknown address, too big, policy */
  DYZUR_REMOTE_ERROR_QUOTA,        /* the server's or mailbox's space is used up */
  DYZUR_REMOTE_ERROR_SHAPE,        /* an answer that is not what the protocol says */
  DYZUR_REMOTE_ERROR_CONFLICT,     /* the object changed meanwhile */
  DYZUR_REMOTE_ERROR_NOT_FOUND,
  DYZUR_REMOTE_ERROR_UNCERTAIN,    /* the answer was lost after the server may have accepted: ask before trying again */
  DYZUR_REMOTE_ERROR_BUSY,         /* too many connections, too much at once: worth trying again, but much later */
} DyzurRemoteError;

GQuark                  dyzur_remote_error_quark           (void);
GError                 *dyzur_remote_error_new_certificate (const DyzurCertificate *certificate,
                                                            const char             *message);
const DyzurCertificate *dyzur_remote_error_get_certificate (const GError           *error);
DyzurProblem            dyzur_problem_from_error           (const GError           *error);

G_END_DECLS
