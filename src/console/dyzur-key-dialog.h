/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-keys.h"

G_BEGIN_DECLS

void dyzur_key_dialog_ask (GtkWindow      *parent,
                           const DyzurKey *key);

G_END_DECLS
