/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-block-layout-private.h"

#include <string.h>

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

int
dyzur_place_compare (const DyzurPlace *a,
                     const DyzurPlace *b)
{
  if (a->run != b->run)
    return a->run < b->run ? -1 : 1;
  return a->index < b->index ? -1 : a->index > b->index;
}
