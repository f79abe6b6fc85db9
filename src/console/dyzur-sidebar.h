/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SIDEBAR (dyzur_sidebar_get_type ())

/*
 * What can be looked at: views, inboxes, labels, saved searches. Signal `selected` (DyzurView *): another one, or the
 * same again; a saved search comes as a view of kind SEARCH.
 */
G_DECLARE_FINAL_TYPE (DyzurSidebar, dyzur_sidebar, DYZUR, SIDEBAR, GtkWidget)

GtkWidget  *dyzur_sidebar_new          (void);
void        dyzur_sidebar_set_engine   (DyzurSidebar *self,
                                        DyzurEngine  *engine);
GListModel *dyzur_sidebar_get_views    (DyzurSidebar *self);
gboolean    dyzur_sidebar_select_index (DyzurSidebar *self,
                                        guint         index);
void        dyzur_sidebar_set_view     (DyzurSidebar *self,
                                        DyzurView    *view);

G_END_DECLS
