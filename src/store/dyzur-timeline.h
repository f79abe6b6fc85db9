/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_TIMELINE (dyzur_timeline_get_type ())

/*
 * What was said in a conversation, oldest first: a GListModel of DyzurMessage and DyzurMark, and a DyzurPager, because
 * it holds only what was asked for. A message stays the same object however it changes; the marks (day lines, the line
 * above the first unread message as it was at the opening) are made from the messages.
 *
 * Property `loading` (boolean) is TRUE until the first page is there.
 */
G_DECLARE_FINAL_TYPE (DyzurTimeline, dyzur_timeline, DYZUR, TIMELINE, GObject)

DyzurTimeline *dyzur_timeline_new         (DyzurStore    *store,
                                           gint64         conversation_id,
                                           gint64         around_message_id);
gboolean       dyzur_timeline_get_loading (DyzurTimeline *self);

G_END_DECLS
