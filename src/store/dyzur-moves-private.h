/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-db.h"
#include "dyzur-move.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/*
 * What splitting, merging and undoing them are made of; functions of one transaction.
 */

/* Where it stands is a conversation's; what waits to be sent goes with its message */
gboolean  _dyzur_moves_messages   (DyzurDb         *db,
                                   GArray          *message_ids,
                                   gint64           to_id,
                                   GError         **error);
/* Identifiers that only messages of @to_id name now */
gboolean  _dyzur_moves_keys       (DyzurDb         *db,
                                   gint64           from_id,
                                   gint64           to_id,
                                   GError         **error);
/* Everything that hangs on @from_id, which goes: messages, keys, drafts, outbox, outcomes */
gboolean  _dyzur_moves_pour       (DyzurDb         *db,
                                   gint64           from_id,
                                   gint64           to_id,
                                   DyzurChangeSet  *changes,
                                   GError         **error);
/* A draft goes to another conversation; where one of its kind is being written, below it */
gboolean  _dyzur_moves_draft      (DyzurDb         *db,
                                   gint64           from_id,
                                   gint64           to_id,
                                   int              kind,
                                   DyzurChangeSet  *changes,
                                   GError         **error);
/* What follows from messages (last words, unread …), after some came or went */
gboolean  _dyzur_moves_settle     (DyzurDb         *db,
                                   gint64           conversation_id,
                                   DyzurStatus      status,
                                   gint64           snoozed_until,
                                   DyzurChangeSet  *changes,
                                   GError         **error);
/* A row as JSON, and the row of it again */
gboolean  _dyzur_moves_snapshot   (DyzurDb         *db,
                                   const char      *table,
                                   gint64           rowid,
                                   char           **json,
                                   GError         **error);
gboolean  _dyzur_moves_restore    (DyzurDb         *db,
                                   const char      *table,
                                   const char      *json,
                                   GError         **error);
/* dyzur-moves-undo.c. @move: its id; the rest is filled in */
gboolean  _dyzur_moves_undo       (DyzurDb         *db,
                                   DyzurMoveRecord       *move,
                                   const char      *author_name,
                                   DyzurChangeSet  *changes,
                                   GError         **error);
/* Where what was written to a conversation belongs now that it is gone; 0 = nowhere */
gboolean  _dyzur_moves_find_home  (DyzurDb         *db,
                                   gint64           conversation_id,
                                   gint64          *home,
                                   GError         **error);

G_END_DECLS
