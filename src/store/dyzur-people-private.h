/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-db.h"
#include "dyzur-message.h"

G_BEGIN_DECLS

/* Remembers everybody @message goes to; does nothing unless it is a mail of ours */
gboolean _dyzur_people_written (DyzurDb                   *db,
                                gint64                     account,
                                const DyzurMessageRecord  *message,
                                GError                   **error);
/* Whether anything of ours went to, or anything came from, the mailbox */
gboolean _dyzur_people_knows   (DyzurDb                   *db,
                                const char                *mailbox,
                                gboolean                  *known,
                                GError                   **error);

G_END_DECLS
