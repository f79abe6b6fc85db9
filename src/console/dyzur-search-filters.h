/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-search.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SEARCH_FILTERS (dyzur_search_filters_get_type ())

/*
 * Channels and statuses a search can be narrowed down to, with how many conversations each would leave. They are operators
 * of the query: what is pressed stands there, and what is typed is pressed. Signal `asks` (const char *): for that query.
 */
G_DECLARE_FINAL_TYPE (DyzurSearchFilters, dyzur_search_filters, DYZUR, SEARCH_FILTERS, GtkWidget)

void dyzur_search_filters_set_answer (DyzurSearchFilters       *self,
                                      const char               *query,
                                      const DyzurSearchSummary *summary);

G_END_DECLS
