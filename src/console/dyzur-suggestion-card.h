/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SUGGESTION_CARD (dyzur_suggestion_card_get_type ())

/*
 * A reply that is offered: one line, opened all of its text with its facts underlined and its sources below. It takes the
 * focus as a whole: Space opens, Return inserts, Escape puts it away.
 *
 * Signals: `taken`, `dismissed`, `opened`.
 */
G_DECLARE_FINAL_TYPE (DyzurSuggestionCard, dyzur_suggestion_card, DYZUR, SUGGESTION_CARD, GtkWidget)

GtkWidget       *dyzur_suggestion_card_new            (DyzurEngine         *engine,
                                                       DyzurSuggestion     *suggestion,
                                                       guint                number);
DyzurSuggestion *dyzur_suggestion_card_get_suggestion (DyzurSuggestionCard *self);
void             dyzur_suggestion_card_set_open       (DyzurSuggestionCard *self,
                                                       gboolean             open);
char            *dyzur_suggestion_card_dup_origin     (DyzurSuggestionCard *self,
                                                       guint                index);

G_END_DECLS
