/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-action.h"
#include "dyzur-db.h"
#include "dyzur-store.h"
#include "dyzur-upkeep-private.h"

G_BEGIN_DECLS

/* A row on its way into the outbox; strings are borrowed. */
typedef struct
{
  const char      *key;             /* (nullable): NULL = a fresh one */
  DyzurActionKind  kind;
  gint64           hold_until;      /* 0 = at once */
  gint64           message_id;
  gint64           quote_id;
  DyzurStatus      status;
  DyzurStatus      status_before;
  gint64           snoozed_until;
  const char      *assignee_id;
  DyzurPriority    priority;
  GStrv            labels;
  gboolean         seen;
  GStrv            remote_ids;
} DyzurOutboxRow;

gboolean  _dyzur_outbox_add      (DyzurDb               *db,
                                  const DyzurUpkeep     *conversation,
                                  const DyzurOutboxRow  *row,
                                  DyzurChangeSet        *changes,
                                  GError               **error);
/* A row that waits is held until another moment */
gboolean  _dyzur_outbox_hold     (DyzurDb               *db,
                                  gint64                 conversation_id,
                                  gint64                 id,
                                  gint64                 hold_until,
                                  DyzurChangeSet        *changes,
                                  GError               **error);
/* The remote showed us the message: whatever our row thinks, it was accepted */
gboolean  _dyzur_outbox_echoed   (DyzurDb               *db,
                                  gint64                 message_id,
                                  DyzurChangeSet        *changes,
                                  GError               **error);
/* *@id: the message that bears @key in the conversation's account, 0 = none */
gboolean  _dyzur_message_find_key (DyzurDb              *db,
                                   gint64                conversation_id,
                                   const char           *key,
                                   gint64               *id,
                                   GError              **error);
/* @twin, the remote's copy, goes; @ours takes its remote_id */
gboolean  _dyzur_message_fold    (DyzurDb               *db,
                                  gint64                 ours,
                                  gint64                 twin,
                                  DyzurChangeSet        *changes,
                                  GError               **error);
/* Status with its activity and its action; nothing when it is so already. @key (nullable) names both */
gboolean  _dyzur_change_status   (DyzurDb               *db,
                                  DyzurUpkeep           *conversation,
                                  DyzurStatus            status,
                                  gint64                 snoozed_until,
                                  const char            *author_name,
                                  const char            *key,
                                  gint64                 hold_until,
                                  DyzurChangeSet        *changes,
                                  GError               **error);
/* Fills what a mail needs and the draft does not say: recipients, subject, thread. *@quote_id: what is answered */
gboolean  _dyzur_address_mail    (DyzurDb               *db,
                                  gint64                 conversation_id,
                                  DyzurMessageRecord    *message,
                                  gint64                *quote_id,
                                  GError               **error);

G_END_DECLS
