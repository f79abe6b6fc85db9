/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mark-row.h"

#include <glib/gi18n.h>

#include "dyzur-format.h"
#include "dyzur-message-words.h"

#define MARGIN 24
#define LINE_GAP 12
#define PADDING 8
#define COLUMN_WIDTH 760
#define NATURAL_WIDTH 600
#define MIN_WIDTH 120

struct _DyzurMarkRow
{
  GtkWidget    parent_instance;

  PangoLayout *layout;
  gboolean     has_line;
  GtkWidget   *undo;       /* (nullable): below an activity that can be undone */
};

G_DEFINE_FINAL_TYPE (DyzurMarkRow, dyzur_mark_row, GTK_TYPE_WIDGET)

static void
set_text (DyzurMarkRow *self,
          const char   *text,
          const char   *style,
          gboolean      has_line)
{
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));

  g_clear_object (&self->layout);
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (has_line)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD));
  pango_layout_set_attributes (self->layout, attributes);
  pango_layout_set_alignment (self->layout, PANGO_ALIGN_CENTER);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  self->has_line = has_line;

  gtk_widget_set_css_classes (GTK_WIDGET (self), (const char *[]) { style, NULL });
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static int
set_width (DyzurMarkRow *self,
           int           width)
{
  int height = 0;

  if (self->layout == NULL)
    return 0;
  pango_layout_set_width (self->layout, MAX (MIN (width, COLUMN_WIDTH) - 2 * MARGIN, MIN_WIDTH) * PANGO_SCALE);
  pango_layout_get_pixel_size (self->layout, NULL, &height);
  return height;
}

static int
get_undo_height (DyzurMarkRow *self)
{
  int height = 0;

  if (self->undo != NULL && gtk_widget_get_visible (self->undo))
    gtk_widget_measure (self->undo, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  return height;
}

static GtkSizeRequestMode
dyzur_mark_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dyzur_mark_row_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH + 2 * MARGIN;
      *natural = NATURAL_WIDTH;
    }
  else
    *minimum = *natural = set_width (DYZUR_MARK_ROW (widget), for_size < 0 ? NATURAL_WIDTH : for_size) + 2 * PADDING +
                          get_undo_height (DYZUR_MARK_ROW (widget));
}

static void
dyzur_mark_row_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  DyzurMarkRow *self = DYZUR_MARK_ROW (widget);
  int undo_width, undo_height = get_undo_height (self);
  g_autoptr(GskTransform) place = NULL;

  if (undo_height == 0)
    return;
  gtk_widget_measure (self->undo, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &undo_width, NULL, NULL);
  undo_width = MIN (undo_width, width);
  place = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) ((width - undo_width) / 2),
                                                               (float) (height - undo_height - PADDING / 2)));
  gtk_widget_allocate (self->undo, undo_width, undo_height, -1, g_steal_pointer (&place));
}

static void
dyzur_mark_row_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  DyzurMarkRow *self = DYZUR_MARK_ROW (widget);
  int width = gtk_widget_get_width (widget), column = MIN (width, COLUMN_WIDTH), left = (width - column) / 2 + MARGIN;
  PangoRectangle text;
  GdkRGBA color;
  float y;

  if (self->layout == NULL)
    return;
  set_width (self, width);
  pango_layout_get_pixel_extents (self->layout, NULL, &text);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) left, PADDING));
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  gtk_snapshot_restore (snapshot);
  if (self->undo != NULL)
    gtk_widget_snapshot_child (widget, self->undo, snapshot);
  if (!self->has_line)
    return;

  color.alpha *= 0.35f;
  y = (float) (PADDING + text.height / 2);
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT ((float) left, y, (float) (text.x - LINE_GAP), 1));
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT ((float) (left + text.x + text.width + LINE_GAP), y,
                                                  (float) (column - 2 * MARGIN - text.x - text.width - LINE_GAP), 1));
}

static void
dyzur_mark_row_dispose (GObject *object)
{
  g_clear_object (&DYZUR_MARK_ROW (object)->layout);
  g_clear_pointer (&DYZUR_MARK_ROW (object)->undo, gtk_widget_unparent);

  G_OBJECT_CLASS (dyzur_mark_row_parent_class)->dispose (object);
}

static void
dyzur_mark_row_class_init (DyzurMarkRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_mark_row_dispose;

  widget_class->get_request_mode = dyzur_mark_row_get_request_mode;
  widget_class->measure = dyzur_mark_row_measure;
  widget_class->size_allocate = dyzur_mark_row_size_allocate;
  widget_class->snapshot = dyzur_mark_row_snapshot;

  gtk_widget_class_set_css_name (widget_class, "mark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SEPARATOR);
}

static void
dyzur_mark_row_init (DyzurMarkRow *self)
{
  /* The arrow keys go over it, and a screen reader reads it on the way. */
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/* @move_id: 0 = there is nothing to undo. The button is made for the few that need one. */
static void
set_undo (DyzurMarkRow *self,
          gint64        move_id,
          const char   *what)
{
  g_autofree char *name = NULL;

  if (move_id == 0)
    {
      g_clear_pointer (&self->undo, gtk_widget_unparent);
      return;
    }
  if (self->undo == NULL)
    {
      self->undo = gtk_button_new_with_mnemonic (_("_Undo"));
      gtk_widget_add_css_class (self->undo, "flat");
      gtk_widget_add_css_class (self->undo, "caption");
      gtk_widget_set_parent (self->undo, GTK_WIDGET (self));
    }
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->undo), "x", move_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->undo), "conv.undo-move");
  /* Translators: %s says what was done, such as “Merged into this one by Ola” */
  name = g_strdup_printf (_("Undo: %s"), what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->undo), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

GtkWidget *
dyzur_mark_row_new (void)
{
  return g_object_new (DYZUR_TYPE_MARK_ROW, NULL);
}

void
dyzur_mark_row_set_mark (DyzurMarkRow *self,
                         DyzurMark    *mark)
{
  g_autofree char *day = NULL;

  g_return_if_fail (DYZUR_IS_MARK_ROW (self));

  set_undo (self, 0, NULL);
  if (dyzur_mark_get_kind (mark) == DYZUR_MARK_UNREAD)
    {
      /* Translators: on the line above the first message nobody has seen */
      set_text (self, C_("line in the timeline", "New"), "unread", TRUE);
      return;
    }
  day = dyzur_format_day (dyzur_mark_get_at (mark));
  set_text (self, day, "day", TRUE);
}

/**
 * dyzur_mark_row_set_activity:
 * @record: of kind ACTIVITY
 * @me_id: (nullable):
 */
void
dyzur_mark_row_set_activity (DyzurMarkRow             *self,
                             const DyzurMessageRecord *record,
                             const char               *me_id)
{
  g_autofree char *what = NULL;
  g_autofree char *clock = NULL;
  g_autofree char *line = NULL;

  g_return_if_fail (DYZUR_IS_MARK_ROW (self));

  what = dyzur_message_dup_activity (record, me_id);
  clock = dyzur_format_time (record->sent_at);
  /* The time does not stand alone on a second line. */
  line = g_strdup_printf ("%s\u00a0·\u00a0%s", what, clock);
  set_undo (self, record->move_id, what);
  set_text (self, line, "activity", FALSE);
}
