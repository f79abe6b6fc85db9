/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-runner.h"

#include "dyzur-backoff.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_REPORT_STATE,        /* of the account */
  DYZUR_REPORT_ARRIVED,      /* these are signals of the runner */
  DYZUR_REPORT_FAILED,
  DYZUR_REPORT_NOTICE,
  DYZUR_REPORT_WRITER,
  DYZUR_REPORT_LIMIT,        /* first: bytes a message may have */
  DYZUR_REPORT_TRANSFER,
} DyzurReportKind;

/* What became of an action. */
typedef struct
{
  gint64           action_id;
  DyzurOutboxState state;
  char            *remote_id;      /* (nullable) */
  GError          *failure;        /* (nullable) */
  gint64           retry_at;
} DyzurVerdict;

struct _DyzurRunner
{
  GObject         parent_instance;

  DyzurStore     *store;
  DyzurConnector *connector;
  DyzurAccount   *account;         /* main thread only */
  char           *account_id;
  DyzurTransfer   transfer;        /* main thread only */
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
    GQueue        requests;        /* of GTask: see dyzur-runner-requests.c */
  } shared;

  struct
  {
    DyzurBackoff       backoff;
    gboolean           connected;
    DyzurVerdict      *unwritten;  /* (nullable): what the disk could not take yet */
    const DyzurAction *committed;  /* (nullable): the one that passed the point of no return */
    DyzurTransfer      transfer;   /* what was told last */
  } job;
};

/* What the job thread has to tell the main one. */
typedef struct
{
  DyzurRunner       *runner;
  DyzurReportKind    kind;
  DyzurAccountState  state;
  DyzurProblem       problem;
  DyzurCertificate  *certificate;  /* (nullable): of the peer that is not trusted */
  char              *text;
  char              *name;
  gint64             first;
  gint64             second;
  DyzurTransfer      transfer;
} DyzurReport;

/* dyzur-runner-report.c: from the job thread to the main one */
DyzurReport *_dyzur_runner_report_new       (DyzurRunner        *self,
                                             DyzurReportKind     kind);
void         _dyzur_runner_report_post      (DyzurReport        *report);
void         _dyzur_runner_report_state     (DyzurRunner        *self,
                                             DyzurAccountState   state,
                                             const GError       *error);
void         _dyzur_runner_begin_transfer   (DyzurRunner        *self,
                                             DyzurTransferKind   kind,
                                             gint64              id);
void         _dyzur_runner_end_transfer     (DyzurRunner        *self);
void         _dyzur_runner_progress_cb      (goffset             done,
                                             goffset             total,
                                             gpointer            user_data);

/* dyzur-runner-requests.c: what people want to see of the remote */
void         _dyzur_runner_serve_requests   (DyzurRunner        *self);
void         _dyzur_runner_refuse_requests  (DyzurRunner        *self,
                                             const GError       *why);

/* dyzur-runner-delivery.c: the outbox on its way out */
gboolean     _dyzur_runner_deliver          (DyzurRunner        *self,
                                             GError            **error);
gboolean     _dyzur_runner_settle_unwritten (DyzurRunner        *self,
                                             GError            **error);
void         _dyzur_runner_set_timer        (DyzurRunner        *self,
                                             gint64              at);
void         _dyzur_verdict_free            (DyzurVerdict       *verdict);

G_END_DECLS
