/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SYNC_LINE (dyzur_sync_line_get_type ())

/* A thin line that moves while an account is catching up: what is there stays usable meanwhile. */
G_DECLARE_FINAL_TYPE (DyzurSyncLine, dyzur_sync_line, DYZUR, SYNC_LINE, GtkWidget)

void dyzur_sync_line_set_engine (DyzurSyncLine *self,
                                 DyzurEngine   *engine);

G_END_DECLS
