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
  fixture->state.overtaken_accepted = TRUE;
  g_assert_cmpint (check (fixture, "Tak"), ==, DYZUR_GUARD_NONE);
  fixture->state.overtaken_accepted = FALSE;
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
  fixture->state.attachment_accepted = TRUE;
  g_assert_cmpint (check (fixture, "W załączniku faktura"), ==, DYZUR_GUARD_NONE);
  fixture->state.attachment_accepted = FALSE;
  add_attachment (fixture);
  g_assert_cmpint (check (fixture, "W załączniku faktura"), ==, DYZUR_GUARD_NONE);
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
  ADD ("/send-guard/overtaken", test_overtaken);
  ADD ("/send-guard/attachment", test_attachment);
  g_test_add_func ("/send-guard/attachment-words", test_attachment_words);
  return g_test_run ();
}
