/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Blanks of canned responses in a text being written: `{{…}}` waits for a value. */

void     dyzur_blanks_mark        (GtkTextBuffer *buffer);
gboolean dyzur_blanks_select_next (GtkTextBuffer *buffer,
                                   gboolean       forward);

G_END_DECLS
