/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_ATTACHMENT_TILE (dyzur_attachment_tile_get_type ())

/*
 * One attachment of a message: a picture's thumbnail, or a file with name, size, open and save. What is not on this
 * computer yet is fetched when it is wanted, small pictures at once.
 *
 * Signal show-picture: the picture is here and somebody wants to see it large.
 */
G_DECLARE_FINAL_TYPE (DyzurAttachmentTile, dyzur_attachment_tile, DYZUR, ATTACHMENT_TILE, GtkWidget)

GtkWidget             *dyzur_attachment_tile_new            (DyzurEngine           *engine,
                                                             gint64                 conversation_id,
                                                             const DyzurAttachment *attachment);
const DyzurAttachment *dyzur_attachment_tile_get_attachment (DyzurAttachmentTile   *self);

G_END_DECLS
