/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-markup.h"

#include <string.h>

/* What blocks say, in one line: kind, text, spans as [style start-end address] */
static char *
describe (const char *text)
{
  static const char kinds[] = "PHIC-GT";
  g_autoptr(DyzurBlocks) blocks = dyzur_markup_to_blocks (text);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (blocks, i);

      g_string_append_printf (out, "%s%c%s%s:%s", i > 0 ? "|" : "", kinds[block->kind],
                              block->kind == DYZUR_BLOCK_PARAGRAPH && block->level ? "+" : "",
                              block->kind == DYZUR_BLOCK_ITEM ? block->marker : "", block->text);
      for (guint j = 0; block->spans != NULL && j < block->spans->len; j++)
        {
          const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, j);

          g_string_append_printf (out, "[%s%u-%u%s%s]", span->style & DYZUR_SPAN_BOLD ? "b" :
                                  span->style & DYZUR_SPAN_ITALIC ? "i" : "a", span->start, span->end,
                                  span->href != NULL ? " " : "", span->href != NULL ? span->href : "");
        }
    }
  return g_string_free (out, FALSE);
}

static const struct { const char *text, *blocks, *plain; gboolean used; } cases[] = {
  { "Dzień dobry", "P:Dzień dobry", "Dzień dobry", FALSE },
  { "a **b** c", "P:a b c[b2-3]", "a *b* c", TRUE },
  { "*ż* i **ółw**", "P:ż i ółw[i0-2][b5-10]", "_ż_ i *ółw*", TRUE },
  { "**a *b* c**", "P:a b c[b0-5][i2-3]", "*a _b_ c*", TRUE },
  { "***a***", "P:a[b0-1][i0-1]", "*_a_*", TRUE },
  { "2 * 3 * 4, 2*3*4, **, ****", "P:2 * 3 * 4, 2*3*4, **, ****", "2 * 3 * 4, 2*3*4, **, ****", FALSE },
  { "*bez końca", "P:*bez końca", "*bez końca", FALSE },
  { "* gwiazdka *", "I•:gwiazdka *", "* gwiazdka *", FALSE },
  { "[zwroty](https://a.test/z?a=1)!", "P:zwroty![a0-6 https://a.test/z?a=1]", "zwroty <https://a.test/z?a=1>!", TRUE },
  { "[a](javascript:x) [b]()", "P:[a](javascript:x) [b]()", "[a](javascript:x) [b]()", FALSE },
  { "zob. https://a.test/b, tak", "P:zob. https://a.test/b, tak[a5-21 https://a.test/b]", "zob. https://a.test/b, tak", FALSE },
  { "Lista:\n- a\n- **b**\n1. c\n\nkoniec\nwiersz", "P:Lista:|I•:a|I•:b[b0-1]|I1.:c|P:koniec|P+:wiersz",
    "Lista:\n- a\n- *b*\n1. c\n\nkoniec\nwiersz", TRUE },
  { "-- \npodpis", "P:-- |P+:podpis", "-- \npodpis", FALSE },
  { "tak\n![zdjęcie 1.png]\nnie", "P:tak|G:zdjęcie 1.png|P:nie", "tak\n[zdjęcie 1.png]\nnie", TRUE },
  { "14.11.2026 o 12. godzinie", "P:14.11.2026 o 12. godzinie", "14.11.2026 o 12. godzinie", FALSE },
  { "", "", "", FALSE },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *blocks = describe (cases[i].text);
      g_autofree char *plain = dyzur_markup_to_plain (cases[i].text);

      g_assert_cmpstr (blocks, ==, cases[i].blocks);
      g_assert_cmpstr (plain, ==, cases[i].plain);
      g_assert_cmpint (dyzur_markup_is_used (cases[i].text), ==, cases[i].used);
    }
}

/* Whatever stands there: offsets are inside, on character borders, and nothing hangs. */
static void
test_anything (void)
{
  static const char *const pieces[] = { "*", "**", "[", "](", ")", "http://", "ż", " ", "\n", "- ", "1. ", "![", "]", "a" };

  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(DyzurBlocks) blocks = NULL;
      g_autofree char *plain = NULL;

      for (int n = g_test_rand_int_range (0, 24); n > 0; n--)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      plain = dyzur_markup_to_plain (text->str);
      g_assert_true (g_utf8_validate (plain, -1, NULL));
      blocks = dyzur_markup_to_blocks (text->str);
      for (guint j = 0; j < dyzur_blocks_get_length (blocks); j++)
        {
          const DyzurBlock *block = dyzur_blocks_get (blocks, j);

          g_assert_true (g_utf8_validate (block->text, -1, NULL));
          for (guint k = 0; block->spans != NULL && k < block->spans->len; k++)
            {
              const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, k);

              g_assert_cmpuint (span->start, <, span->end);
              g_assert_cmpuint (span->end, <=, strlen (block->text));
            }
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/core/markup/cases", test_cases);
  g_test_add_func ("/core/markup/anything", test_anything);
  return g_test_run ();
}
