/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-enums.h"

#include <string.h>

#include "dyzur-enums-private.h"

DYZUR_DEFINE_ENUM_STRINGS (DyzurChannel, channel,
                           "unknown", "email", "chat", "messenger", "whatsapp", "instagram", "telegram", "sms",
                           "allegro", "phone")
DYZUR_DEFINE_ENUM_STRINGS (DyzurStatus, status, "open", "pending", "snoozed", "resolved", "spam", "archived",
                           "draft")
DYZUR_DEFINE_ENUM_STRINGS (DyzurPriority, priority, "none", "low", "medium", "high", "urgent")
DYZUR_DEFINE_ENUM_STRINGS (DyzurMessageKind, message_kind, "incoming", "outgoing", "note", "activity")
DYZUR_DEFINE_ENUM_STRINGS (DyzurAuthorKind, author_kind, "customer", "agent", "bot", "system")
DYZUR_DEFINE_ENUM_STRINGS (DyzurDelivery, delivery,
                           "none", "queued", "sending", "sent", "delivered", "read", "failed")
DYZUR_DEFINE_ENUM_STRINGS (DyzurAutomatic, automatic,
                           "no", "machine", "reply", "bounce", "delay", "list", "receipt")
DYZUR_DEFINE_ENUM_STRINGS (DyzurActivity, activity,
                           "none", "opened", "resolved", "reopened", "pending", "snoozed", "assigned", "unassigned",
                           "labelled", "unlabelled", "priority", "handoff", "merged", "split", "split-from",
                           "merge-undone", "split-undone", "spam", "archived", "trashed")
DYZUR_DEFINE_ENUM_STRINGS (DyzurAccountState, account_state,
                           "offline", "connecting", "catching-up", "online", "disabled")
DYZUR_DEFINE_ENUM_STRINGS (DyzurProblem, problem,
                           "none", "network", "server", "auth", "permission", "certificate", "refused", "quota",
                           "protocol", "disk", "uncertain", "address", "busy")

/**
 * dyzur_status_is_done:
 *
 * Returns: whether nobody waits for anything: resolved, archived, spam, or a draft
 */
gboolean
dyzur_status_is_done (DyzurStatus status)
{
  return status >= DYZUR_STATUS_RESOLVED;
}

/**
 * dyzur_status_is_away:
 *
 * Returns: whether the conversation's mail was put into another folder for it
 */
gboolean
dyzur_status_is_away (DyzurStatus status)
{
  return status == DYZUR_STATUS_SPAM || status == DYZUR_STATUS_ARCHIVED;
}
