/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-mark.h"
#include "dyzur-message.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_MARK_ROW (dyzur_mark_row_get_type ())

/* A row of the timeline that is no message: a day, the line above what is new, something that was done. */
G_DECLARE_FINAL_TYPE (DyzurMarkRow, dyzur_mark_row, DYZUR, MARK_ROW, GtkWidget)

GtkWidget *dyzur_mark_row_new          (void);
void       dyzur_mark_row_set_mark     (DyzurMarkRow             *self,
                                        DyzurMark                *mark);
void       dyzur_mark_row_set_activity (DyzurMarkRow             *self,
                                        const DyzurMessageRecord *record,
                                        const char               *me_id);

G_END_DECLS
