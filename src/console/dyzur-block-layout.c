/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-block-layout-private.h"

#include <string.h>

#define MIN_TEXT_WIDTH 40
#define BAR_WIDTH 2

#define RUN(self, i) (&g_array_index ((self)->runs, DyzurRun, (i)))

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

/* How wide every column wants to be, narrowed in proportion when they do not fit together */
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
  for (guint i = 0; total > available && i < columns->len; i++)
    {
      int *column = &g_array_index (columns, int, i);

      *column = MAX (MIN_TEXT_WIDTH, (int) ((gint64) *column * MAX (available, 0) / total));
    }
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

static const char *
get_run_text (DyzurBlockLayout *self,
              guint             i)
{
  return i < self->runs->len && RUN (self, i)->layout != NULL ? pango_layout_get_text (RUN (self, i)->layout) : "";
}

/* Moves inside one run; %FALSE when there is no such step left in it. */
static gboolean
move_in_run (DyzurBlockLayout *self,
             DyzurPlace       *place,
             DyzurMove         move,
             gboolean          forward)
{
  const char *text = get_run_text (self, place->run);
  guint length = (guint) strlen (text), end = forward ? length : 0;
  const PangoLogAttr *attributes;
  glong at, to;
  int n;

  place->index = MIN (place->index, length);
  if (place->index == end)
    return FALSE;
  attributes = pango_layout_get_log_attrs_readonly (RUN (self, place->run)->layout, &n);
  at = g_utf8_pointer_to_offset (text, text + place->index);
  to = at + (forward ? 1 : -1);
  if (move == DYZUR_MOVE_END)
    to = forward ? n - 1 : 0;
  while (move == DYZUR_MOVE_WORD && to > 0 && to < n - 1
         && !(forward ? attributes[to].is_word_end : attributes[to].is_word_start))
    to += forward ? 1 : -1;
  while (to > 0 && to < n - 1 && !attributes[to].is_cursor_position)
    to += forward ? 1 : -1;
  place->index = (guint) (g_utf8_offset_to_pointer (text, to) - text);
  return TRUE;
}

static gboolean
enter_next_run (DyzurBlockLayout *self,
                DyzurPlace       *place,
                gboolean          forward)
{
  if (forward ? place->run + 1 >= self->runs->len : place->run == 0)
    return FALSE;
  place->run += forward ? 1 : -1;
  place->index = forward ? 0 : (guint) strlen (get_run_text (self, place->run));
  return TRUE;
}

/* How far @y is from the run: 0 inside */
static int
vertical_distance (const DyzurRun *run,
                   double          y)
{
  if (y < run->y)
    return (int) (run->y - y);
  return y > run->y + run->height ? (int) (y - run->y - run->height) : 0;
}

static int
horizontal_distance (const DyzurRun *run,
                     double          x)
{
  if (x < run->x)
    return (int) (run->x - x);
  return x > run->x + run->width ? (int) (x - run->x - run->width) : 0;
}

static void
append_run_text (DyzurBlockLayout *self,
                 GString          *text,
                 guint             i,
                 const DyzurPlace *start,
                 const DyzurPlace *end)
{
  const DyzurRun *run = RUN (self, i);
  const char *whole = run->layout != NULL ? pango_layout_get_text (run->layout) : "";
  guint length = (guint) strlen (whole);
  guint from = i == start->run ? MIN (start->index, length) : 0;
  guint to = i == end->run ? MIN (end->index, length) : length;

  if (run->marker != NULL && from == 0)
    g_string_append_printf (text, "%s ", pango_layout_get_text (run->marker));
  if (from < to)
    g_string_append_len (text, whole + from, to - from);
  if (i == end->run)
    return;
  if (run->kind == DYZUR_RUN_CELL)
    g_string_append_c (text, run->ends_row ? '\n' : '\t');
  else
    g_string_append (text, RUN (self, i + 1)->space < DYZUR_PARAGRAPH_SPACE ? "\n" : "\n\n");
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
 * dyzur_block_layout_locate:
 * @place: (out): the place nearest to the point
 */
void
dyzur_block_layout_locate (DyzurBlockLayout *self,
                           double            x,
                           double            y,
                           DyzurPlace       *place)
{
  const DyzurRun *best = NULL;
  int index, trailing;
  const char *text;

  *place = (DyzurPlace) { 0, 0 };
  for (guint i = 0; i < self->runs->len; i++)
    {
      const DyzurRun *run = RUN (self, i);
      int order = best != NULL ? vertical_distance (run, y) - vertical_distance (best, y) : -1;

      if (run->layout == NULL
          || order > 0 || (order == 0 && horizontal_distance (run, x) >= horizontal_distance (best, x)))
        continue;
      best = run;
      place->run = i;
    }
  if (best == NULL)
    return;
  if (best->kind != DYZUR_RUN_CELL && y > best->y + best->height)
    x = G_MAXINT / PANGO_SCALE / 2;
  pango_layout_xy_to_index (best->layout, (int) ((x - best->x) * PANGO_SCALE), (int) ((y - best->y) * PANGO_SCALE),
                            &index, &trailing);
  text = pango_layout_get_text (best->layout);
  place->index = (guint) (g_utf8_offset_to_pointer (text + index, trailing) - text);
}

/**
 * dyzur_block_layout_get_word:
 * @start: (out):
 * @end: (out): around the word at @place
 */
void
dyzur_block_layout_get_word (DyzurBlockLayout *self,
                             const DyzurPlace *place,
                             DyzurPlace       *start,
                             DyzurPlace       *end)
{
  const PangoLogAttr *attributes;
  const char *text, *p;
  int n, at, from, to;

  *start = *end = *place;
  if (place->run >= self->runs->len || RUN (self, place->run)->layout == NULL)
    return;
  text = pango_layout_get_text (RUN (self, place->run)->layout);
  attributes = pango_layout_get_log_attrs_readonly (RUN (self, place->run)->layout, &n);
  at = (int) g_utf8_pointer_to_offset (text, text + place->index);
  for (from = MIN (at, n - 1); from > 0 && !attributes[from].is_word_start; from--)
    ;
  for (to = at; to < n - 1 && (to <= from || !attributes[to].is_word_end); to++)
    ;
  p = g_utf8_offset_to_pointer (text, from);
  start->index = (guint) (p - text);
  end->index = (guint) (g_utf8_offset_to_pointer (p, to - from) - text);
}

/* The whole paragraph at @place */
void
dyzur_block_layout_get_run (DyzurBlockLayout *self,
                            const DyzurPlace *place,
                            DyzurPlace       *start,
                            DyzurPlace       *end)
{
  *start = *end = *place;
  if (place->run >= self->runs->len || RUN (self, place->run)->layout == NULL)
    return;
  start->index = 0;
  end->index = (guint) strlen (pango_layout_get_text (RUN (self, place->run)->layout));
}

void
dyzur_block_layout_get_all (DyzurBlockLayout *self,
                            DyzurPlace       *start,
                            DyzurPlace       *end)
{
  *start = *end = (DyzurPlace) { 0, 0 };
  if (self->runs->len == 0)
    return;
  end->run = self->runs->len - 1;
  end->index = G_MAXUINT;
}

/**
 * dyzur_block_layout_move:
 * @place: (inout): moved by one step; stays inside the text
 */
void
dyzur_block_layout_move (DyzurBlockLayout *self,
                         DyzurPlace       *place,
                         DyzurMove         move,
                         gboolean          forward)
{
  do
    {
      if (move_in_run (self, place, move, forward))
        return;
    }
  while (enter_next_run (self, place, forward));
}

/**
 * dyzur_block_layout_dup_text:
 *
 * Returns: (transfer full): what stands between two places, as plain text: cells parted by tabs, paragraphs by empty
 *   lines
 */
char *
dyzur_block_layout_dup_text (DyzurBlockLayout *self,
                             const DyzurPlace *start,
                             const DyzurPlace *end)
{
  GString *text = g_string_new (NULL);

  for (guint i = start->run; i <= end->run && i < self->runs->len; i++)
    append_run_text (self, text, i, start, end);
  return g_string_free (text, FALSE);
}

guint
dyzur_block_layout_get_n_links (DyzurBlockLayout *self)
{
  return self->links->len;
}

const DyzurLayoutLink *
dyzur_block_layout_get_link (DyzurBlockLayout *self,
                             guint             index)
{
  g_return_val_if_fail (index < self->links->len, NULL);

  return &g_array_index (self->links, DyzurLayoutLink, index);
}

/**
 * dyzur_block_layout_find_link:
 *
 * Returns: the number of the link under the point, -1 when there is none
 */
int
dyzur_block_layout_find_link (DyzurBlockLayout *self,
                              double            x,
                              double            y)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      const DyzurLayoutLink *link = &g_array_index (self->links, DyzurLayoutLink, i);
      const DyzurRun *run = RUN (self, link->run);
      int index;

      if (vertical_distance (run, y) == 0 && horizontal_distance (run, x) == 0
          && pango_layout_xy_to_index (run->layout, (int) ((x - run->x) * PANGO_SCALE),
                                       (int) ((y - run->y) * PANGO_SCALE), &index, NULL)
          && (guint) index >= link->start && (guint) index < link->end)
        return (int) i;
    }
  return -1;
}

/**
 * dyzur_block_layout_get_link_area:
 * @area: (out): the box around all of the link
 */
void
dyzur_block_layout_get_link_area (DyzurBlockLayout *self,
                                  guint             index,
                                  GdkRectangle     *area)
{
  const DyzurLayoutLink *link = dyzur_block_layout_get_link (self, index);
  const DyzurRun *run = RUN (self, link->run);
  int range[2] = { (int) link->start, (int) link->end };
  cairo_region_t *region = gdk_pango_layout_get_clip_region (run->layout, run->x, run->y, range, 1);

  cairo_region_get_extents (region, area);
  cairo_region_destroy (region);
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

int
dyzur_place_compare (const DyzurPlace *a,
                     const DyzurPlace *b)
{
  if (a->run != b->run)
    return a->run < b->run ? -1 : 1;
  return a->index < b->index ? -1 : a->index > b->index;
}
