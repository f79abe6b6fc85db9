/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_VIEW_LIST (dyzur_view_list_get_type ())

/*
 * The views of the sidebar, a GListModel of DyzurView: those everybody has, in the order of DyzurViewKind, then inboxes,
 * labels and saved searches. Counters are what the writer keeps (see counters in schema/001.sql); nothing is counted here
 * but what saved searches find, and that behind (dyzur-search-counter.c).
 */
G_DECLARE_FINAL_TYPE (DyzurViewList, dyzur_view_list, DYZUR, VIEW_LIST, GObject)

DyzurViewList *dyzur_view_list_new (DyzurStore *store);

G_END_DECLS
