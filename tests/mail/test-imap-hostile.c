/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-line-server.h"

#include "dyzur-error.h"
#include "dyzur-mail-connector.h"
#include "../sanitized.h"

#include <string.h>
#include <sys/resource.h>

/*
 * The connector against a server that breaks the rules: each line it ever sends is answered wrongly, in every way a
 * server can be wrong. What comes of it is an error of ours, in time and within bounds; and with the next connection, to
 * a server that keeps the rules, everything works.
 */

#define SILENCE "60"            /* ms until a silent server is given up */
#define PATIENCE 20             /* lives until a server that keeps the rules has to be quick enough, on a busy machine */
#define MEMORY (300 << 10)      /* KB the whole test may need at its peak, outside sanitizers */
#define SLOW (20 * G_USEC_PER_SEC)

#define KEY "0b5ad0de-1f6c-4b8e-9a51-7d2f4a0c9e11"

typedef struct
{
  DyzurLineServer    *server;
  DyzurAccountConfig *config;
  DyzurConnector     *connector;
  DyzurAction        *seen;
  DyzurAction        *sent;
  DyzurAttachment    *attachment;
  guint               messages;
  guint               notices;
  char               *cursor;
} Fixture;

/* A mailbox with one message that has a file, on a server with everything we use. */
static const char *const rules[] = {
  "? ", "> * OK ready",
  "? CAPABILITY", "> * CAPABILITY IMAP4rev1 AUTH=PLAIN", "> TAG OK done",
  "? AUTHENTICATE PLAIN", "> +",
  "? AHN*", "> TAG OK [CAPABILITY IMAP4rev1 IDLE ENABLE CONDSTORE QRESYNC NAMESPACE MOVE UIDPLUS] in",
  "? ENABLE *", "> * ENABLED QRESYNC", "> TAG OK on",
  "? NAMESPACE", "> * NAMESPACE ((\"\" \"/\")) NIL NIL", "> TAG OK done",
  "? LIST *", "> * LIST () \"/\" INBOX", "> TAG OK listed",
  "? NOOP", "> TAG OK",
  "? CREATE *", "> TAG OK created",
  "? SELECT \"INBOX\"*", "> * FLAGS (\\Seen \\Answered \\Flagged $Junk)", "> * OK [PERMANENTFLAGS (\\Seen \\Answered \\Flagged \\*)] p",
  "> * 1 EXISTS", "> * OK [UIDVALIDITY 7] v", "> * OK [UIDNEXT 43] n", "> * OK [HIGHESTMODSEQ 11] m", "> TAG OK selected",
  "? SELECT \"Sent\"*", "> * 0 EXISTS", "> * OK [UIDVALIDITY 8] v", "> * OK [UIDNEXT 1] n", "> TAG OK selected",
  "? UID SEARCH SINCE *", "> * SEARCH 42", "> TAG OK found",
  "? UID SEARCH UID *", "> * SEARCH 42", "> TAG OK found",
  "? UID SEARCH HEADER Message-ID \"<m1@klient.test>\"", "> * SEARCH 42", "> TAG OK found",
  "? UID SEARCH HEADER *", "> * SEARCH", "> TAG OK found",
  "? UID FETCH 42 (UID FLAGS INTERNALDATE RFC822.SIZE)",
  "> * 1 FETCH (UID 42 FLAGS () INTERNALDATE \"14-Nov-2026 12:03:01 +0100\" RFC822.SIZE 124 MODSEQ (9))", "> TAG OK fetched",
  "? UID FETCH 42 (UID BODY.PEEK?])",
  ">> * 1 FETCH (UID 42 BODY[] {124}\\r\\nFrom: Anna <anna@klient.test>\\r\\nTo: sklep@sklep.test\\r\\nSubject: Paczka\\r\\n",
  ">> Message-ID: <m1@klient.test>\\r\\n\\r\\nGdzie jest paczka?\\r\\n\\r\\n)\\r\\n", "> TAG OK fetched",
  "? UID FETCH 42 (UID BODY.PEEK?HEADER*", ">> * 1 FETCH (UID 42 BODY[HEADER.FIELDS (MESSAGE-ID)] {32}\\r\\nMessage-ID: <m1@klient.test>\\r\\n\\r\\n)\\r\\n",
  "> TAG OK fetched",
  "? UID FETCH 42 (UID BODY.PEEK?2])", ">> * 1 FETCH (UID 42 BODY[2] {4}\\r\\nUEs=)\\r\\n", "> TAG OK fetched",
  "? UID FETCH *FLAGS*", "> * 1 FETCH (UID 42 FLAGS (\\Seen) MODSEQ (11))", "> TAG OK fetched",
  "? UID STORE *", "> TAG OK stored",
  "? APPEND *", "> + go on", "LITERAL", "> TAG OK [APPENDUID 8 1] appended",
  "? IDLE", "> + idling", "> * 2 EXISTS",
  "? DONE", "> TAG OK idled",
  "? LOGOUT", "> * BYE", "DROP",
};

static gboolean
sink_cb (GPtrArray   *events,
         const char  *cursor,
         gpointer     user_data,
         GError     **error)
{
  Fixture *fixture = user_data;

  for (guint i = 0; i < events->len; i++)
    fixture->notices += ((DyzurEvent *) g_ptr_array_index (events, i))->kind == DYZUR_EVENT_NOTICE;
  for (guint i = 0; i < events->len; i++)
    fixture->messages += ((DyzurEvent *) g_ptr_array_index (events, i))->kind == DYZUR_EVENT_MESSAGE;
  if (cursor != NULL)
    {
      g_free (fixture->cursor);
      fixture->cursor = g_strdup (cursor);
    }
  return TRUE;
}

static DyzurAction *
new_seen (void)
{
  DyzurAction *action = dyzur_action_new (DYZUR_ACTION_SEEN);

  action->seen = TRUE;
  action->remote_ids = g_strsplit ("m1@klient.test", " ", -1);
  return action;
}

static DyzurAction *
new_sent (void)
{
  DyzurAction *action = dyzur_action_new (DYZUR_ACTION_MESSAGE);

  action->key = g_strdup (KEY);
  action->message = dyzur_message_record_new ();
  action->message->client_id = g_strdup (KEY);
  action->message->sent_at = 1605355380000;
  action->message->text = g_strdup ("Jest w drodze.");
  action->message->to = g_strsplit ("anna@klient.test", ";", -1);
  action->message->thread_keys = g_strsplit ("m1@klient.test", " ", -1);
  action->message->subject = g_strdup ("Paczka");
  return action;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  g_autofree char *port = NULL;

  fixture->server = dyzur_line_server_new ();
  port = g_strdup_printf ("%u", dyzur_line_server_get_port (fixture->server));
  fixture->config = dyzur_account_config_new ("mail");
  fixture->config->address = g_strdup ("sklep@sklep.test");
  fixture->config->name = g_strdup ("Sklep");
  dyzur_account_config_set (fixture->config, "imap-host", "127.0.0.1");
  dyzur_account_config_set (fixture->config, "imap-port", port);
  dyzur_account_config_set (fixture->config, "imap-security", "none");
  dyzur_account_config_set (fixture->config, "timeout", SILENCE);
  fixture->connector = dyzur_mail_connector_new (fixture->config, "tajne");
  fixture->seen = new_seen ();
  fixture->sent = new_sent ();
  fixture->attachment = dyzur_attachment_new ("a.txt", "text/plain");
  fixture->attachment->remote_ref = g_strdup ("I 7 42 2 base64");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  g_assert_finalize_object (fixture->connector);
  dyzur_line_server_free (fixture->server);
  dyzur_account_config_free (fixture->config);
  dyzur_action_free (fixture->seen);
  dyzur_action_free (fixture->sent);
  dyzur_attachment_free (fixture->attachment);
  g_clear_pointer (&fixture->cursor, g_free);
}

/* @wrong: the answer to line number @at, where a server that keeps the rules says something else */
static void
play (Fixture           *fixture,
      int                at,
      const char *const *wrong)
{
  g_autofree char *head = g_strdup_printf ("WRONG %d", at);
  g_autoptr(GPtrArray) script = g_ptr_array_new ();

  g_ptr_array_add (script, head);
  for (guint i = 0; wrong != NULL && wrong[i] != NULL; i++)
    g_ptr_array_add (script, (gpointer) wrong[i]);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    g_ptr_array_add (script, (gpointer) rules[i]);
  g_ptr_array_add (script, NULL);
  dyzur_line_server_play (fixture->server, (const char *const *) script->pdata);
}

static gboolean
fetch_file (Fixture  *fixture,
            GError  **error)
{
  g_autoptr(GBytes) bytes = dyzur_connector_fetch_attachment (fixture->connector, fixture->attachment, NULL, error);

  return bytes != NULL;
}

/* Everything a connector does with IMAP in its life; what fails first is the result. */
static gboolean
live (Fixture  *fixture,
      GError  **error)
{
  g_auto(DyzurReceipt) receipt = { 0 };

  g_clear_pointer (&fixture->cursor, g_free);
  fixture->messages = 0;
  return dyzur_connector_connect (fixture->connector, NULL, error) &&
         dyzur_connector_sync (fixture->connector, NULL, sink_cb, fixture, NULL, error) &&
         dyzur_connector_sync (fixture->connector, fixture->cursor, sink_cb, fixture, NULL, error) &&
         dyzur_connector_deliver (fixture->connector, fixture->seen, &receipt, NULL, error) &&
         dyzur_connector_file (fixture->connector, fixture->sent, NULL, error) &&
         fetch_file (fixture, error) &&
         dyzur_connector_sync (fixture->connector, fixture->cursor, sink_cb, fixture, NULL, error) &&
         dyzur_connector_wait (fixture->connector, sink_cb, fixture, NULL, error);
}

static void
live_well (Fixture *fixture)
{
  for (guint i = 1;; i++)
    {
      g_autoptr(GError) error = NULL;

      play (fixture, -1, NULL);
      if (live (fixture, &error))
        break;
      if (i == PATIENCE || !g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT))
        g_assert_no_error (error);
      dyzur_connector_disconnect (fixture->connector);
    }
  g_assert_cmpuint (fixture->messages, ==, 2); /* the rules know one mailbox under two names */
  dyzur_connector_disconnect (fixture->connector);
}

/* How many lines a whole life takes. The server is a new one afterwards. */
static guint
count_lines (Fixture *fixture)
{
  g_autofree char *failure = NULL;
  guint lines;

  live_well (fixture);
  failure = dyzur_line_server_finish (fixture->server);
  g_assert_cmpstr (failure, ==, NULL);
  lines = dyzur_line_server_get_lines (fixture->server);
  tear_down (fixture, NULL);
  set_up (fixture, NULL);
  return lines;
}

static const char *const ways[][4] = {
  { "> TAG NO not today", "HOLD" },
  { "> TAG NO [THROTTLED] slowly", "HOLD" },
  { "> TAG BAD what do you mean?", "HOLD" },
  { "> * BYE closing down", "DROP" },
  { "> * BYE [UNAVAILABLE] closing down", "> TAG OK done", "DROP" },
  { "DROP" },
  { "HOLD" },
  { ">> * OK half a li", "HOLD" },
  { "> OTHER OK done", "HOLD" },
  { "> D9999 OK done", "HOLD" },
  { "> * 5 FETCH (UID 5 BODY[] {4294967296}", "HOLD" },
  { "> * 5 FETCH (UID 5 BODY[] {67108864}", ">> and then nothing", "HOLD" },
  { "> * LIST (((((", "HOLD" },
  { ">> \\377\\376\\001\\000\\r\\n", "HOLD" },
  { "> HTTP/1.1 400 Bad Request", "> Server: nginx", "HOLD" },
  { "> +", "> +", "> +", "DROP" },
  { ">> \\r\\n\\r\\n\\r\\n", "HOLD" },
};

/* The error of one life in which line @at was answered the wrong way, or NULL when that was no harm. */
static void
live_badly (Fixture           *fixture,
            int                at,
            const char *const *way)
{
  g_autoptr(GError) error = NULL;
  gint64 before = g_get_monotonic_time ();

  play (fixture, at, way);
  if (!live (fixture, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (error->domain == DYZUR_REMOTE_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strstr (error->message, "tajne"));
    }
  g_assert_cmpint (g_get_monotonic_time () - before, <, SLOW);
  dyzur_connector_disconnect (fixture->connector);
}

static void
test_ways (Fixture       *fixture,
           gconstpointer  unused)
{
  guint lines = count_lines (fixture);
  g_autofree char *failure = NULL;

  for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
    {
      const char *const wrong[] = { ways[way][0], ways[way][1], ways[way][2], ways[way][3], NULL };

      g_test_message ("each of %u lines is answered: %s", lines, ways[way][0]);
      for (guint at = 0; at <= lines; at++)
        {
          live_badly (fixture, at, wrong);
          live_well (fixture);
        }
    }
  failure = dyzur_line_server_finish (fixture->server);
  g_assert_cmpstr (failure, ==, NULL);
}

static void
test_endless (Fixture       *fixture,
              gconstpointer  unused)
{
  g_autofree char *many = g_strnfill (9 << 20, 'x');
  g_autofree char *line = g_strconcat (">> * OK ", many, NULL);
  g_autofree char *deep_list = g_strnfill (100000, '(');
  g_autofree char *deep = g_strconcat ("> * LIST ", deep_list, NULL);
  guint lines = count_lines (fixture);

  for (guint at = 0; at <= lines; at += 4)
    {
      live_badly (fixture, at, (const char *const[]) { line, "HOLD", NULL });
      live_badly (fixture, at, (const char *const[]) { deep, "HOLD", NULL });
    }
  live_well (fixture);
}

/* Wherever the connection breaks, the next one finds everything as it should be. */
static void
test_cut (Fixture       *fixture,
          gconstpointer  unused)
{
  gsize total;

  live_well (fixture);
  g_free (dyzur_line_server_finish (fixture->server));
  total = dyzur_line_server_get_sent (fixture->server);
  for (gsize cut = 0; cut < total; cut += 7)
    {
      tear_down (fixture, NULL);
      set_up (fixture, NULL);
      dyzur_line_server_set_cut (fixture->server, cut);
      live_badly (fixture, -1, NULL);
      g_free (dyzur_line_server_finish (fixture->server));
    }
  g_test_message ("cut at every seventh of %" G_GSIZE_FORMAT " bytes", total);
}

/* What people shall read they read once, however often the server says it. */
static void
test_alert (Fixture       *fixture,
            gconstpointer  unused)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;

      play (fixture, 3, (const char *const[]) { "> * OK [ALERT] Closed on Sunday", "> * NO [ALERT] 95% full",
                                                "> TAG OK [CAPABILITY IMAP4rev1 IDLE] in", "RULES", NULL });
      live (fixture, &error);
      g_assert_no_error (error);
      dyzur_connector_disconnect (fixture->connector);
      g_assert_cmpuint (fixture->notices, ==, 2);
    }
}

/* Byte after byte, everything is understood as if it came at once. */
static void
test_split (Fixture       *fixture,
            gconstpointer  unused)
{
  dyzur_line_server_set_split (fixture->server, TRUE);
  live_well (fixture);
}

/* The right words again and again, but never an end */
static void
test_flood (Fixture       *fixture,
            gconstpointer  unused)
{
  GString *flood = g_string_new (">> ");
  g_autofree char *step = NULL;
  g_autoptr(GPtrArray) wrong = g_ptr_array_new ();

  for (guint i = 0; i < 2000; i++)
    g_string_append (flood, "* SEARCH 1 2 3\\r\\n* LIST () \"/\" x\\r\\n* 1 FETCH (UID 42 FLAGS () RFC822.SIZE 5)\\r\\n");
  step = g_string_free (flood, FALSE);
  for (guint i = 0; i < 200; i++)
    g_ptr_array_add (wrong, step);
  g_ptr_array_add (wrong, (gpointer) "DROP");
  g_ptr_array_add (wrong, NULL);
  live_badly (fixture, 9, (const char *const *) wrong->pdata);
  live_well (fixture);
}

static void
test_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  g_test_message ("the peak was at %ld MB", usage.ru_maxrss >> 10);
  if (!SANITIZED)
    g_assert_cmpint (usage.ru_maxrss, <, MEMORY);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/mail/imap-hostile/ways", Fixture, NULL, set_up, test_ways, tear_down);
  g_test_add ("/mail/imap-hostile/endless", Fixture, NULL, set_up, test_endless, tear_down);
  g_test_add ("/mail/imap-hostile/cut", Fixture, NULL, set_up, test_cut, tear_down);
  g_test_add ("/mail/imap-hostile/alert", Fixture, NULL, set_up, test_alert, tear_down);
  g_test_add ("/mail/imap-hostile/split", Fixture, NULL, set_up, test_split, tear_down);
  if (!SANITIZED)   /* a hundred thousand answers take minutes there */
    g_test_add ("/mail/imap-hostile/flood", Fixture, NULL, set_up, test_flood, tear_down);
  g_test_add_func ("/mail/imap-hostile/memory", test_memory);
  return g_test_run ();
}
