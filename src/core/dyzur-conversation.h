/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-enums.h"

G_BEGIN_DECLS

/**
 * DyzurConversationRecord:
 * @id: local row id, 0 = not stored
 * @remote_id: (nullable): the remote's identifier; %NULL where the remote knows only messages (mail)
 * @inbox_id: identifier of the address customers wrote to, unique per account; @inbox_name is shown
 * @contact_address: (nullable): the contact point answers go to: e-mail, phone number, login
 * @assignee_id: (nullable): the agent who has it; %NULL = nobody
 * @snoozed_until: ms UTC; 0 = until somebody writes
 * @unread: messages of the customer nobody here has seen
 * @waiting_since: ms UTC of the first unanswered message of the customer; 0 = nobody waits
 * @due_at: ms UTC by which an answer is owed (SLA, channel rule); 0 = no clock runs
 * @reply_until: ms UTC until which the channel lets us write freely (WhatsApp's 24 h); 0 = always
 * @preview: the last words, one line
 * @draft: (nullable): first words of an unsent draft
 *
 * What is known of a conversation. A value: copy it.
 */
typedef struct
{
  gint64           id;
  char            *account_id;
  char            *remote_id;
  char            *inbox_id;
  char            *inbox_name;
  DyzurChannel     channel;

  gint64           contact_id;
  char            *contact_name;
  char            *contact_address;
  char            *subject;

  DyzurStatus      status;
  DyzurPriority    priority;
  char            *assignee_id;
  char            *assignee_name;
  char            *team;
  GStrv            labels;
  gint64           snoozed_until;
  guint            unread;
  gint64           created_at;
  gint64           last_activity_at;
  gint64           waiting_since;
  gint64           due_at;
  gint64           reply_until;
  char            *preview;
  DyzurAuthorKind  preview_author;
  char            *draft;
  gboolean         angry;
  gboolean         mentioned;      /* a note names me and I have not looked yet */
  gboolean         bot_active;     /* the bot answers; nobody needs to yet */
} DyzurConversationRecord;

DyzurConversationRecord *dyzur_conversation_record_new   (void);
DyzurConversationRecord *dyzur_conversation_record_copy  (const DyzurConversationRecord *self);
void                     dyzur_conversation_record_free  (DyzurConversationRecord       *self);
gboolean                 dyzur_conversation_record_equal (const DyzurConversationRecord *a,
                                                          const DyzurConversationRecord *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurConversationRecord, dyzur_conversation_record_free)

/**
 * DyzurConversationChange:
 *
 * A change of a conversation's state by a person or a rule; only the members named in @fields count.
 */
typedef enum
{
  DYZUR_CHANGE_STATUS = 1 << 0,
  DYZUR_CHANGE_ASSIGNEE = 1 << 1,
  DYZUR_CHANGE_PRIORITY = 1 << 2,
  DYZUR_CHANGE_ADD_LABEL = 1 << 3,
  DYZUR_CHANGE_REMOVE_LABEL = 1 << 4,
  DYZUR_CHANGE_UNREAD = 1 << 5,      /* seen = FALSE: unread = 1; TRUE: 0 */
} DyzurChangeFields;

typedef struct
{
  DyzurChangeFields  fields;
  DyzurStatus        status;
  gint64             snoozed_until;  /* with status SNOOZED */
  const char        *assignee_id;    /* (nullable): NULL = nobody */
  const char        *assignee_name;  /* (nullable) */
  DyzurPriority      priority;
  const char        *label;
  gboolean           seen;
} DyzurConversationChange;

#define DYZUR_TYPE_CONVERSATION (dyzur_conversation_get_type ())

/*
 * A conversation that something shows: the record with an identity. Main thread only.
 * Property `record` (pointer) is notified at each change; `writer` (string) says who else writes at this moment.
 */
G_DECLARE_FINAL_TYPE (DyzurConversation, dyzur_conversation, DYZUR, CONVERSATION, GObject)

DyzurConversation             *dyzur_conversation_new          (DyzurConversationRecord *record);
gint64                         dyzur_conversation_get_id       (DyzurConversation       *self);
const DyzurConversationRecord *dyzur_conversation_get_record   (DyzurConversation       *self);
gboolean                       dyzur_conversation_update       (DyzurConversation       *self,
                                                                DyzurConversationRecord *record);
const char                    *dyzur_conversation_get_writer   (DyzurConversation       *self);
void                           dyzur_conversation_set_writer   (DyzurConversation       *self,
                                                                const char              *name);

G_END_DECLS
