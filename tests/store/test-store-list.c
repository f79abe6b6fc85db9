/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "list-fixture.h"

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  store_fixture_set_up (fixture, data);
  list_fixture_begin (fixture);
}

static GListModel *
open_list (StoreFixture  *fixture,
           DyzurViewKind  kind,
           const char    *argument)
{
  g_autoptr(DyzurView) view = dyzur_view_new (kind, argument, NULL);
  GListModel *list = dyzur_store_list_conversations (fixture->store, view);

  list_fixture_wait_loaded (list);
  return list;
}

static gint64
id_at (GListModel *list,
       guint       position)
{
  g_autoptr(DyzurConversation) conversation = g_list_model_get_item (list, position);

  while (dyzur_conversation_get_record (conversation) == NULL)
    g_main_context_iteration (NULL, TRUE);
  return dyzur_conversation_get_id (conversation);
}

static void
assert_ids (GListModel *list,
            guint       n,
            ...)
{
  va_list args;

  g_assert_cmpuint (g_list_model_get_n_items (list), ==, n);
  va_start (args, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (id_at (list, i), ==, va_arg (args, int));
  va_end (args);
}

static void
assert_view (StoreFixture  *fixture,
             DyzurViewKind  kind,
             const char    *argument,
             guint          n,
             gint64         first)
{
  g_autoptr(GListModel) list = open_list (fixture, kind, argument);

  g_assert_cmpuint (g_list_model_get_n_items (list), ==, n);
  if (n > 0)
    g_assert_cmpint (id_at (list, 0), ==, first);
}

/* What belongs where: one conversation of each sort, id = its number here. */
static void
test_views (StoreFixture  *fixture,
            gconstpointer  data)
{
  dyzur_store_set_me (fixture->store, "ola");
  list_fixture_conversation (fixture, 100, DYZUR_STATUS_OPEN, "ola");          /* 1 */
  list_fixture_conversation (fixture, 200, DYZUR_STATUS_OPEN, "jan");          /* 2 */
  list_fixture_conversation (fixture, 300, DYZUR_STATUS_OPEN, NULL);           /* 3 */
  list_fixture_conversation (fixture, 400, DYZUR_STATUS_PENDING, "ola");       /* 4 */
  list_fixture_conversation (fixture, 500, DYZUR_STATUS_SNOOZED, "ola");       /* 5 */
  list_fixture_conversation (fixture, 600, DYZUR_STATUS_RESOLVED, "ola");      /* 6 */
  list_fixture_conversation (fixture, 700, DYZUR_STATUS_OPEN, NULL);           /* 7: the bot's */
  list_fixture_conversation (fixture, 800, DYZUR_STATUS_RESOLVED, NULL);       /* 8: of Marek, with a mention */
  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 7,
                      "UPDATE conversations SET bot_active = 1, inbox_id = 'chat' WHERE id = 7");
  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 8,
                      "UPDATE conversations SET contact_id = 2, mentioned = 1 WHERE id = 8");
  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 1,
                      "INSERT INTO labels VALUES (1, 'pilne'); INSERT INTO conversation_labels VALUES (1, 0, 100, 1);"
                      "INSERT INTO conversation_labels VALUES (1, 3, 600, 6)");

  assert_view (fixture, DYZUR_VIEW_MINE, NULL, 1, 1);
  assert_view (fixture, DYZUR_VIEW_UNASSIGNED, NULL, 1, 3);
  assert_view (fixture, DYZUR_VIEW_ALL, NULL, 4, 7);
  assert_view (fixture, DYZUR_VIEW_MENTIONS, NULL, 1, 8);
  assert_view (fixture, DYZUR_VIEW_SNOOZED, NULL, 1, 5);
  assert_view (fixture, DYZUR_VIEW_PENDING, NULL, 1, 4);
  assert_view (fixture, DYZUR_VIEW_BOT, NULL, 1, 7);
  assert_view (fixture, DYZUR_VIEW_RESOLVED, NULL, 2, 8);
  assert_view (fixture, DYZUR_VIEW_INBOX, "shop/mail", 3, 3);
  assert_view (fixture, DYZUR_VIEW_INBOX, "shop/chat", 1, 7);
  assert_view (fixture, DYZUR_VIEW_INBOX, "shop", 0, 0);
  assert_view (fixture, DYZUR_VIEW_LABEL, "pilne", 1, 1);
  assert_view (fixture, DYZUR_VIEW_LABEL, "żadna", 0, 0);
  assert_view (fixture, DYZUR_VIEW_CONTACT, "2", 1, 8);
  assert_view (fixture, DYZUR_VIEW_CONTACT, "1", 7, 7);
}

static void
test_order (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(GListModel) list = NULL;
  g_autoptr(DyzurConversation) first = NULL, again = NULL;
  g_autoptr(Mirror) mirror = NULL;

  for (int i = 1; i <= 5; i++)
    list_fixture_conversation (fixture, i * 100, DYZUR_STATUS_OPEN, NULL);
  list = open_list (fixture, DYZUR_VIEW_ALL, NULL);
  assert_ids (list, 5, 5, 4, 3, 2, 1);
  mirror = mirror_new (list);
  first = g_list_model_get_item (list, 4);

  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 1,
                      "UPDATE conversations SET last_activity_at = 350 WHERE id = 1");
  list_fixture_settle (fixture);
  assert_ids (list, 5, 5, 4, 1, 3, 2);
  again = g_list_model_get_item (list, 2);
  g_assert_true (again == first);
  g_assert_cmpuint (mirror->n_signals, ==, 1);
  g_assert_cmpuint (mirror->n_rows, ==, 6);

  /* Newer words in the row that is first already move nothing */
  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 5,
                      "UPDATE conversations SET last_activity_at = 600, preview = 'changed' WHERE id = 5");
  list_fixture_settle (fixture);
  g_assert_cmpuint (mirror->n_signals, ==, 1);
  g_clear_object (&again);
  again = g_list_model_get_item (list, 0);
  g_assert_cmpstr (dyzur_conversation_get_record (again)->preview, ==, "changed");

  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 4, "UPDATE conversations SET status = 3 WHERE id = 4");
  list_fixture_settle (fixture);
  assert_ids (list, 4, 5, 1, 3, 2);
  g_assert_cmpuint (mirror->n_rows, ==, 7);
  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 3, "DELETE FROM conversations WHERE id = 3");
  list_fixture_settle (fixture);
  assert_ids (list, 3, 5, 1, 2);
  mirror_check (mirror);
}

/* One object per conversation, in whatever list, and it follows the store outside of any list too. */
static void
test_identity (StoreFixture  *fixture,
               gconstpointer  data)
{
  g_autoptr(GListModel) all = NULL, unassigned = NULL;
  g_autoptr(DyzurConversation) one = NULL, two = NULL;
  gint64 id = list_fixture_conversation (fixture, 100, DYZUR_STATUS_OPEN, NULL);

  g_assert_null (dyzur_store_peek_conversation (fixture->store, id));
  all = open_list (fixture, DYZUR_VIEW_ALL, NULL);
  unassigned = open_list (fixture, DYZUR_VIEW_UNASSIGNED, NULL);
  one = g_list_model_get_item (all, 0);
  two = g_list_model_get_item (unassigned, 0);
  g_assert_true (one == two);
  g_assert_true (dyzur_store_peek_conversation (fixture->store, id) == one);
  g_clear_object (&all);
  g_clear_object (&unassigned);
  g_clear_object (&two);
  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, id, "UPDATE conversations SET subject = 'Zwrot'");
  list_fixture_settle (fixture);
  g_assert_cmpstr (dyzur_conversation_get_record (one)->subject, ==, "Zwrot");
  g_clear_object (&one);
  g_assert_null (dyzur_store_peek_conversation (fixture->store, id));
}

/* Rows that nobody asked for are not read; those that were come a page at a time. */
static void
test_shells (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GListModel) list = NULL;
  g_autoptr(DyzurConversation) far = NULL, neighbour = NULL;

  list_fixture_write (fixture, DYZUR_CHANGED_ACCOUNTS, 0,
                      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
                      "INSERT INTO conversations (account, inbox_id, contact_id, last_activity_at) "
                      "SELECT 1, 'mail', 1, i FROM n");
  list = open_list (fixture, DYZUR_VIEW_ALL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 1000);
  g_assert_nonnull (dyzur_store_peek_conversation (fixture->store, 1000));
  g_assert_null (dyzur_store_peek_conversation (fixture->store, 200));

  far = g_list_model_get_item (list, 800);
  g_assert_null (dyzur_conversation_get_record (far));
  while (dyzur_conversation_get_record (far) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (dyzur_conversation_get_id (far), ==, 200);
  neighbour = g_list_model_get_item (list, 801);
  g_assert_cmpint (dyzur_conversation_get_id (neighbour), ==, 199);
  g_assert_null (dyzur_store_peek_conversation (fixture->store, 1));
}

static void
compare_with_fresh (StoreFixture  *fixture,
                    DyzurViewKind  kind,
                    Mirror        *mirror)
{
  g_autoptr(GListModel) fresh = open_list (fixture, kind, NULL);

  mirror_check (mirror);
  g_assert_cmpuint (g_list_model_get_n_items (fresh), ==, mirror->items->len);
  for (guint i = 0; i < mirror->items->len; i++)
    {
      g_autoptr(DyzurConversation) conversation = g_list_model_get_item (fresh, i);

      g_assert_true (conversation == mirror->items->pdata[i]);
    }
}

static void
change_something (StoreFixture *fixture,
                  int           n)
{
  gint64 id = g_test_rand_int_range (1, n + 1);
  int at = g_test_rand_int_range (0, 2000);

  switch (g_test_rand_int_range (0, 7))
    {
    case 6:
      list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, id,
                          "UPDATE conversations SET draft = iif (draft IS NULL, 'Dzień', NULL) WHERE id = %d", (int) id);
      break;

    case 0:
      list_fixture_conversation (fixture, at, g_test_rand_int_range (0, 4), at % 2 ? "ola" : NULL);
      break;

    case 1:
      list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, id,
                          "UPDATE conversations SET status = %d WHERE id = %d", at % 4, (int) id);
      break;

    case 2:
      list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, id, "DELETE FROM conversations WHERE id = %d",
                          (int) id);
      break;

    case 3:
      list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, id,
                          "UPDATE conversations SET assignee_id = iif (assignee_id IS NULL, 'ola', NULL) "
                          "WHERE id = %d", (int) id);
      break;

    default:
      list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, id,
                          "UPDATE conversations SET last_activity_at = %d WHERE id = %d", at, (int) id);
      break;
    }
}

/* Whatever happens, the list that followed is the list that is opened now, row by row, object by object. */
static void
test_random (StoreFixture  *fixture,
             gconstpointer  data)
{
  static const DyzurViewKind kinds[] = { DYZUR_VIEW_MINE, DYZUR_VIEW_UNASSIGNED, DYZUR_VIEW_ALL, DYZUR_VIEW_RESOLVED };
  Mirror *mirrors[G_N_ELEMENTS (kinds)];

  dyzur_store_set_me (fixture->store, "ola");
  for (int i = 0; i < 300; i++)
    list_fixture_conversation (fixture, g_test_rand_int_range (0, 2000), g_test_rand_int_range (0, 4),
                               i % 2 ? "ola" : NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(GListModel) list = open_list (fixture, kinds[i], NULL);

      mirrors[i] = mirror_new (list);
    }
  for (int round = 0; round < 40; round++)
    {
      for (int n = g_test_rand_int_range (1, 30); n > 0; n--)
        {
          change_something (fixture, 300);
          if (n % 7 == 0)
            g_main_context_iteration (NULL, FALSE);
        }
      list_fixture_settle (fixture);
      for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        compare_with_fresh (fixture, kinds[i], mirrors[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    mirror_free (mirrors[i]);
}

static void
test_me (StoreFixture  *fixture,
         gconstpointer  data)
{
  g_autoptr(GListModel) mine = NULL;

  list_fixture_conversation (fixture, 100, DYZUR_STATUS_OPEN, "ola");
  list_fixture_conversation (fixture, 200, DYZUR_STATUS_OPEN, "jan");
  mine = open_list (fixture, DYZUR_VIEW_MINE, NULL);
  assert_ids (mine, 0);
  dyzur_store_set_me (fixture->store, "jan");
  list_fixture_settle (fixture);
  assert_ids (mine, 1, 2);
  dyzur_store_set_me (fixture->store, "ola");
  list_fixture_settle (fixture);
  assert_ids (mine, 1, 1);
}

static void
test_removed (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(GListModel) all = NULL;

  list_fixture_conversation (fixture, 100, DYZUR_STATUS_OPEN, NULL);
  all = open_list (fixture, DYZUR_VIEW_ALL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (all), ==, 1);
  list_fixture_write (fixture, DYZUR_CHANGED_ACCOUNTS, 0, "UPDATE accounts SET removed = 1");
  list_fixture_settle (fixture);
  assert_ids (all, 0);
}

static DyzurView *
find_view (GListModel    *views,
           DyzurViewKind  kind,
           const char    *argument)
{
  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(DyzurView) view = g_list_model_get_item (views, i);

      if (dyzur_view_get_kind (view) == kind && g_strcmp0 (dyzur_view_get_argument (view), argument) == 0)
        return view;
    }
  return NULL;
}

static void
assert_count (StoreFixture  *fixture,
              DyzurViewKind  kind,
              const char    *argument)
{
  g_autoptr(GListModel) list = open_list (fixture, kind, argument);
  DyzurView *view = find_view (dyzur_store_get_views (fixture->store), kind, argument);

  g_assert_cmpuint (dyzur_view_get_count (view), ==, g_list_model_get_n_items (list));
}

/* The counters the writer keeps are what counting would give. */
static void
test_counters (StoreFixture  *fixture,
               gconstpointer  data)
{
  GListModel *views = dyzur_store_get_views (fixture->store);

  g_assert_cmpuint (g_list_model_get_n_items (views), ==, 9);
  dyzur_store_set_me (fixture->store, "ola");
  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 0, "INSERT INTO labels VALUES (1, 'żółta')");
  for (int i = 0; i < 100; i++)
    {
      gint64 id = list_fixture_conversation (fixture, i, g_test_rand_int_range (0, 4), i % 3 ? "ola" : NULL);

      list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, id,
                          "UPDATE conversations SET labels = 'żółta', bot_active = id %% 7 = 0, mentioned = id %% 5 = 0 "
                          "WHERE id = %d; INSERT INTO conversation_labels SELECT 1, status, last_activity_at, id "
                          "FROM conversations WHERE id = %d", (int) id, (int) id);
    }
  for (int i = 0; i < 200; i++)
    change_something (fixture, 100);
  list_fixture_settle (fixture);

  g_assert_cmpuint (g_list_model_get_n_items (views), ==, 12);
  assert_count (fixture, DYZUR_VIEW_MINE, NULL);
  assert_count (fixture, DYZUR_VIEW_UNASSIGNED, NULL);
  assert_count (fixture, DYZUR_VIEW_ALL, NULL);
  assert_count (fixture, DYZUR_VIEW_MENTIONS, NULL);
  assert_count (fixture, DYZUR_VIEW_SNOOZED, NULL);
  assert_count (fixture, DYZUR_VIEW_PENDING, NULL);
  assert_count (fixture, DYZUR_VIEW_BOT, NULL);
  assert_count (fixture, DYZUR_VIEW_DRAFTS, NULL);
  assert_count (fixture, DYZUR_VIEW_INBOX, "shop/mail");
  assert_count (fixture, DYZUR_VIEW_LABEL, "żółta");
  g_assert_cmpuint (dyzur_view_get_count (find_view (views, DYZUR_VIEW_RESOLVED, NULL)), ==, 0);
  g_assert_cmpstr (dyzur_view_get_title (find_view (views, DYZUR_VIEW_INBOX, "shop/mail")), ==, "Poczta");
  g_assert_cmpint (dyzur_view_get_channel (find_view (views, DYZUR_VIEW_INBOX, "shop/chat")), ==, DYZUR_CHANNEL_CHAT);
}

#define add(path, func) g_test_add ("/store/list/" path, StoreFixture, NULL, set_up, func, store_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("views", test_views);
  add ("order", test_order);
  add ("identity", test_identity);
  add ("shells", test_shells);
  add ("random", test_random);
  add ("me", test_me);
  add ("removed", test_removed);
  add ("counters", test_counters);

  return g_test_run ();
}
