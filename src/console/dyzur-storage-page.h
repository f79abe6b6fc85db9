/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_STORAGE_PAGE (dyzur_storage_page_get_type ())

/* Preferences: how much the profile takes on this computer and what for, and each account's rule on how long it stays. */
G_DECLARE_FINAL_TYPE (DyzurStoragePage, dyzur_storage_page, DYZUR, STORAGE_PAGE, AdwPreferencesPage)

void dyzur_storage_page_set_engine (DyzurStoragePage *self,
                                    DyzurEngine      *engine);

G_END_DECLS
