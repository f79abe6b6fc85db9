/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-records-private.h"

/* What stands in the database is the value of the enumeration: these may only grow at the end. */
G_STATIC_ASSERT (DYZUR_CHANNEL_PHONE == 9);
G_STATIC_ASSERT (DYZUR_STATUS_SNOOZED == 2 && DYZUR_STATUS_RESOLVED == 3 && DYZUR_STATUS_DRAFT == 6);
G_STATIC_ASSERT (DYZUR_PRIORITY_URGENT == 4);
G_STATIC_ASSERT (DYZUR_MESSAGE_ACTIVITY == 3);
G_STATIC_ASSERT (DYZUR_AUTHOR_SYSTEM == 3);
G_STATIC_ASSERT (DYZUR_DELIVERY_FAILED == 6);
G_STATIC_ASSERT (DYZUR_ACTIVITY_MERGED == 12 && DYZUR_ACTIVITY_SPLIT_FROM == 14 && DYZUR_ACTIVITY_SPLIT_UNDONE == 16);
G_STATIC_ASSERT (DYZUR_ACTIVITY_TRASHED == 19);
G_STATIC_ASSERT (DYZUR_PROBLEM_ADDRESS == 11 && DYZUR_PROBLEM_BUSY == 12);
G_STATIC_ASSERT (DYZUR_OUTBOX_FAILED == 4);
G_STATIC_ASSERT (DYZUR_ACTION_SEEN == 6);
G_STATIC_ASSERT (DYZUR_DRAFT_NOTE == 1);
G_STATIC_ASSERT (DYZUR_POINT_LOGIN == 2);
G_STATIC_ASSERT (DYZUR_VIEW_SEARCH == 11 && DYZUR_VIEW_DRAFTS == 14);

DyzurConversationRecord *
_dyzur_store_read_conversation_row (DyzurRows *rows)
{
  DyzurConversationRecord *record = dyzur_conversation_record_new ();
  int column = 0;

  record->id = dyzur_rows_int64 (rows, column++);
  record->account_id = dyzur_rows_dup_text (rows, column++);
  record->remote_id = dyzur_rows_dup_text (rows, column++);
  record->inbox_id = dyzur_rows_dup_text (rows, column++);
  record->inbox_name = dyzur_rows_dup_text (rows, column++);
  record->channel = dyzur_rows_int (rows, column++);
  record->contact_id = dyzur_rows_int64 (rows, column++);
  record->contact_name = dyzur_rows_dup_text (rows, column++);
  record->contact_address = dyzur_rows_dup_text (rows, column++);
  record->subject = dyzur_rows_dup_text (rows, column++);
  record->status = dyzur_rows_int (rows, column++);
  record->priority = dyzur_rows_int (rows, column++);
  record->assignee_id = dyzur_rows_dup_text (rows, column++);
  record->assignee_name = dyzur_rows_dup_text (rows, column++);
  record->team = dyzur_rows_dup_text (rows, column++);
  record->labels = dyzur_rows_dup_strv (rows, column++);
  record->snoozed_until = dyzur_rows_int64 (rows, column++);
  record->unread = (guint) dyzur_rows_int (rows, column++);
  record->created_at = dyzur_rows_int64 (rows, column++);
  record->last_activity_at = dyzur_rows_int64 (rows, column++);
  record->waiting_since = dyzur_rows_int64 (rows, column++);
  record->due_at = dyzur_rows_int64 (rows, column++);
  record->reply_until = dyzur_rows_int64 (rows, column++);
  record->preview = dyzur_rows_dup_text (rows, column++);
  record->preview_author = dyzur_rows_int (rows, column++);
  record->draft = dyzur_rows_dup_text (rows, column++);
  record->angry = dyzur_rows_int (rows, column++);
  record->mentioned = dyzur_rows_int (rows, column++);
  record->bot_active = dyzur_rows_int (rows, column++);
  g_assert (column == DYZUR_CONVERSATION_N_COLUMNS);
  return record;
}

/* Blocks that do not parse any more are left out: the text says the same. */
static DyzurBlocks *
read_blocks (DyzurRows *rows,
             int        column)
{
  g_autoptr(GBytes) bytes = dyzur_rows_dup_blob (rows, column);

  return bytes != NULL ? dyzur_blocks_from_bytes (bytes) : NULL;
}

DyzurMessageRecord *
_dyzur_store_read_message_row (DyzurRows *rows)
{
  DyzurMessageRecord *record = dyzur_message_record_new ();
  int column = 0;

  record->id = dyzur_rows_int64 (rows, column++);
  record->conversation_id = dyzur_rows_int64 (rows, column++);
  record->remote_id = dyzur_rows_dup_text (rows, column++);
  record->client_id = dyzur_rows_dup_text (rows, column++);
  record->thread_keys = dyzur_rows_dup_strv (rows, column++);
  record->kind = dyzur_rows_int (rows, column++);
  record->author_kind = dyzur_rows_int (rows, column++);
  record->author_id = dyzur_rows_dup_text (rows, column++);
  record->author_name = dyzur_rows_dup_text (rows, column++);
  record->author_address = dyzur_rows_dup_text (rows, column++);
  record->activity = dyzur_rows_int (rows, column++);
  record->sent_at = dyzur_rows_int64 (rows, column++);
  record->subject = dyzur_rows_dup_text (rows, column++);
  record->to = dyzur_rows_dup_strv (rows, column++);
  record->cc = dyzur_rows_dup_strv (rows, column++);
  record->text = dyzur_rows_dup_text (rows, column++);
  record->blocks = read_blocks (rows, column++);
  record->delivery = dyzur_rows_int (rows, column++);
  record->problem = dyzur_rows_int (rows, column++);
  record->failure = dyzur_rows_dup_text (rows, column++);
  record->send_at = dyzur_rows_int64 (rows, column++);
  record->automatic = dyzur_rows_int (rows, column++);
  record->bcc = dyzur_rows_dup_strv (rows, column++);
  record->aside = dyzur_rows_int (rows, column++);
  record->passed_by = dyzur_rows_dup_text (rows, column++);
  record->move_id = dyzur_rows_int64 (rows, column++);
  g_assert (column == DYZUR_MESSAGE_N_COLUMNS);
  return record;
}

DyzurAttachment *
_dyzur_store_read_attachment_row (DyzurRows  *rows,
                                  const char *directory)
{
  DyzurAttachment *attachment = dyzur_attachment_new (NULL, NULL);
  const char *file;

  attachment->id = dyzur_rows_int64 (rows, 0);
  attachment->name = dyzur_rows_dup_text (rows, 1);
  attachment->mime_type = dyzur_rows_dup_text (rows, 2);
  attachment->size = (guint64) dyzur_rows_int64 (rows, 3);
  file = dyzur_rows_text (rows, 4);
  if (file != NULL)
    attachment->path = g_build_filename (directory, "attachments", file, NULL);
  attachment->remote_ref = dyzur_rows_dup_text (rows, 5);
  attachment->content_id = dyzur_rows_dup_text (rows, 6);
  attachment->is_inline = dyzur_rows_int (rows, 7);
  attachment->width = dyzur_rows_int (rows, 8);
  attachment->height = dyzur_rows_int (rows, 9);
  attachment->removed_after = (guint) MAX (dyzur_rows_int (rows, 10), 0);
  return attachment;
}

static gboolean
read_attachments_of (DyzurDb             *db,
                     const char          *directory,
                     DyzurMessageRecord  *message,
                     GError             **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT " DYZUR_ATTACHMENT_COLUMNS " FROM attachments "
                         "WHERE message_id = ? AND position >= 0 ORDER BY position", "l", message->id);
  while (dyzur_rows_next (rows))
    {
      DyzurAttachment *attachment = _dyzur_store_read_attachment_row (rows, directory);

      attachment->message_remote_id = g_strdup (message->remote_id);
      if (message->attachments == NULL)
        message->attachments = dyzur_attachments_new ();
      g_ptr_array_add (message->attachments, attachment);
    }
  return dyzur_rows_end (&rows, error);
}

gboolean
_dyzur_store_read_attachments (DyzurDb     *db,
                               const char  *directory,
                               GPtrArray   *messages,
                               GError     **error)
{
  for (guint i = 0; i < messages->len; i++)
    if (!read_attachments_of (db, directory, g_ptr_array_index (messages, i), error))
      return FALSE;
  return TRUE;
}

static void
set_not_found (const char  *what,
               gint64       id,
               GError     **error)
{
  g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "no %s %" G_GINT64_FORMAT, what, id);
}

DyzurConversationRecord *
_dyzur_store_read_conversation (DyzurDb  *db,
                                gint64    id,
                                GError  **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  g_autoptr(DyzurConversationRecord) record = NULL;

  rows = dyzur_db_query (db, "SELECT " DYZUR_CONVERSATION_COLUMNS " FROM " DYZUR_CONVERSATION_TABLES " WHERE c.id = ?",
                         "l", id);
  if (dyzur_rows_next (rows))
    record = _dyzur_store_read_conversation_row (rows);
  if (!dyzur_rows_end (&rows, error))
    return NULL;
  if (record == NULL)
    set_not_found ("conversation", id, error);
  return g_steal_pointer (&record);
}

DyzurMessageRecord *
_dyzur_store_read_message (DyzurDb     *db,
                           const char  *directory,
                           gint64       id,
                           GError     **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  g_autoptr(DyzurMessageRecord) record = NULL;

  rows = dyzur_db_query (db, "SELECT " DYZUR_MESSAGE_COLUMNS " FROM messages m WHERE m.id = ?", "l", id);
  if (dyzur_rows_next (rows))
    record = _dyzur_store_read_message_row (rows);
  if (!dyzur_rows_end (&rows, error))
    return NULL;
  if (record == NULL)
    set_not_found ("message", id, error);
  else if (!read_attachments_of (db, directory, record, error))
    return NULL;
  return g_steal_pointer (&record);
}

static gboolean
read_points (DyzurDb             *db,
             DyzurContactRecord  *contact,
             GError             **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT kind, value FROM contact_points WHERE contact_id = ? ORDER BY position", "l",
                         contact->id);
  while (dyzur_rows_next (rows))
    dyzur_contact_record_add_point (contact, dyzur_rows_int (rows, 0), dyzur_rows_text (rows, 1));
  return dyzur_rows_end (&rows, error);
}

DyzurContactRecord *
_dyzur_store_read_contact (DyzurDb  *db,
                           gint64    id,
                           GError  **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  g_autoptr(DyzurContactRecord) record = NULL;

  rows = dyzur_db_query (db, "SELECT name, company, note, language FROM contacts WHERE id = ?", "l", id);
  if (dyzur_rows_next (rows))
    {
      record = dyzur_contact_record_new (dyzur_rows_text (rows, 0));
      record->id = id;
      record->company = dyzur_rows_dup_text (rows, 1);
      record->note = dyzur_rows_dup_text (rows, 2);
      record->language = dyzur_rows_dup_text (rows, 3);
    }
  if (!dyzur_rows_end (&rows, error))
    return NULL;
  if (record == NULL)
    set_not_found ("contact", id, error);
  else if (!read_points (db, record, error))
    return NULL;
  return g_steal_pointer (&record);
}

gint64
_dyzur_store_read_account_nr (DyzurDb     *db,
                              const char  *account_id,
                              GError     **error)
{
  gint64 nr = 0;

  if (!dyzur_db_int64 (db, &nr, error, "SELECT nr FROM accounts WHERE id = ? AND NOT removed", "s",
                       account_id))
    return 0;
  if (nr == 0)
    g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "no account %s", account_id);
  return nr;
}
