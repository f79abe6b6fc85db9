/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-enums.h"

G_BEGIN_DECLS

/**
 * DyzurDraftRequest:
 * @contact_name: (nullable): the customer's name as we know it; the form of address comes from it
 * @language: (nullable): ISO 639-1 of earlier messages; the messages' own language wins when it is clear
 * @messages: (nullable): what the customer wrote and nobody answered, plain text in their own words, oldest first
 * @greeted_today: we have already said good morning in this conversation today
 * @orders: (nullable) (element-type DyzurOrderRecord): this customer's orders and nobody else's
 * @orders_weak: @orders were found by a number alone, not by a contact point: nothing of them is told
 * @now: ms UTC; 0 = dyzur_clock_now()
 * @agent_name: (nullable): who answers
 * @signature: (nullable): what the account adds to an e-mail when it is sent: then the draft does not repeat the name
 *
 * What a reply is drafted from. A value; the drafter keeps a copy of its own.
 */
typedef struct
{
  char         *contact_name;
  char         *language;
  DyzurChannel  channel;
  GStrv         messages;
  gboolean      greeted_today;
  GPtrArray    *orders;
  gboolean      orders_weak;
  gint64        now;
  char         *agent_name;
  char         *signature;
} DyzurDraftRequest;

DyzurDraftRequest *dyzur_draft_request_new  (void);
DyzurDraftRequest *dyzur_draft_request_copy (const DyzurDraftRequest *self);
void               dyzur_draft_request_free (DyzurDraftRequest       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurDraftRequest, dyzur_draft_request_free)

G_END_DECLS
