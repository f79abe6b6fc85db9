/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-conversation-list-view.h"
#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_LIST_PANE (dyzur_list_pane_get_type ())

/*
 * The second column: name of the view, search, and either the conversations or what the search finds. Signals `chosen`
 * and `previewed` (DyzurHit *): a result to go to, or only to show. Properties: `sidebar-button` (shows the way to the sidebar), `start-buttons`, `end-buttons` (the
 * window's own), `searching` (readable, notified: results are shown).
 */
G_DECLARE_FINAL_TYPE (DyzurListPane, dyzur_list_pane, DYZUR, LIST_PANE, GtkWidget)

GtkWidget                 *dyzur_list_pane_new          (void);
DyzurConversationListView *dyzur_list_pane_get_list     (DyzurListPane *self);
void                       dyzur_list_pane_set_view     (DyzurListPane *self,
                                                         DyzurEngine   *engine,
                                                         DyzurView     *view);
void                       dyzur_list_pane_visit_view   (DyzurListPane *self,
                                                         DyzurEngine   *engine,
                                                         DyzurView     *view);
void                       dyzur_list_pane_start_search (DyzurListPane *self);
gboolean                   dyzur_list_pane_stop_search  (DyzurListPane *self);
char                      *dyzur_list_pane_dup_query    (DyzurListPane *self);
void                       dyzur_list_pane_set_query    (DyzurListPane *self,
                                                         const char    *query);
void                       dyzur_list_pane_set_can_write
                                                        (DyzurListPane *self,
                                                         gboolean       can_write);
gboolean                   dyzur_list_pane_move         (DyzurListPane *self,
                                                         int            step);

G_END_DECLS
