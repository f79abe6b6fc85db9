/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-clock.h"
#include "store-fixture.h"

#define NOON G_GINT64_CONSTANT (1794916800000)
#define MAX_MAILS 6

/*
 * Which mails become one conversation. A mail is "keys | who | subject | day" : keys are its own Message-ID ("-": none at
 * all), In-Reply-To and References as the reader gives them; who: a customer, ">" and whom we wrote to; day may be negative.
 * A "!" before the keys: history (what came before the program was there), else it is news.
 * The talks: a letter for each mail, the same one for the same conversation.
 */
typedef struct
{
  const char *name;
  const char *mails[MAX_MAILS + 1];
  const char *talks;
} Case;

static const Case cases[] = {
  /* Identifiers */
  { "in-reply-to", { "a|anna|Paczka|0", "b a|anna|Re: Paczka|1" }, "AA" },
  { "references-only", { "a|anna|Paczka|0", "b x a|anna|Re: Paczka|1" }, "AA" },
  { "child-first", { "b a|anna|Re: Paczka|1", "a|anna|Paczka|0" }, "AA" },
  { "grandchild-first", { "c b a|anna|Re: Paczka|2", "a|anna|Paczka|0", "b a|anna|Re: Paczka|1" }, "AAA" },
  { "link-comes-last", { "a|anna|Paczka|0", "c b|anna|Inny temat|2", "b a|anna|Re: Paczka|1" }, "AAA" },
  { "siblings-of-a-lost-parent", { "b x|anna|Re: Paczka|1", "c x|anna|Re: Paczka|2" }, "AA" },
  { "nearest-wins", { "a|anna|Paczka|0", "b|anna|Zwrot|0", "c b a|anna|Re: Zwrot|1" }, "AAA" },
  { "our-answer-from-another-program", { "a|anna|Paczka|0", "o a|>anna|Re: Paczka|1", "b o|anna|Re: Paczka|2" }, "AAA" },
  { "our-answer-comes-late", { "a|anna|Paczka|0", "b o a|anna|Re: Paczka|2", "o a|>anna|Re: Paczka|1" }, "AAA" },
  { "answer-after-a-year", { "a|anna|Paczka|0", "b a|anna|Re: Paczka|365" }, "AA" },
  { "subject-changed-in-the-thread", { "a|anna|Paczka|0", "b a|anna|A teraz o zwrocie|1" }, "AA" },
  { "copied-colleague-of-the-customer-answers", { "a|anna|Paczka|0", "b a|szef|Re: Paczka|1" }, "AA" },

  /* Message-ID missing or used again */
  { "no-message-id", { "-|anna|Paczka|0", "-|anna|Zwrot|1" }, "AB" },
  { "no-message-id-answers", { "a|anna|Paczka|0", "- a|anna|Re: Paczka|1" }, "AA" },
  { "doubled-message-id", { "a|anna|Paczka|0", "a|anna|Paczka|0" }, "AA" },

  /* Subject and customer */
  { "references-cut", { "a|anna|Paczka|0", "b|anna|Re: Paczka|1" }, "AA" },
  { "references-invented", { "a|anna|Paczka|0", "b exchange-made-this-up|anna|RE: Paczka|1" }, "AA" },
  { "polish-prefixes", { "a|anna|Paczka|0", "b|anna|Odp: Paczka|1", "c|anna|ODP: Re: Paczka|2" }, "AAA" },
  { "german-prefix", { "a|anna|Paket|0", "b|anna|AW: Paket|1", "c|anna|Antw: Paket|1" }, "AAA" },
  { "swedish-prefix", { "a|anna|Paket|0", "b|anna|SV: Paket|1" }, "AA" },
  { "counted-prefix", { "a|anna|Paczka|0", "b|anna|Re[2]: Paczka|1" }, "AA" },
  { "pile-of-prefixes", { "a|anna|Paczka|0", "b|anna|Re: Odp: AW: SV: Fwd: PD: Paczka|1" }, "AA" },
  { "ukrainian-prefix", { "a|anna|Пакунок|0", "b|anna|Відп: Пакунок|1" }, "AA" },
  { "case-and-marks", { "a|anna|Gdzie jest żółw|0", "b|anna|Re: GDZIE JEST ZOLW|1" }, "AA" },
  { "our-answer-without-references", { "a|anna|Paczka|0", "o|>anna|Re: Paczka|1" }, "AA" },
  { "answer-first-in-history", { "!b|anna|Re: Paczka|1", "!a|anna|Paczka|0" }, "AA" },
  { "same-subject-is-no-answer", { "a|anna|Reklamacja|0", "b|anna|Reklamacja|5" }, "AB" },
  { "same-subject-in-history", { "!b|anna|Reklamacja|5", "!a|anna|Reklamacja|0" }, "AB" },
  { "forward-is-no-answer", { "a|anna|Paczka|0", "b|anna|Fwd: Paczka|1" }, "AB" },
  { "another-subject", { "a|anna|Paczka|0", "b|anna|Re: Zwrot|1" }, "AB" },
  { "no-subject", { "a|anna||0", "b|anna|Re:|1" }, "AB" },
  { "too-late", { "a|anna|Paczka|0", "b|anna|Re: Paczka|31" }, "AB" },
  { "just-in-time", { "a|anna|Paczka|0", "b|anna|Re: Paczka|29" }, "AA" },
  { "the-later-of-two", { "a|anna|Paczka|0", "b|anna|Paczka|10", "c|anna|Re: Paczka|11" }, "ABB" },
  { "identifiers-before-subject", { "a|anna|Paczka|0", "b|anna|Paczka|10", "c a|anna|Re: Paczka|11" }, "ABA" },

  /* People */
  { "two-customers-one-subject", { "a|anna|Zamówienie|0", "b|jan|Zamówienie|0", "c|jan|Re: Zamówienie|1" }, "ABB" },
  { "never-across-by-subject", { "a|anna|Zamówienie|0", "b|jan|Re: Zamówienie|1" }, "AB" },
  { "two-addresses-of-one", { "a|anna+prywatnie|Paczka|0", "b|prywatnie|Re: Paczka|1" }, "AA" },
  { "plus-address-is-another", { "a|anna|Paczka|0", "b|anna-tag|Re: Paczka|1" }, "AB" },
  { "plus-address-by-identifier", { "a|anna|Paczka|0", "b a|anna-tag|Re: Paczka|1" }, "AA" },
};

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  dyzur_clock_set (NOON + 400 * DYZUR_DAY);
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

/* "anna+prywatnie": Anna, who has another address too; "anna-tag": anna+tag@… */
static void
set_person (DyzurEvent *event,
            const char *who)
{
  const char *plus = strchr (who, '+');
  g_autofree char *first = g_strndup (who, strcspn (who, "+"));
  g_autofree char *address = NULL;

  g_strdelimit (first, "-", '+');
  address = g_strconcat (first, "@klient.example", NULL);
  dyzur_contact_record_free (event->contact);
  event->contact = dyzur_contact_record_new (NULL);
  dyzur_contact_record_add_point (event->contact, DYZUR_POINT_EMAIL, address);
  g_free (event->conversation->contact_address);
  event->conversation->contact_address = g_strdup (address);
  if (event->message->kind == DYZUR_MESSAGE_INCOMING)
    {
      g_free (event->message->author_address);
      event->message->author_address = g_steal_pointer (&address);
    }
  if (plus != NULL)
    {
      g_autofree char *other = g_strconcat (plus + 1, "@klient.example", NULL);

      dyzur_contact_record_add_point (event->contact, DYZUR_POINT_EMAIL, other);
    }
}

static DyzurEvent *
parse_mail (const char *line,
            guint       number)
{
  gboolean history = *line == '!';
  g_auto(GStrv) parts = g_strsplit (line + history, "|", -1);
  const char *who = parts[1];
  gboolean ours = *who == '>';
  g_autofree char *keys = parts[0][0] == '-' ? g_strdup (parts[0] + 1 + (parts[0][1] == ' ')) : g_strdup (parts[0]);
  DyzurEvent *event = mail_event (keys, "x", line, NOON + g_ascii_strtoll (parts[3], NULL, 10) * DYZUR_DAY + number);

  if (parts[0][0] == '-')
    {
      g_free (event->message->remote_id);
      event->message->remote_id = g_strdup_printf ("made-up-%u", number);
      if (*keys == '\0')
        event->message->thread_keys[0] = (g_free (event->message->thread_keys[0]), g_strdup (event->message->remote_id));
    }
  event->live = !history;
  event->message->kind = ours ? DYZUR_MESSAGE_OUTGOING : DYZUR_MESSAGE_INCOMING;
  event->message->author_kind = ours ? DYZUR_AUTHOR_AGENT : DYZUR_AUTHOR_CUSTOMER;
  event->message->subject = g_strdup (parts[2]);
  g_free (event->conversation->subject);
  event->conversation->subject = g_strdup (parts[2]);
  set_person (event, who + ours);
  return event;
}

/* Of a mail: by its text, which is its line; a copy that changed nothing has that of the first */
static gint64
find_talk (StoreFixture *fixture,
           const char   *line)
{
  char *sql = sqlite3_mprintf ("SELECT conversation_id FROM messages WHERE text = %Q", line);
  gint64 id = store_fixture_int64 (fixture, sql);

  sqlite3_free (sql);
  return id;
}

static void
test_case (StoreFixture  *fixture,
           gconstpointer  data)
{
  const Case *self = data;
  g_autoptr(GArray) met = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GString) talks = g_string_new (NULL);

  for (guint i = 0; self->mails[i] != NULL; i++)
    store_fixture_ingest (fixture, "mail", parse_mail (self->mails[i], i));
  for (guint i = 0; self->mails[i] != NULL; i++)
    {
      gint64 talk = find_talk (fixture, self->mails[i]);
      guint n = 0;

      g_assert_cmpint (talk, !=, 0);
      while (n < met->len && g_array_index (met, gint64, n) != talk)
        n++;
      if (n == met->len)
        g_array_append_val (met, talk);
      g_string_append_c (talks, (char) ('A' + n));
    }
  g_assert_cmpstr (talks->str, ==, self->talks);
}

/* One mail to two inboxes of ours: each account has its own conversation with the one customer. */
static void
test_two_accounts (StoreFixture  *fixture,
                   gconstpointer  data)
{
  store_fixture_account (fixture, "mail2");
  store_fixture_ingest (fixture, "mail", parse_mail ("a|anna|Paczka|0", 0));
  store_fixture_ingest (fixture, "mail2", parse_mail ("a|anna|Paczka|0", 0));
  store_fixture_ingest (fixture, "mail2", parse_mail ("b|anna|Re: Paczka|1", 1));
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 2);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM contacts"), ==, 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT account FROM messages WHERE remote_id = 'b'"), ==, 2);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(DISTINCT account) FROM conversations"), ==, 2);
}

/* What machines send is tied by identifiers alone. */
static void
test_automatic (StoreFixture  *fixture,
                gconstpointer  data)
{
  DyzurEvent *event = parse_mail ("b|anna|Odp: Paczka|1", 1);

  event->message->automatic = DYZUR_AUTOMATIC_REPLY;
  store_fixture_ingest (fixture, "mail", parse_mail ("a|anna|Paczka|0", 0));
  store_fixture_ingest (fixture, "mail", event);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count(*) FROM conversations"), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/store/talks/", cases[i].name, NULL);

      g_test_add (path, StoreFixture, &cases[i], set_up, test_case, tear_down);
    }
  g_test_add ("/store/talks/two-accounts", StoreFixture, NULL, set_up, test_two_accounts, tear_down);
  g_test_add ("/store/talks/automatic", StoreFixture, NULL, set_up, test_automatic, tear_down);

  return g_test_run ();
}
