/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store-private.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SEARCH_COUNTER (dyzur_search_counter_get_type ())

/*
 * How many conversations the saved searches find, counted behind and never often: nothing waits for it, and a store that
 * changes all the time spends a twentieth of a reader on it. Signal `counted`: there are new numbers. Main thread.
 */
G_DECLARE_FINAL_TYPE (DyzurSearchCounter, dyzur_search_counter, DYZUR, SEARCH_COUNTER, GObject)

DyzurSearchCounter *_dyzur_search_counter_new   (DyzurStore         *store);
/* 0 as long as it has not been counted */
guint               _dyzur_search_counter_get   (DyzurSearchCounter *self,
                                                 const char         *query);
/* The saved searches are others now: counts at once */
void                _dyzur_search_counter_start (DyzurSearchCounter *self,
                                                 guint               n_searches);

G_END_DECLS
