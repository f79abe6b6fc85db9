/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "console-fixture.h"
#include "dyzur-blanks.h"
#include "dyzur-clock.h"
#include "dyzur-composer.h"
#include "dyzur-recipients.h"

typedef struct
{
  DyzurConversation *conversation;
  DyzurComposer     *composer;
  GtkWidget         *window;
  GtkTextView       *view;
} Fixture;

static DyzurConversation *
make_conversation (gint64       id,
                   DyzurChannel channel)
{
  DyzurConversationRecord *record = dyzur_conversation_record_new ();

  record->id = id;
  record->channel = channel;
  g_free (record->contact_name);
  record->contact_name = g_strdup ("Anna Kowalska");
  record->contact_address = g_strdup (channel == DYZUR_CHANNEL_EMAIL ? "anna@example.com" : "+48 500 100 200");
  return dyzur_conversation_new (record);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->conversation = make_conversation (1, DYZUR_CHANNEL_EMAIL);
  fixture->composer = DYZUR_COMPOSER (dyzur_composer_new ());
  fixture->window = console_show (GTK_WIDGET (fixture->composer), 640, 400);
  dyzur_composer_set_newest (fixture->composer, 7);
  dyzur_composer_set_conversation (fixture->composer, NULL, fixture->conversation);
  dyzur_composer_set_newest (fixture->composer, 7);
  fixture->view = GTK_TEXT_VIEW (console_find (fixture->window, GTK_TYPE_TEXT_VIEW, 0));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  console_close (fixture->window);
  g_assert_finalize_object (fixture->conversation);
}

static char *
dup_text (Fixture *fixture)
{
  g_autofree char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (fixture->view), "text", &text, NULL);
  return g_steal_pointer (&text);
}

static char *
dup_selection (Fixture *fixture)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_selection_bounds (gtk_text_view_get_buffer (fixture->view), &start, &end);
  return gtk_text_buffer_get_text (gtk_text_view_get_buffer (fixture->view), &start, &end, TRUE);
}

static void
type (Fixture    *fixture,
      const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (fixture->view);

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_insert_interactive_at_cursor (buffer, text, -1, TRUE);
  gtk_text_buffer_end_user_action (buffer);
}

/* The sentence that keeps the draft, "" when nothing does */
static const char *
get_guard (Fixture *fixture)
{
  for (guint i = 0;; i++)
    {
      GtkWidget *revealer = console_find (fixture->window, GTK_TYPE_REVEALER, i);

      g_assert_nonnull (revealer);
      if (console_find_text (revealer, GTK_TYPE_BUTTON, "Send Anyway") != NULL)
        return gtk_revealer_get_reveal_child (GTK_REVEALER (revealer))
               ? gtk_label_get_label (GTK_LABEL (console_find (revealer, GTK_TYPE_LABEL, 0))) : "";
    }
}

static void
test_kinds (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *reply = NULL, *note = NULL;

  g_assert_nonnull (console_find_text (fixture->window, GTK_TYPE_LABEL, "Send E-mail to anna@example.com"));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (fixture->composer), "note"));
  type (fixture, "Dzień dobry");

  dyzur_composer_set_kind (fixture->composer, DYZUR_DRAFT_NOTE);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture->composer), "note"));
  g_assert_nonnull (console_find_text (fixture->window, GTK_TYPE_LABEL, "Add Note"));
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Private note");
  note = dup_text (fixture);
  g_assert_cmpstr (note, ==, "");
  type (fixture, "oddzwonić");

  dyzur_composer_set_kind (fixture->composer, DYZUR_DRAFT_REPLY);
  reply = dup_text (fixture);
  g_assert_cmpstr (reply, ==, "Dzień dobry");
}

static void
test_other_channel (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(DyzurConversation) other = make_conversation (2, DYZUR_CHANNEL_WHATSAPP);

  dyzur_composer_set_conversation (fixture->composer, NULL, other);
  g_assert_nonnull (console_find_text (fixture->window, GTK_TYPE_LABEL, "Send by WhatsApp to Anna Kowalska"));
  type (fixture, "Tak");
  g_assert_nonnull (console_find_text (fixture->window, GTK_TYPE_LABEL, "3 / 4096"));
  dyzur_composer_set_conversation (fixture->composer, NULL, NULL);
}

static void
test_draft (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = NULL, again = NULL;

  type (fixture, "Zażółć");
  dyzur_composer_set_newest (fixture->composer, 9);
  type (fixture, " gęślą");
  draft = dyzur_composer_dup_draft (fixture->composer);
  g_assert_cmpstr (draft->text, ==, "Zażółć gęślą");
  g_assert_cmpuint (draft->cursor, ==, 12);
  g_assert_nonnull (draft->key);
  g_assert_cmpstr (draft->to[0], ==, "anna@example.com"); /* as it stands on the screen */
  g_assert_null (draft->to[1]);
  again = dyzur_composer_dup_draft (fixture->composer);
  g_assert_cmpstr (again->key, ==, draft->key);
  /* Once it is written, what came later is news. */
  type (fixture, " jaźń");
  dyzur_composer_set_newest (fixture->composer, 12);
  type (fixture, "!");
  g_assert_cmpint (dyzur_composer_get_seen (fixture->composer), ==, 9);
}

static void
test_undo (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = NULL;

  type (fixture, "Dzień dobry");
  gtk_text_buffer_undo (gtk_text_view_get_buffer (fixture->view));
  text = dup_text (fixture);
  g_assert_cmpstr (text, ==, "");
}

static void
test_blanks (Fixture       *fixture,
             gconstpointer  data)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (fixture->view);
  g_autofree char *first = NULL, *second = NULL, *back = NULL, *text = NULL;

  dyzur_composer_insert (fixture->composer, "{{zwrot}}, paczka {{przesylka}} jest w drodze.");
  g_assert_false (dyzur_composer_prepare (fixture->composer, 0, FALSE, 0));
  g_assert_cmpstr (get_guard (fixture), ==, "Some blanks are still to be filled in.");

  g_assert_true (dyzur_blanks_select_next (buffer, TRUE));
  first = dup_selection (fixture);
  g_assert_cmpstr (first, ==, "{{zwrot}}");
  type (fixture, "Pani Anno");
  g_assert_cmpstr (get_guard (fixture), ==, "");
  g_assert_true (dyzur_blanks_select_next (buffer, TRUE));
  second = dup_selection (fixture);
  g_assert_cmpstr (second, ==, "{{przesylka}}");
  g_assert_true (dyzur_blanks_select_next (buffer, FALSE));
  back = dup_selection (fixture);
  g_assert_cmpstr (back, ==, "{{przesylka}}");
  type (fixture, "6800");
  g_assert_false (dyzur_blanks_select_next (buffer, TRUE));
  text = dup_text (fixture);
  g_assert_cmpstr (text, ==, "Pani Anno, paczka 6800 jest w drodze.");
  g_assert_true (dyzur_composer_prepare (fixture->composer, 0, FALSE, 0));
}

/* What can be overruled is, by asking again; another text is asked about anew. */
static void
test_attachment_word (Fixture       *fixture,
                      gconstpointer  data)
{
  type (fixture, "Faktura w załączniku.");
  g_assert_false (dyzur_composer_prepare (fixture->composer, 2, FALSE, 0));
  g_assert_cmpstr (get_guard (fixture), ==, "2 new messages came since you began writing.");
  g_assert_false (dyzur_composer_prepare (fixture->composer, 2, FALSE, 0));
  g_assert_cmpstr (get_guard (fixture), ==, "The text speaks of an attachment, but nothing is attached.");
  type (fixture, " Pozdrawiam");
  g_assert_cmpstr (get_guard (fixture), ==, "");
  g_assert_false (dyzur_composer_prepare (fixture->composer, 0, FALSE, 0));
  g_assert_true (dyzur_composer_prepare (fixture->composer, 0, FALSE, 0));
  /* While it is on its way it does not go again. */
  g_assert_false (dyzur_composer_prepare (fixture->composer, 0, FALSE, 0));
}

static void
test_sent (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = NULL, next = NULL;
  g_autofree char *rest = NULL;

  type (fixture, "Już sprawdzam.");
  g_assert_true (dyzur_composer_prepare (fixture->composer, 0, FALSE, 0));
  draft = dyzur_composer_dup_draft (fixture->composer);
  type (fixture, "A jeszcze");
  dyzur_composer_sent (fixture->composer, draft);
  rest = dup_text (fixture);
  g_assert_cmpstr (rest, ==, "A jeszcze");
  next = dyzur_composer_dup_draft (fixture->composer);
  g_assert_cmpstr (next->key, !=, draft->key);
}

static void
test_restore (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (1, DYZUR_DRAFT_REPLY);
  g_autoptr(DyzurDraft) stranger = dyzur_draft_new (2, DYZUR_DRAFT_REPLY);
  g_autofree char *text = NULL;

  g_free (draft->text);
  draft->text = g_strdup ("Już sprawdzam.");
  g_free (stranger->text);
  stranger->text = g_strdup ("obce");
  type (fixture, "Dalej");
  dyzur_composer_restore (fixture->composer, stranger);
  dyzur_composer_restore (fixture->composer, draft);
  text = dup_text (fixture);
  g_assert_cmpstr (text, ==, "Już sprawdzam.\nDalej");
}

static void
test_suggestion (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(DyzurSuggestion) suggestion = dyzur_suggestion_new ("s1", "Paczka", "Paczka {{sledzenie}}.", TRUE);
  g_autoptr(DyzurDraft) draft = NULL;
  g_autofree char *selected = NULL;

  dyzur_composer_set_kind (fixture->composer, DYZUR_DRAFT_NOTE);
  dyzur_composer_take_suggestion (fixture->composer, suggestion);
  g_assert_cmpint (dyzur_composer_get_kind (fixture->composer), ==, DYZUR_DRAFT_REPLY);
  draft = dyzur_composer_dup_draft (fixture->composer);
  g_assert_cmpstr (draft->text, ==, "Paczka {{sledzenie}}.");
  g_assert_cmpstr (draft->suggestion, ==, "s1");
  selected = dup_selection (fixture);
  g_assert_cmpstr (selected, ==, "{{sledzenie}}");
}

static void
test_recipients (Fixture       *fixture,
                 gconstpointer  data)
{
  DyzurRecipients *to = DYZUR_RECIPIENTS (console_find (fixture->window, DYZUR_TYPE_RECIPIENTS, 0));
  GtkEntry *entry = GTK_ENTRY (console_find (GTK_WIDGET (to), GTK_TYPE_ENTRY, 0));
  g_autoptr(DyzurDraft) draft = NULL;

  gtk_editable_set_text (GTK_EDITABLE (entry), "to nie adres");
  g_signal_emit_by_name (entry, "activate");
  g_assert_nonnull (console_find_text (GTK_WIDGET (to), GTK_TYPE_LABEL, "to nie adres – not an address"));
  g_assert_false (dyzur_composer_prepare (fixture->composer, 0, FALSE, 0));
  g_signal_emit_by_name (console_find (GTK_WIDGET (to), GTK_TYPE_BUTTON, 1), "clicked");
  gtk_editable_set_text (GTK_EDITABLE (entry), "jan@example.com, ewa@example.com");
  g_signal_emit_by_name (entry, "activate");
  g_assert_nonnull (console_find_text (fixture->window, GTK_TYPE_LABEL, "Send E-mail to anna@example.com and 2 more"));
  draft = dyzur_composer_dup_draft (fixture->composer);
  g_assert_cmpuint (g_strv_length (draft->to), ==, 3);
  g_assert_cmpstr (draft->to[2], ==, "ewa@example.com");
}

static void
set_status (DyzurConversation *conversation,
            DyzurStatus        status)
{
  DyzurConversationRecord *record = dyzur_conversation_record_copy (dyzur_conversation_get_record (conversation));

  record->status = status;
  dyzur_conversation_update (conversation, record);
}

/* A mail that begins a conversation: whom it was begun for stands there; once it was sent, this is a reply like others. */
static void
test_begins (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(DyzurConversation) conversation = make_conversation (2, DYZUR_CHANNEL_EMAIL);
  g_autoptr(DyzurDraft) draft = NULL;
  g_autoptr(DyzurDraft) reply = NULL;

  set_status (conversation, DYZUR_STATUS_DRAFT);
  dyzur_composer_set_conversation (fixture->composer, NULL, conversation);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (fixture->composer), "begins"));
  dyzur_composer_set_kind (fixture->composer, DYZUR_DRAFT_NOTE);
  g_assert_cmpint (dyzur_composer_get_kind (fixture->composer), ==, DYZUR_DRAFT_REPLY);

  type (fixture, "Dzień dobry");
  g_assert_false (dyzur_composer_prepare (fixture->composer, 0, FALSE, 0));
  g_assert_cmpstr (get_guard (fixture), ==, "The mail says nothing about its subject.");
  g_assert_true (dyzur_composer_prepare (fixture->composer, 0, FALSE, 0));
  draft = dyzur_composer_dup_draft (fixture->composer);
  g_assert_true (draft->begins);
  g_assert_cmpuint (g_strv_length (draft->to), ==, 1);
  g_assert_cmpstr (draft->to[0], ==, "Anna Kowalska <anna@example.com>");

  set_status (conversation, DYZUR_STATUS_OPEN);
  dyzur_composer_sent (fixture->composer, draft);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (fixture->composer), "begins"));
  type (fixture, "Jeszcze jedno");
  reply = dyzur_composer_dup_draft (fixture->composer);
  g_assert_false (reply->begins);
  g_assert_cmpstr (reply->key, !=, draft->key);
  g_assert_cmpstr (reply->to[0], ==, "anna@example.com");
  dyzur_composer_set_conversation (fixture->composer, NULL, fixture->conversation);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  console_test_init (&argc, &argv);

  ADD ("/composer/kinds", test_kinds);
  ADD ("/composer/other-channel", test_other_channel);
  ADD ("/composer/draft", test_draft);
  ADD ("/composer/undo", test_undo);
  ADD ("/composer/blanks", test_blanks);
  ADD ("/composer/attachment-word", test_attachment_word);
  ADD ("/composer/sent", test_sent);
  ADD ("/composer/restore", test_restore);
  ADD ("/composer/suggestion", test_suggestion);
  ADD ("/composer/recipients", test_recipients);
  ADD ("/composer/begins", test_begins);
  return g_test_run ();
}
