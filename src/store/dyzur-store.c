/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-private.h"

#include "dyzur-fts-private.h"
#include "dyzur-profile-lock.h"
#include "dyzur-rescue-private.h"
#include "dyzur-store-index-private.h"

#define N_READERS 3

/* How often lists hear of what remotes bring in; what a person does is told at once. */
#define CHANGES_INTERVAL (50 * G_TIME_SPAN_MILLISECOND)

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

struct _DyzurStore
{
  GObject          parent_instance;

  char            *directory;
  char            *set_aside;
  DyzurAnalyzer   *analyzer;
  int              lock;
  int              closing;    /* atomic */

  GThreadPool     *writer_pool;
  GThreadPool     *reader_pool;

  struct
  {
    DyzurDb *db;
  } writer;

  GAsyncQueue     *readers;    /* of DyzurDb: connections that rest */

  GMutex           mutex;      /* guards what follows */
  GCond            done;
  guint64          serial;
  char            *me;
  DyzurChangeSet  *pending;
  gint64           told_at;    /* monotonic */
  GSource         *teller;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_QUARK (dyzur-store-error-quark, dyzur_store_error)
G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurStore, dyzur_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_KNOWLEDGE, _dyzur_store_knowledge_init))

static gboolean
set_closed (GError **error)
{
  g_set_error_literal (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CLOSED, "the store is closed");
  return FALSE;
}

static void
finish_job (DyzurStore *self,
            Job        *job)
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

/* Lists hear of changes in bunches: at once when a person did something, else at most every CHANGES_INTERVAL. */
static void
tell (DyzurStore     *self,
      DyzurChangeSet *changes,
      gboolean        at_once)
{
  gint64 ready;

  if (dyzur_change_set_is_empty (changes))
    return;
  g_mutex_lock (&self->mutex);
  if (self->pending != NULL)
    dyzur_change_set_merge (self->pending, changes);
  else
    self->pending = dyzur_change_set_ref (changes);
  ready = at_once ? 0 : self->told_at + CHANGES_INTERVAL;
  if (self->teller != NULL &&
      (g_source_get_ready_time (self->teller) < 0 || g_source_get_ready_time (self->teller) > ready))
    g_source_set_ready_time (self->teller, ready);
  g_mutex_unlock (&self->mutex);
}

static gboolean
tell_cb (gpointer user_data)
{
  g_autoptr(DyzurStore) self = g_object_ref (DYZUR_STORE (user_data));
  g_autoptr(DyzurChangeSet) changes = NULL;

  g_mutex_lock (&self->mutex);
  changes = g_steal_pointer (&self->pending);
  self->told_at = g_get_monotonic_time ();
  if (self->teller != NULL)
    g_source_set_ready_time (self->teller, -1);
  g_mutex_unlock (&self->mutex);
  if (changes != NULL)
    g_signal_emit (self, signals[CHANGED], 0, changes);
  return G_SOURCE_CONTINUE;
}

static gboolean
run_write (DyzurStore  *self,
           Job         *job,
           GError     **error)
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
  tell (self, changes, job->priority == PRIORITY_PERSON);
  return TRUE;
}

static void
write_cb (gpointer data,
          gpointer user_data)
{
  Job *job = data;
  DyzurStore *self = user_data;

  run_write (self, job, &job->error);
  dyzur_db_set_stop (self->writer.db, NULL, NULL);
  finish_job (self, job);
}

/* A connection for this thread: there are never more than N_READERS threads, so never more connections. */
static DyzurDb *
take_reader (DyzurStore  *self,
             GError     **error)
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
run_read (DyzurStore  *self,
          Job         *job,
          DyzurDb     *db,
          GError     **error)
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
read_cb (gpointer data,
         gpointer user_data)
{
  Job *job = data;
  DyzurStore *self = user_data;
  DyzurDb *db = NULL;

  if (g_atomic_int_get (&self->closing))
    set_closed (&job->error);
  else
    db = take_reader (self, &job->error);
  if (db != NULL)
    {
      run_read (self, job, db, &job->error);
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
push_job (DyzurStore  *self,
          GThreadPool *pool,
          Job         *job)
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
run_and_wait (DyzurStore      *self,
              GThreadPool     *pool,
              gboolean         durable,
              DyzurStoreFunc   func,
              gpointer         data,
              GCancellable    *cancellable,
              GError         **error)
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

static void
run_task (DyzurStore     *self,
          GThreadPool    *pool,
          GTask          *task,
          DyzurStoreFunc  func)
{
  Job *job = g_new0 (Job, 1);

  job->priority = PRIORITY_PERSON;
  job->durable = TRUE;
  job->func = func;
  job->data = g_task_get_task_data (task);
  job->cancellable = g_task_get_cancellable (task);
  job->task = g_object_ref (task);
  if (push_job (self, pool, job))
    return;
  set_closed (&job->error);
  finish_job (self, job);
}

static gboolean
dispatch_teller (GSource     *source,
                 GSourceFunc  callback,
                 gpointer     user_data)
{
  return callback (user_data);
}

static void
start_telling (DyzurStore   *self,
               GMainContext *context)
{
  static GSourceFuncs funcs = { .dispatch = dispatch_teller };

  self->teller = g_source_new (&funcs, sizeof (GSource));
  g_source_set_static_name (self->teller, "dyzur-store changes");
  g_source_set_callback (self->teller, tell_cb, self, NULL);
  g_source_set_ready_time (self->teller, -1);
  g_source_attach (self->teller, context);
}

static void
start_threads (DyzurStore *self)
{
  self->writer_pool = g_thread_pool_new (write_cb, self, 1, TRUE, NULL);
  g_thread_pool_set_sort_function (self->writer_pool, compare_jobs, NULL);
  self->reader_pool = g_thread_pool_new (read_cb, self, N_READERS, TRUE, NULL);
  g_thread_pool_set_sort_function (self->reader_pool, compare_jobs, NULL);
}

static gboolean
try_to_open (DyzurStore  *self,
             GError     **error)
{
  g_autofree char *path = g_build_filename (self->directory, "dyzur.db", NULL);

  self->writer.db = dyzur_db_open (path, DYZUR_DB_WRITER, error);
  if (self->writer.db == NULL || !_dyzur_fts_set_up (self->writer.db, self->analyzer, error))
    return FALSE;
  if (_dyzur_rescue_is_suspect (self->directory) && !_dyzur_rescue_check (self->writer.db, error))
    return FALSE;
  _dyzur_rescue_clear_suspect (self->directory);
  return _dyzur_schema_migrate (self->writer.db, error) && _dyzur_outbox_resume (self->writer.db, error);
}

/* A damaged database is set aside, and what could be read of it goes on. */
static gboolean
open_database (DyzurStore  *self,
               GError     **error)
{
  GError *failure = NULL;

  if (!_dyzur_rescue_resume (self->directory, error))
    return FALSE;
  if (try_to_open (self, &failure))
    return TRUE;
  g_clear_pointer (&self->writer.db, dyzur_db_close);
  if (!g_error_matches (failure, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_message ("The database is damaged: %s", failure->message);
  g_clear_error (&failure);
  self->set_aside = _dyzur_rescue_run (self->directory, self->analyzer, error);
  return self->set_aside != NULL && try_to_open (self, error);
}

static DyzurStore *
open_store (const char     *directory,
            DyzurAnalyzer  *analyzer,
            GMainContext   *context,
            GError        **error)
{
  g_autoptr(DyzurStore) self = g_object_new (DYZUR_TYPE_STORE, NULL);

  self->directory = g_strdup (directory);
  g_set_object (&self->analyzer, analyzer);
  self->lock = dyzur_profile_lock (directory, error);
  if (self->lock < 0 || !open_database (self, error))
    {
      dyzur_store_close (self);
      return NULL;
    }
  start_threads (self);
  start_telling (self, context);
  _dyzur_store_remove_leftovers (self);
  _dyzur_index_start (self);
  return g_steal_pointer (&self);
}

typedef struct
{
  char          *directory;
  DyzurAnalyzer *analyzer;
  GMainContext  *context;
} OpenData;

static void
free_open_data (gpointer data)
{
  OpenData *open = data;

  g_free (open->directory);
  g_clear_object (&open->analyzer);
  g_main_context_unref (open->context);
  g_free (open);
}

static void
open_cb (GTask        *task,
         gpointer      source_object,
         gpointer      task_data,
         GCancellable *cancellable)
{
  OpenData *open = task_data;
  GError *error = NULL;
  DyzurStore *store = open_store (open->directory, open->analyzer, open->context, &error);

  if (store != NULL)
    g_task_return_pointer (task, store, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
dyzur_store_finalize (GObject *object)
{
  DyzurStore *self = DYZUR_STORE (object);

  if (self->writer.db != NULL || self->writer_pool != NULL)
    g_critical ("The store of %s is let go without dyzur_store_close ()", self->directory);
  g_clear_pointer (&self->pending, dyzur_change_set_unref);
  g_async_queue_unref (self->readers);
  g_clear_object (&self->analyzer);
  g_free (self->directory);
  g_free (self->set_aside);
  g_free (self->me);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->done);

  G_OBJECT_CLASS (dyzur_store_parent_class)->finalize (object);
}

static void
dyzur_store_class_init (DyzurStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dyzur_store_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, DYZUR_TYPE_CHANGE_SET);
}

static void
dyzur_store_init (DyzurStore *self)
{
  self->lock = -1;
  self->readers = g_async_queue_new_full ((GDestroyNotify) dyzur_db_close);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->done);
}

gboolean
_dyzur_store_write (DyzurStore      *self,
                    DyzurStoreFunc   func,
                    gpointer         data,
                    GCancellable    *cancellable,
                    GError         **error)
{
  return run_and_wait (self, self->writer_pool, TRUE, func, data, cancellable, error);
}

gboolean
_dyzur_store_write_bulk (DyzurStore      *self,
                         DyzurStoreFunc   func,
                         gpointer         data,
                         GCancellable    *cancellable,
                         GError         **error)
{
  return run_and_wait (self, self->writer_pool, FALSE, func, data, cancellable, error);
}

gboolean
_dyzur_store_read (DyzurStore      *self,
                   DyzurStoreFunc   func,
                   gpointer         data,
                   GCancellable    *cancellable,
                   GError         **error)
{
  return run_and_wait (self, self->reader_pool, FALSE, func, data, cancellable, error);
}

void
_dyzur_store_write_idle (DyzurStore         *self,
                         DyzurStoreFunc      func,
                         gpointer            data,
                         DyzurStoreDoneFunc  done)
{
  Job *job = g_new0 (Job, 1);

  job->priority = PRIORITY_IDLE;
  job->func = func;
  job->data = data;
  job->idle_done = done;
  if (push_job (self, self->writer_pool, job))
    return;
  set_closed (&job->error);
  finish_job (self, job);
}

void
_dyzur_store_write_task (DyzurStore     *self,
                         GTask          *task,
                         DyzurStoreFunc  func)
{
  run_task (self, self->writer_pool, task, func);
}

void
_dyzur_store_read_task (DyzurStore     *self,
                        GTask          *task,
                        DyzurStoreFunc  func)
{
  run_task (self, self->reader_pool, task, func);
}

DyzurAnalyzer *
_dyzur_store_get_analyzer (DyzurStore *self)
{
  return self->analyzer;
}

const char *
_dyzur_store_get_me (DyzurStore *self)
{
  return self->me;
}

char *
_dyzur_store_dup_me (DyzurStore *self)
{
  char *me;

  g_mutex_lock (&self->mutex);
  me = g_strdup (self->me);
  g_mutex_unlock (&self->mutex);
  return me;
}

const char *
_dyzur_store_get_directory (DyzurStore *self)
{
  return self->directory;
}

/**
 * dyzur_store_open_async:
 * @directory: profile folder, made when missing
 * @analyzer: (nullable): what the search index knows of languages
 *
 * Opens or makes the profile. The `changed` signal will come on the thread-default context of this call.
 */
void
dyzur_store_open_async (const char          *directory,
                        DyzurAnalyzer       *analyzer,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  OpenData *open = g_new0 (OpenData, 1);

  open->directory = g_strdup (directory);
  g_set_object (&open->analyzer, analyzer);
  open->context = g_main_context_ref_thread_default ();
  g_task_set_source_tag (task, dyzur_store_open_async);
  g_task_set_task_data (task, open, free_open_data);
  g_task_run_in_thread (task, open_cb);
}

/**
 * dyzur_store_open_finish:
 * @error: BUSY another program has the profile; NEWER; DAMAGED nothing could be saved; FULL; READ_ONLY; FAILED
 *
 * Returns: (transfer full): to be ended with dyzur_store_close()
 */
DyzurStore *
dyzur_store_open_finish (GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

DyzurStore *
dyzur_store_open (const char     *directory,
                  DyzurAnalyzer  *analyzer,
                  GError        **error)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();

  return open_store (directory, analyzer, context, error);
}

/**
 * dyzur_store_close:
 *
 * Finishes every write that was asked for, stops reads (they end with CLOSED) and joins the threads. Calls after it fail
 * with CLOSED. On the thread that opened the store, once; further calls do nothing.
 */
void
dyzur_store_close (DyzurStore *self)
{
  g_return_if_fail (DYZUR_IS_STORE (self));

  g_mutex_lock (&self->mutex);
  g_atomic_int_set (&self->closing, TRUE);
  g_mutex_unlock (&self->mutex);
  if (self->writer_pool != NULL)
    g_thread_pool_free (g_steal_pointer (&self->writer_pool), FALSE, TRUE);
  if (self->reader_pool != NULL)
    g_thread_pool_free (g_steal_pointer (&self->reader_pool), FALSE, TRUE);
  for (DyzurDb *db = g_async_queue_try_pop (self->readers); db != NULL; db = g_async_queue_try_pop (self->readers))
    dyzur_db_close (db);
  g_clear_pointer (&self->writer.db, dyzur_db_close);
  if (self->teller != NULL)
    g_source_destroy (self->teller);
  g_clear_pointer (&self->teller, g_source_unref);
  dyzur_profile_unlock (self->lock);
  self->lock = -1;
}

const char *
dyzur_store_get_set_aside (DyzurStore *self)
{
  return self->set_aside;
}

/**
 * dyzur_store_set_me:
 * @agent_id: (nullable): who sits here: decides what "mine" is and whose mentions count
 */
void
dyzur_store_set_me (DyzurStore *self,
                    const char *agent_id)
{
  g_autoptr(DyzurChangeSet) changes = dyzur_change_set_new ();

  g_mutex_lock (&self->mutex);
  g_free (self->me);
  self->me = g_strdup (agent_id);
  g_mutex_unlock (&self->mutex);
  dyzur_change_set_add (changes, DYZUR_CHANGED_VIEWS, 0);
  tell (self, changes, TRUE);
}
