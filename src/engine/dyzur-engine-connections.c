/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-account-kinds.h"
#include "dyzur-engine-private.h"

/* Accounts at work: each with the runner of its connector, or of its shop. */

/* ---- runners ---- */

static void
arrived_cb (DyzurRunner *runner,
            gint64       conversation_id,
            gint64       message_id,
            DyzurEngine *self)
{
  _dyzur_engine_tell_arrived (self, conversation_id, message_id);
}

static void
failed_cb (DyzurRunner *runner,
           gint64       conversation_id,
           gint64       message_id,
           DyzurEngine *self)
{
  _dyzur_engine_tell_failed (self, conversation_id, message_id);
}

/* The remote's own words, beside the account's name */
static void
notice_cb (DyzurRunner *runner,
           const char  *text,
           DyzurEngine *self)
{
  g_autofree char *words = g_strdup_printf ("%s: %s", dyzur_account_get_config (dyzur_runner_get_account (runner))->name,
                                            text);

  _dyzur_engine_notice (self, "remote", words);
}

static void
writer_cb (DyzurRunner *runner,
           const char  *conversation_remote_id,
           const char  *name,
           DyzurEngine *self)
{
  const char *account_id = dyzur_account_get_config (dyzur_runner_get_account (runner))->id;
  DyzurConversation *conversation = NULL;

  if (self->store != NULL)
    conversation = dyzur_store_peek_remote (self->store, account_id, conversation_remote_id);
  if (conversation != NULL)
    dyzur_conversation_set_writer (conversation, name);
}

static void
transfer_cb (DyzurRunner *runner,
             DyzurEngine *self)
{
  g_signal_emit_by_name (self, "transfer");
}

/**
 * dyzur_engine_get_transfer_percent:
 * @id: of a message that is sent, or of an attachment that is fetched
 *
 * Returns: how much of something big is out or here; 0: not known, or there is nothing to wait for
 */
guint
dyzur_engine_get_transfer_percent (DyzurEngine       *self,
                                   DyzurTransferKind  kind,
                                   gint64             id)
{
  for (guint i = 0; i < self->runners->len; i++)
    {
      const DyzurTransfer *transfer = dyzur_runner_get_transfer (g_ptr_array_index (self->runners, i));

      if (transfer->kind == kind && transfer->id == id)
        return transfer->percent;
    }
  return 0;
}

void
_dyzur_engine_run_connector (DyzurEngine    *self,
                             DyzurConnector *connector,
                             DyzurAccount   *account)
{
  DyzurRunner *runner = dyzur_runner_new (self->store, connector, account);

  g_signal_connect_object (runner, "arrived", G_CALLBACK (arrived_cb), self, 0);
  g_signal_connect_object (runner, "failed", G_CALLBACK (failed_cb), self, 0);
  g_signal_connect_object (runner, "notice", G_CALLBACK (notice_cb), self, 0);
  g_signal_connect_object (runner, "writer", G_CALLBACK (writer_cb), self, 0);
  g_signal_connect_object (runner, "transfer", G_CALLBACK (transfer_cb), self, 0);
  g_ptr_array_add (self->runners, runner);
  dyzur_runner_start (runner);
}

/* ---- accounts with a secret ---- */

typedef struct
{
  DyzurCredentials *credentials;
  char             *account_id;
  char             *label;
} Keeper;

static void
free_keeper (gpointer data)
{
  Keeper *keeper = data;

  g_object_unref (keeper->credentials);
  g_free (keeper->account_id);
  g_free (keeper->label);
  g_free (keeper);
}

/*
 * On the account's thread: the old secret may be of no use from now on. It is written down before anything is done with what
 * came with it. A keyring that does not take it was told about when the account came.
 */
static void
secret_changed_cb (const char *secret,
                   gpointer    user_data)
{
  const Keeper *keeper = user_data;

  g_autoptr(GError) error = NULL;

  if (!dyzur_credentials_store (keeper->credentials, keeper->account_id, keeper->label, secret, NULL, &error))
    g_message ("The keyring did not take a token: %s", error->message);
}

static void
keep_secret (DyzurEngine              *self,
             const DyzurAccountKind   *kind,
             const DyzurAccountConfig *config,
             DyzurConnector           *connector)
{
  Keeper *keeper;

  if (kind->watch_secret == NULL)
    return;
  keeper = g_new0 (Keeper, 1);
  keeper->credentials = g_object_ref (self->credentials);
  keeper->account_id = g_strdup (config->id);
  keeper->label = g_strdup (config->address);
  kind->watch_secret (connector, secret_changed_cb, keeper, free_keeper);
}

void
_dyzur_engine_start_account (DyzurEngine  *self,
                             DyzurAccount *account,
                             const char   *secret)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  const DyzurAccountKind *kind = _dyzur_account_kind_find (config->kind);

  if (kind == NULL)
    {
      dyzur_account_set_state (account, DYZUR_ACCOUNT_OFFLINE, DYZUR_PROBLEM_PROTOCOL, config->kind);
      return;
    }
  if (secret == NULL)
    {
      dyzur_account_set_state (account, DYZUR_ACCOUNT_OFFLINE, DYZUR_PROBLEM_AUTH, NULL);
      return;
    }
  if (kind->new_connector != NULL)
    {
      g_autoptr(DyzurAccountConfig) named = dyzur_account_config_copy (config);
      g_autoptr(DyzurConnector) connector = NULL;

      dyzur_account_config_set (named, DYZUR_AGENT_NAME, self->me_name);
      connector = kind->new_connector (named, secret);
      keep_secret (self, kind, config, connector);
      _dyzur_engine_run_connector (self, connector, account);
    }
  if (kind->new_shop != NULL)
    {
      g_autoptr(DyzurShop) shop = kind->new_shop (config, secret);
      DyzurShopRunner *runner = dyzur_shop_runner_new (self->store, shop, account);

      g_ptr_array_add (self->shops, runner);
      dyzur_shop_runner_check (runner);
    }
}

typedef struct
{
  DyzurEngine  *engine;
  DyzurAccount *account;
} Lookup;

static void
secret_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Lookup *lookup = user_data;
  g_autoptr(DyzurEngine) self = lookup->engine;
  g_autoptr(DyzurAccount) account = lookup->account;
  g_autoptr(GError) error = NULL;
  g_autofree char *secret = NULL;

  secret = dyzur_credentials_lookup_finish (DYZUR_CREDENTIALS (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (error != NULL)
    g_message ("The keyring did not answer: %s", error->message);
  _dyzur_engine_start_account (self, account, secret);
}

void
_dyzur_engine_bring_up (DyzurEngine  *self,
                        DyzurAccount *account)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  Lookup *lookup;

  if (!config->enabled)
    return;
  if (_dyzur_engine_is_practice (config))
    {
      _dyzur_engine_start_practice (self, account);
      return;
    }
  lookup = g_new0 (Lookup, 1);
  lookup->engine = g_object_ref (self);
  lookup->account = g_object_ref (account);
  dyzur_credentials_lookup_async (self->credentials, config->id, self->cancellable, secret_cb, lookup);
}

void
_dyzur_engine_take_down (DyzurEngine *self,
                         const char  *account_id)
{
  for (guint i = self->runners->len; i-- > 0;)
    {
      DyzurRunner *runner = g_ptr_array_index (self->runners, i);

      if (g_strcmp0 (dyzur_account_get_config (dyzur_runner_get_account (runner))->id, account_id) != 0)
        continue;
      dyzur_runner_close (runner);
      g_ptr_array_remove_index (self->runners, i);
    }
  for (guint i = self->shops->len; i-- > 0;)
    {
      DyzurShopRunner *shop = g_ptr_array_index (self->shops, i);

      if (g_strcmp0 (dyzur_account_get_config (dyzur_shop_runner_get_account (shop))->id, account_id) != 0)
        continue;
      dyzur_shop_runner_close (shop);
      g_ptr_array_remove_index (self->shops, i);
    }
}

void
_dyzur_engine_stop_accounts (DyzurEngine *self)
{
  for (guint i = 0; i < self->runners->len; i++)
    dyzur_runner_stop (g_ptr_array_index (self->runners, i));
  for (guint i = 0; i < self->runners->len; i++)
    dyzur_runner_close (g_ptr_array_index (self->runners, i));
  for (guint i = 0; i < self->shops->len; i++)
    dyzur_shop_runner_close (g_ptr_array_index (self->shops, i));
  g_ptr_array_set_size (self->runners, 0);
  g_ptr_array_set_size (self->shops, 0);
  g_clear_object (&self->practice);
}

/**
 * dyzur_engine_reconnect:
 *
 * Tries an account that is offline at once.
 */
void
dyzur_engine_reconnect (DyzurEngine *self,
                        const char  *account_id)
{
  DyzurRunner *runner = _dyzur_engine_get_runner (self, account_id);
  DyzurAccount *account = _dyzur_engine_find_account (self, account_id, NULL);

  if (runner != NULL)
    {
      dyzur_runner_reconnect (runner);
      return;
    }
  for (guint i = 0; i < self->shops->len; i++)
    if (dyzur_shop_runner_get_account (g_ptr_array_index (self->shops, i)) == account)
      {
        dyzur_shop_runner_check (g_ptr_array_index (self->shops, i));
        return;
      }
  if (account != NULL)
    _dyzur_engine_bring_up (self, account);
}
