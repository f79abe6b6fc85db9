/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-block-layout-private.h"

#include <string.h>

#define BAR_WIDTH 2

static guint
count_quoted (DyzurBlockLayout *self,
              guint             first,
              guint             depth)
{
  guint n = 0;

  while (first + n < self->runs->len && RUN (self, first + n)->quote >= depth)
    n++;
  return n;
}

static void
snapshot_bar (DyzurBlockLayout *self,
              GtkSnapshot      *snapshot,
              guint             first,
              guint             last,
              guint             depth)
{
  int top = RUN (self, first)->y, bottom = RUN (self, last)->y + RUN (self, last)->height;
  GdkRGBA color = self->palette.dim;

  color.alpha *= 0.5f;
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT ((float) (depth - 1) * DYZUR_QUOTE_STEP, (float) top, BAR_WIDTH,
                                                  (float) (bottom - top)));
}

static void
snapshot_bars (DyzurBlockLayout *self,
               GtkSnapshot      *snapshot)
{
  for (guint depth = 1; depth <= 4; depth++)
    for (guint i = 0; i < self->runs->len;)
      {
        guint n = count_quoted (self, i, depth);

        if (n > 0)
          snapshot_bar (self, snapshot, i, i + n - 1, depth);
        i += n + 1;
      }
}

static void
snapshot_ground (DyzurBlockLayout *self,
                 GtkSnapshot      *snapshot,
                 const DyzurRun   *run)
{
  GdkRGBA color = self->palette.text;

  if (run->kind == DYZUR_RUN_CODE)
    {
      graphene_rect_t area = GRAPHENE_RECT_INIT ((float) (run->x - DYZUR_CODE_PADDING),
                                                 (float) (run->y - DYZUR_CODE_PADDING),
                                                 (float) (run->width + 2 * DYZUR_CODE_PADDING),
                                                 (float) (run->height + 2 * DYZUR_CODE_PADDING));
      GskRoundedRect rounded;

      color.alpha *= 0.07f;
      gsk_rounded_rect_init_from_rect (&rounded, &area, 6);
      gtk_snapshot_push_rounded_clip (snapshot, &rounded);
      gtk_snapshot_append_color (snapshot, &color, &area);
      gtk_snapshot_pop (snapshot);
    }
  else if (run->kind == DYZUR_RUN_RULE)
    {
      color.alpha *= 0.2f;
      gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT ((float) run->x, (float) run->y,
                                                                        (float) (self->shown_width - run->x), 1));
    }
}

/* Colour and a line: one of them can be told on any ground. */
static void
snapshot_mark (DyzurBlockLayout *self,
               GtkSnapshot      *snapshot,
               const DyzurRun   *run,
               guint             m)
{
  int range[] = { (int) g_array_index (run->marks, guint, m), (int) g_array_index (run->marks, guint, m + 1) };
  cairo_region_t *region = gdk_pango_layout_get_clip_region (run->layout, run->x, run->y, range, 1);
  GdkRGBA line = self->palette.mark;

  line.alpha = 1;
  for (int r = 0; r < cairo_region_num_rectangles (region); r++)
    {
      cairo_rectangle_int_t area;

      cairo_region_get_rectangle (region, r, &area);
      gtk_snapshot_append_color (snapshot, &self->palette.mark,
                                 &GRAPHENE_RECT_INIT ((float) area.x - 1, (float) area.y, (float) area.width + 2,
                                                      (float) area.height));
      gtk_snapshot_append_color (snapshot, &line,
                                 &GRAPHENE_RECT_INIT ((float) area.x - 1, (float) (area.y + area.height - 2),
                                                      (float) area.width + 2, 2));
    }
  cairo_region_destroy (region);
}

static void
snapshot_marks (DyzurBlockLayout *self,
                GtkSnapshot      *snapshot,
                const DyzurRun   *run)
{
  for (guint m = 0; run->marks != NULL && m + 1 < run->marks->len; m += 2)
    snapshot_mark (self, snapshot, run, m);
}

static void
snapshot_selection (DyzurBlockLayout *self,
                    GtkSnapshot      *snapshot,
                    guint             i,
                    const DyzurPlace *start,
                    const DyzurPlace *end)
{
  const DyzurRun *run = RUN (self, i);
  int range[2];
  cairo_region_t *region;

  if (run->layout == NULL || i < start->run || i > end->run)
    return;
  range[0] = i == start->run ? (int) start->index : 0;
  range[1] = i == end->run ? (int) end->index : (int) strlen (pango_layout_get_text (run->layout));
  if (range[0] >= range[1])
    return;
  region = gdk_pango_layout_get_clip_region (run->layout, run->x, run->y, range, 1);
  for (int r = 0; r < cairo_region_num_rectangles (region); r++)
    {
      cairo_rectangle_int_t area;

      cairo_region_get_rectangle (region, r, &area);
      gtk_snapshot_append_color (snapshot, &self->palette.selection,
                                 &GRAPHENE_RECT_INIT ((float) area.x, (float) area.y, (float) area.width,
                                                      (float) area.height));
    }
  cairo_region_destroy (region);
}

static void
snapshot_text (DyzurBlockLayout *self,
               GtkSnapshot      *snapshot,
               PangoLayout      *layout,
               int               x,
               int               y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, &self->palette.text);
  gtk_snapshot_restore (snapshot);
}

static void
snapshot_marker (DyzurBlockLayout *self,
                 GtkSnapshot      *snapshot,
                 const DyzurRun   *run)
{
  int width;

  pango_layout_get_pixel_size (run->marker, &width, NULL);
  snapshot_text (self, snapshot, run->marker, MAX (run->x - 6 - width, 0), run->y);
}

/**
 * dyzur_block_layout_snapshot:
 * @start: (nullable): where the selection begins
 * @end: (nullable): where it ends; not before @start
 */
void
dyzur_block_layout_snapshot (DyzurBlockLayout *self,
                             GtkSnapshot      *snapshot,
                             const DyzurPlace *start,
                             const DyzurPlace *end)
{
  snapshot_bars (self, snapshot);
  for (guint i = 0; i < self->runs->len; i++)
    {
      const DyzurRun *run = RUN (self, i);

      snapshot_ground (self, snapshot, run);
      if (start != NULL && end != NULL)
        snapshot_selection (self, snapshot, i, start, end);
      snapshot_marks (self, snapshot, run);
      if (run->marker != NULL)
        snapshot_marker (self, snapshot, run);
      if (run->layout != NULL)
        snapshot_text (self, snapshot, run->layout, run->x, run->y);
    }
}
