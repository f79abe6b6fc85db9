/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

typedef void (*DyzurLeaveFunc) (gpointer window);

gboolean dyzur_leave_dialog_ask (GtkWindow      *window,
                                 DyzurEngine    *engine,
                                 DyzurLeaveFunc  leave);

G_END_DECLS
