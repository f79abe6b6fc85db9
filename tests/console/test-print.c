/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "console-fixture.h"
#include "dyzur-clock.h"
#include "dyzur-message-pictures.h"
#include "dyzur-printer.h"

/* What stands on paper, read back by another program (poppler's pdftotext and pdffonts). */

#define POLISH "Zażółć gęślą jaźń"

typedef struct
{
  DyzurConversationRecord *conversation;
  GPtrArray               *messages;
  char                    *path;
} Fixture;

static DyzurMessageRecord *
add (Fixture    *fixture,
     const char *author,
     const char *text)
{
  DyzurMessageRecord *record = console_message (fixture->messages->len + 1, author,
                                                CONSOLE_NOW + fixture->messages->len * DYZUR_HOUR, text);

  g_ptr_array_add (fixture->messages, record);
  return record;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *name = g_strdup_printf ("dyzur-print-%d.pdf", getpid ());

  fixture->conversation = dyzur_conversation_record_new ();
  fixture->conversation->contact_name = g_strdup ("Anna Kowalska");
  fixture->conversation->contact_address = g_strdup ("anna@example.com");
  fixture->conversation->subject = g_strdup ("Gdzie jest żółta paczka?");
  fixture->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_message_record_free);
  fixture->path = g_build_filename (g_get_tmp_dir (), name, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unlink (fixture->path);
  g_free (fixture->path);
  g_ptr_array_unref (fixture->messages);
  dyzur_conversation_record_free (fixture->conversation);
}

static char *
ask (const char *program,
     Fixture    *fixture,
     const char *last)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  char *output = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, fixture->path, last, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return output;
}

static char *
print (Fixture         *fixture,
       DyzurPrintFlags  flags)
{
  g_autoptr(DyzurPrinter) printer = dyzur_printer_new (fixture->conversation, fixture->messages);
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  g_autoptr(GError) error = NULL;

  g_assert_true (dyzur_printer_export (printer, fixture->path, flags, &error));
  g_assert_no_error (error);
  if (program == NULL)
    {
      g_test_skip ("pdftotext (poppler-utils) is not installed");
      return NULL;
    }
  return ask (program, fixture, "-");
}

static gboolean
has (const char *text,
     const char *words)
{
  return strstr (text, words) != NULL;
}

/* Every message once and in its order, over many pages; letters survive, fonts come along. */
static void
test_order (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autofree char *text = NULL, *fonts = NULL;
  const char *at;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *words = g_strdup_printf ("Wiadomość nr %03u: " POLISH ". %s", i,
                                                i % 7 == 0 ? "Bardzo długie zdanie, które zajmuje więcej niż jeden wiersz, bo "
                                                             "klientka opisuje wszystko, co się stało z jej zamówieniem, od "
                                                             "początku do końca, a potem jeszcze raz." : "");

      add (fixture, "Anna Kowalska", words);
    }
  text = print (fixture, DYZUR_PRINT_NONE);
  if (text == NULL)
    return;
  at = text;
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *words = g_strdup_printf ("Wiadomość nr %03u: " POLISH, i);

      at = strstr (at, words);
      g_assert_nonnull (at);
      at += strlen (words);
      g_assert_null (strstr (at, words));
    }
  g_assert_true (has (text, "Gdzie jest żółta paczka?"));
  g_assert_true (has (text, "Anna Kowalska, anna@example.com"));
  g_assert_true (has (text, "21 November 2026 – 3 December 2026"));
  g_assert_true (has (text, "Page 1 of "));
  g_assert_true (has (text, "Page 9 of "));
  fonts = ask ("pdffonts", fixture, NULL);
  g_test_message ("%s", fonts);
  g_assert_true (has (fonts, "yes yes"));
  g_assert_false (has (fonts, " no  no"));
}

/* One message of many pages, and a line nothing can break: nothing is lost, nothing is there twice. */
static void
test_long (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr(GString) words = g_string_new (NULL);
  g_autofree char *text = NULL;
  const char *at;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (words, "Wiersz %03u długiego listu.\n", i);
  add (fixture, "Anna Kowalska", words->str);
  add (fixture, "Ola", "Koniec.");
  text = print (fixture, DYZUR_PRINT_NONE);
  if (text == NULL)
    return;
  at = text;
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *line = g_strdup_printf ("Wiersz %03u długiego listu.", i);

      at = strstr (at, line);
      g_assert_nonnull (at);
      at += strlen (line);
      g_assert_null (strstr (at, line));
    }
  g_assert_true (has (at, "Koniec."));
}

static void
test_chosen (Fixture       *fixture,
             gconstpointer  unused)
{
  DyzurMessageRecord *note, *bot, *mail;
  g_autofree char *usual = NULL, *all = NULL;
  DyzurBlock *quote;

  mail = add (fixture, "Anna Kowalska", "Nowe słowa");
  mail->blocks = dyzur_blocks_new ();
  dyzur_blocks_add (mail->blocks, DYZUR_BLOCK_PARAGRAPH, "Nowe słowa");
  quote = dyzur_blocks_add (mail->blocks, DYZUR_BLOCK_PARAGRAPH, "Stare słowa");
  quote->folded = TRUE;
  quote->quote = 1;
  mail->attachments = dyzur_attachments_new ();
  g_ptr_array_add (mail->attachments, dyzur_attachment_new ("Umowa ćwierćroczna.pdf", "application/pdf"));
  note = add (fixture, "Ola", "Tylko dla nas");
  note->kind = DYZUR_MESSAGE_NOTE;
  note->author_kind = DYZUR_AUTHOR_AGENT;
  bot = add (fixture, "Asystent", "Paczka jest w drodze");
  bot->kind = DYZUR_MESSAGE_OUTGOING;
  bot->author_kind = DYZUR_AUTHOR_BOT;

  usual = print (fixture, DYZUR_PRINT_NONE);
  if (usual == NULL)
    return;
  g_assert_true (has (usual, "Nowe słowa"));
  g_assert_true (has (usual, "[BOT]"));
  g_assert_true (has (usual, "Attachments: Umowa ćwierćroczna.pdf"));
  g_assert_false (has (usual, "Stare słowa"));
  g_assert_false (has (usual, "Tylko dla nas"));

  all = print (fixture, DYZUR_PRINT_NOTES | DYZUR_PRINT_QUOTES);
  g_assert_true (has (all, "Stare słowa"));
  g_assert_true (has (all, "Tylko dla nas"));
  g_assert_true (has (all, "Private note"));
}

static void
test_picture (Fixture       *fixture,
              gconstpointer  unused)
{
  g_autofree char *path = g_strconcat (fixture->path, ".png", NULL);
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 800, 600);
  g_autofree char *program = g_find_program_in_path ("pdfimages"), *images = NULL, *text = NULL;
  DyzurMessageRecord *mail = add (fixture, "Anna Kowalska", "Zdjęcie");
  DyzurAttachment *picture = dyzur_attachment_new ("wazon.png", "image/png");

  gdk_pixbuf_fill (pixbuf, 0x3584e4ff);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));
  picture->path = g_strdup (path);
  mail->attachments = dyzur_attachments_new ();
  g_ptr_array_add (mail->attachments, picture);
  text = print (fixture, DYZUR_PRINT_NONE);
  if (text != NULL && program != NULL)
    {
      g_autoptr(GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, program, "-list",
                                                         fixture->path, NULL);

      g_subprocess_communicate_utf8 (process, NULL, NULL, &images, NULL, NULL);
      g_assert_true (has (images, "image"));
    }
  g_unlink (path);
}

/* Ten thousand messages: pages come and go. */
static void
test_many (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autofree char *text = NULL, *status = NULL;
  const char *peak;

  if (!g_test_slow ())
    {
      g_test_skip ("with -m slow");
      return;
    }
  for (guint i = 0; i < 10000; i++)
    add (fixture, "Anna Kowalska", "Dzień dobry, gdzie jest moja paczka? " POLISH " " POLISH " " POLISH);
  text = print (fixture, DYZUR_PRINT_NONE);
  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  peak = strstr (status, "VmHWM:");
  g_test_message ("%.*s", (int) strcspn (peak, "\n"), peak);
  g_assert_cmpint (g_ascii_strtoll (peak + strlen ("VmHWM:"), NULL, 10), <, 400 * 1024);
}

int
main (int    argc,
      char **argv)
{
  console_test_init (&argc, &argv);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/print/order", test_order);
  ADD ("/print/long", test_long);
  ADD ("/print/chosen", test_chosen);
  ADD ("/print/picture", test_picture);
  ADD ("/print/many", test_many);

  return g_test_run ();
}
