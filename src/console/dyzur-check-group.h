/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-mail-setup.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_CHECK_GROUP (dyzur_check_group_get_type ())

/*
 * The steps of the check of a mailbox, each with its state, while it runs. As long as the focus is on them it goes along
 * with the running step, so that a screen reader tells each.
 */
G_DECLARE_FINAL_TYPE (DyzurCheckGroup, dyzur_check_group, DYZUR, CHECK_GROUP, AdwPreferencesGroup)

void     dyzur_check_group_look_up (DyzurCheckGroup          *self,
                                    const char               *domain);
void     dyzur_check_group_log_in  (DyzurCheckGroup          *self);
void     dyzur_check_group_begin   (DyzurCheckGroup          *self,
                                    const DyzurAccountConfig *config);
void     dyzur_check_group_step    (DyzurCheckGroup          *self,
                                    DyzurMailCheckStep        step);
void     dyzur_check_group_fail    (DyzurCheckGroup          *self);
gboolean dyzur_check_group_get     (DyzurCheckGroup          *self,
                                    DyzurMailCheckStep       *step);

G_END_DECLS
