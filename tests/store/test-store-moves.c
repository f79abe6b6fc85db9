/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-error.h"
#include "store-fixture.h"

#define NOON G_GINT64_CONSTANT (1794916800000)
#define ANNA "anna@klient.example"
#define JAN "jan@klient.example"

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  dyzur_clock_set (NOON + DYZUR_HOUR);
  store_fixture_set_up (fixture, data);
  store_fixture_account (fixture, "mail");
}

/* After every test: nothing points at nothing, counters are what they count. */
static void
tear_down (StoreFixture  *fixture,
           gconstpointer  data)
{
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM pragma_foreign_key_check"), ==, 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations WHERE status = 0"), ==,
                   store_fixture_int64 (fixture, "SELECT coalesce (sum (count), 0) FROM counters WHERE view = 2"));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversation_labels l JOIN conversations c "
                                        "ON c.id = l.conversation_id WHERE c.status = 0"), ==,
                   store_fixture_int64 (fixture, "SELECT coalesce (sum (count), 0) FROM counters WHERE view = 9"));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM outbox o JOIN messages m ON m.id = o.message_id "
                                        "WHERE m.conversation_id != o.conversation_id"), ==, 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations c WHERE remote_id IS NULL AND unread != "
                                        "(SELECT count(*) FROM messages WHERE conversation_id = c.id AND seen = 0)"), ==, 0);
  store_fixture_tear_down (fixture, data);
  dyzur_clock_set (0);
}

static void
mail_at (StoreFixture *fixture,
         const char   *keys,
         const char   *from,
         const char   *text,
         gint64        at)
{
  DyzurEvent *event = mail_event (keys, from, text, at);

  event->live = TRUE;
  event->message->kind = DYZUR_MESSAGE_INCOMING;
  event->message->author_kind = DYZUR_AUTHOR_CUSTOMER;
  store_fixture_ingest (fixture, "mail", event);
}

static gint64
place_of (StoreFixture *fixture,
          const char   *remote_id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT conversation_id FROM messages WHERE remote_id = '%s'", remote_id);

  return store_fixture_int64 (fixture, sql);
}

static gint64
id_of (StoreFixture *fixture,
       const char   *remote_id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM messages WHERE remote_id = '%s'", remote_id);

  return store_fixture_int64 (fixture, sql);
}

static GArray *
finish (StoreFixture  *fixture,
        GAsyncResult **result,
        int            code)
{
  g_autoptr(GAsyncResult) done = store_wait (result);
  g_autoptr(GError) error = NULL;
  GArray *moves = dyzur_store_move_finish (fixture->store, done, &error);

  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, DYZUR_STORE_ERROR, code);
  return moves;
}

/* @remote_ids: separated by spaces; @address: (nullable). Returns the move; id 0 when it was refused */
static DyzurMoveRecord
split (StoreFixture *fixture,
       gint64        conversation_id,
       const char   *remote_ids,
       gint64        contact_id,
       const char   *address,
       int           code)
{
  g_auto(GStrv) names = g_strsplit (remote_ids, " ", -1);
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) moves = NULL;
  GAsyncResult *result = NULL;
  DyzurMoveRecord none = { 0 };

  for (guint i = 0; names[i] != NULL; i++)
    {
      gint64 id = id_of (fixture, names[i]);

      g_array_append_val (ids, id);
    }
  dyzur_store_split_async (fixture->store, conversation_id, (gint64 *) (void *) ids->data, ids->len, contact_id, address,
                           "Ola", NULL, store_wait_cb, &result);
  moves = finish (fixture, &result, code);
  return moves != NULL ? g_array_index (moves, DyzurMoveRecord, 0) : none;
}

static gint64
merge (StoreFixture *fixture,
       gint64        into,
       gint64        other,
       int           code)
{
  g_autoptr(GArray) moves = NULL;
  GAsyncResult *result = NULL;

  dyzur_store_merge_async (fixture->store, into, &other, 1, "Ola", NULL, store_wait_cb, &result);
  moves = finish (fixture, &result, code);
  return moves != NULL ? g_array_index (moves, DyzurMoveRecord, 0).id : 0;
}

static void
undo (StoreFixture *fixture,
      gint64        move_id,
      int           code)
{
  g_autoptr(GArray) moves = NULL;
  GAsyncResult *result = NULL;

  dyzur_store_undo_moves_async (fixture->store, &move_id, 1, "Ola", NULL, store_wait_cb, &result);
  moves = finish (fixture, &result, code);
}

static void
save_draft (StoreFixture *fixture,
            gint64        conversation_id,
            const char   *key,
            const char   *text)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (conversation_id, DYZUR_DRAFT_REPLY);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_free (draft->key);
  draft->key = g_strdup (key);
  g_free (draft->text);
  draft->text = g_strdup (text);
  dyzur_store_save_draft_async (fixture->store, draft, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  dyzur_store_save_draft_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

static void
assert_draft (StoreFixture *fixture,
              gint64        conversation_id,
              const char   *expected)
{
  g_autofree char *sql = g_strdup_printf ("SELECT text FROM drafts WHERE conversation_id = %d", (int) conversation_id);
  g_autofree char *preview = g_strdup_printf ("SELECT draft IS NOT NULL FROM conversations WHERE id = %d",
                                              (int) conversation_id);
  g_autofree char *text = store_fixture_text (fixture, sql);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (store_fixture_int64 (fixture, preview), ==, expected != NULL);
}

/* Everything but activities and what the test is about, to compare before and after. */
static char *
dump (StoreFixture *fixture)
{
  return store_fixture_text (fixture,
                             "SELECT group_concat (line, char (10)) FROM ("
                             "SELECT 'c ' || id || ' ' || status || ' ' || unread || ' ' || contact_id || ' ' || "
                             "coalesce (assignee_id, '-') || ' ' || priority || ' ' || mentioned || ' ' || snoozed_until || "
                             "' ' || coalesce (labels, '-') || ' ' || coalesce (subject, '-') || ' ' || waiting_since || ' ' || "
                             "last_activity_at || ' ' || created_at || ' ' || coalesce (preview, '-') || ' ' || "
                             "coalesce (draft, '-') AS line FROM conversations "
                             "UNION ALL SELECT 'm ' || id || ' ' || conversation_id FROM messages WHERE activity < 12 "
                             "UNION ALL SELECT 'k ' || key || ' ' || conversation_id FROM thread_keys "
                             "UNION ALL SELECT 'd ' || key || ' ' || conversation_id || ' ' || text FROM drafts "
                             "UNION ALL SELECT 'l ' || conversation_id || ' ' || label_id FROM conversation_labels "
                             "UNION ALL SELECT 'o ' || key || ' ' || conversation_id FROM outbox WHERE message_id > 0 "
                             "ORDER BY 1)");
}

static void
three_mails (StoreFixture *fixture)
{
  mail_at (fixture, "a1@x", ANNA, "Gdzie jest paczka?", NOON);
  mail_at (fixture, "a2@x a1@x lost@x", ANNA, "I jeszcze o zwrot chciałam zapytać", NOON + 1000);
  mail_at (fixture, "a3@x a2@x a1@x lost2@x", ANNA, "Halo?", NOON + 2000);
}

static void
test_split (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(DyzurConversationRecord) part = NULL;
  g_autoptr(DyzurConversationRecord) rest = NULL;
  DyzurMoveRecord move;

  three_mails (fixture);
  before = dump (fixture);
  move = split (fixture, 1, "a2@x a3@x", 0, NULL, -1);
  g_assert_cmpint (move.kind, ==, DYZUR_MOVE_SPLIT);
  g_assert_cmpint (place_of (fixture, "a1@x"), ==, 1);
  g_assert_cmpint (place_of (fixture, "a2@x"), ==, move.to_id);
  g_assert_cmpint (place_of (fixture, "a3@x"), ==, move.to_id);

  rest = store_fixture_read (fixture, 1);
  part = store_fixture_read (fixture, move.to_id);
  g_assert_cmpstr (rest->preview, ==, "Gdzie jest paczka?");
  g_assert_cmpint (rest->last_activity_at, ==, NOON);
  g_assert_cmpuint (rest->unread, ==, 1);
  g_assert_cmpuint (part->unread, ==, 2);
  g_assert_cmpint (part->waiting_since, ==, NOON + 1000);
  g_assert_cmpint (part->contact_id, ==, rest->contact_id);
  g_assert_cmpstr (part->contact_address, ==, ANNA);

  undo (fixture, move.id, -1);
  after = dump (fixture);
  g_assert_cmpstr (after, ==, before);
  undo (fixture, move.id, DYZUR_STORE_ERROR_CONFLICT);
}

/* Answers go to the part they answer, by messages and by what messages named; a mail that names both ties nothing. */
static void
test_split_answers (StoreFixture  *fixture,
                    gconstpointer  data)
{
  DyzurMoveRecord move;

  three_mails (fixture);
  move = split (fixture, 1, "a2@x", 0, NULL, -1);
  g_assert_cmpint (place_of (fixture, "a3@x"), ==, 1);

  mail_at (fixture, "b1@x a2@x a1@x", ANNA, "O zwrocie", NOON + 3000);
  mail_at (fixture, "b2@x a3@x a2@x a1@x", ANNA, "O paczce", NOON + 4000);
  mail_at (fixture, "b3@x lost@x", ANNA, "Też o zwrocie", NOON + 5000);
  mail_at (fixture, "b4@x lost2@x", ANNA, "Też o paczce", NOON + 6000);
  mail_at (fixture, "lost@x", ANNA, "Spóźniony", NOON + 500);
  g_assert_cmpint (place_of (fixture, "b1@x"), ==, move.to_id);
  g_assert_cmpint (place_of (fixture, "b2@x"), ==, 1);
  g_assert_cmpint (place_of (fixture, "b3@x"), ==, move.to_id);
  g_assert_cmpint (place_of (fixture, "b4@x"), ==, 1);
  g_assert_cmpint (place_of (fixture, "lost@x"), ==, move.to_id);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 2);

  undo (fixture, move.id, -1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 1);
  mail_at (fixture, "b5@x b1@x", ANNA, "I znowu", NOON + 7000);
  g_assert_cmpint (place_of (fixture, "b5@x"), ==, 1);
}

static void
test_split_customer (StoreFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr(DyzurConversationRecord) part = NULL;
  g_autoptr(DyzurConversationRecord) other = NULL;
  DyzurMoveRecord move;

  three_mails (fixture);
  mail_at (fixture, "j1@x", JAN, "Jan pisze", NOON + 100);
  move = split (fixture, 1, "a2@x", 2, NULL, -1);
  part = store_fixture_read (fixture, move.to_id);
  g_assert_cmpint (part->contact_id, ==, 2);
  g_assert_cmpstr (part->contact_address, ==, JAN);

  move = split (fixture, 1, "a3@x", 0, "Nowy@Klient.example", -1);
  other = store_fixture_read (fixture, move.to_id);
  g_assert_cmpint (other->contact_id, >, 2);
  g_assert_cmpstr (other->contact_address, ==, "Nowy@Klient.example");
}

static void
test_refused (StoreFixture  *fixture,
              gconstpointer  data)
{
  three_mails (fixture);
  store_fixture_account (fixture, "desk");
  store_fixture_ingest (fixture, "desk", conversation_event ("c1", DYZUR_STATUS_OPEN));
  store_fixture_ingest (fixture, "desk", desk_event ("c1", "m1", DYZUR_MESSAGE_INCOMING, "a", NOON));
  store_fixture_ingest (fixture, "desk", desk_event ("c1", "m2", DYZUR_MESSAGE_INCOMING, "b", NOON + 1));

  split (fixture, 1, "a1@x a2@x a3@x", 0, NULL, DYZUR_STORE_ERROR_CONFLICT);
  split (fixture, 1, "m1", 0, NULL, DYZUR_STORE_ERROR_CONFLICT);
  split (fixture, 2, "m1", 0, NULL, DYZUR_STORE_ERROR_CONFLICT);
  split (fixture, 77, "a1@x", 0, NULL, DYZUR_STORE_ERROR_NOT_FOUND);
  merge (fixture, 1, 1, DYZUR_STORE_ERROR_CONFLICT);
  merge (fixture, 1, 2, DYZUR_STORE_ERROR_CONFLICT);
  merge (fixture, 2, 1, DYZUR_STORE_ERROR_CONFLICT);
  merge (fixture, 1, 77, DYZUR_STORE_ERROR_NOT_FOUND);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM moves"), ==, 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 2);
}

static void
change (StoreFixture *fixture,
        gint64        id,
        DyzurConversationChange how)
{
  store_fixture_change (fixture, id, &how);
}

/* Two conversations with everything that a conversation can have. */
static void
two_full (StoreFixture *fixture)
{
  mail_at (fixture, "a1@x lostA@x", ANNA, "Gdzie jest paczka?", NOON);
  mail_at (fixture, "j1@x lostB@x", JAN, "Dzień dobry, tu Jan", NOON + 1000);
  store_fixture_send (fixture, 1, "odp-1", "Jedzie.");
  store_fixture_send (fixture, 2, "odp-2", "Witam.");
  save_draft (fixture, 1, "szkic-1", "Szkic pierwszy");
  save_draft (fixture, 2, "szkic-2", "Szkic drugi");
  change (fixture, 1, (DyzurConversationChange) { .fields = DYZUR_CHANGE_ADD_LABEL, .label = "paczka" });
  change (fixture, 2, (DyzurConversationChange) { .fields = DYZUR_CHANGE_ADD_LABEL, .label = "pilne" });
  change (fixture, 2, (DyzurConversationChange) { .fields = DYZUR_CHANGE_ASSIGNEE, .assignee_id = "ola",
                                                  .assignee_name = "Ola" });
  change (fixture, 2, (DyzurConversationChange) { .fields = DYZUR_CHANGE_PRIORITY, .priority = DYZUR_PRIORITY_HIGH });
  change (fixture, 1, (DyzurConversationChange) { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_SNOOZED,
                                                  .snoozed_until = NOON + DYZUR_DAY });
}

static void
test_merge (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(DyzurConversationRecord) one = NULL;
  gint64 move;

  two_full (fixture);
  store_fixture_script (fixture, "UPDATE conversations SET mentioned = 1 WHERE id = 2");
  before = dump (fixture);
  move = merge (fixture, 1, 2, -1);

  one = store_fixture_read (fixture, 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 1);
  g_assert_cmpint (one->status, ==, DYZUR_STATUS_OPEN);
  g_assert_cmpint (one->snoozed_until, ==, 0);
  g_assert_cmpstr (one->assignee_id, ==, "ola");
  g_assert_cmpint (one->priority, ==, DYZUR_PRIORITY_HIGH);
  g_assert_cmpuint (g_strv_length (one->labels), ==, 2);
  g_assert_true (one->mentioned);
  g_assert_cmpint (one->contact_id, ==, 1);
  g_assert_cmpuint (one->unread, ==, 2);
  assert_draft (fixture, 1, "Szkic pierwszy\n\nSzkic drugi");
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM outbox WHERE conversation_id = 1 "
                                        "AND message_id > 0"), ==, 2);

  undo (fixture, move, -1);
  after = dump (fixture);
  g_assert_cmpstr (after, ==, before);
}

/* The remote hears who has it and that it is open, with the customer's last message, which came from the other one. */
static void
test_merge_tells (StoreFixture  *fixture,
                  gconstpointer  data)
{
  g_autoptr(DyzurAction) action = NULL;

  mail_at (fixture, "a1@x", ANNA, "Gdzie jest paczka?", NOON);
  mail_at (fixture, "a2@x", ANNA, "I jeszcze coś", NOON + 1000);
  change (fixture, 1, (DyzurConversationChange) { .fields = DYZUR_CHANGE_ASSIGNEE, .assignee_id = "ola",
                                                  .assignee_name = "Ola" });
  action = store_fixture_take (fixture, "mail");
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, NULL, -1);
  g_clear_pointer (&action, dyzur_action_free);
  merge (fixture, 1, 2, -1);
  action = store_fixture_take (fixture, "mail");
  g_assert_cmpint (action->kind, ==, DYZUR_ACTION_ASSIGN);
  g_assert_cmpstr (action->assignee_id, ==, "ola");
  g_assert_cmpstr (action->remote_ids[0], ==, "a2@x");
}

/* Answers to either side go to the one, and after it is undone to the side they answer; what came between goes too. */
static void
test_merge_answers (StoreFixture  *fixture,
                    gconstpointer  data)
{
  g_autoptr(DyzurConversationRecord) other = NULL;
  gint64 move;

  mail_at (fixture, "a1@x lostA@x", ANNA, "Gdzie jest paczka?", NOON);
  mail_at (fixture, "j1@x lostB@x", JAN, "Dzień dobry, tu Jan", NOON + 1000);
  change (fixture, 2, (DyzurConversationChange) { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_RESOLVED });
  move = merge (fixture, 1, 2, -1);
  mail_at (fixture, "a2@x a1@x", ANNA, "Anna znowu", NOON + 2000);
  mail_at (fixture, "j2@x j1@x", JAN, "Jan znowu", NOON + 3000);
  mail_at (fixture, "j3@x j2@x", JAN, "I znowu Jan", NOON + 4000);
  mail_at (fixture, "lostB@x", JAN, "Najpierw to", NOON + 900);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 1);
  store_fixture_send (fixture, 1, "odp", "Do Jana, który pisał ostatni");

  undo (fixture, move, -1);
  g_assert_cmpint (place_of (fixture, "a2@x"), ==, 1);
  g_assert_cmpint (place_of (fixture, "j2@x"), ==, 2);
  g_assert_cmpint (place_of (fixture, "j3@x"), ==, 2);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT conversation_id FROM messages WHERE client_id = 'odp'"), ==, 2);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT conversation_id FROM outbox WHERE key = 'odp'"), ==, 2);
  other = store_fixture_read (fixture, 2);
  g_assert_cmpint (other->status, ==, DYZUR_STATUS_OPEN);

  mail_at (fixture, "a3@x a1@x", ANNA, "Anna", NOON + 5000);
  mail_at (fixture, "j4@x j3@x", JAN, "Jan", NOON + 6000);
  g_assert_cmpint (place_of (fixture, "a3@x"), ==, 1);
  g_assert_cmpint (place_of (fixture, "j4@x"), ==, 2);
}

/* What people changed since the merge stays as they wanted it. */
static void
test_merge_changed (StoreFixture  *fixture,
                    gconstpointer  data)
{
  g_autoptr(DyzurConversationRecord) one = NULL;
  gint64 move;

  two_full (fixture);
  move = merge (fixture, 1, 2, -1);
  change (fixture, 1, (DyzurConversationChange) { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_RESOLVED });
  change (fixture, 1, (DyzurConversationChange) { .fields = DYZUR_CHANGE_ASSIGNEE, .assignee_id = "ewa",
                                                  .assignee_name = "Ewa" });
  save_draft (fixture, 1, "szkic-1", "Szkic pierwszy\n\nSzkic drugi, poprawiony");
  undo (fixture, move, -1);
  one = store_fixture_read (fixture, 1);
  g_assert_cmpint (one->status, ==, DYZUR_STATUS_RESOLVED);
  g_assert_cmpstr (one->assignee_id, ==, "ewa");
  g_assert_cmpint (one->priority, ==, DYZUR_PRIORITY_NONE);
  assert_draft (fixture, 1, "Szkic pierwszy\n\nSzkic drugi, poprawiony");
  assert_draft (fixture, 2, NULL);
}

/* A composer that saves late, into a conversation that is gone by then. */
static void
test_late_draft (StoreFixture  *fixture,
                 gconstpointer  data)
{
  mail_at (fixture, "a1@x", ANNA, "Gdzie jest paczka?", NOON);
  mail_at (fixture, "a2@x", ANNA, "I jeszcze coś", NOON + 1000);
  mail_at (fixture, "a3@x", ANNA, "I jeszcze", NOON + 2000);
  merge (fixture, 2, 3, -1);
  merge (fixture, 1, 2, -1);
  save_draft (fixture, 3, "szkic-3", "Zaraz");
  assert_draft (fixture, 1, "Zaraz");
  save_draft (fixture, 3, "szkic-3", "Zaraz sprawdzę");
  assert_draft (fixture, 1, "Zaraz sprawdzę");
  save_draft (fixture, 2, "szkic-2", "Drugi");
  save_draft (fixture, 2, "szkic-2", "Drugi");
  assert_draft (fixture, 1, "Zaraz sprawdzę\n\nDrugi");
}

/* The last one is undone first; a lone draft and the one who wrote it follow. */
static void
test_chain (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *between = NULL;
  g_autofree char *again = NULL;
  g_autofree char *after = NULL;
  gint64 first, second;

  mail_at (fixture, "a1@x", ANNA, "Gdzie jest paczka?", NOON);
  mail_at (fixture, "a2@x", ANNA, "I jeszcze coś", NOON + 1000);
  mail_at (fixture, "a3@x", ANNA, "I jeszcze", NOON + 2000);
  save_draft (fixture, 3, "szkic-3", "Odpowiadam");
  before = dump (fixture);
  first = merge (fixture, 2, 3, -1);
  between = dump (fixture);
  second = merge (fixture, 1, 2, -1);
  assert_draft (fixture, 1, "Odpowiadam");
  undo (fixture, first, DYZUR_STORE_ERROR_CONFLICT);
  undo (fixture, second, -1);
  again = dump (fixture);
  g_assert_cmpstr (again, ==, between);
  undo (fixture, first, -1);
  after = dump (fixture);
  g_assert_cmpstr (after, ==, before);
}

/* Of several at once, all or none. */
static void
test_several (StoreFixture  *fixture,
              gconstpointer  data)
{
  gint64 good[] = { 2, 3 };
  gint64 bad[] = { 2, 77 };
  gint64 ids[2];
  g_autoptr(GArray) none = NULL;
  g_autoptr(GArray) moves = NULL;
  g_autoptr(GArray) undone = NULL;
  GAsyncResult *result = NULL;

  mail_at (fixture, "a1@x", ANNA, "Gdzie jest paczka?", NOON);
  mail_at (fixture, "a2@x", ANNA, "I jeszcze coś", NOON + 1000);
  mail_at (fixture, "a3@x", ANNA, "I jeszcze", NOON + 2000);
  dyzur_store_merge_async (fixture->store, 1, bad, 2, "Ola", NULL, store_wait_cb, &result);
  none = finish (fixture, &result, DYZUR_STORE_ERROR_NOT_FOUND);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 3);
  dyzur_store_merge_async (fixture->store, 1, good, 2, "Ola", NULL, store_wait_cb, &result);
  moves = finish (fixture, &result, -1);
  g_assert_cmpuint (moves->len, ==, 2);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 1);
  for (guint i = 0; i < 2; i++)
    ids[i] = g_array_index (moves, DyzurMoveRecord, i).id;
  dyzur_store_undo_moves_async (fixture->store, ids, 2, "Ola", NULL, store_wait_cb, &result);
  undone = finish (fixture, &result, -1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 3);
}

/* Whoever sits here has an identifier of their own, which a mailbox does not know: out and in by the common name. */
static void
test_me (StoreFixture  *fixture,
         gconstpointer  data)
{
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_MARKS);
  g_autoptr(DyzurAction) action = NULL;
  g_autoptr(DyzurConversationRecord) one = NULL;

  dyzur_store_set_me (fixture->store, "ffc9d044-a52d-4002-97e0-308eb2fd0dab");
  mail_at (fixture, "a1@x", ANNA, "Gdzie jest paczka?", NOON);
  change (fixture, 1, (DyzurConversationChange) { .fields = DYZUR_CHANGE_ASSIGNEE, .assignee_name = "Ola",
                                                  .assignee_id = "ffc9d044-a52d-4002-97e0-308eb2fd0dab" });
  action = store_fixture_take (fixture, "mail");
  g_assert_cmpint (action->kind, ==, DYZUR_ACTION_ASSIGN);
  g_assert_cmpstr (action->assignee_id, ==, DYZUR_AGENT_ME);
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, NULL, -1);

  event->live = TRUE;
  event->message = dyzur_message_record_new ();
  event->message->remote_id = g_strdup ("a1@x");
  event->marks = DYZUR_MARK_ASSIGNED;
  event->remote_id = g_strdup (DYZUR_AGENT_ME);
  event->name = g_strdup ("Ola");
  store_fixture_ingest (fixture, "mail", event);
  one = store_fixture_read (fixture, 1);
  g_assert_cmpstr (one->assignee_id, ==, "ffc9d044-a52d-4002-97e0-308eb2fd0dab");
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM messages WHERE kind = 3"), ==, 1);
}

static gint64
read_move (StoreFixture *fixture,
           gint64        conversation_id,
           DyzurActivity activity)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) messages = NULL;

  dyzur_store_load_messages_async (fixture->store, conversation_id, 100, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  messages = dyzur_store_load_messages_finish (fixture->store, result, NULL);
  for (guint i = messages->len; i > 0; i--)
    {
      const DyzurMessageRecord *message = g_ptr_array_index (messages, i - 1);

      if (message->activity == activity)
        {
          g_assert_cmpstr (message->author_name, ==, "Ola");
          return message->move_id;
        }
    }
  return -1;
}

/* The activity says whether it can be undone: in both halves of a split, and only as long as it can. */
static void
test_activities (StoreFixture  *fixture,
                 gconstpointer  data)
{
  DyzurMoveRecord move;
  gint64 merged, other;

  three_mails (fixture);
  mail_at (fixture, "j1@x", JAN, "Jan", NOON);
  move = split (fixture, 1, "a3@x", 0, NULL, -1);
  g_assert_cmpint (read_move (fixture, 1, DYZUR_ACTIVITY_SPLIT), ==, move.id);
  g_assert_cmpint (read_move (fixture, move.to_id, DYZUR_ACTIVITY_SPLIT_FROM), ==, move.id);
  merged = merge (fixture, 2, move.to_id, -1);
  g_assert_cmpint (read_move (fixture, 1, DYZUR_ACTIVITY_SPLIT), ==, 0);
  g_assert_cmpint (read_move (fixture, 2, DYZUR_ACTIVITY_SPLIT_FROM), ==, 0);
  g_assert_cmpint (read_move (fixture, 2, DYZUR_ACTIVITY_MERGED), ==, merged);
  other = merge (fixture, 1, 2, -1);
  g_assert_cmpint (read_move (fixture, 1, DYZUR_ACTIVITY_MERGED), ==, other);
  undo (fixture, other, -1);
  undo (fixture, merged, -1);
  g_assert_cmpint (read_move (fixture, 2, DYZUR_ACTIVITY_MERGED), ==, 0);
  g_assert_cmpint (read_move (fixture, 2, DYZUR_ACTIVITY_MERGE_UNDONE), ==, 0);
  g_assert_cmpint (read_move (fixture, 1, DYZUR_ACTIVITY_SPLIT), ==, move.id);
  undo (fixture, move.id, -1);
  g_assert_cmpint (read_move (fixture, 1, DYZUR_ACTIVITY_SPLIT), ==, 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 2);
}

#define add(path, func) g_test_add ("/store/moves/" path, StoreFixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("split", test_split);
  add ("split/answers", test_split_answers);
  add ("split/customer", test_split_customer);
  add ("refused", test_refused);
  add ("merge", test_merge);
  add ("merge/tells", test_merge_tells);
  add ("merge/answers", test_merge_answers);
  add ("merge/changed", test_merge_changed);
  add ("merge/late-draft", test_late_draft);
  add ("merge/chain", test_chain);
  add ("merge/several", test_several);
  add ("activities", test_activities);
  add ("me", test_me);

  return g_test_run ();
}
