/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store.h"

G_BEGIN_DECLS

/*
 * One object per conversation while anyone holds it, kept up to date from the change sets. Main thread, but for the
 * serial: a reader takes it before its first SELECT, so that an answer that comes late never covers a newer one.
 */
guint              _dyzur_store_next_serial       (void);
DyzurConversation *_dyzur_store_ref_conversation  (DyzurStore              *self,
                                                   gint64                   id);
DyzurConversation *_dyzur_store_take_conversation (DyzurStore              *self,
                                                   DyzurConversationRecord *record,
                                                   guint                    serial);

G_END_DECLS
