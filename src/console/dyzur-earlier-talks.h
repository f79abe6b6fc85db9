/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_EARLIER_TALKS (dyzur_earlier_talks_get_type ())

/* The customer's other conversations, the newest first; hidden when there are none. */
G_DECLARE_FINAL_TYPE (DyzurEarlierTalks, dyzur_earlier_talks, DYZUR, EARLIER_TALKS, GtkWidget)

void dyzur_earlier_talks_set_conversation (DyzurEarlierTalks *self,
                                           DyzurEngine       *engine,
                                           DyzurConversation *conversation);

G_END_DECLS
