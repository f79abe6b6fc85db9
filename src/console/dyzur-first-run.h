/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_FIRST_RUN (dyzur_first_run_get_type ())

/* What a newcomer sees: practise, connect mail, connect a shop. */
G_DECLARE_FINAL_TYPE (DyzurFirstRun, dyzur_first_run, DYZUR, FIRST_RUN, GtkWidget)

GtkWidget *dyzur_first_run_new (void);

G_END_DECLS
