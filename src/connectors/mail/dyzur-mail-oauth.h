/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"
#include "dyzur-oauth.h"

G_BEGIN_DECLS

/*
 * Logging in to mail with tokens. Settings of the account: `auth` "oauth2"; `oauth` the authorisation server in the table of
 * providers, or `oauth-authorize`, `oauth-token` and `oauth-scope` for one of the shop's own; `oauth-client` the id the
 * application is registered under, where the build knows none. The secret is dyzur_oauth_dup_secret()'s.
 */
const char *dyzur_mail_oauth_get_client  (const char                *oauth);
DyzurOauth *dyzur_mail_oauth_new         (const DyzurAccountConfig  *config,
                                          const char                *secret);
char       *dyzur_mail_oauth_log_in      (const DyzurAccountConfig  *config,
                                          const char                *client_secret,
                                          DyzurOauthOpenFunc         open,
                                          gpointer                   user_data,
                                          GCancellable              *cancellable,
                                          GError                   **error);
char       *dyzur_mail_oauth_dup_sasl    (const char                *mechanism,
                                          const char                *host,
                                          guint16                    port,
                                          const char                *user,
                                          const char                *token);
const char *dyzur_mail_oauth_get_goodbye (const char                *mechanism);
void        dyzur_mail_oauth_set_refused (GError                   **error,
                                          const char                *host,
                                          const char                *challenge,
                                          const char                *words);

G_END_DECLS
