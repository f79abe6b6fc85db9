/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mock-oauth.h"

#include <stdlib.h>
#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-error.h"
#include "dyzur-oauth.h"

#define NOW 1795289760000

static DyzurMockOauth *
new_mock (void)
{
  dyzur_clock_set (NOW);
  return dyzur_mock_oauth_new ();
}

static DyzurOauth *
log_in (DyzurMockOauth  *mock,
        DyzurMockPerson  person,
        GError         **error)
{
  dyzur_mock_oauth_set_person (mock, person);
  return dyzur_oauth_log_in (dyzur_mock_oauth_get_server (mock), "sklep@gmail.com", dyzur_mock_oauth_open, mock, NULL, error);
}

static void
assert_token (DyzurOauth *oauth,
              gboolean    renew,
              const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *token = dyzur_oauth_get_token (oauth, renew, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, expected);
}

/* The whole way: what the page is asked, what the browser shows, what is kept, and that it is enough after a restart */
static void
test_log_in (gconstpointer person)
{
  g_autoptr(DyzurMockOauth) mock = new_mock ();
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurOauth) oauth = log_in (mock, GPOINTER_TO_INT (person), &error);
  g_autoptr(DyzurOauth) later = NULL;
  g_autofree char *uri = NULL, *page = NULL, *secret = NULL;

  g_assert_no_error (error);
  assert_token (oauth, FALSE, "token-1");
  uri = dyzur_mock_oauth_dup_uri (mock);
  g_test_message ("%s", uri);
  for (const char *const *part = (const char *const[]) { "response_type=code", "code_challenge_method=S256", "scope=mail",
                                                         "login_hint=sklep%40gmail.com", "prompt=consent",
                                                         "redirect_uri=http%3A%2F%2F127.0.0.1%3A", NULL }; *part != NULL; part++)
    g_assert_nonnull (strstr (uri, *part));
  page = dyzur_mock_oauth_dup_page (mock);
  g_assert_true (g_str_has_prefix (page, "200 "));
  g_assert_nonnull (strstr (page, "You Are Logged In"));

  secret = dyzur_oauth_dup_secret (oauth);
  g_assert_nonnull (strstr (secret, "refresh-1"));
  g_assert_null (strstr (secret, "token-1"));
  later = dyzur_oauth_new (dyzur_mock_oauth_get_server (mock), secret);
  assert_token (later, FALSE, "token-2");
}

static void
test_refused (void)
{
  g_autoptr(DyzurMockOauth) mock = new_mock ();
  g_autoptr(GError) error = NULL;
  g_autofree char *page = NULL;

  g_assert_null (log_in (mock, DYZUR_MOCK_REFUSE, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH);
  g_assert_nonnull (strstr (error->message, "The person said no"));
  page = dyzur_mock_oauth_dup_page (mock);
  g_assert_nonnull (strstr (page, "No Leave Was Given"));
  g_assert_cmpuint (dyzur_mock_oauth_get_tokens (mock), ==, 0);
}

/* Bare words of a protocol are not for people, and what a stranger's page says may not even be text. */
static void
test_refusals (void)
{
  static const struct { const char *query; const char *words; } cases[] = {
    { "error=access_denied", "it was refused on the page" },
    { "error=access_denied&error_description=AADSTS65004", "AADSTS65004" },
    { "error=server_error", "server_error" },
    { "error=x&error_description=%FF%FE", "\xef\xbf\xbd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DyzurMockOauth) mock = new_mock ();
      g_autoptr(GError) error = NULL;

      dyzur_mock_oauth_set_refusal (mock, cases[i].query);
      g_assert_null (log_in (mock, DYZUR_MOCK_REFUSE, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

/* A login that would end with its first token is none. */
static void
test_no_refresh (void)
{
  g_autoptr(DyzurMockOauth) mock = new_mock ();
  g_autoptr(GError) error = NULL;

  dyzur_mock_oauth_set_answer (mock, 200, "{\"access_token\":\"t\",\"expires_in\":3600}");
  g_assert_null (log_in (mock, DYZUR_MOCK_AGREE, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH);
  g_assert_nonnull (strstr (error->message, "only for a while"));
}

/* An hour's error of this computer's clock, either way, and one that is put right meanwhile */
static void
test_clock (void)
{
  g_autoptr(DyzurMockOauth) mock = new_mock ();
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurOauth) oauth = log_in (mock, DYZUR_MOCK_AGREE, &error);

  g_assert_no_error (error);
  dyzur_clock_set (NOW - 3600 * 1000);
  assert_token (oauth, FALSE, "token-1");
  assert_token (oauth, TRUE, "token-2");     /* the mail server says that it has ended */
  dyzur_clock_set (NOW + 3600 * 1000);
  assert_token (oauth, FALSE, "token-3");
  assert_token (oauth, FALSE, "token-3");
}

static gpointer
renew (gpointer oauth)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *token = dyzur_oauth_get_token (oauth, TRUE, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (token);
    }
  return NULL;
}

/* IMAP's and SMTP's wants at once: a refresh token that is good once is used once. */
static void
test_at_once (void)
{
  g_autoptr(DyzurMockOauth) mock = new_mock ();
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurOauth) oauth = log_in (mock, DYZUR_MOCK_AGREE, &error);
  GThread *threads[4];

  g_assert_no_error (error);
  dyzur_mock_oauth_set_rotate (mock, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("renew", renew, oauth);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (dyzur_mock_oauth_get_tokens (mock), ==, 21);
}

typedef struct
{
  GCancellable *cancellable;
  guint16       port;
  gboolean      from_elsewhere;   /* as a person does */
} Cancelling;

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
cancel_open (const char *uri,
             gpointer    user_data)
{
  Cancelling *cancelling = user_data;
  const char *redirect = strstr (uri, "redirect_uri=http%3A%2F%2F127.0.0.1%3A");

  g_assert_nonnull (redirect);
  cancelling->port = atoi (redirect + strlen ("redirect_uri=http%3A%2F%2F127.0.0.1%3A"));
  if (cancelling->from_elsewhere)
    g_thread_unref (g_thread_new ("cancel", cancel, cancelling->cancellable));
  else
    g_cancellable_cancel (cancelling->cancellable);
}

/* Whoever gives up is not waited for, and nobody listens any more. */
static void
test_cancelled (gconstpointer from_elsewhere)
{
  g_autoptr(DyzurMockOauth) mock = new_mock ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Cancelling cancelling = { cancellable, 0, from_elsewhere != NULL };
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (dyzur_oauth_log_in (dyzur_mock_oauth_get_server (mock), "a@b.pl", cancel_open, &cancelling, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", cancelling.port, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

/* Before its end a token is used as long as it lives; near its end, or when it is refused, another one is asked for. */
static void
test_renewal (void)
{
  g_autoptr(DyzurMockOauth) mock = new_mock ();
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurOauth) oauth = log_in (mock, DYZUR_MOCK_AGREE, &error);

  g_assert_no_error (error);
  assert_token (oauth, FALSE, "token-1");
  dyzur_clock_set (NOW + 3500 * 1000);
  assert_token (oauth, FALSE, "token-1");
  dyzur_clock_set (NOW + 3520 * 1000);
  assert_token (oauth, FALSE, "token-2");
  assert_token (oauth, FALSE, "token-2");
  assert_token (oauth, TRUE, "token-3");
}

static void
secret_cb (const char *secret,
           gpointer    user_data)
{
  g_ptr_array_add (user_data, g_strdup (secret));
}

/* A server that gives another refresh token each time: the new one is told at once, the old one is of no use. */
static void
test_rotation (void)
{
  g_autoptr(DyzurMockOauth) mock = new_mock ();
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurOauth) oauth = log_in (mock, DYZUR_MOCK_AGREE, &error);
  g_autoptr(GPtrArray) secrets = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(DyzurOauth) later = NULL;

  g_assert_no_error (error);
  dyzur_mock_oauth_set_rotate (mock, TRUE);
  dyzur_oauth_set_secret_func (oauth, secret_cb, secrets, NULL);
  assert_token (oauth, TRUE, "token-2");
  assert_token (oauth, TRUE, "token-3");
  g_assert_cmpuint (secrets->len, ==, 2);
  g_assert_nonnull (strstr (g_ptr_array_index (secrets, 1), "refresh-3"));
  later = dyzur_oauth_new (dyzur_mock_oauth_get_server (mock), g_ptr_array_index (secrets, 1));
  assert_token (later, FALSE, "token-4");
}

/* The program is closed while the server makes another refresh token: the old one is of no use any more, so the new one is heard. */
static void
test_closed (void)
{
  g_autoptr(DyzurMockOauth) mock = new_mock ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GPtrArray) secrets = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurOauth) oauth = log_in (mock, DYZUR_MOCK_AGREE, &error);
  g_autofree char *token = NULL;

  g_assert_no_error (error);
  dyzur_mock_oauth_set_rotate (mock, TRUE);
  dyzur_mock_oauth_set_cancel (mock, cancellable);
  dyzur_oauth_set_secret_func (oauth, secret_cb, secrets, NULL);
  token = dyzur_oauth_get_token (oauth, TRUE, cancellable, NULL);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  g_assert_cmpuint (secrets->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (secrets, 0), "refresh-2"));

  g_free (token);
  token = dyzur_oauth_get_token (oauth, TRUE, cancellable, &error);   /* but nothing is begun any more */
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (dyzur_mock_oauth_get_tokens (mock), ==, 2);
}

/* No network: that is no reason to log in again. */
static void
test_offline (void)
{
  DyzurOauthServer server = { (char *) "http://127.0.0.1:1/", (char *) "http://127.0.0.1:1/", (char *) "mail", NULL, (char *) "id", NULL };
  g_autoptr(DyzurOauth) oauth = dyzur_oauth_new (&server, "{\"refresh-token\":\"r\"}");
  g_autofree char *secret = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (dyzur_oauth_get_token (oauth, FALSE, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
  secret = dyzur_oauth_dup_secret (oauth);
  g_assert_nonnull (strstr (secret, "\"r\""));
}

static void
test_answers (void)
{
  static const struct { guint status; const char *body; int code; const char *words; } cases[] = {
    { 400, "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}", DYZUR_REMOTE_ERROR_AUTH, "revoked" },
    { 401, "{\"error\":\"invalid_client\"}", DYZUR_REMOTE_ERROR_AUTH, "invalid_client" },
    { 400, "<html>", DYZUR_REMOTE_ERROR_TRANSIENT, "400" },       /* that is not the server speaking: a login would not help */
    { 407, "<html>", DYZUR_REMOTE_ERROR_TRANSIENT, "407" },
    { 400, "{\"error\":\"server_error\"}", DYZUR_REMOTE_ERROR_TRANSIENT, "server_error" },
    { 503, "{}", DYZUR_REMOTE_ERROR_TRANSIENT, "503" },
    { 429, "", DYZUR_REMOTE_ERROR_TRANSIENT, "429" },
    { 302, "", DYZUR_REMOTE_ERROR_TRANSIENT, "302" },
    { 200, "", DYZUR_REMOTE_ERROR_SHAPE, NULL },
    { 200, "{\"access_token\":\"t\",\"token_type\":\"mac\"}", DYZUR_REMOTE_ERROR_SHAPE, NULL },
    { 200, "{\"access_token\":7}", DYZUR_REMOTE_ERROR_SHAPE, NULL },
    { 200, "{\"access_token\":\"\"}", DYZUR_REMOTE_ERROR_SHAPE, NULL },
    { 200, "{\"access_token\":\"two\\r\\nlines\"}", DYZUR_REMOTE_ERROR_SHAPE, NULL },
  };
  g_autoptr(DyzurMockOauth) mock = new_mock ();
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurOauth) oauth = log_in (mock, DYZUR_MOCK_AGREE, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) local = NULL;

      dyzur_mock_oauth_set_answer (mock, cases[i].status, cases[i].body);
      g_assert_null (dyzur_oauth_get_token (oauth, TRUE, NULL, &local));
      g_test_message ("%u %s: %s", cases[i].status, cases[i].body, local->message);
      g_assert_error (local, DYZUR_REMOTE_ERROR, cases[i].code);
      g_assert_true (cases[i].words == NULL || strstr (local->message, cases[i].words) != NULL);
    }
  dyzur_mock_oauth_set_answer (mock, 0, NULL);
  assert_token (oauth, TRUE, "token-2");
}

/* Nothing goes to an address without encryption but this computer's own. */
static void
test_unsafe (void)
{
  static const char *const addresses[] = { "http://login.example.com/token", "ftp://127.0.0.1/", "login.example.com", "" };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      DyzurOauthServer server = { (char *) addresses[i], (char *) addresses[i], (char *) "mail", NULL, (char *) "id", NULL };
      g_autoptr(DyzurOauth) oauth = dyzur_oauth_new (&server, "{\"refresh-token\":\"r\"}");
      g_autoptr(GError) error = NULL;

      g_assert_null (dyzur_oauth_get_token (oauth, FALSE, NULL, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
      g_clear_error (&error);
      g_assert_null (dyzur_oauth_log_in (&server, "a@b.pl", cancel_open, NULL, NULL, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
    }
}

static void
test_no_secret (void)
{
  static const char *const secrets[] = { NULL, "", "hasło", "[]", "{\"refresh-token\":\"\"}" };
  g_autoptr(DyzurMockOauth) mock = new_mock ();

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autoptr(DyzurOauth) oauth = dyzur_oauth_new (dyzur_mock_oauth_get_server (mock), secrets[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (dyzur_oauth_get_token (oauth, FALSE, NULL, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_data_func ("/net/oauth/log-in", GINT_TO_POINTER (DYZUR_MOCK_AGREE), test_log_in);
  g_test_add_data_func ("/net/oauth/forged-state", GINT_TO_POINTER (DYZUR_MOCK_FORGE), test_log_in);
  g_test_add_data_func ("/net/oauth/other-addresses", GINT_TO_POINTER (DYZUR_MOCK_LOOK_ROUND), test_log_in);
  g_test_add_func ("/net/oauth/refused", test_refused);
  g_test_add_func ("/net/oauth/refusals", test_refusals);
  g_test_add_func ("/net/oauth/no-refresh", test_no_refresh);
  g_test_add_func ("/net/oauth/clock", test_clock);
  g_test_add_func ("/net/oauth/at-once", test_at_once);
  g_test_add_data_func ("/net/oauth/cancelled/at-once", NULL, test_cancelled);
  g_test_add_data_func ("/net/oauth/cancelled/from-elsewhere", "elsewhere", test_cancelled);
  g_test_add_func ("/net/oauth/renewal", test_renewal);
  g_test_add_func ("/net/oauth/rotation", test_rotation);
  g_test_add_func ("/net/oauth/closed", test_closed);
  g_test_add_func ("/net/oauth/offline", test_offline);
  g_test_add_func ("/net/oauth/answers", test_answers);
  g_test_add_func ("/net/oauth/unsafe", test_unsafe);
  g_test_add_func ("/net/oauth/no-secret", test_no_secret);

  return g_test_run ();
}
