/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "../bench/store-generator.h"
#include "dyzur-clock.h"
#include "dyzur-pager.h"
#include "dyzur-store-index-private.h"
#include "list-fixture.h"

/*
 * Nothing a person waits for may cost more because the store is bigger. Every statement of what the window does is caught
 * as SQLite runs it, on two stores, one four times the other: its plan must not walk through a table that grows, and its
 * steps in SQLite's machine, counted and not timed, must not grow. Search, which bounds its work by itself, is not in here.
 */

#define SMALL 2000
#define BIG   8000

/* Steps are compared from here on: below, the shape of a small tree tells more than the size of the store. */
#define FEW_STEPS 3000

typedef struct
{
  guint64 small;
  guint64 big;
} Steps;

/* Statements whose work is the size of what they are asked for, with the reason */
static const struct
{
  const char *begins;
  const char *why;
} grown_up[] = {
  { "SELECT c.id, c.last_activity_at FROM conversations c", "the order of a whole view, once" },
  { "SELECT kind, id, sent_at, subject, text, author FROM search_queue", "the first of its key, a step of the index" },
  { "SELECT l.conversation_id, l.last_activity_at FROM conversation_labels", "the order of a label's view, once" },
};

/* Tables that do not grow with what customers write */
static const char * const small_tables[] = {
  "accounts", "labels", "counters", "inboxes", "agents", "canned", "meta", "account_settings", "cursors", "drafts", "outbox",
  "articles", "saved_searches",
};

static struct
{
  GMutex      mutex;
  GHashTable *steps;    /* SQL → Steps, of the worst run */
  gboolean    counting;
  gboolean    big;
} seen;

/* On the thread of the connection, when a statement is reset or done */
static int
profile_cb (unsigned int  type,
            gpointer      context,
            gpointer      statement,
            gpointer      time)
{
  const char *sql = sqlite3_sql (statement);
  guint64 n = (guint64) sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_VM_STEP, 1);
  Steps *steps;

  if (sql == NULL || !seen.counting)
    return 0;
  g_mutex_lock (&seen.mutex);
  steps = g_hash_table_lookup (seen.steps, sql);
  if (steps == NULL)
    {
      steps = g_new0 (Steps, 1);
      g_hash_table_insert (seen.steps, g_strdup (sql), steps);
    }
  if (seen.big)
    steps->big = MAX (steps->big, n);
  else
    steps->small = MAX (steps->small, n);
  g_mutex_unlock (&seen.mutex);
  return 0;
}

/* Every connection that is opened from now on is watched. */
static int
watch (sqlite3                     *db,
       const char                 **message,
       const sqlite3_api_routines  *api)
{
  return sqlite3_trace_v2 (db, SQLITE_TRACE_PROFILE, profile_cb, NULL);
}

static void
open_views (DyzurStore *store)
{
  static const struct
  {
    DyzurViewKind  kind;
    const char    *argument;
  } views[] = {
    { DYZUR_VIEW_MINE, NULL }, { DYZUR_VIEW_UNASSIGNED, NULL }, { DYZUR_VIEW_ALL, NULL }, { DYZUR_VIEW_MENTIONS, NULL },
    { DYZUR_VIEW_SNOOZED, NULL }, { DYZUR_VIEW_PENDING, NULL }, { DYZUR_VIEW_BOT, NULL }, { DYZUR_VIEW_RESOLVED, NULL },
    { DYZUR_VIEW_INBOX, "shop/mail" }, { DYZUR_VIEW_LABEL, "ma" }, { DYZUR_VIEW_CONTACT, "7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autoptr(DyzurView) view = dyzur_view_new (views[i].kind, views[i].argument, NULL);
      g_autoptr(GListModel) list = dyzur_store_list_conversations (store, view);
      guint n;

      list_fixture_wait_loaded (list);
      n = g_list_model_get_n_items (list);
      for (guint position = 0; position < n; position += MAX (n / 3, 1))
        {
          g_autoptr(DyzurConversation) row = g_list_model_get_item (list, position);

          while (dyzur_conversation_get_record (row) == NULL)
            g_main_context_iteration (NULL, TRUE);
        }
    }
}

static gint64
find_message (GListModel *timeline)
{
  for (guint i = 0; i < g_list_model_get_n_items (timeline); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (timeline, i);

      if (DYZUR_IS_MESSAGE (item))
        return dyzur_message_get_record (DYZUR_MESSAGE (item))->id;
    }
  g_assert_not_reached ();
}

static void
load_page (GListModel *timeline,
           gboolean    older)
{
  guint n = g_list_model_get_n_items (timeline);

  g_assert_true (dyzur_pager_has_more (DYZUR_PAGER (timeline), older));
  dyzur_pager_load (DYZUR_PAGER (timeline), older);
  while (g_list_model_get_n_items (timeline) == n)
    g_main_context_iteration (NULL, TRUE);
}

static void
read_conversation (DyzurStore *store,
                   gint64      id)
{
  g_autoptr(GListModel) timeline = dyzur_store_open_timeline (store, id, 0);
  g_autoptr(GListModel) around = NULL;
  g_autoptr(GListModel) orders = dyzur_store_list_orders (store, id);

  list_fixture_wait_loaded (timeline);
  list_fixture_wait_loaded (orders);
  load_page (timeline, TRUE);
  around = dyzur_store_open_timeline (store, id, find_message (timeline));
  list_fixture_wait_loaded (around);
  load_page (around, FALSE);
}

static void
load_single (DyzurStore *store,
             gint64      conversation_id)
{
  g_autoptr(GAsyncResult) conversation = NULL, contact = NULL, draft = NULL, messages = NULL, waiting = NULL;
  g_autoptr(DyzurConversation) object = NULL;
  g_autoptr(DyzurContactRecord) person = NULL;
  g_autoptr(DyzurDraft) kept = NULL;
  g_autoptr(GPtrArray) newest = NULL;
  g_autoptr(GHashTable) counts = NULL;

  dyzur_store_load_conversation_async (store, conversation_id, NULL, store_wait_cb, &conversation);
  conversation = store_wait (&conversation);
  object = dyzur_store_load_conversation_finish (store, conversation, NULL);
  dyzur_store_load_contact_async (store, 7, NULL, store_wait_cb, &contact);
  contact = store_wait (&contact);
  person = dyzur_store_load_contact_finish (store, contact, NULL);
  dyzur_store_load_draft_async (store, conversation_id, DYZUR_DRAFT_REPLY, NULL, store_wait_cb, &draft);
  draft = store_wait (&draft);
  kept = dyzur_store_load_draft_finish (store, draft, NULL);
  dyzur_store_load_messages_async (store, conversation_id, 20, NULL, store_wait_cb, &messages);
  messages = store_wait (&messages);
  newest = dyzur_store_load_messages_finish (store, messages, NULL);
  dyzur_store_count_waiting_async (store, NULL, store_wait_cb, &waiting);
  waiting = store_wait (&waiting);
  counts = dyzur_store_count_waiting_finish (store, waiting, NULL);
  g_assert_nonnull (object);
  g_assert_nonnull (person);
  g_assert_cmpuint (newest->len, ==, 20);
}

static void
write_things (StoreFixture *fixture,
              gint64        conversation_id)
{
  DyzurConversationChange change = {
    .fields = DYZUR_CHANGE_STATUS | DYZUR_CHANGE_ASSIGNEE | DYZUR_CHANGE_ADD_LABEL | DYZUR_CHANGE_UNREAD,
    .status = DYZUR_STATUS_PENDING, .assignee_id = "jan", .label = "zwrot",
  };
  g_autofree char *remote_id = g_strdup_printf ("c%" G_GINT64_FORMAT, conversation_id - 1);
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (conversation_id, DYZUR_DRAFT_REPLY);
  g_autoptr(GAsyncResult) saved = NULL;
  g_autoptr(DyzurAction) action = NULL;
  DyzurEvent *event = desk_event (remote_id, "live-1", DYZUR_MESSAGE_INCOMING, "Gdzie jest paczka?", GENERATOR_NOW);

  g_free (draft->text);
  draft->text = g_strdup ("Już sprawdzam");
  dyzur_store_save_draft_async (fixture->store, draft, NULL, store_wait_cb, &saved);
  saved = store_wait (&saved);
  g_assert_true (dyzur_store_save_draft_finish (fixture->store, saved, NULL));
  store_fixture_send (fixture, conversation_id, "key-1", "Jest w drodze.");
  action = store_fixture_take (fixture, "shop");
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, "sent-1", -1);
  store_fixture_change (fixture, conversation_id, &change);
  event->live = TRUE;
  g_assert_cmpuint (store_fixture_ingest (fixture, "shop", event), ==, 1);
  store_fixture_ingest (fixture, "shop", mail_event ("new@a old@a", "klient7@example.pl", "A teraz?", GENERATOR_NOW));
}

static void
walk (StoreFixture *fixture,
      guint         n_messages)
{
  g_autoptr(GListModel) views = NULL;
  GeneratedStore made;

  store_fixture_set_up (fixture, NULL);
  generate_store (fixture->store, n_messages, &made);
  g_assert_true (_dyzur_index_flush (fixture->store, NULL));
  seen.big = n_messages == BIG;
  seen.counting = TRUE;
  dyzur_store_set_me (fixture->store, GENERATOR_AGENT);
  views = g_object_ref (dyzur_store_get_views (fixture->store));
  list_fixture_settle (fixture);
  open_views (fixture->store);
  read_conversation (fixture->store, made.long_conversation);
  load_single (fixture->store, made.long_conversation);
  write_things (fixture, made.long_conversation);
  list_fixture_settle (fixture);
  seen.counting = FALSE;
}

/* @name: of a table, or what @sql calls it */
static gboolean
is_small (const char *sql,
          const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (small_tables); i++)
    {
      g_autofree char *renamed = g_strdup_printf ("%s %s", small_tables[i], name);

      if (g_str_equal (small_tables[i], name) || strstr (sql, renamed) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* A step of a plan that goes through everything there is */
static gboolean
is_walk (const char *sql,
         const char *detail)
{
  g_autofree char *name = NULL;

  if (!g_str_has_prefix (detail, "SCAN ") || detail[5] == '(' || strstr (detail, "VIRTUAL TABLE") != NULL
      || strstr (detail, "CONSTANT ROW") != NULL)
    return FALSE;
  name = g_strndup (detail + 5, strcspn (detail + 5, " "));
  return !is_small (sql, name);
}

static const char *
find_excuse (const char *sql)
{
  for (guint i = 0; i < G_N_ELEMENTS (grown_up); i++)
    if (g_str_has_prefix (sql, grown_up[i].begins))
      return grown_up[i].why;
  return NULL;
}

static gboolean
read_plan (DyzurDb         *db,
           gpointer         data,
           DyzurChangeSet  *changes,
           GCancellable    *cancellable,
           GError         **error)
{
  const char *sql = data;
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, explain, "");

  while (dyzur_rows_next (rows))
    {
      const char *detail = dyzur_rows_text (rows, 3);

      if (g_test_verbose ())
        g_test_message ("%.70s: %s", sql, detail);
      if (is_walk (sql, detail) && find_excuse (sql) == NULL)
        {
          g_test_message ("%s\n  of: %s", detail, sql);
          g_test_fail ();
        }
    }
  return dyzur_rows_end (&rows, error);
}

/* FTS5's own statements, which name the schema, go to its shadow tables by their keys. */
static gboolean
can_be_explained (const char *sql)
{
  static const char * const verbs[] = { "SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "REPLACE" };

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_has_prefix (sql, verbs[i]))
      return strstr (sql, "'main'.") == NULL;
  return FALSE;
}

static void
test_plans (StoreFixture  *fixture,
            gconstpointer  data)
{
  StoreFixture small = { NULL };
  g_autoptr(GError) error = NULL;
  GHashTableIter iter;
  const char *sql;
  guint n = 0;

  walk (&small, SMALL);
  g_hash_table_iter_init (&iter, seen.steps);
  while (g_hash_table_iter_next (&iter, (gpointer *) &sql, NULL))
    if (can_be_explained (sql))
      {
        _dyzur_store_read (small.store, read_plan, (gpointer) sql, NULL, &error);
        g_assert_no_error (error);
        n++;
      }
  /* That the statements are caught at all */
  g_assert_cmpuint (n, >, 60);
  store_fixture_tear_down (&small, NULL);
}

static void
test_steps (StoreFixture  *fixture,
            gconstpointer  data)
{
  StoreFixture small = { NULL }, big = { NULL };
  GHashTableIter iter;
  const char *sql;
  const Steps *steps;
  gboolean grew = FALSE;

  walk (&small, SMALL);
  store_fixture_tear_down (&small, NULL);
  walk (&big, BIG);
  store_fixture_tear_down (&big, NULL);

  g_hash_table_iter_init (&iter, seen.steps);
  while (g_hash_table_iter_next (&iter, (gpointer *) &sql, (gpointer *) &steps))
    if (steps->big > MAX (2 * steps->small, FEW_STEPS) && find_excuse (sql) == NULL)
      {
        g_test_message ("%" G_GUINT64_FORMAT " steps, %" G_GUINT64_FORMAT " in the bigger store: %s", steps->small,
                        steps->big, sql);
        g_test_fail ();
      }
    else if (g_str_has_prefix (sql, grown_up[0].begins))
      grew |= steps->big > 2 * steps->small;
  /* That growing is noticed at all */
  g_assert_true (grew);
}

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  seen.steps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
tear_down (StoreFixture  *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&seen.steps, g_hash_table_unref);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dyzur_clock_set (GENERATOR_NOW);
  sqlite3_auto_extension ((void (*) (void)) watch);
  g_test_add ("/store/plans/no-walk", StoreFixture, NULL, set_up, test_plans, tear_down);
  g_test_add ("/store/plans/steps", StoreFixture, NULL, set_up, test_steps, tear_down);
  return g_test_run ();
}
