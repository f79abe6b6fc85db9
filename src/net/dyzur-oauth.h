/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DyzurOauthServer:
 * @authorize: address of the page a person logs in at
 * @token: address tokens come from
 * @scope: what is asked for
 * @extra: (nullable): "name=value&…", added to @authorize
 * @client_id: of this application, as registered there
 * @client_secret: (nullable): beside it, where the server wants one although a program on a desk keeps no secrets
 *
 * An authorisation server (RFC 6749) and what we are called there. A value.
 */
typedef struct
{
  char *authorize;
  char *token;
  char *scope;
  char *extra;
  char *client_id;
  char *client_secret;
} DyzurOauthServer;

/* Shows a person the page @uri; on the thread of the login */
typedef void (*DyzurOauthOpenFunc)   (const char *uri,
                                      gpointer    user_data);

/* @secret takes the place of the account's former one in the keyring; on whatever thread needed the token */
typedef void (*DyzurOauthSecretFunc) (const char *secret,
                                      gpointer    user_data);

/*
 * An account's tokens. What has to be kept, its secret, is one text for the keyring: the refresh token, and the
 * application's secret. The access token stays in memory. Any thread; blocking.
 */
typedef struct _DyzurOauth DyzurOauth;

DyzurOauthServer *dyzur_oauth_server_copy     (const DyzurOauthServer *self);
void              dyzur_oauth_server_free     (DyzurOauthServer       *self);

DyzurOauth       *dyzur_oauth_new             (const DyzurOauthServer *server,
                                               const char             *secret);
DyzurOauth       *dyzur_oauth_log_in          (const DyzurOauthServer *server,
                                               const char             *user,
                                               DyzurOauthOpenFunc      open,
                                               gpointer                user_data,
                                               GCancellable           *cancellable,
                                               GError                **error);
DyzurOauth       *dyzur_oauth_ref             (DyzurOauth             *self);
void              dyzur_oauth_unref           (DyzurOauth             *self);
void              dyzur_oauth_set_secret_func (DyzurOauth             *self,
                                               DyzurOauthSecretFunc    changed,
                                               gpointer                user_data,
                                               GDestroyNotify          destroy);
char             *dyzur_oauth_dup_secret      (DyzurOauth             *self);
char             *dyzur_oauth_dup_client_secret (const char          *secret);
char             *dyzur_oauth_get_token       (DyzurOauth             *self,
                                               gboolean                renew,
                                               GCancellable           *cancellable,
                                               GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurOauthServer, dyzur_oauth_server_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurOauth, dyzur_oauth_unref)

G_END_DECLS
