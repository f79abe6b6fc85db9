/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-fixture.h"

/* What the `changed` signal brought. */
typedef struct
{
  StoreFixture    base;
  DyzurChangeSet *all;
  guint           n_signals;
  GThread        *thread;
} Fixture;

static void
changed_cb (DyzurStore     *store,
            DyzurChangeSet *changes,
            Fixture        *fixture)
{
  fixture->n_signals++;
  fixture->thread = g_thread_self ();
  dyzur_change_set_merge (fixture->all, changes);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  store_fixture_set_up (&fixture->base, data);
  fixture->all = dyzur_change_set_new ();
  g_signal_connect (fixture->base.store, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  store_fixture_tear_down (&fixture->base, data);
  dyzur_change_set_unref (fixture->all);
}

static gboolean
touch (DyzurDb         *db,
       gpointer         data,
       DyzurChangeSet  *changes,
       GCancellable    *cancellable,
       GError         **error)
{
  gint64 id = *(gint64 *) data;

  dyzur_change_set_add (changes, DYZUR_CHANGED_CONTACTS, id);
  return dyzur_db_exec (db, error, "INSERT INTO contacts (id) VALUES (?)", "l", id);
}

static gboolean
touch_and_fail (DyzurDb         *db,
                gpointer         data,
                DyzurChangeSet  *changes,
                GCancellable    *cancellable,
                GError         **error)
{
  touch (db, data, changes, cancellable, error);
  g_clear_error (error);
  g_set_error_literal (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT, "no");
  return FALSE;
}

/* Two hundred commits of job threads are a handful of signals, and each id is told. */
static void
test_coalesced (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GArray) ids = NULL;
  g_autoptr(GError) error = NULL;

  for (gint64 id = 1; id <= 200; id++)
    g_assert_true (_dyzur_store_write_bulk (fixture->base.store, touch, &id, NULL, &error));
  g_assert_cmpuint (fixture->n_signals, ==, 0);
  while (!dyzur_change_set_contains (fixture->all, DYZUR_CHANGED_CONTACTS, 200))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_signals, <=, 3);
  g_assert_true (fixture->thread == g_thread_self ());
  ids = dyzur_change_set_dup_ids (fixture->all, DYZUR_CHANGED_CONTACTS);
  g_assert_cmpuint (ids->len, ==, 200);
  g_assert_cmpint (g_array_index (ids, gint64, 0), ==, 1);
  g_assert_false (dyzur_change_set_has (fixture->all, DYZUR_CHANGED_ORDERS));
}

static void
test_rolled_back (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gint64 id = 1;

  g_assert_false (_dyzur_store_write (fixture->base.store, touch_and_fail, &id, NULL, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CONFLICT);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  /* The index may have told meanwhile that it is ready. */
  g_assert_false (dyzur_change_set_has (fixture->all, DYZUR_CHANGED_CONTACTS));
  g_assert_cmpint (store_fixture_int64 (&fixture->base, "SELECT count(*) FROM contacts"), ==, 0);
}

/* Never ends by itself. */
static gboolean
read_forever (DyzurDb         *db,
              gpointer         data,
              DyzurChangeSet  *changes,
              GCancellable    *cancellable,
              GError         **error)
{
  gint64 n = 0;

  g_atomic_int_inc ((int *) data);
  return dyzur_db_int64 (db, &n, error,
                         "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c", "");
}

static void
start_reading (Fixture       *fixture,
               GCancellable  *cancellable,
               int           *started,
               GAsyncResult **result)
{
  g_autoptr(GTask) task = g_task_new (fixture->base.store, cancellable, store_wait_cb, result);

  g_task_set_task_data (task, started, NULL);
  _dyzur_store_read_task (fixture->base.store, task, read_forever);
}

static void
wait_for (int *started,
          int  n)
{
  while (g_atomic_int_get (started) < n)
    g_thread_yield ();
}

/* A search that was superseded stops in the middle. */
static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  int started = 0;

  start_reading (fixture, cancellable, &started, &result);
  wait_for (&started, 1);
  g_cancellable_cancel (cancellable);
  result = store_wait (&result);
  g_assert_false (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Closing finishes every write that was asked for; reads end, those under way and those in the queue. */
static void
test_close_while_busy (Fixture       *fixture,
                       gconstpointer  data)
{
  GAsyncResult *results[6] = { NULL };
  GAsyncResult *written[20] = { NULL };
  gint64 ids[20];
  int started = 0;

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    start_reading (fixture, NULL, &started, &results[i]);
  wait_for (&started, 3);
  for (guint i = 0; i < G_N_ELEMENTS (written); i++)
    {
      g_autoptr(GTask) task = g_task_new (fixture->base.store, NULL, store_wait_cb, &written[i]);

      ids[i] = i + 1;
      g_task_set_task_data (task, &ids[i], NULL);
      _dyzur_store_write_task (fixture->base.store, task, touch);
    }
  dyzur_store_close (fixture->base.store);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr(GAsyncResult) result = store_wait (&results[i]);
      g_autoptr(GError) error = NULL;

      g_assert_false (g_task_propagate_boolean (G_TASK (result), &error));
      g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CLOSED);
    }
  for (guint i = 0; i < G_N_ELEMENTS (written); i++)
    {
      g_autoptr(GAsyncResult) result = store_wait (&written[i]);

      g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
    }
  g_assert_cmpint (store_fixture_int64 (&fixture->base, "SELECT count(*) FROM contacts"), ==, 20);
}

static gboolean
write_much (DyzurDb         *db,
            gpointer         data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  return dyzur_db_script (db, "PRAGMA max_page_count = 400", error) &&
         dyzur_db_exec (db, error,
                        "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 5000) "
                        "INSERT INTO contacts (name, note) SELECT 'Anna', hex (randomblob (500)) FROM c", "");
}

/* No space in the middle of a transaction: nothing of it is there, and what is smaller still fits afterwards. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gint64 id = 7;

  g_assert_false (_dyzur_store_write (fixture->base.store, write_much, NULL, NULL, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_FULL);
  g_clear_error (&error);
  g_assert_cmpint (store_fixture_int64 (&fixture->base, "SELECT count(*) FROM contacts"), ==, 0);
  g_assert_true (_dyzur_store_write (fixture->base.store, touch, &id, NULL, &error));
  g_assert_no_error (error);
}

typedef struct
{
  StoreFixture *fixture;
  GString      *order;
  char          name;
} Step;

static gboolean
note_step (DyzurDb         *db,
           gpointer         data,
           DyzurChangeSet  *changes,
           GCancellable    *cancellable,
           GError         **error)
{
  Step *step = data;

  g_string_append_c (step->order, step->name);
  return TRUE;
}

static void
idle_done (gpointer      data,
           const GError *error)
{
  g_assert_true (error == NULL || g_error_matches (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_CLOSED));
}

static gboolean
queue_others (DyzurDb         *db,
              gpointer         data,
              DyzurChangeSet  *changes,
              GCancellable    *cancellable,
              GError         **error)
{
  Step *steps = data;
  g_autoptr(GTask) task = g_task_new (steps[0].fixture->store, NULL, NULL, NULL);

  _dyzur_store_write_idle (steps[0].fixture->store, note_step, &steps[0], idle_done);
  g_task_set_task_data (task, &steps[1], NULL);
  _dyzur_store_write_task (steps[0].fixture->store, task, note_step);
  return TRUE;
}

/* A person goes before the index, whoever asked first. */
static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GString) order = g_string_new (NULL);
  Step steps[] = { { &fixture->base, order, 'i' }, { &fixture->base, order, 'p' },
                   { &fixture->base, order, 'r' } };
  g_autoptr(GError) error = NULL;

  g_assert_true (_dyzur_store_write (fixture->base.store, queue_others, steps, NULL, &error));
  g_assert_true (_dyzur_store_write (fixture->base.store, note_step, &steps[2], NULL, &error));
  dyzur_store_close (fixture->base.store);
  g_assert_cmpint (order->str[0], ==, 'p');
}

#define add(path, func) g_test_add ("/store/threads/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("coalesced", test_coalesced);
  add ("rolled-back", test_rolled_back);
  add ("cancelled", test_cancelled);
  add ("close-while-busy", test_close_while_busy);
  add ("full-disk", test_full_disk);
  add ("order", test_order);

  return g_test_run ();
}
