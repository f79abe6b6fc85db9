/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-threads-private.h"

#include "dyzur-fts-private.h"
#include "dyzur-rescue-private.h"
#include "dyzur-store-private.h"

#define N_READERS 3

/* A log this long (16 MB) never met a moment without readers … */
#define LONG_LOG 4096
/* … so they are asked to wait that long for those who read now. */
#define QUIET_WAIT (100 * G_TIME_SPAN_MILLISECOND)

typedef enum
{
  PRIORITY_PERSON,   /* asked for by the main thread */
  PRIORITY_REMOTE,   /* blocking calls of job threads */
  PRIORITY_IDLE,     /* the index */
} Priority;

/* One operation on its way through a store thread; lives on the caller's stack when the caller waits. */
typedef struct
{
  Priority            priority;
  guint64             serial;
  gboolean            durable;
  DyzurStoreFunc      func;
  gpointer            data;
  DyzurStoreDoneFunc  idle_done;
  GCancellable       *cancellable;

  GTask              *task;        /* (nullable): who does not wait */
  gboolean            waited_for;
  gboolean            done;        /* under the store's mutex */
  GError             *error;
} Job;

struct _DyzurStoreThreads
{
  char               *directory;
  DyzurAnalyzer      *analyzer;
  DyzurStoreTellFunc  tell;
  gpointer            user_data;
  int                 closing;    /* atomic */

  GThreadPool        *writer_pool;
  GThreadPool        *reader_pool;

  struct
  {
    DyzurDb *db;
    guint    log_tried;         /* pages of the log when a quiet moment was last asked for in vain; 0 = it was not */
  } writer;

  GAsyncQueue        *readers;    /* of DyzurDb: connections that rest */

  GMutex              mutex;      /* guards what follows, jobs' done, the pools' lives */
  GCond               done;
  guint64             serial;
  guint               n_reading;
  gboolean            quiet;      /* readers that come wait */
  GCond               reading;    /* either of the two changed */
};

static gboolean
set_closed (GError **error)
{
  g_set_error_literal (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CLOSED, "the store is closed");
  return FALSE;
}

static void
finish_job (DyzurStoreThreads *self,
            Job               *job)
{
  if (g_error_matches (job->error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_DAMAGED))
    _dyzur_rescue_mark_suspect (self->directory);
  if (job->waited_for)
    {
      g_mutex_lock (&self->mutex);
      job->done = TRUE;
      g_cond_broadcast (&self->done);
      g_mutex_unlock (&self->mutex);
      return;
    }
  if (job->task != NULL && job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else if (job->task != NULL)
    g_task_return_boolean (job->task, TRUE);
  else if (job->error != NULL && !g_error_matches (job->error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CLOSED))
    g_message ("Work in the background failed: %s", job->error->message);
  if (job->idle_done != NULL)
    job->idle_done (job->data, job->error);
  g_clear_error (&job->error);
  g_clear_object (&job->task);
  g_free (job);
}

static gboolean
run_write (DyzurStoreThreads  *self,
           Job                *job,
           GError            **error)
{
  g_autoptr(DyzurChangeSet) changes = dyzur_change_set_new ();
  DyzurDb *db = self->writer.db;

  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return FALSE;
  if (job->priority == PRIORITY_IDLE && g_atomic_int_get (&self->closing))
    return set_closed (error);
  dyzur_db_set_durable (db, job->durable);
  dyzur_db_set_stop (db, job->cancellable, job->priority == PRIORITY_IDLE ? &self->closing : NULL);
  if (!dyzur_db_begin (db, error))
    return FALSE;
  if (!job->func (db, job->data, changes, job->cancellable, error) || !dyzur_db_commit (db, error))
    {
      dyzur_db_rollback (db);
      return FALSE;
    }
  if (!dyzur_change_set_is_empty (changes))
    self->tell (changes, job->priority == PRIORITY_PERSON, self->user_data);
  return TRUE;
}

/* Whether nobody reads, within QUIET_WAIT; who wants to waits until set_quiet (FALSE). */
static gboolean
make_quiet (DyzurStoreThreads *self)
{
  gint64 until = g_get_monotonic_time () + QUIET_WAIT;
  gboolean quiet;

  g_mutex_lock (&self->mutex);
  self->quiet = TRUE;
  while (self->n_reading > 0 && g_cond_wait_until (&self->reading, &self->mutex, until))
    continue;
  quiet = self->n_reading == 0;
  g_mutex_unlock (&self->mutex);
  return quiet;
}

static void
end_quiet (DyzurStoreThreads *self)
{
  g_mutex_lock (&self->mutex);
  self->quiet = FALSE;
  g_cond_broadcast (&self->reading);
  g_mutex_unlock (&self->mutex);
}

/*
 * Readers that follow each other without a pause would let the log grow for ever: it begins anew only when nobody needs
 * what is in it. Somebody who reads for longer is not waited for again before the log has grown as much once more.
 */
static void
bound_log (DyzurStoreThreads *self)
{
  guint n_pages = dyzur_db_get_log_pages (self->writer.db);

  if (n_pages < LONG_LOG)
    self->writer.log_tried = 0;
  if (n_pages < self->writer.log_tried + LONG_LOG)
    return;
  self->writer.log_tried = n_pages;
  if (make_quiet (self))
    dyzur_db_checkpoint (self->writer.db);
  end_quiet (self);
}

static void
write_cb (gpointer data,
          gpointer user_data)
{
  Job *job = data;
  DyzurStoreThreads *self = user_data;

  run_write (self, job, &job->error);
  dyzur_db_set_stop (self->writer.db, NULL, NULL);
  finish_job (self, job);
  bound_log (self);
}

/* A connection for this thread: there are never more than N_READERS threads, so never more connections. */
static DyzurDb *
take_reader (DyzurStoreThreads  *self,
             GError            **error)
{
  g_autofree char *path = NULL;
  g_autoptr(DyzurDb) db = g_async_queue_try_pop (self->readers);

  if (db != NULL)
    return g_steal_pointer (&db);
  path = g_build_filename (self->directory, "dyzur.db", NULL);
  db = dyzur_db_open (path, DYZUR_DB_READER, error);
  if (db == NULL || !_dyzur_fts_set_up (db, self->analyzer, error))
    return NULL;
  return g_steal_pointer (&db);
}

static gboolean
run_read (DyzurStoreThreads  *self,
          Job                *job,
          DyzurDb            *db,
          GError            **error)
{
  gboolean good;

  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return FALSE;
  dyzur_db_set_stop (db, job->cancellable, &self->closing);
  if (!dyzur_db_begin (db, error))
    return FALSE;
  good = job->func (db, job->data, NULL, job->cancellable, error);
  dyzur_db_rollback (db);
  dyzur_db_set_stop (db, NULL, NULL);
  return good;
}

static void
begin_reading (DyzurStoreThreads *self)
{
  g_mutex_lock (&self->mutex);
  while (self->quiet)
    g_cond_wait (&self->reading, &self->mutex);
  self->n_reading++;
  g_mutex_unlock (&self->mutex);
}

static void
end_reading (DyzurStoreThreads *self)
{
  g_mutex_lock (&self->mutex);
  self->n_reading--;
  g_cond_broadcast (&self->reading);
  g_mutex_unlock (&self->mutex);
}

static void
read_cb (gpointer data,
         gpointer user_data)
{
  Job *job = data;
  DyzurStoreThreads *self = user_data;
  DyzurDb *db = NULL;

  if (g_atomic_int_get (&self->closing))
    set_closed (&job->error);
  else
    db = take_reader (self, &job->error);
  if (db != NULL)
    {
      begin_reading (self);
      run_read (self, job, db, &job->error);
      end_reading (self);
      g_async_queue_push (self->readers, db);
    }
  finish_job (self, job);
}

static int
compare_jobs (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  const Job *x = a;
  const Job *y = b;

  if (x->priority != y->priority)
    return x->priority < y->priority ? -1 : 1;
  return x->serial < y->serial ? -1 : 1;
}

/* FALSE: the store is closed, the job was not taken. */
static gboolean
push_job (DyzurStoreThreads *self,
          GThreadPool       *pool,
          Job               *job)
{
  gboolean taken = FALSE;

  g_mutex_lock (&self->mutex);
  job->serial = ++self->serial;
  if (!g_atomic_int_get (&self->closing))
    taken = g_thread_pool_push (pool, job, NULL);
  g_mutex_unlock (&self->mutex);
  return taken;
}

static gboolean
run_and_wait (DyzurStoreThreads  *self,
              GThreadPool        *pool,
              gboolean            durable,
              DyzurStoreFunc      func,
              gpointer            data,
              GCancellable       *cancellable,
              GError            **error)
{
  Job job = { .priority = PRIORITY_REMOTE, .durable = durable, .func = func, .data = data, .cancellable = cancellable,
              .waited_for = TRUE };

  if (!push_job (self, pool, &job))
    return set_closed (error);
  g_mutex_lock (&self->mutex);
  while (!job.done)
    g_cond_wait (&self->done, &self->mutex);
  g_mutex_unlock (&self->mutex);
  if (job.error == NULL)
    return TRUE;
  g_propagate_error (error, job.error);
  return FALSE;
}

/*
 * What was committed is told as done, also when somebody lost interest meanwhile: run_write() looks before. What was read
 * is told to nobody who cancelled: a widget cancels when it dies, and its callback relies on it.
 */
static void
run_task (DyzurStoreThreads *self,
          GThreadPool       *pool,
          GTask             *task,
          DyzurStoreFunc     func)
{
  Job *job = g_new0 (Job, 1);

  job->priority = PRIORITY_PERSON;
  job->durable = TRUE;
  job->func = func;
  job->data = g_task_get_task_data (task);
  job->cancellable = g_task_get_cancellable (task);
  job->task = g_object_ref (task);
  g_task_set_check_cancellable (task, pool != self->writer_pool);
  if (push_job (self, pool, job))
    return;
  set_closed (&job->error);
  finish_job (self, job);
}

/*
 * @directory: of the profile; @writer: (transfer full): opened and migrated
 */
DyzurStoreThreads *
_dyzur_store_threads_new (const char         *directory,
                          DyzurAnalyzer      *analyzer,
                          DyzurDb            *writer,
                          DyzurStoreTellFunc  tell,
                          gpointer            user_data)
{
  DyzurStoreThreads *self = g_new0 (DyzurStoreThreads, 1);

  self->directory = g_strdup (directory);
  g_set_object (&self->analyzer, analyzer);
  self->tell = tell;
  self->user_data = user_data;
  self->writer.db = writer;
  self->readers = g_async_queue_new_full ((GDestroyNotify) dyzur_db_close);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->done);
  g_cond_init (&self->reading);
  self->writer_pool = g_thread_pool_new (write_cb, self, 1, TRUE, NULL);
  g_thread_pool_set_sort_function (self->writer_pool, compare_jobs, NULL);
  self->reader_pool = g_thread_pool_new (read_cb, self, N_READERS, TRUE, NULL);
  g_thread_pool_set_sort_function (self->reader_pool, compare_jobs, NULL);
  return self;
}

void
_dyzur_store_threads_close (DyzurStoreThreads *self)
{
  if (self->writer.db == NULL)
    return;
  g_mutex_lock (&self->mutex);
  g_atomic_int_set (&self->closing, TRUE);
  g_mutex_unlock (&self->mutex);
  g_thread_pool_free (g_steal_pointer (&self->writer_pool), FALSE, TRUE);
  g_thread_pool_free (g_steal_pointer (&self->reader_pool), FALSE, TRUE);
  for (DyzurDb *db = g_async_queue_try_pop (self->readers); db != NULL; db = g_async_queue_try_pop (self->readers))
    dyzur_db_close (db);
  g_clear_pointer (&self->writer.db, dyzur_db_close);
}

void
_dyzur_store_threads_free (DyzurStoreThreads *self)
{
  if (self == NULL)
    return;
  if (self->writer.db != NULL)
    g_critical ("The store of %s is let go without dyzur_store_close ()", self->directory);
  g_async_queue_unref (self->readers);
  g_clear_object (&self->analyzer);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->done);
  g_cond_clear (&self->reading);
  g_free (self->directory);
  g_free (self);
}

gboolean
_dyzur_store_write (DyzurStore      *self,
                    DyzurStoreFunc   func,
                    gpointer         data,
                    GCancellable    *cancellable,
                    GError         **error)
{
  DyzurStoreThreads *threads = _dyzur_store_get_threads (self);

  return run_and_wait (threads, threads->writer_pool, TRUE, func, data, cancellable, error);
}

gboolean
_dyzur_store_write_bulk (DyzurStore      *self,
                         DyzurStoreFunc   func,
                         gpointer         data,
                         GCancellable    *cancellable,
                         GError         **error)
{
  DyzurStoreThreads *threads = _dyzur_store_get_threads (self);

  return run_and_wait (threads, threads->writer_pool, FALSE, func, data, cancellable, error);
}

gboolean
_dyzur_store_read (DyzurStore      *self,
                   DyzurStoreFunc   func,
                   gpointer         data,
                   GCancellable    *cancellable,
                   GError         **error)
{
  DyzurStoreThreads *threads = _dyzur_store_get_threads (self);

  return run_and_wait (threads, threads->reader_pool, FALSE, func, data, cancellable, error);
}

static void
push_idle (DyzurStore         *self,
           gboolean            durable,
           DyzurStoreFunc      func,
           gpointer            data,
           DyzurStoreDoneFunc  done)
{
  DyzurStoreThreads *threads = _dyzur_store_get_threads (self);
  Job *job = g_new0 (Job, 1);

  job->priority = PRIORITY_IDLE;
  job->durable = durable;
  job->func = func;
  job->data = data;
  job->idle_done = done;
  if (push_job (threads, threads->writer_pool, job))
    return;
  set_closed (&job->error);
  finish_job (threads, job);
}

void
_dyzur_store_write_idle (DyzurStore         *self,
                         DyzurStoreFunc      func,
                         gpointer            data,
                         DyzurStoreDoneFunc  done)
{
  push_idle (self, FALSE, func, data, done);
}

void
_dyzur_store_write_idle_durable (DyzurStore         *self,
                                 DyzurStoreFunc      func,
                                 gpointer            data,
                                 DyzurStoreDoneFunc  done)
{
  push_idle (self, TRUE, func, data, done);
}

void
_dyzur_store_write_task (DyzurStore     *self,
                         GTask          *task,
                         DyzurStoreFunc  func)
{
  DyzurStoreThreads *threads = _dyzur_store_get_threads (self);

  run_task (threads, threads->writer_pool, task, func);
}

void
_dyzur_store_read_task (DyzurStore     *self,
                        GTask          *task,
                        DyzurStoreFunc  func)
{
  DyzurStoreThreads *threads = _dyzur_store_get_threads (self);

  run_task (threads, threads->reader_pool, task, func);
}

