/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-stop-words-private.h"

#include <gio/gio.h>

#include "dyzur-fold.h"
#include "dyzur-store-resources.h"

static GHashTable *
load_words (void)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GBytes) bytes = NULL;
  g_auto(GStrv) lines = NULL;

  bytes = g_resource_lookup_data (dyzur_store_get_resource (), "/pl/dyzur/store/stopwords-pl.txt",
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes != NULL);
  lines = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_hash_table_add (words, dyzur_fold (lines[i], -1));
  return words;
}

gboolean
_dyzur_is_stop_word (const char *folded)
{
  static GHashTable *words;

  if (g_once_init_enter (&words))
    g_once_init_leave (&words, load_words ());
  return g_hash_table_contains (words, folded);
}
