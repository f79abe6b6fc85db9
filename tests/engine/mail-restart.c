/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mail-restart.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-mail-connector.h"
#include "dyzur-mail-marks.h"
#include "dyzur-team.h"

#define CUSTOMER "anna@klient.test"
#define SHOP "sklep@sklep.test"
#define ME "Ola"

static const char *
get_password (RestartFixture *fixture)
{
  return dyzur_mail_servers_get (fixture->servers, "password");
}

/* ---- the program ---- */

void
restart_open_store (RestartFixture *fixture)
{
  g_autoptr(GError) error = NULL;

  fixture->store = dyzur_store_open (fixture->directory, NULL, &error);
  g_assert_no_error (error);
}

void
restart_close_store (RestartFixture *fixture)
{
  dyzur_store_close (fixture->store);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&fixture->store));
}

void
restart_start_runner (RestartFixture *fixture)
{
  g_autoptr(DyzurConnector) connector = dyzur_mail_connector_new (fixture->config, get_password (fixture));

  fixture->account = dyzur_account_new (dyzur_account_config_copy (fixture->config));
  fixture->runner = dyzur_runner_new (fixture->store, connector, fixture->account);
  dyzur_runner_start (fixture->runner);
}

void
restart_stop_runner (RestartFixture *fixture)
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

void
restart_set_up (RestartFixture *fixture,
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
  restart_open_store (fixture);
  save_account (fixture);
  restart_start_runner (fixture);
}

void
restart_tear_down (RestartFixture *fixture,
                   gconstpointer   data)
{
  g_mutex_clear (&fixture->mutex);
  if (fixture->servers == NULL)
    return;
  restart_stop_runner (fixture);
  restart_close_store (fixture);
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
void
restart_kill_cb (gpointer data)
{
  RestartFixture *fixture = data;
  g_autofree char *command = g_strdup_printf ("stop %s", fixture->c->protocol);

  g_mutex_lock (&fixture->mutex);
  dyzur_mail_servers_obey (fixture->servers, command);
  fixture->down = TRUE;
  g_mutex_unlock (&fixture->mutex);
}

void
restart_raise_server (RestartFixture *fixture)
{
  g_autofree char *command = g_strdup_printf ("start %s", fixture->c->protocol);

  g_mutex_lock (&fixture->mutex);
  if (fixture->down)
    dyzur_mail_servers_obey (fixture->servers, command);
  fixture->down = FALSE;
  g_mutex_unlock (&fixture->mutex);
}

/* (nullable): the session from outside; the server may have died under the last one, or be about to. */
DyzurImap *
restart_get_eye (RestartFixture *fixture,
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

char *
restart_dup_sent_name (RestartFixture *fixture)
{
  DyzurImap *eye = restart_get_eye (fixture, "INBOX");
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
  DyzurImap *eye = restart_get_eye (fixture, folder);

  return eye != NULL ? dyzur_imap_search_id (eye, id, NULL, NULL) : NULL;
}

guint
restart_count_sent (RestartFixture *fixture,
                    const char     *key)
{
  g_autofree char *name = restart_dup_sent_name (fixture);
  g_autofree char *id = g_strdup_printf ("%s@sklep.test", key);
  g_autoptr(GArray) uids = name != NULL ? find_id (fixture, name, id) : NULL;

  return uids != NULL ? uids->len : 0;
}

void
restart_customer_writes (RestartFixture *fixture)
{
  guint n = ++fixture->n;
  g_autofree char *text =
    g_strdup_printf ("From: Anna <" CUSTOMER ">\r\nTo: " SHOP "\r\nSubject: Sprawa %u\r\nMessage-ID: <m%u@klient.test>\r\n"
                     "Date: Sat, 14 Nov 2026 12:03:00 +0100\r\n\r\nSprawa numer %u.\r\n", n, n, n);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;

  dyzur_imap_append (restart_get_eye (fixture, "INBOX"), "INBOX", "", bytes, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* The other console opens mail number @n again, and finds it urgent. */
void
restart_other_marks (RestartFixture *fixture,
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
gboolean
restart_is_marked (RestartFixture *fixture,
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

/*
 * In how many folders mail number @n is; @in_inbox: (out): whether the inbox is one of them. 0 when nobody can look now.
 * What is marked as deleted does not count: without UIDPLUS it may have to stay until somebody tidies up.
 */
guint
restart_count_places (RestartFixture *fixture,
                      guint           n,
                      gboolean       *in_inbox)
{
  g_autofree char *id = g_strdup_printf ("m%u@klient.test", n);
  const char *const ids[] = { id, NULL };
  DyzurImap *eye = restart_get_eye (fixture, "INBOX");
  g_autoptr(GPtrArray) folders = eye != NULL ? dyzur_imap_list (eye, NULL, NULL) : NULL;
  guint places = 0;

  *in_inbox = FALSE;
  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      const DyzurImapFolder *folder = g_ptr_array_index (folders, i);
      DyzurImap *looker = restart_get_eye (fixture, folder->name);
      g_autoptr(GArray) uids = looker != NULL ? dyzur_imap_search_ids (looker, ids, NULL, NULL) : NULL;

      if (uids == NULL)
        continue;
      places += uids->len;
      *in_inbox |= uids->len > 0 && strcmp (folder->name, "INBOX") == 0;
    }
  return places;
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

guint
restart_count_taken (RestartFixture *fixture,
                     const char     *key)
{
  const char *mails = dyzur_mail_servers_get (fixture->servers, "mail-dir");
  g_autofree char *fresh = g_build_filename (mails, CUSTOMER, "Maildir", "new", NULL);
  g_autofree char *looked_at = g_build_filename (mails, CUSTOMER, "Maildir", "cur", NULL);

  return count_taken_in (fresh, key) + count_taken_in (looked_at, key);
}

gboolean
restart_spool_is_empty (RestartFixture *fixture)
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

void
restart_send_reply (RestartFixture *fixture,
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
change (RestartFixture                *fixture,
        gint64                         conversation_id,
        const DyzurConversationChange *what)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_store_change_async (fixture->store, &conversation_id, 1, what, ME, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  before = dyzur_store_change_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

void
restart_take_and_resolve (RestartFixture *fixture,
                          gint64          conversation_id)
{
  DyzurConversationChange what = {
    .fields = DYZUR_CHANGE_STATUS | DYZUR_CHANGE_ASSIGNEE | DYZUR_CHANGE_UNREAD,
    .status = DYZUR_STATUS_RESOLVED, .assignee_id = DYZUR_AGENT_ME, .assignee_name = ME, .seen = TRUE,
  };

  change (fixture, conversation_id, &what);
}

void
restart_archive (RestartFixture *fixture,
                 gint64          conversation_id)
{
  DyzurConversationChange what = { .fields = DYZUR_CHANGE_STATUS, .status = DYZUR_STATUS_ARCHIVED };

  change (fixture, conversation_id, &what);
}

GPtrArray *
restart_read_messages (RestartFixture *fixture,
                       gint64          conversation_id)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  dyzur_store_load_messages_async (fixture->store, conversation_id, 100, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  return dyzur_store_load_messages_finish (fixture->store, result, NULL);
}

/* (nullable) */
DyzurConversationRecord *
restart_read_conversation (RestartFixture *fixture,
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
void
restart_decide (RestartFixture *fixture,
                gint64          id,
                const char     *key)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture->n_questions++;
  g_assert_true (fixture->may_ask);
  fixture_wait (restart_spool_is_empty (fixture));
  if (restart_count_taken (fixture, key) > 0)
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
