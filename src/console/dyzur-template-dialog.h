/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-team.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_TEMPLATE_DIALOG (dyzur_template_dialog_get_type ())

/*
 * One canned response: shortcut, title, text with fields.
 *
 * Signal saved (const DyzurCanned *): what it is from now on.
 */
G_DECLARE_FINAL_TYPE (DyzurTemplateDialog, dyzur_template_dialog, DYZUR, TEMPLATE_DIALOG, AdwWindow)

GtkWidget  *dyzur_template_dialog_new          (GtkWindow           *parent,
                                                const DyzurCanned   *canned);
const char *dyzur_template_dialog_get_shortcut (DyzurTemplateDialog *self);

G_END_DECLS
