/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-race.h"

typedef struct
{
  GPtrArray         *items;
  DyzurMailRaceFunc  func;
  GCancellable      *cancellable;   /* of the runners; ours, not the caller's */

  GMutex             mutex;         /* guards @done, @next and @running */
  GCond              changed;
  gboolean          *done;
  guint              next;
  guint              running;
} Race;

static gpointer
run (gpointer data)
{
  Race *race = data;
  guint i;

  g_mutex_lock (&race->mutex);
  i = race->next++;
  g_mutex_unlock (&race->mutex);
  race->func (g_ptr_array_index (race->items, i), race->cancellable);
  g_mutex_lock (&race->mutex);
  race->done[i] = TRUE;
  race->running--;
  g_cond_signal (&race->changed);
  g_mutex_unlock (&race->mutex);
  return NULL;
}

static void
cancelled_cb (GCancellable *cancellable,
              Race         *race)
{
  g_cancellable_cancel (race->cancellable);
  g_mutex_lock (&race->mutex);
  g_cond_signal (&race->changed);
  g_mutex_unlock (&race->mutex);
}

static void
wait_for (Race              *race,
          DyzurMailRaceOver  over,
          gpointer           user_data,
          gint64             deadline)
{
  g_mutex_lock (&race->mutex);
  while (race->running > 0 && !g_cancellable_is_cancelled (race->cancellable) &&
         (over == NULL || !over (race->items, race->done, user_data)))
    if (!g_cond_wait_until (&race->changed, &race->mutex, deadline))
      break;
  g_mutex_unlock (&race->mutex);
}

/**
 * dyzur_mail_race:
 * @items: each is @func's alone while it runs
 * @over: (nullable): %NULL waits for all
 * @timeout: milliseconds after which those still running are cancelled
 *
 * Does several blocking things at once. When this returns all have ended.
 */
void
dyzur_mail_race (GPtrArray         *items,
                 DyzurMailRaceFunc  func,
                 DyzurMailRaceOver  over,
                 gpointer           user_data,
                 guint              timeout,
                 GCancellable      *cancellable)
{
  Race race = { .items = items, .func = func, .running = items->len };
  g_autofree GThread **threads = g_new0 (GThread *, items->len);
  g_autoptr(GCancellable) own = g_cancellable_new ();
  gulong handler = 0;

  race.cancellable = own;
  race.done = g_new0 (gboolean, items->len);
  g_mutex_init (&race.mutex);
  g_cond_init (&race.changed);
  for (guint i = 0; i < items->len; i++)
    threads[i] = g_thread_new ("mail race", run, &race);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), &race, NULL);
  wait_for (&race, over, user_data, g_get_monotonic_time () + (gint64) timeout * 1000);
  g_cancellable_cancel (own);
  for (guint i = 0; i < items->len; i++)
    g_thread_join (threads[i]);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
  g_cond_clear (&race.changed);
  g_mutex_clear (&race.mutex);
  g_free (race.done);
}
