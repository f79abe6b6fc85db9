/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "console-fixture.h"
#include "dyzur-block-layout.h"
#include "dyzur-block-view.h"
#include "dyzur-clock.h"
#include "dyzur-link.h"
#include "dyzur-message-bubble.h"
#include "dyzur-message-widget.h"
#include "dyzur-message-words.h"

static const DyzurPalette palette = {
  { 0, 0, 0, 1 }, { 0, 0, 0, 0.7f }, { 0, 0, 1, 1 }, { 1, 0, 0, 1 }, { 0, 0, 1, 0.3f }, { 1, 1, 0, 0.4f },
};

static DyzurBlockLayout *
lay_out (const DyzurBlocks *blocks,
         gboolean           with_folded)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  DyzurBlockLayout *layout = dyzur_block_layout_new (context, blocks, with_folded, &palette);

  g_object_unref (context);
  return layout;
}

static char *
dup_all (DyzurBlockLayout *layout)
{
  DyzurPlace start, end;

  dyzur_block_layout_get_all (layout, &start, &end);
  return dyzur_block_layout_dup_text (layout, &start, &end);
}

static DyzurBlocks *
make_blocks (void)
{
  DyzurBlocks *blocks = dyzur_blocks_new ();
  DyzurBlock *block = dyzur_blocks_add (blocks, DYZUR_BLOCK_PARAGRAPH, "Paczka: inpost.pl/sledzenie, zwrot: allegro.pl.");

  dyzur_block_add_span (block, 8, 27, DYZUR_SPAN_LINK, "https://inpost.pl/sledzenie?number=1");
  dyzur_block_add_span (block, 36, 46, DYZUR_SPAN_LINK, "https://allegro.pl.example.net/oferta");
  block = dyzur_blocks_add (blocks, DYZUR_BLOCK_ITEM, "pierwsze");
  block->level = 1;
  block->marker = g_strdup ("1.");
  dyzur_blocks_add (blocks, DYZUR_BLOCK_TABLE_ROW, "Kubek\t2\t49,00 zł");
  block = dyzur_blocks_add (blocks, DYZUR_BLOCK_PARAGRAPH, "Wcześniej pisała Pani");
  block->folded = TRUE;
  block->quote = 1;
  return blocks;
}

static void
test_links (void)
{
  g_autoptr(DyzurBlocks) blocks = make_blocks ();
  g_autoptr(DyzurBlockLayout) layout = lay_out (blocks, FALSE);
  GdkRectangle area;

  dyzur_block_layout_set_width (layout, 600);
  g_assert_cmpuint (dyzur_block_layout_get_n_links (layout), ==, 2);
  g_assert_false (dyzur_block_layout_get_link (layout, 0)->foreign);
  g_assert_true (dyzur_block_layout_get_link (layout, 1)->foreign);
  dyzur_block_layout_get_link_area (layout, 1, &area);
  g_assert_cmpint (dyzur_block_layout_find_link (layout, area.x + area.width / 2, area.y + area.height / 2), ==, 1);
  g_assert_cmpint (dyzur_block_layout_find_link (layout, 1, area.y + area.height / 2), ==, -1);
}

/* The true host of a deceiving link stands in the text itself; tables and items copy as people expect. */
static void
test_text (void)
{
  g_autoptr(DyzurBlocks) blocks = make_blocks ();
  g_autoptr(DyzurBlockLayout) layout = lay_out (blocks, FALSE);
  g_autofree char *text = NULL;

  dyzur_block_layout_set_width (layout, 600);
  text = dup_all (layout);
  g_assert_cmpstr (text, ==,
                   "Paczka: inpost.pl/sledzenie, zwrot: allegro.pl (leads to allegro.pl.example.net).\n"
                   "1. pierwsze\n\nKubek\t2\t49,00 zł");
}

static int
lay_out_rows (const char *first,
              const char *second,
              int         width,
              int        *fit)
{
  g_autoptr(DyzurBlocks) blocks = dyzur_blocks_new ();
  g_autoptr(DyzurBlockLayout) layout = NULL;
  int height;

  dyzur_blocks_add (blocks, DYZUR_BLOCK_TABLE_ROW, first);
  dyzur_blocks_add (blocks, DYZUR_BLOCK_TABLE_ROW, second);
  layout = lay_out (blocks, FALSE);
  height = dyzur_block_layout_set_width (layout, width);
  *fit = dyzur_block_layout_get_fit_width (layout);
  return height;
}

/* A narrow column beside a wide one keeps its words in one line, and nothing stands out of the width. */
static void
test_table_width (void)
{
  static const char * const row = "Kubek emaliowany z uchem, kolor turkusowy, nakład limitowany\t2\t12 499,00 zł";
  int fit;

  g_assert_cmpint (lay_out_rows (row, "Kubek\t2\t12 499,00 zł", 280, &fit), ==, lay_out_rows (row, "Kubek\t2\t1", 280, &fit));
  g_assert_cmpint (fit, <=, 280);
  g_assert_cmpint (lay_out_rows (row, row, 160, &fit), >, lay_out_rows (row, "Kubek\t2\t1", 160, &fit));
  g_assert_cmpint (fit, <=, 160);
}

static void
test_fold_and_width (void)
{
  g_autoptr(DyzurBlocks) blocks = make_blocks ();
  g_autoptr(DyzurBlockLayout) closed = lay_out (blocks, FALSE);
  g_autoptr(DyzurBlockLayout) open = lay_out (blocks, TRUE);
  int wide = dyzur_block_layout_set_width (closed, 600), fit = dyzur_block_layout_get_fit_width (closed);

  g_assert_cmpint (dyzur_block_layout_set_width (open, 600), >, wide);
  g_assert_cmpint (fit, >, 0);
  g_assert_cmpint (fit, <=, 600);
  /* Exactly what is needed changes nothing, less breaks lines. */
  g_assert_cmpint (dyzur_block_layout_set_width (closed, fit), ==, wide);
  g_assert_cmpint (dyzur_block_layout_set_width (closed, 120), >, wide);
}

static void
test_selection (void)
{
  g_autoptr(DyzurBlocks) blocks = dyzur_link_blocks_from_text ("Zażółć gęślą jaźń");
  g_autoptr(DyzurBlockLayout) layout = lay_out (blocks, FALSE);
  DyzurPlace place = { 0, 0 }, start, end;
  g_autofree char *word = NULL;

  dyzur_block_layout_set_width (layout, 600);
  place.index = strlen ("Zażółć g");
  dyzur_block_layout_get_word (layout, &place, &start, &end);
  word = dyzur_block_layout_dup_text (layout, &start, &end);
  g_assert_cmpstr (word, ==, "gęślą");
  place = start;
  dyzur_block_layout_move (layout, &place, DYZUR_MOVE_CHARACTER, TRUE);
  dyzur_block_layout_move (layout, &place, DYZUR_MOVE_CHARACTER, TRUE);
  g_assert_cmpuint (place.index - start.index, ==, strlen ("gę"));
  dyzur_block_layout_move (layout, &place, DYZUR_MOVE_END, TRUE);
  dyzur_block_layout_move (layout, &place, DYZUR_MOVE_CHARACTER, TRUE);
  g_assert_cmpuint (place.index, ==, strlen ("Zażółć gęślą jaźń"));
}

static void
test_foreign (void)
{
  static const struct { const char *text, *href; gboolean foreign; } links[] = {
    { "allegro.pl", "https://allegro.pl/zwroty", FALSE },
    { "www.allegro.pl", "https://allegro.pl", FALSE },
    { "allegro.pl", "https://sklep.allegro.pl/x", FALSE },
    { "https://allegro.pl/zwroty", "https://allegro.pl.evil.example/zwroty", TRUE },
    { "allegro.pl", "https://evilallegro.pl", TRUE },
    { "allegro.pl", "https://allegro.pl@evil.example/", TRUE },
    { "kliknij tutaj", "https://evil.example", FALSE },
    { "anna@example.com", "mailto:anna@example.com", FALSE },
    { "anna@example.com", "mailto:eve@example.net", TRUE },
    { "500 100 200", "tel:+48500100200", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    g_assert_cmpint (dyzur_link_is_foreign (links[i].text, links[i].href), ==, links[i].foreign);
}

static void
test_plain_links (void)
{
  g_autoptr(DyzurBlocks) blocks = dyzur_link_blocks_from_text ("Zob. https://a.pl/b?c=1, www.b.pl. ola@c.pl!");
  const DyzurBlock *block = dyzur_blocks_get (blocks, 0);

  g_assert_cmpuint (block->spans->len, ==, 3);
  g_assert_cmpstr (g_array_index (block->spans, DyzurSpan, 0).href, ==, "https://a.pl/b?c=1");
  g_assert_cmpstr (g_array_index (block->spans, DyzurSpan, 1).href, ==, "https://www.b.pl");
  g_assert_cmpstr (g_array_index (block->spans, DyzurSpan, 2).href, ==, "mailto:ola@c.pl");
}

/* ---- the widget ---- */

static GtkWidget *
show_message (DyzurMessageRecord  *record,
              GtkWidget          **window)
{
  g_autoptr(DyzurMessage) message = dyzur_message_new (record);
  GtkWidget *widget = dyzur_message_widget_new ();

  dyzur_message_widget_set_message (DYZUR_MESSAGE_WIDGET (widget), NULL, message);
  gtk_widget_set_valign (widget, GTK_ALIGN_START);
  *window = console_show (widget, 700, 500);
  return widget;
}

static void
test_measure (void)
{
  GtkWidget *window, *widget, *bubble;
  int narrow, wide, minimum, natural;

  widget = show_message (console_message (1, "Anna Kowalska", CONSOLE_NOW,
                                          "Dzień dobry, kiedy mogę się spodziewać paczki? Zależy mi na czasie, bo "
                                          "wyjeżdżam w piątek rano na cały tydzień i nikogo nie będzie w domu."),
                         &window);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, <=, 320);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, 330, &narrow, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, 700, &wide, NULL, NULL, NULL);
  g_assert_cmpint (narrow, >, wide);
  bubble = console_find (widget, DYZUR_TYPE_MESSAGE_BUBBLE, 0);
  g_assert_true (gtk_widget_has_css_class (bubble, "incoming"));
  g_assert_cmpint (gtk_widget_get_width (bubble), <, 700);
  console_close (window);
}

/* A short message has a small bubble; ours stands on the right. */
static void
test_sides (void)
{
  GtkWidget *window, *widget, *bubble;
  graphene_rect_t bounds;

  widget = show_message (console_message (2, NULL, CONSOLE_NOW, "Tak."), &window);
  bubble = console_find (widget, DYZUR_TYPE_MESSAGE_BUBBLE, 0);
  g_assert_true (gtk_widget_compute_bounds (bubble, widget, &bounds));
  g_assert_cmpfloat (bounds.size.width, <, 200);
  g_assert_cmpfloat (bounds.origin.x, >, 350);
  console_close (window);
}

static void
test_names (void)
{
  DyzurMessageRecord *record = console_message (3, NULL, CONSOLE_NOW, "Paczka jest w drodze.");
  g_autoptr(DyzurMessage) message = NULL;
  GtkWidget *window, *widget = dyzur_message_widget_new ();
  DyzurMessageRecord *changed;

  record->delivery = DYZUR_DELIVERY_DELIVERED;
  message = dyzur_message_new (record);
  dyzur_message_widget_set_message (DYZUR_MESSAGE_WIDGET (widget), NULL, message);
  window = console_show (widget, 700, 300);
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Ola Nowak, today 12:30: Paczka jest w drodze. Delivered.");

  changed = dyzur_message_record_copy (dyzur_message_get_record (message));
  changed->delivery = DYZUR_DELIVERY_FAILED;
  changed->problem = DYZUR_PROBLEM_REFUSED;
  changed->failure = g_strdup ("550 No such user");
  dyzur_message_update (message, changed);
  console_settle (window);
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Ola Nowak, today 12:30: Paczka jest w drodze. Not sent. "
                                       "The server refused the message. (550 No such user)");
  g_assert_nonnull (console_find_text (widget, GTK_TYPE_BUTTON, "Try Again"));
  g_assert_true (gtk_widget_has_css_class (console_find (widget, DYZUR_TYPE_MESSAGE_BUBBLE, 0), "failed"));
  console_close (window);
}

static gboolean
has_button (GtkWidget  *widget,
            const char *label)
{
  GtkWidget *button = console_find_text (widget, GTK_TYPE_BUTTON, label);

  return button != NULL && gtk_widget_get_visible (button);
}

/* Perhaps sent: a person is asked, and the words cannot be taken back into the reply. */
static void
test_perhaps_sent (void)
{
  DyzurMessageRecord *record = console_message (3, NULL, CONSOLE_NOW, "Paczka jest w drodze.");
  GtkWidget *window, *widget;
  g_autofree char *words = NULL;

  record->delivery = DYZUR_DELIVERY_FAILED;
  record->problem = DYZUR_PROBLEM_UNCERTAIN;
  words = dyzur_message_dup_delivery (record);
  g_assert_cmpstr (words, ==, "Perhaps sent");
  widget = show_message (record, &window);
  g_assert_true (has_button (widget, "Send Again"));
  g_assert_true (has_button (widget, "It Arrived"));
  g_assert_false (has_button (widget, "Try Again"));
  g_assert_false (has_button (widget, "Edit"));
  console_close (window);
}

static void
test_fold_button (void)
{
  DyzurMessageRecord *record = console_message (4, "Anna Kowalska", CONSOLE_NOW, "Paczka");
  GtkWidget *window, *widget, *fold;
  int closed, open;

  record->blocks = make_blocks ();
  widget = show_message (record, &window);
  fold = console_find (widget, GTK_TYPE_TOGGLE_BUTTON, 0);
  g_assert_nonnull (fold);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (fold)), ==, "Show quoted text (1 line)");
  closed = gtk_widget_get_height (widget);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (fold), TRUE);
  console_settle (window);
  open = gtk_widget_get_height (widget);
  g_assert_cmpint (open, >, closed);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (fold)), ==, "Hide quoted text");
  console_close (window);
}

/* A word that stands only in the quoted text is brought to light; other words leave it folded. */
static void
test_marks (void)
{
  static const struct { const char *word; guint n_marks; gboolean unfolded; } cases[] = {
    { "wczesniej", 0, TRUE }, { "kubek", 1, FALSE }, { "nigdzie", 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DyzurBlocks) blocks = make_blocks ();
      g_autoptr(DyzurBlockLayout) layout = lay_out (blocks, FALSE);
      g_autoptr(DyzurMatches) found = console_matches (cases[i].word);
      DyzurMessageRecord *record = console_message (4, "Anna Kowalska", CONSOLE_NOW, "Paczka");
      GtkWidget *window, *widget, *fold;
      GdkRectangle area;

      dyzur_block_layout_highlight (layout, found);
      g_assert_cmpuint (dyzur_block_layout_get_n_marks (layout), ==, cases[i].n_marks);

      record->blocks = make_blocks ();
      widget = show_message (record, &window);
      fold = console_find (widget, GTK_TYPE_TOGGLE_BUTTON, 0);
      dyzur_message_widget_set_matches (DYZUR_MESSAGE_WIDGET (widget), found);
      g_assert_true (dyzur_message_widget_find_mark (DYZUR_MESSAGE_WIDGET (widget), &area)
                     == (cases[i].n_marks > 0 || cases[i].unfolded));
      g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (fold)) == cases[i].unfolded);
      console_settle (window);
      dyzur_message_widget_set_matches (DYZUR_MESSAGE_WIDGET (widget), NULL);
      g_assert_false (dyzur_message_widget_find_mark (DYZUR_MESSAGE_WIDGET (widget), &area));
      console_close (window);
    }
}

static void
test_note_and_bot (void)
{
  DyzurMessageRecord *record = console_message (5, NULL, CONSOLE_NOW, "Dzwoniłem do kuriera.");
  GtkWidget *window, *widget;

  record->kind = DYZUR_MESSAGE_NOTE;
  record->delivery = DYZUR_DELIVERY_NONE;
  widget = show_message (record, &window);
  g_assert_true (gtk_widget_has_css_class (console_find (widget, DYZUR_TYPE_MESSAGE_BUBBLE, 0), "note"));
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Private note, Ola Nowak, today 12:30: Dzwoniłem do kuriera.");
  console_close (window);

  record = console_message (6, NULL, CONSOLE_NOW, "Sprawdzam.");
  record->author_kind = DYZUR_AUTHOR_BOT;
  widget = show_message (record, &window);
  g_assert_true (gtk_widget_has_css_class (console_find (widget, DYZUR_TYPE_MESSAGE_BUBBLE, 0), "bot"));
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Bot, Ola Nowak, today 12:30: Sprawdzam. Sent.");
  console_close (window);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy (void)
{
  g_autofree char *text = NULL;
  GtkWidget *window, *widget;
  DyzurBlockView *view;

  widget = show_message (console_message (7, "Anna Kowalska", CONSOLE_NOW, "Zażółć gęślą jaźń"), &window);
  view = dyzur_message_bubble_get_text (DYZUR_MESSAGE_BUBBLE (console_find (widget, DYZUR_TYPE_MESSAGE_BUBBLE, 0)));
  dyzur_block_view_extend_selection (view, DYZUR_MOVE_WORD, TRUE);
  g_assert_true (dyzur_block_view_has_selection (view));
  g_assert_true (dyzur_block_view_find_selected (window) == view);
  gtk_widget_activate_action (widget, "message.copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, copied_cb, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (text, ==, "Zażółć");
  console_close (window);
}

static void
test_groups (void)
{
  g_autoptr(DyzurMessageRecord) first = console_message (1, "Anna", CONSOLE_NOW, "a");
  g_autoptr(DyzurMessageRecord) soon = console_message (2, "Anna", CONSOLE_NOW + 4 * DYZUR_MINUTE, "b");
  g_autoptr(DyzurMessageRecord) late = console_message (3, "Anna", CONSOLE_NOW + 5 * DYZUR_MINUTE, "c");
  g_autoptr(DyzurMessageRecord) other = console_message (4, "Marek", CONSOLE_NOW + DYZUR_MINUTE, "d");

  g_assert_true (dyzur_message_continues (soon, first));
  g_assert_false (dyzur_message_continues (late, first));
  g_assert_false (dyzur_message_continues (other, first));
  g_assert_false (dyzur_message_continues (first, NULL));
  soon->kind = DYZUR_MESSAGE_NOTE;
  g_assert_false (dyzur_message_continues (soon, first));
}

static void
test_activities (void)
{
  g_autoptr(DyzurMessageRecord) record = console_message (1, NULL, CONSOLE_NOW, "Marek");
  g_autofree char *assigned = NULL, *taken = NULL, *resolved = NULL, *by_me = NULL, *snoozed = NULL;

  record->kind = DYZUR_MESSAGE_ACTIVITY;
  record->activity = DYZUR_ACTIVITY_ASSIGNED;
  assigned = dyzur_message_dup_activity (record, NULL);
  g_assert_cmpstr (assigned, ==, "Assigned to Marek by Ola Nowak");
  g_free (record->text);
  record->text = g_strdup ("Ola Nowak");
  taken = dyzur_message_dup_activity (record, NULL);
  g_assert_cmpstr (taken, ==, "Taken by Ola Nowak");
  record->activity = DYZUR_ACTIVITY_RESOLVED;
  by_me = dyzur_message_dup_activity (record, "Ola Nowak");
  g_assert_cmpstr (by_me, ==, "Resolved by you");
  record->author_kind = DYZUR_AUTHOR_SYSTEM;
  g_clear_pointer (&record->author_name, g_free);
  resolved = dyzur_message_dup_activity (record, NULL);
  g_assert_cmpstr (resolved, ==, "Resolved");
  record->activity = DYZUR_ACTIVITY_SNOOZED;
  g_free (record->text);
  record->text = g_strdup_printf ("%" G_GINT64_FORMAT, CONSOLE_NOW + DYZUR_DAY);
  snoozed = dyzur_message_dup_activity (record, NULL);
  g_assert_cmpstr (snoozed, ==, "Snoozed until tomorrow 12:30");
}

/* Who hears the screen is told too what kind of machine wrote; a bounce says what to do. */
static void
test_kinds (void)
{
  g_autoptr(DyzurMessageRecord) record = console_message (1, "Jan Nowak", CONSOLE_NOW, "Jestem na urlopie");
  g_autofree char *spoken = NULL, *failure = NULL;

  g_assert_null (dyzur_message_get_automatic (record));
  for (int i = DYZUR_AUTOMATIC_MACHINE; i <= DYZUR_AUTOMATIC_RECEIPT; i++)
    {
      record->automatic = i;
      g_assert_nonnull (dyzur_message_get_automatic (record));
    }
  record->automatic = DYZUR_AUTOMATIC_REPLY;
  spoken = dyzur_message_dup_description (record, NULL);
  g_assert_true (g_str_has_prefix (spoken, "Automatic reply. Jan Nowak"));

  record->kind = DYZUR_MESSAGE_OUTGOING;
  record->delivery = DYZUR_DELIVERY_FAILED;
  record->problem = DYZUR_PROBLEM_ADDRESS;
  record->failure = g_strdup ("jan@klient.test: there is no such mailbox");
  failure = dyzur_message_dup_failure (record);
  g_assert_cmpstr (failure, ==, "The address does not exist: correct it and send again, or reach the customer another way. "
                                "(jan@klient.test: there is no such mailbox)");
}

int
main (int    argc,
      char **argv)
{
  console_test_init (&argc, &argv);

  g_test_add_func ("/message/kinds", test_kinds);
  g_test_add_func ("/message/links", test_links);
  g_test_add_func ("/message/text", test_text);
  g_test_add_func ("/message/table-width", test_table_width);
  g_test_add_func ("/message/fold-and-width", test_fold_and_width);
  g_test_add_func ("/message/selection", test_selection);
  g_test_add_func ("/message/foreign-links", test_foreign);
  g_test_add_func ("/message/plain-links", test_plain_links);
  g_test_add_func ("/message/measure", test_measure);
  g_test_add_func ("/message/sides", test_sides);
  g_test_add_func ("/message/names", test_names);
  g_test_add_func ("/message/perhaps-sent", test_perhaps_sent);
  g_test_add_func ("/message/fold-button", test_fold_button);
  g_test_add_func ("/message/marks", test_marks);
  g_test_add_func ("/message/note-and-bot", test_note_and_bot);
  g_test_add_func ("/message/copy", test_copy);
  g_test_add_func ("/message/groups", test_groups);
  g_test_add_func ("/message/activities", test_activities);
  return g_test_run ();
}
