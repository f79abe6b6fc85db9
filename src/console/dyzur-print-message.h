/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-message.h"

G_BEGIN_DECLS

/*
 * One message laid out for paper: who and when, its text, its pictures, the names of its files. It is a strip that pages
 * take stretches of. Main thread.
 */
typedef struct _DyzurPrintMessage DyzurPrintMessage;

DyzurPrintMessage *dyzur_print_message_new        (PangoContext             *context,
                                                   const DyzurMessageRecord *record,
                                                   int                       width,
                                                   gboolean                  with_quotes);
void               dyzur_print_message_free       (DyzurPrintMessage        *self);
int                dyzur_print_message_get_height (DyzurPrintMessage        *self);
int                dyzur_print_message_find_break (DyzurPrintMessage        *self,
                                                   int                       from,
                                                   int                       room);
void               dyzur_print_message_draw       (DyzurPrintMessage        *self,
                                                   cairo_t                  *cr,
                                                   int                       from,
                                                   int                       to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurPrintMessage, dyzur_print_message_free)

G_END_DECLS
