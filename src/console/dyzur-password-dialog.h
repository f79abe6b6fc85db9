/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

void        dyzur_password_dialog_ask      (GtkWindow    *parent,
                                            DyzurEngine  *engine,
                                            DyzurAccount *account);
const char *dyzur_password_dialog_get_verb (DyzurAccount *account);

G_END_DECLS
