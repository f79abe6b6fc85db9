/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "../sanitized.h"
#include "dyzur-clock.h"
#include "mail-restart.h"

/*
 * Dovecot and Exim, TLS, and somebody who pulls the plug in the middle of each command of a session: of the cable, or of
 * the server itself. Each round a customer writes, the mail before is answered, resolved, read and taken by us, the other
 * console opens and flags the one before that, and the third goes into the archive. However the round was disturbed: each mail is here once, each answer
 * arrived once and lies in Sent once, and both sides know each other's marks.
 *
 * The commands are not listed here: they are what the program says, one after the other, until none is left to disturb.
 */

#define MOST_UNITS 200
#define MOST_ROUNDS 15

/* ---- a round ---- */

/* What has to wait is due at once: the clock jumps. */
static void
come_back (RestartFixture *fixture)
{
  restart_raise_server (fixture);
  dyzur_clock_set (fixture->now += 10 * DYZUR_MINUTE);
  if (fixture->restarts)
    {
      restart_stop_runner (fixture);
      restart_close_store (fixture);
      restart_open_store (fixture);
      restart_start_runner (fixture);
      return;
    }
  dyzur_account_set_state (fixture->account, DYZUR_ACCOUNT_DISABLED, DYZUR_PROBLEM_NONE, NULL);
  dyzur_runner_reconnect (fixture->runner);
}

/* Once through everything, however often it has to begin again */
static void
go_round (RestartFixture *fixture)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  dyzur_clock_set (fixture->now += DYZUR_SECOND);
  dyzur_runner_wake (fixture->runner);
  while (dyzur_account_get_state (fixture->account) != DYZUR_ACCOUNT_ONLINE ||
         dyzur_account_get_synced_at (fixture->account) < fixture->now)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      if (dyzur_account_get_state (fixture->account) == DYZUR_ACCOUNT_OFFLINE)
        come_back (fixture);
      g_main_context_iteration (NULL, TRUE);
    }
}

/* The answer to mail number @n is at the customer's and in Sent, and a person was asked where nobody can know. */
static gboolean
is_answered (RestartFixture *fixture,
             guint           n)
{
  const char *key = g_ptr_array_index (fixture->keys, n - 1);
  g_autoptr(GPtrArray) messages = restart_read_messages (fixture, n);
  DyzurMessageRecord *answer = NULL;

  for (guint i = 0; i < messages->len; i++)
    if (((DyzurMessageRecord *) messages->pdata[i])->kind == DYZUR_MESSAGE_OUTGOING)
      answer = messages->pdata[i];
  g_assert_nonnull (answer);
  if (answer->delivery == DYZUR_DELIVERY_FAILED)
    {
      g_assert_cmpint (answer->problem, ==, DYZUR_PROBLEM_UNCERTAIN);
      restart_decide (fixture, answer->id, key);
    }
  return answer->delivery == DYZUR_DELIVERY_SENT && restart_count_sent (fixture, key) == 1;
}

/* The store knows what the other console did with mail number @n. */
static gboolean
hears_other (RestartFixture *fixture,
             guint           n)
{
  g_autoptr(DyzurConversationRecord) conversation = restart_read_conversation (fixture, n);

  return conversation->status == DYZUR_STATUS_OPEN && conversation->priority == DYZUR_PRIORITY_HIGH;
}

static gboolean
is_put_away (RestartFixture *fixture,
             guint           n)
{
  gboolean in_inbox;
  guint places = restart_count_places (fixture, n, &in_inbox);

  if (places != 1 || in_inbox)
    g_test_message ("mail %u is in %u folders%s", n, places, in_inbox ? ", one of them the inbox" : "");
  return places == 1 && !in_inbox;
}

static gboolean
is_through (RestartFixture *fixture)
{
  g_autoptr(DyzurConversationRecord) newest = restart_read_conversation (fixture, fixture->n);

  return newest != NULL &&
         (fixture->n < 2 || (is_answered (fixture, fixture->n - 1) && restart_is_marked (fixture, fixture->n - 1))) &&
         (fixture->n < 3 || hears_other (fixture, fixture->n - 2)) &&
         (fixture->n < 4 || is_put_away (fixture, fixture->n - 3));
}

static void
go_on (RestartFixture *fixture)
{
  guint rounds = 0;

  do
    {
      g_assert_cmpuint (rounds++, <, MOST_ROUNDS);
      go_round (fixture);
    }
  while (!is_through (fixture));
}

/* Returns: whether there was a unit number @unit to disturb */
static gboolean
play_round (RestartFixture *fixture,
            int             unit,
            DyzurCut        cut)
{
  DyzurMailProxy *proxy = strcmp (fixture->c->protocol, "imap") == 0 ? fixture->imap_proxy : fixture->smtp_proxy;
  gboolean fresh = (fixture->c->manner & FROM_LOGIN) != 0;
  g_autofree char *what = NULL;
  gboolean struck;

  if (fresh)
    restart_stop_runner (fixture);
  restart_customer_writes (fixture);
  if (fixture->n > 2)
    restart_other_marks (fixture, fixture->n - 2);
  if (fixture->n > 1)
    {
      restart_send_reply (fixture, fixture->n - 1);
      restart_take_and_resolve (fixture, fixture->n - 1);
    }
  if (fixture->n > 3)
    restart_archive (fixture, fixture->n - 3);
  /* Dyżur says it is going to commit a message before the final dot: the whole body may be on its way then. */
  fixture->may_ask = proxy == fixture->smtp_proxy;
  if (unit >= 0)
    dyzur_mail_proxy_set_cut (proxy, unit, cut, (fixture->c->manner & KILLS) != 0 ? restart_kill_cb : NULL, fixture);
  if (fresh)
    restart_start_runner (fixture);
  go_on (fixture);
  struck = dyzur_mail_proxy_clear_cut (proxy, &what);
  restart_raise_server (fixture);
  go_on (fixture); /* it may have struck when all was done */
  if (struck)
    g_hash_table_add (fixture->places, g_strndup (what, strcspn (what, "0123456789\"<[=")));
  return struck;
}

/* Everything is everywhere, once. */
static void
assert_settled (RestartFixture *fixture)
{
  g_autofree char *sent = restart_dup_sent_name (fixture);
  guint n = fixture->n;

  fixture->restarts = TRUE;
  come_back (fixture);
  go_round (fixture);
  fixture_wait (restart_spool_is_empty (fixture));
  for (guint i = 1; i <= n; i++)
    {
      g_autoptr(GPtrArray) messages = restart_read_messages (fixture, i);
      g_autoptr(DyzurConversationRecord) conversation = restart_read_conversation (fixture, i);
      g_autofree char *subject = g_strdup_printf ("Sprawa %u", i);
      guint incoming = 0, outgoing = 0;

      g_assert_cmpstr (conversation->subject, ==, subject);
      for (guint j = 0; j < messages->len; j++)
        {
          incoming += ((DyzurMessageRecord *) messages->pdata[j])->kind == DYZUR_MESSAGE_INCOMING;
          outgoing += ((DyzurMessageRecord *) messages->pdata[j])->kind == DYZUR_MESSAGE_OUTGOING;
        }
      g_assert_cmpuint (incoming, ==, 1);
      g_assert_cmpuint (outgoing, ==, i < n);
      if (i == n)
        break;
      g_assert_cmpuint (restart_count_taken (fixture, g_ptr_array_index (fixture->keys, i - 1)), ==, 1);
    }
  g_assert_null (restart_read_conversation (fixture, n + 1));
  for (guint i = 1; i <= n; i++)
    {
      gboolean in_inbox;

      g_assert_cmpuint (restart_count_places (fixture, i, &in_inbox), ==, 1);
      g_assert_true (in_inbox == (i + 3 > n));
    }
  g_assert_cmpuint (dyzur_imap_select (restart_get_eye (fixture, sent), sent, NULL, NULL)->exists, ==, n - 1);
}

static void
tell_places (RestartFixture *fixture)
{
  g_autoptr(GList) places = g_list_sort (g_hash_table_get_keys (fixture->places), (GCompareFunc) strcmp);

  for (GList *l = places; l != NULL; l = l->next)
    g_test_message ("disturbed: %s", (char *) l->data);
}

static void
test_restart (RestartFixture *fixture,
              gconstpointer   data)
{
  guint n_places = 0;

  if (fixture->servers == NULL)
    return;
  for (guint i = 0; i < 3; i++)
    play_round (fixture, -1, DYZUR_CUT_BEFORE);
  for (guint cut = 0; cut < DYZUR_N_CUTS; cut++)
    {
      gboolean struck = (fixture->c->cuts & 1 << cut) != 0;
      gboolean in_turns = (fixture->c->manner & IN_TURNS) != 0 && cut != DYZUR_CUT_UNANSWERED;

      for (guint unit = in_turns ? cut % 2 : 0; struck; unit += SANITIZED ? 5 : in_turns ? 2 : 1)
        {
          g_assert_cmpuint (unit, <, MOST_UNITS);
          fixture->restarts = (unit + cut) % 2 == 1;
          struck = play_round (fixture, unit, cut);
          n_places += struck;
        }
    }
  play_round (fixture, -1, DYZUR_CUT_BEFORE);
  assert_settled (fixture);
  tell_places (fixture);
  g_test_message ("disturbed %u times: %u mails, %u answers, each once; %u questions", n_places, fixture->n,
                  fixture->keys->len, fixture->n_questions);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const plain[] = {
    "--no-sent", "--without",
    "CONDSTORE,QRESYNC,IDLE,MOVE,UIDPLUS,SPECIAL-USE,LIST-EXTENDED,LITERAL+,NAMESPACE,SASL-IR,ENABLE", NULL,
  };
  static const RestartCase cases[] = {
    { "imap", "imap", NULL, FROM_LOGIN | IN_TURNS, 1 << DYZUR_CUT_WITHIN | 1 << DYZUR_CUT_UNANSWERED | 1 << DYZUR_CUT_IN_ANSWER },
    { "imap-waiting", "imap", NULL, 0, 1 << DYZUR_CUT_UNANSWERED },
    { "imap-plain", "imap", plain, FROM_LOGIN, 1 << DYZUR_CUT_UNANSWERED },
    { "imap-killed", "imap", NULL, FROM_LOGIN | KILLS, 1 << DYZUR_CUT_AFTER },
    { "smtp", "smtp", NULL, 0, 1 << DYZUR_CUT_BEFORE | 1 << DYZUR_CUT_WITHIN | 1 << DYZUR_CUT_AFTER | 1 << DYZUR_CUT_UNANSWERED | 1 << DYZUR_CUT_IN_ANSWER },
    { "smtp-killed", "smtp", NULL, 0, 1 << DYZUR_CUT_WITHIN | 1 << DYZUR_CUT_AFTER },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/mail-restart/%s", cases[i].name);

      g_test_add (path, RestartFixture, &cases[i], restart_set_up, test_restart, restart_tear_down);
    }
  return g_test_run ();
}
