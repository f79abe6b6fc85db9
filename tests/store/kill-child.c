/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "kill-child.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dyzur-error.h"
#include "dyzur-fts-private.h"

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

/* ---- the remote, as the child knows it ---- */

static gboolean
ask_parent (const char *key,
            gpointer    unused)
{
  char answer[2];

  tell ("? %s\n", key);
  if (read (STDIN_FILENO, answer, sizeof answer) != sizeof answer)
    _exit (1);
  return answer[0] == '1';
}

static void
tell_parent (const char *key,
             gpointer    unused)
{
  tell ("R %s\n", key);
}

static const KillRemote parent = { ask_parent, tell_parent, NULL };

/* ---- a person who is asked ---- */

typedef struct
{
  gint64   message_id;
  gboolean arrived;
} Decision;

static void
decide (StoreFixture     *fixture,
        const Decision   *decision)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (decision->arrived)
    {
      dyzur_store_confirm_message_async (fixture->store, decision->message_id, NULL, store_wait_cb, &result);
      result = store_wait (&result);
      dyzur_store_confirm_message_finish (fixture->store, result, &error);
    }
  else
    {
      dyzur_store_retry_message_async (fixture->store, decision->message_id, NULL, store_wait_cb, &result);
      result = store_wait (&result);
      dyzur_store_retry_message_finish (fixture->store, result, &error);
    }
  g_assert_no_error (error);
}

/* TRUE: the remote has it */
static gboolean
is_there (StoreFixture      *fixture,
          DyzurAction       *action,
          const KillRemote  *remote,
          gboolean          *given_up)
{
  if (!action->uncertain)
    return FALSE;
  if (g_str_equal (action->account_id, "desk"))
    return remote->has (action->key, remote->user_data);
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FAILED, NULL, DYZUR_REMOTE_ERROR_UNCERTAIN);
  *given_up = TRUE;
  return FALSE;
}

gboolean
kill_deliver_one (StoreFixture      *fixture,
                  const char        *account_id,
                  const KillRemote  *remote)
{
  g_autoptr(DyzurAction) action = store_fixture_take (fixture, account_id);
  g_autofree char *remote_id = NULL;
  gboolean given_up = FALSE;

  if (action == NULL)
    return FALSE;
  remote_id = g_strconcat ("remote-", action->key, NULL);
  if (action->state != DYZUR_OUTBOX_ACCEPTED)
    {
      if (!is_there (fixture, action, remote, &given_up) && !given_up)
        {
          g_assert_true (dyzur_store_commit_action (fixture->store, action->id, NULL));
          remote->take (action->key, remote->user_data);
        }
      if (given_up)
        {
          Decision decision = { action->message->id, remote->has (action->key, remote->user_data) };

          decide (fixture, &decision);
          return TRUE;
        }
      store_fixture_settle (fixture, action, DYZUR_OUTBOX_ACCEPTED, remote_id, -1);
    }
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, remote_id, -1);
  return TRUE;
}

/* ---- loads ---- */

guint
kill_read_cursor (StoreFixture *fixture)
{
  g_autofree char *cursor = dyzur_store_dup_cursor (fixture->store, "desk", NULL);

  return cursor != NULL ? (guint) g_ascii_strtoull (cursor, NULL, 10) : 0;
}

static void
take_in (StoreFixture *fixture,
         guint         start)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  g_autofree char *cursor = g_strdup_printf ("%u", start + KILL_BATCH);
  g_autoptr(GError) error = NULL;

  for (guint i = start; i < start + KILL_BATCH; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);
      g_autofree char *conversation = g_strdup_printf ("c%u", i % KILL_CONVERSATIONS);
      g_autofree char *text = g_strdup_printf ("gdzie jest moja paczka numer %u", i);

      g_ptr_array_add (events, desk_event (conversation, id, DYZUR_MESSAGE_INCOMING, text, 1000 + i));
      ((DyzurEvent *) events->pdata[events->len - 1])->live = TRUE;
    }
  dyzur_store_ingest (fixture->store, "desk", events, cursor, NULL, &error);
  g_assert_no_error (error);
  tell ("C %u\n", start + KILL_BATCH);
}

char *
kill_dup_note (guint serial)
{
  g_autofree char *filling = g_strnfill (serial % 3000, 'x');

  return g_strdup_printf ("%u:%s", serial, filling);
}

gboolean
kill_parse_note (const char *text,
                 guint      *serial)
{
  g_autofree char *whole = NULL;

  *serial = text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
  whole = kill_dup_note (*serial);
  return g_strcmp0 (text, whole) == 0;
}

static void
finish_save (StoreFixture  *fixture,
             GAsyncResult **result)
{
  g_autoptr(GAsyncResult) done = store_wait (result);

  g_assert_true (dyzur_store_save_draft_finish (fixture->store, done, NULL));
}

/* Two changes right after each other, as when somebody types faster than the disk turns: the later one counts. */
static void
type (StoreFixture *fixture,
      guint         serial)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (1, DYZUR_DRAFT_NOTE);
  GAsyncResult *results[2] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_free (draft->text);
      draft->text = kill_dup_note (serial + i);
      dyzur_store_save_draft_async (fixture->store, draft, NULL, store_wait_cb, &results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      finish_save (fixture, &results[i]);
      tell ("D %u\n", serial + i);
    }
}

static void
save (StoreFixture     *fixture,
      const DyzurDraft *draft)
{
  GAsyncResult *result = NULL;

  dyzur_store_save_draft_async (fixture->store, draft, NULL, store_wait_cb, &result);
  finish_save (fixture, &result);
}

static void
send_reply (StoreFixture *fixture,
            const char   *run,
            guint         i)
{
  gint64 conversation = 1 + i % (2 * KILL_CONVERSATIONS);
  g_autofree char *key = g_strdup_printf ("key-%s-%u", run, i);
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (conversation, DYZUR_DRAFT_REPLY);

  g_free (draft->key);
  draft->key = g_strdup (key);
  g_free (draft->text);
  draft->text = g_strdup ("odpowiedź");
  save (fixture, draft);
  tell ("P %s\n", key);
  store_fixture_send (fixture, conversation, key, "odpowiedź");
  tell ("S %s\n", key);
}

/* Each thread has the store, and nothing else, in common with the others. */
static gpointer
receive_thread (gpointer data)
{
  StoreFixture *fixture = data;

  for (guint cursor = kill_read_cursor (fixture);; cursor += KILL_BATCH)
    take_in (fixture, cursor);
  return NULL;
}

/* Only what waits for no person: the main thread is the person. */
static gpointer
deliver_thread (gpointer data)
{
  for (;;)
    if (!kill_deliver_one (data, "desk", &parent))
      g_thread_yield ();
  return NULL;
}

static void
work (StoreFixture *fixture,
      KillLoad      load,
      const char   *run,
      guint         i)
{
  if (load == KILL_TYPING || load == KILL_TOGETHER)
    type (fixture, (guint) atoi (run) * 100000 + 2 * i);
  if (load == KILL_SENDING || load == KILL_TOGETHER)
    {
      send_reply (fixture, run, i);
      kill_deliver_one (fixture, "mail", &parent);
    }
  if (load == KILL_SENDING)
    kill_deliver_one (fixture, "desk", &parent);
  if (load == KILL_RECEIVING)
    take_in (fixture, kill_read_cursor (fixture));
  if (load == KILL_INDEXING)
    g_main_context_iteration (NULL, TRUE);
}

/* ---- migrating ---- */

static GBytes *
load_step (guint     version,
           GError  **error)
{
  static const char *const steps[] = {
    "ALTER TABLE messages ADD COLUMN letters INTEGER; UPDATE messages SET letters = length (text);"
    "CREATE INDEX messages_letters ON messages (letters);",

    "CREATE TABLE letters (conversation_id INTEGER PRIMARY KEY, letters INTEGER NOT NULL) STRICT;"
    "INSERT INTO letters SELECT conversation_id, sum (letters) FROM messages GROUP BY 1;"
    "UPDATE messages SET letters = letters + 1;",
  };
  const char *sql = steps[version - _dyzur_schema_get_latest () - 1];

  return g_bytes_new_static (sql, strlen (sql) + 1);
}

gboolean
kill_migrate (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "dyzur.db", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurDb) db = dyzur_db_open (path, DYZUR_DB_WRITER, &error);

  g_assert_no_error (error);
  _dyzur_fts_set_up (db, NULL, &error);
  g_assert_no_error (error);
  _dyzur_schema_migrate_to (db, _dyzur_schema_get_latest () + 2, load_step, &error);
  g_assert_no_error (error);
  return TRUE;
}

guint
kill_assert_steps (StoreFixture *fixture)
{
  gint64 steps = store_fixture_int64 (fixture, "PRAGMA user_version") - _dyzur_schema_get_latest ();
  gint64 columns = store_fixture_int64 (fixture, "SELECT count(*) FROM pragma_table_info ('messages') WHERE name = 'letters'");
  gint64 tables = store_fixture_int64 (fixture, "SELECT count(*) FROM sqlite_schema WHERE name = 'letters'");

  g_assert_cmpint (columns, ==, steps >= 1);
  g_assert_cmpint (tables, ==, steps == 2);
  if (steps == 1)
    g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE letters IS NOT length (text)"), ==, 0);
  if (steps == 2)
    {
      g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE letters IS NOT length (text) + 1"),
                       ==, 0);
      g_assert_cmpint (store_fixture_int64 (fixture, "SELECT sum (letters) FROM letters"), ==,
                       store_fixture_int64 (fixture, "SELECT sum (length (text)) FROM messages"));
    }
  return (guint) steps;
}

/* Odd runs open a profile that is not there yet: its first step is the schema itself. */
G_NORETURN static void
run_migration (const char *directory,
               guint       run)
{
  tell ("O\n");
  if (run % 2 == 0)
    kill_migrate (directory);
  else
    {
      StoreFixture fixture = { .directory = g_strdup (directory) };

      store_fixture_open (&fixture);
    }
  tell ("E\n");
  for (;;)
    pause ();
}

void
kill_child_run (const char *load_name,
                const char *directory,
                const char *run)
{
  StoreFixture fixture = { .directory = g_strdup (directory) };
  KillLoad load = (KillLoad) atoi (load_name);

  if (load == KILL_MIGRATING)
    run_migration (directory, (guint) atoi (run));
  store_fixture_open (&fixture);
  tell ("O\n");
  if (load == KILL_TOGETHER)
    {
      g_thread_new ("receive", receive_thread, &fixture);
      g_thread_new ("deliver", deliver_thread, &fixture);
    }
  for (guint i = 0;; i++)
    work (&fixture, load, run, i);
}
