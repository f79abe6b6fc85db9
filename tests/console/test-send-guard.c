/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-send-guard.h"

#define NOW G_GINT64_CONSTANT (1795264200000)

typedef struct
{
  DyzurConversationRecord *conversation;
  DyzurDraft              *draft;
  DyzurGuardState          state;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  dyzur_clock_set (NOW);
  fixture->conversation = dyzur_conversation_record_new ();
  fixture->conversation->channel = DYZUR_CHANNEL_EMAIL;
  fixture->conversation->contact_address = g_strdup ("anna@example.com");
  fixture->draft = dyzur_draft_new (1, DYZUR_DRAFT_REPLY);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  dyzur_conversation_record_free (fixture->conversation);
  dyzur_draft_free (fixture->draft);
}

static DyzurGuard
check (Fixture    *fixture,
       const char *text)
{
  g_free (fixture->draft->text);
  fixture->draft->text = g_strdup (text);
  return dyzur_guard_check (fixture->draft, fixture->conversation, &fixture->state);
}

static void
add_attachment (Fixture *fixture)
{
  fixture->draft->attachments = dyzur_attachments_new ();
  g_ptr_array_add (fixture->draft->attachments, dyzur_attachment_new ("faktura.pdf", "application/pdf"));
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_cmpint (check (fixture, NULL), ==, DYZUR_GUARD_EMPTY);
  g_assert_cmpint (check (fixture, " \n\t"), ==, DYZUR_GUARD_EMPTY);
  g_assert_cmpint (check (fixture, "Dzień dobry"), ==, DYZUR_GUARD_NONE);
  add_attachment (fixture);
  g_assert_cmpint (check (fixture, ""), ==, DYZUR_GUARD_NONE);
}

static void
test_blanks (Fixture       *fixture,
             gconstpointer  data)
{
  g_assert_cmpint (check (fixture, "Paczka {{sledzenie}} jest w drodze"), ==, DYZUR_GUARD_BLANKS);
  g_assert_cmpint (check (fixture, "Otwarte {{ zostaje"), ==, DYZUR_GUARD_NONE);
  g_assert_cmpint (check (fixture, "}} i {{ nie są polem"), ==, DYZUR_GUARD_NONE);
  fixture->draft->kind = DYZUR_DRAFT_NOTE;
  g_assert_cmpint (check (fixture, "{{imie}}"), ==, DYZUR_GUARD_BLANKS);
  g_assert_false (dyzur_guard_can_be_overruled (DYZUR_GUARD_BLANKS));
}

static void
test_channel (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *long_text = g_strnfill (2001, 'a');
  g_autofree char *sentence = NULL;

  fixture->conversation->channel = DYZUR_CHANNEL_ALLEGRO;
  g_assert_cmpint (check (fixture, long_text), ==, DYZUR_GUARD_TOO_LONG);
  sentence = dyzur_guard_dup_sentence (DYZUR_GUARD_TOO_LONG, fixture->conversation, &fixture->state);
  g_assert_nonnull (strstr (sentence, "2000"));
  long_text[2000] = '\0';
  g_assert_cmpint (check (fixture, long_text), ==, DYZUR_GUARD_NONE);

  fixture->conversation->channel = DYZUR_CHANNEL_WHATSAPP;
  fixture->conversation->reply_until = NOW + 1;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
  fixture->conversation->reply_until = NOW;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_WINDOW_CLOSED);
  fixture->draft->kind = DYZUR_DRAFT_NOTE;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
}

static void
test_recipient (Fixture       *fixture,
                gconstpointer  data)
{
  g_clear_pointer (&fixture->conversation->contact_address, g_free);
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NO_RECIPIENT);
  fixture->draft->to = g_strsplit ("ola@example.com", ",", -1);
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
  g_strfreev (fixture->draft->to);
  fixture->draft->to = g_new0 (char *, 1);
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NO_RECIPIENT);
  fixture->conversation->channel = DYZUR_CHANNEL_CHAT;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
}

/* Asked about once, and only where the mail begins a conversation: a reply has its subject from there. */
static void
test_no_subject (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *sentence = NULL;

  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
  fixture->draft->begins = TRUE;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NO_SUBJECT);
  fixture->draft->subject = g_strdup (" ");
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NO_SUBJECT);
  sentence = dyzur_guard_dup_sentence (DYZUR_GUARD_NO_SUBJECT, fixture->conversation, &fixture->state);
  g_assert_cmpstr (sentence, ==, "The mail says nothing about its subject.");
  g_assert_true (dyzur_guard_can_be_overruled (DYZUR_GUARD_NO_SUBJECT));
  fixture->state.accepted = DYZUR_GUARD_NO_SUBJECT;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
  fixture->state.accepted = DYZUR_GUARD_NONE;
  g_free (fixture->draft->subject);
  fixture->draft->subject = g_strdup ("Odbiór");
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
}

static void
test_overtaken (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *sentence = NULL;

  fixture->state.n_newer = 2;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_OVERTAKEN);
  g_assert_true (dyzur_guard_can_be_overruled (DYZUR_GUARD_OVERTAKEN));
  sentence = dyzur_guard_dup_sentence (DYZUR_GUARD_OVERTAKEN, fixture->conversation, &fixture->state);
  g_assert_cmpstr (sentence, ==, "2 new messages came since you began writing.");
  fixture->state.accepted = DYZUR_GUARD_OVERTAKEN;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
  fixture->state.accepted = DYZUR_GUARD_NONE;
  fixture->draft->kind = DYZUR_DRAFT_NOTE;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
}

static void
test_attachment_words (void)
{
  static const struct { const char *text; gboolean names; } texts[] = {
    { "Fakturę przesyłam w załączniku.", TRUE },
    { "W ZAŁĄCZENIU umowa", TRUE },
    { "załączam zdjęcie", TRUE },
    { "The invoice is attached.", TRUE },
    { "see the attachment", TRUE },
    { "Die Rechnung finden Sie im Anhang", TRUE },
    { "Рахунок у вкладенні", TRUE },
    { "Proszę wyłączyć i włączyć urządzenie.", FALSE },
    { "Przyłącze wody", FALSE },
    { "Paczka jest w drodze.", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpint (dyzur_text_names_attachment (texts[i].text), ==, texts[i].names);
}

static void
test_attachment (Fixture       *fixture,
                 gconstpointer  data)
{
  g_assert_cmpint (check (fixture, "W załączniku faktura"), ==, DYZUR_GUARD_NO_ATTACHMENT);
  fixture->state.accepted = DYZUR_GUARD_NO_ATTACHMENT;
  g_assert_cmpint (check (fixture, "W załączniku faktura"), ==, DYZUR_GUARD_NONE);
  fixture->state.accepted = DYZUR_GUARD_NONE;
  add_attachment (fixture);
  g_assert_cmpint (check (fixture, "W załączniku faktura"), ==, DYZUR_GUARD_NONE);
}

/* Slips that are asked about once: the address, who reads along, whom the text greets. */
static void
test_people (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct { const char *name, *text; DyzurGuard expected; } greetings[] = {
    { "Marek Nowak", "Pani Anno,\ndziękuję", DYZUR_GUARD_OTHER_GREETED },
    { "Marek Nowak", "Dzień dobry, Panie Marku!", DYZUR_GUARD_NONE },
    { "Łukasz Żółw", "Panie Łukaszu,", DYZUR_GUARD_NONE },
    { "Anna Kowalska", "Szanowna Pani Kowalska", DYZUR_GUARD_NONE },
    { "Ola", "Pani Olu,", DYZUR_GUARD_NONE },
    { "Małgorzata Lis", "Pani Gosiu,", DYZUR_GUARD_NONE },
    { "Lis Jakub", "Dzień dobry, Panie Kubo,", DYZUR_GUARD_NONE },
    { "Urszula Lis", "Pani Małgorzato,", DYZUR_GUARD_OTHER_GREETED },
    { "Marek Nowak", "Pani zamówienie jest w drodze", DYZUR_GUARD_NONE },
    { "Marek Nowak", "Dear Anna,", DYZUR_GUARD_OTHER_GREETED },
    { "Marek Nowak", "Dzień dobry,\nPani Anna z magazynu to sprawdzi", DYZUR_GUARD_NONE },
    { NULL, "Pani Anno,", DYZUR_GUARD_NONE },
  };
  const char *strangers[] = { "Ktoś <ktos@example.com>", NULL };

  g_free (fixture->conversation->contact_address);
  fixture->conversation->contact_address = g_strdup ("anna.kowalska@poczta.example");
  fixture->draft->to = g_strsplit ("anna.kowalsk@poczta.example", "|", -1);
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_SIMILAR_ADDRESS);
  fixture->state.accepted = DYZUR_GUARD_SIMILAR_ADDRESS;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
  fixture->state.accepted = DYZUR_GUARD_NONE;
  g_strfreev (fixture->draft->to);
  fixture->draft->to = g_strsplit ("Anna <ANNA.Kowalska@poczta.example>|jan@poczta.example", "|", -1);
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);

  fixture->state.new_ones = strangers;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
  fixture->draft->cc = g_strsplit ("ktos@example.com", "|", -1);
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NEW_PERSON);
  fixture->state.new_ones = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (greetings); i++)
    {
      g_free (fixture->conversation->contact_name);
      fixture->conversation->contact_name = g_strdup (greetings[i].name);
      g_assert_cmpint (check (fixture, greetings[i].text), ==, greetings[i].expected);
    }
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *sentence = NULL;

  fixture->state.others_number = "BB-1042";
  fixture->state.others_name = "Jan Nowak";
  g_assert_cmpint (check (fixture, "Zamówienie BB-1042 jest w drodze."), ==, DYZUR_GUARD_OTHERS_ORDER);
  sentence = dyzur_guard_dup_sentence (DYZUR_GUARD_OTHERS_ORDER, fixture->conversation, &fixture->state);
  g_assert_cmpstr (sentence, ==, "Order or parcel BB-1042 belongs to Jan Nowak, not to this customer.");
  g_assert_true (dyzur_guard_can_be_overruled (DYZUR_GUARD_OTHERS_ORDER));
  fixture->state.accepted = DYZUR_GUARD_OTHERS_ORDER;
  g_assert_cmpint (check (fixture, "Zamówienie BB-1042 jest w drodze."), ==, DYZUR_GUARD_NONE);
}

/* What the server would refuse is told before it leaves, with both sizes. */
static void
test_size (Fixture       *fixture,
           gconstpointer  data)
{
  DyzurAttachment *attachment = dyzur_attachment_new ("film.mp4", "video/mp4");
  g_autofree char *sentence = NULL;

  attachment->size = 20 * 1000 * 1000;
  fixture->draft->attachments = dyzur_attachments_new ();
  g_ptr_array_add (fixture->draft->attachments, attachment);
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
  fixture->state.max_size = 25 * 1000 * 1000;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_TOO_BIG);
  fixture->state.draft = fixture->draft;
  sentence = dyzur_guard_dup_sentence (DYZUR_GUARD_TOO_BIG, fixture->conversation, &fixture->state);
  g_assert_nonnull (strstr (sentence, "27"));
  g_assert_false (dyzur_guard_can_be_overruled (DYZUR_GUARD_TOO_BIG));
  attachment->size = 18 * 1000 * 1000;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
}

/* What others wrote below is not ours. */
static void
test_quoted (Fixture       *fixture,
             gconstpointer  data)
{
  g_assert_cmpint (check (fixture, "Tak\n> w załączniku przesyłam"), ==, DYZUR_GUARD_NONE);
  g_assert_cmpint (check (fixture, "Proszę\n\n---------- Przekazana wiadomość ----------\nZałączam {{x}}"), ==, DYZUR_GUARD_NONE);
  g_assert_cmpint (check (fixture, "W załączniku\n> tak"), ==, DYZUR_GUARD_NO_ATTACHMENT);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/send-guard/empty", test_empty);
  ADD ("/send-guard/blanks", test_blanks);
  ADD ("/send-guard/channel", test_channel);
  ADD ("/send-guard/recipient", test_recipient);
  ADD ("/send-guard/people", test_people);
  ADD ("/send-guard/order", test_order);
  ADD ("/send-guard/size", test_size);
  ADD ("/send-guard/quoted", test_quoted);
  ADD ("/send-guard/overtaken", test_overtaken);
  ADD ("/send-guard/no-subject", test_no_subject);
  ADD ("/send-guard/attachment", test_attachment);
  g_test_add_func ("/send-guard/attachment-words", test_attachment_words);
  return g_test_run ();
}
