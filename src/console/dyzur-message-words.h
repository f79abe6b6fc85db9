/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-message.h"

G_BEGIN_DECLS

/* Sentences about one message, for the timeline and for screen readers. All (transfer full). */

char     *dyzur_message_dup_author        (const DyzurMessageRecord *record,
                                           const char               *me_id);
char     *dyzur_message_dup_byline        (const DyzurMessageRecord *record,
                                           const char               *me_id);
char     *dyzur_message_dup_delivery      (const DyzurMessageRecord *record);
const char *dyzur_message_get_automatic   (const DyzurMessageRecord *record);
char     *dyzur_message_dup_failure       (const DyzurMessageRecord *record);
char     *dyzur_message_dup_activity      (const DyzurMessageRecord *record,
                                           const char               *me_id);
char     *dyzur_message_dup_description   (const DyzurMessageRecord *record,
                                           const char               *me_id);
gboolean  dyzur_message_is_held           (const DyzurMessageRecord *record);
gboolean  dyzur_message_is_planned        (const DyzurMessageRecord *record);
gboolean  dyzur_message_continues         (const DyzurMessageRecord *record,
                                           const DyzurMessageRecord *previous);

G_END_DECLS
