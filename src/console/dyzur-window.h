/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_WINDOW (dyzur_window_get_type ())

/*
 * The one window: sidebar, conversation list, conversation, customer. It owns all four header bars and the actions
 * (`win.` for the window, `conv.` for the conversation on the screen: see dyzur-conversation-actions.h); the widgets in
 * its slots bring content and class actions of their own, which the key table (dyzur-keys.c) reaches by name wherever the
 * focus is: `conversation.reply`, `conversation.note`, `conversation.send`, `conversation.send-and-resolve`,
 * `conversation.take-suggestion` (i, from 1), `conversation.previous-mark` and `conversation.next-mark` belong to
 * DyzurConversationView. Whoever wants to say something uses dyzur-toast.h. The window tells the engine what was
 * seen; signal `looked-at` (gint64 id): a person has this conversation before them.
 */
G_DECLARE_FINAL_TYPE (DyzurWindow, dyzur_window, DYZUR, WINDOW, AdwApplicationWindow)

GtkWidget         *dyzur_window_new               (GtkApplication *application);
void               dyzur_window_set_engine        (DyzurWindow    *self,
                                                   DyzurEngine    *engine);
void               dyzur_window_show_broken       (DyzurWindow    *self,
                                                   const GError   *error,
                                                   const char     *directory);
void               dyzur_window_show_conversation (DyzurWindow    *self,
                                                   gint64          conversation_id,
                                                   gint64          around_message_id);
DyzurConversation *dyzur_window_get_conversation  (DyzurWindow    *self);
gboolean           dyzur_window_is_showing        (DyzurWindow    *self,
                                                   gint64          conversation_id);

G_END_DECLS
