/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-runner-private.h"

#include "dyzur-clock.h"

G_DEFINE_FINAL_TYPE (DyzurRunner, dyzur_runner, G_TYPE_OBJECT)

/* ---- the job thread: in ---- */

static void
post_passing (DyzurRunner *self,
              GPtrArray   *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      const DyzurEvent *event = g_ptr_array_index (events, i);
      DyzurReport *report;

      if (event->kind == DYZUR_EVENT_NOTICE && event->name != NULL)
        {
          report = _dyzur_runner_report_new (self, DYZUR_REPORT_NOTICE);
          report->text = g_strdup (event->name);
          _dyzur_runner_report_post (report);
        }
      if (event->kind != DYZUR_EVENT_WRITER || event->remote_id == NULL)
        continue;
      report = _dyzur_runner_report_new (self, DYZUR_REPORT_WRITER);
      report->text = g_strdup (event->remote_id);
      report->name = event->presence == DYZUR_PRESENCE_WRITING ? g_strdup (event->name) : NULL;
      _dyzur_runner_report_post (report);
    }
}

static gboolean
sink_cb (GPtrArray   *events,
         const char  *cursor,
         gpointer     user_data,
         GError     **error)
{
  DyzurRunner *self = user_data;
  g_autoptr(GArray) arrived = NULL;

  if (!dyzur_store_ingest (self->store, self->account_id, events, cursor, &arrived, error))
    return FALSE;

  post_passing (self, events);
  for (guint i = 0; arrived != NULL && i < arrived->len; i++)
    {
      const DyzurArrival *arrival = &g_array_index (arrived, DyzurArrival, i);
      DyzurReport *report = _dyzur_runner_report_new (self, DYZUR_REPORT_ARRIVED);

      report->first = arrival->conversation_id;
      report->second = arrival->message_id;
      _dyzur_runner_report_post (report);
    }
  return TRUE;
}

static gboolean
bring_in (DyzurRunner  *self,
          GError      **error)
{
  g_autofree char *cursor = NULL;
  g_autoptr(GError) local = NULL;

  cursor = dyzur_store_dup_cursor (self->store, self->account_id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return dyzur_connector_sync (self->connector, cursor, sink_cb, self, self->stop, error);
}

/* ---- the job thread: its life ---- */

/* A fresh cancellable for the next wait(), already fired when somebody nudged meanwhile. */
static GCancellable *
renew_wake (DyzurRunner *self)
{
  GCancellable *wake = g_cancellable_new ();

  g_mutex_lock (&self->shared.mutex);
  g_set_object (&self->shared.wake, wake);
  if (self->shared.nudged || g_cancellable_is_cancelled (self->stop))
    g_cancellable_cancel (wake);
  g_mutex_unlock (&self->shared.mutex);
  return wake;
}

static void
take_nudge (DyzurRunner *self)
{
  g_mutex_lock (&self->shared.mutex);
  self->shared.nudged = FALSE;
  g_mutex_unlock (&self->shared.mutex);
}

static gboolean
work_session (DyzurRunner  *self,
              GError      **error)
{
  if (!_dyzur_runner_settle_unwritten (self, error))
    return FALSE;
  _dyzur_runner_report_state (self, DYZUR_ACCOUNT_CONNECTING, NULL);
  if (!dyzur_connector_connect (self->connector, self->stop, error))
    return FALSE;
  self->job.connected = TRUE;
  _dyzur_runner_report_state (self, DYZUR_ACCOUNT_CATCHING_UP, NULL);

  while (!g_cancellable_is_cancelled (self->stop))
    {
      g_autoptr(GCancellable) wake = NULL;

      take_nudge (self);
      if (!_dyzur_runner_deliver (self, error) || !bring_in (self, error))
        return FALSE;
      dyzur_backoff_reset (&self->job.backoff);
      _dyzur_runner_report_state (self, DYZUR_ACCOUNT_ONLINE, NULL);
      _dyzur_runner_serve_requests (self);

      wake = renew_wake (self);
      if (!dyzur_connector_wait (self->connector, sink_cb, self, wake, error))
        return FALSE;
    }
  return TRUE;
}

/*
 * What a person must mend is not tried again by itself but rarely, and a server that has had enough of us is left alone: each
 * try would count against us. All else is tried again with growing pauses.
 */
static gint64
pause_after (DyzurRunner  *self,
             const GError *error)
{
  if (g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH) ||
      g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_CERTIFICATE))
    return 15 * DYZUR_MINUTE;
  if (g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_BUSY))
    return 10 * DYZUR_MINUTE;
  return dyzur_backoff_next (&self->job.backoff);
}

static void
pause_job (DyzurRunner *self,
           gint64       pause)
{
  gint64 until = g_get_monotonic_time () + pause * 1000;

  g_mutex_lock (&self->shared.mutex);
  while (!self->shared.fresh_start && !g_cancellable_is_cancelled (self->stop) &&
         g_cond_wait_until (&self->shared.cond, &self->shared.mutex, until))
    ;
  if (self->shared.fresh_start)
    dyzur_backoff_reset (&self->job.backoff);
  self->shared.fresh_start = FALSE;
  g_mutex_unlock (&self->shared.mutex);
}

static gpointer
run_job (gpointer data)
{
  DyzurRunner *self = data;

  while (!g_cancellable_is_cancelled (self->stop))
    {
      g_autoptr(GError) error = NULL;
      gboolean ended_well = work_session (self, &error);

      if (self->job.connected)
        dyzur_connector_disconnect (self->connector);
      self->job.connected = FALSE;
      _dyzur_runner_refuse_requests (self, error);
      if (ended_well || g_cancellable_is_cancelled (self->stop))
        continue;
      g_debug ("%s: %s", self->account_id, error->message);
      _dyzur_runner_report_state (self, DYZUR_ACCOUNT_OFFLINE, error);
      pause_job (self, pause_after (self, error));
    }
  _dyzur_runner_settle_unwritten (self, NULL);
  return NULL;
}

/* ---- main thread ---- */

static void
dyzur_runner_finalize (GObject *object)
{
  DyzurRunner *self = DYZUR_RUNNER (object);

  g_assert (self->thread == NULL);

  g_clear_pointer (&self->job.unwritten, _dyzur_verdict_free);
  g_clear_object (&self->store);
  g_clear_object (&self->connector);
  g_clear_object (&self->account);
  g_clear_object (&self->stop);
  g_clear_object (&self->shared.wake);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->shared.mutex);
  g_cond_clear (&self->shared.cond);
  g_free (self->account_id);

  G_OBJECT_CLASS (dyzur_runner_parent_class)->finalize (object);
}

static void
dyzur_runner_class_init (DyzurRunnerClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dyzur_runner_finalize;

  g_signal_new ("arrived", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  g_signal_new ("notice", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("writer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  g_signal_new ("transfer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dyzur_runner_init (DyzurRunner *self)
{
  g_mutex_init (&self->shared.mutex);
  g_cond_init (&self->shared.cond);
  g_queue_init (&self->shared.requests);
  self->stop = g_cancellable_new ();
  self->context = g_main_context_ref_thread_default ();
}

DyzurRunner *
dyzur_runner_new (DyzurStore     *store,
                  DyzurConnector *connector,
                  DyzurAccount   *account)
{
  DyzurRunner *self = g_object_new (DYZUR_TYPE_RUNNER, NULL);

  self->store = g_object_ref (store);
  self->connector = g_object_ref (connector);
  self->account = g_object_ref (account);
  self->account_id = g_strdup (dyzur_account_get_config (account)->id);
  return self;
}

DyzurAccount *
dyzur_runner_get_account (DyzurRunner *self)
{
  return self->account;
}

DyzurConnector *
dyzur_runner_get_connector (DyzurRunner *self)
{
  return self->connector;
}

/**
 * dyzur_runner_get_transfer:
 *
 * Returns: (transfer none): what is on its way now
 */
const DyzurTransfer *
dyzur_runner_get_transfer (DyzurRunner *self)
{
  return &self->transfer;
}

void
dyzur_runner_start (DyzurRunner *self)
{
  g_return_if_fail (self->thread == NULL);

  self->thread = g_thread_new (self->account_id, run_job, self);
}

/**
 * dyzur_runner_wake:
 *
 * Something is in the outbox, or wanted: ends the connector's wait. Does not shorten the pause after a fault.
 */
void
dyzur_runner_wake (DyzurRunner *self)
{
  g_autoptr(GCancellable) wake = NULL;

  g_mutex_lock (&self->shared.mutex);
  self->shared.nudged = TRUE;
  if (self->shared.wake != NULL)
    wake = g_object_ref (self->shared.wake);
  g_mutex_unlock (&self->shared.mutex);
  if (wake != NULL)
    g_cancellable_cancel (wake);
}

/**
 * dyzur_runner_reconnect:
 *
 * Tries at once when the account is offline: a person asked, or the network came back.
 */
void
dyzur_runner_reconnect (DyzurRunner *self)
{
  g_mutex_lock (&self->shared.mutex);
  self->shared.fresh_start = TRUE;
  g_cond_signal (&self->shared.cond);
  g_mutex_unlock (&self->shared.mutex);
  dyzur_runner_wake (self);
}

/**
 * dyzur_runner_stop:
 *
 * Tells the job thread to end, without waiting for it: so that several end side by side before each is closed.
 */
void
dyzur_runner_stop (DyzurRunner *self)
{
  g_cancellable_cancel (self->stop);
  g_mutex_lock (&self->shared.mutex);
  g_cond_signal (&self->shared.cond);
  if (self->shared.timer != NULL)
    {
      g_source_destroy (self->shared.timer);
      g_clear_pointer (&self->shared.timer, g_source_unref);
    }
  g_mutex_unlock (&self->shared.mutex);
  dyzur_runner_wake (self);
}

/**
 * dyzur_runner_close:
 *
 * Blocking: ends the job thread. What a remote has accepted is written down first.
 */
void
dyzur_runner_close (DyzurRunner *self)
{
  dyzur_runner_stop (self);
  g_clear_pointer (&self->thread, g_thread_join);
  _dyzur_runner_set_timer (self, 0);
  _dyzur_runner_refuse_requests (self, NULL);
}
