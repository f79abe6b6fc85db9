/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-message-bubble-private.h"

#include <glib/gi18n.h>

#include "dyzur-format.h"
#include "dyzur-message-words.h"
#include "dyzur-words.h"

#define MARK_SIZE 12
#define MARK_GAP 4
#define PILL_PADDING 5

/* A line in caption size with tabular figures */
PangoLayout *
_dyzur_message_bubble_make_caption (DyzurMessageBubble *self,
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

static GdkPaintable *
load_mark (DyzurMessageBubble *self,
           const char         *icon)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));

  return GDK_PAINTABLE (gtk_icon_theme_lookup_icon (theme, icon, NULL, MARK_SIZE,
                                                    gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                                                    gtk_widget_get_direction (GTK_WIDGET (self)), 0));
}

/* What is still to come; how far it is, when it is a big one */
static char *
dup_unfinished (DyzurMessageBubble       *self,
                const DyzurMessageRecord *record)
{
  guint percent = 0;

  if (self->engine != NULL && record->delivery == DYZUR_DELIVERY_SENDING)
    percent = dyzur_engine_get_transfer_percent (self->engine, DYZUR_TRANSFER_SENDING, record->id);
  if (percent > 0)
    /* Translators: how much of a message with big attachments is out */
    return g_strdup_printf (C_("delivery", "Sending… %u%%"), percent);
  return dyzur_message_dup_delivery (record);
}

/* Time always; words only while something is still to come, for what is done a mark is enough. */
void
_dyzur_message_bubble_update_footer (DyzurMessageBubble       *self,
                                     const DyzurMessageRecord *record)
{
  g_autofree char *clock = dyzur_format_time (record->sent_at);
  g_autofree char *words = dup_unfinished (self, record);
  g_autofree char *text = NULL;
  gboolean unfinished = (record->delivery == DYZUR_DELIVERY_QUEUED || record->delivery == DYZUR_DELIVERY_SENDING
                         || record->delivery == DYZUR_DELIVERY_FAILED) && !dyzur_message_is_planned (record);

  g_clear_object (&self->footer);
  g_clear_object (&self->pill);
  g_clear_object (&self->mark);

  text = unfinished ? g_strdup_printf ("%s · %s", words, clock) : g_strdup (clock);
  self->footer = _dyzur_message_bubble_make_caption (self, text, PANGO_WEIGHT_NORMAL, PANGO_SCALE_SMALL);
  if (record->author_kind == DYZUR_AUTHOR_BOT)
    /* Translators: a pill on messages written by the bot */
    self->pill = _dyzur_message_bubble_make_caption (self, _("BOT"), PANGO_WEIGHT_BOLD, PANGO_SCALE_X_SMALL);
  else if (dyzur_message_get_automatic (record) != NULL)
    self->pill = _dyzur_message_bubble_make_caption (self, dyzur_message_get_automatic (record), PANGO_WEIGHT_NORMAL,
                                                     PANGO_SCALE_X_SMALL);
  if (dyzur_delivery_get_icon (record->delivery) != NULL)
    self->mark = load_mark (self, dyzur_delivery_get_icon (record->delivery));
  self->footer_width = -1;
}

void
_dyzur_message_bubble_measure_footer (DyzurMessageBubble *self)
{
  int pill_width;

  if (self->footer_width >= 0 || self->footer == NULL)
    return;
  pango_layout_get_pixel_size (self->footer, &self->footer_width, &self->footer_height);
  if (self->pill != NULL)
    {
      pango_layout_get_pixel_size (self->pill, &pill_width, NULL);
      self->footer_width += pill_width + 2 * PILL_PADDING + BUBBLE_FOOTER_GAP / 2;
    }
  if (self->mark != NULL)
    self->footer_width += MARK_SIZE + MARK_GAP;
}

void
_dyzur_message_bubble_snapshot_line (GtkSnapshot   *snapshot,
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
  graphene_rect_t area;

  pango_layout_get_pixel_size (self->pill, &width, &height);
  area = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) (width + 2 * PILL_PADDING), (float) self->footer_height);
  gsk_rounded_rect_init_from_rect (&outline, &area, (float) self->footer_height / 2);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { *color, *color, *color, *color });
  _dyzur_message_bubble_snapshot_line (snapshot, self->pill, x + PILL_PADDING, y + (self->footer_height - height) / 2,
                                       color);
  return width + 2 * PILL_PADDING + BUBBLE_FOOTER_GAP / 2;
}

void
_dyzur_message_bubble_snapshot_footer (DyzurMessageBubble *self,
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
  _dyzur_message_bubble_snapshot_line (snapshot, self->footer, x, self->footer_area.y, &color);
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
