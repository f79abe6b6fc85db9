/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-draft-request.h"
#include "dyzur-knowledge.h"
#include "dyzur-suggestion.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_DRAFTER (dyzur_drafter_get_type ())

/* Writes replies from what is known: the customer's orders and the knowledge base. Local; owns one worker thread. */
G_DECLARE_FINAL_TYPE (DyzurDrafter, dyzur_drafter, DYZUR, DRAFTER, GObject)

DyzurDrafter *dyzur_drafter_new          (DyzurKnowledge           *knowledge);
void          dyzur_drafter_close        (DyzurDrafter             *self);
void          dyzur_drafter_draft_async  (DyzurDrafter             *self,
                                          const DyzurDraftRequest  *request,
                                          GCancellable             *cancellable,
                                          GAsyncReadyCallback       callback,
                                          gpointer                  user_data);
GPtrArray    *dyzur_drafter_draft_finish (DyzurDrafter             *self,
                                          GAsyncResult             *result,
                                          GError                  **error);

G_END_DECLS
