/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-shop-runner.h"

#include "dyzur-clock.h"

/* Of how many orders the whole (notes, refunds) is read at each look-up; the older ones keep what the list said. */
#define DETAILED 3

struct _DyzurShopRunner
{
  GObject       parent_instance;

  DyzurStore   *store;
  DyzurShop    *shop;
  DyzurAccount *account;
  char         *account_id;
  GThreadPool  *pool;          /* of one exclusive thread: a shop's session belongs to the thread that made it */
  GCancellable *stop;
};

G_DEFINE_FINAL_TYPE (DyzurShopRunner, dyzur_shop_runner, G_TYPE_OBJECT)

typedef struct
{
  gint64           conversation_id;
  DyzurOrderQuery *query;      /* NULL: only check that the shop answers */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->query, dyzur_order_query_free);
  g_free (job);
}

/* Puts the whole order in the place of what the list said of it; a failure here leaves the list's answer. */
static void
load_details (DyzurShopRunner *self,
              GPtrArray       *orders,
              GCancellable    *cancellable)
{
  for (guint i = 0; i < orders->len; i++)
    {
      DyzurOrderRecord *listed = g_ptr_array_index (orders, i);
      DyzurOrderRecord *whole;

      if (i >= DETAILED && !listed->partial)
        continue;
      whole = dyzur_shop_load_order (self->shop, listed->id, cancellable, NULL);
      if (whole == NULL)
        continue;
      dyzur_order_record_free (listed);
      g_ptr_array_index (orders, i) = whole;
    }
}

static gboolean
look_up (DyzurShopRunner  *self,
         Job              *job,
         GCancellable     *cancellable,
         GError          **error)
{
  g_autoptr(GPtrArray) orders = NULL;

  if (job->query == NULL)
    return dyzur_shop_check (self->shop, cancellable, error);

  orders = dyzur_shop_find_orders (self->shop, job->query, cancellable, error);
  if (orders == NULL)
    return FALSE;
  load_details (self, orders, cancellable);
  return dyzur_store_put_orders (self->store, self->account_id, job->conversation_id, orders, dyzur_clock_now (), error);
}

static void
run_job (gpointer data,
         gpointer user_data)
{
  g_autoptr(GTask) task = data;
  DyzurShopRunner *self = g_task_get_source_object (task);
  GError *error = NULL;

  /* Who is not there any more when the turn comes is not asked for; what was begun is worth keeping. */
  if (g_task_return_error_if_cancelled (task))
    return;
  if (look_up (self, g_task_get_task_data (task), self->stop, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* A shop has no connection to lose: its state is how the last look-up ended. */
static void
show_state (DyzurShopRunner *self,
            const GError    *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  dyzur_account_set_state (self->account, error == NULL ? DYZUR_ACCOUNT_ONLINE : DYZUR_ACCOUNT_OFFLINE,
                           dyzur_problem_from_error (error), error != NULL ? error->message : NULL);
  if (error == NULL)
    dyzur_account_set_synced_at (self->account, dyzur_clock_now ());
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  show_state (DYZUR_SHOP_RUNNER (source), error);
}

static void
dyzur_shop_runner_finalize (GObject *object)
{
  DyzurShopRunner *self = DYZUR_SHOP_RUNNER (object);

  g_assert (self->pool == NULL);

  g_clear_object (&self->store);
  g_clear_object (&self->shop);
  g_clear_object (&self->account);
  g_clear_object (&self->stop);
  g_free (self->account_id);

  G_OBJECT_CLASS (dyzur_shop_runner_parent_class)->finalize (object);
}

static void
dyzur_shop_runner_class_init (DyzurShopRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_shop_runner_finalize;
}

static void
dyzur_shop_runner_init (DyzurShopRunner *self)
{
  self->stop = g_cancellable_new ();
  self->pool = g_thread_pool_new (run_job, self, 1, TRUE, NULL);
}

DyzurShopRunner *
dyzur_shop_runner_new (DyzurStore   *store,
                       DyzurShop    *shop,
                       DyzurAccount *account)
{
  DyzurShopRunner *self = g_object_new (DYZUR_TYPE_SHOP_RUNNER, NULL);

  self->store = g_object_ref (store);
  self->shop = g_object_ref (shop);
  self->account = g_object_ref (account);
  self->account_id = g_strdup (dyzur_account_get_config (account)->id);
  return self;
}

DyzurAccount *
dyzur_shop_runner_get_account (DyzurShopRunner *self)
{
  return self->account;
}

DyzurShop *
dyzur_shop_runner_get_shop (DyzurShopRunner *self)
{
  return self->shop;
}

static void
push (DyzurShopRunner     *self,
      gint64               conversation_id,
      DyzurOrderQuery     *query,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, push);
  job->conversation_id = conversation_id;
  job->query = query;
  g_task_set_task_data (task, job, free_job);
  if (self->pool == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The shop's account is closed");
  else
    g_thread_pool_push (self->pool, g_steal_pointer (&task), NULL);
}

/**
 * dyzur_shop_runner_check:
 *
 * Asks whether the shop answers; the account's state tells.
 */
void
dyzur_shop_runner_check (DyzurShopRunner *self)
{
  dyzur_account_set_state (self->account, DYZUR_ACCOUNT_CONNECTING, DYZUR_PROBLEM_NONE, NULL);
  push (self, 0, NULL, NULL, checked_cb, NULL);
}

/**
 * dyzur_shop_runner_look_up_async:
 * @query: (transfer full)
 *
 * Asks the shop and puts what it answers into the store, under the conversation's contact. When it fails the store
 * keeps the old orders with their age.
 */
void
dyzur_shop_runner_look_up_async (DyzurShopRunner     *self,
                                 gint64               conversation_id,
                                 DyzurOrderQuery     *query,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  push (self, conversation_id, query, cancellable, callback, user_data);
}

gboolean
dyzur_shop_runner_look_up_finish (DyzurShopRunner  *self,
                                  GAsyncResult     *result,
                                  GError          **error)
{
  g_autoptr(GError) local = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &local);

  show_state (self, local);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return done;
}

/**
 * dyzur_shop_runner_close:
 *
 * Blocking: cancels what is under way and ends the thread.
 */
void
dyzur_shop_runner_close (DyzurShopRunner *self)
{
  g_cancellable_cancel (self->stop);
  if (self->pool != NULL)
    g_thread_pool_free (g_steal_pointer (&self->pool), FALSE, TRUE);
}
