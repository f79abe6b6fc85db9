/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_CONVERSATION_ROW (dyzur_conversation_row_get_type ())

/*
 * One conversation in the list: two lines of fixed height and at most four signals at the right. It draws itself, since
 * a list view keeps two hundred of them. Property `item` (DyzurConversation).
 */
G_DECLARE_FINAL_TYPE (DyzurConversationRow, dyzur_conversation_row, DYZUR, CONVERSATION_ROW, GtkWidget)

GtkWidget         *dyzur_conversation_row_new       (DyzurEngine          *engine);
DyzurConversation *dyzur_conversation_row_get_item  (DyzurConversationRow *self);
void               dyzur_conversation_row_set_item  (DyzurConversationRow *self,
                                                     DyzurConversation    *item);
void               dyzur_conversation_row_tick      (DyzurConversationRow *self);
char              *dyzur_conversation_row_dup_words (DyzurConversation    *item,
                                                     DyzurEngine          *engine);

G_END_DECLS
