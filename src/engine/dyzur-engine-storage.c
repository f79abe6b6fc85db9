/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-engine-private.h"

#include "dyzur-clock.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/statvfs.h>

/*
 * The disk below the store: whether it can be written, how much is left, and what the accounts' rules say of how long
 * things are kept. Looked at once a minute and whenever something could not be written.
 */
#define LOOK_SECONDS 60
#define RULES_SECONDS (6 * 60 * 60)

/* What is left when it is time to say so */
#define LOW_BYTES (200 * G_GINT64_CONSTANT (1000000))

typedef struct
{
  char      *directory;
  gboolean   gone;
  gint64     left;
} Look;

static void
free_look (gpointer data)
{
  Look *look = data;

  g_free (look->directory);
  g_free (look);
}

static void
run_look (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  Look *look = data;
  g_autofree char *database = g_build_filename (look->directory, "dyzur.db", NULL);
  struct statvfs info;
  GStatBuf file;

  look->gone = g_stat (database, &file) != 0 && (errno == ENOENT || errno == ENOTDIR);
  if (statvfs (look->directory, &info) == 0)
    look->left = (gint64) ((guint64) info.f_bavail * info.f_frsize);
  g_task_return_boolean (task, TRUE);
}

static void
set_disk (DyzurEngine    *self,
          DyzurDiskState  state)
{
  if (self->disk == state)
    return;
  self->disk = state;
  _dyzur_engine_tell_disk (self);
}

/* What could not be written weighs more than what can be seen from outside. */
static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(DyzurEngine) self = DYZUR_ENGINE (g_object_ref (source));
  const Look *look = g_task_get_task_data (G_TASK (result));

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->disk_left = look->left;
  if (look->gone)
    set_disk (self, DYZUR_DISK_GONE);
  else if (dyzur_engine_count_unsaved (self) > 0)
    _dyzur_engine_tell_disk (self);
  else if (look->left >= 0 && look->left < LOW_BYTES)
    set_disk (self, DYZUR_DISK_LOW);
  else
    set_disk (self, DYZUR_DISK_GOOD);
}

void
_dyzur_engine_look_at_disk (DyzurEngine *self)
{
  g_autoptr(GTask) task = NULL;
  Look *look;

  if (self->store == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  look = g_new0 (Look, 1);
  look->directory = g_strdup (self->directory);
  look->left = -1;
  task = g_task_new (self, NULL, looked_cb, NULL);
  g_task_set_source_tag (task, _dyzur_engine_look_at_disk);
  g_task_set_task_data (task, look, free_look);
  g_task_run_in_thread (task, run_look);
}

void
_dyzur_engine_disk_failed (DyzurEngine  *self,
                           const GError *error)
{
  if (g_error_matches (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_FULL))
    set_disk (self, DYZUR_DISK_FULL);
  else if (self->disk != DYZUR_DISK_GONE)
    set_disk (self, DYZUR_DISK_UNWRITABLE);
  _dyzur_engine_tell_disk (self);
  _dyzur_engine_look_at_disk (self);
}

static gboolean
look_cb (gpointer data)
{
  _dyzur_engine_look_at_disk (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
rules_cb (gpointer data)
{
  DyzurEngine *self = data;

  dyzur_store_apply_rules (self->store);
  return G_SOURCE_CONTINUE;
}

void
_dyzur_engine_start_storage (DyzurEngine *self)
{
  self->look_timer = g_timeout_add_seconds (LOOK_SECONDS, look_cb, self);
  self->rules_timer = g_timeout_add_seconds (RULES_SECONDS, rules_cb, self);
  _dyzur_engine_look_at_disk (self);
}

void
_dyzur_engine_stop_storage (DyzurEngine *self)
{
  g_clear_handle_id (&self->look_timer, g_source_remove);
  g_clear_handle_id (&self->rules_timer, g_source_remove);
}

/**
 * dyzur_engine_get_start_trouble:
 * @error: of dyzur_engine_start_finish()
 */
DyzurStartTrouble
dyzur_engine_get_start_trouble (const GError *error)
{
  static const struct
  {
    DyzurStoreError   code;
    DyzurStartTrouble trouble;
  } table[] = {
    { DYZUR_STORE_ERROR_BUSY, DYZUR_START_IN_USE },
    { DYZUR_STORE_ERROR_NEWER, DYZUR_START_NEWER },
    { DYZUR_STORE_ERROR_DAMAGED, DYZUR_START_DAMAGED },
    { DYZUR_STORE_ERROR_FULL, DYZUR_START_FULL },
    { DYZUR_STORE_ERROR_READ_ONLY, DYZUR_START_READ_ONLY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_error_matches (error, DYZUR_STORE_ERROR, (int) table[i].code))
      return table[i].trouble;
  return DYZUR_START_FAILED;
}

/**
 * dyzur_engine_get_disk_state:
 *
 * How the disk is now; the signal `disk-changed` tells when that, or dyzur_engine_count_unsaved(), became another.
 */
DyzurDiskState
dyzur_engine_get_disk_state (DyzurEngine *self)
{
  return self->disk;
}

/**
 * dyzur_engine_get_disk_left:
 *
 * Returns: bytes that can still be written, -1 = unknown
 */
gint64
dyzur_engine_get_disk_left (DyzurEngine *self)
{
  return self->disk_left;
}

const char *
dyzur_engine_get_directory (DyzurEngine *self)
{
  return self->directory;
}

void
dyzur_engine_measure_async (DyzurEngine         *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  _dyzur_engine_look_at_disk (self);
  dyzur_store_measure_async (self->store, cancellable, _dyzur_engine_forwarded_cb,
                             _dyzur_engine_forward (self, callback, user_data));
}

/**
 * dyzur_engine_measure_finish:
 *
 * Returns: (transfer full): what is on the disk
 */
DyzurStorage *
dyzur_engine_measure_finish (DyzurEngine   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_measure_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_try_rule_async (DyzurEngine          *self,
                             const char           *account_id,
                             const DyzurKeepRule  *rule,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data)
{
  dyzur_store_try_rule_async (self->store, account_id, rule, cancellable, _dyzur_engine_forwarded_cb,
                              _dyzur_engine_forward (self, callback, user_data));
}

gboolean
dyzur_engine_try_rule_finish (DyzurEngine     *self,
                              GAsyncResult    *result,
                              DyzurForgotten  *forgotten,
                              GError         **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_try_rule_finish (g_task_get_source_object (G_TASK (inner)), inner, forgotten, error);
}

static void
apply_rules (DyzurEngine  *self,
             DyzurAccount *account)
{
  dyzur_store_apply_rules (self->store);
}

/**
 * dyzur_engine_set_rule_async:
 * @rule: from now on, until it is changed
 *
 * Saves the account's rule and begins to apply it; `storage-changed` tells of progress.
 */
void
dyzur_engine_set_rule_async (DyzurEngine          *self,
                             const char           *account_id,
                             const DyzurKeepRule  *rule,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  DyzurAccount *account = _dyzur_engine_find_account (self, account_id, NULL);
  DyzurAccountConfig *config;

  g_task_set_source_tag (task, dyzur_engine_set_rule_async);
  if (account == NULL)
    {
      g_task_return_new_error (task, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND, "No such account");
      return;
    }
  config = dyzur_account_config_copy (dyzur_account_get_config (account));
  dyzur_keep_rule_write (rule, config);
  _dyzur_engine_keep_config (self, config, apply_rules, g_steal_pointer (&task));
}

gboolean
dyzur_engine_set_rule_finish (DyzurEngine   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * dyzur_engine_get_forgotten:
 * @forgotten: (out): what the pass under way, or the last one, took from this computer
 *
 * Returns: whether rules are being applied now
 */
gboolean
dyzur_engine_get_forgotten (DyzurEngine    *self,
                            DyzurForgotten *forgotten)
{
  *forgotten = (DyzurForgotten) { 0 };
  return self->store != NULL && dyzur_store_get_forgotten (self->store, forgotten);
}
