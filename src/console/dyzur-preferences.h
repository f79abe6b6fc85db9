/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_PREFERENCES (dyzur_preferences_get_type ())

/* Accounts with their state, who I am, what is announced, and the keys. Everything takes effect at once. */
G_DECLARE_FINAL_TYPE (DyzurPreferences, dyzur_preferences, DYZUR, PREFERENCES, AdwPreferencesWindow)

GtkWidget *dyzur_preferences_new (GtkWindow   *parent,
                                  DyzurEngine *engine);

G_END_DECLS
