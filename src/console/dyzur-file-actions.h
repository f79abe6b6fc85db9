/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-attachment.h"

G_BEGIN_DECLS

/* What people do with a file that came along. @attachment has its bytes on this computer. */

void dyzur_file_open (GtkWidget             *widget,
                      const DyzurAttachment *attachment);
void dyzur_file_save (GtkWidget             *widget,
                      const DyzurAttachment *attachment);

G_END_DECLS
