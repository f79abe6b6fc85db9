/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-practice-talk-private.h"

G_BEGIN_DECLS

DyzurMessageRecord *_dyzur_practice_message_from_step (const DyzurPracticeTalk *talk,
                                                       const DyzurJson         *step,
                                                       gint64                   at);
DyzurMessageRecord *_dyzur_practice_message_from_text (const DyzurPracticeTalk *talk,
                                                       const char              *text,
                                                       gint64                   at);
char               *_dyzur_practice_message_preview   (const DyzurMessageRecord *message);

G_END_DECLS
