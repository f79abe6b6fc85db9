/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_ATTACHMENT_STRIP (dyzur_attachment_strip_get_type ())

/* What came with a message: pictures first, then files. */
G_DECLARE_FINAL_TYPE (DyzurAttachmentStrip, dyzur_attachment_strip, DYZUR, ATTACHMENT_STRIP, GtkWidget)

GtkWidget *dyzur_attachment_strip_new             (void);
void       dyzur_attachment_strip_set_attachments (DyzurAttachmentStrip *self,
                                                   DyzurEngine          *engine,
                                                   gint64                conversation_id,
                                                   GPtrArray            *attachments);
int        dyzur_attachment_strip_get_fit_width   (DyzurAttachmentStrip *self,
                                                   int                   width);

G_END_DECLS
