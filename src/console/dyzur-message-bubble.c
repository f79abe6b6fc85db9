/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-message-bubble.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-attachment-strip.h"
#include "dyzur-clock.h"
#include "dyzur-format.h"
#include "dyzur-link.h"
#include "dyzur-message-failure.h"
#include "dyzur-message-plan.h"
#include "dyzur-message-words.h"
#include "dyzur-words.h"

#define PADDING_X 12
#define PADDING_Y 7
#define SPACING 6
#define FOOTER_GAP 10
#define MARK_SIZE 12
#define MARK_GAP 4
#define PILL_PADDING 5

struct _DyzurMessageBubble
{
  GtkWidget      parent_instance;

  DyzurEngine   *engine;
  DyzurMessage  *message;
  gulong         changed_handler;
  DyzurBlocks   *blocks;         /* what is shown, to notice when nothing changed */
  char          *plain;

  /* From top to bottom; what is NULL is not there */
  PangoLayout   *title;
  GtkWidget     *text;
  GtkWidget     *fold;
  GtkWidget     *attachments;
  GtkWidget     *failure;
  GtkWidget     *plan;
  PangoLayout   *footer;

  PangoLayout   *pill;           /* before the footer's words: who writes is no human */
  GdkPaintable  *mark;           /* behind them: delivery */
  int            footer_width;   /* -1 = not measured since font or words changed */
  int            footer_height;
  GdkRectangle   footer_area;
  guint          countdown;      /* source while the message can be taken back */
};

G_DEFINE_FINAL_TYPE (DyzurMessageBubble, dyzur_message_bubble, GTK_TYPE_WIDGET)

static void update (DyzurMessageBubble *self);

/* A line in caption size with tabular figures */
static PangoLayout *
make_caption (DyzurMessageBubble *self,
              const char         *text,
              PangoWeight         weight,
              double              scale)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return layout;
}

static void
remove_part (GtkWidget **part)
{
  g_clear_pointer (part, gtk_widget_unparent);
}

static gboolean
tick_cb (gpointer user_data)
{
  DyzurMessageBubble *self = user_data;

  self->countdown = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
update_title (DyzurMessageBubble       *self,
              const DyzurMessageRecord *record)
{
  g_clear_object (&self->title);
  if (record->kind == DYZUR_MESSAGE_NOTE)
    self->title = make_caption (self, _("Private note"), PANGO_WEIGHT_BOLD, PANGO_SCALE_SMALL);
  else if (record->subject != NULL && *record->subject != '\0' && record->kind == DYZUR_MESSAGE_INCOMING
           && record->text != NULL && *record->text == '\0')
    self->title = make_caption (self, record->subject, PANGO_WEIGHT_BOLD, 1);
}

static guint
count_folded (const DyzurBlocks *blocks)
{
  guint lines = 0;

  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (blocks, i);

      if (block->folded && block->kind != DYZUR_BLOCK_RULE)
        lines++;
    }
  return lines;
}

static gboolean
is_all_folded (const DyzurBlocks *blocks)
{
  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    if (!dyzur_blocks_get (blocks, i)->folded)
      return FALSE;
  return TRUE;
}

static void
set_fold_label (GtkToggleButton *fold,
                guint            lines)
{
  g_autofree char *label = NULL;

  if (gtk_toggle_button_get_active (fold))
    label = g_strdup (_("Hide quoted text"));
  else
    label = g_strdup_printf (ngettext ("Show quoted text (%u line)", "Show quoted text (%u lines)", lines), lines);
  gtk_button_set_label (GTK_BUTTON (fold), label);
}

static void
fold_toggled_cb (DyzurMessageBubble *self,
                 GtkToggleButton    *fold)
{
  dyzur_block_view_set_show_folded (DYZUR_BLOCK_VIEW (self->text), gtk_toggle_button_get_active (fold));
  set_fold_label (fold, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (fold), "lines")));
}

static void
update_fold (DyzurMessageBubble *self,
             const DyzurBlocks  *blocks)
{
  guint lines = count_folded (blocks);

  if (lines == 0 || is_all_folded (blocks))
    {
      remove_part (&self->fold);
      return;
    }
  if (self->fold == NULL)
    {
      self->fold = gtk_toggle_button_new ();
      gtk_widget_add_css_class (self->fold, "flat");
      gtk_widget_add_css_class (self->fold, "fold");
      gtk_widget_set_halign (self->fold, GTK_ALIGN_START);
      gtk_widget_insert_after (self->fold, GTK_WIDGET (self), self->text);
      g_signal_connect_swapped (self->fold, "toggled", G_CALLBACK (fold_toggled_cb), self);
    }
  g_object_set_data (G_OBJECT (self->fold), "lines", GUINT_TO_POINTER (lines));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->fold), FALSE);
  set_fold_label (GTK_TOGGLE_BUTTON (self->fold), lines);
}

static void
update_text (DyzurMessageBubble       *self,
             const DyzurMessageRecord *record)
{
  g_autoptr(DyzurBlocks) blocks = NULL;

  if (self->blocks != NULL && g_strcmp0 (self->plain, record->text) == 0
      && (record->blocks == NULL
          || dyzur_blocks_get_length (record->blocks) == dyzur_blocks_get_length (self->blocks)))
    return;
  if (record->blocks != NULL && dyzur_blocks_get_length (record->blocks) > 0)
    blocks = dyzur_blocks_ref (record->blocks);
  else if (record->text != NULL && *record->text != '\0')
    blocks = dyzur_link_blocks_from_text (record->text);
  else
    blocks = dyzur_blocks_new ();

  dyzur_block_view_set_blocks (DYZUR_BLOCK_VIEW (self->text), blocks);
  dyzur_block_view_set_show_folded (DYZUR_BLOCK_VIEW (self->text), is_all_folded (blocks));
  gtk_widget_set_visible (self->text, dyzur_blocks_get_length (blocks) > 0);
  update_fold (self, blocks);
  g_clear_pointer (&self->blocks, dyzur_blocks_unref);
  self->blocks = g_steal_pointer (&blocks);
  g_free (self->plain);
  self->plain = g_strdup (record->text);
}

static void
update_attachments (DyzurMessageBubble       *self,
                    const DyzurMessageRecord *record)
{
  if (record->attachments == NULL || record->attachments->len == 0)
    {
      remove_part (&self->attachments);
      return;
    }
  if (self->attachments == NULL)
    {
      self->attachments = dyzur_attachment_strip_new ();
      gtk_widget_insert_after (self->attachments, GTK_WIDGET (self), self->fold != NULL ? self->fold : self->text);
    }
  dyzur_attachment_strip_set_attachments (DYZUR_ATTACHMENT_STRIP (self->attachments), self->engine,
                                          record->conversation_id, record->attachments);
}

static void
update_failure (DyzurMessageBubble       *self,
                const DyzurMessageRecord *record)
{
  if (record->delivery != DYZUR_DELIVERY_FAILED)
    {
      remove_part (&self->failure);
      return;
    }
  if (self->failure == NULL)
    self->failure = dyzur_message_failure_new ();
  /* Before it meets the actions: a button without its message fits none of them. */
  dyzur_message_failure_set_record (DYZUR_MESSAGE_FAILURE (self->failure), record);
  if (gtk_widget_get_parent (self->failure) == NULL)
    gtk_widget_insert_before (self->failure, GTK_WIDGET (self), NULL);
}

static void
update_plan (DyzurMessageBubble       *self,
             const DyzurMessageRecord *record)
{
  if (!dyzur_message_is_planned (record))
    {
      remove_part (&self->plan);
      return;
    }
  if (self->plan == NULL)
    {
      self->plan = dyzur_message_plan_new ();
      dyzur_message_plan_set_record (DYZUR_MESSAGE_PLAN (self->plan), record);
      gtk_widget_insert_before (self->plan, GTK_WIDGET (self), NULL);
    }
  else
    dyzur_message_plan_set_record (DYZUR_MESSAGE_PLAN (self->plan), record);
}

static GdkPaintable *
load_mark (DyzurMessageBubble *self,
           const char         *icon)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));

  return GDK_PAINTABLE (gtk_icon_theme_lookup_icon (theme, icon, NULL, MARK_SIZE,
                                                    gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                                                    gtk_widget_get_direction (GTK_WIDGET (self)), 0));
}

/* Time always; words only while something is still to come, for what is done a mark is enough. */
static void
update_footer (DyzurMessageBubble       *self,
               const DyzurMessageRecord *record)
{
  g_autofree char *clock = dyzur_format_time (record->sent_at);
  g_autofree char *words = dyzur_message_dup_delivery (record);
  g_autofree char *text = NULL;
  gboolean unfinished = (record->delivery == DYZUR_DELIVERY_QUEUED || record->delivery == DYZUR_DELIVERY_SENDING
                         || record->delivery == DYZUR_DELIVERY_FAILED) && !dyzur_message_is_planned (record);

  g_clear_object (&self->footer);
  g_clear_object (&self->pill);
  g_clear_object (&self->mark);

  text = unfinished ? g_strdup_printf ("%s · %s", words, clock) : g_strdup (clock);
  self->footer = make_caption (self, text, PANGO_WEIGHT_NORMAL, PANGO_SCALE_SMALL);
  if (record->author_kind == DYZUR_AUTHOR_BOT)
    /* Translators: a pill on messages written by the bot */
    self->pill = make_caption (self, _("BOT"), PANGO_WEIGHT_BOLD, PANGO_SCALE_X_SMALL);
  if (dyzur_delivery_get_icon (record->delivery) != NULL)
    self->mark = load_mark (self, dyzur_delivery_get_icon (record->delivery));
  self->footer_width = -1;
}

static void
measure_footer (DyzurMessageBubble *self)
{
  int pill_width;

  if (self->footer_width >= 0 || self->footer == NULL)
    return;
  pango_layout_get_pixel_size (self->footer, &self->footer_width, &self->footer_height);
  if (self->pill != NULL)
    {
      pango_layout_get_pixel_size (self->pill, &pill_width, NULL);
      self->footer_width += pill_width + 2 * PILL_PADDING + FOOTER_GAP / 2;
    }
  if (self->mark != NULL)
    self->footer_width += MARK_SIZE + MARK_GAP;
}

static void
update_style (DyzurMessageBubble       *self,
              const DyzurMessageRecord *record)
{
  const char *classes[4] = { NULL };
  guint n = 0;

  if (record->kind == DYZUR_MESSAGE_NOTE)
    classes[n++] = "note";
  else
    classes[n++] = record->kind == DYZUR_MESSAGE_INCOMING ? "incoming" : "outgoing";
  if (record->author_kind == DYZUR_AUTHOR_BOT)
    classes[n++] = "bot";
  if (record->delivery == DYZUR_DELIVERY_FAILED)
    classes[n++] = "failed";
  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
}

static void
update_countdown (DyzurMessageBubble       *self,
                  const DyzurMessageRecord *record)
{
  g_clear_handle_id (&self->countdown, g_source_remove);
  if (dyzur_message_is_held (record) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->countdown = g_timeout_add_seconds (record->send_at - dyzur_clock_now () > DYZUR_HOUR ? 60 : 1, tick_cb, self);
}

/* What changes while the text stays the same: state of delivery, time left */
static void
update (DyzurMessageBubble *self)
{
  const DyzurMessageRecord *record;

  if (self->message == NULL)
    return;
  record = dyzur_message_get_record (self->message);
  update_style (self, record);
  update_footer (self, record);
  update_failure (self, record);
  update_plan (self, record);
  update_countdown (self, record);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
update_all (DyzurMessageBubble *self)
{
  const DyzurMessageRecord *record = dyzur_message_get_record (self->message);

  update_title (self, record);
  update_text (self, record);
  update_attachments (self, record);
  update (self);
}

static void
message_changed_cb (DyzurMessageBubble *self)
{
  update_all (self);
}

static int
get_natural_width (GtkWidget *part)
{
  int natural;

  gtk_widget_measure (part, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* Where the last line ends, if the footer may stand behind it; %G_MAXINT when not */
static int
get_last_width (DyzurMessageBubble *self)
{
  if (self->attachments != NULL || self->failure != NULL || self->plan != NULL
      || !gtk_widget_get_visible (self->text))
    return G_MAXINT;
  if (self->fold != NULL)
    return get_natural_width (self->fold);
  return dyzur_block_view_get_last_width (DYZUR_BLOCK_VIEW (self->text));
}

static gboolean
footer_fits_behind (DyzurMessageBubble *self,
                    int                 width)
{
  int last = get_last_width (self);

  return last < width && last + FOOTER_GAP + self->footer_width <= width;
}

static int
part_height (GtkWidget *part,
             int        width)
{
  int height;

  if (part == NULL || !gtk_widget_get_visible (part))
    return 0;
  gtk_widget_measure (part, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

static int
layout_height (PangoLayout *layout)
{
  int height = 0;

  if (layout != NULL)
    pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static void
place_part (GtkWidget *part,
            int        width,
            int       *y)
{
  int height = part_height (part, width);

  /* A text that only holds a picture without words takes no room; it must not be painted where it has none. */
  if (part != NULL)
    gtk_widget_set_child_visible (part, height > 0);
  if (height == 0)
    return;
  if (*y > PADDING_Y)
    *y += SPACING;
  gtk_widget_size_allocate (part, &(GtkAllocation) { PADDING_X, *y, width, height }, -1);
  *y += height;
}

static GtkSizeRequestMode
dyzur_message_bubble_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dyzur_message_bubble_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  DyzurMessageBubble *self = DYZUR_MESSAGE_BUBBLE (widget);
  GtkWidget *parts[] = { self->text, self->fold, self->attachments, self->failure, self->plan };
  int width = (for_size < 0 ? 400 : for_size) - 2 * PADDING_X;
  int height = layout_height (self->title);

  measure_footer (self);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 60 + 2 * PADDING_X;
      *natural = 400;
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      int part = part_height (parts[i], width);

      if (part > 0)
        height += part + (height > 0 ? SPACING : 0);
    }
  if (!footer_fits_behind (self, width))
    height += self->footer_height + (height > 0 ? 2 : 0);
  *minimum = *natural = height + 2 * PADDING_Y;
}

static void
dyzur_message_bubble_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  DyzurMessageBubble *self = DYZUR_MESSAGE_BUBBLE (widget);
  int inner = width - 2 * PADDING_X, y = PADDING_Y;

  y += layout_height (self->title);
  place_part (self->text, inner, &y);
  place_part (self->fold, inner, &y);
  place_part (self->attachments, inner, &y);
  place_part (self->failure, inner, &y);
  place_part (self->plan, inner, &y);
  self->footer_area = (GdkRectangle) { width - PADDING_X - self->footer_width, height - PADDING_Y - self->footer_height,
                                       self->footer_width, self->footer_height };
}

static void
snapshot_layout (GtkSnapshot   *snapshot,
                 PangoLayout   *layout,
                 int            x,
                 int            y,
                 const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static int
snapshot_pill (DyzurMessageBubble *self,
               GtkSnapshot        *snapshot,
               int                 x,
               const GdkRGBA      *color)
{
  int width, height, y = self->footer_area.y;
  GskRoundedRect outline;

  pango_layout_get_pixel_size (self->pill, &width, &height);
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) (width + 2 * PILL_PADDING),
                                                                  (float) self->footer_height),
                                   (float) self->footer_height / 2);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { *color, *color, *color, *color });
  snapshot_layout (snapshot, self->pill, x + PILL_PADDING, y + (self->footer_height - height) / 2, color);
  return width + 2 * PILL_PADDING + FOOTER_GAP / 2;
}

static void
snapshot_footer (DyzurMessageBubble *self,
                 GtkSnapshot        *snapshot,
                 const GdkRGBA      *text_color)
{
  const DyzurMessageRecord *record = dyzur_message_get_record (self->message);
  GdkRGBA color = *text_color;
  int x = self->footer_area.x, width;

  color.alpha *= 0.7f;
  if (record->delivery == DYZUR_DELIVERY_FAILED)
    gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "error_color", &color);
  if (self->pill != NULL)
    x += snapshot_pill (self, snapshot, x, &color);
  snapshot_layout (snapshot, self->footer, x, self->footer_area.y, &color);
  if (self->mark == NULL)
    return;
  pango_layout_get_pixel_size (self->footer, &width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x + width + MARK_GAP),
                                                          (float) (self->footer_area.y
                                                                   + (self->footer_height - MARK_SIZE) / 2)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->mark), snapshot, MARK_SIZE, MARK_SIZE,
                                            (GdkRGBA[4]) { color, color, color, color }, 4);
  gtk_snapshot_restore (snapshot);
}

static void
dyzur_message_bubble_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  DyzurMessageBubble *self = DYZUR_MESSAGE_BUBBLE (widget);
  GdkRGBA color;

  if (self->message == NULL)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  if (self->title != NULL)
    snapshot_layout (snapshot, self->title, PADDING_X, PADDING_Y, &color);
  snapshot_footer (self, snapshot, &color);

  GTK_WIDGET_CLASS (dyzur_message_bubble_parent_class)->snapshot (widget, snapshot);
}

static void
dyzur_message_bubble_css_changed (GtkWidget         *widget,
                                  GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (dyzur_message_bubble_parent_class)->css_changed (widget, change);
  DYZUR_MESSAGE_BUBBLE (widget)->footer_width = -1;
}

static gboolean
dyzur_message_bubble_query_tooltip (GtkWidget  *widget,
                                    int         x,
                                    int         y,
                                    gboolean    keyboard,
                                    GtkTooltip *tooltip)
{
  DyzurMessageBubble *self = DYZUR_MESSAGE_BUBBLE (widget);
  const DyzurMessageRecord *record;
  g_autofree char *when = NULL;
  g_autofree char *delivery = NULL;
  g_autofree char *text = NULL;

  if (self->message == NULL || keyboard || !gdk_rectangle_contains_point (&self->footer_area, x, y))
    return FALSE;
  record = dyzur_message_get_record (self->message);
  when = dyzur_format_full (record->sent_at);
  delivery = dyzur_message_dup_delivery (record);
  text = *delivery != '\0' ? g_strdup_printf ("%s\n%s", when, delivery) : g_strdup (when);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &self->footer_area);
  return TRUE;
}

static void
dyzur_message_bubble_map (GtkWidget *widget)
{
  DyzurMessageBubble *self = DYZUR_MESSAGE_BUBBLE (widget);

  GTK_WIDGET_CLASS (dyzur_message_bubble_parent_class)->map (widget);
  if (self->message != NULL)
    update_countdown (self, dyzur_message_get_record (self->message));
}

static void
dyzur_message_bubble_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&DYZUR_MESSAGE_BUBBLE (widget)->countdown, g_source_remove);
  GTK_WIDGET_CLASS (dyzur_message_bubble_parent_class)->unmap (widget);
}

static void
dyzur_message_bubble_dispose (GObject *object)
{
  DyzurMessageBubble *self = DYZUR_MESSAGE_BUBBLE (object);

  g_clear_handle_id (&self->countdown, g_source_remove);
  g_clear_signal_handler (&self->changed_handler, self->message);
  g_clear_object (&self->message);
  g_clear_object (&self->engine);
  g_clear_object (&self->title);
  g_clear_object (&self->footer);
  g_clear_object (&self->pill);
  g_clear_object (&self->mark);
  g_clear_pointer (&self->blocks, dyzur_blocks_unref);
  g_clear_pointer (&self->plain, g_free);
  remove_part (&self->text);
  remove_part (&self->fold);
  remove_part (&self->attachments);
  remove_part (&self->failure);
  remove_part (&self->plan);

  G_OBJECT_CLASS (dyzur_message_bubble_parent_class)->dispose (object);
}

static void
dyzur_message_bubble_class_init (DyzurMessageBubbleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_message_bubble_dispose;

  widget_class->css_changed = dyzur_message_bubble_css_changed;
  widget_class->get_request_mode = dyzur_message_bubble_get_request_mode;
  widget_class->map = dyzur_message_bubble_map;
  widget_class->measure = dyzur_message_bubble_measure;
  widget_class->query_tooltip = dyzur_message_bubble_query_tooltip;
  widget_class->size_allocate = dyzur_message_bubble_size_allocate;
  widget_class->snapshot = dyzur_message_bubble_snapshot;
  widget_class->unmap = dyzur_message_bubble_unmap;

  gtk_widget_class_set_css_name (widget_class, "bubble");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dyzur_message_bubble_init (DyzurMessageBubble *self)
{
  self->text = dyzur_block_view_new ();
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
dyzur_message_bubble_new (void)
{
  return g_object_new (DYZUR_TYPE_MESSAGE_BUBBLE, NULL);
}

/**
 * dyzur_message_bubble_set_message:
 * @engine: (nullable): for what attachments need
 * @message: (nullable):
 */
void
dyzur_message_bubble_set_message (DyzurMessageBubble *self,
                                  DyzurEngine        *engine,
                                  DyzurMessage       *message)
{
  g_return_if_fail (DYZUR_IS_MESSAGE_BUBBLE (self));

  g_set_object (&self->engine, engine);
  if (self->message == message)
    return;
  g_clear_signal_handler (&self->changed_handler, self->message);
  g_set_object (&self->message, message);
  g_clear_pointer (&self->blocks, dyzur_blocks_unref);
  g_clear_handle_id (&self->countdown, g_source_remove);
  if (message == NULL)
    return;
  self->changed_handler = g_signal_connect_swapped (message, "changed", G_CALLBACK (message_changed_cb), self);
  update_all (self);
}

/**
 * dyzur_message_bubble_fit:
 *
 * Returns: how much of @width the message needs without another line break
 */
int
dyzur_message_bubble_fit (DyzurMessageBubble *self,
                          int                 width)
{
  int inner = MAX (width - 2 * PADDING_X, 60), used, part;

  measure_footer (self);
  used = self->footer_width;
  if (self->failure != NULL || self->plan != NULL)
    return width;
  if (self->title != NULL)
    {
      pango_layout_get_pixel_size (self->title, &part, NULL);
      used = MAX (used, part);
    }
  if (gtk_widget_get_visible (self->text))
    {
      used = MAX (used, dyzur_block_view_get_fit_width (DYZUR_BLOCK_VIEW (self->text), inner));
      if (footer_fits_behind (self, inner))
        used = MAX (used, get_last_width (self) + FOOTER_GAP + self->footer_width);
    }
  if (self->fold != NULL)
    used = MAX (used, get_natural_width (self->fold));
  if (self->attachments != NULL)
    used = MAX (used, dyzur_attachment_strip_get_fit_width (DYZUR_ATTACHMENT_STRIP (self->attachments), inner));
  return MIN (used, inner) + 2 * PADDING_X;
}

/**
 * dyzur_message_bubble_find_mark:
 * @area: (out): where the first marked word stands, in the bubble
 *
 * Unfolds the quoted text when the word stands only there.
 *
 * Returns: %FALSE when nothing is marked
 */
gboolean
dyzur_message_bubble_find_mark (DyzurMessageBubble *self,
                                GdkRectangle       *area)
{
  DyzurBlockView *text = DYZUR_BLOCK_VIEW (self->text);
  gboolean found = dyzur_block_view_get_mark_area (text, area);
  double x, y;

  if (!found && self->fold != NULL && !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->fold)))
    {
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->fold), TRUE);
      found = dyzur_block_view_get_mark_area (text, area);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->fold), found);
    }
  if (!found || !gtk_widget_translate_coordinates (self->text, GTK_WIDGET (self), area->x, area->y, &x, &y))
    return FALSE;
  area->x = (int) x;
  area->y = (int) y;
  return TRUE;
}

DyzurBlockView *
dyzur_message_bubble_get_text (DyzurMessageBubble *self)
{
  return DYZUR_BLOCK_VIEW (self->text);
}
