/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"

G_BEGIN_DECLS

char     *dyzur_fields_fill          (const char               *text,
                                      GHashTable               *values);
char     *dyzur_fields_dup_signature (const DyzurAccountConfig *config,
                                      const char               *agent_name);

G_END_DECLS
