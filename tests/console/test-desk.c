/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window with a real engine and the practice shop, which stands still. */

#include "config.h"

#include "console-fixture.h"

#include <glib/gstdio.h>

#include "dyzur-clock.h"
#include "dyzur-conversation-actions.h"
#include "dyzur-conversation-list-view.h"
#include "dyzur-engine.h"
#include "dyzur-list-pane.h"
#include "dyzur-palette.h"
#include "dyzur-search-results.h"
#include "dyzur-settings.h"
#include "dyzur-sidebar-row.h"
#include "dyzur-sidebar.h"
#include "dyzur-window.h"

/* Conversations in the practice shop when its day begins. */
#define MINE 6
#define OPEN 38

#define LIMIT (20 * G_USEC_PER_SEC)

#define WAIT(condition) G_STMT_START {                                                                \
    gint64 end = g_get_monotonic_time () + LIMIT;                                                     \
    while (!(condition) && g_get_monotonic_time () < end)                                             \
      g_main_context_iteration (NULL, TRUE);                                                          \
    g_assert_true (condition);                                                                        \
  } G_STMT_END

typedef struct
{
  char                      *directory;
  DyzurEngine               *engine;
  DyzurWindow               *window;
  DyzurConversationListView *list;
  guint                      beat;      /* so that waiting without events ends */
} Fixture;

static gboolean
beat_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
result_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GListModel *
get_model (Fixture *fixture)
{
  return dyzur_conversation_list_view_get_model (fixture->list);
}

static guint
count (Fixture *fixture)
{
  return get_model (fixture) != NULL ? g_list_model_get_n_items (get_model (fixture)) : 0;
}

/* Everything the practice shop has in this view is in the list, with its record. */
static gboolean
is_filled (Fixture *fixture,
           guint    n)
{
  for (guint i = 0; i < count (fixture); i++)
    {
      g_autoptr(DyzurConversation) item = g_list_model_get_item (get_model (fixture), i);

      if (dyzur_conversation_get_record (item) == NULL)
        return FALSE;
    }
  return count (fixture) == n;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GAsyncResult) started = NULL;
  g_autoptr(GAsyncResult) added = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("practice");
  DyzurEngineOptions options = { .practice_start = CONSOLE_NOW, .memory_secrets = TRUE };

  fixture->beat = g_timeout_add (50, beat_cb, NULL);
  fixture->directory = g_dir_make_tmp ("dyzur-desk-XXXXXX", NULL);
  options.directory = fixture->directory;
  fixture->engine = dyzur_engine_new (&options);
  dyzur_engine_set_me (fixture->engine, "ola", "Ola Nowak");
  dyzur_engine_start_async (fixture->engine, NULL, result_cb, &started);
  fixture->window = DYZUR_WINDOW (dyzur_window_new (NULL));
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT (started != NULL);
  g_assert_true (dyzur_engine_start_finish (fixture->engine, started, &error));
  g_assert_no_error (error);
  dyzur_window_set_engine (fixture->window, fixture->engine);
  dyzur_engine_add_account_async (fixture->engine, config, NULL, NULL, result_cb, &added);
  WAIT (added != NULL);
  g_assert_true (dyzur_engine_add_account_finish (fixture->engine, added, &error));
  fixture->list = DYZUR_CONVERSATION_LIST_VIEW (console_find (GTK_WIDGET (fixture->window),
                                                              DYZUR_TYPE_CONVERSATION_LIST_VIEW, 0));
  WAIT (is_filled (fixture, MINE));
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gpointer window = fixture->window;

  /* Nothing keeps the window: no signal, no answer that is still on its way. */
  g_object_add_weak_pointer (G_OBJECT (window), &window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  WAIT (window == NULL);
  dyzur_engine_close (fixture->engine);
  g_clear_object (&fixture->engine);
  g_source_remove (fixture->beat);
  remove_tree (fixture->directory);
  g_free (fixture->directory);
}

static DyzurConversation *
item_at (Fixture *fixture,
         guint    position)
{
  g_autoptr(DyzurConversation) item = g_list_model_get_item (get_model (fixture), position);

  return item;   /* the list keeps it */
}

static void
act (Fixture    *fixture,
     const char *name,
     GVariant   *parameter)
{
  g_autoptr(GVariant) sunk = parameter != NULL ? g_variant_ref_sink (parameter) : NULL;

  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (fixture->window), name, sunk));
}

static const DyzurConversationRecord *
get_shown (Fixture *fixture)
{
  DyzurConversation *shown = dyzur_window_get_conversation (fixture->window);

  return shown != NULL ? dyzur_conversation_get_record (shown) : NULL;
}

/* j and k go through the list and stop at its ends; what is opened is on the screen. */
static void
test_move (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_null (dyzur_window_get_conversation (fixture->window));
  act (fixture, "win.next-conversation", NULL);
  g_assert_true (dyzur_window_get_conversation (fixture->window) == item_at (fixture, 0));
  act (fixture, "win.previous-conversation", NULL);
  g_assert_true (dyzur_window_get_conversation (fixture->window) == item_at (fixture, 0));
  for (guint i = 0; i < count (fixture) + 2; i++)
    act (fixture, "win.next-conversation", NULL);
  g_assert_true (dyzur_window_get_conversation (fixture->window) == item_at (fixture, count (fixture) - 1));
}

/* What is resolved leaves, the next one takes its place; undo brings it back. */
static void
test_resolve (Fixture       *fixture,
              gconstpointer  data)
{
  guint n = count (fixture);
  DyzurConversation *first, *second;
  gint64 id;

  act (fixture, "win.next-conversation", NULL);
  first = dyzur_window_get_conversation (fixture->window);
  second = item_at (fixture, 1);
  id = dyzur_conversation_get_id (first);
  act (fixture, "conv.resolve", NULL);
  WAIT (count (fixture) == n - 1);
  WAIT (dyzur_window_get_conversation (fixture->window) == second);

  act (fixture, "conv.undo", NULL);
  WAIT (count (fixture) == n);
  g_assert_cmpint (dyzur_conversation_get_id (item_at (fixture, 0)), ==, id);
  g_assert_true (dyzur_window_get_conversation (fixture->window) == second);
}

/* Snoozed by somebody else, or by us from elsewhere: what is on the screen stays there. */
static void
test_leaves_by_itself (Fixture       *fixture,
                       gconstpointer  data)
{
  guint n = count (fixture);
  DyzurConversation *shown;
  DyzurConversationChange change = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_RESOLVED };
  g_autoptr(GAsyncResult) changed = NULL;
  g_autoptr(GPtrArray) before = NULL;
  gint64 id;

  act (fixture, "win.next-conversation", NULL);
  shown = dyzur_window_get_conversation (fixture->window);
  id = dyzur_conversation_get_id (shown);
  dyzur_engine_change_async (fixture->engine, &id, 1, &change, NULL, result_cb, &changed);
  WAIT (changed != NULL);
  before = dyzur_engine_change_finish (fixture->engine, changed, NULL);
  g_assert_nonnull (before);
  WAIT (count (fixture) == n - 1);
  g_assert_true (dyzur_window_get_conversation (fixture->window) == shown);
  act (fixture, "win.next-conversation", NULL);
  g_assert_true (dyzur_window_get_conversation (fixture->window) == item_at (fixture, 0));
}

static gboolean
has_label (Fixture    *fixture,
           const char *label)
{
  return get_shown (fixture)->labels != NULL &&
         g_strv_contains ((const char * const *) get_shown (fixture)->labels, label);
}

/* Every verb does what it says, and undo takes back one after the other. */
static void
test_verbs (Fixture       *fixture,
            gconstpointer  data)
{
  gint64 until = dyzur_clock_now () + DYZUR_DAY;

  act (fixture, "win.select-view", g_variant_new_int32 (3));
  WAIT (is_filled (fixture, OPEN));
  act (fixture, "win.next-conversation", NULL);

  act (fixture, "conv.set-priority", g_variant_new_string ("urgent"));
  WAIT (get_shown (fixture)->priority == DYZUR_PRIORITY_URGENT);
  act (fixture, "conv.toggle-label", g_variant_new_string ("próba"));
  WAIT (has_label (fixture, "próba"));
  act (fixture, "conv.toggle-label", g_variant_new_string ("próba"));
  WAIT (!has_label (fixture, "próba"));
  act (fixture, "conv.unassign", NULL);
  WAIT (get_shown (fixture)->assignee_id == NULL);
  act (fixture, "conv.assign-to-me", NULL);
  WAIT (g_strcmp0 (get_shown (fixture)->assignee_id, dyzur_engine_get_me_id (fixture->engine)) == 0);
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "conv.reopen", NULL) &&
                  get_shown (fixture)->status != DYZUR_STATUS_OPEN);
  act (fixture, "conv.undo", NULL);
  WAIT (get_shown (fixture)->assignee_id == NULL);
  act (fixture, "conv.undo", NULL);
  act (fixture, "conv.undo", NULL);
  WAIT (has_label (fixture, "próba"));
  act (fixture, "conv.undo", NULL);
  WAIT (!has_label (fixture, "próba"));
  act (fixture, "conv.undo", NULL);
  WAIT (get_shown (fixture)->priority != DYZUR_PRIORITY_URGENT);

  act (fixture, "conv.snooze-until", g_variant_new_int64 (until));
  WAIT (get_shown (fixture) != NULL);
}

/* Marked unread by hand while it is on the screen: it stays so until it is opened again. */
static void
test_unread (Fixture       *fixture,
             gconstpointer  data)
{
  DyzurConversation *first;

  act (fixture, "win.next-conversation", NULL);
  first = dyzur_window_get_conversation (fixture->window);
  dyzur_engine_mark_seen (fixture->engine, dyzur_conversation_get_id (first));
  WAIT (dyzur_conversation_get_record (first)->unread == 0);
  act (fixture, "conv.toggle-unread", NULL);
  WAIT (dyzur_conversation_get_record (first)->unread > 0);
  act (fixture, "conv.set-priority", g_variant_new_string ("low"));
  WAIT (dyzur_conversation_get_record (first)->priority == DYZUR_PRIORITY_LOW);
  g_assert_cmpuint (dyzur_conversation_get_record (first)->unread, >, 0);
}

/* The index is built behind the writer: waits until it knows the word in a message. */
static void
wait_for_index (Fixture    *fixture,
                const char *word)
{
  guint n = 0;

  while (n == 0)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GListModel) hits = NULL;

      dyzur_engine_search_async (fixture->engine, word, 10, NULL, result_cb, &result);
      WAIT (result != NULL);
      hits = dyzur_engine_search_finish (fixture->engine, result, NULL);
      n = hits != NULL ? g_list_model_get_n_items (hits) : 0;
      if (n > 0)
        {
          g_autoptr(DyzurHit) first = g_list_model_get_item (hits, 0);

          n = dyzur_hit_get_record (first)->kind == DYZUR_HIT_MESSAGE;
        }
    }
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  DyzurListPane *pane = DYZUR_LIST_PANE (console_find (GTK_WIDGET (fixture->window), DYZUR_TYPE_LIST_PANE, 0));
  DyzurSearchResults *results =
    DYZUR_SEARCH_RESULTS (console_find (GTK_WIDGET (fixture->window), DYZUR_TYPE_SEARCH_RESULTS, 0));
  gboolean searching = FALSE;
  g_autofree char *query = NULL;

  wait_for_index (fixture, "paczce");
  act (fixture, "win.search", NULL);
  dyzur_list_pane_set_query (pane, "paczce");
  g_object_get (pane, "searching", &searching, NULL);
  g_assert_true (searching);
  g_assert_true (dyzur_search_results_choose (results));   /* Return before the answer is there */
  WAIT (dyzur_window_get_conversation (fixture->window) != NULL);

  query = dyzur_list_pane_dup_query (pane);
  g_assert_cmpstr (query, ==, "paczce");
  g_assert_true (dyzur_list_pane_stop_search (pane));
  g_object_get (pane, "searching", &searching, NULL);
  g_assert_false (searching);
}

/* (nullable): the saved search of this name */
static DyzurView *
find_saved (Fixture    *fixture,
            const char *name)
{
  GListModel *views = dyzur_engine_get_views (fixture->engine);

  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(DyzurView) view = g_list_model_get_item (views, i);

      if (dyzur_view_get_kind (view) == DYZUR_VIEW_SEARCH && g_strcmp0 (dyzur_view_get_title (view), name) == 0)
        return view;
    }
  return NULL;
}

static DyzurView *
get_row_view (GtkListBox *rows,
              guint       index)
{
  return dyzur_sidebar_row_get_view (DYZUR_SIDEBAR_ROW (gtk_list_box_get_row_at_index (rows, (int) index)));
}

static guint
count_views (Fixture *fixture)
{
  return g_list_model_get_n_items (dyzur_engine_get_views (fixture->engine));
}

static void
save (Fixture    *fixture,
      const char *name,
      const char *query)
{
  dyzur_engine_save_search_async (fixture->engine, 0, name, query, NULL, NULL, NULL);
  WAIT (find_saved (fixture, name) != NULL);
}

/* Moved, removed and brought back to where it was; the sidebar goes on showing what is looked at. */
static void
test_saved (Fixture       *fixture,
            gconstpointer  data)
{
  DyzurSidebar *sidebar = DYZUR_SIDEBAR (console_find (GTK_WIDGET (fixture->window), DYZUR_TYPE_SIDEBAR, 0));
  GtkListBox *rows = GTK_LIST_BOX (console_find (GTK_WIDGET (sidebar), GTK_TYPE_LIST_BOX, 0));
  DyzurListPane *pane = DYZUR_LIST_PANE (console_find (GTK_WIDGET (fixture->window), DYZUR_TYPE_LIST_PANE, 0));
  DyzurConversationListView *list = dyzur_list_pane_get_list (pane);
  guint before, n;
  gint64 id;

  wait_for_index (fixture, "paczce");
  before = count_views (fixture);
  save (fixture, "Paczki", "paczce");
  save (fixture, "Zwroty", "zwrot");
  n = before + 2;
  WAIT (dyzur_view_get_count (find_saved (fixture, "Paczki")) > 1);

  id = dyzur_view_get_id (find_saved (fixture, "Zwroty"));
  act (fixture, "win.move-search", g_variant_new ("(xi)", id, -1));
  WAIT (get_row_view (rows, before) == find_saved (fixture, "Zwroty"));

  g_assert_true (dyzur_sidebar_select_index (sidebar, before));
  g_assert_cmpint (dyzur_view_get_id (dyzur_conversation_list_view_get_view (list)), ==, id);
  act (fixture, "win.remove-search", g_variant_new_int64 (id));
  WAIT (count_views (fixture) == n - 1);
  g_assert_cmpint (dyzur_view_get_kind (dyzur_conversation_list_view_get_view (list)), ==, DYZUR_VIEW_MINE);
  g_assert_nonnull (gtk_list_box_get_selected_row (rows));

  act (fixture, "win.restore-search", g_variant_new ("(ssu)", "Zwroty", "zwrot", 0));
  WAIT (find_saved (fixture, "Zwroty") != NULL && get_row_view (rows, before) == find_saved (fixture, "Zwroty"));
  g_assert_cmpuint (count_views (fixture), ==, n);
}

/* Opens without complaint, over and over, whatever the conversation. */
static void
test_palette (Fixture       *fixture,
              gconstpointer  data)
{
  DyzurPalette *palette = DYZUR_PALETTE (console_find (GTK_WIDGET (fixture->window), DYZUR_TYPE_PALETTE, 0));
  GtkEditable *entry;

  act (fixture, "win.next-conversation", NULL);
  for (guint i = 0; i < 3; i++)
    {
      act (fixture, "win.palette", NULL);
      entry = GTK_EDITABLE (console_find (GTK_WIDGET (palette), GTK_TYPE_SEARCH_ENTRY, 0));
      gtk_editable_set_text (entry, "resol");
      g_signal_emit_by_name (entry, "search-changed");
      g_signal_emit_by_name (entry, "activate");
    }
  WAIT (dyzur_window_get_conversation (fixture->window) != NULL);
}

int
main (int    argc,
      char **argv)
{
  console_test_init (&argc, &argv);

  g_test_add ("/console/desk/move", Fixture, NULL, set_up, test_move, tear_down);
  g_test_add ("/console/desk/resolve", Fixture, NULL, set_up, test_resolve, tear_down);
  g_test_add ("/console/desk/leaves-by-itself", Fixture, NULL, set_up, test_leaves_by_itself, tear_down);
  g_test_add ("/console/desk/verbs", Fixture, NULL, set_up, test_verbs, tear_down);
  g_test_add ("/console/desk/unread", Fixture, NULL, set_up, test_unread, tear_down);
  g_test_add ("/console/desk/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/console/desk/saved", Fixture, NULL, set_up, test_saved, tear_down);
  g_test_add ("/console/desk/palette", Fixture, NULL, set_up, test_palette, tear_down);

  return g_test_run ();
}
