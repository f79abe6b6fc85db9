/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "dyzur-hunspell-analyzer.h"
#include "dyzur-store-index-private.h"
#include "store-generator.h"

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static gint64
file_size (const char *directory,
           const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  GStatBuf buffer;

  return g_stat (path, &buffer) == 0 ? buffer.st_size : 0;
}

int
main (int   argc,
      char *argv[])
{
  const char *wanted = g_getenv ("DYZUR_BENCH_MESSAGES");
  guint n = wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) : 20000;
  g_autoptr(DyzurAnalyzer) analyzer = DYZUR_ANALYZER (dyzur_hunspell_analyzer_new ());
  g_autofree char *directory = g_dir_make_tmp ("dyzur-bench-XXXXXX", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurStore) store = dyzur_store_open (directory, analyzer, &error);
  GeneratedStore made;
  gint64 start;

  g_assert_no_error (error);
  start = g_get_monotonic_time ();
  generate_store (store, n, &made);
  g_print ("%u messages, %u conversations, %.0f bytes a text: made in %.1f s\n", made.n_messages, made.n_conversations,
           (double) made.text_bytes / made.n_messages, seconds_since (start));
  g_print ("before the index: %.0f bytes a message\n", (double) file_size (directory, "dyzur.db") / n);
  start = g_get_monotonic_time ();
  _dyzur_index_flush (store, &error);
  g_assert_no_error (error);
  g_print ("indexed: %.0f messages/s\n", n / seconds_since (start));
  dyzur_store_close (store);
  g_print ("size: %.0f bytes a message in %s\n", (double) file_size (directory, "dyzur.db") / n, directory);
  return 0;
}
