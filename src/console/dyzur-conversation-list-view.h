/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_CONVERSATION_LIST_VIEW (dyzur_conversation_list_view_get_type ())

/*
 * The conversations of one view. Signals: `opened` (DyzurConversation *) when another row is selected, whether by mouse,
 * keyboard or because the one before went away; `entered` (gboolean: by the keyboard) when a row is
 * activated (Return, or a click).
 */
G_DECLARE_FINAL_TYPE (DyzurConversationListView, dyzur_conversation_list_view, DYZUR, CONVERSATION_LIST_VIEW, GtkWidget)

GtkWidget         *dyzur_conversation_list_view_new          (void);
void               dyzur_conversation_list_view_set_view     (DyzurConversationListView *self,
                                                              DyzurEngine               *engine,
                                                              DyzurView                 *view);
DyzurView         *dyzur_conversation_list_view_get_view     (DyzurConversationListView *self);
GListModel        *dyzur_conversation_list_view_get_model    (DyzurConversationListView *self);
DyzurConversation *dyzur_conversation_list_view_get_selected (DyzurConversationListView *self);
void               dyzur_conversation_list_view_set_selected (DyzurConversationListView *self,
                                                              DyzurConversation         *conversation);
gboolean           dyzur_conversation_list_view_move         (DyzurConversationListView *self,
                                                              int                        step);
GPtrArray         *dyzur_conversation_list_view_dup_neighbours
                                                             (DyzurConversationListView *self);
void               dyzur_conversation_list_view_advance      (DyzurConversationListView *self);

G_END_DECLS
