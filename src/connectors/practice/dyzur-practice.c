/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-practice.h"

#include "dyzur-clock.h"
#include "dyzur-practice-cursor-private.h"
#include "dyzur-practice-knowledge-private.h"
#include "dyzur-practice-shop-private.h"
#include "dyzur-practice-world-private.h"

#define WAIT_AT_MOST (29 * G_TIME_SPAN_MINUTE)
#define WAIT_AT_LEAST (100 * G_TIME_SPAN_MILLISECOND)

/*
 * A remote without a wire. The engine talks to it on a job thread as to any other, while the main thread moves the day
 * on and pulls the cable; both meet under one lock. The world inside is made when somebody first asks for it.
 */
struct _DyzurPractice
{
  GObject             parent_instance;

  gint64              start_at;
  guint               seed;
  double              speed;
  guint32             instance;

  GMutex              lock;
  GCond               news;
  DyzurPracticeWorld *world;
  gint64              opened_at;      /* our clock at the shop's start */
  gint64              advanced;       /* ms of the shop's day that passed at once */
  guint               told;           /* events the last sync brought up to */
  guint32             adopted;        /* the earlier run whose cursor we were given */
  gboolean            online;
  gboolean            lose_answer;
};

static void connector_iface_init (DyzurConnectorInterface *iface);
static void shop_iface_init      (DyzurShopInterface      *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurPractice, dyzur_practice, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_CONNECTOR, connector_iface_init)
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_SHOP, shop_iface_init))

/* The shop at this moment. Locked. */
static DyzurPracticeWorld *
get_world (DyzurPractice *self)
{
  gint64 passed = dyzur_clock_now () - self->opened_at;

  if (self->world == NULL)
    self->world = _dyzur_practice_world_new (self->start_at, self->seed, self->speed);
  _dyzur_practice_world_run (self->world, self->advanced + (gint64) (MAX (passed, 0) * self->speed));
  return self->world;
}

static gboolean
check_online (DyzurPractice  *self,
              GCancellable   *cancellable,
              GError        **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->online)
    return TRUE;
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT, "The practice shop is unplugged");
  return FALSE;
}

static gboolean
is_reachable (DyzurPractice  *self,
              GCancellable   *cancellable,
              GError        **error)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  return check_online (self, cancellable, error);
}

static gboolean
practice_connect (DyzurConnector  *connector,
                  GCancellable    *cancellable,
                  GError         **error)
{
  DyzurPractice *self = DYZUR_PRACTICE (connector);
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  if (!check_online (self, cancellable, error))
    return FALSE;
  get_world (self);
  return TRUE;
}

/* The day goes on in a new world, which begins where the old one was left. Locked. */
static void
resume (DyzurPractice             *self,
        const DyzurPracticeCursor *given)
{
  g_clear_pointer (&self->world, _dyzur_practice_world_free);
  self->world = _dyzur_practice_world_new (self->start_at, self->seed, self->speed);
  _dyzur_practice_world_resume (self->world, given->now, self->speed > 0 ? dyzur_clock_now () : 0, given->memory);
  self->advanced += given->now;
}

/*
 * An earlier run was read up to there: what people did in it holds. The shop may have opened at the same moment, and is
 * the same day; or at another, then only the conversations people know are taken over. Locked.
 */
static void
go_on_from (DyzurPractice             *self,
            const DyzurPracticeCursor *given)
{
  if (self->adopted == given->instance)
    return;
  self->adopted = given->instance;
  if (given->laid_at == self->start_at && g_hash_table_size (get_world (self)->taken) == 0)
    {
      resume (self, given);
      return;
    }
  _dyzur_practice_world_adopt (get_world (self), given->laid_at);
  _dyzur_practice_world_restore_memory (get_world (self), given->memory);
}

/* What the reader's cursor means in this run; cursors that are not ours begin anew. Locked. */
static void
begin_reading (DyzurPractice       *self,
               const char          *text,
               DyzurPracticeCursor *cursor)
{
  g_auto(DyzurPracticeCursor) given = { 0 };
  gboolean known = _dyzur_practice_cursor_parse (text, &given);

  cursor->instance = self->instance;
  cursor->in_history = TRUE;
  if (known && given.instance == self->instance)
    {
      cursor->in_history = given.in_history;
      cursor->position = given.position;
      cursor->now = given.now;
    }
  else if (known && !given.in_history)
    {
      cursor->in_history = FALSE;
      cursor->now = given.laid_at == self->start_at ? given.now : 0;
      go_on_from (self, &given);
    }
}

/* The next batch, and the cursor behind it. Locked. */
static void
read_on (DyzurPractice       *self,
         DyzurPracticeCursor *cursor,
         GPtrArray           *events)
{
  DyzurPracticeWorld *world = get_world (self);

  if (cursor->in_history)
    {
      cursor->position = _dyzur_practice_world_copy_history (world, cursor->position, events);
      cursor->in_history = cursor->position < world->n_history;
      if (!cursor->in_history)
        cursor->position = 0;
    }
  else
    cursor->position = _dyzur_practice_world_copy_log (world, MIN (cursor->position, world->log->len), events);
  cursor->laid_at = world->laid_at;
  if (!cursor->in_history && cursor->position >= world->log->len)
    cursor->now = world->now;
  g_free (cursor->memory);
  cursor->memory = cursor->in_history ? NULL : _dyzur_practice_world_dup_memory (world);
  if (!cursor->in_history)
    self->told = cursor->position;
}

static gboolean
practice_sync (DyzurConnector  *connector,
               const char      *text,
               DyzurSinkFunc    sink,
               gpointer         user_data,
               GCancellable    *cancellable,
               GError         **error)
{
  DyzurPractice *self = DYZUR_PRACTICE (connector);
  g_auto(DyzurPracticeCursor) cursor = { 0 };
  gboolean begun = FALSE;

  while (TRUE)
    {
      g_autoptr(GPtrArray) events = dyzur_events_new ();
      g_autofree char *printed = NULL;
      gboolean ok;

      g_mutex_lock (&self->lock);
      ok = check_online (self, cancellable, error);
      if (ok && !begun)
        begin_reading (self, text, &cursor);
      if (ok)
        read_on (self, &cursor, events);
      g_mutex_unlock (&self->lock);
      begun = TRUE;
      if (!ok || events->len == 0)
        return ok;
      printed = _dyzur_practice_cursor_print (&cursor);
      if (!sink (events, printed, user_data, error))
        return FALSE;
    }
}

static void
wake_cb (GCancellable *cancellable,
         gpointer      user_data)
{
  DyzurPractice *self = user_data;

  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->news);
  g_mutex_unlock (&self->lock);
}

/* Monotonic time at which the next thing happens by itself, at most @end. Locked. */
static gint64
get_next_wake (DyzurPractice *self,
               gint64         end)
{
  gint64 next = _dyzur_practice_world_get_next (self->world);
  gint64 now = g_get_monotonic_time ();
  double left;

  if (self->speed <= 0 || next == G_MAXINT64)
    return end;
  left = (double) (next - self->world->now) / self->speed * G_TIME_SPAN_MILLISECOND;
  return left >= (double) (end - now) ? end : now + MAX ((gint64) left, WAIT_AT_LEAST);
}

/* Sleeps until there is something to tell. Locked. Returns what passes by without being kept, or NULL. */
static GPtrArray *
sleep_until_news (DyzurPractice *self,
                  GCancellable  *cancellable)
{
  gint64 end = g_get_monotonic_time () + WAIT_AT_MOST;

  while (self->online && !g_cancellable_is_cancelled (cancellable))
    {
      DyzurPracticeWorld *world = get_world (self);

      if (world->passing->len > 0)
        {
          GPtrArray *passing = world->passing;

          world->passing = dyzur_events_new ();
          return passing;
        }
      if (world->log->len > self->told || g_get_monotonic_time () >= end)
        return NULL;
      g_cond_wait_until (&self->news, &self->lock, get_next_wake (self, end));
    }
  return NULL;
}

static gboolean
practice_wait (DyzurConnector  *connector,
               DyzurSinkFunc    sink,
               gpointer         user_data,
               GCancellable    *cancellable,
               GError         **error)
{
  DyzurPractice *self = DYZUR_PRACTICE (connector);
  gulong handler = cancellable != NULL ? g_cancellable_connect (cancellable, G_CALLBACK (wake_cb), self, NULL) : 0;
  gboolean ok = TRUE;

  while (ok)
    {
      g_autoptr(GPtrArray) passing = NULL;

      g_mutex_lock (&self->lock);
      passing = sleep_until_news (self, cancellable);
      if (passing == NULL && !g_cancellable_is_cancelled (cancellable))
        ok = check_online (self, NULL, error);
      g_mutex_unlock (&self->lock);
      if (passing == NULL)
        break;
      ok = sink (passing, NULL, user_data, error);
    }
  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);
  return ok;
}

static gboolean
take_action (DyzurPractice      *self,
             const DyzurAction  *action,
             DyzurReceipt       *receipt,
             GCancellable       *cancellable,
             GError            **error)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  if (!check_online (self, cancellable, error) ||
      !_dyzur_practice_world_deliver (get_world (self), action, receipt, error))
    return FALSE;
  if (!self->lose_answer)
    return TRUE;
  self->lose_answer = FALSE;
  dyzur_receipt_clear (receipt);
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN, "The shop's answer was lost");
  return FALSE;
}

/* The disk is waited for outside the lock, so that the main thread does not wait with us. */
static gboolean
practice_deliver (DyzurConnector     *connector,
                  const DyzurAction  *action,
                  DyzurReceipt       *receipt,
                  GCancellable       *cancellable,
                  GError            **error)
{
  DyzurPractice *self = DYZUR_PRACTICE (connector);

  return is_reachable (self, cancellable, error) && dyzur_action_commit (action, error) &&
         take_action (self, action, receipt, cancellable, error);
}

static gboolean
practice_find (DyzurConnector     *connector,
               const DyzurAction  *action,
               DyzurReceipt       *receipt,
               GCancellable       *cancellable,
               GError            **error)
{
  DyzurPractice *self = DYZUR_PRACTICE (connector);
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);
  const char *remote_id;

  if (!check_online (self, cancellable, error))
    return FALSE;
  remote_id = _dyzur_practice_world_find_taken (get_world (self), action->key);
  if (remote_id == NULL)
    return FALSE;
  receipt->remote_id = g_strdup (remote_id);
  receipt->filed = TRUE;
  return TRUE;
}

static GBytes *
practice_fetch_attachment (DyzurConnector         *connector,
                           const DyzurAttachment  *attachment,
                           GFileProgressCallback   progress,
                           gpointer                progress_data,
                           GCancellable           *cancellable,
                           GError                **error)
{
  DyzurPractice *self = DYZUR_PRACTICE (connector);
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);
  GBytes *bytes;

  if (!check_online (self, cancellable, error))
    return NULL;
  bytes = attachment->remote_ref != NULL ? _dyzur_practice_data_dup_file (attachment->remote_ref) : NULL;
  if (bytes == NULL)
    g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND, "The practice shop has no such file");
  return bytes;
}

static void
practice_disconnect (DyzurConnector *connector)
{
}

static void
connector_iface_init (DyzurConnectorInterface *iface)
{
  iface->connect = practice_connect;
  iface->sync = practice_sync;
  iface->wait = practice_wait;
  iface->deliver = practice_deliver;
  iface->find = practice_find;
  iface->fetch_attachment = practice_fetch_attachment;
  iface->disconnect = practice_disconnect;
}

static gboolean
practice_check (DyzurShop     *shop,
                GCancellable  *cancellable,
                GError       **error)
{
  DyzurPractice *self = DYZUR_PRACTICE (shop);
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  return check_online (self, cancellable, error);
}

static GPtrArray *
practice_find_orders (DyzurShop              *shop,
                      const DyzurOrderQuery  *query,
                      GCancellable           *cancellable,
                      GError                **error)
{
  DyzurPractice *self = DYZUR_PRACTICE (shop);
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);
  DyzurPracticeWorld *world;

  if (!check_online (self, cancellable, error))
    return NULL;
  world = get_world (self);
  return _dyzur_practice_find_orders (world->data, query, _dyzur_practice_world_get_time (world));
}

static DyzurOrderRecord *
practice_load_order (DyzurShop     *shop,
                     const char    *id,
                     GCancellable  *cancellable,
                     GError       **error)
{
  DyzurPractice *self = DYZUR_PRACTICE (shop);
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);
  DyzurPracticeWorld *world;
  DyzurOrderRecord *order;

  if (!check_online (self, cancellable, error))
    return NULL;
  world = get_world (self);
  order = _dyzur_practice_load_order (world->data, id, _dyzur_practice_world_get_time (world));
  if (order == NULL)
    g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND, "The practice shop has no such order");
  return order;
}

static void
shop_iface_init (DyzurShopInterface *iface)
{
  iface->check = practice_check;
  iface->find_orders = practice_find_orders;
  iface->load_order = practice_load_order;
}

static void
dyzur_practice_finalize (GObject *object)
{
  DyzurPractice *self = DYZUR_PRACTICE (object);

  _dyzur_practice_world_free (self->world);
  g_cond_clear (&self->news);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (dyzur_practice_parent_class)->finalize (object);
}

static void
dyzur_practice_class_init (DyzurPracticeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_practice_finalize;
}

static void
dyzur_practice_init (DyzurPractice *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->news);
  self->online = TRUE;
  self->instance = g_random_int_range (1, G_MAXINT32);
  self->opened_at = dyzur_clock_now ();
}

/**
 * dyzur_practice_new:
 * @start_at: ms UTC: "now" when the shop opens; the day is laid around it, history before and live events after
 * @seed: which of the possible days; the same seed, start and actions give the same events and ids
 * @speed: 1.0 = as the clock goes, 60 = an hour a minute, 0 = nothing happens but by dyzur_practice_advance()
 *
 * Returns: (transfer full)
 */
DyzurPractice *
dyzur_practice_new (gint64 start_at,
                    guint  seed,
                    double speed)
{
  DyzurPractice *self = g_object_new (DYZUR_TYPE_PRACTICE, NULL);

  self->start_at = start_at;
  self->seed = seed;
  self->speed = MAX (speed, 0);
  return self;
}

/**
 * dyzur_practice_dup_articles:
 *
 * Returns: (transfer full) (element-type DyzurArticle): the shop's knowledge base
 */
GPtrArray *
dyzur_practice_dup_articles (DyzurPractice *self)
{
  g_autoptr(DyzurJson) articles = NULL;

  g_return_val_if_fail (DYZUR_IS_PRACTICE (self), NULL);
  articles = _dyzur_practice_load ("kb.json");
  return _dyzur_practice_read_articles (articles, self->start_at - 30 * DYZUR_DAY);
}

/**
 * dyzur_practice_dup_agents:
 *
 * Returns: (transfer full) (element-type DyzurAgent): who works here, %DYZUR_PRACTICE_ME first
 */
GPtrArray *
dyzur_practice_dup_agents (DyzurPractice *self)
{
  g_autoptr(DyzurJson) shop = _dyzur_practice_load ("shop.json");

  return _dyzur_practice_read_agents (dyzur_json_peek (shop, "agents"));
}

/**
 * dyzur_practice_dup_canned:
 *
 * Returns: (transfer full) (element-type DyzurCanned)
 */
GPtrArray *
dyzur_practice_dup_canned (DyzurPractice *self)
{
  g_autoptr(DyzurJson) shop = _dyzur_practice_load ("shop.json");

  return _dyzur_practice_read_canned (dyzur_json_peek (shop, "canned"));
}

/**
 * dyzur_practice_dup_labels:
 *
 * Returns: (transfer full): every label the shop uses, in the order they are offered
 */
GStrv
dyzur_practice_dup_labels (DyzurPractice *self)
{
  g_autoptr(DyzurJson) shop = _dyzur_practice_load ("shop.json");

  return _dyzur_practice_read_strings (dyzur_json_peek (shop, "labels"));
}

/**
 * dyzur_practice_advance:
 * @ms: how much of the shop's day passes at once
 *
 * Makes everything happen that is due in that time, in order, and wakes a connector that waits.
 */
void
dyzur_practice_advance (DyzurPractice *self,
                        gint64         ms)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_if_fail (DYZUR_IS_PRACTICE (self));
  locker = g_mutex_locker_new (&self->lock);
  self->advanced += MAX (ms, 0);
  get_world (self);
  g_cond_broadcast (&self->news);
}

/**
 * dyzur_practice_set_online:
 * @online: %FALSE pulls the cable: every call fails with %DYZUR_REMOTE_ERROR_TRANSIENT, also one that waits
 */
void
dyzur_practice_set_online (DyzurPractice *self,
                           gboolean       online)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_if_fail (DYZUR_IS_PRACTICE (self));
  locker = g_mutex_locker_new (&self->lock);
  self->online = online;
  g_cond_broadcast (&self->news);
}

/**
 * dyzur_practice_lose_next_answer:
 *
 * The next delivery is done, but reported as %DYZUR_REMOTE_ERROR_UNCERTAIN.
 */
void
dyzur_practice_lose_next_answer (DyzurPractice *self)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_if_fail (DYZUR_IS_PRACTICE (self));
  locker = g_mutex_locker_new (&self->lock);
  self->lose_answer = TRUE;
}

/**
 * dyzur_practice_count_delivered:
 * @key: idempotency key of a message or note
 *
 * Returns: how often the shop took it: more than once is a fault of the caller
 */
guint
dyzur_practice_count_delivered (DyzurPractice *self,
                                const char    *key)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (DYZUR_IS_PRACTICE (self), 0);
  locker = g_mutex_locker_new (&self->lock);
  return _dyzur_practice_world_count_taken (get_world (self), key);
}
