/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_ORIGINAL_WINDOW (dyzur_original_window_get_type ())

/*
 * A mail's page as its author laid it out, in a web view that runs no script, asks nobody for anything and keeps nothing.
 *
 * Signal loaded: the page stands there
 */
G_DECLARE_FINAL_TYPE (DyzurOriginalWindow, dyzur_original_window, DYZUR, ORIGINAL_WINDOW, AdwWindow)

GtkWidget *dyzur_original_window_new (GBytes     *page,
                                      const char *subject);

G_END_DECLS
