/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "console-fixture.h"

#include "dyzur-pane.h"
#include "dyzur-panes.h"
#include "dyzur-settings.h"

typedef struct
{
  GtkWidget  *window;
  DyzurPanes *panes;
  GtkWidget  *sidebar, *list, *conversation, *customer;
} Fixture;

static void
resize (Fixture *fixture,
        int      width)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 600);
  for (guint i = 0; i < 4; i++)
    console_settle (fixture->window);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->panes)), ==, width);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->panes = g_object_new (DYZUR_TYPE_PANES, NULL);
  fixture->sidebar = gtk_label_new ("sidebar");
  fixture->list = gtk_label_new ("list");
  fixture->conversation = gtk_label_new ("conversation");
  fixture->customer = gtk_label_new ("customer");
  g_object_set (fixture->panes,
                "sidebar", fixture->sidebar,
                "list", fixture->list,
                "conversation", fixture->conversation,
                "customer", fixture->customer,
                NULL);
  fixture->window = console_show (GTK_WIDGET (fixture->panes), 1400, 600);
  resize (fixture, 1400);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
  console_close (fixture->window);
}

static void
assert_folded (Fixture  *fixture,
               gboolean  list,
               gboolean  sidebar,
               gboolean  customer)
{
  g_test_message ("%d", gtk_widget_get_width (GTK_WIDGET (fixture->panes)));
  g_assert_cmpint (dyzur_panes_get_folded (fixture->panes), ==, list);
  g_assert_cmpint (dyzur_panes_get_sidebar_folded (fixture->panes), ==, sidebar);
  g_assert_cmpint (dyzur_panes_get_customer_folded (fixture->panes), ==, customer);
}

static void
test_fold (Fixture       *fixture,
           gconstpointer  data)
{
  assert_folded (fixture, FALSE, FALSE, FALSE);
  resize (fixture, 1200);
  assert_folded (fixture, FALSE, FALSE, FALSE);
  resize (fixture, 1199);
  assert_folded (fixture, FALSE, FALSE, TRUE);
  resize (fixture, 860);
  assert_folded (fixture, FALSE, FALSE, TRUE);
  resize (fixture, 859);
  assert_folded (fixture, FALSE, TRUE, TRUE);
  resize (fixture, 600);
  assert_folded (fixture, FALSE, TRUE, TRUE);
  resize (fixture, 599);
  assert_folded (fixture, TRUE, TRUE, TRUE);
  resize (fixture, 360);
  assert_folded (fixture, TRUE, TRUE, TRUE);
  resize (fixture, 1400);
  assert_folded (fixture, FALSE, FALSE, FALSE);
}

/* The conversation keeps 440 pixels for as long as the others can give something. */
static void
test_share (Fixture       *fixture,
            gconstpointer  data)
{
  static const int widths[] = { 1590, 1400, 1300, 1200, 1199, 1000, 900 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      resize (fixture, widths[i]);
      g_test_message ("%d: %d %d %d %d", widths[i], gtk_widget_get_width (fixture->sidebar),
                      gtk_widget_get_width (fixture->list), gtk_widget_get_width (fixture->conversation),
                      gtk_widget_get_width (fixture->customer));
      g_assert_cmpint (gtk_widget_get_width (fixture->conversation), >=, 430);
      g_assert_cmpint (gtk_widget_get_width (fixture->sidebar), >=, 200);
      g_assert_cmpint (gtk_widget_get_width (fixture->list), >=, 260);
    }
}

/* Large text needs the room of two windows. */
static void
test_text_scale (Fixture       *fixture,
                 gconstpointer  data)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  resize (fixture, 1400);
  assert_folded (fixture, FALSE, TRUE, TRUE);
  resize (fixture, 1000);
  assert_folded (fixture, TRUE, TRUE, TRUE);
}

/* A long name never moves a border. */
static void
test_long_name (Fixture       *fixture,
                gconstpointer  data)
{
  int before = gtk_widget_get_width (fixture->conversation);
  g_autofree char *name = g_strnfill (400, 'W');

  gtk_label_set_label (GTK_LABEL (fixture->list), name);
  console_settle (fixture->window);
  g_assert_cmpint (gtk_widget_get_width (fixture->conversation), ==, before);
  resize (fixture, 400);
}

static void
test_show (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_true (dyzur_panes_get_sidebar_shown (fixture->panes));
  g_assert_true (dyzur_panes_get_customer_shown (fixture->panes));
  dyzur_panes_set_customer_shown (fixture->panes, FALSE);
  console_settle (fixture->window);
  g_assert_false (dyzur_panes_get_customer_shown (fixture->panes));

  resize (fixture, 400);
  g_assert_false (dyzur_panes_get_sidebar_shown (fixture->panes));
  dyzur_panes_set_conversation_shown (fixture->panes, TRUE);
  g_assert_true (dyzur_panes_get_conversation_shown (fixture->panes));
  g_assert_true (gtk_widget_get_mapped (fixture->conversation));
  dyzur_panes_set_conversation_shown (fixture->panes, FALSE);
  console_settle (fixture->window);
  g_assert_true (gtk_widget_get_mapped (fixture->list));
  dyzur_panes_set_sidebar_shown (fixture->panes, TRUE);
  console_settle (fixture->window);
  g_assert_true (gtk_widget_get_mapped (fixture->sidebar));
}

/* What the settings remember is kept in their range. */
static void
test_widths (void)
{
  dyzur_settings_set_list_width (333);
  g_assert_cmpint (dyzur_settings_get_list_width (), ==, 333);
  dyzur_settings_set_list_width (5);
  g_assert_cmpint (dyzur_settings_get_list_width (), ==, 240);
  dyzur_settings_set_customer_width (5000);
  g_assert_cmpint (dyzur_settings_get_customer_width (), ==, 520);
}

int
main (int    argc,
      char **argv)
{
  console_test_init (&argc, &argv);

  g_test_add ("/console/panes/fold", Fixture, NULL, set_up, test_fold, tear_down);
  g_test_add ("/console/panes/share", Fixture, NULL, set_up, test_share, tear_down);
  g_test_add ("/console/panes/text-scale", Fixture, NULL, set_up, test_text_scale, tear_down);
  g_test_add ("/console/panes/long-name", Fixture, NULL, set_up, test_long_name, tear_down);
  g_test_add ("/console/panes/show", Fixture, NULL, set_up, test_show, tear_down);
  g_test_add_func ("/console/panes/widths", test_widths);

  return g_test_run ();
}
