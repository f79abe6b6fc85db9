/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_ACCOUNT_BAR (dyzur_account_bar_get_type ())

/*
 * The line at the bottom of the window. It is there only when an account is not well, with the one thing to do about it,
 * or as a reminder that this is the practice shop.
 */
G_DECLARE_FINAL_TYPE (DyzurAccountBar, dyzur_account_bar, DYZUR, ACCOUNT_BAR, GtkWidget)

GtkWidget *dyzur_account_bar_new        (void);
void       dyzur_account_bar_set_engine (DyzurAccountBar *self,
                                         DyzurEngine     *engine);
char      *dyzur_account_dup_words      (DyzurAccount    *account);

G_END_DECLS
