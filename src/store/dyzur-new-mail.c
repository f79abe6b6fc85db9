/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-new-mail-private.h"

#include "dyzur-clock.h"
#include "dyzur-contacts-private.h"
#include "dyzur-mailbox.h"
#include "dyzur-removal-private.h"
#include "dyzur-store-private.h"
#include "dyzur-store-records-private.h"

/* The first of those it goes to, or reads along */
static const char *
find_first (GStrv to,
            GStrv cc,
            GStrv bcc)
{
  const GStrv lists[] = { to, cc, bcc };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; lists[i] != NULL && lists[i][j] != NULL; j++)
      if (dyzur_mailbox_split (lists[i][j], NULL, NULL))
        return lists[i][j];
  return NULL;
}

/* Until it is known who it is: the one who stood in before, or a new one. 0 with @error */
static gint64
stand_in (DyzurDb  *db,
          gint64    before,
          GError  **error)
{
  gint64 usable = 0;

  if (!dyzur_db_int64 (db, &usable, error,
                       "SELECT id FROM contacts WHERE id = ?1 AND name IS NULL "
                       "AND NOT EXISTS (SELECT 1 FROM contact_points WHERE contact_id = ?1)", "l", before))
    return 0;
  if (usable == 0 && dyzur_db_exec (db, error, "INSERT INTO contacts (name) VALUES (NULL)", ""))
    usable = dyzur_db_last_id (db);
  return usable;
}

static gboolean
write_facts (DyzurDb         *db,
             gint64           conversation_id,
             gint64           before,
             gint64           contact_id,
             const char      *address,
             const char      *subject,
             DyzurChangeSet  *changes,
             GError         **error)
{
  if (!dyzur_db_exec (db, error,
                      "UPDATE conversations SET contact_id = ?1, contact_address = ?2, subject = ?3 WHERE id = ?4 "
                      "AND (contact_id != ?1 OR contact_address IS NOT ?2 OR subject IS NOT ?3)",
                      "lssl", contact_id, address, subject, conversation_id))
    return FALSE;
  if (dyzur_db_changes (db) > 0)
    dyzur_change_set_add (changes, DYZUR_CHANGED_CONVERSATIONS, conversation_id);
  return contact_id == before || _dyzur_remove_nobody (db, before, changes, error);
}

gboolean
_dyzur_new_mail_follow (DyzurDb           *db,
                        const DyzurDraft  *draft,
                        DyzurChangeSet    *changes,
                        GError           **error)
{
  const char *mailbox = find_first (draft->to, draft->cc, draft->bcc);
  g_autofree char *address = NULL;
  gint64 before = 0, contact_id = 0;

  if (!dyzur_db_int64 (db, &before, error, "SELECT contact_id FROM conversations WHERE id = ? AND status = 6", "l",
                       draft->conversation_id))
    return FALSE;
  if (before == 0)
    return TRUE;
  if (mailbox != NULL)
    dyzur_mailbox_split (mailbox, NULL, &address);
  if (address != NULL && !_dyzur_contact_find_mail (db, address, &contact_id, error))
    return FALSE;
  if (contact_id == 0)
    contact_id = stand_in (db, before, error);
  return contact_id != 0 &&
         write_facts (db, draft->conversation_id, before, contact_id, address, draft->subject, changes, error);
}

/* 0 with @error */
static gint64
resolve_contact (DyzurDb         *db,
                 DyzurUpkeep     *conversation,
                 const char      *mailbox,
                 DyzurChangeSet  *changes,
                 GError         **error)
{
  g_autoptr(DyzurContactRecord) wanted = NULL;
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;
  gint64 known = 0, fallback = 0, id;

  dyzur_mailbox_split (mailbox, &name, &address);
  wanted = dyzur_contact_record_new (*name != '\0' ? name : NULL);
  dyzur_contact_record_add_point (wanted, DYZUR_POINT_EMAIL, address);
  if (!_dyzur_contact_find_mail (db, address, &known, error))
    return 0;
  /* What was noted about whoever it is while it was written goes with them. */
  if (known == 0 && (fallback = stand_in (db, conversation->contact_id, error)) == 0)
    return 0;
  id = _dyzur_contact_resolve (db, conversation->account, wanted, fallback, changes, error);
  /* As for mail that comes in: who has no name is called by the address until there is one. */
  return id != 0 && dyzur_db_exec (db, error, "UPDATE contacts SET name = ? WHERE id = ? AND name IS NULL", "sl", address, id)
         ? id : 0;
}

gboolean
_dyzur_new_mail_send (DyzurDb             *db,
                      DyzurUpkeep         *conversation,
                      DyzurMessageRecord  *message,
                      DyzurChangeSet      *changes,
                      GError             **error)
{
  const char *mailbox = find_first (message->to, NULL, NULL);
  gint64 before = conversation->contact_id;
  g_autofree char *address = NULL;

  if (message->kind != DYZUR_MESSAGE_OUTGOING)
    return TRUE;
  if (mailbox == NULL)
    {
      g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT, "the mail goes to nobody");
      return FALSE;
    }
  dyzur_mailbox_split (mailbox, NULL, &address);
  conversation->contact_id = resolve_contact (db, conversation, mailbox, changes, error);
  if (conversation->contact_id == 0 ||
      !write_facts (db, conversation->id, before, conversation->contact_id, address, message->subject, changes, error))
    return FALSE;
  conversation->created_at = message->sent_at;
  conversation->last_activity_at = message->sent_at;
  _dyzur_upkeep_set_status (conversation, DYZUR_STATUS_OPEN, 0);
  return TRUE;
}

gboolean
_dyzur_new_mail_take_back (DyzurDb                   *db,
                           DyzurUpkeep               *conversation,
                           const DyzurMessageRecord  *message,
                           DyzurDraft                *draft,
                           GError                   **error)
{
  gint64 others = 0;

  if (conversation->has_remote || draft->kind != DYZUR_DRAFT_REPLY || conversation->created_at < message->sent_at)
    return TRUE;
  if (!dyzur_db_int64 (db, &others, error,
                       "SELECT EXISTS (SELECT 1 FROM messages WHERE conversation_id = ? AND kind < 3)", "l",
                       conversation->id))
    return FALSE;
  if (others)
    return TRUE;
  draft->begins = TRUE;
  _dyzur_upkeep_set_status (conversation, DYZUR_STATUS_DRAFT, 0);
  return TRUE;
}

/* Rows to go are few: nearly every mail that is begun is sent. */
static gboolean
sweep (DyzurDb  *db,
       GError  **error)
{
  g_autoptr(DyzurChangeSet) changes = dyzur_change_set_new ();
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT id, contact_id FROM conversations c WHERE status = 6 "
                         "AND NOT EXISTS (SELECT 1 FROM drafts WHERE conversation_id = c.id)", "");
  while (dyzur_rows_next (rows))
    if (!_dyzur_remove_conversation (db, dyzur_rows_int64 (rows, 0), dyzur_rows_int64 (rows, 1), changes, error))
      return FALSE;
  return dyzur_rows_end (&rows, error);
}

gboolean
_dyzur_new_mail_sweep (DyzurDb  *db,
                       GError  **error)
{
  gint64 n = 0;

  if (!dyzur_db_int64 (db, &n, error, "SELECT count(*) FROM conversations WHERE status = 6", ""))
    return FALSE;
  if (n == 0)
    return TRUE;
  if (!dyzur_db_begin (db, error))
    return FALSE;
  if (sweep (db, error) && dyzur_db_commit (db, error))
    return TRUE;
  dyzur_db_rollback (db);
  return FALSE;
}

/* ---- operations ---- */

typedef struct
{
  char   *account_id;
  char   *mailbox;             /* (nullable) */
  char   *author_id;
  char   *author_name;
  gint64  conversation_id;     /* the result; for a change of the sender the argument */
} NewMailData;

static void
new_mail_data_free (gpointer user_data)
{
  NewMailData *data = user_data;

  g_free (data->account_id);
  g_free (data->mailbox);
  g_free (data->author_id);
  g_free (data->author_name);
  g_free (data);
}

/* *@inbox: (transfer full): the account's address, which is its only inbox */
static gint64
read_sender (DyzurDb         *db,
             const char      *account_id,
             char           **inbox,
             DyzurChangeSet  *changes,
             GError         **error)
{
  gint64 account = _dyzur_store_read_account_nr (db, account_id, error);
  g_autofree char *address = NULL;

  if (account == 0 || !dyzur_db_text (db, &address, error, "SELECT coalesce (address, '') FROM accounts WHERE nr = ?", "l",
                                      account))
    return 0;
  *inbox = g_ascii_strdown (address, -1);
  if (!dyzur_db_exec (db, error, "INSERT OR IGNORE INTO inboxes (account, id, name, channel) VALUES (?, ?, ?, ?)", "lssi",
                      account, *inbox, address, (int) DYZUR_CHANNEL_EMAIL))
    return 0;
  if (dyzur_db_changes (db) > 0)
    dyzur_change_set_add (changes, DYZUR_CHANGED_VIEWS, 0);
  return account;
}

static gboolean
begin_mail (DyzurDb         *db,
            gpointer         user_data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  NewMailData *data = user_data;
  g_autofree char *inbox = NULL;
  g_autofree char *address = NULL;
  gint64 account = read_sender (db, data->account_id, &inbox, changes, error);
  gint64 contact_id = 0;

  if (account == 0)
    return FALSE;
  if (data->mailbox != NULL && dyzur_mailbox_split (data->mailbox, NULL, &address) &&
      !_dyzur_contact_find_mail (db, address, &contact_id, error))
    return FALSE;
  if (contact_id == 0)
    contact_id = stand_in (db, 0, error);
  if (contact_id == 0 ||
      !dyzur_db_exec (db, error,
                      "INSERT INTO conversations (account, inbox_id, channel, contact_id, contact_address, status, "
                      "assignee_id, assignee_name, created_at, last_activity_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)",
                      "lsilsissl", account, inbox, (int) DYZUR_CHANNEL_EMAIL, contact_id, address, (int) DYZUR_STATUS_DRAFT,
                      data->author_id, data->author_name, dyzur_clock_now ()))
    return FALSE;
  data->conversation_id = dyzur_db_last_id (db);
  dyzur_change_set_add (changes, DYZUR_CHANGED_CONVERSATIONS, data->conversation_id);
  return TRUE;
}

static gboolean
set_sender (DyzurDb         *db,
            gpointer         user_data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  NewMailData *data = user_data;
  g_autofree char *inbox = NULL;
  gint64 account = read_sender (db, data->account_id, &inbox, changes, error);

  dyzur_change_set_add (changes, DYZUR_CHANGED_CONVERSATIONS, data->conversation_id);
  return account != 0 &&
         dyzur_db_exec (db, error, "UPDATE conversations SET account = ?, inbox_id = ? WHERE id = ? AND status = 6", "lsl",
                        account, inbox, data->conversation_id);
}

/**
 * dyzur_store_begin_mail_async:
 * @account_id: a mailbox: who writes it
 * @mailbox: (nullable): whom it is to go to
 * @author_id: (nullable): whose conversation it is
 *
 * Makes a conversation with %DYZUR_STATUS_DRAFT. As long as it has no draft nothing shows it, and it is gone at the next
 * opening; dyzur_store_send_async() makes it one like others.
 */
void
dyzur_store_begin_mail_async (DyzurStore          *self,
                              const char          *account_id,
                              const char          *mailbox,
                              const char          *author_id,
                              const char          *author_name,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  NewMailData *data;

  g_return_if_fail (DYZUR_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_begin_mail_async);
  data = g_new0 (NewMailData, 1);
  data->account_id = g_strdup (account_id);
  data->mailbox = g_strdup (mailbox);
  data->author_id = g_strdup (author_id);
  data->author_name = g_strdup (author_name);
  g_task_set_task_data (task, data, new_mail_data_free);
  _dyzur_store_write_task (self, task, begin_mail);
}

/**
 * dyzur_store_begin_mail_finish:
 *
 * Returns: the conversation's id; 0 with @error
 */
gint64
dyzur_store_begin_mail_finish (DyzurStore    *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  NewMailData *data = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? data->conversation_id : 0;
}

/**
 * dyzur_store_set_sender_async:
 * @conversation_id: of dyzur_store_begin_mail_async(), not sent yet
 * @account_id: the mailbox that is to send it
 */
void
dyzur_store_set_sender_async (DyzurStore          *self,
                              gint64               conversation_id,
                              const char          *account_id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  NewMailData *data;

  g_return_if_fail (DYZUR_IS_STORE (self));
  g_return_if_fail (account_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_set_sender_async);
  data = g_new0 (NewMailData, 1);
  data->account_id = g_strdup (account_id);
  data->conversation_id = conversation_id;
  g_task_set_task_data (task, data, new_mail_data_free);
  _dyzur_store_write_task (self, task, set_sender);
}

gboolean
dyzur_store_set_sender_finish (DyzurStore    *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
