/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-block-layout-private.h"

/* Blocks on paper: a stretch of the text at a time, never a line cut in two. */

typedef gboolean (*LineFunc) (const DyzurRun  *run,
                              PangoLayoutLine *line,
                              int              top,
                              int              bottom,
                              int              baseline,
                              gpointer         user_data);

/* Each line of @run with where it stands, until @func has enough */
static void
foreach_line (const DyzurRun *run,
              LineFunc        func,
              gpointer        user_data)
{
  PangoLayoutIter *iter = run->layout != NULL ? pango_layout_get_iter (run->layout) : NULL;
  gboolean more = iter != NULL;

  while (more)
    {
      int top, bottom, baseline = PANGO_PIXELS (pango_layout_iter_get_baseline (iter));

      pango_layout_iter_get_line_yrange (iter, &top, &bottom);
      more = func (run, pango_layout_iter_get_line_readonly (iter), run->y + PANGO_PIXELS (top),
                   run->y + PANGO_PIXELS_CEIL (bottom), run->y + baseline, user_data)
             && pango_layout_iter_next_line (iter);
    }
  g_clear_pointer (&iter, pango_layout_iter_free);
}

static gboolean
lift_break (const DyzurRun  *run,
            PangoLayoutLine *line,
            int              top,
            int              bottom,
            int              baseline,
            gpointer         user_data)
{
  int *at = user_data;

  if (top < *at && bottom > *at)
    *at = top;
  return bottom <= *at || top < *at;
}

typedef struct
{
  cairo_t *cr;
  int      from;
  int      to;
} Stretch;

static gboolean
is_within (const Stretch *stretch,
           int            top)
{
  return top >= stretch->from && top < stretch->to;
}

static gboolean
draw_line (const DyzurRun  *run,
           PangoLayoutLine *line,
           int              top,
           int              bottom,
           int              baseline,
           gpointer         user_data)
{
  const Stretch *stretch = user_data;
  PangoRectangle extents;

  if (!is_within (stretch, top))
    return top < stretch->to;
  pango_layout_line_get_pixel_extents (line, NULL, &extents);
  cairo_move_to (stretch->cr, run->x + extents.x, baseline);
  pango_cairo_show_layout_line (stretch->cr, line);
  return TRUE;
}

static void
set_color (cairo_t       *cr,
           const GdkRGBA *color,
           double         strength)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * strength);
}

static void
fill_between (const Stretch *stretch,
              double         x,
              double         top,
              double         width,
              double         bottom)
{
  top = MAX (top, stretch->from);
  bottom = MIN (bottom, stretch->to);
  if (bottom <= top)
    return;
  cairo_rectangle (stretch->cr, x, top, width, bottom - top);
  cairo_fill (stretch->cr);
}

static void
draw_ground (DyzurBlockLayout *self,
             const DyzurRun   *run,
             const Stretch    *stretch)
{
  set_color (stretch->cr, &self->palette.dim, 0.5);
  for (guint depth = 0; depth < run->quote; depth++)
    fill_between (stretch, (int) depth * DYZUR_QUOTE_STEP, run->y - run->space, 1.5, run->y + run->height);
  if (run->kind == DYZUR_RUN_CODE)
    {
      set_color (stretch->cr, &self->palette.text, 0.06);
      fill_between (stretch, run->x - DYZUR_CODE_PADDING, run->y - DYZUR_CODE_PADDING,
                    run->width + 2 * DYZUR_CODE_PADDING, run->y + run->height + DYZUR_CODE_PADDING);
    }
  else if (run->kind == DYZUR_RUN_RULE)
    {
      set_color (stretch->cr, &self->palette.text, 0.3);
      fill_between (stretch, run->x, run->y, self->shown_width - run->x, run->y + 0.5);
    }
}

static void
draw_marker (const DyzurRun *run,
             const Stretch  *stretch)
{
  int width;

  if (!is_within (stretch, run->y))
    return;
  pango_layout_get_pixel_size (run->marker, &width, NULL);
  cairo_move_to (stretch->cr, MAX (run->x - 6 - width, 0), run->y);
  pango_cairo_show_layout (stretch->cr, run->marker);
}

/**
 * dyzur_block_layout_find_break:
 * @from: where the page begins in the text
 * @room: what the page has
 *
 * Returns: how far down the page may go, so that no line is cut; @from when not one line fits
 */
int
dyzur_block_layout_find_break (DyzurBlockLayout *self,
                               int               from,
                               int               room)
{
  int at = from + room, before;

  if (self->height <= at)
    return self->height;
  do
    {
      before = at;
      for (guint i = 0; i < self->runs->len && at > from; i++)
        if (RUN (self, i)->y < at && RUN (self, i)->y + RUN (self, i)->height > at)
          foreach_line (RUN (self, i), lift_break, &at);
    }
  while (at < before && at > from);
  return MAX (at, from);
}

/**
 * dyzur_block_layout_draw:
 * @cr: its origin is where the text begins, whole
 *
 * Draws the lines between two breaks.
 */
void
dyzur_block_layout_draw (DyzurBlockLayout *self,
                         cairo_t          *cr,
                         int               from,
                         int               to)
{
  const Stretch stretch = { cr, from, to };

  for (guint i = 0; i < self->runs->len; i++)
    {
      const DyzurRun *run = RUN (self, i);

      if (run->y - run->space > to || run->y + run->height < from)
        continue;
      draw_ground (self, run, &stretch);
      set_color (cr, &self->palette.text, 1);
      if (run->marker != NULL)
        draw_marker (run, &stretch);
      foreach_line (run, draw_line, (gpointer) &stretch);
    }
}
