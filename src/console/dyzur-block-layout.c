/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-block-layout-private.h"

#define MIN_TEXT_WIDTH 40

static void
clear_run (gpointer data)
{
  DyzurRun *run = data;

  g_clear_object (&run->layout);
  g_clear_object (&run->marker);
  g_clear_pointer (&run->marks, g_array_unref);
}

static void
clear_link (gpointer data)
{
  DyzurLayoutLink *link = data;

  g_free (link->href);
}

static void
set_layout_width (DyzurRun *run,
                  int       width)
{
  pango_layout_set_width (run->layout, MAX (width, MIN_TEXT_WIDTH) * PANGO_SCALE);
  pango_layout_get_pixel_size (run->layout, &run->width, &run->height);
}

static gboolean
starts_table (DyzurBlockLayout *self,
              guint             i)
{
  return RUN (self, i)->kind == DYZUR_RUN_CELL
         && (i == 0 || RUN (self, i - 1)->kind != DYZUR_RUN_CELL || RUN (self, i - 1)->quote != RUN (self, i)->quote);
}

/* One past the last cell of the table that begins at @first */
static guint
find_table_end (DyzurBlockLayout *self,
                guint             first)
{
  guint end = first + 1;

  while (end < self->runs->len && RUN (self, end)->kind == DYZUR_RUN_CELL && !starts_table (self, end))
    end++;
  return end;
}

/* Columns that need no more than an equal share keep what they need; the wide ones share what is left. */
static void
narrow_columns (GArray *columns,
                int     available)
{
  g_autofree gboolean *settled = g_new0 (gboolean, columns->len);

  for (guint left = columns->len; left > 0; left--)
    {
      int narrowest = -1;
      int *column;

      for (guint i = 0; i < columns->len; i++)
        if (!settled[i] && (narrowest < 0 || g_array_index (columns, int, i) < g_array_index (columns, int, narrowest)))
          narrowest = (int) i;
      column = &g_array_index (columns, int, narrowest);
      *column = MIN (*column, MAX (MIN_TEXT_WIDTH, available / (int) left));
      available -= *column;
      settled[narrowest] = TRUE;
    }
}

/* How wide every column wants to be, narrowed when they do not fit together */
static GArray *
measure_columns (DyzurBlockLayout *self,
                 guint             first,
                 guint             end,
                 int               available)
{
  GArray *columns = g_array_new (FALSE, TRUE, sizeof (int));
  int total = 0;

  for (guint i = first; i < end; i++)
    {
      DyzurRun *run = RUN (self, i);

      pango_layout_set_width (run->layout, -1);
      pango_layout_get_pixel_size (run->layout, &run->width, NULL);
      if (run->column >= columns->len)
        g_array_set_size (columns, run->column + 1);
      g_array_index (columns, int, run->column) = MAX (g_array_index (columns, int, run->column), run->width);
    }
  for (guint i = 0; i < columns->len; i++)
    total += g_array_index (columns, int, i);
  available -= DYZUR_CELL_GAP * ((int) columns->len - 1);
  if (total > available)
    narrow_columns (columns, available);
  return columns;
}

static int
set_table (DyzurBlockLayout *self,
           guint             first,
           guint             end,
           int               y)
{
  int left = (int) RUN (self, first)->quote * DYZUR_QUOTE_STEP;
  g_autoptr(GArray) columns = measure_columns (self, first, end, self->width - left);
  int x = left, row_height = 0;

  for (guint i = first; i < end; i++)
    {
      DyzurRun *run = RUN (self, i);

      if (run->column == 0 && i > first)
        y += run->space;
      set_layout_width (run, g_array_index (columns, int, run->column));
      run->x = x;
      run->y = y;
      self->fit_width = MAX (self->fit_width, run->x + run->width);
      row_height = MAX (row_height, run->height);
      x += g_array_index (columns, int, run->column) + DYZUR_CELL_GAP;
      if (run->ends_row)
        {
          y += row_height;
          x = left;
          row_height = 0;
        }
    }
  return y;
}

static int
set_run (DyzurBlockLayout *self,
         DyzurRun         *run,
         int               y)
{
  int padding = run->kind == DYZUR_RUN_CODE ? DYZUR_CODE_PADDING : 0;

  run->x = (int) run->quote * DYZUR_QUOTE_STEP + run->indent;
  run->y = y + padding;
  if (run->kind == DYZUR_RUN_RULE)
    {
      run->width = 0;
      run->height = 1;
      return y + 1;
    }
  set_layout_width (run, self->width - run->x - padding);
  self->fit_width = MAX (self->fit_width, run->x + run->width + padding);
  return y + run->height + 2 * padding;
}

static void
set_runs (DyzurBlockLayout *self)
{
  int y = 0;

  self->fit_width = 0;
  for (guint i = 0; i < self->runs->len;)
    {
      if (i > 0)
        y += RUN (self, i)->space;
      if (starts_table (self, i))
        {
          guint end = find_table_end (self, i);

          y = set_table (self, i, end, y);
          i = end;
        }
      else
        y = set_run (self, RUN (self, i++), y);
    }
  self->height = y;
}

/**
 * dyzur_block_layout_new:
 * @with_folded: whether quoted history and signatures are there too
 *
 * Returns: (transfer full): not set yet: say its width first
 */
DyzurBlockLayout *
dyzur_block_layout_new (PangoContext       *context,
                        const DyzurBlocks  *blocks,
                        gboolean            with_folded,
                        const DyzurPalette *palette)
{
  DyzurBlockLayout *self = g_new0 (DyzurBlockLayout, 1);

  self->runs = g_array_new (FALSE, FALSE, sizeof (DyzurRun));
  self->links = g_array_new (FALSE, FALSE, sizeof (DyzurLayoutLink));
  g_array_set_clear_func (self->runs, clear_run);
  g_array_set_clear_func (self->links, clear_link);
  self->palette = *palette;
  self->width = -1;
  _dyzur_block_layout_build (self, context, blocks, with_folded);
  return self;
}

void
dyzur_block_layout_free (DyzurBlockLayout *self)
{
  g_array_unref (self->runs);
  g_array_unref (self->links);
  g_free (self);
}

/**
 * dyzur_block_layout_set_width:
 *
 * Sets the text for @width. Nothing is shaped again when all lines already fit into it.
 *
 * Returns: the height
 */
int
dyzur_block_layout_set_width (DyzurBlockLayout *self,
                              int               width)
{
  gboolean fits = self->width >= 0 && width <= self->width && width >= self->fit_width && !self->has_rtl;

  if (!fits && width != self->width)
    {
      self->width = width;
      set_runs (self);
    }
  self->shown_width = width;
  return self->height;
}

/**
 * dyzur_block_layout_get_fit_width:
 *
 * Returns: the least width that leaves every line as it is now
 */
int
dyzur_block_layout_get_fit_width (DyzurBlockLayout *self)
{
  return self->has_rtl ? self->width : self->fit_width;
}

/**
 * dyzur_block_layout_get_last_width:
 *
 * Returns: where the last line ends, so that something small can stand behind it; %G_MAXINT when nothing can
 */
int
dyzur_block_layout_get_last_width (DyzurBlockLayout *self)
{
  const DyzurRun *run = self->runs->len > 0 ? RUN (self, self->runs->len - 1) : NULL;
  PangoRectangle extents;
  PangoLayoutLine *line;

  if (run == NULL || run->kind != DYZUR_RUN_TEXT || self->has_rtl)
    return G_MAXINT;
  line = pango_layout_get_line_readonly (run->layout, pango_layout_get_line_count (run->layout) - 1);
  pango_layout_line_get_pixel_extents (line, NULL, &extents);
  return run->x + extents.x + extents.width;
}

gboolean
dyzur_block_layout_is_empty (DyzurBlockLayout *self)
{
  return self->runs->len == 0;
}

/**
 * dyzur_block_layout_highlight:
 * @matches: (nullable): whose words are marked; %NULL = none
 */
void
dyzur_block_layout_highlight (DyzurBlockLayout *self,
                              DyzurMatches     *matches)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      DyzurRun *run = RUN (self, i);

      g_clear_pointer (&run->marks, g_array_unref);
      if (matches != NULL && run->layout != NULL)
        run->marks = dyzur_matches_dup_spans (matches, pango_layout_get_text (run->layout));
    }
}

guint
dyzur_block_layout_get_n_marks (DyzurBlockLayout *self)
{
  guint n = 0;

  for (guint i = 0; i < self->runs->len; i++)
    n += RUN (self, i)->marks != NULL ? RUN (self, i)->marks->len / 2 : 0;
  return n;
}

/**
 * dyzur_block_layout_get_mark_area:
 * @area: (out): the box around the first marked word
 *
 * Returns: %FALSE when nothing is marked
 */
gboolean
dyzur_block_layout_get_mark_area (DyzurBlockLayout *self,
                                  GdkRectangle     *area)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      const DyzurRun *run = RUN (self, i);
      cairo_region_t *region;
      int range[2];

      if (run->marks == NULL || run->marks->len == 0)
        continue;
      range[0] = (int) g_array_index (run->marks, guint, 0);
      range[1] = (int) g_array_index (run->marks, guint, 1);
      region = gdk_pango_layout_get_clip_region (run->layout, run->x, run->y, range, 1);
      cairo_region_get_extents (region, area);
      cairo_region_destroy (region);
      return TRUE;
    }
  return FALSE;
}
