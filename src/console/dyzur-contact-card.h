/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_CONTACT_CARD (dyzur_contact_card_get_type ())

/* Who the customer is: name, addresses to copy, a note of ours that is kept as it is written. */
G_DECLARE_FINAL_TYPE (DyzurContactCard, dyzur_contact_card, DYZUR, CONTACT_CARD, GtkWidget)

void dyzur_contact_card_set_conversation (DyzurContactCard  *self,
                                          DyzurEngine       *engine,
                                          DyzurConversation *conversation);

G_END_DECLS
