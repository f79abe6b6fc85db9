/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-list-diff-private.h"

/* A row that moves no further than this stays one change, so that what follows it (selection, focus) finds it again. */
#define JOIN_ROWS 256

#define ENTRY(array, i) (&g_array_index (array, DyzurEntry, i))
#define HUNK(array, i) (&g_array_index (array, DyzurHunk, i))

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

/* A few ids among very many rows: a bit for each tells nearly all of them apart without a search. */
typedef struct
{
  GArray  *sorted;
  guint64  bits[16];
} IdSet;

static inline guint
bit_of (gint64 id)
{
  return (guint) (((guint64) id * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 54);
}

static void
init_set (IdSet  *set,
          GArray *sorted)
{
  *set = (IdSet) { .sorted = sorted };
  for (guint i = 0; i < sorted->len; i++)
    {
      guint bit = bit_of (g_array_index (sorted, gint64, i));

      set->bits[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);
    }
}

static inline gboolean
contains_id (const IdSet *set,
             gint64       id)
{
  guint bit = bit_of (id);

  return (set->bits[bit / 64] & (G_GUINT64_CONSTANT (1) << (bit % 64))) != 0 &&
         g_array_binary_search (set->sorted, &id, compare_ids, NULL);
}

static inline gboolean
same_place (const DyzurEntry *a,
            const DyzurEntry *b)
{
  return a->id == b->id && a->at == b->at;
}

/* Rows at the edges of a change that are the same on both sides are no change. */
static void
trim_hunk (const GArray *before,
           const GArray *after,
           DyzurHunk    *hunk)
{
  while (hunk->removed > 0 && hunk->added > 0 &&
         ENTRY (before, hunk->old_start)->id == ENTRY (after, hunk->new_start)->id)
    {
      hunk->old_start++;
      hunk->new_start++;
      hunk->removed--;
      hunk->added--;
    }
  while (hunk->removed > 0 && hunk->added > 0 &&
         ENTRY (before, hunk->old_start + hunk->removed - 1)->id ==
         ENTRY (after, hunk->new_start + hunk->added - 1)->id)
    {
      hunk->removed--;
      hunk->added--;
    }
}

/* Both lists have the same order, so one walk finds what only one of them has. */
static GArray *
find_hunks (const GArray *before,
            const GArray *after)
{
  GArray *hunks = g_array_new (FALSE, FALSE, sizeof (DyzurHunk));
  guint i = 0, j = 0;

  while (i < before->len || j < after->len)
    {
      DyzurHunk hunk = { .old_start = i, .new_start = j };

      while (i < before->len || j < after->len)
        {
          int order = i == before->len ? 1 : j == after->len ? -1
                      : _dyzur_entry_compare (ENTRY (before, i), ENTRY (after, j));

          if (order == 0)
            break;
          if (order < 0)
            i++;
          else
            j++;
        }
      hunk.removed = i - hunk.old_start;
      hunk.added = j - hunk.new_start;
      if (hunk.removed > 0 || hunk.added > 0)
        g_array_append_val (hunks, hunk);
      while (i < before->len && j < after->len && same_place (ENTRY (before, i), ENTRY (after, j)))
        {
          i++;
          j++;
        }
    }
  return hunks;
}

/* id → index of the hunk it comes in by, of those rows that also leave by another */
static GHashTable *
index_added (const GArray *after,
             GArray       *hunks)
{
  GHashTable *added = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint h = 0; h < hunks->len; h++)
    for (guint i = 0; i < HUNK (hunks, h)->added; i++)
      g_hash_table_insert (added, &ENTRY (after, HUNK (hunks, h)->new_start + i)->id, GUINT_TO_POINTER (h));
  return added;
}

/* Whether rows can have moved at all: some went and some came, not in the same place. */
static gboolean
may_move (GArray *hunks)
{
  gboolean removed = FALSE, added = FALSE;

  for (guint h = 0; h < hunks->len; h++)
    {
      removed = removed || HUNK (hunks, h)->removed > 0;
      added = added || HUNK (hunks, h)->added > 0;
    }
  return hunks->len > 1 && removed && added;
}

/* For each hunk the last one that it has to be joined with, because a row moves between them. */
static guint *
find_joins (const GArray *before,
            const GArray *after,
            GArray       *hunks)
{
  g_autoptr(GHashTable) added = NULL;
  guint *joins = g_new (guint, hunks->len);
  gpointer value;

  for (guint h = 0; h < hunks->len; h++)
    joins[h] = h;
  if (!may_move (hunks))
    return joins;
  added = index_added (after, hunks);
  for (guint h = 0; h < hunks->len; h++)
    for (guint i = 0; i < HUNK (hunks, h)->removed; i++)
      {
        guint from, to;

        if (!g_hash_table_lookup_extended (added, &ENTRY (before, HUNK (hunks, h)->old_start + i)->id, NULL, &value))
          continue;
        from = MIN (h, GPOINTER_TO_UINT (value));
        to = MAX (h, GPOINTER_TO_UINT (value));
        if (HUNK (hunks, to)->new_start + HUNK (hunks, to)->added - HUNK (hunks, from)->new_start <= JOIN_ROWS)
          joins[from] = MAX (joins[from], to);
      }
  return joins;
}

static GArray *
join_hunks (const GArray *before,
            const GArray *after,
            GArray       *hunks)
{
  g_autofree guint *joins = find_joins (before, after, hunks);
  GArray *joined = g_array_sized_new (FALSE, FALSE, sizeof (DyzurHunk), hunks->len);
  int shift = 0;

  for (guint h = 0; h < hunks->len;)
    {
      DyzurHunk hunk = *HUNK (hunks, h);
      guint last = joins[h];

      for (; h <= last; h++)
        {
          last = MAX (last, joins[h]);
          hunk.removed = HUNK (hunks, h)->old_start + HUNK (hunks, h)->removed - hunk.old_start;
          hunk.added = HUNK (hunks, h)->new_start + HUNK (hunks, h)->added - hunk.new_start;
        }
      trim_hunk (before, after, &hunk);
      if (hunk.removed == 0 && hunk.added == 0)
        continue;
      hunk.position = hunk.old_start + shift;
      shift += (int) hunk.added - (int) hunk.removed;
      g_array_append_val (joined, hunk);
    }
  return joined;
}

GArray *
_dyzur_entries_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (DyzurEntry));
}

int
_dyzur_entry_compare (gconstpointer a,
                      gconstpointer b)
{
  const DyzurEntry *left = a, *right = b;

  if (left->at != right->at)
    return left->at > right->at ? -1 : 1;
  if (left->id != right->id)
    return left->id > right->id ? -1 : 1;
  return 0;
}

/* Sorts @ids (element-type gint64) and leaves each once. */
void
_dyzur_ids_sort (GArray *ids)
{
  guint n = 0;

  g_array_sort (ids, compare_ids);
  for (guint i = 0; i < ids->len; i++)
    if (n == 0 || g_array_index (ids, gint64, i) != g_array_index (ids, gint64, n - 1))
      g_array_index (ids, gint64, n++) = g_array_index (ids, gint64, i);
  g_array_set_size (ids, n);
}

/*
 * _dyzur_entries_replace:
 * @base: (element-type DyzurEntry): a sorted list
 * @changed_ids: (element-type gint64): see _dyzur_ids_sort()
 * @found: (element-type DyzurEntry): those of @changed_ids that belong to the list now; sorted here
 *
 * Returns: (transfer full): the sorted list after the change
 */
GArray *
_dyzur_entries_replace (const GArray *base,
                        GArray       *changed_ids,
                        GArray       *found)
{
  GArray *result = g_array_sized_new (FALSE, FALSE, sizeof (DyzurEntry), base->len + found->len);
  IdSet changed;
  guint next = 0;

  init_set (&changed, changed_ids);
  g_array_sort (found, _dyzur_entry_compare);
  for (guint i = 0; i < base->len; i++)
    {
      const DyzurEntry *entry = ENTRY (base, i);

      if (contains_id (&changed, entry->id))
        continue;
      while (next < found->len && _dyzur_entry_compare (ENTRY (found, next), entry) < 0)
        g_array_append_val (result, *ENTRY (found, next++));
      g_array_append_val (result, *entry);
    }
  if (next < found->len)
    g_array_append_vals (result, ENTRY (found, next), found->len - next);
  return result;
}

/*
 * _dyzur_entries_diff:
 * @before: (element-type DyzurEntry): sorted, ids unique
 * @after: likewise
 *
 * What has to be told to turn one list into the other: few rows, never the whole list for a few changes.
 *
 * Returns: (transfer full) (element-type DyzurHunk): from top to bottom
 */
GArray *
_dyzur_entries_diff (const GArray *before,
                     const GArray *after)
{
  g_autoptr(GArray) hunks = find_hunks (before, after);

  return join_hunks (before, after, hunks);
}
