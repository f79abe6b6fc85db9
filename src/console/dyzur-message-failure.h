/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-message.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_MESSAGE_FAILURE (dyzur_message_failure_get_type ())

/*
 * Inside a message that was not sent: what happened, and what to do about it. Its buttons are the actions
 * `conversation.retry-message`, `.edit-message` and, when it was perhaps sent, `.confirm-message` (x, the message).
 */
G_DECLARE_FINAL_TYPE (DyzurMessageFailure, dyzur_message_failure, DYZUR, MESSAGE_FAILURE, GtkWidget)

GtkWidget *dyzur_message_failure_new        (void);
void       dyzur_message_failure_set_record (DyzurMessageFailure      *self,
                                             const DyzurMessageRecord *record);

G_END_DECLS
