/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"
#include "dyzur-matches.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_MESSAGE_WIDGET (dyzur_message_widget_get_type ())

/*
 * A row of the timeline: one message, the customer's on the left, ours on the right, with who wrote it above the first
 * of a group. It takes the keyboard's focus as a whole; copying and selecting work from there.
 */
G_DECLARE_FINAL_TYPE (DyzurMessageWidget, dyzur_message_widget, DYZUR, MESSAGE_WIDGET, GtkWidget)

GtkWidget    *dyzur_message_widget_new             (void);
void          dyzur_message_widget_set_message     (DyzurMessageWidget *self,
                                                    DyzurEngine        *engine,
                                                    DyzurMessage       *message);
DyzurMessage *dyzur_message_widget_get_message     (DyzurMessageWidget *self);
void          dyzur_message_widget_set_continues   (DyzurMessageWidget *self,
                                                    gboolean            continues);
void          dyzur_message_widget_set_highlighted (DyzurMessageWidget *self,
                                                    gboolean            highlighted);
void          dyzur_message_widget_set_matches     (DyzurMessageWidget *self,
                                                    DyzurMatches       *matches);
gboolean      dyzur_message_widget_find_mark       (DyzurMessageWidget *self,
                                                    GdkRectangle       *area);
void          dyzur_message_widget_copy            (DyzurMessageWidget *self);

G_END_DECLS
