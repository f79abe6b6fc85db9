/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"
#include "dyzur-action.h"
#include "dyzur-error.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_MIME_SEND,   /* goes to everybody */
  DYZUR_MIME_FILE,   /* stays with us, in Sent */
} DyzurMimeUse;

GBytes *dyzur_mime_write                  (const DyzurAccountConfig  *config,
                                           const DyzurAction         *action,
                                           DyzurMimeUse               use,
                                           GError                   **error);
char   *dyzur_mime_dup_message_id         (const DyzurAccountConfig  *config,
                                           const char                *key);
char   *dyzur_mime_dup_key                (const DyzurAccountConfig  *config,
                                           const char                *message_id);
GStrv   dyzur_mime_dup_recipients         (const DyzurMessageRecord  *message,
                                           GError                   **error);

G_END_DECLS
