/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "../sanitized.h"
#include "dyzur-clock.h"
#include "dyzur-imap.h"
#include "dyzur-mail-connector.h"
#include "dyzur-mail-marks.h"
#include "dyzur-mail-proxy.h"
#include "dyzur-runner.h"
#include "dyzur-store.h"
#include "dyzur-team.h"
#include "engine-fixture.h"

/*
 * Dovecot and Exim, TLS, and somebody who pulls the plug in the middle of each command of a session: of the cable, or of
 * the server itself. Each round a customer writes, the mail before is answered, resolved, read and taken by us, and the
 * other console opens and flags the one before that. However the round was disturbed: each mail is here once, each answer
 * arrived once and lies in Sent once, and both sides know each other's marks.
 *
 * The commands are not listed here: they are what the program says, one after the other, until none is left to disturb.
 */

#define CUSTOMER "anna@klient.test"
#define SHOP "sklep@sklep.test"
#define ME "Ola"
#define MOST_UNITS 200
#define MOST_ROUNDS 15

typedef enum
{
  FROM_LOGIN = 1 << 0,    /* the program starts in each round; else it is in the middle of its wait */
  KILLS      = 1 << 1,    /* the server dies, and not the connection alone */
} Manner;

typedef struct
{
  const char        *name;
  const char        *protocol;
  const char *const *options;
  Manner             manner;
  guint              cuts;      /* 1 << DyzurCut */
} RestartCase;

typedef struct
{
  const RestartCase  *c;
  DyzurMailServers   *servers;
  DyzurMailProxy     *imap_proxy;
  DyzurMailProxy     *smtp_proxy;
  DyzurImap          *eye;          /* looks at the mailbox from outside, and is the other console */
  char               *directory;
  DyzurAccountConfig *config;
  DyzurStore         *store;
  DyzurAccount       *account;
  DyzurRunner        *runner;
  gint64              now;
  GPtrArray          *keys;         /* of the answers: to mail number index + 1 */
  GHashTable         *places;       /* what was disturbed → how often */
  guint               n;            /* mails so far */
  guint               n_questions;
  gboolean            may_ask;
  gboolean            restarts;

  GMutex              mutex;
  gboolean            down;         /* the server; with @mutex */
} RestartFixture;

static const char *
get_password (RestartFixture *fixture)
{
  return dyzur_mail_servers_get (fixture->servers, "password");
}

/* ---- the program ---- */

static void
open_store (RestartFixture *fixture)
{
  g_autoptr(GError) error = NULL;

  fixture->store = dyzur_store_open (fixture->directory, NULL, &error);
  g_assert_no_error (error);
}

static void
close_store (RestartFixture *fixture)
{
  dyzur_store_close (fixture->store);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&fixture->store));
}

static void
start_runner (RestartFixture *fixture)
{
  g_autoptr(DyzurConnector) connector = dyzur_mail_connector_new (fixture->config, get_password (fixture));

  fixture->account = dyzur_account_new (dyzur_account_config_copy (fixture->config));
  fixture->runner = dyzur_runner_new (fixture->store, connector, fixture->account);
  dyzur_runner_start (fixture->runner);
}

static void
stop_runner (RestartFixture *fixture)
{
  dyzur_runner_close (fixture->runner);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&fixture->runner));
  g_assert_finalize_object (g_steal_pointer (&fixture->account));
}

static void
save_account (RestartFixture *fixture)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_store_save_account_async (fixture->store, fixture->config, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  dyzur_store_save_account_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

static char *
port_of (DyzurMailProxy *proxy)
{
  return g_strdup_printf ("%u", dyzur_mail_proxy_get_port (proxy));
}

static void
set_up (RestartFixture *fixture,
        gconstpointer   data)
{
  g_autofree char *imap = NULL, *smtp = NULL;

  fixture->c = data;
  g_mutex_init (&fixture->mutex);
  fixture->servers = dyzur_mail_servers_start (fixture->c->options);
  if (fixture->servers == NULL)
    return;
  fixture->imap_proxy = dyzur_mail_proxy_new (fixture->servers, "imap");
  fixture->smtp_proxy = dyzur_mail_proxy_new (fixture->servers, "smtp");
  imap = port_of (fixture->imap_proxy);
  smtp = port_of (fixture->smtp_proxy);
  fixture->config = dyzur_mail_servers_dup_config (fixture->servers);
  g_free (fixture->config->id);
  fixture->config->id = g_strdup ("mail");
  dyzur_account_config_set (fixture->config, "imap-port", imap);
  dyzur_account_config_set (fixture->config, "smtp-port", smtp);
  dyzur_account_config_set (fixture->config, DYZUR_AGENT_NAME, ME);
  fixture->keys = g_ptr_array_new_with_free_func (g_free);
  fixture->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  fixture->directory = g_dir_make_tmp ("dyzur-restart-XXXXXX", NULL);
  dyzur_clock_set (fixture->now = g_get_real_time () / 1000);
  open_store (fixture);
  save_account (fixture);
  start_runner (fixture);
}

static void
tear_down (RestartFixture *fixture,
           gconstpointer   data)
{
  g_mutex_clear (&fixture->mutex);
  if (fixture->servers == NULL)
    return;
  stop_runner (fixture);
  close_store (fixture);
  dyzur_imap_free (fixture->eye);
  dyzur_mail_proxy_free (fixture->imap_proxy);
  dyzur_mail_proxy_free (fixture->smtp_proxy);
  dyzur_mail_servers_free (fixture->servers);
  dyzur_account_config_free (fixture->config);
  fixture_remove_tree (fixture->directory);
  g_free (fixture->directory);
  g_ptr_array_unref (fixture->keys);
  g_hash_table_unref (fixture->places);
  dyzur_clock_set (0);
}

/* ---- at the servers ---- */

/* The plug of the server; the proxy holds the connection until it is out. */
static void
kill_cb (gpointer data)
{
  RestartFixture *fixture = data;
  g_autofree char *command = g_strdup_printf ("stop %s", fixture->c->protocol);

  g_mutex_lock (&fixture->mutex);
  dyzur_mail_servers_obey (fixture->servers, command);
  fixture->down = TRUE;
  g_mutex_unlock (&fixture->mutex);
}

static void
raise_server (RestartFixture *fixture)
{
  g_autofree char *command = g_strdup_printf ("start %s", fixture->c->protocol);

  g_mutex_lock (&fixture->mutex);
  if (fixture->down)
    dyzur_mail_servers_obey (fixture->servers, command);
  fixture->down = FALSE;
  g_mutex_unlock (&fixture->mutex);
}

/* (nullable): the session from outside; the server may have died under the last one, or be about to. */
static DyzurImap *
get_eye (RestartFixture *fixture,
         const char     *folder)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_mail_servers_dup_config (fixture->servers);
  g_autoptr(DyzurMailServer) server = dyzur_mail_server_new (config, "imap", get_password (fixture));

  if (fixture->eye != NULL && !dyzur_imap_noop (fixture->eye, NULL, NULL))
    g_clear_pointer (&fixture->eye, dyzur_imap_free);
  if (fixture->eye == NULL)
    fixture->eye = dyzur_imap_open (server, NULL, NULL, NULL);
  return fixture->eye != NULL && dyzur_imap_select (fixture->eye, folder, NULL, NULL) != NULL ? fixture->eye : NULL;
}

static char *
dup_sent_name (RestartFixture *fixture)
{
  DyzurImap *eye = get_eye (fixture, "INBOX");
  g_autoptr(GPtrArray) folders = eye != NULL ? dyzur_imap_list (eye, NULL, NULL) : NULL;
  const DyzurImapFolder *folder = folders != NULL ? dyzur_imap_find_folder (folders, "Sent", "\\Sent") : NULL;

  return folder != NULL ? g_strdup (folder->name) : NULL;
}

/* (nullable) */
static GArray *
find_id (RestartFixture *fixture,
         const char     *folder,
         const char     *id)
{
  DyzurImap *eye = get_eye (fixture, folder);

  return eye != NULL ? dyzur_imap_search_id (eye, id, NULL, NULL) : NULL;
}

static guint
count_sent (RestartFixture *fixture,
            const char     *key)
{
  g_autofree char *name = dup_sent_name (fixture);
  g_autofree char *id = g_strdup_printf ("%s@sklep.test", key);
  g_autoptr(GArray) uids = name != NULL ? find_id (fixture, name, id) : NULL;

  return uids != NULL ? uids->len : 0;
}

static void
customer_writes (RestartFixture *fixture)
{
  guint n = ++fixture->n;
  g_autofree char *text =
    g_strdup_printf ("From: Anna <" CUSTOMER ">\r\nTo: " SHOP "\r\nSubject: Sprawa %u\r\nMessage-ID: <m%u@klient.test>\r\n"
                     "Date: Sat, 14 Nov 2026 12:03:00 +0100\r\n\r\nSprawa numer %u.\r\n", n, n, n);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;

  dyzur_imap_append (get_eye (fixture, "INBOX"), "INBOX", "", bytes, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* The other console opens mail number @n again, and finds it urgent. */
static void
other_marks (RestartFixture *fixture,
             guint           n)
{
  g_autofree char *id = g_strdup_printf ("m%u@klient.test", n);
  g_autoptr(GArray) uids = find_id (fixture, "INBOX", id);
  g_autofree char *set = dyzur_imap_uid_set (&g_array_index (uids, guint32, 0), uids->len);
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (uids->len, ==, 1);
  dyzur_imap_store (fixture->eye, set, "\\Flagged " DYZUR_MAIL_OPEN, TRUE, NULL, &error);
  g_assert_no_error (error);
  dyzur_imap_store (fixture->eye, set, DYZUR_MAIL_RESOLVED, FALSE, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
flags_cb (guint32                uid,
          const DyzurImapValue  *items,
          gpointer               user_data,
          GError               **error)
{
  const DyzurImapValue *flags = dyzur_imap_value_find (items, "FLAGS");
  GString *told = user_data;

  for (guint i = 0; i < dyzur_imap_value_get_size (flags); i++)
    {
      g_autofree char *flag = dyzur_imap_value_dup_text (dyzur_imap_value_get_item (flags, i));

      g_string_append_printf (told, " %s ", flag);
    }
  return TRUE;
}

/* Whether the server knows what we did with mail number @n: read, answered, resolved, mine */
static gboolean
is_marked (RestartFixture *fixture,
           guint           n)
{
  static const char *const wanted[] = { "\\Seen", "\\Answered", DYZUR_MAIL_RESOLVED, DYZUR_MAIL_ASSIGNED ME };
  g_autofree char *id = g_strdup_printf ("m%u@klient.test", n);
  g_autoptr(GArray) uids = find_id (fixture, "INBOX", id);
  g_autofree char *set = uids != NULL ? dyzur_imap_uid_set (&g_array_index (uids, guint32, 0), uids->len) : NULL;
  g_autoptr(GString) flags = g_string_new (NULL);

  if (uids == NULL)
    return FALSE;
  g_assert_cmpuint (uids->len, ==, 1);
  if (!dyzur_imap_fetch (fixture->eye, set, "(UID FLAGS)", flags_cb, flags, NULL, NULL))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (flags->str, wanted[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* How often Exim has taken the message with @key: a copy delivered again keeps Exim's own id. */
static guint
count_taken_in (const char *directory,
                const char *key)
{
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *wanted = g_strdup_printf ("Message-ID: <%s@", key);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autofree char *text = NULL;
      const char *id;

      if (!g_file_get_contents (path, &text, NULL, NULL) || strcasestr (text, wanted) == NULL)
        continue;
      id = strstr (text, " by mail.sklep.test id ");
      g_assert_nonnull (id);
      g_hash_table_add (ids, g_strndup (id + 23, 16));
    }
  return g_hash_table_size (ids);
}

static guint
count_taken (RestartFixture *fixture,
             const char     *key)
{
  const char *mails = dyzur_mail_servers_get (fixture->servers, "mail-dir");
  g_autofree char *fresh = g_build_filename (mails, CUSTOMER, "Maildir", "new", NULL);
  g_autofree char *looked_at = g_build_filename (mails, CUSTOMER, "Maildir", "cur", NULL);

  return count_taken_in (fresh, key) + count_taken_in (looked_at, key);
}

static gboolean
spool_is_empty (RestartFixture *fixture)
{
  g_autofree char *path = g_build_filename (dyzur_mail_servers_get (fixture->servers, "log-dir"), "spool", "input", NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, "-H"))
      return FALSE;
  return TRUE;
}

/* ---- what people do ---- */

static void
send_reply (RestartFixture *fixture,
            gint64          conversation_id)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (conversation_id, DYZUR_DRAFT_REPLY);
  DyzurSendOptions options = { .author_name = ME };
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (fixture->keys, g_strdup (draft->key));
  g_free (draft->text);
  draft->text = g_strdup ("Paczka jest w drodze.\n.\nPozdrawiam");
  dyzur_store_send_async (fixture->store, draft, &options, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  dyzur_store_send_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

static void
take_and_resolve (RestartFixture *fixture,
                  gint64          conversation_id)
{
  DyzurConversationChange change = {
    .fields = DYZUR_CHANGE_STATUS | DYZUR_CHANGE_ASSIGNEE | DYZUR_CHANGE_UNREAD,
    .status = DYZUR_STATUS_RESOLVED, .assignee_id = DYZUR_AGENT_ME, .assignee_name = ME, .seen = TRUE,
  };
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_store_change_async (fixture->store, &conversation_id, 1, &change, ME, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  before = dyzur_store_change_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

static GPtrArray *
read_messages (RestartFixture *fixture,
               gint64          conversation_id)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  dyzur_store_load_messages_async (fixture->store, conversation_id, 100, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  return dyzur_store_load_messages_finish (fixture->store, result, NULL);
}

/* (nullable) */
static DyzurConversationRecord *
read_conversation (RestartFixture *fixture,
                   gint64          conversation_id)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(DyzurConversation) conversation = NULL;

  dyzur_store_load_conversation_async (fixture->store, conversation_id, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  conversation = dyzur_store_load_conversation_finish (fixture->store, result, NULL);
  return conversation != NULL ? dyzur_conversation_record_copy (dyzur_conversation_get_record (conversation)) : NULL;
}

/* The person is asked, looks at the customer's once the post is quiet, and answers. */
static void
decide (RestartFixture *fixture,
        gint64          id,
        const char     *key)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture->n_questions++;
  g_assert_true (fixture->may_ask);
  fixture_wait (spool_is_empty (fixture));
  if (count_taken (fixture, key) > 0)
    {
      dyzur_store_confirm_message_async (fixture->store, id, NULL, fixture_store_result, &pending);
      result = fixture_await (&pending);
      dyzur_store_confirm_message_finish (fixture->store, result, &error);
    }
  else
    {
      dyzur_store_retry_message_async (fixture->store, id, NULL, fixture_store_result, &pending);
      result = fixture_await (&pending);
      dyzur_store_retry_message_finish (fixture->store, result, &error);
    }
  g_assert_no_error (error);
}

/* ---- a round ---- */

/* What has to wait is due at once: the clock jumps. */
static void
come_back (RestartFixture *fixture)
{
  raise_server (fixture);
  dyzur_clock_set (fixture->now += 10 * DYZUR_MINUTE);
  if (fixture->restarts)
    {
      stop_runner (fixture);
      close_store (fixture);
      open_store (fixture);
      start_runner (fixture);
      return;
    }
  dyzur_account_set_state (fixture->account, DYZUR_ACCOUNT_DISABLED, DYZUR_PROBLEM_NONE, NULL);
  dyzur_runner_reconnect (fixture->runner);
}

/* Once through everything, however often it has to begin again */
static void
go_round (RestartFixture *fixture)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  dyzur_clock_set (fixture->now += DYZUR_SECOND);
  dyzur_runner_wake (fixture->runner);
  while (dyzur_account_get_state (fixture->account) != DYZUR_ACCOUNT_ONLINE ||
         dyzur_account_get_synced_at (fixture->account) < fixture->now)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      if (dyzur_account_get_state (fixture->account) == DYZUR_ACCOUNT_OFFLINE)
        come_back (fixture);
      g_main_context_iteration (NULL, TRUE);
    }
}

/* The answer to mail number @n is at the customer's and in Sent, and a person was asked where nobody can know. */
static gboolean
is_answered (RestartFixture *fixture,
             guint           n)
{
  const char *key = g_ptr_array_index (fixture->keys, n - 1);
  g_autoptr(GPtrArray) messages = read_messages (fixture, n);
  DyzurMessageRecord *answer = NULL;

  for (guint i = 0; i < messages->len; i++)
    if (((DyzurMessageRecord *) messages->pdata[i])->kind == DYZUR_MESSAGE_OUTGOING)
      answer = messages->pdata[i];
  g_assert_nonnull (answer);
  if (answer->delivery == DYZUR_DELIVERY_FAILED)
    {
      g_assert_cmpint (answer->problem, ==, DYZUR_PROBLEM_UNCERTAIN);
      decide (fixture, answer->id, key);
    }
  return answer->delivery == DYZUR_DELIVERY_SENT && count_sent (fixture, key) == 1;
}

/* The store knows what the other console did with mail number @n. */
static gboolean
hears_other (RestartFixture *fixture,
             guint           n)
{
  g_autoptr(DyzurConversationRecord) conversation = read_conversation (fixture, n);

  return conversation->status == DYZUR_STATUS_OPEN && conversation->priority == DYZUR_PRIORITY_HIGH;
}

static gboolean
is_through (RestartFixture *fixture)
{
  g_autoptr(DyzurConversationRecord) newest = read_conversation (fixture, fixture->n);

  return newest != NULL &&
         (fixture->n < 2 || (is_answered (fixture, fixture->n - 1) && is_marked (fixture, fixture->n - 1))) &&
         (fixture->n < 3 || hears_other (fixture, fixture->n - 2));
}

static void
go_on (RestartFixture *fixture)
{
  guint rounds = 0;

  do
    {
      g_assert_cmpuint (rounds++, <, MOST_ROUNDS);
      go_round (fixture);
    }
  while (!is_through (fixture));
}

/* Returns: whether there was a unit number @unit to disturb */
static gboolean
play_round (RestartFixture *fixture,
            int             unit,
            DyzurCut        cut)
{
  DyzurMailProxy *proxy = strcmp (fixture->c->protocol, "imap") == 0 ? fixture->imap_proxy : fixture->smtp_proxy;
  gboolean fresh = (fixture->c->manner & FROM_LOGIN) != 0;
  g_autofree char *what = NULL;
  gboolean struck;

  if (fresh)
    stop_runner (fixture);
  customer_writes (fixture);
  if (fixture->n > 2)
    other_marks (fixture, fixture->n - 2);
  if (fixture->n > 1)
    {
      send_reply (fixture, fixture->n - 1);
      take_and_resolve (fixture, fixture->n - 1);
    }
  /* Dyżur says it is going to commit a message before the final dot: the whole body may be on its way then. */
  fixture->may_ask = proxy == fixture->smtp_proxy;
  if (unit >= 0)
    dyzur_mail_proxy_set_cut (proxy, unit, cut, (fixture->c->manner & KILLS) != 0 ? kill_cb : NULL, fixture);
  if (fresh)
    start_runner (fixture);
  go_on (fixture);
  struck = dyzur_mail_proxy_clear_cut (proxy, &what);
  raise_server (fixture);
  go_on (fixture); /* it may have struck when all was done */
  if (struck)
    g_hash_table_add (fixture->places, g_strndup (what, strcspn (what, "0123456789\"<[=")));
  return struck;
}

/* Everything is everywhere, once. */
static void
assert_settled (RestartFixture *fixture)
{
  g_autofree char *sent = dup_sent_name (fixture);
  guint n = fixture->n;

  fixture->restarts = TRUE;
  come_back (fixture);
  go_round (fixture);
  fixture_wait (spool_is_empty (fixture));
  for (guint i = 1; i <= n; i++)
    {
      g_autoptr(GPtrArray) messages = read_messages (fixture, i);
      g_autoptr(DyzurConversationRecord) conversation = read_conversation (fixture, i);
      g_autofree char *subject = g_strdup_printf ("Sprawa %u", i);
      guint incoming = 0, outgoing = 0;

      g_assert_cmpstr (conversation->subject, ==, subject);
      for (guint j = 0; j < messages->len; j++)
        {
          incoming += ((DyzurMessageRecord *) messages->pdata[j])->kind == DYZUR_MESSAGE_INCOMING;
          outgoing += ((DyzurMessageRecord *) messages->pdata[j])->kind == DYZUR_MESSAGE_OUTGOING;
        }
      g_assert_cmpuint (incoming, ==, 1);
      g_assert_cmpuint (outgoing, ==, i < n);
      if (i == n)
        break;
      g_assert_cmpuint (count_taken (fixture, g_ptr_array_index (fixture->keys, i - 1)), ==, 1);
    }
  g_assert_null (read_conversation (fixture, n + 1));
  g_assert_cmpuint (dyzur_imap_select (get_eye (fixture, "INBOX"), "INBOX", NULL, NULL)->exists, ==, n);
  g_assert_cmpuint (dyzur_imap_select (get_eye (fixture, sent), sent, NULL, NULL)->exists, ==, n - 1);
}

static void
tell_places (RestartFixture *fixture)
{
  g_autoptr(GList) places = g_list_sort (g_hash_table_get_keys (fixture->places), (GCompareFunc) strcmp);

  for (GList *l = places; l != NULL; l = l->next)
    g_test_message ("disturbed: %s", (char *) l->data);
}

static void
test_restart (RestartFixture *fixture,
              gconstpointer   data)
{
  guint step = SANITIZED ? 5 : 1, n_places = 0;

  if (fixture->servers == NULL)
    return;
  for (guint i = 0; i < 3; i++)
    play_round (fixture, -1, DYZUR_CUT_BEFORE);
  for (guint cut = 0; cut < DYZUR_N_CUTS; cut++)
    {
      gboolean struck = (fixture->c->cuts & 1 << cut) != 0;

      for (guint unit = 0; struck; unit += step)
        {
          g_assert_cmpuint (unit, <, MOST_UNITS);
          fixture->restarts = (unit + cut) % 2 == 1;
          struck = play_round (fixture, unit, cut);
          n_places += struck;
        }
    }
  play_round (fixture, -1, DYZUR_CUT_BEFORE);
  assert_settled (fixture);
  tell_places (fixture);
  g_test_message ("disturbed %u times: %u mails, %u answers, each once; %u questions", n_places, fixture->n,
                  fixture->keys->len, fixture->n_questions);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const plain[] = {
    "--no-sent", "--without",
    "CONDSTORE,QRESYNC,IDLE,MOVE,UIDPLUS,SPECIAL-USE,LIST-EXTENDED,LITERAL+,NAMESPACE,SASL-IR,ENABLE", NULL,
  };
  static const RestartCase cases[] = {
    { "imap", "imap", NULL, FROM_LOGIN, 1 << DYZUR_CUT_WITHIN | 1 << DYZUR_CUT_UNANSWERED | 1 << DYZUR_CUT_IN_ANSWER },
    { "imap-waiting", "imap", NULL, 0, 1 << DYZUR_CUT_UNANSWERED },
    { "imap-plain", "imap", plain, FROM_LOGIN, 1 << DYZUR_CUT_UNANSWERED },
    { "imap-killed", "imap", NULL, FROM_LOGIN | KILLS, 1 << DYZUR_CUT_AFTER },
    { "smtp", "smtp", NULL, 0, 1 << DYZUR_CUT_BEFORE | 1 << DYZUR_CUT_WITHIN | 1 << DYZUR_CUT_AFTER | 1 << DYZUR_CUT_UNANSWERED | 1 << DYZUR_CUT_IN_ANSWER },
    { "smtp-killed", "smtp", NULL, 0, 1 << DYZUR_CUT_WITHIN | 1 << DYZUR_CUT_AFTER },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/mail-restart/%s", cases[i].name);

      g_test_add (path, RestartFixture, &cases[i], set_up, test_restart, tear_down);
    }
  return g_test_run ();
}
