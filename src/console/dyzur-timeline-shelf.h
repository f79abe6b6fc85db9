/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-engine.h"

G_BEGIN_DECLS

/*
 * Timelines that were read ahead: the first page of conversations a person is likely to open next, so that a key stroke
 * shows them at once. Main thread only.
 */
typedef struct _DyzurTimelineShelf DyzurTimelineShelf;

DyzurTimelineShelf *dyzur_timeline_shelf_new  (void);
void                dyzur_timeline_shelf_free (DyzurTimelineShelf *self);
void                dyzur_timeline_shelf_fill (DyzurTimelineShelf *self,
                                               DyzurEngine        *engine,
                                               GPtrArray          *conversations);
GListModel         *dyzur_timeline_shelf_take (DyzurTimelineShelf *self,
                                               DyzurConversation  *conversation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurTimelineShelf, dyzur_timeline_shelf_free)

G_END_DECLS
