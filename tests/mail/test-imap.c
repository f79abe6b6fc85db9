/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-line-server.h"

#include "dyzur-error.h"
#include "dyzur-imap-utf7.h"
#include "dyzur-imap-private.h"
#include "dyzur-mail-marks.h"

#include <string.h>

#define GREETING "> * OK ready"
#define CAPABLE "< TAG CAPABILITY", "> * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR LITERAL+ IDLE UIDPLUS CONDSTORE", "> TAG OK done"
#define LOGIN "< TAG AUTHENTICATE PLAIN AHNrbGVwAHRham5l", "> TAG OK [CAPABILITY IMAP4rev1 LITERAL+ IDLE UIDPLUS CONDSTORE] in"
#define OPENING GREETING, CAPABLE, LOGIN

typedef struct
{
  DyzurLineServer *server;
  DyzurMailServer  account;
  char            *ca;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  fixture->server = dyzur_line_server_new ();
  fixture->ca = dyzur_line_server_dup_ca ();
  fixture->account = (DyzurMailServer) {
    .host = (char *) "127.0.0.1", .port = dyzur_line_server_get_port (fixture->server), .security = DYZUR_MAIL_NONE,
    .user = (char *) "sklep", .password = (char *) "tajne", .ca_file = fixture->ca,
  };
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  dyzur_line_server_free (fixture->server);
  g_free (fixture->ca);
}

static void
assert_script_done (Fixture *fixture)
{
  g_autofree char *failure = dyzur_line_server_finish (fixture->server);

  g_assert_cmpstr (failure, ==, NULL);
}

static DyzurImap *
open_session (Fixture           *fixture,
              const char *const *script)
{
  g_autoptr(GError) error = NULL;
  DyzurImap *imap;

  dyzur_line_server_play (fixture->server, script);
  imap = dyzur_imap_open (&fixture->account, NULL, NULL, &error);
  g_assert_no_error (error);
  return imap;
}

static void
assert_open_fails (Fixture           *fixture,
                   const char *const *script,
                   int                code)
{
  g_autoptr(GError) error = NULL;

  dyzur_line_server_play (fixture->server, script);
  g_assert_null (dyzur_imap_open (&fixture->account, NULL, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, code);
  g_test_message ("%s", error->message);
}

typedef struct
{
  guint  messages;
  char  *body;
} Fetched;

static gboolean
fetch_cb (guint32                uid,
          const DyzurImapValue  *items,
          gpointer               user_data,
          GError               **error)
{
  Fetched *fetched = user_data;
  g_autofree char *body = dyzur_imap_value_dup_text (dyzur_imap_value_find (items, "BODY[HEADER.FIELDS (DATE)]"));

  fetched->messages++;
  if (body != NULL)
    {
      g_free (fetched->body);
      fetched->body = g_steal_pointer (&body);
    }
  return TRUE;
}

static const char *const whole_script[] = {
  OPENING,
  "< TAG LIST \"\" \"*\"",
  "> * LIST (\\HasNoChildren) \"/\" INBOX",
  "> * LIST (\\HasNoChildren \\Sent) \"/\" \"Wys&AUI-ane\"",
  ">> * LIST (\\\\Noselect) \"/\" {4}\\r\\nBiur\\r\\n",
  "> TAG OK listed",
  "< TAG LSUB \"\" \"*\"",
  "> * LSUB () \"/\" \"Wys&AUI-ane\"",
  "> TAG OK told",
  "< TAG SELECT \"INBOX\" (CONDSTORE)",
  "> * FLAGS (\\Answered \\Seen)",
  "> * 3 EXISTS",
  "> * OK [UIDVALIDITY 4294967295] valid",
  "> * OK [UIDNEXT 43] next",
  "> * OK [HIGHESTMODSEQ 18446744073709551615] mods",
  "> TAG OK [READ-WRITE] selected",
  "< TAG UID SEARCH UID 41:*",
  "> * SEARCH 42 7 42",
  "> TAG OK found",
  "< TAG UID FETCH 42 (UID BODY.PEEK?HEADER.FIELDS (DATE)])",
  ">> * 3 FETCH (UID 42 FLAGS (\\\\Seen) BODY[HEADER.FIELDS (DATE)] {10}\\r\\nDate: x\\r\\n\\r)\\r\\n",
  "> * 4 EXISTS",
  "> TAG OK fetched",
  "< TAG UID STORE 42 +FLAGS.SILENT (\\Seen)",
  "> TAG OK stored",
  "< TAG APPEND \"Wys&AUI-ane\" (\\Seen) {7+}",
  "LITERAL",
  "> TAG OK [APPENDUID 12 99] there",
  NULL
};

/* The whole session; whatever fails is the result. */
static gboolean
run_whole (Fixture  *fixture,
           GError  **error)
{
  g_autoptr(DyzurImap) imap = dyzur_imap_open (&fixture->account, NULL, NULL, error);
  g_autoptr(GPtrArray) folders = NULL;
  g_autoptr(GArray) uids = NULL;
  g_autoptr(GBytes) message = g_bytes_new ("a\r\nb\r\n\n", 7);
  const DyzurImapMailbox *mailbox;
  Fetched fetched = { 0 };
  g_autofree char *body = NULL;
  guint32 uid = 0;
  gboolean done;

  if (imap == NULL || (folders = dyzur_imap_list (imap, NULL, error)) == NULL)
    return FALSE;
  g_assert_cmpuint (folders->len, ==, 3);
  g_assert_cmpstr (dyzur_imap_find_folder (folders, NULL, "\\Sent")->title, ==, "Wysłane");
  g_assert_cmpstr (dyzur_imap_find_folder (folders, "Wysłane", NULL)->name, ==, "Wys&AUI-ane");
  g_assert_null (dyzur_imap_find_folder (folders, "Biur", NULL));
  g_assert_true (dyzur_imap_find_folder (folders, "Wysłane", NULL)->subscribed);
  g_assert_false (dyzur_imap_find_folder (folders, "INBOX", NULL)->subscribed);
  mailbox = dyzur_imap_select (imap, "INBOX", NULL, error);
  if (mailbox == NULL)
    return FALSE;
  g_assert_cmpuint (mailbox->uid_validity, ==, G_MAXUINT32);
  g_assert_cmpuint (mailbox->mod_seq, ==, G_MAXUINT64);
  uids = dyzur_imap_search_above (imap, 40, NULL, error);
  if (uids == NULL)
    return FALSE;
  g_assert_cmpuint (uids->len, ==, 1);
  g_assert_false (dyzur_imap_take_news (imap));
  done = dyzur_imap_fetch (imap, "42", "(UID BODY.PEEK[HEADER.FIELDS (DATE)])", fetch_cb, &fetched, NULL, error);
  body = fetched.body;
  if (!done)
    return FALSE;
  g_assert_cmpuint (fetched.messages, ==, 1);
  g_assert_cmpstr (body, ==, "Date: x\r\n\r");
  g_assert_true (dyzur_imap_take_news (imap));
  if (!dyzur_imap_store (imap, "42", "\\Seen", TRUE, NULL, error) ||
      !dyzur_imap_append (imap, "Wys&AUI-ane", "\\Seen", message, &uid, NULL, error))
    return FALSE;
  g_assert_cmpuint (uid, ==, 99);
  return TRUE;
}

static void
test_session (Fixture       *fixture,
              gconstpointer  split)
{
  g_autoptr(GError) error = NULL;

  dyzur_line_server_set_split (fixture->server, GPOINTER_TO_INT (split));
  dyzur_line_server_play (fixture->server, whole_script);
  run_whole (fixture, &error);
  g_assert_no_error (error);
  assert_script_done (fixture);
  g_assert_cmpstr (dyzur_line_server_get_body (fixture->server), ==, "a\r\nb\r\n\n");
}

/* Wherever the line is cut, the session ends with an error and nothing else. */
static void
test_cut (Fixture       *fixture,
          gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  gsize total;

  dyzur_line_server_play (fixture->server, whole_script);
  run_whole (fixture, &error);
  g_assert_no_error (error);
  assert_script_done (fixture);
  total = dyzur_line_server_get_sent (fixture->server);
  tear_down (fixture, NULL);
  set_up (fixture, NULL);
  for (gsize cut = 0; cut < total; cut++)
    {
      dyzur_line_server_set_cut (fixture->server, cut);
      dyzur_line_server_play (fixture->server, whole_script);
      g_assert_false (run_whole (fixture, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
      g_clear_error (&error);
    }
  g_test_message ("cut at each of %" G_GSIZE_FORMAT " bytes", total);
}

typedef gboolean (*Command) (DyzurImap  *imap,
                             GError    **error);

static gboolean
do_select (DyzurImap  *imap,
           GError    **error)
{
  return dyzur_imap_select (imap, "INBOX", NULL, error) != NULL;
}

static gboolean
do_list (DyzurImap  *imap,
         GError    **error)
{
  g_autoptr(GPtrArray) folders = dyzur_imap_list (imap, NULL, error);

  return folders != NULL;
}

static gboolean
do_search (DyzurImap  *imap,
           GError    **error)
{
  g_autoptr(GArray) uids = dyzur_imap_search_since (imap, 1794650580000, NULL, error);

  return uids != NULL;
}

static gboolean
do_fetch (DyzurImap  *imap,
          GError    **error)
{
  Fetched fetched = { 0 };
  gboolean done = dyzur_imap_fetch (imap, "1:9", "(UID FLAGS)", fetch_cb, &fetched, NULL, error);

  g_free (fetched.body);
  return done;
}

static gboolean
do_store (DyzurImap  *imap,
          GError    **error)
{
  return dyzur_imap_store (imap, "1", "\\Seen", FALSE, NULL, error);
}

static gboolean
do_append (DyzurImap  *imap,
           GError    **error)
{
  g_autoptr(GBytes) message = g_bytes_new ("x\r\n", 3);

  return dyzur_imap_append (imap, "Sent", "", message, NULL, NULL, error);
}

static gboolean
do_noop (DyzurImap  *imap,
         GError    **error)
{
  return dyzur_imap_noop (imap, NULL, error);
}

static const struct { const char *sent; Command run; } commands[] = {
  { "< TAG SELECT *", do_select },
  { "< TAG LIST *", do_list },
  { "< TAG UID SEARCH SINCE 14-Nov-2026", do_search },
  { "< TAG UID FETCH 1:9 (UID FLAGS)", do_fetch },
  { "< TAG UID STORE 1 -FLAGS.SILENT *", do_store },
  { "< TAG APPEND *", do_append },
  { "< TAG NOOP", do_noop },
};

static const struct { const char *answer; int code; gboolean usable; } answers[] = {
  { "> TAG NO [OVERQUOTA] the mailbox is full", DYZUR_REMOTE_ERROR_QUOTA, TRUE },
  { "> TAG NO [THROTTLED] slowly", DYZUR_REMOTE_ERROR_BUSY, TRUE },
  { "> TAG NO [LIMIT] no more", DYZUR_REMOTE_ERROR_BUSY, TRUE },
  { "> TAG NO [INUSE] somebody else", DYZUR_REMOTE_ERROR_TRANSIENT, TRUE },
  { "> TAG NO [UNAVAILABLE] a part is away", DYZUR_REMOTE_ERROR_TRANSIENT, TRUE },
  { "> TAG NO [CONTACTADMIN] ask", DYZUR_REMOTE_ERROR_PERMISSION, TRUE },
  { "> * BYE [OVERQUOTA] full", DYZUR_REMOTE_ERROR_QUOTA, FALSE },
  { "> TAG NO [NOPERM] no", DYZUR_REMOTE_ERROR_PERMISSION, TRUE },
  { "> TAG NO [TRYCREATE] no folder", DYZUR_REMOTE_ERROR_NOT_FOUND, TRUE },
  { "> TAG NO [NONEXISTENT] no folder", DYZUR_REMOTE_ERROR_NOT_FOUND, TRUE },
  { "> TAG NO temporary failure", DYZUR_REMOTE_ERROR_TRANSIENT, TRUE },
  { "> TAG BAD what?", DYZUR_REMOTE_ERROR_SHAPE, FALSE },
  { ">> * BYE closing down\\r\\n", DYZUR_REMOTE_ERROR_TRANSIENT, FALSE },
  { "> * OK [ALERT] disk failure", DYZUR_REMOTE_ERROR_TRANSIENT, FALSE },
  { "> OTHER OK done", DYZUR_REMOTE_ERROR_SHAPE, FALSE },
  { "> + go on", DYZUR_REMOTE_ERROR_SHAPE, FALSE },
  { "> * 1 FETCH (UID 1 FLAGS (\\Seen)", DYZUR_REMOTE_ERROR_SHAPE, FALSE },
  { "> * LIST (((((", DYZUR_REMOTE_ERROR_SHAPE, FALSE },
  { "> * LIST ()) \"/\" x", DYZUR_REMOTE_ERROR_SHAPE, FALSE },
  { "> * LIST () \"/\" \"open", DYZUR_REMOTE_ERROR_SHAPE, FALSE },
  { "> * 5 FETCH (UID 5 BODY[] {4294967296}", DYZUR_REMOTE_ERROR_SHAPE, FALSE },
  { "> * 5 FETCH (UID 5 BODY[] {67108865}", DYZUR_REMOTE_ERROR_SHAPE, FALSE },
  { "> * 5 FETCH (UID 5 BODY[] {99999999999999999999}", DYZUR_REMOTE_ERROR_SHAPE, FALSE },
  { "> HTTP/1.1 400 Bad Request", DYZUR_REMOTE_ERROR_SHAPE, FALSE },
  { ">> \\377\\376\\001\\r\\n", DYZUR_REMOTE_ERROR_SHAPE, FALSE },
  { "> ", DYZUR_REMOTE_ERROR_SHAPE, FALSE },
};

static void
test_answers (Fixture       *fixture,
              gconstpointer  unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    for (guint j = 0; j < G_N_ELEMENTS (answers); j++)
      {
        const char *const literal[] = { OPENING, commands[i].sent, "LITERAL", answers[j].answer, answers[j].usable ? "HOLD" : "DROP", NULL };
        const char *const script[] = { OPENING, commands[i].sent, answers[j].answer, answers[j].usable ? "HOLD" : "DROP", NULL };
        g_autoptr(DyzurImap) imap = open_session (fixture, commands[i].run == do_append ? literal : script);
        g_autoptr(GError) error = NULL;

        g_test_message ("%s → %s", commands[i].sent, answers[j].answer);
        g_assert_false (commands[i].run (imap, &error));
        g_assert_error (error, DYZUR_REMOTE_ERROR, answers[j].code);
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
        g_assert_cmpint (dyzur_imap_is_usable (imap), ==, answers[j].usable);
      }
  assert_script_done (fixture);
}

static void
test_bye_tells (Fixture       *fixture,
                gconstpointer  unused)
{
  const char *const script[] = { OPENING, "< TAG NOOP", "> * BYE the cat sat on the server", "DROP", NULL };
  g_autoptr(DyzurImap) imap = open_session (fixture, script);
  g_autoptr(GError) error = NULL;

  g_assert_false (dyzur_imap_noop (imap, NULL, &error));
  g_assert_nonnull (strstr (error->message, "the cat sat on the server"));
}

/* Each code a person can do something about has a sentence of ours around the server's own words. */
static void
test_words (Fixture       *fixture,
            gconstpointer  unused)
{
  static const struct { const char *answer; const char *words; } cases[] = {
    { "> TAG NO [OVERQUOTA] 105%", "The mailbox at 127.0.0.1 is full: 105%" },
    { "> TAG NO [THROTTLED] wait", "127.0.0.1 asks us to slow down: wait" },
    { "> TAG NO [INUSE] pop3", "The mailbox at 127.0.0.1 is in use by another program: pop3" },
    { "> TAG NO [UNAVAILABLE] backup", "127.0.0.1 is not available for the moment: backup" },
    { "> TAG NO [EXPIRED] 2025", "127.0.0.1 says that the password has expired: 2025" },
    { "> TAG NO [AUTHENTICATIONFAILED] x", "127.0.0.1 refuses the user name or password: x" },
    { "> TAG NO [AUTHORIZATIONFAILED] x", "127.0.0.1 knows the user, but does not let them into this mailbox: x" },
    { "> TAG NO [CONTACTADMIN] x", "127.0.0.1 asks you to talk to its administrator: x" },
    { "> * BYE [UNAVAILABLE] x", "127.0.0.1 is not available for the moment: x" },
    { "> * BYE x", "127.0.0.1 hung up: x" },
    { "> TAG NO too many connections",
      "127.0.0.1 allows no more connections for now. Another mail program may hold too many: too many connections" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DyzurImap) imap = open_session (fixture, (const char *const[]) { OPENING, "< TAG NOOP", cases[i].answer, "DROP", NULL });
      g_autoptr(GError) error = NULL;

      g_assert_false (dyzur_imap_noop (imap, NULL, &error));
      g_assert_cmpstr (error->message, ==, cases[i].words);
    }
}

static void
test_alert (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autoptr(DyzurImap) imap = open_session (fixture, (const char *const[]) {
    OPENING, "< TAG NOOP", "> * OK [ALERT] Closed on Sunday", "> * NO [ALERT] 95% full", "> TAG OK", NULL });
  g_autofree char *first = NULL, *second = NULL;

  g_assert_true (dyzur_imap_noop (imap, NULL, NULL));
  first = dyzur_imap_take_alert (imap);
  second = dyzur_imap_take_alert (imap);
  g_assert_cmpstr (first, ==, "Closed on Sunday");
  g_assert_cmpstr (second, ==, "95% full");
  g_assert_null (dyzur_imap_take_alert (imap));
}

static void
test_endless (Fixture       *fixture,
              gconstpointer  unused)
{
  g_autofree char *endless = g_strnfill ((8 << 20) + 100, 'x');
  g_autofree char *line = g_strconcat (">> * OK ", endless, NULL);
  g_autofree char *deep_list = g_strnfill (100000, '(');
  g_autofree char *deep = g_strconcat ("> * LIST ", deep_list, NULL);
  const char *const endless_script[] = { OPENING, "< TAG NOOP", line, "HOLD", NULL };
  const char *const deep_script[] = { OPENING, "< TAG NOOP", deep, "HOLD", NULL };
  g_autoptr(DyzurImap) first = open_session (fixture, endless_script);
  g_autoptr(DyzurImap) second = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (dyzur_imap_noop (first, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE);
  g_clear_error (&error);
  g_clear_pointer (&first, dyzur_imap_free);
  second = open_session (fixture, deep_script);
  g_assert_false (dyzur_imap_noop (second, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE);
}

static void
test_greetings (Fixture       *fixture,
                gconstpointer  unused)
{
  static const struct { const char *greeting; int code; } cases[] = {
    { "> * BYE [UNAVAILABLE] too many people", DYZUR_REMOTE_ERROR_TRANSIENT },
    { "> 220 mail.example.pl ESMTP", DYZUR_REMOTE_ERROR_SHAPE },
    { "> * NO go away", DYZUR_REMOTE_ERROR_SHAPE },
    { "> D1 OK ready", DYZUR_REMOTE_ERROR_SHAPE },
    { "> * 3 EXISTS", DYZUR_REMOTE_ERROR_SHAPE },
    { "> +", DYZUR_REMOTE_ERROR_SHAPE },
    { "DROP", DYZUR_REMOTE_ERROR_TRANSIENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_open_fails (fixture, (const char *const[]) { cases[i].greeting, NULL }, cases[i].code);
}

static void
test_login_codes (Fixture       *fixture,
                  gconstpointer  unused)
{
  static const struct { const char *answer; int code; } cases[] = {
    { "> TAG NO [AUTHENTICATIONFAILED] wrong", DYZUR_REMOTE_ERROR_AUTH },
    { "> TAG NO [EXPIRED] old", DYZUR_REMOTE_ERROR_AUTH },
    { "> TAG NO [ALERT] Invalid credentials (Failure)", DYZUR_REMOTE_ERROR_AUTH },
    { "> TAG NO Login failed.", DYZUR_REMOTE_ERROR_AUTH },
    { "> TAG NO [UNAVAILABLE] Temporary authentication failure", DYZUR_REMOTE_ERROR_TRANSIENT },
    { "> TAG NO [ALERT] Too many simultaneous connections. (Failure)", DYZUR_REMOTE_ERROR_BUSY },
    { "> TAG NO Request is throttled. Suggested Backoff Time: 299923 milliseconds", DYZUR_REMOTE_ERROR_BUSY },
    { "> TAG NO [LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)", DYZUR_REMOTE_ERROR_BUSY },
    { "> * BYE Account exceeded command or bandwidth limits.", DYZUR_REMOTE_ERROR_BUSY },
    { "> TAG NO [CONTACTADMIN] blocked", DYZUR_REMOTE_ERROR_PERMISSION },
    { "> TAG NO [AUTHORIZATIONFAILED] not yours", DYZUR_REMOTE_ERROR_AUTH },
    { "> TAG NO [INUSE] locked", DYZUR_REMOTE_ERROR_TRANSIENT },
    { "> TAG NO [THROTTLED] slowly", DYZUR_REMOTE_ERROR_BUSY },
    { "> * BYE [UNAVAILABLE] later", DYZUR_REMOTE_ERROR_TRANSIENT },
    { "> * BYE [CONTACTADMIN] never", DYZUR_REMOTE_ERROR_PERMISSION },
    { "> * BYE bye", DYZUR_REMOTE_ERROR_TRANSIENT },
    { "> TAG BAD syntax", DYZUR_REMOTE_ERROR_SHAPE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_open_fails (fixture, (const char *const[]) { GREETING, CAPABLE, "< TAG AUTHENTICATE *", cases[i].answer, "DROP", NULL }, cases[i].code);
  assert_open_fails (fixture, (const char *const[]) {
    GREETING, "< TAG CAPABILITY", "> * CAPABILITY IMAP4rev1 LOGINDISABLED", "> TAG OK done", NULL }, DYZUR_REMOTE_ERROR_AUTH);
  assert_script_done (fixture);
}

static void
test_old_logins (Fixture       *fixture,
                 gconstpointer  unused)
{
  g_autoptr(DyzurImap) plain = NULL, literal = NULL;

  /* no SASL-IR: the server asks for the answer */
  plain = open_session (fixture, (const char *const[]) {
    GREETING, "< TAG CAPABILITY", "> * CAPABILITY IMAP4rev1 AUTH=PLAIN", "> TAG OK done", "< TAG AUTHENTICATE PLAIN", "> +",
    "< AHNrbGVwAHRham5l", "> TAG OK in", "< TAG CAPABILITY", "> * CAPABILITY IMAP4rev1 ID", "> TAG OK done", NULL });
  g_assert_false (dyzur_imap_has (plain, "AUTH=PLAIN"));
  g_assert_true (dyzur_imap_has (plain, "ID"));
  g_clear_pointer (&plain, dyzur_imap_free);

  /* no SASL at all: a password with letters goes as a literal, with the server's leave */
  fixture->account.password = (char *) "zażółć \"x\\";
  literal = open_session (fixture, (const char *const[]) {
    GREETING, "< TAG CAPABILITY", "> * CAPABILITY IMAP4rev1", "> TAG OK done", "< TAG LOGIN \"sklep\" {14}", "> + go",
    "LITERAL", "> TAG OK [CAPABILITY IMAP4rev1] in", NULL });
  g_clear_pointer (&literal, dyzur_imap_free);
  assert_script_done (fixture);
  g_assert_cmpstr (dyzur_line_server_get_body (fixture->server), ==, "zażółć \"x\\");
}

static void
test_starttls (Fixture       *fixture,
               gconstpointer  unused)
{
  g_autoptr(DyzurImap) imap = NULL;

  fixture->account.security = DYZUR_MAIL_STARTTLS;
  fixture->account.host = (char *) "localhost";
  /* everything somebody on the way says before the handshake is forgotten, be it glued to the server's answer */
  imap = open_session (fixture, (const char *const[]) {
    GREETING, "< TAG CAPABILITY", "> * CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED", "> TAG OK done", "< TAG STARTTLS",
    ">> D2 OK begin\\r\\n* CAPABILITY IMAP4rev1 AUTH=PLAIN EVIL\\r\\nD3 OK evil\\r\\n", "TLS", CAPABLE, LOGIN, NULL });
  g_assert_false (dyzur_imap_has (imap, "EVIL"));
  g_clear_pointer (&imap, dyzur_imap_free);
  assert_script_done (fixture);
}

static void
test_no_tls (Fixture       *fixture,
             gconstpointer  unused)
{
  fixture->account.security = DYZUR_MAIL_STARTTLS;
  fixture->account.host = (char *) "localhost";
  assert_open_fails (fixture, (const char *const[]) {
    GREETING, "< TAG CAPABILITY", "> * CAPABILITY IMAP4rev1 AUTH=PLAIN", "> TAG OK done", NULL }, DYZUR_REMOTE_ERROR_CERTIFICATE);
  assert_open_fails (fixture, (const char *const[]) {
    "> * PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] come in", NULL }, DYZUR_REMOTE_ERROR_CERTIFICATE);
  assert_open_fails (fixture, (const char *const[]) {
    GREETING, "< TAG CAPABILITY", "> * CAPABILITY IMAP4rev1 STARTTLS", "> TAG OK done", "< TAG STARTTLS", "> TAG NO today", "HOLD",
    NULL }, DYZUR_REMOTE_ERROR_TRANSIENT);
  fixture->account.host = (char *) "127.0.0.1"; /* not the name in the certificate */
  assert_open_fails (fixture, (const char *const[]) {
    GREETING, "< TAG CAPABILITY", "> * CAPABILITY IMAP4rev1 STARTTLS", "> TAG OK done", "< TAG STARTTLS", "> TAG OK begin", "TLS",
    NULL }, DYZUR_REMOTE_ERROR_CERTIFICATE);
}

#define SELECTED OPENING, "< TAG SELECT *", "> * 3 EXISTS", "> * OK [UIDVALIDITY 1] v", "> TAG OK selected"

static DyzurImap *
open_selected (Fixture           *fixture,
               const char *const *script)
{
  g_autoptr(GError) error = NULL;
  DyzurImap *imap = open_session (fixture, script);

  dyzur_imap_select (imap, "INBOX", NULL, &error);
  g_assert_no_error (error);
  return imap;
}

static void
test_idle (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr(DyzurImap) imap = open_selected (fixture, (const char *const[]) {
    SELECTED,
    "< TAG IDLE", "> + idling", "> * OK Still here", "> * 2 EXPUNGE", "> * 3 EXISTS", "< DONE", "> TAG OK done",
    "< TAG IDLE", "> * 1 FETCH (FLAGS (\\Seen))", "> + idling", "< DONE", "> TAG OK done",
    "< TAG IDLE", "> TAG NO not today",
    "< TAG NOOP", "> TAG OK", NULL });
  g_autoptr(GError) error = NULL;

  dyzur_imap_wait (imap, 60000, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (dyzur_imap_take_news (imap));   /* one gone, one come */
  dyzur_imap_wait (imap, 60000, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (dyzur_imap_take_news (imap));
  dyzur_imap_wait (imap, 60000, NULL, &error);   /* the server has IDLE, but will not: asked no more */
  g_assert_no_error (error);
  g_assert_false (dyzur_imap_has (imap, "IDLE"));
  g_assert_true (dyzur_imap_is_usable (imap));
  dyzur_imap_noop (imap, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&imap, dyzur_imap_free);
  assert_script_done (fixture);
}

static gpointer
cancel_thread (gpointer user_data)
{
  g_usleep (50 * 1000); /* let the other thread wait */
  g_cancellable_cancel (user_data);
  return NULL;
}

/* A server that never lets go of IDLE costs the session, not our time. */
static void
test_idle_stuck (Fixture       *fixture,
                 gconstpointer  unused)
{
  g_autoptr(DyzurImap) imap = open_selected (fixture, (const char *const[]) { SELECTED, "< TAG IDLE", "> + idling", "HOLD", NULL });
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);
  g_autoptr(GError) error = NULL;
  gint64 before = g_get_monotonic_time ();

  g_assert_true (dyzur_imap_wait (imap, 600000, cancellable, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 2 * G_USEC_PER_SEC);
  g_assert_false (dyzur_imap_is_usable (imap));
  g_assert_false (dyzur_imap_noop (imap, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
  g_thread_join (thread);
}

static void
test_poll (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr(DyzurImap) imap = open_selected (fixture, (const char *const[]) {
    GREETING, CAPABLE, "< TAG AUTHENTICATE *", "> TAG OK [CAPABILITY IMAP4rev1] in",
    "< TAG SELECT \"INBOX\"", "> * 3 EXISTS", "> * OK [UIDVALIDITY 1] v", "> TAG OK selected",
    "> * 4 EXISTS", "< TAG NOOP", "> TAG OK", NULL });
  g_autoptr(GError) error = NULL;

  dyzur_imap_wait (imap, 120000, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (dyzur_imap_take_news (imap));
}

/* A clock of the test's own: what would be waited for has passed at once. */
typedef struct
{
  gint64 now;
  guint  waits;      /* of these the first is for the server's leave, which comes */
} Clock;

static gint64
clock_now (gpointer user_data)
{
  return ((Clock *) user_data)->now;
}

static gboolean
clock_wait (DyzurLineStream  *stream,
            gint64            timeout,
            gboolean         *ready,
            GCancellable     *cancellable,
            gpointer          user_data,
            GError          **error)
{
  Clock *clock = user_data;

  if (clock->waits++ == 0)
    return dyzur_line_stream_wait (stream, timeout, ready, cancellable, error);
  clock->now += timeout * 1000;
  *ready = FALSE;
  return TRUE;
}

/* However long somebody wants to wait, IDLE ends before servers hang up, and the next wait says it anew. */
static void
test_idle_anew (Fixture       *fixture,
                gconstpointer  unused)
{
  g_autoptr(DyzurImap) imap = open_session (fixture, (const char *const[]) {
    OPENING, "< TAG IDLE", "> + idling", "< DONE", "> TAG OK", "< TAG IDLE", "> + idling", "< DONE", "> TAG OK", NULL });
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      Clock clock = { 0 };
      const DyzurImapTime time = { clock_now, clock_wait, &clock };

      _dyzur_imap_set_time (imap, &time);
      dyzur_imap_wait (imap, 24 * 60 * 60 * 1000, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (clock.now, ==, 28 * G_TIME_SPAN_MINUTE);
      _dyzur_imap_set_time (imap, NULL);
    }
  g_clear_pointer (&imap, dyzur_imap_free);
  assert_script_done (fixture);
}

/* Without IDLE a NOOP each minute, for as long. */
static void
test_poll_anew (Fixture       *fixture,
                gconstpointer  unused)
{
  static const char *const begin[] = { GREETING, CAPABLE, "< TAG AUTHENTICATE *", "> TAG OK [CAPABILITY IMAP4rev1] in" };
  g_autoptr(GPtrArray) script = g_ptr_array_new ();
  g_autoptr(DyzurImap) imap = NULL;
  g_autoptr(GError) error = NULL;
  Clock clock = { .waits = 1 };
  const DyzurImapTime time = { clock_now, clock_wait, &clock };

  for (guint i = 0; i < G_N_ELEMENTS (begin); i++)
    g_ptr_array_add (script, (gpointer) begin[i]);
  for (guint i = 0; i < 28; i++)
    {
      g_ptr_array_add (script, (gpointer) "< TAG NOOP");
      g_ptr_array_add (script, (gpointer) "> TAG OK");
    }
  g_ptr_array_add (script, NULL);
  imap = open_session (fixture, (const char *const *) script->pdata);
  _dyzur_imap_set_time (imap, &time);
  dyzur_imap_wait (imap, 24 * 60 * 60 * 1000, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (clock.now, ==, 28 * G_TIME_SPAN_MINUTE);
  g_clear_pointer (&imap, dyzur_imap_free);
  assert_script_done (fixture);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  unused)
{
  g_autoptr(DyzurImap) imap = open_session (fixture, (const char *const[]) { OPENING, "HOLD", NULL });
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);
  g_autoptr(GError) error = NULL;

  g_assert_false (dyzur_imap_noop (imap, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (dyzur_imap_is_usable (imap));
  g_thread_join (thread);
}

static void
test_refused_literal (Fixture       *fixture,
                      gconstpointer  unused)
{
  g_autoptr(DyzurImap) imap = open_session (fixture, (const char *const[]) {
    GREETING, CAPABLE, "< TAG AUTHENTICATE *", "> TAG OK [CAPABILITY IMAP4rev1] in",
    "< TAG APPEND \"Sent\" () {3}", "> TAG NO [OVERQUOTA] full", "< TAG NOOP", "> TAG OK", NULL });
  g_autoptr(GError) error = NULL;

  g_assert_false (do_append (imap, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_QUOTA);
  g_clear_error (&error);
  dyzur_imap_noop (imap, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&imap, dyzur_imap_free);
  assert_script_done (fixture);
}

static void
test_create (Fixture       *fixture,
             gconstpointer  unused)
{
  g_autoptr(DyzurImap) imap = open_session (fixture, (const char *const[]) {
    GREETING, CAPABLE, "< TAG AUTHENTICATE *", "> TAG OK [CAPABILITY IMAP4rev1 NAMESPACE] in",
    "< TAG NAMESPACE", "> * NAMESPACE ((\"INBOX.\" \".\")) NIL NIL", "> TAG OK",
    "< TAG CREATE \"INBOX.Wys&AUI-ane\"", "> TAG NO [ALREADYEXISTS] is there",
    "< TAG SUBSCRIBE \"INBOX.Wys&AUI-ane\"", "> TAG NO not that one", NULL });
  g_autoptr(GError) error = NULL;
  g_autofree char *name = dyzur_imap_create (imap, "Wysłane", "\\Sent", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "INBOX.Wys&AUI-ane");
  g_clear_pointer (&imap, dyzur_imap_free);
  assert_script_done (fixture);
}

static void
test_utf7 (void)
{
  static const struct { const char *wire; const char *title; } cases[] = {
    { "INBOX", "INBOX" },
    { "Wys&AUI-ane", "Wysłane" },
    { "~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語" },
    { "Q&-A", "Q&A" },
    { "&2D3eAA-", "😀" },
    { "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-", "Отправленные" },
    { "", "" },
  };
  static const char *const broken[] = { "&", "&AUI", "a&!!-b", "&AAAA-", "&2D0-", "Wysłane" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *wire = dyzur_imap_utf7_encode (cases[i].title);
      g_autofree char *title = dyzur_imap_utf7_decode (cases[i].wire);

      g_assert_cmpstr (wire, ==, cases[i].wire);
      g_assert_cmpstr (title, ==, cases[i].title);
    }
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *title = dyzur_imap_utf7_decode (broken[i]);

      g_assert_cmpstr (title, ==, broken[i]);
    }
}

static void
test_names (void)
{
  static const struct { const char *name; const char *who; } cases[] = {
    { "Jan", "Jan" },
    { "Łucja Żak-Ćwikła", "=141ucja_=17Bak-=106wik=142a" },
    { "ola@sklep.pl", "ola@sklep.pl" },
    { "a_b=c (d) \"e\"", "a=05Fb=03Dc_=028d=029_=022e=022" },
    { "Олена", "=41E=43B=435=43D=430" },
  };
  g_autofree char *cut = dyzur_mail_marks_encode ("żżżżżżżżżżżżż");
  g_autofree char *broken = dyzur_mail_marks_decode ("a=zz=1=");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *who = dyzur_mail_marks_encode (cases[i].name);
      g_autofree char *name = dyzur_mail_marks_decode (cases[i].who);

      g_assert_cmpstr (who, ==, cases[i].who);
      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_true (dyzur_mail_marks_is_valid (who));
    }
  g_assert_cmpstr (cut, ==, "=17C=17C=17C=17C=17C=17C=17C=17C");
  g_assert_true (g_utf8_validate (broken, -1, NULL));
  g_assert_false (dyzur_mail_marks_is_valid ("a b"));
}

/* Flags changed elsewhere come with SELECT; what vanished is counted off; a server without keywords says so. */
static void
test_qresync (Fixture       *fixture,
              gconstpointer  unused)
{
  g_autoptr(DyzurImap) imap = open_session (fixture, (const char *const[]) {
    GREETING, CAPABLE, "< TAG AUTHENTICATE *", "> TAG OK [CAPABILITY IMAP4rev1 ENABLE CONDSTORE QRESYNC] in",
    "< TAG ENABLE QRESYNC", "> * ENABLED QRESYNC", "> TAG OK on",
    "< TAG SELECT \"INBOX\" (QRESYNC (7 90))", "> * 10 EXISTS", "> * OK [UIDVALIDITY 7] v", "> * OK [HIGHESTMODSEQ 95] m",
    "> * OK [PERMANENTFLAGS (\\Seen \\*)] any", "> * VANISHED (EARLIER) 1:500", "> * 3 FETCH (UID 41 FLAGS (\\Seen) MODSEQ (93))",
    "> TAG OK selected",
    "< TAG NOOP", "> * VANISHED 41,43:45", "> * VANISHED nonsense", "> * VANISHED 0:4294967299", "> TAG OK",
    "< TAG SELECT \"Sent\" (QRESYNC (7 90))", "> * 2 EXISTS", "> * OK [UIDVALIDITY 8] anew", "> * OK [HIGHESTMODSEQ 5] m",
    "> * OK [PERMANENTFLAGS (\\Seen)] few", "> TAG OK selected", NULL });
  g_autoptr(GError) error = NULL;
  Fetched fetched = { 0 };
  gboolean resumed;
  const DyzurImapMailbox *mailbox = dyzur_imap_resume (imap, "INBOX", 7, 90, fetch_cb, &fetched, &resumed, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (resumed);
  g_assert_true (mailbox->keywords);
  g_assert_cmpuint (fetched.messages, ==, 1);
  g_assert_cmpuint (mailbox->exists, ==, 10);
  g_assert_true (dyzur_imap_noop (imap, NULL, NULL));
  g_assert_cmpuint (mailbox->exists, ==, 6);
  mailbox = dyzur_imap_resume (imap, "Sent", 7, 90, fetch_cb, &fetched, &resumed, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (resumed);
  g_assert_false (mailbox->keywords);
  g_clear_pointer (&imap, dyzur_imap_free);
  assert_script_done (fixture);
}

static void
test_uid_set (void)
{
  static const guint32 uids[] = { 1, 2, 3, 7, 9, 10, G_MAXUINT32 };
  g_autofree char *set = dyzur_imap_uid_set (uids, G_N_ELEMENTS (uids));

  g_assert_cmpstr (set, ==, "1:3,7,9:10,4294967295");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/mail/imap/session", Fixture, GINT_TO_POINTER (FALSE), set_up, test_session, tear_down);
  g_test_add ("/mail/imap/session-split", Fixture, GINT_TO_POINTER (TRUE), set_up, test_session, tear_down);
  g_test_add ("/mail/imap/cut", Fixture, NULL, set_up, test_cut, tear_down);
  g_test_add ("/mail/imap/answers", Fixture, NULL, set_up, test_answers, tear_down);
  g_test_add ("/mail/imap/bye-tells", Fixture, NULL, set_up, test_bye_tells, tear_down);
  g_test_add ("/mail/imap/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/mail/imap/alert", Fixture, NULL, set_up, test_alert, tear_down);
  g_test_add ("/mail/imap/endless", Fixture, NULL, set_up, test_endless, tear_down);
  g_test_add ("/mail/imap/greetings", Fixture, NULL, set_up, test_greetings, tear_down);
  g_test_add ("/mail/imap/login-codes", Fixture, NULL, set_up, test_login_codes, tear_down);
  g_test_add ("/mail/imap/old-logins", Fixture, NULL, set_up, test_old_logins, tear_down);
  g_test_add ("/mail/imap/starttls", Fixture, NULL, set_up, test_starttls, tear_down);
  g_test_add ("/mail/imap/no-tls", Fixture, NULL, set_up, test_no_tls, tear_down);
  g_test_add ("/mail/imap/idle", Fixture, NULL, set_up, test_idle, tear_down);
  g_test_add ("/mail/imap/idle-stuck", Fixture, NULL, set_up, test_idle_stuck, tear_down);
  g_test_add ("/mail/imap/poll", Fixture, NULL, set_up, test_poll, tear_down);
  g_test_add ("/mail/imap/idle-anew", Fixture, NULL, set_up, test_idle_anew, tear_down);
  g_test_add ("/mail/imap/poll-anew", Fixture, NULL, set_up, test_poll_anew, tear_down);
  g_test_add ("/mail/imap/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/mail/imap/refused-literal", Fixture, NULL, set_up, test_refused_literal, tear_down);
  g_test_add ("/mail/imap/create", Fixture, NULL, set_up, test_create, tear_down);
  g_test_add_func ("/mail/imap/utf7", test_utf7);
  g_test_add ("/mail/imap/qresync", Fixture, NULL, set_up, test_qresync, tear_down);
  g_test_add_func ("/mail/imap/names", test_names);
  g_test_add_func ("/mail/imap/uid-set", test_uid_set);
  return g_test_run ();
}
