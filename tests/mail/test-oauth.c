/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-line-server.h"
#include "dyzur-mock-oauth.h"

#include "dyzur-error.h"
#include "dyzur-imap.h"
#include "dyzur-mail-oauth.h"
#include "dyzur-smtp.h"

#include <string.h>

/* user=sklep^Aauth=Bearer token-N^A^A */
#define X1 "dXNlcj1za2xlcAFhdXRoPUJlYXJlciB0b2tlbi0xAQE="
#define X2 "dXNlcj1za2xlcAFhdXRoPUJlYXJlciB0b2tlbi0yAQE="
#define WHY "eyJzdGF0dXMiOiI0MDAifQ=="   /* {"status":"400"} */
/* {"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"} */
#define WANTS "eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ=="
#define REFUSED "127.0.0.1 does not accept the permission that was given in the browser. It wants permission for “https://mail.google.com/”: "
#define IMAP "> * OK ready", "< TAG CAPABILITY", "> * CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR", "> TAG OK done"
#define IN "> TAG OK [CAPABILITY IMAP4rev1] in"
#define SMTP "> 220 smtp", "< EHLO [127.0.0.1]", "> 250-smtp", "> 250 AUTH PLAIN XOAUTH2"

typedef struct
{
  DyzurLineServer *server;
  DyzurMockOauth  *mock;
  DyzurMailServer  account;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;

  fixture->server = dyzur_line_server_new ();
  fixture->mock = dyzur_mock_oauth_new ();
  fixture->account = (DyzurMailServer) {
    .host = (char *) "127.0.0.1", .port = dyzur_line_server_get_port (fixture->server), .security = DYZUR_MAIL_NONE,
    .user = (char *) "sklep", .password = (char *) "never to be sent",
  };
  fixture->account.oauth = dyzur_oauth_log_in (dyzur_mock_oauth_get_server (fixture->mock), "sklep@sklep.test", dyzur_mock_oauth_open,
                                               fixture->mock, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  dyzur_oauth_unref (fixture->account.oauth);
  dyzur_mock_oauth_free (fixture->mock);
  dyzur_line_server_free (fixture->server);
}

typedef struct
{
  const char *name;
  gboolean    smtp;
  int         error;       /* -1 = it logs in */
  guint       tokens;      /* that were asked for in all */
  const char *script[24];
} Case;

static const Case cases[] = {
  { "imap/xoauth2", FALSE, -1, 1, { IMAP, "< TAG AUTHENTICATE XOAUTH2", "> + ", "< " X1, IN, "< D0 LOGOUT", NULL } },
  { "imap/oauthbearer", FALSE, -1, 1,
    { "> * OK ready", "< TAG CAPABILITY", "> * CAPABILITY IMAP4rev1 AUTH=XOAUTH2 AUTH=OAUTHBEARER", "> TAG OK done",
      "< TAG AUTHENTICATE OAUTHBEARER", "> + ", "< bixhPXNrbGVwLAFob3N0PTEyNy4wLjAuMQFwb3J0P*", IN, "< D0 LOGOUT", NULL } },
  { "imap/capabilities-again", FALSE, -1, 1,
    { IMAP, "< TAG AUTHENTICATE XOAUTH2", "> + ", "< " X1, "> TAG OK in", "< TAG CAPABILITY", "> * CAPABILITY IMAP4rev1", "> TAG OK done",
      "< D0 LOGOUT", NULL } },
  { "imap/renewed", FALSE, -1, 2,
    { IMAP, "< TAG AUTHENTICATE XOAUTH2", "> + ", "< " X1, "> + " WHY, "< ", "> TAG NO [AUTHENTICATIONFAILED] expired",
      "< TAG AUTHENTICATE XOAUTH2", "> + ", "< " X2, IN, "< D0 LOGOUT", NULL } },
  { "imap/refused-at-once", FALSE, -1, 2,
    { IMAP, "< TAG AUTHENTICATE XOAUTH2", "> + ", "< " X1, "> TAG NO expired", "< TAG AUTHENTICATE XOAUTH2", "> + ", "< " X2, IN,
      "< D0 LOGOUT", NULL } },
  { "imap/refused-twice", FALSE, DYZUR_REMOTE_ERROR_AUTH, 2,
    { IMAP, "< TAG AUTHENTICATE XOAUTH2", "> + ", "< " X1, "> + " WHY, "< ", "> TAG NO no",
      "< TAG AUTHENTICATE XOAUTH2", "> + ", "< " X2, "> + " WHY, "< ", "> TAG NO still no", "< D0 LOGOUT", NULL } },
  { "imap/busy", FALSE, DYZUR_REMOTE_ERROR_TRANSIENT, 1,
    { IMAP, "< TAG AUTHENTICATE XOAUTH2", "> + ", "< " X1, "> TAG NO [UNAVAILABLE] later", "< D0 LOGOUT", NULL } },
  { "imap/not-offered", FALSE, DYZUR_REMOTE_ERROR_AUTH, 1,
    { "> * OK ready", "< TAG CAPABILITY", "> * CAPABILITY IMAP4rev1 AUTH=PLAIN", "> TAG OK done", "< D0 LOGOUT", NULL } },
  { "smtp/xoauth2", TRUE, -1, 1, { SMTP, "< AUTH XOAUTH2 " X1, "> 235 in", "< QUIT", NULL } },
  { "smtp/oauthbearer", TRUE, -1, 1,
    { "> 220 smtp", "< EHLO [127.0.0.1]", "> 250-smtp", "> 250 AUTH OAUTHBEARER XOAUTH2",
      "< AUTH OAUTHBEARER bixhPXNrbGVwLAFob3N0PTEyNy4wLjAuMQFwb3J0P*", "> 235 in", "< QUIT", NULL } },
  { "smtp/renewed", TRUE, -1, 2,
    { SMTP, "< AUTH XOAUTH2 " X1, "> 334 " WHY, "< ", "> 535 5.7.8 expired", "< AUTH XOAUTH2 " X2, "> 235 in", "< QUIT", NULL } },
  { "smtp/bearer-goodbye", TRUE, -1, 2,
    { "> 220 smtp", "< EHLO [127.0.0.1]", "> 250-smtp", "> 250 AUTH OAUTHBEARER", "< AUTH OAUTHBEARER *", "> 334 " WHY, "< AQ==",
      "> 535 5.7.8 expired", "< AUTH OAUTHBEARER *", "> 235 in", "< QUIT", NULL } },
  { "smtp/refused-twice", TRUE, DYZUR_REMOTE_ERROR_AUTH, 2,
    { SMTP, "< AUTH XOAUTH2 " X1, "> 334 " WHY, "< ", "> 535 5.7.8 no", "< AUTH XOAUTH2 " X2, "> 535 5.7.8 no", "< QUIT", NULL } },
  { "smtp/busy", TRUE, DYZUR_REMOTE_ERROR_TRANSIENT, 1, { SMTP, "< AUTH XOAUTH2 " X1, "> 454 4.7.0 later", "< QUIT", NULL } },
  { "smtp/not-offered", TRUE, DYZUR_REMOTE_ERROR_AUTH, 1,
    { "> 220 smtp", "< EHLO [127.0.0.1]", "> 250-smtp", "> 250 AUTH PLAIN", "< QUIT", NULL } },
};

static gboolean
log_in (Fixture  *fixture,
        gboolean  with_smtp,
        GError  **error)
{
  if (with_smtp)
    {
      g_autoptr(DyzurSmtp) smtp = dyzur_smtp_open (&fixture->account, NULL, NULL, error);

      return smtp != NULL;
    }
  else
    {
      g_autoptr(DyzurImap) imap = dyzur_imap_open (&fixture->account, NULL, NULL, error);

      return imap != NULL;
    }
}

static void
test_case (Fixture       *fixture,
           gconstpointer  data)
{
  const Case *c = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *failure = NULL;

  dyzur_line_server_play (fixture->server, c->script);
  g_assert_true (log_in (fixture, c->smtp, &error) == (c->error < 0));
  if (c->error >= 0)
    g_assert_error (error, DYZUR_REMOTE_ERROR, c->error);
  failure = dyzur_line_server_finish (fixture->server);
  g_assert_cmpstr (failure, ==, NULL);
  g_assert_cmpuint (dyzur_mock_oauth_get_tokens (fixture->mock), ==, c->tokens);
}

/* The refresh token was taken back: the person is told to log in again, the mail server is not bothered twice. */
static void
test_revoked (Fixture       *fixture,
              gconstpointer  unused)
{
  static const char *const script[] = {
    IMAP, "< TAG AUTHENTICATE XOAUTH2", "> + ", "< " X1, "> TAG NO expired", "< D0 LOGOUT", NULL
  };
  g_autoptr(GError) error = NULL;
  g_autofree char *failure = NULL;

  dyzur_mock_oauth_set_answer (fixture->mock, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"revoked\"}");
  dyzur_line_server_play (fixture->server, script);
  g_assert_false (log_in (fixture, FALSE, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH);
  g_assert_nonnull (strstr (error->message, "log in again"));
  failure = dyzur_line_server_finish (fixture->server);
  g_assert_cmpstr (failure, ==, NULL);
}

/* Fresh tokens are no help: what the server says about them is told, and nothing of passwords. */
static void
test_words (Fixture       *fixture,
            gconstpointer  with_smtp)
{
  static const char *const imap[] = {
    IMAP, "< TAG AUTHENTICATE XOAUTH2", "> + ", "< " X1, "> + " WANTS, "< ", "> TAG NO [AUTHENTICATIONFAILED] Invalid credentials",
    "< TAG AUTHENTICATE XOAUTH2", "> + ", "< " X2, "> + " WANTS, "< ", "> TAG NO [AUTHENTICATIONFAILED] Invalid credentials",
    "< D0 LOGOUT", NULL
  };
  static const char *const smtp[] = {
    SMTP, "< AUTH XOAUTH2 " X1, "> 334 " WANTS, "< ", "> 535 5.7.8 Invalid credentials", "< AUTH XOAUTH2 " X2, "> 334 " WANTS, "< ",
    "> 535 5.7.8 Invalid credentials", "< QUIT", NULL
  };
  g_autoptr(GError) error = NULL;
  g_autofree char *failure = NULL;

  dyzur_line_server_play (fixture->server, with_smtp != NULL ? smtp : imap);
  g_assert_false (log_in (fixture, with_smtp != NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH);
  g_assert_cmpstr (error->message, ==, with_smtp != NULL ? REFUSED "535 5.7.8 Invalid credentials" : REFUSED "Invalid credentials");
  failure = dyzur_line_server_finish (fixture->server);
  g_assert_cmpstr (failure, ==, NULL);
}

/* Microsoft's tokens are longer than a command may be. */
static void
test_long (Fixture       *fixture,
           gconstpointer  unused)
{
  static const char *const script[] = { SMTP, "< AUTH XOAUTH2", "> 334 ", "< dXNlcj1hYWFhYWFhYWFh*", "> 235 in", "< QUIT", NULL };
  g_autofree char *user = g_strnfill (600, 'a');
  g_autoptr(GError) error = NULL;
  g_autofree char *failure = NULL;

  fixture->account.user = user;
  dyzur_line_server_play (fixture->server, script);
  g_assert_true (log_in (fixture, TRUE, &error));
  g_assert_no_error (error);
  failure = dyzur_line_server_finish (fixture->server);
  g_assert_cmpstr (failure, ==, NULL);
}

static void
test_sasl (void)
{
  g_autofree char *answer = dyzur_mail_oauth_dup_sasl ("OAUTHBEARER", "imap.test", 993, "a=b,c@d.pl", "t");
  gsize size;
  g_autofree guchar *text = g_base64_decode (answer, &size);
  g_autofree char *copy = g_strndup ((const char *) text, size);

  g_assert_cmpstr (copy, ==, "n,a=a=3Db=2Cc@d.pl,\001host=imap.test\001port=993\001auth=Bearer t\001\001");
}

/* The settings that name an authorisation server of the shop's own, and those of the table */
static void
test_settings (void)
{
  g_autoptr(DyzurMockOauth) mock = dyzur_mock_oauth_new ();
  const DyzurOauthServer *server = dyzur_mock_oauth_get_server (mock);
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("mail");
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurOauth) oauth = NULL;
  g_autofree char *secret = NULL, *token = NULL;

  config->address = g_strdup ("sklep@sklep.test");
  g_assert_null (dyzur_mail_oauth_new (config, "hasło"));
  dyzur_account_config_set (config, "auth", "oauth2");
  dyzur_account_config_set (config, "oauth", "microsoft");
  if (dyzur_mail_oauth_get_client ("microsoft") == NULL)
    {
      g_assert_null (dyzur_mail_oauth_log_in (config, NULL, dyzur_mock_oauth_open, mock, NULL, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
      g_clear_error (&error);
    }
  dyzur_account_config_set (config, "oauth-authorize", server->authorize);
  dyzur_account_config_set (config, "oauth-token", server->token);
  dyzur_account_config_set (config, "oauth-client", server->client_id);
  secret = dyzur_mail_oauth_log_in (config, server->client_secret, dyzur_mock_oauth_open, mock, NULL, &error);
  g_assert_no_error (error);
  oauth = dyzur_mail_oauth_new (config, secret);
  token = dyzur_oauth_get_token (oauth, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, "token-2");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/mail/oauth/", cases[i].name, NULL);

      g_test_add (path, Fixture, &cases[i], set_up, test_case, tear_down);
    }
  g_test_add ("/mail/oauth/revoked", Fixture, NULL, set_up, test_revoked, tear_down);
  g_test_add ("/mail/oauth/words/imap", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/mail/oauth/words/smtp", Fixture, "smtp", set_up, test_words, tear_down);
  g_test_add ("/mail/oauth/smtp/long", Fixture, NULL, set_up, test_long, tear_down);
  g_test_add_func ("/mail/oauth/sasl", test_sasl);
  g_test_add_func ("/mail/oauth/settings", test_settings);

  return g_test_run ();
}
