/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store-private.h"

G_BEGIN_DECLS

/* An expression over messages: the names of a message's attachments, one a line; NULL when it has none */
#define DYZUR_ATTACHMENT_NAMES                                                                                        \
  "(SELECT group_concat (name, char (10)) FROM (SELECT name FROM attachments WHERE message_id = messages.id AND "     \
  "name != '' ORDER BY position))"

/* Milliseconds of sending time that share a step of search_docs.doc */
#define DYZUR_DOC_STEP 4000
/* How much later than its time a message of a busy moment may stand, in steps */
#define DYZUR_DOC_SLACK 5000

gint64   _dyzur_index_doc_at (gint64       sent_at);
/* Feeds the index behind everything else, from now on whenever the store changed */
void     _dyzur_index_start  (DyzurStore  *store);
/* Blocking: until nothing is left to be indexed; for tests and benchmarks */
gboolean _dyzur_index_flush  (DyzurStore  *store,
                              GError     **error);

/* Parts of the work, on the writer */
gboolean _dyzur_index_contact (DyzurDb       *db,
                               DyzurAnalyzer *analyzer,
                               gint64         contact_id,
                               GError       **error);

G_END_DECLS
