/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"
#include "dyzur-connector.h"
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
                                    GCancellable              *cancellable,
                                    GError                   **error);
} DyzurAccountKind;

const DyzurAccountKind *_dyzur_account_kind_find (const char *name);

G_END_DECLS
