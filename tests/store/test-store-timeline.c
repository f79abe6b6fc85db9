/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-mark.h"
#include "dyzur-pager.h"
#include "list-fixture.h"

#define NOON G_GINT64_CONSTANT (1763726400000)   /* 21 November 2025, 12:00 UTC */

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  store_fixture_set_up (fixture, data);
  list_fixture_begin (fixture);
  list_fixture_conversation (fixture, NOON, DYZUR_STATUS_OPEN, NULL);
}

static GListModel *
open_timeline (StoreFixture *fixture,
               gint64        around)
{
  GListModel *timeline = dyzur_store_open_timeline (fixture->store, 1, around);

  list_fixture_wait_loaded (timeline);
  return timeline;
}

/* The items as words: texts of messages, "|" for a day line, "*" for the unread line */
static char *
describe (GListModel *timeline)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (timeline); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (timeline, i);

      if (i > 0)
        g_string_append_c (words, ' ');
      if (DYZUR_IS_MESSAGE (item))
        g_string_append (words, dyzur_message_get_record (DYZUR_MESSAGE (item))->text);
      else
        g_string_append (words, dyzur_mark_get_kind (DYZUR_MARK (item)) == DYZUR_MARK_DAY ? "|" : "*");
    }
  return g_string_free (words, FALSE);
}

static void
assert_items (GListModel *timeline,
              const char *expected)
{
  g_autofree char *words = describe (timeline);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_marks (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(GListModel) timeline = NULL;
  g_autoptr(GObject) day = NULL, again = NULL;
  g_autoptr(Mirror) mirror = NULL;

  list_fixture_message (fixture, 1, NOON - DYZUR_DAY, "a");
  list_fixture_message (fixture, 1, NOON, "b");
  list_fixture_message (fixture, 1, NOON + 1, "c");
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE messages SET seen = 0 WHERE text = 'c'");
  timeline = open_timeline (fixture, 0);
  mirror = mirror_new (timeline);
  assert_items (timeline, "| a | b * c");
  day = g_list_model_get_item (timeline, 2);
  g_assert_cmpint (dyzur_mark_get_at (DYZUR_MARK (day)), ==, NOON - DYZUR_DAY / 2);

  /* What comes while it is open is not "new" again, and the unread line stays where it was */
  list_fixture_message (fixture, 1, NOON + 2, "d");
  list_fixture_message (fixture, 1, NOON + DYZUR_DAY, "e");
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE messages SET seen = 1");
  list_fixture_settle (fixture);
  assert_items (timeline, "| a | b * c d | e");
  again = g_list_model_get_item (timeline, 2);
  g_assert_true (again == day);
  g_assert_cmpuint (mirror->n_rows, ==, 3);
}

/* Where the remote counts what is unread, the line stands above that many of the customer's messages. */
static void
test_counted_unread (StoreFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr(GListModel) timeline = NULL, more = NULL;

  list_fixture_message (fixture, 1, NOON, "a");
  list_fixture_message (fixture, 1, NOON + 1, "b");
  list_fixture_message (fixture, 1, NOON + 2, "c");
  list_fixture_message (fixture, 1, NOON + 3, "d");
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE messages SET kind = 1 WHERE text = 'c'");
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE messages SET seen = 1");
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE conversations SET unread = 2");
  timeline = open_timeline (fixture, 0);
  assert_items (timeline, "| a * b c d");
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE conversations SET unread = 0");
  more = open_timeline (fixture, 0);
  assert_items (more, "| a b c d");
}

static void
add_many (StoreFixture *fixture,
          int           n)
{
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1,
                      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
                      "INSERT INTO messages (conversation_id, account, sent_at, kind, author_kind, text) "
                      "SELECT 1, 1, %" G_GINT64_FORMAT " + i, 0, 0, i FROM n", n, NOON);
}

static const char *
text_at (GListModel *timeline,
         guint       position)
{
  g_autoptr(GObject) item = g_list_model_get_item (timeline, position);

  return DYZUR_IS_MESSAGE (item) ? dyzur_message_get_record (DYZUR_MESSAGE (item))->text : NULL;
}

static void
load (StoreFixture *fixture,
      GListModel   *timeline,
      gboolean      older)
{
  guint n = g_list_model_get_n_items (timeline);

  dyzur_pager_load (DYZUR_PAGER (timeline), older);
  dyzur_pager_load (DYZUR_PAGER (timeline), older);
  list_fixture_settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (timeline), >=, n);
}

static void
test_pages (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(GListModel) timeline = NULL;
  g_autoptr(Mirror) mirror = NULL;
  g_autoptr(GObject) day = NULL, moved = NULL;

  add_many (fixture, 70);
  timeline = open_timeline (fixture, 0);
  mirror = mirror_new (timeline);
  g_assert_cmpuint (g_list_model_get_n_items (timeline), ==, 25);
  g_assert_cmpstr (text_at (timeline, 1), ==, "47");
  g_assert_cmpstr (text_at (timeline, 24), ==, "70");
  g_assert_true (dyzur_pager_has_more (DYZUR_PAGER (timeline), TRUE));
  g_assert_false (dyzur_pager_has_more (DYZUR_PAGER (timeline), FALSE));
  day = g_list_model_get_item (timeline, 0);

  load (fixture, timeline, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (timeline), ==, 33);
  g_assert_cmpstr (text_at (timeline, 1), ==, "39");
  moved = g_list_model_get_item (timeline, 0);
  g_assert_true (moved == day);
  g_assert_cmpuint (mirror->n_rows, ==, 8);
  for (int i = 0; i < 5; i++)
    load (fixture, timeline, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (timeline), ==, 71);
  g_assert_false (dyzur_pager_has_more (DYZUR_PAGER (timeline), TRUE));
  load (fixture, timeline, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (timeline), ==, 71);
}

static void
test_around (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GListModel) timeline = NULL, elsewhere = NULL;

  add_many (fixture, 200);
  timeline = open_timeline (fixture, 100);
  g_assert_cmpuint (g_list_model_get_n_items (timeline), ==, 25);
  g_assert_cmpstr (text_at (timeline, 1), ==, "88");
  g_assert_cmpstr (text_at (timeline, 13), ==, "100");
  g_assert_cmpstr (text_at (timeline, 24), ==, "111");
  g_assert_true (dyzur_pager_has_more (DYZUR_PAGER (timeline), TRUE));
  g_assert_true (dyzur_pager_has_more (DYZUR_PAGER (timeline), FALSE));

  /* Beyond the window nothing is shown before it is loaded */
  list_fixture_message (fixture, 1, NOON + 300, "new");
  list_fixture_settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (timeline), ==, 25);
  for (int i = 0; i < 12; i++)
    load (fixture, timeline, FALSE);
  g_assert_false (dyzur_pager_has_more (DYZUR_PAGER (timeline), FALSE));
  g_assert_cmpstr (text_at (timeline, g_list_model_get_n_items (timeline) - 1), ==, "new");
  list_fixture_message (fixture, 1, NOON + 301, "newer");
  list_fixture_settle (fixture);
  g_assert_cmpstr (text_at (timeline, g_list_model_get_n_items (timeline) - 1), ==, "newer");

  /* A message that is not here any more: the end */
  elsewhere = open_timeline (fixture, 4711);
  g_assert_cmpstr (text_at (elsewhere, g_list_model_get_n_items (elsewhere) - 1), ==, "newer");
}

static void
count_cb (DyzurMessage *message,
          guint        *n)
{
  (*n)++;
}

static void
test_updates (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(GListModel) timeline = NULL;
  g_autoptr(Mirror) mirror = NULL;
  DyzurMessage *second;
  guint n = 0, others = 0;

  add_many (fixture, 3);
  timeline = open_timeline (fixture, 0);
  mirror = mirror_new (timeline);
  second = mirror->items->pdata[2];
  g_signal_connect (second, "changed", G_CALLBACK (count_cb), &n);
  g_signal_connect (mirror->items->pdata[1], "changed", G_CALLBACK (count_cb), &others);

  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE messages SET delivery = 3 WHERE id = 2");
  list_fixture_settle (fixture);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (dyzur_message_get_record (second)->delivery, ==, DYZUR_DELIVERY_SENT);
  g_assert_cmpuint (mirror->n_signals, ==, 0);
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1,
                      "INSERT INTO attachments (message_id, position, name, file) VALUES (2, 0, 'a.png', 'aa/bb')");
  list_fixture_settle (fixture);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (others, ==, 0);
  g_assert_true (g_str_has_suffix (((DyzurAttachment *) dyzur_message_get_record (second)->attachments->pdata[0])->path,
                                   "aa/bb"));

  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "DELETE FROM messages WHERE id = 1");
  list_fixture_settle (fixture);
  assert_items (timeline, "| 2 3");
  g_assert_true (mirror->items->pdata[1] == second);
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE messages SET sent_at = sent_at + 10 WHERE id = 2");
  list_fixture_settle (fixture);
  assert_items (timeline, "| 3 2");
  g_assert_true (mirror->items->pdata[2] == second);
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "DELETE FROM messages");
  list_fixture_settle (fixture);
  assert_items (timeline, "");
}

static void
change_something (StoreFixture *fixture)
{
  int id = g_test_rand_int_range (1, 400);
  int at = g_test_rand_int_range (-3000, 3000);

  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      list_fixture_message (fixture, 1, NOON + at * DYZUR_MINUTE, "x");
      break;

    case 1:
      list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE messages SET text = 'y%d' WHERE id = %d", at, id);
      break;

    case 2:
      list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "DELETE FROM messages WHERE id = %d", id);
      break;

    default:
      list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE messages SET delivery = %d WHERE id = %d",
                          ABS (at) % 7, id);
      break;
    }
}

/* Whatever happens: after everything was loaded the timeline reads as one that is opened now and loaded. */
static void
test_random (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GListModel) timeline = NULL;
  g_autoptr(Mirror) mirror = NULL;

  for (int i = 0; i < 300; i++)
    list_fixture_message (fixture, 1, NOON + g_test_rand_int_range (-3000, 3000) * DYZUR_MINUTE, "x");
  timeline = open_timeline (fixture, 150);
  mirror = mirror_new (timeline);
  for (int round = 0; round < 60; round++)
    {
      for (int n = g_test_rand_int_range (1, 10); n > 0; n--)
        change_something (fixture);
      if (round % 3 == 0)
        dyzur_pager_load (DYZUR_PAGER (timeline), round % 2);
      list_fixture_settle (fixture);
      mirror_check (mirror);
    }
  while (dyzur_pager_has_more (DYZUR_PAGER (timeline), TRUE))
    load (fixture, timeline, TRUE);
  while (dyzur_pager_has_more (DYZUR_PAGER (timeline), FALSE))
    load (fixture, timeline, FALSE);
  {
    g_autoptr(GListModel) fresh = open_timeline (fixture, 0);
    g_autofree char *expected = NULL;

    while (dyzur_pager_has_more (DYZUR_PAGER (fresh), TRUE))
      load (fixture, fresh, TRUE);
    expected = describe (fresh);
    assert_items (timeline, expected);
    for (guint i = 0; i < mirror->items->len; i++)
      if (DYZUR_IS_MESSAGE (mirror->items->pdata[i]))
        {
          g_autoptr(DyzurMessage) message = g_list_model_get_item (fresh, i);

          g_assert_cmpint (dyzur_message_get_record (message)->delivery, ==,
                           dyzur_message_get_record (mirror->items->pdata[i])->delivery);
        }
  }
}

#define add(path, func) g_test_add ("/store/timeline/" path, StoreFixture, NULL, set_up, func, store_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("marks", test_marks);
  add ("counted-unread", test_counted_unread);
  add ("pages", test_pages);
  add ("around", test_around);
  add ("updates", test_updates);
  add ("random", test_random);

  return g_test_run ();
}
