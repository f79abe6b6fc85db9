/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-engine-private.h"
#include "dyzur-markup.h"
#include "dyzur-quote.h"

/* What people do: sending, changing conversations. Each is a short step from a head to the store. */

/* ---- files for drafts ---- */

void
dyzur_engine_add_file_async (DyzurEngine         *self,
                             GFile               *file,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  dyzur_store_add_file_async (self->store, file, cancellable, _dyzur_engine_forwarded_cb,
                              _dyzur_engine_forward (self, callback, user_data));
}

DyzurAttachment *
dyzur_engine_add_file_finish (DyzurEngine   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_add_file_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_add_bytes_async (DyzurEngine         *self,
                              GBytes              *bytes,
                              const char          *name,
                              const char          *mime_type,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  dyzur_store_add_bytes_async (self->store, bytes, name, mime_type, cancellable, _dyzur_engine_forwarded_cb,
                               _dyzur_engine_forward (self, callback, user_data));
}

DyzurAttachment *
dyzur_engine_add_bytes_finish (DyzurEngine   *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_add_bytes_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

/* ---- attachments of others ---- */

typedef struct
{
  gint64 conversation_id;
  gint64 attachment_id;
} Fetch;

static char *
find_path (GPtrArray *messages,
           gint64     attachment_id)
{
  for (guint i = 0; i < messages->len; i++)
    {
      const DyzurMessageRecord *message = g_ptr_array_index (messages, i);

      for (guint j = 0; message->attachments != NULL && j < message->attachments->len; j++)
        {
          const DyzurAttachment *attachment = g_ptr_array_index (message->attachments, j);

          if (attachment->id == attachment_id && attachment->path != NULL)
            return g_strdup (attachment->path);
        }
    }
  return NULL;
}

static void
fetched_messages_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  const Fetch *fetch = g_task_get_task_data (task);
  g_autoptr(GPtrArray) messages = NULL;
  GError *error = NULL;
  char *path;

  messages = dyzur_store_load_messages_finish (DYZUR_STORE (source), result, &error);
  if (messages == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  path = find_path (messages, fetch->attachment_id);
  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_new_error (task, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "The attachment is gone");
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DyzurEngine *self = g_task_get_source_object (task);
  const Fetch *fetch = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!dyzur_runner_fetch_attachment_finish (DYZUR_RUNNER (source), result, &error))
    g_task_return_error (task, error);
  else
    dyzur_store_load_messages_async (self->store, fetch->conversation_id, G_MAXINT, cancellable,
                                     fetched_messages_cb, g_steal_pointer (&task));
}

void
dyzur_engine_fetch_attachment_async (DyzurEngine           *self,
                                     gint64                 conversation_id,
                                     const DyzurAttachment *attachment,
                                     GCancellable          *cancellable,
                                     GAsyncReadyCallback    callback,
                                     gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  DyzurConversation *conversation = dyzur_store_peek_conversation (self->store, conversation_id);
  DyzurRunner *runner = NULL;
  Fetch *fetch = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, dyzur_engine_fetch_attachment_async);
  fetch->conversation_id = conversation_id;
  fetch->attachment_id = attachment->id;
  g_task_set_task_data (task, fetch, g_free);

  if (attachment->path != NULL)
    {
      g_task_return_pointer (task, g_strdup (attachment->path), g_free);
      return;
    }
  if (conversation != NULL && dyzur_conversation_get_record (conversation) != NULL)
    runner = _dyzur_engine_get_runner (self, dyzur_conversation_get_record (conversation)->account_id);
  if (runner == NULL)
    {
      g_task_return_new_error (task, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT, "Not connected");
      return;
    }
  dyzur_runner_fetch_attachment_async (runner, attachment, cancellable, fetched_cb, g_steal_pointer (&task));
}

/**
 * dyzur_engine_fetch_attachment_finish:
 *
 * Returns: (transfer full) (nullable): path of the local copy
 */
char *
dyzur_engine_fetch_attachment_finish (DyzurEngine   *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- sending ---- */

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  gint64 id;

  id = dyzur_store_send_finish (DYZUR_STORE (source), result, &error);
  if (id == 0)
    {
      g_task_return_error (task, error);
      return;
    }
  _dyzur_engine_wake (g_task_get_source_object (task));
  g_task_return_int (task, id);
}

/* A picture that stands in the text is shown there: its file goes along with an identifier. */
static void
place_picture (DyzurDraft *draft,
               DyzurBlock *block)
{
  for (guint i = 0; draft->attachments != NULL && i < draft->attachments->len; i++)
    {
      DyzurAttachment *attachment = g_ptr_array_index (draft->attachments, i);

      if (g_strcmp0 (attachment->name, block->marker) != 0 || attachment->mime_type == NULL
          || !g_str_has_prefix (attachment->mime_type, "image/"))
        continue;
      attachment->is_inline = TRUE;
      g_free (attachment->content_id);
      attachment->content_id = g_strdup_printf ("%s.%u@dyzur.invalid", draft->key, i);
      g_free (block->marker);
      block->marker = g_strconcat ("cid:", attachment->content_id, NULL);
      return;
    }
}

/* (nullable): the rich form of @draft, when it has one */
static DyzurBlocks *
dup_blocks (DyzurDraft *draft)
{
  g_autoptr(DyzurBlocks) blocks = NULL;

  for (guint i = 0; draft->attachments != NULL && i < draft->attachments->len; i++)
    ((DyzurAttachment *) g_ptr_array_index (draft->attachments, i))->is_inline = FALSE;
  if (draft->kind == DYZUR_DRAFT_NOTE || draft->text == NULL
      || (draft->kind == DYZUR_DRAFT_REPLY && !dyzur_markup_is_used (draft->text)))
    return NULL;
  blocks = dyzur_markup_to_blocks (draft->text);
  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    if (dyzur_blocks_get (blocks, i)->kind == DYZUR_BLOCK_IMAGE)
      place_picture (draft, dyzur_blocks_edit (blocks, i));
  if (draft->kind == DYZUR_DRAFT_FORWARD)
    dyzur_quote_fold (blocks);
  return g_steal_pointer (&blocks);
}

static void
send_draft (DyzurEngine      *self,
            const DyzurDraft *draft,
            gint64            send_at,
            gboolean          resolve,
            GTask            *task)
{
  g_autoptr(DyzurDraft) dressed = dyzur_draft_copy (draft);
  g_autoptr(DyzurBlocks) blocks = dup_blocks (dressed);
  DyzurSendOptions options = {
    .blocks = blocks,
    .send_at = send_at,
    .resolve = resolve,
    .author_id = self->me_id,
    .author_name = self->me_name,
  };

  dyzur_store_send_async (self->store, dressed, &options, NULL, sent_cb, task);
}

/**
 * dyzur_engine_send_async:
 * @draft: taken as it stands; a reply is held for the undo time, a note goes at once
 * @resolve: resolve the conversation with it
 */
void
dyzur_engine_send_async (DyzurEngine         *self,
                         const DyzurDraft    *draft,
                         gboolean             resolve,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  gboolean held = draft->kind != DYZUR_DRAFT_NOTE && self->undo_seconds > 0;

  g_task_set_source_tag (task, dyzur_engine_send_async);
  send_draft (self, draft, held ? dyzur_clock_now () + self->undo_seconds * DYZUR_SECOND : 0, resolve, task);
}

void
dyzur_engine_send_later_async (DyzurEngine         *self,
                               const DyzurDraft    *draft,
                               gint64               send_at,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, dyzur_engine_send_later_async);
  send_draft (self, draft, send_at, FALSE, task);
}

gint64
dyzur_engine_send_finish (DyzurEngine   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  gssize id = g_task_propagate_int (G_TASK (result), error);

  return MAX (id, 0);
}

void
dyzur_engine_unsend_async (DyzurEngine         *self,
                           gint64               message_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  dyzur_store_cancel_message_async (self->store, message_id, cancellable, _dyzur_engine_forwarded_cb,
                                    _dyzur_engine_forward (self, callback, user_data));
}

DyzurDraft *
dyzur_engine_unsend_finish (DyzurEngine   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_cancel_message_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_reschedule_async (DyzurEngine         *self,
                               gint64               message_id,
                               gint64               send_at,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  dyzur_store_reschedule_message_async (self->store, message_id, send_at, cancellable, _dyzur_engine_forwarded_cb,
                                        _dyzur_engine_forward (self, callback, user_data));
}

gboolean
dyzur_engine_reschedule_finish (DyzurEngine   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  if (!dyzur_store_reschedule_message_finish (g_task_get_source_object (G_TASK (inner)), inner, error))
    return FALSE;
  _dyzur_engine_wake (self);
  return TRUE;
}

static void
retried_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(DyzurEngine) self = user_data;

  if (dyzur_store_retry_message_finish (DYZUR_STORE (source), result, NULL))
    _dyzur_engine_wake (self);
}

void
dyzur_engine_retry_message (DyzurEngine *self,
                            gint64       message_id)
{
  dyzur_store_retry_message_async (self->store, message_id, NULL, retried_cb, g_object_ref (self));
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(DyzurEngine) self = user_data;

  if (dyzur_store_confirm_message_finish (DYZUR_STORE (source), result, NULL))
    _dyzur_engine_wake (self);
}

void
dyzur_engine_confirm_message (DyzurEngine *self,
                              gint64       message_id)
{
  dyzur_store_confirm_message_async (self->store, message_id, NULL, confirmed_cb, g_object_ref (self));
}

/* ---- changing conversations ---- */

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DyzurEngine *self = g_task_get_source_object (task);
  g_autoptr(GPtrArray) before = NULL;
  GError *error = NULL;

  before = dyzur_store_change_finish (DYZUR_STORE (source), result, &error);
  if (before == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  _dyzur_engine_wake (self);
  if (GPOINTER_TO_INT (g_task_get_task_data (task)))
    _dyzur_engine_arm_snooze (self);
  g_task_return_pointer (task, g_steal_pointer (&before), (GDestroyNotify) g_ptr_array_unref);
}

void
dyzur_engine_change_async (DyzurEngine                   *self,
                           const gint64                  *conversation_ids,
                           gsize                          n_conversations,
                           const DyzurConversationChange *change,
                           GCancellable                  *cancellable,
                           GAsyncReadyCallback            callback,
                           gpointer                       user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  gboolean snoozes = (change->fields & DYZUR_CHANGE_STATUS) != 0 && change->status == DYZUR_STATUS_SNOOZED;

  g_task_set_source_tag (task, dyzur_engine_change_async);
  g_task_set_task_data (task, GINT_TO_POINTER (snoozes), NULL);
  dyzur_store_change_async (self->store, conversation_ids, n_conversations, change, self->me_name, NULL,
                            changed_cb, g_steal_pointer (&task));
}

GPtrArray *
dyzur_engine_change_finish (DyzurEngine   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
dyzur_engine_mark_seen (DyzurEngine *self,
                        gint64       conversation_id)
{
  DyzurConversation *conversation = dyzur_store_peek_conversation (self->store, conversation_id);
  const DyzurConversationRecord *record = conversation != NULL ? dyzur_conversation_get_record (conversation) : NULL;
  DyzurConversationChange change = { .fields = DYZUR_CHANGE_UNREAD, .seen = TRUE };

  if (record != NULL && record->unread == 0 && !record->mentioned)
    return;
  dyzur_engine_change_async (self, &conversation_id, 1, &change, NULL, NULL, NULL);
}

void
dyzur_engine_save_contact_note (DyzurEngine *self,
                                gint64       contact_id,
                                const char  *note)
{
  dyzur_store_save_contact_note_async (self->store, contact_id, note, NULL, NULL, NULL);
}

void
dyzur_engine_record_outcome (DyzurEngine  *self,
                             gint64        conversation_id,
                             const char   *suggestion_id,
                             DyzurOutcome  outcome,
                             const char   *offered,
                             const char   *sent)
{
  dyzur_store_record_outcome_async (self->store, conversation_id, suggestion_id, outcome, offered, sent,
                                    NULL, NULL, NULL);
}
