/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <signal.h>
#include <string.h>

#include "kill-child.h"

/*
 * A child works on a profile as fast as it can (kill-child.c) and tells on a pipe what the store answered, and what it
 * gave to the remote, which is this process. At a random moment it is killed (SIGKILL). Then everything that was answered
 * has to be there, nothing twice and nothing by halves; and in the end each message was taken by the remote once.
 *
 * DYZUR_KILL_RUNS in the environment sets the number of runs, DYZUR_KILL_SEED the moments; both are printed.
 */

#include "../sanitized.h"

#define RUNS (SANITIZED ? 6 : 300)   /* each start of a child is slow there */

#define RUNS_PER_PROFILE 30    /* small enough to be looked at again and again */
#define OLD_MESSAGES 2000      /* in the database that is migrated */
#define MOST_ANSWERS 60
#define MOST_DELAY 3000        /* µs after the last answer that was waited for */

/* What the child was answered in this profile. */
typedef struct
{
  StoreFixture *fixture;
  const char   *program;
  GRand        *rand;
  GPtrArray    *sent;        /* keys */
  GPtrArray    *prepared;    /* keys that were drafts */
  GHashTable   *taken;       /* key → how often the remote was given it */
  guint         note;
  guint         cursor;
  gint64        spans[2];    /* µs a whole migration takes: of an old database, of none */
  guint         n_sent;
  guint         n_notes;
  guint         n_received;
  guint         n_asked;
  guint         n_steps[3];
  guint         n_killed[KILL_N_LOADS];
} Witness;

static guint
count_taken (Witness    *self,
             const char *key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->taken, key));
}

static gboolean
has_cb (const char *key,
        gpointer    user_data)
{
  ((Witness *) user_data)->n_asked++;
  return count_taken (user_data, key) > 0;
}

static void
take_cb (const char *key,
         gpointer    user_data)
{
  Witness *self = user_data;

  g_hash_table_insert (self->taken, g_strdup (key), GUINT_TO_POINTER (count_taken (self, key) + 1));
}

/* ---- listening ---- */

static void
answer (Witness     *self,
        GSubprocess *child,
        const char  *key)
{
  const char *text = has_cb (key, self) ? "1\n" : "0\n";

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (child), text, 2, NULL, NULL, NULL);
}

static void
note_line (Witness     *self,
           GSubprocess *child,
           const char  *line)
{
  if (line[0] == 'S')
    g_ptr_array_add (self->sent, g_strdup (line + 2));
  else if (line[0] == 'P')
    g_ptr_array_add (self->prepared, g_strdup (line + 2));
  else if (line[0] == 'R')
    take_cb (line + 2, self);
  else if (line[0] == '?')
    answer (self, child, line + 2);
  else if (line[0] == 'D')
    self->note = (guint) g_ascii_strtoull (line + 2, NULL, 10);
  else if (line[0] == 'C')
    self->cursor = (guint) g_ascii_strtoull (line + 2, NULL, 10);
  self->n_notes += line[0] == 'D';
}

static char *
hear (Witness          *self,
      GSubprocess      *child,
      GDataInputStream *lines)
{
  char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

  if (line != NULL)
    note_line (self, child, line);
  return line;
}

static GSubprocess *
start_child (Witness    *self,
             KillLoad    load,
             const char *directory,
             guint       run)
{
  g_autofree char *load_name = g_strdup_printf ("%d", load);
  g_autofree char *number = g_strdup_printf ("%u", run);
  g_autoptr(GError) error = NULL;
  GSubprocess *child;

  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, self->program,
                            "--child", load_name, directory, number, NULL);
  g_assert_no_error (error);
  return child;
}

/* Listens for @n_answers lines, waits @delay µs more, kills, and listens to what was said until then. */
static void
hear_and_kill (Witness     *self,
               GSubprocess *child,
               guint        n_answers,
               gulong       delay)
{
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));

  for (guint i = 0; i < n_answers; i++)
    {
      g_autofree char *line = hear (self, child, lines);

      g_assert_nonnull (line);
    }
  g_usleep (delay);
  g_subprocess_send_signal (child, SIGKILL);
  for (;;)
    {
      g_autofree char *line = hear (self, child, lines);

      if (line == NULL)
        break;
    }
  g_subprocess_wait (child, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (child));
}

static void
run_and_kill (Witness  *self,
              KillLoad  load,
              guint     run)
{
  g_autoptr(GSubprocess) child = start_child (self, load, self->fixture->directory, run);
  gboolean timed = load == KILL_INDEXING;
  guint n_answers = timed ? 1 : (guint) g_rand_int_range (self->rand, 0, MOST_ANSWERS);
  gulong delay = (gulong) g_rand_int_range (self->rand, 0, timed ? 10 * MOST_DELAY : MOST_DELAY);

  hear_and_kill (self, child, n_answers, delay);
}

/* ---- what has to be true ---- */

static void
assert_zero (Witness    *self,
             const char *what,
             const char *sql)
{
  gint64 n = store_fixture_int64 (self->fixture, sql);

  if (n != 0)
    g_error ("%s: %" G_GINT64_FORMAT, what, n);
}

/* Everything the program keeps beside what it follows from, counted anew */
static const char *const invariants[][2] = {
  { "rows without their parents", "SELECT count(*) FROM pragma_foreign_key_check" },
  { "wrong counters",
    "WITH said AS (SELECT c.*, CASE view WHEN 2 THEN status = 0 WHEN 1 THEN status = 0 AND assignee_id IS NULL AND NOT "
    "bot_active WHEN 4 THEN status = 2 WHEN 5 THEN status = 1 WHEN 8 THEN status = 0 AND argument = account || '/' || "
    "inbox_id END AS hit FROM counters c, conversations WHERE view IN (1, 2, 4, 5, 8)) "
    "SELECT count(*) FROM (SELECT 1 FROM said GROUP BY view, argument HAVING max (count) != total (hit))" },
  { "views without counter", "SELECT count(*) FROM (SELECT 1 FROM conversations WHERE status = 0) "
    "WHERE NOT EXISTS (SELECT 1 FROM counters WHERE view = 2)" },
  { "wrong unread counts", "SELECT count(*) FROM conversations c WHERE unread != "
    "(SELECT count(*) FROM messages WHERE conversation_id = c.id AND kind = 0 AND seen = 0)" },
  { "conversations older than their last message", "SELECT count(*) FROM conversations c WHERE last_activity_at < "
    "(SELECT max (sent_at) FROM messages WHERE conversation_id = c.id)" },
  { "outbox rows without message", "SELECT count(*) FROM outbox WHERE kind IN (0, 1) AND message_id IS NULL" },
  { "messages on their way without outbox row", "SELECT count(*) FROM messages WHERE kind = 1 AND delivery IN (1, 2, 6) "
    "AND id NOT IN (SELECT message_id FROM outbox WHERE message_id IS NOT NULL)" },
  { "sent messages that wait", "SELECT count(*) FROM messages m JOIN outbox o ON o.message_id = m.id WHERE "
    "(o.state = 2) != (m.delivery = 3)" },
  { "rows that are being sent by nobody", "SELECT count(*) FROM outbox WHERE state = 1" },
  { "drafts of what was sent", "SELECT count(*) FROM drafts WHERE key IN (SELECT client_id FROM messages)" },
  { "messages twice", "SELECT count(*) - count(DISTINCT client_id) FROM messages WHERE client_id IS NOT NULL" },
  { "messages twice from the remote", "SELECT count(*) - count(DISTINCT remote_id) FROM messages "
    "WHERE remote_id IS NOT NULL" },
  { "messages the index will never see", "SELECT count(*) FROM messages WHERE kind != 3 "
    "AND id NOT IN (SELECT message_id FROM search_docs UNION ALL SELECT id FROM search_queue WHERE kind = 0)" },
};

static void
assert_nothing_by_halves (Witness *self)
{
  g_autofree char *verdict = store_fixture_text (self->fixture, "PRAGMA integrity_check (1)");

  g_assert_cmpstr (verdict, ==, "ok");
  g_assert_null (dyzur_store_get_set_aside (self->fixture->store));
  for (guint i = 0; i < G_N_ELEMENTS (invariants); i++)
    assert_zero (self, invariants[i][0], invariants[i][1]);
}

static void
assert_typed (Witness *self)
{
  g_autofree char *text = store_fixture_text (self->fixture, "SELECT text FROM drafts WHERE kind = 1");
  guint serial = 0;

  if (self->note == 0)
    return;
  g_assert_true (kill_parse_note (text, &serial));
  g_assert_cmpuint (serial, >=, self->note);
}

static void
assert_received (Witness *self)
{
  guint cursor = kill_read_cursor (self->fixture);

  g_assert_cmpuint (cursor, >=, self->cursor);
  g_assert_cmpint (store_fixture_int64 (self->fixture, "SELECT count(*) FROM messages WHERE remote_id GLOB 'm[0-9]*'"), ==,
                   cursor);
  g_assert_cmpint (store_fixture_int64 (self->fixture, "SELECT sum (unread) FROM conversations"), ==,
                   cursor + KILL_CONVERSATIONS);
  self->cursor = cursor;
}

/* A reply is a draft or a message, never both and never none; and the remote agrees with the outbox. FALSE: a draft */
static gboolean
assert_reply (Witness    *self,
              const char *key)
{
  g_autofree char *draft = g_strdup_printf ("SELECT count(*) FROM drafts WHERE key = '%s'", key);
  g_autofree char *message = g_strdup_printf ("SELECT count(*) FROM messages WHERE client_id = '%s'", key);
  g_autofree char *row = g_strdup_printf ("SELECT coalesce ((SELECT 10 * uncertain + state FROM outbox WHERE key = '%s'), 3)",
                                          key);
  guint taken = count_taken (self, key);
  gboolean sent = g_ptr_array_find_with_equal_func (self->sent, key, g_str_equal, NULL);
  gint64 is_message = store_fixture_int64 (self->fixture, message), state = store_fixture_int64 (self->fixture, row);

  g_assert_cmpuint (taken, <=, 1);
  if (sent)
    g_assert_cmpint (is_message, ==, 1);
  g_assert_cmpint (store_fixture_int64 (self->fixture, draft), ==, is_message == 0);
  if (is_message == 0)
    {
      g_assert_cmpuint (taken, ==, 0);
      return FALSE;
    }
  if (state == DYZUR_OUTBOX_QUEUED)
    g_assert_cmpuint (taken, ==, 0);
  else if (state == DYZUR_OUTBOX_ACCEPTED || state == DYZUR_OUTBOX_FILED)
    g_assert_cmpuint (taken, ==, 1);
  else
    g_assert_cmpint (state, ==, 10 + DYZUR_OUTBOX_QUEUED);
  return TRUE;
}

static void
assert_sent (Witness *self)
{
  for (guint i = self->prepared->len; i-- > 0;)
    if (!assert_reply (self, self->prepared->pdata[i]))
      g_ptr_array_remove_index (self->prepared, i); /* the next run may write another draft there */
}

/* What was left goes out now; a person decides where nobody can know. Then each was taken once. */
static void
assert_delivered_once (Witness *self)
{
  const KillRemote remote = { has_cb, take_cb, self };

  while (kill_deliver_one (self->fixture, "desk", &remote) || kill_deliver_one (self->fixture, "mail", &remote))
    continue;
  for (guint i = 0; i < self->sent->len; i++)
    g_assert_cmpuint (count_taken (self, self->sent->pdata[i]), ==, 1);
  assert_zero (self, "not delivered", "SELECT count(*) FROM messages WHERE kind = 1 AND delivery != 3");
  assert_zero (self, "left in the outbox", "SELECT count(*) FROM outbox");
}

static gboolean
count_found (DyzurDb         *db,
             gpointer         data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  gint64 table = 1;
  g_autofree char *sql = NULL;

  if (!dyzur_db_int64 (db, &table, error, "SELECT value FROM meta WHERE key = 'search.table'", ""))
    return FALSE;
  sql = g_strdup_printf ("SELECT count(*) FROM message_index_%d ('numer') i JOIN search_docs ON doc = i.rowid",
                         (int) MAX (table, 1));
  return dyzur_db_int64 (db, data, error, sql, "");
}

/* The index goes on where it was, and knows every message in the end. */
static void
assert_index_complete (Witness *self)
{
  g_autoptr(GError) error = NULL;
  gint64 found = 0;

  while (store_fixture_int64 (self->fixture,
                              "SELECT (SELECT count(*) FROM search_queue) + "
                              "coalesce ((SELECT value FROM meta WHERE key = 'search.building'), 0) + "
                              "coalesce ((SELECT value = 1 FROM meta WHERE key = 'search.version'), 0)") != 0)
    g_usleep (5000); /* the writer needs the processor more than we do */
  g_assert_true (_dyzur_store_read (self->fixture->store, count_found, &found, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (found, ==, self->cursor);
  assert_zero (self, "docs of nothing", "SELECT count(*) - (SELECT count(*) FROM messages WHERE kind != 3) FROM search_docs");
}

/* ---- a profile, and what is done to it ---- */

static void
fill (StoreFixture *fixture)
{
  store_fixture_account (fixture, "desk");
  store_fixture_account (fixture, "mail");
  for (guint i = 0; i < KILL_CONVERSATIONS; i++)
    {
      g_autofree char *id = g_strdup_printf ("c%u", i);

      store_fixture_ingest (fixture, "desk", conversation_event (id, DYZUR_STATUS_OPEN));
    }
  for (guint i = 0; i < KILL_CONVERSATIONS; i++)
    {
      g_autofree char *keys = g_strdup_printf ("question-%u@x", i);
      g_autofree char *from = g_strdup_printf ("customer-%u@example.pl", i);

      store_fixture_ingest (fixture, "mail", mail_event (keys, from, "dzień dobry", 500 + i));
    }
}

static void
forget (Witness *self)
{
  self->n_sent += self->sent->len;
  self->n_received += self->cursor;
  g_ptr_array_set_size (self->sent, 0);
  g_ptr_array_set_size (self->prepared, 0);
  g_hash_table_remove_all (self->taken);
  self->note = 0;
  self->cursor = 0;
}

static void
begin_profile (Witness *self)
{
  forget (self);
  if (self->fixture->store != NULL)
    store_fixture_close (self->fixture);
  remove_tree (self->fixture->directory);
  g_assert_cmpint (g_mkdir_with_parents (self->fixture->directory, 0700), ==, 0);
  store_fixture_open (self->fixture);
  fill (self->fixture);
}

static void
test_load (Witness  *self,
           KillLoad  load,
           guint     run)
{
  store_fixture_close (self->fixture);
  if (load == KILL_INDEXING || load == KILL_TOGETHER)
    store_fixture_script (self->fixture, "UPDATE meta SET value = 1 WHERE key = 'search.version'");
  run_and_kill (self, load, run);
  store_fixture_open (self->fixture);
  assert_nothing_by_halves (self);
  assert_typed (self);
  assert_received (self);
  assert_sent (self);
  if (load == KILL_INDEXING || load == KILL_TOGETHER)
    assert_index_complete (self);
  if (load != KILL_SENDING && load != KILL_TOGETHER)
    return;
  assert_delivered_once (self);
  g_ptr_array_set_size (self->prepared, 0);
}

/* ---- migrating: a profile of its own each time ---- */

static void
copy_old (StoreFixture *fixture,
          GBytes       *old)
{
  g_autofree char *path = g_build_filename (fixture->directory, "dyzur.db", NULL);
  g_autoptr(GError) error = NULL;

  remove_tree (fixture->directory);
  g_assert_cmpint (g_mkdir_with_parents (fixture->directory, 0700), ==, 0);
  if (old == NULL)
    return;
  g_file_set_contents (path, g_bytes_get_data (old, NULL), (gssize) g_bytes_get_size (old), &error);
  g_assert_no_error (error);
}

static GBytes *
make_old (StoreFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->directory, "dyzur.db", NULL);
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  g_autoptr(GError) error = NULL;
  char *contents;
  gsize length;

  store_fixture_open (fixture);
  fill (fixture);
  for (guint i = 0; i < OLD_MESSAGES; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);
      g_autofree char *text = g_strnfill (200 + i % 300, 'a' + i % 26);

      g_ptr_array_add (events, desk_event ("c1", id, DYZUR_MESSAGE_INCOMING, text, 1000 + i));
    }
  dyzur_store_ingest (fixture->store, "desk", events, NULL, NULL, &error);
  g_assert_no_error (error);
  store_fixture_close (fixture);
  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, length);
}

/* How long a whole one takes, so that the moments fall into it */
static gint64
measure (Witness      *self,
         StoreFixture *old,
         guint         run)
{
  g_autoptr(GSubprocess) child = start_child (self, KILL_MIGRATING, old->directory, run);
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  gint64 begin = 0;

  for (;;)
    {
      g_autofree char *line = hear (self, child, lines);

      g_assert_nonnull (line);
      if (line[0] == 'O')
        begin = g_get_monotonic_time ();
      if (line[0] == 'E')
        break;
    }
  begin = g_get_monotonic_time () - begin;
  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait (child, NULL, NULL);
  return begin;
}

static void
finish_steps (Witness      *self,
              StoreFixture *old)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  self->n_steps[kill_assert_steps (old)]++;
  before = store_fixture_text (old, "SELECT count(*) || ' ' || sum (length (text)) FROM messages");
  kill_migrate (old->directory);
  g_assert_cmpuint (kill_assert_steps (old), ==, 2);
  after = store_fixture_text (old, "SELECT count(*) || ' ' || sum (length (text)) FROM messages");
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (store_fixture_int64 (old, "SELECT count(*) FROM messages WHERE remote_id GLOB 'm[0-9]*'"), ==, OLD_MESSAGES);
}

static void
finish_opening (StoreFixture *old)
{
  store_fixture_open (old);
  g_assert_null (dyzur_store_get_set_aside (old->store));
  g_assert_cmpint (store_fixture_int64 (old, "PRAGMA user_version"), ==, _dyzur_schema_get_latest ());
  fill (old);
  store_fixture_send (old, 1, "key", "odpowiedź");
  store_fixture_close (old);
}

static void
test_migrating (Witness      *self,
                StoreFixture *old,
                GBytes       *image,
                guint         run)
{
  gboolean fresh = run % 2;
  g_autoptr(GSubprocess) child = NULL;
  g_autofree char *verdict = NULL;

  copy_old (old, fresh ? NULL : image);
  if (self->spans[fresh] == 0)
    {
      self->spans[fresh] = measure (self, old, run);
      copy_old (old, fresh ? NULL : image);
    }
  child = start_child (self, KILL_MIGRATING, old->directory, run);
  hear_and_kill (self, child, 1, (gulong) g_rand_int_range (self->rand, 0, (gint32) self->spans[fresh] * 11 / 10));
  if (fresh)
    finish_opening (old);
  else
    finish_steps (self, old);
  verdict = store_fixture_text (old, "PRAGMA integrity_check (1)");
  g_assert_cmpstr (verdict, ==, "ok");
}

/* ---- */

static guint
read_number (const char *name,
             guint       otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
print_result (Witness *self,
              guint    runs,
              guint    seed)
{
  forget (self);
  g_test_message ("%u runs (typing %u, sending %u, receiving %u, indexing %u, migrating %u, all together %u), seed %u", runs,
                  self->n_killed[KILL_TYPING], self->n_killed[KILL_SENDING], self->n_killed[KILL_RECEIVING],
                  self->n_killed[KILL_INDEXING], self->n_killed[KILL_MIGRATING], self->n_killed[KILL_TOGETHER], seed);
  if (SANITIZED)
    g_test_message ("under the sanitizers %u runs by default instead of 300", RUNS);
  g_test_message ("%u replies sent, %u notes typed, %u messages received, the remote was asked %u times: 0 lost, 0 doubled",
                  self->n_sent, self->n_notes, self->n_received, self->n_asked);
  g_test_message ("migrations killed before their first, between and after their second step: %u, %u, %u: 0 by halves",
                  self->n_steps[0], self->n_steps[1], self->n_steps[2]);
}

static void
test_kill (StoreFixture  *fixture,
           gconstpointer  program)
{
  guint runs = read_number ("DYZUR_KILL_RUNS", RUNS);
  guint seed = read_number ("DYZUR_KILL_SEED", g_random_int ());
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr(GPtrArray) sent = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) prepared = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *beside = g_strconcat (fixture->directory, "-old", NULL);
  StoreFixture old = { .directory = beside };
  Witness self = { .fixture = fixture, .program = program, .rand = rand, .sent = sent, .prepared = prepared, .taken = taken };
  g_autoptr(GBytes) image = make_old (&old);

  g_test_message ("seed %u", seed);
  for (guint run = 0; run < runs; run++)
    {
      KillLoad load = (KillLoad) (run % KILL_N_LOADS);

      if (run % RUNS_PER_PROFILE == 0)
        begin_profile (&self);
      self.n_killed[load]++;
      if (load == KILL_MIGRATING)
        test_migrating (&self, &old, image, run / KILL_N_LOADS);
      else
        test_load (&self, load, run + 1);
    }
  assert_delivered_once (&self);
  print_result (&self, runs, seed);
  remove_tree (beside);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 5 && g_str_equal (argv[1], "--child"))
    kill_child_run (argv[2], argv[3], argv[4]);
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/store/kill", StoreFixture, argv[0], store_fixture_set_up, test_kill, store_fixture_tear_down);

  return g_test_run ();
}
