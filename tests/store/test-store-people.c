/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-mailbox.h"
#include "dyzur-store-index-private.h"
#include "store-fixture.h"

#define NOON G_GINT64_CONSTANT (1794916800000)
#define MINUTE G_GINT64_CONSTANT (60000)

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  dyzur_clock_set (NOON);
  store_fixture_set_up (fixture, data);
  store_fixture_account (fixture, "mail");
}

static void
tear_down (StoreFixture  *fixture,
           gconstpointer  data)
{
  store_fixture_tear_down (fixture, data);
  dyzur_clock_set (0);
}

static void
ingest_named (StoreFixture *fixture,
              const char   *name,
              const char   *address,
              gint64        at)
{
  g_autofree char *id = g_strdup_printf ("%s@%" G_GINT64_FORMAT, address, at);
  DyzurEvent *event = mail_event (id, address, "Gdzie jest paczka?", at);

  event->contact->name = g_strdup (name);
  store_fixture_ingest (fixture, "mail", event);
}

static gint64
send_to (StoreFixture *fixture,
         gint64        conversation_id,
         const char   *to,
         const char   *bcc)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (conversation_id, DYZUR_DRAFT_REPLY);
  DyzurSendOptions options = { 0 };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 id;

  g_free (draft->text);
  draft->text = g_strdup ("W drodze.");
  draft->to = to != NULL ? dyzur_mailboxes_parse (to) : NULL;
  draft->bcc = bcc != NULL ? dyzur_mailboxes_parse (bcc) : NULL;
  dyzur_store_send_async (fixture->store, draft, &options, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  id = dyzur_store_send_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return id;
}

/* Addresses, parted by blanks, in their order */
static char *
complete (StoreFixture *fixture,
          const char   *text)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) people = NULL;
  g_autoptr(GString) out = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  dyzur_store_complete_people_async (fixture->store, text, 8, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  people = dyzur_store_complete_people_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < people->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? " " : "", ((DyzurPerson *) people->pdata[i])->address);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
assert_completes (StoreFixture *fixture,
                  const char   *text,
                  const char   *expected)
{
  g_autofree char *found = complete (fixture, text);

  g_assert_cmpstr (found, ==, expected);
}

static void
index_all (StoreFixture *fixture)
{
  g_autoptr(GError) error = NULL;

  _dyzur_index_flush (fixture->store, &error);
  g_assert_no_error (error);
}

static void
test_names (StoreFixture  *fixture,
            gconstpointer  data)
{
  ingest_named (fixture, "Łukasz Żółw", "lukasz.z@klient.test", NOON - 5 * MINUTE);
  ingest_named (fixture, "Anna Kowalska", "anna@klient.test", NOON - 4 * MINUTE);
  ingest_named (fixture, "Ewa Łukaszewicz", "ewa@firma.test", NOON - 3 * MINUTE);
  index_all (fixture);
  assert_completes (fixture, "lukasz", "ewa@firma.test lukasz.z@klient.test");
  assert_completes (fixture, "ŁUK żół", "lukasz.z@klient.test");
  assert_completes (fixture, "zolw", "lukasz.z@klient.test");
  assert_completes (fixture, "kow an", "anna@klient.test");
  assert_completes (fixture, "anna@kli", "anna@klient.test");
  assert_completes (fixture, "klient.te", "anna@klient.test lukasz.z@klient.test");
  assert_completes (fixture, "nikt", "");
  assert_completes (fixture, "", "");
  assert_completes (fixture, "<>,", "");
}

/* Who was written to is found at once, customer or not; often and lately comes first. */
static void
test_written (StoreFixture  *fixture,
              gconstpointer  data)
{
  ingest_named (fixture, "Marta Nowak", "marta@klient.test", NOON - 5 * MINUTE);
  index_all (fixture);
  send_to (fixture, 1, "Marek Magazynier <magazyn@hurtownia.test>", NULL);
  assert_completes (fixture, "ma", "magazyn@hurtownia.test marta@klient.test");
  assert_completes (fixture, "hurt", "magazyn@hurtownia.test");
  for (guint i = 0; i < 3; i++)
    send_to (fixture, 1, NULL, NULL);
  assert_completes (fixture, "ma", "marta@klient.test magazyn@hurtownia.test");
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT times FROM correspondents WHERE key = 'marta@klient.test'"), ==, 3);
}

static void
test_bcc (StoreFixture  *fixture,
          gconstpointer  data)
{
  g_autoptr(DyzurAction) action = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(DyzurDraft) draft = NULL;
  gint64 id;

  ingest_named (fixture, "Marta Nowak", "marta@klient.test", NOON - 5 * MINUTE);
  id = send_to (fixture, 1, NULL, "Szef <szef@bobrowisko.example>");
  assert_completes (fixture, "szef", "szef@bobrowisko.example");

  dyzur_store_cancel_message_async (fixture->store, id, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  draft = dyzur_store_cancel_message_finish (fixture->store, result, NULL);
  g_assert_cmpstr (draft->bcc[0], ==, "Szef <szef@bobrowisko.example>");
  g_assert_null (draft->bcc[1]);

  send_to (fixture, 1, NULL, "szef@bobrowisko.example");
  action = store_fixture_take (fixture, "mail");
  g_assert_cmpstr (action->message->bcc[0], ==, "szef@bobrowisko.example");
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, "x@bobrowisko.example", 0);
}

static DyzurAnswer *
load_answer (StoreFixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  DyzurAnswer *answer;

  dyzur_store_load_answer_async (fixture->store, 1, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  answer = dyzur_store_load_answer_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return answer;
}

/* No address of any account or inbox is answered, however it is written. */
static void
test_never_ourselves (StoreFixture  *fixture,
                      gconstpointer  data)
{
  DyzurEvent *event = mail_event ("a@klient.test", "anna@klient.test", "Dzień dobry", NOON - MINUTE);
  g_autoptr(DyzurAnswer) answer = NULL;
  g_autofree char *cc = NULL;

  store_fixture_script (fixture, "INSERT INTO accounts (id, kind, address, enabled) "
                                 "VALUES ('hurt', 'mail', 'hurt@bobrowisko.example', 1);"
                                 "INSERT INTO inboxes VALUES (1, 'zwroty@bobrowisko.example', 'Zwroty', 1);"
                                 "INSERT INTO correspondents (account, key, mailbox, times, last_at) "
                                 "VALUES (1, 'brat@klient.test', 'brat@klient.test', 1, 1);");
  event->message->to = g_strsplit ("Sklep <SKLEP@bobrowisko.example>|Hurt <Hurt@Bobrowisko.example>|mama@klient.test", "|", -1);
  event->message->cc = g_strsplit ("zwroty@bobrowisko.example|brat@klient.test|Anna <ANNA@klient.test>", "|", -1);
  store_fixture_ingest (fixture, "mail", event);
  answer = load_answer (fixture);
  g_assert_cmpstr (answer->to[0], ==, "anna@klient.test");
  g_assert_null (answer->to[1]);
  cc = g_strjoinv ("|", answer->cc);
  g_assert_cmpstr (cc, ==, "mama@klient.test|brat@klient.test");
  g_assert_cmpstr (answer->new_ones[0], ==, "mama@klient.test");
  g_assert_null (answer->new_ones[1]);
}

/* What is passed on answers nobody; what comes back joins the talk, and the next answer still goes to the customer. */
static void
test_forward (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (1, DYZUR_DRAFT_FORWARD);
  DyzurSendOptions options = { 0 };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(DyzurConversationRecord) record = NULL;
  g_autoptr(DyzurAction) action = NULL;
  g_autoptr(DyzurAnswer) answer = NULL;
  DyzurEvent *event;

  ingest_named (fixture, "Marta Nowak", "marta@klient.test", NOON - 5 * MINUTE);
  draft->to = g_strsplit ("Magazyn <magazyn@hurtownia.test>", "|", -1);
  g_free (draft->text);
  draft->text = g_strdup ("Proszę sprawdzić.");
  dyzur_store_send_async (fixture->store, draft, &options, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  g_assert_cmpint (dyzur_store_send_finish (fixture->store, result, NULL), !=, 0);
  action = store_fixture_take (fixture, "mail");
  g_assert_true (action->message->aside);
  g_assert_null (action->quote);
  g_assert_cmpstr (action->message->subject, ==, "Fwd: Paczka");
  g_assert_cmpstr (action->message->to[0], ==, "Magazyn <magazyn@hurtownia.test>");
  g_assert_cmpstr (action->message->thread_keys[0], ==, "marta@klient.test@1794916500000");
  store_fixture_settle (fixture, action, DYZUR_OUTBOX_FILED, "fwd@bobrowisko.example", 0);
  record = store_fixture_read (fixture, 1);
  g_assert_cmpint (record->waiting_since, ==, NOON - 5 * MINUTE);

  event = mail_event ("odp@hurtownia.test fwd@bobrowisko.example", "magazyn@hurtownia.test", "Jest na stanie.", NOON + MINUTE);
  event->live = TRUE;
  store_fixture_ingest (fixture, "mail", event);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT aside FROM messages WHERE text = 'Jest na stanie.'"), ==, 1);
  answer = load_answer (fixture);
  g_assert_cmpstr (answer->to[0], ==, "marta@klient.test");
  g_assert_null (answer->cc);
  dyzur_conversation_record_free (g_steal_pointer (&record));
  record = store_fixture_read (fixture, 1);
  g_assert_cmpint (record->waiting_since, ==, NOON - 5 * MINUTE);
  g_assert_cmpstr (record->contact_address, ==, "marta@klient.test");
}

static void
save_template (StoreFixture *fixture,
               const char   *before,
               const char   *shortcut,
               const char   *text)
{
  g_autoptr(DyzurCanned) canned = shortcut != NULL ? dyzur_canned_new (shortcut, "Tytuł", text) : NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_store_save_template_async (fixture->store, before, canned, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  dyzur_store_save_template_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

static char *
list_canned (StoreFixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) canned = NULL;
  g_autoptr(GString) out = g_string_new (NULL);

  dyzur_store_list_canned_async (fixture->store, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  canned = dyzur_store_list_canned_finish (fixture->store, result, NULL);
  for (guint i = 0; i < canned->len; i++)
    {
      const DyzurCanned *entry = g_ptr_array_index (canned, i);

      g_string_append_printf (out, "%s%s=%s", i > 0 ? "|" : "", entry->shortcut, entry->text);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Made here, changed, renamed, taken away; they stand for a desk's of the same shortcut. */
static void
test_templates (StoreFixture  *fixture,
                gconstpointer  data)
{
  static const struct { const char *before, *shortcut, *text, *expected; } steps[] = {
    { NULL, "zwrot", "Zwrot {{order.number}}", "witam=z biurka|zwrot=Zwrot {{order.number}}" },
    { "zwrot", "zwrot", "Inaczej", "witam=z biurka|zwrot=Inaczej" },
    { "zwrot", "oddanie", "Inaczej", "oddanie=Inaczej|witam=z biurka" },
    { NULL, "witam", "moje", "oddanie=Inaczej|witam=moje" },
    { "witam", NULL, NULL, "oddanie=Inaczej|witam=z biurka" },
    { "oddanie", NULL, NULL, "witam=z biurka" },
  };
  g_autoptr(GPtrArray) desk = dyzur_canned_array_new ();

  g_ptr_array_add (desk, dyzur_canned_new ("witam", "Witam", "z biurka"));
  g_assert_true (dyzur_store_put_canned (fixture->store, "mail", desk, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *found = NULL;

      save_template (fixture, steps[i].before, steps[i].shortcut, steps[i].text);
      found = list_canned (fixture);
      g_assert_cmpstr (found, ==, steps[i].expected);
    }
}

/* However many there are. The figures are printed; what is asserted is that nothing is left out. */
static void
test_many (StoreFixture  *fixture,
           gconstpointer  data)
{
  static const char *const queries[] = { "k", "kl", "klient5", "klient59999", "jan", "jan nowak5", "klient59999@example.pl" };

  store_fixture_script (fixture,
                        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) "
                        "INSERT INTO contacts (id, name) SELECT i, 'Jan Nowak' || i FROM n;"
                        "INSERT INTO contact_points (kind, scope, key, contact_id, position, value) SELECT 0, 0, 'klient' || id || '@example.pl', id, 0, "
                        "'klient' || id || '@example.pl' FROM contacts;"
                        "INSERT OR IGNORE INTO contact_terms SELECT 'jan', id FROM contacts;"
                        "INSERT OR IGNORE INTO contact_terms SELECT 'nowak' || id, id FROM contacts;"
                        "INSERT OR IGNORE INTO contact_terms SELECT 'klient' || id, id FROM contacts;"
                        "INSERT INTO correspondents (account, key, mailbox, times, last_at) SELECT 1, 'klient' || id || "
                        "'@example.pl', name || ' <klient' || id || '@example.pl>', 1 + id % 5, id FROM contacts WHERE id % 2;");
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autofree char *found = complete (fixture, queries[i]);

      g_test_message ("%s: %.1f ms", queries[i], (g_get_monotonic_time () - start) / 1000.0);
      g_assert_cmpstr (found, !=, "");
    }
  assert_completes (fixture, "klient60000", "klient60000@example.pl");
  assert_completes (fixture, "jan nowak41234", "klient41234@example.pl");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define add(name, func) g_test_add ("/store/people/" name, StoreFixture, NULL, set_up, func, tear_down)
  add ("names", test_names);
  add ("written", test_written);
  add ("bcc", test_bcc);
  add ("never-ourselves", test_never_ourselves);
  add ("forward", test_forward);
  add ("templates", test_templates);
  add ("many", test_many);
#undef add
  return g_test_run ();
}
