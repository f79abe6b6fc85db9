/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-pane-grip.h"

#include <math.h>

/* How far beside the line it can still be taken hold of. */
#define REACH 4

struct _DyzurPaneGrip
{
  GtkWidget parent_instance;

  double    grabbed_at;   /* in the window's coordinates: the grip itself moves while it is dragged */
};

enum { GRABBED, MOVED, RELEASED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurPaneGrip, dyzur_pane_grip, GTK_TYPE_WIDGET)

static double
window_x (DyzurPaneGrip *self,
          double         x)
{
  double moved = x;

  gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), x, 0,
                                    &moved, NULL);
  return moved;
}

static void
drag_begin_cb (DyzurPaneGrip  *self,
               double          x,
               double          y,
               GtkGestureDrag *gesture)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->grabbed_at = window_x (self, x);
  g_signal_emit (self, signals[GRABBED], 0);
}

static void
drag_update_cb (DyzurPaneGrip  *self,
                double          dx,
                double          dy,
                GtkGestureDrag *gesture)
{
  double x, y;

  if (!gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  g_signal_emit (self, signals[MOVED], 0, (int) lround (window_x (self, x + dx) - self->grabbed_at));
}

static void
drag_end_cb (DyzurPaneGrip  *self,
             double          dx,
             double          dy,
             GtkGestureDrag *gesture)
{
  g_signal_emit (self, signals[RELEASED], 0);
}

static gboolean
dyzur_pane_grip_contains (GtkWidget *widget,
                          double     x,
                          double     y)
{
  return x >= -REACH && x < gtk_widget_get_width (widget) + REACH && y >= 0 && y < gtk_widget_get_height (widget);
}

static void
dyzur_pane_grip_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 1 : 0;
}

static void
dyzur_pane_grip_class_init (DyzurPaneGripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->contains = dyzur_pane_grip_contains;
  widget_class->measure = dyzur_pane_grip_measure;

  signals[GRABBED] = g_signal_new ("grabbed", DYZUR_TYPE_PANE_GRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[MOVED] = g_signal_new ("moved", DYZUR_TYPE_PANE_GRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_INT);
  signals[RELEASED] = g_signal_new ("released", DYZUR_TYPE_PANE_GRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "separator");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SEPARATOR);
}

static void
dyzur_pane_grip_init (DyzurPaneGrip *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "col-resize");
}
