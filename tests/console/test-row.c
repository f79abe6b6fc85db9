/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "console-fixture.h"

#include "dyzur-clock.h"
#include "dyzur-conversation-row.h"
#include "dyzur-row-painter.h"

static DyzurConversationRecord *
make_record (void)
{
  DyzurConversationRecord *record = dyzur_conversation_record_new ();

  record->id = 1;
  record->channel = DYZUR_CHANNEL_EMAIL;
  record->contact_name = g_strdup ("Anna Kowalska");
  record->last_activity_at = CONSOLE_NOW - 5 * DYZUR_MINUTE;
  record->preview = g_strdup ("Gdzie jest moja paczka?");
  record->preview_author = DYZUR_AUTHOR_CUSTOMER;
  return record;
}

static void
assert_words (DyzurConversationRecord *record,
              const char              *writer,
              const char              *expected)
{
  g_autoptr(DyzurConversation) conversation = dyzur_conversation_new (record);
  g_autofree char *words = NULL;

  dyzur_conversation_set_writer (conversation, writer);
  words = dyzur_conversation_row_dup_words (conversation, NULL);
  g_assert_cmpstr (words, ==, expected);
}

static void
test_words (void)
{
  DyzurConversationRecord *record = make_record ();

  assert_words (record, NULL, "Anna Kowalska, E-mail, today 12:25\nGdzie jest moja paczka?");

  record = make_record ();
  record->unread = 2;
  record->due_at = CONSOLE_NOW + 4 * DYZUR_MINUTE;
  record->angry = TRUE;
  record->assignee_id = g_strdup ("ola");
  record->assignee_name = g_strdup ("Ola Nowak");
  assert_words (record, NULL, "Anna Kowalska, 2 unread messages, E-mail, today 12:25, answer due: 4 min, angry, "
                              "assigned to Ola Nowak\nGdzie jest moja paczka?");

  record = make_record ();
  record->due_at = CONSOLE_NOW - 61 * DYZUR_MINUTE;
  record->draft = g_strdup ("Pani Anno,");
  assert_words (record, NULL, "Anna Kowalska, E-mail, today 12:25, answer due: 1 h 1 min late\nDraft: Pani Anno,");

  record = make_record ();
  record->draft = g_strdup ("Pani Anno,");
  record->bot_active = TRUE;
  assert_words (record, "Ola", "Anna Kowalska, E-mail, today 12:25, the bot answers\nOla is writing…");

  /* A clock of something that is resolved does not run; a customer may have an address only. */
  record = make_record ();
  record->status = DYZUR_STATUS_RESOLVED;
  record->due_at = CONSOLE_NOW;
  g_clear_pointer (&record->contact_name, g_free);
  record->contact_address = g_strdup ("anna@example.com");
  g_clear_pointer (&record->preview, g_free);
  record->subject = g_strdup ("Paczka");
  assert_words (record, NULL, "anna@example.com, E-mail, today 12:25\nPaczka");
}

static int
measure (GtkWidget *row)
{
  int minimum, natural;

  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 350, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, natural);
  return natural;
}

/* Every row is as high as every other, shell or full, and draws without complaint however narrow it is. */
static void
test_height (void)
{
  GtkWidget *row = dyzur_conversation_row_new (NULL);
  GtkWidget *window = console_show (row, 350, 80);
  int height = measure (row);
  DyzurConversationRecord *record = make_record ();
  g_autoptr(DyzurConversation) shell = dyzur_conversation_new (NULL);
  g_autoptr(DyzurConversation) full = NULL;
  g_autofree char *novel = g_strnfill (20000, 'W');

  dyzur_conversation_row_set_item (DYZUR_CONVERSATION_ROW (row), shell);
  console_settle (window);
  g_assert_cmpint (measure (row), ==, height);

  g_free (record->preview);
  record->preview = g_strdup_printf ("%s\n%s 🙈 zażółć", novel, novel);
  record->unread = 12345;
  record->due_at = CONSOLE_NOW + DYZUR_DAY * 400;
  record->angry = TRUE;
  record->assignee_id = g_strdup ("x");
  record->assignee_name = g_strdup ("Żaneta Ćwik");
  full = dyzur_conversation_new (record);
  dyzur_conversation_row_set_item (DYZUR_CONVERSATION_ROW (row), full);
  console_settle (window);
  g_assert_cmpint (measure (row), ==, height);
  dyzur_conversation_row_tick (DYZUR_CONVERSATION_ROW (row));
  gtk_window_set_default_size (GTK_WINDOW (window), 10, 80);
  console_settle (window);
  console_close (window);
}

/* A row follows its conversation and lets go of it. */
static void
test_follow (void)
{
  GtkWidget *row = dyzur_conversation_row_new (NULL);
  GtkWidget *window = console_show (row, 350, 80);
  DyzurConversation *conversation = dyzur_conversation_new (make_record ());
  DyzurConversationRecord *record = make_record ();

  dyzur_conversation_row_set_item (DYZUR_CONVERSATION_ROW (row), conversation);
  console_settle (window);
  record->unread = 3;
  dyzur_conversation_update (conversation, record);
  console_settle (window);
  dyzur_conversation_row_set_item (DYZUR_CONVERSATION_ROW (row), NULL);
  g_assert_finalize_object (conversation);
  console_close (window);
}

static void
test_initials (void)
{
  static const struct { const char *name, *initials; } cases[] = {
    { "Ola Nowak", "ON" },
    { "żaneta ćwik", "ŻĆ" },
    { "Anna Maria Wesołowska", "AW" },
    { "Bobrek", "B" },
    { "Ola ", "O" },
    { "", "" },
    { NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *initials = dyzur_painter_dup_initials (cases[i].name);

      g_assert_cmpstr (initials, ==, cases[i].initials);
    }
}

int
main (int    argc,
      char **argv)
{
  console_test_init (&argc, &argv);

  g_test_add_func ("/console/row/words", test_words);
  g_test_add_func ("/console/row/height", test_height);
  g_test_add_func ("/console/row/follow", test_follow);
  g_test_add_func ("/console/row/initials", test_initials);

  return g_test_run ();
}
