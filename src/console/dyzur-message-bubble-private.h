/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-message-bubble.h"

G_BEGIN_DECLS

/*
 * What the parts of a bubble share: dyzur-message-bubble.c is the widget and what it holds, -layout.c where that
 * stands, -footer.c the line below it.
 */

#define BUBBLE_PADDING_X 12
#define BUBBLE_PADDING_Y 7
#define BUBBLE_FOOTER_GAP 10

struct _DyzurMessageBubble
{
  GtkWidget      parent_instance;

  DyzurEngine   *engine;
  DyzurMessage  *message;
  gulong         changed_handler;
  gulong         transfer_handler; /* while it is sent */
  DyzurBlocks   *blocks;         /* what is shown, to notice when nothing changed */
  char          *plain;
  guint          n_blocks;
  guint          n_pictures;     /* from the web that were here then */

  /* From top to bottom; what is NULL is not there */
  PangoLayout   *title;
  GtkWidget     *text;
  GtkWidget     *fold;
  GtkWidget     *pictures;       /* that are not here */
  GtkWidget     *attachments;
  GtkWidget     *failure;
  GtkWidget     *plan;
  PangoLayout   *footer;

  PangoLayout   *pill;           /* before the footer's words: who writes is no human */
  GdkPaintable  *mark;           /* behind them: delivery */
  int            footer_width;   /* -1 = not measured since font or words changed */
  int            footer_height;
  GdkRectangle   footer_area;
  guint          countdown;      /* source while the message can be taken back */
};

/* dyzur-message-bubble-footer.c */
PangoLayout *_dyzur_message_bubble_make_caption    (DyzurMessageBubble       *self,
                                                    const char               *text,
                                                    PangoWeight               weight,
                                                    double                    scale);
void         _dyzur_message_bubble_measure_footer  (DyzurMessageBubble       *self);
void         _dyzur_message_bubble_snapshot_footer (DyzurMessageBubble       *self,
                                                    GtkSnapshot              *snapshot,
                                                    const GdkRGBA            *text_color);
void         _dyzur_message_bubble_snapshot_line   (GtkSnapshot              *snapshot,
                                                    PangoLayout              *layout,
                                                    int                       x,
                                                    int                       y,
                                                    const GdkRGBA            *color);
void         _dyzur_message_bubble_update_footer   (DyzurMessageBubble       *self,
                                                    const DyzurMessageRecord *record);

/* dyzur-message-bubble-layout.c */
void         _dyzur_message_bubble_measure         (GtkWidget                *widget,
                                                    GtkOrientation            orientation,
                                                    int                       for_size,
                                                    int                      *minimum,
                                                    int                      *natural,
                                                    int                      *minimum_baseline,
                                                    int                      *natural_baseline);
void         _dyzur_message_bubble_size_allocate   (GtkWidget                *widget,
                                                    int                       width,
                                                    int                       height,
                                                    int                       baseline);

G_END_DECLS
