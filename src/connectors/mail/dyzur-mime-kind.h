/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-mime-people.h"
#include "dyzur-mime-report.h"

G_BEGIN_DECLS

DyzurAutomatic dyzur_mime_kind_find (GMimeMessage          *message,
                                     const DyzurMimeBody   *body,
                                     const DyzurMimeReport *report,
                                     const DyzurMimeRoles  *roles);

G_END_DECLS
