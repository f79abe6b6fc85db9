/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyzur-clock.h"
#include "store-fixture.h"

/*
 * A child works on a profile as fast as it can: types, sends, delivers, takes in; each answer of the store goes into a
 * pipe before the next step. The parent kills it (SIGKILL) after so many answers, and looks whether everything that was
 * answered is there. The remote is a file: one line for each message it accepted.
 *
 * DYZUR_KILL_RUNS in the environment sets the number of runs.
 */
#define RUNS 12
#define BATCH 40

static void G_GNUC_PRINTF (1, 2)
tell (const char *format,
      ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  if (write (STDOUT_FILENO, line, strlen (line)) < 0)
    _exit (1);
}

static char *
remote_path (const char *directory)
{
  return g_build_filename (directory, "remote.txt", NULL);
}

static guint
count_at_remote (const char *directory,
                 const char *key)
{
  g_autofree char *path = remote_path (directory);
  g_autofree char *contents = NULL;
  g_auto(GStrv) lines = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &contents, NULL, NULL))
    return 0;
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    n += g_str_equal (lines[i], key);
  return n;
}

static void
give_to_remote (const char *directory,
                const char *key)
{
  g_autofree char *path = remote_path (directory);
  g_autofree char *line = g_strconcat (key, "\n", NULL);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_APPEND, 0600);

  g_assert_cmpint (write (fd, line, strlen (line)), ==, strlen (line));
  close (fd);
}

/* Delivers one message as the engine does: what is uncertain is asked for first. */
static gboolean
deliver_one (StoreFixture *fixture)
{
  g_autoptr(DyzurAction) action = store_fixture_take (fixture, "desk");
  g_autofree char *remote_id = NULL;

  if (action == NULL)
    return FALSE;
  remote_id = g_strconcat ("remote-", action->key, NULL);
  if (action->state != DYZUR_OUTBOX_ACCEPTED)
    {
      g_assert_true (dyzur_store_commit_action (fixture->store, action->id, NULL));
      if (!action->uncertain || count_at_remote (fixture->directory, action->key) == 0)
        give_to_remote (fixture->directory, action->key);
      store_fixture_settle (fixture, action, DYZUR_OUTBOX_ACCEPTED, remote_id, -1);
    }
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, remote_id, -1);
  return TRUE;
}

static void
take_in (StoreFixture *fixture,
         guint         start)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  g_autofree char *cursor = g_strdup_printf ("%u", start + BATCH);
  g_autoptr(GError) error = NULL;

  for (guint i = start; i < start + BATCH; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);
      g_autofree char *conversation = g_strdup_printf ("c%u", i % 7);

      g_ptr_array_add (events, desk_event (conversation, id, DYZUR_MESSAGE_INCOMING, "gdzie jest moja paczka", 1000 + i));
      ((DyzurEvent *) events->pdata[events->len - 1])->live = TRUE;
    }
  dyzur_store_ingest (fixture->store, "desk", events, cursor, NULL, &error);
  g_assert_no_error (error);
  tell ("C %u\n", start + BATCH);
}

static void
type (StoreFixture *fixture,
      guint         serial)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (1, DYZUR_DRAFT_NOTE);
  g_autoptr(GAsyncResult) result = NULL;

  g_free (draft->text);
  draft->text = g_strdup_printf ("%u", serial);
  dyzur_store_save_draft_async (fixture->store, draft, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  g_assert_true (dyzur_store_save_draft_finish (fixture->store, result, NULL));
  tell ("D %u\n", serial);
}

static guint
read_cursor (StoreFixture *fixture)
{
  g_autofree char *cursor = dyzur_store_dup_cursor (fixture->store, "desk", NULL);

  return cursor != NULL ? (guint) g_ascii_strtoull (cursor, NULL, 10) : 0;
}

G_NORETURN static void
run_child (const char *directory,
           guint       run)
{
  StoreFixture fixture = { .directory = g_strdup (directory) };
  guint cursor;

  store_fixture_open (&fixture);
  tell ("O\n");
  cursor = read_cursor (&fixture);
  for (guint i = 0;; i++)
    {
      g_autofree char *key = g_strdup_printf ("key-%u-%u", run, i);

      type (&fixture, run * 100000 + i);
      store_fixture_send (&fixture, 1 + i % 5, key, "odpowiedź");
      tell ("S %s\n", key);
      take_in (&fixture, cursor);
      cursor += BATCH;
      deliver_one (&fixture);
    }
}

/* What the child was answered. */
typedef struct
{
  GPtrArray *sent;
  guint      draft;
  guint      cursor;
} Answers;

static void
note_answer (Answers    *answers,
             const char *line)
{
  if (line[0] == 'S')
    g_ptr_array_add (answers->sent, g_strdup (line + 2));
  else if (line[0] == 'D')
    answers->draft = (guint) g_ascii_strtoull (line + 2, NULL, 10);
  else if (line[0] == 'C')
    answers->cursor = (guint) g_ascii_strtoull (line + 2, NULL, 10);
}

static void
run_and_kill (StoreFixture *fixture,
              const char   *program,
              guint         run,
              guint         n_answers,
              Answers      *answers)
{
  g_autofree char *number = g_strdup_printf ("%u", run);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--child",
                                                   fixture->directory, number, NULL);
  g_autoptr(GDataInputStream) lines = NULL;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  for (guint i = 0;; i++)
    {
      g_autofree char *line = NULL;

      if (i == n_answers)
        g_subprocess_send_signal (child, SIGKILL);
      line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
      if (line == NULL)
        break;
      note_answer (answers, line);
    }
  g_subprocess_wait (child, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (child));
}

static void
assert_everything_there (StoreFixture *fixture,
                         Answers      *answers)
{
  g_autofree char *verdict = store_fixture_text (fixture, "PRAGMA integrity_check (1)");
  gint64 cursor = read_cursor (fixture);

  g_assert_cmpstr (verdict, ==, "ok");
  g_assert_null (dyzur_store_get_set_aside (fixture->store));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT CAST (text AS INTEGER) FROM drafts"), >=, answers->draft);
  g_assert_cmpint (cursor, >=, answers->cursor);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE remote_id LIKE 'm%'"), ==, cursor);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT sum (unread) FROM conversations"), ==, cursor);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE kind = 1 AND delivery < 3 AND id "
                                        "NOT IN (SELECT message_id FROM outbox)"), ==, 0);
}

static void
assert_delivered_once (StoreFixture *fixture,
                       Answers      *answers)
{
  while (deliver_one (fixture))
    continue;
  for (guint i = 0; i < answers->sent->len; i++)
    g_assert_cmpuint (count_at_remote (fixture->directory, g_ptr_array_index (answers->sent, i)), ==, 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE kind = 1 AND delivery != 3"), ==, 0);
}

static void
test_kill (StoreFixture  *fixture,
           gconstpointer  program)
{
  const char *wanted = g_getenv ("DYZUR_KILL_RUNS");
  guint runs = wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) : RUNS;
  g_autoptr(GRand) rand = g_rand_new_with_seed (20261114);
  g_autoptr(GPtrArray) sent = g_ptr_array_new_with_free_func (g_free);
  Answers answers = { .sent = sent };

  store_fixture_account (fixture, "desk");
  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *id = g_strdup_printf ("c%u", i);
      DyzurEvent *event = conversation_event (id, DYZUR_STATUS_OPEN);

      store_fixture_ingest (fixture, "desk", event);
    }
  for (guint run = 1; run <= runs; run++)
    {
      store_fixture_close (fixture);
      run_and_kill (fixture, program, run, (guint) g_rand_int_range (rand, 0, 60), &answers);
      store_fixture_open (fixture);
      assert_everything_there (fixture, &answers);
      if (run % 4 == 0)
        assert_delivered_once (fixture, &answers);
    }
  assert_delivered_once (fixture, &answers);
  g_test_message ("%u runs, %u messages sent, 0 lost, 0 doubled", runs, sent->len);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    run_child (argv[2], (guint) g_ascii_strtoull (argv[3], NULL, 10));
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/store/kill", StoreFixture, argv[0], store_fixture_set_up, test_kill, store_fixture_tear_down);

  return g_test_run ();
}
