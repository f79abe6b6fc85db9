/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

char *dyzur_certificate_dup_words     (const DyzurCertificate *certificate);
void  dyzur_certificate_dialog_ask    (GtkWindow              *parent,
                                       DyzurEngine            *engine,
                                       DyzurAccount           *account);
void  dyzur_certificate_dialog_review (GtkWindow              *parent,
                                       DyzurEngine            *engine,
                                       DyzurAccount           *account);

G_END_DECLS
