/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>

#include "dyzur-clock.h"
#include "fault-vfs.h"
#include "store-fixture.h"

#define NOON G_GINT64_CONSTANT (1794916800000)
#define MOST_OPERATIONS 400

/* One way a disk fails, and what a caller is told. */
typedef struct
{
  const char      *name;
  FaultPlace       places;
  int              result;
  DyzurStoreError  expected;
} FaultCase;

static const FaultCase cases[] = {
  { "full", FAULT_WRITE, SQLITE_FULL, DYZUR_STORE_ERROR_FULL },
  { "write-error", FAULT_WRITE, SQLITE_IOERR_WRITE, DYZUR_STORE_ERROR_FAILED },
  { "sync-error", FAULT_SYNC, SQLITE_IOERR_FSYNC, DYZUR_STORE_ERROR_FAILED },
  { "read-error", FAULT_READ, SQLITE_IOERR_READ, DYZUR_STORE_ERROR_FAILED },
};

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  dyzur_clock_set (NOON);
  store_fixture_set_up (fixture, data);
  store_fixture_account (fixture, "desk");
  store_fixture_ingest (fixture, "desk", conversation_event ("5", DYZUR_STATUS_OPEN));
}

static void
tear_down (StoreFixture  *fixture,
           gconstpointer  data)
{
  fault_vfs_clear ();
  store_fixture_tear_down (fixture, data);
  dyzur_clock_set (0);
}

static int
compare_lengths (gconstpointer a,
                 gconstpointer b)
{
  gsize x = *(const gsize *) a, y = *(const gsize *) b;

  return x < y ? -1 : x > y;
}

static void
assert_whole (StoreFixture *fixture)
{
  g_autofree char *verdict = store_fixture_text (fixture, "PRAGMA integrity_check (1)");

  g_assert_cmpstr (verdict, ==, "ok");
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM pragma_foreign_key_check"), ==, 0);
}

static DyzurDraft *
new_draft (guint n)
{
  DyzurDraft *draft = dyzur_draft_new (1, DYZUR_DRAFT_REPLY);

  g_free (draft->text);
  draft->text = g_strnfill (20000, 'a' + n % 26);
  return draft;
}

static gboolean
save (StoreFixture      *fixture,
      const DyzurDraft  *draft,
      GError           **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  dyzur_store_save_draft_async (fixture->store, draft, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  return dyzur_store_save_draft_finish (fixture->store, result, error);
}

static gint64
send_draft (StoreFixture      *fixture,
            const DyzurDraft  *draft,
            GError           **error)
{
  DyzurSendOptions options = { .author_name = "Ola", .resolve = TRUE };
  g_autoptr(GAsyncResult) result = NULL;

  dyzur_store_send_async (fixture->store, draft, &options, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  return dyzur_store_send_finish (fixture->store, result, error);
}

/* All of a send is there, or nothing of it and the draft as it was. */
static void
assert_all_or_nothing (StoreFixture     *fixture,
                       const DyzurDraft *draft,
                       gboolean          sent)
{
  g_autofree char *message = g_strdup_printf ("SELECT count(*) FROM messages WHERE client_id = '%s'", draft->key);
  g_autofree char *row = g_strdup_printf ("SELECT count(*) FROM outbox WHERE key LIKE '%s%%'", draft->key);
  g_autofree char *kept = g_strdup_printf ("SELECT count(*) FROM drafts WHERE key = '%s' AND length (text) = 20000",
                                           draft->key);

  g_assert_cmpint (store_fixture_int64 (fixture, message), ==, sent ? 1 : 0);
  g_assert_cmpint (store_fixture_int64 (fixture, row) > 0, ==, sent);
  g_assert_cmpint (store_fixture_int64 (fixture, kept), ==, sent ? 0 : 1);
}

/* The disk fails at each of the operations a send needs, one after the other. */
static void
test_send (StoreFixture  *fixture,
           gconstpointer  data)
{
  const FaultCase *c = data;
  gboolean struck = TRUE;
  guint n_failed = 0;

  for (guint n = 1; struck && n < MOST_OPERATIONS; n++)
    {
      g_autoptr(DyzurDraft) draft = new_draft (n);
      g_autoptr(GError) error = NULL;
      gint64 id;

      g_assert_true (save (fixture, draft, NULL));
      store_fixture_close (fixture);
      store_fixture_open (fixture);
      fault_vfs_set (c->places, c->result, n);
      id = send_draft (fixture, draft, &error);
      struck = fault_vfs_clear ();
      assert_all_or_nothing (fixture, draft, id != 0);
      if (id == 0)
        {
          n_failed++;
          g_assert_error (error, DYZUR_STORE_ERROR, (int) c->expected);
          g_assert_cmpint (send_draft (fixture, draft, NULL), !=, 0);
        }
      assert_all_or_nothing (fixture, draft, TRUE);
    }
  g_assert_cmpuint (n_failed, >, 0);
  g_assert_false (struck);
  assert_whole (fixture);
}

/* A batch is there with its cursor, or neither. */
static void
test_ingest (StoreFixture  *fixture,
             gconstpointer  data)
{
  const FaultCase *c = data;
  gboolean struck = TRUE;
  gint64 n_batches = 0;

  for (guint n = 1; struck && n < MOST_OPERATIONS; n += 3)
    {
      g_autoptr(GPtrArray) events = dyzur_events_new ();
      g_autofree char *cursor = g_strdup_printf ("%u", n);
      g_autofree char *stored = NULL;
      g_autoptr(GError) error = NULL;
      gboolean taken;

      for (guint i = 0; i < 20; i++)
        {
          g_autofree char *id = g_strdup_printf ("m%u-%u", n, i);
          g_autofree char *text = g_strnfill (3000, 'x');

          g_ptr_array_add (events, desk_event ("5", id, DYZUR_MESSAGE_INCOMING, text, NOON + n));
        }
      fault_vfs_set (c->places, c->result, n);
      taken = dyzur_store_ingest (fixture->store, "desk", events, cursor, NULL, &error);
      struck = fault_vfs_clear ();
      n_batches += taken;
      if (!taken)
        g_assert_error (error, DYZUR_STORE_ERROR, (int) c->expected);
      g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages"), ==, 20 * n_batches);
      stored = dyzur_store_dup_cursor (fixture->store, "desk", NULL);
      g_assert_cmpint (g_strcmp0 (stored, cursor) == 0, ==, taken);
    }
  g_assert_cmpint (n_batches, >, 0);
  assert_whole (fixture);
}

/* The disk fails while the store opens: a clear answer, and nothing is lost for the next time. */
static void
test_open (StoreFixture  *fixture,
           gconstpointer  data)
{
  const FaultCase *c = data;
  g_autoptr(DyzurDraft) draft = new_draft (0);
  gboolean struck = TRUE;

  g_assert_true (save (fixture, draft, NULL));
  for (guint n = 1; struck && n < MOST_OPERATIONS; n++)
    {
      g_autoptr(GError) error = NULL;

      store_fixture_close (fixture);
      fault_vfs_set (c->places, c->result, n);
      fixture->store = dyzur_store_open (fixture->directory, NULL, &error);
      struck = fault_vfs_clear ();
      if (fixture->store == NULL)
        {
          g_assert_error (error, DYZUR_STORE_ERROR, (int) c->expected);
          store_fixture_open (fixture);
        }
      g_assert_null (dyzur_store_get_set_aside (fixture->store));
      assert_all_or_nothing (fixture, draft, FALSE);
    }
  g_assert_false (struck);
}

/* A read that ends early, once: whatever it looked like, nothing is lost. */
static void
test_short_read (StoreFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = new_draft (0);
  gboolean struck = TRUE;
  guint n_struck = 0;

  g_assert_true (save (fixture, draft, NULL));
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);

      store_fixture_ingest (fixture, "desk", desk_event ("5", id, DYZUR_MESSAGE_INCOMING, "gdzie jest paczka", NOON + i));
    }
  for (guint n = 1; struck && n < MOST_OPERATIONS; n++)
    {
      store_fixture_close (fixture);
      fault_vfs_set (FAULT_READ | FAULT_ONCE, SQLITE_IOERR_SHORT_READ, n);
      fixture->store = dyzur_store_open (fixture->directory, NULL, NULL);
      struck = fault_vfs_clear ();
      n_struck += struck;
      if (fixture->store == NULL)
        store_fixture_open (fixture);
      assert_all_or_nothing (fixture, draft, FALSE);
      g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages"), ==, 40);
      assert_whole (fixture);
    }
  g_assert_cmpuint (n_struck, >, 0);
  g_assert_false (struck);
}

/* ---- the log beside the database ---- */

static void
copy_file (const char *from_directory,
           const char *to_directory,
           const char *name,
           gsize       length)
{
  g_autofree char *from = g_build_filename (from_directory, name, NULL);
  g_autofree char *to = g_build_filename (to_directory, name, NULL);
  g_autofree char *contents = NULL;
  gsize whole;

  g_assert_true (g_file_get_contents (from, &contents, &whole, NULL));
  g_assert_true (g_file_set_contents (to, contents, (gssize) MIN (length, whole), NULL));
}

static gsize
get_size (const char *directory,
          const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return (gsize) info.st_size;
}

/*
 * The power goes while the log is written: it ends after any byte (and the shared memory beside it is gone). What was
 * committed in what is left is there, whole, and nothing else.
 */
static gint64
open_cut (StoreFixture *fixture,
          StoreFixture *copy,
          gsize         length)
{
  gint64 serial;

  remove_tree (copy->directory);
  g_assert_cmpint (g_mkdir (copy->directory, 0700), ==, 0);
  copy_file (fixture->directory, copy->directory, "dyzur.db", G_MAXSIZE);
  copy_file (fixture->directory, copy->directory, "dyzur.db-wal", length);
  store_fixture_open (copy);
  g_assert_null (dyzur_store_get_set_aside (copy->store));
  assert_whole (copy);
  serial = store_fixture_int64 (copy, "SELECT coalesce ((SELECT unicode (text) FROM drafts), 0)");
  g_assert_cmpint (store_fixture_int64 (copy, "SELECT count(*) FROM drafts WHERE length (text) != 20000"), ==, 0);
  store_fixture_close (copy);
  return serial;
}

static void
test_log_cut (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autofree char *beside = g_strconcat (fixture->directory, "-cut", NULL);
  StoreFixture copy = { .directory = beside };
  g_autoptr(GRand) rand = g_rand_new_with_seed (20261122);
  g_autoptr(GArray) lengths = g_array_new (FALSE, FALSE, sizeof (gsize));
  gint64 last = 0;
  gsize whole;

  store_fixture_close (fixture);
  store_fixture_open (fixture);
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr(DyzurDraft) draft = new_draft (i);

      g_assert_true (save (fixture, draft, NULL));
    }
  whole = get_size (fixture->directory, "dyzur.db-wal");
  for (guint i = 0; i < 120; i++)
    {
      gsize length = i == 0 ? 0 : i == 119 ? whole : (gsize) (g_rand_double (rand) * (double) whole);

      g_array_append_val (lengths, length);
    }
  g_array_sort (lengths, compare_lengths);
  for (guint i = 0; i < lengths->len; i++)
    {
      gint64 serial = open_cut (fixture, &copy, g_array_index (lengths, gsize, i));

      g_assert_cmpint (serial, >=, last);
      last = serial;
    }
  g_assert_cmpint (last, ==, 'a' + 9);
  remove_tree (beside);
}

/* Somebody removes the folder, or the disk it is on goes away: what is written from then on is not called written. */
static void
test_vanished (StoreFixture  *fixture,
               gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = new_draft (0);
  g_autofree char *away = g_strconcat (fixture->directory, "-away", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (save (fixture, draft, NULL));
  g_assert_cmpint (g_rename (fixture->directory, away), ==, 0);
  g_assert_false (save (fixture, draft, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_cmpint (send_draft (fixture, draft, &error), ==, 0);
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_READ_ONLY);

  /* It comes back, and so does everything. */
  g_assert_cmpint (g_rename (away, fixture->directory), ==, 0);
  g_assert_cmpint (send_draft (fixture, draft, NULL), !=, 0);
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  assert_all_or_nothing (fixture, draft, TRUE);
  assert_whole (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fault_vfs_install ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *open = g_strconcat ("/store/faults/open/", cases[i].name, NULL);
      g_autofree char *send = g_strconcat ("/store/faults/send/", cases[i].name, NULL);
      g_autofree char *ingest = g_strconcat ("/store/faults/ingest/", cases[i].name, NULL);

      g_test_add (open, StoreFixture, &cases[i], set_up, test_open, tear_down);
      g_test_add (send, StoreFixture, &cases[i], set_up, test_send, tear_down);
      g_test_add (ingest, StoreFixture, &cases[i], set_up, test_ingest, tear_down);
    }

  g_test_add ("/store/faults/short-read", StoreFixture, NULL, set_up, test_short_read, tear_down);
  g_test_add ("/store/faults/log-cut", StoreFixture, NULL, set_up, test_log_cut, tear_down);
  g_test_add ("/store/faults/vanished", StoreFixture, NULL, set_up, test_vanished, tear_down);

  return g_test_run ();
}
