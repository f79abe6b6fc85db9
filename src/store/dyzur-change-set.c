/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-change-set.h"

struct _DyzurChangeSet
{
  gatomicrefcount  refs;
  gboolean         any[DYZUR_N_CHANGED];
  GHashTable      *ids[DYZUR_N_CHANGED];   /* (nullable): set of gint64 */
};

G_DEFINE_BOXED_TYPE (DyzurChangeSet, dyzur_change_set, dyzur_change_set_ref, dyzur_change_set_unref)

static gint64 *
copy_id (gint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

/**
 * dyzur_change_set_new:
 *
 * Returns: (transfer full): nothing changed yet. Filled on one thread, then only read
 */
DyzurChangeSet *
dyzur_change_set_new (void)
{
  DyzurChangeSet *self = g_new0 (DyzurChangeSet, 1);

  g_atomic_ref_count_init (&self->refs);
  return self;
}

DyzurChangeSet *
dyzur_change_set_ref (DyzurChangeSet *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
dyzur_change_set_unref (DyzurChangeSet *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  for (guint i = 0; i < DYZUR_N_CHANGED; i++)
    g_clear_pointer (&self->ids[i], g_hash_table_unref);
  g_free (self);
}

/**
 * dyzur_change_set_add:
 * @id: what changed; 0 for kinds without ids
 */
void
dyzur_change_set_add (DyzurChangeSet *self,
                      DyzurChanged    what,
                      gint64          id)
{
  self->any[what] = TRUE;
  if (id == 0)
    return;
  if (self->ids[what] == NULL)
    self->ids[what] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (!g_hash_table_contains (self->ids[what], &id))
    g_hash_table_add (self->ids[what], copy_id (id));
}

void
dyzur_change_set_merge (DyzurChangeSet       *self,
                        const DyzurChangeSet *other)
{
  for (guint i = 0; i < DYZUR_N_CHANGED; i++)
    {
      GHashTableIter iter;
      gint64 *id;

      self->any[i] |= other->any[i];
      if (other->ids[i] == NULL)
        continue;
      g_hash_table_iter_init (&iter, other->ids[i]);
      while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
        dyzur_change_set_add (self, i, *id);
    }
}

gboolean
dyzur_change_set_is_empty (const DyzurChangeSet *self)
{
  for (guint i = 0; i < DYZUR_N_CHANGED; i++)
    if (self->any[i])
      return FALSE;
  return TRUE;
}

gboolean
dyzur_change_set_has (const DyzurChangeSet *self,
                      DyzurChanged          what)
{
  return self->any[what];
}

gboolean
dyzur_change_set_contains (const DyzurChangeSet *self,
                           DyzurChanged          what,
                           gint64                id)
{
  return self->ids[what] != NULL && g_hash_table_contains (self->ids[what], &id);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/**
 * dyzur_change_set_dup_ids:
 *
 * Returns: (transfer full) (element-type gint64): ids that changed, ascending
 */
GArray *
dyzur_change_set_dup_ids (const DyzurChangeSet *self,
                          DyzurChanged          what)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gint64 *id;

  if (self->ids[what] == NULL)
    return ids;
  g_hash_table_iter_init (&iter, self->ids[what]);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    g_array_append_val (ids, *id);
  g_array_sort (ids, compare_ids);
  return ids;
}
