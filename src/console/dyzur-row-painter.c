/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-row-painter.h"

#include <adwaita.h>
#include <string.h>

#define ICON 16
#define SMALL_ICON 12

static void
lookup (GtkStyleContext *context,
        const char      *name,
        GdkRGBA         *color)
{
  if (!gtk_style_context_lookup_color (context, name, color))
    gtk_style_context_get_color (context, color);
}

static gboolean
is_high_contrast (GtkWidget *widget)
{
  return adw_style_manager_get_high_contrast (adw_style_manager_get_for_display (gtk_widget_get_display (widget)));
}

/**
 * dyzur_painter_init:
 *
 * On the stack, for one snapshot.
 */
void
dyzur_painter_init (DyzurPainter *self,
                    GtkWidget    *widget,
                    GtkSnapshot  *snapshot)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  self->widget = widget;
  self->snapshot = snapshot;
  gtk_style_context_get_color (context, &self->tones[DYZUR_TONE_NORMAL]);
  self->tones[DYZUR_TONE_DIM] = self->tones[DYZUR_TONE_NORMAL];
  self->tones[DYZUR_TONE_DIM].alpha *= is_high_contrast (widget) ? 0.9f : 0.62f;
  lookup (context, "accent_color", &self->tones[DYZUR_TONE_ACCENT]);
  lookup (context, "warning_color", &self->tones[DYZUR_TONE_WARNING]);
  lookup (context, "error_color", &self->tones[DYZUR_TONE_ERROR]);
  lookup (context, "accent_bg_color", &self->filled);
  lookup (context, "accent_fg_color", &self->on_filled);
}

static double
get_text_scale (DyzurTextStyle style)
{
  switch (style)
    {
    case DYZUR_TEXT_SMALL:
    case DYZUR_TEXT_SMALL_BOLD:
      return 0.9;
    case DYZUR_TEXT_TINY_BOLD:
      return 0.72;
    case DYZUR_TEXT_NORMAL:
    case DYZUR_TEXT_BOLD:
    default:
      return 1.0;
    }
}

/**
 * dyzur_painter_make_text:
 *
 * Returns: (transfer full): one line in the widget's font
 */
PangoLayout *
dyzur_painter_make_text (GtkWidget      *widget,
                         const char     *text,
                         DyzurTextStyle  style)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (get_text_scale (style)));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (style == DYZUR_TEXT_BOLD || style == DYZUR_TEXT_SMALL_BOLD || style == DYZUR_TEXT_TINY_BOLD)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

/**
 * dyzur_painter_get_line_height:
 *
 * Returns: pixels of one line of normal text
 */
int
dyzur_painter_get_line_height (GtkWidget *widget)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (widget, "Żg");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return MAX (height, ICON);
}

/**
 * dyzur_painter_dup_initials:
 *
 * Returns: (transfer full): "OK" of "Ola Kowalska"
 */
char *
dyzur_painter_dup_initials (const char *name)
{
  const char *last = name != NULL ? strrchr (name, ' ') : NULL;
  GString *initials = g_string_new (NULL);

  if (name != NULL && *name != '\0')
    g_string_append_unichar (initials, g_unichar_toupper (g_utf8_get_char (name)));
  if (last != NULL && last[1] != '\0')
    g_string_append_unichar (initials, g_unichar_toupper (g_utf8_get_char (last + 1)));
  return g_string_free (initials, FALSE);
}

/**
 * dyzur_painter_text:
 * @x: left edge; with a negative @width the right edge
 * @width: at most; -1 = as long as it is, ending at @x
 *
 * Returns: the width that was used
 */
int
dyzur_painter_text (DyzurPainter *self,
                    PangoLayout  *text,
                    int           x,
                    int           width,
                    int           middle,
                    DyzurTone     tone)
{
  int used, height;

  pango_layout_set_width (text, width >= 0 ? width * PANGO_SCALE : -1);
  pango_layout_get_pixel_size (text, &used, &height);
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT (width >= 0 ? x : x - used, middle - height / 2));
  gtk_snapshot_append_layout (self->snapshot, text, &self->tones[tone]);
  gtk_snapshot_restore (self->snapshot);
  return used;
}

static void
draw_icon (DyzurPainter  *self,
           const char    *icon,
           int            size,
           int            x,
           int            y,
           const GdkRGBA *color)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (self->widget));
  g_autoptr(GtkIconPaintable) paintable =
    gtk_icon_theme_lookup_icon (theme, icon, NULL, size, gtk_widget_get_scale_factor (self->widget),
                                gtk_widget_get_direction (self->widget), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
  GdkRGBA colors[4] = { *color, *color, *color, *color };

  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (paintable), self->snapshot, size, size,
                                            colors, G_N_ELEMENTS (colors));
  gtk_snapshot_restore (self->snapshot);
}

/**
 * dyzur_painter_icon:
 * @x: the right edge; negative: the left edge at -@x
 *
 * Returns: the width that was used
 */
int
dyzur_painter_icon (DyzurPainter *self,
                    const char   *icon,
                    int           x,
                    int           middle,
                    DyzurTone     tone)
{
  draw_icon (self, icon, ICON, x < 0 ? -x : x - ICON, middle - ICON / 2, &self->tones[tone]);
  return ICON;
}

static void
fill (DyzurPainter  *self,
      int            x,
      int            y,
      int            width,
      int            height,
      const GdkRGBA *color)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, width, height), height / 2.0f);
  gtk_snapshot_push_rounded_clip (self->snapshot, &outline);
  gtk_snapshot_append_color (self->snapshot, color, &outline.bounds);
  gtk_snapshot_pop (self->snapshot);
}

/**
 * dyzur_painter_pill:
 * @icon: (nullable)
 * @right: where it ends
 *
 * Returns: the width that was used
 */
int
dyzur_painter_pill (DyzurPainter   *self,
                    PangoLayout    *text,
                    const char     *icon,
                    int             right,
                    int             middle,
                    DyzurTone       tone,
                    DyzurPillStyle  style)
{
  int text_width, text_height, height, width, x;
  GdkRGBA ink = style == DYZUR_PILL_FILLED ? self->on_filled : self->tones[tone];
  GdkRGBA ground = style == DYZUR_PILL_FILLED ? self->filled : self->tones[tone];

  pango_layout_set_width (text, -1);
  pango_layout_get_pixel_size (text, &text_width, &text_height);
  height = text_height + (style == DYZUR_PILL_ROUND ? 6 : 2);
  width = MAX (height, text_width + (style == DYZUR_PILL_ROUND ? 8 : 12) + (icon != NULL ? SMALL_ICON + 4 : 0));
  x = right - width;
  if (style != DYZUR_PILL_FILLED)
    ground.alpha *= 0.16f;

  fill (self, x, middle - height / 2, width, height, &ground);
  x += (width - text_width - (icon != NULL ? SMALL_ICON + 4 : 0)) / 2;
  if (icon != NULL)
    {
      draw_icon (self, icon, SMALL_ICON, x, middle - SMALL_ICON / 2, &ink);
      x += SMALL_ICON + 4;
    }
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT (x, middle - text_height / 2));
  gtk_snapshot_append_layout (self->snapshot, text, &ink);
  gtk_snapshot_restore (self->snapshot);
  return width;
}
