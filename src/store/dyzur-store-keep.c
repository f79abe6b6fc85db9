/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-keep-private.h"

#include "dyzur-clock.h"
#include "dyzur-files.h"
#include "dyzur-removal-private.h"
#include "dyzur-store-private.h"
#include "dyzur-work-time-private.h"

#include <glib/gstdio.h>

/*
 * The accounts' rules on how long this computer keeps what the remote has, applied behind everything else. Nothing is
 * remembered between two steps but a place to go on from: what a rule takes is found in the tables themselves, so that a
 * pass that was cut short is simply begun again.
 */

/* A step ends after so much work, so that a person's action never waits long for the writer … */
#define STEP_WORK (10 * G_TIME_SPAN_MILLISECOND)
/* … or after so many rows looked at. */
#define STEP_ROWS 500

/* A talk longer than that goes in parts, oldest first. */
#define MANY_MESSAGES 300

/* How many customers' last words vouch for the time: one or two may bear a date of their own making. */
#define WITNESSES 3

typedef struct
{
  gint64        account;
  DyzurKeepRule rule;
  gint64        start;       /* of what stays */
  gint64        file_start;
} Work;

typedef struct
{
  DyzurStore     *store;

  GMutex          mutex;       /* guards what follows */
  gboolean        running;
  gboolean        again;       /* asked for while running */
  DyzurForgotten  done;        /* since it runs */

  /* the writer's thread */
  GArray         *work;        /* (nullable) of Work: before it, the rules are read */
  guint           current;
  gboolean        files;       /* conversations first, then files */
  gint64          at;          /* where to go on */
  gint64          id;
  DyzurForgotten  step;
  gboolean        finished;
  gboolean        changed;     /* something went */
  gboolean        repeat;
} Keep;

static void start (Keep *self);

static GQuark
keep_quark (void)
{
  return g_quark_from_static_string ("dyzur-store-keep");
}

/* ---- the time ---- */

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  const gint64 *x = a;
  const gint64 *y = b;

  return (*x < *y) - (*x > *y);
}

static gboolean
add_witnesses (DyzurDb  *db,
               int       status,
               GArray   *times,
               GError  **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT (SELECT sent_at FROM messages WHERE conversation_id = c.id AND kind = 0 "
                         "ORDER BY sent_at DESC LIMIT 1) FROM conversations c WHERE status = ? "
                         "ORDER BY last_activity_at DESC, id DESC LIMIT 20",
                         "i", status);
  while (dyzur_rows_next (rows))
    if (!dyzur_rows_is_null (rows, 0))
      {
        gint64 time = dyzur_rows_int64 (rows, 0);

        g_array_append_val (times, time);
      }
  return dyzur_rows_end (&rows, error);
}

/*
 * A clock that is years ahead must not empty the store: the time is what customers' newest messages say, as long as the
 * clock is not behind it. When nobody writes any more, time stands still and everything stays.
 */
gboolean
_dyzur_keep_find_now (DyzurDb  *db,
                      gint64   *now,
                      GError  **error)
{
  g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (int status = DYZUR_STATUS_OPEN; status < DYZUR_N_STATUSES; status++)
    if (!add_witnesses (db, status, times, error))
      return FALSE;
  g_array_sort (times, compare_newest_first);
  *now = times->len >= WITNESSES ? MIN (dyzur_clock_now (), g_array_index (times, gint64, WITNESSES - 1)) : 0;
  return TRUE;
}

/* ---- the rules ---- */

/* What is older is not taken in as history again; without a rule whatever comes is taken in. */
static gboolean
write_start (DyzurDb     *db,
             const Work  *work,
             GError     **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, work->start);

  if (work->start == 0)
    return dyzur_db_exec (db, error, "DELETE FROM account_settings WHERE account = ? AND key = ?", "ls", work->account,
                          DYZUR_KEPT_FROM);
  return dyzur_db_exec (db, error,
                        "INSERT INTO account_settings (account, key, value) VALUES (?, ?, ?) "
                        "ON CONFLICT (account, key) DO UPDATE SET value = excluded.value",
                        "lss", work->account, DYZUR_KEPT_FROM, text);
}

static gboolean
read_rules (Keep     *self,
            DyzurDb  *db,
            GError  **error)
{
  g_autoptr(GArray) work = g_array_new (FALSE, TRUE, sizeof (Work));
  g_autoptr(DyzurRows) rows = NULL;
  gint64 now = 0;

  if (!_dyzur_keep_find_now (db, &now, error))
    return FALSE;
  rows = dyzur_db_query (db,
                         "SELECT a.nr, (SELECT value FROM account_settings WHERE account = a.nr AND key = ?), "
                         "(SELECT value FROM account_settings WHERE account = a.nr AND key = ?) "
                         "FROM accounts a WHERE NOT removed ORDER BY nr",
                         "ss", DYZUR_KEEP_MONTHS, DYZUR_KEEP_FILE_DAYS);
  while (dyzur_rows_next (rows))
    {
      g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new (NULL);
      Work one = { .account = dyzur_rows_int64 (rows, 0) };

      dyzur_account_config_set (config, DYZUR_KEEP_MONTHS, dyzur_rows_text (rows, 1));
      dyzur_account_config_set (config, DYZUR_KEEP_FILE_DAYS, dyzur_rows_text (rows, 2));
      one.rule = dyzur_keep_rule_read (config);
      one.start = dyzur_keep_rule_get_start (&one.rule, now);
      one.file_start = dyzur_keep_rule_get_file_start (&one.rule, now);
      if ((now != 0 || one.rule.months == 0) && !write_start (db, &one, error))
        return FALSE;
      if (one.start != 0 || one.file_start != 0)
        g_array_append_val (work, one);
    }
  if (!dyzur_rows_end (&rows, error))
    return FALSE;
  self->work = g_steal_pointer (&work);
  return TRUE;
}

/* ---- conversations ---- */

static gboolean
remove_oldest (Keep            *self,
               DyzurDb         *db,
               gint64           conversation_id,
               DyzurChangeSet  *changes,
               GError         **error)
{
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, conversation_id);
  if (!dyzur_db_exec (db, error,
                      "DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE conversation_id = ? "
                      "ORDER BY sent_at, id LIMIT ?)",
                      "li", conversation_id, MANY_MESSAGES))
    return FALSE;
  self->step.n_messages += dyzur_db_changes (db);
  return TRUE;
}

/* *@gone: FALSE when only its oldest part went. */
static gboolean
forget (Keep            *self,
        DyzurDb         *db,
        gint64           id,
        gint64           contact_id,
        gboolean        *gone,
        DyzurChangeSet  *changes,
        GError         **error)
{
  gint64 n_messages = 0;

  if (!dyzur_db_int64 (db, &n_messages, error, "SELECT count(*) FROM messages WHERE conversation_id = ?", "l", id))
    return FALSE;
  *gone = n_messages <= MANY_MESSAGES;
  if (!*gone)
    return remove_oldest (self, db, id, changes, error);
  self->step.n_conversations++;
  self->step.n_messages += n_messages;
  return _dyzur_remove_conversation (db, id, contact_id, changes, error);
}

static gboolean
forget_some (Keep            *self,
             const Work      *work,
             DyzurDb         *db,
             DyzurChangeSet  *changes,
             gboolean        *ended,
             GError         **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  gint64 until = _dyzur_work_time () + STEP_WORK;
  guint n = 0;
  gboolean good = TRUE, stopped = FALSE;

  rows = dyzur_db_query (db,
                         "SELECT c.last_activity_at, c.id, c.contact_id, c.account = ?2 AND " DYZUR_FORGETTABLE " "
                         "FROM conversations c WHERE c.status IN (3, 4, 5) AND c.last_activity_at < ?1 "
                         "AND (c.last_activity_at, c.id) > (?3, ?4) ORDER BY c.last_activity_at, c.id LIMIT ?5",
                         "lllli", work->start, work->account, self->at, self->id, STEP_ROWS);
  while (good && !stopped && dyzur_rows_next (rows))
    {
      gint64 at = dyzur_rows_int64 (rows, 0);
      gint64 id = dyzur_rows_int64 (rows, 1);
      gboolean gone = TRUE;

      n++;
      if (dyzur_rows_int (rows, 3))
        good = forget (self, db, id, dyzur_rows_int64 (rows, 2), &gone, changes, error);
      if (gone)
        {
          self->at = at;
          self->id = id;
        }
      stopped = !gone || _dyzur_work_time () > until;
    }
  *ended = !stopped && n < STEP_ROWS;
  return good && dyzur_rows_end (&rows, error);
}

/* ---- attachments ---- */

/* What was fetched once more is kept as long as something new. */
static gboolean
is_fetched_again (Keep       *self,
                  const Work *work,
                  const char *file,
                  int         removed_after)
{
  g_autofree char *path = dyzur_files_get_path (_dyzur_store_get_directory (self->store), file);
  GStatBuf info;

  return removed_after != 0 && g_stat (path, &info) == 0 && (gint64) info.st_mtime * 1000 >= work->file_start;
}

static gboolean
drop_file (Keep            *self,
           const Work      *work,
           DyzurDb         *db,
           DyzurRows       *row,
           DyzurChangeSet  *changes,
           GError         **error)
{
  if (is_fetched_again (self, work, dyzur_rows_text (row, 2), dyzur_rows_int (row, 4)))
    return TRUE;
  self->step.n_files++;
  self->step.file_bytes += dyzur_rows_int64 (row, 3);
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, dyzur_rows_int64 (row, 1));
  return dyzur_db_exec (db, error, "UPDATE attachments SET file = NULL, removed_after = ? WHERE id = ?", "il",
                        (int) work->rule.file_days, self->id);
}

static gboolean
drop_files (Keep            *self,
            const Work      *work,
            DyzurDb         *db,
            DyzurChangeSet  *changes,
            gboolean        *ended,
            GError         **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  gint64 until = _dyzur_work_time () + STEP_WORK;
  guint n = 0;
  gboolean good = TRUE, stopped = FALSE;

  rows = dyzur_db_query (db,
                         "SELECT a.id, c.id, a.file, a.size, a.removed_after, m.account = ?2 AND m.sent_at < ?1 AND "
                         DYZUR_FORGETTABLE " FROM attachments a CROSS JOIN messages m ON m.id = a.message_id "
                         "CROSS JOIN conversations c ON c.id = m.conversation_id "
                         "WHERE a.id > ?3 AND a.file IS NOT NULL ORDER BY a.id LIMIT ?4",
                         "llli", work->file_start, work->account, self->id, STEP_ROWS);
  while (good && !stopped && dyzur_rows_next (rows))
    {
      n++;
      self->id = dyzur_rows_int64 (rows, 0);
      if (dyzur_rows_int (rows, 5))
        good = drop_file (self, work, db, rows, changes, error);
      stopped = _dyzur_work_time () > until;
    }
  *ended = !stopped && n < STEP_ROWS;
  return good && dyzur_rows_end (&rows, error);
}

/* ---- a pass, step by step ---- */

static void
next_part (Keep *self)
{
  self->at = G_MININT64;
  self->id = 0;
  self->current += self->files ? 1 : 0;
  self->files = !self->files;
}

static gboolean
do_part (Keep            *self,
         DyzurDb         *db,
         DyzurChangeSet  *changes,
         GError         **error)
{
  const Work *work = &g_array_index (self->work, Work, self->current);
  gboolean wanted = (self->files ? work->file_start : work->start) != 0;
  gboolean ended = TRUE;

  if (wanted && !(self->files ? drop_files (self, work, db, changes, &ended, error)
                              : forget_some (self, work, db, changes, &ended, error)))
    return FALSE;
  if (ended)
    next_part (self);
  return TRUE;
}

/* Before the last step is told, so that whoever hears of it finds the pass ended. */
static void
finish (Keep     *self,
        gboolean  failed)
{
  g_clear_pointer (&self->work, g_array_unref);
  g_mutex_lock (&self->mutex);
  self->changed = self->done.n_messages + self->done.n_conversations + self->done.n_files > 0;
  self->repeat = self->again && !failed;
  self->again = FALSE;
  self->running = self->repeat;
  g_mutex_unlock (&self->mutex);
}

static gboolean
keep_step (DyzurDb         *db,
           gpointer         data,
           DyzurChangeSet  *changes,
           GCancellable    *cancellable,
           GError         **error)
{
  Keep *self = data;

  self->step = (DyzurForgotten) { 0 };
  if (self->work == NULL && !read_rules (self, db, error))
    return FALSE;
  self->finished = self->current >= self->work->len;
  if (self->finished)
    {
      finish (self, FALSE);
      dyzur_change_set_add (changes, DYZUR_CHANGED_STORAGE, 0);
      return TRUE;
    }
  if (!do_part (self, db, changes, error))
    return FALSE;
  if (self->step.n_messages + self->step.n_files > 0)
    dyzur_change_set_add (changes, DYZUR_CHANGED_STORAGE, 0);
  return TRUE;
}

static void
add_up (Keep *self)
{
  g_mutex_lock (&self->mutex);
  self->done.n_conversations += self->step.n_conversations;
  self->done.n_messages += self->step.n_messages;
  self->done.n_files += self->step.n_files;
  self->done.file_bytes += self->step.file_bytes;
  g_mutex_unlock (&self->mutex);
}

/* On the writer's thread. After an error (disk full) it is tried again when it is next asked for. */
static void
stepped_cb (gpointer      data,
            const GError *error)
{
  Keep *self = data;

  if (error == NULL)
    add_up (self);
  if (error == NULL && !self->finished)
    {
      _dyzur_store_write_idle_durable (self->store, keep_step, self, stepped_cb);
      return;
    }
  if (error != NULL)
    {
      finish (self, TRUE);
      return;
    }
  if (self->changed)
    _dyzur_store_sweep_files (self->store);
  if (self->repeat)
    start (self);
}

/* Rows are gone for sure before the files they named are: each step waits for the disk. */
static void
start (Keep *self)
{
  self->current = 0;
  self->files = FALSE;
  self->at = G_MININT64;
  self->id = 0;
  g_mutex_lock (&self->mutex);
  self->done = (DyzurForgotten) { 0 };
  g_mutex_unlock (&self->mutex);
  _dyzur_store_write_idle_durable (self->store, keep_step, self, stepped_cb);
}

static void
free_keep (gpointer data)
{
  Keep *self = data;

  g_clear_pointer (&self->work, g_array_unref);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static Keep *
get_keep (DyzurStore *store)
{
  Keep *self = g_object_get_qdata (G_OBJECT (store), keep_quark ());

  if (self != NULL)
    return self;
  self = g_new0 (Keep, 1);
  self->store = store;
  g_mutex_init (&self->mutex);
  g_object_set_qdata_full (G_OBJECT (store), keep_quark (), self, free_keep);
  return self;
}

/**
 * dyzur_store_apply_rules:
 *
 * Begins to apply the accounts' rules, behind everything else; the change %DYZUR_CHANGED_STORAGE tells of progress. Also
 * when the store opens; to be called when a rule changed, and now and then. Main thread.
 */
void
dyzur_store_apply_rules (DyzurStore *self)
{
  Keep *keep;
  gboolean running;

  g_return_if_fail (DYZUR_IS_STORE (self));

  keep = get_keep (self);
  g_mutex_lock (&keep->mutex);
  running = keep->running;
  keep->again = running;
  keep->running = TRUE;
  g_mutex_unlock (&keep->mutex);
  if (!running)
    start (keep);
}

/**
 * dyzur_store_get_forgotten:
 * @forgotten: (out): what the pass under way, or the last one, took
 *
 * Returns: whether rules are being applied now
 */
gboolean
dyzur_store_get_forgotten (DyzurStore     *self,
                           DyzurForgotten *forgotten)
{
  Keep *keep;
  gboolean running;

  g_return_val_if_fail (DYZUR_IS_STORE (self), FALSE);

  keep = get_keep (self);
  g_mutex_lock (&keep->mutex);
  *forgotten = keep->done;
  running = keep->running;
  g_mutex_unlock (&keep->mutex);
  return running;
}
