/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-block-view.h"
#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_MESSAGE_BUBBLE (dyzur_message_bubble_get_type ())

/*
 * The box around one message: its text, the folded quote's toggle, attachments, why it was not sent, time and delivery.
 * The parts few messages have are made when one has them. Its width is chosen by the row: dyzur_message_bubble_fit().
 */
G_DECLARE_FINAL_TYPE (DyzurMessageBubble, dyzur_message_bubble, DYZUR, MESSAGE_BUBBLE, GtkWidget)

GtkWidget      *dyzur_message_bubble_new           (void);
void            dyzur_message_bubble_set_message   (DyzurMessageBubble *self,
                                                    DyzurEngine        *engine,
                                                    DyzurMessage       *message);
int             dyzur_message_bubble_fit           (DyzurMessageBubble *self,
                                                    int                 width);
gboolean        dyzur_message_bubble_find_mark     (DyzurMessageBubble *self,
                                                    GdkRectangle       *area);
DyzurBlockView *dyzur_message_bubble_get_text      (DyzurMessageBubble *self);
void            dyzur_message_bubble_load_pictures (DyzurMessageBubble *self);

G_END_DECLS
