/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A row of a list: what it is sorted by (newest first, then higher id first) and what it is. */
typedef struct
{
  gint64 at;
  gint64 id;
} DyzurEntry;

/**
 * DyzurHunk:
 * @position: where the change stands while those before it are done and those after it are not
 * @old_start: the same place in the old list; @new_start: in the new one
 */
typedef struct
{
  guint position;
  guint old_start;
  guint new_start;
  guint removed;
  guint added;
} DyzurHunk;

GArray *_dyzur_entries_new     (void);
int     _dyzur_entry_compare   (gconstpointer  a,
                                gconstpointer  b);
void    _dyzur_ids_sort        (GArray        *ids);
GArray *_dyzur_entries_replace (const GArray  *base,
                                GArray        *changed_ids,
                                GArray        *found);
GArray *_dyzur_entries_diff    (const GArray  *before,
                                const GArray  *after);

G_END_DECLS
