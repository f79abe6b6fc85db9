/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-db.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/*
 * Of conversations c: whether a rule may take this one: it is done, nothing of ours is being written or on its way, and
 * nothing happened in it since ?1 (ms UTC), activities too.
 */
#define DYZUR_FORGETTABLE                                                                \
  "c.status IN (3, 4, 5) AND c.last_activity_at < ?1 "                                   \
  "AND NOT EXISTS (SELECT 1 FROM drafts WHERE conversation_id = c.id) "                  \
  "AND NOT EXISTS (SELECT 1 FROM outbox WHERE conversation_id = c.id) "                  \
  "AND NOT EXISTS (SELECT 1 FROM messages WHERE conversation_id = c.id AND sent_at >= ?1)"

/* The time rules count from: *@now = 0 when it is not known */
gboolean _dyzur_keep_find_now  (DyzurDb     *db,
                                gint64      *now,
                                GError     **error);

/* dyzur-store-space.c: gives unused pages back to the disk in small steps, when there are many; any thread */
void     _dyzur_store_shrink   (DyzurStore  *self);

G_END_DECLS
