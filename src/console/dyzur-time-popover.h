/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_TIME_POPOVER (dyzur_time_popover_get_type ())

/*
 * Asks for a moment to come: until when a conversation sleeps, when a reply is sent.
 *
 * Properties: `button-label` (string): on the button beside a picked date; `open-ended` (boolean): also offers no moment
 * at all. Signal `chosen` (gint64): ms UTC, 0 = until the customer writes.
 */
G_DECLARE_FINAL_TYPE (DyzurTimePopover, dyzur_time_popover, DYZUR, TIME_POPOVER, GtkPopover)

GtkWidget *dyzur_time_popover_new (const char *button_label);

G_END_DECLS
