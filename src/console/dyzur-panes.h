/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_PANES (dyzur_panes_get_type ())

/*
 * The four columns of the window and how they fold: the sidebar over the list below 860 px, list and conversation into
 * one below 600 px, the customer over the conversation below 1200 px; all of it times the text scale. Widths are
 * remembered in the settings. Object properties `sidebar`, `list`, `conversation`, `customer`: what stands in them.
 * Notified booleans: `compact` (little room in the conversation), `sidebar-folded`,
 * `customer-folded`, `folded` (list and conversation), `sidebar-shown`,
 * `customer-shown` (both writable), `conversation-shown` (writable; only means something while folded).
 */
G_DECLARE_FINAL_TYPE (DyzurPanes, dyzur_panes, DYZUR, PANES, GtkWidget)

gboolean dyzur_panes_get_folded             (DyzurPanes *self);
gboolean dyzur_panes_get_sidebar_folded     (DyzurPanes *self);
gboolean dyzur_panes_get_customer_folded    (DyzurPanes *self);
gboolean dyzur_panes_get_compact            (DyzurPanes *self);
gboolean dyzur_panes_get_sidebar_shown      (DyzurPanes *self);
void     dyzur_panes_set_sidebar_shown      (DyzurPanes *self,
                                             gboolean    shown);
gboolean dyzur_panes_get_customer_shown     (DyzurPanes *self);
void     dyzur_panes_set_customer_shown     (DyzurPanes *self,
                                             gboolean    shown);
gboolean dyzur_panes_get_conversation_shown (DyzurPanes *self);
void     dyzur_panes_set_conversation_shown (DyzurPanes *self,
                                             gboolean    shown);

G_END_DECLS
