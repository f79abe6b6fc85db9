/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

void dyzur_search_dialog_ask (GtkWindow   *parent,
                              DyzurEngine *engine,
                              gint64       id,
                              const char  *name,
                              const char  *query);

G_END_DECLS
