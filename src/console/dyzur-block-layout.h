/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-blocks.h"
#include "dyzur-matches.h"

G_BEGIN_DECLS

/* The colours text is drawn with. They stand in the layout's attributes: another palette needs another layout. */
typedef struct
{
  GdkRGBA text;
  GdkRGBA dim;
  GdkRGBA link;
  GdkRGBA warning;
  GdkRGBA selection;
  GdkRGBA mark;
} DyzurPalette;

/* A place in the text: before the byte @index of run @run. Runs are numbered in reading order. */
typedef struct
{
  guint run;
  guint index;
} DyzurPlace;

typedef struct
{
  guint     run;
  guint     start;
  guint     end;
  char     *href;
  gboolean  foreign;   /* its text names another host than the one it leads to */
} DyzurLayoutLink;

typedef enum
{
  DYZUR_MOVE_CHARACTER,
  DYZUR_MOVE_WORD,
  DYZUR_MOVE_END,
} DyzurMove;

/*
 * Blocks set for a width: geometry, hits, selection and drawing of a message's text, without a widget. Text is shaped
 * once per width. Main thread.
 */
typedef struct _DyzurBlockLayout DyzurBlockLayout;

DyzurBlockLayout      *dyzur_block_layout_new             (PangoContext           *context,
                                                           const DyzurBlocks      *blocks,
                                                           gboolean                with_folded,
                                                           const DyzurPalette     *palette);
void                   dyzur_block_layout_free            (DyzurBlockLayout       *self);
int                    dyzur_block_layout_set_width       (DyzurBlockLayout       *self,
                                                           int                     width);
int                    dyzur_block_layout_get_fit_width   (DyzurBlockLayout       *self);
int                    dyzur_block_layout_get_last_width  (DyzurBlockLayout       *self);
gboolean               dyzur_block_layout_is_empty        (DyzurBlockLayout       *self);
void                   dyzur_block_layout_locate          (DyzurBlockLayout       *self,
                                                           double                  x,
                                                           double                  y,
                                                           DyzurPlace             *place);
void                   dyzur_block_layout_get_word        (DyzurBlockLayout       *self,
                                                           const DyzurPlace       *place,
                                                           DyzurPlace             *start,
                                                           DyzurPlace             *end);
void                   dyzur_block_layout_get_run         (DyzurBlockLayout       *self,
                                                           const DyzurPlace       *place,
                                                           DyzurPlace             *start,
                                                           DyzurPlace             *end);
void                   dyzur_block_layout_get_all         (DyzurBlockLayout       *self,
                                                           DyzurPlace             *start,
                                                           DyzurPlace             *end);
void                   dyzur_block_layout_move            (DyzurBlockLayout       *self,
                                                           DyzurPlace             *place,
                                                           DyzurMove               move,
                                                           gboolean                forward);
char                  *dyzur_block_layout_dup_text        (DyzurBlockLayout       *self,
                                                           const DyzurPlace       *start,
                                                           const DyzurPlace       *end);
guint                  dyzur_block_layout_get_n_links     (DyzurBlockLayout       *self);
const DyzurLayoutLink *dyzur_block_layout_get_link        (DyzurBlockLayout       *self,
                                                           guint                   index);
int                    dyzur_block_layout_find_link       (DyzurBlockLayout       *self,
                                                           double                  x,
                                                           double                  y);
void                   dyzur_block_layout_get_link_area   (DyzurBlockLayout       *self,
                                                           guint                   index,
                                                           GdkRectangle           *area);
void                   dyzur_block_layout_highlight       (DyzurBlockLayout       *self,
                                                           DyzurMatches           *matches);
guint                  dyzur_block_layout_get_n_marks     (DyzurBlockLayout       *self);
gboolean               dyzur_block_layout_get_mark_area   (DyzurBlockLayout       *self,
                                                           GdkRectangle           *area);
void                   dyzur_block_layout_snapshot        (DyzurBlockLayout       *self,
                                                           GtkSnapshot            *snapshot,
                                                           const DyzurPlace       *start,
                                                           const DyzurPlace       *end);
int                    dyzur_block_layout_find_break      (DyzurBlockLayout       *self,
                                                           int                     from,
                                                           int                     room);
void                   dyzur_block_layout_draw            (DyzurBlockLayout       *self,
                                                           cairo_t                *cr,
                                                           int                     from,
                                                           int                     to);

int                    dyzur_place_compare                (const DyzurPlace       *a,
                                                           const DyzurPlace       *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurBlockLayout, dyzur_block_layout_free)

G_END_DECLS
