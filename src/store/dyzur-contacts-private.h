/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-db.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/* The contact of @wanted (by its points), made when new; what is known of it grows. @fallback: whom to take when no
 * point is known (0 = a new one). 0 with @error */
gint64 _dyzur_contact_resolve (DyzurDb                   *db,
                               gint64                     account,
                               const DyzurContactRecord  *wanted,
                               gint64                     fallback,
                               DyzurChangeSet            *changes,
                               GError                   **error);

/* *@id: whom we know by this e-mail address, 0 = nobody */
gboolean _dyzur_contact_find_mail (DyzurDb     *db,
                                   const char  *address,
                                   gint64      *id,
                                   GError     **error);

G_END_DECLS
