/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-mail-setup.h"

G_BEGIN_DECLS

/**
 * DyzurMailFailure:
 * @step: where the check stopped
 * @setup: (nullable): what is known about the provider
 * @browser: no password was sent, but what a login through the browser brought
 */
typedef struct
{
  DyzurMailCheckStep    step;
  const GError         *error;
  const DyzurMailSetup *setup;
  gboolean              browser;
} DyzurMailFailure;

char *dyzur_mail_dup_needs  (const DyzurMailSetup   *setup);
char *dyzur_mail_dup_advice (const DyzurMailFailure *failure);
char *dyzur_mail_dup_search (const DyzurMailSetup   *setup,
                             const char             *domain);

G_END_DECLS
