/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-runner-private.h"

#include "dyzur-clock.h"

void
_dyzur_verdict_free (DyzurVerdict *verdict)
{
  g_free (verdict->remote_id);
  g_clear_error (&verdict->failure);
  g_free (verdict);
}

static gboolean
wake_cb (gpointer data)
{
  dyzur_runner_wake (data);
  return G_SOURCE_REMOVE;
}

/* A held message falls due at @at (ms UTC): be woken then. */
void
_dyzur_runner_set_timer (DyzurRunner *self,
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

gboolean
_dyzur_runner_settle_unwritten (DyzurRunner  *self,
                                GError      **error)
{
  const DyzurVerdict *verdict = self->job.unwritten;
  g_autoptr(GError) local = NULL;

  if (verdict != NULL &&
      !dyzur_store_settle_action (self->store, verdict->action_id, verdict->state, verdict->remote_id,
                                  verdict->failure, verdict->retry_at, &local) &&
      !is_gone (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_clear_pointer (&self->job.unwritten, _dyzur_verdict_free);
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
  DyzurVerdict *verdict = g_new0 (DyzurVerdict, 1);

  verdict->action_id = action->id;
  verdict->state = state;
  verdict->remote_id = g_strdup (remote_id);
  verdict->failure = failure != NULL ? g_error_copy (failure) : NULL;
  verdict->retry_at = retry_at;
  g_clear_pointer (&self->job.unwritten, _dyzur_verdict_free);
  self->job.unwritten = verdict;
  return _dyzur_runner_settle_unwritten (self, error);
}

/* It did not go out, and never will by itself: a failed message, and the next one's turn. */
static gboolean
give_up (DyzurRunner        *self,
         const DyzurAction  *action,
         const GError       *failure,
         GError            **error)
{
  DyzurReport *report;

  if (!settle (self, action, DYZUR_OUTBOX_FAILED, NULL, failure, 0, error))
    return FALSE;
  if (action->message == NULL)
    return TRUE;
  report = _dyzur_runner_report_new (self, DYZUR_REPORT_FAILED);
  report->first = action->conversation_id;
  report->second = action->message->id;
  _dyzur_runner_report_post (report);
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
gives_up_filing (DyzurRunner  *self,
                 const GError *error)
{
  DyzurReport *report;

  if (!is_final (error) && !g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_QUOTA))
    return FALSE;
  report = _dyzur_runner_report_new (self, DYZUR_REPORT_NOTICE);
  report->text = g_strdup (error->message);
  _dyzur_runner_report_post (report);
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
      if (!dyzur_connector_file (self->connector, action, self->stop, &local) && !gives_up_filing (self, local))
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

/* What the server takes in one message is known before the next one is written. */
static void
tell_limit (DyzurRunner *self,
            guint64      max_size)
{
  DyzurReport *report;

  if (max_size == 0)
    return;
  report = _dyzur_runner_report_new (self, DYZUR_REPORT_LIMIT);
  report->first = (gint64) max_size;
  _dyzur_runner_report_post (report);
}

static gboolean
do_action (DyzurRunner        *self,
           DyzurAction        *action,
           GError            **error)
{
  g_auto(DyzurReceipt) receipt = { 0 };
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
  action->progress = _dyzur_runner_progress_cb;
  action->progress_data = self;
  if (!done)
    {
      gboolean delivered;

      _dyzur_runner_begin_transfer (self, DYZUR_TRANSFER_SENDING, action->message != NULL ? action->message->id : 0);
      delivered = dyzur_connector_deliver (self->connector, action, &receipt, self->stop, &local);
      _dyzur_runner_end_transfer (self);
      tell_limit (self, receipt.max_size);
      if (!delivered)
        return not_delivered (self, action, local, error);
    }
  return settle_accepted (self, action, &receipt, error);
}

gboolean
_dyzur_runner_deliver (DyzurRunner  *self,
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
          _dyzur_runner_set_timer (self, next_at);
          return TRUE;
        }
      if (!do_action (self, action, error))
        return FALSE;
    }
  return TRUE;
}
