/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_CHOICE_POPOVER (dyzur_choice_popover_get_type ())

/*
 * A short list to choose from, with an entry that narrows it: colleagues, labels. Type, arrows, Return. Signals: `fill`
 * when it opens (call dyzur_choice_popover_add() then or later), `chosen` (const char *id, const char *title),
 * `create` (const char *text) when creating is allowed and nothing has this name.
 */
G_DECLARE_FINAL_TYPE (DyzurChoicePopover, dyzur_choice_popover, DYZUR, CHOICE_POPOVER, GtkPopover)

void dyzur_choice_popover_clear (DyzurChoicePopover *self);
void dyzur_choice_popover_add   (DyzurChoicePopover *self,
                                 const char         *id,
                                 const char         *title,
                                 const char         *subtitle,
                                 gboolean            checked);

G_END_DECLS
