/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-line-server.h"

#include "dyzur-action.h"
#include "dyzur-error.h"
#include "dyzur-imap.h"
#include "dyzur-mail-connector.h"
#include "dyzur-mime-header.h"

#include <string.h>

/* Folders, and mail that goes from one into another, as the wire shows it. */

#define LOGIN(capabilities) "> * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready", "< TAG AUTHENTICATE PLAIN *", \
                            "> TAG OK [CAPABILITY IMAP4rev1 " capabilities "] in"
#define SELECTED(n, validity) "> * " n " EXISTS", "> * OK [UIDVALIDITY " validity "] v", "> * OK [UIDNEXT 50] n", "> TAG OK selected"
#define ID_FIELDS "BODY.PEEK?HEADER.FIELDS (MESSAGE-ID DATE FROM TO SUBJECT)]"
#define COPY(uid, size) ">> * 1 FETCH (UID " uid " INTERNALDATE \"14-Nov-2026 12:03:01 +0100\" RFC822.SIZE " size \
                        " BODY[HEADER.FIELDS (MESSAGE-ID DATE FROM TO SUBJECT)] {21}\\r\\nMessage-ID: <a@b>\\r\\n\\r\\n)\\r\\n"

typedef struct
{
  DyzurLineServer    *server;
  DyzurAccountConfig *config;
  DyzurConnector     *connector;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  g_autofree char *port = NULL;

  fixture->server = dyzur_line_server_new ();
  port = g_strdup_printf ("%u", dyzur_line_server_get_port (fixture->server));
  fixture->config = dyzur_account_config_new ("mail");
  fixture->config->address = g_strdup ("sklep@sklep.test");
  for (guint i = 0; i < 2; i++)
    {
      dyzur_account_config_set (fixture->config, i == 0 ? "imap-host" : "smtp-host", "127.0.0.1");
      dyzur_account_config_set (fixture->config, i == 0 ? "imap-port" : "smtp-port", port);
      dyzur_account_config_set (fixture->config, i == 0 ? "imap-security" : "smtp-security", "none");
    }
  fixture->connector = dyzur_mail_connector_new (fixture->config, "tajne");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  g_clear_object (&fixture->connector);
  dyzur_line_server_free (fixture->server);
  dyzur_account_config_free (fixture->config);
}

static DyzurAction *
new_status (DyzurStatus status,
            DyzurStatus away,
            const char *ids)
{
  DyzurAction *action = dyzur_action_new (DYZUR_ACTION_STATUS);

  action->status = status;
  action->away = away;
  action->key = g_strdup ("k");
  action->remote_ids = g_strsplit (ids, " ", -1);
  return action;
}

/* Plays @script to a connector that puts "a@b" into the folder @status means; it must fit to the last line. */
static void
put_away (Fixture           *fixture,
          DyzurStatus        status,
          DyzurStatus        away,
          const char        *ids,
          const char *const *script)
{
  g_autoptr(DyzurAction) action = new_status (status, away, ids);
  g_auto(DyzurReceipt) receipt = { 0 };
  g_autoptr(GError) error = NULL;
  g_autofree char *failure = NULL;

  dyzur_line_server_play (fixture->server, script);
  dyzur_connector_connect (fixture->connector, NULL, &error);
  g_assert_no_error (error);
  dyzur_connector_deliver (fixture->connector, action, &receipt, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (receipt.filed);
  dyzur_connector_disconnect (fixture->connector);
  failure = dyzur_line_server_finish (fixture->server);
  g_assert_cmpstr (failure, ==, NULL);
}

static void
test_move (Fixture       *fixture,
           gconstpointer  unused)
{
  put_away (fixture, DYZUR_STATUS_ARCHIVED, DYZUR_STATUS_OPEN, "a@b c@d", (const char *const[]) {
    LOGIN ("MOVE UIDPLUS LIST-EXTENDED SPECIAL-USE"),
    "< TAG LIST \"\" \"*\" RETURN (SPECIAL-USE SUBSCRIBED)", "> * LIST (\\Subscribed) \"/\" INBOX",
    "> * LIST (\\Archive) \"/\" Archiwum", "> TAG OK",
    "< TAG SELECT \"Archiwum\"", SELECTED ("0", "8"),
    "< TAG UID SEARCH UNDELETED OR HEADER Message-ID \"<a@b>\" HEADER Message-ID \"<c@d>\"", "> * SEARCH", "> TAG OK",
    "< TAG SELECT \"INBOX\"", SELECTED ("3", "7"),
    "< TAG UID SEARCH UNDELETED OR *", "> * SEARCH 43 42", "> TAG OK",
    "< TAG UID MOVE 42:43 \"Archiwum\"", "> * OK [COPYUID 8 42:43 1:2] moved", "> * 1 EXPUNGE", "> * 1 EXPUNGE", "> TAG OK",
    NULL });
}

/* Only what COPYUID names is marked, and expunged by name. */
static void
test_copyuid (Fixture       *fixture,
              gconstpointer  unused)
{
  put_away (fixture, DYZUR_STATUS_ARCHIVED, DYZUR_STATUS_OPEN, "a@b", (const char *const[]) {
    LOGIN ("UIDPLUS"),
    "< TAG LIST \"\" \"*\"", "> * LIST () \"/\" INBOX", "> * LIST () \"/\" Archiwum", "> TAG OK",
    "< TAG LSUB \"\" \"*\"", "> TAG OK",
    "< TAG SELECT \"Archiwum\"", SELECTED ("0", "8"), "< TAG UID SEARCH UNDELETED HEADER *", "> * SEARCH", "> TAG OK",
    "< TAG SELECT \"INBOX\"", SELECTED ("3", "7"), "< TAG UID SEARCH UNDELETED HEADER *", "> * SEARCH 40 42 43", "> TAG OK",
    "< TAG UID COPY 40,42:43 \"Archiwum\"", "> TAG OK [COPYUID 8 42,40 1:2] copied",
    "< TAG UID STORE 40,42 +FLAGS.SILENT (\\Deleted)", "> TAG OK",
    "< TAG UID EXPUNGE 40,42", "> * 1 EXPUNGE", "> * 1 EXPUNGE", "> TAG OK", NULL });
}

/* Without UIDPLUS: EXPUNGE only when nobody else marked anything. */
static void
test_plain_expunge (Fixture       *fixture,
                    gconstpointer  others)
{
  const char *const alone[] = {
    LOGIN (""),
    "< TAG LIST *", "> * LIST () \"/\" INBOX", "> * LIST () \"/\" Archiwum", "> TAG OK", "< TAG LSUB *", "> TAG OK",
    "< TAG SELECT \"Archiwum\"", SELECTED ("0", "8"), "< TAG UID SEARCH *", "> * SEARCH", "> TAG OK",
    "< TAG SELECT \"INBOX\"", SELECTED ("3", "7"), "< TAG UID SEARCH *", "> * SEARCH 42", "> TAG OK",
    "< TAG UID COPY 42 \"Archiwum\"", "> TAG OK copied",
    "< TAG UID STORE 42 +FLAGS.SILENT (\\Deleted)", "> TAG OK",
    "< TAG UID SEARCH DELETED", others != NULL ? "> * SEARCH 17 42" : "> * SEARCH 42", "> TAG OK",
    others != NULL ? NULL : "< TAG EXPUNGE", "> * 1 EXPUNGE", "> TAG OK", NULL };

  put_away (fixture, DYZUR_STATUS_ARCHIVED, DYZUR_STATUS_OPEN, "a@b", alone);
}

/* An earlier try ended between COPY and the mark: what is there already is not copied again; another mail of that name is. */
static void
test_again (Fixture       *fixture,
            gconstpointer  unused)
{
  put_away (fixture, DYZUR_STATUS_ARCHIVED, DYZUR_STATUS_OPEN, "a@b", (const char *const[]) {
    LOGIN ("UIDPLUS"),
    "< TAG LIST *", "> * LIST () \"/\" INBOX", "> * LIST () \"/\" Archiwum", "> TAG OK", "< TAG LSUB *", "> TAG OK",
    "< TAG SELECT \"Archiwum\"", SELECTED ("1", "8"), "< TAG UID SEARCH UNDELETED *", "> * SEARCH 1", "> TAG OK",
    "< TAG UID FETCH 1 (UID INTERNALDATE RFC822.SIZE " ID_FIELDS ")", COPY ("1", "120"), "> TAG OK",
    "< TAG SELECT \"INBOX\"", SELECTED ("3", "7"), "< TAG UID SEARCH UNDELETED *", "> * SEARCH 42 44", "> TAG OK",
    "< TAG UID FETCH 42,44 (UID INTERNALDATE RFC822.SIZE " ID_FIELDS ")", COPY ("42", "120"), COPY ("44", "777"), "> TAG OK",
    "< TAG UID STORE 42 +FLAGS.SILENT (\\Deleted)", "> TAG OK", "< TAG UID EXPUNGE 42", "> TAG OK",
    "< TAG UID COPY 44 \"Archiwum\"", "> TAG OK [COPYUID 8 44 2] copied",
    "< TAG UID STORE 44 +FLAGS.SILENT (\\Deleted)", "> TAG OK", "< TAG UID EXPUNGE 44", "> TAG OK", NULL });
}

/* Nothing of that kind is there: a folder is made, marked for its use and subscribed to. */
static void
test_created (Fixture       *fixture,
              gconstpointer  unused)
{
  put_away (fixture, DYZUR_STATUS_SPAM, DYZUR_STATUS_OPEN, "a@b", (const char *const[]) {
    LOGIN ("MOVE NAMESPACE CREATE-SPECIAL-USE"),
    "< TAG LIST *", "> * LIST () \".\" INBOX", "> TAG OK", "< TAG LSUB *", "> TAG OK",
    "< TAG SELECT \"INBOX\"", "> * OK [PERMANENTFLAGS (\\Seen \\*)] p", SELECTED ("3", "7"),
    "< TAG UID SEARCH UNDELETED *", "> * SEARCH 42", "> TAG OK",
    "< TAG UID STORE 42 +FLAGS.SILENT ($Junk)", "> TAG OK", "< TAG UID STORE 42 -FLAGS.SILENT ($NotJunk)", "> TAG OK",
    "< TAG NAMESPACE", "> * NAMESPACE ((\"INBOX.\" \".\")) NIL NIL", "> TAG OK",
    "< TAG CREATE \"INBOX.Junk\" (USE (\\Junk))", "> TAG OK made", "< TAG SUBSCRIBE \"INBOX.Junk\"", "> TAG OK",
    "< TAG SELECT \"INBOX.Junk\"", SELECTED ("0", "8"), "< TAG UID SEARCH UNDELETED *", "> * SEARCH", "> TAG OK",
    "< TAG SELECT \"INBOX\"", SELECTED ("3", "7"), "< TAG UID SEARCH UNDELETED *", "> * SEARCH 42", "> TAG OK",
    "< TAG UID MOVE 42 \"INBOX.Junk\"", "> TAG OK", NULL });
}

/* Spam often has no Message-ID at all: it is found by what it says about itself. */
static void
test_nameless (Fixture       *fixture,
               gconstpointer  unused)
{
  static const char text[] = "From: x@y\r\nSubject: Wygrana\r\n\r\n";
  g_autoptr(GBytes) header = g_bytes_new_static (text, strlen (text));
  g_autofree char *id = dyzur_mime_header_identify (header);

  put_away (fixture, DYZUR_STATUS_ARCHIVED, DYZUR_STATUS_OPEN, id, (const char *const[]) {
    LOGIN ("MOVE"),
    "< TAG LIST *", "> * LIST () \"/\" INBOX", "> * LIST () \"/\" Archiwum", "> TAG OK", "< TAG LSUB *", "> TAG OK",
    "< TAG SELECT \"Archiwum\"", SELECTED ("0", "8"),
    "< TAG UID SEARCH UNDELETED NOT HEADER Message-ID \"\"", "> * SEARCH", "> TAG OK",
    "< TAG SELECT \"INBOX\"", SELECTED ("3", "7"),
    "< TAG UID SEARCH UNDELETED NOT HEADER Message-ID \"\"", "> * SEARCH 5 42", "> TAG OK",
    "< TAG UID FETCH 5,42 (UID " ID_FIELDS ")",
    ">> * 1 FETCH (UID 5 BODY[HEADER.FIELDS (MESSAGE-ID DATE FROM TO SUBJECT)] {13}\\r\\nFrom: z@y\\r\\n\\r\\n)\\r\\n",
    ">> * 2 FETCH (UID 42 BODY[HEADER.FIELDS (MESSAGE-ID DATE FROM TO SUBJECT)] {31}\\r\\nFrom: x@y\\r\\nSubject: Wygrana\\r\\n\\r\\n)\\r\\n",
    "> TAG OK", "< TAG UID MOVE 42 \"Archiwum\"", "> TAG OK", NULL });
}

/* Gmail: what is archived stays among all mail, where everything is anyway. */
static void
test_all_mail (Fixture       *fixture,
               gconstpointer  unused)
{
  put_away (fixture, DYZUR_STATUS_ARCHIVED, DYZUR_STATUS_OPEN, "a@b", (const char *const[]) {
    LOGIN ("MOVE LIST-EXTENDED SPECIAL-USE"),
    "< TAG LIST *", "> * LIST () \"/\" INBOX", "> * LIST (\\All) \"/\" \"[Gmail]/Wszystkie\"",
    "> * LIST (\\Junk) \"/\" \"[Gmail]/Spam\"", "> TAG OK",
    "< TAG SELECT \"INBOX\"", SELECTED ("3", "7"), "< TAG UID SEARCH UNDELETED *", "> * SEARCH 42", "> TAG OK",
    "< TAG UID MOVE 42 \"[Gmail]/Wszystkie\"", "> TAG OK",
    "< TAG SELECT \"[Gmail]/Spam\"", SELECTED ("3", "9"), "< TAG UID SEARCH UNDELETED *", "> * SEARCH", "> TAG OK", NULL });
}

/* Out of junk: back first, then told to filters and to other consoles. */
static void
test_not_spam (Fixture       *fixture,
               gconstpointer  unused)
{
  put_away (fixture, DYZUR_STATUS_OPEN, DYZUR_STATUS_SPAM, "a@b", (const char *const[]) {
    LOGIN ("MOVE"),
    "< TAG LIST *", "> * LIST () \".\" INBOX", "> * LIST () \".\" INBOX.spam", "> TAG OK", "< TAG LSUB *", "> TAG OK",
    "< TAG SELECT \"INBOX\"", SELECTED ("3", "7"), "< TAG UID SEARCH UNDELETED *", "> * SEARCH", "> TAG OK",
    "< TAG SELECT \"INBOX.spam\"", SELECTED ("3", "9"), "< TAG UID SEARCH UNDELETED *", "> * SEARCH 4", "> TAG OK",
    "< TAG UID MOVE 4 \"INBOX\"", "> TAG OK",
    "< TAG SELECT \"INBOX\"", "> * OK [PERMANENTFLAGS (\\*)] p", SELECTED ("4", "7"),
    "< TAG UID SEARCH UNDELETED *", "> * SEARCH 50", "> TAG OK",
    "< TAG UID STORE 50 +FLAGS.SILENT ($NotJunk)", "> TAG OK", "< TAG UID STORE 50 -FLAGS.SILENT ($Junk)", "> TAG OK",
    "< TAG UID SEARCH UNDELETED *", "> * SEARCH 50", "> TAG OK",
    "< TAG UID STORE 50 +FLAGS.SILENT ($DyzurOpen)", "> TAG OK", "< TAG UID STORE 50 -FLAGS.SILENT ($DyzurResolved)", "> TAG OK",
    NULL });
}

/* A file that was left at the server is found where its mail was moved to. */
static void
test_moved_file (Fixture       *fixture,
                 gconstpointer  unused)
{
  g_autoptr(DyzurAttachment) attachment = dyzur_attachment_new ("a.bin", "application/octet-stream");
  g_autoptr(GError) error = NULL;
  g_autofree char *failure = NULL;
  g_autoptr(GBytes) bytes = NULL;

  attachment->remote_ref = g_strdup ("I 7 42 2 base64");
  attachment->message_remote_id = g_strdup ("a@b");
  dyzur_line_server_play (fixture->server, (const char *const[]) {
    LOGIN ("MOVE LIST-EXTENDED SPECIAL-USE"),
    "< TAG LIST *", "> * LIST () \"/\" INBOX", "> * LIST (\\Archive) \"/\" Archiwum", "> TAG OK",
    "< TAG SELECT \"INBOX\"", SELECTED ("3", "7"), "< TAG UID FETCH 42 (UID BODY.PEEK?2])", "> TAG OK",
    "< TAG UID SEARCH HEADER *", "> * SEARCH", "> TAG OK",
    "< TAG SELECT \"Archiwum\"", SELECTED ("3", "9"), "< TAG UID SEARCH HEADER *", "> * SEARCH 5", "> TAG OK",
    "< TAG UID FETCH 5 (UID BODY.PEEK?2])", ">> * 1 FETCH (UID 5 BODY[2] {4}\\r\\nUEs=)\\r\\n", "> TAG OK", NULL });
  dyzur_connector_connect (fixture->connector, NULL, &error);
  g_assert_no_error (error);
  bytes = dyzur_connector_fetch_attachment (fixture->connector, attachment, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "PK", 2);
  dyzur_connector_disconnect (fixture->connector);
  failure = dyzur_line_server_finish (fixture->server);
  g_assert_cmpstr (failure, ==, NULL);
}

typedef struct
{
  const char *folders;   /* one a line: flags TAB name */
  const char *subscribed;
  const char *archive;   /* where an archived mail has to go */
} Naming;

static const Naming namings[] = {
  { "\tArchiwum", "", "Archiwum" },
  { "\tINBOX.Archive", "", "INBOX.Archive" },
  { "\tARCHIWUM", "", "ARCHIWUM" },
  { "\tArchive\n\\Archive\tStare", "", "Stare" },
  { "\tArchive\n\tArchiwum", "Archiwum", "Archiwum" },
  { "\\Noselect\tArchive\n\tArchives", "", "Archives" },
  { "\tZarchiwizowane", "", "Zarchiwizowane" },
};

static void
test_namings (Fixture       *fixture,
              gconstpointer  unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (namings); i++)
    {
      g_autoptr(GPtrArray) script = g_ptr_array_new_with_free_func (g_free);
      g_auto(GStrv) lines = g_strsplit (namings[i].folders, "\n", -1);
      static const char *const login[] = { LOGIN ("MOVE") };

      for (guint j = 0; j < G_N_ELEMENTS (login); j++)
        g_ptr_array_add (script, g_strdup (login[j]));
      g_ptr_array_add (script, g_strdup ("< TAG LIST *"));
      g_ptr_array_add (script, g_strdup ("> * LIST () \".\" INBOX"));
      for (guint j = 0; lines[j] != NULL; j++)
        {
          g_auto(GStrv) parts = g_strsplit (lines[j], "\t", 2);

          g_ptr_array_add (script, g_strdup_printf ("> * LIST (%s) \".\" \"%s\"", parts[0], parts[1]));
        }
      g_ptr_array_add (script, g_strdup ("> TAG OK"));
      g_ptr_array_add (script, g_strdup ("< TAG LSUB *"));
      if (*namings[i].subscribed != '\0')
        g_ptr_array_add (script, g_strdup_printf ("> * LSUB () \".\" \"%s\"", namings[i].subscribed));
      g_ptr_array_add (script, g_strdup ("> TAG OK"));
      g_ptr_array_add (script, g_strdup_printf ("< TAG SELECT \"%s\"", namings[i].archive));
      g_ptr_array_add (script, g_strdup ("> * OK [UIDVALIDITY 1] v"));
      for (guint j = 0; j < 2; j++)
        {
          g_ptr_array_add (script, g_strdup ("> TAG OK"));
          g_ptr_array_add (script, g_strdup ("< TAG UID SEARCH *"));
          g_ptr_array_add (script, g_strdup ("> TAG OK"));
          if (j == 1)
            break;
          g_ptr_array_add (script, g_strdup ("< TAG SELECT \"INBOX\""));
          g_ptr_array_add (script, g_strdup ("> * OK [UIDVALIDITY 1] v"));
        }
      g_ptr_array_add (script, NULL);
      g_test_message ("%s", namings[i].folders);
      if (i > 0)
        {
          tear_down (fixture, NULL);
          set_up (fixture, NULL);
        }
      put_away (fixture, DYZUR_STATUS_ARCHIVED, DYZUR_STATUS_OPEN, "a@b", (const char *const *) script->pdata);
    }
}

/* RFC 6855: once it is on, names are what they look like. */
static void
test_utf8 (Fixture       *fixture,
           gconstpointer  unused)
{
  put_away (fixture, DYZUR_STATUS_ARCHIVED, DYZUR_STATUS_OPEN, "a@b", (const char *const[]) {
    LOGIN ("MOVE ENABLE UTF8=ACCEPT LITERAL+ LIST-EXTENDED SPECIAL-USE"),
    "< TAG ENABLE UTF8=ACCEPT", "> * ENABLED UTF8=ACCEPT", "> TAG OK on",
    "< TAG LIST *", "> * LIST () \"/\" INBOX", "> * LIST (\\Archive) \"/\" \"Załatwione & zamknięte\"", "> TAG OK",
    "< TAG SELECT \"Załatwione & zamknięte\"", SELECTED ("0", "8"), "< TAG UID SEARCH *", "> TAG OK",
    "< TAG SELECT \"INBOX\"", SELECTED ("3", "7"), "< TAG UID SEARCH UNDELETED *", "> * SEARCH 42", "> TAG OK",
    "< TAG UID MOVE 42 \"Załatwione & zamknięte\"", "> TAG OK", NULL });
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/mail/folders/move", Fixture, NULL, set_up, test_move, tear_down);
  g_test_add ("/mail/folders/copyuid", Fixture, NULL, set_up, test_copyuid, tear_down);
  g_test_add ("/mail/folders/plain-expunge", Fixture, NULL, set_up, test_plain_expunge, tear_down);
  g_test_add ("/mail/folders/plain-expunge-others", Fixture, "others", set_up, test_plain_expunge, tear_down);
  g_test_add ("/mail/folders/again", Fixture, NULL, set_up, test_again, tear_down);
  g_test_add ("/mail/folders/created", Fixture, NULL, set_up, test_created, tear_down);
  g_test_add ("/mail/folders/nameless", Fixture, NULL, set_up, test_nameless, tear_down);
  g_test_add ("/mail/folders/all-mail", Fixture, NULL, set_up, test_all_mail, tear_down);
  g_test_add ("/mail/folders/not-spam", Fixture, NULL, set_up, test_not_spam, tear_down);
  g_test_add ("/mail/folders/moved-file", Fixture, NULL, set_up, test_moved_file, tear_down);
  g_test_add ("/mail/folders/namings", Fixture, NULL, set_up, test_namings, tear_down);
  g_test_add ("/mail/folders/utf8", Fixture, NULL, set_up, test_utf8, tear_down);
  return g_test_run ();
}
