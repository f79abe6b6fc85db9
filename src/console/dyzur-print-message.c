/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-print-message.h"

#include <glib/gi18n.h>

#include "dyzur-block-layout.h"
#include "dyzur-format.h"
#include "dyzur-link.h"
#include "dyzur-message-pictures.h"
#include "dyzur-message-words.h"
#include "dyzur-thumbnail.h"

#define INDENT 12
#define GAP 4
#define MAX_PICTURE_WIDTH 300
#define MAX_PICTURE_HEIGHT 220
#define MAX_PIXELS (100 * 1000 * 1000)
#define RESOLUTION 3   /* pixels of a picture for a point of paper */

static const DyzurPalette palette = {
  .text = { 0, 0, 0, 1 },
  .dim = { 0.35f, 0.35f, 0.35f, 1 },
  .link = { 0.1f, 0.25f, 0.55f, 1 },
  .warning = { 0.6f, 0.15f, 0.1f, 1 },
};

/* A picture on its place; it is read when it is drawn, so that a page has only its own in memory. */
typedef struct
{
  char *path;
  int   y;
  int   width;
  int   height;
} Picture;

struct _DyzurPrintMessage
{
  PangoLayout      *heading;
  int               text_y;
  int               text_end;
  DyzurBlockLayout *text;
  GArray           *pictures;   /* of Picture, from top to bottom */
  int               files_y;
  PangoLayout      *files;      /* (nullable) */
  int               height;
  gboolean          is_note;
};

static void
clear_picture (gpointer data)
{
  g_free (((Picture *) data)->path);
}

/* "Anna Kowalska · 14 listopada 2026 12:03 · BOT": who is no human is told on paper too. */
static char *
dup_heading (const DyzurMessageRecord *record)
{
  g_autofree char *author = dyzur_message_dup_author (record, NULL);
  g_autofree char *when = dyzur_format_full (record->sent_at);
  GString *line = g_string_new (NULL);
  g_autofree char *escaped = g_markup_escape_text (author, -1);

  g_string_append_printf (line, "<b>%s</b>  %s", escaped, when);
  if (record->author_kind == DYZUR_AUTHOR_BOT)
    g_string_append_printf (line, "  <b>[%s]</b>", _("BOT"));
  if (record->kind == DYZUR_MESSAGE_NOTE)
    g_string_append_printf (line, "  <i>%s</i>", _("Private note"));
  if (dyzur_message_get_automatic (record) != NULL)
    g_string_append_printf (line, "  <i>%s</i>", dyzur_message_get_automatic (record));
  if (record->delivery == DYZUR_DELIVERY_FAILED || record->delivery == DYZUR_DELIVERY_QUEUED)
    {
      g_autofree char *delivery = dyzur_message_dup_delivery (record);
      g_autofree char *words = g_markup_escape_text (delivery, -1);

      g_string_append_printf (line, "  <i>%s</i>", words);
    }
  return g_string_free (line, FALSE);
}

static PangoLayout *
make_line (PangoContext *context,
           const char   *markup,
           int           width)
{
  PangoLayout *layout = pango_layout_new (context);

  pango_layout_set_markup (layout, markup, -1);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  return layout;
}

static int
get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static DyzurBlocks *
dup_blocks (const DyzurMessageRecord *record)
{
  if (record->blocks != NULL && dyzur_blocks_get_length (record->blocks) > 0)
    return dyzur_message_pictures_dup_shown (record);
  return dyzur_link_blocks_from_text (record->text != NULL ? record->text : "");
}

static gboolean
measure_picture (const DyzurAttachment *attachment,
                 int                    room,
                 Picture               *picture)
{
  int width, height;
  double scale;

  if (attachment->path == NULL || !dyzur_thumbnail_can_show (attachment->mime_type)
      || gdk_pixbuf_get_file_info (attachment->path, &width, &height) == NULL || width < 8 || height < 8
      || (gint64) width * height > MAX_PIXELS)
    return FALSE;
  scale = MIN (MIN ((double) MIN (MAX_PICTURE_WIDTH, room) / width, (double) MAX_PICTURE_HEIGHT / height), 0.75);
  *picture = (Picture) { g_strdup (attachment->path), 0, MAX ((int) (width * scale), 1), MAX ((int) (height * scale), 1) };
  return TRUE;
}

static void
add_attachments (DyzurPrintMessage        *self,
                 PangoContext             *context,
                 const DyzurMessageRecord *record,
                 int                       width)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; record->attachments != NULL && i < record->attachments->len; i++)
    {
      const DyzurAttachment *attachment = g_ptr_array_index (record->attachments, i);
      Picture picture;

      if (measure_picture (attachment, width - INDENT, &picture))
        {
          picture.y = self->height + GAP;
          self->height = picture.y + picture.height;
          g_array_append_val (self->pictures, picture);
        }
      else if (!attachment->is_inline && attachment->name != NULL)
        {
          g_autofree char *escaped = g_markup_escape_text (attachment->name, -1);

          g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", escaped);
        }
    }
  if (names->len == 0)
    return;
  g_string_prepend (names, ": ");
  g_string_prepend (names, _("Attachments"));
  self->files = make_line (context, names->str, width - INDENT);
  self->files_y = self->height + GAP;
  self->height = self->files_y + get_height (self->files);
}

static int
clamp_break (DyzurPrintMessage *self,
             int                from,
             int                at)
{
  for (guint i = 0; i < self->pictures->len; i++)
    {
      const Picture *picture = &g_array_index (self->pictures, Picture, i);

      if (picture->y < at && picture->y + picture->height > at)
        at = picture->y;
    }
  if (self->files != NULL && self->files_y < at && self->height > at)
    at = self->files_y;
  return MAX (at, from);
}

static void
draw_picture (const Picture *picture,
              cairo_t       *cr)
{
  g_autoptr(GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file_at_size (picture->path, picture->width * RESOLUTION,
                                                                  picture->height * RESOLUTION, NULL);
  g_autoptr(GdkPixbuf) upright = pixbuf != NULL ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;

  if (upright == NULL)
    return;
  cairo_save (cr);
  cairo_translate (cr, INDENT, picture->y);
  cairo_scale (cr, (double) picture->width / gdk_pixbuf_get_width (upright),
               (double) picture->height / gdk_pixbuf_get_height (upright));
  gdk_cairo_set_source_pixbuf (cr, upright, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
}

static void
draw_layout (cairo_t     *cr,
             PangoLayout *layout,
             double       x,
             double       y)
{
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

/**
 * dyzur_print_message_new:
 * @context: of the paper
 * @width: points
 * @with_quotes: quoted history and signatures too
 */
DyzurPrintMessage *
dyzur_print_message_new (PangoContext             *context,
                         const DyzurMessageRecord *record,
                         int                       width,
                         gboolean                  with_quotes)
{
  DyzurPrintMessage *self = g_new0 (DyzurPrintMessage, 1);
  g_autoptr(DyzurBlocks) blocks = dup_blocks (record);
  g_autofree char *heading = dup_heading (record);

  self->is_note = record->kind == DYZUR_MESSAGE_NOTE;
  self->pictures = g_array_new (FALSE, FALSE, sizeof (Picture));
  g_array_set_clear_func (self->pictures, clear_picture);
  self->heading = make_line (context, heading, width);
  self->text_y = get_height (self->heading) + GAP / 2;
  self->text = dyzur_block_layout_new (context, blocks, with_quotes, &palette);
  self->text_end = self->text_y + dyzur_block_layout_set_width (self->text, width - INDENT);
  self->height = self->text_end;
  add_attachments (self, context, record, width);
  return self;
}

void
dyzur_print_message_free (DyzurPrintMessage *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->heading);
  g_clear_object (&self->files);
  dyzur_block_layout_free (self->text);
  g_array_unref (self->pictures);
  g_free (self);
}

int
dyzur_print_message_get_height (DyzurPrintMessage *self)
{
  return self->height;
}

/**
 * dyzur_print_message_find_break:
 *
 * Returns: how far down a page that begins at @from may go; @from when nothing fits into @room. The heading never stands
 *   alone at the end of a page
 */
int
dyzur_print_message_find_break (DyzurPrintMessage *self,
                                int                from,
                                int                room)
{
  int at = from + room, begin = MAX (from, self->text_y);

  if (self->height <= at)
    return self->height;
  if (at < self->text_end)
    at = self->text_y + dyzur_block_layout_find_break (self->text, begin - self->text_y, MAX (at - begin, 0));
  else
    at = clamp_break (self, from, at);
  return from == 0 && at <= self->text_y ? 0 : at;
}

void
dyzur_print_message_draw (DyzurPrintMessage *self,
                          cairo_t           *cr,
                          int                from,
                          int                to)
{
  if (from == 0)
    draw_layout (cr, self->heading, 0, 0);
  cairo_save (cr);
  cairo_translate (cr, INDENT, self->text_y);
  dyzur_block_layout_draw (self->text, cr, from - self->text_y, to - self->text_y);
  cairo_restore (cr);
  for (guint i = 0; i < self->pictures->len; i++)
    {
      const Picture *picture = &g_array_index (self->pictures, Picture, i);

      if (picture->y >= from && picture->y < to)
        draw_picture (picture, cr);
    }
  if (self->files != NULL && self->files_y >= from && self->files_y < to)
    draw_layout (cr, self->files, INDENT, self->files_y);
  if (!self->is_note)
    return;
  cairo_set_source_rgb (cr, 0.7, 0.55, 0);
  cairo_rectangle (cr, 2, from, 1.5, to - from);
  cairo_fill (cr);
}
