/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-engine-private.h"

/* The practice shop as an account: needs no secret, begins a new day when the old one is over. */

/* A practice day older than this is over: the next start opens a new one. */
#define PRACTICE_DAY  (12 * DYZUR_HOUR)
#define PRACTICE_SEED 2026
/* Of its mailbox, as data/practice/shop.json has it: nobody answers himself */
#define ADDRESS "pomoc@bobrowisko.example"

gboolean
_dyzur_engine_is_practice (const DyzurAccountConfig *config)
{
  return g_strcmp0 (config->kind, "practice") == 0;
}

/* Whether a practice day is over, so that a new one has to begin. */
gboolean
_dyzur_engine_is_yesterday (DyzurEngine              *self,
                            const DyzurAccountConfig *config)
{
  const char *start = dyzur_account_config_get (config, "start");

  if (!_dyzur_engine_is_practice (config) || self->practice_start != 0)
    return FALSE;
  return start == NULL || ABS (dyzur_clock_now () - g_ascii_strtoll (start, NULL, 10)) > PRACTICE_DAY;
}

/* The practice shop needs nothing of a person: its settings are made here. */
void
_dyzur_engine_complete_practice (DyzurEngine        *self,
                                 DyzurAccountConfig *config)
{
  g_autofree char *start = NULL;

  if (!_dyzur_engine_is_practice (config))
    return;
  if (config->address == NULL)
    config->address = g_strdup (ADDRESS);
  if (dyzur_account_config_get (config, "start") != NULL)
    return;
  start = g_strdup_printf ("%" G_GINT64_FORMAT, self->practice_start != 0 ? self->practice_start : dyzur_clock_now ());
  dyzur_account_config_set (config, "start", start);
  if (config->name == NULL)
    config->name = g_strdup ("Bobrowisko");
}

static void
fill_practice (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  DyzurPractice *practice = data;
  const char *account_id = g_object_get_data (G_OBJECT (task), "account-id");
  g_autoptr(GPtrArray) articles = dyzur_practice_dup_articles (practice);
  g_autoptr(GPtrArray) agents = dyzur_practice_dup_agents (practice);
  g_autoptr(GPtrArray) canned = dyzur_practice_dup_canned (practice);
  GError *error = NULL;

  if (dyzur_store_put_articles (source, account_id, articles, &error) &&
      dyzur_store_put_agents (source, account_id, agents, &error) &&
      dyzur_store_put_canned (source, account_id, canned, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
practice_filled_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(DyzurEngine) self = user_data;
  const char *account_id = g_object_get_data (G_OBJECT (result), "account-id");
  g_autoptr(GError) error = NULL;
  DyzurAccount *account;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_message ("The practice shop's knowledge base could not be stored: %s", error->message);
  account = _dyzur_engine_find_account (self, account_id, NULL);
  if (g_cancellable_is_cancelled (self->cancellable) || account == NULL || self->practice == NULL)
    return;
  _dyzur_engine_run_connector (self, DYZUR_CONNECTOR (self->practice), account);
}

/* Opens the shop of the account's day: its knowledge into the store, then its connector and its orders. */
void
_dyzur_engine_start_practice (DyzurEngine  *self,
                              DyzurAccount *account)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  gint64 start = g_ascii_strtoll (dyzur_account_config_get (config, "start"), NULL, 10);
  g_autoptr(DyzurAccount) counter = NULL;
  g_autoptr(GTask) task = NULL;
  DyzurShopRunner *shop;

  g_clear_object (&self->practice);
  self->practice = dyzur_practice_new (start, PRACTICE_SEED, self->practice_speed);
  dyzur_engine_set_me (self, DYZUR_PRACTICE_ME, NULL);

  /* The shop's look-ups have a state of their own, which nobody needs to see. */
  counter = dyzur_account_new (dyzur_account_config_copy (config));
  shop = dyzur_shop_runner_new (self->store, DYZUR_SHOP (self->practice), counter);
  g_ptr_array_add (self->shops, shop);

  task = g_task_new (self->store, NULL, practice_filled_cb, g_object_ref (self));
  g_task_set_source_tag (task, _dyzur_engine_start_practice);
  g_task_set_task_data (task, g_object_ref (self->practice), g_object_unref);
  g_object_set_data_full (G_OBJECT (task), "account-id", g_strdup (config->id), g_free);
  g_task_run_in_thread (task, fill_practice);
}

void
dyzur_engine_set_practice_online (DyzurEngine *self,
                                  gboolean     online)
{
  if (self->practice == NULL)
    return;
  dyzur_practice_set_online (self->practice, online);
  if (online)
    for (guint i = 0; i < self->runners->len; i++)
      dyzur_runner_reconnect (g_ptr_array_index (self->runners, i));
}

void
dyzur_engine_advance_practice (DyzurEngine *self,
                               gint64       ms)
{
  if (self->practice != NULL)
    dyzur_practice_advance (self->practice, ms);
}
