/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "dyzur-clock.h"
#include "dyzur-store-index-private.h"
#include "list-fixture.h"
#include "../sanitized.h"

#define NOON G_GINT64_CONSTANT (1794916800000)
#define LOG_LIMIT (16 << 20)
#define OLD (NOON - 200 * DYZUR_DAY)

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  dyzur_clock_set (NOON);
  store_fixture_set_up (fixture, data);
  store_fixture_account (fixture, "desk");
  store_fixture_account (fixture, "mail");
}

static void
tear_down (StoreFixture  *fixture,
           gconstpointer  data)
{
  store_fixture_tear_down (fixture, data);
  dyzur_clock_set (0);
}

/* A conversation @remote_id of a customer of the same name, with one message. */
static void
talk (StoreFixture *fixture,
      const char   *remote_id,
      DyzurStatus   status,
      gint64        at)
{
  g_autofree char *message_id = g_strdup_printf ("m-%s", remote_id);
  g_autofree char *text = g_strdup_printf ("Słowo%s w rozmowie", remote_id);
  DyzurEvent *conversation = conversation_event (remote_id, status);

  g_free (conversation->conversation->contact_name);
  conversation->conversation->contact_name = g_strdup (remote_id);
  g_free (conversation->conversation->contact_address);
  conversation->conversation->contact_address = g_strdup (remote_id);
  conversation->conversation->last_activity_at = at;
  store_fixture_ingest (fixture, "desk", conversation);
  store_fixture_ingest (fixture, "desk", desk_event (remote_id, message_id, DYZUR_MESSAGE_INCOMING, text, at));
}

/* Customers who write now: the time rules count from. */
static void
live (StoreFixture *fixture)
{
  talk (fixture, "a", DYZUR_STATUS_OPEN, NOON - DYZUR_HOUR);
  talk (fixture, "b", DYZUR_STATUS_OPEN, NOON - DYZUR_HOUR);
  talk (fixture, "c", DYZUR_STATUS_RESOLVED, NOON - DYZUR_HOUR);
}

static void
set_rule (StoreFixture *fixture,
          const char   *account,
          guint         months,
          guint         file_days)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new (account);
  DyzurKeepRule rule = { months, file_days };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_free (config->id);
  config->id = g_strdup (account);
  dyzur_keep_rule_write (&rule, config);
  dyzur_store_save_account_async (fixture->store, config, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  dyzur_store_save_account_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

static DyzurForgotten
wait_applied (StoreFixture *fixture)
{
  DyzurForgotten forgotten;

  while (dyzur_store_get_forgotten (fixture->store, &forgotten))
    g_main_context_iteration (NULL, TRUE);
  return forgotten;
}

static DyzurForgotten
apply (StoreFixture *fixture)
{
  wait_applied (fixture);
  dyzur_store_apply_rules (fixture->store);
  return wait_applied (fixture);
}

static gboolean
is_here (StoreFixture *fixture,
         const char   *remote_id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM conversations WHERE remote_id = '%s'", remote_id);

  return store_fixture_int64 (fixture, sql) == 1;
}

static gint64
id_of (StoreFixture *fixture,
       const char   *remote_id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM conversations WHERE remote_id = '%s'", remote_id);

  return store_fixture_int64 (fixture, sql);
}

static void
assert_whole (StoreFixture *fixture)
{
  g_autofree char *verdict = store_fixture_text (fixture, "PRAGMA integrity_check (1)");

  g_assert_cmpstr (verdict, ==, "ok");
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM pragma_foreign_key_check"), ==, 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations WHERE status = 0"), ==,
                   store_fixture_int64 (fixture, "SELECT coalesce (sum (count), 0) FROM counters WHERE view = 2"));
}

static guint
count_hits (StoreFixture *fixture,
            const char   *query)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) hits = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (_dyzur_index_flush (fixture->store, &error));
  dyzur_store_search_async (fixture->store, query, 50, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  hits = dyzur_store_search_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return hits->len;
}

static void
save_draft (StoreFixture *fixture,
            gint64        conversation_id)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (conversation_id, DYZUR_DRAFT_NOTE);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_free (draft->text);
  draft->text = g_strdup ("zaczęta notatka");
  dyzur_store_save_draft_async (fixture->store, draft, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  g_assert_true (dyzur_store_save_draft_finish (fixture->store, result, &error));
}

/* Only what is done, old, and nobody works on goes. */
static void
test_conversations (StoreFixture  *fixture,
                    gconstpointer  data)
{
  static const char * const kept[] = { "open", "pending", "snoozed", "new", "draft", "outbox", "note", "activity" };
  DyzurForgotten forgotten;

  live (fixture);
  talk (fixture, "gone", DYZUR_STATUS_RESOLVED, OLD);
  talk (fixture, "open", DYZUR_STATUS_OPEN, OLD);
  talk (fixture, "pending", DYZUR_STATUS_PENDING, OLD);
  talk (fixture, "snoozed", DYZUR_STATUS_SNOOZED, OLD);
  talk (fixture, "new", DYZUR_STATUS_RESOLVED, NOON - 80 * DYZUR_DAY);
  talk (fixture, "draft", DYZUR_STATUS_RESOLVED, OLD);
  save_draft (fixture, id_of (fixture, "draft"));
  talk (fixture, "outbox", DYZUR_STATUS_RESOLVED, OLD);
  dyzur_clock_set (OLD);
  store_fixture_send (fixture, id_of (fixture, "outbox"), "key", "odpowiedź, która czeka");
  talk (fixture, "note", DYZUR_STATUS_RESOLVED, OLD);
  dyzur_clock_set (NOON);
  store_fixture_ingest (fixture, "desk", desk_event ("note", "n", DYZUR_MESSAGE_NOTE, "notatka", NOON - DYZUR_DAY));
  talk (fixture, "activity", DYZUR_STATUS_RESOLVED, OLD);
  store_fixture_ingest (fixture, "desk", desk_event ("activity", "x", DYZUR_MESSAGE_ACTIVITY, "", NOON - DYZUR_DAY));
  g_assert_cmpuint (count_hits (fixture, "słowogone"), ==, 1);

  forgotten = apply (fixture);
  g_assert_cmpint (forgotten.n_messages, ==, 0);
  g_assert_true (is_here (fixture, "gone"));

  set_rule (fixture, "mail", 3, 0);
  forgotten = apply (fixture);
  g_assert_cmpint (forgotten.n_messages, ==, 0);

  set_rule (fixture, "desk", 3, 0);
  forgotten = apply (fixture);
  g_assert_cmpint (forgotten.n_conversations, ==, 1);
  g_assert_cmpint (forgotten.n_messages, ==, 1);
  g_assert_false (is_here (fixture, "gone"));
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_assert_true (is_here (fixture, kept[i]));
  g_assert_cmpuint (count_hits (fixture, "słowogone"), ==, 0);
  g_assert_cmpuint (count_hits (fixture, "słowoopen"), ==, 1);
  assert_whole (fixture);
}

/* What is known of a customer only because of what is gone goes too; what a person wrote about them does not. */
static void
test_contacts (StoreFixture  *fixture,
               gconstpointer  data)
{
  live (fixture);
  talk (fixture, "once", DYZUR_STATUS_RESOLVED, OLD);
  talk (fixture, "noted", DYZUR_STATUS_RESOLVED, OLD);
  store_fixture_script (fixture,
                        "UPDATE contacts SET note = 'woli telefon' WHERE name = 'noted';"
                        "INSERT INTO orders VALUES (1, 1, '7', '7', 1, x'00', 1), (2, 1, '8', '8', 1, x'00', 1);"
                        "INSERT INTO order_contacts SELECT id, 1, 1, 0 FROM contacts WHERE name = 'once';"
                        "INSERT INTO order_contacts SELECT id, 1, 2, 0 FROM contacts WHERE name IN ('once', 'a');");
  set_rule (fixture, "desk", 3, 0);
  apply (fixture);
  g_assert_false (is_here (fixture, "once"));
  g_assert_false (is_here (fixture, "noted"));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM contacts WHERE name = 'once'"), ==, 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM contacts WHERE name = 'noted'"), ==, 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT group_concat (nr) FROM orders"), ==, 2);
  assert_whole (fixture);
}

/* The remote tells its history again: what a rule took stays away; news and what is not done there comes in. */
static void
test_not_again (StoreFixture  *fixture,
                gconstpointer  data)
{
  DyzurEvent *event;

  live (fixture);
  talk (fixture, "gone", DYZUR_STATUS_RESOLVED, OLD);
  store_fixture_ingest (fixture, "mail", mail_event ("old@x", "ewa@example.pl", "Stary list", OLD));
  store_fixture_script (fixture, "UPDATE conversations SET status = 3 WHERE account = 2");
  set_rule (fixture, "desk", 3, 0);
  set_rule (fixture, "mail", 3, 0);
  g_assert_cmpint (apply (fixture).n_conversations, ==, 2);

  talk (fixture, "gone", DYZUR_STATUS_RESOLVED, OLD);
  g_assert_false (is_here (fixture, "gone"));
  store_fixture_ingest (fixture, "mail", mail_event ("old@x", "ewa@example.pl", "Stary list", OLD));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations WHERE account = 2"), ==, 0);

  talk (fixture, "other", DYZUR_STATUS_OPEN, OLD);
  g_assert_true (is_here (fixture, "other"));
  event = mail_event ("late@x old@x", "ewa@example.pl", "List z dawną datą", OLD);
  event->live = TRUE;
  g_assert_cmpuint (store_fixture_ingest (fixture, "mail", event), ==, 1);
  store_fixture_ingest (fixture, "mail", mail_event ("old@x", "ewa@example.pl", "Stary list", OLD));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE account = 2"), ==, 2);

  set_rule (fixture, "desk", 0, 0);
  apply (fixture);
  talk (fixture, "gone", DYZUR_STATUS_RESOLVED, OLD);
  g_assert_true (is_here (fixture, "gone"));
}

/* The clock is years ahead, or nobody has written yet: nothing goes that customers' own dates do not vouch for. */
static void
test_clock (StoreFixture  *fixture,
            gconstpointer  data)
{
  talk (fixture, "first", DYZUR_STATUS_RESOLVED, OLD);
  talk (fixture, "second", DYZUR_STATUS_RESOLVED, OLD);
  set_rule (fixture, "desk", 3, 0);
  g_assert_cmpint (apply (fixture).n_conversations, ==, 0);

  live (fixture);
  talk (fixture, "recent", DYZUR_STATUS_RESOLVED, NOON - 30 * DYZUR_DAY);
  talk (fixture, "liar", DYZUR_STATUS_RESOLVED, NOON + 3000 * DYZUR_DAY);
  talk (fixture, "other liar", DYZUR_STATUS_RESOLVED, NOON + 3000 * DYZUR_DAY);
  dyzur_clock_set (NOON + 3650 * DYZUR_DAY);
  store_fixture_send (fixture, id_of (fixture, "a"), "key", "odpowiedź z roku 2036");
  g_assert_cmpint (apply (fixture).n_conversations, ==, 2);
  g_assert_false (is_here (fixture, "first"));
  g_assert_true (is_here (fixture, "recent"));
  g_assert_true (is_here (fixture, "c"));

  dyzur_clock_set (OLD);
  g_assert_cmpint (apply (fixture).n_conversations, ==, 0);
}

/* A long talk goes in parts; closing in the midst of it costs nothing. */
static void
test_resume (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  g_autoptr(GError) error = NULL;

  live (fixture);
  talk (fixture, "long", DYZUR_STATUS_RESOLVED, OLD);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *id = g_strdup_printf ("l%u", i);

      g_ptr_array_add (events, desk_event ("long", id, DYZUR_MESSAGE_INCOMING, "Gdzie paczka?", OLD - i));
    }
  dyzur_store_ingest (fixture->store, "desk", events, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *id = g_strdup_printf ("short%u", i);

      talk (fixture, id, DYZUR_STATUS_RESOLVED, OLD - i);
    }
  wait_applied (fixture);
  set_rule (fixture, "desk", 3, 0);
  for (guint i = 0; i < 5; i++)
    {
      dyzur_store_apply_rules (fixture->store);
      store_fixture_close (fixture);
      assert_whole (fixture);
      store_fixture_open (fixture);
    }
  wait_applied (fixture);
  apply (fixture);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages"), ==, 3);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 3);
  assert_whole (fixture);
}

/* ---- attachments ---- */

static char *
attach (StoreFixture *fixture,
        const char   *conversation,
        const char   *remote_id,
        const char   *content,
        gint64        at)
{
  DyzurEvent *event = desk_event (conversation, remote_id, DYZUR_MESSAGE_INCOMING, "W załączniku zdjęcie", at);
  DyzurAttachment *attachment = dyzur_attachment_new ("zdjęcie.jpg", "image/jpeg");
  g_autofree char *sql = g_strdup_printf ("SELECT file FROM attachments a JOIN messages m ON m.id = a.message_id "
                                          "WHERE m.remote_id = '%s'", remote_id);
  g_autofree char *file = NULL;
  struct utimbuf times = { (OLD / 1000), (OLD / 1000) };
  char *path;

  attachment->bytes = g_bytes_new (content, strlen (content));
  event->message->attachments = dyzur_attachments_new ();
  g_ptr_array_add (event->message->attachments, attachment);
  store_fixture_ingest (fixture, "desk", event);
  file = store_fixture_text (fixture, sql);
  path = g_build_filename (fixture->directory, "attachments", file, NULL);
  g_assert_cmpint (g_utime (path, &times), ==, 0);
  return path;
}

static gboolean
has_file (StoreFixture *fixture,
          const char   *remote_id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (file) FROM attachments a JOIN messages m ON m.id = a.message_id "
                                          "WHERE m.remote_id = '%s'", remote_id);

  return store_fixture_int64 (fixture, sql) == 1;
}

/* The sweep is behind everything that was asked for before. */
static void
wait_gone (StoreFixture *fixture,
           const char   *path)
{
  g_autoptr(GError) error = NULL;

  while (g_file_test (path, G_FILE_TEST_EXISTS))
    g_assert_true (_dyzur_index_flush (fixture->store, &error));
}

static void
test_files (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autofree char *old = NULL, *shared = NULL, *same = NULL, *open = NULL, *young = NULL;
  DyzurForgotten forgotten;

  live (fixture);
  talk (fixture, "done", DYZUR_STATUS_RESOLVED, OLD);
  talk (fixture, "open", DYZUR_STATUS_OPEN, OLD);
  talk (fixture, "young", DYZUR_STATUS_RESOLVED, NOON - 10 * DYZUR_DAY);
  old = attach (fixture, "done", "f1", "bajty zdjęcia", OLD);
  shared = attach (fixture, "done", "f2", "regulamin", OLD);
  same = attach (fixture, "young", "f3", "regulamin", NOON - 10 * DYZUR_DAY);
  open = attach (fixture, "open", "f4", "reklamacja", OLD);
  young = attach (fixture, "young", "f5", "nowe", NOON - 10 * DYZUR_DAY);
  g_assert_cmpstr (shared, ==, same);

  set_rule (fixture, "desk", 0, 30);
  forgotten = apply (fixture);
  g_assert_cmpint (forgotten.n_files, ==, 2);
  g_assert_cmpint (forgotten.file_bytes, ==, strlen ("bajty zdjęcia") + strlen ("regulamin"));
  g_assert_cmpint (forgotten.n_conversations, ==, 0);
  g_assert_false (has_file (fixture, "f1"));
  g_assert_false (has_file (fixture, "f2"));
  g_assert_true (has_file (fixture, "f3"));
  g_assert_true (has_file (fixture, "f4"));
  g_assert_true (has_file (fixture, "f5"));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT max (removed_after) FROM attachments"), ==, 30);
  wait_gone (fixture, old);
  g_assert_true (g_file_test (shared, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (open, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (young, G_FILE_TEST_EXISTS));
}

/* What a person wanted to see once more stays as long as something new. */
static void
test_fetched_again (StoreFixture  *fixture,
                    gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new_static ("bajty", 5);
  g_autoptr(GError) error = NULL;
  struct utimbuf times = { (NOON - DYZUR_DAY) / 1000, (NOON - DYZUR_DAY) / 1000 };

  live (fixture);
  talk (fixture, "done", DYZUR_STATUS_RESOLVED, OLD);
  path = attach (fixture, "done", "f1", "bajty", OLD);
  set_rule (fixture, "desk", 0, 30);
  g_assert_cmpint (apply (fixture).n_files, ==, 1);
  wait_gone (fixture, path);

  g_assert_true (dyzur_store_put_attachment (fixture->store, 1, bytes, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_utime (path, &times), ==, 0);
  g_assert_cmpint (apply (fixture).n_files, ==, 0);
  g_assert_true (has_file (fixture, "f1"));

  times.modtime = OLD / 1000;
  g_assert_cmpint (g_utime (path, &times), ==, 0);
  g_assert_cmpint (apply (fixture).n_files, ==, 1);
}

/* ---- what people are told ---- */

static void
test_counted (StoreFixture  *fixture,
              gconstpointer  data)
{
  DyzurKeepRule rule = { 3, 30 };
  DyzurForgotten forgotten;
  g_autoptr(DyzurStorage) storage = NULL;
  g_autoptr(GAsyncResult) measured = NULL;
  g_autoptr(GAsyncResult) tried = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  const DyzurAccountStorage *account;

  live (fixture);
  talk (fixture, "gone", DYZUR_STATUS_RESOLVED, OLD);
  path = attach (fixture, "gone", "f1", "bajty", OLD);
  talk (fixture, "kept", DYZUR_STATUS_OPEN, OLD);

  dyzur_store_try_rule_async (fixture->store, "desk", &rule, NULL, store_wait_cb, &tried);
  tried = store_wait (&tried);
  g_assert_true (dyzur_store_try_rule_finish (fixture->store, tried, &forgotten, &error));
  g_assert_cmpint (forgotten.n_conversations, ==, 1);
  g_assert_cmpint (forgotten.n_messages, ==, 2);
  g_assert_cmpint (forgotten.n_files, ==, 1);
  g_assert_cmpint (forgotten.file_bytes, ==, 5);
  g_assert_cmpint (forgotten.bytes, >, 0);
  g_assert_true (is_here (fixture, "gone"));

  g_assert_true (_dyzur_index_flush (fixture->store, &error));
  dyzur_store_measure_async (fixture->store, NULL, store_wait_cb, &measured);
  measured = store_wait (&measured);
  storage = dyzur_store_measure_finish (fixture->store, measured, &error);
  g_assert_no_error (error);
  g_assert_cmpint (storage->database, >, 100000);
  g_assert_cmpint (storage->index, >, 0);
  g_assert_cmpint (storage->log, >, 0);
  g_assert_cmpint (storage->files, ==, 5);
  g_assert_cmpuint (storage->accounts->len, ==, 2);
  account = g_ptr_array_index (storage->accounts, 0);
  g_assert_cmpstr (account->account_id, ==, "desk");
  g_assert_cmpint (account->n_conversations, ==, 5);
  g_assert_cmpint (account->n_messages, ==, 6);
  g_assert_cmpint (account->oldest, ==, OLD);
  g_assert_cmpint (account->file_bytes, ==, 5);
}

/* The store's own word stands when the account is saved by somebody who does not know it. */
static void
test_settings (StoreFixture  *fixture,
               gconstpointer  data)
{
  live (fixture);
  set_rule (fixture, "desk", 3, 0);
  apply (fixture);
  set_rule (fixture, "desk", 3, 10);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT CAST (value AS INTEGER) FROM account_settings "
                                        "WHERE key = 'kept-from'"), ==, 1786964400000);
}

/* ---- space ---- */

static void
fill_from (StoreFixture *fixture,
           guint         first,
           guint         n)
{
  g_autofree char *words = g_strnfill (2000, 'x');
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  g_autoptr(GError) error = NULL;

  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *id = g_strdup_printf ("w%u", i);
      g_autofree char *conversation = g_strdup_printf ("bulk%u", i / 50);

      g_ptr_array_add (events, desk_event (conversation, id, DYZUR_MESSAGE_INCOMING, words, OLD + i));
    }
  dyzur_store_ingest (fixture->store, "desk", events, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
fill (StoreFixture *fixture,
      guint         n)
{
  fill_from (fixture, 0, n);
}

/* What was freed goes back to the disk, and the database can still be rescued: its page map was kept. */
static void
test_shrink (StoreFixture  *fixture,
             gconstpointer  data)
{
  gint64 before, inner;
  g_autofree char *path = g_build_filename (fixture->directory, "dyzur.db", NULL);
  g_autofree char *suspect = g_build_filename (fixture->directory, "suspect", NULL);
  g_autofree char *bytes = NULL;
  gsize length;
  g_autoptr(GError) error = NULL;

  live (fixture);
  fill (fixture, 8000);
  store_fixture_script (fixture, "UPDATE conversations SET status = 3 WHERE remote_id GLOB 'bulk*'; "
                        "UPDATE conversations SET status = 0 WHERE remote_id GLOB 'bulk1*'");
  before = store_fixture_int64 (fixture, "PRAGMA page_count");
  set_rule (fixture, "desk", 3, 0);
  g_assert_cmpint (apply (fixture).n_messages, >, 4000);
  while (store_fixture_int64 (fixture, "PRAGMA page_count") > before * 2 / 3)
    {
      g_main_context_iteration (NULL, FALSE);   /* the index follows what it is told here */
      g_assert_true (_dyzur_index_flush (fixture->store, &error));
    }
  assert_whole (fixture);

  before = store_fixture_int64 (fixture, "SELECT count(*) FROM messages");
  inner = store_fixture_int64 (fixture, "SELECT pageno FROM dbstat WHERE name = 'messages' AND pagetype = 'internal' "
                               "ORDER BY pageno DESC LIMIT 1");
  store_fixture_close (fixture);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  memset (bytes + (inner - 1) * 4096, 'x', 4096);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  g_assert_true (g_file_set_contents (suspect, "", 0, NULL));
  store_fixture_open (fixture);
  g_assert_nonnull (dyzur_store_get_set_aside (fixture->store));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages"), ==, before);
}

static gint64
log_size (StoreFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->directory, "dyzur.db-wal", NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_size;
}

/* While somebody reads for long the log has to grow; afterwards it is short again. */
static void
test_log (StoreFixture  *fixture,
          gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "dyzur.db", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurDb) reader = dyzur_db_open (path, DYZUR_DB_READER, &error);
  gint64 n = 0;

  live (fixture);
  g_assert_true (dyzur_db_begin (reader, &error));
  g_assert_true (dyzur_db_int64 (reader, &n, &error, "SELECT count(*) FROM messages", ""));
  fill (fixture, 8000);
  g_assert_cmpint (log_size (fixture), >, LOG_LIMIT);
  dyzur_db_rollback (reader);
  store_fixture_ingest (fixture, "desk", desk_event ("a", "last", DYZUR_MESSAGE_INCOMING, "Dziękuję", NOON));
  store_fixture_ingest (fixture, "desk", desk_event ("a", "very last", DYZUR_MESSAGE_INCOMING, "Do widzenia", NOON));
  g_assert_cmpint (log_size (fixture), <=, LOG_LIMIT);
}

typedef struct
{
  StoreFixture *fixture;
  int           stop;     /* atomic */
} Relay;

static gboolean
read_for_a_while (DyzurDb         *db,
                  gpointer         data,
                  DyzurChangeSet  *changes,
                  GCancellable    *cancellable,
                  GError         **error)
{
  gint64 until = g_get_monotonic_time () + 20 * G_TIME_SPAN_MILLISECOND;
  gint64 n = 0;

  while (g_get_monotonic_time () < until)
    if (!dyzur_db_int64 (db, &n, error, "SELECT count(*) FROM messages", ""))
      return FALSE;
  return TRUE;
}

static gpointer
run_relay (gpointer data)
{
  Relay *relay = data;

  while (!g_atomic_int_get (&relay->stop))
    g_assert_true (_dyzur_store_read (relay->fixture->store, read_for_a_while, NULL, NULL, NULL));
  return NULL;
}

/* One of two is always reading, without a pause: the log is short all the same. */
static void
test_log_relay (StoreFixture  *fixture,
                gconstpointer  data)
{
  Relay relay = { fixture, FALSE };
  GThread *threads[2];
  gint64 longest = 0;

  live (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("relay", run_relay, &relay);
  for (guint i = 0; i < 12; i++)
    {
      fill_from (fixture, i * 1000, 600);
      longest = MAX (longest, log_size (fixture));
    }
  g_atomic_int_set (&relay.stop, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_test_message ("The log was at most %" G_GINT64_FORMAT " bytes long", longest);
  g_assert_cmpint (longest, <, 2 * LOG_LIMIT);
}

#define add(path, func) g_test_add ("/store/keep/" path, StoreFixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("conversations", test_conversations);
  add ("contacts", test_contacts);
  add ("not-again", test_not_again);
  add ("clock", test_clock);
  add ("resume", test_resume);
  add ("files", test_files);
  add ("fetched-again", test_fetched_again);
  add ("counted", test_counted);
  add ("settings", test_settings);
  if (SANITIZED)   /* the others wait for steps of ten milliseconds each, which do next to nothing there */
    return g_test_run ();
  add ("shrink", test_shrink);
  add ("log", test_log);
  add ("log-relay", test_log_relay);

  return g_test_run ();
}
