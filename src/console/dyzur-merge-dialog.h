/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

void dyzur_merge_dialog_ask (GtkWindow                      *parent,
                             DyzurEngine                    *engine,
                             const DyzurConversationRecord  *conversation,
                             GAsyncReadyCallback             callback,
                             GObject                        *user_data);

G_END_DECLS
