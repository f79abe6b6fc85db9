/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-pane.h"

/* Asking the child would lay out every text in it, for a width it will not have; it knows how to be cut off. */
#define LEAST_HEIGHT 256

struct _DyzurPane
{
  GtkWidget  parent_instance;

  GtkWidget *child;
  int        width;
};

enum { PROP_0, PROP_CHILD, PROP_WIDTH, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void dyzur_pane_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurPane, dyzur_pane, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, dyzur_pane_buildable_init))

static GtkBuildableIface *parent_buildable;

static void
dyzur_pane_add_child (GtkBuildable *buildable,
                      GtkBuilder   *builder,
                      GObject      *child,
                      const char   *type)
{
  if (GTK_IS_WIDGET (child))
    dyzur_pane_set_child (DYZUR_PANE (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
dyzur_pane_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = dyzur_pane_add_child;
}

static GtkSizeRequestMode
dyzur_pane_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
dyzur_pane_measure (GtkWidget      *widget,
                    GtkOrientation  orientation,
                    int             for_size,
                    int            *minimum,
                    int            *natural,
                    int            *minimum_baseline,
                    int            *natural_baseline)
{
  DyzurPane *self = DYZUR_PANE (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? self->width : LEAST_HEIGHT;
}

static void
dyzur_pane_size_allocate (GtkWidget *widget,
                          int        width,
                          int        height,
                          int        baseline)
{
  DyzurPane *self = DYZUR_PANE (widget);
  int least_width, least_height;

  if (self->child == NULL)
    return;
  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  width = MAX (width, least_width);
  gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, width, &least_height, NULL, NULL, NULL);
  gtk_widget_allocate (self->child, width, MAX (height, least_height), baseline, NULL);
}

static void
dyzur_pane_dispose (GObject *object)
{
  DyzurPane *self = DYZUR_PANE (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);

  G_OBJECT_CLASS (dyzur_pane_parent_class)->dispose (object);
}

static void
dyzur_pane_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  DyzurPane *self = DYZUR_PANE (object);

  switch (prop_id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_WIDTH:
      g_value_set_int (value, self->width);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_pane_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  DyzurPane *self = DYZUR_PANE (object);

  switch (prop_id)
    {
    case PROP_CHILD:
      dyzur_pane_set_child (self, g_value_get_object (value));
      break;
    case PROP_WIDTH:
      dyzur_pane_set_width (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_pane_class_init (DyzurPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_pane_dispose;
  object_class->get_property = dyzur_pane_get_property;
  object_class->set_property = dyzur_pane_set_property;

  widget_class->get_request_mode = dyzur_pane_get_request_mode;
  widget_class->measure = dyzur_pane_measure;
  widget_class->size_allocate = dyzur_pane_size_allocate;

  properties[PROP_CHILD] =
    g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_WIDTH] =
    g_param_spec_int ("width", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "pane");
}

static void
dyzur_pane_init (DyzurPane *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
dyzur_pane_set_child (DyzurPane *self,
                      GtkWidget *child)
{
  g_return_if_fail (DYZUR_IS_PANE (self));

  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

void
dyzur_pane_set_width (DyzurPane *self,
                      int        width)
{
  g_return_if_fail (DYZUR_IS_PANE (self));

  if (self->width == width)
    return;
  self->width = width;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDTH]);
}

int
dyzur_pane_get_width (DyzurPane *self)
{
  g_return_val_if_fail (DYZUR_IS_PANE (self), 0);

  return self->width;
}
