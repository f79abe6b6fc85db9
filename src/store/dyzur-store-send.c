/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-attachment-rows-private.h"
#include "dyzur-clock.h"
#include "dyzur-drafts-private.h"
#include "dyzur-new-mail-private.h"
#include "dyzur-outbox-private.h"
#include "dyzur-people-private.h"
#include "dyzur-store-private.h"
#include "dyzur-store-records-private.h"

typedef struct
{
  const char *directory;      /* of the store, which the task holds */
  DyzurDraft *draft;
  gint64      send_at;
  gboolean    resolve;
  char       *author_id;
  char       *author_name;
  DyzurBlocks *blocks;        /* (nullable) */
  gint64      message_id;     /* the result; for cancel and retry the argument */
} SendData;

static void
send_data_free (gpointer user_data)
{
  SendData *data = user_data;

  dyzur_draft_free (data->draft);
  g_free (data->author_id);
  g_free (data->author_name);
  g_clear_pointer (&data->blocks, dyzur_blocks_unref);
  g_free (data);
}

static DyzurMessageRecord *
message_from_draft (const SendData *data)
{
  const DyzurDraft *draft = data->draft;
  DyzurMessageRecord *message = dyzur_message_record_new ();

  message->conversation_id = draft->conversation_id;
  message->client_id = g_strdup (draft->key);
  message->kind = draft->kind == DYZUR_DRAFT_NOTE ? DYZUR_MESSAGE_NOTE : DYZUR_MESSAGE_OUTGOING;
  message->aside = draft->kind == DYZUR_DRAFT_FORWARD;
  message->author_kind = DYZUR_AUTHOR_AGENT;
  message->author_id = g_strdup (data->author_id);
  message->author_name = g_strdup (data->author_name);
  message->sent_at = dyzur_clock_now ();
  message->send_at = data->send_at;
  message->text = g_strdup (draft->text != NULL ? draft->text : "");
  message->to = g_strdupv (draft->to);
  message->cc = g_strdupv (draft->cc);
  message->bcc = g_strdupv (draft->bcc);
  message->subject = g_strdup (draft->subject);
  message->delivery = DYZUR_DELIVERY_QUEUED;
  message->attachments = dyzur_attachments_copy (draft->attachments);
  return message;
}

static gboolean
insert_message (DyzurDb             *db,
                const DyzurUpkeep   *conversation,
                DyzurMessageRecord  *message,
                const char          *directory,
                GError             **error)
{
  g_autoptr(GBytes) blocks = message->blocks != NULL ? dyzur_blocks_to_bytes (message->blocks) : NULL;

  if (!dyzur_db_exec (db, error,
                      "INSERT INTO messages (conversation_id, account, sent_at, kind, author_kind, delivery, send_at, "
                      "client_id, author_id, author_name, subject, \"to\", cc, bcc, aside, thread_keys, text, blocks) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      "llliiil" "ssssvvvivsb", message->conversation_id, conversation->account, message->sent_at,
                      (int) message->kind, (int) message->author_kind, (int) message->delivery, message->send_at,
                      message->client_id, message->author_id, message->author_name, message->subject, message->to,
                      message->cc, message->bcc, message->aside, message->thread_keys, message->text, blocks))
    return FALSE;
  message->id = dyzur_db_last_id (db);
  return _dyzur_attachments_of_message (db, directory, message->id, message->attachments, error);
}

static gboolean
queue_message (DyzurDb                   *db,
               DyzurUpkeep               *conversation,
               const DyzurMessageRecord  *message,
               gint64                     quote_id,
               DyzurChangeSet            *changes,
               GError                   **error)
{
  DyzurOutboxRow row = { .key = message->client_id, .hold_until = message->send_at, .message_id = message->id,
                         .quote_id = quote_id };

  row.kind = message->kind == DYZUR_MESSAGE_NOTE ? DYZUR_ACTION_NOTE : DYZUR_ACTION_MESSAGE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, conversation->id);
  return _dyzur_outbox_add (db, conversation, &row, changes, error);
}

static char *
resolve_key (const char *message_key)
{
  return g_strconcat (message_key, "/resolve", NULL);
}

static gboolean
is_mail (DyzurDb      *db,
         gint64        conversation_id,
         gboolean     *mail,
         GError      **error)
{
  gint64 channel = 0;

  if (!dyzur_db_int64 (db, &channel, error, "SELECT channel FROM conversations WHERE id = ?", "l", conversation_id))
    return FALSE;
  *mail = channel == DYZUR_CHANNEL_EMAIL;
  return TRUE;
}

static gboolean
write_and_queue (DyzurDb             *db,
                 SendData            *data,
                 DyzurUpkeep         *conversation,
                 DyzurMessageRecord  *message,
                 DyzurChangeSet      *changes,
                 GError             **error)
{
  g_autofree char *key = resolve_key (data->draft->key);
  gint64 quote_id = 0;
  gboolean mail;

  if (!is_mail (db, conversation->id, &mail, error))
    return FALSE;
  if (mail && message->kind == DYZUR_MESSAGE_OUTGOING)
    message->blocks = g_steal_pointer (&data->blocks);
  if (mail && message->kind == DYZUR_MESSAGE_OUTGOING &&
      !_dyzur_address_mail (db, conversation->id, message, &quote_id, error))
    return FALSE;
  if (!insert_message (db, conversation, message, data->directory, error) ||
      !queue_message (db, conversation, message, quote_id, changes, error) ||
      !_dyzur_people_written (db, conversation->account, message, error) ||
      !_dyzur_upkeep_add (conversation, db, message, error))
    return FALSE;
  return !data->resolve ||
         _dyzur_change_status (db, conversation, DYZUR_STATUS_RESOLVED, 0, data->author_name, key, data->send_at, changes,
                               error);
}

/* Message, outbox row, draft and status: all of it or nothing. The same draft twice is one message. */
static gboolean
send_draft (DyzurDb         *db,
            gpointer         user_data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  SendData *data = user_data;
  g_autoptr(DyzurUpkeep) conversation = NULL;
  g_autoptr(DyzurMessageRecord) message = NULL;

  if (!_dyzur_message_find_key (db, data->draft->conversation_id, data->draft->key, &data->message_id, error))
    return FALSE;
  if (data->message_id != 0)
    return TRUE;
  conversation = _dyzur_upkeep_load (db, data->draft->conversation_id, error);
  if (conversation == NULL || !_dyzur_attachments_adopt (data->directory, data->draft->attachments, error))
    return FALSE;
  message = message_from_draft (data);
  if (conversation->status == DYZUR_STATUS_DRAFT && !_dyzur_new_mail_send (db, conversation, message, changes, error))
    return FALSE;
  if (!write_and_queue (db, data, conversation, message, changes, error) ||
      !_dyzur_draft_remove (db, conversation->id, data->draft->kind, data->draft->key, changes, error) ||
      !_dyzur_upkeep_save (conversation, db, changes, error))
    return FALSE;
  data->message_id = message->id;
  return TRUE;
}

/* The outbox row behind a message; state -1 when there is none. */
typedef struct
{
  gint64   id;
  int      state;
  int      attempts;
  gboolean uncertain;
} QueuedRow;

static gboolean
find_row (DyzurDb    *db,
          gint64      message_id,
          QueuedRow  *row,
          GError    **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  row->state = -1;
  rows = dyzur_db_query (db, "SELECT id, state, attempts, uncertain FROM outbox WHERE message_id = ?", "l", message_id);
  if (dyzur_rows_next (rows))
    {
      row->id = dyzur_rows_int64 (rows, 0);
      row->state = dyzur_rows_int (rows, 1);
      row->attempts = dyzur_rows_int (rows, 2);
      row->uncertain = dyzur_rows_int (rows, 3);
    }
  return dyzur_rows_end (&rows, error);
}

static gboolean
set_too_late (gint64   message_id,
              GError **error)
{
  g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT,
               "message %" G_GINT64_FORMAT " is being sent, or was", message_id);
  return FALSE;
}

/* What was written since then stays: the words that come back stand before it. */
static gboolean
unite_with_draft (DyzurDb      *db,
                  SendData     *data,
                  GError      **error)
{
  GError *failure = NULL;
  DyzurDraft *draft = data->draft;
  g_autoptr(DyzurDraft) newer = _dyzur_draft_read (db, data->directory, draft->conversation_id, draft->kind, &failure);
  g_autofree char *text = draft->text;

  if (failure != NULL)
    {
      draft->text = g_steal_pointer (&text);
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (newer == NULL || dyzur_draft_is_empty (newer))
    {
      draft->text = g_steal_pointer (&text);
      return TRUE;
    }
  draft->text = *newer->text != '\0' ? g_strconcat (text, "\n\n", newer->text, NULL) : g_strdup (text);
  if (newer->attachments == NULL)
    return TRUE;
  if (draft->attachments == NULL)
    draft->attachments = dyzur_attachments_new ();
  g_ptr_array_extend_and_steal (draft->attachments, g_steal_pointer (&newer->attachments));
  return TRUE;
}

static void
draft_from_message (SendData           *data,
                    DyzurMessageRecord *message,
                    const QueuedRow    *row)
{
  DyzurDraft *draft;

  draft = dyzur_draft_new (message->conversation_id,
                           message->kind == DYZUR_MESSAGE_NOTE ? DYZUR_DRAFT_NOTE
                                                               : message->aside ? DYZUR_DRAFT_FORWARD : DYZUR_DRAFT_REPLY);
  if (row->attempts == 0)
    {
      g_free (draft->key);
      draft->key = g_strdup (message->client_id);
    }
  g_free (draft->text);
  draft->text = g_steal_pointer (&message->text);
  draft->cursor = (guint) g_utf8_strlen (draft->text, -1);
  draft->attachments = g_steal_pointer (&message->attachments);
  draft->to = g_steal_pointer (&message->to);
  draft->cc = g_steal_pointer (&message->cc);
  draft->bcc = g_steal_pointer (&message->bcc);
  draft->subject = g_steal_pointer (&message->subject);
  draft->updated_at = dyzur_clock_now ();
  data->draft = draft;
}

/* "Send and resolve" taken back: the conversation is again what it was. */
static gboolean
take_back_resolve (DyzurDb      *db,
                   DyzurUpkeep  *conversation,
                   const char   *message_key,
                   GError      **error)
{
  g_autofree char *key = resolve_key (message_key);
  gint64 before = -1;

  if (!dyzur_db_int64 (db, &before, error, "SELECT status_before FROM outbox WHERE key = ? AND state = 0", "s", key))
    return FALSE;
  if (before < 0)
    return TRUE;
  _dyzur_upkeep_set_status (conversation, (DyzurStatus) before, 0);
  return dyzur_db_exec (db, error, "DELETE FROM outbox WHERE key = ?", "s", key) &&
         dyzur_db_exec (db, error, "DELETE FROM messages WHERE account = ? AND client_id = ?", "ls",
                        conversation->account, key);
}

static gboolean
take_back (DyzurDb             *db,
           SendData            *data,
           DyzurMessageRecord  *message,
           const QueuedRow     *row,
           DyzurChangeSet      *changes,
           GError             **error)
{
  g_autoptr(DyzurUpkeep) conversation = _dyzur_upkeep_load (db, message->conversation_id, error);

  if (conversation == NULL || !take_back_resolve (db, conversation, message->client_id, error))
    return FALSE;
  draft_from_message (data, message, row);
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, conversation->id);
  dyzur_change_set_add (changes, DYZUR_CHANGED_OUTBOX, 0);
  return dyzur_db_exec (db, error, "DELETE FROM messages WHERE id = ?", "l", message->id) &&
         unite_with_draft (db, data, error) &&
         _dyzur_new_mail_take_back (db, conversation, message, data->draft, error) &&
         _dyzur_draft_write (db, data->directory, data->draft, changes, error) &&
         _dyzur_upkeep_recount (conversation, db, error) &&
         _dyzur_upkeep_save (conversation, db, changes, error);
}

static gboolean
cancel_message (DyzurDb         *db,
                gpointer         user_data,
                DyzurChangeSet  *changes,
                GCancellable    *cancellable,
                GError         **error)
{
  SendData *data = user_data;
  g_autoptr(DyzurMessageRecord) message = NULL;
  QueuedRow row;

  message = _dyzur_store_read_message (db, data->directory, data->message_id, error);
  if (message == NULL || !find_row (db, message->id, &row, error))
    return FALSE;
  if (row.uncertain || (row.state != DYZUR_OUTBOX_QUEUED && row.state != DYZUR_OUTBOX_FAILED))
    return set_too_late (message->id, error);
  return take_back (db, data, message, &row, changes, error);
}

static gboolean
retry_message (DyzurDb         *db,
               gpointer         user_data,
               DyzurChangeSet  *changes,
               GCancellable    *cancellable,
               GError         **error)
{
  SendData *data = user_data;
  g_autoptr(DyzurMessageRecord) message = NULL;
  g_autoptr(DyzurUpkeep) conversation = NULL;
  QueuedRow row;

  message = _dyzur_store_read_message (db, data->directory, data->message_id, error);
  if (message == NULL || !find_row (db, message->id, &row, error))
    return FALSE;
  if (row.state != DYZUR_OUTBOX_QUEUED && row.state != DYZUR_OUTBOX_FAILED)
    return set_too_late (message->id, error);
  conversation = _dyzur_upkeep_load (db, message->conversation_id, error);
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, message->conversation_id);
  dyzur_change_set_add (changes, DYZUR_CHANGED_OUTBOX, 0);
  return conversation != NULL &&
         dyzur_db_exec (db, error, "UPDATE outbox SET uncertain = iif (state = 4, 0, uncertain), state = 0, retry_at = 0, "
                        "hold_until = min (hold_until, ?) WHERE id = ?",
                        "ll", dyzur_clock_now (), row.id) &&
         dyzur_db_exec (db, error, "UPDATE messages SET delivery = 1, problem = 0, failure = NULL WHERE id = ?", "l",
                        message->id) &&
         _dyzur_upkeep_recount (conversation, db, error) &&
         _dyzur_upkeep_save (conversation, db, changes, error);
}

/* At another time, 0 = now; behind what is due by then */
static gboolean
reschedule_message (DyzurDb         *db,
                    gpointer         user_data,
                    DyzurChangeSet  *changes,
                    GCancellable    *cancellable,
                    GError         **error)
{
  SendData *data = user_data;
  gint64 send_at = data->send_at != 0 ? data->send_at : dyzur_clock_now ();
  g_autoptr(DyzurMessageRecord) message = NULL;
  QueuedRow row;

  message = _dyzur_store_read_message (db, data->directory, data->message_id, error);
  if (message == NULL || !find_row (db, message->id, &row, error))
    return FALSE;
  if (row.state != DYZUR_OUTBOX_QUEUED || row.uncertain)
    return set_too_late (message->id, error);
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, message->conversation_id);
  return _dyzur_outbox_hold (db, message->conversation_id, row.id, send_at, changes, error) &&
         dyzur_db_exec (db, error, "UPDATE messages SET send_at = ? WHERE id = ?", "ll", send_at, message->id);
}

static GTask *
task_for_message (DyzurStore           *self,
                  gint64                message_id,
                  GCancellable         *cancellable,
                  GAsyncReadyCallback   callback,
                  gpointer              user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SendData *data = g_new0 (SendData, 1);

  data->directory = _dyzur_store_get_directory (self);
  data->message_id = message_id;
  g_task_set_task_data (task, data, send_data_free);
  return task;
}

/**
 * dyzur_store_send_async:
 * @draft: what is sent; its key is the message's idempotency key
 * @options: hold, resolve, author
 *
 * Message, outbox row, the draft's removal and the status in one transaction that is on the disk when it finishes: only
 * then may the composer clear. A mail gets recipients, subject and thread from the conversation where the draft has none.
 * The same draft again gives the same message.
 */
void
dyzur_store_send_async (DyzurStore              *self,
                        const DyzurDraft        *draft,
                        const DyzurSendOptions  *options,
                        GCancellable            *cancellable,
                        GAsyncReadyCallback      callback,
                        gpointer                 user_data)
{
  g_autoptr(GTask) task = NULL;
  SendData *data;

  g_return_if_fail (DYZUR_IS_STORE (self));
  g_return_if_fail (draft != NULL && draft->key != NULL);
  g_return_if_fail (options != NULL);

  task = task_for_message (self, 0, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_send_async);
  data = g_task_get_task_data (task);
  data->draft = dyzur_draft_copy (draft);
  data->send_at = options->send_at;
  data->resolve = options->resolve;
  data->author_id = g_strdup (options->author_id);
  data->author_name = g_strdup (options->author_name);
  data->blocks = options->blocks != NULL ? dyzur_blocks_ref (options->blocks) : NULL;
  _dyzur_store_write_task (self, task, send_draft);
}

/**
 * dyzur_store_send_finish:
 *
 * Returns: the message's id; 0 with @error: nothing was done, the draft is as it was
 */
gint64
dyzur_store_send_finish (DyzurStore    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  SendData *data = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? data->message_id : 0;
}

/**
 * dyzur_store_cancel_message_async:
 * @message_id: waits in the outbox or was refused
 *
 * Takes the message back (undo send; edit a refused one): it is a draft again, before what was written since, and "and
 * resolve" is undone with it. CONFLICT when it is being sent, was sent, or may have been.
 */
void
dyzur_store_cancel_message_async (DyzurStore          *self,
                                  gint64               message_id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = task_for_message (self, message_id, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_cancel_message_async);
  _dyzur_store_write_task (self, task, cancel_message);
}

/**
 * dyzur_store_cancel_message_finish:
 *
 * Returns: (transfer full): the draft as it is stored now
 */
DyzurDraft *
dyzur_store_cancel_message_finish (DyzurStore    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  SendData *data = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&data->draft) : NULL;
}

/**
 * dyzur_store_retry_message_async:
 * @message_id: was refused, or waits for its next try
 *
 * It is tried again at once, at its old place in the order of its conversation. One that was perhaps sent
 * (%DYZUR_PROBLEM_UNCERTAIN) goes out without asking the remote again: a person wants it so.
 */
void
dyzur_store_retry_message_async (DyzurStore          *self,
                                 gint64               message_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = task_for_message (self, message_id, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_retry_message_async);
  _dyzur_store_write_task (self, task, retry_message);
}

gboolean
dyzur_store_retry_message_finish (DyzurStore    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * dyzur_store_reschedule_message_async:
 * @message_id: waits in the outbox
 * @send_at: ms UTC; 0 = now
 *
 * CONFLICT when it is being sent, was sent, or may have been.
 */
void
dyzur_store_reschedule_message_async (DyzurStore          *self,
                                      gint64               message_id,
                                      gint64               send_at,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = task_for_message (self, message_id, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_reschedule_message_async);
  ((SendData *) g_task_get_task_data (task))->send_at = send_at;
  _dyzur_store_write_task (self, task, reschedule_message);
}

gboolean
dyzur_store_reschedule_message_finish (DyzurStore    *self,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
