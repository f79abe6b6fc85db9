/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-view.h"

struct _DyzurView
{
  GObject        parent_instance;

  DyzurViewKind  kind;
  char          *argument;
  char          *title;
  DyzurChannel   channel;
  guint          count;
};

enum { PROP_0, PROP_COUNT, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyzurView, dyzur_view, G_TYPE_OBJECT)

static void
dyzur_view_finalize (GObject *object)
{
  DyzurView *self = DYZUR_VIEW (object);

  g_free (self->argument);
  g_free (self->title);

  G_OBJECT_CLASS (dyzur_view_parent_class)->finalize (object);
}

static void
dyzur_view_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  DyzurView *self = DYZUR_VIEW (object);

  switch (prop_id)
    {
    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_view_class_init (DyzurViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dyzur_view_finalize;
  object_class->get_property = dyzur_view_get_property;

  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyzur_view_init (DyzurView *self)
{
}

/**
 * dyzur_view_new:
 * @argument: (nullable): see #DyzurViewKind
 * @title: (nullable): name given by people (inboxes, labels, saved searches); %NULL: the head names the view
 */
DyzurView *
dyzur_view_new (DyzurViewKind  kind,
                const char    *argument,
                const char    *title)
{
  DyzurView *self = g_object_new (DYZUR_TYPE_VIEW, NULL);

  self->kind = kind;
  self->argument = g_strdup (argument);
  self->title = g_strdup (title);
  return self;
}

DyzurViewKind
dyzur_view_get_kind (DyzurView *self)
{
  return self->kind;
}

/**
 * dyzur_view_get_argument:
 *
 * Returns: (nullable)
 */
const char *
dyzur_view_get_argument (DyzurView *self)
{
  return self->argument;
}

/**
 * dyzur_view_get_title:
 *
 * Returns: (nullable)
 */
const char *
dyzur_view_get_title (DyzurView *self)
{
  return self->title;
}

DyzurChannel
dyzur_view_get_channel (DyzurView *self)
{
  return self->channel;
}

void
dyzur_view_set_channel (DyzurView    *self,
                        DyzurChannel  channel)
{
  self->channel = channel;
}

guint
dyzur_view_get_count (DyzurView *self)
{
  return self->count;
}

void
dyzur_view_set_count (DyzurView *self,
                      guint      count)
{
  if (self->count == count)
    return;
  self->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

/**
 * dyzur_view_equal:
 *
 * Returns: whether both choose the same conversations
 */
gboolean
dyzur_view_equal (DyzurView *a,
                  DyzurView *b)
{
  return a->kind == b->kind && g_strcmp0 (a->argument, b->argument) == 0;
}
