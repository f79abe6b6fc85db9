/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "mail-fixture.h"

/* A mail to somebody out of nothing, over Dovecot and Exim on this computer. What leaves is read back by Python. */

#define SUBJECT "Odbiór paczki – ąęóśń, w piątek"
#define TEXT    "Dzień dobry,\nproszę o odbiór w piątek: ąęóśń.\n"

static DyzurDraft *
begin (Fixture *fixture)
{
  const char *account_id = dyzur_account_get_config (fixture_get_account (fixture))->id;
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  DyzurDraft *draft;
  gint64 id;

  dyzur_engine_begin_mail_async (fixture->engine, account_id, NULL, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  id = dyzur_engine_begin_mail_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  draft = dyzur_draft_new (id, DYZUR_DRAFT_REPLY);
  draft->begins = TRUE;
  draft->to = g_strsplit ("Anna Kowalska <" MAIL_CUSTOMER ">", "|", -1);
  draft->subject = g_strdup (SUBJECT);
  g_free (draft->text);
  draft->text = g_strdup (TEXT);
  dyzur_engine_save_draft (fixture->engine, draft);
  return draft;
}

static gint64
send (Fixture    *fixture,
      DyzurDraft *draft)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 id;

  dyzur_engine_send_async (fixture->engine, draft, FALSE, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  id = dyzur_engine_send_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  return id;
}

static DyzurDraft *
load (Fixture *fixture,
      gint64   id)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  DyzurDraft *draft;

  dyzur_engine_load_draft_async (fixture->engine, id, DYZUR_DRAFT_REPLY, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  draft = dyzur_engine_load_draft_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  return draft;
}

/* As the sidebar has it */
static guint
count (Fixture       *fixture,
       DyzurViewKind  kind)
{
  GListModel *views = dyzur_engine_get_views (fixture->engine);

  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(DyzurView) view = g_list_model_get_item (views, i);

      if (dyzur_view_get_kind (view) == kind)
        return dyzur_view_get_count (view);
    }
  g_assert_not_reached ();
}

static gboolean
has (MailFixture *fixture,
     guint        n_open,
     guint        n_drafts)
{
  return count (&fixture->base, DYZUR_VIEW_ALL) == n_open && count (&fixture->base, DYZUR_VIEW_DRAFTS) == n_drafts;
}

/* What a restart forgets in a test: the password, and who listens */
static void
start_again (MailFixture *fixture)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  fixture_close (&fixture->base);
  fixture_open (&fixture->base);
  g_signal_connect (fixture->base.engine, "message-arrived", G_CALLBACK (mail_fixture_arrived_cb), fixture);
  dyzur_engine_set_secret_async (fixture->base.engine, dyzur_account_get_config (fixture_get_account (&fixture->base))->id,
                                 dyzur_mail_servers_get (fixture->servers, "password"), NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  g_assert_true (dyzur_engine_set_secret_finish (fixture->base.engine, result, NULL));
}

static gboolean
is_sent (MailFixture *fixture,
         gint64       id)
{
  return mail_fixture_last_delivery (fixture, id) == DYZUR_DELIVERY_SENT &&
         dyzur_account_get_waiting (fixture_get_account (&fixture->base)) == 0;
}

/* It stands in the customer's inbox and in Sent, once each, and is an answer to nothing. Returns: (transfer full): its Message-ID */
static char *
assert_arrived_once (MailFixture *fixture)
{
  g_autoptr(DyzurJson) received = mail_fixture_read_until (fixture, MAIL_CUSTOMER, "INBOX", 1);
  g_autoptr(DyzurJson) sent = mail_fixture_read_until (fixture, MAIL_SHOP, "\\Sent", 1);
  const DyzurJson *mail;

  g_assert_cmpuint (dyzur_json_get_length (received), ==, 1);
  g_assert_cmpuint (dyzur_json_get_length (sent), ==, 1);
  mail = dyzur_json_get_element (received, 0);
  g_assert_cmpstr (dyzur_json_peek_text (mail, "subject"), ==, SUBJECT);
  g_assert_nonnull (strstr (dyzur_json_peek_text (mail, "text"), "proszę o odbiór w piątek: ąęóśń."));
  g_assert_nonnull (strstr (dyzur_json_peek_text (mail, "to"), MAIL_CUSTOMER));
  g_assert_null (dyzur_json_peek_text (mail, "in_reply_to"));
  g_assert_null (dyzur_json_peek_text (mail, "references"));
  g_assert_cmpstr (dyzur_json_peek_text (dyzur_json_get_element (sent, 0), "id"), ==, dyzur_json_peek_text (mail, "id"));
  return g_strdup (dyzur_json_peek_text (mail, "id"));
}

static void
test_round_trip (MailFixture   *fixture,
                 gconstpointer  data)
{
  MailFixture other = { .servers = fixture->servers };
  g_autoptr(DyzurDraft) draft = NULL;
  g_autoptr(GListModel) list = NULL;
  g_autoptr(DyzurConversation) there = NULL;
  g_autofree char *id = NULL;

  if (fixture->servers == NULL)
    return;
  fixture_set_up (&other.base, NULL);
  mail_fixture_add_mailbox (&other, dyzur_mail_servers_get (fixture->servers, "password"));
  fixture_wait (mail_fixture_is_online (&other));

  draft = begin (&fixture->base);
  fixture_wait (has (fixture, 0, 1));
  send (&fixture->base, draft);
  fixture_wait (has (fixture, 1, 0));
  fixture_wait (is_sent (fixture, draft->conversation_id));
  id = assert_arrived_once (fixture);
  g_assert_cmpuint (mail_fixture_count_messages (fixture, draft->conversation_id), ==, 1);

  /* The customer's answer joins it. */
  mail_fixture_customer_writes (fixture, "pasuje@klient.test", id, "Piątek pasuje.");
  fixture_wait (fixture->arrived == 1);
  g_assert_cmpint (fixture->arrived_id, ==, draft->conversation_id);
  g_assert_cmpuint (mail_fixture_count_messages (fixture, draft->conversation_id), ==, 2);
  g_assert_true (has (fixture, 1, 0));

  /* A second console on the mailbox, which looks into Sent when something came, has both in one talk, too. */
  fixture_wait (has (&other, 1, 0));
  list = fixture_list_open (&other.base);
  there = g_list_model_get_item (list, 0);
  fixture_wait (mail_fixture_count_messages (&other, dyzur_conversation_get_id (there)) == 2);
  g_assert_cmpstr (dyzur_conversation_get_record (there)->contact_address, ==, MAIL_CUSTOMER);
  g_assert_true (has (&other, 1, 0));

  g_clear_object (&there);
  g_clear_object (&list);
  fixture_tear_down (&other.base, NULL);
}

/* Written, kept and sent without a network, with the program ended before and after: it goes out once. */
static void
test_restarts (MailFixture   *fixture,
               gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = NULL;
  g_autoptr(DyzurDraft) kept = NULL;
  g_autofree char *id = NULL;

  if (fixture->servers == NULL)
    return;
  dyzur_mail_servers_obey (fixture->servers, "stop imap");
  dyzur_mail_servers_obey (fixture->servers, "stop smtp");
  draft = begin (&fixture->base);
  start_again (fixture);
  fixture_wait (has (fixture, 0, 1));
  kept = load (&fixture->base, draft->conversation_id);
  g_assert_true (kept->begins);
  g_assert_cmpstr (kept->key, ==, draft->key);
  g_assert_cmpstr (kept->subject, ==, SUBJECT);
  g_assert_cmpstr (kept->text, ==, TEXT);

  send (&fixture->base, kept);
  fixture_wait (dyzur_account_get_waiting (fixture_get_account (&fixture->base)) == 1);
  start_again (fixture);
  g_assert_cmpint (mail_fixture_last_delivery (fixture, kept->conversation_id), ==, DYZUR_DELIVERY_QUEUED);
  dyzur_mail_servers_obey (fixture->servers, "start smtp");
  dyzur_mail_servers_obey (fixture->servers, "start imap");
  dyzur_engine_reconnect (fixture->base.engine, dyzur_account_get_config (fixture_get_account (&fixture->base))->id);
  fixture_wait (is_sent (fixture, kept->conversation_id));
  start_again (fixture);
  fixture_wait (mail_fixture_is_online (fixture));
  id = assert_arrived_once (fixture);
  g_assert_cmpuint (mail_fixture_count_messages (fixture, kept->conversation_id), ==, 1);
  fixture_wait (has (fixture, 1, 0));
}

/* Taken back while it is held: it is a draft again, and nobody gets it. */
static void
test_taken_back (MailFixture   *fixture,
                 gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = NULL;
  g_autoptr(DyzurDraft) back = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  GAsyncResult *pending = NULL;
  gint64 message_id;

  if (fixture->servers == NULL)
    return;
  dyzur_engine_set_undo_seconds (fixture->base.engine, 30);
  draft = begin (&fixture->base);
  message_id = send (&fixture->base, draft);
  dyzur_engine_unsend_async (fixture->base.engine, message_id, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  back = dyzur_engine_unsend_finish (fixture->base.engine, result, &error);
  g_assert_no_error (error);
  g_assert_true (back->begins);
  fixture_wait (has (fixture, 0, 1));

  dyzur_engine_set_undo_seconds (fixture->base.engine, 0);
  send (&fixture->base, back);
  fixture_wait (is_sent (fixture, back->conversation_id));
  id = assert_arrived_once (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, MailFixture, NULL, mail_fixture_set_up, func, mail_fixture_tear_down)
  ADD ("/engine/mail-new/round-trip", test_round_trip);
  ADD ("/engine/mail-new/restarts", test_restarts);
  ADD ("/engine/mail-new/taken-back", test_taken_back);

  return g_test_run ();
}
