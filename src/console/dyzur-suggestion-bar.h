/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SUGGESTION_BAR (dyzur_suggestion_bar_get_type ())

/*
 * Up to three replies that are offered for one conversation, between timeline and composer. Without ground it is not
 * there at all.
 *
 * Signal taken (DyzurSuggestion *): somebody wants it in the reply.
 */
G_DECLARE_FINAL_TYPE (DyzurSuggestionBar, dyzur_suggestion_bar, DYZUR, SUGGESTION_BAR, GtkWidget)

GtkWidget *dyzur_suggestion_bar_new        (void);
void       dyzur_suggestion_bar_set_list   (DyzurSuggestionBar  *self,
                                            DyzurEngine         *engine,
                                            GListModel          *suggestions);
gboolean   dyzur_suggestion_bar_take       (DyzurSuggestionBar  *self,
                                            guint                number);
void       dyzur_suggestion_bar_record     (DyzurSuggestionBar  *self,
                                            const DyzurDraft    *sent);

G_END_DECLS
