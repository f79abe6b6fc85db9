/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <unistd.h>

#include <glib/gstdio.h>

#include "store-fixture.h"

static void
test_first_time (StoreFixture  *fixture,
                 gconstpointer  data)
{
  g_autofree char *mode = NULL;

  g_assert_cmpint (store_fixture_int64 (fixture, "PRAGMA user_version"), ==, _dyzur_schema_get_latest ());
  mode = store_fixture_text (fixture, "PRAGMA journal_mode");
  g_assert_cmpstr (mode, ==, "wal");
  g_assert_cmpint (store_fixture_int64 (fixture, "PRAGMA auto_vacuum"), ==, 2);
  g_assert_null (dyzur_store_get_set_aside (fixture->store));
}

static void
test_again (StoreFixture  *fixture,
            gconstpointer  data)
{
  store_fixture_close (fixture);
  store_fixture_script (fixture, "INSERT INTO meta VALUES ('test', 7)");
  store_fixture_open (fixture);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT value FROM meta WHERE key = 'test'"), ==, 7);
}

static void
test_async (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  store_fixture_close (fixture);
  dyzur_store_open_async (fixture->directory, NULL, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  fixture->store = dyzur_store_open_finish (result, &error);
  g_assert_no_error (error);
  g_assert_true (DYZUR_IS_STORE (fixture->store));
}

static void
test_two_programs (StoreFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (dyzur_store_open (fixture->directory, NULL, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_BUSY);
}

static void
test_newer (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  store_fixture_close (fixture);
  store_fixture_script (fixture, "PRAGMA user_version = 4711");
  g_assert_null (dyzur_store_open (fixture->directory, NULL, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NEWER);
  g_assert_cmpint (store_fixture_int64 (fixture, "PRAGMA user_version"), ==, 4711);
}

/* In a process of its own that may not write there, whoever runs the tests. */
static void
open_without_rights (void)
{
  g_autoptr(GError) error = NULL;

  if (geteuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
    return;
  g_assert_null (dyzur_store_open (g_getenv ("DYZUR_TEST_PROFILE"), NULL, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_READ_ONLY);
}

static void
test_read_only (StoreFixture  *fixture,
                gconstpointer  data)
{
  g_autofree char *database = g_build_filename (fixture->directory, "dyzur.db", NULL);
  g_autofree char *lock = g_build_filename (fixture->directory, "lock", NULL);
  g_autofree char *new_profile = g_build_filename (fixture->directory, "new", NULL);

  store_fixture_close (fixture);
  g_chmod (fixture->directory, 0555);
  g_setenv ("DYZUR_TEST_PROFILE", fixture->directory, TRUE);
  g_test_trap_subprocess ("/store/open/read-only/subprocess/open", 0, 0);
  g_test_trap_assert_passed ();
  g_setenv ("DYZUR_TEST_PROFILE", new_profile, TRUE);
  g_test_trap_subprocess ("/store/open/read-only/subprocess/open", 0, 0);
  g_test_trap_assert_passed ();

  g_chmod (fixture->directory, 0777);
  g_chmod (lock, 0666);
  g_chmod (database, 0444);
  g_setenv ("DYZUR_TEST_PROFILE", fixture->directory, TRUE);
  g_test_trap_subprocess ("/store/open/read-only/subprocess/open", 0, 0);
  g_test_trap_assert_passed ();
}

static void
test_not_a_folder (StoreFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->directory, "dyzur.db", "profile", NULL);

  g_assert_null (dyzur_store_open (path, NULL, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_FAILED);
}

static gboolean
write_meta (DyzurDb         *db,
            gpointer         data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  dyzur_change_set_add (changes, DYZUR_CHANGED_CONTACTS, *(gint64 *) data);
  return dyzur_db_exec (db, error, "INSERT INTO meta VALUES (?, ?)", "sl", "id", *(gint64 *) data);
}

static void
test_closed (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gint64 id = 1;

  dyzur_store_close (fixture->store);
  g_assert_false (_dyzur_store_write (fixture->store, write_meta, &id, NULL, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CLOSED);
  dyzur_store_close (fixture->store);
}

static void
test_rollback (StoreFixture  *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gint64 id = 1;

  g_assert_true (_dyzur_store_write (fixture->store, write_meta, &id, NULL, &error));
  g_assert_no_error (error);
  id = 2;
  g_assert_false (_dyzur_store_write (fixture->store, write_meta, &id, NULL, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_FAILED);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT value FROM meta WHERE key = 'id'"), ==, 1);
}

#define add(path, func) g_test_add ("/store/open/" path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("first-time", test_first_time);
  add ("again", test_again);
  add ("async", test_async);
  add ("two-programs", test_two_programs);
  add ("newer", test_newer);
  add ("read-only", test_read_only);
  g_test_add_func ("/store/open/read-only/subprocess/open", open_without_rights);
  add ("not-a-folder", test_not_a_folder);
  add ("closed", test_closed);
  add ("rollback", test_rollback);

  return g_test_run ();
}
