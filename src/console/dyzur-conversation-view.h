/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_CONVERSATION_VIEW (dyzur_conversation_view_get_type ())

/*
 * The talk itself: timeline, suggestions and composer, without a header bar (the window has it). Its verbs are class
 * actions: `conversation.reply`, `.note`, `.send`, `.send-and-resolve`, `.take-suggestion` (i, from 1),
 * `.previous-mark`, `.next-mark`, `.show-newest`, `.focus-composer`, `.retry-message`,
 * `.confirm-message` and `.edit-message` (x).
 */
G_DECLARE_FINAL_TYPE (DyzurConversationView, dyzur_conversation_view, DYZUR, CONVERSATION_VIEW, GtkWidget)

GtkWidget *dyzur_conversation_view_new              (void);
void       dyzur_conversation_view_set_conversation (DyzurConversationView *self,
                                                     DyzurEngine           *engine,
                                                     DyzurConversation     *conversation,
                                                     gint64                 around_message_id);
void       dyzur_conversation_view_prepare          (DyzurConversationView *self,
                                                     DyzurEngine           *engine,
                                                     GPtrArray             *conversations);
void       dyzur_conversation_view_show_matches     (DyzurConversationView *self,
                                                     const char            *query,
                                                     gint64                 message_id);
void       dyzur_conversation_view_end_matches      (DyzurConversationView *self);
gboolean   dyzur_conversation_view_end_find         (DyzurConversationView *self);
void       dyzur_conversation_view_insert           (DyzurConversationView *self,
                                                     const char            *text);
void       dyzur_conversation_view_insert_reply     (DyzurConversationView *self,
                                                     const char            *text);
GtkWidget *dyzur_conversation_view_get_composer    (DyzurConversationView *self);

G_END_DECLS
