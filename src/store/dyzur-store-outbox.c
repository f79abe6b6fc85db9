/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-error.h"
#include "dyzur-outbox-private.h"
#include "dyzur-store-private.h"
#include "dyzur-store-records-private.h"

/*
 * A row goes when its time has come and nothing earlier of its conversation is still on its way. A refused row (FAILED)
 * holds nobody up, nor does bookkeeping (ACCEPTED).
 */
#define READY                                                                                                     \
  "(o.state = 2 OR NOT EXISTS (SELECT 1 FROM outbox e WHERE e.conversation_id = o.conversation_id "               \
  "AND e.state IN (0, 1) AND (e.due_at, e.id) < (o.due_at, o.id)))"

/* No failure is waited for longer than this; a later time is one of a clock that has been put back since. */
#define LONGEST_PAUSE (10 * DYZUR_MINUTE)

/*
 * The time of a row has come, by hold and by pause. A short hold (undo) that ends far ahead was begun by a clock that has
 * been put back since.
 */
#define DUE                                                                                                       \
  "(o.hold_until <= ?2 OR (o.hold_until > ?2 + ?3 AND EXISTS (SELECT 1 FROM messages m "                          \
  "WHERE m.account = o.account AND m.client_id = replace (o.key, '/resolve', '') AND m.send_at - m.sent_at <= ?3))) " \
  "AND (o.retry_at <= ?2 OR o.retry_at > ?2 + ?4)"

typedef struct
{
  const char  *directory;
  const char  *account_id;
  gint64       now;
  DyzurAction *action;
  gint64       next_at;
} TakeData;

static DyzurAction *
read_action_row (DyzurRows *rows)
{
  DyzurAction *action = dyzur_action_new (dyzur_rows_int (rows, 2));

  action->id = dyzur_rows_int64 (rows, 0);
  action->key = dyzur_rows_dup_text (rows, 1);
  action->state = dyzur_rows_int (rows, 3);
  action->attempts = (guint) dyzur_rows_int (rows, 4);
  action->uncertain = dyzur_rows_int (rows, 5);
  action->conversation_id = dyzur_rows_int64 (rows, 6);
  action->status = dyzur_rows_int (rows, 7);
  action->snoozed_until = dyzur_rows_int64 (rows, 8);
  action->assignee_id = dyzur_rows_dup_text (rows, 9);
  action->priority = dyzur_rows_int (rows, 10);
  action->labels = dyzur_rows_dup_strv (rows, 11);
  action->seen = dyzur_rows_int (rows, 12);
  action->remote_ids = dyzur_rows_dup_strv (rows, 13);
  action->conversation_remote_id = dyzur_rows_dup_text (rows, 14);
  action->inbox_id = dyzur_rows_dup_text (rows, 15);
  action->channel = dyzur_rows_int (rows, 16);
  action->away = dyzur_rows_int (rows, 19);
  return action;
}

/*
 * What is said about a conversation is said, where the remote knows only messages, about the customer's last one; what
 * puts it away, or takes it back from there, about all of them.
 */
#define AT_MOST "200"
#define REMOTE_IDS "CASE WHEN o.kind = 2 AND (o.status > 3 OR o.away != 0) THEN (SELECT group_concat (remote_id, char (10)) " \
                   "FROM (SELECT m.remote_id FROM messages m WHERE m.conversation_id = c.id AND m.kind = 0 " \
                   "AND m.remote_id IS NOT NULL ORDER BY m.sent_at DESC, m.id DESC LIMIT " AT_MOST ")) " \
                   "WHEN o.kind IN (2, 3, 4) THEN (SELECT m.remote_id FROM messages m " \
                   "WHERE m.conversation_id = c.id AND m.kind = 0 ORDER BY m.sent_at DESC, m.id DESC LIMIT 1) " \
                   "ELSE o.remote_ids END"

static gboolean
find_action (DyzurDb   *db,
             TakeData  *take,
             gint64    *message_id,
             gint64    *quote_id,
             GError   **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT o.id, o.key, o.kind, o.state, o.attempts, o.uncertain, o.conversation_id, o.status, "
                         "o.snoozed_until, o.assignee_id, o.priority, o.labels, o.seen, " REMOTE_IDS ", c.remote_id, "
                         "c.inbox_id, c.channel, o.message_id, o.quote_id, o.away "
                         "FROM outbox o JOIN conversations c ON c.id = o.conversation_id "
                         "WHERE o.account = (SELECT nr FROM accounts WHERE id = ?1) AND o.state IN (0, 2) "
                         "AND " DUE " AND " READY " ORDER BY o.due_at, o.id LIMIT 1",
                         "slll", take->account_id, take->now, DYZUR_SHORT_HOLD, LONGEST_PAUSE);
  if (dyzur_rows_next (rows))
    {
      take->action = read_action_row (rows);
      take->action->account_id = g_strdup (take->account_id);
      *message_id = dyzur_rows_int64 (rows, 17);
      *quote_id = dyzur_rows_int64 (rows, 18);
    }
  return dyzur_rows_end (&rows, error);
}

static gboolean
find_next_time (DyzurDb   *db,
                TakeData  *take,
                GError   **error)
{
  return dyzur_db_int64 (db, &take->next_at, error,
                         "SELECT min (max (o.hold_until, o.retry_at)) FROM outbox o "
                         "WHERE o.account = (SELECT nr FROM accounts WHERE id = ?) AND o.state IN (0, 2) AND " READY,
                         "s", take->account_id);
}

static gboolean
mark_sending (DyzurDb         *db,
              DyzurAction     *action,
              DyzurChangeSet  *changes,
              GError         **error)
{
  if (action->state == DYZUR_OUTBOX_ACCEPTED)
    return TRUE;
  action->state = DYZUR_OUTBOX_SENDING;
  dyzur_change_set_add (changes, DYZUR_CHANGED_OUTBOX, 0);
  if (action->message != NULL)
    {
      dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, action->conversation_id);
      action->message->delivery = DYZUR_DELIVERY_SENDING;
    }
  return dyzur_db_exec (db, error, "UPDATE outbox SET state = 1, attempts = attempts + 1 WHERE id = ?", "l", action->id) &&
         (action->message == NULL ||
          dyzur_db_exec (db, error, "UPDATE messages SET delivery = 2, problem = 0, failure = NULL WHERE id = ?", "l",
                         action->message->id));
}

static gboolean
take_action (DyzurDb         *db,
             gpointer         user_data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  TakeData *take = user_data;
  gint64 message_id = 0;
  gint64 quote_id = 0;

  if (!find_action (db, take, &message_id, &quote_id, error))
    return FALSE;
  if (take->action == NULL)
    return find_next_time (db, take, error);
  if (message_id != 0 &&
      (take->action->message = _dyzur_store_read_message (db, take->directory, message_id, error)) == NULL)
    return FALSE;
  if (quote_id != 0 &&
      (take->action->quote = _dyzur_store_read_message (db, take->directory, quote_id, error)) == NULL)
    return FALSE;
  return mark_sending (db, take->action, changes, error);
}

typedef struct
{
  gint64            action_id;
  DyzurOutboxState  state;
  const char       *remote_id;
  const GError     *failure;
  gint64            retry_at;

  /* of the row */
  DyzurOutboxState  before;
  gint64            account;
  gint64            conversation_id;
  gint64            message_id;
} SettleData;

static gboolean
load_row (DyzurDb     *db,
          SettleData  *settle,
          GError     **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT account, conversation_id, message_id, state FROM outbox WHERE id = ?", "l",
                         settle->action_id);
  if (dyzur_rows_next (rows))
    {
      settle->account = dyzur_rows_int64 (rows, 0);
      settle->conversation_id = dyzur_rows_int64 (rows, 1);
      settle->message_id = dyzur_rows_int64 (rows, 2);
      settle->before = dyzur_rows_int (rows, 3);
    }
  if (!dyzur_rows_end (&rows, error))
    return FALSE;
  if (settle->conversation_id != 0)
    return TRUE;
  g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "no action %" G_GINT64_FORMAT, settle->action_id);
  return FALSE;
}

static gboolean
is_uncertain (const SettleData *settle)
{
  return g_error_matches (settle->failure, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN);
}

/* What waits is tried again whatever was lost; what was given up while uncertain is a question to a person. */
static DyzurProblem
get_problem (const SettleData *settle)
{
  if (settle->state == DYZUR_OUTBOX_FAILED && is_uncertain (settle))
    return DYZUR_PROBLEM_UNCERTAIN;
  if (settle->failure != NULL && settle->failure->domain == DYZUR_STORE_ERROR)
    return DYZUR_PROBLEM_DISK;
  return dyzur_problem_from_error (settle->failure);
}

static gboolean
set_delivery (DyzurDb        *db,
              SettleData     *settle,
              DyzurDelivery   delivery,
              GError        **error)
{
  return dyzur_db_exec (db, error, "UPDATE messages SET delivery = ?, problem = ?, failure = ? WHERE id = ?", "iisl",
                        (int) delivery, (int) get_problem (settle),
                        settle->failure != NULL ? settle->failure->message : NULL, settle->message_id);
}

/* The name the remote gave; its copy of the message may have come back already, as a row of its own. */
static gboolean
set_remote_id (DyzurDb         *db,
               SettleData      *settle,
               DyzurChangeSet  *changes,
               GError         **error)
{
  gint64 twin = 0;

  if (settle->remote_id == NULL)
    return TRUE;
  if (!dyzur_db_int64 (db, &twin, error, "SELECT id FROM messages WHERE account = ? AND remote_id = ?", "ls",
                       settle->account, settle->remote_id))
    return FALSE;
  if (twin == settle->message_id)
    return TRUE;
  if (twin != 0)
    return _dyzur_message_fold (db, settle->message_id, twin, changes, error);
  return dyzur_db_exec (db, error, "UPDATE messages SET remote_id = ? WHERE id = ?", "sl", settle->remote_id,
                        settle->message_id);
}

static gboolean
recount (DyzurDb         *db,
         SettleData      *settle,
         DyzurChangeSet  *changes,
         GError         **error)
{
  g_autoptr(DyzurUpkeep) conversation = _dyzur_upkeep_load (db, settle->conversation_id, error);

  return conversation != NULL && _dyzur_upkeep_recount (conversation, db, error) &&
         _dyzur_upkeep_save (conversation, db, changes, error);
}

/* Accepted: the message counts from now on, also one that was planned; later states of the remote stay. */
static gboolean
message_accepted (DyzurDb         *db,
                  SettleData      *settle,
                  DyzurChangeSet  *changes,
                  GError         **error)
{
  gint64 planned = 0;

  if (!set_remote_id (db, settle, changes, error) ||
      !dyzur_db_int64 (db, &planned, error, "SELECT send_at - sent_at >= ? FROM messages WHERE id = ?", "ll",
                       DYZUR_SHORT_HOLD, settle->message_id) ||
      !dyzur_db_exec (db, error,
                      "UPDATE messages SET problem = 0, failure = NULL, delivery = iif (delivery IN (0, 1, 2, 6), 3, "
                      "delivery), sent_at = iif (?, ?, sent_at) WHERE id = ?",
                      "ill", (int) planned, dyzur_clock_now (), settle->message_id))
    return FALSE;
  return !planned || recount (db, settle, changes, error);
}

static gboolean
settle_message (DyzurDb         *db,
                SettleData      *settle,
                DyzurChangeSet  *changes,
                GError         **error)
{
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, settle->conversation_id);
  if (settle->state == DYZUR_OUTBOX_QUEUED)
    return set_delivery (db, settle, DYZUR_DELIVERY_QUEUED, error);
  if (settle->state == DYZUR_OUTBOX_FAILED)
    return set_delivery (db, settle, DYZUR_DELIVERY_FAILED, error) && recount (db, settle, changes, error);
  return message_accepted (db, settle, changes, error);
}

/* What is done, and a refused change of state (the remote's word comes by itself), leave the outbox. */
static gboolean
settle_row (DyzurDb     *db,
            SettleData  *settle,
            GError     **error)
{
  if (settle->state == DYZUR_OUTBOX_FILED || (settle->state == DYZUR_OUTBOX_FAILED && settle->message_id == 0))
    return dyzur_db_exec (db, error, "DELETE FROM outbox WHERE id = ?", "l", settle->action_id);
  return dyzur_db_exec (db, error,
                        "UPDATE outbox SET state = ?, retry_at = ?, uncertain = ? WHERE id = ?", "ilil",
                        (int) settle->state, settle->retry_at, (int) is_uncertain (settle), settle->action_id);
}

/* The remote showed us the message while the connector still waited for its answer: that was the answer. */
static gboolean
was_echoed (const SettleData *settle)
{
  return settle->before == DYZUR_OUTBOX_ACCEPTED &&
         (settle->state == DYZUR_OUTBOX_QUEUED || settle->state == DYZUR_OUTBOX_FAILED);
}

static gboolean
settle_action (DyzurDb         *db,
               gpointer         user_data,
               DyzurChangeSet  *changes,
               GCancellable    *cancellable,
               GError         **error)
{
  SettleData *settle = user_data;

  if (!load_row (db, settle, error))
    return FALSE;
  if (was_echoed (settle))
    return TRUE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_OUTBOX, 0);
  return (settle->message_id == 0 || settle_message (db, settle, changes, error)) && settle_row (db, settle, error);
}

/* Where the remote knows no agents, whoever sits here is told by a name all consoles have for themselves. */
static void
name_me (DyzurStore  *self,
         DyzurAction *action)
{
  g_autofree char *me = _dyzur_store_dup_me (self);

  if (action->conversation_remote_id != NULL || action->assignee_id == NULL || g_strcmp0 (action->assignee_id, me) != 0)
    return;
  g_free (action->assignee_id);
  action->assignee_id = g_strdup (DYZUR_AGENT_ME);
}

/**
 * dyzur_store_take_action:
 * @now: ms UTC
 * @next_at: (out): when nothing can go now: the time of the next that could, 0 = nothing waits
 *
 * Blocking, by the account's job thread. The next thing to do at the remote, marked SENDING on the disk before this
 * returns; or ACCEPTED, when only dyzur_connector_file() is left. Each one is given back by dyzur_store_settle_action();
 * one that goes out passes dyzur_store_commit_action() before.
 *
 * Returns: (transfer full) (nullable): %NULL without @error when nothing can go now
 */
DyzurAction *
dyzur_store_take_action (DyzurStore  *self,
                         const char  *account_id,
                         gint64       now,
                         gint64      *next_at,
                         GError     **error)
{
  TakeData take = { .account_id = account_id, .now = now };

  g_return_val_if_fail (DYZUR_IS_STORE (self), NULL);

  take.directory = _dyzur_store_get_directory (self);
  if (!_dyzur_store_write (self, take_action, &take, NULL, error))
    {
      dyzur_action_free (take.action);
      return NULL;
    }
  if (next_at != NULL)
    *next_at = take.next_at;
  if (take.action != NULL)
    name_me (self, take.action);
  return take.action;
}

static gboolean
commit_action (DyzurDb         *db,
               gpointer         user_data,
               DyzurChangeSet  *changes,
               GCancellable    *cancellable,
               GError         **error)
{
  gint64 *action_id = user_data;

  if (!dyzur_db_exec (db, error, "UPDATE outbox SET uncertain = 1 WHERE id = ? AND state = 1", "l", *action_id))
    return FALSE;
  if (dyzur_db_changes (db) > 0)
    return TRUE;
  g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "no action %" G_GINT64_FORMAT, *action_id);
  return FALSE;
}

/**
 * dyzur_store_commit_action:
 * @error: NOT_FOUND when the account or conversation was removed meanwhile, or the remote showed the message already
 *
 * Blocking, by the account's job thread: the point of no return of an action that was taken. When this returns, the disk
 * knows that the remote may have it; see dyzur_action_commit().
 */
gboolean
dyzur_store_commit_action (DyzurStore  *self,
                           gint64       action_id,
                           GError     **error)
{
  g_return_val_if_fail (DYZUR_IS_STORE (self), FALSE);

  return _dyzur_store_write (self, commit_action, &action_id, NULL, error);
}

/**
 * dyzur_store_settle_action:
 * @state: ACCEPTED (the remote has it, file() is left), FILED (done), QUEUED (try again at @retry_at), FAILED (refused)
 * @remote_id: (nullable): what the remote calls the message
 * @failure: (nullable): why not; %DYZUR_REMOTE_ERROR_UNCERTAIN: perhaps it was done after all. With FAILED that is a
 *   question to a person (%DYZUR_PROBLEM_UNCERTAIN): dyzur_store_retry_message_async() or
 *   dyzur_store_confirm_message_async()
 * @retry_at: ms UTC: not before; 0 = at once
 *
 * Blocking, by the account's job thread; ignores no answer: what the remote accepted is kept even while closing.
 * NOT_FOUND when the account or conversation was removed meanwhile.
 */
gboolean
dyzur_store_settle_action (DyzurStore        *self,
                           gint64             action_id,
                           DyzurOutboxState   state,
                           const char        *remote_id,
                           const GError      *failure,
                           gint64             retry_at,
                           GError           **error)
{
  SettleData settle = { .action_id = action_id, .state = state, .remote_id = remote_id, .failure = failure,
                        .retry_at = retry_at };

  g_return_val_if_fail (DYZUR_IS_STORE (self), FALSE);
  g_return_val_if_fail (state != DYZUR_OUTBOX_SENDING, FALSE);

  return _dyzur_store_write (self, settle_action, &settle, NULL, error);
}

/* A person says that the customer has it. What is left is what is left of any accepted message. */
static gboolean
confirm_message (DyzurDb         *db,
                 gpointer         user_data,
                 DyzurChangeSet  *changes,
                 GCancellable    *cancellable,
                 GError         **error)
{
  gint64 *message_id = user_data;
  SettleData settle = { .state = DYZUR_OUTBOX_ACCEPTED };

  if (!dyzur_db_int64 (db, &settle.action_id, error,
                       "SELECT id FROM outbox WHERE message_id = ? AND state = 4 AND uncertain", "l", *message_id))
    return FALSE;
  if (settle.action_id == 0)
    {
      g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT,
                   "nobody asks about message %" G_GINT64_FORMAT, *message_id);
      return FALSE;
    }
  return load_row (db, &settle, error) && settle_message (db, &settle, changes, error) &&
         settle_row (db, &settle, error) && recount (db, &settle, changes, error);
}

/**
 * dyzur_store_confirm_message_async:
 * @message_id: was perhaps sent (%DYZUR_PROBLEM_UNCERTAIN)
 *
 * A person knows that it arrived: it counts as sent, and its copy is filed. CONFLICT when that is no question any more.
 */
void
dyzur_store_confirm_message_async (DyzurStore          *self,
                                   gint64               message_id,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_confirm_message_async);
  g_task_set_task_data (task, g_memdup2 (&message_id, sizeof message_id), g_free);
  _dyzur_store_write_task (self, task, confirm_message);
}

gboolean
dyzur_store_confirm_message_finish (DyzurStore    *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
count_waiting (DyzurDb         *db,
               gpointer         user_data,
               DyzurChangeSet  *changes,
               GCancellable    *cancellable,
               GError         **error)
{
  GHashTable *counts = user_data;
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT a.id, count (*) FROM outbox o JOIN accounts a ON a.nr = o.account "
                         "WHERE o.kind IN (0, 1) AND o.state IN (0, 1) GROUP BY a.nr", "");
  while (dyzur_rows_next (rows))
    g_hash_table_insert (counts, dyzur_rows_dup_text (rows, 0), GUINT_TO_POINTER (dyzur_rows_int (rows, 1)));
  return dyzur_rows_end (&rows, error);
}

void
dyzur_store_count_waiting_async (DyzurStore          *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_count_waiting_async);
  g_task_set_task_data (task, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                        (GDestroyNotify) g_hash_table_unref);
  _dyzur_store_read_task (self, task, count_waiting);
}

/**
 * dyzur_store_count_waiting_finish:
 *
 * Returns: (transfer full) (element-type utf8 guint): account id → messages not yet accepted; accounts without are absent
 */
GHashTable *
dyzur_store_count_waiting_finish (DyzurStore    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_hash_table_ref (g_task_get_task_data (G_TASK (result)));
}
