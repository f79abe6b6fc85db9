/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-order-panel.h"

#include "dyzur-clock.h"
#include "dyzur-engine-private.h"
#include "dyzur-order-query.h"

/* A look-up this fresh is not repeated when the conversation is opened again (be polite to small shops). */
#define FRESH (60 * DYZUR_SECOND)

struct _DyzurOrderPanel
{
  GObject             parent_instance;

  DyzurEngine        *engine;
  gint64              conversation_id;
  GListModel         *orders;
  GCancellable       *cancellable;

  guint               asking;        /* shops that have not answered yet */
  gint64              read_at;
  DyzurProblem        problem;
  gboolean            configured;
};

enum { PROP_0, PROP_BUSY, PROP_READ_AT, PROP_PROBLEM, PROP_CONFIGURED, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyzurOrderPanel, dyzur_order_panel, G_TYPE_OBJECT)

static void
set_asking (DyzurOrderPanel *self,
            guint            asking)
{
  gboolean was_busy = self->asking > 0;

  self->asking = asking;
  if (was_busy != (asking > 0))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
set_problem (DyzurOrderPanel *self,
             DyzurProblem     problem)
{
  if (self->problem == problem)
    return;
  self->problem = problem;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
set_read_at (DyzurOrderPanel *self,
             gint64           read_at)
{
  if (self->read_at == read_at)
    return;
  self->read_at = read_at;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_AT]);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(DyzurOrderPanel) self = user_data;
  g_autoptr(GError) error = NULL;

  if (dyzur_shop_runner_look_up_finish (DYZUR_SHOP_RUNNER (source), result, &error))
    set_read_at (self, dyzur_clock_now ());
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_problem (self, dyzur_problem_from_error (error));
  set_asking (self, self->asking - 1);
}

static void
query_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DyzurOrderPanel) self = user_data;
  g_autoptr(DyzurOrderQuery) query = NULL;
  GPtrArray *shops = self->engine->shops;

  query = dyzur_order_query_build_finish (result, NULL);
  if (query == NULL || shops->len == 0)
    {
      set_asking (self, 0);
      return;
    }

  set_problem (self, DYZUR_PROBLEM_NONE);
  set_asking (self, shops->len);
  for (guint i = 0; i < shops->len; i++)
    dyzur_shop_runner_look_up_async (g_ptr_array_index (shops, i), self->conversation_id,
                                     dyzur_order_query_copy (query), self->cancellable,
                                     looked_up_cb, g_object_ref (self));
}

static void
ask (DyzurOrderPanel *self)
{
  if (self->asking > 0 || !self->configured || self->engine->store == NULL)
    return;   /* asked already, nobody to ask, or closed meanwhile */
  set_asking (self, 1);
  dyzur_order_query_build_async (self->engine->store, self->conversation_id, self->cancellable,
                                 query_cb, g_object_ref (self));
}

static void
read_age (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  const gint64 *conversation_id = data;

  g_task_return_int (task, dyzur_store_read_orders_age (source, *conversation_id, NULL));
}

static void
age_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(DyzurOrderPanel) self = user_data;
  gint64 age = g_task_propagate_int (G_TASK (result), NULL);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  set_read_at (self, MAX (self->read_at, MAX (age, 0)));
  if (self->read_at == 0 || dyzur_clock_now () - self->read_at > FRESH)
    ask (self);
}

static void
dyzur_order_panel_dispose (GObject *object)
{
  DyzurOrderPanel *self = DYZUR_ORDER_PANEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->orders);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dyzur_order_panel_parent_class)->dispose (object);
}

static void
dyzur_order_panel_finalize (GObject *object)
{
  g_clear_object (&DYZUR_ORDER_PANEL (object)->cancellable);

  G_OBJECT_CLASS (dyzur_order_panel_parent_class)->finalize (object);
}

static void
dyzur_order_panel_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  DyzurOrderPanel *self = DYZUR_ORDER_PANEL (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->asking > 0);
      break;

    case PROP_READ_AT:
      g_value_set_int64 (value, self->read_at);
      break;

    case PROP_PROBLEM:
      g_value_set_int (value, (int) self->problem);
      break;

    case PROP_CONFIGURED:
      g_value_set_boolean (value, self->configured);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_order_panel_class_init (DyzurOrderPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = dyzur_order_panel_dispose;
  object_class->finalize = dyzur_order_panel_finalize;
  object_class->get_property = dyzur_order_panel_get_property;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_READ_AT] = g_param_spec_int64 ("read-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_PROBLEM] =
    g_param_spec_int ("problem", NULL, NULL, 0, DYZUR_PROBLEM_BUSY, DYZUR_PROBLEM_NONE, flags);
  properties[PROP_CONFIGURED] = g_param_spec_boolean ("configured", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyzur_order_panel_init (DyzurOrderPanel *self)
{
  self->cancellable = g_cancellable_new ();
}

/* Shows at once what the store has; asks the shops when that is older than a minute. */
DyzurOrderPanel *
_dyzur_order_panel_new (DyzurEngine *engine,
                        gint64       conversation_id)
{
  DyzurOrderPanel *self = g_object_new (DYZUR_TYPE_ORDER_PANEL, NULL);
  g_autoptr(GTask) task = NULL;

  self->engine = g_object_ref (engine);
  self->conversation_id = conversation_id;
  self->orders = dyzur_store_list_orders (engine->store, conversation_id);
  self->configured = engine->shops->len > 0;

  task = g_task_new (engine->store, NULL, age_cb, g_object_ref (self));
  g_task_set_source_tag (task, _dyzur_order_panel_new);
  g_task_set_task_data (task, g_memdup2 (&conversation_id, sizeof conversation_id), g_free);
  g_task_run_in_thread (task, read_age);
  return self;
}

/**
 * dyzur_order_panel_get_orders:
 *
 * Returns: (transfer none): of DyzurOrder, newest first; follows the store
 */
GListModel *
dyzur_order_panel_get_orders (DyzurOrderPanel *self)
{
  return self->orders;
}

gboolean
dyzur_order_panel_get_busy (DyzurOrderPanel *self)
{
  return self->asking > 0;
}

gint64
dyzur_order_panel_get_read_at (DyzurOrderPanel *self)
{
  return self->read_at;
}

DyzurProblem
dyzur_order_panel_get_problem (DyzurOrderPanel *self)
{
  return self->problem;
}

gboolean
dyzur_order_panel_get_configured (DyzurOrderPanel *self)
{
  return self->configured;
}

void
dyzur_order_panel_refresh (DyzurOrderPanel *self)
{
  g_return_if_fail (DYZUR_IS_ORDER_PANEL (self));
  ask (self);
}
