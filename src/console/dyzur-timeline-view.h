/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"
#include "dyzur-matches.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_TIMELINE_VIEW (dyzur_timeline_view_get_type ())

/*
 * Messages from top to bottom. It stays at the newest while it stands there, keeps what is read in place when older
 * pages come in above, and says so when something new came while somebody reads further up.
 *
 * Signal newest-wanted: somebody wants the end of a timeline that is not loaded to its end.
 */
G_DECLARE_FINAL_TYPE (DyzurTimelineView, dyzur_timeline_view, DYZUR, TIMELINE_VIEW, GtkWidget)

GtkWidget *dyzur_timeline_view_new            (void);
void       dyzur_timeline_view_set_model      (DyzurTimelineView *self,
                                               DyzurEngine       *engine,
                                               GListModel        *model,
                                               gint64             around_message_id);
void       dyzur_timeline_view_return_to      (DyzurTimelineView *self,
                                               DyzurEngine       *engine,
                                               GListModel        *model,
                                               gint64             place);
gint64     dyzur_timeline_view_get_place      (DyzurTimelineView *self);
void       dyzur_timeline_view_show_newer     (DyzurTimelineView *self,
                                               gint64             message_id);
gint64     dyzur_timeline_view_find_waiting   (DyzurTimelineView *self,
                                               gboolean           planned);
void       dyzur_timeline_view_set_matches    (DyzurTimelineView *self,
                                               DyzurMatches      *matches,
                                               gint64             message_id);
gboolean   dyzur_timeline_view_go_to          (DyzurTimelineView *self,
                                               gint64             message_id);
void       dyzur_timeline_view_scroll_to_end  (DyzurTimelineView *self);
void       dyzur_timeline_view_step           (DyzurTimelineView *self,
                                               gboolean           forward);
gint64     dyzur_timeline_view_get_newest     (DyzurTimelineView *self);
int        dyzur_timeline_view_count_since    (DyzurTimelineView *self,
                                               gint64             message_id);
GtkWidget *dyzur_timeline_view_get_list       (DyzurTimelineView *self);
GtkWidget *dyzur_timeline_view_find_current   (DyzurTimelineView *self);

G_END_DECLS
