/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"
#include "dyzur-connector.h"
#include "dyzur-mail-setup.h"
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
                                    GCancellable              *cancellable,
                                    GError                   **error);
} DyzurAccountKind;

const DyzurAccountKind *_dyzur_account_kind_find    (const char    *name);
DyzurMailSetup         *_dyzur_account_peek_mail    (const char    *address);
DyzurMailSetup         *_dyzur_account_look_up_mail (const char    *address,
                                                     GCancellable  *cancellable,
                                                     GError       **error);

G_END_DECLS
