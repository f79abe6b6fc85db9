/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_STORAGE_GROUP (dyzur_storage_group_get_type ())

/* One account on the storage page: what it takes, its rule, and what the rule would take before it is applied. */
G_DECLARE_FINAL_TYPE (DyzurStorageGroup, dyzur_storage_group, DYZUR, STORAGE_GROUP, AdwPreferencesGroup)

GtkWidget  *dyzur_storage_group_new            (DyzurEngine               *engine,
                                                DyzurAccount              *account);
const char *dyzur_storage_group_get_account_id (DyzurStorageGroup         *self);
void        dyzur_storage_group_set_storage    (DyzurStorageGroup         *self,
                                                const DyzurAccountStorage *storage);
void        dyzur_storage_group_follow         (DyzurStorageGroup         *self);

G_END_DECLS
