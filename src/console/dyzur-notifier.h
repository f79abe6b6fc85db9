/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_NOTIFIER (dyzur_notifier_get_type ())

/*
 * Announces on the desktop what a person should not miss: words of customers that are not on the screen, messages that
 * were refused. One notification per conversation; it is withdrawn when the conversation is looked at.
 */
G_DECLARE_FINAL_TYPE (DyzurNotifier, dyzur_notifier, DYZUR, NOTIFIER, GObject)

DyzurNotifier *dyzur_notifier_new      (GApplication   *application,
                                        DyzurEngine    *engine);
void           dyzur_notifier_withdraw (DyzurNotifier  *self,
                                        gint64          conversation_id);

G_END_DECLS
