/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-block-layout.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_BLOCK_VIEW (dyzur_block_view_get_type ())

/*
 * The text of a message: draws blocks, opens links, lets people select and copy. One widget whatever the message holds,
 * so that fifty messages cost fifty widgets. Its horizontal request never depends on the text; whoever lays it out asks
 * dyzur_block_view_get_fit_width() how much of an offered width is needed.
 */
G_DECLARE_FINAL_TYPE (DyzurBlockView, dyzur_block_view, DYZUR, BLOCK_VIEW, GtkWidget)

GtkWidget *dyzur_block_view_new                 (void);
void       dyzur_block_view_set_blocks          (DyzurBlockView *self,
                                                 DyzurBlocks    *blocks);
void       dyzur_block_view_set_show_folded     (DyzurBlockView *self,
                                                 gboolean        show_folded);
void       dyzur_block_view_set_matches         (DyzurBlockView *self,
                                                 DyzurMatches   *matches);
gboolean   dyzur_block_view_get_mark_area       (DyzurBlockView *self,
                                                 GdkRectangle   *area);
int        dyzur_block_view_get_fit_width       (DyzurBlockView *self,
                                                 int             width);
int        dyzur_block_view_get_last_width      (DyzurBlockView *self);
gboolean   dyzur_block_view_has_selection       (DyzurBlockView *self);
char      *dyzur_block_view_dup_selection       (DyzurBlockView *self);
void       dyzur_block_view_select_all          (DyzurBlockView *self);
void       dyzur_block_view_unselect            (DyzurBlockView *self);
void       dyzur_block_view_extend_selection    (DyzurBlockView *self,
                                                 DyzurMove       move,
                                                 gboolean        forward);
DyzurBlockView *
           dyzur_block_view_find_selected       (GtkWidget      *inside);
const DyzurLayoutLink *
           dyzur_block_view_get_link_at         (DyzurBlockView *self,
                                                 double          x,
                                                 double          y);

G_END_DECLS
