/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

#include <glib.h>

/*
 * Runs a fuzzer over files instead of inputs made up: its seeds and what it once found, in every ordinary test run.
 * Arguments: folders.
 */

static void
test_folder (gconstpointer path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (path, 0, &error);
  const char *name;
  guint n = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *data = NULL;
      gsize size;

      if (g_file_test (file, G_FILE_TEST_IS_DIR))
        continue;
      g_file_get_contents (file, &data, &size, &error);
      g_assert_no_error (error);
      LLVMFuzzerTestOneInput ((const uint8_t *) data, size);
      n++;
    }
  g_test_message ("%u files in %s", n, (const char *) path);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (int i = 1; i < argc; i++)
    {
      g_autofree char *base = g_path_get_basename (argv[i]);
      g_autofree char *path = g_strdup_printf ("/fuzz/files/%d-%s", i, base);

      g_test_add_data_func (path, argv[i], test_folder);
    }
  return g_test_run ();
}
