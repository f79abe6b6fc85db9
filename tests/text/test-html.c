/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-html.h"
#include "dyzur-tracker.h"

#include <string.h>

/* Every file of html/ has its blocks beside it, in a .txt; DYZUR_TEST_UPDATE=1 writes those anew for review. */

static const char * const kind_names[] = { "paragraph", "heading", "item", "code", "rule", "image", "row" };

static void
describe_spans (GString          *out,
                const DyzurBlock *block)
{
  for (guint i = 0; block->spans != NULL && i < block->spans->len; i++)
    {
      const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, i);

      g_assert_cmpuint (span->start, <, span->end);
      g_assert_cmpuint (span->end, <=, strlen (block->text));
      g_string_append_printf (out, "    %s%s%s%s%s «%.*s»%s%s\n",
                              span->style & DYZUR_SPAN_BOLD ? "bold " : "", span->style & DYZUR_SPAN_ITALIC ? "italic " : "",
                              span->style & DYZUR_SPAN_STRIKE ? "strike " : "", span->style & DYZUR_SPAN_CODE ? "code " : "",
                              span->style & DYZUR_SPAN_LINK ? "link" : "",
                              (int) (span->end - span->start), block->text + span->start,
                              span->href != NULL ? " " : "", span->href != NULL ? span->href : "");
    }
}

static char *
describe (DyzurBlocks *blocks)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (blocks, i);

      g_assert_true (g_utf8_validate (block->text, -1, NULL));
      g_assert_true (block->kind == DYZUR_BLOCK_CODE || strchr (block->text, '\n') == NULL);
      g_string_append_printf (out, "%s %d%s%s%s: %s\n", kind_names[block->kind], block->level,
                              block->quote > 0 ? " quoted" : "", block->marker != NULL ? " " : "",
                              block->marker != NULL ? block->marker : "", block->text);
      describe_spans (out, block);
    }
  return g_string_free (out, FALSE);
}

static void
test_file (gconstpointer data)
{
  const char *path = data;
  g_autofree char *html = NULL, *expected = NULL, *text = NULL;
  g_autofree char *beside = g_strdup_printf ("%.*s.txt", (int) (strlen (path) - strlen (".html")), path);
  g_autoptr(DyzurBlocks) blocks = NULL;

  g_assert_true (g_file_get_contents (path, &html, NULL, NULL));
  blocks = dyzur_html_to_blocks (html, -1, DYZUR_HTML_NONE);
  text = describe (blocks);
  if (g_getenv ("DYZUR_TEST_UPDATE") != NULL)
    g_file_set_contents (beside, text, -1, NULL);
  g_assert_true (g_file_get_contents (beside, &expected, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_without_images (void)
{
  g_autoptr(DyzurBlocks) blocks =
    dyzur_html_to_blocks ("<p>Oto <img src='cid:a@b' alt='zdjęcie'> kubka<img src='https://x.example/1.png' width=300></p>", -1,
                          DYZUR_HTML_NO_IMAGES);
  g_autofree char *text = describe (blocks);

  g_assert_cmpstr (text, ==, "paragraph 0: Oto zdjęcie kubka\n");
}

static char *
repeat (const char *head,
        const char *part,
        guint       times,
        const char *tail)
{
  GString *text = g_string_new (head);

  for (guint i = 0; i < times; i++)
    g_string_append (text, part);
  g_string_append (text, tail);
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *name;
  const char *head;
  const char *part;
  guint       times;
  const char *tail;
  const char *contains;   /* (nullable): what must not be lost */
} hostile[] = {
  { "nested", "", "<div>", 100000, "dno</div></div>po", "dno\npo" },
  { "nested-tables", "", "<table><tr><td>", 60000, "x", "x" },
  { "nested-lists", "", "<ul><li>", 100000, "x", "x" },
  { "nested-quotes", "", "<blockquote>", 100000, "x", "x" },
  { "long-attribute", "<p title=\"", "x", 1000000, "\">tekst</p>", "tekst" },
  { "long-link", "<a href=\"https://x.example/", "y", 100000, "\">tekst</a>", "tekst" },
  { "long-style", "<p style=\"", "display:", 120000, "\">tekst</p>", "tekst" },
  { "many-attributes", "<p ", "a=1 b ", 300000, ">tekst</p>", "tekst" },
  { "stray-ends", "", "<b></i>", 60000, "x", "x" },
  { "entities", "", "&amp;", 400000, "", "&" },
  { "open-comment", "tekst", "<!--", 400000, "", "tekst" },
  { "brackets", "", "<", 2000000, "", "<" },
  { "cells", "<tr>", "<td>a", 200000, "", "a" },
  { "one-long-word", "", "abc", 600000, "", "abc" },
  { "paragraphs", "", "<p>x", 500000, "", "…" },
  { "control", "a", "\001\177\302\205", 100000, "b", "ab" },
  { "turned", "a", "\342\200\256", 100000, "b", "ab" },
  { "links", "<a href='https://x.example/?long=address+that+is+copied+often'>", "a<b>b</b>", 100000, "", "ab" },
};

static void
test_hostile (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *html = repeat (hostile[i].head, hostile[i].part, hostile[i].times, hostile[i].tail);
  g_autoptr(DyzurBlocks) blocks = dyzur_html_to_blocks (html, -1, DYZUR_HTML_NONE);
  g_autofree char *text = dyzur_blocks_dup_text (blocks, TRUE);
  g_autofree char *description = describe (blocks);

  g_assert_cmpuint (dyzur_blocks_get_length (blocks), <=, 5000);
  g_assert_nonnull (description);
  g_assert_nonnull (strstr (text, hostile[i].contains));
}

/* Attributes whose names all differ are what makes libxml2 slow: 150,000 of them took 28 s. */
static void
test_many_names (void)
{
  g_autoptr(GString) html = g_string_new ("<p a==\" ");
  g_autoptr(DyzurBlocks) blocks = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 150000; i++)
    g_string_append_printf (html, "a%u=b ", i);
  g_string_append (html, ">tekst</p>");
  blocks = dyzur_html_to_blocks (html->str, html->len, DYZUR_HTML_NONE);
  text = dyzur_blocks_dup_text (blocks, TRUE);
  g_assert_cmpstr (text, ==, "tekst");
}

static void
test_bytes (void)
{
  static const char bytes[] = "<p>a\xff\xfe\0b\xc5 \x80 \xed\xa0\x80</p>\0<p>c</p>";
  g_autoptr(DyzurBlocks) blocks = dyzur_html_to_blocks (bytes, sizeof bytes - 1, DYZUR_HTML_NONE);
  g_autoptr(DyzurBlocks) nothing = dyzur_html_to_blocks ("", 0, DYZUR_HTML_NONE);
  g_autofree char *text = describe (blocks);

  g_assert_nonnull (strstr (text, "b"));
  g_assert_nonnull (strstr (text, "paragraph 0: c\n"));
  g_assert_cmpuint (dyzur_blocks_get_length (nothing), ==, 0);
}

/* A seeded walk through pieces of markup: whatever comes, the blocks keep their promises (see describe()). */
static void
test_random (void)
{
  static const char * const pieces[] = {
    "<p>", "</p>", "<div ", "style='display:none'>", "</div>", "<b>", "</b>", "<a href='https://x.example'>", "</a>", "<br>",
    "<ul>", "<ol start=-5>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</tr>", "</table>", "<blockquote>", "</blockquote>",
    "<pre>", "</pre>", "<hr>", "<h2>", "</h2>", "<img src='cid:x' alt='y'>", " słowo ", "ż\xc5", "\n", "&nbsp;", "<!--", "-->",
    "<script>", "</script>", "<", ">", "\"", "'", "</html>", "<head>", "</body>", "<svg>", "www.x.example ",
  };
  g_autoptr(GRand) random = g_rand_new_with_seed (20251114);

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr(GString) html = g_string_new (NULL);
      g_autoptr(DyzurBlocks) blocks = NULL;
      g_autofree char *text = NULL;

      for (guint n = g_rand_int_range (random, 1, 60); n > 0; n--)
        g_string_append (html, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      blocks = dyzur_html_to_blocks (html->str, html->len, DYZUR_HTML_NONE);
      text = describe (blocks);
      g_assert_nonnull (text);
    }
}

static void
add_files (void)
{
  g_autofree char *directory = g_test_build_filename (G_TEST_DIST, "text", "html", NULL);
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/text/html/%s", name);

      if (g_str_has_suffix (name, ".html"))
        g_test_add_data_func_full (path, g_build_filename (directory, name, NULL), test_file, g_free);
    }
}

/* Those who count readers are known by their address, whatever size they say the picture has. */
static void
test_trackers (void)
{
  static const char * const counters[] = {
    "https://u123.ct.sendgrid.net/wf/open?upn=abc", "https://shop.us7.list-manage.com/track/open.php?u=1",
    "http://sklep.example/newsletter/open.gif?id=1", "https://www.facebook.com/tr?id=1&ev=PageView",
    "https://pro.hit.gemius.pl/_1/redot.gif", "https://www.google-analytics.com/collect?v=1", "https://x.pl:8080/track/open?a",
  };
  static const char * const pictures[] = {
    "https://sklep.example/wazon.png", "https://cdn.sendgrid.net/logo.png", "https://example.com/open/sklep.jpg",
    "https://notfacebook.com/tr/a.png", "https://list-manage.com.example/track.png", "cid:open.gif", "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (counters); i++)
    g_assert_true (dyzur_tracker_is_known (counters[i]));
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    g_assert_false (dyzur_tracker_is_known (pictures[i]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add_files ();
  g_test_add_func ("/text/html/without-images", test_without_images);
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *path = g_strdup_printf ("/text/html/hostile/%s", hostile[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_hostile);
    }
  g_test_add_func ("/text/html/hostile/many-names", test_many_names);
  g_test_add_func ("/text/html/hostile/bytes", test_bytes);
  g_test_add_func ("/text/html/hostile/random", test_random);
  g_test_add_func ("/html/trackers", test_trackers);
  return g_test_run ();
}
