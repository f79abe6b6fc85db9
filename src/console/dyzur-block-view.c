/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-block-view.h"

#include <glib/gi18n.h>

#include "dyzur-link.h"

#define MIN_WIDTH 60
#define NATURAL_WIDTH 600

struct _DyzurBlockView
{
  GtkWidget         parent_instance;

  DyzurBlocks      *blocks;
  gboolean          show_folded;
  DyzurMatches     *matches;       /* (nullable): what is looked for */

  DyzurBlockLayout *layout;        /* (nullable): made when first measured */
  DyzurPalette      palette;
  gboolean          has_palette;
  guint             serial;        /* of the Pango context the layout was made with */

  /* Selection: @anchor where it began, @cursor where it is now */
  gboolean          selecting;
  DyzurPlace        anchor;
  DyzurPlace        cursor;

  int               hovered_link;  /* -1 = none */
  int               focused_link;
};

G_DEFINE_FINAL_TYPE (DyzurBlockView, dyzur_block_view, GTK_TYPE_WIDGET)

/* Only one message has a selection at a time, like everywhere on the desktop. */
static DyzurBlockView *selection_owner;

static void
lookup (GtkStyleContext *context,
        const char      *name,
        float            alpha,
        const GdkRGBA   *fallback,
        GdkRGBA         *color)
{
  if (!gtk_style_context_lookup_color (context, name, color))
    *color = *fallback;
  color->alpha *= alpha;
}

static void
read_palette (DyzurBlockView *self,
              DyzurPalette   *palette)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));

  gtk_style_context_get_color (context, &palette->text);
  palette->dim = palette->text;
  palette->dim.alpha *= 0.7f;
  lookup (context, "accent_color", 1, &palette->text, &palette->link);
  lookup (context, "error_color", 1, &palette->text, &palette->warning);
  lookup (context, "accent_bg_color", 0.35f, &palette->text, &palette->selection);
  lookup (context, "yellow_4", 0.4f, &palette->text, &palette->mark);
}

static gboolean
same_palette (const DyzurPalette *a,
              const DyzurPalette *b)
{
  return gdk_rgba_equal (&a->text, &b->text) && gdk_rgba_equal (&a->link, &b->link)
         && gdk_rgba_equal (&a->warning, &b->warning) && gdk_rgba_equal (&a->selection, &b->selection)
         && gdk_rgba_equal (&a->mark, &b->mark);
}

/* The row around us reads the message; here is the text, or the link that has the focus. */
static void
update_name (DyzurBlockView *self)
{
  const DyzurLayoutLink *link = self->focused_link >= 0 && self->layout != NULL
                                ? dyzur_block_layout_get_link (self->layout, (guint) self->focused_link) : NULL;
  g_autofree char *name = NULL;

  if (link == NULL)
    name = dyzur_blocks_dup_text (self->blocks, self->show_folded);
  else
    {
      DyzurPlace start = { link->run, link->start }, end = { link->run, link->end };
      g_autofree char *text = dyzur_block_layout_dup_text (self->layout, &start, &end);
      g_autofree char *destination = dyzur_link_dup_destination (link->href);

      /* Translators: a link in a message, for screen readers: its text, then where it leads */
      name = g_strdup_printf (_("Link: %1$s, leads to %2$s"), text, destination);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
drop_layout (DyzurBlockView *self)
{
  g_clear_pointer (&self->layout, dyzur_block_layout_free);
  self->hovered_link = self->focused_link = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static DyzurBlockLayout *
ensure_layout (DyzurBlockView *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));

  if (self->layout != NULL && self->serial != pango_context_get_serial (context))
    g_clear_pointer (&self->layout, dyzur_block_layout_free);
  if (self->layout != NULL)
    return self->layout;

  if (!self->has_palette)
    read_palette (self, &self->palette);
  self->has_palette = TRUE;
  self->serial = pango_context_get_serial (context);
  self->layout = dyzur_block_layout_new (context, self->blocks, self->show_folded, &self->palette);
  dyzur_block_layout_highlight (self->layout, self->matches);
  return self->layout;
}

static void
get_selection (DyzurBlockView *self,
               DyzurPlace     *start,
               DyzurPlace     *end)
{
  gboolean forward = dyzur_place_compare (&self->anchor, &self->cursor) <= 0;

  *start = forward ? self->anchor : self->cursor;
  *end = forward ? self->cursor : self->anchor;
}

static void
select_range (DyzurBlockView   *self,
              const DyzurPlace *anchor,
              const DyzurPlace *cursor)
{
  if (selection_owner != NULL && selection_owner != self)
    dyzur_block_view_unselect (selection_owner);
  selection_owner = self;
  self->anchor = *anchor;
  self->cursor = *cursor;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
own_primary (DyzurBlockView *self)
{
  g_autofree char *text = NULL;

  if (!dyzur_block_view_has_selection (self))
    return;
  text = dyzur_block_view_dup_selection (self);
  gdk_clipboard_set_text (gtk_widget_get_primary_clipboard (GTK_WIDGET (self)), text);
}

static void
open_link (DyzurBlockView *self,
           int             index)
{
  const DyzurLayoutLink *link = dyzur_block_layout_get_link (ensure_layout (self), (guint) index);

  dyzur_link_open (GTK_WIDGET (self), link->href, link->foreign);
}

static void
set_hovered_link (DyzurBlockView *self,
                  int             index)
{
  if (self->hovered_link == index)
    return;
  self->hovered_link = index;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), index >= 0 ? "pointer" : "text");
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
}

static void
pressed_cb (DyzurBlockView  *self,
            int              n_press,
            double           x,
            double           y,
            GtkGestureClick *gesture)
{
  DyzurBlockLayout *layout = ensure_layout (self);
  DyzurPlace place, start, end;

  dyzur_block_layout_locate (layout, x, y, &place);
  if (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) & GDK_SHIFT_MASK)
    {
      select_range (self, &self->anchor, &place);
      return;
    }
  start = end = place;
  if (n_press == 2)
    dyzur_block_layout_get_word (layout, &place, &start, &end);
  else if (n_press >= 3)
    dyzur_block_layout_get_run (layout, &place, &start, &end);
  self->selecting = n_press == 1;
  select_range (self, &start, &end);
}

static void
released_cb (DyzurBlockView  *self,
             int              n_press,
             double           x,
             double           y,
             GtkGestureClick *gesture)
{
  int link = dyzur_block_layout_find_link (ensure_layout (self), x, y);

  self->selecting = FALSE;
  if (dyzur_block_view_has_selection (self))
    own_primary (self);
  else if (n_press == 1 && link >= 0)
    open_link (self, link);
}

static void
drag_update_cb (DyzurBlockView *self,
                double          offset_x,
                double          offset_y,
                GtkGestureDrag *gesture)
{
  DyzurPlace place;
  double x, y;

  if (!self->selecting || !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  dyzur_block_layout_locate (ensure_layout (self), x + offset_x, y + offset_y, &place);
  select_range (self, &self->anchor, &place);
}

static void
motion_cb (DyzurBlockView *self,
           double          x,
           double          y)
{
  set_hovered_link (self, dyzur_block_layout_find_link (ensure_layout (self), x, y));
}

static void
leave_cb (DyzurBlockView *self)
{
  set_hovered_link (self, -1);
}

static GtkSizeRequestMode
dyzur_block_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dyzur_block_view_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  DyzurBlockView *self = DYZUR_BLOCK_VIEW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH;
    }
  else
    *minimum = *natural = dyzur_block_layout_set_width (ensure_layout (self), for_size < 0 ? NATURAL_WIDTH
                                                        : MAX (for_size, MIN_WIDTH));
}

static void
dyzur_block_view_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  dyzur_block_layout_set_width (ensure_layout (DYZUR_BLOCK_VIEW (widget)), width);
}

static void
dyzur_block_view_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  DyzurBlockView *self = DYZUR_BLOCK_VIEW (widget);
  DyzurBlockLayout *layout = ensure_layout (self);
  gboolean selected = dyzur_block_view_has_selection (self);
  DyzurPlace start, end;

  get_selection (self, &start, &end);
  dyzur_block_layout_snapshot (layout, snapshot, selected ? &start : NULL, selected ? &end : NULL);
  if (self->focused_link >= 0 && gtk_widget_has_focus (widget))
    {
      GtkStyleContext *context = gtk_widget_get_style_context (widget);
      GdkRectangle area;

      dyzur_block_layout_get_link_area (layout, (guint) self->focused_link, &area);
      gtk_snapshot_render_focus (snapshot, context, area.x - 2, area.y - 1, area.width + 4, area.height + 2);
    }
}

static void
dyzur_block_view_css_changed (GtkWidget         *widget,
                              GtkCssStyleChange *change)
{
  DyzurBlockView *self = DYZUR_BLOCK_VIEW (widget);
  DyzurPalette palette;

  GTK_WIDGET_CLASS (dyzur_block_view_parent_class)->css_changed (widget, change);

  read_palette (self, &palette);
  if (!self->has_palette || same_palette (&palette, &self->palette))
    return;
  self->palette = palette;
  drop_layout (self);
}

static gboolean
dyzur_block_view_focus (GtkWidget        *widget,
                        GtkDirectionType  direction)
{
  DyzurBlockView *self = DYZUR_BLOCK_VIEW (widget);
  int n_links = (int) dyzur_block_layout_get_n_links (ensure_layout (self));
  gboolean inside = gtk_widget_has_focus (widget);
  int next;

  if (n_links == 0 || (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD))
    return FALSE;
  if (direction == GTK_DIR_TAB_FORWARD)
    next = inside ? self->focused_link + 1 : 0;
  else
    next = inside ? self->focused_link - 1 : n_links - 1;
  if (next < 0 || next >= n_links)
    return FALSE;

  self->focused_link = next;
  update_name (self);
  gtk_widget_set_focusable (widget, TRUE);   /* only with links is there something to do here */
  gtk_widget_grab_focus (widget);
  gtk_widget_queue_draw (widget);
  return TRUE;
}

static gboolean
dyzur_block_view_query_tooltip (GtkWidget  *widget,
                                int         x,
                                int         y,
                                gboolean    keyboard,
                                GtkTooltip *tooltip)
{
  DyzurBlockView *self = DYZUR_BLOCK_VIEW (widget);
  DyzurBlockLayout *layout = ensure_layout (self);
  int index = keyboard ? self->focused_link : dyzur_block_layout_find_link (layout, x, y);
  const DyzurLayoutLink *link;
  g_autofree char *destination = NULL;
  g_autofree char *warning = NULL;
  GdkRectangle area;

  if (index < 0)
    return FALSE;
  link = dyzur_block_layout_get_link (layout, (guint) index);
  destination = dyzur_link_dup_destination (link->href);
  if (link->foreign)
    /* Translators: tooltip of a link whose text names another host; %s is the true one */
    warning = g_strdup_printf (_("Careful: this leads to %s"), destination);
  dyzur_block_layout_get_link_area (layout, (guint) index, &area);
  gtk_tooltip_set_text (tooltip, warning != NULL ? warning : destination);
  gtk_tooltip_set_tip_area (tooltip, &area);
  return TRUE;
}

static void
activate_link (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  DyzurBlockView *self = DYZUR_BLOCK_VIEW (widget);

  if (self->focused_link >= 0)
    open_link (self, self->focused_link);
}

static void
dyzur_block_view_dispose (GObject *object)
{
  DyzurBlockView *self = DYZUR_BLOCK_VIEW (object);

  if (selection_owner == self)
    selection_owner = NULL;
  g_clear_pointer (&self->layout, dyzur_block_layout_free);
  g_clear_pointer (&self->blocks, dyzur_blocks_unref);
  g_clear_object (&self->matches);

  G_OBJECT_CLASS (dyzur_block_view_parent_class)->dispose (object);
}

static void
dyzur_block_view_class_init (DyzurBlockViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_block_view_dispose;

  widget_class->css_changed = dyzur_block_view_css_changed;
  widget_class->focus = dyzur_block_view_focus;
  widget_class->get_request_mode = dyzur_block_view_get_request_mode;
  widget_class->measure = dyzur_block_view_measure;
  widget_class->query_tooltip = dyzur_block_view_query_tooltip;
  widget_class->size_allocate = dyzur_block_view_size_allocate;
  widget_class->snapshot = dyzur_block_view_snapshot;

  gtk_widget_class_install_action (widget_class, "blocks.open-link", NULL, activate_link);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "blocks.open-link", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "blocks.open-link", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "blocks.open-link", NULL);
  gtk_widget_class_set_css_name (widget_class, "blocks");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
dyzur_block_view_init (DyzurBlockView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->blocks = dyzur_blocks_new ();
  self->hovered_link = self->focused_link = -1;

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
dyzur_block_view_new (void)
{
  return g_object_new (DYZUR_TYPE_BLOCK_VIEW, NULL);
}

void
dyzur_block_view_set_blocks (DyzurBlockView *self,
                             DyzurBlocks    *blocks)
{
  g_return_if_fail (DYZUR_IS_BLOCK_VIEW (self));
  g_return_if_fail (blocks != NULL);

  if (self->blocks == blocks)
    return;
  dyzur_blocks_ref (blocks);
  dyzur_blocks_unref (self->blocks);
  self->blocks = blocks;
  self->anchor = self->cursor = (DyzurPlace) { 0, 0 };
  self->show_folded = FALSE;
  drop_layout (self);
  update_name (self);
}

void
dyzur_block_view_set_show_folded (DyzurBlockView *self,
                                  gboolean        show_folded)
{
  g_return_if_fail (DYZUR_IS_BLOCK_VIEW (self));

  if (self->show_folded == show_folded)
    return;
  self->show_folded = show_folded;
  dyzur_block_view_unselect (self);
  drop_layout (self);
  update_name (self);
}

/**
 * dyzur_block_view_set_matches:
 * @matches: (nullable): whose words are marked; %NULL = none
 */
void
dyzur_block_view_set_matches (DyzurBlockView *self,
                              DyzurMatches   *matches)
{
  g_return_if_fail (DYZUR_IS_BLOCK_VIEW (self));

  if (self->matches == matches)
    return;
  g_set_object (&self->matches, matches);
  if (self->layout != NULL)
    dyzur_block_layout_highlight (self->layout, matches);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * dyzur_block_view_get_mark_area:
 * @area: (out): the box around the first marked word
 *
 * Returns: %FALSE when nothing is marked in what is shown
 */
gboolean
dyzur_block_view_get_mark_area (DyzurBlockView *self,
                                GdkRectangle   *area)
{
  g_return_val_if_fail (DYZUR_IS_BLOCK_VIEW (self), FALSE);

  return dyzur_block_layout_get_mark_area (ensure_layout (self), area);
}

/**
 * dyzur_block_view_get_fit_width:
 *
 * Returns: how much of @width the text needs without another line break
 */
int
dyzur_block_view_get_fit_width (DyzurBlockView *self,
                                int             width)
{
  dyzur_block_layout_set_width (ensure_layout (self), MAX (width, MIN_WIDTH));
  return dyzur_block_layout_get_fit_width (self->layout);
}

/**
 * dyzur_block_view_get_last_width:
 *
 * Returns: where the last line ends at the width it is set for; %G_MAXINT when nothing may stand behind it
 */
int
dyzur_block_view_get_last_width (DyzurBlockView *self)
{
  return dyzur_block_layout_get_last_width (ensure_layout (self));
}

gboolean
dyzur_block_view_has_selection (DyzurBlockView *self)
{
  return selection_owner == self && dyzur_place_compare (&self->anchor, &self->cursor) != 0;
}

/**
 * dyzur_block_view_dup_selection:
 *
 * Returns: (transfer full): the selected text, or all of it when nothing is selected
 */
char *
dyzur_block_view_dup_selection (DyzurBlockView *self)
{
  DyzurPlace start, end;

  g_return_val_if_fail (DYZUR_IS_BLOCK_VIEW (self), NULL);

  if (dyzur_block_view_has_selection (self))
    get_selection (self, &start, &end);
  else
    dyzur_block_layout_get_all (ensure_layout (self), &start, &end);
  return dyzur_block_layout_dup_text (ensure_layout (self), &start, &end);
}

void
dyzur_block_view_select_all (DyzurBlockView *self)
{
  DyzurPlace start, end;

  dyzur_block_layout_get_all (ensure_layout (self), &start, &end);
  select_range (self, &start, &end);
  own_primary (self);
}

void
dyzur_block_view_unselect (DyzurBlockView *self)
{
  self->cursor = self->anchor;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * dyzur_block_view_extend_selection:
 *
 * What Shift with arrows does: moves the loose end of the selection.
 */
void
dyzur_block_view_extend_selection (DyzurBlockView *self,
                                   DyzurMove       move,
                                   gboolean        forward)
{
  DyzurPlace cursor = self->cursor;

  dyzur_block_layout_move (ensure_layout (self), &cursor, move, forward);
  select_range (self, &self->anchor, &cursor);
  own_primary (self);
}

/**
 * dyzur_block_view_find_selected:
 *
 * Returns: (nullable) (transfer none): the text inside @inside that has a selection
 */
DyzurBlockView *
dyzur_block_view_find_selected (GtkWidget *inside)
{
  if (selection_owner == NULL || !dyzur_block_view_has_selection (selection_owner)
      || !gtk_widget_is_ancestor (GTK_WIDGET (selection_owner), inside))
    return NULL;
  return selection_owner;
}

/**
 * dyzur_block_view_get_link_at:
 *
 * Returns: (nullable) (transfer none): the link under the point
 */
const DyzurLayoutLink *
dyzur_block_view_get_link_at (DyzurBlockView *self,
                              double          x,
                              double          y)
{
  int index = dyzur_block_layout_find_link (ensure_layout (self), x, y);

  return index >= 0 ? dyzur_block_layout_get_link (self->layout, (guint) index) : NULL;
}
