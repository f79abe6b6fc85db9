/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-labels-private.h"
#include "dyzur-outbox-private.h"
#include "dyzur-store-private.h"
#include "dyzur-store-records-private.h"

typedef struct
{
  GArray                  *ids;
  DyzurConversationChange  change;
  char                    *assignee_id;
  char                    *assignee_name;
  char                    *label;
  char                    *author_name;
  GPtrArray               *previous;      /* the result */
} ChangeData;

/* One conversation while it is changed. */
typedef struct
{
  DyzurDb                        *db;
  DyzurChangeSet                 *changes;
  const ChangeData               *data;
  const DyzurConversationRecord  *before;
  DyzurUpkeep                    *upkeep;
} Changing;

static void
change_data_free (gpointer user_data)
{
  ChangeData *data = user_data;

  g_array_unref (data->ids);
  g_free (data->assignee_id);
  g_free (data->assignee_name);
  g_free (data->label);
  g_free (data->author_name);
  g_clear_pointer (&data->previous, g_ptr_array_unref);
  g_free (data);
}

static DyzurActivity
activity_for_status (DyzurStatus status)
{
  static const DyzurActivity activities[] = {
    [DYZUR_STATUS_OPEN] = DYZUR_ACTIVITY_REOPENED,
    [DYZUR_STATUS_PENDING] = DYZUR_ACTIVITY_PENDING,
    [DYZUR_STATUS_SNOOZED] = DYZUR_ACTIVITY_SNOOZED,
    [DYZUR_STATUS_RESOLVED] = DYZUR_ACTIVITY_RESOLVED,
    [DYZUR_STATUS_SPAM] = DYZUR_ACTIVITY_SPAM,
    [DYZUR_STATUS_ARCHIVED] = DYZUR_ACTIVITY_ARCHIVED,
  };

  return activities[status];
}

gboolean
_dyzur_change_status (DyzurDb         *db,
                      DyzurUpkeep     *conversation,
                      DyzurStatus      status,
                      gint64           snoozed_until,
                      const char      *author_name,
                      const char      *key,
                      gint64           hold_until,
                      DyzurChangeSet  *changes,
                      GError         **error)
{
  DyzurOutboxRow row = { .key = key, .kind = DYZUR_ACTION_STATUS, .hold_until = hold_until, .status = status,
                         .status_before = conversation->status, .snoozed_until = snoozed_until };
  g_autofree char *until = NULL;

  if (conversation->status == DYZUR_STATUS_DRAFT || status == DYZUR_STATUS_DRAFT)
    return TRUE;   /* only sending and taking back change that */
  if (conversation->status == status &&
      (status != DYZUR_STATUS_SNOOZED || conversation->snoozed_until == snoozed_until))
    return TRUE;
  if (status == DYZUR_STATUS_SNOOZED)
    until = g_strdup_printf ("%" G_GINT64_FORMAT, snoozed_until);
  _dyzur_upkeep_set_status (conversation, status, snoozed_until);
  return _dyzur_upkeep_recount (conversation, db, error) &&
         _dyzur_upkeep_note (conversation, db, activity_for_status (status), until, author_name, key, dyzur_clock_now (),
                             changes, error) &&
         _dyzur_outbox_add (db, conversation, &row, changes, error);
}

static gboolean
note_and_queue (Changing              *self,
                DyzurActivity          activity,
                const char            *text,
                const DyzurOutboxRow  *row,
                GError               **error)
{
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_CONVERSATIONS, self->before->id);
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_VIEWS, 0);
  return _dyzur_upkeep_note (self->upkeep, self->db, activity, text, self->data->author_name, NULL, dyzur_clock_now (),
                             self->changes, error) &&
         _dyzur_outbox_add (self->db, self->upkeep, row, self->changes, error);
}

static gboolean
change_assignee (Changing  *self,
                 GError   **error)
{
  const ChangeData *data = self->data;
  DyzurOutboxRow row = { .kind = DYZUR_ACTION_ASSIGN, .assignee_id = data->assignee_id };
  gboolean nobody = data->assignee_id == NULL;

  if (g_strcmp0 (self->before->assignee_id, data->assignee_id) == 0)
    return TRUE;
  return dyzur_db_exec (self->db, error, "UPDATE conversations SET assignee_id = ?, assignee_name = ? WHERE id = ?", "ssl",
                        data->assignee_id, data->assignee_name, self->before->id) &&
         note_and_queue (self, nobody ? DYZUR_ACTIVITY_UNASSIGNED : DYZUR_ACTIVITY_ASSIGNED, data->assignee_name, &row,
                         error);
}

static gboolean
change_priority (Changing  *self,
                 GError   **error)
{
  DyzurPriority priority = self->data->change.priority;
  DyzurOutboxRow row = { .kind = DYZUR_ACTION_PRIORITY, .priority = priority };

  if (self->before->priority == priority)
    return TRUE;
  return dyzur_db_exec (self->db, error, "UPDATE conversations SET priority = ? WHERE id = ?", "il", (int) priority,
                        self->before->id) &&
         note_and_queue (self, DYZUR_ACTIVITY_PRIORITY, dyzur_priority_to_string (priority), &row, error);
}

static gboolean
has_label (GStrv       labels,
           const char *label)
{
  return labels != NULL && g_strv_contains ((const char * const *) labels, label);
}

static gboolean
change_label (Changing  *self,
              gboolean   add,
              GError   **error)
{
  GStrv before = self->before->labels;
  const char *label = self->data->label;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) labels = NULL;
  DyzurOutboxRow row = { .kind = DYZUR_ACTION_LABELS };

  if (label == NULL || *label == '\0' || has_label (before, label) == add)
    return TRUE;
  for (guint i = 0; before != NULL && before[i] != NULL; i++)
    if (add || !g_str_equal (before[i], label))
      g_strv_builder_add (builder, before[i]);
  if (add)
    g_strv_builder_add (builder, label);
  labels = g_strv_builder_end (builder);
  row.labels = labels;
  return _dyzur_labels_write (self->db, self->before->id, labels, self->changes, error) &&
         note_and_queue (self, add ? DYZUR_ACTIVITY_LABELLED : DYZUR_ACTIVITY_UNLABELLED, label, &row, error);
}

/* Which messages the remote must mark: all unseen ones, or the customer's last one. */
static gboolean
mark_messages (Changing  *self,
               gboolean   seen,
               GStrv     *remote_ids,
               GError   **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (self->db,
                         seen ? "UPDATE messages SET seen = 1 WHERE conversation_id = ? AND seen = 0 RETURNING remote_id"
                              : "UPDATE messages SET seen = 0 WHERE id = (SELECT id FROM messages WHERE "
                                "conversation_id = ? AND kind = 0 ORDER BY sent_at DESC, id DESC LIMIT 1) "
                                "RETURNING remote_id",
                         "l", self->before->id);
  while (dyzur_rows_next (rows))
    if (!dyzur_rows_is_null (rows, 0))
      g_strv_builder_add (builder, dyzur_rows_text (rows, 0));
  *remote_ids = g_strv_builder_end (builder);
  return dyzur_rows_end (&rows, error);
}

static gboolean
change_seen (Changing  *self,
             GError   **error)
{
  gboolean seen = self->data->change.seen;
  DyzurOutboxRow row = { .kind = DYZUR_ACTION_SEEN, .seen = seen };
  g_auto(GStrv) remote_ids = NULL;

  if (seen ? self->before->unread == 0 && !self->before->mentioned : self->before->unread > 0)
    return TRUE;
  if (!mark_messages (self, seen, &remote_ids, error))
    return FALSE;
  self->upkeep->unread = seen ? 0 : 1;
  self->upkeep->dirty = TRUE;
  row.remote_ids = remote_ids;
  return (!seen || dyzur_db_exec (self->db, error, "UPDATE conversations SET mentioned = 0 WHERE id = ?", "l",
                                  self->before->id)) &&
         _dyzur_outbox_add (self->db, self->upkeep, &row, self->changes, error);
}

static gboolean
change_fields (Changing  *self,
               GError   **error)
{
  const DyzurConversationChange *change = &self->data->change;

  return (!(change->fields & DYZUR_CHANGE_STATUS) ||
          _dyzur_change_status (self->db, self->upkeep, change->status, change->snoozed_until, self->data->author_name,
                                NULL, 0, self->changes, error)) &&
         (!(change->fields & DYZUR_CHANGE_ASSIGNEE) || change_assignee (self, error)) &&
         (!(change->fields & DYZUR_CHANGE_PRIORITY) || change_priority (self, error)) &&
         (!(change->fields & DYZUR_CHANGE_ADD_LABEL) || change_label (self, TRUE, error)) &&
         (!(change->fields & DYZUR_CHANGE_REMOVE_LABEL) || change_label (self, FALSE, error)) &&
         (!(change->fields & DYZUR_CHANGE_UNREAD) || change_seen (self, error));
}

static gboolean
change_one (DyzurDb         *db,
            ChangeData      *data,
            gint64           id,
            DyzurChangeSet  *changes,
            GError         **error)
{
  g_autoptr(DyzurConversationRecord) before = _dyzur_store_read_conversation (db, id, error);
  g_autoptr(DyzurUpkeep) upkeep = before != NULL ? _dyzur_upkeep_load (db, id, error) : NULL;
  Changing changing = { .db = db, .changes = changes, .data = data, .before = before, .upkeep = upkeep };

  if (upkeep == NULL || !change_fields (&changing, error) || !_dyzur_upkeep_save (upkeep, db, changes, error))
    return FALSE;
  g_ptr_array_add (data->previous, g_steal_pointer (&before));
  return TRUE;
}

static gboolean
change_all (DyzurDb         *db,
            gpointer         user_data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  ChangeData *data = user_data;

  for (guint i = 0; i < data->ids->len; i++)
    {
      GError *failure = NULL;

      if (change_one (db, data, g_array_index (data->ids, gint64, i), changes, &failure))
        continue;
      if (!g_error_matches (failure, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
      g_clear_error (&failure);
    }
  return TRUE;
}

/**
 * dyzur_store_change_async:
 * @conversation_ids: (array length=n_conversations): those that are gone meanwhile are passed over
 * @author_name: (nullable): who does it, for the activity in the timeline
 *
 * Shown at once, on its way to the remote with the same transaction. What is so already is not done again; a change
 * nobody has taken yet is replaced by a newer one of its kind.
 */
void
dyzur_store_change_async (DyzurStore                     *self,
                          const gint64                   *conversation_ids,
                          gsize                           n_conversations,
                          const DyzurConversationChange  *change,
                          const char                     *author_name,
                          GCancellable                   *cancellable,
                          GAsyncReadyCallback             callback,
                          gpointer                        user_data)
{
  g_autoptr(GTask) task = NULL;
  ChangeData *data;

  g_return_if_fail (DYZUR_IS_STORE (self));
  g_return_if_fail (change != NULL);

  data = g_new0 (ChangeData, 1);
  data->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (data->ids, conversation_ids, (guint) n_conversations);
  data->change = *change;
  data->assignee_id = g_strdup (change->assignee_id);
  data->assignee_name = g_strdup (change->assignee_name);
  data->label = g_strdup (change->label);
  data->author_name = g_strdup (author_name);
  data->previous = g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_conversation_record_free);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_change_async);
  g_task_set_task_data (task, data, change_data_free);
  _dyzur_store_write_task (self, task, change_all);
}

/**
 * dyzur_store_change_finish:
 *
 * Returns: (transfer full) (element-type DyzurConversationRecord): the conversations as they were before, for undo
 */
GPtrArray *
dyzur_store_change_finish (DyzurStore    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  ChangeData *data = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&data->previous) : NULL;
}

typedef struct
{
  gint64 now;
  gint64 next_at;
} WakeData;

static GArray *
find_due (DyzurDb  *db,
          gint64    now,
          GError  **error)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT id FROM conversations WHERE status = 2 AND snoozed_until > 0 AND snoozed_until <= ?",
                         "l", now);
  while (dyzur_rows_next (rows))
    {
      gint64 id = dyzur_rows_int64 (rows, 0);

      g_array_append_val (ids, id);
    }
  return dyzur_rows_end (&rows, error) ? g_steal_pointer (&ids) : NULL;
}

/* It comes back to the top of the list, as if it had just arrived. */
static gboolean
wake_one (DyzurDb         *db,
          gint64           id,
          gint64           now,
          DyzurChangeSet  *changes,
          GError         **error)
{
  g_autoptr(DyzurUpkeep) conversation = _dyzur_upkeep_load (db, id, error);

  if (conversation == NULL)
    return FALSE;
  _dyzur_upkeep_set_status (conversation, DYZUR_STATUS_OPEN, 0);
  conversation->last_activity_at = MAX (conversation->last_activity_at, now);
  return _dyzur_upkeep_note (conversation, db, DYZUR_ACTIVITY_REOPENED, NULL, NULL, NULL, now, changes, error) &&
         _dyzur_upkeep_save (conversation, db, changes, error);
}

static gboolean
wake_snoozed (DyzurDb         *db,
              gpointer         user_data,
              DyzurChangeSet  *changes,
              GCancellable    *cancellable,
              GError         **error)
{
  WakeData *wake = user_data;
  g_autoptr(GArray) ids = find_due (db, wake->now, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!wake_one (db, g_array_index (ids, gint64, i), wake->now, changes, error))
      return FALSE;
  return dyzur_db_int64 (db, &wake->next_at, error,
                         "SELECT min (snoozed_until) FROM conversations WHERE status = 2 AND snoozed_until > 0", "");
}

gboolean
dyzur_store_wake_snoozed (DyzurStore  *self,
                          gint64       now,
                          gint64      *next_at,
                          GError     **error)
{
  WakeData wake = { .now = now };

  g_return_val_if_fail (DYZUR_IS_STORE (self), FALSE);

  if (!_dyzur_store_write (self, wake_snoozed, &wake, NULL, error))
    return FALSE;
  if (next_at != NULL)
    *next_at = wake.next_at;
  return TRUE;
}
