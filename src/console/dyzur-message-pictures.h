/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_MESSAGE_PICTURES (dyzur_message_pictures_get_type ())

/*
 * Says below a message that it refers to pictures in the web, which nobody was asked for, and fetches them when a person
 * wants to see them: now, or always from this sender.
 */
G_DECLARE_FINAL_TYPE (DyzurMessagePictures, dyzur_message_pictures, DYZUR, MESSAGE_PICTURES, GtkWidget)

GtkWidget *dyzur_message_pictures_new         (void);
void       dyzur_message_pictures_set_message (DyzurMessagePictures     *self,
                                               DyzurEngine              *engine,
                                               DyzurMessage             *message);
void       dyzur_message_pictures_load        (DyzurMessagePictures     *self);

/* What a message refers to, as far as it is here or not */
gboolean     dyzur_message_pictures_are_missing  (const DyzurMessageRecord *record);
guint        dyzur_message_pictures_count_loaded (const DyzurMessageRecord *record);
DyzurBlocks *dyzur_message_pictures_dup_shown    (const DyzurMessageRecord *record);

G_END_DECLS
