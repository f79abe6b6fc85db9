/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store-private.h"

G_BEGIN_DECLS

/* More rows than this a saved search does not have, and its counter does not count */
#define DYZUR_SAVED_SEARCH_MAX 500

/* A search that somebody keeps. */
typedef struct
{
  gint64  id;
  char   *name;
  char   *query;
  guint   count;
} DyzurSavedSearch;

/* (element-type DyzurSavedSearch): in their order, not counted */
GPtrArray *_dyzur_saved_searches_read  (DyzurDb       *db,
                                        GError       **error);
/* Asks each of them, on a reader */
gboolean   _dyzur_saved_searches_count (DyzurDb       *db,
                                        GPtrArray     *searches,
                                        DyzurAnalyzer *analyzer,
                                        const char    *me,
                                        GError       **error);

G_END_DECLS
