/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_CONVERSATION_ACTIONS (dyzur_conversation_actions_get_type ())

/*
 * The verbs of the conversation on the screen, the group `conv.`: resolve, reopen, wait-for-customer, snooze,
 * snooze-until(x), assign, assign-to((ss)), assign-to-me, unassign, label, toggle-label(s), priority, set-priority(s),
 * toggle-unread, undo. Each says in a toast what it did and how to undo it. Signals: `asks` (const char *): "snooze",
 * "assign", "label" or "priority" wants its popover; `sends-away`: the conversation is about to leave the list;
 * `marked-unread`: looking at it does not make it read again.
 */
G_DECLARE_FINAL_TYPE (DyzurConversationActions, dyzur_conversation_actions, DYZUR, CONVERSATION_ACTIONS, GObject)

DyzurConversationActions *
              dyzur_conversation_actions_new              (GtkWidget                *widget);
GActionGroup *dyzur_conversation_actions_get_group        (DyzurConversationActions *self);
void          dyzur_conversation_actions_set_conversation (DyzurConversationActions *self,
                                                           DyzurEngine              *engine,
                                                           DyzurConversation        *conversation);

G_END_DECLS
