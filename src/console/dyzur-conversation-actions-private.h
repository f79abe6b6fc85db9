/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-conversation-actions.h"

G_BEGIN_DECLS

#define DYZUR_UNDO_SECONDS 5

/* One thing that was done, with how the conversation was before. */
typedef struct
{
  DyzurConversationRecord *before;
  DyzurChangeFields        fields;
  char                    *label;    /* (nullable): for ADD_LABEL and REMOVE_LABEL */
  GArray                  *moves;    /* (nullable): gint64 ids, for a split or a merge; then there is no record */
} DyzurStep;

struct _DyzurConversationActions
{
  GObject             parent_instance;

  GtkWidget          *widget;        /* (nullable): the window, while it is there */
  GSimpleActionGroup *group;
  GCancellable       *cancellable;

  DyzurEngine        *engine;
  DyzurConversation  *conversation;
  GQueue              steps;         /* newest first */
};

const DyzurConversationRecord *_dyzur_conversation_actions_get_record (DyzurConversationActions *self);
void                           _dyzur_conversation_actions_push       (DyzurConversationActions *self,
                                                                       DyzurStep                *step);

/* dyzur-conversation-actions-moves.c: splitting and merging */
void                           _dyzur_conversation_actions_add_moves  (DyzurConversationActions *self);
void                           _dyzur_conversation_actions_undo_moves (DyzurConversationActions *self,
                                                                       GArray                   *ids);

G_END_DECLS
