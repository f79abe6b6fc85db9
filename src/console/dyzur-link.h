/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-blocks.h"

G_BEGIN_DECLS

char        *dyzur_link_dup_host         (const char *href);
char        *dyzur_link_dup_destination  (const char *href);
gboolean     dyzur_link_is_foreign       (const char *text,
                                          const char *href);
DyzurBlocks *dyzur_link_blocks_from_text (const char *text);
void         dyzur_link_open             (GtkWidget  *widget,
                                          const char *href,
                                          gboolean    foreign);

G_END_DECLS
