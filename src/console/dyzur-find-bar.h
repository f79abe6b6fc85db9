/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_FIND_BAR (dyzur_find_bar_get_type ())

/*
 * Looks for words in one conversation, however long it is: which messages have them comes from the store, whether they
 * are loaded or not. Signals: `changed` when there are other matches or another one is pointed at, `go-to` (gint64:
 * message) when one of them is to be brought into sight, `closed` when the person wants to go on reading.
 */
G_DECLARE_FINAL_TYPE (DyzurFindBar, dyzur_find_bar, DYZUR, FIND_BAR, GtkWidget)

GtkWidget        *dyzur_find_bar_new              (void);
void              dyzur_find_bar_set_conversation (DyzurFindBar *self,
                                                   DyzurEngine  *engine,
                                                   gint64        conversation_id);
void              dyzur_find_bar_open             (DyzurFindBar *self);
void              dyzur_find_bar_show_query       (DyzurFindBar *self,
                                                   const char   *query,
                                                   gint64        message_id);
void              dyzur_find_bar_refresh          (DyzurFindBar *self);
void              dyzur_find_bar_hide             (DyzurFindBar *self);
void              dyzur_find_bar_close            (DyzurFindBar *self);
gboolean          dyzur_find_bar_is_of_search     (DyzurFindBar *self);
gboolean          dyzur_find_bar_is_open          (DyzurFindBar *self);
void              dyzur_find_bar_step             (DyzurFindBar *self,
                                                   gboolean      forward);
DyzurMatches     *dyzur_find_bar_get_matches      (DyzurFindBar *self);
gint64            dyzur_find_bar_get_match        (DyzurFindBar *self);

G_END_DECLS
