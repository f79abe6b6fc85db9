/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-timeline-view.h"

#include <glib/gi18n.h>

#include "dyzur-mark-row.h"
#include "dyzur-mark.h"
#include "dyzur-message-widget.h"
#include "dyzur-message-words.h"
#include "dyzur-pager.h"
#include "dyzur-widget.h"

#define NEAR_END 24
#define HIGHLIGHT_TIME 2500
#define MAX_SPARE 60
#define MATCH_MARGIN 24

/* Where to go once the rows have their heights. END comes before TARGET so that the target ends up at the top. */
typedef enum
{
  PLACE_SETTLED,
  PLACE_END,
  PLACE_END_THEN_TARGET,
  PLACE_TARGET,
  PLACE_MATCH,         /* the target has its place; now the word in it is brought into sight */
} Place;

struct _DyzurTimelineView
{
  GtkWidget       parent_instance;

  DyzurEngine    *engine;
  GListModel     *model;            /* (nullable): a DyzurPager */
  GPtrArray      *rows;             /* (element-type GtkListItem): bound now, borrowed */
  GPtrArray      *spare;            /* (element-type DyzurMessageWidget): out of use, for the next conversation */
  gboolean        swapping;         /* the model is being replaced: rows that go will not come back */

  gboolean        follows;          /* stands at the end and stays there */
  Place           place;
  gint64          target;           /* message looked for, 0 = the line above what is new */
  DyzurMatches   *matches;          /* (nullable): words that are marked wherever they stand */
  gboolean        points_out;       /* the message looked for is pointed at, not just where reading goes on */
  gint64          match;            /* the message that is pointed at among them, 0 = none */
  guint           unseen;           /* came in below while somebody read further up */
  guint           stepped_to;       /* position of the last step, G_MAXUINT = none */
  double          last_upper;
  double          last_page;
  int             gap;              /* above a short talk */
  GdkFrameClock  *clock;
  gulong          layout_handler;
  guint           highlight_source;

  GtkWidget      *floor;
  GtkWidget      *jump_button;
  GtkWidget      *jump_label;
  GtkWidget      *jump_revealer;
  GtkWidget      *list;
  GtkWidget      *scroller;
  GtkNoSelection *selection;
};

G_DEFINE_FINAL_TYPE (DyzurTimelineView, dyzur_timeline_view, GTK_TYPE_WIDGET)

enum
{
  NEWEST_WANTED,
  SCROLLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GtkAdjustment *
get_adjustment (DyzurTimelineView *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
}

static double
get_distance_to_end (DyzurTimelineView *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);

  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment)
         - gtk_adjustment_get_value (adjustment);
}

static gboolean
has_newer (DyzurTimelineView *self)
{
  return self->model != NULL && DYZUR_IS_PAGER (self->model) && dyzur_pager_has_more (DYZUR_PAGER (self->model), FALSE);
}

static const DyzurMessageRecord *
get_record (DyzurTimelineView *self,
            guint              position)
{
  g_autoptr(GObject) item = NULL;

  if (self->model == NULL || position >= g_list_model_get_n_items (self->model))
    return NULL;
  item = g_list_model_get_item (self->model, position);
  return DYZUR_IS_MESSAGE (item) ? dyzur_message_get_record (DYZUR_MESSAGE (item)) : NULL;
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

static void
update_jump (DyzurTimelineView *self)
{
  gboolean far = get_distance_to_end (self) > gtk_adjustment_get_page_size (get_adjustment (self)) || has_newer (self);
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
  update_jump (self);
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
update_match (DyzurTimelineView  *self,
              DyzurMessageWidget *row)
{
  DyzurMessage *message = dyzur_message_widget_get_message (row);

  dyzur_message_widget_set_matches (row, self->matches);
  dyzur_message_widget_set_highlighted (row, self->match != 0 && message != NULL
                                             && dyzur_message_get_record (message)->id == self->match);
}

static void
update_matches (DyzurTimelineView *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *child = gtk_list_item_get_child (g_ptr_array_index (self->rows, i));

      if (DYZUR_IS_MESSAGE_WIDGET (child))
        update_match (self, DYZUR_MESSAGE_WIDGET (child));
    }
}

static void
clear_highlight_cb (gpointer user_data)
{
  DyzurTimelineView *self = user_data;

  self->highlight_source = 0;
  update_matches (self);
}

static void
highlight (DyzurTimelineView *self,
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
  GtkAdjustment *adjustment = get_adjustment (self);
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
      set_follows (self, !has_newer (self));
      return;
    }
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", position);
  if (self->target != 0 && self->match == 0)
    highlight (self, position);
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
    gtk_adjustment_set_value (get_adjustment (self), gtk_adjustment_get_value (get_adjustment (self)) + y - height / 3);
}

static void
load_near_edges (DyzurTimelineView *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  double margin = gtk_adjustment_get_page_size (adjustment) * 0.75;

  if (self->place != PLACE_SETTLED || !DYZUR_IS_PAGER (self->model) || margin <= 0)
    return;
  if (gtk_adjustment_get_value (adjustment) < margin && dyzur_pager_has_more (DYZUR_PAGER (self->model), TRUE))
    dyzur_pager_load (DYZUR_PAGER (self->model), TRUE);
  if (get_distance_to_end (self) < margin && has_newer (self))
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

static void
measure_floor (GtkWidget      *widget,
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
static void
allocate_floor (GtkWidget *widget,
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
static void
layout_cb (DyzurTimelineView *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);

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
      if (self->place == PLACE_SETTLED && !has_newer (self) && get_distance_to_end (self) < NEAR_END)
        set_follows (self, TRUE);
      load_near_edges (self);
      update_jump (self);
    }
}

/* Only a person's scrolling decides whether the end is followed, not rows that change their height. */
static void
value_changed_cb (DyzurTimelineView *self,
                  GtkAdjustment     *adjustment)
{
  gboolean by_person = self->place == PLACE_SETTLED && self->last_upper == gtk_adjustment_get_upper (adjustment)
                       && self->last_page == gtk_adjustment_get_page_size (adjustment);

  if (self->model == NULL || !by_person)
    return;
  set_follows (self, get_distance_to_end (self) < NEAR_END && !has_newer (self));
  load_near_edges (self);
  g_signal_emit (self, signals[SCROLLED], 0);
}

static gboolean
continues (DyzurTimelineView *self,
           guint              position)
{
  const DyzurMessageRecord *record = get_record (self, position);

  return record != NULL && position > 0 && dyzur_message_continues (record, get_record (self, position - 1));
}

/* Whether a row goes on with the one above depends on its neighbour, which no item knows. */
static void
update_groups (DyzurTimelineView *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkListItem *row = g_ptr_array_index (self->rows, i);
      GtkWidget *child = gtk_list_item_get_child (row);

      if (DYZUR_IS_MESSAGE_WIDGET (child))
        dyzur_message_widget_set_continues (DYZUR_MESSAGE_WIDGET (child),
                                            continues (self, gtk_list_item_get_position (row)));
    }
}

static guint
count_incoming (DyzurTimelineView *self,
                guint              position,
                guint              n)
{
  guint count = 0;

  for (guint i = position; i < position + n; i++)
    {
      const DyzurMessageRecord *record = get_record (self, i);

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

  if (at_end && !self->follows && self->place == PLACE_SETTLED && !has_newer (self))
    self->unseen += count_incoming (self, position, added);
  if (self->stepped_to != G_MAXUINT && position <= self->stepped_to)
    self->stepped_to += added - removed;
  update_groups (self);
  update_jump (self);
}

/* The list builds its rows anew with every model; the costly part of a row is ours and kept. */
static GtkWidget *
add_message_widget (DyzurTimelineView *self,
                    GtkListItem       *row)
{
  g_autoptr(GtkWidget) child = NULL;

  if (self->spare->len > 0)
    child = g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1);
  else
    child = g_object_ref_sink (dyzur_message_widget_new ());
  gtk_list_item_set_child (row, child);
  return child;
}

static void
bind_message (DyzurTimelineView *self,
              GtkListItem       *row,
              DyzurMessage      *message)
{
  GtkWidget *child = gtk_list_item_get_child (row);

  if (!DYZUR_IS_MESSAGE_WIDGET (child))
    child = add_message_widget (self, row);
  dyzur_message_widget_set_continues (DYZUR_MESSAGE_WIDGET (child), continues (self, gtk_list_item_get_position (row)));
  dyzur_message_widget_set_message (DYZUR_MESSAGE_WIDGET (child), self->engine, message);
  update_match (self, DYZUR_MESSAGE_WIDGET (child));
}

static void
bind_mark (DyzurTimelineView *self,
           GtkListItem       *row,
           GObject           *item)
{
  GtkWidget *child = gtk_list_item_get_child (row);

  if (!DYZUR_IS_MARK_ROW (child))
    {
      child = dyzur_mark_row_new ();
      gtk_list_item_set_child (row, child);
    }
  if (DYZUR_IS_MARK (item))
    dyzur_mark_row_set_mark (DYZUR_MARK_ROW (child), DYZUR_MARK (item));
  else
    dyzur_mark_row_set_activity (DYZUR_MARK_ROW (child), dyzur_message_get_record (DYZUR_MESSAGE (item)),
                                 self->engine != NULL ? dyzur_engine_get_me_id (self->engine) : NULL);
}

/* Rows are chosen and cleared by the keyboard's focus alone: a click must not move what is being read. */
static void
setup_cb (DyzurTimelineView *self,
          GtkListItem       *row)
{
  gtk_list_item_set_activatable (row, FALSE);
  gtk_list_item_set_selectable (row, FALSE);
}

static void
bind_cb (DyzurTimelineView *self,
         GtkListItem       *row)
{
  GObject *item = gtk_list_item_get_item (row);

  g_ptr_array_add (self->rows, row);
  if (DYZUR_IS_MESSAGE (item) && dyzur_message_get_record (DYZUR_MESSAGE (item))->kind != DYZUR_MESSAGE_ACTIVITY)
    bind_message (self, row, DYZUR_MESSAGE (item));
  else
    bind_mark (self, row, item);
}

static void
unbind_cb (DyzurTimelineView *self,
           GtkListItem       *row)
{
  GtkWidget *child = gtk_list_item_get_child (row);

  g_ptr_array_remove_fast (self->rows, row);
  if (!DYZUR_IS_MESSAGE_WIDGET (child))
    return;
  dyzur_message_widget_set_highlighted (DYZUR_MESSAGE_WIDGET (child), FALSE);
  dyzur_message_widget_set_matches (DYZUR_MESSAGE_WIDGET (child), NULL);
  dyzur_message_widget_set_message (DYZUR_MESSAGE_WIDGET (child), self->engine, NULL);
  if (!self->swapping || self->spare->len >= MAX_SPARE)
    return;
  g_ptr_array_add (self->spare, g_object_ref (child));
  gtk_list_item_set_child (row, NULL);
}

static void
jump_clicked_cb (DyzurTimelineView *self)
{
  dyzur_timeline_view_scroll_to_end (self);
}

static gboolean
is_worth_a_step (const DyzurMessageRecord *record)
{
  static GRegex *order;

  if (g_once_init_enter (&order))
    g_once_init_leave (&order, g_regex_new ("(?:#|\\bzam\\w*|\\border)\\D{0,12}\\d{3,}", G_REGEX_CASELESS, 0, NULL));
  return (record->attachments != NULL && record->attachments->len > 0)
         || (record->text != NULL && g_regex_match (order, record->text, 0, NULL));
}

/* The lowest row that stands on the screen as a whole: where reading goes on when the keyboard comes in */
static GtkWidget *
find_lowest (DyzurTimelineView *self)
{
  double height = gtk_widget_get_height (self->scroller);
  GtkWidget *lowest = NULL;
  guint position = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkListItem *row = g_ptr_array_index (self->rows, i);
      GtkWidget *child = gtk_list_item_get_child (row);
      graphene_rect_t bounds;

      if ((lowest != NULL && gtk_list_item_get_position (row) < position)
          || !gtk_widget_compute_bounds (child, self->scroller, &bounds)
          || bounds.origin.y + bounds.size.height > height + 1)
        continue;
      lowest = child;
      position = gtk_list_item_get_position (row);
    }
  return lowest;
}

/* The message that is pointed at, when it can be seen */
static GtkWidget *
find_match (DyzurTimelineView *self)
{
  for (guint i = 0; self->match != 0 && i < self->rows->len; i++)
    {
      GtkListItem *row = g_ptr_array_index (self->rows, i);
      const DyzurMessageRecord *record = get_record (self, gtk_list_item_get_position (row));
      GtkWidget *child = gtk_list_item_get_child (row);
      graphene_rect_t bounds;

      if (record != NULL && record->id == self->match && gtk_widget_compute_bounds (child, self->scroller, &bounds)
          && bounds.origin.y + bounds.size.height > 0 && bounds.origin.y < gtk_widget_get_height (self->scroller))
        return child;
    }
  return NULL;
}

/* Into what is being read, without moving it */
static gboolean
dyzur_timeline_view_grab_focus (GtkWidget *widget)
{
  DyzurTimelineView *self = DYZUR_TIMELINE_VIEW (widget);
  GtkWidget *target = find_match (self);

  if (target == NULL)
    target = find_lowest (self);
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
  self->layout_handler = g_signal_connect_data (self->clock, "layout", G_CALLBACK (layout_cb), self, NULL,
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
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, jump_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
dyzur_timeline_view_init (DyzurTimelineView *self)
{
  self->rows = g_ptr_array_new ();
  self->spare = g_ptr_array_new_with_free_func (g_object_unref);
  self->stepped_to = G_MAXUINT;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->floor, gtk_custom_layout_new (NULL, measure_floor, allocate_floor));
  g_signal_connect_object (get_adjustment (self), "value-changed", G_CALLBACK (value_changed_cb), self,
                           G_CONNECT_SWAPPED);
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
  update_jump (self);
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
  update_matches (self);
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
      const DyzurMessageRecord *record = get_record (self, position);
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
      const DyzurMessageRecord *record = get_record (self, i - 2);

      if (record == NULL || record->id != message_id)
        continue;
      gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", i - 1);
      highlight (self, i - 1);
      return;
    }
  dyzur_timeline_view_scroll_to_end (self);
}

/**
 * dyzur_timeline_view_find_waiting:
 * @planned: only one that is sent at a chosen time
 *
 * Returns: the last message of ours that has not left yet, or was refused; 0 when there is none
 */
gint64
dyzur_timeline_view_find_waiting (DyzurTimelineView *self,
                                  gboolean           planned)
{
  g_return_val_if_fail (DYZUR_IS_TIMELINE_VIEW (self), 0);

  for (guint i = self->model != NULL ? g_list_model_get_n_items (self->model) : 0; i > 0; i--)
    {
      const DyzurMessageRecord *record = get_record (self, i - 1);

      if (record == NULL || record->author_kind != DYZUR_AUTHOR_AGENT)
        continue;
      if (planned ? dyzur_message_is_planned (record)
                  : record->delivery == DYZUR_DELIVERY_QUEUED || record->delivery == DYZUR_DELIVERY_FAILED)
        return record->id;
    }
  return 0;
}

/* Shows the newest message and stays there */
void
dyzur_timeline_view_scroll_to_end (DyzurTimelineView *self)
{
  g_return_if_fail (DYZUR_IS_TIMELINE_VIEW (self));

  if (has_newer (self))
    {
      g_signal_emit (self, signals[NEWEST_WANTED], 0);
      return;
    }
  self->place = PLACE_END;
  gtk_widget_queue_allocate (self->list);
}

/**
 * dyzur_timeline_view_step:
 *
 * Goes to the next or previous message with an attachment or an order's number.
 */
void
dyzur_timeline_view_step (DyzurTimelineView *self,
                          gboolean           forward)
{
  guint n, position;

  g_return_if_fail (DYZUR_IS_TIMELINE_VIEW (self));

  n = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
  position = self->stepped_to != G_MAXUINT ? self->stepped_to : n;
  while (forward ? position + 1 < n : position > 0)
    {
      const DyzurMessageRecord *record;

      position += forward ? 1 : -1;
      record = get_record (self, position);
      if (record == NULL || !is_worth_a_step (record))
        continue;
      self->stepped_to = position;
      self->follows = FALSE;
      gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", position);
      highlight (self, position);
      return;
    }
  gtk_widget_error_bell (GTK_WIDGET (self));
}

/**
 * dyzur_timeline_view_get_newest:
 *
 * Returns: the id of the last message that stands in the timeline, 0 when there is none
 */
gint64
dyzur_timeline_view_get_newest (DyzurTimelineView *self)
{
  g_return_val_if_fail (DYZUR_IS_TIMELINE_VIEW (self), 0);

  for (guint i = self->model != NULL ? g_list_model_get_n_items (self->model) : 0; i > 0; i--)
    {
      const DyzurMessageRecord *record = get_record (self, i - 1);

      if (record != NULL && record->kind != DYZUR_MESSAGE_ACTIVITY && record->id > 0)
        return record->id;
    }
  return 0;
}

/**
 * dyzur_timeline_view_count_since:
 * @message_id: the newest message that was seen; 0 = unknown
 *
 * Returns: how many messages of others, to the customer or from them, stand below it; -1 when not all of it is here
 */
int
dyzur_timeline_view_count_since (DyzurTimelineView *self,
                                 gint64             message_id)
{
  const char *me_id;
  int count = 0;

  g_return_val_if_fail (DYZUR_IS_TIMELINE_VIEW (self), 0);

  if (message_id == 0 || self->model == NULL)
    return 0;
  if (has_newer (self))
    return -1;
  me_id = self->engine != NULL ? dyzur_engine_get_me_id (self->engine) : NULL;
  for (guint i = g_list_model_get_n_items (self->model); i > 0; i--)
    {
      const DyzurMessageRecord *record = get_record (self, i - 1);

      if (record == NULL)
        continue;
      if (record->id == message_id)
        return count;
      if (record->kind == DYZUR_MESSAGE_INCOMING
          || (record->kind == DYZUR_MESSAGE_OUTGOING && g_strcmp0 (record->author_id, me_id) != 0))
        count++;
    }
  return -1;
}

/* What the keyboard's focus goes to when somebody wants to read */
GtkWidget *
dyzur_timeline_view_get_list (DyzurTimelineView *self)
{
  return self->list;
}
