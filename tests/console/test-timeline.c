/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "console-fixture.h"
#include "dyzur-clock.h"
#include "dyzur-mark.h"
#include "dyzur-message-bubble.h"
#include "dyzur-message-widget.h"
#include "dyzur-pager.h"
#include "dyzur-timeline-view.h"

/* A timeline of which a page is loaded and more can be asked for */
#define TEST_TYPE_TALK (test_talk_get_type ())
G_DECLARE_FINAL_TYPE (TestTalk, test_talk, TEST, TALK, GObject)

struct _TestTalk
{
  GObject    parent_instance;
  GPtrArray *items;
  int        older_pages;
  guint      n_loads;
  gint64     next_older_id;
};

static guint
talk_n_items (GListModel *model)
{
  return TEST_TALK (model)->items->len;
}

static gpointer
talk_item (GListModel *model,
           guint       position)
{
  TestTalk *self = TEST_TALK (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static GType
talk_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static void
talk_list_init (GListModelInterface *iface)
{
  iface->get_n_items = talk_n_items;
  iface->get_item = talk_item;
  iface->get_item_type = talk_item_type;
}

static gboolean
talk_has_more (DyzurPager *pager,
               gboolean    older)
{
  return older && TEST_TALK (pager)->older_pages > 0;
}

static GObject *
make_item (gint64      id,
           const char *author,
           const char *text)
{
  return G_OBJECT (dyzur_message_new (console_message (id, author, CONSOLE_NOW + id * 10 * DYZUR_MINUTE, text)));
}

#define LONG_TEXT "Dzień dobry, kiedy mogę się spodziewać paczki? Zależy mi na czasie, bo wyjeżdżam w piątek rano " \
                  "na cały tydzień i nikogo nie będzie w domu, a to prezent."

static void
talk_load (DyzurPager *pager,
           gboolean    older)
{
  TestTalk *self = TEST_TALK (pager);

  self->n_loads++;
  self->older_pages--;
  for (guint i = 0; i < 20; i++)
    g_ptr_array_insert (self->items, 0, make_item (--self->next_older_id, "Anna Kowalska", LONG_TEXT));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 20);
}

static void
talk_pager_init (DyzurPagerInterface *iface)
{
  iface->has_more = talk_has_more;
  iface->load = talk_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestTalk, test_talk, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, talk_list_init)
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_PAGER, talk_pager_init))

static void
test_talk_finalize (GObject *object)
{
  g_ptr_array_unref (TEST_TALK (object)->items);
  G_OBJECT_CLASS (test_talk_parent_class)->finalize (object);
}

static void
test_talk_class_init (TestTalkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_talk_finalize;
}

static void
test_talk_init (TestTalk *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
append (TestTalk *self,
        GObject  *item)
{
  g_ptr_array_add (self->items, item);
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
}

typedef struct
{
  TestTalk  *talk;
  GtkWidget *view;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  n_messages)
{
  guint n = GPOINTER_TO_UINT (n_messages);

  fixture->talk = g_object_new (TEST_TYPE_TALK, NULL);
  fixture->talk->next_older_id = 1;
  for (guint i = 1; i <= n; i++)
    g_ptr_array_add (fixture->talk->items, make_item (i, i % 3 == 0 ? NULL : "Anna Kowalska", LONG_TEXT));
  fixture->view = dyzur_timeline_view_new ();
}

static void
show (Fixture *fixture,
      gint64   around)
{
  dyzur_timeline_view_set_model (DYZUR_TIMELINE_VIEW (fixture->view), NULL, G_LIST_MODEL (fixture->talk), around);
  fixture->window = console_show (fixture->view, 600, 500);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  console_close (fixture->window);
  g_assert_finalize_object (fixture->talk);
}

static GtkAdjustment *
get_adjustment (Fixture *fixture)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (console_find (fixture->view,
                                                                                 GTK_TYPE_SCROLLED_WINDOW, 0)));
}

static double
get_rest (Fixture *fixture)
{
  GtkAdjustment *adjustment = get_adjustment (fixture);

  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment)
         - gtk_adjustment_get_value (adjustment);
}

/* Where the message stands in the view, from its top; %G_MAXINT when it has no row */
static int
get_y (Fixture *fixture,
       gint64   id)
{
  GtkWidget *row;

  for (guint i = 0; (row = console_find (fixture->view, DYZUR_TYPE_MESSAGE_WIDGET, i)) != NULL; i++)
    {
      DyzurMessage *message = dyzur_message_widget_get_message (DYZUR_MESSAGE_WIDGET (row));
      graphene_rect_t bounds;

      if (message != NULL && dyzur_message_get_record (message)->id == id
          && gtk_widget_compute_bounds (row, fixture->view, &bounds))
        return (int) bounds.origin.y;
    }
  return G_MAXINT;
}

static GtkRevealer *
get_jump (Fixture *fixture)
{
  return GTK_REVEALER (console_find (fixture->view, GTK_TYPE_REVEALER, 0));
}

static void
test_opens_at_end (Fixture       *fixture,
                   gconstpointer  data)
{
  show (fixture, 0);
  g_assert_cmpfloat (get_rest (fixture), <, 1);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), >, 100);
  g_assert_false (gtk_revealer_get_reveal_child (get_jump (fixture)));
  g_assert_cmpint (dyzur_timeline_view_get_newest (DYZUR_TIMELINE_VIEW (fixture->view)), ==, 30);
}

/* A new message is seen at once by whoever stands at the end, whatever its height. */
static void
test_follows_end (Fixture       *fixture,
                  gconstpointer  data)
{
  show (fixture, 0);
  for (gint64 id = 31; id < 36; id++)
    append (fixture->talk, make_item (id, "Anna Kowalska", LONG_TEXT LONG_TEXT));
  console_settle (fixture->window);
  g_assert_cmpfloat (get_rest (fixture), <, 1);
  g_assert_false (gtk_revealer_get_reveal_child (get_jump (fixture)));
}

static void
test_keeps_place (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkAdjustment *adjustment;
  double value;
  GtkWidget *label;

  show (fixture, 0);
  adjustment = get_adjustment (fixture);
  value = gtk_adjustment_get_value (adjustment) - 300;
  gtk_adjustment_set_value (adjustment, value);
  console_settle (fixture->window);
  append (fixture->talk, make_item (31, "Anna Kowalska", LONG_TEXT));
  append (fixture->talk, make_item (32, "Anna Kowalska", LONG_TEXT));
  append (fixture->talk, make_item (33, NULL, LONG_TEXT));
  console_settle (fixture->window);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment), value, 1);
  g_assert_true (gtk_revealer_get_reveal_child (get_jump (fixture)));
  label = console_find (GTK_WIDGET (get_jump (fixture)), GTK_TYPE_LABEL, 0);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==, "2 new messages");

  dyzur_timeline_view_scroll_to_end (DYZUR_TIMELINE_VIEW (fixture->view));
  console_settle (fixture->window);
  g_assert_cmpfloat (get_rest (fixture), <, 1);
  g_assert_false (gtk_revealer_get_reveal_child (get_jump (fixture)));
}

/* Older pages come in above; what is read does not move. */
static void
test_loads_older (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkAdjustment *adjustment;
  int before, after;

  fixture->talk->older_pages = 1;
  show (fixture, 0);
  g_assert_cmpuint (fixture->talk->n_loads, ==, 0);
  adjustment = get_adjustment (fixture);
  gtk_adjustment_set_value (adjustment, 400);
  console_settle (fixture->window);
  before = get_y (fixture, 6);
  gtk_adjustment_set_value (adjustment, 350);
  console_settle (fixture->window);
  g_assert_cmpuint (fixture->talk->n_loads, ==, 1);
  g_assert_cmpuint (fixture->talk->items->len, ==, 50);
  after = get_y (fixture, 6);
  g_assert_cmpint (ABS (after - before - 50), <=, 2);
}

static void
test_opens_around (Fixture       *fixture,
                   gconstpointer  data)
{
  int y;

  show (fixture, 10);
  y = get_y (fixture, 10);
  g_assert_cmpint (y, >=, 0);
  g_assert_cmpint (y, <, 480);
  g_assert_true (gtk_revealer_get_reveal_child (get_jump (fixture)));
}

/* The line above what is new stands at the top, as far as there is enough below it. */
static void
test_opens_at_new (Fixture       *fixture,
                   gconstpointer  data)
{
  g_ptr_array_insert (fixture->talk->items, 15, dyzur_mark_new (DYZUR_MARK_UNREAD, CONSOLE_NOW));
  show (fixture, 0);
  g_assert_cmpint (get_y (fixture, 16), >=, 0);
  g_assert_cmpint (get_y (fixture, 16), <, 80);
}

/* Few messages stand next to the answer. */
static void
test_short_talk (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *list;
  graphene_rect_t bounds;

  show (fixture, 0);
  list = dyzur_timeline_view_get_list (DYZUR_TIMELINE_VIEW (fixture->view));
  g_assert_cmpint (get_y (fixture, 1), >, 200);
  append (fixture->talk, make_item (3, "Anna Kowalska", LONG_TEXT));
  console_settle (fixture->window);
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_last_child (list), fixture->view, &bounds));
  g_assert_cmpint ((int) (bounds.origin.y + bounds.size.height), <=, gtk_widget_get_height (fixture->view));
  g_assert_cmpint ((int) (bounds.origin.y + bounds.size.height), >, gtk_widget_get_height (fixture->view) - 24);
  g_assert_cmpfloat (get_rest (fixture), <, 1);
}

static void
test_counts (Fixture       *fixture,
             gconstpointer  data)
{
  DyzurTimelineView *view;

  show (fixture, 0);
  view = DYZUR_TIMELINE_VIEW (fixture->view);
  g_assert_cmpint (dyzur_timeline_view_count_since (view, 30), ==, 0);
  g_assert_cmpint (dyzur_timeline_view_count_since (view, 27), ==, 3);
  g_assert_cmpint (dyzur_timeline_view_count_since (view, 0), ==, 0);
  /* It stands further up, or nowhere: the store has to be asked. */
  g_assert_cmpint (dyzur_timeline_view_count_since (view, 4711), ==, -1);
}

static void
test_row_names (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *row;

  show (fixture, 0);
  row = gtk_widget_get_parent (console_find (fixture->view, DYZUR_TYPE_MESSAGE_WIDGET, 0));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL));
}

static GtkWidget *
find_row (Fixture *fixture,
          gint64   id)
{
  GtkWidget *row;

  for (guint i = 0; (row = console_find (fixture->view, DYZUR_TYPE_MESSAGE_WIDGET, i)) != NULL; i++)
    {
      DyzurMessage *message = dyzur_message_widget_get_message (DYZUR_MESSAGE_WIDGET (row));

      if (message != NULL && dyzur_message_get_record (message)->id == id)
        return row;
    }
  return NULL;
}

/* Whichever match is gone to stands whole on the screen and is pointed at, with the word in it marked. */
static void
test_goes_to_matches (Fixture       *fixture,
                      gconstpointer  data)
{
  static const gint64 matches[] = { 3, 4, 20, 1, 30, 12 };
  g_autoptr(DyzurMatches) found = console_matches ("paczki");
  DyzurTimelineView *view = DYZUR_TIMELINE_VIEW (fixture->view);
  GdkRectangle area;

  show (fixture, 0);
  for (guint i = 0; i < G_N_ELEMENTS (matches); i++)
    {
      GtkWidget *row;

      dyzur_timeline_view_set_matches (view, found, matches[i]);
      g_assert_true (dyzur_timeline_view_go_to (view, matches[i]));
      console_settle (fixture->window);
      row = find_row (fixture, matches[i]);
      g_assert_nonnull (row);
      g_assert_true (gtk_widget_has_css_class (row, "highlighted"));
      g_assert_true (dyzur_message_widget_find_mark (DYZUR_MESSAGE_WIDGET (row), &area));
      g_assert_cmpint (get_y (fixture, matches[i]) + area.y, >=, 0);
      g_assert_cmpint (get_y (fixture, matches[i]) + area.y + area.height, <=, 500);
      for (guint j = 0; j < i; j++)
        g_assert_false (find_row (fixture, matches[j]) != NULL &&
                        gtk_widget_has_css_class (find_row (fixture, matches[j]), "highlighted"));
    }
  g_assert_false (dyzur_timeline_view_go_to (view, 4711));
  dyzur_timeline_view_set_matches (view, NULL, 0);
  g_assert_false (dyzur_message_widget_find_mark (DYZUR_MESSAGE_WIDGET (find_row (fixture, 12)), &area));
  g_assert_false (gtk_widget_has_css_class (find_row (fixture, 12), "highlighted"));
}

#define ADD(path, n, func) g_test_add (path, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  console_test_init (&argc, &argv);

  ADD ("/timeline/opens-at-end", 30, test_opens_at_end);
  ADD ("/timeline/follows-end", 30, test_follows_end);
  ADD ("/timeline/keeps-place", 30, test_keeps_place);
  ADD ("/timeline/loads-older", 30, test_loads_older);
  ADD ("/timeline/opens-around", 30, test_opens_around);
  ADD ("/timeline/opens-at-new", 30, test_opens_at_new);
  ADD ("/timeline/short-talk", 2, test_short_talk);
  ADD ("/timeline/counts", 30, test_counts);
  ADD ("/timeline/row-names", 5, test_row_names);
  ADD ("/timeline/goes-to-matches", 30, test_goes_to_matches);
  return g_test_run ();
}
