/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation.h"

static DyzurConversationRecord *
sample (void)
{
  DyzurConversationRecord *self = dyzur_conversation_record_new ();

  self->id = 5;
  self->account_id = g_strdup ("acc");
  self->inbox_id = g_strdup ("inbox");
  self->channel = DYZUR_CHANNEL_EMAIL;
  self->contact_name = g_strdup ("Anna Kowalska");
  self->subject = g_strdup ("Gdzie paczka");
  self->labels = g_strsplit ("pilne,zwrot", ",", -1);
  self->unread = 2;
  self->last_activity_at = 1795289760000;
  self->preview = g_strdup ("Dzień dobry");
  return self;
}

/* Every member counts: a change of any one makes a difference, in a copy that shares nothing. */
#define ASSERT_COUNTS(change)                                                                 \
  G_STMT_START {                                                                              \
    g_autoptr(DyzurConversationRecord) a = sample (), b = dyzur_conversation_record_copy (a); \
    g_assert_true (dyzur_conversation_record_equal (a, b));                                   \
    change;                                                                                   \
    g_assert_false (dyzur_conversation_record_equal (a, b));                                  \
    g_assert_false (dyzur_conversation_record_equal (b, a));                                  \
  } G_STMT_END

#define SET(member) (g_free (b->member), b->member = g_strdup ("inne"))

static void
test_equal_texts (void)
{
  ASSERT_COUNTS (SET (account_id));
  ASSERT_COUNTS (SET (remote_id));
  ASSERT_COUNTS (SET (inbox_id));
  ASSERT_COUNTS (SET (inbox_name));
  ASSERT_COUNTS (SET (contact_name));
  ASSERT_COUNTS (SET (contact_address));
  ASSERT_COUNTS (SET (subject));
  ASSERT_COUNTS (SET (assignee_id));
  ASSERT_COUNTS (SET (assignee_name));
  ASSERT_COUNTS (SET (team));
  ASSERT_COUNTS (SET (preview));
  ASSERT_COUNTS (SET (draft));
  ASSERT_COUNTS (g_clear_pointer (&b->subject, g_free));
  ASSERT_COUNTS (g_clear_pointer (&b->labels, g_strfreev));
  ASSERT_COUNTS ((g_free (b->labels[1]), b->labels[1] = g_strdup ("inna")));
}

static void
test_equal_numbers (void)
{
  ASSERT_COUNTS (b->id++);
  ASSERT_COUNTS (b->channel = DYZUR_CHANNEL_CHAT);
  ASSERT_COUNTS (b->contact_id++);
  ASSERT_COUNTS (b->status = DYZUR_STATUS_RESOLVED);
  ASSERT_COUNTS (b->priority = DYZUR_PRIORITY_HIGH);
  ASSERT_COUNTS (b->snoozed_until++);
  ASSERT_COUNTS (b->unread++);
  ASSERT_COUNTS (b->created_at++);
  ASSERT_COUNTS (b->last_activity_at++);
  ASSERT_COUNTS (b->waiting_since++);
  ASSERT_COUNTS (b->due_at++);
  ASSERT_COUNTS (b->reply_until++);
  ASSERT_COUNTS (b->preview_author = DYZUR_AUTHOR_BOT);
  ASSERT_COUNTS (b->angry = TRUE);
  ASSERT_COUNTS (b->mentioned = TRUE);
  ASSERT_COUNTS (b->bot_active = TRUE);
}

static void
test_no_labels_are_none (void)
{
  g_autoptr(DyzurConversationRecord) a = dyzur_conversation_record_new (), b = dyzur_conversation_record_new ();

  a->labels = g_new0 (char *, 1);
  g_assert_true (dyzur_conversation_record_equal (a, b));
  g_assert_null (dyzur_conversation_record_copy (NULL));
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
test_update_notifies (void)
{
  g_autoptr(DyzurConversation) conversation = dyzur_conversation_new (sample ());
  DyzurConversationRecord *other;
  guint notified = 0;

  g_signal_connect (conversation, "notify::record", G_CALLBACK (count_cb), &notified);
  g_assert_false (dyzur_conversation_update (conversation, sample ()));
  g_assert_cmpuint (notified, ==, 0);

  other = sample ();
  other->unread = 0;
  g_assert_true (dyzur_conversation_update (conversation, other));
  g_assert_cmpuint (notified, ==, 1);
  g_assert_true (dyzur_conversation_get_record (conversation) == other);
  g_assert_cmpint (dyzur_conversation_get_id (conversation), ==, 5);
  g_assert_finalize_object (g_steal_pointer (&conversation));
}

/* A row that nobody has read yet gets its record later, by the same way. */
static void
test_shell (void)
{
  g_autoptr(DyzurConversation) shell = dyzur_conversation_new (NULL);
  guint notified = 0;
  gpointer record = NULL;

  g_signal_connect (shell, "notify::record", G_CALLBACK (count_cb), &notified);
  g_assert_cmpint (dyzur_conversation_get_id (shell), ==, 0);
  g_assert_null (dyzur_conversation_get_record (shell));
  g_assert_true (dyzur_conversation_update (shell, sample ()));
  g_assert_cmpuint (notified, ==, 1);
  g_object_get (shell, "record", &record, NULL);
  g_assert_true (record == dyzur_conversation_get_record (shell));
}

static void
test_writer (void)
{
  g_autoptr(DyzurConversation) conversation = dyzur_conversation_new (sample ());
  guint notified = 0;

  g_signal_connect (conversation, "notify::writer", G_CALLBACK (count_cb), &notified);
  dyzur_conversation_set_writer (conversation, "Ola");
  dyzur_conversation_set_writer (conversation, "Ola");
  g_assert_cmpstr (dyzur_conversation_get_writer (conversation), ==, "Ola");
  dyzur_conversation_set_writer (conversation, NULL);
  g_assert_null (dyzur_conversation_get_writer (conversation));
  g_assert_cmpuint (notified, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/conversation/equal-texts", test_equal_texts);
  g_test_add_func ("/core/conversation/equal-numbers", test_equal_numbers);
  g_test_add_func ("/core/conversation/no-labels-are-none", test_no_labels_are_none);
  g_test_add_func ("/core/conversation/update-notifies", test_update_notifies);
  g_test_add_func ("/core/conversation/shell", test_shell);
  g_test_add_func ("/core/conversation/writer", test_writer);

  return g_test_run ();
}
