/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-db.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/*
 * The conversation with all that belongs to it. Its contact follows when no other conversation is left and nobody wrote a
 * note about them, and so do orders that were looked up for them alone.
 */
gboolean _dyzur_remove_conversation (DyzurDb         *db,
                                     gint64           id,
                                     gint64           contact_id,
                                     DyzurChangeSet  *changes,
                                     GError         **error);

/* A contact that was only to be somebody: nothing is known of them, and nothing names them any more */
gboolean _dyzur_remove_nobody       (DyzurDb         *db,
                                     gint64           contact_id,
                                     DyzurChangeSet  *changes,
                                     GError         **error);

G_END_DECLS
