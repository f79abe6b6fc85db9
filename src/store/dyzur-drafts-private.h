/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-db.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/* For functions that run in a transaction of their own. NULL without @error: there is none. */
DyzurDraft *_dyzur_draft_read    (DyzurDb           *db,
                                  const char        *directory,
                                  gint64             conversation_id,
                                  DyzurDraftKind     kind,
                                  GError           **error);
gboolean    _dyzur_draft_write   (DyzurDb           *db,
                                  const char        *directory,
                                  const DyzurDraft  *draft,
                                  DyzurChangeSet    *changes,
                                  GError           **error);
/* @key: (nullable): only a draft with this key */
gboolean    _dyzur_draft_remove  (DyzurDb           *db,
                                  gint64             conversation_id,
                                  DyzurDraftKind     kind,
                                  const char        *key,
                                  DyzurChangeSet    *changes,
                                  GError           **error);
/* What the list shows of the conversation's drafts */
gboolean    _dyzur_draft_show    (DyzurDb           *db,
                                  gint64             conversation_id,
                                  DyzurChangeSet    *changes,
                                  GError           **error);

G_END_DECLS
