/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-drafts-private.h"

#include <string.h>

#include "dyzur-attachment-rows-private.h"
#include "dyzur-clock.h"
#include "dyzur-moves-private.h"
#include "dyzur-new-mail-private.h"
#include "dyzur-outbox-private.h"
#include "dyzur-store-private.h"
#include "dyzur-store-records-private.h"
#include "dyzur-upkeep-private.h"

static gboolean
read_draft_files (DyzurDb     *db,
                  const char  *directory,
                  DyzurDraft  *draft,
                  GError     **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT " DYZUR_ATTACHMENT_COLUMNS " FROM attachments "
                         "WHERE draft_conversation = ? AND draft_kind = ? ORDER BY position",
                         "li", draft->conversation_id, (int) draft->kind);
  while (dyzur_rows_next (rows))
    {
      if (draft->attachments == NULL)
        draft->attachments = dyzur_attachments_new ();
      g_ptr_array_add (draft->attachments, _dyzur_store_read_attachment_row (rows, directory));
    }
  return dyzur_rows_end (&rows, error);
}

DyzurDraft *
_dyzur_draft_read (DyzurDb         *db,
                   const char      *directory,
                   gint64           conversation_id,
                   DyzurDraftKind   kind,
                   GError         **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  g_autoptr(DyzurDraft) draft = NULL;

  rows = dyzur_db_query (db,
                         "SELECT key, text, cursor, \"to\", cc, seen_message_id, suggestion, updated_at, subject, bcc, "
                         "(SELECT status FROM conversations c WHERE c.id = conversation_id) "
                         "FROM drafts "
                         "WHERE conversation_id = ? AND kind = ?",
                         "li", conversation_id, (int) kind);
  if (dyzur_rows_next (rows))
    {
      draft = g_new0 (DyzurDraft, 1);
      draft->conversation_id = conversation_id;
      draft->kind = kind;
      draft->key = dyzur_rows_dup_text (rows, 0);
      draft->text = dyzur_rows_dup_text (rows, 1);
      draft->cursor = (guint) dyzur_rows_int (rows, 2);
      draft->to = dyzur_rows_dup_strv (rows, 3);
      draft->cc = dyzur_rows_dup_strv (rows, 4);
      draft->seen_message_id = dyzur_rows_int64 (rows, 5);
      draft->suggestion = dyzur_rows_dup_text (rows, 6);
      draft->updated_at = dyzur_rows_int64 (rows, 7);
      draft->subject = dyzur_rows_dup_text (rows, 8);
      draft->bcc = dyzur_rows_dup_strv (rows, 9);
      draft->begins = kind == DYZUR_DRAFT_REPLY && dyzur_rows_int (rows, 10) == DYZUR_STATUS_DRAFT;
    }
  if (!dyzur_rows_end (&rows, error))
    return NULL;
  if (draft != NULL && !read_draft_files (db, directory, draft, error))
    return NULL;
  return g_steal_pointer (&draft);
}

/* The list shows the reply that is being written, else the note; of a mail without words what it is about. */
gboolean
_dyzur_draft_show (DyzurDb         *db,
                   gint64           conversation_id,
                   DyzurChangeSet  *changes,
                   GError         **error)
{
  g_autofree char *text = NULL;
  g_autofree char *preview = NULL;
  gint64 was_shown = FALSE;

  if (!dyzur_db_text (db, &text, error, "SELECT coalesce (nullif (text, ''), subject, '') FROM drafts "
                      "WHERE conversation_id = ? ORDER BY kind LIMIT 1", "l", conversation_id) ||
      !dyzur_db_int64 (db, &was_shown, error, "SELECT draft IS NOT NULL FROM conversations WHERE id = ?", "l",
                       conversation_id))
    return FALSE;
  preview = text != NULL ? _dyzur_preview (text) : NULL;
  if (was_shown != (preview != NULL))
    dyzur_change_set_add (changes, DYZUR_CHANGED_VIEWS, 0);
  if (!dyzur_db_exec (db, error, "UPDATE conversations SET draft = ?1 WHERE id = ?2 AND draft IS NOT ?1", "sl", preview,
                      conversation_id))
    return FALSE;
  if (dyzur_db_changes (db) > 0)
    dyzur_change_set_add (changes, DYZUR_CHANGED_CONVERSATIONS, conversation_id);
  return TRUE;
}

gboolean
_dyzur_draft_remove (DyzurDb         *db,
                     gint64           conversation_id,
                     DyzurDraftKind   kind,
                     const char      *key,
                     DyzurChangeSet  *changes,
                     GError         **error)
{
  if (!dyzur_db_exec (db, error, "DELETE FROM drafts WHERE conversation_id = ?1 AND kind = ?2 AND key = coalesce (?3, key)",
                      "lis", conversation_id, (int) kind, key))
    return FALSE;
  if (dyzur_db_changes (db) == 0)
    return TRUE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_DRAFTS, conversation_id);
  return _dyzur_draft_show (db, conversation_id, changes, error);
}

gboolean
_dyzur_draft_write (DyzurDb           *db,
                    const char        *directory,
                    const DyzurDraft  *draft,
                    DyzurChangeSet    *changes,
                    GError           **error)
{
  dyzur_change_set_add (changes, DYZUR_CHANGED_DRAFTS, draft->conversation_id);
  return dyzur_db_exec (db, error,
                        "INSERT INTO drafts (conversation_id, kind, key, text, cursor, \"to\", cc, seen_message_id, "
                        "suggestion, updated_at, subject, bcc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                        "ON CONFLICT (conversation_id, kind) DO UPDATE SET key = excluded.key, text = excluded.text, "
                        "cursor = excluded.cursor, \"to\" = excluded.\"to\", cc = excluded.cc, "
                        "seen_message_id = excluded.seen_message_id, suggestion = excluded.suggestion, "
                        "updated_at = excluded.updated_at, subject = excluded.subject, bcc = excluded.bcc",
                        "lissivvlslsv", draft->conversation_id, (int) draft->kind, draft->key,
                        draft->text != NULL ? draft->text : "", (int) draft->cursor, draft->to, draft->cc,
                        draft->seen_message_id, draft->suggestion, dyzur_clock_now (), draft->subject, draft->bcc) &&
         _dyzur_attachments_adopt (directory, draft->attachments, error) &&
         _dyzur_attachments_of_draft (db, directory, draft->conversation_id, draft->kind, draft->attachments, error) &&
         (!draft->begins || _dyzur_new_mail_follow (db, draft, changes, error)) &&
         _dyzur_draft_show (db, draft->conversation_id, changes, error);
}

typedef struct
{
  const char     *directory;        /* of the store, which the task holds */
  gint64          conversation_id;
  DyzurDraftKind  kind;
  DyzurDraft     *draft;
} DraftData;

static DraftData *
draft_data_new (DyzurStore *store)
{
  DraftData *data = g_new0 (DraftData, 1);

  data->directory = _dyzur_store_get_directory (store);
  return data;
}

static void
draft_data_free (gpointer user_data)
{
  DraftData *data = user_data;

  dyzur_draft_free (data->draft);
  g_free (data);
}

/* Its conversation was merged into another one while it was being written: it belongs there, whole or below what is there. */
static gboolean
save_at_home (DyzurDb         *db,
              DraftData       *data,
              gint64           home,
              DyzurChangeSet  *changes,
              GError         **error)
{
  DyzurDraft *draft = data->draft;
  GError *failure = NULL;
  g_autoptr(DyzurDraft) there = _dyzur_draft_read (db, data->directory, home, draft->kind, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  draft->conversation_id = home;
  if (there != NULL && g_strcmp0 (there->key, draft->key) != 0)
    {
      g_autofree char *text = g_steal_pointer (&draft->text);

      if (text == NULL || strstr (there->text, text) != NULL)
        return TRUE;
      draft->text = g_strconcat (there->text, "\n\n", text, NULL);
      g_free (draft->key);
      draft->key = g_steal_pointer (&there->key);
      if (there->attachments != NULL && draft->attachments != NULL)
        g_ptr_array_extend_and_steal (there->attachments, g_steal_pointer (&draft->attachments));
      if (there->attachments != NULL)
        draft->attachments = g_steal_pointer (&there->attachments);
    }
  return _dyzur_draft_write (db, data->directory, draft, changes, error);
}

/* A save that comes after its draft was sent (the composer saves a moment later) must not bring it back. */
static gboolean
save_draft (DyzurDb         *db,
            gpointer         user_data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  DraftData *data = user_data;
  const DyzurDraft *draft = data->draft;
  gint64 sent = 0;
  gint64 home;

  if (!_dyzur_moves_find_home (db, draft->conversation_id, &home, error))
    return FALSE;
  if (dyzur_draft_is_empty (draft))
    return (!draft->begins || _dyzur_new_mail_follow (db, draft, changes, error)) &&
           _dyzur_draft_remove (db, draft->conversation_id, draft->kind, NULL, changes, error);
  if (!_dyzur_message_find_key (db, draft->conversation_id, draft->key, &sent, error))
    return FALSE;
  if (sent != 0)
    return TRUE;
  return home != 0 && home != draft->conversation_id ? save_at_home (db, data, home, changes, error)
                                                     : _dyzur_draft_write (db, data->directory, draft, changes, error);
}

static gboolean
load_draft (DyzurDb         *db,
            gpointer         user_data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  DraftData *data = user_data;
  GError *failure = NULL;

  data->draft = _dyzur_draft_read (db, data->directory, data->conversation_id, data->kind, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * dyzur_store_save_draft_async:
 * @draft: as it is at this moment; an empty one takes the stored one away
 *
 * On the disk when it finishes. Attachments are those of dyzur_store_add_file_async(). Does nothing when a message with
 * the draft's key was sent meanwhile.
 */
void
dyzur_store_save_draft_async (DyzurStore          *self,
                              const DyzurDraft    *draft,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  DraftData *data;

  g_return_if_fail (DYZUR_IS_STORE (self));
  g_return_if_fail (draft != NULL && draft->key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_save_draft_async);
  data = draft_data_new (self);
  data->draft = dyzur_draft_copy (draft);
  g_task_set_task_data (task, data, draft_data_free);
  _dyzur_store_write_task (self, task, save_draft);
}

gboolean
dyzur_store_save_draft_finish (DyzurStore    *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
dyzur_store_load_draft_async (DyzurStore          *self,
                              gint64               conversation_id,
                              DyzurDraftKind       kind,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  DraftData *data;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_load_draft_async);
  data = draft_data_new (self);
  data->conversation_id = conversation_id;
  data->kind = kind;
  g_task_set_task_data (task, data, draft_data_free);
  _dyzur_store_read_task (self, task, load_draft);
}

/**
 * dyzur_store_load_draft_finish:
 *
 * Returns: (transfer full) (nullable): %NULL without @error when nothing was being written
 */
DyzurDraft *
dyzur_store_load_draft_finish (DyzurStore    *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  DraftData *data = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&data->draft);
}
