/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-store-private.h"
#include "dyzur-store-records-private.h"

/* A set that an account gives as a whole. */
typedef struct
{
  const char *account_id;
  GPtrArray  *elements;
} Put;

/* A list that is read: what is asked, then what was found. */
typedef struct
{
  char      *account_id;
  GPtrArray *found;
} List;

typedef struct
{
  gint64        conversation_id;
  char         *suggestion;
  DyzurOutcome  outcome;
  char         *offered;
  char         *sent;
} RecordOutcome;

static gboolean
put_agents (DyzurDb         *db,
            gpointer         data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  Put *put = data;
  gint64 account = _dyzur_store_read_account_nr (db, put->account_id, error);

  if (account == 0 || !dyzur_db_exec (db, error, "DELETE FROM agents WHERE account = ?", "l", account))
    return FALSE;
  for (guint i = 0; i < put->elements->len; i++)
    {
      const DyzurAgent *agent = g_ptr_array_index (put->elements, i);

      if (!dyzur_db_exec (db, error,
                          "INSERT INTO agents (account, id, name, online) VALUES (?, ?, ?, ?) "
                          "ON CONFLICT DO UPDATE SET name = excluded.name, online = excluded.online",
                          "lssi", account, agent->id, agent->name, agent->online))
        return FALSE;
    }
  dyzur_change_set_add (changes, DYZUR_CHANGED_KNOWLEDGE, 0);
  return TRUE;
}

static gboolean
put_canned (DyzurDb         *db,
            gpointer         data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  Put *put = data;
  gint64 account = _dyzur_store_read_account_nr (db, put->account_id, error);

  if (account == 0 || !dyzur_db_exec (db, error, "DELETE FROM canned WHERE account = ?", "l", account))
    return FALSE;
  for (guint i = 0; i < put->elements->len; i++)
    {
      const DyzurCanned *canned = g_ptr_array_index (put->elements, i);

      if (!dyzur_db_exec (db, error,
                          "INSERT INTO canned (account, shortcut, title, text) VALUES (?, ?, ?, ?) "
                          "ON CONFLICT DO UPDATE SET title = excluded.title, text = excluded.text",
                          "lsss", account, canned->shortcut, canned->title, canned->text))
        return FALSE;
    }
  dyzur_change_set_add (changes, DYZUR_CHANGED_KNOWLEDGE, 0);
  return TRUE;
}

static gboolean
list_agents (DyzurDb         *db,
             gpointer         data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  List *list = data;
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT g.id, g.name, g.online FROM agents g JOIN accounts a ON a.nr = g.account "
                         "WHERE a.id = ? ORDER BY g.name, g.id",
                         "s", list->account_id);
  while (dyzur_rows_next (rows))
    {
      DyzurAgent *agent = dyzur_agent_new (dyzur_rows_text (rows, 0), dyzur_rows_text (rows, 1));

      agent->online = dyzur_rows_int (rows, 2);
      g_ptr_array_add (list->found, agent);
    }
  return dyzur_rows_end (&rows, error);
}

static gboolean
list_canned (DyzurDb         *db,
             gpointer         data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  List *list = data;
  g_autoptr(DyzurRows) rows = dyzur_db_query (db,
                                              "SELECT shortcut, title, text FROM templates UNION ALL "
                                              "SELECT shortcut, title, text FROM canned WHERE shortcut NOT IN "
                                              "(SELECT shortcut FROM templates) ORDER BY shortcut", "");

  while (dyzur_rows_next (rows))
    g_ptr_array_add (list->found, dyzur_canned_new (dyzur_rows_text (rows, 0), dyzur_rows_text (rows, 1),
                                                    dyzur_rows_text (rows, 2)));
  return dyzur_rows_end (&rows, error);
}

static int
compare_labels (gconstpointer a,
                gconstpointer b)
{
  return g_utf8_collate (*(char * const *) a, *(char * const *) b);
}

static gboolean
list_labels (DyzurDb         *db,
             gpointer         data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  List *list = data;
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT name FROM labels WHERE EXISTS "
                         "(SELECT 1 FROM conversation_labels WHERE label_id = labels.id)", "");
  while (dyzur_rows_next (rows))
    g_ptr_array_add (list->found, dyzur_rows_dup_text (rows, 0));
  g_ptr_array_sort (list->found, compare_labels);
  g_ptr_array_add (list->found, NULL);
  return dyzur_rows_end (&rows, error);
}

static gboolean
record_outcome (DyzurDb         *db,
                gpointer         data,
                DyzurChangeSet  *changes,
                GCancellable    *cancellable,
                GError         **error)
{
  RecordOutcome *record = data;

  return dyzur_db_exec (db, error,
                        "INSERT INTO suggestion_outcomes (conversation_id, suggestion, outcome, offered, sent, at) "
                        "VALUES (?, ?, ?, ?, ?, ?)",
                        "lsissl", record->conversation_id, record->suggestion, record->outcome, record->offered,
                        record->sent, dyzur_clock_now ());
}

static void
free_list (gpointer data)
{
  List *list = data;

  g_free (list->account_id);
  g_clear_pointer (&list->found, g_ptr_array_unref);
  g_free (list);
}

static void
free_outcome (gpointer data)
{
  RecordOutcome *record = data;

  g_free (record->suggestion);
  g_free (record->offered);
  g_free (record->sent);
  g_free (record);
}

static void
start_list (DyzurStore          *self,
            const char          *account_id,
            GPtrArray           *found,
            DyzurStoreFunc       func,
            gpointer             tag,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  List *list = g_new0 (List, 1);

  list->account_id = g_strdup (account_id);
  list->found = found;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, list, free_list);
  _dyzur_store_read_task (self, task, func);
}

static GPtrArray *
finish_list (DyzurStore    *self,
             GAsyncResult  *result,
             GError       **error)
{
  List *list;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  list = g_task_get_task_data (G_TASK (result));
  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&list->found) : NULL;
}

/**
 * dyzur_store_put_agents:
 * @agents: (element-type DyzurAgent): everybody who works in the account
 * @error: NOT_FOUND when the account is gone
 *
 * Blocking.
 */
gboolean
dyzur_store_put_agents (DyzurStore  *self,
                        const char  *account_id,
                        GPtrArray   *agents,
                        GError     **error)
{
  Put put = { account_id, agents };

  g_return_val_if_fail (DYZUR_IS_STORE (self), FALSE);

  return _dyzur_store_write_bulk (self, put_agents, &put, NULL, error);
}

/**
 * dyzur_store_put_canned:
 * @canned: (element-type DyzurCanned): every canned response of the account
 * @error: NOT_FOUND when the account is gone
 *
 * Blocking.
 */
gboolean
dyzur_store_put_canned (DyzurStore  *self,
                        const char  *account_id,
                        GPtrArray   *canned,
                        GError     **error)
{
  Put put = { account_id, canned };

  g_return_val_if_fail (DYZUR_IS_STORE (self), FALSE);

  return _dyzur_store_write_bulk (self, put_canned, &put, NULL, error);
}

void
dyzur_store_list_agents_async (DyzurStore          *self,
                               const char          *account_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (DYZUR_IS_STORE (self));

  start_list (self, account_id, dyzur_agents_new (), list_agents, dyzur_store_list_agents_async, cancellable, callback,
              user_data);
}

/**
 * dyzur_store_list_agents_finish:
 *
 * Returns: (transfer full) (element-type DyzurAgent): by name
 */
GPtrArray *
dyzur_store_list_agents_finish (DyzurStore    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return finish_list (self, result, error);
}

void
dyzur_store_list_canned_async (DyzurStore          *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (DYZUR_IS_STORE (self));

  start_list (self, NULL, dyzur_canned_array_new (), list_canned, dyzur_store_list_canned_async, cancellable, callback,
              user_data);
}

/**
 * dyzur_store_list_canned_finish:
 *
 * Returns: (transfer full) (element-type DyzurCanned): by shortcut
 */
GPtrArray *
dyzur_store_list_canned_finish (DyzurStore    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return finish_list (self, result, error);
}

void
dyzur_store_list_labels_async (DyzurStore          *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (DYZUR_IS_STORE (self));

  start_list (self, NULL, g_ptr_array_new_with_free_func (g_free), list_labels, dyzur_store_list_labels_async,
              cancellable, callback, user_data);
}

/**
 * dyzur_store_list_labels_finish:
 *
 * Returns: (transfer full): every label some conversation has, in the order of the language
 */
GStrv
dyzur_store_list_labels_finish (DyzurStore    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  GPtrArray *labels = finish_list (self, result, error);

  return labels != NULL ? (GStrv) g_ptr_array_free (labels, FALSE) : NULL;
}

/**
 * dyzur_store_record_outcome_async:
 * @offered: (nullable): the suggestion's text
 * @sent: (nullable): what was sent instead
 */
void
dyzur_store_record_outcome_async (DyzurStore          *self,
                                  gint64               conversation_id,
                                  const char          *suggestion_id,
                                  DyzurOutcome         outcome,
                                  const char          *offered,
                                  const char          *sent,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  RecordOutcome *record;

  g_return_if_fail (DYZUR_IS_STORE (self));

  record = g_new0 (RecordOutcome, 1);
  record->conversation_id = conversation_id;
  record->suggestion = g_strdup (suggestion_id);
  record->outcome = outcome;
  record->offered = g_strdup (offered);
  record->sent = g_strdup (sent);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_record_outcome_async);
  g_task_set_task_data (task, record, free_outcome);
  _dyzur_store_write_task (self, task, record_outcome);
}

gboolean
dyzur_store_record_outcome_finish (DyzurStore    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
