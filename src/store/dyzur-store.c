/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-private.h"

#include "dyzur-fts-private.h"
#include "dyzur-profile-lock.h"
#include "dyzur-rescue-private.h"
#include "dyzur-store-index-private.h"
#include "dyzur-store-threads-private.h"

/* How often lists hear of what remotes bring in; what a person does is told at once. */
#define CHANGES_INTERVAL (50 * G_TIME_SPAN_MILLISECOND)

struct _DyzurStore
{
  GObject             parent_instance;

  char               *directory;
  char               *set_aside;
  DyzurAnalyzer      *analyzer;
  int                 lock;
  DyzurStoreThreads  *threads;

  GMutex              mutex;      /* guards what follows */
  char               *me;
  DyzurChangeSet     *pending;
  gint64              told_at;    /* monotonic */
  GSource            *teller;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_QUARK (dyzur-store-error-quark, dyzur_store_error)
G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurStore, dyzur_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_KNOWLEDGE, _dyzur_store_knowledge_init))

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
teller_cb (gpointer user_data)
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
  g_source_set_callback (self->teller, teller_cb, self, NULL);
  g_source_set_ready_time (self->teller, -1);
  g_source_attach (self->teller, context);
}

static void
tell_cb (DyzurChangeSet *changes,
         gboolean        at_once,
         gpointer        user_data)
{
  tell (user_data, changes, at_once);
}

static DyzurDb *
try_to_open (DyzurStore  *self,
             GError     **error)
{
  g_autofree char *path = g_build_filename (self->directory, "dyzur.db", NULL);
  g_autoptr(DyzurDb) db = dyzur_db_open (path, DYZUR_DB_WRITER, error);

  if (db == NULL || !_dyzur_fts_set_up (db, self->analyzer, error))
    return NULL;
  if (_dyzur_rescue_is_suspect (self->directory) && !_dyzur_rescue_check (db, error))
    return NULL;
  _dyzur_rescue_clear_suspect (self->directory);
  if (!_dyzur_schema_migrate (db, error) || !_dyzur_outbox_resume (db, error) ||
      !_dyzur_new_mail_sweep (db, error))
    return NULL;
  return g_steal_pointer (&db);
}

/* A damaged database is set aside, and what could be read of it goes on. */
static DyzurDb *
open_database (DyzurStore  *self,
               GError     **error)
{
  GError *failure = NULL;
  DyzurDb *db;

  if (!_dyzur_rescue_resume (self->directory, error))
    return NULL;
  db = try_to_open (self, &failure);
  if (db != NULL)
    return db;
  if (!g_error_matches (failure, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  g_message ("The database is damaged: %s", failure->message);
  g_clear_error (&failure);
  self->set_aside = _dyzur_rescue_run (self->directory, self->analyzer, error);
  return self->set_aside != NULL ? try_to_open (self, error) : NULL;
}

static DyzurStore *
open_store (const char     *directory,
            DyzurAnalyzer  *analyzer,
            GMainContext   *context,
            GError        **error)
{
  g_autoptr(DyzurStore) self = g_object_new (DYZUR_TYPE_STORE, NULL);
  DyzurDb *writer;

  self->directory = g_strdup (directory);
  g_set_object (&self->analyzer, analyzer);
  self->lock = dyzur_profile_lock (directory, error);
  writer = self->lock >= 0 ? open_database (self, error) : NULL;
  if (writer == NULL)
    {
      dyzur_store_close (self);
      return NULL;
    }
  self->threads = _dyzur_store_threads_new (directory, analyzer, writer, tell_cb, self);
  start_telling (self, context);
  _dyzur_store_remove_leftovers (self);
  _dyzur_store_sweep_files (self);
  dyzur_store_apply_rules (self);
  _dyzur_index_start (self);
  return g_steal_pointer (&self);
}

/* For an opening that nobody waits for any more. */
static void
close_and_unref (gpointer store)
{
  dyzur_store_close (store);
  g_object_unref (store);
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
    g_task_return_pointer (task, store, close_and_unref);
  else
    g_task_return_error (task, error);
}

static void
dyzur_store_finalize (GObject *object)
{
  DyzurStore *self = DYZUR_STORE (object);

  g_clear_pointer (&self->threads, _dyzur_store_threads_free);
  g_clear_pointer (&self->pending, dyzur_change_set_unref);
  g_clear_object (&self->analyzer);
  g_free (self->directory);
  g_free (self->set_aside);
  g_free (self->me);
  g_mutex_clear (&self->mutex);

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
  g_mutex_init (&self->mutex);
}

DyzurStoreThreads *
_dyzur_store_get_threads (DyzurStore *self)
{
  return self->threads;
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

  if (self->threads != NULL)
    _dyzur_store_threads_close (self->threads);
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
