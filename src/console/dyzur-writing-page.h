/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_WRITING_PAGE (dyzur_writing_page_get_type ())

/* A page of the preferences: the signature of each mailbox, and the canned responses people make here. */
G_DECLARE_FINAL_TYPE (DyzurWritingPage, dyzur_writing_page, DYZUR, WRITING_PAGE, AdwPreferencesPage)

void dyzur_writing_page_set_engine (DyzurWritingPage *self,
                                    DyzurEngine      *engine);

G_END_DECLS
