/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-message-bubble-private.h"

#include "dyzur-attachment-strip.h"

#define SPACING 6

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
  if (self->pictures != NULL || self->attachments != NULL || self->failure != NULL || self->plan != NULL
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

  return last < width && last + BUBBLE_FOOTER_GAP + self->footer_width <= width;
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
  if (*y > BUBBLE_PADDING_Y)
    *y += SPACING;
  gtk_widget_size_allocate (part, &(GtkAllocation) { BUBBLE_PADDING_X, *y, width, height }, -1);
  *y += height;
}

void
_dyzur_message_bubble_measure (GtkWidget     *widget,
                               GtkOrientation orientation,
                               int            for_size,
                               int           *minimum,
                               int           *natural,
                               int           *minimum_baseline,
                               int           *natural_baseline)
{
  DyzurMessageBubble *self = DYZUR_MESSAGE_BUBBLE (widget);
  GtkWidget *parts[] = { self->text, self->fold, self->pictures, self->attachments, self->failure, self->plan };
  int width = (for_size < 0 ? 400 : for_size) - 2 * BUBBLE_PADDING_X;
  int height = layout_height (self->title);

  _dyzur_message_bubble_measure_footer (self);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 60 + 2 * BUBBLE_PADDING_X;
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
  *minimum = *natural = height + 2 * BUBBLE_PADDING_Y;
}

void
_dyzur_message_bubble_size_allocate (GtkWidget *widget,
                                     int        width,
                                     int        height,
                                     int        baseline)
{
  DyzurMessageBubble *self = DYZUR_MESSAGE_BUBBLE (widget);
  int inner = width - 2 * BUBBLE_PADDING_X, y = BUBBLE_PADDING_Y;

  y += layout_height (self->title);
  place_part (self->text, inner, &y);
  place_part (self->fold, inner, &y);
  place_part (self->pictures, inner, &y);
  place_part (self->attachments, inner, &y);
  place_part (self->failure, inner, &y);
  place_part (self->plan, inner, &y);
  self->footer_area = (GdkRectangle) { width - BUBBLE_PADDING_X - self->footer_width,
                                       height - BUBBLE_PADDING_Y - self->footer_height, self->footer_width,
                                       self->footer_height };
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
  int inner = MAX (width - 2 * BUBBLE_PADDING_X, 60), used, part;

  _dyzur_message_bubble_measure_footer (self);
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
        used = MAX (used, get_last_width (self) + BUBBLE_FOOTER_GAP + self->footer_width);
    }
  if (self->fold != NULL)
    used = MAX (used, get_natural_width (self->fold));
  if (self->pictures != NULL)
    used = MAX (used, get_natural_width (self->pictures));
  if (self->attachments != NULL)
    used = MAX (used, dyzur_attachment_strip_get_fit_width (DYZUR_ATTACHMENT_STRIP (self->attachments), inner));
  return MIN (used, inner) + 2 * BUBBLE_PADDING_X;
}
