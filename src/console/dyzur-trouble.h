/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

void  dyzur_trouble_show_start     (AdwStatusPage *page,
                                    const GError  *error,
                                    const char    *directory);
char *dyzur_trouble_dup_disk_words (DyzurEngine   *engine);
void  dyzur_trouble_tell_set_aside (GtkWindow     *parent,
                                    const char    *folder);

G_END_DECLS
