/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-db.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/* Gives the conversation exactly @labels (nullable), in both places they are kept */
gboolean _dyzur_labels_write (DyzurDb         *db,
                              gint64           conversation_id,
                              GStrv            labels,
                              DyzurChangeSet  *changes,
                              GError         **error);

G_END_DECLS
