/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>

#include "console-fixture.h"
#include "dyzur-clock.h"
#include "dyzur-composer.h"
#include "dyzur-conversation-view.h"
#include "dyzur-message-widget.h"
#include "dyzur-timeline-shelf.h"
#include "dyzur-toast.h"
#include "engine-fixture.h"

/* The conversation's widgets on a real engine with the practice shop. */

typedef struct
{
  Fixture            engine;
  GListModel        *list;
  DyzurConversation *first;      /* by mail */
  DyzurConversation *second;
  GtkWidget         *view;
  GtkWidget         *window;
  GtkTextBuffer     *buffer;
} TalkFixture;

static gboolean
is_mail (const DyzurConversationRecord *record)
{
  return record->channel == DYZUR_CHANNEL_EMAIL && record->unread > 0;
}

static gboolean
is_chat (const DyzurConversationRecord *record)
{
  return record->channel == DYZUR_CHANNEL_CHAT && record->unread > 0;
}

static void
show (TalkFixture       *fixture,
      DyzurConversation *conversation)
{
  dyzur_conversation_view_set_conversation (DYZUR_CONVERSATION_VIEW (fixture->view), fixture->engine.engine,
                                            conversation, 0);
}

static void
set_up (TalkFixture   *fixture,
        gconstpointer  data)
{
  dyzur_clock_set (0);
  fixture_set_up (&fixture->engine, data);
  fixture_add_practice (&fixture->engine);
  fixture->list = fixture_list_open (&fixture->engine);
  fixture->first = fixture_find_conversation (&fixture->engine, is_mail);
  fixture->second = fixture_find_conversation (&fixture->engine, is_chat);
  fixture->view = dyzur_conversation_view_new ();
  fixture->window = console_show (fixture->view, 700, 700);
  show (fixture, fixture->first);
  fixture->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (console_find (fixture->view, GTK_TYPE_TEXT_VIEW, 0)));
  fixture_wait (console_find (fixture->view, DYZUR_TYPE_MESSAGE_WIDGET, 0) != NULL);
}

static void
tear_down (TalkFixture   *fixture,
           gconstpointer  data)
{
  console_close (fixture->window);
  g_clear_object (&fixture->first);
  g_clear_object (&fixture->second);
  g_clear_object (&fixture->list);
  fixture_tear_down (&fixture->engine, data);
}

static void
type (TalkFixture *fixture,
      const char  *text)
{
  gtk_text_buffer_begin_user_action (fixture->buffer);
  gtk_text_buffer_insert_interactive_at_cursor (fixture->buffer, text, -1, TRUE);
  gtk_text_buffer_end_user_action (fixture->buffer);
}

static gboolean
text_is (TalkFixture *fixture,
         const char  *wanted)
{
  g_autofree char *text = NULL;

  g_object_get (fixture->buffer, "text", &text, NULL);
  if (g_getenv ("TRACE")) g_printerr ("[%s]\n", text);
  return g_strcmp0 (text, wanted) == 0;
}

static DyzurMessage *
find_message (TalkFixture *fixture,
              const char  *text)
{
  GtkWidget *row;

  for (guint i = 0; (row = console_find (fixture->view, DYZUR_TYPE_MESSAGE_WIDGET, i)) != NULL; i++)
    {
      DyzurMessage *message = dyzur_message_widget_get_message (DYZUR_MESSAGE_WIDGET (row));

      if (message != NULL && g_strcmp0 (dyzur_message_get_record (message)->text, text) == 0)
        return message;
    }
  return NULL;
}

/* What is typed is there again, with its cursor, whoever looked elsewhere meanwhile; reply and note do not mix. */
static void
test_drafts (TalkFixture   *fixture,
             gconstpointer  data)
{
  GtkTextIter at;

  type (fixture, "Zażółć gęślą");
  gtk_text_buffer_get_iter_at_offset (fixture->buffer, &at, 6);
  gtk_text_buffer_place_cursor (fixture->buffer, &at);
  gtk_widget_activate_action (fixture->view, "conversation.note", NULL);
  g_assert_true (text_is (fixture, ""));
  type (fixture, "oddzwonić");

  show (fixture, fixture->second);
  g_assert_true (text_is (fixture, ""));
  fixture_wait (console_find (fixture->view, DYZUR_TYPE_MESSAGE_WIDGET, 0) != NULL);
  show (fixture, fixture->first);
  fixture_wait (text_is (fixture, "Zażółć gęślą"));
  gtk_text_buffer_get_iter_at_mark (fixture->buffer, &at, gtk_text_buffer_get_insert (fixture->buffer));
  g_assert_cmpint (gtk_text_iter_get_offset (&at), ==, 6);
  gtk_widget_activate_action (fixture->view, "conversation.note", NULL);
  fixture_wait (text_is (fixture, "oddzwonić"));
}

/* Typing does not wait for a draft that is still on its way. */
static void
test_typing_while_loading (TalkFixture   *fixture,
                           gconstpointer  data)
{
  type (fixture, "Dzień dobry");
  show (fixture, fixture->second);
  show (fixture, fixture->first);
  type (fixture, "i jeszcze");
  fixture_wait (text_is (fixture, "Dzień dobry\ni jeszcze"));
}

static void
test_send_and_undo (TalkFixture   *fixture,
                    gconstpointer  data)
{
  DyzurMessage *message;

  dyzur_engine_set_undo_seconds (fixture->engine.engine, 30);
  type (fixture, "Już sprawdzam.");
  gtk_widget_activate_action (fixture->view, "conversation.send", NULL);
  fixture_wait (text_is (fixture, ""));
  fixture_wait (find_message (fixture, "Już sprawdzam.") != NULL);
  message = find_message (fixture, "Już sprawdzam.");
  g_assert_cmpint (dyzur_message_get_record (message)->delivery, ==, DYZUR_DELIVERY_QUEUED);

  gtk_widget_activate_action (fixture->view, "conversation.edit-message", "x", dyzur_message_get_record (message)->id);
  fixture_wait (text_is (fixture, "Już sprawdzam."));
  fixture_wait (find_message (fixture, "Już sprawdzam.") == NULL);
}

static void
test_note (TalkFixture   *fixture,
           gconstpointer  data)
{
  gtk_widget_activate_action (fixture->view, "conversation.note", NULL);
  type (fixture, "Dzwoniłem do kuriera.");
  gtk_widget_activate_action (fixture->view, "conversation.send", NULL);
  fixture_wait (find_message (fixture, "Dzwoniłem do kuriera.") != NULL);
  g_assert_cmpint (dyzur_message_get_record (find_message (fixture, "Dzwoniłem do kuriera."))->kind, ==,
                   DYZUR_MESSAGE_NOTE);
  fixture_wait (text_is (fixture, ""));
}

static void
test_attachment (TalkFixture   *fixture,
                 gconstpointer  data)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "dyzur-faktura.pdf", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GListStore) files = g_list_store_new (G_TYPE_FILE);
  DyzurComposer *composer = DYZUR_COMPOSER (console_find (fixture->view, DYZUR_TYPE_COMPOSER, 0));
  g_autoptr(DyzurDraft) draft = NULL;
  GtkWidget *chip = NULL;

  g_assert_true (g_file_set_contents (path, "%PDF-1.4", -1, NULL));
  g_list_store_append (files, file);
  dyzur_composer_add_files (composer, G_LIST_MODEL (files));
  fixture_wait ((chip = console_find_text (fixture->view, GTK_TYPE_LABEL, "dyzur-faktura.pdf")) != NULL);
  draft = dyzur_composer_dup_draft (composer);
  g_assert_cmpuint (draft->attachments->len, ==, 1);
  g_assert_cmpstr (((DyzurAttachment *) g_ptr_array_index (draft->attachments, 0))->name, ==, "dyzur-faktura.pdf");
  g_assert_true (g_file_test (((DyzurAttachment *) g_ptr_array_index (draft->attachments, 0))->path,
                              G_FILE_TEST_EXISTS));

  /* The word alone does not warn while a file is there. */
  type (fixture, "Faktura w załączniku.");
  gtk_widget_activate_action (fixture->view, "conversation.send", NULL);
  fixture_wait (find_message (fixture, "Faktura w załączniku.") != NULL);
  fixture_wait (text_is (fixture, ""));
  g_unlink (path);
}

/* A list that opens while typing, without taking the focus */
static void
test_canned (TalkFixture   *fixture,
             gconstpointer  data)
{
  GtkWidget *list;

  gtk_widget_activate_action (fixture->view, "conversation.reply", NULL);
  type (fixture, "/");
  fixture_wait ((list = console_find (fixture->view, GTK_TYPE_LIST_BOX, 0)) != NULL
                && gtk_widget_get_first_child (list) != NULL);
  type (fixture, "zwrot");
  fixture_wait (gtk_list_box_get_selected_row (GTK_LIST_BOX (list)) != NULL);
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_selected_row (GTK_LIST_BOX (list)));
  g_assert_false (text_is (fixture, "/zwrot"));
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->buffer), >, 20);
}

static void
test_overtaken (TalkFixture   *fixture,
                gconstpointer  data)
{
  g_autofree char *key = NULL;
  DyzurComposer *composer = DYZUR_COMPOSER (console_find (fixture->view, DYZUR_TYPE_COMPOSER, 0));
  gint64 seen;

  type (fixture, "Dzień dobry");
  seen = dyzur_composer_get_seen (composer);
  g_assert_cmpint (seen, >, 0);
  /* My own message is no surprise to me. */
  fixture_send (&fixture->engine, dyzur_conversation_get_id (fixture->first), "wcześniej", &key);
  fixture_wait (find_message (fixture, "wcześniej") != NULL);
  gtk_widget_activate_action (fixture->view, "conversation.send", NULL);
  fixture_wait (find_message (fixture, "Dzień dobry") != NULL);
}

static gboolean
is_loading (GListModel *timeline)
{
  gboolean loading;

  g_object_get (timeline, "loading", &loading, NULL);
  return loading;
}

static gboolean
has_no_unread (DyzurConversation *conversation)
{
  return dyzur_conversation_get_record (conversation)->unread == 0;
}

/* What was read ahead is there at once, and only as long as its unread line stands where it should. */
static void
test_read_ahead (TalkFixture   *fixture,
                 gconstpointer  data)
{
  g_autoptr(DyzurTimelineShelf) shelf = dyzur_timeline_shelf_new ();
  g_autoptr(GPtrArray) both = g_ptr_array_new ();
  g_autoptr(GPtrArray) one = g_ptr_array_new ();
  g_autoptr(GListModel) timeline = NULL;

  g_ptr_array_add (both, fixture->first);
  g_ptr_array_add (both, fixture->second);
  dyzur_timeline_shelf_fill (shelf, fixture->engine.engine, both);
  timeline = dyzur_timeline_shelf_take (shelf, fixture->second);
  g_assert_nonnull (timeline);
  g_assert_null (dyzur_timeline_shelf_take (shelf, fixture->second));
  fixture_wait (!is_loading (timeline));
  g_assert_cmpuint (g_list_model_get_n_items (timeline), >, 0);

  g_ptr_array_add (one, fixture->second);
  dyzur_timeline_shelf_fill (shelf, fixture->engine.engine, one);
  g_assert_null (dyzur_timeline_shelf_take (shelf, fixture->first));
  dyzur_engine_mark_seen (fixture->engine.engine, dyzur_conversation_get_id (fixture->second));
  fixture_wait (has_no_unread (fixture->second));
  g_assert_null (dyzur_timeline_shelf_take (shelf, fixture->second));
}

#define ADD(path, func) g_test_add (path, TalkFixture, NULL, set_up, func, tear_down)

/* What somebody asked for may come when the window is closed. */
static void
test_no_window (void)
{
  g_autoptr(GtkWidget) overlay = g_object_ref_sink (adw_toast_overlay_new ());
  GtkWidget *label = gtk_label_new (NULL);

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), label);
  dyzur_toast_show (label, "Sent");
}

int
main (int    argc,
      char **argv)
{
  console_test_init (&argc, &argv);

  ADD ("/conversation/drafts", test_drafts);
  ADD ("/conversation/typing-while-loading", test_typing_while_loading);
  ADD ("/conversation/send-and-undo", test_send_and_undo);
  ADD ("/conversation/note", test_note);
  ADD ("/conversation/attachment", test_attachment);
  ADD ("/conversation/canned", test_canned);
  ADD ("/conversation/overtaken", test_overtaken);
  g_test_add_func ("/conversation/no-window", test_no_window);
  ADD ("/conversation/read-ahead", test_read_ahead);
  return g_test_run ();
}
