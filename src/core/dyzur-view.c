/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-view.h"

struct _DyzurView
{
  GObject        parent_instance;

  DyzurViewKind  kind;
  char          *argument;
  char          *title;
  gint64         id;
  DyzurChannel   channel;
  guint          count;
};

enum { PROP_0, PROP_COUNT, PROP_TITLE, N_PROPS };

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

    case PROP_TITLE:
      g_value_set_string (value, self->title);
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
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
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

void
dyzur_view_set_title (DyzurView  *self,
                      const char *title)
{
  if (g_strcmp0 (self->title, title) == 0)
    return;
  g_free (self->title);
  self->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * dyzur_view_get_id:
 *
 * Returns: what a saved search is renamed, moved and removed by; 0 for any other view
 */
gint64
dyzur_view_get_id (DyzurView *self)
{
  return self->id;
}

void
dyzur_view_set_id (DyzurView *self,
                   gint64     id)
{
  self->id = id;
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
