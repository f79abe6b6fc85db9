/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-timeline-view-private.h"

#include <glib/gi18n.h>

#include "dyzur-mark.h"
#include "dyzur-pager.h"
#include "dyzur-widget.h"

#define NEAR_END 24
#define HIGHLIGHT_TIME 2500
#define MATCH_MARGIN 24

static double
get_distance_to_end (DyzurTimelineView *self)
{
  GtkAdjustment *adjustment = _dyzur_timeline_get_adjustment (self);

  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment)
         - gtk_adjustment_get_value (adjustment);
}

static guint
find_target (DyzurTimelineView *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->model); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (self->model, i);

      if (self->target == 0 && DYZUR_IS_MARK (item) && dyzur_mark_get_kind (DYZUR_MARK (item)) == DYZUR_MARK_UNREAD)
        return i;
      if (self->target != 0 && DYZUR_IS_MESSAGE (item)
          && dyzur_message_get_record (DYZUR_MESSAGE (item))->id == self->target)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

void
_dyzur_timeline_update_jump (DyzurTimelineView *self)
{
  gboolean far = _dyzur_timeline_has_newer (self)
                 || get_distance_to_end (self) > gtk_adjustment_get_page_size (_dyzur_timeline_get_adjustment (self));
  gboolean shown = self->model != NULL && !self->follows && (self->unseen > 0 || far);
  g_autofree char *text = NULL;

  if (self->unseen > 0)
    text = g_strdup_printf (ngettext ("%u new message", "%u new messages", self->unseen), self->unseen);
  else
    text = g_strdup (_("Newest"));
  if (shown)
    {
      gtk_label_set_label (GTK_LABEL (self->jump_label), text);
      dyzur_widget_set_name (self->jump_button, text);
    }
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->jump_revealer), shown);
}

static void
set_follows (DyzurTimelineView *self,
             gboolean           follows)
{
  self->follows = follows;
  if (follows)
    self->unseen = 0;
  _dyzur_timeline_update_jump (self);
}

static GtkListItem *
find_row (DyzurTimelineView *self,
          guint              position)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_list_item_get_position (g_ptr_array_index (self->rows, i)) == position)
      return g_ptr_array_index (self->rows, i);
  return NULL;
}

static void
clear_highlight_cb (gpointer user_data)
{
  DyzurTimelineView *self = user_data;

  self->highlight_source = 0;
  _dyzur_timeline_update_matches (self);
}

void
_dyzur_timeline_highlight (DyzurTimelineView *self,
                           guint              position)
{
  GtkListItem *row = find_row (self, position);
  GtkWidget *child = row != NULL ? gtk_list_item_get_child (row) : NULL;

  if (!DYZUR_IS_MESSAGE_WIDGET (child))
    return;
  g_clear_handle_id (&self->highlight_source, g_source_remove);
  clear_highlight_cb (self);
  dyzur_message_widget_set_highlighted (DYZUR_MESSAGE_WIDGET (child), TRUE);
  self->highlight_source = g_timeout_add_once (HIGHLIGHT_TIME, clear_highlight_cb, self);
}

static void
go_to_end (DyzurTimelineView *self)
{
  GtkAdjustment *adjustment = _dyzur_timeline_get_adjustment (self);
  double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (gtk_adjustment_get_value (adjustment) < end)
    gtk_adjustment_set_value (adjustment, end);
}

static void
go_to_target (DyzurTimelineView *self)
{
  guint position = find_target (self);

  if (position == GTK_INVALID_LIST_POSITION)
    {
      set_follows (self, !_dyzur_timeline_has_newer (self));
      return;
    }
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", position);
  if (self->target != 0 && self->match == 0)
    _dyzur_timeline_highlight (self, position);
  if (self->target != 0)
    self->place = PLACE_MATCH;
}

static gboolean
has_focus (DyzurTimelineView *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  return focus != NULL && (focus == self->scroller || gtk_widget_is_ancestor (focus, self->scroller));
}

/* Who came to read a message goes on from there with the keys. */
static void
go_to_match (DyzurTimelineView *self)
{
  GtkListItem *row = find_row (self, find_target (self));
  GtkWidget *child = row != NULL ? gtk_list_item_get_child (row) : NULL;
  double height = gtk_widget_get_height (self->scroller), y;
  GdkRectangle area = { 0, 0, 0, 0 };

  if (!DYZUR_IS_MESSAGE_WIDGET (child))
    return;
  if (has_focus (self))
    gtk_widget_grab_focus (child);
  if (self->match == 0)
    return;
  if (!dyzur_message_widget_find_mark (DYZUR_MESSAGE_WIDGET (child), &area))
    area.height = gtk_widget_get_height (child);
  if (gtk_widget_translate_coordinates (child, self->scroller, 0, area.y, NULL, &y)
      && (y < 0 || y + area.height > height - MATCH_MARGIN))
    {
      GtkAdjustment *adjustment = _dyzur_timeline_get_adjustment (self);

      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + y - height / 3);
    }
}

static void
load_near_edges (DyzurTimelineView *self)
{
  GtkAdjustment *adjustment = _dyzur_timeline_get_adjustment (self);
  double margin = gtk_adjustment_get_page_size (adjustment) * 0.75;

  if (self->place != PLACE_SETTLED || !DYZUR_IS_PAGER (self->model) || margin <= 0)
    return;
  if (gtk_adjustment_get_value (adjustment) < margin && dyzur_pager_has_more (DYZUR_PAGER (self->model), TRUE))
    dyzur_pager_load (DYZUR_PAGER (self->model), TRUE);
  if (get_distance_to_end (self) < margin && _dyzur_timeline_has_newer (self))
    dyzur_pager_load (DYZUR_PAGER (self->model), FALSE);
}

/* How much of @height a short talk leaves free, 0 when the talk is longer or not all of it has its row. */
static int
get_gap (DyzurTimelineView *self,
         int                height)
{
  GtkBorder padding;
  float end = 0;

  if (self->model == NULL || self->rows->len == 0 || self->rows->len != g_list_model_get_n_items (self->model))
    return 0;
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = gtk_widget_get_parent (gtk_list_item_get_child (g_ptr_array_index (self->rows, i)));
      graphene_rect_t bounds;

      if (!gtk_widget_compute_bounds (row, self->scroller, &bounds))
        return 0;
      end = MAX (end, bounds.origin.y + bounds.size.height);
    }
  gtk_style_context_get_padding (gtk_widget_get_style_context (self->list), &padding);
  return MAX (height - (int) end - padding.bottom, 0);
}

void
_dyzur_timeline_measure_floor (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural, NULL, NULL);
}

/*
 * A short talk stands at the bottom, near the answer: the list gets all of the height, so that its rows get theirs, and
 * then everything is moved down by what is left. Nothing is measured again for that. (The list cannot be aligned to its
 * end: GtkListView asks its rows for their heights without saying how wide they are.)
 */
void
_dyzur_timeline_allocate_floor (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  DyzurTimelineView *self = DYZUR_TIMELINE_VIEW (gtk_widget_get_ancestor (widget, DYZUR_TYPE_TIMELINE_VIEW));

  for (guint i = 0; i < 2; i++)
    {
      gtk_widget_allocate (self->scroller, width, height, baseline,
                           gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (0, (float) self->gap)));
      if (self->gap == get_gap (self, height))
        return;
      self->gap = get_gap (self, height);
    }
}

/*
 * Runs after the rows got their heights and before they are painted; moving the adjustment here makes GTK lay out once
 * more within the same frame, so nothing is ever seen to jump.
 */
void
_dyzur_timeline_layout (DyzurTimelineView *self)
{
  GtkAdjustment *adjustment = _dyzur_timeline_get_adjustment (self);

  if (self->model == NULL || g_list_model_get_n_items (self->model) == 0
      || gtk_adjustment_get_page_size (adjustment) <= 1)
    return;
  switch (self->place)
    {
    case PLACE_END_THEN_TARGET:
      self->place = PLACE_TARGET;
      if (get_distance_to_end (self) > 0)
        {
          go_to_end (self);
          break;
        }
      G_GNUC_FALLTHROUGH;
    case PLACE_TARGET:
      self->place = PLACE_SETTLED;
      self->last_upper = -1;
      go_to_target (self);
      if (self->place == PLACE_MATCH)
        gtk_widget_queue_allocate (self->list);
      break;
    case PLACE_MATCH:
      self->place = PLACE_SETTLED;
      self->last_upper = -1;
      go_to_match (self);
      break;
    case PLACE_END:
      self->place = PLACE_SETTLED;
      set_follows (self, TRUE);
      go_to_end (self);
      break;
    case PLACE_SETTLED:
    default:
      if (self->follows)
        go_to_end (self);
      break;
    }
  if (self->last_upper != gtk_adjustment_get_upper (adjustment)
      || self->last_page != gtk_adjustment_get_page_size (adjustment))
    {
      self->last_upper = gtk_adjustment_get_upper (adjustment);
      self->last_page = gtk_adjustment_get_page_size (adjustment);
      if (self->place == PLACE_SETTLED && !_dyzur_timeline_has_newer (self) && get_distance_to_end (self) < NEAR_END)
        set_follows (self, TRUE);
      load_near_edges (self);
      _dyzur_timeline_update_jump (self);
    }
}

/* Only a person's scrolling decides whether the end is followed, not rows that change their height. */
void
_dyzur_timeline_value_changed (DyzurTimelineView *self,
                               GtkAdjustment     *adjustment)
{
  gboolean by_person = self->place == PLACE_SETTLED && self->last_upper == gtk_adjustment_get_upper (adjustment)
                       && self->last_page == gtk_adjustment_get_page_size (adjustment);

  if (self->model == NULL || !by_person)
    return;
  set_follows (self, get_distance_to_end (self) < NEAR_END && !_dyzur_timeline_has_newer (self));
  load_near_edges (self);
  g_signal_emit_by_name (self, "scrolled");
}

/* The lowest row that stands on the screen as a whole: where reading goes on when the keyboard comes in */
GtkWidget *
_dyzur_timeline_find_lowest (DyzurTimelineView *self,
                             GType              type)
{
  double height = gtk_widget_get_height (self->scroller);
  GtkWidget *lowest = NULL;
  guint position = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkListItem *row = g_ptr_array_index (self->rows, i);
      GtkWidget *child = gtk_list_item_get_child (row);
      graphene_rect_t bounds;

      if (!G_TYPE_CHECK_INSTANCE_TYPE (child, type)
          || (lowest != NULL && gtk_list_item_get_position (row) < position)
          || !gtk_widget_compute_bounds (child, self->scroller, &bounds)
          || bounds.origin.y + bounds.size.height > height + 1)
        continue;
      lowest = child;
      position = gtk_list_item_get_position (row);
    }
  return lowest;
}

/* The message that is pointed at, when it can be seen */
GtkWidget *
_dyzur_timeline_find_match (DyzurTimelineView *self)
{
  for (guint i = 0; self->match != 0 && i < self->rows->len; i++)
    {
      GtkListItem *row = g_ptr_array_index (self->rows, i);
      const DyzurMessageRecord *record = _dyzur_timeline_get_record (self, gtk_list_item_get_position (row));
      GtkWidget *child = gtk_list_item_get_child (row);
      graphene_rect_t bounds;

      if (record != NULL && record->id == self->match && gtk_widget_compute_bounds (child, self->scroller, &bounds)
          && bounds.origin.y + bounds.size.height > 0 && bounds.origin.y < gtk_widget_get_height (self->scroller))
        return child;
    }
  return NULL;
}

/**
 * dyzur_timeline_view_go_to:
 *
 * Brings a message into sight, or the word in it that was looked for.
 *
 * Returns: %FALSE when it is not loaded: open the timeline around it
 */
gboolean
dyzur_timeline_view_go_to (DyzurTimelineView *self,
                           gint64             message_id)
{
  g_return_val_if_fail (DYZUR_IS_TIMELINE_VIEW (self), FALSE);

  self->target = message_id;
  if (self->model == NULL || find_target (self) == GTK_INVALID_LIST_POSITION)
    return FALSE;
  self->follows = FALSE;
  self->place = PLACE_TARGET;
  gtk_widget_queue_allocate (self->list);
  return TRUE;
}

/**
 * dyzur_timeline_view_get_place:
 *
 * Returns: the message that stands highest on the screen; 0 = the end is shown; -1 = nothing stands there yet
 */
gint64
dyzur_timeline_view_get_place (DyzurTimelineView *self)
{
  gint64 id = -1;
  guint highest = G_MAXUINT;

  g_return_val_if_fail (DYZUR_IS_TIMELINE_VIEW (self), -1);

  if (self->model == NULL || self->place != PLACE_SETTLED)
    return -1;
  if (self->follows)
    return 0;
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkListItem *row = g_ptr_array_index (self->rows, i);
      guint position = gtk_list_item_get_position (row);
      const DyzurMessageRecord *record = _dyzur_timeline_get_record (self, position);
      graphene_rect_t bounds;

      if (record == NULL || record->id == 0 || position > highest
          || !gtk_widget_compute_bounds (gtk_list_item_get_child (row), self->scroller, &bounds)
          || bounds.origin.y + bounds.size.height < NEAR_END)
        continue;
      highest = position;
      id = record->id;
    }
  return id;
}

/**
 * dyzur_timeline_view_show_newer:
 * @message_id: what was seen last
 *
 * Goes to the first message behind it.
 */
void
dyzur_timeline_view_show_newer (DyzurTimelineView *self,
                                gint64             message_id)
{
  guint n;

  g_return_if_fail (DYZUR_IS_TIMELINE_VIEW (self));

  n = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
  for (guint i = n; i > 1; i--)
    {
      const DyzurMessageRecord *record = _dyzur_timeline_get_record (self, i - 2);

      if (record == NULL || record->id != message_id)
        continue;
      gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", i - 1);
      _dyzur_timeline_highlight (self, i - 1);
      return;
    }
  dyzur_timeline_view_scroll_to_end (self);
}

/* Shows the newest message and stays there */
void
dyzur_timeline_view_scroll_to_end (DyzurTimelineView *self)
{
  g_return_if_fail (DYZUR_IS_TIMELINE_VIEW (self));

  if (_dyzur_timeline_has_newer (self))
    {
      g_signal_emit_by_name (self, "newest-wanted");
      return;
    }
  self->place = PLACE_END;
  gtk_widget_queue_allocate (self->list);
}
