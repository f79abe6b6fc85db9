/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-mail-setup.h"

G_BEGIN_DECLS

/**
 * DyzurMailTries:
 * @imap: (array zero-terminated): places to try when nobody names one: "host:port:security" with %DOMAIN%
 * @smtp: likewise
 * @ca_file: (nullable): certificates trusted beside the system's
 * @timeout: milliseconds for the names, and again for the trying
 *
 * How far a look-up goes; the tests have other places.
 */
typedef struct
{
  const char *const *imap;
  const char *const *smtp;
  const char        *ca_file;
  guint              timeout;
} DyzurMailTries;

DyzurMailSetup *dyzur_mail_look_up_table (const char            *address);
DyzurMailSetup *dyzur_mail_look_up       (const char            *address,
                                          const DyzurMailTries  *tries,
                                          GCancellable          *cancellable,
                                          GError               **error);

G_END_DECLS
