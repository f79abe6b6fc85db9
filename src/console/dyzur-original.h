/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

/* A mail as its author laid it out, in the window of a program of its own, where that is installed */
gboolean dyzur_original_is_there (void);
void     dyzur_original_show     (GtkWidget                *widget,
                                  DyzurEngine              *engine,
                                  const DyzurMessageRecord *message);

G_END_DECLS
