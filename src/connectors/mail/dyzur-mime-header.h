/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Header fields as raw bytes: what identifies a message must be the same whether all of it was read or its header only. */
#define DYZUR_MIME_ID_FIELDS "MESSAGE-ID DATE FROM TO SUBJECT"

char     *dyzur_mime_header_dup          (GBytes        *message,
                                          const char    *name);
char     *dyzur_mime_header_dup_id       (const char    *value);
void      dyzur_mime_header_collect_ids  (GPtrArray     *ids,
                                          const char    *value);
char     *dyzur_mime_header_identify     (GBytes        *message);
gboolean  dyzur_mime_header_is_made_up   (const char    *id);

G_END_DECLS
