/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

void dyzur_split_dialog_ask (GtkWindow                      *parent,
                             DyzurEngine                    *engine,
                             const DyzurConversationRecord  *conversation,
                             gint64                          from_message_id,
                             GAsyncReadyCallback             callback,
                             GObject                        *user_data);

G_END_DECLS
