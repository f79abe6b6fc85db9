/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-moves-private.h"

#include "dyzur-clock.h"
#include "dyzur-contact.h"
#include "dyzur-contacts-private.h"
#include "dyzur-labels-private.h"
#include "dyzur-outbox-private.h"
#include "dyzur-store-private.h"
#include "dyzur-store-records-private.h"

/* Splitting and merging by hand: each a transaction that remembers what belonged where. */

typedef struct
{
  gint64   conversation_id;   /* what is split, or what the others come into */
  GArray  *ids;               /* messages; conversations; moves */
  gint64   contact_id;
  char    *address;
  char    *author_name;
  GArray  *moves;             /* the result: DyzurMoveRecord */
} MoveData;

static void
move_data_free (gpointer user_data)
{
  MoveData *data = user_data;

  g_array_unref (data->ids);
  g_clear_pointer (&data->moves, g_array_unref);
  g_free (data->address);
  g_free (data->author_name);
  g_free (data);
}

static gboolean
refuse (const char  *why,
        GError     **error)
{
  g_set_error_literal (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT, why);
  return FALSE;
}

static gboolean
add_note (DyzurDb                        *db,
          const DyzurConversationRecord  *conversation,
          DyzurActivity                   activity,
          const char                     *subject,
          const char                     *author_name,
          DyzurChangeSet                 *changes,
          gint64                         *id,
          GError                        **error)
{
  g_autoptr(DyzurUpkeep) upkeep = _dyzur_upkeep_load (db, conversation->id, error);

  if (upkeep == NULL || !_dyzur_upkeep_note (upkeep, db, activity, subject, author_name, NULL, dyzur_clock_now (), changes,
                                             error))
    return FALSE;
  if (id != NULL)
    *id = dyzur_db_last_id (db);
  return TRUE;
}

static gboolean
record_move (DyzurDb     *db,
             DyzurMoveRecord   *move,
             gint64       activity_id,
             gint64       other_id,
             const char  *author_name,
             const char  *was,
             GArray      *message_ids,
             GError     **error)
{
  if (!dyzur_db_exec (db, error,
                      "INSERT INTO moves (kind, from_id, to_id, activity_id, other_id, author_name, at, was) "
                      "VALUES (?, ?, ?, ?, nullif (?, 0), ?, ?, ?)",
                      "illllsls", (int) move->kind, move->from_id, move->to_id, activity_id, other_id, author_name,
                      dyzur_clock_now (), was))
    return FALSE;
  move->id = dyzur_db_last_id (db);
  for (guint i = 0; i < message_ids->len; i++)
    if (!dyzur_db_exec (db, error, "INSERT INTO moved_messages VALUES (?, ?)", "ll", move->id,
                        g_array_index (message_ids, gint64, i)))
      return FALSE;
  return TRUE;
}

/* ---- split ---- */

/* Only messages and notes of the conversation go, each once; the activities stay where they happened. */
static GArray *
choose_messages (DyzurDb         *db,
                 const MoveData  *data,
                 gboolean        *all,
                 GError         **error)
{
  g_autoptr(GHashTable) wanted = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr(GArray) chosen = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(DyzurRows) rows = NULL;

  for (guint i = 0; i < data->ids->len; i++)
    g_hash_table_add (wanted, &g_array_index (data->ids, gint64, i));
  *all = TRUE;
  rows = dyzur_db_query (db, "SELECT id, kind FROM messages WHERE conversation_id = ? AND kind != 3 ORDER BY id", "l",
                         data->conversation_id);
  while (dyzur_rows_next (rows))
    {
      gint64 id = dyzur_rows_int64 (rows, 0);

      if (g_hash_table_contains (wanted, &id))
        g_array_append_val (chosen, id);
      else if (dyzur_rows_int (rows, 1) != DYZUR_MESSAGE_NOTE)
        *all = FALSE;
    }
  return dyzur_rows_end (&rows, error) ? g_steal_pointer (&chosen) : NULL;
}

/* Somebody else: a known contact, or whoever has the address. *@address: where they are written to */
static gboolean
find_customer (DyzurDb                        *db,
               const MoveData                 *data,
               const DyzurConversationRecord  *from,
               gint64                         *contact_id,
               char                          **address,
               DyzurChangeSet                 *changes,
               GError                        **error)
{
  *contact_id = data->contact_id;
  if (data->address != NULL)
    {
      g_autoptr(DyzurContactRecord) wanted = dyzur_contact_record_new (NULL);

      dyzur_contact_record_add_point (wanted, DYZUR_POINT_EMAIL, data->address);
      *address = g_strdup (data->address);
      *contact_id = _dyzur_contact_resolve (db, 0, wanted, data->contact_id, changes, error);
      return *contact_id != 0;
    }
  if (*contact_id == 0 || *contact_id == from->contact_id)
    {
      *contact_id = from->contact_id;
      *address = g_strdup (from->contact_address);
      return TRUE;
    }
  return dyzur_db_text (db, address, error,
                        "SELECT value FROM contact_points WHERE contact_id = ? AND kind = ? ORDER BY position LIMIT 1", "li",
                        *contact_id, (int) (from->channel == DYZUR_CHANNEL_EMAIL ? DYZUR_POINT_EMAIL : DYZUR_POINT_PHONE));
}

/* It goes on as what it was part of: with the same colleague, the same labels. Only the clock of a snooze stays behind. */
static gint64
add_part (DyzurDb                        *db,
          const DyzurConversationRecord  *from,
          gint64                          contact_id,
          const char                     *address,
          GArray                         *message_ids,
          DyzurChangeSet                 *changes,
          GError                        **error)
{
  gint64 id;

  if (!dyzur_db_exec (db, error,
                      "INSERT INTO conversations (account, inbox_id, channel, contact_id, contact_address, subject, status, "
                      "priority, assignee_id, assignee_name, team) SELECT account, inbox_id, channel, ?2, ?3, "
                      "coalesce ((SELECT nullif (subject, '') FROM messages WHERE id = ?4), subject), "
                      "iif (status >= 3, status, 0), priority, assignee_id, assignee_name, team FROM conversations WHERE id = ?1",
                      "llsl", from->id, contact_id, address, g_array_index (message_ids, gint64, 0)))
    return 0;
  id = dyzur_db_last_id (db);
  return from->labels == NULL || _dyzur_labels_write (db, id, from->labels, changes, error) ? id : 0;
}

/* What the remote keeps with the customer's last message is said of both parts. */
static gboolean
tell_state (DyzurDb         *db,
            gint64           id,
            const char      *assignee_before,
            DyzurStatus      status_before,
            DyzurChangeSet  *changes,
            GError         **error)
{
  g_autoptr(DyzurConversationRecord) now = _dyzur_store_read_conversation (db, id, error);
  g_autoptr(DyzurUpkeep) upkeep = now != NULL ? _dyzur_upkeep_load (db, id, error) : NULL;
  DyzurOutboxRow assign = { .kind = DYZUR_ACTION_ASSIGN };
  DyzurOutboxRow status = { .kind = DYZUR_ACTION_STATUS };

  if (upkeep == NULL)
    return FALSE;
  assign.assignee_id = now->assignee_id;
  status.status = now->status;
  status.status_before = now->status;
  status.snoozed_until = now->snoozed_until;
  return (g_strcmp0 (assignee_before, now->assignee_id) == 0 || _dyzur_outbox_add (db, upkeep, &assign, changes, error)) &&
         (status_before == now->status || _dyzur_outbox_add (db, upkeep, &status, changes, error));
}

static gboolean
split_into (DyzurDb                        *db,
            MoveData                       *data,
            const DyzurConversationRecord  *from,
            gint64                          to_id,
            GArray                         *message_ids,
            DyzurChangeSet                 *changes,
            GError                        **error)
{
  DyzurMoveRecord move = { .kind = DYZUR_MOVE_SPLIT, .from_id = from->id, .to_id = to_id };
  g_autoptr(DyzurConversationRecord) to = NULL;
  gint64 activity_id, other_id;

  if (!_dyzur_moves_messages (db, message_ids, to_id, error) || !_dyzur_moves_keys (db, from->id, to_id, error))
    return FALSE;
  to = _dyzur_store_read_conversation (db, to_id, error);
  if (to == NULL ||
      !add_note (db, from, DYZUR_ACTIVITY_SPLIT, to->subject, data->author_name, changes, &activity_id, error) ||
      !add_note (db, to, DYZUR_ACTIVITY_SPLIT_FROM, from->subject, data->author_name, changes, &other_id, error) ||
      !record_move (db, &move, activity_id, other_id, data->author_name, NULL, message_ids, error))
    return FALSE;
  g_array_append_val (data->moves, move);
  return _dyzur_moves_settle (db, from->id, from->status, from->snoozed_until, changes, error) &&
         _dyzur_moves_settle (db, to_id, to->status, 0, changes, error) &&
         tell_state (db, to_id, NULL, DYZUR_STATUS_OPEN, changes, error);
}

static gboolean
split (DyzurDb         *db,
       gpointer         user_data,
       DyzurChangeSet  *changes,
       GCancellable    *cancellable,
       GError         **error)
{
  MoveData *data = user_data;
  g_autoptr(DyzurConversationRecord) from = _dyzur_store_read_conversation (db, data->conversation_id, error);
  g_autoptr(GArray) message_ids = NULL;
  g_autofree char *address = NULL;
  gint64 contact_id, to_id;
  gboolean all;

  if (from == NULL)
    return FALSE;
  if (from->remote_id != NULL)
    return refuse ("the server knows this conversation as one", error);
  message_ids = choose_messages (db, data, &all, error);
  if (message_ids == NULL)
    return FALSE;
  if (message_ids->len == 0 || all)
    return refuse ("nothing would be left of one of the two", error);
  if (!find_customer (db, data, from, &contact_id, &address, changes, error))
    return FALSE;
  to_id = add_part (db, from, contact_id, address, message_ids, changes, error);
  return to_id != 0 && split_into (db, data, from, to_id, message_ids, changes, error);
}

/* ---- merge ---- */

static GArray *
list_messages (DyzurDb  *db,
               gint64    conversation_id,
               GError  **error)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, "SELECT id FROM messages WHERE conversation_id = ?", "l", conversation_id);

  while (dyzur_rows_next (rows))
    {
      gint64 id = dyzur_rows_int64 (rows, 0);

      g_array_append_val (ids, id);
    }
  return dyzur_rows_end (&rows, error) ? g_steal_pointer (&ids) : NULL;
}

/* The more pressing of both: open, somebody's, urgent, labelled, mentioned. */
static gboolean
unite_state (DyzurDb                        *db,
             const DyzurConversationRecord  *to,
             const DyzurConversationRecord  *from,
             DyzurChangeSet                 *changes,
             GError                        **error)
{
  gboolean opens = from->status == DYZUR_STATUS_OPEN && to->status != DYZUR_STATUS_OPEN;
  gboolean takes = to->assignee_id == NULL && from->assignee_id != NULL;
  g_auto(GStrv) labels = dyzur_strv_unite (to->labels, from->labels);

  return dyzur_db_exec (db, error,
                        "UPDATE conversations SET assignee_id = ?, assignee_name = ?, priority = ?, mentioned = ? "
                        "WHERE id = ?",
                        "ssiil", takes ? from->assignee_id : to->assignee_id,
                        takes ? from->assignee_name : to->assignee_name, (int) MAX (to->priority, from->priority),
                        to->mentioned || from->mentioned, to->id) &&
         (from->labels == NULL || _dyzur_labels_write (db, to->id, labels, changes, error)) &&
         _dyzur_moves_settle (db, to->id, opens ? DYZUR_STATUS_OPEN : to->status, opens ? 0 : to->snoozed_until, changes,
                              error);
}

static gboolean
remember_draft (DyzurDb  *db,
                gint64    from_id,
                gint64    to_id,
                int       kind,
                char    **was,
                GError  **error)
{
  g_autofree char *before = NULL;
  g_autofree char *row = NULL;
  gint64 rowid = 0;

  if (!dyzur_db_int64 (db, &rowid, error, "SELECT rowid FROM drafts WHERE conversation_id = ? AND kind = ?", "li", from_id,
                       kind))
    return FALSE;
  if (rowid == 0)
    return TRUE;
  before = g_steal_pointer (was);
  return _dyzur_moves_snapshot (db, "drafts", rowid, &row, error) &&
         dyzur_db_text (db, was, error,
                        "SELECT json_insert (?1, '$.drafts[#]', json_object ('row', json (?2), "
                        "'alone', NOT EXISTS (SELECT 1 FROM drafts WHERE conversation_id = ?4 AND kind = ?5), "
                        "'files', (SELECT json_group_array (id) FROM attachments WHERE draft_conversation = ?3 "
                        "AND draft_kind = ?5)))",
                        "sslli", before, row, from_id, to_id, kind);
}

/* What undoing needs and the messages do not say. */
static gboolean
remember (DyzurDb                        *db,
          const DyzurConversationRecord  *from,
          const DyzurConversationRecord  *to,
          char                          **was,
          GError                        **error)
{
  g_autofree char *from_row = NULL;
  g_autofree char *to_row = NULL;

  return _dyzur_moves_snapshot (db, "conversations", from->id, &from_row, error) &&
         _dyzur_moves_snapshot (db, "conversations", to->id, &to_row, error) &&
         dyzur_db_text (db, was, error,
                        "SELECT json_object ('from', json (?1), 'to', json (?2), 'drafts', json_array (), "
                        "'outcomes', (SELECT json_group_array (id) FROM suggestion_outcomes WHERE conversation_id = ?3))",
                        "ssl", from_row, to_row, from->id) &&
         remember_draft (db, from->id, to->id, DYZUR_DRAFT_REPLY, was, error) &&
         remember_draft (db, from->id, to->id, DYZUR_DRAFT_NOTE, was, error);
}

static gboolean
remember_after (DyzurDb  *db,
                gint64    move_id,
                gint64    to_id,
                GError  **error)
{
  g_autofree char *row = NULL;

  return _dyzur_moves_snapshot (db, "conversations", to_id, &row, error) &&
         dyzur_db_exec (db, error, "UPDATE moves SET was = json_set (was, '$.after', json (?)) WHERE id = ?", "sl", row,
                        move_id);
}

static gboolean
merge_one (DyzurDb         *db,
           MoveData        *data,
           gint64           from_id,
           DyzurChangeSet  *changes,
           GError         **error)
{
  g_autoptr(DyzurConversationRecord) to = _dyzur_store_read_conversation (db, data->conversation_id, error);
  g_autoptr(DyzurConversationRecord) from = to != NULL ? _dyzur_store_read_conversation (db, from_id, error) : NULL;
  DyzurMoveRecord move = { .kind = DYZUR_MOVE_MERGE, .from_id = from_id, .to_id = data->conversation_id };
  g_autoptr(GArray) message_ids = NULL;
  g_autofree char *was = NULL;
  gint64 activity_id;

  if (from == NULL)
    return FALSE;
  if (from->id == to->id || from->remote_id != NULL || to->remote_id != NULL ||
      g_strcmp0 (from->account_id, to->account_id) != 0)
    return refuse ("only conversations of one account, whose server does not know them, can be merged", error);
  message_ids = list_messages (db, from_id, error);
  if (message_ids == NULL || !remember (db, from, to, &was, error) ||
      !_dyzur_moves_pour (db, from_id, to->id, changes, error) ||
      !add_note (db, to, DYZUR_ACTIVITY_MERGED, from->subject, data->author_name, changes, &activity_id, error) ||
      !record_move (db, &move, activity_id, 0, data->author_name, was, message_ids, error) ||
      !unite_state (db, to, from, changes, error) || !remember_after (db, move.id, to->id, error))
    return FALSE;
  g_array_append_val (data->moves, move);
  return tell_state (db, to->id, from->assignee_id, from->status, changes, error);
}

static gboolean
merge (DyzurDb         *db,
       gpointer         user_data,
       DyzurChangeSet  *changes,
       GCancellable    *cancellable,
       GError         **error)
{
  MoveData *data = user_data;

  for (guint i = 0; i < data->ids->len; i++)
    if (!merge_one (db, data, g_array_index (data->ids, gint64, i), changes, error))
      return FALSE;
  return TRUE;
}

static gboolean
undo (DyzurDb         *db,
      gpointer         user_data,
      DyzurChangeSet  *changes,
      GCancellable    *cancellable,
      GError         **error)
{
  MoveData *data = user_data;

  for (guint i = data->ids->len; i > 0; i--)
    {
      DyzurMoveRecord move = { .id = g_array_index (data->ids, gint64, i - 1) };

      if (!_dyzur_moves_undo (db, &move, data->author_name, changes, error))
        return FALSE;
      g_array_append_val (data->moves, move);
    }
  return TRUE;
}

/* ---- for everybody ---- */

static GTask *
new_task (DyzurStore           *self,
          gint64                conversation_id,
          const gint64         *ids,
          gsize                 n_ids,
          const char           *author_name,
          GCancellable         *cancellable,
          GAsyncReadyCallback   callback,
          gpointer              user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  MoveData *data = g_new0 (MoveData, 1);

  data->conversation_id = conversation_id;
  data->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (data->ids, ids, (guint) n_ids);
  data->moves = g_array_new (FALSE, TRUE, sizeof (DyzurMoveRecord));
  data->author_name = g_strdup (author_name);
  g_task_set_task_data (task, data, move_data_free);
  return task;
}

/**
 * dyzur_store_split_async:
 * @message_ids: (array length=n_messages): messages and notes of @conversation_id; what waits to be sent goes with its
 *   message, the draft and the activities stay
 * @contact_id: whose the new conversation is; 0 = the same customer's
 * @address: (nullable): an e-mail address instead, of a contact that is made when there is none
 * @author_name: (nullable): who does it
 *
 * A conversation of its own from messages of another one, in the same inbox. Answers to them go there from now on, and the
 * two are not tied together again by a mail that names both. Fails with %DYZUR_STORE_ERROR_CONFLICT when nothing would be
 * left of one of them, or the remote knows conversations.
 */
void
dyzur_store_split_async (DyzurStore          *self,
                         gint64               conversation_id,
                         const gint64        *message_ids,
                         gsize                n_messages,
                         gint64               contact_id,
                         const char          *address,
                         const char          *author_name,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  MoveData *data;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = new_task (self, conversation_id, message_ids, n_messages, author_name, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_split_async);
  data = g_task_get_task_data (task);
  data->contact_id = contact_id;
  data->address = address != NULL && *address != '\0' ? g_strdup (address) : NULL;
  _dyzur_store_write_task (self, task, split);
}

/**
 * dyzur_store_merge_async:
 * @conversation_id: what the others come into: its customer, inbox and subject stay
 * @others: (array length=n_others): they are gone afterwards
 *
 * Everything of the others goes along: messages, what waits to be sent, drafts (below the one that is being written), labels.
 * Open wins, and so does the higher priority. All or nothing; %DYZUR_STORE_ERROR_CONFLICT when they are not of one account.
 */
void
dyzur_store_merge_async (DyzurStore          *self,
                         gint64               conversation_id,
                         const gint64        *others,
                         gsize                n_others,
                         const char          *author_name,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = new_task (self, conversation_id, others, n_others, author_name, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_merge_async);
  _dyzur_store_write_task (self, task, merge);
}

/**
 * dyzur_store_undo_moves_async:
 * @move_ids: (array length=n_moves): in the order they were made; undone from the last one back
 *
 * Everything is again where it was. What came since goes to where it would have gone: with the message it answers. Fails
 * with %DYZUR_STORE_ERROR_CONFLICT when it was undone before, or a later merge has to be undone first.
 */
void
dyzur_store_undo_moves_async (DyzurStore          *self,
                              const gint64        *move_ids,
                              gsize                n_moves,
                              const char          *author_name,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = new_task (self, 0, move_ids, n_moves, author_name, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_undo_moves_async);
  _dyzur_store_write_task (self, task, undo);
}

/**
 * dyzur_store_move_finish:
 *
 * Of all three.
 *
 * Returns: (transfer full) (element-type DyzurMoveRecord): what was done, or undone
 */
GArray *
dyzur_store_move_finish (DyzurStore    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  MoveData *data = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&data->moves) : NULL;
}
