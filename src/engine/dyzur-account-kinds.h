/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"
#include "dyzur-connector.h"
#include "dyzur-mail-setup.h"
#include "dyzur-oauth.h"
#include "dyzur-shop.h"

G_BEGIN_DECLS

/* A kind of account with a secret: what makes its connector, or its shop, and what tries the settings before. */
typedef struct
{
  const char      *kind;
  DyzurConnector *(*new_connector) (const DyzurAccountConfig  *config,
                                    const char                *secret);
  DyzurShop      *(*new_shop)      (const DyzurAccountConfig  *config,
                                    const char                *secret);
  gboolean        (*check)         (const DyzurAccountConfig  *config,
                                    const char                *secret,
                                    DyzurMailCheckFunc         progress,
                                    gpointer                   user_data,
                                    char                     **changed,    /* (out) (nullable): replaces @secret */
                                    GCancellable              *cancellable,
                                    GError                   **error);
  /* (nullable): who has to keep it when the remote makes the secret another one; before the connector connects */
  void            (*watch_secret)  (DyzurConnector            *connector,
                                    DyzurOauthSecretFunc       changed,
                                    gpointer                   user_data,
                                    GDestroyNotify             destroy);
  /* (nullable): lets a person log in with their browser; gives the account's secret; blocking */
  char           *(*log_in)        (const DyzurAccountConfig  *config,
                                    const char                *client_secret,
                                    DyzurOauthOpenFunc         open,
                                    gpointer                   user_data,
                                    GCancellable              *cancellable,
                                    GError                   **error);
} DyzurAccountKind;

const DyzurAccountKind *_dyzur_account_kind_find    (const char    *name);
const char             *_dyzur_account_get_client   (const char    *oauth);
DyzurMailSetup         *_dyzur_account_peek_mail    (const char    *address);
DyzurMailSetup         *_dyzur_account_look_up_mail (const char    *address,
                                                     GCancellable  *cancellable,
                                                     GError       **error);

G_END_DECLS
