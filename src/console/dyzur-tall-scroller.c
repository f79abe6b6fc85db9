/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-tall-scroller.h"

#define MIN_HEIGHT 40

struct _DyzurTallScroller
{
  GtkWidget  parent_instance;

  int        max_height;
  GtkWidget *child;         /* (nullable) */
  GtkWidget *scroller;
};

G_DEFINE_FINAL_TYPE (DyzurTallScroller, dyzur_tall_scroller, GTK_TYPE_WIDGET)

enum
{
  PROP_CHILD = 1,
  PROP_MAX_HEIGHT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GtkSizeRequestMode
dyzur_tall_scroller_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dyzur_tall_scroller_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  DyzurTallScroller *self = DYZUR_TALL_SCROLLER (widget);

  if (self->child == NULL)
    return;
  gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *natural = MIN (*natural, self->max_height);
      *minimum = MIN (*natural, MIN_HEIGHT);
    }
}

static void
dyzur_tall_scroller_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  gtk_widget_size_allocate (DYZUR_TALL_SCROLLER (widget)->scroller, &(GtkAllocation) { 0, 0, width, height }, -1);
}

static void
dyzur_tall_scroller_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  DyzurTallScroller *self = DYZUR_TALL_SCROLLER (object);

  if (prop_id == PROP_CHILD)
    g_value_set_object (value, self->child);
  else if (prop_id == PROP_MAX_HEIGHT)
    g_value_set_int (value, self->max_height);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dyzur_tall_scroller_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  DyzurTallScroller *self = DYZUR_TALL_SCROLLER (object);

  if (prop_id == PROP_CHILD)
    {
      self->child = g_value_get_object (value);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->child);
    }
  else if (prop_id == PROP_MAX_HEIGHT)
    {
      self->max_height = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dyzur_tall_scroller_dispose (GObject *object)
{
  DyzurTallScroller *self = DYZUR_TALL_SCROLLER (object);

  self->child = NULL;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (dyzur_tall_scroller_parent_class)->dispose (object);
}

static void
dyzur_tall_scroller_class_init (DyzurTallScrollerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_tall_scroller_dispose;
  object_class->get_property = dyzur_tall_scroller_get_property;
  object_class->set_property = dyzur_tall_scroller_set_property;

  widget_class->get_request_mode = dyzur_tall_scroller_get_request_mode;
  widget_class->measure = dyzur_tall_scroller_measure;
  widget_class->size_allocate = dyzur_tall_scroller_size_allocate;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAX_HEIGHT] = g_param_spec_int ("max-height", NULL, NULL, 0, G_MAXINT, 300,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyzur_tall_scroller_init (DyzurTallScroller *self)
{
  self->max_height = 300;
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}
