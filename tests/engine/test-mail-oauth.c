/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mail-fixture.h"

#include <string.h>

/* Logging in with tokens, from the page in the browser on: Dovecot, Exim and an authorisation server that rotates. */

static const char *const both[] = { "--oauth", NULL };
static const char *const xoauth2[] = { "--oauth", "xoauth2", NULL };

static void
obey (MailFixture *fixture,
      const char  *command)
{
  dyzur_mail_servers_obey (fixture->servers, command);
}

static DyzurAccountConfig *
dup_config (MailFixture *fixture)
{
  static const char *const keys[] = { "oauth-authorize", "oauth-token", "oauth-scope", "oauth-client" };
  DyzurAccountConfig *config = dyzur_mail_servers_dup_config (fixture->servers);
  g_autofree char *port = g_strdup_printf ("%u", dyzur_mail_proxy_get_port (fixture->imap));

  dyzur_account_config_set (config, "imap-port", port);
  dyzur_account_config_set (config, "auth", "oauth2");
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    dyzur_account_config_set (config, keys[i], dyzur_mail_servers_get (fixture->servers, keys[i]));
  return config;
}

/* A person who agrees */
static void
open_cb (const char *uri,
         gpointer    user_data)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "mail", "browse.py", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "/usr/bin/python3", script, uri, NULL);
  g_assert_no_error (error);
  g_assert_nonnull (process);
}

static char *
log_in (MailFixture              *fixture,
        const DyzurAccountConfig *config,
        const char               *client_secret)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *secret;

  dyzur_engine_log_in_async (fixture->base.engine, config, client_secret, open_cb, fixture, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  secret = dyzur_engine_log_in_finish (fixture->base.engine, result, &error);
  g_assert_no_error (error);
  return secret;
}

/* @secret: becomes what it is afterwards */
static gboolean
check (MailFixture               *fixture,
       const DyzurAccountConfig  *config,
       char                     **secret,
       GError                   **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *changed = NULL;
  gboolean good;

  dyzur_engine_check_account_async (fixture->base.engine, config, *secret, NULL, NULL, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  good = dyzur_engine_check_account_finish (fixture->base.engine, result, &changed, error);
  if (changed != NULL)
    {
      g_free (*secret);
      *secret = g_steal_pointer (&changed);
    }
  return good;
}

/* As the assistant does: page, check, account */
static void
add_account (MailFixture *fixture)
{
  g_autoptr(DyzurAccountConfig) config = dup_config (fixture);
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *secret = NULL;

  secret = log_in (fixture, config, dyzur_mail_servers_get (fixture->servers, "oauth-secret"));
  check (fixture, config, &secret, &error);
  g_assert_no_error (error);
  dyzur_engine_add_account_async (fixture->base.engine, config, secret, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  dyzur_engine_add_account_finish (fixture->base.engine, result, &error);
  g_assert_no_error (error);
}

static void
set_up (MailFixture   *fixture,
        gconstpointer  data)
{
  mail_fixture_prepare (fixture, data);
  if (fixture->servers == NULL)
    return;
  add_account (fixture);
  fixture_wait (mail_fixture_is_online (fixture));
}

/* How often @what happened at the authorisation server */
static guint
count (MailFixture *fixture,
       const char  *what)
{
  g_autofree char *log = NULL;
  g_auto(GStrv) words = NULL;
  guint n = 0;

  g_file_get_contents (dyzur_mail_servers_get (fixture->servers, "oauth-log"), &log, NULL, NULL);
  words = g_strsplit (log != NULL ? log : "", "\n", -1);
  for (guint i = 0; words[i] != NULL; i++)
    n += strcmp (words[i], what) == 0;
  return n;
}

static gboolean
is_sent (MailFixture *fixture,
         gint64       id)
{
  return mail_fixture_last_delivery (fixture, id) == DYZUR_DELIVERY_SENT;
}

static gboolean
needs_login (MailFixture *fixture)
{
  DyzurAccount *account = fixture_get_account (&fixture->base);

  return dyzur_account_get_state (account) == DYZUR_ACCOUNT_OFFLINE && dyzur_account_get_problem (account) == DYZUR_PROBLEM_AUTH;
}

/* The connection breaks, as it does after a night */
static void
break_connections (MailFixture *fixture)
{
  obey (fixture, "stop imap");
  obey (fixture, "start imap");
  dyzur_engine_reconnect (fixture->base.engine, dyzur_account_get_config (fixture_get_account (&fixture->base))->id);
}

static void
assert_received (MailFixture *fixture,
                 guint        n)
{
  g_autoptr(DyzurJson) received = mail_fixture_read_until (fixture, MAIL_CUSTOMER, "INBOX", n);

  g_assert_cmpuint (dyzur_json_get_length (received), ==, n);
}

/* In and out with nothing but tokens; neither program heard a password. */
static void
test_ways (MailFixture   *fixture,
           gconstpointer  data)
{
  gint64 id;

  if (fixture->servers == NULL)
    return;
  mail_fixture_customer_writes (fixture, "token1@klient.test", NULL, "Jesteście?");
  fixture_wait (fixture->arrived == 1);
  id = fixture->arrived_id;
  mail_fixture_send_reply (fixture, id, "Jesteśmy.", NULL);
  fixture_wait (is_sent (fixture, id));
  assert_received (fixture, 1);
  g_assert_cmpuint (count (fixture, "login"), ==, 1);
  g_assert_cmpuint (count (fixture, "reused"), ==, 0);
}

/* The access token ends, the connections break: another one is fetched, and nobody sees anything of it. */
static void
test_expired (MailFixture   *fixture,
              gconstpointer  data)
{
  guint before;
  gint64 id;

  if (fixture->servers == NULL)
    return;
  mail_fixture_customer_writes (fixture, "koniec1@klient.test", NULL, "Jesteście?");
  fixture_wait (fixture->arrived == 1);
  id = fixture->arrived_id;
  before = count (fixture, "refresh");
  obey (fixture, "oauth expire");
  mail_fixture_send_reply (fixture, id, "Jesteśmy.", NULL);
  fixture_wait (is_sent (fixture, id));
  g_assert_cmpuint (count (fixture, "refresh"), ==, before + 1);   /* Exim refused the first */

  obey (fixture, "oauth expire");
  mail_fixture_customer_writes (fixture, "koniec2@klient.test", NULL, "A teraz?");
  break_connections (fixture);
  fixture_wait (fixture->arrived == 2 && mail_fixture_is_online (fixture));
  mail_fixture_send_reply (fixture, fixture->arrived_id, "Też.", NULL);
  fixture_wait (is_sent (fixture, fixture->arrived_id));
  assert_received (fixture, 2);
  g_assert_cmpuint (count (fixture, "refresh"), ==, before + 2);
  g_assert_cmpuint (count (fixture, "reused"), ==, 0);
}

/* Tokens that live for less than a login takes: each login has one of its own. */
static void
test_short (MailFixture   *fixture,
            gconstpointer  data)
{
  if (fixture->servers == NULL)
    return;
  obey (fixture, "oauth lifetime 30");
  obey (fixture, "oauth expire");
  break_connections (fixture);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("krotko%u@klient.test", i);

      mail_fixture_customer_writes (fixture, name, NULL, "Jesteście?");
      fixture_wait (fixture->arrived == i);
      mail_fixture_send_reply (fixture, fixture->arrived_id, "Jesteśmy.", NULL);
      fixture_wait (is_sent (fixture, fixture->arrived_id));
    }
  assert_received (fixture, 3);
  g_assert_cmpuint (count (fixture, "reused"), ==, 0);
}

static void
set_secret (MailFixture *fixture,
            const char  *secret)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  dyzur_engine_set_secret_async (fixture->base.engine, dyzur_account_get_config (fixture_get_account (&fixture->base))->id,
                                 secret, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  g_assert_true (dyzur_engine_set_secret_finish (fixture->base.engine, result, NULL));
}

static char *
look_up_secret (MailFixture *fixture)
{
  return dyzur_credentials_lookup (fixture->base.engine->credentials,
                                   dyzur_account_get_config (fixture_get_account (&fixture->base))->id, NULL, NULL);
}

/* Somebody takes the leave back at the provider: the account says so, what waits leaves once after another login. */
static void
test_revoked (MailFixture   *fixture,
              gconstpointer  data)
{
  g_autofree char *secret = NULL;
  gint64 id;

  if (fixture->servers == NULL)
    return;
  mail_fixture_customer_writes (fixture, "cofniete@klient.test", NULL, "Jesteście?");
  fixture_wait (fixture->arrived == 1);
  id = fixture->arrived_id;
  obey (fixture, "oauth revoke");
  mail_fixture_send_reply (fixture, id, "Jesteśmy.", NULL);
  fixture_wait (needs_login (fixture));
  g_assert_nonnull (strstr (dyzur_account_get_detail (fixture_get_account (&fixture->base)), "log in again"));
  g_assert_nonnull (strstr (dyzur_account_get_detail (fixture_get_account (&fixture->base)), "expired or revoked"));
  g_assert_cmpint (mail_fixture_last_delivery (fixture, id), ==, DYZUR_DELIVERY_QUEUED);

  /* the application's secret is that of the login before */
  secret = log_in (fixture, dyzur_account_get_config (fixture_get_account (&fixture->base)), NULL);
  set_secret (fixture, secret);
  fixture_wait (mail_fixture_is_online (fixture) && is_sent (fixture, id));
  mail_fixture_customer_writes (fixture, "cofniete2@klient.test", NULL, "Świetnie.");
  fixture_wait (fixture->arrived == 2);
  assert_received (fixture, 1);
  g_assert_cmpuint (count (fixture, "login"), ==, 2);
}

/* A fresh token that is good for something else: more tokens are no help, and what the server wants is told. */
static void
test_scope (MailFixture   *fixture,
            gconstpointer  data)
{
  const char *detail;
  guint before;

  if (fixture->servers == NULL)
    return;
  before = count (fixture, "refresh");
  obey (fixture, "oauth scope calendar");
  obey (fixture, "oauth expire");
  break_connections (fixture);
  fixture_wait (needs_login (fixture));
  detail = dyzur_account_get_detail (fixture_get_account (&fixture->base));
  g_test_message ("%s", detail);
  g_assert_nonnull (strstr (detail, "localhost does not accept the permission that was given in the browser"));
  g_assert_true (data != xoauth2 || strstr (detail, "“mail”") != NULL);
  g_assert_null (strstr (detail, "password"));
  g_assert_cmpuint (count (fixture, "refresh"), ==, before + 1);
}

/* The page was that of another person's mailbox: told at the check, before there is an account. */
static void
test_wrong_person (MailFixture   *fixture,
                   gconstpointer  data)
{
  g_autoptr(DyzurAccountConfig) config = NULL;
  g_autofree char *secret = NULL;
  g_autoptr(GError) error = NULL;

  if (fixture->servers == NULL)
    return;
  config = dup_config (fixture);
  obey (fixture, "oauth user ktos@inny.test");
  secret = log_in (fixture, config, dyzur_mail_servers_get (fixture->servers, "oauth-secret"));
  g_assert_false (check (fixture, config, &secret, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH);
  g_assert_nonnull (strstr (error->message, "does not accept the permission that was given in the browser"));
}

/* A refresh token is good once: each new one is in the keyring before the program uses what came with it. */
static void
test_rotation (MailFixture   *fixture,
               gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (fixture->servers == NULL)
    return;
  first = look_up_secret (fixture);
  g_assert_cmpuint (count (fixture, "refresh"), ==, 2);   /* the check, the account */
  obey (fixture, "oauth expire");
  break_connections (fixture);
  fixture_wait (count (fixture, "refresh") == 3 && mail_fixture_is_online (fixture));
  second = look_up_secret (fixture);
  g_assert_cmpstr (first, !=, second);

  set_secret (fixture, second);     /* as after a start */
  fixture_wait (count (fixture, "refresh") == 4 && mail_fixture_is_online (fixture));
  g_assert_cmpuint (count (fixture, "reused"), ==, 0);
  g_assert_cmpuint (count (fixture, "refused"), ==, 0);
}

/* What answers in the authorisation server's place gives no verdict: nobody has to log in, and it ends by itself. */
static void
test_broken (MailFixture   *fixture,
             gconstpointer  data)
{
  DyzurAccount *account;

  if (fixture->servers == NULL)
    return;
  account = fixture_get_account (&fixture->base);
  obey (fixture, "oauth broken yes");
  obey (fixture, "oauth expire");
  mail_fixture_customer_writes (fixture, "przerwa@klient.test", NULL, "Jesteście?");
  break_connections (fixture);
  fixture_wait (count (fixture, "broken") > 0 && dyzur_account_get_state (account) == DYZUR_ACCOUNT_OFFLINE);
  g_test_message ("%s", dyzur_account_get_detail (account));
  g_assert_cmpint (dyzur_account_get_problem (account), !=, DYZUR_PROBLEM_AUTH);
  obey (fixture, "oauth broken no");
  fixture_wait (mail_fixture_is_online (fixture) && fixture->arrived == 1);
  g_assert_cmpuint (count (fixture, "login"), ==, 1);
}

static gboolean
are_all_online (MailFixture *fixture)
{
  GListModel *accounts = dyzur_engine_get_accounts (fixture->base.engine);
  gboolean online = TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);

      online &= dyzur_account_get_state (account) == DYZUR_ACCOUNT_ONLINE;
    }
  return online;
}

/* Two accounts whose tokens end at once: each has a login of its own, and none uses the other's up. */
static void
test_two (MailFixture   *fixture,
          gconstpointer  data)
{
  GListModel *accounts;

  if (fixture->servers == NULL)
    return;
  add_account (fixture);
  accounts = dyzur_engine_get_accounts (fixture->base.engine);
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 2);
  fixture_wait (are_all_online (fixture) && count (fixture, "refresh") == 4);
  obey (fixture, "oauth expire");
  obey (fixture, "stop imap");
  obey (fixture, "start imap");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);

      dyzur_engine_reconnect (fixture->base.engine, dyzur_account_get_config (account)->id);
    }
  fixture_wait (are_all_online (fixture) && count (fixture, "refresh") == 6);
  g_assert_cmpuint (count (fixture, "login"), ==, 2);
  g_assert_cmpuint (count (fixture, "reused"), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/engine/mail-oauth/ways/oauthbearer", MailFixture, both, set_up, test_ways, mail_fixture_tear_down);
  g_test_add ("/engine/mail-oauth/ways/xoauth2", MailFixture, xoauth2, set_up, test_ways, mail_fixture_tear_down);
  g_test_add ("/engine/mail-oauth/expired", MailFixture, both, set_up, test_expired, mail_fixture_tear_down);
  g_test_add ("/engine/mail-oauth/short", MailFixture, xoauth2, set_up, test_short, mail_fixture_tear_down);
  g_test_add ("/engine/mail-oauth/revoked", MailFixture, both, set_up, test_revoked, mail_fixture_tear_down);
  g_test_add ("/engine/mail-oauth/scope/oauthbearer", MailFixture, both, set_up, test_scope, mail_fixture_tear_down);
  g_test_add ("/engine/mail-oauth/scope/xoauth2", MailFixture, xoauth2, set_up, test_scope, mail_fixture_tear_down);
  g_test_add ("/engine/mail-oauth/wrong-person", MailFixture, xoauth2, mail_fixture_prepare, test_wrong_person, mail_fixture_tear_down);
  g_test_add ("/engine/mail-oauth/rotation", MailFixture, both, set_up, test_rotation, mail_fixture_tear_down);
  g_test_add ("/engine/mail-oauth/broken", MailFixture, both, set_up, test_broken, mail_fixture_tear_down);
  g_test_add ("/engine/mail-oauth/two-accounts", MailFixture, both, set_up, test_two, mail_fixture_tear_down);

  return g_test_run ();
}
