/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-line-server.h"

#include "dyzur-error.h"
#include "dyzur-imap.h"
#include "dyzur-mail-connector.h"
#include "dyzur-mail-server.h"
#include "dyzur-mime-header.h"
#include "dyzur-mock-oauth.h"
#include "imap-rules.h"
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

typedef struct _Life Life;

typedef struct
{
  const Life         *life;
  DyzurLineServer    *server;
  DyzurAccountConfig *config;
  DyzurConnector     *connector;
  DyzurAction        *seen;
  DyzurAction        *away;
  DyzurAction        *sent;
  DyzurAttachment    *attachment;
  guint               messages;
  guint               notices;
  char               *cursor;
} Fixture;

static DyzurOauth *oauth;

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

/* What has a name and what has none; both stand in the archive already. */
static DyzurAction *
new_away (void)
{
  DyzurAction *action = dyzur_action_new (DYZUR_ACTION_STATUS);
  g_autoptr(GBytes) nameless = g_bytes_new_static ("Subject: x\r\n\r\n", 14);
  g_autofree char *id = dyzur_mime_header_identify (nameless);

  action->status = DYZUR_STATUS_ARCHIVED;
  action->remote_ids = g_strsplit ("m1@klient.test ", " ", -1);
  g_free (action->remote_ids[1]);
  action->remote_ids[1] = g_steal_pointer (&id);
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

struct _Life
{
  const char        *name;
  const char *const *rules;
  gsize              n_rules;
  const char        *security;
  gboolean         (*live) (Fixture  *fixture,
                            GError  **error);
  guint              messages;   /* the sink has to get */
};

static void
set_up (Fixture       *fixture,
        gconstpointer  life)
{
  g_autofree char *port = NULL;
  g_autofree char *ca = dyzur_line_server_dup_ca ();

  fixture->life = life;
  fixture->server = dyzur_line_server_new ();
  port = g_strdup_printf ("%u", dyzur_line_server_get_port (fixture->server));
  fixture->config = dyzur_account_config_new ("mail");
  fixture->config->address = g_strdup ("sklep@sklep.test");
  fixture->config->name = g_strdup ("Sklep");
  dyzur_account_config_set (fixture->config, "imap-host", "localhost");
  dyzur_account_config_set (fixture->config, "imap-port", port);
  dyzur_account_config_set (fixture->config, "imap-security", fixture->life->security);
  dyzur_account_config_set (fixture->config, "ca-file", ca);
  dyzur_account_config_set (fixture->config, "timeout", SILENCE);
  fixture->connector = dyzur_mail_connector_new (fixture->config, "tajne");
  fixture->seen = new_seen ();
  fixture->away = new_away ();
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
  dyzur_action_free (fixture->away);
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
  for (guint i = 0; i < fixture->life->n_rules; i++)
    g_ptr_array_add (script, (gpointer) fixture->life->rules[i]);
  g_ptr_array_add (script, NULL);
  dyzur_line_server_play (fixture->server, (const char *const *) script->pdata);
}

static gboolean
fetch_file (Fixture  *fixture,
            GError  **error)
{
  g_autoptr(GBytes) bytes = dyzur_connector_fetch_attachment (fixture->connector, fixture->attachment, NULL, NULL, NULL, error);

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
         dyzur_connector_deliver (fixture->connector, fixture->away, &receipt, NULL, error) &&
         dyzur_connector_file (fixture->connector, fixture->sent, NULL, error) &&
         fetch_file (fixture, error) &&
         dyzur_connector_sync (fixture->connector, fixture->cursor, sink_cb, fixture, NULL, error) &&
         dyzur_connector_wait (fixture->connector, sink_cb, fixture, NULL, error);
}

/* A session as at a server with nothing but the least */
static gboolean
live_sparsely (Fixture  *fixture,
               GError  **error)
{
  g_autoptr(DyzurMailServer) server = dyzur_mail_server_new (fixture->config, "imap", "tajne");
  g_autoptr(DyzurImap) imap = dyzur_imap_open (server, NULL, NULL, error);
  g_autoptr(GPtrArray) folders = imap != NULL ? dyzur_imap_list (imap, NULL, error) : NULL;
  g_autofree char *name = folders != NULL ? dyzur_imap_create (imap, "Wysłane", NULL, NULL, error) : NULL;

  return name != NULL && dyzur_imap_select (imap, "INBOX", NULL, error) != NULL &&
         dyzur_imap_move (imap, (const guint32[]) { 42 }, 1, name, NULL, error) && dyzur_imap_noop (imap, NULL, error);
}

static gboolean
live_by_token (Fixture  *fixture,
               GError  **error)
{
  g_autoptr(DyzurMailServer) server = dyzur_mail_server_new (fixture->config, "imap", "tajne");
  g_autoptr(DyzurImap) imap = NULL;

  g_clear_pointer (&server->oauth, dyzur_oauth_unref);
  server->oauth = dyzur_oauth_ref (oauth);
  imap = dyzur_imap_open (server, NULL, NULL, error);
  return imap != NULL && dyzur_imap_select (imap, "INBOX", NULL, error) != NULL &&
         dyzur_imap_move (imap, (const guint32[]) { 42 }, 1, "Archiwum", NULL, error) && dyzur_imap_noop (imap, NULL, error);
}

static const Life lives[] = {
  { "full", rules, G_N_ELEMENTS (rules), "none", live, 2 }, /* the rules know one mailbox under two names */
  { "sparse", sparse_rules, G_N_ELEMENTS (sparse_rules), "starttls", live_sparsely, 0 },
  { "token", token_rules, G_N_ELEMENTS (token_rules), "none", live_by_token, 0 },
};

static void
live_well (Fixture *fixture)
{
  for (guint i = 1;; i++)
    {
      g_autoptr(GError) error = NULL;

      play (fixture, -1, NULL);
      if (fixture->life->live (fixture, &error))
        break;
      if (i == PATIENCE || !g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT))
        g_assert_no_error (error);
      dyzur_connector_disconnect (fixture->connector);
    }
  g_assert_cmpuint (fixture->messages, ==, fixture->life->messages);
  dyzur_connector_disconnect (fixture->connector);
}

static GPtrArray *all_heard;   /* (element-type utf8): what was said in all lives */

static gpointer
copy_text (gconstpointer text,
           gpointer      unused)
{
  return g_strdup (text);
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
  g_ptr_array_extend (all_heard, dyzur_line_server_get_heard (fixture->server), copy_text, NULL);
  tear_down (fixture, NULL);
  set_up (fixture, fixture->life);
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
  if (!fixture->life->live (fixture, &error))
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
      for (guint at = SANITIZED ? way % 3 : 0; at <= lines; at += SANITIZED ? 3 : 1) /* each line meets a third of the ways */
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

  for (guint at = 0; at <= lines; at += SANITIZED ? 5 : 2)
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
      set_up (fixture, fixture->life);
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
                                                "> TAG OK [CAPABILITY IMAP4rev1 IDLE UIDPLUS] in", "RULES", NULL });
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

/* What @text has where the source makes a command of it, up to what differs each time */
static void
assert_heard (const char *text)
{
  static const char *const places[] = {
    "(?:command_new|run_simple) \\((?:self, )?\"([A-Z][^\"%\\\\]+)",
    "strdup_printf \\(\"%s ([A-Z]{3,})",
    "strconcat \\(\"([A-Z]{4,}) ",
    "\"(UID [A-Z]{4,})\"",
    "strdup_printf \\(\"(UID [A-Z]+ ?[A-Z]*)",
    "_write \\([^\";]*\"(?:D0 )?([A-Z]+)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr(GRegex) regex = g_regex_new (places[i], 0, 0, NULL);
      g_autoptr(GMatchInfo) match = NULL;

      g_assert_nonnull (regex);
      for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
        {
          g_autofree char *words = g_match_info_fetch (match, 1);
          gboolean heard = FALSE;

          for (guint j = 0; j < all_heard->len; j++)
            heard |= g_str_has_prefix (g_ptr_array_index (all_heard, j), g_strchomp (words));
          g_test_message ("%s", words);
          if (!heard)
            g_error ("%s is sent, but no server here was told it: let a life say it, so that it is answered wrongly", words);
        }
    }
}

/* No command was forgotten: whatever the source sends was said in one of the lives above. */
static void
test_complete (void)
{
  g_autofree char *directory = g_build_filename (g_getenv ("DYZUR_SOURCE_ROOT"), "src", "connectors", "mail", NULL);
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autofree char *text = NULL;

      if (!g_str_has_prefix (name, "dyzur-imap") || !g_str_has_suffix (name, ".c"))
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      assert_heard (text);
    }
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
  DyzurMockOauth *mock;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  mock = dyzur_mock_oauth_new ();
  oauth = dyzur_oauth_log_in (dyzur_mock_oauth_get_server (mock), "sklep@sklep.test", dyzur_mock_oauth_open, mock, NULL, NULL);
  g_assert_nonnull (oauth);

  all_heard = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (lives); i++)
    {
      static const struct { const char *name; void (*func) (Fixture *, gconstpointer); } tests[] = {
        { "ways", test_ways }, { "endless", test_endless }, { "cut", test_cut }, { "split", test_split },
      };

      for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
        {
          g_autofree char *path = g_strdup_printf ("/mail/imap-hostile/%s-%s", tests[j].name, lives[i].name);

          g_test_add (path, Fixture, &lives[i], set_up, tests[j].func, tear_down);
        }
    }
  g_test_add ("/mail/imap-hostile/alert", Fixture, &lives[0], set_up, test_alert, tear_down);
  if (!SANITIZED)   /* a hundred thousand answers take minutes there */
    g_test_add ("/mail/imap-hostile/flood", Fixture, &lives[0], set_up, test_flood, tear_down);
  g_test_add_func ("/mail/imap-hostile/complete", test_complete);
  g_test_add_func ("/mail/imap-hostile/memory", test_memory);
  status = g_test_run ();
  g_ptr_array_unref (all_heard);
  dyzur_oauth_unref (oauth);
  dyzur_mock_oauth_free (mock);
  return status;
}
