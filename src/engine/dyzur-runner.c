/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-runner.h"

#include "dyzur-backoff.h"
#include "dyzur-clock.h"

/* What became of an action. */
typedef struct
{
  gint64           action_id;
  DyzurOutboxState state;
  char            *remote_id;      /* (nullable) */
  GError          *failure;        /* (nullable) */
  gint64           retry_at;
} Verdict;

struct _DyzurRunner
{
  GObject         parent_instance;

  DyzurStore     *store;
  DyzurConnector *connector;
  DyzurAccount   *account;         /* main thread only */
  char           *account_id;
  GMainContext   *context;         /* of the main thread */
  GThread        *thread;

  GCancellable   *stop;            /* fires once, at the end */

  struct
  {
    GMutex        mutex;
    GCond         cond;
    gboolean      nudged;
    gboolean      fresh_start;     /* a person asked to connect now: forget the waiting time */
    GCancellable *wake;            /* ends wait(), renewed each time */
    GSource      *timer;           /* wakes when a held message falls due */
    GQueue        requests;        /* of GTask: attachments to fetch */
  } shared;

  struct
  {
    DyzurBackoff  backoff;
    gboolean      connected;
    Verdict      *unwritten;       /* (nullable): what the disk could not take yet */
    const DyzurAction *committed;  /* (nullable): the one that passed the point of no return */
  } job;
};

enum { ARRIVED, FAILED, WRITER, NOTICE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurRunner, dyzur_runner, G_TYPE_OBJECT)

static void
verdict_free (Verdict *verdict)
{
  g_free (verdict->remote_id);
  g_clear_error (&verdict->failure);
  g_free (verdict);
}

/* What the job thread has to tell the main one. */
typedef struct
{
  DyzurRunner       *runner;
  guint              signal;       /* N_SIGNALS: a state */
  DyzurAccountState  state;
  DyzurProblem       problem;
  DyzurCertificate  *certificate;  /* (nullable): of the peer that is not trusted */
  char              *text;
  char              *name;
  gint64             first;
  gint64             second;
} Report;

static void
free_report (gpointer data)
{
  Report *report = data;

  g_object_unref (report->runner);
  dyzur_certificate_free (report->certificate);
  g_free (report->text);
  g_free (report->name);
  g_free (report);
}

static gboolean
report_cb (gpointer data)
{
  Report *report = data;
  DyzurRunner *self = report->runner;

  if (report->signal == N_SIGNALS)
    {
      if (g_cancellable_is_cancelled (self->stop))
        return G_SOURCE_REMOVE;
      dyzur_account_set_certificate (self->account, report->certificate);
      dyzur_account_set_state (self->account, report->state, report->problem, report->text);
      if (report->state == DYZUR_ACCOUNT_ONLINE)
        dyzur_account_set_synced_at (self->account, report->first);
    }
  else if (report->signal == ARRIVED)
    g_signal_emit (self, signals[ARRIVED], 0, report->first, report->second);
  else if (report->signal == FAILED)
    g_signal_emit (self, signals[FAILED], 0, report->first, report->second);
  else if (report->signal == NOTICE)
    g_signal_emit (self, signals[NOTICE], 0, report->text);
  else
    g_signal_emit (self, signals[WRITER], 0, report->text, report->name);
  return G_SOURCE_REMOVE;
}

static Report *
new_report (DyzurRunner *self,
            guint        signal)
{
  Report *report = g_new0 (Report, 1);

  report->runner = g_object_ref (self);
  report->signal = signal;
  return report;
}

static void
post (Report *report)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, report_cb, report, free_report);
  g_source_attach (source, report->runner->context);
}

static void
post_state (DyzurRunner       *self,
            DyzurAccountState  state,
            const GError      *error)
{
  Report *report = new_report (self, N_SIGNALS);

  report->state = state;
  report->problem = error != NULL && error->domain == DYZUR_STORE_ERROR ? DYZUR_PROBLEM_DISK
                                                                        : dyzur_problem_from_error (error);
  report->certificate = dyzur_certificate_copy (dyzur_remote_error_get_certificate (error));
  report->text = error != NULL ? g_strdup (error->message) : NULL;
  report->first = dyzur_clock_now ();
  post (report);
}

/* ---- the job thread: in ---- */

static void
post_passing (DyzurRunner *self,
              GPtrArray   *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      const DyzurEvent *event = g_ptr_array_index (events, i);
      Report *report;

      if (event->kind == DYZUR_EVENT_NOTICE && event->name != NULL)
        {
          report = new_report (self, NOTICE);
          report->text = g_strdup (event->name);
          post (report);
        }
      if (event->kind != DYZUR_EVENT_WRITER || event->remote_id == NULL)
        continue;
      report = new_report (self, WRITER);
      report->text = g_strdup (event->remote_id);
      report->name = event->presence == DYZUR_PRESENCE_WRITING ? g_strdup (event->name) : NULL;
      post (report);
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
      Report *report = new_report (self, ARRIVED);

      report->first = arrival->conversation_id;
      report->second = arrival->message_id;
      post (report);
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

/* ---- the job thread: out ---- */

static gboolean
wake_cb (gpointer data)
{
  dyzur_runner_wake (data);
  return G_SOURCE_REMOVE;
}

/* A held message falls due at @at (ms UTC): be woken then. */
static void
set_timer (DyzurRunner *self,
           gint64       at)
{
  gint64 delay = CLAMP (at - dyzur_clock_now (), 10, DYZUR_DAY);

  g_mutex_lock (&self->shared.mutex);
  if (self->shared.timer != NULL)
    {
      g_source_destroy (self->shared.timer);
      g_clear_pointer (&self->shared.timer, g_source_unref);
    }
  if (at != 0)
    {
      self->shared.timer = g_timeout_source_new ((guint) delay);
      g_source_set_callback (self->shared.timer, wake_cb, g_object_ref (self), g_object_unref);
      g_source_attach (self->shared.timer, self->context);
    }
  g_mutex_unlock (&self->shared.mutex);
}

static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT) ||
         g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND) ||
         g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_CONFLICT) ||
         g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMISSION);
}

/* Somebody may have removed the conversation or the account meanwhile. */
static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND);
}

static gboolean
settle_unwritten (DyzurRunner  *self,
                  GError      **error)
{
  const Verdict *verdict = self->job.unwritten;
  g_autoptr(GError) local = NULL;

  if (verdict != NULL &&
      !dyzur_store_settle_action (self->store, verdict->action_id, verdict->state, verdict->remote_id,
                                  verdict->failure, verdict->retry_at, &local) &&
      !is_gone (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_clear_pointer (&self->job.unwritten, verdict_free);
  return TRUE;
}

/* A full disk must not make us forget what the remote said: it is written down before anything else is done. */
static gboolean
settle (DyzurRunner        *self,
        const DyzurAction  *action,
        DyzurOutboxState    state,
        const char         *remote_id,
        const GError       *failure,
        gint64              retry_at,
        GError            **error)
{
  Verdict *verdict = g_new0 (Verdict, 1);

  verdict->action_id = action->id;
  verdict->state = state;
  verdict->remote_id = g_strdup (remote_id);
  verdict->failure = failure != NULL ? g_error_copy (failure) : NULL;
  verdict->retry_at = retry_at;
  g_clear_pointer (&self->job.unwritten, verdict_free);
  self->job.unwritten = verdict;
  return settle_unwritten (self, error);
}

/* It did not go out, and never will by itself: a failed message, and the next one's turn. */
static gboolean
give_up (DyzurRunner        *self,
         const DyzurAction  *action,
         const GError       *failure,
         GError            **error)
{
  Report *report;

  if (!settle (self, action, DYZUR_OUTBOX_FAILED, NULL, failure, 0, error))
    return FALSE;
  if (action->message == NULL)
    return TRUE;
  report = new_report (self, FAILED);
  report->first = action->conversation_id;
  report->second = action->message->id;
  post (report);
  return TRUE;
}

/* Back to the queue, and the session ends, so that order is kept. @why: what is written down; @error is @failure. */
static gboolean
put_back (DyzurRunner        *self,
          const DyzurAction  *action,
          const GError       *why,
          const GError       *failure,
          GError            **error)
{
  gint64 retry_at = dyzur_clock_now () + MIN (5 * DYZUR_MINUTE, DYZUR_SECOND << MIN (action->attempts, 9));

  if (settle (self, action, DYZUR_OUTBOX_QUEUED, NULL, why, retry_at, error))
    g_propagate_error (error, g_error_copy (failure));
  return FALSE;
}

static GError *
new_uncertain (const GError *error)
{
  return g_error_new_literal (DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN, error->message);
}

/* The remote did not take it, or (uncertain) perhaps did: its answer was lost, or quitting cut it off. */
static gboolean
not_delivered (DyzurRunner        *self,
               const DyzurAction  *action,
               const GError       *failure,
               GError            **error)
{
  g_autoptr(GError) uncertain = NULL;

  if (is_gone (failure))
    return TRUE;
  if (is_final (failure))
    return give_up (self, action, failure, error);
  if (action == self->job.committed && g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    failure = uncertain = new_uncertain (failure);
  return put_back (self, action, failure, failure, error);
}

/*
 * The remote did not say whether it has what was perhaps sent. It can be asked again when it just did not answer; when it
 * cannot know, a person is asked.
 */
static gboolean
not_found (DyzurRunner        *self,
           const DyzurAction  *action,
           const GError       *failure,
           GError            **error)
{
  g_autoptr(GError) uncertain = new_uncertain (failure);

  if (is_final (failure) || g_error_matches (failure, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN))
    return give_up (self, action, uncertain, error);
  return put_back (self, action, uncertain, failure, error);
}

/*
 * The customer has the message; only our copy in Sent has no place (a full mailbox, a folder that may not be written).
 * We keep ours here, and the rest of the outbox does not wait for somebody to tidy up.
 */
static gboolean
gives_up_filing (const GError *error)
{
  if (!is_final (error) && !g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_QUOTA))
    return FALSE;
  g_message ("A copy of a sent message was not filed: %s", error->message);
  return TRUE;
}

/* Once the remote has it, nothing may keep us from writing that down: no cancellable from here on. */
static gboolean
settle_accepted (DyzurRunner        *self,
                 const DyzurAction  *action,
                 DyzurReceipt       *receipt,
                 GError            **error)
{
  g_autoptr(GError) local = NULL;

  if (!receipt->filed)
    {
      if (!settle (self, action, DYZUR_OUTBOX_ACCEPTED, receipt->remote_id, NULL, 0, error))
        return FALSE;
      if (!dyzur_connector_file (self->connector, action, self->stop, &local) && !gives_up_filing (local))
        {
          g_debug ("A copy could not be filed yet: %s", local->message);
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  return settle (self, action, DYZUR_OUTBOX_FILED, receipt->remote_id, NULL, 0, error);
}

static gboolean
commit_cb (const DyzurAction  *action,
           gpointer            user_data,
           GError            **error)
{
  DyzurRunner *self = user_data;

  if (!dyzur_store_commit_action (self->store, action->id, error))
    return FALSE;
  self->job.committed = action;
  return TRUE;
}

/* Only a message can be doubled: the same state twice is the same state. */
static gboolean
can_double (const DyzurAction *action)
{
  return action->message != NULL;
}

static gboolean
do_action (DyzurRunner        *self,
           DyzurAction        *action,
           GError            **error)
{
  g_auto(DyzurReceipt) receipt = { NULL, FALSE };
  g_autoptr(GError) local = NULL;
  gboolean done = action->state == DYZUR_OUTBOX_ACCEPTED;

  if (!done && action->uncertain && can_double (action))
    {
      done = dyzur_connector_find (self->connector, action, &receipt, self->stop, &local);
      if (local != NULL)
        return not_found (self, action, local, error);
    }
  self->job.committed = NULL;
  action->commit = can_double (action) ? commit_cb : NULL;
  action->commit_data = self;
  if (!done && !dyzur_connector_deliver (self->connector, action, &receipt, self->stop, &local))
    return not_delivered (self, action, local, error);
  return settle_accepted (self, action, &receipt, error);
}

static gboolean
deliver_waiting (DyzurRunner  *self,
                 GError      **error)
{
  while (!g_cancellable_is_cancelled (self->stop))
    {
      g_autoptr(DyzurAction) action = NULL;
      g_autoptr(GError) local = NULL;
      gint64 next_at = 0;

      action = dyzur_store_take_action (self->store, self->account_id, dyzur_clock_now (), &next_at, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (action == NULL)
        {
          set_timer (self, next_at);
          return TRUE;
        }
      if (!do_action (self, action, error))
        return FALSE;
    }
  return TRUE;
}

static void
serve_requests (DyzurRunner *self)
{
  for (;;)
    {
      g_autoptr(GTask) task = NULL;
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(GError) error = NULL;
      const DyzurAttachment *attachment;

      g_mutex_lock (&self->shared.mutex);
      task = g_queue_pop_head (&self->shared.requests);
      g_mutex_unlock (&self->shared.mutex);
      if (task == NULL)
        return;

      attachment = g_task_get_task_data (task);
      bytes = dyzur_connector_fetch_attachment (self->connector, attachment, g_task_get_cancellable (task), &error);
      if (bytes == NULL || !dyzur_store_put_attachment (self->store, attachment->id, bytes, &error))
        g_task_return_error (task, g_steal_pointer (&error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static void
refuse_requests (DyzurRunner  *self,
                 const GError *why)
{
  GTask *task;

  g_mutex_lock (&self->shared.mutex);
  while ((task = g_queue_pop_head (&self->shared.requests)) != NULL)
    {
      g_task_return_error (task, why != NULL ? g_error_copy (why)
                                             : g_error_new_literal (DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT,
                                                                    "Not connected"));
      g_object_unref (task);
    }
  g_mutex_unlock (&self->shared.mutex);
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
  if (!settle_unwritten (self, error))
    return FALSE;
  post_state (self, DYZUR_ACCOUNT_CONNECTING, NULL);
  if (!dyzur_connector_connect (self->connector, self->stop, error))
    return FALSE;
  self->job.connected = TRUE;
  post_state (self, DYZUR_ACCOUNT_CATCHING_UP, NULL);

  while (!g_cancellable_is_cancelled (self->stop))
    {
      g_autoptr(GCancellable) wake = NULL;

      take_nudge (self);
      if (!deliver_waiting (self, error) || !bring_in (self, error))
        return FALSE;
      dyzur_backoff_reset (&self->job.backoff);
      post_state (self, DYZUR_ACCOUNT_ONLINE, NULL);
      serve_requests (self);

      wake = renew_wake (self);
      if (!dyzur_connector_wait (self->connector, sink_cb, self, wake, error))
        return FALSE;
    }
  return TRUE;
}

/* What a person must mend is not tried again by itself but rarely; all else with growing pauses. */
static gint64
pause_after (DyzurRunner  *self,
             const GError *error)
{
  if (g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH) ||
      g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_CERTIFICATE))
    return 15 * DYZUR_MINUTE;
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
      refuse_requests (self, error);
      if (ended_well || g_cancellable_is_cancelled (self->stop))
        continue;
      g_debug ("%s: %s", self->account_id, error->message);
      post_state (self, DYZUR_ACCOUNT_OFFLINE, error);
      pause_job (self, pause_after (self, error));
    }
  settle_unwritten (self, NULL);
  return NULL;
}

/* ---- main thread ---- */

static void
dyzur_runner_finalize (GObject *object)
{
  DyzurRunner *self = DYZUR_RUNNER (object);

  g_assert (self->thread == NULL);

  g_clear_pointer (&self->job.unwritten, verdict_free);
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

  signals[ARRIVED] = g_signal_new ("arrived", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  signals[NOTICE] = g_signal_new ("notice", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[WRITER] = g_signal_new ("writer", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
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
  set_timer (self, 0);
  refuse_requests (self, NULL);
}

void
dyzur_runner_fetch_attachment_async (DyzurRunner           *self,
                                     const DyzurAttachment *attachment,
                                     GCancellable          *cancellable,
                                     GAsyncReadyCallback    callback,
                                     gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, dyzur_runner_fetch_attachment_async);
  g_task_set_task_data (task, dyzur_attachment_copy (attachment), (GDestroyNotify) dyzur_attachment_free);
  if (dyzur_account_get_state (self->account) != DYZUR_ACCOUNT_ONLINE)
    {
      g_task_return_new_error (task, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT, "Not connected");
      return;
    }
  g_mutex_lock (&self->shared.mutex);
  g_queue_push_tail (&self->shared.requests, g_steal_pointer (&task));
  g_mutex_unlock (&self->shared.mutex);
  dyzur_runner_wake (self);
}

/**
 * dyzur_runner_fetch_attachment_finish:
 *
 * Returns: whether the bytes are on disk now
 */
gboolean
dyzur_runner_fetch_attachment_finish (DyzurRunner   *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
