/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-fixture.h"

#include <glib/gstdio.h>

void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
store_fixture_open (StoreFixture *self)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (self->store);
  self->store = dyzur_store_open (self->directory, self->analyzer, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->store);
}

void
store_fixture_close (StoreFixture *self)
{
  dyzur_store_close (self->store);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&self->store));
}

void
store_fixture_set_up (StoreFixture  *self,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->directory = g_dir_make_tmp ("dyzur-store-XXXXXX", &error);
  g_assert_no_error (error);
  store_fixture_open (self);
}

void
store_fixture_tear_down (StoreFixture  *self,
                         gconstpointer  data)
{
  if (self->store != NULL)
    store_fixture_close (self);
  g_clear_object (&self->analyzer);
  remove_tree (self->directory);
  g_free (self->directory);
}

void
store_wait_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

GAsyncResult *
store_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

static DyzurDb *
open_beside (StoreFixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (self->directory, "dyzur.db", NULL);
  DyzurDb *db = dyzur_db_open (path, DYZUR_DB_WRITER, &error);

  g_assert_no_error (error);
  return db;
}

gint64
store_fixture_int64 (StoreFixture *self,
                     const char   *sql)
{
  g_autoptr(DyzurDb) db = open_beside (self);
  g_autoptr(GError) error = NULL;
  gint64 value = 0;

  dyzur_db_int64 (db, &value, &error, sql, "");
  g_assert_no_error (error);
  return value;
}

char *
store_fixture_text (StoreFixture *self,
                    const char   *sql)
{
  g_autoptr(DyzurDb) db = open_beside (self);
  g_autoptr(GError) error = NULL;
  char *value = NULL;

  dyzur_db_text (db, &value, &error, sql, "");
  g_assert_no_error (error);
  return value;
}

void
store_fixture_script (StoreFixture *self,
                      const char   *sql)
{
  g_autoptr(DyzurDb) db = open_beside (self);
  g_autoptr(GError) error = NULL;

  dyzur_db_script (db, sql, &error);
  g_assert_no_error (error);
}
