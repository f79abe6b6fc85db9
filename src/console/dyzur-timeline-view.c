/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-timeline-view-private.h"

#include "dyzur-widget.h"

G_DEFINE_FINAL_TYPE (DyzurTimelineView, dyzur_timeline_view, GTK_TYPE_WIDGET)

enum
{
  NEWEST_WANTED,
  SCROLLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

GtkAdjustment *
_dyzur_timeline_get_adjustment (DyzurTimelineView *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
}

static guint
count_incoming (DyzurTimelineView *self,
                guint              position,
                guint              n)
{
  guint count = 0;

  for (guint i = position; i < position + n; i++)
    {
      const DyzurMessageRecord *record = _dyzur_timeline_get_record (self, i);

      count += record != NULL && record->kind == DYZUR_MESSAGE_INCOMING;
    }
  return count;
}

static void
items_changed_cb (DyzurTimelineView *self,
                  guint              position,
                  guint              removed,
                  guint              added,
                  GListModel        *model)
{
  gboolean at_end = position + added == g_list_model_get_n_items (model) && position > 0 && removed == 0;

  if (at_end && !self->follows && self->place == PLACE_SETTLED && !_dyzur_timeline_has_newer (self))
    self->unseen += count_incoming (self, position, added);
  if (self->stepped_to != G_MAXUINT && position <= self->stepped_to)
    self->stepped_to += added - removed;
  _dyzur_timeline_update_groups (self);
  _dyzur_timeline_update_jump (self);
}

static void
jump_clicked_cb (DyzurTimelineView *self)
{
  dyzur_timeline_view_scroll_to_end (self);
}

/* Into what is being read, without moving it */
static gboolean
dyzur_timeline_view_grab_focus (GtkWidget *widget)
{
  DyzurTimelineView *self = DYZUR_TIMELINE_VIEW (widget);
  GtkWidget *target = _dyzur_timeline_find_match (self);

  if (target == NULL)
    target = _dyzur_timeline_find_lowest (self, GTK_TYPE_WIDGET);
  return gtk_widget_grab_focus (target != NULL ? target : self->scroller);
}

static GtkWidget *
get_focused_row (DyzurTimelineView *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *child = gtk_list_item_get_child (g_ptr_array_index (self->rows, i));

      if (gtk_widget_has_focus (child) || gtk_widget_get_focus_child (child) != NULL)
        return child;
    }
  return NULL;
}

/* Tab comes to one row, goes through what is inside of it and leaves; arrow keys go from row to row. */
static gboolean
dyzur_timeline_view_focus (GtkWidget        *widget,
                           GtkDirectionType  direction)
{
  DyzurTimelineView *self = DYZUR_TIMELINE_VIEW (widget);
  GtkWidget *row = get_focused_row (self);

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (dyzur_timeline_view_parent_class)->focus (widget, direction);
  if (row != NULL)
    return gtk_widget_child_focus (row, direction);
  if (gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;
  return dyzur_timeline_view_grab_focus (widget);
}

static void
dyzur_timeline_view_realize (GtkWidget *widget)
{
  DyzurTimelineView *self = DYZUR_TIMELINE_VIEW (widget);

  GTK_WIDGET_CLASS (dyzur_timeline_view_parent_class)->realize (widget);
  self->clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  self->layout_handler = g_signal_connect_data (self->clock, "layout", G_CALLBACK (_dyzur_timeline_layout), self, NULL,
                                                G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
dyzur_timeline_view_unrealize (GtkWidget *widget)
{
  DyzurTimelineView *self = DYZUR_TIMELINE_VIEW (widget);

  g_clear_signal_handler (&self->layout_handler, self->clock);
  g_clear_object (&self->clock);
  GTK_WIDGET_CLASS (dyzur_timeline_view_parent_class)->unrealize (widget);
}

static void
dyzur_timeline_view_dispose (GObject *object)
{
  DyzurTimelineView *self = DYZUR_TIMELINE_VIEW (object);

  if (self->list != NULL)
    dyzur_timeline_view_set_model (self, NULL, NULL, 0);
  g_clear_handle_id (&self->highlight_source, g_source_remove);
  g_clear_object (&self->matches);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_TIMELINE_VIEW);

  G_OBJECT_CLASS (dyzur_timeline_view_parent_class)->dispose (object);
}

static void
dyzur_timeline_view_finalize (GObject *object)
{
  g_ptr_array_unref (DYZUR_TIMELINE_VIEW (object)->rows);
  g_ptr_array_unref (DYZUR_TIMELINE_VIEW (object)->spare);

  G_OBJECT_CLASS (dyzur_timeline_view_parent_class)->finalize (object);
}

static void
dyzur_timeline_view_class_init (DyzurTimelineViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_timeline_view_dispose;
  object_class->finalize = dyzur_timeline_view_finalize;

  widget_class->focus = dyzur_timeline_view_focus;
  widget_class->grab_focus = dyzur_timeline_view_grab_focus;
  widget_class->realize = dyzur_timeline_view_realize;
  widget_class->unrealize = dyzur_timeline_view_unrealize;

  signals[NEWEST_WANTED] = g_signal_new ("newest-wanted", DYZUR_TYPE_TIMELINE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);

  signals[SCROLLED] = g_signal_new ("scrolled", DYZUR_TYPE_TIMELINE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-timeline-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurTimelineView, floor);
  gtk_widget_class_bind_template_child (widget_class, DyzurTimelineView, jump_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurTimelineView, jump_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurTimelineView, jump_revealer);
  gtk_widget_class_bind_template_child (widget_class, DyzurTimelineView, list);
  gtk_widget_class_bind_template_child (widget_class, DyzurTimelineView, scroller);
  gtk_widget_class_bind_template_child (widget_class, DyzurTimelineView, selection);
  gtk_widget_class_bind_template_callback_full (widget_class, "bind_cb",
                                                G_CALLBACK (_dyzur_timeline_bind_row));
  gtk_widget_class_bind_template_callback (widget_class, jump_clicked_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "setup_cb",
                                                G_CALLBACK (_dyzur_timeline_setup_row));
  gtk_widget_class_bind_template_callback_full (widget_class, "unbind_cb",
                                                G_CALLBACK (_dyzur_timeline_unbind_row));
}

static void
dyzur_timeline_view_init (DyzurTimelineView *self)
{
  self->rows = g_ptr_array_new ();
  self->spare = g_ptr_array_new_with_free_func (g_object_unref);
  self->stepped_to = G_MAXUINT;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->floor, gtk_custom_layout_new (NULL, _dyzur_timeline_measure_floor,
                                                                         _dyzur_timeline_allocate_floor));
  g_signal_connect_object (_dyzur_timeline_get_adjustment (self), "value-changed",
                           G_CALLBACK (_dyzur_timeline_value_changed), self, G_CONNECT_SWAPPED);
}

GtkWidget *
dyzur_timeline_view_new (void)
{
  return g_object_new (DYZUR_TYPE_TIMELINE_VIEW, NULL);
}

/**
 * dyzur_timeline_view_set_model:
 * @engine: (nullable):
 * @model: (nullable): of DyzurMessage and DyzurMark, a DyzurPager
 * @around_message_id: what to show; 0 = what is new, otherwise the end
 */
void
dyzur_timeline_view_set_model (DyzurTimelineView *self,
                               DyzurEngine       *engine,
                               GListModel        *model,
                               gint64             around_message_id)
{
  g_return_if_fail (DYZUR_IS_TIMELINE_VIEW (self));

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, items_changed_cb, self);
  g_set_object (&self->engine, engine);
  g_set_object (&self->model, model);
  self->target = around_message_id;
  self->points_out = TRUE;
  self->place = PLACE_END_THEN_TARGET;
  self->unseen = 0;
  self->stepped_to = G_MAXUINT;
  self->follows = FALSE;
  /* A row that goes with its model would keep the focus and hear no key. */
  if (self->list != NULL && gtk_widget_get_focus_child (self->list) != NULL)
    gtk_widget_grab_focus (self->scroller);
  /* The list keeps its own model, so that rows are used again instead of being built anew. */
  self->swapping = TRUE;
  if (self->selection != NULL)
    gtk_no_selection_set_model (self->selection, model);
  self->swapping = FALSE;
  if (model != NULL)
    g_signal_connect_swapped (model, "items-changed", G_CALLBACK (items_changed_cb), self);
  _dyzur_timeline_update_jump (self);
}

/**
 * dyzur_timeline_view_set_matches:
 * @matches: (nullable): words to be marked wherever they stand; %NULL = none
 * @message_id: the message that is pointed at until another one is, 0 = none
 */
void
dyzur_timeline_view_set_matches (DyzurTimelineView *self,
                                 DyzurMatches      *matches,
                                 gint64             message_id)
{
  g_return_if_fail (DYZUR_IS_TIMELINE_VIEW (self));

  g_set_object (&self->matches, matches);
  self->match = message_id;
  g_clear_handle_id (&self->highlight_source, g_source_remove);
  _dyzur_timeline_update_matches (self);
}

/**
 * dyzur_timeline_view_return_to:
 * @place: of dyzur_timeline_view_get_place(); the model was opened around it
 *
 * Like dyzur_timeline_view_set_model(), but where somebody left off nothing is pointed at.
 */
void
dyzur_timeline_view_return_to (DyzurTimelineView *self,
                               DyzurEngine       *engine,
                               GListModel        *model,
                               gint64             place)
{
  dyzur_timeline_view_set_model (self, engine, model, place);
  self->points_out = FALSE;
}

/* What the keyboard's focus goes to when somebody wants to read */
GtkWidget *
dyzur_timeline_view_get_list (DyzurTimelineView *self)
{
  return self->list;
}

/**
 * dyzur_timeline_view_find_current:
 *
 * Returns: (transfer none) (nullable): the row of the message that has the focus, else of the one that is read
 */
GtkWidget *
dyzur_timeline_view_find_current (DyzurTimelineView *self)
{
  GtkWidget *row = get_focused_row (self);

  if (!DYZUR_IS_MESSAGE_WIDGET (row))
    row = _dyzur_timeline_find_match (self);
  if (row == NULL)
    row = _dyzur_timeline_find_lowest (self, DYZUR_TYPE_MESSAGE_WIDGET);
  return row;
}
