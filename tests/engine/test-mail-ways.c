/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "mail-fixture.h"

/* The whole way with servers that lack this or that, and what happens to mailboxes in the middle of a day. */

/* A server without IDLE is asked each minute; who waits here asks at once, as the «check now» of the account bar does. */
static void
nudge (MailFixture *fixture)
{
  dyzur_engine_reconnect (fixture->base.engine, dyzur_account_get_config (fixture_get_account (&fixture->base))->id);
}

#define see(a, b, condition)                                                                          \
  G_STMT_START {                                                                                      \
    gint64 deadline_ = g_get_monotonic_time () + 20 * G_USEC_PER_SEC, next_ = 0;                      \
    guint  tick_ = g_timeout_add (50, (GSourceFunc) fixture_tick, NULL);                              \
    while (!(condition))                                                                              \
      {                                                                                               \
        if (g_get_monotonic_time () > deadline_)                                                      \
          g_error ("%s:%d: never came true: %s", __FILE__, __LINE__, #condition);                     \
        if (!has_idle && g_get_monotonic_time () > next_)                                             \
          {                                                                                           \
            nudge (a);                                                                                \
            nudge (b);                                                                                \
            next_ = g_get_monotonic_time () + G_USEC_PER_SEC / 4;                                     \
          }                                                                                           \
        g_main_context_iteration (NULL, TRUE);                                                        \
      }                                                                                               \
    g_source_remove (tick_);                                                                          \
  } G_STMT_END

/* What is said to a server, and what it offers who is said so */
static const struct { const char *words; const char *capability; } uses[] = {
  { "*CHANGEDSINCE*", "CONDSTORE" },
  { "*(CONDSTORE)*", "CONDSTORE" },
  { "*QRESYNC*", "QRESYNC" },
  { "IDLE*", "IDLE" },
  { "UID MOVE *", "MOVE" },
  { "UID EXPUNGE *", "UIDPLUS" },
  { "*{*+}", "LITERAL+" },
  { "NAMESPACE*", "NAMESPACE" },
  { "*RETURN (SPECIAL-USE)*", "LIST-EXTENDED" },
};

/* Nothing that the server does not offer is asked of it. */
static void
assert_modest (MailFixture       *fixture,
               const char *const *options)
{
  g_autoptr(GPtrArray) units = dyzur_mail_proxy_take_units (fixture->imap);
  g_auto(GStrv) missing = g_strsplit (options != NULL && options[0] != NULL ? options[1] : "", ",", -1);

  g_assert_cmpuint (units->len, >, 20);
  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    for (guint j = 0; g_strv_contains ((const char *const *) missing, uses[i].capability) && j < units->len; j++)
      if (g_pattern_match_simple (uses[i].words, g_ptr_array_index (units, j)))
        g_error ("a server without %s was told: %s", uses[i].capability, (char *) g_ptr_array_index (units, j));
}

/* The first of the conversations that are open */
static DyzurConversation *
get_first (GListModel *list)
{
  g_autoptr(DyzurConversation) conversation = g_list_model_get_item (list, 0);

  g_assert_nonnull (conversation);
  return g_steal_pointer (&conversation);
}

static guint
get_unread (DyzurConversation *conversation)
{
  return dyzur_conversation_get_record (conversation)->unread;
}

static gboolean
is_sent (MailFixture *fixture,
         gint64       id)
{
  return mail_fixture_last_delivery (fixture, id) == DYZUR_DELIVERY_SENT &&
         dyzur_account_get_waiting (fixture_get_account (&fixture->base)) == 0;
}

/* Arrives at both, is read, taken, answered and resolved at one, made urgent at the other. */
static void
test_way (MailFixture   *fixture,
          gconstpointer  data)
{
  const char *const *options = data;
  gboolean has_idle = options == NULL || strstr (options[1], "IDLE") == NULL;
  DyzurConversationChange seen = { .fields = DYZUR_CHANGE_UNREAD, .seen = TRUE };
  DyzurConversationChange resolved = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_RESOLVED };
  DyzurConversationChange open = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_OPEN };
  DyzurConversationChange urgent = { .fields = DYZUR_CHANGE_PRIORITY, .priority = DYZUR_PRIORITY_URGENT };
  MailFixture other = { .servers = fixture->servers };
  g_autoptr(GListModel) list = NULL, other_list = NULL;
  g_autoptr(DyzurConversation) here = NULL;
  g_autoptr(DyzurConversation) there = NULL;
  g_autoptr(DyzurJson) received = NULL;
  g_autoptr(DyzurJson) sent = NULL;
  gint64 id, other_id;

  if (fixture->servers == NULL)
    return;
  fixture_set_up (&other.base, NULL);
  dyzur_engine_set_me (other.base.engine, NULL, "Łucja Żak-Ćwikła");
  mail_fixture_add_mailbox (&other, dyzur_mail_servers_get (fixture->servers, "password"));
  g_signal_connect (other.base.engine, "message-arrived", G_CALLBACK (mail_fixture_arrived_cb), &other);
  fixture_wait (mail_fixture_is_online (&other));

  mail_fixture_customer_writes (fixture, "droga@klient.test", NULL, "Gdzie jest moja paczka?");
  see (fixture, &other, fixture->arrived == 1 && other.arrived == 1);
  list = fixture_list_open (&fixture->base);
  other_list = fixture_list_open (&other.base);
  here = get_first (list);
  there = get_first (other_list);
  id = dyzur_conversation_get_id (here);
  other_id = dyzur_conversation_get_id (there);
  g_assert_cmpuint (get_unread (there), ==, 1);

  mail_fixture_change (&fixture->base, id, &seen);
  mail_fixture_assign_me (&fixture->base, id);
  see (fixture, &other, get_unread (there) == 0 && mail_fixture_is_of (there, dyzur_engine_get_me_name (fixture->base.engine)));
  mail_fixture_send_reply (fixture, id, "Paczka jest w drodze.", NULL);
  see (fixture, &other, is_sent (fixture, id));
  see (fixture, &other, mail_fixture_count_messages (&other, other_id) == 2);
  received = mail_fixture_read_until (fixture, MAIL_CUSTOMER, "INBOX", 1);
  g_assert_cmpuint (dyzur_json_get_length (received), ==, 1);
  mail_fixture_change (&fixture->base, id, &resolved);
  see (fixture, &other, mail_fixture_has_status (there, DYZUR_STATUS_RESOLVED));
  mail_fixture_change (&other.base, other_id, &urgent);
  mail_fixture_change (&other.base, other_id, &open);
  see (fixture, &other, mail_fixture_has_status (here, DYZUR_STATUS_OPEN) &&
                        dyzur_conversation_get_record (here)->priority == DYZUR_PRIORITY_HIGH);

  mail_fixture_customer_writes (fixture, "droga2@klient.test", dyzur_json_peek_text (dyzur_json_get_element (received, 0), "id"),
                                "Dziękuję!");
  see (fixture, &other, fixture->arrived == 2 && other.arrived == 2);
  g_assert_cmpuint (mail_fixture_count_messages (fixture, id), ==, 3);
  g_assert_cmpuint (mail_fixture_count_messages (&other, other_id), ==, 3);
  sent = mail_fixture_read_mailbox (fixture, MAIL_SHOP, "\\Sent");
  g_assert_cmpuint (dyzur_json_get_length (sent), ==, 1);
  assert_modest (fixture, options);

  g_clear_object (&there);
  g_clear_object (&other_list);
  fixture_tear_down (&other.base, NULL);
}

static void
set_secret (MailFixture *fixture,
            const char  *secret)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  dyzur_engine_set_secret_async (fixture->base.engine, dyzur_account_get_config (fixture_get_account (&fixture->base))->id,
                                 secret, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  g_assert_true (dyzur_engine_set_secret_finish (fixture->base.engine, result, NULL));
}

/* The password expires while somebody works: what waits leaves once, when the new one is told. */
static void
test_password (MailFixture   *fixture,
               gconstpointer  data)
{
  DyzurAccount *account;
  gint64 id;

  if (fixture->servers == NULL)
    return;
  account = fixture_get_account (&fixture->base);
  mail_fixture_customer_writes (fixture, "haslo@klient.test", NULL, "Jesteście?");
  fixture_wait (fixture->arrived == 1);
  id = fixture->arrived_id;
  dyzur_mail_servers_obey (fixture->servers, "password nowe-haslo");
  mail_fixture_send_reply (fixture, id, "Jesteśmy.", NULL);
  nudge (fixture);
  fixture_wait (dyzur_account_get_state (account) == DYZUR_ACCOUNT_OFFLINE &&
                dyzur_account_get_problem (account) == DYZUR_PROBLEM_AUTH);
  g_assert_nonnull (strstr (dyzur_account_get_detail (account), "refuses the user name or password"));
  g_assert_cmpint (mail_fixture_last_delivery (fixture, id), ==, DYZUR_DELIVERY_QUEUED);

  set_secret (fixture, "not this one either");
  fixture_wait (dyzur_account_get_state (account) == DYZUR_ACCOUNT_OFFLINE &&
                dyzur_account_get_problem (account) == DYZUR_PROBLEM_AUTH);
  set_secret (fixture, "nowe-haslo");
  fixture_wait (mail_fixture_is_online (fixture) && is_sent (fixture, id));
  mail_fixture_customer_writes (fixture, "haslo2@klient.test", NULL, "Świetnie.");
  fixture_wait (fixture->arrived == 2);
}

/* The copy in Sent finds no place: the customer has the answer nevertheless, somebody is told, and nothing else waits. */
static void
notice_cb (DyzurEngine *engine,
           const char  *notice,
           char       **told)
{
  g_free (*told);
  *told = g_strdup_printf ("%s: %s", notice, dyzur_engine_get_notice_detail (engine));
}

static void
test_quota (MailFixture   *fixture,
            gconstpointer  data)
{
  g_autoptr(DyzurJson) received = NULL;
  g_autoptr(DyzurJson) sent = NULL;
  g_autofree char *told = NULL;
  gint64 id;

  if (fixture->servers == NULL)
    return;
  g_signal_connect (fixture->base.engine, "notice", G_CALLBACK (notice_cb), &told);
  mail_fixture_customer_writes (fixture, "pelna@klient.test", NULL, "Jesteście?");
  fixture_wait (fixture->arrived == 1);
  id = fixture->arrived_id;
  for (guint i = 1; i <= 2; i++)
    {
      mail_fixture_send_reply (fixture, id, "Jesteśmy.", NULL);
      fixture_wait (is_sent (fixture, id) && told != NULL);
      received = mail_fixture_read_until (fixture, MAIL_CUSTOMER, "INBOX", i);
      g_assert_cmpuint (dyzur_json_get_length (received), ==, i);
      g_assert_cmpint (dyzur_account_get_state (fixture_get_account (&fixture->base)), !=, DYZUR_ACCOUNT_OFFLINE);
      g_test_message ("%s", told);
      g_clear_pointer (&told, g_free);
      g_clear_pointer (&received, dyzur_json_unref);
    }
  sent = mail_fixture_read_mailbox (fixture, MAIL_SHOP, "\\Sent");
  g_assert_cmpuint (dyzur_json_get_length (sent), ==, 0);
  g_assert_cmpuint (mail_fixture_count_messages (fixture, id), ==, 3);
}

/* Dovecot forgets all it knows of the inbox but the messages, and begins another numbering; @mail (nullable) comes meanwhile. */
static void
renumber (MailFixture *fixture,
          const char  *mail)
{
  g_autofree char *maildir = g_build_filename (dyzur_mail_servers_get (fixture->servers, "mail-dir"), MAIL_SHOP, "Maildir", NULL);
  g_autofree char *list = g_build_filename (maildir, "dovecot-uidlist", NULL);
  g_autoptr(GDir) dir = g_dir_open (maildir, 0, NULL);
  const char *name;

  dyzur_mail_servers_obey (fixture->servers, "stop imap");
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (maildir, name, NULL);

      if (g_str_has_prefix (name, "dovecot") && strcmp (name, "dovecot-keywords") != 0)
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_true (g_file_set_contents_full (list, "3 V1234567 N100\n", -1, G_FILE_SET_CONTENTS_NONE, 0666, NULL));
  if (mail != NULL)
    {
      g_autofree char *path = g_build_filename (maildir, "new", "9999999999.M1P1.test", NULL);
      struct utimbuf later = { time (NULL) + 5, time (NULL) + 5 };

      g_assert_true (g_file_set_contents_full (path, mail, -1, G_FILE_SET_CONTENTS_NONE, 0666, NULL));
      g_assert_cmpint (g_utime (path, &later), ==, 0);
    }
  dyzur_mail_servers_obey (fixture->servers, "start imap");
}

static const DyzurAttachment *
get_file (GPtrArray *messages)
{
  const DyzurMessageRecord *message = g_ptr_array_index (messages, 0);

  g_assert_nonnull (message->attachments);
  return g_ptr_array_index (message->attachments, 0);
}

/* The account may never have been offline: a connection that breaks under a mark is opened again without a word. */
static gboolean
is_renumbered (MailFixture *fixture,
               gint64       id,
               GPtrArray   *before)
{
  g_autoptr(GPtrArray) now = fixture_read_messages (&fixture->base, id);

  return g_strcmp0 (get_file (now)->remote_ref, get_file (before)->remote_ref) != 0;
}

/* All messages have other numbers: nothing is here twice, marks stay, and files still at the server are found again. */
static void
test_uid_validity (MailFixture   *fixture,
                   gconstpointer  data)
{
  DyzurConversationChange resolved = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_RESOLVED };
  g_autofree char *filler = g_strnfill (400000, 'A');
  g_autofree char *text = g_strdup_printf ("--b\nContent-Type: text/plain\n\nW załączniku.\n--b\nContent-Type: application/pdf\n"
                                           "Content-Disposition: attachment; filename=a.pdf\n\n%s\n--b--\n", filler);
  g_autofree char *mail = g_strdup_printf ("From: Anna <" MAIL_CUSTOMER ">\nTo: " MAIL_SHOP "\nSubject: Reklamacja\n"
                                           "Message-ID: <numer1@klient.test>\nMIME-Version: 1.0\n"
                                           "Content-Type: multipart/mixed; boundary=b\n\n%s", text);
  g_autoptr(DyzurJson) there = NULL;
  g_autoptr(GListModel) list = NULL;
  g_autoptr(DyzurConversation) conversation = NULL;
  g_autoptr(GPtrArray) before = NULL, after = NULL;
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  gint64 id;

  if (fixture->servers == NULL)
    return;
  dyzur_mail_servers_send (fixture->servers, MAIL_CUSTOMER, MAIL_SHOP, mail);
  there = mail_fixture_read_until (fixture, MAIL_SHOP, "INBOX", 1);
  mail_fixture_add_mailbox (fixture, dyzur_mail_servers_get (fixture->servers, "password"));
  fixture_wait (mail_fixture_is_online (fixture) && mail_fixture_count_open (fixture) == 1);
  list = fixture_list_open (&fixture->base);
  conversation = get_first (list);
  id = dyzur_conversation_get_id (conversation);
  before = fixture_read_messages (&fixture->base, id);
  g_assert_nonnull (get_file (before)->remote_ref);
  mail_fixture_change (&fixture->base, id, &resolved);
  fixture_wait (dyzur_account_get_waiting (fixture_get_account (&fixture->base)) == 0);

  renumber (fixture, NULL);
  nudge (fixture);
  fixture_wait (mail_fixture_is_online (fixture) && is_renumbered (fixture, id, before));
  mail_fixture_customer_writes (fixture, "numer2@klient.test", NULL, "Jeszcze jedno pytanie");
  fixture_wait (fixture->arrived == 1 && mail_fixture_is_online (fixture));
  g_assert_cmpint (fixture->arrived_id, !=, id);
  g_assert_true (mail_fixture_has_status (conversation, DYZUR_STATUS_RESOLVED));
  g_assert_cmpuint (mail_fixture_count_messages (fixture, id), ==, 1);
  after = fixture_read_messages (&fixture->base, id);
  dyzur_engine_fetch_attachment_async (fixture->base.engine, id, get_file (after), NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  path = dyzur_engine_fetch_attachment_finish (fixture->base.engine, result, &error);
  g_assert_no_error (error);
}

/* What a customer writes while that happens is no history: the conversation is open again, and somebody is told. */
static void
test_meanwhile (MailFixture   *fixture,
                gconstpointer  data)
{
  DyzurConversationChange resolved = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_RESOLVED };
  g_autoptr(GListModel) list = NULL;
  g_autoptr(DyzurConversation) conversation = NULL;
  gint64 id;

  if (fixture->servers == NULL)
    return;
  mail_fixture_customer_writes (fixture, "przed@klient.test", NULL, "Czy to dojdzie?");
  fixture_wait (fixture->arrived == 1);
  id = fixture->arrived_id;
  list = fixture_list_open (&fixture->base);
  conversation = get_first (list);
  mail_fixture_change (&fixture->base, id, &resolved);
  fixture_wait (mail_fixture_has_status (conversation, DYZUR_STATUS_RESOLVED) &&
                dyzur_account_get_waiting (fixture_get_account (&fixture->base)) == 0);

  renumber (fixture, "From: Anna <" MAIL_CUSTOMER ">\nTo: " MAIL_SHOP "\nSubject: Re: Gdzie moja paczka?\n"
                     "Message-ID: <wtedy@klient.test>\nIn-Reply-To: <przed@klient.test>\n\nNie doszło.\n");
  nudge (fixture);
  fixture_wait (fixture->arrived == 2);
  g_assert_cmpint (fixture->arrived_id, ==, id);
  fixture_wait (mail_fixture_has_status (conversation, DYZUR_STATUS_OPEN));
  g_assert_cmpuint (mail_fixture_count_messages (fixture, id), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const lacking[][3] = {
    { "--without", "CONDSTORE,QRESYNC" }, { "--without", "QRESYNC" }, { "--without", "IDLE" }, { "--without", "MOVE" },
    { "--without", "UIDPLUS" }, { "--without", "MOVE,UIDPLUS" },
    { "--without", "CONDSTORE,QRESYNC,IDLE,MOVE,UIDPLUS,SPECIAL-USE,LIST-EXTENDED,LITERAL+,NAMESPACE,SASL-IR,ENABLE" },
  };
  static const char *const quota[] = {
    "--dovecot", "mail_plugins = quota\nprotocol imap {\n mail_plugins = quota imap_quota\n}\n"
                 "plugin {\n quota = maildir\n quota_rule = *:storage=1K\n quota_rule2 = INBOX:storage=+100M\n}", NULL,
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, data, prepare, func) g_test_add (path, MailFixture, data, prepare, func, mail_fixture_tear_down)
  ADD ("/engine/mail-ways/everything", NULL, mail_fixture_set_up, test_way);
  for (guint i = 0; i < G_N_ELEMENTS (lacking); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/mail-ways/without/%s", lacking[i][1]);

      ADD (path, lacking[i], mail_fixture_set_up, test_way);
    }
  ADD ("/engine/mail-ways/password", NULL, mail_fixture_set_up, test_password);
  ADD ("/engine/mail-ways/quota", quota, mail_fixture_set_up, test_quota);
  ADD ("/engine/mail-ways/uid-validity", NULL, mail_fixture_prepare, test_uid_validity);
  ADD ("/engine/mail-ways/while-renumbered", NULL, mail_fixture_set_up, test_meanwhile);
  return g_test_run ();
}
