/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mail-fixture.h"

/* What leaves is read back by Python's imaplib and email, which share nothing with our own code. */

void
mail_fixture_arrived_cb (DyzurEngine       *engine,
                         DyzurConversation *conversation,
                         DyzurMessage      *message,
                         MailFixture       *fixture)
{
  fixture->arrived++;
  fixture->arrived_id = dyzur_conversation_get_id (conversation);
}

void
mail_fixture_add_mailbox (MailFixture *fixture,
                          const char  *password)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_mail_servers_dup_config (fixture->servers);
  g_autofree char *port = fixture->imap != NULL ? g_strdup_printf ("%u", dyzur_mail_proxy_get_port (fixture->imap)) : NULL;
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (port != NULL)
    dyzur_account_config_set (config, "imap-port", port);
  dyzur_engine_add_account_async (fixture->base.engine, config, password, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  dyzur_engine_add_account_finish (fixture->base.engine, result, &error);
  g_assert_no_error (error);
}

gboolean
mail_fixture_is_online (MailFixture *fixture)
{
  return dyzur_account_get_state (fixture_get_account (&fixture->base)) == DYZUR_ACCOUNT_ONLINE;
}

/* The servers, and an engine that has no account yet; @data: options of mail-servers.py */
void
mail_fixture_prepare (MailFixture   *fixture,
                      gconstpointer  data)
{
  fixture_set_up (&fixture->base, NULL);
  fixture->servers = dyzur_mail_servers_start (data);
  if (fixture->servers == NULL)
    return;
  fixture->imap = dyzur_mail_proxy_new (fixture->servers, "imap");
  g_signal_connect (fixture->base.engine, "message-arrived", G_CALLBACK (mail_fixture_arrived_cb), fixture);
}

void
mail_fixture_set_up (MailFixture   *fixture,
                     gconstpointer  data)
{
  mail_fixture_prepare (fixture, data);
  if (fixture->servers == NULL)
    return;
  mail_fixture_add_mailbox (fixture, dyzur_mail_servers_get (fixture->servers, "password"));
  fixture_wait (mail_fixture_is_online (fixture));
}

void
mail_fixture_tear_down (MailFixture   *fixture,
                        gconstpointer  data)
{
  fixture_tear_down (&fixture->base, data);
  g_clear_pointer (&fixture->imap, dyzur_mail_proxy_free);
  g_clear_pointer (&fixture->servers, dyzur_mail_servers_free);
}

void
mail_fixture_customer_writes (MailFixture *fixture,
                              const char  *id,
                              const char  *in_reply_to,
                              const char  *text)
{
  g_autofree char *reply = in_reply_to != NULL ? g_strdup_printf ("In-Reply-To: %s\nReferences: %s\n", in_reply_to,
                                                                  in_reply_to)
                                               : g_strdup ("");
  g_autofree char *message =
    g_strdup_printf ("From: Anna Kowalska <" MAIL_CUSTOMER ">\nTo: " MAIL_SHOP "\nSubject: Gdzie moja paczka?\nMessage-ID: <%s>\n%s"
                     "Date: Sat, 21 Nov 2026 12:03:00 +0100\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                     "Content-Transfer-Encoding: 8bit\n\n%s\n", id, reply, text);

  dyzur_mail_servers_send (fixture->servers, MAIL_CUSTOMER, MAIL_SHOP, message);
}

/* (transfer full): what Python reads in a folder of somebody's mailbox */
DyzurJson *
mail_fixture_read_mailbox (MailFixture *fixture,
                           const char  *user,
                           const char  *folder)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "mail", "read-mailbox.py", NULL);
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *output = NULL;
  g_autoptr(GError) error = NULL;
  DyzurJson *json;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/usr/bin/python3", script,
                              dyzur_mail_servers_get (fixture->servers, "imap-port"),
                              dyzur_mail_servers_get (fixture->servers, "ca-file"), user,
                              dyzur_mail_servers_get (fixture->servers, "password"), folder, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  json = dyzur_json_parse_text (output, &error);
  g_assert_no_error (error);
  return json;
}

/* Delivery between the servers takes its time: looks until there are @n messages. */
DyzurJson *
mail_fixture_read_until (MailFixture *fixture,
                         const char  *user,
                         const char  *folder,
                         guint        n)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  for (;;)
    {
      g_autoptr(DyzurJson) json = mail_fixture_read_mailbox (fixture, user, folder);

      if (dyzur_json_get_length (json) >= n)
        return g_steal_pointer (&json);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

DyzurAttachment *
mail_fixture_attach (MailFixture *fixture,
                     GBytes      *bytes,
                     const char  *name)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  DyzurAttachment *attachment;

  dyzur_engine_add_bytes_async (fixture->base.engine, bytes, name, "application/octet-stream", NULL,
                                fixture_store_result, &pending);
  result = fixture_await (&pending);
  attachment = dyzur_engine_add_bytes_finish (fixture->base.engine, result, &error);
  g_assert_no_error (error);
  return attachment;
}

void
mail_fixture_send_reply (MailFixture     *fixture,
                         gint64           conversation_id,
                         const char      *text,
                         DyzurAttachment *attachment)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (conversation_id, DYZUR_DRAFT_REPLY);
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_free (draft->text);
  draft->text = g_strdup (text);
  if (attachment != NULL)
    {
      draft->attachments = dyzur_attachments_new ();
      g_ptr_array_add (draft->attachments, attachment);
    }
  dyzur_engine_send_async (fixture->base.engine, draft, FALSE, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  dyzur_engine_send_finish (fixture->base.engine, result, &error);
  g_assert_no_error (error);
}

guint
mail_fixture_count_open (MailFixture *fixture)
{
  g_autoptr(GListModel) list = fixture_list_open (&fixture->base);

  return g_list_model_get_n_items (list);
}

DyzurDelivery
mail_fixture_last_delivery (MailFixture *fixture,
                            gint64       conversation_id)
{
  g_autoptr(GPtrArray) messages = fixture_read_messages (&fixture->base, conversation_id);

  for (guint i = messages->len; i-- > 0;)
    {
      const DyzurMessageRecord *message = g_ptr_array_index (messages, i);

      if (message->kind == DYZUR_MESSAGE_OUTGOING)
        return message->delivery;
    }
  return DYZUR_DELIVERY_NONE;
}

guint
mail_fixture_count_messages (MailFixture *fixture,
                             gint64       conversation_id)
{
  g_autoptr(GPtrArray) messages = fixture_read_messages (&fixture->base, conversation_id);
  guint n = 0;

  for (guint i = 0; i < messages->len; i++)
    n += ((DyzurMessageRecord *) g_ptr_array_index (messages, i))->kind <= DYZUR_MESSAGE_OUTGOING;
  return n;
}

void
mail_fixture_change (Fixture                       *fixture,
                     gint64                         id,
                     const DyzurConversationChange *what)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_engine_change_async (fixture->engine, &id, 1, what, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  before = dyzur_engine_change_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
}

void
mail_fixture_assign_me (Fixture *fixture,
                        gint64   id)
{
  DyzurConversationChange what = { .fields = DYZUR_CHANGE_ASSIGNEE, .assignee_id = dyzur_engine_get_me_id (fixture->engine),
                                   .assignee_name = dyzur_engine_get_me_name (fixture->engine) };

  mail_fixture_change (fixture, id, &what);
}

gboolean
mail_fixture_is_of (DyzurConversation *conversation,
                    const char        *name)
{
  return g_strcmp0 (dyzur_conversation_get_record (conversation)->assignee_name, name) == 0;
}

gboolean
mail_fixture_has_status (DyzurConversation *conversation,
                         DyzurStatus        status)
{
  return dyzur_conversation_get_record (conversation)->status == status;
}
