/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names of servers, guessed from an address; the security is always TLS. */
typedef struct
{
  char *imap_host;
  char *smtp_host;
} DyzurMailGuess;

gboolean dyzur_mail_guess       (const char     *address,
                                 DyzurMailGuess *guess);
void     dyzur_mail_guess_clear (DyzurMailGuess *guess);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyzurMailGuess, dyzur_mail_guess_clear)

G_END_DECLS
