/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_ATTACHMENT_CHIPS (dyzur_attachment_chips_get_type ())

/*
 * The files that go with a draft, each as a chip that can be taken away. What is added is copied into the profile first,
 * so that it is there when the draft is sent, wherever the original went. Signal `changed`: a chip came or went.
 */
G_DECLARE_FINAL_TYPE (DyzurAttachmentChips, dyzur_attachment_chips, DYZUR, ATTACHMENT_CHIPS, GtkWidget)

void       dyzur_attachment_chips_set_engine (DyzurAttachmentChips *self,
                                              DyzurEngine          *engine);
void       dyzur_attachment_chips_set        (DyzurAttachmentChips *self,
                                              GPtrArray            *attachments);
GPtrArray *dyzur_attachment_chips_get        (DyzurAttachmentChips *self);
void       dyzur_attachment_chips_add_files  (DyzurAttachmentChips *self,
                                              GSList               *files);
void       dyzur_attachment_chips_add_image  (DyzurAttachmentChips *self,
                                              GdkTexture           *texture);

G_END_DECLS
