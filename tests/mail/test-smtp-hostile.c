/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-line-server.h"

#include "../sanitized.h"
#include "dyzur-error.h"
#include "dyzur-mail-server.h"
#include "dyzur-mock-oauth.h"
#include "dyzur-smtp.h"

#include <string.h>
#include <sys/resource.h>

/*
 * A message is handed to a server that breaks the rules: each line it ever hears, also the final dot, is answered wrongly
 * in every way a server can be wrong. What comes of it is an error of ours, in time and within bounds, without the
 * password; «perhaps» is said only where nobody can know; and with the next connection the message goes out.
 */

#define SILENCE 60              /* ms until a silent server is given up */
#define PATIENCE 20
#define MEMORY (300 << 10)      /* KB the whole test may need at its peak, outside sanitizers */
#define SLOW (20 * G_USEC_PER_SEC)
#define SECRET "AHNrbGVwQHNrbGVwLnRlc3QAdGFqbmU="   /* user and password, as AUTH PLAIN says them */

/* The first word of a line counts as its tag. */
static const char *const plain[] = {
  "? ", "> 220 smtp.test ESMTP",
  "? ?127.0.0.1]", "> 250-smtp.test", "> 250-SIZE 1000000", "> 250-8BITMIME", "> 250-AUTH PLAIN LOGIN", "> 250 SMTPUTF8",
  "? PLAIN *", "> 235 2.7.0 welcome",
  "? FROM:*", "> 250 ok",
  "? TO:*", "> 250 ok",
  "? DATA", "> 354 go on", "BODY",
  "? .", "> 250 2.0.0 taken",
  "? QUIT", "> 221 bye", "DROP",
  NULL,
};

static const char *const login[] = {
  "? ", "> 220-smtp.test", "> 220 ESMTP",
  "? ?127.0.0.1]", "> 250-smtp.test", "> 250 AUTH LOGIN",
  "? LOGIN", "> 334 VXNlcm5hbWU6",
  "? c2tsZXBAc2tsZXAudGVzdA==", "> 334 UGFzc3dvcmQ6",
  "? dGFqbmU=", "> 235 welcome",
  "? FROM:*", "> 250 ok",
  "? TO:*", "> 251 will forward",
  "? DATA", "> 354 go on", "BODY",
  "? .", "> 250 taken",
  "? QUIT", "> 221 bye", "DROP",
  NULL,
};

static const char *const starttls[] = {
  "? ", "> 220 smtp.test ESMTP",
  "? ?127.0.0.1]", "> 250-smtp.test", "> 250-STARTTLS", "> 250 AUTH PLAIN",
  "? STARTTLS", "> 220 go", "TLS",
  "? PLAIN *", "> 235 2.7.0 welcome",
  "? FROM:*", "> 250 ok",
  "? TO:*", "> 250 ok",
  "? DATA", "> 354 go on", "BODY",
  "? .", "> 250 2.0.0 taken",
  "? QUIT", "> 221 bye", "DROP",
  NULL,
};

static const char *const token[] = {
  "? ", "> 220 smtp.test ESMTP",
  "? ?127.0.0.1]", "> 250-smtp.test", "> 250 AUTH XOAUTH2",
  "? XOAUTH2 *", "> 235 welcome",
  "? FROM:*", "> 250 ok",
  "? TO:*", "> 250 ok",
  "? DATA", "> 354 go on", "BODY",
  "? .", "> 250 taken",
  "? QUIT", "> 221 bye", "DROP",
  NULL,
};

typedef struct
{
  const char        *name;
  const char *const *rules;
  DyzurMailSecurity  security;
  gboolean           by_token;
} Life;

static DyzurOauth *oauth;

static const Life lives[] = {
  { "plain", plain, DYZUR_MAIL_NONE },
  { "login", login, DYZUR_MAIL_NONE },
  { "starttls", starttls, DYZUR_MAIL_STARTTLS },
  { "token", token, DYZUR_MAIL_NONE, TRUE },
};

typedef struct
{
  const Life      *life;
  DyzurLineServer *server;
  DyzurMailServer *settings;
  GBytes          *message;
  gboolean         committed;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char text[] = "From: sklep@sklep.test\r\nTo: anna@klient.test\r\nMessage-ID: <1@sklep.test>\r\n\r\n"
                             "Jest w drodze.\r\n..\r\n.koniec\r\n";

  fixture->life = data;
  fixture->server = dyzur_line_server_new ();
  fixture->settings = g_new0 (DyzurMailServer, 1);
  fixture->settings->host = g_strdup ("localhost");
  fixture->settings->port = dyzur_line_server_get_port (fixture->server);
  fixture->settings->security = fixture->life->security;
  fixture->settings->user = g_strdup ("sklep@sklep.test");
  fixture->settings->password = g_strdup ("tajne");
  fixture->settings->ca_file = dyzur_line_server_dup_ca ();
  fixture->settings->timeout = SILENCE;
  fixture->settings->oauth = fixture->life->by_token ? dyzur_oauth_ref (oauth) : NULL;
  fixture->message = g_bytes_new_static (text, strlen (text));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  dyzur_line_server_free (fixture->server);
  dyzur_mail_server_free (fixture->settings);
  g_bytes_unref (fixture->message);
}

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
  for (guint i = 0; fixture->life->rules[i] != NULL; i++)
    g_ptr_array_add (script, (gpointer) fixture->life->rules[i]);
  g_ptr_array_add (script, NULL);
  dyzur_line_server_play (fixture->server, (const char *const *) script->pdata);
}

static gboolean
commit_cb (gpointer   user_data,
           GError   **error)
{
  Fixture *fixture = user_data;

  fixture->committed = TRUE;
  return TRUE;
}

static gboolean
hand_over (Fixture  *fixture,
           GError  **error)
{
  static const char *const recipients[] = { "anna@klient.test", "jan@klient.test", NULL };
  g_autoptr(DyzurSmtp) smtp = NULL;

  fixture->committed = FALSE;
  smtp = dyzur_smtp_open (fixture->settings, NULL, NULL, error);
  if (smtp == NULL)
    return FALSE;
  dyzur_smtp_set_commit (smtp, commit_cb, fixture);
  return dyzur_smtp_send (smtp, "sklep@sklep.test", recipients, fixture->message, NULL, error);
}

static void
hand_over_well (Fixture *fixture)
{
  for (guint i = 1;; i++)
    {
      g_autoptr(GError) error = NULL;

      play (fixture, -1, NULL);
      if (hand_over (fixture, &error))
        break;
      if (i == PATIENCE || !(g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT) ||
                             g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN)))
        g_assert_no_error (error); /* a busy machine may be slower than SILENCE */
    }
}

/* How many lines a session takes, QUIT left out: nobody waits for what is said to that. The server is a new one afterwards. */
static guint
count_lines (Fixture *fixture)
{
  g_autofree char *failure = NULL;
  guint lines;

  hand_over_well (fixture);
  failure = dyzur_line_server_finish (fixture->server);
  g_assert_cmpstr (failure, ==, NULL);
  lines = dyzur_line_server_get_lines (fixture->server);
  tear_down (fixture, NULL);
  set_up (fixture, fixture->life);
  return lines;
}

/* @verdict: the digit that is left of the answer, with which a final dot is judged; '?' = nobody can know */
static const struct { const char *steps[4]; char verdict; } ways[] = {
  { { "> 421 4.3.2 closing down", "DROP" }, '4' },
  { { "> 450 4.2.0 later", "HOLD" }, '4' },
  { { "> 451 4.7.1 [GREYLISTED] later", "HOLD" }, '4' },
  { { "> 500 what?", "HOLD" }, '5' },
  { { "> 535 5.7.8 no", "HOLD" }, '5' },
  { { "> 550-5.7.1 not", "> 550 5.7.1 today", "HOLD" }, '5' },
  { { "> 554 5.0.0 \\377\\376", "HOLD" }, '5' },
  { { "DROP" }, '?' },
  { { "HOLD" }, '?' },
  { { ">> 2", "DROP" }, '2' },
  { { ">> 5", "DROP" }, '5' },
  { { ">> 250-half a li", "HOLD" }, '2' },
  { { "> 250-a", "> 550 b", "HOLD" }, '2' },
  { { "> 999 what", "HOLD" }, '?' },
  { { "> 25", "HOLD" }, '2' },
  { { "> 2500 ok", "HOLD" }, '2' },
  { { "> 334 ", "HOLD" }, '?' },
  { { "> 354 go on", "HOLD" }, '?' },
  { { "> 120 soon", "HOLD" }, '?' },
  { { "> 000 nothing", "HOLD" }, '?' },
  { { "> +OK ready", "HOLD" }, '?' },
  { { "> * OK IMAP4rev1", "HOLD" }, '?' },
  { { "> HTTP/1.1 400 Bad Request", "> Server: nginx", "HOLD" }, '?' },
  { { ">> \\377\\376\\001\\000\\r\\n", "HOLD" }, '?' },
  { { ">> \\026\\003\\001\\002\\000\\001", "HOLD" }, '?' },
  { { ">> \\r\\n\\r\\n\\r\\n", "HOLD" }, '?' },
};

static gboolean
is_code (const GError *error,
         int           code)
{
  return g_error_matches (error, DYZUR_REMOTE_ERROR, code);
}

/* After the final dot: what the digit says, and «perhaps» without one. */
static void
assert_verdict (gboolean      taken,
                const GError *error,
                char          verdict)
{
  if (verdict == '2')
    g_assert_true (taken);
  else if (verdict == '4')
    g_assert_true (is_code (error, DYZUR_REMOTE_ERROR_TRANSIENT));
  else if (verdict == '5')
    g_assert_true (!taken && !is_code (error, DYZUR_REMOTE_ERROR_UNCERTAIN) && !is_code (error, DYZUR_REMOTE_ERROR_TRANSIENT));
  else if (verdict != '\0')
    g_assert_true (is_code (error, DYZUR_REMOTE_ERROR_UNCERTAIN));
}

/* The last two of @lines are DATA and the final dot. @verdict: as of the ways */
static void
hand_over_badly (Fixture           *fixture,
                 guint              at,
                 guint              lines,
                 const char *const *wrong,
                 char               verdict)
{
  g_autoptr(GError) error = NULL;
  gint64 before = g_get_monotonic_time ();
  gboolean taken;

  play (fixture, at, wrong);
  taken = hand_over (fixture, &error);
  g_assert_cmpint (g_get_monotonic_time () - before, <, SLOW);
  if (!taken)
    {
      g_assert_nonnull (error);
      g_assert_true (error->domain == DYZUR_REMOTE_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strstr (error->message, "tajne"));
      g_assert_null (strstr (error->message, SECRET));
      g_assert_true (fixture->committed || !is_code (error, DYZUR_REMOTE_ERROR_UNCERTAIN));
    }
  g_assert_true (at + 2 >= lines || (!taken && !fixture->committed));
  g_assert_true (at + 1 < lines || fixture->committed);
  if (at + 1 == lines)
    assert_verdict (taken, error, verdict);
}

static void
test_ways (Fixture       *fixture,
           gconstpointer  data)
{
  guint lines = count_lines (fixture);
  guint n = fixture->life == lives ? lines : lines - 5; /* from MAIL on all sessions are the same */
  g_autofree char *failure = NULL;

  for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
    {
      const char *const wrong[] = { ways[way].steps[0], ways[way].steps[1], ways[way].steps[2], ways[way].steps[3], NULL };

      for (guint at = 0; at < n; at++)
        hand_over_badly (fixture, at, lines, wrong, ways[way].verdict);
      hand_over_well (fixture);
    }
  failure = dyzur_line_server_finish (fixture->server);
  g_assert_cmpstr (failure, ==, NULL);
  g_test_message ("each of %u lines answered in %u ways", n, (guint) G_N_ELEMENTS (ways));
}

/* A line without an end, an answer of lines without an end, one that comes byte after byte */
static void
test_endless (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *many = g_strnfill (9 << 20, 'x');
  g_autofree char *line = g_strconcat (">> 250-", many, NULL);
  GString *text = g_string_new (">> ");
  g_autofree char *lines_step = NULL;
  guint lines = count_lines (fixture);

  for (guint i = 0; i < 300000; i++)
    g_string_append (text, "250-more\\r\\n");
  lines_step = g_string_free (text, FALSE);
  for (guint at = 0; at < lines; at += SANITIZED ? 3 : 1)
    {
      hand_over_badly (fixture, at, lines, (const char *const[]) { line, "HOLD", NULL }, '2');
      hand_over_badly (fixture, at, lines, (const char *const[]) { lines_step, "HOLD", NULL }, '2');
    }
  hand_over_well (fixture);
}

static void
test_split (Fixture       *fixture,
            gconstpointer  data)
{
  dyzur_line_server_set_split (fixture->server, TRUE);
  hand_over_well (fixture);
}

/* What leaves is what was written, whatever else was tried at the server before. */
static void
test_body (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *failure = NULL;

  hand_over_well (fixture);
  failure = dyzur_line_server_finish (fixture->server);
  g_assert_cmpstr (failure, ==, NULL);
  g_assert_nonnull (strstr (dyzur_line_server_get_body (fixture->server), "\r\n...\r\n..koniec\r\n"));
}

/* The words of all commands in the source are among what was said here. */
static void
test_complete (void)
{
  static const char *const files[] = { "dyzur-smtp.c", "dyzur-smtp-login.c" };
  g_autoptr(GString) heard = g_string_new (NULL);
  g_autoptr(GRegex) regex = g_regex_new ("\"(EHLO|HELO|STARTTLS|AUTH [A-Z0-9]+|MAIL|RCPT|DATA|BDAT|RSET|QUIT|VRFY|NOOP|HELP)\\b", 0, 0, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lives); i++)
    for (guint j = 0; lives[i].rules[j] != NULL; j++)
      g_string_append_printf (heard, "%s\n", lives[i].rules[j]);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("DYZUR_SOURCE_ROOT"), "src", "connectors", "mail", files[i], NULL);
      g_autofree char *source = NULL;
      g_autoptr(GMatchInfo) match = NULL;

      g_assert_true (g_file_get_contents (path, &source, NULL, NULL));
      for (g_regex_match (regex, source, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
        {
          g_autofree char *word = g_match_info_fetch (match, 1);
          const char *rule = strcmp (word, "EHLO") == 0 ? "127.0.0.1]" : strcmp (word, "MAIL") == 0 ? "FROM:" :
                             strcmp (word, "RCPT") == 0 ? "TO:" : g_str_has_prefix (word, "AUTH ") ? word + 5 : word;
          g_autofree char *wanted = g_strconcat ("? ", rule, NULL);

          if (strstr (heard->str, wanted) == NULL && strstr (heard->str, rule) == NULL)
            g_error ("no server here hears %s", word);
        }
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

  for (guint i = 0; i < G_N_ELEMENTS (lives); i++)
    {
      static const struct { const char *name; void (*func) (Fixture *, gconstpointer); } tests[] = {
        { "ways", test_ways }, { "endless", test_endless }, { "split", test_split }, { "body", test_body },
      };

      for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
        {
          g_autofree char *path = g_strdup_printf ("/mail/smtp-hostile/%s-%s", lives[i].name, tests[j].name);

          g_test_add (path, Fixture, &lives[i], set_up, tests[j].func, tear_down);
        }
    }
  g_test_add_func ("/mail/smtp-hostile/complete", test_complete);
  g_test_add_func ("/mail/smtp-hostile/memory", test_memory);
  status = g_test_run ();
  dyzur_oauth_unref (oauth);
  dyzur_mock_oauth_free (mock);
  return status;
}
