/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-files.h"
#include "dyzur-store-private.h"

/*
 * Files of attachments that no row names any more (drafts given up, accounts removed) go, behind everything else: one of
 * the 256 folders at a time. A file younger than a day may be on its way into a row. After damage nothing goes: the rows
 * that were lost may have named it.
 */
#define YOUNG DYZUR_DAY

typedef struct
{
  DyzurStore *store;
  const char *directory;
  guint       folder;
  guint       n_removed;
} Sweep;

static void sweep_next (Sweep *sweep);

static gboolean
is_named (const char *name,
          gpointer    user_data)
{
  gint64 id = 0;

  return !dyzur_db_int64 (user_data, &id, NULL, "SELECT id FROM attachments WHERE file = ? LIMIT 1", "s", name) || id != 0;
}

static gboolean
sweep_folder (DyzurDb         *db,
              gpointer         data,
              DyzurChangeSet  *changes,
              GCancellable    *cancellable,
              GError         **error)
{
  Sweep *sweep = data;
  g_autofree char *prefix = g_strdup_printf ("%02x", sweep->folder);
  g_autofree char *path = dyzur_files_get_path (sweep->directory, prefix);
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  gint64 before = g_get_real_time () / 1000 - YOUNG;   /* files bear the system's time */
  const char *entry;

  while (folder != NULL && (entry = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *name = g_build_filename (prefix, entry, NULL);

      sweep->n_removed += dyzur_files_remove_unless (sweep->directory, name, before, is_named, db);
    }
  return TRUE;
}

static void
swept_cb (gpointer      data,
          const GError *error)
{
  Sweep *sweep = data;

  if (error == NULL && ++sweep->folder < 256)
    {
      sweep_next (sweep);
      return;
    }
  if (sweep->n_removed > 0)
    g_debug ("%u files that nothing named any more were removed", sweep->n_removed);
  g_free (sweep);
}

static void
sweep_next (Sweep *sweep)
{
  _dyzur_store_write_idle (sweep->store, sweep_folder, sweep, swept_cb);
}

static gboolean
was_ever_damaged (const char *directory)
{
  g_autoptr(GDir) folder = g_dir_open (directory, 0, NULL);
  const char *entry;

  while (folder != NULL && (entry = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (entry, "damaged-"))
      return TRUE;
  return FALSE;
}

void
_dyzur_store_sweep_files (DyzurStore *self)
{
  const char *directory = _dyzur_store_get_directory (self);
  g_autofree char *path = dyzur_files_get_path (directory, NULL);
  Sweep *sweep;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR) || was_ever_damaged (directory))
    return;
  sweep = g_new0 (Sweep, 1);
  sweep->store = self;
  sweep->directory = directory;
  sweep_next (sweep);
}
