/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_CONVERSATION_HEADER (dyzur_conversation_header_get_type ())

/*
 * The header bar of the conversation: who, where, in which state; assign, snooze, resolve and the rest in a menu, with
 * their popovers. Properties: `compact` (only symbols), `narrow` (most of it in the menu),
 * `back` (shows the way back to the list), `start-buttons` and `end-buttons` (the window's own), `customer-shown`.
 */
G_DECLARE_FINAL_TYPE (DyzurConversationHeader, dyzur_conversation_header, DYZUR, CONVERSATION_HEADER, GtkWidget)

GtkWidget *dyzur_conversation_header_new              (void);
void       dyzur_conversation_header_set_conversation (DyzurConversationHeader *self,
                                                       DyzurEngine             *engine,
                                                       DyzurConversation       *conversation);
void       dyzur_conversation_header_ask              (DyzurConversationHeader *self,
                                                       const char              *what);

G_END_DECLS
