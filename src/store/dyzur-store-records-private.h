/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-db.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/*
 * Rows → records, for store threads.
 *
 * A statement that reads conversations is written as
 *   "SELECT " DYZUR_CONVERSATION_COLUMNS ", mine" " FROM " DYZUR_CONVERSATION_TABLES " WHERE c.status = ? …"
 * with the aliases c (conversations), a (accounts), i (inboxes), p (contacts); own columns may follow from column
 * DYZUR_CONVERSATION_N_COLUMNS. Likewise messages with the alias m and no joins.
 */
#define DYZUR_CONVERSATION_COLUMNS                                                                        \
  "c.id, a.id, c.remote_id, c.inbox_id, i.name, c.channel, c.contact_id, p.name, c.contact_address, "     \
  "c.subject, c.status, c.priority, c.assignee_id, c.assignee_name, c.team, c.labels, c.snoozed_until, "  \
  "c.unread, c.created_at, c.last_activity_at, c.waiting_since, iif (c.waiting_since, c.due_at, 0), "      \
  "c.reply_until, c.preview, "                                                                            \
  "c.preview_author, c.draft, c.angry, c.mentioned, c.bot_active"
#define DYZUR_CONVERSATION_N_COLUMNS 29
#define DYZUR_CONVERSATION_TABLES                                        \
  "conversations c CROSS JOIN accounts a ON a.nr = c.account "           \
  "LEFT JOIN inboxes i ON i.account = c.account AND i.id = c.inbox_id "  \
  "LEFT JOIN contacts p ON p.id = c.contact_id"

#define DYZUR_MESSAGE_COLUMNS                                                                              \
  "m.id, m.conversation_id, m.remote_id, m.client_id, m.thread_keys, m.kind, m.author_kind, m.author_id, " \
  "m.author_name, m.author_address, m.activity, m.sent_at, m.subject, m.\"to\", m.cc, m.text, m.blocks, "  \
  "m.delivery, m.problem, m.failure, m.send_at, m.automatic, m.bcc, m.aside, m.passed_by, "  \
  DYZUR_MESSAGE_MOVE
#define DYZUR_MESSAGE_N_COLUMNS 26
/* Which split (13, 14) or merge (12) the activity can undo, see moves in schema/002.sql */
#define DYZUR_MESSAGE_MOVE                                                                                   \
  "CASE WHEN m.kind = 3 AND m.activity BETWEEN 12 AND 14 THEN "                                            \
  "(SELECT v.id FROM moves v WHERE v.activity_id = m.id AND " DYZUR_MOVE_UNDOABLE                          \
  " UNION ALL SELECT v.id FROM moves v WHERE v.other_id = m.id AND " DYZUR_MOVE_UNDOABLE " LIMIT 1) END"
/* Of moves v: merges have their activity at the end, splits at both; a later merge took it elsewhere */
#define DYZUR_MOVE_UNDOABLE                                                                                \
  "v.undone_at = 0 AND EXISTS (SELECT 1 FROM conversations WHERE id = v.to_id) "                           \
  "AND EXISTS (SELECT 1 FROM conversations WHERE id = v.from_id) = (v.kind = 0) "                          \
  "AND EXISTS (SELECT 1 FROM messages WHERE id = v.activity_id "                                           \
  "AND conversation_id = iif (v.kind = 0, v.from_id, v.to_id))"

#define DYZUR_ATTACHMENT_COLUMNS \
  "id, name, mime_type, size, file, remote_ref, content_id, is_inline, width, height, removed_after"

DyzurConversationRecord *_dyzur_store_read_conversation_row  (DyzurRows                  *rows);
/* Without attachments: those of a whole page are read at once by …_read_attachments() */
DyzurMessageRecord      *_dyzur_store_read_message_row       (DyzurRows                  *rows);
DyzurAttachment         *_dyzur_store_read_attachment_row    (DyzurRows                  *rows,
                                                              const char                 *directory);
/* @messages: (element-type DyzurMessageRecord); @directory: the profile's folder, see _dyzur_store_get_directory() */
gboolean                 _dyzur_store_read_attachments       (DyzurDb                    *db,
                                                              const char                 *directory,
                                                              GPtrArray                  *messages,
                                                              GError                    **error);
/* One by id; NULL with DYZUR_STORE_ERROR_NOT_FOUND when there is none */
DyzurConversationRecord *_dyzur_store_read_conversation      (DyzurDb                    *db,
                                                              gint64                      id,
                                                              GError                    **error);
DyzurMessageRecord      *_dyzur_store_read_message           (DyzurDb                    *db,
                                                              const char                 *directory,
                                                              gint64                      id,
                                                              GError                    **error);
DyzurContactRecord      *_dyzur_store_read_contact           (DyzurDb                    *db,
                                                              gint64                      id,
                                                              GError                    **error);
/* accounts.nr of an account id; 0 with NOT_FOUND */
gint64                   _dyzur_store_read_account_nr        (DyzurDb                    *db,
                                                              const char                 *account_id,
                                                              GError                    **error);

G_END_DECLS
