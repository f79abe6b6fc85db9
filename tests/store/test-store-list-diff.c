/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-list-diff-private.h"

static GArray *
make_rows (const char *ids)
{
  GArray *rows = _dyzur_entries_new ();

  for (guint i = 0; ids[i] != '\0'; i++)
    {
      DyzurEntry entry = { .at = 1000 - i, .id = ids[i] };

      g_array_append_val (rows, entry);
    }
  return rows;
}

/* Rows are letters; a letter that is small in @after has another time than in @before. */
static void
assert_hunks (const char *before,
              const char *after,
              const char *expected)
{
  g_autoptr(GArray) old = make_rows (before), new = _dyzur_entries_new ();
  g_autoptr(GArray) hunks = NULL;
  g_autoptr(GString) found = g_string_new (NULL);
  gint64 at = 2000;

  for (guint i = 0; after[i] != '\0'; i++)
    {
      DyzurEntry entry = { .id = g_ascii_toupper (after[i]) };

      entry.at = at - 1;
      for (guint j = 0; !g_ascii_islower (after[i]) && j < old->len; j++)
        if (g_array_index (old, DyzurEntry, j).id == entry.id)
          entry.at = g_array_index (old, DyzurEntry, j).at;
      at = entry.at;
      g_array_append_val (new, entry);
    }
  hunks = _dyzur_entries_diff (old, new);
  for (guint i = 0; i < hunks->len; i++)
    {
      const DyzurHunk *hunk = &g_array_index (hunks, DyzurHunk, i);

      g_string_append_printf (found, "%u-%u+%u ", hunk->position, hunk->removed, hunk->added);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_hunks (void)
{
  assert_hunks ("", "", "");
  assert_hunks ("ABC", "ABC", "");
  assert_hunks ("", "abc", "0-0+3 ");
  assert_hunks ("ABC", "", "0-3+0 ");
  assert_hunks ("ABC", "xABC", "0-0+1 ");
  assert_hunks ("ABC", "AB", "2-1+0 ");
  assert_hunks ("ABC", "AC", "1-1+0 ");
  /* the first row is newer and stays the first */
  assert_hunks ("ABC", "aBC", "");
  /* a row that moves is one change, with what it passes */
  assert_hunks ("ABCD", "cABD", "0-3+3 ");
  assert_hunks ("ABCDEF", "xcABEF", "0-4+4 ");
  /* what has nothing to do with it is another */
  assert_hunks ("ABCDEF", "xABCDE", "0-0+1 6-1+0 ");
}

/* Told one by one, the hunks of any change turn the one list into the other. */
static void
test_random (void)
{
  for (int round = 0; round < 2000; round++)
    {
      g_autoptr(GArray) before = _dyzur_entries_new (), found = _dyzur_entries_new ();
      g_autoptr(GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr(GArray) after = NULL, hunks = NULL, told = NULL;
      int n = g_test_rand_int_range (0, 400);

      for (int i = 0; i < n; i++)
        {
          DyzurEntry entry = { .at = g_test_rand_int_range (0, 100), .id = i };

          g_array_append_val (before, entry);
        }
      g_array_sort (before, _dyzur_entry_compare);
      for (int i = g_test_rand_int_range (0, 20); i > 0; i--)
        {
          gint64 id = g_test_rand_int_range (0, n + 10);

          g_array_append_val (changed, id);
        }
      _dyzur_ids_sort (changed);
      for (guint i = 0; i < changed->len; i++)
        {
          DyzurEntry entry = { .at = g_test_rand_int_range (0, 110), .id = g_array_index (changed, gint64, i) };

          if (g_test_rand_bit ())
            g_array_append_val (found, entry);
        }
      after = _dyzur_entries_replace (before, changed, found);
      hunks = _dyzur_entries_diff (before, after);
      told = g_array_copy (before);
      for (guint i = 0; i < hunks->len; i++)
        {
          const DyzurHunk *hunk = &g_array_index (hunks, DyzurHunk, i);

          if (hunk->removed > 0)
            g_array_remove_range (told, hunk->position, hunk->removed);
          g_array_insert_vals (told, hunk->position, &g_array_index (after, DyzurEntry, hunk->new_start), hunk->added);
        }
      g_assert_cmpuint (told->len, ==, after->len);
      for (guint i = 0; i < told->len; i++)
        {
          g_assert_cmpint (g_array_index (told, DyzurEntry, i).id, ==, g_array_index (after, DyzurEntry, i).id);
          g_assert_true (i == 0 || _dyzur_entry_compare (&g_array_index (after, DyzurEntry, i - 1),
                                                         &g_array_index (after, DyzurEntry, i)) < 0);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/store/list-diff/hunks", test_hunks);
  g_test_add_func ("/store/list-diff/random", test_random);

  return g_test_run ();
}
