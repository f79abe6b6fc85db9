/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-message-widget-private.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "dyzur-clock.h"
#include "dyzur-message-bubble.h"
#include "dyzur-message-words.h"

#define COLUMN_WIDTH 760
#define MARGIN 12
#define OPPOSITE_MARGIN 56
#define AVATAR_SIZE 32
#define AVATAR_GAP 8
#define HEADING_GAP 3
#define HEADING_INSET 4
#define SPACE_BETWEEN_GROUPS 10
#define SPACE_IN_GROUP 3
#define MIN_WIDTH 240
#define NATURAL_WIDTH 600
#define NARROW 480

G_DEFINE_FINAL_TYPE (DyzurMessageWidget, dyzur_message_widget, GTK_TYPE_WIDGET)

static void update (DyzurMessageWidget *self);

/* Where things stand for a width of the row */
typedef struct
{
  int start;          /* left edge of the bubble's room */
  int room;           /* its width */
  int bubble_width;
  int bubble_height;
  int top;            /* of the heading */
  int bubble_top;
} Geometry;

static gboolean
is_incoming (DyzurMessageWidget *self)
{
  return self->message != NULL && dyzur_message_get_record (self->message)->kind == DYZUR_MESSAGE_INCOMING;
}

static int
get_heading_height (DyzurMessageWidget *self)
{
  int height = 0;

  if (self->heading != NULL)
    pango_layout_get_pixel_size (self->heading, NULL, &height);
  return height > 0 ? height + HEADING_GAP : 0;
}

static void
get_geometry (DyzurMessageWidget *self,
              int                 width,
              Geometry           *geometry)
{
  int column = MIN (width, COLUMN_WIDTH), left = (width - column) / 2 + MARGIN;
  int avatar = is_incoming (self) ? AVATAR_SIZE + AVATAR_GAP : 0;
  int opposite = width < NARROW ? MARGIN : OPPOSITE_MARGIN;

  geometry->start = left + (is_incoming (self) ? avatar : opposite);
  geometry->room = MAX (column - 2 * MARGIN - avatar - opposite, 120);
  geometry->bubble_width = dyzur_message_bubble_fit (DYZUR_MESSAGE_BUBBLE (self->bubble), geometry->room);
  geometry->top = self->continues ? SPACE_IN_GROUP : SPACE_BETWEEN_GROUPS;
  geometry->bubble_top = geometry->top + get_heading_height (self);
  gtk_widget_measure (self->bubble, GTK_ORIENTATION_VERTICAL, geometry->bubble_width, &geometry->bubble_height, NULL,
                      NULL, NULL);
}

static void
set_heading (DyzurMessageWidget       *self,
             const DyzurMessageRecord *record)
{
  g_autofree char *author = dyzur_message_dup_byline (record, self->me_id);
  g_autoptr(PangoAttrList) attributes = NULL;
  g_autofree char *text = NULL;
  PangoAttribute *attribute;
  gboolean with_address = record->author_kind == DYZUR_AUTHOR_CUSTOMER && record->author_address != NULL
                          && *record->author_address != '\0' && g_strcmp0 (author, record->author_address) != 0;

  g_clear_object (&self->heading);
  if (self->continues || *author == '\0')
    return;
  text = with_address ? g_strdup_printf ("%s   %s", author, record->author_address) : g_strdup (author);
  self->heading = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  attribute = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
  attribute->end_index = (guint) strlen (author);
  pango_attr_list_insert (attributes, attribute);
  pango_layout_set_attributes (self->heading, attributes);
  pango_layout_set_ellipsize (self->heading, PANGO_ELLIPSIZE_END);
}

static void
set_avatar (DyzurMessageWidget       *self,
            const DyzurMessageRecord *record)
{
  gboolean wanted = !self->continues && record->kind == DYZUR_MESSAGE_INCOMING;
  g_autofree char *author = NULL;

  if (!wanted)
    {
      if (self->avatar != NULL)
        gtk_widget_set_child_visible (self->avatar, FALSE);
      return;
    }
  author = dyzur_message_dup_author (record, self->me_id);
  if (self->avatar == NULL)
    {
      self->avatar = adw_avatar_new (AVATAR_SIZE, author, TRUE);
      gtk_widget_set_parent (self->avatar, GTK_WIDGET (self));
    }
  gtk_widget_set_child_visible (self->avatar, TRUE);
  adw_avatar_set_text (ADW_AVATAR (self->avatar), author);
}

static gboolean
held_over_cb (gpointer user_data)
{
  DyzurMessageWidget *self = user_data;

  self->name_source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* A screen reader reads the list's row; the focus is on us: both get the name. */
static void
set_accessible_name (DyzurMessageWidget       *self,
                     const DyzurMessageRecord *record)
{
  g_autofree char *name = dyzur_message_dup_description (record, self->me_id);
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  /* Nothing else says that the time is over when the message stays here, with no connection. */
  g_clear_handle_id (&self->name_source, g_source_remove);
  if (dyzur_message_is_held (record))
    self->name_source = g_timeout_add ((guint) (record->send_at - dyzur_clock_now () + 1), held_over_cb, self);
}

static void
update (DyzurMessageWidget *self)
{
  const DyzurMessageRecord *record;

  if (self->message == NULL)
    return;
  record = dyzur_message_get_record (self->message);
  set_heading (self, record);
  set_avatar (self, record);
  set_accessible_name (self, record);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
secondary_pressed_cb (DyzurMessageWidget *self,
                      int                 n_press,
                      double              x,
                      double              y)
{
  _dyzur_message_show_menu (self, x, y);
}

static gboolean
extend_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  DyzurMessageWidget *self = DYZUR_MESSAGE_WIDGET (widget);
  gboolean forward;
  int move;

  g_variant_get (arguments, "(ib)", &move, &forward);
  dyzur_block_view_extend_selection (dyzur_message_bubble_get_text (DYZUR_MESSAGE_BUBBLE (self->bubble)),
                                     (DyzurMove) move, forward);
  return GDK_EVENT_STOP;
}

static GtkSizeRequestMode
dyzur_message_widget_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/*
 * What a row was asked for last: all rows of a timeline have the same width. GtkListView wants to know their heights before
 * it says how wide they are; answered for another width, every text would be set twice.
 */
static int usual_width = NATURAL_WIDTH;

static void
dyzur_message_widget_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  DyzurMessageWidget *self = DYZUR_MESSAGE_WIDGET (widget);
  Geometry geometry;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH;
      return;
    }
  if (for_size >= 0)
    usual_width = MAX (for_size, MIN_WIDTH);
  get_geometry (self, usual_width, &geometry);
  *minimum = *natural = geometry.bubble_top + geometry.bubble_height;
}

static void
dyzur_message_widget_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  DyzurMessageWidget *self = DYZUR_MESSAGE_WIDGET (widget);
  Geometry geometry;
  int x;

  get_geometry (self, width, &geometry);
  x = geometry.start + (is_incoming (self) ? 0 : geometry.room - geometry.bubble_width);
  gtk_widget_size_allocate (self->bubble, &(GtkAllocation) { x, geometry.bubble_top, geometry.bubble_width,
                                                             geometry.bubble_height }, -1);
  if (self->avatar != NULL && gtk_widget_get_child_visible (self->avatar))
    gtk_widget_size_allocate (self->avatar, &(GtkAllocation) { geometry.start - AVATAR_GAP - AVATAR_SIZE,
                                                               geometry.bubble_top, AVATAR_SIZE, AVATAR_SIZE }, -1);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
snapshot_heading (DyzurMessageWidget *self,
                  GtkSnapshot        *snapshot)
{
  Geometry geometry;
  GdkRGBA color;
  int width, x;

  get_geometry (self, gtk_widget_get_width (GTK_WIDGET (self)), &geometry);
  pango_layout_set_width (self->heading, (geometry.room - 2 * HEADING_INSET) * PANGO_SCALE);
  pango_layout_get_pixel_size (self->heading, &width, NULL);
  x = is_incoming (self) ? geometry.start + HEADING_INSET : geometry.start + geometry.room - HEADING_INSET - width;
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  color.alpha *= 0.7f;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) geometry.top));
  gtk_snapshot_append_layout (snapshot, self->heading, &color);
  gtk_snapshot_restore (snapshot);
}

static void
dyzur_message_widget_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  DyzurMessageWidget *self = DYZUR_MESSAGE_WIDGET (widget);

  if (self->heading != NULL)
    snapshot_heading (self, snapshot);
  GTK_WIDGET_CLASS (dyzur_message_widget_parent_class)->snapshot (widget, snapshot);
}

/* First the row itself, then what is inside: links, fold, attachments, buttons. */
static gboolean
dyzur_message_widget_focus (GtkWidget        *widget,
                            GtkDirectionType  direction)
{
  GtkWidget *focus_child = gtk_widget_get_focus_child (widget);

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return focus_child == NULL && !gtk_widget_has_focus (widget) && gtk_widget_grab_focus (widget);
  if (focus_child == NULL && !gtk_widget_has_focus (widget))
    return gtk_widget_grab_focus (widget);
  if (focus_child != NULL)
    return gtk_widget_child_focus (focus_child, direction)
           || (direction == GTK_DIR_TAB_BACKWARD && gtk_widget_grab_focus (widget));
  return direction == GTK_DIR_TAB_FORWARD
         && gtk_widget_child_focus (DYZUR_MESSAGE_WIDGET (widget)->bubble, direction);
}

static void
dyzur_message_widget_dispose (GObject *object)
{
  DyzurMessageWidget *self = DYZUR_MESSAGE_WIDGET (object);

  g_clear_handle_id (&self->name_source, g_source_remove);
  g_clear_signal_handler (&self->changed_handler, self->message);
  g_clear_object (&self->message);
  g_clear_object (&self->heading);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->me_id, g_free);
  g_clear_pointer (&self->avatar, gtk_widget_unparent);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->bubble, gtk_widget_unparent);

  G_OBJECT_CLASS (dyzur_message_widget_parent_class)->dispose (object);
}

static void
add_extend_bindings (GtkWidgetClass *widget_class,
                     guint           back,
                     guint           forward,
                     DyzurMove       move,
                     DyzurMove       with_control)
{
  const GdkModifierType both = GDK_SHIFT_MASK | GDK_CONTROL_MASK;

  gtk_widget_class_add_binding (widget_class, back, GDK_SHIFT_MASK, extend_cb, "(ib)", move, FALSE);
  gtk_widget_class_add_binding (widget_class, forward, GDK_SHIFT_MASK, extend_cb, "(ib)", move, TRUE);
  gtk_widget_class_add_binding (widget_class, back, both, extend_cb, "(ib)", with_control, FALSE);
  gtk_widget_class_add_binding (widget_class, forward, both, extend_cb, "(ib)", with_control, TRUE);
}

static void
dyzur_message_widget_class_init (DyzurMessageWidgetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_message_widget_dispose;

  widget_class->focus = dyzur_message_widget_focus;
  widget_class->get_request_mode = dyzur_message_widget_get_request_mode;
  widget_class->measure = dyzur_message_widget_measure;
  widget_class->size_allocate = dyzur_message_widget_size_allocate;
  widget_class->snapshot = dyzur_message_widget_snapshot;

  _dyzur_message_install_actions (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "message.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, GDK_CONTROL_MASK, "message.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, "message.select-all", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "message.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "message.menu", NULL);
  add_extend_bindings (widget_class, GDK_KEY_Left, GDK_KEY_Right, DYZUR_MOVE_CHARACTER, DYZUR_MOVE_WORD);
  add_extend_bindings (widget_class, GDK_KEY_Home, GDK_KEY_End, DYZUR_MOVE_END, DYZUR_MOVE_END);
  gtk_widget_class_set_css_name (widget_class, "message");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dyzur_message_widget_init (DyzurMessageWidget *self)
{
  GtkGesture *secondary = gtk_gesture_click_new ();

  self->bubble = dyzur_message_bubble_new ();
  gtk_widget_set_parent (self->bubble, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (secondary, "pressed", G_CALLBACK (secondary_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));
}

GtkWidget *
dyzur_message_widget_new (void)
{
  return g_object_new (DYZUR_TYPE_MESSAGE_WIDGET, NULL);
}

/**
 * dyzur_message_widget_set_message:
 * @engine: (nullable): fetches attachments, knows who I am
 * @message: (nullable):
 */
void
dyzur_message_widget_set_message (DyzurMessageWidget *self,
                                  DyzurEngine        *engine,
                                  DyzurMessage       *message)
{
  g_return_if_fail (DYZUR_IS_MESSAGE_WIDGET (self));

  if (message != NULL && self->message == message)
    return;
  g_clear_handle_id (&self->name_source, g_source_remove);
  g_clear_signal_handler (&self->changed_handler, self->message);
  g_set_object (&self->message, message);
  g_set_object (&self->engine, engine);
  g_free (self->me_id);
  self->me_id = engine != NULL ? g_strdup (dyzur_engine_get_me_id (engine)) : NULL;
  dyzur_message_bubble_set_message (DYZUR_MESSAGE_BUBBLE (self->bubble), engine, message);
  if (message != NULL)
    self->changed_handler = g_signal_connect_swapped (message, "changed", G_CALLBACK (update), self);
  update (self);
}

DyzurMessage *
dyzur_message_widget_get_message (DyzurMessageWidget *self)
{
  return self->message;
}

/**
 * dyzur_message_widget_set_continues:
 * @continues: the same author wrote the message above, moments before
 */
void
dyzur_message_widget_set_continues (DyzurMessageWidget *self,
                                    gboolean            continues)
{
  g_return_if_fail (DYZUR_IS_MESSAGE_WIDGET (self));

  if (self->continues == continues)
    return;
  self->continues = continues;
  update (self);
}

/* Points at the message somebody was looking for */
void
dyzur_message_widget_set_highlighted (DyzurMessageWidget *self,
                                      gboolean            highlighted)
{
  g_return_if_fail (DYZUR_IS_MESSAGE_WIDGET (self));

  if (highlighted)
    gtk_widget_add_css_class (GTK_WIDGET (self), "highlighted");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "highlighted");
}

/**
 * dyzur_message_widget_set_matches:
 * @matches: (nullable): whose words are marked in the text
 */
void
dyzur_message_widget_set_matches (DyzurMessageWidget *self,
                                  DyzurMatches       *matches)
{
  g_return_if_fail (DYZUR_IS_MESSAGE_WIDGET (self));

  dyzur_block_view_set_matches (dyzur_message_bubble_get_text (DYZUR_MESSAGE_BUBBLE (self->bubble)), matches);
}

/**
 * dyzur_message_widget_find_mark:
 * @area: (out): where the first marked word stands, in the row; it is unfolded if need be
 *
 * Returns: %FALSE when nothing is marked in the text
 */
gboolean
dyzur_message_widget_find_mark (DyzurMessageWidget *self,
                                GdkRectangle       *area)
{
  double x, y;

  g_return_val_if_fail (DYZUR_IS_MESSAGE_WIDGET (self), FALSE);

  if (!dyzur_message_bubble_find_mark (DYZUR_MESSAGE_BUBBLE (self->bubble), area)
      || !gtk_widget_translate_coordinates (self->bubble, GTK_WIDGET (self), area->x, area->y, &x, &y))
    return FALSE;
  area->x = (int) x;
  area->y = (int) y;
  return TRUE;
}

/* Copies what is selected in the message, or all of its text */
void
dyzur_message_widget_copy (DyzurMessageWidget *self)
{
  DyzurBlockView *text = dyzur_message_bubble_get_text (DYZUR_MESSAGE_BUBBLE (self->bubble));
  g_autofree char *selection = dyzur_block_view_dup_selection (text);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), selection);
}
