/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-window-private.h"

/*
 * The focus is never lost: when a popover closes it goes back to where it was before, and when a row that had it is gone
 * it stays in the list. GTK would leave it to whatever button takes it first.
 */

static gboolean
is_inside (GtkWidget *focus,
           GtkWidget *widget)
{
  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static gboolean
has_place (DyzurWindow *self)
{
  return self->focus_place != NULL && gtk_widget_get_root (self->focus_place) == GTK_ROOT (self) &&
         gtk_widget_get_mapped (self->focus_place);
}

static void
return_focus (DyzurWindow *self)
{
  if (has_place (self) && gtk_widget_grab_focus (self->focus_place))
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

static void
watch_popover (DyzurWindow *self,
               GtkWidget   *popover)
{
  if (g_signal_handler_find (popover, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL, closed_cb, self) == 0)
    g_signal_connect_object (popover, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
}

/* A list that went empty takes no focus back: what a person went to keeps it. */
static void
stay_where_it_is (DyzurWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus == NULL || is_inside (focus, GTK_WIDGET (self->list_pane)))
    return;
  g_set_weak_pointer (&self->focus_place, focus);
  self->focus_in_list = FALSE;
}

static gboolean
lost_cb (gpointer user_data)
{
  DyzurWindow *self = user_data;

  self->focus_source = 0;
  return_focus (self);
  stay_where_it_is (self);
  return G_SOURCE_REMOVE;
}

/* Nobody moves the focus out of the list at the moment in which its row vanishes. */
static gboolean
slipped_out_of_list (DyzurWindow *self,
                     GtkWidget   *focus)
{
  return self->focus_in_list && !has_place (self) && !dyzur_panes_get_folded (self->panes) &&
         !is_inside (focus, GTK_WIDGET (self->list_pane));
}

static void
focus_changed_cb (DyzurWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *popover = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;

  if (self->list_pane == NULL)
    return;   /* the window is being taken apart */
  g_clear_handle_id (&self->focus_source, g_source_remove);
  if (popover != NULL)
    watch_popover (self, popover);
  else if (focus == NULL || slipped_out_of_list (self, focus))
    self->focus_source = g_idle_add (lost_cb, self);
  else
    {
      g_set_weak_pointer (&self->focus_place, focus);
      self->focus_in_list = is_inside (focus, GTK_WIDGET (self->list_pane));
      if (is_inside (focus, GTK_WIDGET (self->conversation_view)))
        _dyzur_window_end_preview (self);
    }
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
