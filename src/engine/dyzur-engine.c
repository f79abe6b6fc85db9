/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-engine.h"

#include "dyzur-clock.h"
#include "dyzur-engine-private.h"
#include "dyzur-hunspell-analyzer.h"

/*
 * This file is the engine's life. What people do is in dyzur-engine-actions.c, what they look at in
 * dyzur-engine-views.c, accounts are in dyzur-engine-accounts.c.
 */

enum { DISK_CHANGED, STORAGE_CHANGED, MESSAGE_ARRIVED, MESSAGE_FAILED, NOTICE, TRANSFER, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurEngine, dyzur_engine, G_TYPE_OBJECT)

DyzurRunner *
_dyzur_engine_get_runner (DyzurEngine *self,
                          const char  *account_id)
{
  for (guint i = 0; i < self->runners->len; i++)
    {
      DyzurRunner *runner = g_ptr_array_index (self->runners, i);

      if (g_strcmp0 (dyzur_account_get_config (dyzur_runner_get_account (runner))->id, account_id) == 0)
        return runner;
    }
  return NULL;
}

GTask *
_dyzur_engine_forward (DyzurEngine         *self,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, _dyzur_engine_forward);
  return task;
}

void
_dyzur_engine_forwarded_cb (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  g_task_return_pointer (task, g_object_ref (result), g_object_unref);
}

/* (transfer full): the result as the store gave it: its source is the store, which the engine may have closed meanwhile */
GAsyncResult *
_dyzur_engine_forwarded (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* Something new may be in an outbox. */
void
_dyzur_engine_wake (DyzurEngine *self)
{
  for (guint i = 0; i < self->runners->len; i++)
    dyzur_runner_wake (g_ptr_array_index (self->runners, i));
}

void
_dyzur_engine_notice (DyzurEngine *self,
                      const char  *id,
                      const char  *detail)
{
  g_free (self->notice_detail);
  self->notice_detail = g_strdup (detail);
  g_signal_emit (self, signals[NOTICE], 0, id);
}

void
_dyzur_engine_tell_disk (DyzurEngine *self)
{
  g_signal_emit (self, signals[DISK_CHANGED], 0);
}

/* ---- a message for the head: read it, then tell ---- */

typedef struct
{
  DyzurEngine       *engine;
  guint              signal;
  gint64             message_id;
  DyzurConversation *conversation;
} Alarm;

static void
free_alarm (Alarm *alarm)
{
  g_clear_object (&alarm->conversation);
  g_clear_object (&alarm->engine);
  g_free (alarm);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Alarm, free_alarm)

static void
alarm_messages_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(Alarm) alarm = user_data;
  g_autoptr(GPtrArray) messages = NULL;

  messages = dyzur_store_load_messages_finish (DYZUR_STORE (source), result, NULL);
  if (messages == NULL || g_cancellable_is_cancelled (alarm->engine->cancellable))
    return;
  for (guint i = 0; i < messages->len; i++)
    {
      const DyzurMessageRecord *record = g_ptr_array_index (messages, i);
      g_autoptr(DyzurMessage) message = NULL;

      if (record->id != alarm->message_id)
        continue;
      message = dyzur_message_new (dyzur_message_record_copy (record));
      g_signal_emit (alarm->engine, signals[alarm->signal], 0, alarm->conversation, message);
    }
}

static void
alarm_conversation_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr(Alarm) alarm = user_data;
  gint64 id;

  alarm->conversation = dyzur_store_load_conversation_finish (DYZUR_STORE (source), result, NULL);
  if (alarm->conversation == NULL || g_cancellable_is_cancelled (alarm->engine->cancellable))
    return;
  id = dyzur_conversation_get_id (alarm->conversation);
  dyzur_store_load_messages_async (DYZUR_STORE (source), id, 20, alarm->engine->cancellable, alarm_messages_cb, alarm);
  g_steal_pointer (&alarm);
}

static void
tell (DyzurEngine *self,
      guint        signal,
      gint64       conversation_id,
      gint64       message_id)
{
  Alarm *alarm;

  if (self->store == NULL)
    return;
  alarm = g_new0 (Alarm, 1);
  alarm->engine = g_object_ref (self);
  alarm->signal = signal;
  alarm->message_id = message_id;
  dyzur_store_load_conversation_async (self->store, conversation_id, self->cancellable, alarm_conversation_cb, alarm);
}

void
_dyzur_engine_tell_arrived (DyzurEngine *self,
                            gint64       conversation_id,
                            gint64       message_id)
{
  tell (self, MESSAGE_ARRIVED, conversation_id, message_id);
}

void
_dyzur_engine_tell_failed (DyzurEngine *self,
                           gint64       conversation_id,
                           gint64       message_id)
{
  tell (self, MESSAGE_FAILED, conversation_id, message_id);
}

/* ---- snoozed conversations that fall due ---- */

static void
wake_snoozed (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  gint64 next_at = 0;

  dyzur_store_wake_snoozed (source, dyzur_clock_now (), &next_at, NULL);
  g_task_return_int (task, next_at);
}

static gboolean
snooze_due_cb (gpointer data)
{
  DyzurEngine *self = data;

  self->snooze_timer = 0;
  _dyzur_engine_arm_snooze (self);
  return G_SOURCE_REMOVE;
}

static void
snooze_woken_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(DyzurEngine) self = user_data;
  gint64 next_at = g_task_propagate_int (G_TASK (result), NULL);

  if (next_at <= 0 || g_cancellable_is_cancelled (self->cancellable))
    return;
  g_clear_handle_id (&self->snooze_timer, g_source_remove);
  self->snooze_timer = g_timeout_add (CLAMP (next_at - dyzur_clock_now (), 1000, DYZUR_HOUR), snooze_due_cb, self);
}

/* Opens what is due and sets the clock for the next. Called at start and whenever somebody snoozes. */
void
_dyzur_engine_arm_snooze (DyzurEngine *self)
{
  g_autoptr(GTask) task = NULL;

  if (self->store == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;   /* closed while the change that asks for it was on its way */
  task = g_task_new (self->store, NULL, snooze_woken_cb, g_object_ref (self));
  g_task_set_source_tag (task, _dyzur_engine_arm_snooze);
  g_task_run_in_thread (task, wake_snoozed);
}

/* ---- counters of what waits ---- */

static void
waiting_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(DyzurEngine) self = user_data;
  g_autoptr(GHashTable) waiting = NULL;

  waiting = dyzur_store_count_waiting_finish (DYZUR_STORE (source), result, NULL);
  if (waiting == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);
      const char *id = dyzur_account_get_config (account)->id;

      dyzur_account_set_waiting (account, GPOINTER_TO_UINT (g_hash_table_lookup (waiting, id)));
    }
}

static void
store_changed_cb (DyzurStore     *store,
                  DyzurChangeSet *changes,
                  DyzurEngine    *self)
{
  if (dyzur_change_set_has (changes, DYZUR_CHANGED_OUTBOX))
    dyzur_store_count_waiting_async (store, self->cancellable, waiting_cb, g_object_ref (self));
  if (dyzur_change_set_has (changes, DYZUR_CHANGED_STORAGE))
    g_signal_emit (self, signals[STORAGE_CHANGED], 0);
}

static void
network_changed_cb (GNetworkMonitor *monitor,
                    gboolean         available,
                    DyzurEngine     *self)
{
  if (!available)
    return;
  for (guint i = 0; i < self->runners->len; i++)
    dyzur_runner_reconnect (g_ptr_array_index (self->runners, i));
}

/* ---- start ---- */

static void
store_opened_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  DyzurEngine *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->store = dyzur_store_open_finish (result, &error);
  if (self->store == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  dyzur_store_set_me (self->store, self->me_id);
  self->drafter = dyzur_drafter_new (DYZUR_KNOWLEDGE (self->store));
  g_signal_connect (self->store, "changed", G_CALLBACK (store_changed_cb), self);
  self->network_handler = g_signal_connect (g_network_monitor_get_default (), "network-changed",
                                            G_CALLBACK (network_changed_cb), self);
  dyzur_store_count_waiting_async (self->store, self->cancellable, waiting_cb, g_object_ref (self));
  _dyzur_engine_arm_snooze (self);
  _dyzur_engine_start_storage (self);
  _dyzur_engine_load_places (self);
  _dyzur_engine_load_picture_senders (self);
  _dyzur_engine_load_accounts (self, g_steal_pointer (&task));
}

static void
dyzur_engine_dispose (GObject *object)
{
  DyzurEngine *self = DYZUR_ENGINE (object);

  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (dyzur_engine_parent_class)->dispose (object);
}

static void
dyzur_engine_finalize (GObject *object)
{
  DyzurEngine *self = DYZUR_ENGINE (object);

  g_assert (self->store == NULL);

  g_clear_pointer (&self->runners, g_ptr_array_unref);
  g_clear_pointer (&self->shops, g_ptr_array_unref);
  g_clear_pointer (&self->drafts, g_hash_table_unref);
  g_clear_object (&self->credentials);
  g_clear_object (&self->speller);
  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->picture_senders);
  g_hash_table_unref (self->pictures_loading);
  g_hash_table_unref (self->pictures_tried);
  g_free (self->directory);
  g_free (self->me_id);
  g_free (self->me_name);
  g_free (self->notice_detail);

  G_OBJECT_CLASS (dyzur_engine_parent_class)->finalize (object);
}

static void
dyzur_engine_class_init (DyzurEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = dyzur_engine_dispose;
  object_class->finalize = dyzur_engine_finalize;

  signals[DISK_CHANGED] = g_signal_new ("disk-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[STORAGE_CHANGED] = g_signal_new ("storage-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);
  signals[MESSAGE_ARRIVED] = g_signal_new ("message-arrived", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, DYZUR_TYPE_CONVERSATION, DYZUR_TYPE_MESSAGE);
  signals[MESSAGE_FAILED] = g_signal_new ("message-failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, DYZUR_TYPE_CONVERSATION, DYZUR_TYPE_MESSAGE);
  signals[TRANSFER] = g_signal_new ("transfer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NOTICE] = g_signal_new ("notice", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dyzur_engine_init (DyzurEngine *self)
{
  self->places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->picture_senders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->pictures_loading = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->pictures_tried = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->accounts = g_list_store_new (DYZUR_TYPE_ACCOUNT);
  self->runners = g_ptr_array_new_with_free_func (g_object_unref);
  self->shops = g_ptr_array_new_with_free_func (g_object_unref);
  self->disk_left = -1;
  self->me_id = g_strdup (DYZUR_AGENT_ME);
  self->me_name = g_strdup (g_get_real_name ());
}

/**
 * dyzur_engine_new:
 *
 * Returns: (transfer full): an engine at rest; close it before dropping it
 */
DyzurEngine *
dyzur_engine_new (const DyzurEngineOptions *options)
{
  DyzurEngine *self = g_object_new (DYZUR_TYPE_ENGINE, NULL);

  self->directory = g_strdup (options->directory);
  self->practice_speed = options->practice_speed;
  self->practice_start = options->practice_start;
  self->undo_seconds = options->undo_seconds;
  self->credentials = options->memory_secrets ? dyzur_credentials_new_in_memory () : dyzur_credentials_new ();
  self->speller = dyzur_speller_new ("pl");
  return self;
}

void
dyzur_engine_start_async (DyzurEngine         *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(DyzurHunspellAnalyzer) analyzer = dyzur_hunspell_analyzer_new ();

  g_return_if_fail (self->store == NULL);

  g_task_set_source_tag (task, dyzur_engine_start_async);
  dyzur_store_open_async (self->directory, DYZUR_ANALYZER (analyzer), cancellable, store_opened_cb, g_steal_pointer (&task));
}

/**
 * dyzur_engine_start_finish:
 *
 * Returns: whether the profile is open; its accounts then come by themselves
 */
gboolean
dyzur_engine_start_finish (DyzurEngine   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
dyzur_engine_close (DyzurEngine *self)
{
  g_return_if_fail (DYZUR_IS_ENGINE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->snooze_timer, g_source_remove);
  g_clear_handle_id (&self->drafts_timer, g_source_remove);
  _dyzur_engine_stop_storage (self);
  if (self->network_handler != 0)
    g_signal_handler_disconnect (g_network_monitor_get_default (), self->network_handler);
  self->network_handler = 0;
  _dyzur_engine_stop_accounts (self);
  if (self->drafter != NULL)
    dyzur_drafter_close (self->drafter);
  g_clear_object (&self->drafter);
  if (self->speller != NULL)
    dyzur_speller_close (self->speller);
  if (self->store == NULL)
    return;
  g_signal_handlers_disconnect_by_func (self->store, store_changed_cb, self);
  _dyzur_engine_save_failed_drafts (self);
  dyzur_store_close (self->store);
  g_clear_object (&self->store);
}

/**
 * dyzur_engine_set_me:
 * @id: (nullable): %NULL keeps what is set
 * @name: (nullable): likewise
 */
void
dyzur_engine_set_me (DyzurEngine *self,
                     const char  *id,
                     const char  *name)
{
  if (id != NULL && g_strcmp0 (id, self->me_id) != 0)
    {
      g_free (self->me_id);
      self->me_id = g_strdup (id);
      if (self->store != NULL)
        dyzur_store_set_me (self->store, id);
    }
  if (name != NULL && *name != '\0' && g_strcmp0 (name, self->me_name) != 0)
    {
      g_free (self->me_name);
      self->me_name = g_strdup (name);
    }
}

const char *
dyzur_engine_get_me_id (DyzurEngine *self)
{
  return self->me_id;
}

const char *
dyzur_engine_get_me_name (DyzurEngine *self)
{
  return self->me_name;
}

void
dyzur_engine_set_undo_seconds (DyzurEngine *self,
                               guint        seconds)
{
  self->undo_seconds = seconds;
}

const char *
dyzur_engine_get_set_aside (DyzurEngine *self)
{
  return self->store != NULL ? dyzur_store_get_set_aside (self->store) : NULL;
}

const char *
dyzur_engine_get_notice_detail (DyzurEngine *self)
{
  return self->notice_detail;
}
