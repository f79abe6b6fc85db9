/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-servers.h"

#include "dyzur-imap.h"
#include "dyzur-mail-connector.h"
#include "dyzur-mail-server.h"
#include "dyzur-mime-writer.h"
#include "dyzur-team.h"

#include <glib/gstdio.h>
#include <string.h>

/* The whole connector against a real Dovecot and a real Exim, with TLS. */

#define CUSTOMER "anna.kowalska@klient.test"
#define KEY "0b5ad0de-1f6c-4b8e-9a51-7d2f4a0c9e11"

typedef struct
{
  DyzurMailServers   *servers;
  DyzurAccountConfig *config;
  DyzurConnector     *connector;
  GPtrArray          *events;       /* all the sink has got */
  char               *cursor;
  guint               batches;
  guint               first_batch;  /* events in the first one */
  guint               break_after;  /* the disk fails after so many batches, 0 = never */
} Fixture;

static gboolean
sink_cb (GPtrArray   *events,
         const char  *cursor,
         gpointer     user_data,
         GError     **error)
{
  Fixture *fixture = user_data;

  if (fixture->break_after > 0 && fixture->batches == fixture->break_after)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "the disk is full");
      return FALSE;
    }
  if (fixture->batches++ == 0)
    fixture->first_batch = events->len;
  while (events->len > 0)
    g_ptr_array_add (fixture->events, g_ptr_array_steal_index (events, 0));
  if (cursor != NULL)
    {
      g_free (fixture->cursor);
      fixture->cursor = g_strdup (cursor);
    }
  return TRUE;
}

static void
forget (Fixture *fixture)
{
  g_ptr_array_set_size (fixture->events, 0);
  fixture->batches = fixture->first_batch = 0;
}

static void
set_up_with (Fixture           *fixture,
             const char *const *options)
{
  fixture->events = dyzur_events_new ();
  fixture->servers = dyzur_mail_servers_start (options);
  if (fixture->servers == NULL)
    return;
  fixture->config = dyzur_mail_servers_dup_config (fixture->servers);
  fixture->connector = dyzur_mail_connector_new (fixture->config, dyzur_mail_servers_get (fixture->servers, "password"));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  options)
{
  set_up_with (fixture, options);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  if (fixture->connector != NULL)
    g_assert_finalize_object (fixture->connector);
  g_clear_pointer (&fixture->config, dyzur_account_config_free);
  g_clear_pointer (&fixture->servers, dyzur_mail_servers_free);
  g_ptr_array_unref (fixture->events);
  g_free (fixture->cursor);
}

static void
connect_now (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  dyzur_connector_connect (fixture->connector, NULL, &error);
  g_assert_no_error (error);
}

static void
sync_now (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  dyzur_connector_sync (fixture->connector, fixture->cursor, sink_cb, fixture, NULL, &error);
  g_assert_no_error (error);
}

static void
deliver_mail (Fixture    *fixture,
              const char *id,
              const char *subject,
              const char *text)
{
  g_autofree char *message =
    g_strdup_printf ("From: Anna Kowalska <" CUSTOMER ">\nTo: sklep@sklep.test\nSubject: %s\nMessage-ID: <%s>\n"
                     "Date: Sat, 14 Nov 2020 12:03:00 +0100\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                     "Content-Transfer-Encoding: 8bit\n\n%s\n", subject, id, text);

  dyzur_mail_servers_send (fixture->servers, CUSTOMER, "sklep@sklep.test", message);
}

/* Delivery is another process' work: wait as the product does, by IDLE, until the mail is there. */
static void
sync_until (Fixture *fixture,
            guint    wanted)
{
  g_autoptr(GError) error = NULL;

  sync_now (fixture);
  while (fixture->events->len < wanted)
    {
      dyzur_connector_wait (fixture->connector, sink_cb, fixture, NULL, &error);
      g_assert_no_error (error);
      sync_now (fixture);
    }
}

static DyzurEvent *
get_event (Fixture    *fixture,
           const char *remote_id)
{
  DyzurEvent *found = NULL;

  for (guint i = 0; i < fixture->events->len; i++)
    {
      DyzurEvent *event = g_ptr_array_index (fixture->events, i);

      if (event->message != NULL && g_strcmp0 (event->message->remote_id, remote_id) == 0)
        found = event;
    }
  return found;
}

/* A session of the test's own, to look at a mailbox from outside. */
static DyzurImap *
open_mailbox (Fixture    *fixture,
              const char *user)
{
  g_autoptr(DyzurMailServer) server = dyzur_mail_server_new (fixture->config, "imap",
                                                             dyzur_mail_servers_get (fixture->servers, "password"));
  g_autoptr(GError) error = NULL;
  DyzurImap *imap;

  g_free (server->user);
  server->user = g_strdup (user);
  imap = dyzur_imap_open (server, NULL, NULL, &error);
  g_assert_no_error (error);
  return imap;
}

static char *
get_sent (DyzurImap *imap)
{
  g_autoptr(GPtrArray) folders = dyzur_imap_list (imap, NULL, NULL);
  const DyzurImapFolder *folder = dyzur_imap_find_folder (folders, NULL, "\\Sent");

  g_assert_nonnull (folder);
  g_assert_cmpstr (folder->title, ==, "Wysłane");
  return g_strdup (folder->name);
}

static guint
count_messages (DyzurImap  *imap,
                const char *name,
                const char *id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) uids = NULL;

  dyzur_imap_select (imap, name, NULL, &error);
  g_assert_no_error (error);
  uids = dyzur_imap_search_id (imap, id, NULL, &error);
  g_assert_no_error (error);
  return uids->len;
}

static void
test_arrival (Fixture       *fixture,
              gconstpointer  unused)
{
  DyzurEvent *event;

  if (fixture->servers == NULL)
    return;
  connect_now (fixture);
  sync_now (fixture);
  g_assert_cmpuint (fixture->events->len, ==, 0);

  deliver_mail (fixture, "m1@klient.test", "=?utf-8?Q?Re:_Gdzie_jest_paczka=3F?=", "Dzień dobry,\n\ngdzie jest żółta paczka?");
  sync_until (fixture, 1);
  event = get_event (fixture, "m1@klient.test");
  g_assert_nonnull (event);
  g_assert_true (event->live);
  g_assert_false (event->seen);
  g_assert_cmpint (event->message->kind, ==, DYZUR_MESSAGE_INCOMING);
  g_assert_cmpstr (event->message->text, ==, "Dzień dobry,\ngdzie jest żółta paczka?");
  g_assert_cmpint (event->message->sent_at, ==, 1605351780000);
  g_assert_cmpstr (event->conversation->subject, ==, "Gdzie jest paczka?");
  g_assert_cmpstr (event->conversation->inbox_id, ==, "sklep@sklep.test");
  g_assert_cmpstr (event->conversation->contact_address, ==, CUSTOMER);
  g_assert_cmpstr (event->contact->name, ==, "Anna Kowalska");
}

/* Wakes the waiting connector from another thread, and measures how long it takes. */
typedef struct
{
  Fixture      *fixture;
  GCancellable *cancellable;   /* (nullable): fired instead of a mail */
  gint64        at;
} Waker;

static gpointer
waker_thread (gpointer user_data)
{
  Waker *waker = user_data;

  g_usleep (300 * 1000); /* let the other thread get into its IDLE: nothing tells when it is there */
  waker->at = g_get_monotonic_time ();
  if (waker->cancellable != NULL)
    g_cancellable_cancel (waker->cancellable);
  else
    deliver_mail (waker->fixture, "woken@klient.test", "Pilne", "Proszę o odpowiedź");
  return NULL;
}

static gint64
wait_with (Fixture      *fixture,
           GCancellable *cancellable)
{
  Waker waker = { fixture, cancellable, 0 };
  GThread *thread = g_thread_new ("waker", waker_thread, &waker);
  g_autoptr(GError) error = NULL;
  gboolean woken = dyzur_connector_wait (fixture->connector, sink_cb, fixture, cancellable, &error);
  gint64 now = g_get_monotonic_time ();

  g_assert_no_error (error);
  g_assert_true (woken);
  g_thread_join (thread);
  return (now - waker.at) / 1000;
}

static void
test_wait (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  gint64 took;

  if (fixture->servers == NULL)
    return;
  connect_now (fixture);
  sync_now (fixture);
  took = wait_with (fixture, NULL);
  g_test_message ("a mail woke IDLE after %" G_GINT64_FORMAT " ms", took);
  g_assert_cmpint (took, <, 2000);
  sync_now (fixture);
  g_assert_nonnull (get_event (fixture, "woken@klient.test"));

  took = wait_with (fixture, cancellable);
  g_test_message ("a cancellable ended IDLE after %" G_GINT64_FORMAT " ms", took);
  g_assert_cmpint (took, <, 2000);
  forget (fixture);
  deliver_mail (fixture, "after@klient.test", "Jeszcze", "Ta sama rozmowa");
  sync_until (fixture, 1);
  g_assert_nonnull (get_event (fixture, "after@klient.test"));
}

static DyzurAction *
new_reply (const char *to)
{
  DyzurAction *action = dyzur_action_new (DYZUR_ACTION_MESSAGE);
  DyzurAttachment *attachment = dyzur_attachment_new ("Zwrot – żółty formularz.bin", "application/octet-stream");
  guint8 bytes[5000];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = i * 7 + i / 256;
  attachment->bytes = g_bytes_new (bytes, sizeof bytes);
  action->key = g_strdup (KEY);
  action->message = dyzur_message_record_new ();
  action->message->client_id = g_strdup (KEY);
  action->message->sent_at = 1605355380000;
  action->message->text = g_strdup ("Dzień dobry,\n\n.paczka jest w drodze.\n.\nPozdrawiam");
  action->message->to = g_strsplit (to, ";", -1);
  action->message->thread_keys = g_strsplit ("m1@klient.test", " ", -1);
  action->message->subject = g_strdup ("Gdzie jest paczka?");
  action->message->attachments = dyzur_attachments_new ();
  g_ptr_array_add (action->message->attachments, attachment);
  return action;
}

static void
deliver_now (Fixture           *fixture,
             const DyzurAction *action,
             DyzurReceipt      *receipt)
{
  g_autoptr(GError) error = NULL;

  dyzur_connector_deliver (fixture->connector, action, receipt, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
find_now (Fixture           *fixture,
          const DyzurAction *action,
          DyzurReceipt      *receipt)
{
  g_autoptr(GError) error = NULL;
  gboolean found = dyzur_connector_find (fixture->connector, action, receipt, NULL, &error);

  if (!found) /* that there is no copy in Sent proves nothing */
    g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN);
  return found;
}

static void
file_now (Fixture           *fixture,
          const DyzurAction *action)
{
  g_autoptr(GError) error = NULL;

  dyzur_connector_file (fixture->connector, action, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
body_cb (guint32                uid,
         const DyzurImapValue  *items,
         gpointer               user_data,
         GError               **error)
{
  GBytes **bytes = user_data;

  *bytes = dyzur_imap_value_dup_bytes (dyzur_imap_value_find (items, "BODY[]"));
  return TRUE;
}

/* The one message with @id in @name, once it is there */
static GBytes *
await_message (DyzurImap  *imap,
               const char *name,
               const char *id)
{
  g_autoptr(GError) error = NULL;

  dyzur_imap_select (imap, name, NULL, &error);
  g_assert_no_error (error);
  for (;;)
    {
      g_autoptr(GArray) uids = dyzur_imap_search_id (imap, id, NULL, &error);
      g_autofree char *set = NULL;
      GBytes *bytes = NULL;

      g_assert_no_error (error);
      if (uids->len == 0)
        {
          dyzur_imap_take_news (imap);
          dyzur_imap_wait (imap, 20000, NULL, &error);
          g_assert_no_error (error);
          continue;
        }
      g_assert_cmpuint (uids->len, ==, 1);
      set = dyzur_imap_uid_set (&g_array_index (uids, guint32, 0), 1);
      dyzur_imap_fetch (imap, set, "(UID BODY.PEEK[])", body_cb, &bytes, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (bytes);
      return bytes;
    }
}

static gboolean
ends_with (GBytes *bytes,
           GBytes *end)
{
  gsize size, tail;
  const char *data = g_bytes_get_data (bytes, &size);
  const char *wanted = g_bytes_get_data (end, &tail);

  return size >= tail && memcmp (data + size - tail, wanted, tail) == 0;
}

static void
test_reply (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autoptr(DyzurAction) action = new_reply ("Anna Kowalska <" CUSTOMER ">");
  g_auto(DyzurReceipt) receipt = { 0 }, found = { 0 };
  g_autoptr(DyzurImap) shop = NULL;
  g_autoptr(DyzurImap) customer = NULL;
  g_autoptr(GBytes) written = NULL, arrived = NULL, filed = NULL;
  g_autofree char *sent = NULL;
  DyzurEvent *event;

  if (fixture->servers == NULL)
    return;
  connect_now (fixture);
  sync_now (fixture);
  g_assert_false (find_now (fixture, action, &found));
  deliver_now (fixture, action, &receipt);
  g_assert_cmpstr (receipt.remote_id, ==, KEY "@sklep.test");
  g_assert_false (receipt.filed);

  /* what arrives is what was written, below the lines the servers put in front */
  written = dyzur_mime_write (fixture->config, action, DYZUR_MIME_SEND, NULL);
  customer = open_mailbox (fixture, CUSTOMER);
  arrived = await_message (customer, "INBOX", receipt.remote_id);
  g_assert_true (ends_with (arrived, written));

  file_now (fixture, action);
  file_now (fixture, action);
  dyzur_connector_disconnect (fixture->connector);
  file_now (fixture, action);
  shop = open_mailbox (fixture, "sklep@sklep.test");
  sent = get_sent (shop);
  g_assert_cmpuint (count_messages (shop, sent, receipt.remote_id), ==, 1);
  filed = await_message (shop, sent, receipt.remote_id);
  g_assert_true (g_bytes_equal (filed, written));
  g_assert_true (find_now (fixture, action, &found));
  g_assert_cmpstr (found.remote_id, ==, receipt.remote_id);

  /* our copy in Sent comes back as what it is */
  connect_now (fixture);
  sync_now (fixture);
  event = get_event (fixture, receipt.remote_id);
  g_assert_nonnull (event);
  g_assert_cmpint (event->message->kind, ==, DYZUR_MESSAGE_OUTGOING);
  g_assert_cmpint (event->message->delivery, ==, DYZUR_DELIVERY_SENT);
  g_assert_cmpstr (event->message->client_id, ==, KEY);
  g_assert_cmpstr (event->contact->name, ==, "Anna Kowalska");
  g_assert_cmpuint (event->message->attachments->len, ==, 1);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  unused)
{
  g_autoptr(DyzurAction) action = new_reply (CUSTOMER ";Jan <ktos@refuse.test>");
  g_auto(DyzurReceipt) receipt = { 0 };
  g_autoptr(GError) error = NULL;
  DyzurAttachment *attachment;

  if (fixture->servers == NULL)
    return;
  connect_now (fixture);
  g_assert_false (dyzur_connector_deliver (fixture->connector, action, &receipt, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
  g_assert_nonnull (strstr (error->message, "ktos@refuse.test"));
  g_assert_null (strstr (error->message, CUSTOMER));
  g_clear_error (&error);

  attachment = g_ptr_array_index (action->message->attachments, 0);
  g_bytes_unref (attachment->bytes);
  attachment->bytes = g_bytes_new_take (g_malloc0 (18 << 20), 18 << 20);
  g_assert_false (dyzur_connector_deliver (fixture->connector, action, &receipt, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
  g_assert_nonnull (strstr (error->message, "too big"));
}

static void
test_seen (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr(DyzurAction) action = dyzur_action_new (DYZUR_ACTION_SEEN);
  g_auto(DyzurReceipt) receipt = { 0 };
  g_autoptr(DyzurImap) other = NULL;
  g_autoptr(GError) error = NULL;
  DyzurEvent *event;

  if (fixture->servers == NULL)
    return;
  connect_now (fixture);
  sync_now (fixture);
  deliver_mail (fixture, "seen1@klient.test", "Jeden", "1");
  sync_until (fixture, 1);
  deliver_mail (fixture, "seen2@klient.test", "Dwa", "2");
  sync_until (fixture, 2);

  /* another program marks the second */
  other = open_mailbox (fixture, "sklep@sklep.test");
  dyzur_imap_select (other, "INBOX", NULL, &error);
  dyzur_imap_store (other, "2", "\\Seen", TRUE, NULL, &error);
  g_assert_no_error (error);
  forget (fixture);
  sync_now (fixture);
  g_assert_cmpuint (fixture->events->len, ==, 1);
  event = g_ptr_array_index (fixture->events, 0);
  g_assert_cmpint (event->kind, ==, DYZUR_EVENT_SEEN);
  g_assert_cmpstr (event->message->remote_id, ==, "seen2@klient.test");
  g_assert_true (event->seen);

  /* we mark the first, and a mailbox that begins anew knows both */
  action->key = g_strdup ("seen");
  action->remote_ids = g_strsplit ("seen1@klient.test gone@klient.test", " ", -1);
  action->seen = TRUE;
  deliver_now (fixture, action, &receipt);
  g_assert_true (receipt.filed);
  g_clear_pointer (&fixture->cursor, g_free);
  dyzur_connector_disconnect (fixture->connector);
  connect_now (fixture);
  forget (fixture);
  sync_now (fixture);
  g_assert_cmpuint (fixture->events->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      event = g_ptr_array_index (fixture->events, i);
      g_assert_true (event->seen);
      g_assert_false (event->live);
    }
}

static void
test_password (Fixture       *fixture,
               gconstpointer  unused)
{
  g_autoptr(DyzurAction) action = new_reply (CUSTOMER);
  g_autoptr(DyzurConnector) wrong = NULL;
  g_auto(DyzurReceipt) receipt = { 0 };
  g_autoptr(GError) error = NULL;

  if (fixture->servers == NULL)
    return;
  wrong = dyzur_mail_connector_new (fixture->config, "nie to hasło");
  g_assert_false (dyzur_connector_connect (wrong, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH);
  g_clear_error (&error);
  g_assert_false (dyzur_connector_deliver (wrong, action, &receipt, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH);
}

static DyzurEvent *
get_marks (Fixture *fixture)
{
  DyzurEvent *found = NULL;

  for (guint i = 0; i < fixture->events->len; i++)
    if (((DyzurEvent *) g_ptr_array_index (fixture->events, i))->kind == DYZUR_EVENT_MARKS)
      found = g_ptr_array_index (fixture->events, i);
  return found;
}

/* Does what a console would, and returns what the other one hears of it, who was asleep meanwhile when @anew. */
static DyzurEvent *
say (Fixture           *from,
     Fixture           *to,
     const DyzurAction *action,
     gboolean           anew)
{
  g_auto(DyzurReceipt) receipt = { 0 };
  DyzurEvent *event;

  if (anew)
    dyzur_connector_disconnect (to->connector);
  deliver_now (from, action, &receipt);
  g_assert_true (receipt.filed);
  if (anew)
    connect_now (to);
  forget (to);
  sync_now (to);
  event = get_marks (to);
  g_assert_nonnull (event);
  g_assert_true (event->live);
  g_assert_cmpstr (event->message->remote_id, ==, "wspolny@klient.test");
  return event;
}

typedef struct
{
  GCancellable *cancellable;
  gint          over;          /* atomic */
} Patience;

static gpointer
patience_thread (gpointer user_data)
{
  Patience *patience = user_data;

  for (guint i = 0; i < 100 && !g_atomic_int_get (&patience->over); i++)
    g_usleep (G_USEC_PER_SEC / 10);
  if (!g_atomic_int_get (&patience->over))
    g_cancellable_cancel (patience->cancellable);
  return NULL;
}

/* Sync ends in another folder than the inbox: of what is marked there meanwhile no server tells whoever comes back. */
static void
test_elsewhere (Fixture       *fixture,
                gconstpointer  unused)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Patience patience = { cancellable, FALSE };
  g_autoptr(DyzurImap) other = NULL;
  g_autoptr(GError) error = NULL;
  GThread *thread;

  if (fixture->servers == NULL)
    return;
  connect_now (fixture);
  sync_now (fixture);
  deliver_mail (fixture, "seen1@klient.test", "Jeden", "1");
  sync_until (fixture, 1);
  sync_now (fixture);
  forget (fixture);
  other = open_mailbox (fixture, "sklep@sklep.test");
  dyzur_imap_select (other, "INBOX", NULL, &error);
  dyzur_imap_store (other, "1", "\\Seen", TRUE, NULL, &error);
  g_assert_no_error (error);

  thread = g_thread_new ("patience", patience_thread, &patience);
  dyzur_connector_wait (fixture->connector, sink_cb, fixture, cancellable, &error);
  g_atomic_int_set (&patience.over, TRUE);
  g_thread_join (thread);
  g_assert_no_error (error);
  g_assert_false (g_cancellable_is_cancelled (cancellable));
  sync_now (fixture);
  g_assert_cmpuint (fixture->events->len, ==, 1);
  g_assert_true (((DyzurEvent *) g_ptr_array_index (fixture->events, 0))->seen);

  /* And then there is nothing left to hear of. */
  forget (fixture);
  sync_now (fixture);
  g_assert_cmpuint (fixture->events->len, ==, 0);
}

/* Two connectors on one mailbox, with whatever the server has to offer */
static void
test_marks (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autoptr(DyzurAction) action = dyzur_action_new (DYZUR_ACTION_STATUS);
  static const char text[] = "From: " CUSTOMER "\r\nTo: sklep@sklep.test\r\nSubject: Razem\r\n"
                             "Message-ID: <wspolny@klient.test>\r\n\r\nKto odpowie?\r\n";
  g_autoptr(GBytes) message = g_bytes_new_static (text, strlen (text));
  g_autoptr(DyzurImap) imap = NULL;
  g_autoptr(GError) error = NULL;
  Fixture other = { .servers = fixture->servers };
  DyzurEvent *event;
  guint marks;

  if (fixture->servers == NULL)
    return;
  other.events = dyzur_events_new ();
  other.config = dyzur_account_config_copy (fixture->config);
  dyzur_account_config_set (fixture->config, DYZUR_AGENT_NAME, "Żaneta Ćma");
  g_assert_finalize_object (fixture->connector);
  fixture->connector = dyzur_mail_connector_new (fixture->config, dyzur_mail_servers_get (fixture->servers, "password"));
  dyzur_account_config_set (other.config, DYZUR_AGENT_NAME, "Jan");
  other.connector = dyzur_mail_connector_new (other.config, dyzur_mail_servers_get (fixture->servers, "password"));
  connect_now (fixture);
  sync_now (fixture);
  imap = open_mailbox (fixture, "sklep@sklep.test");
  dyzur_imap_append (imap, "INBOX", "", message, NULL, NULL, &error);
  g_assert_no_error (error);
  while (get_event (fixture, "wspolny@klient.test") == NULL)
    sync_now (fixture); /* a server tells of news with the end of the next command */
  connect_now (&other);
  sync_now (&other);
  g_assert_null (get_marks (&other));

  action->remote_ids = g_strsplit ("wspolny@klient.test", " ", -1);
  for (guint anew = 0; anew < 2; anew++)
    {
      action->kind = DYZUR_ACTION_STATUS;
      action->status = DYZUR_STATUS_RESOLVED;
      marks = say (fixture, &other, action, anew)->marks;
      g_assert_cmpint (marks & (DYZUR_MARK_RESOLVED | DYZUR_MARK_OPEN), ==, DYZUR_MARK_RESOLVED);
      action->status = DYZUR_STATUS_SNOOZED;
      marks = say (fixture, &other, action, anew)->marks;
      g_assert_cmpint (marks & (DYZUR_MARK_RESOLVED | DYZUR_MARK_OPEN), ==, DYZUR_MARK_OPEN);

      action->kind = DYZUR_ACTION_ASSIGN;
      action->assignee_id = (char *) DYZUR_AGENT_ME;
      event = say (fixture, &other, action, anew);
      g_assert_cmpint (event->marks & DYZUR_MARK_ASSIGNED, !=, 0);
      g_assert_cmpstr (event->name, ==, "Żaneta Ćma");
      event = say (&other, fixture, action, anew);
      g_assert_cmpstr (event->remote_id, ==, "Jan");
      action->assignee_id = (char *) "Jan";
      sync_now (&other);
      action->assignee_id = (char *) "=17Baneta_=106ma";
      event = say (&other, fixture, action, anew);
      g_assert_cmpstr (event->remote_id, ==, DYZUR_AGENT_ME);
      action->assignee_id = NULL;
      sync_now (&other);
      event = say (fixture, &other, action, anew);
      g_assert_cmpint (event->marks & DYZUR_MARK_ASSIGNED, !=, 0);
      g_assert_null (event->remote_id);

      action->kind = DYZUR_ACTION_PRIORITY;
      action->priority = DYZUR_PRIORITY_HIGH;
      g_assert_cmpint (say (fixture, &other, action, anew)->marks & DYZUR_MARK_FLAGGED, !=, 0);
      action->priority = DYZUR_PRIORITY_LOW;
      g_assert_cmpint (say (fixture, &other, action, FALSE)->marks & DYZUR_MARK_UNFLAGGED, !=, 0);
    }

  dyzur_connector_disconnect (other.connector);
  g_assert_finalize_object (other.connector);
  dyzur_account_config_free (other.config);
  g_ptr_array_unref (other.events);
  g_free (other.cursor);
}

static gpointer
stopper_thread (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_usleep (300 * 1000); /* as above */
  dyzur_mail_servers_obey (fixture->servers, "stop imap");
  return NULL;
}

static void
test_outage (Fixture       *fixture,
             gconstpointer  unused)
{
  g_autoptr(DyzurAction) action = new_reply (CUSTOMER);
  g_auto(DyzurReceipt) receipt = { 0 };
  g_autoptr(GError) error = NULL;
  GThread *thread;

  if (fixture->servers == NULL)
    return;
  connect_now (fixture);
  deliver_mail (fixture, "before@klient.test", "Przed", "przed awarią");
  sync_until (fixture, 1);

  /* gone in the middle of IDLE */
  thread = g_thread_new ("stopper", stopper_thread, fixture);
  g_assert_false (dyzur_connector_wait (fixture->connector, sink_cb, fixture, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
  g_clear_error (&error);
  g_thread_join (thread);

  g_assert_false (dyzur_connector_sync (fixture->connector, fixture->cursor, sink_cb, fixture, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
  g_clear_error (&error);
  dyzur_connector_disconnect (fixture->connector);
  g_assert_false (dyzur_connector_connect (fixture->connector, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
  g_clear_error (&error);
  dyzur_mail_servers_obey (fixture->servers, "stop smtp");
  g_assert_false (dyzur_connector_deliver (fixture->connector, action, &receipt, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
  g_clear_error (&error);

  dyzur_mail_servers_obey (fixture->servers, "start imap");
  dyzur_mail_servers_obey (fixture->servers, "start smtp");
  forget (fixture);
  connect_now (fixture);
  sync_now (fixture);
  g_assert_null (get_event (fixture, "before@klient.test")); /* nothing twice */
  deliver_mail (fixture, "later@klient.test", "Po", "po awarii");
  sync_until (fixture, 1);
  g_assert_nonnull (get_event (fixture, "later@klient.test"));
  deliver_now (fixture, action, &receipt);
}

/* Dovecot forgets all it knows of a mailbox but the messages, and begins another numbering. */
static void
forget_indexes (Fixture *fixture)
{
  g_autofree char *maildir = g_build_filename (dyzur_mail_servers_get (fixture->servers, "mail-dir"), "sklep@sklep.test", "Maildir", NULL);
  g_autofree char *list = g_build_filename (maildir, "dovecot-uidlist", NULL);
  g_autoptr(GDir) dir = g_dir_open (maildir, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (maildir, name, NULL);

      if (g_str_has_prefix (name, "dovecot"))
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_true (g_file_set_contents_full (list, "3 V1234567 N1\n", -1, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
}

/* The folder is made anew under the same name: everything is read again, by its Message-ID the store knows it. */
static void
test_uid_validity (Fixture       *fixture,
                   gconstpointer  unused)
{
  g_autofree char *old_cursor = NULL;

  if (fixture->servers == NULL)
    return;
  connect_now (fixture);
  sync_now (fixture);
  deliver_mail (fixture, "first@klient.test", "Jeden", "1");
  sync_until (fixture, 1);
  old_cursor = g_strdup (fixture->cursor);
  dyzur_connector_disconnect (fixture->connector);
  dyzur_mail_servers_obey (fixture->servers, "stop imap");
  forget_indexes (fixture);
  dyzur_mail_servers_obey (fixture->servers, "start imap");
  forget (fixture);
  connect_now (fixture);
  sync_now (fixture);
  g_assert_nonnull (get_event (fixture, "first@klient.test"));
  g_assert_false (get_event (fixture, "first@klient.test")->live);
  g_assert_cmpstr (fixture->cursor, !=, old_cursor);
}

/* A full mailbox refuses the copy in Sent, and says why. */
static void
test_quota (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autoptr(DyzurAction) action = new_reply (CUSTOMER);
  g_autoptr(GError) error = NULL;

  if (fixture->servers == NULL)
    return;
  connect_now (fixture);
  g_assert_false (dyzur_connector_file (fixture->connector, action, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_QUOTA);
  g_test_message ("%s", error->message);
}

#define MANY 180

/* Puts messages into the inbox as they lay there before the account was added. */
static void
fill_inbox (Fixture    *fixture,
            const char *folder,
            guint       n,
            gsize       padding)
{
  g_autoptr(DyzurImap) imap = open_mailbox (fixture, "sklep@sklep.test");
  g_autofree char *filler = g_strnfill (padding, 'A');
  g_autoptr(GError) error = NULL;

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *message = g_strdup_printf (
        "From: Klient %u <k%u@klient.test>\r\nTo: sklep@sklep.test\r\nSubject: Pytanie %u\r\nMessage-ID: <old%u@klient.test>\r\n"
        "Date: Sat, 14 Nov 2020 12:03:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nPytanie numer %u\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n"
        "Content-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: 7bit\r\n\r\n%s\r\n--b--\r\n", i, i, i, i, i, filler);
      g_autoptr(GBytes) bytes = g_bytes_new (message, strlen (message));

      dyzur_imap_append (imap, folder, "", bytes, NULL, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
test_history (Fixture       *fixture,
              gconstpointer  unused)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) error = NULL;
  DyzurEvent *event;
  guint syncs = 1;

  if (fixture->servers == NULL)
    return;
  fill_inbox (fixture, "INBOX", MANY, 10);
  connect_now (fixture);
  fixture->break_after = 3;
  g_assert_false (dyzur_connector_sync (fixture->connector, NULL, sink_cb, fixture, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);
  g_assert_cmpuint (fixture->first_batch, ==, 30);
  event = g_ptr_array_index (fixture->events, 29);
  g_assert_cmpstr (event->message->remote_id, ==, "old180@klient.test");

  /* after that crash it goes on where the cursor is */
  fixture->break_after = 0;
  dyzur_connector_disconnect (fixture->connector);
  connect_now (fixture);
  for (sync_now (fixture); fixture->events->len < MANY; syncs++)
    {
      dyzur_connector_wait (fixture->connector, sink_cb, fixture, NULL, &error);
      g_assert_no_error (error);
      sync_now (fixture);
    }
  for (guint i = 0; i < fixture->events->len; i++)
    {
      event = g_ptr_array_index (fixture->events, i);
      g_assert_false (event->live);
      g_assert_true (g_hash_table_add (ids, event->message->remote_id));
    }
  g_assert_cmpuint (g_hash_table_size (ids), ==, MANY);
  g_test_message ("%u messages in %u batches, %u calls of sync", MANY, fixture->batches, syncs);
}

static void
test_big (Fixture       *fixture,
          gconstpointer  unused)
{
  DyzurEvent *event;
  DyzurAttachment *attachment;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  if (fixture->servers == NULL)
    return;
  fill_inbox (fixture, "INBOX", 1, 400000);
  connect_now (fixture);
  sync_now (fixture);
  event = get_event (fixture, "old1@klient.test");
  g_assert_nonnull (event);
  g_assert_cmpstr (event->message->text, ==, "Pytanie numer 1");
  attachment = g_ptr_array_index (event->message->attachments, 0);
  g_assert_cmpstr (attachment->name, ==, "a.pdf");
  g_assert_null (attachment->bytes);
  g_assert_nonnull (attachment->remote_ref);
  g_assert_cmpuint (attachment->size, ==, 400000);
  bytes = dyzur_connector_fetch_attachment (fixture->connector, attachment, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 400000);

  g_free (attachment->remote_ref);
  attachment->remote_ref = g_strdup ("I 1 1 2 7bit");
  g_assert_null (dyzur_connector_fetch_attachment (fixture->connector, attachment, NULL, NULL, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND);
}

/* Without Sent and without the newer extensions the same things come out. */
static void
test_plain_server (Fixture       *fixture,
                   gconstpointer  unused)
{
  g_autoptr(DyzurAction) action = new_reply (CUSTOMER);
  g_autoptr(DyzurImap) other = NULL;
  g_autoptr(GError) error = NULL;
  DyzurEvent *event;

  if (fixture->servers == NULL)
    return;
  fill_inbox (fixture, "INBOX", 2, 10);
  connect_now (fixture);
  sync_now (fixture);
  g_assert_cmpuint (fixture->events->len, ==, 2);
  file_now (fixture, action);
  file_now (fixture, action);
  other = open_mailbox (fixture, "sklep@sklep.test");
  g_assert_cmpuint (count_messages (other, "Sent", KEY "@sklep.test"), ==, 1);

  dyzur_imap_select (other, "INBOX", NULL, &error);
  dyzur_imap_store (other, "1", "\\Seen", TRUE, NULL, &error);
  g_assert_no_error (error);
  dyzur_connector_disconnect (fixture->connector);
  connect_now (fixture);
  forget (fixture);
  sync_now (fixture);
  event = get_event (fixture, "old1@klient.test");
  g_assert_nonnull (event);
  g_assert_cmpint (event->kind, ==, DYZUR_EVENT_SEEN);
  g_assert_true (event->seen);
  g_assert_nonnull (get_event (fixture, KEY "@sklep.test"));
}

static void
step_cb (DyzurMailCheckStep  step,
         const char         *detail,
         gpointer            user_data)
{
  g_array_append_val ((GArray *) user_data, step);
}

static DyzurMailCheckStep
check_with (Fixture    *fixture,
            const char *key,
            const char *value,
            int         code)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_copy (fixture->config);
  g_autoptr(GArray) steps = g_array_new (FALSE, FALSE, sizeof (DyzurMailCheckStep));
  g_autoptr(GError) error = NULL;
  const char *password = dyzur_mail_servers_get (fixture->servers, "password");

  if (strcmp (key, "password") == 0)
    password = value;
  else
    dyzur_account_config_set (config, key, value);
  if (code < 0)
    {
      g_assert_true (dyzur_mail_connector_check (config, password, step_cb, steps, NULL, NULL, &error));
      g_assert_no_error (error);
    }
  else
    {
      g_assert_false (dyzur_mail_connector_check (config, password, step_cb, steps, NULL, NULL, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, code);
      g_test_message ("%s=%s: %s", key, value, error->message);
    }
  return g_array_index (steps, DyzurMailCheckStep, steps->len - 1);
}

static void
test_check (Fixture       *fixture,
            gconstpointer  unused)
{
  if (fixture->servers == NULL)
    return;
  g_assert_cmpint (check_with (fixture, "inbox", "INBOX", -1), ==, DYZUR_MAIL_CHECK_DONE);
  g_assert_cmpint (check_with (fixture, "imap-host", "nie-ma-takiego.invalid", DYZUR_REMOTE_ERROR_TRANSIENT),
                   ==, DYZUR_MAIL_CHECK_IMAP_NAME);
  g_assert_cmpint (check_with (fixture, "imap-port", "1", DYZUR_REMOTE_ERROR_TRANSIENT), ==, DYZUR_MAIL_CHECK_IMAP_CONNECT);
  g_assert_cmpint (check_with (fixture, "imap-host", "127.0.0.2", DYZUR_REMOTE_ERROR_TRANSIENT), ==, DYZUR_MAIL_CHECK_IMAP_CONNECT);
  g_assert_cmpint (check_with (fixture, "ca-file", "", DYZUR_REMOTE_ERROR_CERTIFICATE), ==, DYZUR_MAIL_CHECK_IMAP_TLS);
  g_assert_cmpint (check_with (fixture, "imap-port", dyzur_mail_servers_get (fixture->servers, "imap-starttls-port"),
                               DYZUR_REMOTE_ERROR_CERTIFICATE), ==, DYZUR_MAIL_CHECK_IMAP_TLS);
  g_assert_cmpint (check_with (fixture, "password", "nie to", DYZUR_REMOTE_ERROR_AUTH), ==, DYZUR_MAIL_CHECK_IMAP_LOGIN);
  g_assert_cmpint (check_with (fixture, "inbox", "Nie ma", DYZUR_REMOTE_ERROR_NOT_FOUND), ==, DYZUR_MAIL_CHECK_IMAP_INBOX);
  g_assert_cmpint (check_with (fixture, "smtp-port", "1", DYZUR_REMOTE_ERROR_TRANSIENT), ==, DYZUR_MAIL_CHECK_SMTP_CONNECT);
  g_assert_cmpint (check_with (fixture, "smtp-user", "ktos@sklep.test", DYZUR_REMOTE_ERROR_AUTH), ==, DYZUR_MAIL_CHECK_SMTP_LOGIN);
}

static void
test_starttls (Fixture       *fixture,
               gconstpointer  unused)
{
  g_autoptr(DyzurAction) action = new_reply (CUSTOMER);
  g_auto(DyzurReceipt) receipt = { 0 };
  g_autoptr(DyzurConnector) connector = NULL;
  g_autoptr(GError) error = NULL;

  if (fixture->servers == NULL)
    return;
  dyzur_account_config_set (fixture->config, "imap-security", "starttls");
  dyzur_account_config_set (fixture->config, "imap-port", dyzur_mail_servers_get (fixture->servers, "imap-starttls-port"));
  dyzur_account_config_set (fixture->config, "smtp-security", "starttls");
  dyzur_account_config_set (fixture->config, "smtp-port", dyzur_mail_servers_get (fixture->servers, "smtp-starttls-port"));
  connector = dyzur_mail_connector_new (fixture->config, dyzur_mail_servers_get (fixture->servers, "password"));
  dyzur_connector_connect (connector, NULL, &error);
  g_assert_no_error (error);
  dyzur_connector_deliver (connector, action, &receipt, NULL, &error);
  g_assert_no_error (error);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const quota[] = { "--dovecot", "mail_plugins = quota\nprotocol imap {\n mail_plugins = quota imap_quota\n}\n"
                                                    "plugin {\n quota = maildir\n quota_rule = *:storage=1K\n}", NULL };
  static const char *const plain[] = { "--no-sent", "--without", "CONDSTORE,QRESYNC,IDLE,UIDPLUS,SPECIAL-USE,LIST-EXTENDED,LITERAL+,NAMESPACE,SASL-IR", NULL };

  static const char *const no_condstore[] = { "--without", "CONDSTORE,QRESYNC", NULL };
  static const char *const condstore[] = { "--without", "QRESYNC,MOVE", NULL };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/mail/real/arrival", Fixture, NULL, set_up, test_arrival, tear_down);
  g_test_add ("/mail/real/wait", Fixture, NULL, set_up, test_wait, tear_down);
  g_test_add ("/mail/real/reply", Fixture, NULL, set_up, test_reply, tear_down);
  g_test_add ("/mail/real/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/mail/real/seen", Fixture, NULL, set_up, test_seen, tear_down);
  g_test_add ("/mail/real/password", Fixture, NULL, set_up, test_password, tear_down);
  g_test_add ("/mail/real/marks", Fixture, NULL, set_up, test_marks, tear_down);
  g_test_add ("/mail/real/marks-without-qresync", Fixture, condstore, set_up, test_marks, tear_down);
  g_test_add ("/mail/real/marks-without-all", Fixture, plain, set_up, test_marks, tear_down);
  g_test_add ("/mail/real/marked-elsewhere", Fixture, NULL, set_up, test_elsewhere, tear_down);
  g_test_add ("/mail/real/marked-elsewhere-without-condstore", Fixture, no_condstore, set_up, test_elsewhere, tear_down);
  g_test_add ("/mail/real/outage", Fixture, NULL, set_up, test_outage, tear_down);
  g_test_add ("/mail/real/uid-validity", Fixture, NULL, set_up, test_uid_validity, tear_down);
  g_test_add ("/mail/real/quota", Fixture, quota, set_up, test_quota, tear_down);
  g_test_add ("/mail/real/history", Fixture, NULL, set_up, test_history, tear_down);
  g_test_add ("/mail/real/big", Fixture, NULL, set_up, test_big, tear_down);
  g_test_add ("/mail/real/plain-server", Fixture, plain, set_up, test_plain_server, tear_down);
  g_test_add ("/mail/real/check", Fixture, NULL, set_up, test_check, tear_down);
  g_test_add ("/mail/real/starttls", Fixture, NULL, set_up, test_starttls, tear_down);
  return g_test_run ();
}
