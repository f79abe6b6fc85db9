/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-engine-private.h"
#include "engine-fixture.h"
#include "fault-vfs.h"

/* Our own disk is full while somebody writes: it is said once, and every word is kept. */

typedef struct
{
  Fixture        base;
  DyzurDiskState state;
  guint          n_notices;   /* how often it was told that the disk is full */
} DiskFixture;

static void
disk_changed_cb (DyzurEngine *engine,
                 DiskFixture *fixture)
{
  DyzurDiskState state = dyzur_engine_get_disk_state (engine);

  fixture->n_notices += state == DYZUR_DISK_FULL && fixture->state != DYZUR_DISK_FULL;
  fixture->state = state;
}

static void
set_up (DiskFixture   *fixture,
        gconstpointer  data)
{
  fixture_set_up (&fixture->base, data);
  fixture_add_practice (&fixture->base);
  g_signal_connect (fixture->base.engine, "disk-changed", G_CALLBACK (disk_changed_cb), fixture);
}

static void
tear_down (DiskFixture   *fixture,
           gconstpointer  data)
{
  fault_vfs_clear ();
  fixture_tear_down (&fixture->base, data);
}

static void
type (DiskFixture *fixture,
      gint64       conversation_id,
      const char  *text)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (conversation_id, DYZUR_DRAFT_NOTE);

  g_free (draft->text);
  draft->text = g_strdup (text);
  dyzur_engine_save_draft (fixture->base.engine, draft);
}

static void
assert_draft (DiskFixture *fixture,
              gint64       conversation_id,
              const char  *text)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(DyzurDraft) draft = NULL;

  dyzur_engine_load_draft_async (fixture->base.engine, conversation_id, DYZUR_DRAFT_NOTE, NULL, fixture_store_result,
                                 &pending);
  result = fixture_await (&pending);
  draft = dyzur_engine_load_draft_finish (fixture->base.engine, result, NULL);
  g_assert_nonnull (draft);
  g_assert_cmpstr (draft->text, ==, text);
}

static gboolean
is_saved (DiskFixture *fixture)
{
  return g_hash_table_size (fixture->base.engine->drafts) == 0;
}

static gint64
find_conversation (DiskFixture *fixture)
{
  g_autoptr(DyzurConversation) conversation = fixture_find_conversation (&fixture->base, NULL);

  return dyzur_conversation_get_id (conversation);
}

/* A whole word is typed; the conversation is left and opened again: what is shown is what was written. */
static void
test_draft (DiskFixture   *fixture,
            gconstpointer  data)
{
  static const char * const words[] = { "D", "Dz", "Dzi", "Dzie", "Dzień" };
  gint64 id = find_conversation (fixture);

  fault_vfs_set (FAULT_WRITE, SQLITE_FULL, 1);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    type (fixture, id, words[i]);
  fixture_wait (fixture->n_notices > 0);
  assert_draft (fixture, id, "Dzień");

  /* It is tried again now and then, and not told again. */
  for (guint i = 0; i < 3; i++)
    {
      guint before = fault_vfs_count ();

      _dyzur_engine_save_failed_drafts (fixture->base.engine);
      fixture_wait (fault_vfs_count () > before && fixture->base.engine->drafts_timer != 0);
    }
  g_assert_cmpuint (fixture->n_notices, ==, 1);
  assert_draft (fixture, id, "Dzień");

  fault_vfs_clear ();
  _dyzur_engine_save_failed_drafts (fixture->base.engine);
  fixture_wait (is_saved (fixture));
  fixture_close (&fixture->base);
  fixture_open (&fixture->base);
  assert_draft (fixture, id, "Dzień");
}

/* Space comes back just before the program ends. */
static void
test_close (DiskFixture   *fixture,
            gconstpointer  data)
{
  gint64 id = find_conversation (fixture);

  fault_vfs_set (FAULT_WRITE, SQLITE_FULL, 1);
  type (fixture, id, "Na razie");
  fixture_wait (fixture->n_notices > 0);
  fault_vfs_clear ();
  fixture_close (&fixture->base);
  fixture_open (&fixture->base);
  assert_draft (fixture, id, "Na razie");
}

/* A send that finds no space says so and leaves everything as it was. */
static void
test_send (DiskFixture   *fixture,
           gconstpointer  data)
{
  gint64 id = find_conversation (fixture);
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (id, DYZUR_DRAFT_REPLY);
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_free (draft->text);
  draft->text = g_strdup ("Dzień dobry");
  fault_vfs_set (FAULT_WRITE, SQLITE_FULL, 1);
  dyzur_engine_send_async (fixture->base.engine, draft, FALSE, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  g_assert_cmpint (dyzur_engine_send_finish (fixture->base.engine, result, &error), ==, 0);
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_FULL);
  fault_vfs_clear ();
  g_assert_cmpuint (dyzur_practice_count_delivered (fixture->base.engine->practice, draft->key), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fault_vfs_install ();

#define ADD(path, func) g_test_add (path, DiskFixture, NULL, set_up, func, tear_down)
  ADD ("/engine/disk/draft", test_draft);
  ADD ("/engine/disk/close", test_close);
  ADD ("/engine/disk/send", test_send);

  return g_test_run ();
}
