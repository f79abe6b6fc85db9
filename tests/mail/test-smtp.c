/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-line-server.h"

#include "dyzur-error.h"
#include "dyzur-smtp-reply.h"
#include "dyzur-smtp.h"

#include <string.h>

#define GREETING "> 220 mail.example.pl ESMTP"
#define HELLO "< EHLO [127.0.0.1]", "> 250-mail.example.pl", "> 250-SIZE 1000", "> 250-8BITMIME", "> 250-AUTH PLAIN LOGIN", "> 250 HELP"
#define LOGIN "< AUTH PLAIN AHNrbGVwAHRham5l", "> 235 2.7.0 in"
#define OPENING GREETING, HELLO, LOGIN
#define FROM "< MAIL FROM:<sklep@sklep.test> SIZE=*", "> 250 2.1.0 sender"
#define TO "< RCPT TO:<anna@klient.test>", "> 250 2.1.5 recipient"
#define QUIT "< QUIT", "> 221 bye"

static const char text[] = "Subject: x\r\n\r\nDzien dobry\r\n.\r\n..kropki\r\n.koniec\r\n";

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

/* A whole conversation: one message to @recipients */
static gboolean
send_to (Fixture            *fixture,
         const char *const  *script,
         const char *const  *recipients,
         GError            **error)
{
  g_autoptr(GBytes) message = g_bytes_new_static (text, strlen (text));
  g_autoptr(DyzurSmtp) smtp = NULL;

  dyzur_line_server_play (fixture->server, script);
  smtp = dyzur_smtp_open (&fixture->account, NULL, NULL, error);
  return smtp != NULL && dyzur_smtp_send (smtp, "sklep@sklep.test", recipients, message, NULL, error);
}

static const char *const one[] = { "anna@klient.test", NULL };
static const char *const two[] = { "anna@klient.test", "jan@klient.test", NULL };

static void
assert_fails (Fixture           *fixture,
              const char *const *script,
              int                code,
              const char        *words)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (send_to (fixture, script, one, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, code);
  g_test_message ("%s", error->message);
  if (words != NULL && strstr (error->message, words) == NULL)
    g_error ("„%s” is not in: %s", words, error->message);
}

static const char *const whole_script[] = {
  OPENING, FROM, TO, "< RCPT TO:<jan@klient.test>", "> 250 ok", "< DATA", "> 354 go on", "DATA", "> 250 2.0.0 queued as 1", QUIT, NULL
};

static void
test_send (Fixture       *fixture,
           gconstpointer  split)
{
  g_autoptr(GError) error = NULL;

  dyzur_line_server_set_split (fixture->server, GPOINTER_TO_INT (split));
  g_assert_true (send_to (fixture, whole_script, two, &error));
  g_assert_no_error (error);
  assert_script_done (fixture);
  g_assert_cmpstr (dyzur_line_server_get_body (fixture->server), ==,
                   "Subject: x\r\n\r\nDzien dobry\r\n..\r\n...kropki\r\n..koniec\r\n");
}

/*
 * Before the message is out a cut is a failure to be tried again; after its final dot nobody knows, until the first digit
 * of the answer came: that one is enough.
 */
static void
test_cut (Fixture       *fixture,
          gconstpointer  unused)
{
  static const char *const until_data[] = {
    OPENING, FROM, TO, "< RCPT TO:<jan@klient.test>", "> 250 ok", "< DATA", "> 354 go on", "DATA", "HOLD", NULL
  };
  g_autoptr(GError) error = NULL;
  gsize before = 0, total;

  for (guint i = 0; until_data[i] != NULL; i++)
    before += g_str_has_prefix (until_data[i], "> ") ? strlen (until_data[i]) : 0;
  g_assert_true (send_to (fixture, whole_script, two, &error));
  total = before + strlen ("250 2.0.0 queued as 1\r\n");
  for (gsize cut = 0; cut < total; cut++)
    {
      gboolean sent;

      dyzur_line_server_set_cut (fixture->server, cut);
      sent = send_to (fixture, whole_script, two, &error);
      g_assert_cmpint (sent, ==, cut > before);
      if (!sent)
        g_assert_error (error, DYZUR_REMOTE_ERROR, (cut < before ? DYZUR_REMOTE_ERROR_TRANSIENT : DYZUR_REMOTE_ERROR_UNCERTAIN));
      g_clear_error (&error);
    }
  g_test_message ("cut at each of %" G_GSIZE_FORMAT " bytes", total);
}

static const struct { const char *answer; int code; const char *words; } answers[] = {
  { "> 550 5.1.1 <x> unknown", DYZUR_REMOTE_ERROR_PERMANENT, "there is no such mailbox" },
  { "> 550 5.7.1 spam", DYZUR_REMOTE_ERROR_PERMANENT, "rules" },
  { "> 550 5.7.26 DMARC", DYZUR_REMOTE_ERROR_PERMANENT, "SPF" },
  { "> 550-no", DYZUR_REMOTE_ERROR_TRANSIENT, "closed" },
  { "> 552 5.2.2 full", DYZUR_REMOTE_ERROR_PERMANENT, "full" },
  { "> 552 5.3.4 big", DYZUR_REMOTE_ERROR_PERMANENT, "too big" },
  { "> 554 refused", DYZUR_REMOTE_ERROR_PERMANENT, "refuses" },
  { "> 550 2.0.0 nonsense", DYZUR_REMOTE_ERROR_PERMANENT, "no such mailbox" },
  { "> 450 4.2.2 full", DYZUR_REMOTE_ERROR_TRANSIENT, "at the moment" },
  { "> 451 4.7.1 greylisted", DYZUR_REMOTE_ERROR_TRANSIENT, "wait" },
  { "> 421 4.3.2 closing", DYZUR_REMOTE_ERROR_TRANSIENT, NULL },
  { "> 452 disk", DYZUR_REMOTE_ERROR_TRANSIENT, "disk" },
  { "> 530 5.7.0 authenticate", DYZUR_REMOTE_ERROR_PERMANENT, NULL },
  { "> 999 what", DYZUR_REMOTE_ERROR_SHAPE, NULL },
  { "> hello?", DYZUR_REMOTE_ERROR_SHAPE, NULL },
  { "> 25", DYZUR_REMOTE_ERROR_SHAPE, NULL },
  { "> ", DYZUR_REMOTE_ERROR_SHAPE, NULL },
  { ">> 250-a\\r\\n550 b\\r\\n", DYZUR_REMOTE_ERROR_SHAPE, NULL },
};

static void
test_answers (Fixture       *fixture,
              gconstpointer  unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      const char *a = answers[i].answer;

      g_test_message ("%s", a);
      assert_fails (fixture, (const char *const[]) { OPENING, "< MAIL *", a, "DROP", NULL }, answers[i].code, answers[i].words);
      assert_fails (fixture, (const char *const[]) { OPENING, FROM, "< RCPT *", a, "DROP", NULL }, answers[i].code, answers[i].words);
      assert_fails (fixture, (const char *const[]) { OPENING, FROM, TO, "< DATA", a, "DROP", NULL }, answers[i].code, answers[i].words);
    }
}

/* After the final dot an answer that is lost or makes no sense leaves everything open; a refusal is one. */
static void
test_after_dot (Fixture       *fixture,
                gconstpointer  unused)
{
  static const struct { const char *answer; int code; } cases[] = {
    { "DROP", DYZUR_REMOTE_ERROR_UNCERTAIN },
    { "> what", DYZUR_REMOTE_ERROR_UNCERTAIN },
    { "> 354 what", DYZUR_REMOTE_ERROR_UNCERTAIN },
    { ">> 3", DYZUR_REMOTE_ERROR_UNCERTAIN },
    { ">> 5", DYZUR_REMOTE_ERROR_PERMANENT },
    { ">> 554-a\\r\\n", DYZUR_REMOTE_ERROR_PERMANENT },
    { ">> 4", DYZUR_REMOTE_ERROR_TRANSIENT },
    { ">> 451-later\\r\\n", DYZUR_REMOTE_ERROR_TRANSIENT },
    { "> 554 5.7.1 spam", DYZUR_REMOTE_ERROR_PERMANENT },
    { "> 451 4.3.0 later", DYZUR_REMOTE_ERROR_TRANSIENT },
    { "> 421 4.3.0 closing", DYZUR_REMOTE_ERROR_TRANSIENT },
    { "> 552 5.2.2 full", DYZUR_REMOTE_ERROR_PERMANENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_fails (fixture, (const char *const[]) {
      OPENING, FROM, TO, "< DATA", "> 354 go", "DATA", cases[i].answer, "DROP", NULL }, cases[i].code, NULL);
  assert_script_done (fixture);
}

/* One of two is refused: nobody gets it, and the error names who. */
static void
test_who_is_refused (Fixture       *fixture,
                     gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (send_to (fixture, (const char *const[]) {
    OPENING, FROM, TO, "< RCPT TO:<jan@klient.test>", "> 550 5.1.1 who?", QUIT, NULL }, two, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
  g_assert_nonnull (strstr (error->message, "jan@klient.test"));
  g_assert_null (strstr (error->message, "anna"));
  assert_script_done (fixture);
}

/* All of the envelope comes before the first answer (RFC 2920), DATA only when every answer was good. */
static void
test_pipelining (Fixture       *fixture,
                 gconstpointer  unused)
{
#define ENVELOPE GREETING, "< EHLO *", "> 250-x", "> 250 PIPELINING", "< MAIL FROM:<sklep@sklep.test>", \
  "< RCPT TO:<anna@klient.test>", "< RCPT TO:<jan@klient.test>"
  g_autoptr(GError) error = NULL;

  g_assert_true (send_to (fixture, (const char *const[]) {
    ENVELOPE, "> 250 sender", "> 250 anna", "> 251 jan", "< DATA", "> 354 go", "DATA", "> 250 ok", QUIT, NULL }, two, &error));
  g_assert_no_error (error);
  g_assert_false (send_to (fixture, (const char *const[]) {
    ENVELOPE, "> 250 sender", "> 550 5.1.1 who?", "> 250 jan", QUIT, NULL }, two, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
  g_assert_nonnull (strstr (error->message, "anna@klient.test"));
  g_assert_null (strstr (error->message, "jan"));
  g_clear_error (&error);
  g_assert_false (send_to (fixture, (const char *const[]) {
    ENVELOPE, "> 550 5.7.1 not you", "> 503 first", "> 503 first", QUIT, NULL }, two, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
  g_assert_nonnull (strstr (error->message, "sklep@sklep.test"));
  g_assert_null (strstr (error->message, "anna"));
  assert_script_done (fixture);
#undef ENVELOPE
}

static void
test_logins (Fixture       *fixture,
             gconstpointer  unused)
{
  static const struct { const char *answer; int code; } cases[] = {
    { "> 535 5.7.8 wrong", DYZUR_REMOTE_ERROR_AUTH },
    { "> 534 5.7.9 application password", DYZUR_REMOTE_ERROR_AUTH },
    { "> 501 malformed", DYZUR_REMOTE_ERROR_AUTH },
    { "> 454 4.7.0 temporary", DYZUR_REMOTE_ERROR_TRANSIENT },
    { "> 421 bye", DYZUR_REMOTE_ERROR_TRANSIENT },
  };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_fails (fixture, (const char *const[]) { GREETING, HELLO, "< AUTH *", cases[i].answer, NULL }, cases[i].code, NULL);
  assert_fails (fixture, (const char *const[]) { GREETING, "< EHLO *", "> 250-x", "> 250 AUTH XOAUTH2", NULL }, DYZUR_REMOTE_ERROR_AUTH, NULL);
  assert_fails (fixture, (const char *const[]) { "> 554 5.7.1 your network is on a list", NULL }, DYZUR_REMOTE_ERROR_PERMISSION, NULL);
  assert_fails (fixture, (const char *const[]) { "> 421 too many", NULL }, DYZUR_REMOTE_ERROR_TRANSIENT, NULL);
  assert_fails (fixture, (const char *const[]) { "> * OK IMAP4rev1", NULL }, DYZUR_REMOTE_ERROR_SHAPE, NULL);

  g_assert_true (send_to (fixture, (const char *const[]) {
    GREETING, "< EHLO *", "> 250-x", "> 250 AUTH=LOGIN", "< AUTH LOGIN", "> 334 VXNlcm5hbWU6", "< c2tsZXA=", "> 334 UGFzc3dvcmQ6",
    "< dGFqbmU=", "> 235 in", "< MAIL FROM:<sklep@sklep.test>", "> 250 ok", TO, "< DATA", "> 354 go", "DATA", "> 250 ok", QUIT, NULL },
    one, &error));
  g_assert_no_error (error);
  g_assert_true (send_to (fixture, (const char *const[]) {
    GREETING, "< EHLO *", "> 250 x", "< MAIL *", "> 250 ok", TO, "< DATA", "> 354 go", "DATA", "> 250 ok", QUIT, NULL }, one, &error));
  g_assert_no_error (error);
  assert_script_done (fixture);
}

static void
test_starttls (Fixture       *fixture,
               gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;

  fixture->account.security = DYZUR_MAIL_STARTTLS;
  fixture->account.host = (char *) "localhost";
  g_assert_true (send_to (fixture, (const char *const[]) {
    GREETING, "< EHLO *", "> 250-x", "> 250-AUTH PLAIN", "> 250 STARTTLS", "< STARTTLS",
    ">> 220 go\\r\\n250-x\\r\\n250 EVIL\\r\\n535 evil\\r\\n", "TLS", HELLO, LOGIN, FROM, TO, "< DATA", "> 354 go", "DATA", "> 250 ok", QUIT, NULL },
    one, &error));
  g_assert_no_error (error);
  assert_fails (fixture, (const char *const[]) { GREETING, HELLO, NULL }, DYZUR_REMOTE_ERROR_CERTIFICATE, "encryption");
  assert_script_done (fixture);
}

static void
test_addresses (Fixture       *fixture,
                gconstpointer  unused)
{
  static const char *const hostile[] = {
    "a@b>\r\nRCPT TO:<c@d", "a b@c.pl", "<a@b.pl>", "anna", "@b.pl", "anna@", "zażółć@klient.test",
  };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      const char *const recipients[] = { hostile[i], NULL };

      g_assert_false (send_to (fixture, (const char *const[]) { OPENING, QUIT, NULL }, recipients, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
      g_clear_error (&error);
    }
  g_assert_true (send_to (fixture, (const char *const[]) {
    GREETING, "< EHLO *", "> 250-x", "> 250 SMTPUTF8", "< MAIL FROM:<sklep@sklep.test> SMTPUTF8", "> 250 ok",
    "< RCPT TO:<zażółć@xn--klient-10a.test>", "> 250 ok", "< DATA", "> 354 go", "DATA", "> 250 ok", QUIT, NULL },
    (const char *const[]) { "zażółć@klientą.test", NULL }, &error));
  g_assert_no_error (error);
  assert_script_done (fixture);
}

static void
test_too_big (Fixture       *fixture,
              gconstpointer  unused)
{
  g_autoptr(GBytes) message = g_bytes_new_take (g_malloc0 (1001), 1001);
  g_autoptr(DyzurSmtp) smtp = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_line_server_play (fixture->server, (const char *const[]) { OPENING, QUIT, NULL });
  smtp = dyzur_smtp_open (&fixture->account, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (dyzur_smtp_send (smtp, "sklep@sklep.test", one, message, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
  g_clear_pointer (&smtp, dyzur_smtp_free);
  assert_script_done (fixture);
}


static gpointer
cancel_thread (gpointer user_data)
{
  g_usleep (100 * 1000); /* until the client waits for the answer to its dot */
  g_cancellable_cancel (user_data);
  return NULL;
}

/* Whoever stops us while the answer is outstanding leaves an uncertain message, soon. */
static void
test_cancelled (Fixture       *fixture,
                gconstpointer  unused)
{
  g_autoptr(GBytes) message = g_bytes_new_static (text, strlen (text));
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(DyzurSmtp) smtp = NULL;
  g_autoptr(GError) error = NULL;
  gint64 before = g_get_monotonic_time ();
  GThread *thread;

  dyzur_line_server_play (fixture->server, (const char *const[]) { OPENING, FROM, TO, "< DATA", "> 354 go", "DATA", "HOLD", NULL });
  smtp = dyzur_smtp_open (&fixture->account, NULL, NULL, &error);
  g_assert_no_error (error);
  thread = g_thread_new ("cancel", cancel_thread, cancellable);
  g_assert_false (dyzur_smtp_send (smtp, "sklep@sklep.test", one, message, cancellable, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 6 * G_USEC_PER_SEC);
  g_thread_join (thread);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/mail/smtp/send", Fixture, GINT_TO_POINTER (FALSE), set_up, test_send, tear_down);
  g_test_add ("/mail/smtp/send-split", Fixture, GINT_TO_POINTER (TRUE), set_up, test_send, tear_down);
  g_test_add ("/mail/smtp/cut", Fixture, NULL, set_up, test_cut, tear_down);
  g_test_add ("/mail/smtp/answers", Fixture, NULL, set_up, test_answers, tear_down);
  g_test_add ("/mail/smtp/after-dot", Fixture, NULL, set_up, test_after_dot, tear_down);
  g_test_add ("/mail/smtp/who-is-refused", Fixture, NULL, set_up, test_who_is_refused, tear_down);
  g_test_add ("/mail/smtp/pipelining", Fixture, NULL, set_up, test_pipelining, tear_down);
  g_test_add ("/mail/smtp/logins", Fixture, NULL, set_up, test_logins, tear_down);
  g_test_add ("/mail/smtp/starttls", Fixture, NULL, set_up, test_starttls, tear_down);
  g_test_add ("/mail/smtp/addresses", Fixture, NULL, set_up, test_addresses, tear_down);
  g_test_add ("/mail/smtp/too-big", Fixture, NULL, set_up, test_too_big, tear_down);
  g_test_add ("/mail/smtp/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  return g_test_run ();
}
