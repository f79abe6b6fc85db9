/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-message.h"

G_BEGIN_DECLS

/* The two bodies of a message of ours. Pure functions over text. */
void      dyzur_mime_text_append_flowed (GString            *out,
                                         const char         *text,
                                         gboolean            quoted);
void      dyzur_mime_text_append_html   (GString            *out,
                                         const char         *text);
void      dyzur_mime_text_append_blocks (GString            *out,
                                         const DyzurBlocks  *blocks);
char     *dyzur_mime_text_attribution   (const char         *name,
                                         gint64              sent_at);
char     *dyzur_mime_text_mailbox       (const char         *name,
                                         const char         *address);
gboolean  dyzur_mime_text_is_forward    (const char         *subject);
gboolean  dyzur_mime_text_mentions      (const char         *text,
                                         const char *const  *words);

G_END_DECLS
