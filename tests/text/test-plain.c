/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-plain.h"

#include <string.h>

/* One line a block: "level quote text", then its links. */
static char *
describe (DyzurBlocks *blocks)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (blocks, i);

      g_assert_cmpint (block->kind, ==, DYZUR_BLOCK_PARAGRAPH);
      g_string_append_printf (out, "%d%d %s", block->level, block->quote, block->text);
      for (guint j = 0; block->spans != NULL && j < block->spans->len; j++)
        g_string_append_printf (out, " {%s}", g_array_index (block->spans, DyzurSpan, j).href);
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

static const struct
{
  const char      *name;
  DyzurPlainFlags  flags;
  const char      *text;
  const char      *expected;
} cases[] = {
  { "empty", 0, "", "" },
  { "blank", 0, " \n\t\r\n\n", "" },
  { "lines", 0, "raz\ndwa\r\n\r\ntrzy", "00 raz\n10 dwa\n00 trzy\n" },
  { "quote", 0, "> raz\n>> dwa\n> > dwa\ntrzy\n>cztery", "01 raz\n02 dwa\n12 dwa\n00 trzy\n01 cztery\n" },
  { "quote-gap", 0, "> raz\n>\n> dwa", "01 raz\n01 dwa\n" },
  { "arrow", 0, "a -> b\n=> c", "00 a -> b\n10 => c\n" },
  { "list", 0, "- raz\n- dwa\n1. trzy", "00 - raz\n10 - dwa\n10 1. trzy\n" },
  { "spaces", 0, "  wcięte    i  rozstrzelone  ", "00 wcięte i rozstrzelone\n" },
  { "hard", 0, "linia ze spacją \ndruga", "00 linia ze spacją\n10 druga\n" },
  { "flowed", DYZUR_PLAIN_FLOWED, "linia ze spacją \ndruga\n\nkoniec", "00 linia ze spacją druga\n00 koniec\n" },
  { "flowed-quote", DYZUR_PLAIN_FLOWED, "> raz \n> dwa\n> trzy \ncztery", "01 raz dwa\n11 trzy\n00 cztery\n" },
  { "flowed-stuffed", DYZUR_PLAIN_FLOWED, " >to nie cytat\n From domu", "00 >to nie cytat\n10 From domu\n" },
  { "flowed-signature", DYZUR_PLAIN_FLOWED, "tekst\n-- \nJan", "00 tekst\n10 --\n10 Jan\n" },
  { "delsp", DYZUR_PLAIN_FLOWED | DYZUR_PLAIN_DELSP, "dłu \ngie", "00 długie\n" },
  { "link", 0, "Zob. https://sklep.example/a?b=1, (http://x.example/(y)) i www.allegro.example!",
    "00 Zob. https://sklep.example/a?b=1, (http://x.example/(y)) i www.allegro.example! {https://sklep.example/a?b=1}"
    " {http://x.example/(y)} {http://www.allegro.example}\n" },
  { "link-angle", 0, "<https://sklep.example/>", "00 <https://sklep.example/> {https://sklep.example/}\n" },
  { "link-polish", 0, "„https://sklep.example/ścieżka”", "00 „https://sklep.example/ścieżka” {https://sklep.example/ścieżka}\n" },
  { "no-link", 0, "http:// www. xhttps://a.example javascript:alert(1)", "00 http:// www. xhttps://a.example javascript:alert(1)\n" },
  { "e-mail", 0, "pisz: ala.kot+x@poczta.example. albo <b@c.example>",
    "00 pisz: ala.kot+x@poczta.example. albo <b@c.example> {mailto:ala.kot+x@poczta.example} {mailto:b@c.example}\n" },
  { "no-e-mail", 0, "a@b c@ @d 5@2 x@y.z łaj@x", "00 a@b c@ @d 5@2 x@y.z łaj@x\n" },
};

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(DyzurBlocks) blocks = dyzur_plain_to_blocks (cases[i].text, -1, cases[i].flags);
  g_autofree char *text = describe (blocks);

  g_assert_cmpstr (text, ==, cases[i].expected);
}

static void
test_bytes (void)
{
  static const char bytes[] = "a\xff\0b\n\xc5";
  g_autoptr(DyzurBlocks) blocks = dyzur_plain_to_blocks (bytes, sizeof bytes - 1, DYZUR_PLAIN_NONE);
  g_autofree char *text = describe (blocks);

  g_assert_cmpstr (text, ==, "00 a\357\277\275b\n10 \357\277\275\n");
}

static void
test_huge (void)
{
  g_autofree char *marks = g_strnfill (1000000, '>');
  g_autofree char *letters = g_strnfill (3000000, 'x');
  g_autofree char *lines = g_strnfill (100000, '\n');
  g_autoptr(DyzurBlocks) quoted = dyzur_plain_to_blocks (marks, -1, DYZUR_PLAIN_NONE);
  g_autoptr(DyzurBlocks) word = dyzur_plain_to_blocks (letters, -1, DYZUR_PLAIN_NONE);
  g_autoptr(DyzurBlocks) empty = dyzur_plain_to_blocks (lines, -1, DYZUR_PLAIN_NONE);

  g_assert_cmpuint (dyzur_blocks_get_length (quoted), ==, 0);
  g_assert_cmpuint (dyzur_blocks_get_length (empty), ==, 0);
  for (guint i = 0; i < dyzur_blocks_get_length (word); i++)
    g_assert_cmpuint (strlen (dyzur_blocks_get (word, i)->text), <=, 16384);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/text/plain/%s", cases[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/text/plain/bytes", test_bytes);
  g_test_add_func ("/text/plain/huge", test_huge);
  return g_test_run ();
}
