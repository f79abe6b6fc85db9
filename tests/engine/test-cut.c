/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-mail-connector.h"
#include "dyzur-mock-mail.h"
#include "dyzur-runner.h"
#include "dyzur-store.h"
#include "engine-fixture.h"
#include "fault-vfs.h"

/*
 * One reply after the other is sent while the provider hangs up after the first, second, third … byte of what it says,
 * and the program comes back. At the provider each is counted: taken once, one copy in Sent. Where nobody can know, a
 * person is asked; he looks whether the customer has it, and says so.
 *
 * SMTP cannot be asked. So the question may come at one byte of a try only: after the final dot, before the first of the
 * verdict. (Whom a 451 sends away makes two tries.)
 */

#define NOON G_GINT64_CONSTANT (1794916800000)
#define MOST_BYTES 4000

typedef struct
{
  const char          *name;
  DyzurMockMailManner  manner;
  DyzurMockMailSide    side;
  gboolean             restart;     /* the program ends after the cut and starts again */
  guint                questions;   /* how often a person has to be asked */
  guint                step;        /* bytes from cut to cut: 1 where the answers are about the message */
} CutCase;

static const CutCase cases[] = {
  { "smtp", DYZUR_MOCK_MAIL_PLAIN, DYZUR_MOCK_MAIL_SMTP, FALSE, 1, 1 },
  { "smtp-restart", DYZUR_MOCK_MAIL_PLAIN, DYZUR_MOCK_MAIL_SMTP, TRUE, 1, 1 },
  { "smtp-forgets", DYZUR_MOCK_MAIL_FORGETS, DYZUR_MOCK_MAIL_SMTP, FALSE, 1, 1 },
  { "smtp-files", DYZUR_MOCK_MAIL_FILES, DYZUR_MOCK_MAIL_SMTP, FALSE, 0, 1 },
  { "smtp-files-restart", DYZUR_MOCK_MAIL_FILES, DYZUR_MOCK_MAIL_SMTP, TRUE, 0, 1 },
  { "smtp-busy", DYZUR_MOCK_MAIL_BUSY, DYZUR_MOCK_MAIL_SMTP, FALSE, 2, 1 },
  { "imap", DYZUR_MOCK_MAIL_PLAIN, DYZUR_MOCK_MAIL_IMAP, FALSE, 0, 1 },
  { "imap-restart", DYZUR_MOCK_MAIL_PLAIN, DYZUR_MOCK_MAIL_IMAP, TRUE, 0, 7 },
  { "imap-files", DYZUR_MOCK_MAIL_FILES, DYZUR_MOCK_MAIL_IMAP, FALSE, 0, 7 },
};

typedef struct
{
  const CutCase *c;
  char          *directory;
  DyzurMockMail *server;
  DyzurStore    *store;
  DyzurAccount  *account;
  DyzurRunner   *runner;
  gint64         now;
  guint          n_questions;
  guint          n_sessions;
} CutFixture;

static DyzurAccountConfig *
new_config (CutFixture *fixture)
{
  DyzurAccountConfig *config = dyzur_account_config_new ("mail");
  g_autofree char *imap = g_strdup_printf ("%u", dyzur_mock_mail_get_port (fixture->server, DYZUR_MOCK_MAIL_IMAP));
  g_autofree char *smtp = g_strdup_printf ("%u", dyzur_mock_mail_get_port (fixture->server, DYZUR_MOCK_MAIL_SMTP));

  g_free (config->id);
  config->id = g_strdup ("mail");
  config->name = g_strdup ("Sklep Bobrowisko");
  config->address = g_strdup ("sklep@sklep.test");
  dyzur_account_config_set (config, "imap-host", "127.0.0.1");
  dyzur_account_config_set (config, "imap-port", imap);
  dyzur_account_config_set (config, "imap-security", "none");
  dyzur_account_config_set (config, "smtp-host", "127.0.0.1");
  dyzur_account_config_set (config, "smtp-port", smtp);
  dyzur_account_config_set (config, "smtp-security", "none");
  return config;
}

static void
state_cb (CutFixture *fixture)
{
  fixture->n_sessions += dyzur_account_get_state (fixture->account) == DYZUR_ACCOUNT_CONNECTING;
}

static void
open_program (CutFixture *fixture)
{
  g_autoptr(DyzurConnector) connector = NULL;
  g_autoptr(GError) error = NULL;
  DyzurAccountConfig *config = new_config (fixture);

  fixture->store = dyzur_store_open (fixture->directory, NULL, &error);
  g_assert_no_error (error);
  connector = dyzur_mail_connector_new (config, "tajne");
  fixture->account = dyzur_account_new (config);
  g_signal_connect_swapped (fixture->account, "notify::state", G_CALLBACK (state_cb), fixture);
  fixture->runner = dyzur_runner_new (fixture->store, connector, fixture->account);
}

static void
close_program (CutFixture *fixture)
{
  dyzur_runner_close (fixture->runner);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&fixture->runner));
  g_assert_finalize_object (g_steal_pointer (&fixture->account));
  dyzur_store_close (fixture->store);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&fixture->store));
}

static void
save_account (CutFixture *fixture)
{
  g_autoptr(DyzurAccountConfig) config = new_config (fixture);
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_store_save_account_async (fixture->store, config, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  dyzur_store_save_account_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

/* A conversation to answer in */
static void
customer_writes (CutFixture *fixture)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_MESSAGE);
  g_autoptr(GError) error = NULL;

  event->message = dyzur_message_record_new ();
  event->message->thread_keys = g_strsplit ("pytanie@klient.test", " ", -1);
  event->message->remote_id = g_strdup ("pytanie@klient.test");
  event->message->author_address = g_strdup ("anna@klient.test");
  event->message->text = g_strdup ("Gdzie jest moja paczka?");
  event->message->sent_at = NOON - 1000;
  event->contact = dyzur_contact_record_new (NULL);
  dyzur_contact_record_add_point (event->contact, DYZUR_POINT_EMAIL, "anna@klient.test");
  event->conversation = dyzur_conversation_record_new ();
  event->conversation->channel = DYZUR_CHANNEL_EMAIL;
  event->conversation->inbox_id = g_strdup ("sklep@sklep.test");
  event->conversation->contact_address = g_strdup ("anna@klient.test");
  event->conversation->subject = g_strdup ("Paczka");
  g_ptr_array_add (events, event);
  dyzur_store_ingest (fixture->store, "mail", events, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (CutFixture    *fixture,
        gconstpointer  data)
{
  fixture->c = data;
  fixture->now = NOON;
  dyzur_clock_set (NOON);
  fixture->directory = g_dir_make_tmp ("dyzur-cut-XXXXXX", NULL);
  fixture->server = dyzur_mock_mail_new (fixture->c->manner);
  open_program (fixture);
  save_account (fixture);
  customer_writes (fixture);
  dyzur_runner_start (fixture->runner);
}

static void
tear_down (CutFixture    *fixture,
           gconstpointer  data)
{
  close_program (fixture);
  dyzur_mock_mail_free (fixture->server);
  fixture_remove_tree (fixture->directory);
  g_free (fixture->directory);
  dyzur_clock_set (0);
}

/* What has to wait is due at once: the clock jumps. */
static void
come_back (CutFixture *fixture)
{
  dyzur_clock_set (fixture->now += 10 * DYZUR_MINUTE);
  if (fixture->c->restart)
    {
      close_program (fixture);
      open_program (fixture);
      dyzur_runner_start (fixture->runner);
    }
  else
    {
      dyzur_account_set_state (fixture->account, DYZUR_ACCOUNT_DISABLED, DYZUR_PROBLEM_NONE, NULL);
      dyzur_runner_reconnect (fixture->runner);
    }
}

static gint64
send_reply (CutFixture  *fixture,
            char       **key)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (1, DYZUR_DRAFT_REPLY);
  DyzurSendOptions options = { .author_name = "Ola" };
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 id;

  *key = g_strdup (draft->key);
  g_free (draft->text);
  draft->text = g_strdup ("Paczka jest w drodze.");
  dyzur_store_send_async (fixture->store, draft, &options, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  id = dyzur_store_send_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return id;
}

static DyzurMessageRecord *
read_message (CutFixture *fixture,
              gint64      id)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) messages = NULL;

  dyzur_store_load_messages_async (fixture->store, 1, 5, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  messages = dyzur_store_load_messages_finish (fixture->store, result, NULL);
  for (guint i = 0; i < messages->len; i++)
    if (((DyzurMessageRecord *) messages->pdata[i])->id == id)
      return dyzur_message_record_copy (messages->pdata[i]);
  g_assert_not_reached ();
}

/* The person is asked, looks at the customer's, and answers. */
static void
decide (CutFixture *fixture,
        gint64      id,
        const char *key)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture->n_questions++;
  if (dyzur_mock_mail_count_taken (fixture->server, key) > 0)
    {
      dyzur_store_confirm_message_async (fixture->store, id, NULL, fixture_store_result, &pending);
      result = fixture_await (&pending);
      dyzur_store_confirm_message_finish (fixture->store, result, &error);
    }
  else
    {
      dyzur_store_retry_message_async (fixture->store, id, NULL, fixture_store_result, &pending);
      result = fixture_await (&pending);
      dyzur_store_retry_message_finish (fixture->store, result, &error);
    }
  g_assert_no_error (error);
  dyzur_runner_wake (fixture->runner);
}

static gboolean
is_done (CutFixture *fixture,
         gint64      id,
         const char *key)
{
  g_autoptr(DyzurMessageRecord) message = read_message (fixture, id);

  if (message->delivery == DYZUR_DELIVERY_FAILED)
    {
      g_assert_cmpint (message->problem, ==, DYZUR_PROBLEM_UNCERTAIN);
      decide (fixture, id, key);
    }
  return message->delivery == DYZUR_DELIVERY_SENT && dyzur_mock_mail_count_sent (fixture->server, key) > 0;
}

/* Turns the main context, and comes back after each cut, until the account has been through everything once more. */
static void
finish_round (CutFixture *fixture)
{
  dyzur_clock_set (fixture->now += DYZUR_SECOND);
  dyzur_runner_wake (fixture->runner);
  while (dyzur_account_get_state (fixture->account) != DYZUR_ACCOUNT_ONLINE ||
         dyzur_account_get_synced_at (fixture->account) < fixture->now)
    {
      g_main_context_iteration (NULL, TRUE);
      if (dyzur_account_get_state (fixture->account) == DYZUR_ACCOUNT_OFFLINE)
        come_back (fixture);
    }
}

/* Until it is sent and filed, whatever it takes */
static void
see_it_through (CutFixture *fixture,
                gint64      id,
                const char *key)
{
  guint rounds = 0;

  while (!is_done (fixture, id, key))
    {
      g_assert_cmpuint (rounds++, <, 10);
      finish_round (fixture);
    }
  finish_round (fixture);
}

/* Everything we said and heard is in the store and at the provider, once. */
static void
assert_once (CutFixture *fixture,
             const char *key)
{
  g_assert_cmpuint (dyzur_mock_mail_count_taken (fixture->server, key), ==, 1);
  g_assert_cmpuint (dyzur_mock_mail_count_sent (fixture->server, key), ==, 1);
}

/* The rows are gone, so nothing goes out any more; and Sent came back without a second message. */
static void
assert_settled (CutFixture *fixture,
                GPtrArray  *keys)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) messages = NULL;

  come_back (fixture);
  fixture_wait (dyzur_account_get_state (fixture->account) == DYZUR_ACCOUNT_ONLINE);
  for (guint i = 0; i < keys->len; i++)
    assert_once (fixture, g_ptr_array_index (keys, i));
  dyzur_store_load_messages_async (fixture->store, 1, 10 * MOST_BYTES, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  messages = dyzur_store_load_messages_finish (fixture->store, result, NULL);
  g_assert_cmpuint (messages->len, ==, keys->len + 1);
}

static void
test_cut (CutFixture    *fixture,
          gconstpointer  data)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  gboolean struck = TRUE;

  fixture_wait (dyzur_account_get_state (fixture->account) == DYZUR_ACCOUNT_ONLINE);
  for (guint n = 0; struck && n < MOST_BYTES; n += fixture->c->step)
    {
      char *key;
      gint64 id;

      dyzur_mock_mail_set_cut (fixture->server, fixture->c->side, n);
      id = send_reply (fixture, &key);
      g_ptr_array_add (keys, key);
      see_it_through (fixture, id, key);
      struck = dyzur_mock_mail_clear_cut (fixture->server);
      assert_once (fixture, key);
    }
  g_assert_false (struck);
  assert_settled (fixture, keys);
  g_assert_cmpuint (fixture->n_questions, ==, fixture->c->questions);
  /* One session for each cut, one more for each 451, and the first: nobody knocks again and again. */
  g_assert_cmpuint (fixture->n_sessions, <=, 2 * keys->len + 4);
  g_test_message ("cut at %u places: %u messages, each taken once, %u asked, %u sessions", keys->len - 1, keys->len,
                  fixture->n_questions, fixture->n_sessions);
}

/*
 * Our own disk is full at the n-th write, until the program tried again a few times. What the provider said meanwhile is
 * not forgotten: nobody is asked, and nobody knocks again and again.
 */
#define TRIES 3

static void
see_full_disk (CutFixture *fixture)
{
  for (guint i = 0; i < TRIES; i++)
    {
      dyzur_runner_wake (fixture->runner);
      fixture_wait (dyzur_account_get_state (fixture->account) == DYZUR_ACCOUNT_OFFLINE ||
                    dyzur_account_get_synced_at (fixture->account) >= fixture->now);
      if (dyzur_account_get_state (fixture->account) != DYZUR_ACCOUNT_OFFLINE)
        return;
      g_assert_cmpint (dyzur_account_get_problem (fixture->account), ==, DYZUR_PROBLEM_DISK);
      if (i + 1 < TRIES)
        come_back (fixture);
    }
}

static void
test_disk_full (CutFixture    *fixture,
                gconstpointer  data)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  gboolean struck = TRUE;
  guint n_before;

  fixture_wait (dyzur_account_get_state (fixture->account) == DYZUR_ACCOUNT_ONLINE);
  for (guint n = 1; struck && n < 60; n++)
    {
      char *key;
      gint64 id = send_reply (fixture, &key);

      g_ptr_array_add (keys, key);
      n_before = fixture->n_sessions;
      dyzur_clock_set (fixture->now += DYZUR_SECOND);
      fault_vfs_set (FAULT_WRITE, SQLITE_FULL, n);
      see_full_disk (fixture);
      struck = fault_vfs_clear ();
      g_assert_cmpuint (fixture->n_sessions, <=, n_before + TRIES);
      if (dyzur_account_get_state (fixture->account) == DYZUR_ACCOUNT_OFFLINE)
        come_back (fixture);
      see_it_through (fixture, id, key);
      assert_once (fixture, key);
    }
  g_assert_false (struck);
  assert_settled (fixture, keys);
  g_assert_cmpuint (fixture->n_questions, ==, 0);
  g_test_message ("full at each of %u writes: %u messages, each taken once, nobody asked", keys->len - 1, keys->len);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fault_vfs_install ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/engine/cut/", cases[i].name, NULL);

      g_test_add (path, CutFixture, &cases[i], set_up, test_cut, tear_down);
    }

  g_test_add ("/engine/cut/disk-full", CutFixture, &cases[0], set_up, test_disk_full, tear_down);

  return g_test_run ();
}
