/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_SNOOZE_POPOVER (dyzur_snooze_popover_get_type ())

/* Until when the conversation sleeps; activates `conv.snooze-until`. */
G_DECLARE_FINAL_TYPE (DyzurSnoozePopover, dyzur_snooze_popover, DYZUR, SNOOZE_POPOVER, GtkPopover)

G_END_DECLS
