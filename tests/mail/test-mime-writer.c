/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-markup.h"
#include "dyzur-mime-reader.h"
#include "dyzur-mime-text.h"
#include "dyzur-mime-writer.h"
#include "dyzur-subject.h"

#include <gio/gio.h>
#include <string.h>

#define KEY "6b1c7f0e-52c4-4d0c-8d0f-1234567890ab"

typedef struct
{
  DyzurAccountConfig *config;
  DyzurAction        *action;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  DyzurAction *action = dyzur_action_new (DYZUR_ACTION_MESSAGE);
  DyzurMessageRecord *quote = dyzur_message_record_new ();

  fixture->config = dyzur_account_config_new ("mail");
  fixture->config->name = g_strdup ("Sklep Bobrowisko – obsługa");
  fixture->config->address = g_strdup ("sklep@sklep.test");
  dyzur_account_config_set (fixture->config, "signature", "Ola Nowak\nSklep Bobrowisko");
  action->key = g_strdup (KEY);
  action->message = dyzur_message_record_new ();
  action->message->sent_at = 1794654180000;
  action->message->subject = g_strdup ("Odp: RE: Re[2]: Zażółć gęślą jaźń, czyli bardzo długi temat wiadomości o zwrocie śniegowców");
  action->message->text = g_strdup ("Dzień dobry,\n\nPani paczka jest w drodze: https://sledzenie.test/?nr=1&x=<2>. To jest dłuższy akapit, "
                                    "który musi zostać złamany tak, by każdy program złożył go z powrotem.\n\nFrom nas\n> nie cytat\n spacja\n.\nPozdrawiam");
  action->message->to = g_strsplit ("Anna Kowalska <anna@klient.test>|\"Żółw, Jan\" <jan@klient.test>", "|", -1);
  action->message->cc = g_strsplit ("biuro@firma.test", "|", -1);
  action->message->thread_keys = g_strsplit ("c@klient.test|a@sklep.test|b@klient.test", "|", -1);
  quote->author_name = g_strdup ("Anna Kowalska");
  quote->sent_at = 1794650580000;
  quote->text = g_strdup ("Gdzie jest moja paczka? To jest długa linia, która po zacytowaniu też musi zostać złamana, bo inaczej nikt jej nie przeczyta.\n\n> starszy cytat");
  action->quote = quote;
  fixture->action = action;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  dyzur_account_config_free (fixture->config);
  dyzur_action_free (fixture->action);
}

static GBytes *
write_now (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  GBytes *bytes = dyzur_mime_write (fixture->config, fixture->action, DYZUR_MIME_SEND, &error);

  g_assert_no_error (error);
  return bytes;
}

static void
attach (Fixture    *fixture,
        const char *name,
        const char *mime_type,
        GBytes     *bytes)
{
  DyzurAttachment *attachment = dyzur_attachment_new (name, mime_type);

  if (fixture->action->message->attachments == NULL)
    fixture->action->message->attachments = dyzur_attachments_new ();
  attachment->bytes = g_bytes_ref (bytes);
  g_ptr_array_add (fixture->action->message->attachments, attachment);
}

/* Lines of at most 998 ASCII bytes, each ending in CR LF: what every server takes. */
static void
assert_safe (GBytes *bytes)
{
  gsize size, line = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size; i++)
    {
      g_assert_cmpuint (data[i], <, 0x80);
      g_assert_cmpuint (data[i], !=, 0);
      if (data[i] == '\r')
        g_assert_true (i + 1 < size && data[i + 1] == '\n');
      if (data[i] == '\n')
        {
          g_assert_true (i > 0 && data[i - 1] == '\r');
          line = 0;
        }
      else
        g_assert_cmpuint (++line, <=, 998);
    }
  g_assert_cmpint (data[size - 1], ==, '\n');
}

static char *
ask_python (GBytes *message)
{
  g_autofree char *script = g_build_filename (g_getenv ("DYZUR_SOURCE_ROOT"), "tests", "mail", "show-message.py", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) python = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                    "/usr/bin/python3", script, NULL);
  g_autoptr(GBytes) out = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate (python, message, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (python));
  return g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out));
}

/* A second implementation finds in the message what was put into it. */
static void
test_python (Fixture       *fixture,
             gconstpointer  unused)
{
  static const char expected[] =
    "From: Sklep Bobrowisko – obsługa <sklep@sklep.test>\n"
    "To: Anna Kowalska <anna@klient.test>, \"Żółw, Jan\" <jan@klient.test>\n"
    "Cc: biuro@firma.test\n"
    "Subject: Re: Zażółć gęślą jaźń, czyli bardzo długi temat wiadomości o zwrocie śniegowców\n"
    "Message-ID: <" KEY "@sklep.test>\n"
    "In-Reply-To: <c@klient.test>\n"
    "References: <a@sklep.test> <b@klient.test> <c@klient.test>\n"
    "Date: 2026-11-14T11:03:00+00:00\n"
    "Others: Content-Type MIME-Version\n"
    "multipart/mixed\n"
    " multipart/alternative\n"
    "  text/plain charset=utf-8 format=flowed\n"
    "   |Dzień dobry,\n"
    "   |\n"
    "   |Pani paczka jest w drodze: https://sledzenie.test/?nr=1&x=<2>. To jest \n"
    "   |dłuższy akapit, który musi zostać złamany tak, by każdy program złożył \n"
    "   |go z powrotem.\n"
    "   |\n"
    "   | From nas\n"
    "   | > nie cytat\n"
    "   |  spacja\n"
    "   |.\n"
    "   |Pozdrawiam\n"
    "   |\n"
    "   |-- \n"
    "   |Ola Nowak\n"
    "   |Sklep Bobrowisko\n"
    "   |\n"
    "   |Anna Kowalska, 14.11.2026 10:03:\n"
    "   |> Gdzie jest moja paczka? To jest długa linia, która po zacytowaniu też \n"
    "   |> musi zostać złamana, bo inaczej nikt jej nie przeczyta.\n"
    "   |>\n"
    "   |>> starszy cytat\n"
    "  text/html charset=utf-8\n"
    " application/pdf disposition=attachment filename=Zwrot – żółty formularz o naprawdę bardzo długiej nazwie, której nikt nie pamięta.pdf name=same 256 bytes 40aff2e9\n"
    " text/plain disposition=attachment filename=zwykły.txt name=same 3 bytes ba7816bf\n"
    " application/octet-stream disposition=attachment filename=list.eml name=same 1 bytes 2d711642\n"
    "Defects: none\n";
  guint8 all[256];
  g_autoptr(GBytes) pdf = NULL, txt = g_bytes_new ("abc", 3), eml = g_bytes_new ("x", 1), message = NULL;
  g_autofree char *shown = NULL;

  for (guint i = 0; i < sizeof all; i++)
    all[i] = i;
  pdf = g_bytes_new (all, sizeof all);
  attach (fixture, "Zwrot – żółty formularz o naprawdę bardzo długiej nazwie, której nikt nie pamięta.pdf", "application/pdf", pdf);
  attach (fixture, "zwykły.txt", "text/plain", txt);
  attach (fixture, "list.eml", "message/rfc822", eml);
  message = write_now (fixture);
  assert_safe (message);
  shown = ask_python (message);
  g_assert_cmpstr (shown, ==, expected);
}

static void
test_reproducible (Fixture       *fixture,
                   gconstpointer  unused)
{
  g_autoptr(GBytes) one = write_now (fixture), two = write_now (fixture), other = NULL;

  g_assert_true (g_bytes_equal (one, two));
  fixture->action->key[0] = '7';
  other = write_now (fixture);
  g_assert_false (g_bytes_equal (one, other));
}

/* Our reader takes our writer's message apart into what it was made of. */
static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  unused)
{
  g_autoptr(GBytes) file = g_bytes_new ("\0\1\2\377", 4), message = NULL;
  DyzurMimeContext context = { .config = fixture->config, .sent_folder = TRUE };
  g_autoptr(DyzurEvent) event = NULL;
  const DyzurAttachment *attachment;

  attach (fixture, "łódź.bin", "application/octet-stream", file);
  message = write_now (fixture);
  event = dyzur_mime_read (message, &context);
  g_assert_cmpstr (event->message->client_id, ==, KEY);
  g_assert_cmpstr (event->message->author_name, ==, fixture->config->name);
  g_assert_cmpint (event->message->sent_at, ==, fixture->action->message->sent_at);
  g_assert_cmpstr (event->message->to[1], ==, "\"Żółw, Jan\" <jan@klient.test>");
  g_assert_cmpstr (event->message->thread_keys[1], ==, "c@klient.test");
  g_assert_cmpstr (event->conversation->subject, ==, "Zażółć gęślą jaźń, czyli bardzo długi temat wiadomości o zwrocie śniegowców");
  g_assert_cmpstr (event->message->text, ==,
                   "Dzień dobry,\nPani paczka jest w drodze: https://sledzenie.test/?nr=1&x=<2>. To jest dłuższy akapit, który musi zostać "
                   "złamany tak, by każdy program złożył go z powrotem.\nFrom nas\n> nie cytat\nspacja\n.\nPozdrawiam");
  attachment = g_ptr_array_index (event->message->attachments, 0);
  g_assert_cmpstr (attachment->name, ==, "łódź.bin");
  g_assert_true (g_bytes_equal (attachment->bytes, file));
}

static void
test_errors (Fixture       *fixture,
             gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurMessageRecord) message = dyzur_message_record_copy (fixture->action->message);
  g_auto(GStrv) recipients = dyzur_mime_dup_recipients (message, &error);
  DyzurAttachment *attachment;

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (recipients), ==, 3);
  g_assert_cmpstr (recipients[1], ==, "jan@klient.test");
  g_clear_pointer (&message->to, g_strfreev);
  g_clear_pointer (&message->cc, g_strfreev);
  g_assert_null (dyzur_mime_dup_recipients (message, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
  g_clear_error (&error);

  attachment = dyzur_attachment_new ("zniknął.pdf", "application/pdf");
  attachment->path = g_strdup ("/nonexistent/zniknął.pdf");
  fixture->action->message->attachments = dyzur_attachments_new ();
  g_ptr_array_add (fixture->action->message->attachments, attachment);
  g_assert_null (dyzur_mime_write (fixture->config, fixture->action, DYZUR_MIME_SEND, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
  g_assert_nonnull (strstr (error->message, "zniknął.pdf"));
}

/* Nothing in a value begins a header of its own. */
static void
test_injection (Fixture       *fixture,
                gconstpointer  unused)
{
  g_autoptr(GBytes) message = NULL;
  g_autofree char *shown = NULL;

  g_free (fixture->config->name);
  fixture->config->name = g_strdup ("Zły\r\nBcc: ofiara@x.test");
  g_free (fixture->action->message->subject);
  fixture->action->message->subject = g_strdup ("Zły\r\nBcc: ofiara@x.test\r\n\r\ntreść");
  g_strfreev (fixture->action->message->thread_keys);
  fixture->action->message->thread_keys = g_strsplit ("a@b>\r\nBcc: ofiara@x.test|c@d e|sztuczny@no-message-id.invalid", "|", -1);
  message = write_now (fixture);
  assert_safe (message);
  shown = ask_python (message);
  g_assert_nonnull (strstr (shown, "Others: Content-Type MIME-Version\n"));
  g_assert_nonnull (strstr (shown, "Defects: none\n"));
  g_assert_null (strstr (shown, "In-Reply-To"));
  g_assert_null (strstr (shown, "References"));
}

static void
test_first_message (Fixture       *fixture,
                    gconstpointer  unused)
{
  g_autoptr(GBytes) message = NULL;
  g_autofree char *shown = NULL;

  g_clear_pointer (&fixture->action->quote, dyzur_message_record_free);
  g_clear_pointer (&fixture->action->message->thread_keys, g_strfreev);
  g_free (fixture->action->message->subject);
  fixture->action->message->subject = g_strdup ("Zamówienie 1042");
  message = write_now (fixture);
  shown = ask_python (message);
  g_assert_nonnull (strstr (shown, "Subject: Zamówienie 1042\n"));
  g_assert_null (strstr (shown, "In-Reply-To"));
}

static void
test_html (void)
{
  g_autoptr(DyzurBlocks) blocks = dyzur_blocks_new ();
  g_autoptr(GString) out = g_string_new (NULL);
  DyzurBlock *block = dyzur_blocks_add (blocks, DYZUR_BLOCK_PARAGRAPH, "Proszę <przeczytać> regulamin");

  dyzur_block_add_span (block, 0, 7, DYZUR_SPAN_BOLD, NULL);
  dyzur_block_add_span (block, 22, 31, DYZUR_SPAN_LINK | DYZUR_SPAN_ITALIC, "https://sklep.test/?a=\"b\"");
  block = dyzur_blocks_add (blocks, DYZUR_BLOCK_PARAGRAPH, "i wrócić");
  block->level = 1;
  block = dyzur_blocks_add (blocks, DYZUR_BLOCK_ITEM, "raz");
  block->marker = g_strdup ("1.");
  block = dyzur_blocks_add (blocks, DYZUR_BLOCK_ITEM, "dwa");
  block->marker = g_strdup ("2.");
  dyzur_blocks_add (blocks, DYZUR_BLOCK_RULE, "");
  dyzur_mime_text_append_blocks (out, blocks);
  g_assert_cmpstr (out->str, ==,
                   "<p><b>Proszę</b> &lt;przeczytać&gt; <a href=\"https://sklep.test/?a=&quot;b&quot;\"><i>regulamin</i></a><br>\ni wrócić</p>\n"
                   "<ol>\n<li>raz</li>\n<li>dwa</li>\n</ol>\n<hr>\n");
}

static void
test_subjects (void)
{
  static const struct { const char *raw; const char *clean; } cases[] = {
    { "Gdzie jest paczka?", "Gdzie jest paczka?" },
    { "Re: Gdzie jest paczka?", "Gdzie jest paczka?" },
    { "RE:Odp: ODP : Re[4]: PD: x", "x" },
    { "Aw: WG: Antwort", "Antwort" },
    { "Відповідь: Доставка", "Доставка" },
    { "Reklamacja: kubek", "Reklamacja: kubek" },
    { "Regulamin", "Regulamin" },
    { "Re:", "" },
    { "  a \t\r\n b  ", "a b" },
    { "", "" },
    { "Re: Re: Re: Re: Re: Re: Re: x", "x" },
    { "Fwd: [EXT] zwrot", "[EXT] zwrot" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = dyzur_subject_clean (cases[i].raw);

      g_assert_cmpstr (clean, ==, cases[i].clean);
    }
}

/* Whoever reads along unseen gets the mail and is named in our copy only. */
static void
test_bcc (Fixture       *fixture,
          gconstpointer  unused)
{
  g_autoptr(GBytes) sent = NULL;
  g_autoptr(GBytes) filed = NULL;
  g_auto(GStrv) recipients = NULL;
  g_autofree char *sent_text = NULL;
  g_autofree char *filed_text = NULL;

  fixture->action->message->bcc = g_strsplit ("Szef <szef@sklep.test>|biuro@firma.test", "|", -1);
  sent = write_now (fixture);
  filed = dyzur_mime_write (fixture->config, fixture->action, DYZUR_MIME_FILE, NULL);
  sent_text = g_strndup (g_bytes_get_data (sent, NULL), g_bytes_get_size (sent));
  filed_text = g_strndup (g_bytes_get_data (filed, NULL), g_bytes_get_size (filed));
  g_assert_null (strstr (sent_text, "szef"));
  g_assert_null (strstr (sent_text, "Bcc"));
  g_assert_nonnull (strstr (filed_text, "\r\nBcc: Szef <szef@sklep.test>, biuro@firma.test\r\n"));
  recipients = dyzur_mime_dup_recipients (fixture->action->message, NULL);
  g_assert_cmpuint (g_strv_length (recipients), ==, 4);
  g_assert_true (g_strv_contains ((const char * const *) recipients, "szef@sklep.test"));
}

static void
assert_same_block (const DyzurBlock *a,
                   const DyzurBlock *b)
{
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpstr (a->text, ==, b->text);
  g_assert_cmpstr (a->marker, ==, b->marker);
  g_assert_cmpuint (a->spans != NULL ? a->spans->len : 0, ==, b->spans != NULL ? b->spans->len : 0);
  for (guint i = 0; a->spans != NULL && i < a->spans->len; i++)
    {
      const DyzurSpan *left = &g_array_index (a->spans, DyzurSpan, i), *right = &g_array_index (b->spans, DyzurSpan, i);

      g_assert_cmpuint (left->start, ==, right->start);
      g_assert_cmpuint (left->end, ==, right->end);
      g_assert_cmpint (left->style, ==, right->style);
      g_assert_cmpstr (left->href, ==, right->href);
    }
}

/* What was formatted comes back as the same blocks, with its picture; the plain text reads well alone. */
static void
test_formatted (Fixture       *fixture,
                gconstpointer  unused)
{
  static const char text[] = "Dzień dobry,\n\npaczka **jest w drodze**, a *zwrot* opisują [nasze zasady](https://sklep.test/zwroty).\n"
                             "- kubek\n- **talerz** i spodek\n![żubr.png]\nPozdrawiam";
  DyzurMimeContext context = { .config = fixture->config, .sent_folder = TRUE };
  g_autoptr(GBytes) picture = g_bytes_new ("\211PNG\r\n", 6), message = NULL;
  g_autoptr(DyzurEvent) event = NULL;
  g_autofree char *seen = NULL;
  DyzurAttachment *attachment;
  DyzurBlocks *blocks;

  g_free (fixture->action->message->text);
  fixture->action->message->text = g_strdup (text);
  fixture->action->message->blocks = blocks = dyzur_markup_to_blocks (text);
  attach (fixture, "żubr.png", "image/png", picture);
  attachment = g_ptr_array_index (fixture->action->message->attachments, 0);
  attachment->is_inline = TRUE;
  attachment->content_id = g_strdup ("p1@sklep.test");
  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    if (dyzur_blocks_get (blocks, i)->kind == DYZUR_BLOCK_IMAGE)
      {
        g_free (dyzur_blocks_edit (blocks, i)->marker);
        dyzur_blocks_edit (blocks, i)->marker = g_strdup ("cid:p1@sklep.test");
      }
  message = write_now (fixture);
  assert_safe (message);
  event = dyzur_mime_read (message, &context);
  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    assert_same_block (dyzur_blocks_get (event->message->blocks, i), dyzur_blocks_get (blocks, i));
  attachment = g_ptr_array_index (event->message->attachments, 0);
  g_assert_true (attachment->is_inline);
  g_assert_cmpstr (attachment->content_id, ==, "p1@sklep.test");
  seen = ask_python (message);
  g_assert_nonnull (strstr (seen, "*jest w drodze*"));
  g_assert_nonnull (strstr (seen, "<https://sklep.test/zwroty>"));
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/mail/mime-writer/python", Fixture, NULL, set_up, test_python, tear_down);
  g_test_add ("/mail/mime-writer/reproducible", Fixture, NULL, set_up, test_reproducible, tear_down);
  g_test_add ("/mail/mime-writer/round-trip", Fixture, NULL, set_up, test_round_trip, tear_down);
  g_test_add ("/mail/mime-writer/errors", Fixture, NULL, set_up, test_errors, tear_down);
  g_test_add ("/mail/mime-writer/injection", Fixture, NULL, set_up, test_injection, tear_down);
  g_test_add ("/mail/mime-writer/first-message", Fixture, NULL, set_up, test_first_message, tear_down);
  g_test_add ("/mail/mime-writer/formatted", Fixture, NULL, set_up, test_formatted, tear_down);
  g_test_add ("/mail/mime-writer/bcc", Fixture, NULL, set_up, test_bcc, tear_down);
  g_test_add_func ("/mail/mime-writer/html", test_html);
  g_test_add_func ("/mail/mime-writer/subjects", test_subjects);
  return g_test_run ();
}
