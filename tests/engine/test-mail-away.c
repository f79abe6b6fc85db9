/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-imap.h"
#include "dyzur-mail-server.h"
#include "mail-fixture.h"

/*
 * Spam and archive, the whole way: two consoles and another program on one real mailbox. What lies where at the server is
 * read by Python's imaplib.
 */

typedef struct
{
  MailFixture        first;
  MailFixture        second;
  GListModel        *lists[2];
  DyzurConversation *here;       /* the first one's */
  DyzurConversation *there;
} Away;

static void
away_set_up (Away          *away,
             gconstpointer  options)
{
  mail_fixture_set_up (&away->first, options);
  if (away->first.servers == NULL)
    return;
  away->second.servers = away->first.servers;
  fixture_set_up (&away->second.base, NULL);
  mail_fixture_add_mailbox (&away->second, dyzur_mail_servers_get (away->first.servers, "password"));
  fixture_wait (mail_fixture_is_online (&away->second));
  g_signal_connect (away->second.base.engine, "message-arrived", G_CALLBACK (mail_fixture_arrived_cb), &away->second);
  mail_fixture_customer_writes (&away->first, "pierwszy@klient.test", NULL, "Dzień dobry, wygrali Państwo.");
  fixture_wait (away->first.arrived == 1 && away->second.arrived == 1);
  away->lists[0] = fixture_list_open (&away->first.base);
  away->lists[1] = fixture_list_open (&away->second.base);
  away->here = g_list_model_get_item (away->lists[0], 0);
  away->there = g_list_model_get_item (away->lists[1], 0);
}

static void
away_tear_down (Away          *away,
                gconstpointer  options)
{
  g_clear_object (&away->here);
  g_clear_object (&away->there);
  g_clear_object (&away->lists[0]);
  g_clear_object (&away->lists[1]);
  if (away->first.servers != NULL)
    fixture_tear_down (&away->second.base, NULL);
  mail_fixture_tear_down (&away->first, NULL);
}

static void
change_status (MailFixture       *fixture,
               DyzurConversation *conversation,
               DyzurStatus        status)
{
  DyzurConversationChange change = { .fields = DYZUR_CHANGE_STATUS, .status = status };

  mail_fixture_change (&fixture->base, dyzur_conversation_get_id (conversation), &change);
}

/* How many mails Python sees in a folder */
static guint
count_at_server (Away       *away,
                 const char *folder)
{
  g_autoptr(DyzurJson) mails = mail_fixture_read_mailbox (&away->first, MAIL_SHOP, folder);

  return dyzur_json_get_length (mails);
}

static gboolean
both_are (Away        *away,
          DyzurStatus  status)
{
  return mail_fixture_has_status (away->here, status) && mail_fixture_has_status (away->there, status);
}

static gboolean
nothing_waits (MailFixture *fixture)
{
  return dyzur_account_get_waiting (fixture_get_account (&fixture->base)) == 0;
}

static GListModel *
get_views (MailFixture   *fixture,
           DyzurViewKind  kind,
           guint         *count)
{
  GListModel *views = dyzur_engine_get_views (fixture->base.engine);

  *count = 0;
  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(DyzurView) view = g_list_model_get_item (views, i);

      if (dyzur_view_get_kind (view) == kind)
        *count = dyzur_view_get_count (view);
    }
  return views;
}

static guint
count_view (MailFixture   *fixture,
            DyzurViewKind  kind)
{
  guint count;

  get_views (fixture, kind, &count);
  return count;
}

static void
test_spam (Away          *away,
           gconstpointer  options)
{
  if (away->first.servers == NULL)
    return;

  /* Marked here: gone from the views of both, and out of the inbox of everybody. */
  change_status (&away->first, away->here, DYZUR_STATUS_SPAM);
  fixture_wait (both_are (away, DYZUR_STATUS_SPAM) && nothing_waits (&away->first));
  fixture_wait (g_list_model_get_n_items (away->lists[0]) == 0 && g_list_model_get_n_items (away->lists[1]) == 0);
  fixture_wait (count_view (&away->first, DYZUR_VIEW_SPAM) == 1 && count_view (&away->second, DYZUR_VIEW_SPAM) == 1);
  g_assert_cmpuint (count_at_server (away, "INBOX"), ==, 0);
  g_assert_cmpuint (count_at_server (away, "Junk"), ==, 1);

  /* Who follows up on spam is not heard, but not lost either. */
  mail_fixture_customer_writes (&away->first, "drugi@klient.test", "<pierwszy@klient.test>", "Czekam na numer konta.");
  fixture_wait (mail_fixture_count_messages (&away->first, dyzur_conversation_get_id (away->here)) == 2 &&
                mail_fixture_count_messages (&away->second, dyzur_conversation_get_id (away->there)) == 2);
  g_assert_true (both_are (away, DYZUR_STATUS_SPAM));
  g_assert_cmpuint (away->first.arrived, ==, 1);
  g_assert_cmpuint (away->second.arrived, ==, 1);

  /* The colleague knows better: all of it comes back, once, in silence. */
  change_status (&away->second, away->there, DYZUR_STATUS_OPEN);
  fixture_wait (both_are (away, DYZUR_STATUS_OPEN) && nothing_waits (&away->second));
  g_assert_cmpuint (count_at_server (away, "INBOX"), ==, 2);
  g_assert_cmpuint (count_at_server (away, "Junk"), ==, 0);
  g_assert_cmpuint (mail_fixture_count_messages (&away->first, dyzur_conversation_get_id (away->here)), ==, 2);
  g_assert_cmpuint (away->first.arrived, ==, 1);
  g_assert_cmpuint (away->second.arrived, ==, 1);
  g_assert_cmpuint (count_view (&away->first, DYZUR_VIEW_SPAM), ==, 0);
}

/* Decided without a network; the customer's next answer brings the conversation back. */
static void
test_archive_offline (Away          *away,
                      gconstpointer  options)
{
  if (away->first.servers == NULL)
    return;
  dyzur_mail_servers_obey (away->first.servers, "stop imap");
  fixture_wait (!mail_fixture_is_online (&away->first));
  change_status (&away->first, away->here, DYZUR_STATUS_ARCHIVED);
  change_status (&away->first, away->here, DYZUR_STATUS_OPEN);      /* thought again, and again */
  change_status (&away->first, away->here, DYZUR_STATUS_ARCHIVED);
  fixture_wait (mail_fixture_has_status (away->here, DYZUR_STATUS_ARCHIVED));
  dyzur_mail_servers_obey (away->first.servers, "start imap");
  dyzur_engine_reconnect (away->first.base.engine, NULL);
  dyzur_engine_reconnect (away->second.base.engine, NULL);
  fixture_wait (both_are (away, DYZUR_STATUS_ARCHIVED) && nothing_waits (&away->first));
  g_assert_cmpuint (count_at_server (away, "INBOX"), ==, 0);
  g_assert_cmpuint (count_at_server (away, "Archive"), ==, 1);

  mail_fixture_customer_writes (&away->first, "jeszcze@klient.test", "<pierwszy@klient.test>", "Mam jeszcze pytanie.");
  fixture_wait (away->first.arrived == 2 && away->second.arrived == 2);
  fixture_wait (both_are (away, DYZUR_STATUS_OPEN));
  g_assert_cmpuint (count_at_server (away, "INBOX"), ==, 1);
  g_assert_cmpuint (count_at_server (away, "Archive"), ==, 1);
}

static DyzurImap *
open_other_program (Away *away)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_mail_servers_dup_config (away->first.servers);
  g_autoptr(DyzurMailServer) server = dyzur_mail_server_new (config, "imap",
                                                             dyzur_mail_servers_get (away->first.servers, "password"));
  g_autoptr(GError) error = NULL;
  DyzurImap *imap = dyzur_imap_open (server, NULL, NULL, &error);

  g_assert_no_error (error);
  return imap;
}

static void
move_all (DyzurImap  *imap,
          const char *from,
          const char *to)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) uids = NULL;

  dyzur_imap_select (imap, from, NULL, &error);
  g_assert_no_error (error);
  uids = dyzur_imap_search_above (imap, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (uids->len, >, 0);
  dyzur_imap_move (imap, (guint32 *) (gpointer) uids->data, uids->len, to, NULL, &error);
  g_assert_no_error (error);
}

/* What another mail program does with the mail, the conversation follows. */
static void
test_followed (Away          *away,
               gconstpointer  options)
{
  static const struct { const char *folder; DyzurStatus status; } steps[] = {
    { "Junk", DYZUR_STATUS_SPAM }, { "INBOX", DYZUR_STATUS_OPEN }, { "Archive", DYZUR_STATUS_ARCHIVED },
    { "Junk", DYZUR_STATUS_SPAM }, { "INBOX", DYZUR_STATUS_OPEN }, { "Trash", DYZUR_STATUS_RESOLVED },
    { "INBOX", DYZUR_STATUS_OPEN },
  };
  g_autoptr(DyzurImap) imap = NULL;
  const char *from = "INBOX";

  if (away->first.servers == NULL)
    return;
  imap = open_other_program (away);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_test_message ("%s → %s", from, steps[i].folder);
      move_all (imap, from, steps[i].folder);
      if (g_str_equal (from, "INBOX") || g_str_equal (steps[i].folder, "INBOX"))
        fixture_wait (both_are (away, steps[i].status));
      from = steps[i].folder;
      if (i == 2) /* between two folders nobody watches: heard of at the next look */
        {
          dyzur_imap_select (imap, "INBOX", NULL, NULL);
          move_all (imap, "Archive", "INBOX");
          fixture_wait (both_are (away, DYZUR_STATUS_OPEN));
          from = "INBOX";
        }
    }
  g_assert_cmpuint (mail_fixture_count_messages (&away->first, dyzur_conversation_get_id (away->here)), ==, 1);
  g_assert_cmpuint (mail_fixture_count_messages (&away->second, dyzur_conversation_get_id (away->there)), ==, 1);
  g_assert_cmpuint (away->first.arrived, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const plain[] = { "--make", "Junk,Archive,Trash", NULL };
  static const char *const no_move[] = { "--make", "Junk,Archive,Trash", "--without", "MOVE,QRESYNC", NULL };
  static const char *const least[] = { "--make", "Junk,Archive,Trash", "--without",
                                       "MOVE,UIDPLUS,CONDSTORE,QRESYNC,LIST-EXTENDED,SPECIAL-USE,LITERAL+", NULL };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/engine/mail-away/spam", Away, NULL, away_set_up, test_spam, away_tear_down);
  g_test_add ("/engine/mail-away/spam-without-move", Away, no_move, away_set_up, test_spam, away_tear_down);
  g_test_add ("/engine/mail-away/spam-with-the-least", Away, least, away_set_up, test_spam, away_tear_down);
  g_test_add ("/engine/mail-away/archive-offline", Away, NULL, away_set_up, test_archive_offline, away_tear_down);
  g_test_add ("/engine/mail-away/followed", Away, plain, away_set_up, test_followed, away_tear_down);
  g_test_add ("/engine/mail-away/followed-with-the-least", Away, least, away_set_up, test_followed, away_tear_down);
  return g_test_run ();
}
