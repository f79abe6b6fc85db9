/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-html.h"
#include "dyzur-plain.h"
#include "dyzur-quote.h"

#include <string.h>

/*
 * A file of quotes/ is a mail whose lines begin with what becomes of them: two spaces, it stays; "~ ", it is folded;
 * "." alone, an empty line.
 */

static void
append_case_line (GString    *mail,
                  GString    *expected,
                  const char *line)
{
  gsize quote = strlen (line) > 2 ? strspn (line + 2, "> ") : 0;

  if (strcmp (line, ".") != 0)
    {
      g_assert_cmpuint (strlen (line), >, 2);
      g_string_append (mail, line + 2);
      if (line[2 + quote] != '\0')
        g_string_append_c (expected, line[0] == '~' ? '~' : ' ');
    }
  g_string_append_c (mail, '\n');
}

static char *
describe_folding (DyzurBlocks *blocks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    g_string_append_c (text, dyzur_blocks_get (blocks, i)->folded ? '~' : ' ');
  return g_string_free (text, FALSE);
}

static void
test_file (gconstpointer data)
{
  const char *path = data;
  g_autofree char *content = NULL, *folding = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GString) mail = g_string_new (NULL), expected = g_string_new (NULL);
  g_autoptr(DyzurBlocks) blocks = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL && (*lines[i] != '\0' || lines[i + 1] != NULL); i++)
    append_case_line (mail, expected, lines[i]);
  blocks = dyzur_plain_to_blocks (mail->str, -1, DYZUR_PLAIN_NONE);
  dyzur_quote_fold (blocks);
  folding = describe_folding (blocks);
  g_assert_cmpstr (folding, ==, expected->str);
  dyzur_quote_fold (blocks);
  g_free (folding);
  folding = describe_folding (blocks);
  g_assert_cmpstr (folding, ==, expected->str);
}

static char *
visible_text (const char *html)
{
  g_autoptr(DyzurBlocks) blocks = dyzur_html_to_blocks (html, -1, DYZUR_HTML_NONE);

  dyzur_quote_fold (blocks);
  return dyzur_blocks_dup_text (blocks, FALSE);
}

static const struct
{
  const char *name;
  const char *html;
  const char *visible;
} html_cases[] = {
  { "gmail", "<div dir=\"ltr\">Dziękuję!</div><br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">"
             "pt., 14 lis 2025 o 12:03 Sklep &lt;<a href=\"mailto:a@b.example\">a@b.example</a>&gt; napisał(a):<br></div>"
             "<blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid\">Stare</blockquote></div>",
    "Dziękuję!" },
  { "gmail-signature", "<div>Proszę o fakturę</div><div>--&nbsp;<br><div class=\"gmail_signature\">Jan<br>Firma</div></div>",
    "Proszę o fakturę" },
  { "outlook-desktop", "<p class=MsoNormal>Witam</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'>"
                       "<p class=MsoNormal><b>From:</b> Sklep<br><b>Sent:</b> Friday<br><b>To:</b> Jan<br>"
                       "<b>Subject:</b> RE: Zwrot</p></div><p class=MsoNormal>Stare</p>",
    "Witam" },
  { "outlook-web", "<div>Nowe</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>Expéditeur :</b> X<br>"
                   "<b>Objet :</b> Y</div><div>Stare</div>",
    "Nowe" },
  { "outlook-phone", "<div>Nowe</div><div id=\"ms-outlook-mobile-signature\">Ustaw sobie co chcesz</div>", "Nowe" },
  { "thunderbird", "<p>Nowe</p><div class=\"moz-cite-prefix\">Le 14/11/2025 à 12:03, Sklep a écrit :<br></div>"
                   "<blockquote type=\"cite\">Stare</blockquote><p>Pod spodem</p><div class=\"moz-signature\">-- <br>Jan</div>",
    "Nowe\nPod spodem" },
  { "signature-around-all", "<div class=\"gmail_signature\">Wpisał w podpisie całą wiadomość</div>",
    "Wpisał w podpisie całą wiadomość" },
  { "picture-only", "<img src=\"cid:a@b\" alt=\"zdjęcie\"><blockquote>Stare</blockquote>", "zdjęcie" },
};

static void
test_html (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *text = visible_text (html_cases[i].html);

  g_assert_cmpstr (text, ==, html_cases[i].visible);
}

/* The longest mail there is, with lines that look like attributions, takes no time worth mentioning. */
static void
test_hostile (void)
{
  g_autoptr(GString) mail = g_string_new (NULL);
  g_autoptr(DyzurBlocks) blocks = NULL;

  for (guint i = 0; i < 6000; i++)
    g_string_append (mail, i % 2 ? "Od: ktoś 2025 12:03 napisał(a):\n" : "-- \n");
  blocks = dyzur_plain_to_blocks (mail->str, -1, DYZUR_PLAIN_NONE);
  dyzur_quote_fold (blocks);
  g_assert_cmpuint (dyzur_blocks_get_length (blocks), ==, 5000);
}

static void
test_empty (void)
{
  g_autoptr(DyzurBlocks) blocks = dyzur_blocks_new ();

  dyzur_quote_fold (blocks);
  g_assert_cmpuint (dyzur_blocks_get_length (blocks), ==, 0);
}

static void
add_files (void)
{
  g_autofree char *directory = g_test_build_filename (G_TEST_DIST, "text", "quotes", NULL);
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *id = g_strndup (name, strcspn (name, "."));
      g_autofree char *path = g_strdup_printf ("/text/quote/%s", id);

      g_test_add_data_func_full (path, g_build_filename (directory, name, NULL), test_file, g_free);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add_files ();
  for (guint i = 0; i < G_N_ELEMENTS (html_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/text/quote/html/%s", html_cases[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_html);
    }
  g_test_add_func ("/text/quote/hostile", test_hostile);
  g_test_add_func ("/text/quote/empty", test_empty);
  return g_test_run ();
}
