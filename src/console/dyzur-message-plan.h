/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-message.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_MESSAGE_PLAN (dyzur_message_plan_get_type ())

/* In the bubble of a message that is sent later: when, and what can still be done about it */
G_DECLARE_FINAL_TYPE (DyzurMessagePlan, dyzur_message_plan, DYZUR, MESSAGE_PLAN, GtkWidget)

GtkWidget *dyzur_message_plan_new        (void);
void       dyzur_message_plan_set_record (DyzurMessagePlan         *self,
                                          const DyzurMessageRecord *record);

G_END_DECLS
