/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-window-private.h"

/*
 * The focus is never lost: when a popover closes it goes back to where it was before, and when what had it is gone it
 * goes to the list. GTK would leave it wherever something takes it.
 */

static gboolean
is_inside (GtkWidget *focus,
           GtkWidget *popover)
{
  return focus != NULL && gtk_widget_is_ancestor (focus, popover);
}

static void
return_focus (DyzurWindow *self)
{
  if (self->focus_place != NULL && gtk_widget_get_mapped (self->focus_place) &&
      gtk_widget_get_root (self->focus_place) == GTK_ROOT (self) && gtk_widget_grab_focus (self->focus_place))
    return;
  if (gtk_widget_get_mapped (GTK_WIDGET (self->list_pane)))
    gtk_widget_grab_focus (GTK_WIDGET (self->list_pane));
  else
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

/* What was chosen in the popover is done afterwards and may take the focus elsewhere. */
static void
closed_cb (DyzurWindow *self,
           GtkWidget   *popover)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  g_signal_handlers_disconnect_by_func (popover, closed_cb, self);
  if (focus == NULL || is_inside (focus, popover))
    return_focus (self);
}

static gboolean
lost_cb (gpointer user_data)
{
  DyzurWindow *self = user_data;

  self->focus_source = 0;
  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    return_focus (self);
  return G_SOURCE_REMOVE;
}

static void
focus_changed_cb (DyzurWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *popover = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;

  if (self->list_pane == NULL)
    return;   /* the window is being taken apart */
  if (focus == NULL && self->focus_source == 0)
    self->focus_source = g_idle_add (lost_cb, self);
  else if (popover == NULL && focus != NULL)
    g_set_weak_pointer (&self->focus_place, focus);
  else if (popover != NULL &&
           g_signal_handler_find (popover, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL, closed_cb, self) == 0)
    g_signal_connect_object (popover, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
}

void
_dyzur_window_init_focus (DyzurWindow *self)
{
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
}

void
_dyzur_window_dispose_focus (DyzurWindow *self)
{
  g_clear_handle_id (&self->focus_source, g_source_remove);
  g_clear_weak_pointer (&self->focus_place);
}
