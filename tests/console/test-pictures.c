/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>

#include "console-fixture.h"
#include "dyzur-attachment-tile.h"
#include "dyzur-engine-private.h"
#include "dyzur-engine-reading.h"
#include "dyzur-message-pictures.h"
#include "dyzur-message-widget.h"
#include "dyzur-mime-reader.h"
#include "dyzur-mock-server.h"
#include "engine-fixture.h"

#include <string.h>

/*
 * A mail with pictures in the web, from the mailbox to the screen: nobody is asked for anything before the click, after
 * it for exactly those pictures, and never again. The counter of readers in it is never asked for.
 */

#define SENDER "anna.kowalska@example.com"

typedef struct
{
  Fixture          engine;
  DyzurMockServer *server;
  GMutex           mutex;
  GPtrArray       *paths;      /* (element-type utf8): what was asked for */
  gboolean         broken;     /* atomic: the server has no pictures */
  GListModel      *timeline;
  DyzurMessage    *message;
  GtkWidget       *widget;
  GtkWidget       *window;
} Case;

static GBytes *
make_png (void)
{
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 120, 90);
  g_autofree char *data = NULL;
  gsize size;

  gdk_pixbuf_fill (pixbuf, 0x3584e4ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, "png", NULL, NULL));
  return g_bytes_new (data, size);
}

static void
answer_cb (DyzurMockServer   *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Case *self = user_data;
  g_autoptr(GBytes) png = make_png ();
  gsize size;
  const char *data = g_bytes_get_data (png, &size);

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->paths, g_strdup (path));
  g_mutex_unlock (&self->mutex);
  soup_server_message_set_status (message, g_atomic_int_get (&self->broken) ? 404 : 200, NULL);
  soup_server_message_set_response (message, "image/png", SOUP_MEMORY_COPY, data, size);
}

/* The message as the timeline has it: it changes with the store */
static DyzurMessage *
find_message (Case       *self,
              const char *remote_id)
{
  g_autoptr(GListModel) list = fixture_list_open (&self->engine);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(DyzurConversation) conversation = g_list_model_get_item (list, i);
      g_autoptr(GListModel) timeline = NULL;

      fixture_wait (dyzur_conversation_get_record (conversation) != NULL);
      if (dyzur_conversation_get_record (conversation)->contact_address == NULL
          || g_strcmp0 (dyzur_conversation_get_record (conversation)->contact_address, SENDER) != 0)
        continue;
      timeline = dyzur_engine_open_timeline (self->engine.engine, dyzur_conversation_get_id (conversation), 0);
      fixture_wait (g_list_model_get_n_items (timeline) > 0);
      for (guint j = 0; j < g_list_model_get_n_items (timeline); j++)
        {
          g_autoptr(GObject) item = g_list_model_get_item (timeline, j);

          if (!DYZUR_IS_MESSAGE (item)
              || g_strcmp0 (dyzur_message_get_record (DYZUR_MESSAGE (item))->remote_id, remote_id) != 0)
            continue;
          g_set_object (&self->timeline, timeline);
          return DYZUR_MESSAGE (g_steal_pointer (&item));
        }
    }
  g_assert_not_reached ();
}

static void
take_in (Case       *self,
         const char *id,
         const char *pictures)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("mail");
  DyzurMimeContext context = { .config = config, .received_at = CONSOLE_NOW };
  g_autofree char *mail = g_strdup_printf ("From: Anna Kowalska <" SENDER ">\r\nTo: sklep@sklep.test\r\nSubject: Wazon\r\n"
                                           "Message-ID: <%s@example.com>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n"
                                           "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                                           "<p>Tak wygląda:</p>%s<p>Co dalej?</p>", id, pictures);
  g_autoptr(GBytes) bytes = g_bytes_new (mail, strlen (mail));
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_event_free);
  g_autoptr(GArray) arrived = NULL;
  g_autofree char *ids = NULL;
  g_autoptr(GError) error = NULL;

  config->address = g_strdup ("sklep@sklep.test");
  g_ptr_array_add (events, dyzur_mime_read (bytes, &context));
  dyzur_store_ingest (self->engine.engine->store, dyzur_account_get_config (fixture_get_account (&self->engine))->id, events, NULL,
                      &arrived, &error);
  g_assert_no_error (error);
  ids = g_strdup_printf ("%s@example.com", id);
  self->message = find_message (self, ids);
}


static char *
dup_pictures (Case *self)
{
  const char *base = dyzur_mock_server_get_address (self->server);

  return g_strdup_printf ("<img src='%s/wazon.png' alt='Wazon'><img src='%s/spod.png'><img src='%s/wazon.png'>"
                          "<img src='%s/licznik.gif' width='1' height='1'><img src='%s/wf/open?who=7'>", base, base, base,
                          base, base);
}

static void
show (Case *self)
{
  self->widget = dyzur_message_widget_new ();
  self->window = console_show (self->widget, 500, 500);
  dyzur_message_widget_set_message (DYZUR_MESSAGE_WIDGET (self->widget), self->engine.engine, self->message);
  console_settle (self->window);
}

static void
set_up (Case          *self,
        gconstpointer  data)
{
  g_autofree char *pictures = NULL;

  g_mutex_init (&self->mutex);
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->server = dyzur_mock_server_new (answer_cb, self, NULL);
  g_setenv ("DYZUR_PICTURES", dyzur_mock_server_get_address (self->server) + strlen ("http://"), TRUE);
  fixture_set_up (&self->engine, data);
  fixture_add_practice (&self->engine);
  pictures = dup_pictures (self);
  take_in (self, "first", pictures);
  show (self);
}

static void
tear_down (Case          *self,
           gconstpointer  data)
{
  if (self->window != NULL)
    console_close (self->window);
  g_clear_object (&self->message);
  g_clear_object (&self->timeline);
  fixture_tear_down (&self->engine, data);
  dyzur_mock_server_free (self->server);
  g_ptr_array_unref (self->paths);
  g_mutex_clear (&self->mutex);
  g_unsetenv ("DYZUR_PICTURES");
}

static GtkWidget *
find_bar (Case *self)
{
  return console_find (self->widget, DYZUR_TYPE_MESSAGE_PICTURES, 0);
}

static const char *
get_words (Case *self)
{
  return gtk_label_get_label (GTK_LABEL (console_find (find_bar (self), GTK_TYPE_LABEL, 0)));
}

static const DyzurMessageRecord *
get_record (Case *self)
{
  return dyzur_message_get_record (self->message);
}

static guint
count_tiles (Case *self)
{
  guint n = 0;

  while (console_find (self->widget, DYZUR_TYPE_ATTACHMENT_TILE, n) != NULL)
    n++;
  return n;
}

static void
click (Case *self)
{
  GtkWidget *button = console_find (find_bar (self), ADW_TYPE_SPLIT_BUTTON, 0);

  g_signal_emit_by_name (button, "clicked");
}

static void
close_widget (Case *self)
{
  console_close (self->window);
  self->window = NULL;
  g_clear_object (&self->message);
  g_clear_object (&self->timeline);
}

static void
test_click (Case          *self,
            gconstpointer  data)
{
  g_assert_nonnull (find_bar (self));
  g_assert_cmpstr (get_words (self), ==, "Pictures from the web are blocked (2)");
  g_assert_cmpuint (count_tiles (self), ==, 0);
  g_assert_cmpuint (dyzur_mock_server_get_requests (self->server), ==, 0);

  click (self);
  fixture_wait (find_bar (self) == NULL);
  g_assert_cmpuint (self->paths->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (self->paths, 0), ==, "/wazon.png");
  g_assert_cmpstr (g_ptr_array_index (self->paths, 1), ==, "/spod.png");
  g_assert_cmpuint (count_tiles (self), ==, 2);
  g_assert_cmpuint (get_record (self)->attachments->len, ==, 2);
}

/* They are there when the program was closed and the server is gone. */
static void
test_kept (Case          *self,
           gconstpointer  data)
{
  const DyzurAttachment *first;

  click (self);
  fixture_wait (find_bar (self) == NULL);
  close_widget (self);
  fixture_close (&self->engine);
  g_atomic_int_set (&self->broken, TRUE);
  fixture_open (&self->engine);
  fixture_wait (g_list_model_get_n_items (dyzur_engine_get_accounts (self->engine.engine)) > 0);
  self->message = find_message (self, "first@example.com");
  show (self);
  g_assert_null (find_bar (self));
  first = g_ptr_array_index (get_record (self)->attachments, 0);
  g_assert_true (first->is_inline);
  g_assert_cmpint (first->width, ==, 120);
  g_assert_true (g_file_test (first->path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpuint (dyzur_mock_server_get_requests (self->server), ==, 2);
}

static void
test_not_there (Case          *self,
                gconstpointer  data)
{
  g_atomic_int_set (&self->broken, TRUE);
  click (self);
  fixture_wait (g_str_equal (get_words (self), "2 pictures could not be loaded"));
  g_atomic_int_set (&self->broken, FALSE);
  click (self);
  fixture_wait (find_bar (self) == NULL);
  g_assert_cmpuint (count_tiles (self), ==, 2);
}

/* The choice for a sender holds for their next mail, over a restart, until it is taken back. */
static void
test_always (Case          *self,
             gconstpointer  data)
{
  g_autofree char *pictures = dup_pictures (self);

  gtk_widget_activate_action (self->widget, "message.toggle-pictures", NULL);
  fixture_wait (find_bar (self) == NULL);
  g_assert_cmpuint (dyzur_mock_server_get_requests (self->server), ==, 2);
  close_widget (self);
  fixture_close (&self->engine);
  fixture_open (&self->engine);
  fixture_wait (dyzur_engine_always_loads_pictures (self->engine.engine, "Anna.Kowalska@example.com"));
  fixture_wait (g_list_model_get_n_items (dyzur_engine_get_accounts (self->engine.engine)) > 0);

  take_in (self, "second", pictures);
  g_assert_cmpuint (dyzur_mock_server_get_requests (self->server), ==, 2);
  show (self);
  fixture_wait (find_bar (self) == NULL);
  g_assert_cmpuint (dyzur_mock_server_get_requests (self->server), ==, 4);

  gtk_widget_activate_action (self->widget, "message.toggle-pictures", NULL);
  g_assert_false (dyzur_engine_always_loads_pictures (self->engine.engine, SENDER));
  close_widget (self);
  take_in (self, "third", pictures);
  show (self);
  g_assert_cmpstr (get_words (self), ==, "Pictures from the web are blocked (2)");
  g_assert_cmpuint (dyzur_mock_server_get_requests (self->server), ==, 4);
}

int
main (int    argc,
      char **argv)
{
  console_test_init (&argc, &argv);

  g_test_add ("/pictures/always", Case, NULL, set_up, test_always, tear_down);
  g_test_add ("/pictures/click", Case, NULL, set_up, test_click, tear_down);
  g_test_add ("/pictures/kept", Case, NULL, set_up, test_kept, tear_down);
  g_test_add ("/pictures/not-there", Case, NULL, set_up, test_not_there, tear_down);
  return g_test_run ();
}
