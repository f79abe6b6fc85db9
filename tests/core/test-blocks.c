/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-blocks.h"

#include <string.h>

/* One block of each kind, with everything a block can have somewhere. */
static DyzurBlocks *
sample (void)
{
  DyzurBlocks *self = dyzur_blocks_new ();
  DyzurBlock *block;

  block = dyzur_blocks_add (self, DYZUR_BLOCK_HEADING, "Zażółć");
  block->level = 2;
  block = dyzur_blocks_add (self, DYZUR_BLOCK_PARAGRAPH, "Paczka jest tutaj, żółta");
  dyzur_block_add_span (block, 0, 6, DYZUR_SPAN_BOLD | DYZUR_SPAN_ITALIC, NULL);
  dyzur_block_add_span (block, 12, 17, DYZUR_SPAN_LINK, "https://example.com/");
  block = dyzur_blocks_add (self, DYZUR_BLOCK_ITEM, "punkt");
  block->level = 1;
  block->marker = g_strdup ("3.");
  dyzur_blocks_add (self, DYZUR_BLOCK_RULE, NULL);
  dyzur_blocks_add (self, DYZUR_BLOCK_CODE, "a\n  b");
  block = dyzur_blocks_add (self, DYZUR_BLOCK_IMAGE, "zdjęcie");
  block->marker = g_strdup ("cid:1@example.com");
  block = dyzur_blocks_add (self, DYZUR_BLOCK_TABLE_ROW, "nr\tcena");
  block->quote = 2;
  block->folded = TRUE;
  return self;
}

static void
assert_span (const DyzurBlock *block,
             const DyzurSpan  *span)
{
  g_assert_cmpuint (span->start, <, span->end);
  g_assert_cmpuint (span->end, <=, strlen (block->text));
  g_assert_cmpint (block->text[span->start] & 0xc0, !=, 0x80);
  g_assert_cmpint (block->text[span->end] & 0xc0, !=, 0x80);
}

/* What whoever draws blocks relies on, wherever they come from. */
static void
assert_sound (const DyzurBlocks *self)
{
  for (guint i = 0; i < dyzur_blocks_get_length (self); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (self, i);

      g_assert_cmpint (block->kind, <=, DYZUR_BLOCK_TABLE_ROW);
      g_assert_true (g_utf8_validate (block->text, -1, NULL));
      g_assert_true (block->marker == NULL || g_utf8_validate (block->marker, -1, NULL));
      for (guint j = 0; block->spans != NULL && j < block->spans->len; j++)
        assert_span (block, &g_array_index (block->spans, DyzurSpan, j));
    }
}

static void
assert_same_block (const DyzurBlock *a,
                   const DyzurBlock *b)
{
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpuint (a->level, ==, b->level);
  g_assert_cmpuint (a->quote, ==, b->quote);
  g_assert_cmpint (a->folded, ==, b->folded);
  g_assert_cmpstr (a->text, ==, b->text);
  g_assert_cmpstr (a->marker, ==, b->marker);
  g_assert_cmpint (a->spans == NULL, ==, b->spans == NULL);
  for (guint i = 0; a->spans != NULL && i < a->spans->len; i++)
    {
      const DyzurSpan *x = &g_array_index (a->spans, DyzurSpan, i), *y = &g_array_index (b->spans, DyzurSpan, i);

      g_assert_cmpuint (a->spans->len, ==, b->spans->len);
      g_assert_cmpuint (x->start, ==, y->start);
      g_assert_cmpuint (x->end, ==, y->end);
      g_assert_cmpint (x->style, ==, y->style);
      g_assert_cmpstr (x->href, ==, y->href);
    }
}

static void
test_round_trip (void)
{
  g_autoptr(DyzurBlocks) blocks = sample ();
  g_autoptr(GBytes) bytes = dyzur_blocks_to_bytes (blocks);
  g_autoptr(DyzurBlocks) back = dyzur_blocks_from_bytes (bytes);

  g_assert_cmpuint (dyzur_blocks_get_length (back), ==, dyzur_blocks_get_length (blocks));
  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    assert_same_block (dyzur_blocks_get (blocks, i), dyzur_blocks_get (back, i));
  assert_sound (back);
}

static void
test_empty (void)
{
  g_autoptr(DyzurBlocks) blocks = dyzur_blocks_new ();
  g_autoptr(GBytes) bytes = dyzur_blocks_to_bytes (blocks), none = g_bytes_new (NULL, 0);
  g_autoptr(DyzurBlocks) back = dyzur_blocks_from_bytes (bytes), nothing = dyzur_blocks_from_bytes (none);

  g_assert_cmpuint (dyzur_blocks_get_length (back), ==, 0);
  g_assert_cmpuint (dyzur_blocks_get_length (nothing), ==, 0);
}

static void
assert_survives (const guint8 *data,
                 gsize         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(DyzurBlocks) blocks = dyzur_blocks_from_bytes (bytes);
  g_autofree char *text = dyzur_blocks_dup_text (blocks, TRUE);

  assert_sound (blocks);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

/* A disk that forgets: every cut and, byte by byte, several kinds of damage. */
static void
test_damaged (void)
{
  static const guint8 masks[] = { 0x01, 0x80, 0xff, 0x55 };
  g_autoptr(DyzurBlocks) blocks = sample ();
  g_autoptr(GBytes) bytes = dyzur_blocks_to_bytes (blocks);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);

  for (gsize i = 0; i <= size; i++)
    assert_survives (data, i);
  for (gsize i = 0; i < size; i++)
    for (guint j = 0; j < G_N_ELEMENTS (masks); j++)
      {
        copy[i] ^= masks[j];
        assert_survives (copy, size);
        copy[i] = data[i];
      }
}

static void
test_random_bytes (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (42);
  guint8 data[256];

  for (guint i = 0; i < 2000; i++)
    {
      for (gsize j = 0; j < sizeof data; j++)
        data[j] = (guint8) g_rand_int (random);
      assert_survives (data, (gsize) g_rand_int_range (random, 0, sizeof data));
    }
}

static void
test_spans (void)
{
  g_autoptr(DyzurBlocks) blocks = dyzur_blocks_new ();
  DyzurBlock *block = dyzur_blocks_add (blocks, DYZUR_BLOCK_PARAGRAPH, "żuk");

  dyzur_block_add_span (block, 2, 2, DYZUR_SPAN_BOLD, NULL);
  dyzur_block_add_span (block, 3, 2, DYZUR_SPAN_BOLD, NULL);
  dyzur_block_add_span (block, 0, 5, DYZUR_SPAN_BOLD, NULL);
  dyzur_block_add_span (block, 1, 3, DYZUR_SPAN_BOLD, NULL);
  dyzur_block_add_span (block, 0, 1, DYZUR_SPAN_BOLD, NULL);
  g_assert_null (block->spans);
  dyzur_block_add_span (block, 0, 4, DYZUR_SPAN_BOLD, NULL);
  g_assert_cmpuint (block->spans->len, ==, 1);
}

static void
test_text (void)
{
  g_autoptr(DyzurBlocks) blocks = sample ();
  g_autofree char *own = dyzur_blocks_dup_text (blocks, FALSE), *all = dyzur_blocks_dup_text (blocks, TRUE);

  g_assert_cmpstr (own, ==, "Zażółć\nPaczka jest tutaj, żółta\n3. punkt\na\n  b\nzdjęcie");
  g_assert_cmpstr (all, ==, "Zażółć\nPaczka jest tutaj, żółta\n3. punkt\na\n  b\nzdjęcie\nnr\tcena");
}

static void
test_edit (void)
{
  g_autoptr(DyzurBlocks) blocks = sample ();
  guint length = dyzur_blocks_get_length (blocks);

  dyzur_blocks_edit (blocks, 1)->quote = 1;
  g_assert_cmpuint (dyzur_blocks_get (blocks, 1)->quote, ==, 1);
  dyzur_blocks_remove (blocks, 0);
  g_assert_cmpuint (dyzur_blocks_get_length (blocks), ==, length - 1);
  g_assert_cmpuint (dyzur_blocks_get (blocks, 0)->quote, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/blocks/round-trip", test_round_trip);
  g_test_add_func ("/core/blocks/empty", test_empty);
  g_test_add_func ("/core/blocks/damaged", test_damaged);
  g_test_add_func ("/core/blocks/random-bytes", test_random_bytes);
  g_test_add_func ("/core/blocks/spans", test_spans);
  g_test_add_func ("/core/blocks/text", test_text);
  g_test_add_func ("/core/blocks/edit", test_edit);

  return g_test_run ();
}
