/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-runner-private.h"

#include "dyzur-clock.h"

static void
free_report (gpointer data)
{
  DyzurReport *report = data;

  g_object_unref (report->runner);
  dyzur_certificate_free (report->certificate);
  g_free (report->text);
  g_free (report->name);
  g_free (report);
}

static void
show_state (DyzurRunner       *self,
            const DyzurReport *report)
{
  if (g_cancellable_is_cancelled (self->stop))
    return;
  dyzur_account_set_certificate (self->account, report->certificate);
  dyzur_account_set_state (self->account, report->state, report->problem, report->text);
  if (report->state == DYZUR_ACCOUNT_ONLINE)
    dyzur_account_set_synced_at (self->account, report->first);
}

/* Kept with the account, without connecting again: the connector has no use for it. */
static void
keep_limit (DyzurRunner *self,
            gint64       max_size)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (self->account);
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, max_size);
  DyzurAccountConfig *changed;

  if (g_cancellable_is_cancelled (self->stop) ||
      g_strcmp0 (dyzur_account_config_get (config, DYZUR_ACCOUNT_MAX_SIZE), value) == 0)
    return;
  changed = dyzur_account_config_copy (config);
  dyzur_account_config_set (changed, DYZUR_ACCOUNT_MAX_SIZE, value);
  dyzur_store_save_account_async (self->store, changed, NULL, NULL, NULL);
  dyzur_account_set_config (self->account, changed);
}

static gboolean
report_cb (gpointer data)
{
  DyzurReport *report = data;
  DyzurRunner *self = report->runner;

  switch (report->kind)
    {
    case DYZUR_REPORT_ARRIVED:
      g_signal_emit_by_name (self, "arrived", report->first, report->second);
      break;

    case DYZUR_REPORT_FAILED:
      g_signal_emit_by_name (self, "failed", report->first, report->second);
      break;

    case DYZUR_REPORT_NOTICE:
      g_signal_emit_by_name (self, "notice", report->text);
      break;

    case DYZUR_REPORT_LIMIT:
      keep_limit (self, report->first);
      break;

    case DYZUR_REPORT_TRANSFER:
      self->transfer = report->transfer;
      g_signal_emit_by_name (self, "transfer");
      break;

    case DYZUR_REPORT_WRITER:
      g_signal_emit_by_name (self, "writer", report->text, report->name);
      break;

    case DYZUR_REPORT_STATE:
    default:
      show_state (self, report);
      break;
    }
  return G_SOURCE_REMOVE;
}

DyzurReport *
_dyzur_runner_report_new (DyzurRunner     *self,
                          DyzurReportKind  kind)
{
  DyzurReport *report = g_new0 (DyzurReport, 1);

  report->runner = g_object_ref (self);
  report->kind = kind;
  return report;
}

void
_dyzur_runner_report_post (DyzurReport *report)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, report_cb, report, free_report);
  g_source_attach (source, report->runner->context);
}

void
_dyzur_runner_report_state (DyzurRunner       *self,
                            DyzurAccountState  state,
                            const GError      *error)
{
  DyzurReport *report = _dyzur_runner_report_new (self, DYZUR_REPORT_STATE);

  report->state = state;
  report->problem = error != NULL && error->domain == DYZUR_STORE_ERROR ? DYZUR_PROBLEM_DISK
                                                                        : dyzur_problem_from_error (error);
  report->certificate = dyzur_certificate_copy (dyzur_remote_error_get_certificate (error));
  report->text = error != NULL ? g_strdup (error->message) : NULL;
  report->first = dyzur_clock_now ();
  _dyzur_runner_report_post (report);
}

/* ---- how far something big is ---- */

static void
report_transfer (DyzurRunner *self)
{
  DyzurReport *report = _dyzur_runner_report_new (self, DYZUR_REPORT_TRANSFER);

  report->transfer = self->job.transfer;
  _dyzur_runner_report_post (report);
}

/* Nothing is told before _dyzur_runner_progress_cb() has something to tell. */
void
_dyzur_runner_begin_transfer (DyzurRunner       *self,
                              DyzurTransferKind  kind,
                              gint64             id)
{
  self->job.transfer = (DyzurTransfer) { .kind = kind, .id = id };
}

void
_dyzur_runner_end_transfer (DyzurRunner *self)
{
  gboolean told = self->job.transfer.percent > 0;

  self->job.transfer = (DyzurTransfer) { 0 };
  if (told)
    report_transfer (self);
}

/* A GFileProgressCallback: at most a hundred times */
void
_dyzur_runner_progress_cb (goffset  done,
                           goffset  total,
                           gpointer user_data)
{
  DyzurRunner *self = user_data;
  guint percent = (guint) (done * 100 / MAX (total, 1));

  if (percent == self->job.transfer.percent)
    return;
  self->job.transfer.percent = percent;
  report_transfer (self);
}
