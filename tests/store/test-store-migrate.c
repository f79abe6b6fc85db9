/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyzur-clock.h"
#include "dyzur-error.h"
#include "store-fixture.h"

#define NOON G_GINT64_CONSTANT (1794916800000)
#define PAGE 4096

/* tests/fixtures/store/README.md says what is in them. */
static void
unpack (StoreFixture *fixture,
        const char   *name)
{
  g_autofree char *packed = g_test_build_filename (G_TEST_DIST, "fixtures", "store", name, NULL);
  g_autofree char *path = g_build_filename (fixture->directory, "dyzur.db", NULL);
  g_autoptr(GConverter) converter = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr(GFile) from = g_file_new_for_path (packed);
  g_autoptr(GFile) to = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) bytes = G_INPUT_STREAM (g_file_read (from, NULL, &error));
  g_autoptr(GInputStream) plain = NULL;
  g_autoptr(GOutputStream) file = NULL;

  g_assert_no_error (error);
  plain = g_converter_input_stream_new (bytes, converter);
  file = G_OUTPUT_STREAM (g_file_create (to, G_FILE_CREATE_NONE, NULL, &error));
  g_assert_no_error (error);
  g_output_stream_splice (file, plain, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  dyzur_clock_set (NOON + DYZUR_HOUR);
  fixture->directory = g_dir_make_tmp ("dyzur-store-XXXXXX", &error);
  g_assert_no_error (error);
  unpack (fixture, data);
}

static void
tear_down (StoreFixture  *fixture,
           gconstpointer  data)
{
  store_fixture_tear_down (fixture, data);
  dyzur_clock_set (0);
}

static void
assert_number (StoreFixture *fixture,
               gint64        expected,
               const char   *sql)
{
  g_test_message ("%s", sql);
  g_assert_cmpint (store_fixture_int64 (fixture, sql), ==, expected);
}

static void
assert_whole (StoreFixture *fixture)
{
  g_autofree char *verdict = store_fixture_text (fixture, "PRAGMA integrity_check (1)");

  g_assert_cmpstr (verdict, ==, "ok");
  assert_number (fixture, 0, "SELECT count(*) FROM pragma_foreign_key_check");
  assert_number (fixture, _dyzur_schema_get_latest (), "PRAGMA user_version");
}

static void
assert_content (StoreFixture *fixture)
{
  g_autofree char *draft = store_fixture_text (fixture, "SELECT text FROM drafts WHERE conversation_id = 3");
  g_autofree char *note = store_fixture_text (fixture, "SELECT note FROM contacts WHERE id = 1");
  g_autofree char *file = store_fixture_text (fixture, "SELECT name FROM attachments WHERE message_id = 1");

  g_assert_cmpstr (draft, ==, "Rozmiar 38 mamy w trzech kolorach");
  g_assert_cmpstr (note, ==, "Stała klientka");
  g_assert_cmpstr (file, ==, "Faktura żółw.pdf");
  assert_number (fixture, 3, "SELECT count(*) FROM conversations");
  assert_number (fixture, 9, "SELECT count(*) FROM messages");
  assert_number (fixture, 1, "SELECT count(*) FROM messages WHERE client_id = 'klucz-odpowiedzi' AND delivery = 3");
  assert_number (fixture, 3, "SELECT count(*) FROM outbox");
  assert_number (fixture, 2, "SELECT count(*) FROM contact_points WHERE contact_id = 1");
  assert_number (fixture, 1, "SELECT count(*) FROM order_contacts WHERE contact_id = 1");
  assert_number (fixture, 1, "SELECT count(*) FROM conversation_labels WHERE conversation_id = 2 AND status = 3");
  assert_number (fixture, 2, "SELECT count FROM counters WHERE view = 2");
  assert_number (fixture, 1, "SELECT count FROM counters WHERE view = 14");
  assert_number (fixture, 1, "SELECT count(*) FROM saved_searches WHERE query = 'zwrot'");
  assert_number (fixture, 1, "SELECT count(*) FROM articles");
}

static gint64
find (StoreFixture *fixture,
      const char   *query)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) hits = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_store_search_async (fixture->store, query, 10, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  hits = dyzur_store_search_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < hits->len; i++)
    {
      const DyzurHitRecord *hit = g_ptr_array_index (hits, i);

      if (hit->kind == DYZUR_HIT_MESSAGE)
        return hit->conversation_id;
    }
  return 0;
}

/* The index that was there answers, and takes in what comes. */
static void
assert_found (StoreFixture *fixture)
{
  g_assert_cmpint (find (fixture, "zolwiem"), ==, 1);
  g_assert_cmpint (find (fixture, "rowery"), ==, 2);
  g_assert_cmpint (find (fixture, "magazyn"), ==, 3);
  g_assert_cmpint (find (fixture, "hulajnoga"), ==, 0);
}

static void
wait_for_index (StoreFixture *fixture)
{
  while (store_fixture_int64 (fixture, "SELECT count(*) FROM search_queue") > 0)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_all (StoreFixture  *fixture,
          gconstpointer  data)
{
  store_fixture_open (fixture);
  g_assert_null (dyzur_store_get_set_aside (fixture->store));
  assert_whole (fixture);
  assert_content (fixture);
  assert_number (fixture, 0, "SELECT count(*) FROM search_queue");
  assert_found (fixture);
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  assert_content (fixture);
}

/* Old and new go on together: a late mail finds its conversation, what waited goes out, a draft is sent once. */
static void
test_goes_on (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(DyzurAction) action = NULL;

  store_fixture_open (fixture);
  store_fixture_ingest (fixture, "mail",
                        mail_event ("zagubione@klient.example", "Anna.Kowalska@klient.example", "A hulajnoga?", NOON + 1));
  assert_number (fixture, 1, "SELECT conversation_id FROM messages WHERE remote_id = 'zagubione@klient.example'");
  wait_for_index (fixture);
  g_assert_cmpint (find (fixture, "hulajnoga"), ==, 1);

  action = store_fixture_take (fixture, "mail");
  g_assert_cmpstr (action->key, ==, "klucz-w-drodze");
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, "zwrot@bobrowisko.example", -1);
  store_fixture_send (fixture, 3, "klucz-szkicu", "Rozmiar 38 mamy w trzech kolorach");
  assert_number (fixture, 0, "SELECT count(*) FROM drafts");
}

/* A page of the old database is gone: what is left of it comes into the new form. */
static void
test_rescued (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "dyzur.db", NULL);
  g_autofree char *suspect = g_build_filename (fixture->directory, "suspect", NULL);
  g_autofree char *rubbish = g_malloc0 (PAGE);
  gint64 page = store_fixture_int64 (fixture, "SELECT rootpage FROM sqlite_schema WHERE name = 'articles'");
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  memset (rubbish, 'x', PAGE);
  g_assert_cmpint (pwrite (fd, rubbish, PAGE, (page - 1) * PAGE), ==, PAGE);
  close (fd);
  g_assert_true (g_file_set_contents (suspect, "", 0, NULL));

  store_fixture_open (fixture);
  g_assert_nonnull (dyzur_store_get_set_aside (fixture->store));
  assert_whole (fixture);
  assert_number (fixture, 0, "SELECT count(*) FROM articles");
  assert_number (fixture, 3, "SELECT count(*) FROM conversations");
  assert_number (fixture, 9, "SELECT count(*) FROM messages");
  assert_number (fixture, 3, "SELECT count(*) FROM outbox");
  wait_for_index (fixture);
  assert_found (fixture);
}

/* Its list of tables is gone: that of a fresh database, which has more tables, stands in. */
static void
test_first_page (StoreFixture  *fixture,
                 gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "dyzur.db", NULL);
  g_autofree char *rubbish = g_malloc0 (PAGE);
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  g_assert_cmpint (pwrite (fd, rubbish, PAGE, 0), ==, PAGE);
  close (fd);
  store_fixture_open (fixture);
  assert_whole (fixture);
  assert_number (fixture, 3, "SELECT count(*) FROM conversations");
  assert_number (fixture, 9, "SELECT count(*) FROM messages");
  assert_number (fixture, 3, "SELECT count(*) FROM outbox");
  assert_number (fixture, 1, "SELECT count(*) FROM drafts");
}

/* What version 2 brought is still there, and what was being written is counted. */
static void
test_v2_writing (StoreFixture  *fixture,
                 gconstpointer  data)
{
  g_autofree char *bcc = NULL;
  g_autofree char *words = NULL;

  store_fixture_open (fixture);
  bcc = store_fixture_text (fixture, "SELECT bcc FROM drafts WHERE subject = 'Rozmiary'");
  words = store_fixture_text (fixture, "SELECT text FROM templates WHERE shortcut = 'pw'");
  g_assert_cmpstr (bcc, ==, "szef@bobrowisko.example");
  g_assert_cmpstr (words, ==, "Dzień dobry, {{imię}}");
  assert_number (fixture, 1, "SELECT count(*) FROM correspondents JOIN correspondent_terms USING (nr) WHERE term = 'kurier'");
}

#define add(path, func) \
  g_test_add ("/store/migrate/v1/" path, StoreFixture, "v1.db.gz", set_up, func, tear_down); \
  g_test_add ("/store/migrate/v2/" path, StoreFixture, "v2.db.gz", set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("all", test_all);
  add ("goes-on", test_goes_on);
  add ("rescued", test_rescued);
  add ("first-page", test_first_page);

  g_test_add ("/store/migrate/v2/writing", StoreFixture, "v2.db.gz", set_up, test_v2_writing, tear_down);

  return g_test_run ();
}
