/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-oauth.h"

G_BEGIN_DECLS

/* What a token server gave. @refresh: (nullable): the one there is stays; @expires: ms UTC */
typedef struct
{
  char   *access;
  char   *refresh;
  gint64  expires;
} DyzurOauthTokens;

void     _dyzur_oauth_tokens_clear (DyzurOauthTokens        *self);
gboolean _dyzur_oauth_ask          (const DyzurOauthServer  *server,
                                    GHashTable              *form,
                                    DyzurOauthTokens        *tokens,
                                    GCancellable            *cancellable,
                                    GError                 **error);
void     _dyzur_oauth_take_tokens  (DyzurOauth              *self,
                                    DyzurOauthTokens        *tokens);
gboolean _dyzur_oauth_is_safe      (const char              *address,
                                    GError                 **error);

G_END_DECLS
