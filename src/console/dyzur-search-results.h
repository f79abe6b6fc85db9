/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SEARCH_RESULTS (dyzur_search_results_get_type ())

/*
 * What a search finds, while it is typed: the old answer stays until the new one is there. Signals `chosen` and
 * `previewed` (DyzurHit *): somebody goes to a result, or only moves onto it; `asks` (const char *): for another query;
 * `answered`: something else was found.
 * The entry belongs to whoever shows this; it hands over the text and the arrow keys.
 */
G_DECLARE_FINAL_TYPE (DyzurSearchResults, dyzur_search_results, DYZUR, SEARCH_RESULTS, GtkWidget)

GtkWidget *dyzur_search_results_new       (void);
void       dyzur_search_results_set_query (DyzurSearchResults *self,
                                           DyzurEngine        *engine,
                                           const char         *query);
char      *dyzur_search_results_dup_count (DyzurSearchResults *self);
gboolean   dyzur_search_results_move      (DyzurSearchResults *self,
                                           int                 step);
gboolean   dyzur_search_results_choose    (DyzurSearchResults *self);

G_END_DECLS
