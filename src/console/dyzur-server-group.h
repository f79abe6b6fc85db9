/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-mail-setup.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SERVER_GROUP (dyzur_server_group_get_type ())

/* The servers of a mailbox: found for the person, or given by them. Signals: `changed`, when they may be whole now, and
 * `activated`, by Return in one of the rows. */
G_DECLARE_FINAL_TYPE (DyzurServerGroup, dyzur_server_group, DYZUR, SERVER_GROUP, AdwPreferencesGroup)

void     dyzur_server_group_show        (DyzurServerGroup     *self,
                                         const DyzurMailSetup *setup);
void     dyzur_server_group_tell        (DyzurServerGroup     *self,
                                         const char           *words);
void     dyzur_server_group_expand      (DyzurServerGroup     *self);
gboolean dyzur_server_group_is_edited   (DyzurServerGroup     *self);
gboolean dyzur_server_group_is_complete (DyzurServerGroup     *self);
void     dyzur_server_group_fill        (DyzurServerGroup     *self,
                                         DyzurAccountConfig   *config);

G_END_DECLS
