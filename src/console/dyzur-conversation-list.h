/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_CONVERSATION_LIST (dyzur_conversation_list_get_type ())

/*
 * The conversations of one view. Signals: `opened` (DyzurConversation *) when another row is selected, whether by mouse,
 * keyboard or because the one before went away; `entered` when a row is activated (Return, or a click).
 */
G_DECLARE_FINAL_TYPE (DyzurConversationList, dyzur_conversation_list, DYZUR, CONVERSATION_LIST, GtkWidget)

GtkWidget         *dyzur_conversation_list_new           (void);
void               dyzur_conversation_list_set_view      (DyzurConversationList *self,
                                                          DyzurEngine           *engine,
                                                          DyzurView             *view);
DyzurView         *dyzur_conversation_list_get_view      (DyzurConversationList *self);
GListModel        *dyzur_conversation_list_get_model     (DyzurConversationList *self);
DyzurConversation *dyzur_conversation_list_get_selected  (DyzurConversationList *self);
void               dyzur_conversation_list_set_selected  (DyzurConversationList *self,
                                                          DyzurConversation     *conversation);
gboolean           dyzur_conversation_list_move          (DyzurConversationList *self,
                                                          int                    step);
void               dyzur_conversation_list_advance       (DyzurConversationList *self);

G_END_DECLS
