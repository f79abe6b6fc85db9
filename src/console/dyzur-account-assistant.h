/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_ACCOUNT_ASSISTANT (dyzur_account_assistant_get_type ())

/* Connects a mailbox or a shop: asks for what is needed, tries it step by step, says what does not work. */
G_DECLARE_FINAL_TYPE (DyzurAccountAssistant, dyzur_account_assistant, DYZUR, ACCOUNT_ASSISTANT, AdwWindow)

GtkWidget *dyzur_account_assistant_new (GtkWindow   *parent,
                                        DyzurEngine *engine,
                                        const char  *kind);

G_END_DECLS
