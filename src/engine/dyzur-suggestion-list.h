/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-suggestion.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SUGGESTION_LIST (dyzur_suggestion_list_get_type ())

/*
 * A GListModel of at most three DyzurSuggestion for one conversation, best first; `busy` (boolean) is notified. Empty
 * and not busy: there is no ground for a reply.
 */
G_DECLARE_FINAL_TYPE (DyzurSuggestionList, dyzur_suggestion_list, DYZUR, SUGGESTION_LIST, GObject)

gboolean dyzur_suggestion_list_get_busy (DyzurSuggestionList *self);

G_END_DECLS
