/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-practice.h"

struct _DyzurPractice
{
  GObject  parent_instance;

  gint64   start_at;
  guint    seed;
  double   speed;
  gboolean online;
};

static void connector_iface_init (DyzurConnectorInterface *iface);
static void shop_iface_init      (DyzurShopInterface      *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurPractice, dyzur_practice, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_CONNECTOR, connector_iface_init)
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_SHOP, shop_iface_init))

static gboolean
check_online (DyzurPractice  *self,
              GError        **error)
{
  if (self->online)
    return TRUE;
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT, "The practice shop is unplugged");
  return FALSE;
}

static gboolean
practice_connect (DyzurConnector  *connector,
                  GCancellable    *cancellable,
                  GError         **error)
{
  return check_online (DYZUR_PRACTICE (connector), error);
}

static gboolean
practice_sync (DyzurConnector  *connector,
               const char      *cursor,
               DyzurSinkFunc    sink,
               gpointer         user_data,
               GCancellable    *cancellable,
               GError         **error)
{
  return check_online (DYZUR_PRACTICE (connector), error);
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
  iface->disconnect = practice_disconnect;
}

static void
shop_iface_init (DyzurShopInterface *iface)
{
}

static void
dyzur_practice_class_init (DyzurPracticeClass *klass)
{
}

static void
dyzur_practice_init (DyzurPractice *self)
{
  self->online = TRUE;
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
  self->speed = speed;
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
  return dyzur_articles_new ();
}

/**
 * dyzur_practice_dup_agents:
 *
 * Returns: (transfer full) (element-type DyzurAgent): who works here, %DYZUR_PRACTICE_ME first
 */
GPtrArray *
dyzur_practice_dup_agents (DyzurPractice *self)
{
  return dyzur_agents_new ();
}

/**
 * dyzur_practice_dup_canned:
 *
 * Returns: (transfer full) (element-type DyzurCanned)
 */
GPtrArray *
dyzur_practice_dup_canned (DyzurPractice *self)
{
  return dyzur_canned_array_new ();
}

/**
 * dyzur_practice_dup_labels:
 *
 * Returns: (transfer full): every label the shop uses, in the order they are offered
 */
GStrv
dyzur_practice_dup_labels (DyzurPractice *self)
{
  return g_new0 (char *, 1);
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
}

/**
 * dyzur_practice_set_online:
 * @online: %FALSE pulls the cable: every call fails with %DYZUR_REMOTE_ERROR_TRANSIENT, also one that waits
 */
void
dyzur_practice_set_online (DyzurPractice *self,
                           gboolean       online)
{
  self->online = online;
}

/**
 * dyzur_practice_lose_next_answer:
 *
 * The next delivery is done, but reported as %DYZUR_REMOTE_ERROR_UNCERTAIN.
 */
void
dyzur_practice_lose_next_answer (DyzurPractice *self)
{
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
  return 0;
}
