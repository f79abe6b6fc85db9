/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_CANNED_POPOVER (dyzur_canned_popover_get_type ())

/*
 * Canned responses, found as you type. Signal `chosen` (const char *text): with the conversation's fields filled; what
 * had no value stands as `{{…}}`.
 */
G_DECLARE_FINAL_TYPE (DyzurCannedPopover, dyzur_canned_popover, DYZUR, CANNED_POPOVER, GtkPopover)

void dyzur_canned_popover_load (DyzurCannedPopover *self,
                                DyzurEngine        *engine,
                                gint64              conversation_id);

G_END_DECLS
