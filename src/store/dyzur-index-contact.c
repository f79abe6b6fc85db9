/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-index-private.h"

#include <string.h>

#include "dyzur-fold.h"
#include "dyzur-fts-private.h"
#include "dyzur-store-records-private.h"

typedef struct
{
  DyzurAnalyzer *analyzer;
  GHashTable    *terms;     /* set of utf8 */
} Terms;

static void
name_cb (const char *word,
         gsize       length,
         gsize       offset,
         gpointer    user_data)
{
  Terms *terms = user_data;
  g_autoptr(GPtrArray) stems = _dyzur_fts_dup_terms (terms->analyzer, word, length);

  g_hash_table_add (terms->terms, _dyzur_fts_fold_word (word, length));
  for (guint i = 0; i < stems->len; i++)
    g_hash_table_add (terms->terms, g_strdup (stems->pdata[i]));
}

static void
part_cb (const char *word,
         gsize       length,
         gsize       offset,
         gpointer    user_data)
{
  Terms *terms = user_data;

  g_hash_table_add (terms->terms, _dyzur_fts_fold_word (word, length));
}

/* The digits with the country and without it: what people remember of a number. */
static void
add_phone (Terms      *terms,
           const char *key)
{
  const char *digits = key + (*key == '+');

  g_hash_table_add (terms->terms, g_strdup (digits));
  if (g_str_has_prefix (key, "+48") && strlen (key) == 12)
    g_hash_table_add (terms->terms, g_strdup (key + 3));
}

static GHashTable *
collect_terms (DyzurAnalyzer            *analyzer,
               const DyzurContactRecord *contact)
{
  Terms terms = { analyzer, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };

  if (contact->name != NULL)
    dyzur_foreach_word (contact->name, -1, name_cb, &terms);
  if (contact->company != NULL)
    dyzur_foreach_word (contact->company, -1, name_cb, &terms);
  for (guint i = 0; i < contact->points->len; i++)
    {
      const DyzurContactPoint *point = g_ptr_array_index (contact->points, i);

      if (point->kind == DYZUR_POINT_PHONE)
        {
          add_phone (&terms, point->key);
          continue;
        }
      g_hash_table_add (terms.terms, dyzur_fold (point->key, -1));
      dyzur_foreach_word (point->key, -1, part_cb, &terms);
    }
  return terms.terms;
}

gboolean
_dyzur_index_contact (DyzurDb        *db,
                      DyzurAnalyzer  *analyzer,
                      gint64          contact_id,
                      GError        **error)
{
  g_autoptr(DyzurContactRecord) contact = NULL;
  g_autoptr(GHashTable) terms = NULL;
  g_autoptr(GError) missing = NULL;
  GHashTableIter iter;
  const char *term;

  if (!dyzur_db_exec (db, error, "DELETE FROM contact_terms WHERE contact_id = ?", "l", contact_id))
    return FALSE;
  contact = _dyzur_store_read_contact (db, contact_id, &missing);
  if (g_error_matches (missing, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND))
    return TRUE;
  if (contact == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  terms = collect_terms (analyzer, contact);
  g_hash_table_iter_init (&iter, terms);
  while (g_hash_table_iter_next (&iter, (gpointer *) &term, NULL))
    if (*term != '\0' &&
        !dyzur_db_exec (db, error, "INSERT OR IGNORE INTO contact_terms VALUES (?, ?)", "sl", term, contact_id))
      return FALSE;
  return TRUE;
}
