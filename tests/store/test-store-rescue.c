/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyzur-clock.h"
#include "store-fixture.h"

#define NOON G_GINT64_CONSTANT (1794916800000)
#define PAGE 4096
#define N_CONVERSATIONS 60
#define N_MESSAGES 1200

static void
fill (StoreFixture *fixture)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *conversation = g_strdup_printf ("c%u", i % N_CONVERSATIONS);
      g_autofree char *id = g_strdup_printf ("m%u", i);
      g_autofree char *text = g_strdup_printf ("Dzień dobry, gdzie jest moja paczka numer %u? Czekam od wczoraj.", i);

      g_ptr_array_add (events, desk_event (conversation, id, DYZUR_MESSAGE_INCOMING, text, NOON + i));
    }
  dyzur_store_ingest (fixture->store, "desk", events, "cursor", NULL, &error);
  g_assert_no_error (error);
  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *key = g_strdup_printf ("key-%u", i);
      g_autoptr(DyzurDraft) draft = dyzur_draft_new (i, DYZUR_DRAFT_NOTE);
      g_autoptr(GAsyncResult) result = NULL;

      store_fixture_send (fixture, i, key, "w skrzynce nadawczej");
      g_free (draft->text);
      draft->text = g_strdup ("niewysłany szkic");
      dyzur_store_save_draft_async (fixture->store, draft, NULL, store_wait_cb, &result);
      result = store_wait (&result);
      g_assert_true (dyzur_store_save_draft_finish (fixture->store, result, &error));
    }
}

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  dyzur_clock_set (NOON);
  store_fixture_set_up (fixture, data);
  store_fixture_account (fixture, "desk");
  fill (fixture);
  store_fixture_close (fixture);
}

static void
tear_down (StoreFixture  *fixture,
           gconstpointer  data)
{
  store_fixture_tear_down (fixture, data);
  dyzur_clock_set (0);
}

static char *
database_path (StoreFixture *fixture)
{
  return g_build_filename (fixture->directory, "dyzur.db", NULL);
}

static void
damage (StoreFixture *fixture,
        gint64        page,
        const char   *with)
{
  g_autofree char *path = database_path (fixture);
  g_autofree char *bytes = g_malloc (PAGE);
  int fd = g_open (path, O_WRONLY, 0);

  for (gsize i = 0; i < PAGE; i++)
    bytes[i] = with[i % strlen (with)];
  g_assert_cmpint (pwrite (fd, bytes, PAGE, (page - 1) * PAGE), ==, PAGE);
  close (fd);
}

static void
mark_suspect (StoreFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->directory, "suspect", NULL);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static void
assert_whole (StoreFixture *fixture)
{
  g_autofree char *verdict = store_fixture_text (fixture, "PRAGMA integrity_check (1)");

  g_assert_cmpstr (verdict, ==, "ok");
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM pragma_foreign_key_check"), ==, 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations c WHERE c.status = 0"), ==,
                   store_fixture_int64 (fixture, "SELECT coalesce (sum (count), 0) FROM counters WHERE view = 2"));
}

static gint64
count (StoreFixture *fixture,
       const char   *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", table);

  return store_fixture_int64 (fixture, sql);
}

/* Everything but the rows of the damaged page is there, and the damaged file is kept. */
static void
test_leaf (StoreFixture  *fixture,
           gconstpointer  data)
{
  gint64 page = store_fixture_int64 (fixture, "SELECT pageno FROM dbstat WHERE name = 'messages' AND pagetype = 'leaf' "
                                     "ORDER BY pageno LIMIT 1 OFFSET 7");
  gint64 rows;
  g_autofree char *sql = g_strdup_printf ("SELECT ncell FROM dbstat WHERE name = 'messages' AND pageno = %d", (int) page);
  g_autofree char *kept = NULL;

  rows = store_fixture_int64 (fixture, sql);
  damage (fixture, page, "śmieci");
  mark_suspect (fixture);
  store_fixture_open (fixture);
  assert_whole (fixture);
  g_assert_nonnull (dyzur_store_get_set_aside (fixture->store));
  kept = g_build_filename (dyzur_store_get_set_aside (fixture->store), "dyzur.db", NULL);
  g_assert_true (g_file_test (kept, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpint (count (fixture, "messages"), ==, N_MESSAGES + 5 - rows);
  g_assert_cmpint (count (fixture, "conversations"), ==, N_CONVERSATIONS);
  g_assert_cmpint (count (fixture, "drafts"), ==, 5);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM accounts WHERE id = 'desk' AND enabled"), ==, 1);
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  g_assert_null (dyzur_store_get_set_aside (fixture->store));
}

/* Even the list of tables is gone. */
static void
test_first_page (StoreFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr(DyzurAction) action = NULL;

  damage (fixture, 1, "\x01\xff");
  store_fixture_open (fixture);
  g_assert_nonnull (dyzur_store_get_set_aside (fixture->store));
  assert_whole (fixture);
  g_assert_cmpint (count (fixture, "messages"), ==, N_MESSAGES + 5);
  g_assert_cmpint (count (fixture, "drafts"), ==, 5);
  g_assert_cmpint (count (fixture, "outbox"), ==, 5);
  action = store_fixture_take (fixture, "desk");
  g_assert_cmpstr (action->message->text, ==, "w skrzynce nadawczej");
}

/* The page above all leaves: none of them is lost. */
static void
test_inner_page (StoreFixture  *fixture,
                 gconstpointer  data)
{
  gint64 page = store_fixture_int64 (fixture, "SELECT pageno FROM dbstat WHERE name = 'messages' AND path = '/' "
                                     "AND pagetype = 'internal'");

  g_assert_cmpint (page, >, 1);
  damage (fixture, page, "x");
  mark_suspect (fixture);
  store_fixture_open (fixture);
  g_assert_nonnull (dyzur_store_get_set_aside (fixture->store));
  assert_whole (fixture);
  g_assert_cmpint (count (fixture, "messages"), ==, N_MESSAGES + 5);
}

/* Messages whose conversations cannot be read any more are not thrown away. */
static void
test_lost_parents (StoreFixture  *fixture,
                   gconstpointer  data)
{
  static const char * const tables[] = { "conversations", "contacts", "accounts" };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT pageno FROM dbstat WHERE name = '%s' AND path = '/'", tables[i]);

      damage (fixture, store_fixture_int64 (fixture, sql), "x");
    }
  mark_suspect (fixture);
  store_fixture_open (fixture);
  assert_whole (fixture);
  g_assert_cmpint (count (fixture, "messages"), ==, N_MESSAGES + 5);
  g_assert_cmpint (count (fixture, "conversations"), ==, N_CONVERSATIONS);
  g_assert_cmpint (count (fixture, "drafts"), ==, 5);
}

/* Damage anywhere: it opens, it is whole, and says what happened when something did. */
static void
test_anywhere (StoreFixture  *fixture,
               gconstpointer  data)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (20261114);
  g_autofree char *path = database_path (fixture);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (guint i = 0; i < 25; i++)
    {
      gint64 n_pages = (gint64) (length / PAGE);

      g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
      g_test_message ("round %u", i);
      for (guint j = 0; j <= i % 4; j++)
        damage (fixture, g_rand_int_range (rand, 1, (gint32) n_pages + 1), i % 2 ? "x" : "\x0d\x01\x02\x80");
      mark_suspect (fixture);
      store_fixture_open (fixture);
      assert_whole (fixture);
      store_fixture_close (fixture);
    }
}

static void
test_cut_off (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autofree char *path = database_path (fixture);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (truncate (path, info.st_size * 8 / 10 / PAGE * PAGE), ==, 0);
  mark_suspect (fixture);
  store_fixture_open (fixture);
  g_assert_nonnull (dyzur_store_get_set_aside (fixture->store));
  assert_whole (fixture);
  g_assert_cmpint (count (fixture, "messages"), >, N_MESSAGES / 10);
}

static void
test_not_a_database (StoreFixture  *fixture,
                     gconstpointer  data)
{
  g_autofree char *path = database_path (fixture);

  g_assert_true (g_file_set_contents (path, "to nie jest baza danych", -1, NULL));
  store_fixture_open (fixture);
  g_assert_nonnull (dyzur_store_get_set_aside (fixture->store));
  g_assert_cmpint (count (fixture, "messages"), ==, 0);
}

/* The rescue itself was cut short, before and after the damaged database was set aside. */
static void
test_cut_short (StoreFixture  *fixture,
                gconstpointer  data)
{
  g_autofree char *path = database_path (fixture);
  g_autofree char *rescued = g_build_filename (fixture->directory, "rescued.db", NULL);
  g_autofree char *old_log = g_build_filename (fixture->directory, "dyzur.db-wal", NULL);

  g_assert_true (g_file_set_contents (rescued, "half", 4, NULL));
  store_fixture_open (fixture);
  g_assert_cmpint (count (fixture, "messages"), ==, N_MESSAGES + 5);
  g_assert_false (g_file_test (rescued, G_FILE_TEST_EXISTS));
  store_fixture_close (fixture);

  g_assert_cmpint (g_rename (path, rescued), ==, 0);
  g_assert_true (g_file_set_contents (old_log, "old", 3, NULL));
  store_fixture_open (fixture);
  g_assert_cmpint (count (fixture, "messages"), ==, N_MESSAGES + 5);
}

static gboolean
read_everything (DyzurDb         *db,
                 gpointer         data,
                 DyzurChangeSet  *changes,
                 GCancellable    *cancellable,
                 GError         **error)
{
  gint64 n;

  return dyzur_db_int64 (db, &n, error, "SELECT sum (length (text)) FROM messages", "");
}

/* Damage that shows only in use is told, and the next start repairs it without being asked. */
static void
test_found_in_use (StoreFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  damage (fixture,
          store_fixture_int64 (fixture, "SELECT pageno FROM dbstat WHERE name = 'messages' AND pagetype = 'leaf' LIMIT 1"),
          "śmieci");
  store_fixture_open (fixture);
  g_assert_null (dyzur_store_get_set_aside (fixture->store));
  g_assert_false (_dyzur_store_read (fixture->store, read_everything, NULL, NULL, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_DAMAGED);
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  g_assert_nonnull (dyzur_store_get_set_aside (fixture->store));
  g_assert_true (_dyzur_store_read (fixture->store, read_everything, NULL, NULL, NULL));
}

#define add(path, func) g_test_add ("/store/rescue/" path, StoreFixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("leaf", test_leaf);
  add ("first-page", test_first_page);
  add ("inner-page", test_inner_page);
  add ("lost-parents", test_lost_parents);
  add ("anywhere", test_anywhere);
  add ("cut-off", test_cut_off);
  add ("not-a-database", test_not_a_database);
  add ("cut-short", test_cut_short);
  add ("found-in-use", test_found_in_use);

  return g_test_run ();
}
