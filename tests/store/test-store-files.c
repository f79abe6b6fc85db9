/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyzur-files.h"
#include "store-fixture.h"

/*
 * A disk that fails while an attachment is put away. The linker leads the calls of our own code here (--wrap); SQLite and
 * GLib, which are shared libraries, keep theirs.
 */

typedef enum
{
  CALL_WRITE,
  CALL_FSYNC,
  CALL_RENAME,
} Call;

static struct
{
  gboolean armed;
  Call     call;
  int      error;
  guint    struck;
} disk;

ssize_t __real_write  (int fd, const void *data, size_t length);
int     __real_fsync  (int fd);
int     __real_rename (const char *from, const char *to);
ssize_t __wrap_write  (int fd, const void *data, size_t length);
int     __wrap_fsync  (int fd);
int     __wrap_rename (const char *from, const char *to);

static gboolean
fails (Call call)
{
  if (!disk.armed || disk.call != call)
    return FALSE;
  disk.struck++;
  errno = disk.error;
  return TRUE;
}

/* A full disk takes half of it first. */
ssize_t
__wrap_write (int         fd,
              const void *data,
              size_t      length)
{
  if (!fails (CALL_WRITE))
    return __real_write (fd, data, length);
  if (length < 2 || disk.struck > 1)
    return -1;
  return __real_write (fd, data, length / 2);
}

int
__wrap_fsync (int fd)
{
  return fails (CALL_FSYNC) ? -1 : __real_fsync (fd);
}

int
__wrap_rename (const char *from,
               const char *to)
{
  return fails (CALL_RENAME) ? -1 : __real_rename (from, to);
}

typedef struct
{
  const char      *name;
  Call             call;
  int              error;
  DyzurStoreError  expected;
} FileCase;

static const FileCase cases[] = {
  { "write-full", CALL_WRITE, ENOSPC, DYZUR_STORE_ERROR_FULL },
  { "write-quota", CALL_WRITE, EDQUOT, DYZUR_STORE_ERROR_FULL },
  { "write-error", CALL_WRITE, EIO, DYZUR_STORE_ERROR_FAILED },
  { "fsync-error", CALL_FSYNC, EIO, DYZUR_STORE_ERROR_FAILED },
  { "fsync-full", CALL_FSYNC, ENOSPC, DYZUR_STORE_ERROR_FULL },
  { "rename-read-only", CALL_RENAME, EROFS, DYZUR_STORE_ERROR_READ_ONLY },
  { "rename-full", CALL_RENAME, ENOSPC, DYZUR_STORE_ERROR_FULL },
};

static guint
count_files (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      n += g_file_test (child, G_FILE_TEST_IS_DIR) ? count_files (child) : 1;
    }
  return n;
}

/* The error says what it was, nothing half is left lying about, and the next try works. */
static void
test_put (StoreFixture  *fixture,
          gconstpointer  data)
{
  const FileCase *c = data;
  g_autofree char *folder = g_build_filename (fixture->directory, "attachments", NULL);
  g_autofree char *text = g_strnfill (200000, 'x');
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *stored = NULL;
  g_autoptr(GError) error = NULL;

  disk.armed = TRUE;
  disk.call = c->call;
  disk.error = c->error;
  disk.struck = 0;
  g_assert_null (dyzur_files_put_bytes (fixture->directory, bytes, &error));
  disk.armed = FALSE;
  g_assert_cmpuint (disk.struck, >, 0);
  g_assert_error (error, DYZUR_STORE_ERROR, (int) c->expected);
  g_assert_cmpuint (count_files (folder), ==, 0);
  g_clear_error (&error);

  name = dyzur_files_put_bytes (fixture->directory, bytes, &error);
  g_assert_no_error (error);
  path = dyzur_files_get_path (fixture->directory, name);
  g_assert_true (g_file_get_contents (path, &stored, NULL, NULL));
  g_assert_cmpstr (stored, ==, text);
  g_assert_cmpuint (count_files (folder), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/store/files/", cases[i].name, NULL);

      g_test_add (path, StoreFixture, &cases[i], store_fixture_set_up, test_put, store_fixture_tear_down);
    }

  return g_test_run ();
}
