/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_CONVERSATION_LIST (dyzur_conversation_list_get_type ())

/*
 * The conversations of a view, newest first, as a GListModel of DyzurConversation. It holds the order of the whole view
 * (16 bytes a row) and the objects somebody looks at; their records are read a page at a time when they are asked for.
 *
 * Property `loading` (boolean) is TRUE until the first answer of the store, so that "empty" and "not yet" differ.
 */
G_DECLARE_FINAL_TYPE (DyzurConversationList, dyzur_conversation_list, DYZUR, CONVERSATION_LIST, GObject)

DyzurConversationList *dyzur_conversation_list_new         (DyzurStore            *store,
                                                            DyzurView             *view);
gboolean               dyzur_conversation_list_get_loading (DyzurConversationList *self);

G_END_DECLS
