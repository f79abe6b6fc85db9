/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SOURCE_WINDOW (dyzur_source_window_get_type ())

/*
 * A mail as it lies at its server, all of its headers and parts, as text: to search in, to copy from, to save. Nothing of
 * it is interpreted.
 */
G_DECLARE_FINAL_TYPE (DyzurSourceWindow, dyzur_source_window, DYZUR, SOURCE_WINDOW, AdwWindow)

void dyzur_source_window_show (GtkWindow                *parent,
                               DyzurEngine              *engine,
                               const DyzurMessageRecord *message);

G_END_DECLS
