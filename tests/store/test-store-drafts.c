/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "dyzur-clock.h"
#include "store-fixture.h"

#define NOON G_GINT64_CONSTANT (1794916800000)

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  dyzur_clock_set (NOON);
  store_fixture_set_up (fixture, data);
  store_fixture_account (fixture, "desk");
  store_fixture_ingest (fixture, "desk", conversation_event ("5", DYZUR_STATUS_OPEN));
}

static void
tear_down (StoreFixture  *fixture,
           gconstpointer  data)
{
  store_fixture_tear_down (fixture, data);
  dyzur_clock_set (0);
}

static void
save (StoreFixture     *fixture,
      const DyzurDraft *draft)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_store_save_draft_async (fixture->store, draft, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  dyzur_store_save_draft_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

static DyzurDraft *
load (StoreFixture   *fixture,
      DyzurDraftKind  kind)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  DyzurDraft *draft;

  dyzur_store_load_draft_async (fixture->store, 1, kind, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  draft = dyzur_store_load_draft_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return draft;
}

static DyzurDraft *
new_draft (DyzurDraftKind  kind,
           const char     *text)
{
  DyzurDraft *draft = dyzur_draft_new (1, kind);

  g_free (draft->text);
  draft->text = g_strdup (text);
  return draft;
}

static DyzurAttachment *
add_bytes (StoreFixture *fixture,
           const char   *bytes,
           const char   *name)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) content = g_bytes_new (bytes, strlen (bytes));
  g_autoptr(GError) error = NULL;
  DyzurAttachment *attachment;

  dyzur_store_add_bytes_async (fixture->store, content, name, "text/plain", NULL, store_wait_cb, &result);
  result = store_wait (&result);
  attachment = dyzur_store_add_bytes_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return attachment;
}

static void
test_round_trip (StoreFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = new_draft (DYZUR_DRAFT_REPLY, "Zażółć gęślą jaźń");
  g_autoptr(DyzurDraft) note = new_draft (DYZUR_DRAFT_NOTE, "sprawdzić u Oli");
  g_autoptr(DyzurDraft) back = NULL;
  g_autoptr(DyzurDraft) note_back = NULL;
  g_autoptr(DyzurConversationRecord) record = NULL;

  draft->cursor = 6;
  draft->to = g_strsplit ("anna@example.pl,Marek <marek@example.pl>", ",", -1);
  draft->seen_message_id = 77;
  draft->suggestion = g_strdup ("s1");
  draft->subject = g_strdup ("Zwrot BB-1");
  save (fixture, note);
  save (fixture, draft);
  back = load (fixture, DYZUR_DRAFT_REPLY);
  g_assert_cmpstr (back->text, ==, draft->text);
  g_assert_cmpstr (back->key, ==, draft->key);
  g_assert_cmpuint (back->cursor, ==, 6);
  g_assert_cmpstr (back->to[1], ==, "Marek <marek@example.pl>");
  g_assert_null (back->cc);
  g_assert_cmpint (back->seen_message_id, ==, 77);
  g_assert_cmpstr (back->suggestion, ==, "s1");
  g_assert_cmpstr (back->subject, ==, "Zwrot BB-1");
  g_assert_cmpint (back->updated_at, ==, NOON);
  note_back = load (fixture, DYZUR_DRAFT_NOTE);
  g_assert_cmpstr (note_back->text, ==, "sprawdzić u Oli");
  record = store_fixture_read (fixture, 1);
  g_assert_cmpstr (record->draft, ==, "Zażółć gęślą jaźń");
}

static void
test_emptied (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = new_draft (DYZUR_DRAFT_REPLY, "coś");
  g_autoptr(DyzurConversationRecord) record = NULL;

  save (fixture, draft);
  g_free (draft->text);
  draft->text = g_strdup (" \n");
  save (fixture, draft);
  g_assert_null (load (fixture, DYZUR_DRAFT_REPLY));
  record = store_fixture_read (fixture, 1);
  g_assert_null (record->draft);
}

/* The composer saves a moment after the message went: that must not bring the draft back. */
static void
test_late_save (StoreFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = new_draft (DYZUR_DRAFT_REPLY, "gotowe");

  save (fixture, draft);
  store_fixture_send (fixture, 1, draft->key, draft->text);
  g_assert_null (load (fixture, DYZUR_DRAFT_REPLY));
  save (fixture, draft);
  g_assert_null (load (fixture, DYZUR_DRAFT_REPLY));
}

static void
test_no_conversation (StoreFixture  *fixture,
                      gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = new_draft (DYZUR_DRAFT_REPLY, "donikąd");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  draft->conversation_id = 4711;
  dyzur_store_save_draft_async (fixture->store, draft, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  g_assert_false (dyzur_store_save_draft_finish (fixture->store, result, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND);
}

/* Attachments go with the draft, into the message, and back when it is taken back. */
static void
test_attachments (StoreFixture  *fixture,
                  gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = new_draft (DYZUR_DRAFT_REPLY, "w załączniku");
  g_autoptr(DyzurDraft) back = NULL;
  g_autoptr(DyzurDraft) taken_back = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  DyzurSendOptions options = { .author_name = "Ola", .send_at = NOON + 5000 };
  g_autofree char *contents = NULL;
  const DyzurAttachment *attachment;
  gint64 id;

  draft->attachments = dyzur_attachments_new ();
  g_ptr_array_add (draft->attachments, add_bytes (fixture, "faktura", "faktura ą.txt"));
  g_ptr_array_add (draft->attachments, add_bytes (fixture, "zdjęcie", "zdjęcie.txt"));
  for (guint i = 0; i < 3; i++)
    save (fixture, draft);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) || max (id) FROM attachments"), ==, 22);
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  back = load (fixture, DYZUR_DRAFT_REPLY);
  g_assert_cmpuint (back->attachments->len, ==, 2);
  attachment = back->attachments->pdata[0];
  g_assert_cmpstr (attachment->name, ==, "faktura ą.txt");
  g_assert_cmpuint (attachment->size, ==, 7);

  dyzur_store_send_async (fixture->store, back, &options, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  id = dyzur_store_send_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM attachments WHERE draft_kind IS NOT NULL"), ==, 0);
  g_clear_object (&result);
  dyzur_store_cancel_message_async (fixture->store, id, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  taken_back = dyzur_store_cancel_message_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (taken_back->attachments->len, ==, 2);
  attachment = taken_back->attachments->pdata[1];
  g_assert_true (g_file_get_contents (attachment->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "zdjęcie");
}

/* A copy: what happens to the person's file afterwards does not matter. */
static void
test_add_file (StoreFixture  *fixture,
               gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "notatka.txt", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFile) missing = g_file_new_for_path ("/nie/ma");
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->directory);
  g_autoptr(GError) error = NULL;
  struct
  {
    GFile  *file;
    GQuark  domain;
    int     code;
  } bad[] = { { missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND }, { folder, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE } };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(DyzurAttachment) attachment = NULL;
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (path, "treść", -1, NULL));
  dyzur_store_add_file_async (fixture->store, file, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  attachment = dyzur_store_add_file_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_assert_cmpstr (attachment->name, ==, "notatka.txt");
  g_assert_cmpuint (attachment->size, ==, 7);
  g_assert_true (g_file_get_contents (attachment->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "treść");

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_clear_object (&result);
      dyzur_store_add_file_async (fixture->store, bad[i].file, NULL, store_wait_cb, &result);
      result = store_wait (&result);
      g_assert_null (dyzur_store_add_file_finish (fixture->store, result, &error));
      g_assert_error (error, bad[i].domain, bad[i].code);
      g_clear_error (&error);
    }
}

/* Bytes that were only at the remote come later. */
static void
test_put_attachment (StoreFixture  *fixture,
                     gconstpointer  data)
{
  DyzurEvent *event = desk_event ("5", "m1", DYZUR_MESSAGE_INCOMING, "zdjęcie", NOON);
  DyzurAttachment *remote = dyzur_attachment_new ("a.png", "image/png");
  g_autoptr(GBytes) bytes = g_bytes_new_static ("png", 3);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GError) error = NULL;
  const DyzurMessageRecord *message;
  const DyzurAttachment *attachment;

  remote->remote_ref = g_strdup ("https://desk.example/a.png");
  event->message->attachments = dyzur_attachments_new ();
  g_ptr_array_add (event->message->attachments, remote);
  store_fixture_ingest (fixture, "desk", event);
  g_assert_true (dyzur_store_put_attachment (fixture->store, 1, bytes, &error));
  g_assert_no_error (error);
  dyzur_store_load_messages_async (fixture->store, 1, 5, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  messages = dyzur_store_load_messages_finish (fixture->store, result, &error);
  message = messages->pdata[0];
  attachment = message->attachments->pdata[0];
  g_assert_cmpstr (attachment->remote_ref, ==, "https://desk.example/a.png");
  g_assert_cmpuint (attachment->size, ==, 3);
  g_assert_true (g_file_test (attachment->path, G_FILE_TEST_IS_REGULAR));
  g_assert_false (dyzur_store_put_attachment (fixture->store, 4711, bytes, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND);
}

static gboolean
file_is_there (const DyzurAttachment *attachment)
{
  return g_file_test (attachment->path, G_FILE_TEST_IS_REGULAR);
}

/* A file that nothing names goes when it is old, and only then. */
static void
test_sweep (StoreFixture  *fixture,
            gconstpointer  data)
{
  time_t yesterday = (time_t) (g_get_real_time () / G_USEC_PER_SEC) - 90000;
  struct utimbuf old = { .actime = yesterday, .modtime = yesterday };
  g_autoptr(DyzurAttachment) kept = add_bytes (fixture, "w szkicu", "a.txt");
  g_autoptr(DyzurAttachment) given_up = add_bytes (fixture, "porzucony", "b.txt");
  g_autoptr(DyzurAttachment) young = add_bytes (fixture, "świeży", "c.txt");
  g_autoptr(DyzurDraft) draft = new_draft (DYZUR_DRAFT_REPLY, "");

  draft->attachments = dyzur_attachments_new ();
  g_ptr_array_add (draft->attachments, dyzur_attachment_copy (kept));
  save (fixture, draft);
  g_utime (kept->path, &old);
  g_utime (given_up->path, &old);
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  while (file_is_there (given_up))
    g_thread_yield ();
  g_assert_true (file_is_there (kept));
  g_assert_true (file_is_there (young));
}

static GHashTable *
list_places (StoreFixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GHashTable *places;

  dyzur_store_list_places_async (fixture->store, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  places = dyzur_store_list_places_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return places;
}

static void
save_place (StoreFixture *fixture,
            gint64        conversation_id,
            gint64        message_id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_store_save_place_async (fixture->store, conversation_id, message_id, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  g_assert_true (dyzur_store_save_place_finish (fixture->store, result, &error));
  g_assert_no_error (error);
}

/* Kept until the end is shown again; what is gone has no place. */
static void
test_places (StoreFixture  *fixture,
             gconstpointer  data)
{
  const gint64 id = 1;
  g_autoptr(GHashTable) none = NULL, one = NULL, again = NULL;

  save_place (fixture, 1, 70);
  save_place (fixture, 1, 71);
  save_place (fixture, 4711, 1);
  one = list_places (fixture);
  g_assert_cmpuint (g_hash_table_size (one), ==, 1);
  g_assert_cmpint (*(gint64 *) g_hash_table_lookup (one, &id), ==, 71);
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  again = list_places (fixture);
  g_assert_cmpuint (g_hash_table_size (again), ==, 1);
  save_place (fixture, 1, 0);
  none = list_places (fixture);
  g_assert_cmpuint (g_hash_table_size (none), ==, 0);
}

static int
count_newer (StoreFixture *fixture,
             gint64        message_id,
             const char   *me_id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  int count;

  dyzur_store_count_newer_async (fixture->store, 1, message_id, me_id, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  count = dyzur_store_count_newer_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return count;
}

/* News are messages of the customer and of colleagues; not mine, no notes, no activities. */
static void
test_newer (StoreFixture  *fixture,
            gconstpointer  data)
{
  const DyzurMessageKind kinds[] = { DYZUR_MESSAGE_INCOMING, DYZUR_MESSAGE_INCOMING, DYZUR_MESSAGE_OUTGOING,
                                     DYZUR_MESSAGE_NOTE };
  gint64 first;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *remote_id = g_strdup_printf ("m%u", i);
      DyzurEvent *event = desk_event ("5", remote_id, kinds[i], "co?", NOON + i * 1000);

      if (kinds[i] == DYZUR_MESSAGE_OUTGOING)
        {
          g_free (event->message->author_id);
          event->message->author_id = g_strdup ("marek");
        }
      store_fixture_ingest (fixture, "desk", event);
    }
  first = store_fixture_int64 (fixture, "SELECT id FROM messages WHERE remote_id = 'm0'");
  g_assert_cmpint (count_newer (fixture, first, "ola"), ==, 2);
  g_assert_cmpint (count_newer (fixture, first, "marek"), ==, 1);
  g_assert_cmpint (count_newer (fixture, 4711, "ola"), ==, 0);
}

#define add(path, func) g_test_add ("/store/drafts/" path, StoreFixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("round-trip", test_round_trip);
  add ("emptied", test_emptied);
  add ("late-save", test_late_save);
  add ("no-conversation", test_no_conversation);
  add ("attachments", test_attachments);
  add ("add-file", test_add_file);
  add ("put-attachment", test_put_attachment);
  add ("sweep", test_sweep);
  add ("places", test_places);
  add ("newer", test_newer);

  return g_test_run ();
}
