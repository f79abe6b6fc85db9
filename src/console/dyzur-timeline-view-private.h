/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-message-widget.h"
#include "dyzur-timeline-view.h"

G_BEGIN_DECLS

/*
 * What the parts of the timeline share: dyzur-timeline-view.c is the widget, -place.c what is in sight and stays there,
 * -rows.c the rows, -steps.c what its messages are asked.
 */

/* Where to go once the rows have their heights. END comes before TARGET so that the target ends up at the top. */
typedef enum
{
  PLACE_SETTLED,
  PLACE_END,
  PLACE_END_THEN_TARGET,
  PLACE_TARGET,
  PLACE_MATCH,         /* the target has its place; now the word in it is brought into sight */
} DyzurTimelinePlace;

struct _DyzurTimelineView
{
  GtkWidget           parent_instance;

  DyzurEngine        *engine;
  GListModel         *model;           /* (nullable): a DyzurPager */
  GPtrArray          *rows;            /* (element-type GtkListItem): bound now, borrowed */
  GPtrArray          *spare;           /* (element-type DyzurMessageWidget): out of use, for the next conversation */
  gboolean            swapping;        /* the model is being replaced: rows that go will not come back */

  gboolean            follows;         /* stands at the end and stays there */
  DyzurTimelinePlace  place;
  gint64              target;          /* message looked for, 0 = the line above what is new */
  DyzurMatches       *matches;         /* (nullable): words that are marked wherever they stand */
  gboolean            points_out;      /* the message looked for is pointed at, not just where reading goes on */
  gint64              match;           /* the message that is pointed at among them, 0 = none */
  guint               unseen;          /* came in below while somebody read further up */
  guint               stepped_to;      /* position of the last step, G_MAXUINT = none */
  double              last_upper;
  double              last_page;
  int                 gap;             /* above a short talk */
  GdkFrameClock      *clock;
  gulong              layout_handler;
  guint               highlight_source;

  GtkWidget          *floor;
  GtkWidget          *jump_button;
  GtkWidget          *jump_label;
  GtkWidget          *jump_revealer;
  GtkWidget          *list;
  GtkWidget          *scroller;
  GtkNoSelection     *selection;
};

GtkAdjustment            *_dyzur_timeline_get_adjustment (DyzurTimelineView *self);

/* dyzur-timeline-place.c */
void                      _dyzur_timeline_allocate_floor (GtkWidget         *widget,
                                                          int                width,
                                                          int                height,
                                                          int                baseline);
GtkWidget                *_dyzur_timeline_find_lowest    (DyzurTimelineView *self,
                                                          GType              type);
GtkWidget                *_dyzur_timeline_find_match     (DyzurTimelineView *self);
void                      _dyzur_timeline_highlight      (DyzurTimelineView *self,
                                                          guint              position);
void                      _dyzur_timeline_layout         (DyzurTimelineView *self);
void                      _dyzur_timeline_measure_floor  (GtkWidget         *widget,
                                                          GtkOrientation     orientation,
                                                          int                for_size,
                                                          int               *minimum,
                                                          int               *natural,
                                                          int               *minimum_baseline,
                                                          int               *natural_baseline);
void                      _dyzur_timeline_update_jump    (DyzurTimelineView *self);
void                      _dyzur_timeline_value_changed  (DyzurTimelineView *self,
                                                          GtkAdjustment     *adjustment);

/* dyzur-timeline-rows.c */
void                      _dyzur_timeline_bind_row       (DyzurTimelineView *self,
                                                          GtkListItem       *row);
void                      _dyzur_timeline_setup_row      (DyzurTimelineView *self,
                                                          GtkListItem       *row);
void                      _dyzur_timeline_unbind_row     (DyzurTimelineView *self,
                                                          GtkListItem       *row);
void                      _dyzur_timeline_update_groups  (DyzurTimelineView *self);
void                      _dyzur_timeline_update_matches (DyzurTimelineView *self);

/* dyzur-timeline-steps.c */
const DyzurMessageRecord *_dyzur_timeline_get_record     (DyzurTimelineView *self,
                                                          guint              position);
gboolean                  _dyzur_timeline_has_newer      (DyzurTimelineView *self);

G_END_DECLS
