/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_APPLICATION (dyzur_application_get_type ())

G_DECLARE_FINAL_TYPE (DyzurApplication, dyzur_application, DYZUR, APPLICATION, AdwApplication)

GApplication *dyzur_application_new        (void);
DyzurEngine  *dyzur_application_get_engine (DyzurApplication *self);

G_END_DECLS
