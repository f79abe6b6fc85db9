/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "console-fixture.h"
#include "dyzur-clock.h"
#include "dyzur-source-chip.h"
#include "dyzur-suggestion-bar.h"
#include "dyzur-suggestion-card.h"

static const char text[] = "Pani Anno, paczka 6800 jest w drodze od 17 listopada. Na zwrot jest 14 dni.";

static DyzurSuggestion *
make_suggestion (const char *id,
                 gboolean    sure)
{
  DyzurSuggestion *suggestion = dyzur_suggestion_new (id, "Gdzie jest paczka", text, sure);
  guint at = (guint) (strstr (text, "6800") - text), days = (guint) (strstr (text, "14 dni") - text);

  dyzur_suggestion_cite (suggestion, DYZUR_CITATION_ORDER, "o1", "1042", "numer paczki", at, at + 4,
                         CONSOLE_NOW - 27 * DYZUR_MINUTE);
  dyzur_suggestion_cite (suggestion, DYZUR_CITATION_ORDER, "o1", "1042", "data nadania", at + 20, at + 24,
                         CONSOLE_NOW - 27 * DYZUR_MINUTE);
  dyzur_suggestion_cite (suggestion, DYZUR_CITATION_ARTICLE, "a1", NULL, "Zwroty: 14 dni", days, days + 6, 0);
  return suggestion;
}

static void
test_card (void)
{
  g_autoptr(DyzurSuggestion) suggestion = make_suggestion ("s1", TRUE);
  GtkWidget *card = dyzur_suggestion_card_new (NULL, suggestion, 1);
  GtkWidget *window = console_show (card, 600, 400);
  int closed = gtk_widget_get_height (console_find (card, GTK_TYPE_BOX, 0)), natural;
  g_autofree char *origin = NULL;

  gtk_test_accessible_assert_property (card, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Suggestion 1: Gdzie jest paczka, Sure: Pani Anno, paczka 6800 jest w drodze od "
                                       "17 listopada. Na zwrot jest 14 dni.");
  gtk_test_accessible_assert_property (card, GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, "Alt+1");
  g_assert_nonnull (console_find_text (card, GTK_TYPE_LABEL, "Sure"));
  /* One chip for each source, not for each fact */
  g_assert_nonnull (console_find (card, DYZUR_TYPE_SOURCE_CHIP, 1));
  g_assert_null (console_find (card, DYZUR_TYPE_SOURCE_CHIP, 2));
  g_assert_nonnull (console_find_text (card, GTK_TYPE_LABEL, "Order 1042 · as of 12:03"));
  g_assert_nonnull (console_find_text (card, GTK_TYPE_LABEL, "Zwroty: 14 dni"));

  origin = dyzur_suggestion_card_dup_origin (DYZUR_SUGGESTION_CARD (card), (guint) (strstr (text, "6800") - text));
  g_assert_cmpstr (origin, ==, "Order 1042 · as of 12:03: numer paczki");
  g_assert_null (dyzur_suggestion_card_dup_origin (DYZUR_SUGGESTION_CARD (card), 0));

  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, 600, NULL, &natural, NULL, NULL);
  dyzur_suggestion_card_set_open (DYZUR_SUGGESTION_CARD (card), TRUE);
  g_assert_cmpint (closed, >, 0);
  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, 600, NULL, &closed, NULL, NULL);
  g_assert_cmpint (closed, >, natural);
  console_close (window);
}

static void
test_to_check (void)
{
  g_autoptr(DyzurSuggestion) suggestion = make_suggestion ("s1", FALSE);
  GtkWidget *card = dyzur_suggestion_card_new (NULL, suggestion, 2);

  g_object_ref_sink (card);
  g_assert_nonnull (console_find_text (card, GTK_TYPE_LABEL, "To check"));
  g_assert_null (console_find_text (card, GTK_TYPE_LABEL, "Sure"));
  g_object_unref (card);
}

static void
taken_cb (DyzurSuggestion **taken,
          DyzurSuggestion  *suggestion)
{
  g_set_object (taken, suggestion);
}

static void
test_bar (void)
{
  g_autoptr(GListStore) list = g_list_store_new (DYZUR_TYPE_SUGGESTION);
  g_autoptr(DyzurSuggestion) first = make_suggestion ("s1", TRUE);
  g_autoptr(DyzurSuggestion) second = make_suggestion ("s2", FALSE);
  g_autoptr(DyzurSuggestion) taken = NULL;
  GtkWidget *bar = dyzur_suggestion_bar_new ();
  GtkWidget *window = console_show (bar, 600, 400);
  GtkWidget *card;

  g_signal_connect_swapped (bar, "taken", G_CALLBACK (taken_cb), &taken);
  dyzur_suggestion_bar_set_list (DYZUR_SUGGESTION_BAR (bar), NULL, G_LIST_MODEL (list));
  g_assert_false (gtk_widget_get_visible (bar));
  g_assert_false (dyzur_suggestion_bar_take (DYZUR_SUGGESTION_BAR (bar), 1));

  g_list_store_append (list, first);
  g_list_store_append (list, second);
  g_assert_true (gtk_widget_get_visible (bar));
  g_assert_true (dyzur_suggestion_bar_take (DYZUR_SUGGESTION_BAR (bar), 2));
  g_assert_true (taken == second);
  g_assert_false (dyzur_suggestion_bar_take (DYZUR_SUGGESTION_BAR (bar), 3));
  g_assert_false (dyzur_suggestion_bar_take (DYZUR_SUGGESTION_BAR (bar), 0));

  /* Only one is open; what is put away does not come back while the list is shown. */
  card = console_find (bar, DYZUR_TYPE_SUGGESTION_CARD, 0);
  dyzur_suggestion_card_set_open (DYZUR_SUGGESTION_CARD (card), TRUE);
  g_signal_emit_by_name (card, "dismissed");
  g_list_model_items_changed (G_LIST_MODEL (list), 0, 2, 2);
  g_assert_null (console_find (bar, DYZUR_TYPE_SUGGESTION_CARD, 1));
  g_assert_true (dyzur_suggestion_card_get_suggestion (DYZUR_SUGGESTION_CARD (console_find (bar,
                                                                                            DYZUR_TYPE_SUGGESTION_CARD,
                                                                                            0))) == second);
  g_list_store_remove_all (list);
  g_assert_false (gtk_widget_get_visible (bar));
  console_close (window);
}

int
main (int    argc,
      char **argv)
{
  console_test_init (&argc, &argv);

  g_test_add_func ("/suggestion/card", test_card);
  g_test_add_func ("/suggestion/to-check", test_to_check);
  g_test_add_func ("/suggestion/bar", test_bar);
  return g_test_run ();
}
